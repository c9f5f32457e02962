// Rà soát by the keyboard: 1 to 5 choose the class in the order of the list and go on to the next row.
"use strict";
(function () {
  const form = document.querySelector("form[data-review]");
  if (!form) return;
  form.querySelectorAll("[data-scripted]").forEach(function (part) {
    part.hidden = false;
  });
  const selects = Array.from(form.querySelectorAll('select[name^="lop-"]'));
  form.addEventListener("keydown", function (event) {
    const at = selects.indexOf(event.target);
    const choice = Number(event.key);
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey || !(choice >= 1 && choice <= 5)) return;
    selects[at].selectedIndex = choice;
    selects[at].dispatchEvent(new Event("change", { bubbles: true }));
    if (selects[at + 1]) selects[at + 1].focus();
    event.preventDefault();
  });
})();
