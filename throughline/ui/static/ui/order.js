/* Everything works without this file. It puts a list in order by dragging and by keys. */
"use strict";
(() => {
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
})();
