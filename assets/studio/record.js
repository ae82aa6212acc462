// Change here how a walk is recorded: what is pressed and written on pages of this browser is told
// to the studio's record page, by role and name. Builds for production do not have it.
(() => {
  "use strict";
  if (window.portalRecord) return;
  window.portalRecord = true;
  const KEY = "portal-record";
  const channel = new BroadcastChannel(KEY);
  const isOn = () => {
    try {
      return localStorage.getItem(KEY) === "on";
    } catch {
      return false;
    }
  };
  const isRecorder = () => document.querySelector("[data-recorder]") !== null;
  const isStudio = () => document.querySelector("[data-studio]") !== null;

  // The name of an element as a screen reader has it, near enough for what our pages are made of.
  const inner = (element) => {
    let said = "";
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) said += node.data;
      if (node.nodeType !== Node.ELEMENT_NODE || node.matches("[aria-hidden=true], svg, select, textarea")) continue;
      const style = getComputedStyle(node);
      if (style.display === "none" || style.visibility === "hidden") continue;
      const gap = style.display.startsWith("inline") ? "" : " ";
      said += gap + (node.getAttribute("aria-label") ?? inner(node)) + gap;
    }
    return said;
  };
  const clean = (text) => text.replace(/\s+/g, " ").trim();
  const nameOf = (element) => {
    if (element.hasAttribute("aria-label")) return clean(element.getAttribute("aria-label"));
    const by = (element.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id));
    const labels = by.some(Boolean) ? by.filter(Boolean) : [...(element.labels ?? [])];
    return clean(labels.length ? labels.map(inner).join(" ") : inner(element));
  };
  const SELECTOR = {
    button: "button, [role=button]",
    link: "a[href]",
    radio: "input[type=radio]",
    checkbox: "input[type=checkbox]",
    combobox: "select",
    searchbox: "input[type=search]",
    spinbutton: "input[type=number]",
    textbox: "textarea, input:not([type]), input[type=text], input[type=email], input[type=tel]",
  };
  const roleOf = (element) => Object.keys(SELECTOR).find((role) => element.matches(SELECTOR[role])) ?? "";
  const isShown = (element) => element.checkVisibility?.() ?? true;
  const step = (kind, element, value = "") => {
    const role = roleOf(element);
    const name = nameOf(element);
    if (!role || !name) return;
    const alike = [...document.querySelectorAll(SELECTOR[role])].filter((one) => isShown(one) && nameOf(one) === name);
    channel.postMessage({ kind, role, name, value, nth: alike.length > 1 ? alike.indexOf(element) : -1 });
  };
  const watches = (event) => event.isTrusted && isOn() && !isStudio();
  addEventListener("click", (event) => {
    if (!watches(event)) return;
    const pressed = event.target.closest?.("button, a[href], [role=button]");
    if (pressed) step("click", pressed);
  }, true);
  addEventListener("change", (event) => {
    if (!watches(event)) return;
    const field = event.target;
    if (field.matches?.("input[type=password], input[type=file], input[type=hidden]")) return;
    if (field.matches("input[type=radio], input[type=checkbox]")) step("check", field);
    else if (field.matches("select")) step("select", field, clean(field.selectedOptions[0]?.textContent ?? ""));
    else if (field.matches("input, textarea")) step("fill", field, field.value);
  }, true);

  // Each page that is reached is a step of its own.
  let seen = "";
  const look = () => {
    if (!isOn() || isStudio()) return;
    const page = document.querySelector("[data-page]");
    if (!page || page.dataset.hydrated !== "true" || page.dataset.phase === "loading") return;
    const heading = [...page.querySelectorAll("h1")].find(isShown);
    const name = heading ? clean(inner(heading)) : "";
    if (!name || `${location.pathname} ${name}` === seen) return;
    seen = `${location.pathname} ${name}`;
    channel.postMessage({ kind: "page", name });
  };
  document.addEventListener("portal:scan", look);
  setInterval(look, 300);

  // The record page: keeps the steps, and hands them to its state.
  let steps = [];
  const hand = () => {
    const field = document.querySelector("[data-recorded]");
    if (!field) return;
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field, JSON.stringify(steps));
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  channel.addEventListener("message", (event) => {
    if (!isRecorder()) return;
    steps = [...steps, event.data].slice(-200);
    hand();
  });
  const turn = (on) => {
    try {
      if (on) localStorage.setItem(KEY, "on");
      else localStorage.removeItem(KEY);
    } catch {
      // Without storage nothing can be recorded; the page says that nothing arrived.
    }
  };
  addEventListener("click", (event) => {
    if (event.target.closest?.("[data-record-start]")) {
      steps = [];
      turn(true);
    }
    if (event.target.closest?.("[data-record-stop]")) turn(false);
  });
  addEventListener("pagehide", () => isRecorder() && turn(false));
})();
