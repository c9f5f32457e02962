// The sums under the quick grid's rows; what is not valued adds nothing, loans stand apart.
"use strict";
(function () {
  const form = document.querySelector("form[data-grid]");
  if (!form) return;
  const vnd = new Intl.NumberFormat("de-DE");
  const g = () => window.grid;

  function read(row, name) {
    const box = g().cell(row, name);
    const data = box && box.value.trim() && document.querySelector("#" + CSS.escape(box.id + "-read") + " data");
    return data ? BigInt(data.value) : null;
  }
  function amountOf(row) {
    if (["saved", "sent"].includes(g().state(row))) return row.dataset.amount ? BigInt(row.dataset.amount) : null;
    const amount = read(row, "amount");
    return amount === null ? read(row, "sources") : amount;
  }
  let asked = 0;
  function totals() {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(add);
  }
  function add() {
    const there = g().rows().filter(g().filled);
    const good = there.filter((row) => g().state(row) !== "bad");
    const loans = good.filter((row) => g().fold(g().value(row, "form")) === "von vay");
    const grants = good.filter((row) => !loans.includes(row));
    const valued = grants.map(amountOf).filter((amount) => amount !== null);
    // An amount that nobody has read yet (no connection) is no missing one.
    const unread = grants.filter((row) => amountOf(row) === null && (g().value(row, "amount") || g().value(row, "sources").includes("=")));
    for (const row of good) {
      const output = document.getElementById(g().cell(row, "amount").id + "-read");
      const blank = !unread.includes(row) && amountOf(row) === null;
      if (blank && !output.textContent) output.textContent = "chưa quy thành tiền";
      else if (g().value(row, "amount") && !output.querySelector("*")) output.textContent = "";
    }
    const put = (name, text) => (form.querySelector("[" + name + "]").textContent = text);
    put("data-said-total", valued.length + " trong " + there.length + " dòng có tiền; " + (grants.length - valued.length - unread.length) + " chưa quy thành tiền, " + (there.length - good.length) + " có lỗi");
    put("data-support", valued.length ? vnd.format(valued.reduce((a, b) => a + b, 0n)) : "–");
    form.querySelector("[data-loans]").hidden = !loans.length;
    put("data-loan", vnd.format(loans.map(amountOf).reduce((a, b) => a + (b || 0n), 0n)));
    const stored = g().rows().filter((row) => g().state(row) === "saved").length;
    put("data-send", stored ? "Gửi " + stored + " dòng đã lưu" : "Lưu và gửi");
    window.gridNet.tell();
  }
  new MutationObserver(function (changes) {
    if (changes.some((change) => change.target.closest && change.target.closest("output"))) totals();
  }).observe(form.querySelector("[data-table]"), { childList: true, subtree: true });

  window.gridTotals = totals;
})();
