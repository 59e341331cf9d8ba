/* Everything works without this file. It keeps the answers to a survey question consistent while they are chosen. */
"use strict";
(() => {
  // A survey question: words for "other" choose it, another single answer clears them, "prefer not to say" stands alone.
  const answered = ({ target }) => {
    const box = target.form && target.form.querySelector("[data-other]");
    const inputs = target.form ? [...target.form.querySelectorAll("input[name='answer']")] : [];
    const other = box && inputs.find((input) => input.value === box.dataset.other);
    if (target === box) {
      if (other && box.value.trim()) other.checked = true;
      return;
    }
    if (!inputs.includes(target) || !target.checked) return;
    const isAlone = (input) => input.type === "radio" || input.value === "-declined";
    for (const input of inputs) {
      if (input !== target && (isAlone(input) || isAlone(target))) input.checked = false;
    }
    if (!box) return;
    if (target === other) box.value = box.value || box.dataset.kept || "";
    else if (isAlone(target) && box.value) [box.dataset.kept, box.value] = [box.value, ""];
  };
  document.addEventListener("change", answered, true);
  document.addEventListener("input", answered, true);
})();
