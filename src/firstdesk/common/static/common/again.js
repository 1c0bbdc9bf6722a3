// What could not be taken is sent again after a moment; without this there is a button.
(function () {
  "use strict";
  const form = document.querySelector("form[data-again]");
  if (form) setTimeout(function () { form.requestSubmit(); }, Number(form.dataset.again) * 1000);
})();
