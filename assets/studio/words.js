// Change here how a page asks for changed words while it draws (components/words.py writes the
// calls). Loaded in <head>; builds for production have neither this nor the calls.
(() => {
  "use strict";
  if (globalThis.portalWord) return;
  let texts = {};
  let mode = "";
  let turn = 0;
  let known = "";
  const ACCENTS = Object.fromEntries([..."aceilnoprstuyzACEILNOPRSTUYZ"].map((letter, at) => [letter, [..."åçéîļñöþřšţüýžÅÇÉÎĻÑÖÞŘŠŢÜÝŽ"][at]]));
  const MIRRORED = Object.fromEntries([..."abcdefghijklmnopqrstuvwxyz"].map((letter, at) => [letter, [..."شبؤيثفلاهتنمةىخحضقسطعرصءغظ"][at]]));
  const swap = (text, letters) => [...text].map((letter) => letters[letter] ?? letter).join("");
  // What the browser fills in later stays as it is: it stands in braces.
  const around = (text, change) => text.split(/(\{\w+\})/).map((part, at) => (at % 2 ? part : change(part))).join("");
  const pseudo = (key, text) => {
    if (mode === "keys") return `[${key}]`;
    if (mode === "accented") return `[${around(text, (part) => swap(part, ACCENTS))}]`;
    if (mode === "rtl") return around(text, (part) => swap(part.toLowerCase(), MIRRORED));
    if (mode !== "long") return text;
    const longer = around(text, (part) => part.replace(/[aeiouy]/gi, "$&$&"));
    return `[${longer}${" ·".repeat(Math.max(0, Math.ceil((text.length * 1.4 - longer.length) / 2)))}]`;
  };
  // What each text said last, for the studio around: where does it stand, which one is this?
  const isFramed = typeof window !== "undefined" && window.parent !== window;
  const spoken = new Map();
  const speak = (key, said) => {
    if (isFramed && typeof said === "string") {
      const all = spoken.get(key) ?? new Set();
      if (all.size < 50) spoken.set(key, all.add(said.replace(/\s+/g, " ").trim()));
    }
    return said;
  };
  globalThis.portalSaid = (key) => spoken.get(key) ?? new Set();
  globalThis.portalKeys = (text) => [...spoken].filter(([, all]) => all.has(text)).map(([key]) => key).slice(0, 20);
  globalThis.portalWord = (key, text, values) => {
    if (typeof text !== "string" && mode === "") return texts[key] ?? text;
    const changed = texts[key];
    const said = changed === undefined ? text : changed.replace(/\{(\w+)\}/g, (whole, name) => values?.[name] ?? whole);
    return speak(key, mode === "" ? said : pseudo(key, String(said)));
  };
  let worn = "";
  const dress = (look, themes) => {
    if (typeof document === "undefined" || look === worn) return;
    const root = document.documentElement;
    if (look) root.dataset.brand = look;
    else delete root.dataset.brand;
    // A look with a theme of its own wins while it is worn; the reader's own choice then comes back.
    let theirs = null;
    try {
      theirs = localStorage.getItem("portal-theme");
    } catch {
      // Storage may be off; then the device decides.
    }
    const theme = themes[look] ?? (theirs === "day" || theirs === "night" ? theirs : "");
    if (theme) root.dataset.theme = theme;
    else if (themes[worn]) delete root.dataset.theme;
    worn = look;
  };
  // Called as the app draws; returns what makes every text be drawn anew when words have changed.
  globalThis.portalUseWords = (changes, kind, look, themes) => {
    dress(look ?? "", themes ?? {});
    const now = JSON.stringify([changes ?? {}, kind ?? ""]);
    if (now !== known && !(known === "" && now === '[{},""]')) {
      turn += 1;
      texts = changes ?? {};
      mode = kind ?? "";
      spoken.clear();
      if (typeof document !== "undefined") {
        document.documentElement.dir = mode === "rtl" ? "rtl" : "ltr";
        // The page is drawn anew, so it missed that its texts of the server are to be read again.
        setTimeout(() => document.querySelectorAll("[data-refresh]").forEach((button) => button.click()), 100);
      }
    }
    known = now;
    return String(turn);
  };
})();
