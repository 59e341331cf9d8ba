/* Copies selected text and its offset into the form of a code or a quote. Without it, the text is typed. */
"use strict";
(() => {
  const text = document.querySelector("[data-span-text]");
  const words = document.querySelector("[data-span-words]");
  const start = document.querySelector("[data-span-start]");
  if (!text || !words || !start) return;
  const hint = document.querySelector("[data-span-hint]");
  if (hint) hint.hidden = false;
  words.addEventListener("input", () => { start.value = ""; });
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return;
    const before = document.createRange();
    before.selectNodeContents(text);
    before.setEnd(range.startContainer, range.startOffset);
    // Characters as the server counts them: one for each code point.
    start.value = Array.from(before.toString()).length;
    words.value = range.toString();
  });
})();
