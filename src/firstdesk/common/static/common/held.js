// Files that could not be sent wait on this computer beside their draft: the bytes in IndexedDB, what they are in a list.
(function () {
  "use strict";
  const LIST = "firstdesk-held";
  const STORE = "files";

  function all() {
    try { return JSON.parse(localStorage.getItem(LIST)) || []; } catch (error) { return []; }
  }
  function store(list) { if (list.length) localStorage.setItem(LIST, JSON.stringify(list)); else localStorage.removeItem(LIST); }

  function within(mode, act) {
    return new Promise(function (yes, no) {
      const opening = indexedDB.open("firstdesk", 1);
      opening.onupgradeneeded = function () { opening.result.createObjectStore(STORE); };
      opening.onerror = function () { no(opening.error); };
      opening.onsuccess = function () {
        const base = opening.result;
        const work = base.transaction(STORE, mode);
        const asked = act(work.objectStore(STORE));
        work.oncomplete = function () { base.close(); yes(asked && asked.result); };
        work.onabort = work.onerror = function () { base.close(); no(work.error); };
      };
    });
  }

  function keep(about, file) {
    const same = all().find(function (one) {
      return one.who === about.who && one.key === about.key && one.name === file.name && one.size === file.size;
    });
    if (same) return Promise.resolve(same.id);
    const id = about.key + "-" + Date.now() + "-" + Math.random().toString(36).slice(2);
    return within("readwrite", function (shelf) { shelf.put(file, id); }).then(function () {
      store(all().concat([Object.assign({ id: id, name: file.name, size: file.size }, about)]));
      return id;
    });
  }

  function drop(ids) {
    store(all().filter(function (one) { return !ids.includes(one.id); }));
    return within("readwrite", function (shelf) { ids.forEach(function (id) { shelf.delete(id); }); }).catch(function () {});
  }

  function change(ids, values) {
    store(all().map(function (one) { return ids.includes(one.id) ? Object.assign(one, values) : one; }));
  }

  function bytes(id) { return within("readonly", function (shelf) { return shelf.get(id); }); }

  function tidy() { // bytes that no line of the list speaks of: their owner signed out
    const known = all().map(function (one) { return one.id; });
    within("readwrite", function (shelf) {
      const asked = shelf.getAllKeys();
      asked.onsuccess = function () { asked.result.forEach(function (id) { if (!known.includes(id)) shelf.delete(id); }); };
    }).catch(function () {});
  }

  window.fdHeld = { all: all, keep: keep, drop: drop, change: change, bytes: bytes };
  tidy();
})();
