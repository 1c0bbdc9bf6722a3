// Reports taken without a connection: kept on this computer, sent once when the connection is back, counted on the page.
// The server takes the same report twice as one, so that an answer lost on the way does no harm.
(function () {
  "use strict";
  const words = document.getElementById("outbox-words");
  if (!words) return;
  const STORE = "firstdesk-outbox";
  const who = words.dataset.who;
  const PATIENCE = 8000;
  const LONG = 120000; // files
  let busy = false;
  let needsSignIn = false;
  const news = [];

  function all() {
    try { return JSON.parse(localStorage.getItem(STORE)) || []; } catch (error) { return []; }
  }
  function store(items) { localStorage.setItem(STORE, JSON.stringify(items)); }
  function change(id, values) {
    store(all().map(function (item) { return item.id === id ? Object.assign(item, values) : item; }));
  }
  function remove(id) { store(all().filter(function (item) { return item.id !== id; })); }

  function ask(url, options, patience) {
    const control = new AbortController();
    const timer = setTimeout(function () { control.abort(); }, patience || PATIENCE);
    return fetch(url, Object.assign({ signal: control.signal, credentials: "same-origin", cache: "no-store" }, options))
      .finally(function () { clearTimeout(timer); });
  }

  // "yes" with a fresh token, "signed out", or "no": nothing answers.
  function reach() {
    return ask(words.dataset.alive, { headers: { "X-Requested-With": "fetch" } }).then(function (response) {
      if (response.url.includes("/accounts/login")) return { state: "signed out" };
      if (response.status === 204) return { state: "yes", token: response.headers.get("X-CSRFToken") };
      return { state: response.status >= 500 ? "no" : "signed out" };
    }).catch(function () { return { state: "no" }; });
  }

  function mine() { return all().filter(function (item) { return item.who === who; }); }

  async function flush() {
    const waiting = mine().filter(function (item) { return !item.refused; });
    if (busy || !(waiting.length || loose().length)) { show(); return; }
    busy = true;
    const reached = await reach();
    needsSignIn = reached.state === "signed out";
    for (const item of reached.state === "yes" ? waiting : []) {
      if (!(await send(item, reached.token))) break;
    }
    if (reached.state === "yes") await sendLoose(loose(), reached.token);
    busy = false;
    show();
  }

  // Files that wait: those of a report that is sent go with it; the others, of a contact that is open, one by one.
  function held(key) {
    return window.fdHeld.all().filter(function (one) { return one.who === who && (!key || one.key === key); });
  }
  function loose() {
    const queued = mine().map(function (item) { return item.key; });
    return held().filter(function (one) { return one.url && !one.refused && !queued.includes(one.key); });
  }

  async function sendLoose(files, token) {
    for (const one of files) {
      const body = new FormData();
      const file = await window.fdHeld.bytes(one.id);
      if (!file) { await window.fdHeld.drop([one.id]); continue; }
      body.append("files", file, one.name);
      let response;
      try {
        response = await ask(one.url, { method: "POST", body: body, headers: { "X-CSRFToken": token, "HX-Request": "true" } }, LONG);
      } catch (error) { return; }
      if (response.url.includes("/accounts/login")) { needsSignIn = true; return; }
      if (response.status >= 500 || response.status === 429) return;
      if (!response.ok) { window.fdHeld.change([one.id], { refused: true }); continue; }
      await window.fdHeld.drop([one.id]);
      document.dispatchEvent(new CustomEvent("fd:held-sent", { detail: { key: one.key, id: one.id, html: await response.text() } }));
    }
  }

  async function bodyOf(item, files) {
    if (!files.length) return new URLSearchParams(item.body);
    const body = new FormData();
    new URLSearchParams(item.body).forEach(function (value, name) { body.append(name, value); });
    for (const one of files) body.append("files", await window.fdHeld.bytes(one.id), one.name);
    return body;
  }

  async function send(item, token) {
    const files = held(item.key);
    const ids = files.map(function (one) { return one.id; });
    let response;
    try {
      response = await ask(item.url, { method: "POST", body: await bodyOf(item, files), headers: { "X-CSRFToken": token } }, files.length ? LONG : PATIENCE);
    } catch (error) { return false; }
    if (response.url.includes("/accounts/login")) { needsSignIn = true; return false; }
    if (response.status >= 500 || response.status === 429) return false;
    if (!response.ok) { change(item.id, { refused: true }); return true; }
    remove(item.id);
    localStorage.removeItem("firstdesk-draft:" + who + ":" + item.key);
    const page = new URL(response.url).pathname;
    const isDone = page.includes("/receipt/");
    if (isDone || !/^\/intake\/\d+\/$/.test(page)) await window.fdHeld.drop(ids);
    else window.fdHeld.change(ids, { key: "contact-" + page.split("/")[2], url: page + "files/" });
    news.push({ label: item.label, url: response.url, words: isDone ? words.dataset.sent : words.dataset.complete });
    return true;
  }

  function add(item) {
    store(all().filter(function (one) { return one.key !== item.key || one.who !== who; })
      .concat([Object.assign({ id: item.key + "-" + Date.now(), who: who }, item)]));
    show();
  }

  function line(text, url) {
    const made = document.createElement(url ? "a" : "span");
    made.textContent = text;
    if (url) made.href = url;
    const row = document.createElement("li");
    row.append(made);
    return row;
  }

  // Lines of a mediation's record that wait sealed; only their own page can open and send them.
  function rooms() {
    const start = "firstdesk-sealed:" + who + ":";
    const names = Object.keys(localStorage).filter(function (name) { return name.startsWith(start) && !name.endsWith(":draft"); });
    return Array.from(new Set(names.map(function (name) { return name.slice(start.length).split(":").slice(0, 2).join(":"); })));
  }

  function showCount(count) {
    document.querySelectorAll("[data-outbox-badge]").forEach(function (badge) {
      badge.hidden = !count;
      badge.querySelector("b").textContent = String(count);
    });
  }

  function show() {
    const box = document.getElementById("outbox");
    const items = mine();
    const files = loose();
    const records = rooms();
    showCount(items.length + files.length + records.length);
    if (!box) return;
    const foreign = all().length - items.length;
    const waiting = items.filter(function (item) { return !item.refused; });
    const unfit = held().filter(function (one) { return one.refused; });
    box.hidden = !(items.length || foreign || news.length || files.length || unfit.length || records.length);
    box.replaceChildren();
    if (box.hidden) return;
    const list = document.createElement("ul");
    if (waiting.length) {
      const count = document.createElement("p");
      const number = document.createElement("b");
      number.id = "outbox-count";
      number.textContent = String(waiting.length);
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-sm";
      button.textContent = words.dataset.send;
      button.addEventListener("click", flush);
      count.append(number, " " + words.dataset.waiting + " ", button);
      box.append(count);
    }
    waiting.forEach(function (item) { list.append(line(item.label)); });
    records.forEach(function (one) {
      const parts = one.split(":");
      list.append(line(parts[0] + " — " + words.dataset.record, "/mediation/" + parts[0] + "/sessions/" + parts[1] + "/"));
    });
    files.forEach(function (one) { list.append(line(one.name + " — " + words.dataset.file)); });
    unfit.forEach(function (one) { list.append(line(one.name + " — " + words.dataset.unfit, one.url.replace(/files\/$/, ""))); });
    items.filter(function (item) { return item.refused; })
      .forEach(function (item) { list.append(line(item.label + " — " + words.dataset.refused, item.page)); });
    news.forEach(function (one) { list.append(line(one.label + " — " + one.words, one.url)); });
    box.append(list);
    if (needsSignIn) box.append(line(words.dataset.signin, "/accounts/login/?next=" + encodeURIComponent(location.pathname)));
    if (foreign) box.append(line(foreign + " " + words.dataset.others));
  }

  window.fdOutbox = { add: add, reach: reach, flush: flush, sendLoose: sendLoose, loose: loose, show: show, who: who };
  window.addEventListener("online", flush);
  window.addEventListener("storage", show);
  setInterval(flush, 4000);
  flush();
})();
