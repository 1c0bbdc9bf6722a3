// Keeps the large screen's page and what it is made of, so that it comes up again without a network. Nothing else passes here.
"use strict";
const SHELF = "firstdesk-kiosk-1";

self.addEventListener("install", function () { self.skipWaiting(); });
self.addEventListener("activate", function (event) { event.waitUntil(self.clients.claim()); });

function isOurs(request) {
  const url = new URL(request.url);
  return request.method === "GET" && url.origin === self.location.origin &&
    (/^\/wall\/[^/]+\/kiosk\/$/.test(url.pathname) || url.pathname.startsWith("/static/"));
}

function kept(request) {
  return caches.match(request, { ignoreVary: true }).then(function (found) {
    if (!found) return Response.error();
    const headers = new Headers(found.headers);
    headers.set("X-Kept", "yes");
    return found.blob().then(function (body) { return new Response(body, { status: 200, headers: headers }); });
  });
}

self.addEventListener("fetch", function (event) {
  if (!isOurs(event.request)) return;
  event.respondWith(fetch(event.request).then(function (answer) {
    if (!answer.ok) return answer.status >= 500 ? kept(event.request) : answer;
    const copy = answer.clone();
    event.waitUntil(caches.open(SHELF).then(function (shelf) { return shelf.put(event.request, copy); }));
    return answer;
  }).catch(function () { return kept(event.request); }));
});
