// The quick grid by the keyboard alone: arrows, Enter, Ctrl+D, Ctrl+Enter, Esc, and a block pasted from a spreadsheet.
// grid.js knows the rows (window.grid); an open list of suggestions has the arrows, Enter and Esc first (find.js).
"use strict";
(function () {
  const table = document.querySelector("form[data-grid] [data-table]");
  if (!table) return;
  const before = new WeakMap(); // what a cell held when it was entered
  const isCell = (box) => box.matches && box.matches("td > input");

  function go(box) {
    if (!box) return;
    box.focus();
    box.select();
  }
  function beside(box, rows, columns) {
    const row = box.closest("[data-row]");
    const at = window.grid.cells(row).indexOf(box);
    const next = rows ? window.grid.neighbour(row, rows) : row;
    return next && window.grid.cells(next)[at + columns];
  }
  function set(box, value) {
    if (box.readOnly || box.value === value) return;
    box.value = value;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  table.addEventListener("focusin", function (event) {
    if (!isCell(event.target)) return;
    before.set(event.target, event.target.value);
    widen(event.target);
  });
  // Words that do not fit spread over the neighbours, until the pointer goes there.
  function widen(box) {
    box.classList.remove("wide");
    if (box.scrollWidth > box.clientWidth) box.classList.add("wide");
  }
  table.addEventListener("input", (event) => isCell(event.target) && widen(event.target));
  table.addEventListener("pointermove", function (event) {
    const box = document.activeElement;
    if (!box.classList.contains("wide")) return;
    const own = box.parentElement.getBoundingClientRect();
    if (event.clientX > own.right || event.clientX < own.left) box.classList.remove("wide");
  });
  table.addEventListener("keydown", function (event) {
    const box = event.target;
    if (!isCell(box) || event.isComposing || event.altKey) return;
    const listed = box.getAttribute("aria-expanded") === "true";
    const command = event.ctrlKey || event.metaKey;
    const bare = !command && !event.shiftKey;
    if (listed && bare && ["ArrowDown", "ArrowUp", "Enter", "Escape"].includes(event.key)) return;
    const [from, to, size] = [box.selectionStart, box.selectionEnd, box.value.length];
    if (command && event.key.toLowerCase() === "d") {
      const above = beside(box, -1, 0);
      if (above) set(box, above.value);
    } else if (command && event.key === "Enter") window.grid.saveAll();
    else if (!bare) return;
    else if (event.key === "ArrowDown") go(beside(box, 1, 0));
    else if (event.key === "ArrowUp") go(beside(box, -1, 0));
    else if (event.key === "ArrowRight" && from === size && to === size) go(beside(box, 0, 1));
    else if (event.key === "ArrowLeft" && from === 0 && to === 0) go(beside(box, 0, -1));
    else if (event.key === "Enter") go(window.grid.first(window.grid.neighbour(box.closest("[data-row]"), 1, true)));
    else if (event.key === "Escape") {
      set(box, before.get(box) || "");
      box.select();
    } else return;
    event.preventDefault();
  });

  // ---- paste ----

  const folded = (text) => window.grid.fold(text.split(",")[0].trim());
  function isHead(row) {
    const heads = [...table.tHead.rows[0].cells].map((head) => folded(head.textContent));
    return row.filter((value) => value.trim() && heads.includes(folded(value))).length > 1;
  }
  table.addEventListener("paste", function (event) {
    const box = event.target;
    if (!isCell(box) || box.readOnly) return;
    const text = event.clipboardData.getData("text/plain");
    if (!window.gridPaste.isBlock(text)) return;
    event.preventDefault();
    const rows = window.gridPaste.read(text);
    if (rows.length && isHead(rows[0])) rows.shift();
    let row = box.closest("[data-row]");
    const start = window.grid.cells(row).indexOf(box);
    const filled = [];
    rows.forEach(function (values, number) {
      if (number) row = window.grid.neighbour(row, 1, true);
      if (!row) return;
      window.grid.begin(row);
      const cells = window.grid.cells(row);
      values.slice(0, cells.length - start).forEach(function (value, column) {
        const into = cells[start + column];
        const several = /-(sources|quantity|organization)$/.test(into.name);
        set(into, value.trim().replace(/\s*[\r\n]+\s*/g, several ? "; " : " "));
      });
      filled.push(row);
    });
    window.grid.saveRows(filled);
  });
})();
