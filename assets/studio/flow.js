// Change here how the flow map learns where somebody was: frames of the studio tell which page they
// show (prototype.js). Kept on this device; builds for production do not have it.
(() => {
  "use strict";
  if (window.portalFlow) return;
  window.portalFlow = true;
  const KEY = "portal-studio-visited";
  const read = () => {
    try {
      return new Set(JSON.parse(localStorage.getItem(KEY) ?? "[]"));
    } catch {
      return new Set();
    }
  };
  let current = "";
  const pattern = (route) =>
    new RegExp("^(?:/(?:vi|id))?" + route.replace(/\/$/, "").replace(/\[\w+\]/g, "[^/]+") + "/?$");
  const show = () => {
    const map = document.querySelector(".flow-map");
    if (!map) return;
    const visited = read();
    const chosen = map.dataset.chosen ?? "";
    for (const node of map.querySelectorAll("[data-screen]")) {
      node.toggleAttribute("data-visited", visited.has(node.dataset.screen));
      node.toggleAttribute("data-current", node.dataset.screen === current);
      node.setAttribute("aria-pressed", String(node.dataset.screen === chosen));
    }
    for (const way of map.querySelectorAll("[data-from]"))
      way.toggleAttribute("data-near", chosen !== "" && (way.dataset.from === chosen || way.dataset.to === chosen));
  };
  const visit = (path) => {
    // Fixed addresses first: /support/new is no ticket.
    const nodes = [...document.querySelectorAll("[data-screen]")];
    nodes.sort((one, other) => one.dataset.route.includes("[") - other.dataset.route.includes("["));
    const found = nodes.find((node) => pattern(node.dataset.route).test(path.split("?")[0]));
    if (!found) return;
    current = found.dataset.screen;
    const visited = read().add(current);
    try {
      localStorage.setItem(KEY, JSON.stringify([...visited]));
    } catch {
      // Storage may be off; then visits are marked until the page is left.
    }
    show();
  };
  addEventListener("message", (event) => {
    if (event.data?.portal === "page" && typeof event.data.path === "string") visit(event.data.path);
  });
  addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-flow-forget]")) return;
    try {
      localStorage.removeItem(KEY);
    } catch {
      // There is nothing to forget then.
    }
    current = "";
    show();
  });
  new MutationObserver(show).observe(document.documentElement, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-chosen"] });
  document.addEventListener("portal:scan", show);
  show();
})();
