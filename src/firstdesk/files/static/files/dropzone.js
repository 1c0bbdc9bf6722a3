// Files by drag, paste, choice or camera. Every form works without it: the fields are plain file fields.
(function () {
  "use strict";
  if (window.fdDropzone) return; // a panel that is swapped in brings the script along again
  window.fdDropzone = true;

  const size = function (n) { return n >= 1048576 ? (n / 1048576).toFixed(1) + " MB" : Math.max(1, Math.round(n / 1024)) + " KB"; };

  function line(zone, file) {
    const row = document.createElement("li");
    const name = document.createElement("span");
    name.className = "fz-name";
    name.textContent = file.name;
    const much = document.createElement("span");
    much.className = "fd-quiet fd-number";
    much.textContent = size(file.size);
    row.append(name, much);
    zone.querySelector(".fz-list").append(row);
    return row;
  }

  function bad(row, text) {
    row.querySelectorAll(".fz-bad, progress").forEach(function (old) { old.remove(); });
    const note = document.createElement("p");
    note.className = "fz-bad";
    note.textContent = text;
    row.append(note);
  }

  function button(row, text, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn";
    made.textContent = text;
    made.addEventListener("click", act);
    row.append(made);
    return made;
  }

  // ---- A form that keeps a draft on this computer keeps its files there, too, until they are sent.
  function draft(zone) {
    const form = zone.closest("form[data-holds]");
    return form && window.fdHeld && window.fdOutbox ? { who: window.fdOutbox.who, key: form.dataset.key } : null;
  }

  function wait(zone, file, url) {
    const about = draft(zone);
    if (!about) return Promise.reject();
    return window.fdHeld.keep(url ? Object.assign(about, { url: url }) : about, file).then(function (id) { window.fdOutbox.show(); return id; });
  }

  function forget(zone, file) {
    const about = draft(zone);
    if (about) window.fdHeld.drop(window.fdHeld.all().filter(function (one) { return one.key === about.key && one.name === file.name && one.size === file.size; }).map(function (one) { return one.id; }));
  }

  // ---- Carried by their form: what is chosen gathers in the first field, and can be taken away again.
  function carry(zone, files) {
    const input = zone.querySelector(".fz-input");
    const all = zone.fzFiles || (zone.fzFiles = []);
    files.forEach(function (file) {
      if (all.some(function (held) { return held.name === file.name && held.size === file.size && held.lastModified === file.lastModified; })) return;
      const row = line(zone, file);
      if (file.size > Number(zone.dataset.bytes)) { bad(row, zone.dataset.tooBig); button(row, zone.dataset.remove, function () { row.remove(); }); return; }
      if (all.length >= Number(zone.dataset.count)) { bad(row, zone.dataset.tooMany); button(row, zone.dataset.remove, function () { row.remove(); }); return; }
      all.push(file);
      wait(zone, file, "").catch(function () {});
      button(row, zone.dataset.remove, function () {
        all.splice(all.indexOf(file), 1);
        forget(zone, file);
        row.remove();
        hold(input, all);
      });
    });
    hold(input, all);
  }

  function hold(input, files) {
    const bag = new DataTransfer();
    files.forEach(function (file) { bag.items.add(file); });
    input.files = bag.files;
  }

  // ---- Sent at once, one after the other, each with its progress.
  function send(zone, files) {
    zone = live(zone);
    files.forEach(function (file) {
      const row = line(zone, file);
      if (file.size > Number(zone.dataset.bytes)) { bad(row, zone.dataset.tooBig); button(row, zone.dataset.remove, function () { row.remove(); }); return; }
      (zone.fzQueue || (zone.fzQueue = [])).push({ file: file, row: row });
    });
    next(zone);
  }

  function next(zone) {
    if (zone.fzBusy || !zone.fzQueue || !zone.fzQueue.length) return;
    zone.fzBusy = true;
    const item = zone.fzQueue.shift();
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", item.file.name);
    item.row.append(bar);
    const body = new FormData();
    body.append(zone.querySelector(".fz-input").name, item.file, item.file.name);
    const form = zone.closest("form");
    if (form && form.dataset.dropWith) form.dataset.dropWith.split(" ").forEach(function (name) {
      if (form.elements[name]) body.append(name, form.elements[name].value);
    });
    const request = new XMLHttpRequest();
    request.open("POST", zone.dataset.upload);
    const headers = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
    Object.keys(headers).forEach(function (name) { request.setRequestHeader(name, headers[name]); });
    request.setRequestHeader("HX-Request", "true");
    request.upload.addEventListener("progress", function (event) { if (event.lengthComputable) bar.value = 96 * event.loaded / event.total; });
    request.addEventListener("load", function () { done(zone, item, request); });
    request.addEventListener("error", function () { failed(zone, item); });
    request.send(body);
  }

  // The answer brings a fresh zone in place of this one: lines and whatever still waits move over to it.
  function live(zone) {
    while (zone.fzNext) zone = zone.fzNext;
    return zone;
  }

  function moveOver(zone, fresh) {
    const next = fresh.querySelector("[data-dropzone][data-upload]");
    if (!next) return;
    next.querySelector(".fz-list").append(...zone.querySelector(".fz-list").children);
    next.fzQueue = zone.fzQueue;
    zone.fzNext = next;
  }

  function swap(zone, html) {
    const target = document.querySelector(zone.dataset.target);
    if (!target) return;
    const box = document.createElement("template");
    box.innerHTML = html.trim();
    const fresh = box.content.firstElementChild;
    target.replaceWith(fresh);
    if (window.htmx) window.htmx.process(fresh);
    moveOver(zone, fresh);
  }

  function done(zone, item, request) {
    zone = live(zone);
    zone.fzBusy = false;
    if (request.status < 300 && !request.responseURL.includes("/accounts/login")) {
      item.row.remove();
      swap(zone, request.responseText);
      next(live(zone));
    } else if (request.status >= 400 && request.status < 500) {
      const said = new DOMParser().parseFromString(request.responseText, "text/html");
      bad(item.row, (said.querySelector("[data-refusal], .fd-note-error p, .fd-note-error") || said.body).textContent.trim());
      button(item.row, zone.dataset.remove, function () { item.row.remove(); });
      next(zone);
    } else {
      failed(zone, item);
    }
  }

  function failed(zone, item) {
    zone = live(zone);
    zone.fzBusy = false;
    wait(zone, item.file, zone.dataset.upload).then(function (id) {
      item.row.dataset.held = id;
      bad(item.row, zone.dataset.waits);
      next(live(zone));
    }, function () { offer(zone, item); });
  }

  function offer(zone, item) {
    bad(item.row, zone.dataset.failed);
    const again = button(item.row, zone.dataset.again, function () {
      again.remove();
      item.row.querySelectorAll(".fz-bad").forEach(function (note) { note.remove(); });
      const now = live(zone);
      (now.fzQueue || (now.fzQueue = [])).push(item);
      next(now);
    });
    next(zone);
  }

  // What waited has arrived: the list as the server has it now, the lines of what still waits stay.
  document.addEventListener("fd:held-sent", function (event) {
    const row = document.querySelector("[data-held='" + event.detail.id + "']");
    const zone = row && row.closest("[data-dropzone][data-upload]");
    if (!zone) return;
    row.remove();
    swap(zone, event.detail.html);
  });

  // A page that was left with files waiting has them again.
  document.querySelectorAll("form[data-holds] [data-dropzone]:not([data-upload])").forEach(function (zone) {
    const about = draft(zone);
    if (!about) return;
    const kept = window.fdHeld.all().filter(function (one) { return one.who === about.who && one.key === about.key; });
    Promise.all(kept.map(function (one) { return window.fdHeld.bytes(one.id); })).then(function (files) { carry(zone, files.filter(Boolean)); });
  });

  function take(zone, files) {
    if (!files.length) return;
    if (zone.dataset.upload) send(zone, files); else carry(zone, files);
  }

  // ---- The ways in. Everything is heard on the document, so that a panel htmx swaps in needs no starting.
  document.addEventListener("change", function (event) {
    const zone = event.target.matches && event.target.matches(".fz-input") && event.target.closest("[data-dropzone]");
    if (!zone) return;
    const files = Array.from(event.target.files);
    event.target.value = "";
    event.stopPropagation(); // a form that keeps a draft need not hear of it
    take(zone, files);
  }, true);

  function over(event) {
    return event.target.closest && event.target.closest("[data-dropzone]");
  }
  document.addEventListener("dragover", function (event) {
    if (!event.dataTransfer || !Array.from(event.dataTransfer.types).includes("Files")) return;
    event.preventDefault(); // a file dropped beside the field must not replace the page
    document.querySelectorAll(".fz-drop.is-over").forEach(function (mark) { mark.classList.remove("is-over"); });
    const zone = over(event);
    if (zone) zone.querySelector(".fz-drop").classList.add("is-over");
  });
  document.addEventListener("dragleave", function (event) {
    const zone = over(event);
    if (zone && !zone.contains(event.relatedTarget)) zone.querySelector(".fz-drop").classList.remove("is-over");
  });
  document.addEventListener("drop", function (event) {
    if (!event.dataTransfer || !event.dataTransfer.files.length) return;
    event.preventDefault();
    const zone = over(event) || (document.querySelectorAll("[data-dropzone]").length === 1 && document.querySelector("[data-dropzone]"));
    document.querySelectorAll(".fz-drop.is-over").forEach(function (mark) { mark.classList.remove("is-over"); });
    if (zone) take(zone, Array.from(event.dataTransfer.files));
  });
  document.addEventListener("paste", function (event) {
    const files = event.clipboardData ? Array.from(event.clipboardData.files) : [];
    if (!files.length) return;
    const near = document.activeElement && document.activeElement.closest("form, section");
    const zone = (near && near.querySelector("[data-dropzone]")) || document.querySelector("[data-dropzone]");
    if (!zone) return;
    event.preventDefault();
    take(zone, files.map(function (file) {
      const ending = (file.type.split("/")[1] || "png").replace("jpeg", "jpg");
      const named = file.name && !/^image\.\w+$/.test(file.name);
      return named ? file : new File([file], zone.dataset.pasted + "." + ending, { type: file.type, lastModified: file.lastModified });
    }));
  });

  // ---- A form that carries files and is sent by htmx shows how far it is.
  document.addEventListener("htmx:xhr:progress", function (event) {
    const form = event.target.closest ? event.target.closest("form") : null;
    const zone = form && form.querySelector("[data-dropzone]:not([data-upload])");
    if (!zone || !zone.fzFiles || !zone.fzFiles.length || !event.detail.lengthComputable) return;
    let bar = zone.querySelector("progress");
    if (!bar) { bar = document.createElement("progress"); bar.max = 100; zone.append(bar); }
    bar.value = 96 * event.detail.loaded / event.detail.total;
  });
})();
