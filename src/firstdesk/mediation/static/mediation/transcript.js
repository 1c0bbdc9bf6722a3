// The record of a session while it is typed. A line is kept in the page, and sealed on this computer, under a key of its own,
// and sent until the server has it: in its order, once. The server takes the same key twice as one line.
(function () {
  "use strict";
  const room = document.getElementById("transcript");
  if (!room) return;
  const PATIENCE = 8000, DRAFT = "draft", shelf = window.fdSealed.shelf(room.dataset.secret, room.dataset.who + ":" + room.dataset.name);
  const list = room.querySelector(".md-lines"), box = room.querySelector(".md-queue"), form = document.getElementById("composer");
  let busy = false, needsSignIn = false, keeps = false, items = [];

  function drop(key) { items = items.filter(function (item) { return item.key !== key; }); shelf.drop(key); }
  function last() { return Math.max.apply(null, [0].concat(Array.from(list.querySelectorAll("[data-no]"), function (line) { return Number(line.dataset.no); }))); }

  function newKey() {
    if (window.crypto && crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const digits = Array.from(bytes, function (byte) { return byte.toString(16).padStart(2, "0"); }).join("");
    return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join("-");
  }

  function ask(url, options) {
    const control = new AbortController();
    const timer = setTimeout(function () { control.abort(); }, PATIENCE);
    const always = { signal: control.signal, credentials: "same-origin", cache: "no-store", headers: { "X-Requested-With": "fetch" } };
    return fetch(url, Object.assign(always, options)).finally(function () { clearTimeout(timer); });
  }

  // Lines as the server writes them, each put where its number belongs, in the place of the one that stands there.
  function take(html) {
    const part = document.createElement("template");
    part.innerHTML = html;
    const stay = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
    part.content.querySelectorAll("[data-no]").forEach(function (line) {
      if (line.dataset.key) list.querySelectorAll('.is-pending[data-key="' + line.dataset.key + '"]').forEach(function (old) { old.remove(); });
      const old = list.querySelector('[data-no="' + line.dataset.no + '"]');
      if (old) { old.replaceWith(line); return; }
      const after = Array.from(list.querySelectorAll("[data-no]")).find(function (one) { return Number(one.dataset.no) > Number(line.dataset.no); });
      list.insertBefore(line, after || list.querySelector(".is-pending"));
    });
    if (stay) list.scrollTop = list.scrollHeight;
  }

  function pend(item) {
    if (list.querySelector('[data-key="' + item.key + '"]')) return;
    const line = document.createElement("li"), speaker = document.createElement("span"), text = document.createElement("span");
    line.className = "md-line is-pending";
    line.dataset.key = item.key;
    speaker.className = "md-who";
    speaker.textContent = item.title;
    text.className = "md-text";
    text.textContent = new URLSearchParams(item.body).get("text");
    line.append(speaker, text);
    list.append(line);
    list.scrollTop = list.scrollHeight;
  }

  async function send(item) {
    let response;
    try {
      const headers = { "Content-Type": "application/x-www-form-urlencoded", "X-Requested-With": "fetch", "X-CSRFToken": token() };
      response = await ask(room.dataset.lines, { method: "POST", body: item.body, headers: headers });
    } catch (error) { return false; }
    if (response.url.includes("/accounts/login")) { needsSignIn = true; return false; }
    if (response.status >= 500 || response.status === 429) return false;
    needsSignIn = false;
    if (!response.ok) {
      shelf.put(item.key, Object.assign(item, { refused: true }));
      list.querySelectorAll('.is-pending[data-key="' + item.key + '"]').forEach(function (line) { line.remove(); });
      return true;
    }
    const html = await response.text().catch(function () { return null; });
    if (html === null) return false; // the answer broke off: the same key is asked again
    take(html);
    drop(item.key);
    return true;
  }

  function token() {
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return cookie ? decodeURIComponent(cookie[1]) : (document.querySelector("[name=csrfmiddlewaretoken]") || {}).value || "";
  }

  async function flush() {
    if (busy) return;
    busy = true;
    try {
      for (const item of items.filter(function (one) { return !one.refused; })) { if (!(await send(item))) break; }
    } finally { busy = false; }
    show();
  }

  async function hear() {
    if (!busy && !document.hidden) {
      try {
        const response = await ask(room.dataset.lines + "?since=" + last(), {});
        if (response.ok && !response.url.includes("/accounts/login")) take(await response.text());
      } catch (error) { /* no connection: heard later */ }
    }
    setTimeout(hear, 4000);
  }

  function show() {
    const waiting = items.filter(function (one) { return !one.refused; });
    box.hidden = !items.length;
    box.replaceChildren();
    if (waiting.length) {
      const count = document.createElement("p"), number = document.createElement("b");
      number.id = "line-count";
      number.textContent = String(waiting.length);
      count.append(number, " " + room.dataset.waiting);
      box.append(count);
    }
    items.filter(function (one) { return one.refused; }).forEach(function (item) {
      const row = document.createElement("p"), words = document.createElement("q"), off = document.createElement("button");
      words.textContent = new URLSearchParams(item.body).get("text");
      off.type = "button";
      off.className = "btn btn-sm";
      off.textContent = room.dataset.drop;
      off.addEventListener("click", function () { drop(item.key); show(); });
      row.append(room.dataset.refused + " ", words, " ", off);
      box.append(row);
    });
    if (needsSignIn) {
      const link = document.createElement("a");
      link.href = "/accounts/login/?next=" + encodeURIComponent(location.pathname);
      link.textContent = room.dataset.signin;
      box.append(link);
    }
    waiting.forEach(pend);
  }

  let restore = function () {};
  if (form) {
    const text = form.querySelector("textarea"), corrects = form.querySelector("[name=corrects]"), note = form.querySelector(".md-correcting");
    const keep = function () {
      if (text.value) shelf.put(DRAFT, { text: text.value, corrects: corrects.value, speaker: speaker() });
      else shelf.drop(DRAFT);
    };
    const speaker = function () { const found = form.querySelector("[name=speaker]:checked"); return found ? found.value : ""; };
    const correct = function (no) { corrects.value = no; note.hidden = !no; note.querySelector("b").textContent = no; };

    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (!text.value.trim()) return;
      form.querySelector("[name=key]").value = newKey();
      const values = Array.from(new FormData(form).entries()).filter(function (pair) { return pair[0] !== "csrfmiddlewaretoken"; });
      const here = form.querySelector("[name=speaker]:checked"), now = document.querySelector(".md-step-now");
      values.push(["step", now ? now.id.replace("step-", "") : ""]);
      const key = form.querySelector("[name=key]").value;
      const item = { key: key, at: Date.now(), refused: false, title: here ? here.dataset.title : "", body: new URLSearchParams(values).toString() };
      items.push(item);
      text.value = "";
      correct("");
      shelf.drop(DRAFT);
      shelf.put(key, item).then(function () { show(); flush(); });
      text.focus();
    });
    text.addEventListener("keydown", function (event) {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) { event.preventDefault(); form.requestSubmit(); }
    });
    text.addEventListener("input", keep);
    document.addEventListener("keydown", function (event) {
      if (!event.altKey || event.ctrlKey || event.metaKey || !/^Digit[1-9]$/.test(event.code)) return;
      const found = form.querySelectorAll("[name=speaker]")[Number(event.code.slice(5)) - 1];
      if (found) { event.preventDefault(); found.checked = true; text.focus(); }
    });
    list.addEventListener("click", function (event) {
      const link = event.target.closest("[data-correct]");
      if (!link) return;
      event.preventDefault();
      correct(link.dataset.correct);
      text.value = link.closest("[data-no]").querySelector(".md-text").textContent;
      keep();
      text.focus();
    });
    form.querySelector("[data-correct-off]").addEventListener("click", function (event) { event.preventDefault(); correct(""); });
    restore = function (kept) {
      if (!kept || !kept.text || text.value) return;
      text.value = kept.text;
      correct(kept.corrects || "");
      const found = Array.from(form.querySelectorAll("[name=speaker]")).find(function (one) { return one.value === kept.speaker; });
      if (found) found.checked = true;
    };
    window.addEventListener("beforeunload", function (event) {
      if (!keeps && (items.length || text.value.trim())) event.preventDefault();
    });
  }
  list.scrollTop = list.scrollHeight;
  window.addEventListener("online", flush);
  shelf.keeps().then(function (does) { keeps = does; });
  shelf.all().then(function (kept) {
    restore(kept[DRAFT]);
    const known = items.map(function (item) { return item.key; });
    const waited = Object.values(kept).filter(function (one) { return one.key && !known.includes(one.key); });
    items = waited.sort(function (one, two) { return one.at - two.at; }).concat(items);
    setInterval(flush, 3000);
    flush();
    setTimeout(hear, 4000);
  });
})();
