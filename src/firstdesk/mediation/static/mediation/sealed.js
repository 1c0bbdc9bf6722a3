// What is said in a session and not yet with the server waits on this computer sealed, under a key of this sign-in: after it
// nobody can read it, and nothing of it ever stands here plain. Without WebCrypto (no https) it waits in the page alone.
(function () {
  "use strict";
  const PREFIX = "firstdesk-sealed:", IV = 12;

  function bytes(text) { return Uint8Array.from(atob(text), function (one) { return one.charCodeAt(0); }); }
  function text(found) { return btoa(Array.from(found, function (one) { return String.fromCharCode(one); }).join("")); }

  // A shelf of one owner ("who:room"): put, drop, and all that can still be read. Each waits for the one before.
  function shelf(secret, owner) {
    const start = PREFIX + owner + ":", subtle = window.crypto && crypto.subtle;
    const key = subtle && secret ? subtle.importKey("raw", bytes(secret), "AES-GCM", false, ["encrypt", "decrypt"]) : Promise.resolve(null);
    let turn = key.catch(function () { return null; });
    function next(act) {
      turn = turn.then(async function (found) {
        if (found) { try { await act(found); } catch (error) { /* a full disk: it waits in the page alone */ } }
        return found;
      });
      return turn;
    }
    async function open(found, name) {
      const kept = bytes(localStorage.getItem(name));
      const plain = await subtle.decrypt({ name: "AES-GCM", iv: kept.slice(0, IV) }, found, kept.slice(IV));
      return JSON.parse(new TextDecoder().decode(plain));
    }
    return {
      put: function (id, value) {
        return next(async function (found) {
          const iv = crypto.getRandomValues(new Uint8Array(IV));
          const sealed = new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv: iv }, found, new TextEncoder().encode(JSON.stringify(value))));
          const whole = new Uint8Array(IV + sealed.length);
          whole.set(iv);
          whole.set(sealed, IV);
          localStorage.setItem(start + id, text(whole));
        });
      },
      drop: function (id) { return next(async function () { localStorage.removeItem(start + id); }); },
      all: async function () {
        const read = {};
        await next(async function (found) {
          for (const name of Object.keys(localStorage).filter(function (one) { return one.startsWith(start); })) {
            try { read[name.slice(start.length)] = await open(found, name); } catch (error) { localStorage.removeItem(name); } // of an earlier sign-in
          }
        });
        return read;
      },
      keeps: function () { return turn.then(Boolean); },
    };
  }

  window.fdSealed = { shelf: shelf };
})();
