// Bảng nhập nhanh: each row is stored on its own when it is left, kept in this browser while it cannot be, and sent
// once: its key makes it one record however often it arrives. The server draws the rows (supports/grid_row.html);
// this puts what it answers into the row that stands, so that the cell under the cursor is never taken away.
"use strict";
(function () {
  const form = document.querySelector("form[data-grid]");
  if (!form) return;
  const table = form.querySelector("[data-table]");
  const count = form.querySelector("[data-count]");
  const blank = form.querySelector("template[data-blank]");
  const STATES = JSON.parse(document.getElementById("grid-states").textContent);
  const SHARED = ["organization", "campaign", "area", "hamlets", "date"];
  const TELLING = ["description", "quantity", "households", "sources", "amount", "note"];
  const MOST = 300;
  const frozen = new WeakMap(); // row → the context that it was first sent under
  const tried = new WeakSet();  // rows that may have reached the server
  const timers = new WeakMap();

  // ---- rows and cells ----

  const rows = () => [...table.querySelectorAll("tbody[data-row]")];
  const cells = (row) => [...row.querySelectorAll("td > input")];
  const cell = (row, name) => row.querySelector('[name$="-' + name + '"]');
  const value = (row, name) => (cell(row, name) ? cell(row, name).value.trim() : "");
  const state = (row) => row.dataset.state;
  const filled = (row) => state(row) !== "removed" && TELLING.some((name) => value(row, name));
  const index = (row) => /^dong-(\d+)-/.exec(cell(row, "key").name)[1];
  const rowUrl = (row) => form.dataset.rowUrl + (value(row, "pk") ? value(row, "pk") + "/" : "");
  const first = (row) => row && cell(row, "description");
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d").replace(/Đ/g, "D").toLowerCase();
  function take(row) {
    const found = {};
    for (const box of row.querySelectorAll("input[name^=dong-]")) {
      const name = /^dong-\d+-(\w+)$/.exec(box.name);
      if (name && !["key", "pk", "version", "removed"].includes(name[1])) found[name[1]] = box.value;
    }
    return found;
  }
  function freshKey() {
    if (window.crypto.randomUUID) return window.crypto.randomUUID();
    const hex = [...window.crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
    return hex.slice(0, 12) + "4" + hex.slice(13, 16) + "a" + hex.slice(17);
  }
  function setState(row, name) {
    row.dataset.state = name;
    row.className = "row s-" + name;
    const word = row.querySelector("[data-word]");
    word.className = "st st-" + STATES[name][0];
    word.textContent = STATES[name][1];
    row.querySelector(".row-acts").hidden = name === "new";
  }
  function addRows(wanted) {
    let made = null;
    for (let n = 0; n < wanted && Number(count.value) < MOST; n += 1) {
      const fresh = document.createElement("template");
      const at = Number(count.value);
      fresh.innerHTML = blank.innerHTML.replaceAll("__n__", String(at)).replaceAll("__no__", String(at + 1));
      const row = fresh.content.firstElementChild;
      cell(row, "key").value = freshKey();
      table.tFoot.before(row);
      count.value = String(at + 1);
      made = made || row;
    }
    return made;
  }
  function neighbour(row, step, grow) {
    const there = rows().filter((one) => state(one) !== "removed");
    return there[there.indexOf(row) + step] || (grow && step > 0 ? addRows(1) : null);
  }

  // ---- what fills itself (grid_fill.js) ----

  function begin(row) {
    if (state(row) !== "new") return;
    window.gridFill.begin(row, rows().slice(0, rows().indexOf(row)).filter(filled).pop());
  }

  // ---- keeping ----

  const shared = () => Object.fromEntries(SHARED.map((name) => [name, form.elements[name].value]));
  function keep(row, kept) {
    window.gridStore.put(value(row, "key"), {
      cells: take(row), context: frozen.get(row) || null, pk: value(row, "pk"), version: value(row, "version"),
      at: Date.now(), kept: kept,
    });
  }
  function changed(row) {
    if (state(row) === "sent") return;
    if (!filled(row) && !value(row, "pk")) {
      window.gridStore.drop(value(row, "key"));
      setState(row, "new");
    } else {
      if (state(row) !== "saving") setState(row, "dirty");
      clearTimeout(timers.get(row));
      timers.set(row, setTimeout(() => state(row) === "dirty" && keep(row, false), 250));
    }
    window.gridTotals();
  }

  // ---- storing ----

  let working = Promise.resolve();
  // One row after another: an officer's rows reach the journal in their order, and a slow line carries one at a time.
  function save(row, how) {
    working = working.then(() => store(row, how || {})).catch((error) => window.reportError(error));
    return working;
  }
  async function store(row, how) {
    const wanted = how.version || how.again || how.late ? ["dirty", "bad", "kept"] : ["dirty", "kept"];
    if (!row.isConnected || !wanted.includes(state(row)) || (!filled(row) && !value(row, "pk"))) return;
    await window.gridFill.source(row);
    const context = frozen.get(row) || shared();
    const sent = take(row);
    const data = new FormData();
    for (const box of row.querySelectorAll("input[name^=dong-]:not([type=radio])")) data.append(box.name, box.value);
    if (how.version) data.set(cell(row, "version").name, how.version);
    if (how.late) data.set("bo_sung", "1");
    SHARED.forEach((name) => data.append(name, context[name]));
    if (!tried.has(row)) data.append("lan_dau", "1"); // the server need not look for its key
    setState(row, "saving");
    keep(row, false);
    tried.add(row);
    const answer = await post(rowUrl(row), data, row);
    if (typeof answer === "string") {
      frozen.set(row, context);
      setState(row, "kept");
      keep(row, true);
      window.gridNet.lost(answer);
    } else if (answer.status === 404) {
      setState(row, "bad");
      say(row, "Bản ghi của dòng này không còn trong phạm vi của bạn.");
    } else {
      window.gridNet.found();
      put(row, await answer.text(), sent);
      if (answer.status === 200) {
        frozen.set(row, context);
        window.gridStore.drop(value(row, "key"));
        window.gridFill.remember(row);
        address();
        if (JSON.stringify(take(row)) !== JSON.stringify(sent) && row.dataset.typed) changed(row);
      } else keep(row, false);
    }
    window.gridTotals();
  }
  function post(url, data, row) {
    data.append("dong", row ? index(row) : "");
    return window.gridNet.post(url, data);
  }
  // What the server drew, into the row that stands. A cell that was changed meanwhile, or has the cursor, stays.
  function put(row, html, sent) {
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    const drawn = fresh.content.firstElementChild;
    const at = document.activeElement;
    delete row.dataset.typed;
    for (const box of drawn.querySelectorAll("input[name^=dong-]:not([type=radio])")) {
      const mine = row.querySelector('[name="' + box.name + '"]');
      if (!mine) continue;
      const name = box.name.split("-")[2];
      const still = !sent || !(name in sent) || mine.value === sent[name];
      if (!still) row.dataset.typed = "1";
      if (still && mine !== at && (box.value || name !== "key")) mine.value = box.value;
      for (const mark of ["aria-invalid", "aria-describedby"]) {
        if (box.hasAttribute(mark)) mine.setAttribute(mark, box.getAttribute(mark));
        else mine.removeAttribute(mark);
      }
      const output = document.getElementById(mine.id + "-read");
      const read = drawn.querySelector('output[for="' + box.id + '"]');
      if (output && read && still) output.innerHTML = read.innerHTML;
    }
    if ("amount" in drawn.dataset) row.dataset.amount = drawn.dataset.amount;
    else delete row.dataset.amount;
    if (!row.querySelector(".c-tr").contains(at)) row.querySelector(".c-tr").innerHTML = drawn.querySelector(".c-tr").innerHTML;
    setState(row, drawn.dataset.state);
    row.querySelectorAll("[data-said]").forEach((line) => line.remove());
    under(row, ...drawn.querySelectorAll("[data-said]"));
    if (state(row) === "sent") lock(row);
  }
  function lock(row) {
    cells(row).forEach((box) => (box.readOnly = true));
    const button = row.querySelector('[name="bo"]');
    if (button) button.remove();
  }
  // Lines under a row, as wide as the table of this person.
  function under(row, ...lines) {
    row.append(...lines);
    row.querySelectorAll("td[colspan]").forEach((one) => (one.colSpan = table.tHead.rows[0].cells.length - 1));
  }
  function say(row, words) {
    row.querySelectorAll("[data-said]").forEach((line) => line.remove());
    const fresh = document.createElement("template");
    fresh.innerHTML = '<tr class="row-ask" data-said><td></td><td colspan="10"><p class="err-msg"></p></td></tr>';
    fresh.content.querySelector("p").textContent = words;
    under(row, fresh.content);
  }
  // The address names the stored rows: a page opened anew shows them again.
  function address() {
    const stored = rows().filter((row) => state(row) !== "removed").map((row) => value(row, "pk")).filter(Boolean);
    window.history.replaceState(null, "", form.dataset.url + (stored.length ? "?dong=" + stored.join(".") : ""));
  }
  const waiting = () => rows().filter((row) => state(row) === "kept");
  const saveRows = (some) => Promise.all(some.map((row) => save(row)));
  const saveAll = () => Promise.all(rows().filter((row) => state(row) !== "removed").map((row) => save(row, { again: true })));

  // ---- away, and back ----

  async function remove(row) {
    const values = take(row);
    if (value(row, "pk") || tried.has(row)) {
      const data = new FormData();
      for (const name of ["key", "pk", "version"]) data.append(cell(row, name).name, value(row, name));
      data.append("lam", "bo");
      const answer = await post(rowUrl(row), data, row);
      if (answer === "login") return window.gridNet.lost("login");
      if (typeof answer === "string" || !answer.ok) return say(row, "Chưa bỏ được dòng này, hãy thử lại khi có kết nối.");
    }
    window.gridStore.drop(value(row, "key"));
    const at = index(row);
    const gone = document.createElement("template");
    gone.innerHTML = '<tbody class="row s-removed" data-row data-state="removed"><tr class="row-gone"><td></td><td colspan="10"><span class="mute"></span> <button type="button" class="btn btn-text btn-sm">Hoàn tác</button></td></tr></tbody>';
    const there = gone.content.firstElementChild;
    there.querySelector("span").textContent = "Đã bỏ dòng “" + (values.description || "chưa có nội dung") + "”.";
    there.querySelector("button").addEventListener("click", () => bring(there, at, values));
    row.replaceWith(there);
    under(there);
    there.querySelector("button").focus();
    address();
    window.gridTotals();
  }
  function bring(gone, at, values) {
    const fresh = document.createElement("template");
    fresh.innerHTML = blank.innerHTML.replaceAll("__n__", at).replaceAll("__no__", String(Number(at) + 1));
    const row = fresh.content.firstElementChild;
    gone.replaceWith(row);
    give(row, freshKey(), { cells: values, fresh: true });
    first(row).focus();
    save(row);
  }
  function give(row, key, item) {
    cell(row, "key").value = key;
    for (const name of ["pk", "version"]) if (item[name]) cell(row, name).value = item[name];
    for (const [name, text] of Object.entries(item.cells)) if (cell(row, name)) cell(row, name).value = text;
    if (item.context) frozen.set(row, item.context);
    if (!item.fresh) tried.add(row); // what waited here may have been on its way already
    setState(row, item.kept ? "kept" : "dirty");
    cells(row).forEach((box) => box.dispatchEvent(new CustomEvent("grid:given", { bubbles: true })));
  }
  async function send() {
    await saveAll();
    const ready = rows().filter((row) => state(row) === "saved");
    if (!ready.length) return;
    const data = new FormData();
    ready.forEach((row) => data.append("pk", value(row, "pk")));
    const answer = await post(form.dataset.sendUrl, data, null);
    if (typeof answer === "string") return window.gridNet.lost(answer);
    const said = await answer.json();
    for (const row of ready) {
      const pk = value(row, "pk");
      if (said.sent.includes(Number(pk))) {
        setState(row, "sent");
        lock(row);
      } else if (said.refused[pk]) say(row, said.refused[pk]);
    }
    window.gridTotals();
  }

  // ---- events ----

  table.addEventListener("input", function (event) {
    const row = event.target.closest("[data-row]");
    if (row && event.target.matches("td > input")) changed(row);
  });
  table.addEventListener("focusin", function (event) {
    const row = event.target.closest("[data-row]");
    if (row && event.target.matches("td > input")) begin(row);
  });
  table.addEventListener("focusout", function (event) {
    const row = event.target.closest("[data-row]");
    if (row && state(row) === "dirty" && !row.contains(event.relatedTarget)) setTimeout(() => save(row), 0);
  });
  table.addEventListener("change", function (event) {
    const row = event.target.closest("[data-row]");
    if (!row) return;
    if (event.target.type === "radio") {
      cell(row, "amount").focus();
      setTimeout(() => save(row), 0);
    }
  });
  form.addEventListener("click", function (event) {
    const button = event.target.closest("button");
    if (!button) return;
    const row = button.closest("[data-row]");
    if (button.name === "bo") remove(row);
    else if (button.name === "ghi_de") save(row, { version: button.dataset.version });
    else if (button.name === "bo_sung") save(row, { late: true });
    else if (button.name === "lay") reread(row);
    else if (button.matches("[data-save]")) saveAll();
    else if (button.matches("[data-send]")) send();
    else if (button.matches("[data-more]")) {
      const made = addRows(10);
      if (made) first(made).focus();
    } else return;
    event.preventDefault();
  });
  async function reread(row) {
    const answer = await fetch(rowUrl(row) + "?dong=" + index(row), { redirect: "manual" }).catch(() => null);
    if (!answer || !answer.ok) return;
    first(row).blur();
    window.gridStore.drop(value(row, "key"));
    put(row, await answer.text(), null);
    window.gridTotals();
  }
  form.addEventListener("submit", (event) => event.preventDefault());

  window.grid = {
    rows: rows, cells: cells, cell: cell, value: value, state: state, filled: filled, first: first, fold: fold,
    neighbour: neighbour, begin: begin, save: save, saveRows: saveRows, saveAll: saveAll, form: form, table: table,
    waiting: waiting, again: () => saveRows(waiting()),
  };

  // What waited in this browser comes back to its rows, and goes on its way.
  window.addEventListener("DOMContentLoaded", function () {
    rows().forEach((row) => state(row) === "new" && (cell(row, "key").value = freshKey()));
    rows().forEach((row) => state(row) === "sent" && lock(row));
    for (const [key, item] of window.gridStore.all()) {
      const mine = item.pk && rows().find((row) => value(row, "pk") === item.pk);
      const free = rows().find((row) => state(row) === "new" && !filled(row));
      give(mine || free || addRows(1), key, item);
    }
    saveRows(rows().filter((row) => ["kept", "dirty"].includes(state(row))));
    window.gridTotals();
  });
})();
