// A grid's connection: posting to the server, the banner that says what waits here, and trying again when the line is
// back. The grid (window.grid) gives waiting() → what waits here, and again() → sends it; data-unit names it ("dòng").
"use strict";
(function () {
  const form = document.querySelector("form[data-grid]");
  if (!form) return;
  const AGAIN = 15000;
  const unit = form.dataset.unit;
  const banner = form.querySelector("[data-net]");
  let since = "";
  let why = "";
  let timer;

  function tell() {
    banner.hidden = !why;
    banner.replaceChildren();
    if (!why) return;
    const word = document.createElement("span");
    word.className = "st st-warn";
    word.textContent = why === "login" ? "Phiên đăng nhập đã hết" : "Mất kết nối lúc " + since;
    const count = window.grid.waiting().length;
    const kept = count ? " " + count + " " + unit + " giữ trên máy này" : " Cứ gõ tiếp, các " + unit + " được giữ trên máy này";
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
    await window.grid.again();
  }
  // The answer, or why there is none: "net" (no connection, a server in trouble), "login" (the session is over).
  async function post(url, data) {
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    try {
      const answer = await fetch(url, { method: "POST", body: data, redirect: "manual" });
      if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) return "login";
      return answer.status >= 500 || answer.status === 429 ? "net" : answer;
    } catch (error) {
      return "net";
    }
  }
  window.addEventListener("online", retry);
  window.addEventListener("offline", () => lost("net"));

  window.gridNet = { lost: lost, found: found, post: post, tell: () => why && tell() };
})();
