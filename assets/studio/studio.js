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
    place.dataset.answered = reached ? "yes" : "no";
    place.querySelector(`[data-frames="${place.dataset.answered}"]`)?.click();
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
    const tab = frame.closest(".frame-whole")?.querySelector("[data-frame-tab]");
    if (tab) tab.textContent = String(event.data.tab ?? "");
    if (event.data.isReady) press(frame);
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

  // Words: where the text that is written stands in the page beside it, and which one was pressed.
  const wordsFrame = () => document.querySelector("[data-words-frame] iframe");
  const say = (frame, message) => frame?.contentWindow?.postMessage(message, new URL(frame.src).origin);
  const press = (frame) => {
    const box = document.querySelector("[data-press]");
    if (box && frame === wordsFrame()) say(frame, { portal: "press", on: box.checked });
  };
  let asked = null;
  const findText = (field) => {
    asked = field;
    say(wordsFrame(), { portal: "find", key: field.dataset.say, forms: field.value.split("\n").slice(0, 6) });
  };
  addEventListener("focusin", (event) => event.target.dataset?.say !== undefined && findText(event.target));
  addEventListener("input", (event) => event.target.dataset?.say !== undefined && findText(event.target));
  addEventListener("change", (event) => event.target.dataset?.press !== undefined && press(wordsFrame()));
  addEventListener("message", (event) => {
    const frame = wordsFrame();
    if (!frame || event.source !== frame.contentWindow) return;
    const told = event.data;
    if (told?.portal === "found") {
      const line = document.querySelector("[data-found-text]");
      const count = Number(told.count) + Number(told.isTitle === true);
      if (line) line.textContent = count ? fill(line.dataset.some, { number: count }) : line.dataset.none;
    }
    // A page that was drawn anew has lost the mark.
    if (told?.portal === "page" && told.isReady && asked?.isConnected) findText(asked);
    const field = document.querySelector("textarea[data-pressed]");
    if (told?.portal === "pressed" && field) {
      const text = JSON.stringify({ text: String(told.text), keys: Array.isArray(told.keys) ? told.keys.map(String) : [] });
      Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field, text);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });

  // A file goes to its page in parts that a socket can carry: compressed, as base64.
  const PART = 40_000;
  const MOST_PARTS = 100;
  const send = async (file, field) => {
    const packed = new Uint8Array(await new Response(file.stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer());
    let text = "";
    for (let at = 0; at < packed.length; at += 8192) text += String.fromCharCode(...packed.subarray(at, at + 8192));
    const whole = btoa(text);
    const of = Math.max(1, Math.ceil(whole.length / PART));
    const name = file.name.slice(0, 200);
    // One that is too large is told so: its only part is none.
    const parts = of > MOST_PARTS ? [{ name }] : Array.from({ length: of }, (_, at) => ({ name, at, of, part: whole.slice(at * PART, (at + 1) * PART) }));
    const write = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set;
    for (const part of parts) {
      write.call(field, JSON.stringify(part));
      field.dispatchEvent(new Event("input", { bubbles: true }));
      await new Promise((done) => setTimeout(done, 60));
    }
    write.call(field, "");
  };
  addEventListener("change", (event) => {
    const chosen = event.target;
    const field = document.querySelector("textarea[data-part]");
    if (chosen.dataset?.partFile === undefined || !chosen.files?.length || !field) return;
    send(chosen.files[0], field).finally(() => (chosen.value = ""));
  });

  // A scaled frame of the stage fills the place it is given.
  const fit = () => {
    for (const place of all("[data-fit]")) {
      const width = parseFloat(getComputedStyle(place).getPropertyValue("--w")) || 390;
      const height = parseFloat(getComputedStyle(place).getPropertyValue("--h")) || 844;
      // What stays in sight while the page scrolls has the window to itself, but for what it says;
      // else there is what is left below it, wherever the page has scrolled to.
      const sticky = place.closest(".stage-left");
      const above = sticky ? place.getBoundingClientRect().top - sticky.getBoundingClientRect().top : 0;
      const top = (sticky?.parentElement ?? place).getBoundingClientRect().top + scrollY + above;
      const room = innerHeight - (Number(place.dataset.fit) || top + 24);
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
