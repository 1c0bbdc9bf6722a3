// What is typed is kept on this computer at every key, beside the draft the server keeps: it outlives a reload, a crash, a
// session that ended and a connection that is gone. It is removed as soon as the contact has come to its end.
(function () {
  "use strict";
  const words = document.getElementById("taking");
  if (!words) return;
  const PREFIX = "firstdesk-draft:" + words.dataset.who + ":";
  document.querySelectorAll("[data-ended]").forEach(function (mark) {
    localStorage.removeItem(PREFIX + mark.dataset.ended);
    document.addEventListener("DOMContentLoaded", function () {
      window.fdHeld.drop(window.fdHeld.all().filter(function (one) { return one.key === mark.dataset.ended && !one.refused; }).map(function (one) { return one.id; }));
    });
  });
  forgetOld();
  const form = document.getElementById("contact");
  if (!form) { offerUnfinished(); return; }
  const HIDDEN = ["csrfmiddlewaretoken", "files"];
  let version = 0;
  let gone = false;

  if (form.hasAttribute("data-is-late")) beLate(form.querySelector("[name=client_key]").value, false);
  restore();

  // A draft the server has too is of no use here for longer than a shift, whosever it is.
  function forgetOld() {
    Object.keys(localStorage).filter(function (name) { return name.startsWith("firstdesk-draft:"); }).forEach(function (name) {
      let kept = null;
      try { kept = JSON.parse(localStorage.getItem(name)); } catch (error) { /* unreadable: it goes */ }
      if (!kept || (kept.synced && Date.now() - Date.parse(kept.at) > 12 * 3600 * 1000)) localStorage.removeItem(name);
    });
  }

  function key() { return form.dataset.key; }
  function isLate() { return form.hasAttribute("data-is-late"); }
  function field(name) { return form.querySelector("[name=" + name + "]"); }

  function values() {
    return Array.from(new FormData(form).entries()).filter(function (pair) {
      return typeof pair[1] === "string" && !HIDDEN.includes(pair[0]);
    });
  }

  function keep() {
    const fields = values(), kept = stored(key());
    if (kept && kept.synced && JSON.stringify(kept.fields) === JSON.stringify(fields)) return; // left, not changed
    version += 1;
    localStorage.setItem(PREFIX + key(), JSON.stringify({ fields: fields, synced: false, at: new Date().toISOString() }));
  }

  function stored(name) {
    try { return JSON.parse(localStorage.getItem(PREFIX + name)); } catch (error) { return null; }
  }

  function rowsFor(count) {
    const rows = form.querySelectorAll("[data-row]");
    for (let made = rows.length; made < count; made += 1) addRow();
  }

  function addRow() {
    const rows = form.querySelectorAll("[data-row]");
    const fresh = rows[rows.length - 1].cloneNode(true);
    fresh.querySelectorAll("input").forEach(function (input) { input.value = ""; });
    rows[rows.length - 1].after(fresh);
    return fresh;
  }

  function fill(fields) {
    const byName = new Map();
    fields.forEach(function (pair) { byName.set(pair[0], (byName.get(pair[0]) || []).concat([pair[1]])); });
    rowsFor((byName.get("other_name") || []).length);
    const used = new Map();
    Array.from(form.elements).forEach(function (input) {
      if (!input.name || HIDDEN.includes(input.name) || input.type === "file") return;
      const given = byName.get(input.name) || [];
      if (input.type === "checkbox" || input.type === "radio") { input.checked = given.includes(input.value); return; }
      const at = used.get(input.name) || 0;
      used.set(input.name, at + 1);
      if (given.length > at) input.value = given[at];
    });
  }

  function restore() {
    const kept = stored(key());
    if (!kept || kept.synced) return;
    fill(kept.fields);
    const note = document.createElement("p");
    note.className = "fd-note fd-note-warning";
    note.id = "restored";
    note.textContent = words.dataset.restored + " ";
    if (!isLate()) {
      const discard = document.createElement("button");
      discard.type = "button";
      discard.className = "btn btn-sm";
      discard.textContent = words.dataset.discard;
      discard.addEventListener("click", function () { localStorage.removeItem(PREFIX + key()); location.reload(); });
      note.append(discard);
    }
    form.prepend(note);
    setTimeout(function () { field("narrative").dispatchEvent(new Event("change", { bubbles: true })); }, 300);
  }

  form.addEventListener("input", keep);
  form.addEventListener("change", keep);

  document.addEventListener("htmx:beforeRequest", function (event) {
    const path = event.detail.pathInfo.requestPath;
    if (path.endsWith("/draft/")) {
      if (isLate()) { event.preventDefault(); return; } // the server knows nothing of this contact yet
      event.detail.xhr.fdVersion = version;
    }
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    if (!event.detail.successful || event.detail.xhr.fdVersion !== version) return;
    const kept = stored(key());
    if (kept && !event.detail.xhr.responseURL.includes("/accounts/login")) {
      localStorage.setItem(PREFIX + key(), JSON.stringify(Object.assign(kept, { synced: true })));
    }
  });
  document.addEventListener("htmx:oobBeforeSwap", function (event) {
    const focused = document.activeElement;
    if (focused && focused.id && event.detail.target.contains(focused)) {
      setTimeout(function () { const again = document.getElementById(focused.id); if (again) again.focus(); }, 0);
    }
  });

  form.addEventListener("submit", function (event) {
    const button = event.submitter;
    if (gone || (button && button.hasAttribute("formaction")) || event.defaultPrevented) return;
    event.preventDefault();
    delete form.dataset.sent;
    keep();
    window.fdOutbox.reach().then(function (reached) { // what still waits goes up before its report does
      const files = window.fdOutbox.loose().filter(function (one) { return one.key === key(); });
      return reached.state === "yes" && files.length ? window.fdOutbox.sendLoose(files, reached.token).then(function () { return reached; }) : reached;
    }).then(function (reached) {
      if (reached.state === "no") { queue(); return; }
      if (reached.state === "signed out") { signIn(); return; }
      form.querySelector("[name=csrfmiddlewaretoken]").value = reached.token;
      if (isLate()) field("kept_at").value = new Date().toISOString();
      gone = true; // what is missing is said on the answer's page, with everything typed in it
      setTimeout(function () { gone = false; }, 4000);
      HTMLFormElement.prototype.submit.call(form);
    });
  }, true);

  function signIn() { location.href = "/accounts/login/?next=" + encodeURIComponent(location.pathname); }

  function queue() {
    if (isLate()) field("kept_at").value = new Date().toISOString();
    const body = new URLSearchParams(values().map(function (pair) { return [pair[0], pair[1]]; })).toString();
    const page = isLate() ? words.dataset.late + "?key=" + form.dataset.key : form.getAttribute("action");
    window.fdOutbox.add({ key: key(), url: form.getAttribute("action"), page: page, body: body, label: label() });
    const note = document.createElement("div");
    note.className = "fd-note fd-note-warning";
    note.id = "queued";
    const said = document.createElement("p");
    said.textContent = words.dataset.queued;
    const next = document.createElement("button");
    next.type = "button";
    next.className = "btn btn-primary";
    next.textContent = words.dataset.next;
    next.addEventListener("click", function () { note.remove(); takeNext(); });
    note.append(said, next);
    form.hidden = true;
    form.before(note);
    next.focus();
  }

  function label() {
    const now = new Date().toTimeString().slice(0, 5);
    return (form.dataset.label || now) + (field("place").value ? " · " + field("place").value.slice(0, 20) : "");
  }

  // The same page, emptied: a report the server has not heard of, under a key of its own.
  function takeNext() {
    const channel = form.querySelector("select[name=channel]");
    fill([["reporter", "named"], ["urgency", "normal"], ["grade", "ordinary"], ["may_contact", "on"]]);
    Array.from(form.elements).forEach(function (input) {
      if (["text", "textarea", "hidden", "datetime-local", "tel"].includes(input.type) && !HIDDEN.includes(input.name)) input.value = "";
      if (input.tagName === "SELECT" && ["nature", "topic", "remit", "grid"].includes(input.name)) input.selectedIndex = 0;
    });
    freshZone();
    ["#around", "#kept"].forEach(function (part) { const found = form.querySelector(part); if (found) found.replaceChildren(); });
    form.hidden = false;
    beLate(newKey(), true);
    if (channel) channel.selectedIndex = 0;
    history.replaceState(null, "", words.dataset.late + "?key=" + form.dataset.key);
    window.scrollTo(0, 0);
    field("narrative").focus();
  }

  // Its files travel with the report: there is no contact yet to which they could be sent at once.
  function freshZone() {
    const zone = form.querySelector("#papers [data-dropzone]");
    form.querySelectorAll("#papers .ff-files, #papers .fz-send").forEach(function (part) { part.remove(); });
    if (!zone) return;
    const fresh = zone.cloneNode(true);
    fresh.removeAttribute("data-upload");
    fresh.querySelector(".fz-list").replaceChildren();
    fresh.querySelectorAll("input").forEach(function (input) { input.value = ""; });
    zone.replaceWith(fresh);
  }

  function beLate(clientKey, isFresh) {
    const asked = new URLSearchParams(location.search).get("key");
    const own = isFresh ? clientKey : (asked || clientKey);
    form.setAttribute("data-is-late", "");
    form.setAttribute("action", words.dataset.late);
    form.dataset.key = "late-" + own;
    form.dataset.label = "";
    hidden("client_key", own);
    hidden("kept_at", "");
    if (isFresh) { hidden("began_at", new Date().toISOString()); if (!field("channel")) hidden("channel", "phone"); }
    if (!isFresh && !asked) history.replaceState(null, "", location.pathname + "?key=" + own);
  }

  function hidden(name, value) {
    let input = field(name);
    if (!input) {
      input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      form.append(input);
    }
    input.value = value;
  }

  function newKey() {
    if (window.crypto && crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16)); // plain http has no randomUUID
    const digits = Array.from(bytes, function (byte) { return byte.toString(16).padStart(2, "0"); }).join("");
    return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join("-");
  }

  function offerUnfinished() {
    const host = document.getElementById("outbox");
    const queued = localStorage.getItem("firstdesk-outbox") || "";
    Object.keys(localStorage).filter(function (name) { return name.startsWith(PREFIX + "late-"); }).forEach(function (name) {
      const own = name.slice((PREFIX + "late-").length);
      if (queued.includes(own) || !host) return;
      const link = document.createElement("a");
      link.className = "fd-note";
      link.href = words.dataset.late + "?key=" + own;
      link.textContent = words.dataset.unfinished;
      host.after(link);
    });
  }

  form.addEventListener("click", function (event) {
    const add = event.target.closest("[data-add-row]");
    if (add) { event.preventDefault(); addRow().querySelector("input").focus(); }
    const take = event.target.closest("[data-take]");
    if (take) choose(take);
    if (!event.target.closest("[data-take-all]")) return;
    form.querySelectorAll("[data-take]").forEach(choose);
    const open = ["nature", "topic", "remit"].map(field).find(function (input) { return !input.value; });
    if (open) open.focus(); // what no words tell
  });

  function choose(button) {
    const input = field(button.dataset.take);
    input.value = button.dataset.value;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
})();
