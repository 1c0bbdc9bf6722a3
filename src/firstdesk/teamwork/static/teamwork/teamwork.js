// Who else has this matter open, and @names while a note is typed. Both are comforts: notes work without them.
(function () {
  "use strict";
  const BEAT = 5000;
  const place = document.querySelector("[data-presence]");

  function doing() {
    const form = document.activeElement && document.activeElement.closest("main form");
    if (!form) return "";
    const box = form.closest("details") || form.closest(".fd-panel");
    const title = box && box.querySelector("summary, h2");
    return title ? title.textContent.trim().replace(/\s+/g, " ").slice(0, 60) : "";
  }

  function beat() {
    if (document.hidden || !window.htmx) return;
    const panel = document.getElementById("panel-teamwork");
    const values = { doing: doing() };
    if (panel) values.notes = panel.dataset.notes;
    window.htmx.ajax("POST", place.dataset.presence, { source: place, target: place, swap: "innerHTML", values: values })
      .catch(function () { /* the next beat tries again */ });
  }

  function leave() {
    const headers = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
    fetch(place.dataset.presence, { method: "POST", keepalive: true, headers: headers, body: new URLSearchParams({ leaving: "1" }) });
  }

  if (place) {
    let soon = 0;
    beat();
    setInterval(beat, BEAT);
    document.addEventListener("focusin", function (event) {
      if (!event.target.closest("main form")) return;
      clearTimeout(soon);
      soon = setTimeout(beat, 400);
    });
    document.addEventListener("visibilitychange", beat);
    window.addEventListener("pagehide", leave);
  }

  // The name being typed after an @, from the sign to the caret.
  function typed(area) {
    const before = area.value.slice(0, area.selectionStart);
    const found = before.match(/@([^@\s]*)$/);
    return found ? { from: before.length - found[0].length, name: found[1] } : null;
  }

  document.addEventListener("input", function (event) {
    const area = event.target.closest("[data-mentions]");
    if (!area) return;
    const now = typed(area);
    area.form.querySelectorAll("[data-mention]").forEach(function (button) {
      button.hidden = Boolean(now) && !button.dataset.mention.includes(now.name);
    });
  });

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-mention]");
    if (!button) return;
    const area = button.form.querySelector("[data-mentions]");
    const now = typed(area);
    const from = now ? now.from : area.selectionStart;
    area.setRangeText("@" + button.dataset.mention + " ", from, area.selectionStart, "end");
    area.focus();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
