// Keys of every page: "?" lists them, "/" goes to the search, Alt+N takes the next step, Alt+R a report. A page says which it has by
// aria-keyshortcuts on what a key presses, so the list is never longer or shorter than the page.
(function () {
  "use strict";

  function name(element) {
    const label = element.labels && element.labels[0];
    const text = element.dataset.key || element.getAttribute("aria-label") || (label || element).textContent;
    return text.trim().replace(/\s+/g, " ");
  }

  function line(list, keys, text) {
    const term = document.createElement("dt"), said = document.createElement("dd");
    keys.split("+").forEach(function (key, place) {
      if (place) term.append("+");
      const cap = document.createElement("kbd");
      cap.textContent = key;
      term.append(cap);
    });
    said.textContent = text;
    list.append(term, said);
  }

  function help() {
    const own = document.getElementById("keys"), dialog = own || document.getElementById("page-keys");
    if (!dialog || dialog.open) return;
    if (own) { own.showModal(); return; } // the sheet of a report has a list of its own
    const list = dialog.querySelector("dl"), seen = new Set();
    list.replaceChildren();
    document.querySelectorAll("[aria-keyshortcuts]").forEach(function (element) {
      const keys = element.getAttribute("aria-keyshortcuts");
      if (seen.has(keys)) return;
      seen.add(keys);
      line(list, keys, name(element));
    });
    dialog.showModal();
  }

  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (event.altKey) {
      const key = /^Key([NR])$/.exec(event.code), meant = key && document.querySelector('[aria-keyshortcuts="Alt+' + key[1] + '"]');
      if (meant) { event.preventDefault(); meant.click(); }
      return;
    }
    if (target.closest("input, textarea, select, dialog[open]")) return; // one that has just shut may still hold the focus
    if (event.key === "?") { event.preventDefault(); help(); }
    const search = event.key === "/" && document.getElementById("fd-search");
    if (search) { event.preventDefault(); search.focus(); }
  });

  document.addEventListener("click", function (event) { if (event.target.closest("[data-page-keys]")) help(); });
})();
