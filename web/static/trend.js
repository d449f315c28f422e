/* The large chart of the trend: fetched and drawn when the reader opens it; the page says the same without it. */
"use strict";
(() => {
  const loaded = new Map();
  const once = (address, tag) => {
    if (!loaded.has(address)) {
      loaded.set(address, new Promise((done, failed) => {
        const made = document.createElement(tag);
        made.onload = done;
        made.onerror = failed;
        if (tag === "link") { made.rel = "stylesheet"; made.href = address; } else { made.src = address; }
        document.head.append(made);
      }));
    }
    return loaded.get(address);
  };
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const draw = (place, found) => {
    const grey = colour("--pico-muted-color");
    const rule = { stroke: colour("--pico-muted-border-color"), width: 1 };
    const axis = { stroke: grey, grid: rule, ticks: rule };
    const twoDigits = (n) => String(n).padStart(2, "0");
    const day = (seconds) => {
      const on = new Date(seconds * 1000);
      return `${twoDigits(on.getDate())}/${twoDigits(on.getMonth() + 1)}/${on.getFullYear()}`;
    };
    const marks = [[], [10, 5], [2, 4], [14, 4, 2, 4], [5, 5]];
    const series = found.series.map((one, index) => ({
      label: one.label, stroke: colour(`--part-${one.name}`), width: 2.5, dash: marks[index], points: { size: 7 },
    }));
    const options = {
      width: Math.max(280, place.clientWidth), height: 320,
      axes: [{ ...axis, values: (_, all) => all.map((one) => day(one).slice(0, 5)) }, axis],
      scales: { y: { range: (_, least, most) => [0, Math.max(4, most)] } },
      series: [{ label: place.closest("details").dataset.day, value: (_, one) => (one === null ? "–" : day(one)) }, ...series],
    };
    const plot = new window.uPlot(options, [found.days, ...found.series.map((one) => one.numbers)], place);
    window.addEventListener("resize", () => plot.setSize({ width: Math.max(280, place.clientWidth), height: 320 }));
  };
  for (const box of document.querySelectorAll("details.trend")) {
    box.hidden = false;
    box.addEventListener("toggle", async () => {
      const place = box.querySelector(".plot");
      if (!box.open || place.childElementCount) return;
      try {
        const answer = await fetch(box.dataset.source, { headers: { Accept: "application/json" } });
        if (!answer.ok) throw new Error(String(answer.status));
        await Promise.all([once(box.dataset.style, "link"), once(box.dataset.script, "script")]);
        draw(place, await answer.json());
      } catch {
        place.textContent = box.dataset.failed;
      }
    });
  }
})();
