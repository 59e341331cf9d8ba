/* Everything works without this file. */
"use strict";
(() => {
  const root = document.documentElement;

  // Shortcuts, where they are shown: keys are in data-key, and can be turned off (WCAG 2.1.4).
  const remembered = (off) => {
    try {
      if (off === undefined) return localStorage.getItem("keys") === "off";
      localStorage.setItem("keys", off ? "off" : "on");
    } catch { /* storage is disabled */ }
    return Boolean(off);
  };
  const show = () => {
    const row = document.querySelector("[data-keys]");
    if (!row) return;
    row.hidden = !document.querySelector("button[data-key]");
    row.querySelector("button").setAttribute("aria-pressed", String(root.classList.contains("no-keys")));
  };
  root.classList.toggle("no-keys", remembered());
  show();
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys] button")) {
      remembered(root.classList.toggle("no-keys"));
      show();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
    if (root.classList.contains("no-keys") || event.target.closest("input, textarea, select, [contenteditable]")) return;
    const button = document.querySelector(`button[data-key~="${CSS.escape(event.key.toLowerCase())}"]:enabled`);
    if (button?.querySelector("kbd")?.getClientRects().length) { event.preventDefault(); button.click(); }
  });

  // Save status: the texts are in the page, in its language; this only chooses among them.
  const say = (name) => {
    const line = document.querySelector("[data-state]");
    if (line && line.dataset[name]) line.textContent = line.dataset[name];
  };
  addEventListener("offline", () => say("offline"));
  addEventListener("online", () => say("online"));
  document.addEventListener("htmx:beforeRequest", () => say("saving"));
  document.addEventListener("htmx:sendError", () => say("offline"));
  document.addEventListener("htmx:responseError", () => say("failed"));
  document.addEventListener("htmx:afterSwap", (event) => {
    const focus = event.detail.target.querySelector("[data-focus]");
    if (focus) focus.focus();
    typed = false;
    show();
  });

  let typed = false;
  document.addEventListener("input", ({ target: box }) => {
    typed ||= box.matches("textarea");
    const line = box.id && document.querySelector(`[data-counts="${CSS.escape(box.id)}"]`);
    const most = box.dataset.count;
    if (line && most) line.textContent = line.dataset.text.replace("%", most - box.value.length);
  });

  // Another language is another page: it does not know what was typed on this one.
  document.addEventListener("click", (event) => {
    const languages = typed && event.target.closest(".languages");
    if (languages && !confirm(languages.dataset.typed)) event.preventDefault();
  });

  // Copying: the button is hidden without this script; the text is in a field that can be selected by hand.
  const showCopy = () => document.querySelectorAll("button[data-copy]").forEach((button) => { button.hidden = false; });
  showCopy();
  document.addEventListener("htmx:afterSwap", showCopy);
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-copy]");
    const box = button && document.getElementById(button.dataset.copy);
    if (!box) return;
    try {
      await navigator.clipboard.writeText(box.value);
    } catch { // not allowed, or not over HTTPS
      for (let fold = box.closest("details"); fold; fold = null) fold.open = true;
      box.select();
      if (!document.execCommand("copy")) return;
    }
    const line = button.parentElement.querySelector("[role=status]");
    if (line) line.textContent = button.dataset.copied;
  });

  const here = document.querySelector(".activities [aria-current]");
  if (here) here.parentElement.parentElement.scrollLeft = here.offsetLeft - here.parentElement.parentElement.offsetLeft - 16;

  const summary = document.querySelector(".notice.error[tabindex]");
  if (summary) summary.focus();
})();
