// A block of a report being rewritten: figures stand in the text as chips that show the portal's value and cannot be
// typed into. Deleting one takes two steps; the list under the text inserts one. Without this script the field itself
// shows {value | token}, and the server reads both alike.
"use strict";
(function () {
  const field = document.querySelector("textarea[data-words]");
  if (!field) return;
  const list = document.querySelector(".figure-list");
  const values = new Map();
  list.querySelectorAll("tr[data-token]").forEach((row) => values.set(row.dataset.token, row.dataset.value));
  const TOKEN = /\{\{|\}\}|\{(?:[^{}]*\|)?([^{}|]*)\}/g;

  const editor = document.createElement("div");
  const label = field.form.querySelector("label[for='" + field.id + "']");
  label.id = field.id + "-label";
  editor.className = "chips";
  editor.contentEditable = "true";
  editor.tabIndex = 0;
  editor.setAttribute("role", "textbox");
  editor.setAttribute("aria-multiline", "true");
  editor.setAttribute("aria-labelledby", label.id);
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (field.hasAttribute(name)) editor.setAttribute(name, field.getAttribute(name));
  }
  const said = document.createElement("p");
  said.className = "hint";
  said.setAttribute("role", "status");
  const hint = document.getElementById(field.id + "-hint");
  if (hint) {
    hint.textContent =
      "Số trong khung là số của cổng, đổi theo dữ liệu và không gõ đè được; chèn số khác từ danh sách bên dưới. " +
      "Dòng trống tách đoạn; xóa hết lời thì đoạn không in ra.";
  }
  label.addEventListener("click", () => editor.focus());

  function chip(token) {
    const made = document.createElement("span");
    made.className = "chip";
    made.contentEditable = "false";
    made.dataset.token = token;
    made.title = token;
    made.textContent = values.has(token) ? values.get(token) : "{" + token + "}";
    return made;
  }
  function show(text) {
    editor.replaceChildren();
    let end = 0;
    for (const match of text.matchAll(TOKEN)) {
      editor.append(text.slice(end, match.index));
      end = match.index + match[0].length;
      if (match[1] === undefined) editor.append(match[0]);
      else editor.append(chip(match[1].trim()));
    }
    editor.append(text.slice(end));
    close();
  }
  // A caret needs a place after a last chip.
  function close() {
    const last = editor.lastChild;
    if (last && last.nodeType === Node.ELEMENT_NODE && last.matches(".chip")) editor.append("\u200b");
  }
  function text(node) {
    if (node.nodeType === Node.TEXT_NODE) return node.data.replaceAll("\u200b", "");
    if (node.nodeName === "BR") return "\n";
    if (node.dataset && node.dataset.token !== undefined) {
      const value = values.get(node.dataset.token);
      return value === undefined ? "{" + node.dataset.token + "}" : "{" + value + " | " + node.dataset.token + "}";
    }
    const inside = Array.from(node.childNodes, text).join("");
    return node !== editor && /^(DIV|P)$/.test(node.nodeName) ? "\n" + inside : inside;
  }
  function keep() {
    field.value = text(editor);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  let caret = null;
  document.addEventListener("selectionchange", function () {
    const selection = getSelection();
    if (selection.rangeCount && editor.contains(selection.anchorNode)) caret = selection.getRangeAt(0).cloneRange();
  });
  function unmark() {
    editor.querySelectorAll(".chip.marked").forEach((one) => one.classList.remove("marked"));
    said.textContent = "";
  }

  // The place after a last chip is nothing to delete: who deletes there means the chip, or what stands before it.
  function chipBeforeCaretPlace(touched) {
    if (touched.length !== 1) return null;
    const { startContainer: node, startOffset: start, endContainer, endOffset: end } = touched[0];
    if (node !== endContainer || node.nodeType !== Node.TEXT_NODE || start) return null;
    const chip = node.previousSibling;
    return node.data.slice(0, end) === "\u200b" && chip && chip.matches && chip.matches(".chip") ? chip : null;
  }
  editor.addEventListener("beforeinput", function (event) {
    const touched = event.getTargetRanges ? event.getTargetRanges() : [];
    const before = event.inputType.endsWith("Backward") ? chipBeforeCaretPlace(touched) : null;
    if (before && before.classList.contains("marked")) {
      event.preventDefault();
      before.remove();
      unmark();
      close();
      keep();
      return;
    }
    const chips = before ? [before] : Array.from(editor.querySelectorAll(".chip")).filter((one) =>
      touched.some(function (range) {
        const live = document.createRange();
        live.setStart(range.startContainer, range.startOffset);
        live.setEnd(range.endContainer, range.endOffset);
        return !live.collapsed && live.intersectsNode(one);
      })
    );
    if (!chips.length || chips.every((one) => one.classList.contains("marked"))) return;
    event.preventDefault();
    chips.forEach((one) => one.classList.add("marked"));
    said.textContent = "Sắp bỏ số liệu: " + chips.map((one) => one.textContent).join("; ") + ". Bấm lần nữa để bỏ.";
  });
  editor.addEventListener("input", function () {
    unmark();
    close();
    keep();
  });
  editor.addEventListener("keydown", function (event) {
    if (event.key === "Enter") {
      event.preventDefault();
      document.execCommand("insertLineBreak");
    } else if (!/^(Backspace|Delete|Shift|Control|Alt|Meta)$/.test(event.key)) unmark();
  });
  editor.addEventListener("paste", function (event) {
    event.preventDefault();
    document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
  });
  editor.addEventListener("drop", (event) => event.preventDefault());

  // The list: found by words without diacritics, inserted where the caret was.
  function plain(words) {
    return words.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replaceAll("đ", "d");
  }
  function insert(token) {
    const made = chip(token);
    if (caret && editor.contains(caret.startContainer)) {
      caret.collapse(false);
      caret.insertNode(made);
    } else editor.append(made);
    close();
    const selection = getSelection();
    editor.focus();
    selection.removeAllRanges();
    const after = document.createRange();
    after.setStartAfter(made);
    selection.addRange(after);
    said.textContent = "Đã chèn " + made.textContent + ".";
    keep();
  }
  list.querySelectorAll("tr[data-token]").forEach(function (row) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm";
    button.textContent = "Chèn";
    const what = document.createElement("span");
    what.className = "hide";
    what.textContent = " " + row.dataset.value + ", " + row.cells[1].textContent;
    button.append(what);
    button.addEventListener("click", () => insert(row.dataset.token));
    row.cells[2].replaceChildren(button);
  });
  list.querySelector("thead th:last-child").textContent = "Chèn vào lời";
  const find = list.querySelector(".figure-find");
  find.hidden = false;
  find.querySelector("input").addEventListener("input", function (event) {
    const words = plain(event.target.value).split(/\s+/);
    list.querySelectorAll("tr[data-token]").forEach(function (row) {
      const here = plain(row.textContent);
      row.hidden = !words.every((word) => here.includes(word));
    });
  });
  find.querySelector("input").addEventListener("keydown", function (event) {
    if (event.key !== "Enter") return;
    event.preventDefault(); // it would save the block
    const first = list.querySelector("tr[data-token]:not([hidden])");
    if (first) insert(first.dataset.token);
  });

  show(field.value);
  field.hidden = true;
  field.after(editor, said);
})();
