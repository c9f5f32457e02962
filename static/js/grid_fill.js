// What a row of the quick grid fills by itself, always in sight and always free to be changed: the organisation and the
// form of the row above, the usual unit, one household for each house, and the source that the organisation was last
// paid from, once an amount stands without one. Also the lists under the cells (find.js).
"use strict";
(function () {
  const form = document.querySelector("form[data-grid]");
  if (!form) return;
  const USUAL = JSON.parse(document.getElementById("grid-usual").textContent);
  const known = new Map();      // "0|Huyện đoàn" → promise of {organization, source}
  const cleared = new WeakSet(); // cells that a person emptied: they stay empty
  let topChanged = false;
  const top = form.elements.organization;
  const g = () => window.grid;

  function formOf(row) {
    const words = g().fold(g().value(row, "form")).split(/\s+/).filter(Boolean);
    const all = Object.entries(USUAL.forms);
    const exact = all.filter(([, label]) => g().fold(label) === words.join(" "));
    const some = words.length ? all.filter(([, label]) => words.every((word) => g().fold(label).includes(word))) : [];
    const found = exact.length === 1 ? exact : some;
    return found.length === 1 ? found[0] : null;
  }
  function fill(row, name, text) {
    const box = g().cell(row, name);
    if (!box || box.value.trim() || !text || cleared.has(box)) return;
    box.value = text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // ---- a row begun: who and which form, from above; who was changed on top goes first ----

  function begin(row, above) {
    const who = topChanged || !above ? top.value : g().value(above, "organization") || top.value;
    topChanged = false;
    const organization = g().cell(row, "organization");
    if (organization && !organization.value) organization.value = who;
    const kind = g().cell(row, "form");
    if (above && kind && !kind.value) kind.value = g().value(above, "form");
    hint(row);
  }
  top.addEventListener("change", function () {
    topChanged = true;
    for (const row of g().rows()) {
      if (g().state(row) !== "new") continue;
      const box = g().cell(row, "organization");
      if (box) box.value = "";
    }
  });

  // ---- sources ----

  const loan = (row) => ((formOf(row) || [])[0] === "loan" ? "1" : "0");
  function recall(row) {
    const who = g().value(row, "organization") || top.value.trim();
    if (!who) return Promise.resolve({});
    const key = loan(row) + "|" + who;
    if (!known.has(key)) {
      const query = new URLSearchParams({ dv: who, vay: loan(row) });
      const asked = fetch(form.dataset.sourceUrl + "?" + query, { redirect: "manual" })
        .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
        .then(function (found) {
          if (found.organization && found.organization !== who) known.set(loan(row) + "|" + found.organization, asked);
          return found;
        })
        .catch(function () {
          known.delete(key);
          return {};
        });
      known.set(key, asked);
    }
    return known.get(key);
  }
  // The usual source stands in the empty cell as a hint before it is needed.
  async function hint(row) {
    const found = await recall(row);
    const box = g().cell(row, "sources");
    if (box) box.placeholder = found.source || "";
    const who = g().cell(row, "organization");
    if (who && found.organization && who.value && !who.value.includes(";") && who !== document.activeElement && who.value !== found.organization) {
      who.value = found.organization;
    }
  }
  async function source(row) {
    if (!g().value(row, "amount") || g().value(row, "sources")) return;
    const found = await recall(row);
    const box = g().cell(row, "sources");
    if (found.source && !box.value.trim()) box.value = found.source;
  }
  // What was just stored is what the next row of the organisation is offered.
  function remember(row) {
    const first = g().value(row, "sources").split(";")[0].split("=")[0].trim();
    const who = g().value(row, "organization").split(";")[0].trim();
    if (first && who) known.set(loan(row) + "|" + who, Promise.resolve({ organization: who, source: first }));
  }

  // ---- cells that follow others ----

  form.addEventListener("change", function (event) {
    const row = event.target.closest && event.target.closest("[data-row]");
    if (!row || !event.target.matches("td > input")) return;
    const name = event.target.name.split("-")[2];
    if (!event.target.value.trim()) cleared.add(event.target);
    else cleared.delete(event.target);
    const found = formOf(row);
    if (name === "form" && found) event.target.value = found[1];
    if (["form", "quantity", "unit"].includes(name)) {
      const quantity = g().value(row, "quantity");
      if (/^\d[\d.,]*$/.test(quantity) && found) fill(row, "unit", USUAL.units[found[0]]);
      const one = found && USUAL.each.includes(found[0]) && /^\d+$/.test(quantity);
      const households = /^(\d+)\s*hộ$/i.exec(quantity) || (/^\d+$/.test(quantity) && /^hộ$/i.test(g().value(row, "unit")) && [0, quantity]);
      if (one) fill(row, "households", quantity.replace(/^0+(?=\d)/, ""));
      else if (households) fill(row, "households", households[1].replace(/^0+(?=\d)/, ""));
    }
    if (["organization", "form"].includes(name)) hint(row);
    if (name === "amount") source(row).then(() => window.gridTotals());
  });

  // ---- the list of suggestions: one for all cells, placed under the one that has the cursor ----

  const list = document.getElementById("grid-list");
  function place() {
    const box = document.activeElement;
    if (!box || box.getAttribute("aria-controls") !== "grid-list") return;
    const at = box.getBoundingClientRect();
    const width = Math.min(Math.max(at.width, 320), document.documentElement.clientWidth - 16);
    list.style.width = width + "px";
    list.style.left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - width - 8)) + "px";
    list.style.top = at.bottom + "px";
  }
  new MutationObserver(place).observe(list, { attributes: true, attributeFilter: ["hidden"], childList: true });
  window.addEventListener("scroll", place, { passive: true, capture: true });

  // Thôn follows the place that was chosen on top.
  const area = form.elements.area;
  const hamlets = form.elements.hamlets;
  form.addEventListener("find:chosen", function (event) {
    if (event.target === area) hamlets.dataset.find = hamlets.dataset.find.replace(/\/\d+\/$/, "/" + event.detail.value + "/");
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
    event.target.dispatchEvent(new Event("change", { bubbles: true }));
  });

  window.gridFill = { begin: begin, source: source, remember: remember };
  window.addEventListener("DOMContentLoaded", function () {
    if (top.value) recall(g().rows()[0]);
  });
})();
