// The page of a session: tabs instead of a long page, the clock of the time sat. Works without: then everything is shown.
(function () {
  "use strict";
  const side = document.querySelector("[data-tabs]");
  if (side) {
    const links = Array.from(side.querySelectorAll("[data-tab]"));
    const choose = function (code, focus) {
      links.forEach(function (link) {
        const is = link.dataset.tab === code;
        if (is) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
        document.getElementById("tab-" + link.dataset.tab).hidden = !is;
        if (is && focus) link.focus();
      });
      history.replaceState(null, "", location.pathname + "?tab=" + code);
    };
    side.classList.add("has-tabs");
    links.forEach(function (link, at) {
      link.addEventListener("click", function (event) { event.preventDefault(); choose(link.dataset.tab); });
      link.addEventListener("keydown", function (event) {
        const to = { ArrowRight: at + 1, ArrowLeft: at - 1 }[event.key];
        if (to !== undefined && links[to]) { event.preventDefault(); choose(links[to].dataset.tab, true); }
      });
    });
    const asked = new URLSearchParams(location.search);
    links.forEach(function (link) { document.getElementById("tab-" + link.dataset.tab).hidden = link.dataset.tab !== side.dataset.tabs; });
    if (asked.get("correct")) history.replaceState(null, "", location.pathname);
  }

  const sat = document.querySelector("[data-sat][data-runs]");
  if (sat) {
    const began = Date.now() - Number(sat.dataset.sat) * 1000;
    setInterval(function () { sat.querySelector("b").textContent = String(Math.floor((Date.now() - began) / 60000)); }, 10000);
  }
})();
