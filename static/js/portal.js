// What the pages gain from a script; every one of them works without it.
// 1. Errors take the focus.  2. Live reading of figures.  3. The two readings of an ambiguous figure fill the field.
// 4. "Thêm dòng" adds a line in place.  5. Leaving a changed form asks first.  6. Tick all rows of a list.
"use strict";
(function () {
  const READ_URL = "/doc-so/";

  // 1. The summary of a refused form, so that a screen reader starts there.
  const summary = document.querySelector(".err-sum");
  if (summary) summary.focus({ preventScroll: false });

  // 2. <input data-read="money|count|area"> is read back into <output id="…-read">. The server reads: one reader, one rule.
  const waiting = new WeakMap();
  function read(input) {
    const output = document.getElementById(input.id + "-read");
    if (!output) return;
    const before = waiting.get(input) || {};
    clearTimeout(before.timer);
    if (before.abort) before.abort.abort();
    const text = input.value.trim();
    if (!text) {
      output.replaceChildren();
      return;
    }
    const abort = new AbortController();
    const timer = setTimeout(async function () {
      const query = new URLSearchParams({ t: text, loai: input.dataset.read });
      try {
        const answer = await fetch(READ_URL + "?" + query, { signal: abort.signal, headers: { "HX-Request": "true" } });
        if (answer.ok && !answer.redirected) output.innerHTML = await answer.text();
        else output.replaceChildren();
      } catch (error) {
        output.replaceChildren();
      }
    }, 250);
    waiting.set(input, { timer, abort });
  }
  document.addEventListener("input", function (event) {
    if (event.target.matches && event.target.matches("input[data-read]")) read(event.target);
  });
  function readAll(root) {
    root.querySelectorAll("input[data-read]").forEach(function (input) {
      // What the server has read already (data-read-done) is not asked again.
      if (input.value && input.getAttribute("aria-invalid") !== "true" && !("readDone" in input.dataset)) read(input);
    });
  }
  readAll(document);
  document.addEventListener("htmx:load", function (event) {
    readAll(event.target);
  });

  // 3. Choosing a reading writes it into the field it was asked about.
  document.addEventListener("change", function (event) {
    const id = event.target.dataset && event.target.dataset.fill;
    const field = id && document.getElementById(id);
    if (!field) return;
    field.value = event.target.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // 4. <button name="them" value="PREFIX" data-add="PREFIX">, <template data-row="PREFIX"> holding one line with
  //    __prefix__, and <… data-rows="PREFIX"> to put it in. Without them, or without this script, the button submits.
  function addRow(prefix) {
    const template = document.querySelector('template[data-row="' + prefix + '"]');
    const rows = document.querySelector('[data-rows="' + prefix + '"]');
    const total = document.getElementById("id_" + prefix + "-TOTAL_FORMS");
    const most = document.getElementById("id_" + prefix + "-MAX_NUM_FORMS");
    if (!template || !rows || !total) return false;
    if (most && most.value && Number(total.value) >= Number(most.value)) return false;
    const fresh = document.createElement("template");
    fresh.innerHTML = template.innerHTML
      .replaceAll("__prefix__", total.value)
      .replaceAll("__number__", String(Number(total.value) + 1));
    const first = fresh.content.querySelector("input:not([type=hidden]), select, textarea");
    rows.append(fresh.content);
    total.value = String(Number(total.value) + 1);
    return first || true;
  }
  document.addEventListener("click", function (event) {
    const button = event.target.closest && event.target.closest("button[data-add]");
    if (!button) return;
    const first = addRow(button.dataset.add);
    if (!first) return;
    event.preventDefault();
    if (first.focus) first.focus();
  });

  // 5. Only forms that hold words of a person: <form data-keep>.
  let dirty = false;
  document.addEventListener("input", function (event) {
    if (event.target.closest && event.target.closest("form[data-keep]")) dirty = true;
  });
  document.addEventListener("submit", function (event) {
    if (!event.defaultPrevented) dirty = false;
  });
  window.addEventListener("beforeunload", function (event) {
    if (dirty) event.preventDefault();
  });

  // A button that may not act stays in place, with its reason beside it.
  document.addEventListener(
    "click",
    function (event) {
      const off = event.target.closest && event.target.closest('[aria-disabled="true"]');
      if (off) {
        event.preventDefault();
        event.stopPropagation();
      }
    },
    true
  );

  // 6. <input type="checkbox" data-all="NAME"> ticks every box of that name; [data-picked="NAME"] counts them.
  function count(name) {
    const picked = document.querySelectorAll('input[name="' + name + '"]:checked').length;
    document.querySelectorAll('[data-picked="' + name + '"]').forEach(function (place) {
      place.textContent = picked ? "Đã chọn " + picked : "Chưa chọn dòng nào";
    });
  }
  document.addEventListener("change", function (event) {
    const box = event.target;
    if (box.type !== "checkbox") return;
    if (box.dataset.all) {
      document.querySelectorAll('input[name="' + box.dataset.all + '"]').forEach(function (other) {
        if (!other.disabled) other.checked = box.checked;
      });
      count(box.dataset.all);
    } else if (box.name) count(box.name);
  });

  window.portal = { addRow: addRow };
})();
