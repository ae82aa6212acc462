// Change here what a browser shows when it cannot reach the portal at all. It keeps the offline page
// of each language and what that page is made of: nothing of any buyer, and no page of the shop.
"use strict";
const SHELL = "offline-1";
const PAGES = { "": "/offline/", vi: "/vi/offline/", id: "/id/offline/" };
const FILES = [...Object.values(PAGES), "/offline.js", "/favicon.svg", "/icon-192.png"];

addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(SHELL)
      .then((shell) => shell.addAll(FILES.map((path) => new Request(path, { cache: "reload", credentials: "omit" }))))
      .then(() => skipWaiting()),
  );
});

addEventListener("activate", (event) => {
  event.waitUntil(
    Promise.all([
      caches.keys().then((names) => Promise.all(names.filter((name) => name !== SHELL).map((name) => caches.delete(name)))),
      registration.navigationPreload?.enable(),
      clients.claim(),
    ]),
  );
});

const offlinePage = async (path) => {
  const shell = await caches.open(SHELL);
  const language = path.split("/")[1];
  return (await shell.match(PAGES[language] ?? PAGES[""])) ?? Response.error();
};

addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (address.origin !== location.origin) return;
  if (event.request.mode === "navigate" && event.request.method === "GET") {
    event.respondWith(
      (async () => {
        try {
          return (await event.preloadResponse) ?? (await fetch(event.request));
        } catch {
          return offlinePage(address.pathname);
        }
      })(),
    );
  } else if (FILES.includes(address.pathname)) {
    event.respondWith(fetch(event.request).catch(() => caches.match(address.pathname).then((kept) => kept ?? Response.error())));
  }
});
