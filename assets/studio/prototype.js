// Change here how a page learns that it is a prototype, and what it tells the studio around it.
// Loaded in <head> before portal.js; builds for production do not have it.
(() => {
  "use strict";
  const found = /(?:^|; )portal_prototype=(auto|day|night)\.(\w+)/.exec(document.cookie);
  if (!found) return;
  const [, theme, turn] = found;
  const root = document.documentElement;
  root.dataset.prototype = "";
  // Many pages wait at once on a board: their skeletons stand still, or they would keep them waiting.
  if (window.name === "board") root.dataset.still = "";
  // What was chosen in the studio holds until somebody chooses otherwise on the page itself.
  try {
    if (sessionStorage.getItem("portal-prototype") !== turn) {
      sessionStorage.setItem("portal-prototype", turn);
      if (theme === "auto") localStorage.removeItem("portal-theme");
      else localStorage.setItem("portal-theme", theme);
    }
  } catch {
    // Storage may be off; then the theme follows the device.
  }
  if (window.parent === window) return;
  let told = "";
  const tell = () => {
    const page = document.querySelector("[data-page]");
    if (!page || page.dataset.hydrated !== "true") return;
    const isReady = page.dataset.phase !== "loading";
    const title = page.querySelector("h1")?.textContent ?? "";
    const now = JSON.stringify([location.pathname + location.search, isReady, title]);
    if (now === told) return;
    told = now;
    parent.postMessage({ portal: "page", path: location.pathname + location.search, isReady, title }, "*");
  };
  document.addEventListener("portal:scan", tell);
  setInterval(tell, 500);
})();
