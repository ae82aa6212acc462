// Change here what only the browser can do on the sign-in page: keep the name, show the password.
(() => {
  "use strict";
  const KEY = "kept:";
  const store = (act) => {
    try {
      return act(sessionStorage);
    } catch {
      return null; // Storage may be off; then nothing is kept.
    }
  };

  // The name is kept while signing in, for the case that it is refused; the password never is.
  addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset.sends === undefined) return;
    if (form.dataset.stage === "sending") {
      event.preventDefault();
      return;
    }
    form.dataset.stage = "sending";
    for (const field of form.querySelectorAll("[data-kept]"))
      store((kept) => kept.setItem(KEY + field.dataset.kept, field.value));
  });
  // Going back to the page brings a form that can be sent again.
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sends]")) delete form.dataset.stage;
  });
  // The script may run before the form is there, and again after React has drawn it.
  const restored = new WeakSet();
  const restore = () => {
    const refused = new URLSearchParams(location.search).has("problem");
    for (const field of document.querySelectorAll("[data-kept]")) {
      if (restored.has(field)) continue;
      restored.add(field);
      const key = KEY + field.dataset.kept;
      if (!refused) store((kept) => kept.removeItem(key));
      else if (!field.value) field.value = store((kept) => kept.getItem(key)) ?? "";
    }
  };
  new MutationObserver(restore).observe(document, { childList: true, subtree: true });
  restore();

  addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-show]");
    if (!button) return;
    const field = document.getElementById(button.dataset.show);
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
    field.focus();
  });
})();
