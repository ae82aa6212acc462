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
    const tab = document.title;
    const now = JSON.stringify([location.pathname + location.search, isReady, tab]);
    if (now === told) return;
    told = now;
    parent.postMessage({ portal: "page", path: location.pathname + location.search, isReady, tab }, "*");
  };
  document.addEventListener("portal:scan", tell);
  setInterval(tell, 500);

  // The words page asks where a text stands, and is told which one was pressed. Only a studio can
  // be around us: other pages are refused by our frame-ancestors.
  const NAMES = ["aria-label", "placeholder", "alt"];
  const clean = (text) => text.replace(/\s+/g, " ").trim();
  const isShown = (element) => element.checkVisibility?.() ?? true;
  const places = function* () {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const at = walker.currentNode.parentElement;
      if (at && !at.closest("script, style, noscript") && walker.currentNode.data.trim()) yield [at, clean(walker.currentNode.data)];
    }
    for (const name of NAMES) for (const at of document.querySelectorAll(`[${name}]`)) yield [at, clean(at.getAttribute(name))];
  };
  let wanted = null;
  let answered = "";
  const find = (asked, isNew) => {
    const { key, forms } = (wanted = asked);
    for (const marked of document.querySelectorAll("[data-found]")) marked.removeAttribute("data-found");
    const exact = globalThis.portalSaid?.(key) ?? new Set();
    const escaped = (form) => form.split(/\{\w*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".+");
    const like = forms.filter((form) => form.replace(/\{\w*\}/g, "").trim()).map((form) => new RegExp(`^${escaped(clean(form))}$`, "u"));
    const found = new Set();
    for (const [at, text] of places()) if (exact.has(text) || like.some((one) => one.test(text))) found.add(at);
    const shown = [...found].filter(isShown);
    for (const at of shown) at.setAttribute("data-found", "");
    if (isNew) shown[0]?.scrollIntoView({ block: "center", behavior: "instant" });
    const isTitle = exact.has(clean(document.title)) || like.some((one) => one.test(clean(document.title)));
    const answer = JSON.stringify([key, shown.length, isTitle]);
    if (answer !== answered || isNew) parent.postMessage({ portal: "found", count: shown.length, isTitle }, "*");
    answered = answer;
  };
  // Whoever draws a part anew takes the mark away with it.
  setInterval(() => wanted && !document.querySelector("[data-found]") && find(wanted, false), 700);
  let isPicked = false;
  addEventListener("message", (event) => {
    if (event.source !== parent) return;
    if (event.data?.portal === "find") find(event.data, true);
    if (event.data?.portal === "press") root.toggleAttribute("data-press", (isPicked = event.data.on === true));
  });
  addEventListener("click", (event) => {
    if (!isPicked || !event.isTrusted) return;
    event.preventDefault();
    event.stopPropagation();
    const pressed = event.target.closest("[aria-label]:not(main, nav, section, form, dialog)") ?? event.target;
    const own = [...event.target.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    const text = clean(own?.data ?? pressed.getAttribute("aria-label") ?? pressed.textContent ?? "").slice(0, 1000);
    if (text) parent.postMessage({ portal: "pressed", text, keys: globalThis.portalKeys?.(text) ?? [] }, "*");
  }, true);
})();
