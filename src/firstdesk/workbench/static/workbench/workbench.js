// Choosing all matters of a page at once; without it each is chosen by itself.
(function () {
  "use strict";
  const all = document.querySelector("[data-pick-all]");
  if (!all) return;
  all.closest("label").hidden = false;
  const boxes = function () { return document.querySelectorAll('input[name="item"][form="wb-bulk"]'); };
  all.addEventListener("change", function () { boxes().forEach(function (box) { box.checked = all.checked; }); });
  document.addEventListener("change", function (event) {
    if (event.target.name === "item") all.checked = Array.from(boxes()).every(function (box) { return box.checked; });
  });
})();
