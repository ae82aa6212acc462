// Change here how the flow map shows where somebody was and is: other tabs of this browser tell it
// (visits.js), and frames of the studio do (prototype.js). Builds for production do not have it.
(() => {
  "use strict";
  if (window.portalFlow) return;
  window.portalFlow = true;
  let current = "";
  const shapeOf = (node) => node.dataset.route.replace(/\[\w+\]/g, "*");
  const show = () => {
    const map = document.querySelector(".flow-map");
    if (!map || !globalThis.portalVisits) return;
    const visited = portalVisits.read();
    const chosen = map.dataset.chosen ?? "";
    for (const node of map.querySelectorAll("[data-screen]")) {
      node.toggleAttribute("data-visited", visited.has(shapeOf(node)));
      node.toggleAttribute("data-current", shapeOf(node) === current);
      node.setAttribute("aria-pressed", String(node.dataset.screen === chosen));
    }
    for (const way of map.querySelectorAll("[data-from]"))
      way.toggleAttribute("data-near", chosen !== "" && (way.dataset.from === chosen || way.dataset.to === chosen));
  };
  const arrive = (shape) => {
    current = shape;
    show();
  };
  addEventListener("message", (event) => {
    if (event.data?.portal === "page" && typeof event.data.path === "string") arrive(portalVisits.add(event.data.path));
  });
  // What is told of a screen stands below the map where there is no room beside it.
  addEventListener("click", (event) => {
    if (!event.target.closest?.(".flow-node")) return;
    const beside = document.querySelector(".flow-beside");
    const hidden = (beside?.getBoundingClientRect().top ?? 0) - innerHeight * 0.45;
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (hidden > 0) scrollBy({ top: hidden, behavior: isCalm ? "instant" : "smooth" });
  });
  addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-flow-forget]")) return;
    portalVisits.forget();
    arrive("");
  });
  new MutationObserver(show).observe(document.documentElement, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-chosen"] });
  document.addEventListener("portal:scan", show);
  // This script may run before those of the head.
  const start = () => {
    if (!globalThis.portalVisits) {
      setTimeout(start, 20);
      return;
    }
    portalVisits.follow(arrive);
    show();
  };
  start();
})();
