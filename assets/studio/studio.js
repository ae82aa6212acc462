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
  // Frames: whether their hosts can be reached, and what their pages tell.
  let reached = null;
  const probe = async () => {
    const place = document.querySelector("[data-probe]");
    const page = document.querySelector("[data-page]");
    if (!place?.dataset.probe || page?.dataset.hydrated !== "true" || place.dataset.answered) return;
    place.dataset.answered = "asked";
    // Frames must be of the studio's own site, or browsers would keep their storage from them.
    const home = new URL(place.dataset.probe).origin;
    if (home === location.origin) reached = true;
    if (reached === null) {
      try {
        reached = (await fetch(place.dataset.probe, { mode: "cors", signal: AbortSignal.timeout(4000) })).ok;
      } catch {
        reached = false;
      }
    }
    if (reached && home !== location.origin) {
      location.replace(home + location.pathname + location.search);
      return;
    }
    place.querySelector(`[data-frames="${reached ? "yes" : "no"}"]`)?.click();
  };
  const frameOf = (source) => {
    for (const frame of all("iframe")) if (frame.contentWindow === source) return frame;
    return null;
  };
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const typed = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
  addEventListener("message", (event) => {
    if (event.data?.portal !== "page") return;
    const frame = frameOf(event.source);
    if (!frame || new URL(frame.src).origin !== event.origin) return;
    const figure = frame.closest("[data-frame]") ?? frame;
    if (event.data.isReady) figure.dataset.ready = "true";
    figure.dataset.path = String(event.data.path);
    count();
    // The stage wants to know which page its buyer is on.
    const field = frame.closest("[data-stage-frame]")?.querySelector("input[data-stage-path]");
    if (field && field.value !== figure.dataset.path) {
      typed.call(field, figure.dataset.path.slice(0, 300));
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  const count = () => {
    const place = document.querySelector("[data-frames-ready]");
    if (!place) return;
    const of = all("[data-frame]").length;
    const ready = all('[data-frame][data-ready="true"]').length;
    const text = fill(place.dataset.framesReady, { ready, of });
    if (place.textContent !== text) place.textContent = text;
  };

  // The board: zoom, and dimming what is like the others. Kept on this device.
  const board = () => document.querySelector("[data-board]");
  const zoom = (percent) => board()?.style.setProperty("--zoom", String(percent / 100));
  addEventListener("input", (event) => {
    if (event.target.dataset?.zoom === undefined) return;
    zoom(event.target.value);
    keep("portal-studio-zoom", event.target.value);
  });
  addEventListener("change", (event) => {
    if (event.target.dataset?.onlyDiffering !== undefined) board()?.toggleAttribute("data-dim", event.target.checked);
  });
  const restoreZoom = () => {
    const range = document.querySelector("input[data-zoom]");
    if (!range || range.dataset.restored) return;
    range.dataset.restored = "yes";
    range.value = keep("portal-studio-zoom") ?? range.value;
    zoom(range.value);
  };

  // A scaled frame of the stage fills the place it is given.
  const fit = () => {
    for (const place of all("[data-fit]")) {
      const width = parseFloat(getComputedStyle(place).getPropertyValue("--w")) || 390;
      const height = parseFloat(getComputedStyle(place).getPropertyValue("--h")) || 844;
      const room = innerHeight - place.getBoundingClientRect().top - scrollY - 24;
      const scale = Math.min(1, place.parentElement.clientWidth / width, Math.max(room, 420) / height);
      place.style.setProperty("--zoom", scale.toFixed(4));
    }
  };
  addEventListener("resize", fit);

  // The stage asks how its prototype stands while somebody looks.
  setInterval(() => {
    if (!document.hidden) document.querySelector("[data-studio-poll]")?.click();
  }, 1000);

  // On a tablet the navigation is wider than the screen: where somebody is stays in view.
  let current = "";
  const showCurrent = () => {
    const link = document.querySelector(".studio-link[aria-current]");
    if (!link || current === link.href) return;
    current = link.href;
    link.scrollIntoView({ block: "nearest", inline: "center" });
  };

  const look = () => {
    showHelp();
    showCurrent();
    probe();
    restoreZoom();
    fit();
    count();
  };
  document.addEventListener("portal:scan", look);
  look();
})();
