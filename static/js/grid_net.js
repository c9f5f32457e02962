// The quick grid's connection and its sums: the banner that says what waits here, trying again when the line is back,
// and the totals under the rows.
"use strict";
(function () {
  const form = document.querySelector("form[data-grid]");
  if (!form) return;
  const AGAIN = 15000;
  const banner = form.querySelector("[data-net]");
  const vnd = new Intl.NumberFormat("de-DE");
  const g = () => window.grid;
  let since = "";
  let why = "";
  let timer;

  const waiting = () => g().rows().filter((row) => g().state(row) === "kept");
  function tell() {
    banner.hidden = !why;
    banner.replaceChildren();
    if (!why) return;
    const word = document.createElement("span");
    word.className = "st st-warn";
    word.textContent = why === "login" ? "Phiên đăng nhập đã hết" : "Mất kết nối lúc " + since;
    const count = waiting().length;
    const kept = count ? " " + count + " dòng giữ trên máy này" : " Cứ gõ tiếp, các dòng được giữ trên máy này";
    banner.append(word, kept + (why === "login" ? ". " : ", tự gửi lại khi có mạng."));
    if (why !== "login") return;
    const link = document.createElement("a");
    link.href = form.dataset.loginUrl + "?next=" + encodeURIComponent(location.pathname + location.search);
    link.textContent = "Đăng nhập lại để gửi";
    banner.append(link);
  }
  function lost(reason) {
    if (!why) since = new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
    why = reason;
    tell();
    clearTimeout(timer);
    timer = setTimeout(retry, AGAIN);
  }
  function found() {
    why = "";
    tell();
  }
  // After a new login the page's token is an old one; and only the same person's rows are sent.
  async function ready() {
    try {
      const answer = await fetch(form.dataset.url, { redirect: "manual" });
      if (!answer.ok) return answer.type === "opaqueredirect" ? "login" : "net";
      const page = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("form[data-grid]");
      if (!page || page.dataset.user !== form.dataset.user) return "login";
      form.elements.csrfmiddlewaretoken.value = page.elements.csrfmiddlewaretoken.value;
      return "";
    } catch (error) {
      return "net";
    }
  }
  async function retry() {
    clearTimeout(timer);
    const reason = await ready();
    if (reason) return lost(reason);
    found();
    await g().saveRows(waiting());
  }
  window.addEventListener("online", retry);
  window.addEventListener("offline", () => lost("net"));

  // ---- what the rows come to; what is not valued adds nothing, loans stand apart ----

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
    if (why) tell();
  }
  new MutationObserver(function (changes) {
    if (changes.some((change) => change.target.closest && change.target.closest("output"))) totals();
  }).observe(form.querySelector("[data-table]"), { childList: true, subtree: true });

  window.gridNet = { lost: lost, found: found };
  window.gridTotals = totals;
})();
