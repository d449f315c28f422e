/* Choosing all reports without leaving the page. Without this file the link does it. */
"use strict";
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-select-all]");
  if (!link) return;
  event.preventDefault();
  const boxes = [...document.querySelectorAll('input[type="checkbox"][name="chon"]')];
  const all = boxes.every((box) => box.checked);
  for (const box of boxes) box.checked = !all;
});
