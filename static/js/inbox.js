// Tiếp nhận by the keyboard: j and k move between rows, x ticks the row, Enter opens it (the link has the focus). What only works with a script shows itself.
"use strict";
(function () {
  const form = document.querySelector("form[data-inbox]");
  if (!form) return;
  form.querySelectorAll("[data-scripted]").forEach(function (part) {
    part.hidden = false;
  });
  const links = Array.from(form.querySelectorAll("a[data-row]"));

  function typing(target) {
    return target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  }
  function here() {
    const row = document.activeElement && document.activeElement.closest("tr");
    return links.findIndex(function (link) {
      return row && row.contains(link);
    });
  }
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const at = here();
    if (event.key === "j" || event.key === "k") {
      const next = links[Math.min(Math.max(at + (event.key === "j" ? 1 : -1), 0), links.length - 1)];
      if (next) next.focus();
    } else if (event.key === "x" && at >= 0) {
      const box = links[at].closest("tr").querySelector('input[name="muc"]');
      box.checked = !box.checked;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    } else return;
    event.preventDefault();
  });
})();
