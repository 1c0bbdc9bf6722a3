// The page on which a report is taken: running clocks, Ctrl+Enter, a click on the map. Everything works without it.
(function () {
  "use strict";

  function show(clock) {
    const until = clock.dataset.until ? new Date(clock.dataset.until) : new Date();
    const seconds = Math.max(0, Math.floor((until - new Date(clock.dataset.since)) / 1000));
    const parts = [Math.floor(seconds / 60), seconds % 60].map(function (n) { return String(n).padStart(2, "0"); });
    clock.querySelector("b").textContent = parts.join(":");
    clock.classList.toggle("is-late", Boolean(clock.dataset.due) && until > new Date(clock.dataset.due));
  }

  function tick() { document.querySelectorAll(".fi-clock").forEach(show); }
  tick();
  setInterval(tick, 1000);

  document.addEventListener("keydown", function (event) {
    if (!(event.ctrlKey || event.metaKey) || event.key !== "Enter") return;
    const form = event.target.closest("form[data-hotkey-save]") || document.querySelector("form[data-hotkey-save]");
    if (form) { event.preventDefault(); form.requestSubmit(); }
  });

  // Keys: Alt and a digit lead to a part of the form, "?" outside a field shows them all.
  const PARTS = { 1: "[name=narrative]", 2: "[name=place]", 3: "[name=reporter]", 4: "[name=nature]", 5: "#likely input" };
  const PRESS = { p: "[data-add-row]", g: "[data-take-all]" };

  function help() {
    const keys = document.getElementById("keys");
    if (keys && !keys.open) keys.showModal();
  }

  function urgent() {
    const field = document.querySelector("#contact [name=urgency]");
    if (!field) return;
    field.value = field.value === "urgent" ? "normal" : "urgent";
    field.dispatchEvent(new Event("change", { bubbles: true }));
    mark();
  }

  function mark() {
    const form = document.getElementById("contact");
    if (form) form.classList.toggle("fi-is-urgent", form.querySelector("[name=urgency]").value === "urgent");
  }

  document.addEventListener("keydown", function (event) {
    if (!document.getElementById("contact")) return;
    if (event.key === "?" && !event.target.closest("input, textarea, select")) { event.preventDefault(); help(); return; }
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const key = event.code.replace(/^(Digit|Key)/, "").toLowerCase();
    const target = document.querySelector("#contact " + (PARTS[key] || PRESS[key] || "no-such-part"));
    if (key === "u") { event.preventDefault(); urgent(); }
    if (!target) return;
    event.preventDefault();
    if (PARTS[key]) { target.focus(); target.scrollIntoView({ block: "center" }); } else target.click();
  });
  document.addEventListener("change", mark);
  mark();
  document.addEventListener("click", function (event) { if (event.target.closest("[data-keys]")) help(); });
  const story = document.querySelector("#contact [name=narrative]");
  if (story && !story.value) story.focus();

  const map = document.querySelector("svg[data-map]");
  if (!map) return;
  const pin = map.querySelector(".fi-pin");
  const field = function (name) { return document.querySelector("#contact [name=" + name + "]"); };

  function place(x, y) {
    pin.setAttribute("cx", x);
    pin.setAttribute("cy", y);
    pin.removeAttribute("hidden");
  }

  map.addEventListener("click", function (event) {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
    const at = map.dataset;
    field("lng").value = (Number(at.west) + point.x / Number(at.kx)).toFixed(6);
    field("lat").value = (Number(at.north) - point.y / Number(at.ky)).toFixed(6);
    place(point.x, point.y);
    const cell = event.target.closest("[data-grid]");
    if (cell) field("grid").value = cell.dataset.grid;
    field("lat").dispatchEvent(new Event("change", { bubbles: true })); // the draft is kept
    const query = "?lng=" + field("lng").value + "&lat=" + field("lat").value;
    window.htmx.ajax("GET", at.ask + query, { target: "#grid", swap: "innerHTML" });
  });

  if (field("lng") && field("lng").value) {
    const at = map.dataset;
    place((field("lng").value - at.west) * at.kx, (at.north - field("lat").value) * at.ky);
  }
})();
