// Small conveniences; every page works without them.
(function () {
  "use strict";
  document.documentElement.classList.add("fd-js");

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-copy], [data-print]");
    if (button && button.hasAttribute("data-print")) window.print();
    if (button && button.hasAttribute("data-copy")) copy(button);
    document.querySelectorAll("details.fd-menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  function reveal() {
    // A step leads to its form, which may be folded away.
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let each = target; each; each = each.parentElement) if (each.tagName === "DETAILS") each.open = true;
    const form = target.matches("form") ? target : target.querySelector("form");
    const field = form && form.querySelector("input:not([type=hidden]), select, textarea");
    target.scrollIntoView({ block: "start" });
    if (field) field.focus({ preventScroll: true });
  }
  window.addEventListener("hashchange", reveal);
  if (location.hash) reveal();

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.fd-menu[open]").forEach(function (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  document.addEventListener("change", function (event) {
    const form = event.target.closest("form[data-autosubmit]");
    if (form) form.requestSubmit();
  });

  document.addEventListener("submit", function (event) {
    // A day the calendar lacks, such as 31 February, is kept by the browser and sent as nothing: it would be lost.
    const odd = Array.from(event.target.elements).filter(function (field) { return field.validity && field.validity.badInput; });
    odd.forEach(refuse);
    if (!odd.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    lead(odd[0]);
  }, true);

  function lead(field) { // to what has to be put right, wherever it is folded away
    for (let each = field; each; each = each.parentElement) if (each.tagName === "DETAILS") each.open = true;
    field.focus({ preventScroll: true });
    (field.closest(".fd-field") || field).scrollIntoView({ block: "center" }); // with what is wrong about it
  }

  function first(inside) {
    const field = inside.querySelector('form [aria-invalid="true"]');
    if (field) lead(field);
  }
  first(document); // what was refused comes back with the field in front that it is about
  document.addEventListener("htmx:afterSettle", function (event) { if (event.detail.xhr && event.detail.xhr.status === 422) first(event.detail.target); });

  function refuse(field) {
    const holder = field.closest(".fd-field") || field.parentElement;
    if (holder.querySelector("[data-odd]")) return;
    const note = document.createElement("p");
    note.className = "fd-error";
    note.dataset.odd = "";
    note.setAttribute("role", "alert");
    note.textContent = document.body.dataset.noDay;
    holder.append(note);
    field.setAttribute("aria-invalid", "true");
    field.addEventListener("input", function () { note.remove(); field.removeAttribute("aria-invalid"); }, { once: true });
  }

  document.addEventListener("submit", function (event) {
    // A second tap while the first is on its way would register a request twice. htmx has sent its own by now.
    const form = event.target; // a field may be called “method”, so the attribute is asked
    if (event.defaultPrevented || (form.getAttribute("method") || "").toLowerCase() !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    setTimeout(function () { delete form.dataset.sent; }, 4000);
  });

  document.addEventListener("submit", function (event) {
    // Light or dark changes under what somebody is typing; without this script the page is loaded anew.
    const form = event.target, theme = event.submitter && event.submitter.value, root = document.documentElement;
    if (!form.classList.contains("fd-theme") || !theme) return;
    event.preventDefault();
    fetch(form.action, { method: "POST", body: new FormData(form, event.submitter), redirect: "manual" });
    if (theme === "system") root.removeAttribute("data-bs-theme"); else root.setAttribute("data-bs-theme", theme);
    form.querySelectorAll("button").forEach(function (button) { button.setAttribute("aria-pressed", String(button.value === theme)); });
    form.closest("details").open = false;
    document.body.dispatchEvent(new CustomEvent("fd:theme"));
  });

  function copy(button) {
    const done = function () {
      const before = button.textContent;
      button.textContent = button.dataset.copied;
      setTimeout(function () { button.textContent = before; }, 2000);
    };
    if (navigator.clipboard) { navigator.clipboard.writeText(button.dataset.copy).then(done); return; }
    const field = document.createElement("textarea"); // plain http has no clipboard API
    field.value = button.dataset.copy;
    document.body.append(field);
    field.select();
    if (document.execCommand("copy")) done();
    field.remove();
  }

  document.addEventListener("htmx:beforeSwap", function (event) {
    // Signed out meanwhile: the answer is the sign-in page, which belongs in the window, not in a panel.
    if (event.detail.xhr.responseURL.includes("/accounts/login")) {
      event.detail.shouldSwap = false;
      window.location.reload();
    }
  });

  document.addEventListener("htmx:afterSwap", function (event) {
    if (event.detail.target.id === "refusal") event.detail.target.scrollIntoView({ block: "center" });
  });

  function offline(is) {
    const note = document.getElementById("offline");
    if (note) note.hidden = !is;
  }
  document.addEventListener("htmx:sendError", function () { offline(true); });
  document.addEventListener("htmx:responseError", function (event) { if (event.detail.xhr.status >= 500) offline(true); });
  document.addEventListener("htmx:afterOnLoad", function () { offline(false); });
})();
