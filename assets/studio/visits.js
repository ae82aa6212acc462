// Change here how pages tell the flow map that somebody is there: the shape of their address, ids
// left out, kept on this device and told to other tabs. Builds for production do not have it.
(() => {
  "use strict";
  if (globalThis.portalVisits) return;
  const KEY = "portal-studio-visited";
  const channel = new BroadcastChannel(KEY);
  const isId = (part) => part.length > 15 && /\d/.test(part);
  const visits = {
    read() {
      try {
        return new Set(JSON.parse(localStorage.getItem(KEY) ?? "[]"));
      } catch {
        return new Set();
      }
    },
    forget() {
      try {
        localStorage.removeItem(KEY);
      } catch {
        // There is nothing to forget then.
      }
    },
    // "/vi/orders/0198…/refund/" has the shape "/orders/*/refund".
    shape(path) {
      const parts = path.split(/[?#]/)[0].split("/").filter(Boolean);
      if (parts[0] === "vi" || parts[0] === "id") parts.shift();
      return "/" + parts.map((part) => (isId(part) ? "*" : part)).join("/");
    },
    add(path) {
      const shape = visits.shape(path);
      try {
        localStorage.setItem(KEY, JSON.stringify([...visits.read().add(shape)].slice(-200)));
      } catch {
        // Storage may be off; then other tabs are told all the same.
      }
      return shape;
    },
    follow(told) {
      channel.addEventListener("message", (event) => told(String(event.data)));
    },
  };
  globalThis.portalVisits = visits;
  // A frame of the studio keeps its storage to itself; the page around it notes where it was.
  addEventListener("message", (event) => {
    if (event.data?.portal !== "page" || typeof event.data.path !== "string") return;
    if (document.querySelector("[data-studio]")) channel.postMessage(visits.add(event.data.path));
  });
  let here = "";
  const tell = () => {
    const page = document.querySelector("[data-page]");
    if (!page || page.dataset.hydrated !== "true" || document.querySelector("[data-studio]")) return;
    if (here === location.pathname) return;
    here = location.pathname;
    channel.postMessage(visits.add(here));
  };
  document.addEventListener("portal:scan", tell);
  setInterval(tell, 500);
})();
