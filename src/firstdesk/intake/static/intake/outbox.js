// Reports taken without a connection: kept on this computer, sent once when the connection is back, counted on the page.
// The server takes the same report twice as one, so that an answer lost on the way does no harm.
(function () {
  "use strict";
  const words = document.getElementById("taking");
  if (!words) return;
  const STORE = "firstdesk-outbox";
  const who = words.dataset.who;
  const PATIENCE = 8000;
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

  function ask(url, options) {
    const control = new AbortController();
    const timer = setTimeout(function () { control.abort(); }, PATIENCE);
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
    if (busy || !waiting.length) { show(); return; }
    busy = true;
    const reached = await reach();
    needsSignIn = reached.state === "signed out";
    for (const item of reached.state === "yes" ? waiting : []) {
      if (!(await send(item, reached.token))) break;
    }
    busy = false;
    show();
  }

  async function send(item, token) {
    let response;
    try {
      response = await ask(item.url, {
        method: "POST", body: item.body,
        headers: { "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": token },
      });
    } catch (error) { return false; }
    if (response.url.includes("/accounts/login")) { needsSignIn = true; return false; }
    if (response.status >= 500 || response.status === 429) return false;
    if (!response.ok) { change(item.id, { refused: true }); return true; }
    remove(item.id);
    localStorage.removeItem("firstdesk-draft:" + who + ":" + item.key);
    const isDone = new URL(response.url).pathname.includes("/receipt/");
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

  function show() {
    const box = document.getElementById("outbox");
    const items = mine();
    const foreign = all().length - items.length;
    const waiting = items.filter(function (item) { return !item.refused; });
    box.hidden = !(items.length || foreign || news.length);
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
    items.filter(function (item) { return item.refused; })
      .forEach(function (item) { list.append(line(item.label + " — " + words.dataset.refused, item.page)); });
    news.forEach(function (one) { list.append(line(one.label + " — " + one.words, one.url)); });
    box.append(list);
    if (needsSignIn) box.append(line(words.dataset.signin, "/accounts/login/?next=" + encodeURIComponent(location.pathname)));
    if (foreign) box.append(line(foreign + " " + words.dataset.others));
  }

  window.fdOutbox = { add: add, reach: reach, flush: flush, who: who };
  window.addEventListener("online", flush);
  window.addEventListener("storage", show);
  setInterval(flush, 4000);
  flush();
})();
