/* Everything works without this file. It adds shortcut keys, a save status, character counts, copying and dragging. */
"use strict";
(() => {
  const root = document.documentElement;

  // Shortcuts, where they are shown: a button's keys are in data-key. People who use speech input, or mistype, can turn them off (WCAG 2.1.4).
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
    show();
  });

  document.addEventListener("input", ({ target: box }) => {
    const line = box.id && document.querySelector(`[data-counts="${CSS.escape(box.id)}"]`);
    if (line && box.maxLength > 0) line.textContent = line.dataset.text.replace("%", box.maxLength - box.value.length);
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

  // The order of a list: drag a row by its handle, or press the arrow keys on it. The neighbor moves, so focus stays.
  for (const list of document.querySelectorAll("[data-order]")) {
    const note = list.parentElement.querySelector("[data-order-note]");
    if (!note) continue;
    note.hidden = false;
    const rows = () => [...list.children].filter((row) => row.dataset.id);
    let timer, placed = "";
    const save = () => {
      clearTimeout(timer);
      timer = undefined;
      const body = new URLSearchParams(rows().map((row) => ["order", row.dataset.id]));
      body.set("csrfmiddlewaretoken", document.querySelector("[name='csrfmiddlewaretoken']").value);
      fetch(list.dataset.order, { method: "POST", body, headers: { "HX-Request": "true" }, keepalive: true })
        .then(async (response) => {
          if (response.redirected || (!response.ok && response.status !== 422)) throw new Error(response.status);
          note.textContent = `${response.ok ? placed : ""} ${await response.text()}`.trim();
        })
        .catch(() => { note.textContent = note.dataset.failed; });
    };
    const shift = (row, isDown) => {
      const neighbor = isDown ? row.nextElementSibling : row.previousElementSibling;
      if (!neighbor || !neighbor.dataset.id) return false;
      list.insertBefore(neighbor, isDown ? row : row.nextElementSibling);
      rows().forEach((one, place) => {
        const number = one.querySelector("[data-place]");
        if (number) number.textContent = place + 1;
      });
      placed = list.dataset.moved.replace("%", rows().indexOf(row) + 1);
      note.textContent = placed;
      clearTimeout(timer);
      timer = setTimeout(save, 500);
      return true;
    };
    addEventListener("pagehide", () => { if (timer) save(); });
    for (const handle of list.querySelectorAll("[data-handle]")) {
      const row = handle.closest("[data-id]");
      const drag = (event) => {
        const middle = (one) => { const box = one.getBoundingClientRect(); return (box.top + box.bottom) / 2; };
        const next = row.nextElementSibling, previous = row.previousElementSibling;
        if (next && event.clientY > middle(next)) shift(row, true);
        else if (previous && event.clientY < middle(previous)) shift(row, false);
        if (event.clientY < 60) scrollBy(0, -20);
        if (event.clientY > innerHeight - 60) scrollBy(0, 20);
      };
      const drop = () => {
        row.classList.remove("is-moving");
        document.removeEventListener("pointermove", drag);
      };
      handle.hidden = false;
      handle.addEventListener("pointerdown", (event) => {
        if (event.button) return;
        event.preventDefault();
        handle.focus();
        row.classList.add("is-moving");
        document.addEventListener("pointermove", drag);
        document.addEventListener("pointerup", drop, { once: true });
        document.addEventListener("pointercancel", drop, { once: true });
      });
      handle.addEventListener("keydown", (event) => {
        if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
        event.preventDefault();
        if (shift(row, event.key === "ArrowDown")) row.scrollIntoView({ block: "nearest" });
      });
    }
  }

  const summary = document.querySelector(".notice.error[tabindex]");
  if (summary) summary.focus();
})();
