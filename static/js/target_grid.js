// Bảng chỉ tiêu: each box (an indicator of a commune) is stored on its own when one of its cells is left, kept in this
// browser while it cannot be, and sent once: its key makes it one record however often it arrives. The server draws the
// boxes (targets/row.html, targets/cell.html); this puts what it answers into the box that stands, so that the cell
// under the cursor is never taken away.
"use strict";
(function () {
  const form = document.querySelector("form[data-grid]");
  if (!form) return;
  const table = form.querySelector("[data-table]");
  const STATES = JSON.parse(document.getElementById("grid-states").textContent);
  const stored = new WeakMap(); // input → what the server has of it

  const boxes = () => [...table.querySelectorAll("[data-box]")];
  const name = (box) => box.dataset.box;
  const hidden = (box) => box.querySelector('input[type="hidden"][name="' + name(box) + '"]');
  const inputs = (box) => [...box.querySelectorAll('input:not([type="hidden"])')];
  const state = (box) => box.dataset.state;
  const key = (box) => form.dataset.url + "#" + name(box);
  const changed = (box) => inputs(box).filter((input) => !input.readOnly && input.value.trim() !== (stored.get(input) ?? ""));

  function remember(box) {
    for (const input of inputs(box)) if (!stored.has(input)) stored.set(input, input.defaultValue.trim());
  }
  function setState(box, next) {
    box.dataset.state = next;
    box.className = box.className.replace(/\bs-\w+/, "s-" + next);
    const word = box.querySelector("[data-word]");
    word.hidden = next === "empty";
    word.className = "st st-" + STATES[next][0];
    const spoken = word.querySelector(".hide");
    if (box.matches("td")) {
      if (!spoken) word.innerHTML = '<span class="hide"></span>';
      word.querySelector(".hide").textContent = STATES[next][1];
      word.parentElement.title = STATES[next][1];
    } else word.textContent = STATES[next][1];
  }
  function keep(box, kept) {
    const cells = Object.fromEntries(changed(box).map((input) => [input.name, input.value]));
    window.gridStore.put(key(box), { cells: cells, hidden: hidden(box).value, at: Date.now(), kept: kept });
  }
  function edited(box) {
    if (state(box) === "saving") return;
    if (changed(box).length) {
      setState(box, "dirty");
      keep(box, false);
    } else if (state(box) === "dirty") {
      setState(box, box.dataset.before || "empty");
      window.gridStore.drop(key(box));
    }
  }

  // ---- storing ----

  let working = Promise.resolve();
  // One box after another: a slow line carries one at a time.
  function save(box, how) {
    working = working.then(() => store(box, how || {})).catch((error) => window.reportError(error));
    return working;
  }
  async function store(box, how) {
    const sent = changed(box);
    const asked = how.over || how.take;
    if (!box.isConnected || (!sent.length && !asked)) return;
    if (!asked && state(box) === "bad" && !how.again) return;
    const data = new FormData();
    data.append("o", name(box));
    data.append(name(box), hidden(box).value);
    const values = new Map(sent.map((input) => [input, input.value]));
    for (const [input, value] of values) data.append(input.name, value);
    if (how.over) data.append("ghi_de", name(box));
    if (how.take) data.append("lay", name(box));
    setState(box, "saving");
    keep(box, false);
    const answer = await window.gridNet.post(form.dataset.boxUrl, data);
    if (typeof answer === "string") {
      setState(box, "kept");
      keep(box, true);
      window.gridNet.lost(answer);
      return;
    }
    window.gridNet.found();
    if (answer.status === 404) {
      setState(box, "bad");
      return;
    }
    put(box, await answer.text(), values, answer.status === 200);
    if (answer.status === 200) window.gridStore.drop(key(box));
    if (answer.status === 200 && changed(box).length) edited(box);
    else if (answer.status !== 200) keep(box, false);
  }
  // What the server drew, into the box that stands. A cell that was changed meanwhile, or has the cursor, stays.
  function put(box, html, values, well) {
    const fresh = document.createElement("template");
    // A td or a tbody is only read inside a table.
    fresh.innerHTML = box.matches("td") ? "<table><tr>" + html + "</tr></table>" : "<table>" + html + "</table>";
    const drawn = fresh.content.querySelector("[data-box]");
    const at = document.activeElement;
    hidden(box).value = hidden(drawn).value;
    for (const input of inputs(drawn)) {
      const mine = inputs(box).find((one) => one.name === input.name);
      if (!mine || mine.closest("[data-said]")) continue;
      const still = values.has(mine) ? mine.value === values.get(mine) : !changed(box).includes(mine);
      if (well) stored.set(mine, input.value.trim());
      if (still && mine !== at) mine.value = input.value;
      mine.readOnly = input.readOnly;
      for (const mark of ["aria-invalid", "aria-describedby"]) {
        if (input.hasAttribute(mark)) mine.setAttribute(mark, input.getAttribute(mark));
        else mine.removeAttribute(mark);
      }
    }
    box.querySelectorAll(".read").forEach((one) => one.remove());
    drawn.querySelectorAll("td .read, :scope > .read").forEach(function (read) {
      const cell = box.matches("td") ? box : box.querySelector('td[data-l="' + read.closest("td").dataset.l + '"]');
      (cell.querySelector("input, .counted") || cell.lastElementChild).after(read);
    });
    const status = box.querySelector("[data-status]");
    if (!status.contains(at)) status.replaceWith(drawn.querySelector("[data-status]"));
    box.dataset.before = drawn.dataset.state;
    setState(box, drawn.dataset.state);
    said(box, drawn);
    remember(box);
  }
  // What is wrong or asked stands under the row, or beside the cell; the reason that is being typed stays.
  function said(box, drawn) {
    const old = [...box.querySelectorAll("[data-said]")];
    const typed = old.flatMap((line) => [...line.querySelectorAll("input")]).map((input) => [input.name, input.value, input === document.activeElement]);
    old.forEach((line) => line.remove());
    box.append(...drawn.querySelectorAll("[data-said]"));
    for (const [field, value, focused] of typed) {
      const mine = inputs(box).find((one) => one.name === field);
      if (!mine) continue;
      if (value) mine.value = value;
      if (focused) mine.focus();
    }
  }
  const waiting = () => boxes().filter((box) => state(box) === "kept");
  const saveAll = () => Promise.all(boxes().map((box) => save(box, { again: true })));

  // ---- events ----

  const boxOf = (target) => target.closest("[data-box]");
  table.addEventListener("input", (event) => boxOf(event.target) && edited(boxOf(event.target)));
  // Leaving a cell stores the box; a box that had a fault is sent again once something in it was changed.
  table.addEventListener("change", function (event) {
    const box = boxOf(event.target);
    if (box) setTimeout(() => save(box, { again: true }), 0);
  });
  form.addEventListener("click", function (event) {
    const button = event.target.closest("button");
    if (!button) return;
    const box = boxOf(button);
    if (button.name === "ghi_de") save(box, { over: true });
    else if (button.name === "lay") {
      inputs(box).forEach((input) => (input.value = stored.get(input) ?? ""));
      save(box, { take: true });
    } else if (button.matches("[data-save]")) saveAll();
    else if (button.matches("[data-send]")) send();
    else return;
    event.preventDefault();
  });
  // Handing in is a step of the page: what is typed is stored first, and what could not be stored stops it.
  async function send() {
    await saveAll();
    const stuck = boxes().find((box) => ["bad", "kept", "dirty"].includes(state(box)));
    if (stuck) return inputs(stuck)[0].focus();
    const gui = document.createElement("input");
    Object.assign(gui, { type: "hidden", name: "luu", value: "gui" });
    form.append(gui);
    form.submit();
  }
  form.addEventListener("submit", (event) => event.preventDefault());

  window.grid = { boxes: boxes, inputs: inputs, save: save, table: table, waiting: waiting, again: () => Promise.all(waiting().map((box) => save(box, { again: true }))) };

  // What waited in this browser comes back to its boxes, and goes on its way.
  window.addEventListener("DOMContentLoaded", function () {
    for (const box of boxes()) {
      remember(box);
      box.dataset.before = state(box);
      // Cells that came back with faults hold what was typed, not what is stored.
      if (state(box) === "bad") inputs(box).forEach((input) => stored.set(input, "\u0000"));
    }
    const here = form.dataset.url + "#";
    for (const [which, item] of window.gridStore.all()) {
      if (!which.startsWith(here)) continue;
      const box = boxes().find((one) => name(one) === which.slice(here.length));
      if (!box) continue;
      hidden(box).value = item.hidden;
      for (const input of inputs(box)) if (input.name in item.cells && !input.readOnly) input.value = item.cells[input.name];
      if (changed(box).length) {
        setState(box, item.kept ? "kept" : "dirty");
        save(box, { again: true });
      } else window.gridStore.drop(which);
    }
  });
})();
