// What is clicked or typed before the page's scripts are there is kept, and done as soon as they are.
(() => {
  "use strict";
  const kept = new Map();
  const click = (event) => keep(event.target.closest("button[hx-get], button[hx-post]"), "click");
  const input = (event) => keep(event.target.closest("input[type=search][hx-post]"), "search");

  function keep(one, meant) {
    if (one) kept.set(one, meant);
  }

  document.addEventListener("click", click, true);
  document.addEventListener("input", input, true);
  document.addEventListener("htmx:load", () => {
    document.removeEventListener("click", click, true);
    document.removeEventListener("input", input, true);
    kept.forEach((meant, one) => one.dispatchEvent(new Event(meant, { bubbles: true, cancelable: true })));
  }, { once: true });
})();
