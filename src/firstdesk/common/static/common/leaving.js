// Whoever signs out leaves nothing typed on this computer: others use it too. What is with the server already goes silently;
// of what is nowhere else, the person is asked first.
(function () {
  "use strict";
  const STORE = "firstdesk-outbox";
  const HELD = "firstdesk-held";

  function read(name, otherwise) {
    try { return JSON.parse(localStorage.getItem(name)) || otherwise; } catch (error) { return otherwise; }
  }

  function drafts(who) {
    return Object.keys(localStorage).filter(function (name) { return name.startsWith("firstdesk-draft:" + who + ":"); });
  }

  document.querySelectorAll("form[data-leaving]").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      const who = form.dataset.who;
      const own = drafts(who);
      const queued = read(STORE, []).filter(function (item) { return item.who === who; });
      const unsent = own.filter(function (name) { return !read(name, {}).synced; });
      const files = read(HELD, []).filter(function (one) { return one.who === who; });
      const count = new Set(queued.map(function (item) { return item.key; })
        .concat(unsent.map(function (name) { return name.split(":").slice(2).join(":"); }))).size;
      const sealed = Object.keys(localStorage).filter(function (name) { return name.startsWith("firstdesk-sealed:" + who + ":"); });
      const left = Math.max(count, files.length) + sealed.length;
      if (left && !window.confirm(form.dataset.leaving + " (" + left + ")")) { event.preventDefault(); return; }
      if (files.length) { // their bytes go when the next page finds no line that speaks of them
        const others = read(HELD, []).filter(function (one) { return one.who !== who; });
        if (others.length) localStorage.setItem(HELD, JSON.stringify(others)); else localStorage.removeItem(HELD);
        if (!others.length && window.indexedDB) window.indexedDB.deleteDatabase("firstdesk");
      }
      own.concat(sealed).forEach(function (name) { localStorage.removeItem(name); });
      if (queued.length) localStorage.setItem(STORE, JSON.stringify(read(STORE, []).filter(function (item) { return item.who !== who; })));
    });
  });
})();
