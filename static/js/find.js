// A search box with a list under it (parts/find.html says what stands in the page). The server searches: it forgives
// missing diacritics. Arrows move, Enter chooses, Escape closes; without this script the form's own button answers.
"use strict";
(function () {
  let timer, abort;

  function listOf(box) {
    return document.getElementById(box.getAttribute("aria-controls"));
  }
  function close(box) {
    const list = listOf(box);
    if (list) list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }
  function mark(box, option) {
    listOf(box)
      .querySelectorAll("[role=option]")
      .forEach((other) => other.setAttribute("aria-selected", String(other === option)));
    box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }
  function choose(box, option) {
    const chosen = { value: option.dataset.value, text: option.dataset.text };
    const into = box.dataset.findInto && document.getElementById(box.dataset.findInto);
    if (into) {
      into.value = chosen.value;
      into.dispatchEvent(new Event("change", { bubbles: true }));
    }
    box.value = chosen.text;
    close(box);
    box.dispatchEvent(new CustomEvent("find:chosen", { bubbles: true, detail: chosen }));
  }
  async function search(box) {
    const list = listOf(box);
    const term = box.value.trim();
    if (abort) abort.abort();
    if (!list || term.length < 2) return close(box);
    abort = new AbortController();
    try {
      const url = box.dataset.find + "?" + new URLSearchParams({ q: term });
      const answer = await fetch(url, { signal: abort.signal, headers: { "HX-Request": "true" } });
      if (!answer.ok || answer.redirected) return close(box);
      list.innerHTML = await answer.text();
      list.hidden = false;
      box.setAttribute("aria-expanded", "true");
    } catch (error) {
      if (error.name !== "AbortError") close(box);
    }
  }

  document.addEventListener("input", function (event) {
    const box = event.target;
    if (!box.dataset || !box.dataset.find) return;
    const into = box.dataset.findInto && document.getElementById(box.dataset.findInto);
    if (into) into.value = "";
    clearTimeout(timer);
    timer = setTimeout(() => search(box), 200);
  });
  document.addEventListener("keydown", function (event) {
    const box = event.target;
    if (!box.dataset || !box.dataset.find) return;
    const list = listOf(box);
    if (!list || list.hidden) return;
    const options = [...list.querySelectorAll("[role=option]:not([aria-disabled])")];
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "Escape") close(box);
    else if (event.key === "ArrowDown" && options.length) mark(box, options[Math.min(at + 1, options.length - 1)]);
    else if (event.key === "ArrowUp" && options.length) mark(box, options[Math.max(at - 1, 0)]);
    else if (event.key === "Enter" && options.length) choose(box, options[Math.max(at, 0)]);
    else return;
    event.preventDefault();
  });
  document.addEventListener("mousedown", function (event) {
    const option = event.target.closest && event.target.closest(".find-list [role=option]:not([aria-disabled])");
    if (!option) return;
    event.preventDefault();
    const list = '[aria-controls="' + option.parentElement.id + '"]';
    const box = document.activeElement.matches(list) ? document.activeElement : document.querySelector(list);
    if (box) choose(box, option);
  });
  document.addEventListener("focusout", function (event) {
    if (!event.target.dataset || !event.target.dataset.find) return;
    clearTimeout(timer); // an answer that comes when the box was left opens nothing
    if (abort) abort.abort();
    close(event.target);
  });
})();
