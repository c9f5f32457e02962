// What "Ghi khoản hỗ trợ" gains from a script; without it every button submits and the server answers.
// 1. The total under the amounts.  2. Terms of a loan only for loans.  3. Hamlets of the chosen place.
// 4. A household chosen in the search joins the list; "Bỏ" takes it out.  5. Named and unnamed.  6. Usual units.
// 7. A long list of boxes to tick is searched, without marks, and says what is ticked.
"use strict";
(function () {
  const form = document.querySelector("form[data-support]");
  if (!form) return;
  const vnd = new Intl.NumberFormat("de-DE");
  const UNITS = JSON.parse(form.dataset.units);

  // 1. The server reads each amount; this only adds what was read.
  const lines = form.querySelector('[data-rows="contributions"]');
  function add() {
    let total = 0n;
    let read = 0;
    let filled = 0;
    for (const box of lines.querySelectorAll("input.money")) {
      const source = box.closest("tr").querySelector("select");
      const value = document.querySelector("#" + CSS.escape(box.id + "-read") + " data");
      if (box.value.trim() || (source && source.value)) filled += 1;
      if (value && box.value.trim()) {
        total += BigInt(value.value);
        read += 1;
      }
    }
    form.querySelector("[data-total]").textContent = read ? vnd.format(total) : "–";
    form.querySelector("[data-total-said]").textContent = filled ? read + " trong " + filled + " nguồn" : "chưa có nguồn nào";
    const side = document.querySelector("[data-side-total]");
    if (side && read) side.textContent = vnd.format(total);
  }
  new MutationObserver(add).observe(lines, { childList: true, subtree: true });
  lines.addEventListener("input", add);

  // 2.
  const kind = form.querySelector("#id_form");
  const terms = form.querySelector("[data-loan]");
  function fold() {
    const filled = [...terms.querySelectorAll("input, select")].some((field) => field.value);
    terms.hidden = kind.value !== "loan" && !filled;
    if (kind.value === "loan") terms.open = true;
  }
  kind.addEventListener("change", fold);
  fold();

  // 3.
  const area = form.querySelector("#id_area");
  const hamlets = form.querySelector("#id_hamlets");
  function follow() {
    hamlets.dataset.find = hamlets.dataset.find.replace(/\/\d+\/$/, "/" + (area.value || "0") + "/");
  }
  area.addEventListener("change", follow);
  follow();

  // 4.
  const people = form.querySelector("[data-people]");
  const template = form.querySelector("template[data-household-row]");
  form.addEventListener("find:chosen", function (event) {
    if (!event.target.hasAttribute("data-take-household")) return;
    const { value, text } = event.detail;
    if (!/^\d+$/.test(value)) return;
    event.target.value = "";
    if (people.querySelector('[data-household="' + value + '"]')) return;
    const total = document.getElementById("id_recipients-TOTAL_FORMS");
    const fresh = document.createElement("template");
    fresh.innerHTML = template.innerHTML.replaceAll("__prefix__", total.value).replaceAll("__household__", value);
    const item = fresh.content.firstElementChild;
    item.querySelector("[data-name]").textContent = text;
    const option = document.querySelector('#tim-list [data-value="' + value + '"] .mute');
    item.querySelector("[data-note]").textContent = option ? option.textContent : "";
    item.querySelector("[data-drop]").setAttribute("aria-label", "Bỏ hộ " + text);
    people.append(item);
    total.value = String(Number(total.value) + 1);
    tally();
    readBack();
  });
  people.addEventListener("click", function (event) {
    const button = event.target.closest("[data-drop]");
    if (!button) return;
    event.preventDefault();
    button.closest("li").remove();
    tally();
    readBack();
    const box = form.querySelector("#tim");
    if (box) box.focus();
  });
  const search = form.querySelector("#tim");
  if (search) {
    search.addEventListener("keydown", function (event) {
      if (event.key === "Enter") event.preventDefault();
    });
  }

  const readBack = () => form.dispatchEvent(new Event("change", { bubbles: true })); // "Cổng hiểu là" (htmx)

  // 5.
  const households = form.querySelector("#id_households");
  function tally() {
    const named = people.children.length;
    const counted = households.value.replace(/[.\s]/g, "");
    form.querySelector("[data-named]").textContent = vnd.format(named);
    const rest = form.querySelector("[data-rest]");
    rest.hidden = !/^\d+$/.test(counted);
    if (!rest.hidden) form.querySelector("[data-unnamed]").textContent = vnd.format(Math.max(Number(counted) - named, 0));
  }
  households.addEventListener("input", tally);

  // 6. Only where a quantity stands and no unit was typed.
  form.addEventListener("change", function (event) {
    const found = /^items-(\d+)-quantity$/.exec(event.target.name || "");
    const unit = found && form.querySelector('[name="items-' + found[1] + '-unit"]');
    if (!unit || unit.value || !event.target.value || !UNITS[kind.value]) return;
    unit.value = UNITS[kind.value];
    unit.addEventListener("focus", () => unit.select(), { once: true }); // another unit replaces it
  });

  // 7.
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d").replace(/Đ/g, "D").toLowerCase();
  for (const many of form.querySelectorAll(".f-many")) {
    const boxes = [...many.querySelectorAll("input[type=checkbox]")];
    const words = (box) => box.closest("label").textContent.trim();
    const said = document.createElement("p");
    const search = document.createElement("input");
    said.className = "read";
    said.setAttribute("role", "status");
    search.type = "search";
    search.dataset.secret = "";
    search.placeholder = "Gõ để tìm, không dấu cũng được";
    search.setAttribute("aria-label", "Tìm trong " + many.querySelector("legend").firstChild.textContent.trim());
    many.querySelector(".choices").before(search);
    many.querySelector(".choices").after(said);
    const tell = function () {
      const ticked = boxes.filter((box) => box.checked).map(words);
      said.textContent = ticked.length ? "Đã chọn: " + ticked.join("; ") : "";
    };
    search.addEventListener("input", function () {
      const wanted = plain(search.value).split(/\s+/).filter(Boolean);
      for (const box of boxes) {
        const shown = box.checked || wanted.every((word) => plain(words(box)).includes(word));
        box.closest("label").parentElement.hidden = !shown;
      }
    });
    search.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    many.addEventListener("change", tell);
    tell();
  }
})();
