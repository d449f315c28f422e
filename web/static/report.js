/* What is typed into a report is saved as one types: on this device at once, on the server every few seconds.
   Without this file the button "Lưu nháp" does it. */
"use strict";
(() => {
  // Once a report was handed in, what was kept here while it was written is forgotten: others use this device too.
  const sent = document.querySelector("[data-forget]");
  if (sent) {
    try {
      for (const name of Object.keys(localStorage)) {
        const [start, number] = [name.slice(0, name.lastIndexOf("-")), name.slice(name.lastIndexOf("-") + 1)];
        if (start === sent.dataset.forget && Number(number) < Number(sent.dataset.sent)) localStorage.removeItem(name);
      }
    } catch { /* private windows keep nothing */ }
  }
  const form = document.getElementById("bao-cao");
  if (!form) return;
  const status = document.getElementById("trang-thai");
  const says = form.dataset;
  const key = `dondoc-bao-cao-${says.key}`;
  const pause = 3000;
  let timer = null;
  let flight = null;
  let last = "";

  const typed = () => {
    const found = {};
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && (name === "noi_dung" || name.startsWith("so-"))) found[name] = value;
    }
    return found;
  };
  const text = () => JSON.stringify(typed());
  const keep = () => {
    try {
      localStorage.setItem(key, JSON.stringify({ base: says.saved || "", typed: typed() }));
    } catch { /* private windows have no room: the server still has the draft */ }
  };
  const forget = () => {
    try { localStorage.removeItem(key); } catch { /* as above */ }
  };
  const kept = () => {
    try { return JSON.parse(localStorage.getItem(key) || "null"); } catch { return null; }
  };

  const restore = () => {
    const found = kept();
    // What the server saved later than this, it has from here or from another device.
    if (!found || found.base !== (says.saved || "") || JSON.stringify(found.typed) === text()) return forget();
    for (const [name, value] of Object.entries(found.typed)) {
      const field = form.elements.namedItem(name);
      if (field) field.value = value;
    }
    status.textContent = says.saysRestored;
    later();
  };

  async function save() {
    timer = null;
    const now = text();
    if (now === last) return;
    const data = new FormData(form);
    data.delete("tep");
    flight = new AbortController();
    try {
      const answer = await fetch(says.draft, { method: "POST", body: data, headers: { "HX-Request": "true" }, signal: flight.signal });
      if (answer.ok) {
        last = now;
        says.saved = answer.headers.get("Dondoc-Saved") || "";
        status.textContent = await answer.text();
        if (text() === now) forget();
        else keep();
      } else {
        status.textContent = answer.status === 401 || answer.status === 403 ? says.saysOut : says.saysOffline;
        if (answer.status >= 500) later(10 * pause);
      }
    } catch (error) {
      if (error.name === "AbortError") return;
      status.textContent = says.saysOffline;
      later(10 * pause);
    } finally {
      flight = null;
    }
  }
  function later(wait = pause) {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  last = text();
  restore();
  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    keep();
    later();
  });
  window.addEventListener("online", () => { if (kept()) later(0); });
  form.addEventListener("submit", (event) => {
    const files = [...(form.elements.namedItem("tep")?.files || [])];
    const all = files.reduce((sum, file) => sum + file.size, 0);
    if (files.some((file) => file.size > Number(says.most)) || all > Number(says.mostAll)) {
      event.preventDefault();
      status.textContent = all > Number(says.mostAll) ? says.saysMany : says.saysLarge;
      form.elements.namedItem("tep").focus();
      return;
    }
    if (!navigator.onLine) {
      event.preventDefault();
      keep();
      status.textContent = says.saysWaiting;
      return;
    }
    clearTimeout(timer);
    if (flight) flight.abort();
    if (event.submitter && event.submitter.formAction.endsWith("/bo-nhap")) forget();
    else keep();
  });
})();
