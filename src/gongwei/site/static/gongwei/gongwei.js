// What every page needs: closing sheets and toasts, saying when a request failed, sending a form once.
(() => {
  "use strict";

  document.addEventListener("click", (event) => {
    const closer = event.target.closest("[data-close]");
    if (closer) closer.closest(closer.dataset.close).remove();
    const sheet = event.target.closest("[data-close-sheet]");
    if (sheet) sheet.closest("dialog").close();
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.querySelectorAll("details.menu[open]").forEach((menu) => (menu.open = false));
    if (event.key === "/" && !event.target.closest("input, textarea, select")) {
      const finder = document.querySelector("[data-finder]");
      if (finder) { event.preventDefault(); finder.focus(); }
    }
  });

  // A second click while the first is under way must not send twice; the server refuses it as well.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    form.dataset.sent = "yes";
    form.querySelectorAll("button[type=submit]").forEach((button) => button.setAttribute("aria-disabled", "true"));
  });
  window.addEventListener("pageshow", () => {   // the back button brings the page as it was left
    document.querySelectorAll("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
    });
  });

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.matches("[data-submit-on-change]")) field.form.requestSubmit();
  });

  // Tabs that are wider than a phone begin at the one that is open, with its neighbours in sight.
  function showOpenTab() {
    document.querySelectorAll(".tabs [aria-current]").forEach((open) => {
      const tabs = open.parentElement.getBoundingClientRect(), tab = open.getBoundingClientRect();
      open.parentElement.scrollLeft += tab.left + tab.width / 2 - tabs.left - tabs.width / 2;
    });
  }
  showOpenTab();
  document.addEventListener("htmx:afterSwap", showOpenTab);

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });

  // A sheet opens when something is loaded into it, and closes when the answer says so.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.matches("dialog.sheet") && !event.detail.target.open) event.detail.target.showModal();
  });
  document.addEventListener("close-sheet", () => document.querySelectorAll("dialog[open]").forEach((one) => one.close()));

  function toast(text) {
    const template = document.getElementById("toast-template");
    if (!template) return;
    const panel = template.content.firstElementChild.cloneNode(true);
    panel.querySelector("[data-text]").textContent = text;
    document.getElementById("toasts").append(panel);
  }
  const words = document.body.dataset;
  document.addEventListener("htmx:responseError", (event) => {
    toast(event.detail.xhr.status === 403 ? words.refused : words.failed);
  });
  document.addEventListener("htmx:sendError", () => toast(words.offline));
})();
