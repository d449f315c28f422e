/* Comfort only: every page works without this file. */
"use strict";
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.more[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const open of document.querySelectorAll("details.more[open]")) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});
