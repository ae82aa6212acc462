// Change here the little that only the browser can do. Loaded in <head>, before the page's modules;
// it speaks no language: every text it shows stands in a data attribute of the page.
//
// One file on purpose: it paints the theme and watches the socket before anything is drawn, and each
// further file here is one more answer that a slow connection waits for. Its parts also share one
// look at what changed (scan). What stands alone is apart: recovery.js, photos.js, sign-in.js.
(() => {
  "use strict";
  const root = document.documentElement;
  const language = () => root.lang || "en";
  const all = (selector, within = document) => within.querySelectorAll(selector);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const keep = (store, key, value) => {
    try {
      if (value === undefined) return store.getItem(key);
      if (value) store.setItem(key, value);
      else store.removeItem(key);
    } catch {
      // Storage may be off; then nothing is kept.
    }
    return null;
  };

  // Theme: "day", "night", or nothing, which follows the device.
  const paint = (theme) => {
    if (theme === "day" || theme === "night") root.dataset.theme = theme;
    else delete root.dataset.theme;
  };
  const NAMES = { light: "day", dark: "night" };
  // What was chosen on this device holds here; a device without a choice follows the account.
  const followAccount = () => {
    const saved = document.querySelector("[data-saved-theme]")?.dataset.savedTheme;
    if (saved !== undefined && !root.dataset.brand && !keep(localStorage, "portal-theme")) paint(NAMES[saved]);
  };
  paint(keep(localStorage, "portal-theme")); // "theme" belongs to Reflex, which knows light and dark alone

  // Connection: Reflex does not say that its socket is gone, so its socket is watched from here.
  // The server pings every 4 seconds; silence for longer than that and its own timeout is a loss.
  const SILENCE_MS = 8500;
  let heardAt = Date.now();
  let isLost = false;
  let backTimer = 0;
  const Socket = window.WebSocket;
  let socket = null;
  let joined = null; // the socket that events can be sent over: Socket.IO has said so ("40")
  const isJoined = () => !socket || (socket === joined && socket.readyState === Socket.OPEN);
  // What only the browser knows goes with its first word, so that no page is read twice for it.
  const introduced = (address) => {
    const url = new URL(address, location.href);
    const build = document.querySelector("meta[name=portal-build]")?.content;
    if (url.host !== location.host || !url.searchParams.has("token") || !build) return address;
    url.searchParams.set("zone", Intl.DateTimeFormat().resolvedOptions().timeZone ?? "");
    url.searchParams.set("build", build);
    return url.href;
  };
  window.WebSocket = class extends Socket {
    constructor(address, ...protocols) {
      super(introduced(address), ...protocols);
      socket = this;
      const heard = (event) => {
        if (socket !== this) return;
        heardAt = Date.now();
        tell();
        const text = typeof event?.data === "string" ? event.data : "";
        if (text.startsWith("40")) joined = this;
        else if (joined === this && text.startsWith("42")) sendHeld();
      };
      this.addEventListener("open", heard);
      this.addEventListener("message", heard);
      this.addEventListener("close", () => setTimeout(tell, 1500));
    }
  };
  const sayConnection = (text) => {
    for (const place of all("[data-connection]")) if (place.textContent !== text) place.textContent = text;
  };
  // React refuses a page whose texts were changed before it took it over.
  const isTaken = (element) => Object.keys(element).some((key) => key.startsWith("__reactFiber"));
  const tell = () => {
    const open = !socket || socket.readyState === Socket.OPEN;
    const quiet = socket && !document.hidden && Date.now() - heardAt > SILENCE_MS;
    const lost = !navigator.onLine || quiet || (!open && Date.now() - heardAt > 3000);
    const place = document.querySelector("[data-connection]");
    if (place && !isTaken(place)) return;
    if (lost) {
      clearTimeout(backTimer);
      const time = new Intl.DateTimeFormat(language(), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(heardAt);
      if (place) sayConnection(fill(place.dataset.lost, { time }));
    } else if (isLost && place) {
      sayConnection(place.dataset.back);
      backTimer = setTimeout(() => sayConnection(""), 3000);
    }
    if (lost !== isLost) root.toggleAttribute("data-offline", lost);
    isLost = Boolean(lost);
  };
  addEventListener("online", () => setTimeout(tell, 500));
  addEventListener("offline", tell);
  setInterval(tell, 1000);

  // Dialogs open and close in the browser. Browsers without invoker commands get the same here.
  const hasCommands = "commandForElement" in HTMLButtonElement.prototype;
  const closings = new WeakMap();
  const closeIfAsked = (dialog) => {
    const before = closings.get(dialog);
    closings.set(dialog, dialog.dataset.close);
    // A lost state counts from the start again; that closes nothing.
    if (before !== undefined && Number(dialog.dataset.close) > Number(before) && dialog.open) dialog.close();
  };
  addEventListener("click", (event) => {
    const button = event.target.closest?.("[command][commandfor]");
    if (button && !hasCommands && button.getAttribute("aria-disabled") !== "true") {
      const dialog = document.getElementById(button.getAttribute("commandfor"));
      if (button.getAttribute("command") === "show-modal" && !dialog?.open) dialog?.showModal();
      if (button.getAttribute("command") === "close") dialog?.close();
    }
    if (event.target instanceof HTMLDialogElement && event.target.open) {
      const box = event.target.getBoundingClientRect();
      const inside =
        event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
      if (!inside && event.detail > 0) event.target.close();
    }
  });
  // A button that is off says so in words beside it and does nothing.
  addEventListener(
    "click",
    (event) => {
      if (event.target.closest?.('[aria-disabled="true"]')) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    true,
  );

  // What is offered for a reason comes into view with it; the buttons below would hide it.
  addEventListener("change", (event) => {
    event.target.closest?.(".reason")?.querySelector(".change-offer")?.scrollIntoView({ block: "nearest" });
  });

  // Small buttons.
  // A stepper counts in the browser; React is told as if the count had been typed.
  const typed = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
  const count = (field, wanted) => {
    const next = String(Math.min(Math.max(wanted || 0, 0), Number(field.dataset.most)));
    if (next === field.value) return;
    typed.call(field, next);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-step]");
    const field = button?.parentElement.querySelector("[data-most]");
    if (field) count(field, Number(field.value) + Number(button.dataset.step));
  });
  addEventListener("focusout", (event) => {
    if (event.target.matches?.("[data-most]")) count(event.target, parseInt(event.target.value, 10));
  });

  addEventListener("click", (event) => {
    const pressed = event.target.closest?.("[data-copy],[data-print],[data-reload],[data-set-theme],[data-focus]");
    if (!pressed) return;
    const { copy, setTheme, focus } = pressed.dataset;
    if (copy !== undefined) {
      const from = document.getElementById(copy);
      const text = from ? from.innerText : copy;
      navigator.clipboard?.writeText(text).then(() => {
        const label = pressed.querySelector("[data-label]") ?? pressed;
        const before = label.textContent;
        label.textContent = pressed.dataset.copied;
        setTimeout(() => (label.textContent = before), 2000);
      });
    }
    if (pressed.dataset.print !== undefined) print();
    if (pressed.dataset.reload !== undefined) location.reload();
    if (setTheme !== undefined) {
      keep(localStorage, "portal-theme", setTheme);
      paint(setTheme);
    }
    if (focus !== undefined) {
      event.preventDefault();
      document.getElementById(focus)?.focus();
    }
  });

  // Drafts: what is typed outlives failures, reloads and lost states. Cleared when the answer came.
  const draftKey = (field) => `draft:${field.dataset.draft}`;
  const isTick = (field) => field.type === "radio" || field.type === "checkbox";
  addEventListener("input", (event) => {
    const field = event.target;
    if (!field.dataset?.draft) return;
    const ticked = field.type === "checkbox" ? (field.checked ? "1" : "0") : field.value;
    keep(sessionStorage, draftKey(field), ticked || "");
  });
  const restore = (field) => {
    // A lost state, or an order that changed, is offered anew: what was chosen is chosen again.
    const offered = `${field.dataset.draft} ${field.closest("[data-offer]")?.dataset.offer ?? ""}`;
    if (field.dataset.restored === offered) return;
    field.dataset.restored = offered;
    const kept = keep(sessionStorage, draftKey(field));
    if (field.type === "checkbox" || field.dataset.most !== undefined) {
      // What these hold is priced by the server, so it hears of it as if people did it.
      if (kept === null) return;
      if (field.type !== "checkbox") count(field, parseInt(kept, 10));
      else if (field.checked !== (kept === "1")) field.click();
    } else if (isTick(field)) {
      if (kept) field.checked = field.value === kept;
    } else field.value = kept ?? field.defaultValue; // a form may come filled
  };
  const forget = (prefix) => {
    try {
      for (const key of Object.keys(sessionStorage)) if (key.startsWith(`draft:${prefix}`)) sessionStorage.removeItem(key);
    } catch {
      // Nothing was kept.
    }
  };

  // Commands: from the press until the server's word, the browser says how it goes.
  const timers = new WeakMap();
  const say = (form, stage) => {
    form.dataset.stage = stage;
    for (const place of all("[data-command-status]", form)) place.textContent = place.dataset[stage] ?? "";
    // In a long dialog the buttons stay in view, and what is said of them must come there.
    if (stage) form.querySelector(stage === "checking" ? ".slow-help" : "[data-command-status]")?.scrollIntoView({ block: "nearest" });
  };
  const settle = (form, stage) => {
    for (const timer of timers.get(form) ?? []) clearTimeout(timer);
    timers.delete(form);
    held.delete(form);
    say(form, stage);
  };
  // Reflex drops a command that is pressed while its socket is between two connections. It is held
  // here and goes out with the next one; after ten seconds it is the buyer's to press again, for
  // nothing may happen late.
  const held = new Map();
  const resent = new WeakSet();
  const READ_AGAIN_MS = 300; // a page whose state was lost is read first
  let heldTimer = 0;
  const sendHeld = () => {
    if (!held.size) return;
    clearTimeout(heldTimer);
    heldTimer = setTimeout(() => {
      for (const [form, submitter] of held) {
        held.delete(form);
        if (!form.isConnected) continue;
        resent.add(form);
        form.dataset.sentAt = String(Date.now());
        form.requestSubmit(submitter?.form === form ? submitter : null);
      }
    }, READ_AGAIN_MS);
  };
  addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (form.dataset.command === undefined) return;
      const isResent = resent.delete(form);
      const isTwice = timers.has(form) && event.submitter?.dataset.again === undefined;
      const isHeld = !isJoined();
      if (isHeld || (isTwice && !isResent)) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
      if (isHeld && (isResent || !isTwice)) held.set(form, event.submitter);
      if (isTwice || isResent) return;
      for (const timer of timers.get(form) ?? []) clearTimeout(timer);
      const since = form.dataset.portalNow ? Date.now() - skewOf(form) : Date.now();
      for (const field of all("[data-sent-at]", form)) field.value = String(Math.round(since));
      say(form, "sending");
      form.dataset.sentAt = String(Date.now());
      timers.set(form, [
        setTimeout(() => say(form, "still"), 3000),
        setTimeout(() => {
          held.delete(form);
          say(form, "checking");
        }, 10000),
      ]);
    },
    true,
  );
  // Conversations: quick requests put their words into the field; Enter sends where there is a mouse.
  const kindOf = (field) => document.querySelector(`[data-kind-of="${CSS.escape(field.id)}"]`);
  const setKind = (field, kind) => {
    const place = kindOf(field);
    if (place) place.value = kind;
  };
  addEventListener("click", (event) => {
    const chip = event.target.closest?.("[data-fill]");
    const field = chip && document.getElementById(chip.dataset.fill);
    if (!field) return;
    field.value = chip.dataset.text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    setKind(field, chip.dataset.kind);
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  });
  addEventListener("input", (event) => {
    if (event.target.dataset?.enterSends !== undefined && !event.target.value.trim()) setKind(event.target, "text");
  });
  addEventListener("keydown", (event) => {
    const field = event.target;
    if (field.dataset?.enterSends === undefined || event.key !== "Enter") return;
    if (event.shiftKey || event.isComposing || !matchMedia("(pointer: fine)").matches) return;
    event.preventDefault();
    field.form?.requestSubmit();
  });
  const sentTexts = new WeakMap();
  addEventListener(
    "submit",
    (event) => {
      for (const field of all("[data-clear-sent]", event.target)) sentTexts.set(field, field.value);
    },
    true,
  );
  const clearSent = (form) => {
    for (const field of all("[data-clear-sent]", form)) {
      if (field.value !== sentTexts.get(field)) continue;
      field.value = "";
      field.dispatchEvent(new Event("input", { bubbles: true }));
      if (form.contains(document.activeElement)) field.focus();
    }
  };
  // The page ends above the composer, however high it has grown.
  const composers = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const isAtEnd = root.scrollHeight - innerHeight - scrollY < 80;
      root.style.setProperty("--composer", `${target.offsetHeight}px`);
      if (isAtEnd) scrollTo({ top: root.scrollHeight, behavior: "instant" });
    }
  });
  const newest = new WeakMap();
  const showEnd = (mark) => {
    const before = newest.get(mark);
    newest.set(mark, mark.dataset.newest);
    if (before === mark.dataset.newest) return;
    const left = root.scrollHeight - innerHeight - scrollY;
    // Who has scrolled back to read stays there.
    if (before === undefined || left < innerHeight) scrollTo({ top: root.scrollHeight, behavior: "instant" });
  };

  // How far this clock runs ahead of the portal's, from the moment the page was told the time.
  const skews = new WeakMap();
  const skewOf = (element) => {
    const told = element.dataset.portalNow;
    const known = skews.get(element);
    if (known && known.told === told) return known.skew;
    const skew = Date.now() - Number(told);
    skews.set(element, { told, skew });
    return skew;
  };

  // Countdowns: what is left until data-deadline, by the server's clock at data-now.
  const anchors = new WeakMap();
  const serverNow = (element) => {
    const told = element.dataset.now;
    let anchor = anchors.get(element);
    if (!anchor || anchor.told !== told) {
      anchor = { told, at: performance.now() };
      anchors.set(element, anchor);
    }
    return Number(told) + performance.now() - anchor.at;
  };
  const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const lengthText = (seconds) => {
    const parts = [];
    for (const [unit, size] of UNITS) {
      const amount = Math.floor(seconds / size);
      seconds -= amount * size;
      if (amount || (parts.length && parts.length < 2)) parts.push([amount, unit]);
    }
    return (parts.length ? parts.slice(0, 2) : [[0, "second"]])
      .map(([amount, unit]) => new Intl.NumberFormat(language(), { style: "unit", unit, unitDisplay: "short" }).format(amount))
      .join(" ");
  };
  // What counts down to a retry presses its button: not without a connection, not while the buyer
  // is busy in a dialog, and once more when nobody answered.
  const RING_AGAIN_MS = 15000;
  const rungAt = new WeakMap();
  const ring = (element) => {
    const dialog = document.querySelector("dialog[open]");
    if (isLost || (dialog && !dialog.contains(element))) return;
    const last = rungAt.get(element);
    if (last?.deadline === element.dataset.deadline && Date.now() - last.at < RING_AGAIN_MS) return;
    rungAt.set(element, { deadline: element.dataset.deadline, at: Date.now() });
    document.getElementById(element.dataset.rings)?.click();
  };
  const tick = () => {
    for (const element of all("[data-countdown]")) {
      const seconds = Math.floor((Number(element.dataset.deadline) - serverNow(element)) / 1000);
      const over = seconds < 0;
      const text = over ? element.dataset.over : fill(element.dataset.countdown, { time: lengthText(seconds) });
      if (element.textContent !== text) element.textContent = text;
      if (over && element.dataset.rings) ring(element);
      else if (over && element.dataset.rung !== element.dataset.deadline) {
        element.dataset.rung = element.dataset.deadline;
        refresh();
      }
    }
  };
  setInterval(tick, 1000);

  // Refresh: a page that has a hidden refresh button is read again when something says so.
  let refreshTimer = 0;
  const refresh = () => {
    clearTimeout(refreshTimer);
    refreshTimer = setTimeout(() => document.querySelector("[data-refresh]")?.click(), 40);
  };
  addEventListener("visibilitychange", () => {
    if (!document.hidden && Date.now() - heardAt > 30000) refresh();
  });

  // Lists go on by themselves when their button comes into view.
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting && !entry.target.disabled) entry.target.click();
  }, { rootMargin: "600px" });
  const watched = new WeakSet();

  // After navigation the new page's heading gets the focus; so does what just appeared and matters.
  let path = location.pathname;
  let headingWanted = false;
  let lastHeading = null;
  const focusOn = (element) => {
    if (!element.hasAttribute("tabindex")) element.setAttribute("tabindex", "-1");
    element.focus({ preventScroll: element.tagName === "H1" });
  };
  const focused = new WeakMap();

  // Where the server leads on the same page. Who has pressed a link meanwhile goes there instead.
  const going = new WeakMap();
  let hasLeft = false; // until something is typed; the old page may stand for a while under the new address
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (link && link.dataset.go === undefined && event.isTrusted) hasLeft = true;
  });
  for (const asked of ["input", "submit"]) addEventListener(asked, () => (hasLeft = false), true);
  const goWhereLed = () => {
    for (const link of all("[data-go]")) {
      const before = going.get(link);
      going.set(link, link.dataset.go);
      const isNew = before !== undefined && before !== link.dataset.go;
      if (isNew && link.dataset.go && !hasLeft) link.click();
    }
  };

  const revisions = new WeakMap();
  const shown = new WeakMap();
  const scan = () => {
    if (location.pathname !== path) {
      path = location.pathname;
      headingWanted = true;
    }
    // The address may change a moment before the page does: then the old heading was focused.
    if (lastHeading && !lastHeading.isConnected && document.activeElement === document.body) {
      lastHeading = null;
      headingWanted = true;
    }
    if (headingWanted) {
      const page = document.querySelector("[data-page]");
      const heading = page?.querySelector("h1");
      // Until the page was read, its heading may be another order's, or a skeleton's.
      if (heading && page.dataset.hydrated !== "false" && page.dataset.phase !== "loading") {
        headingWanted = false;
        lastHeading = heading;
        focusOn(heading);
      }
    }
    followAccount();
    for (const field of all("[data-draft]")) restore(field);
    for (const field of all("[data-value]")) {
      // A search field shows what the address asks for, unless somebody is typing.
      if (shown.get(field) === field.dataset.value) continue;
      shown.set(field, field.dataset.value);
      if (document.activeElement !== field) field.value = field.dataset.value;
    }
    goWhereLed();
    for (const button of all("[data-arrive]")) {
      if (shown.get(button) === button.dataset.arrive) continue;
      shown.set(button, button.dataset.arrive);
      if (button.dataset.arrive === "now") button.click();
    }
    for (const done of all("[data-forget]")) if (done.dataset.forget) forget(done.dataset.forget);
    for (const button of all("[data-more]")) {
      if (!watched.has(button)) {
        watched.add(button);
        seen.observe(button);
      }
    }
    for (const dialog of all("dialog[data-close]")) closeIfAsked(dialog);
    for (const bar of all(".bottom-bar.composer")) {
      if (watched.has(bar)) continue;
      watched.add(bar);
      composers.observe(bar);
    }
    for (const mark of all("[data-newest]")) showEnd(mark);
    for (const target of all("[data-autofocus]")) {
      if (focused.get(target) === target.dataset.autofocus) continue;
      focused.set(target, target.dataset.autofocus);
      if (target.dataset.autofocus) focusOn(target);
    }
    for (const form of all("form[data-command]")) {
      if (form.dataset.portalNow) skewOf(form);
      const before = revisions.get(form);
      revisions.set(form, form.dataset.answer);
      if (before === undefined || before === form.dataset.answer || held.has(form)) continue;
      // The page was read again without a word on the command: say that it may not have arrived.
      const unanswered = timers.has(form) && form.dataset.outcome === "none";
      if (unanswered && Date.now() - Number(form.dataset.sentAt) < 3000) continue;
      settle(form, unanswered ? "lost" : "");
      if (form.dataset.outcome === "sent") clearSent(form);
    }
    tick();
    document.dispatchEvent(new Event("portal:scan"));
  };
  // At once: a tab that was opened behind others is not drawn, and would take a change for its beginning.
  const followRevisions = () => {
    for (const place of all("[data-revision]")) {
      const before = revisions.get(place);
      revisions.set(place, place.dataset.revision);
      // At 0 the page has just been read: it is new, or its socket is.
      if (before !== undefined && before !== place.dataset.revision && place.dataset.revision !== "0") refresh();
    }
  };
  const UNDRAWN_MS = 250;
  let wanted = false;
  const scanOnce = () => {
    if (!wanted) return;
    wanted = false;
    scan();
  };
  const scanSoon = () => {
    followRevisions();
    if (wanted) return;
    wanted = true;
    requestAnimationFrame(scanOnce);
    setTimeout(scanOnce, UNDRAWN_MS);
  };
  const start = () => {
    new MutationObserver(scanSoon).observe(document, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ["data-answer", "data-close", "data-revision", "data-phase", "data-hydrated", "data-draft", "data-autofocus", "data-now", "data-value", "data-saved-theme", "data-version", "open", "data-newest", "data-go", "data-offer", "data-arrive"],
    });
    scanSoon();
  };
  start();
})();
