// Change here the little that only the browser can do for the studio: help on first use, zoom,
// what frames tell. It speaks no language; builds for production do not have it.
(() => {
  "use strict";
  if (window.portalStudio) return;
  window.portalStudio = true;
  const all = (selector, within = document) => within.querySelectorAll(selector);
  const keep = (key, value) => {
    try {
      if (value === undefined) return localStorage.getItem(key);
      localStorage.setItem(key, value);
    } catch {
      // Storage may be off; then help opens each time.
    }
    return null;
  };

  // Help: open until it was closed on this device.
  const helpKey = (name) => `portal-studio-${name}`;
  const showHelp = () => {
    for (const help of all("[data-first-use]")) help.toggleAttribute("data-closed", keep(helpKey(help.dataset.firstUse)) === "closed");
  };
  addEventListener("click", (event) => {
    const close = event.target.closest?.("[data-help-close]");
    const open = event.target.closest?.("[data-help-for]");
    if (close) {
      keep(helpKey(close.dataset.helpClose), "closed");
      showHelp();
      document.querySelector(`[data-help-for="${close.dataset.helpClose}"]`)?.focus();
    }
    if (open) {
      const isClosed = keep(helpKey(open.dataset.helpFor)) === "closed";
      keep(helpKey(open.dataset.helpFor), isClosed ? "open" : "closed");
      showHelp();
    }
  });
  document.addEventListener("portal:scan", showHelp);
  showHelp();
})();
