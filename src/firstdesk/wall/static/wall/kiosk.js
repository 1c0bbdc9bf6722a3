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
  const OLD = 20; // minutes: figures are counted every three, the page is renewed every five
  let at = 0, turning = !still, timer = 0, isLost = false;

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
        isLost = answer.headers.get("X-Kept") === "yes";
        return answer.text();
      })
      .then(function (text) {
        const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("slides");
        if (fresh) { document.getElementById("slides").replaceWith(fresh); show(at); }
        tell();
      })
      .catch(function () { isLost = true; tell(); });
  }

  // How old the figures are: without a network always, else where nothing has been counted for a while.
  function tell() {
    const counted = document.getElementById("slides").dataset.counted;
    const minutes = counted ? Math.max(Math.round((Date.now() - Date.parse(counted)) / 60000), 0) : 0;
    const words = minutes < 120 ? lost.dataset.minutes.replace("{n}", minutes) : lost.dataset.hours.replace("{n}", Math.round(minutes / 60));
    lost.textContent = [isLost ? lost.dataset.lost : "", counted ? words : ""].join(" ").trim();
    lost.hidden = !isLost && minutes < OLD;
  }

  // What the page is made of passes through the worker once, so that it is there when the network is not.
  function keep() {
    if (!navigator.serviceWorker.controller) return;
    const parts = document.querySelectorAll("link[rel=stylesheet], script[src]");
    parts.forEach(function (part) { fetch(part.href || part.src).catch(function () {}); });
    renew();
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
  window.addEventListener("offline", function () { isLost = true; tell(); });
  window.addEventListener("online", renew);
  setInterval(renew, REFRESH);
  setInterval(tell, 60 * 1000);

  document.documentElement.classList.add("fk-turns");
  document.querySelector(".fk-buttons").hidden = false;
  show(0);
  isLost = !navigator.onLine;
  tell();
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.addEventListener("controllerchange", keep);
    if (navigator.serviceWorker.controller) renew(); // whether this page itself came out of the shelf
    navigator.serviceWorker.register(kiosk.dataset.worker).catch(function () {});
  }
})();
