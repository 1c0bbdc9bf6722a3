// The large screen: one page after the other, until somebody stops it. Figures are fetched anew every few minutes; where that
// fails the page stays as it is and says so. Without this script all pages stand one below the other.
(function () {
  "use strict";
  const kiosk = document.getElementById("kiosk");
  if (!kiosk) return;
  const REFRESH = 5 * 60 * 1000;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches; // whoever wants no motion turns the pages
  const where = document.getElementById("fk-where");
  const lost = document.getElementById("fk-lost");
  const pause = document.querySelector("[data-pause]");
  let at = 0, turning = !still, timer = 0;

  function pages() { return kiosk.querySelectorAll(".fk-slide"); }

  function show(number) {
    const all = pages();
    if (!all.length) return;
    at = (number + all.length) % all.length;
    all.forEach(function (page, index) { page.hidden = index !== at; });
    if (where) where.textContent = (at + 1) + " / " + all.length;
    wait();
  }

  function wait() {
    clearTimeout(timer);
    if (turning) timer = setTimeout(function () { show(at + 1); }, Number(kiosk.dataset.seconds) * 1000);
    if (pause) pause.textContent = turning ? pause.dataset.stop : pause.dataset.go;
  }

  function renew() {
    fetch(window.location.href, { cache: "no-store", credentials: "same-origin" })
      .then(function (answer) {
        if (!answer.ok) throw new Error(String(answer.status));
        lost.hidden = answer.headers.get("X-Kept") !== "yes";
        return answer.text();
      })
      .then(function (text) {
        const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("slides");
        if (fresh) { document.getElementById("slides").replaceWith(fresh); show(at); }
      })
      .catch(function () { lost.hidden = false; });
  }

  document.addEventListener("click", function (event) {
    const turn = event.target.closest("[data-turn]");
    if (turn) show(at + Number(turn.dataset.turn));
    if (event.target.closest("[data-pause]")) { turning = !turning; wait(); }
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "ArrowRight" || event.key === "PageDown") show(at + 1);
    if (event.key === "ArrowLeft" || event.key === "PageUp") show(at - 1);
    if (event.key === " " && event.target.tagName !== "BUTTON") { event.preventDefault(); turning = !turning; wait(); }
  });
  window.addEventListener("offline", function () { lost.hidden = false; });
  window.addEventListener("online", renew);
  setInterval(renew, REFRESH);

  document.documentElement.classList.add("fk-turns");
  document.querySelector(".fk-buttons").hidden = false;
  show(0);
  if ("serviceWorker" in navigator) navigator.serviceWorker.register(kiosk.dataset.worker).catch(function () {});
})();
