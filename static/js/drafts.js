// What was typed outlives a session that ran out, a server that failed and a page closed by mistake.
// It stays in this tab only (sessionStorage), under the name of who typed it, and goes on logging out or once saved.
// Passwords, files, hidden fields (tokens, keys, versions) and fields marked data-secret are never kept.
"use strict";
(function () {
  const KEY = "danvan:draft:";
  const body = document.body;
  const who = body.dataset.who || "";
  const here = KEY + location.pathname;
  const store = window.sessionStorage;

  function load(key) {
    try {
      return JSON.parse(store.getItem(key));
    } catch (error) {
      return null;
    }
  }
  function save(key, draft) {
    try {
      store.setItem(key, JSON.stringify(draft));
    } catch (error) {
      // A full or forbidden store loses the convenience, never the page.
    }
  }
  function drafts() {
    return Object.keys(store).filter((key) => key.startsWith(KEY));
  }

  // Pages that say a submission did not arrive: log in, errors.
  if (body.dataset.page === "login" || body.dataset.page === "error") {
    let lost = false;
    drafts().forEach(function (key) {
      const draft = load(key);
      if (draft && draft.sent) {
        save(key, Object.assign(draft, { sent: false }));
        lost = true;
      } else if (draft) lost = true;
    });
    const note = document.querySelector("[data-kept-note]");
    if (note && lost) note.hidden = false;
    return;
  }
  if (!who) return;

  // Any other page: what was sent from elsewhere has arrived; what another person typed is not shown.
  drafts().forEach(function (key) {
    const draft = load(key);
    if (!draft || draft.who !== who || draft.sent) store.removeItem(key);
  });

  document.addEventListener("submit", function (event) {
    if (!event.target.matches("form[data-leave]")) return;
    drafts().forEach((key) => store.removeItem(key));
    const mine = "danvan:grid:" + event.target.dataset.leave + ":"; // rows that grid_store.js keeps for this person
    for (const key of Object.keys(window.localStorage)) if (key.startsWith(mine)) window.localStorage.removeItem(key);
  });

  const form = document.querySelector("form[data-keep]");
  if (!form) return;

  function kept(field) {
    return field.name && !field.disabled && !field.dataset.secret && !/^(hidden|password|file|submit|button)$/.test(field.type);
  }
  function take() {
    const values = [];
    for (const field of form.elements) {
      if (!kept(field)) continue;
      if (field.type === "checkbox" || field.type === "radio") values.push([field.name, field.value, field.checked]);
      else if (field.type === "select-multiple") {
        for (const option of field.selectedOptions) values.push([field.name, option.value, true]);
      } else values.push([field.name, field.value]);
    }
    const rows = {};
    for (const total of form.querySelectorAll('input[name$="-TOTAL_FORMS"]')) {
      rows[total.name.slice(0, -"-TOTAL_FORMS".length)] = Number(total.value);
    }
    return { who: who, at: new Date().toISOString(), sent: false, values: values, rows: rows };
  }
  function give(draft) {
    for (const [prefix, wanted] of Object.entries(draft.rows)) {
      const total = document.getElementById("id_" + prefix + "-TOTAL_FORMS");
      while (total && Number(total.value) < wanted && window.portal.addRow(prefix));
    }
    for (const field of form.elements) if (field.type === "select-multiple" && kept(field)) field.selectedIndex = -1;
    for (const [name, value, state] of draft.values) {
      for (const field of form.querySelectorAll('[name="' + CSS.escape(name) + '"]')) {
        if (!kept(field)) continue;
        if (field.type === "checkbox" || field.type === "radio") {
          if (field.value === value) field.checked = state;
        } else if (field.type === "select-multiple") {
          for (const option of field.options) if (option.value === value) option.selected = true;
        } else field.value = value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
  }

  // Offer what was left behind, unless the server itself sent the typed words back.
  const left = load(here);
  if (left && !document.querySelector(".err-sum")) {
    const box = document.createElement("div");
    box.className = "kept";
    box.setAttribute("role", "status");
    const words = document.createElement("p");
    const at = new Date(left.at).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
    words.textContent = "Có nội dung gõ dở lúc " + at + " chưa lưu.";
    const use = document.createElement("button");
    const drop = document.createElement("button");
    use.type = drop.type = "button";
    use.className = "btn btn-sm";
    drop.className = "btn btn-sm btn-text";
    use.textContent = "Dùng lại";
    drop.textContent = "Bỏ";
    use.addEventListener("click", function () {
      give(left);
      box.remove();
    });
    drop.addEventListener("click", function () {
      store.removeItem(here);
      box.remove();
    });
    box.append(words, use, drop);
    form.before(box);
  }

  let timer;
  form.addEventListener("input", function () {
    clearTimeout(timer);
    timer = setTimeout(() => save(here, take()), 400);
  });
  form.addEventListener("submit", function () {
    clearTimeout(timer);
    save(here, Object.assign(take(), { sent: true }));
  });
})();
