// What is suggested is taken over with one press; the officer still sends the form.
(function () {
  "use strict";

  function take(button) {
    const form = document.querySelector("form#decide");
    const field = form && form.elements[button.dataset.field];
    if (!field) return;
    field.value = button.dataset.value;
    field.dispatchEvent(new Event("change", { bubbles: true })); // the route is drawn anew
  }

  document.addEventListener("click", function (event) {
    const one = event.target.closest(".tr-take");
    if (one) take(one);
    if (!event.target.closest("[data-take-suggested]")) return;
    event.preventDefault();
    document.querySelectorAll(".tr-take").forEach(take);
  });
})();
