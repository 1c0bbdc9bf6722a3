// Charts drawn from the tables beneath them: without this file, and in print, the tables say the same.
(function () {
  "use strict";
  if (!window.echarts) return;
  const SHOWN = 12; // units in a chart; the table has all
  const probe = document.createElement("i"); // a variable's value as the present theme has it
  probe.hidden = true;
  document.body.append(probe);
  // On paper the ink is dark, whatever the screen shows: styles are asked for before the browser turns to print.
  const PAPER = { "--fd-ink": "#16222a", "--fd-ink-2": "#3f4c54", "--fd-fill": "#1f5f86", "--fd-line": "#c3ccd2", "--fd-line-2": "#dde3e7", "--fd-paper": "#ffffff" };
  let onPaper = false;
  const colour = function (name) {
    if (onPaper) return PAPER[name];
    probe.style.color = "var(" + name + ")";
    return getComputedStyle(probe).color;
  };
  const SHADES = ["", "#5b8aa6", "#b97a10", "#7a8f5a", "#8a6d8f", "#a0522d", "#4f7f7a", "#9aa5ab", "#2f6f9f", "#c2a25a", "#6b6f94", "#a98f80"];

  function read(table) {
    const head = Array.from(table.tHead.rows[0].cells).slice(1);
    const rows = Array.from(table.tBodies[0].rows).map(function (row) {
      const cells = Array.from(row.cells).slice(1);
      return {
        label: row.cells[0].textContent.trim(),
        values: cells.map(function (cell) { return Number(cell.textContent); }),
        links: cells.map(function (cell) { const a = cell.querySelector("a"); return a ? a.href : ""; }),
      };
    });
    return { head: head.map(function (cell) { return { label: cell.textContent.trim(), total: "total" in cell.dataset }; }), rows: rows };
  }

  function draw(place) {
    const table = document.getElementById(place.dataset.table);
    const data = read(table);
    const isStacked = place.dataset.chart === "stacked";
    const lies = place.dataset.chart !== "bars"; // names beside the bars: room for long ones
    const rows = isStacked ? data.rows.slice(0, SHOWN).reverse() : lies ? data.rows.reverse() : data.rows;
    const ink = colour("--fd-ink-2"), shades = [colour("--fd-fill")].concat(SHADES.slice(1));
    const names = { type: "category", data: rows.map(function (row) { return row.label; }), axisLabel: { color: ink, width: lies ? 150 : 90, overflow: "truncate" }, axisTick: { show: false } };
    place.hidden = false;
    const numbers = { type: "value", minInterval: 1, splitNumber: place.clientWidth < 480 ? 3 : 6, axisLabel: { color: ink, hideOverlap: true }, splitLine: { lineStyle: { color: colour("--fd-line-2") } } };
    const series = [];
    data.head.forEach(function (column, index) {
      if (isStacked && column.total) return;
      series.push({ type: "bar", name: column.label, stack: isStacked ? "all" : undefined, barMaxWidth: 22, column: index, data: rows.map(function (row) { return row.values[index]; }) });
    });
    place.style.height = (isStacked ? Math.max(180, rows.length * 28 + 80) : lies ? rows.length * 28 + 40 : 240) + "px";
    const before = window.echarts.getInstanceByDom(place);
    if (before) before.dispose();
    const chart = window.echarts.init(place, null, { renderer: "svg" });
    chart.setOption({
      animation: false, color: shades, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
      grid: { left: 8, right: 24, top: isStacked ? 36 : 16, bottom: 8, containLabel: true },
      legend: isStacked ? { top: 0, type: "scroll", textStyle: { color: ink } } : undefined,
      tooltip: { trigger: "axis", backgroundColor: colour("--fd-paper"), borderColor: colour("--fd-line"), textStyle: { color: colour("--fd-ink") }, axisPointer: { type: "shadow" } },
      xAxis: lies ? numbers : names, yAxis: lies ? names : numbers, series: series,
      aria: { enabled: true },
    });
    chart.on("click", function (event) {
      const link = rows[event.dataIndex].links[series[event.seriesIndex].column];
      if (link) window.location.assign(link);
    });
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", table.closest("section").querySelector("h2").textContent);
  }

  function all() { document.querySelectorAll("[data-chart]").forEach(draw); }
  function resize(to) {
    document.querySelectorAll("[data-chart]").forEach(function (place) { window.echarts.getInstanceByDom(place).resize(to); });
  }
  all();
  document.addEventListener("fd:theme", all);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", all);
  window.addEventListener("resize", function () { resize(); });
  function print(begins) {
    onPaper = begins;
    all();
    if (begins) resize({ width: 620 });
  }
  window.addEventListener("beforeprint", function () { print(true); });
  window.addEventListener("afterprint", function () { print(false); });
})();
