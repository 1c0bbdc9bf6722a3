// The pulse: does anything call? What it is, the page then asks for as itself. Works without: pages reload.
(function () {
  "use strict";
  const live = document.getElementById("live");
  if (!live || !live.dataset.pulse) return;
  const EVERY = 700, HIDDEN = 10000, BELL = 3000;
  let was = live.dataset.was, rang = 0, waiting = false;

  function tell(what) { document.body.dispatchEvent(new CustomEvent(what)); }

  function ring() {
    // The bell is asked at most every three seconds, however much is said in the house.
    const left = rang + BELL - Date.now();
    if (left > 0) {
      if (!waiting) { waiting = true; setTimeout(function () { waiting = false; ring(); }, left); }
      return;
    }
    rang = Date.now();
    tell("fd:notices");
  }

  function heard(marks) {
    const before = was.split("-"), now = marks.split("-"), first = !was;
    was = marks;
    // Nobody knew the marks yet when the page was made: something may have been called out since.
    if (first || now[0] !== before[0]) tell("fd:urgent");
    if (!first && now[1] !== before[1]) ring();
  }

  async function beat() {
    let wait = document.hidden ? HIDDEN : EVERY;
    try {
      const answer = await fetch(live.dataset.pulse + "?was=" + encodeURIComponent(was), {
        headers: { "X-Pulse": live.dataset.word }, credentials: "omit", cache: "no-store",
      });
      if (answer.status === 200) heard(await answer.text());
      if (answer.status === 403) return; // signed out long ago
    } catch (error) {
      wait = 3000; // no connection: ask again, quietly
    }
    setTimeout(beat, wait);
  }

  function redden() {
    // Wherever an urgent matter stands on the page, its line is red, whoever made the list.
    const body = live.querySelector("[data-urgent]");
    const urgent = new Set(body ? body.dataset.urgent.split(" ").filter(Boolean) : []);
    document.querySelectorAll("main .fd-number").forEach(function (number) {
      const row = number.closest("tr");
      if (row) row.classList.toggle("fd-row-urgent", urgent.has(number.textContent.trim()));
    });
    const matter = document.querySelector("#matter[data-number]");
    if (matter) matter.classList.toggle("fd-matter-urgent", urgent.has(matter.dataset.number));
  }

  document.addEventListener("htmx:afterSettle", redden);
  document.addEventListener("visibilitychange", function () { if (!document.hidden) tell("fd:urgent"); });
  document.addEventListener("keydown", function (event) {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.key.toLowerCase() !== "u") return;
    const form = document.querySelector("form[data-urgent-key]");
    if (form) { event.preventDefault(); form.requestSubmit(); }
  });
  beat();
})();
