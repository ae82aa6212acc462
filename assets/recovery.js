// Change here how a browser gets over what keeps a buyer from going on: an outdated page, an order
// that changed under an open dialog, a network that is gone. portal.js tells when the page changed.
(() => {
  "use strict";
  const all = (selector, within = document) => within.querySelectorAll(selector);
  const kept = (key) => {
    try {
      return sessionStorage.getItem(key);
    } catch {
      return null; // Storage may be off; then nothing is kept.
    }
  };
  const keep = (key, text) => {
    try {
      if (text) sessionStorage.setItem(key, text);
      else sessionStorage.removeItem(key);
    } catch {
      // As above.
    }
  };
  const drafts = (order = "") => {
    try {
      return Object.keys(sessionStorage).filter((key) => key.startsWith(`draft:${order}`));
    } catch {
      return [];
    }
  };

  // Signing out or switching forgets what was typed.
  addEventListener("submit", (event) => {
    const action = event.target.getAttribute?.("action");
    if (action !== "/auth/sign-out" && action !== "/auth/switch") return;
    for (const key of drafts()) keep(key, "");
    keep(REOPEN, "");
    keep(TRIED, "");
  });

  // Outdated page. "Update now" loads the page anew where the buyer was; a dialog that was being
  // filled opens again. A page that is still outdated after that says so instead of going round.
  const REOPEN = "portal-reopen";
  const TRIED = "portal-update";
  const NEXT = "portal-next";
  const ownPath = (text) => {
    if (!text || !/^\/(?![/\\])[^\s\\]*$/.test(text)) return "";
    const address = new URL(text, location.origin);
    return address.origin === location.origin ? address.pathname + address.search : "";
  };
  const orderIn = (path) => /\/orders\/([^/?]+)/.exec(path)?.[1] ?? "";
  addEventListener(
    "click",
    (event) => {
      const toUpdate = event.target.closest?.("[data-to-update]");
      if (toUpdate && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
        // An order being cancelled from the list is cancelled on its own page afterwards.
        const dialog = toUpdate.closest("dialog")?.querySelector("[data-order]");
        const here = location.pathname + location.search;
        const next = dialog && !orderIn(here) ? here.replace(/\/orders\/.*$/, `/orders/${dialog.dataset.order}/`) : here;
        keep(NEXT, next);
        // A full load: an outdated page cannot fetch further parts of itself.
        event.preventDefault();
        event.stopImmediatePropagation();
        location.assign(toUpdate.getAttribute("href"));
        return;
      }
      const update = event.target.closest?.("[data-update]");
      if (!update) return;
      event.preventDefault();
      const next = ownPath(kept(NEXT)) || update.getAttribute("href");
      const order = orderIn(next);
      if (order && drafts(`${order}:`).length) keep(REOPEN, order);
      keep(TRIED, `${document.querySelector("[data-page]")?.dataset.build} ${Date.now()}`);
      keep(NEXT, "");
      location.assign(next);
    },
    true,
  );
  const TRIED_FOR_MS = 10 * 60 * 1000;
  const judgeUpdate = () => {
    const page = document.querySelector("[data-page]");
    if (!page) return;
    const [build, at] = (kept(TRIED) ?? "").split(" ");
    const isAsked = document.querySelector("[data-to-update]") || (page.dataset.updatePage !== undefined && kept(NEXT));
    const inVain = isAsked && build === page.dataset.build && Date.now() - Number(at) < TRIED_FOR_MS;
    document.documentElement.toggleAttribute("data-update-in-vain", Boolean(inVain));
    document.documentElement.toggleAttribute("data-update-wanted", Boolean(kept(NEXT)));
  };
  const SETTLED_MS = 3000;
  let hasReopened = false;
  const reopen = () => {
    const order = kept(REOPEN);
    if (!order) return;
    const page = document.querySelector("[data-page]");
    if (orderIn(location.pathname) !== order || page?.dataset.hydrated !== "true" || page.dataset.phase !== "ready") return;
    const form = document.querySelector(`dialog form[data-order="${CSS.escape(order)}"]`);
    const button = document.querySelector('[command="show-modal"][commandfor="cancel-dialog"]:not([aria-disabled])');
    if (!form || !button) return;
    const dialog = form.closest("dialog");
    if (dialog.open) return;
    // A fresh page may load or draw once more; only a buyer who has done something closes it.
    if (hasReopened && navigator.userActivation?.hasBeenActive) {
      keep(REOPEN, "");
      return;
    }
    if (!hasReopened) setTimeout(() => keep(REOPEN, ""), SETTLED_MS);
    hasReopened = true;
    dialog.showModal();
  };

  // An order that changes under an open dialog: only what happened since it was opened is news.
  const seen = new WeakMap();
  const tellChanges = () => {
    for (const form of all("dialog form[data-version]")) {
      const dialog = form.closest("dialog");
      if (!dialog.open) {
        seen.delete(dialog);
        continue;
      }
      if (!seen.has(dialog)) seen.set(dialog, Number(form.dataset.version));
      const notice = form.querySelector("[data-changes]");
      if (!notice) continue;
      let news = 0;
      for (const line of all("[data-version]", notice)) {
        line.hidden = Number(line.dataset.version) <= seen.get(dialog);
        if (!line.hidden) news += 1;
      }
      if (notice.hidden !== !news) notice.hidden = !news;
    }
  };

  document.addEventListener("portal:scan", () => {
    judgeUpdate();
    reopen();
    tellChanges();
  });

  // Without a network the browser shows our own page (sw.js), which holds nothing of any buyer.
  // Frames beside each other are many, and their hosts are thrown away.
  if ("serviceWorker" in navigator && isSecureContext && window.parent === window)
    addEventListener("load", () => navigator.serviceWorker.register("/sw.js").catch(() => {}));
})();
