// The target grid by the keyboard alone: arrows, Enter, Esc, and a block pasted from a spreadsheet over rows and
// columns. target_grid.js knows the boxes (window.grid).
"use strict";
(function () {
  const table = document.querySelector("form[data-grid] [data-table]");
  if (!table) return;
  const before = new WeakMap(); // what a cell held when it was entered
  const isCell = (box) => box.matches && box.matches("input:not([type=hidden])");

  // The cells as they stand on the page: lines of places, null where nothing can be typed.
  function lines() {
    const rows = [...table.querySelectorAll("tbody > tr:not([data-said])")].filter((row) => row.querySelector("td"));
    return rows.map((row) => [...row.querySelectorAll(":scope > td")].map((td) => [...td.querySelectorAll("input:not([type=hidden])")].find((one) => one.offsetParent && !td.querySelector(".cell-said")?.contains(one)) || null));
  }
  function place(input) {
    const there = lines();
    for (let y = 0; y < there.length; y += 1) {
      const x = there[y].indexOf(input);
      if (x >= 0) return [there, y, x];
    }
    return [there, -1, -1];
  }
  function beside(input, down, right) {
    const [there, row, column] = place(input);
    let [y, x] = [row + down, column + right];
    while (row >= 0 && there[y] && x >= 0 && x < there[y].length) {
      if (there[y][x]) return there[y][x];
      [y, x] = [y + down, x + right];
    }
    return null;
  }
  function go(input) {
    if (!input) return;
    input.focus();
    input.select();
  }
  function set(input, value) {
    if (input.readOnly || input.value === value) return;
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
  table.addEventListener("focusin", (event) => isCell(event.target) && before.set(event.target, event.target.value));
  table.addEventListener("keydown", function (event) {
    const input = event.target;
    if (!isCell(input) || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const [from, to, size] = [input.selectionStart, input.selectionEnd, input.value.length];
    const whole = from === 0 && to === size;
    if (event.key === "Enter") {
      const next = beside(input, event.shiftKey ? -1 : 1, 0);
      if (next) go(next);
      else input.blur();
    } else if (event.shiftKey) return;
    else if (event.key === "ArrowDown") go(beside(input, 1, 0));
    else if (event.key === "ArrowUp") go(beside(input, -1, 0));
    else if (event.key === "ArrowRight" && (whole || (from === size && to === size))) go(beside(input, 0, 1));
    else if (event.key === "ArrowLeft" && (whole || (from === 0 && to === 0))) go(beside(input, 0, -1));
    else if (event.key === "Escape") {
      input.value = before.get(input) || "";
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.select();
    } else return;
    event.preventDefault();
  });
  table.addEventListener("paste", function (event) {
    const input = event.target;
    if (!isCell(input) || input.readOnly) return;
    const text = event.clipboardData.getData("text/plain");
    if (!window.gridPaste.isBlock(text)) return;
    event.preventDefault();
    const [there, y, x] = place(input);
    window.gridPaste.read(text).forEach(function (values, down) {
      values.forEach(function (value, right) {
        const into = there[y + down] && there[y + down][x + right];
        if (into && value.trim()) set(into, value.trim());
      });
    });
  });
})();
