// The keyboard flow of a service form: Enter goes on, a digit chooses a code and goes on, F2 takes over what the
// last visit said, Ctrl+Enter saves. Works on any <form data-flow>; without this file the form still sends.
(() => {
  "use strict";

  const typed = { keys: "", at: 0, field: null };

  function fieldsOf(form) {
    return [...form.querySelectorAll("[data-field]")].filter(
      (field) => field.offsetParent !== null && !field.closest("details:not([open])"));
  }
  function entryOf(field) {
    return field.querySelector("input:checked:not([type=hidden])") || field.querySelector("input:not([type=hidden]), select, textarea, button");
  }
  function isEmpty(field) {
    const options = field.querySelectorAll("input[type=radio], input[type=checkbox]");
    if (options.length) return ![...options].some((option) => option.checked);
    const entry = entryOf(field);
    return !entry || !entry.value;
  }
  function goTo(field) {
    const entry = field ? entryOf(field) : null;
    if (!entry) return;
    entry.focus();
    if (entry.select && entry.type !== "radio" && entry.type !== "checkbox") entry.select();
    field.scrollIntoView({ block: "nearest" });
  }
  function goOn(form, from) {
    const fields = fieldsOf(form);
    const routine = (field) => { const more = field.closest("details"); return !more || more.contains(from); };
    const next = fields.slice(fields.indexOf(from) + 1).find((field) => isEmpty(field) && routine(field));
    if (next) goTo(next);
    else form.querySelector("button[type=submit]").focus();
  }

  function choose(field, digit, now) {
    typed.keys = typed.field === field && now - typed.at < 500 ? typed.keys + digit : digit;
    typed.at = now;
    typed.field = field;
    const byKey = (key) => field.querySelector(`input[data-key="${key}"]`);
    let option = byKey(typed.keys);
    if (!option) { typed.keys = digit; option = byKey(digit); }
    if (!option) return null;
    if (option.type === "checkbox") option.checked = !option.checked; else option.checked = true;
    option.focus();
    option.dispatchEvent(new Event("change", { bubbles: true }));
    return option;
  }

  // A code that excludes the others ("none") clears them, and the others clear it.
  function keepExclusive(option) {
    const field = option.closest("[data-field]");
    if (!field || option.type !== "checkbox" || !option.checked) return;
    const alone = option.hasAttribute("data-exclusive");
    field.querySelectorAll("input[type=checkbox]:checked").forEach((other) => {
      if (other !== option && (alone || other.hasAttribute("data-exclusive"))) other.checked = false;
    });
  }

  function fill(field) {
    const last = JSON.parse(field.dataset.last);
    const wanted = Array.isArray(last) ? last.map(String) : [String(last)];
    const options = field.querySelectorAll("input[type=radio], input[type=checkbox]");
    options.forEach((option) => (option.checked = wanted.includes(option.value)));
    if (!options.length) entryOf(field).value = last;
    field.classList.add("offered");
    const more = field.closest("details");
    if (more) more.open = true;
  }

  function takeOver(form) {
    form.querySelectorAll("[data-last]").forEach((field) => { if (isEmpty(field)) fill(field); });
    form.querySelectorAll("[data-lines-last]").forEach((box) => {
      const lines = JSON.parse(box.dataset.linesLast);
      if (!box.querySelector("[data-line]")) lines.forEach((line) => addLine(box, line));
    });
    form.querySelectorAll("[data-offer]").forEach((offer) => (offer.hidden = true));
    form.dispatchEvent(new Event("change", { bubbles: true }));
    const missing = fieldsOf(form).find((field) => field.dataset.field === "must" && isEmpty(field));
    if (missing) goTo(missing);
  }

  function addLine(box, values) {
    const count = box.querySelectorAll("[data-line]").length;
    if (count >= Number(box.dataset.most)) return;
    const taken = [...box.querySelectorAll("[data-line]")].map((line) => Number(line.dataset.line));
    const number = taken.length ? Math.max(...taken) + 1 : 0;
    const holder = document.createElement("div");
    holder.innerHTML = box.querySelector("template").innerHTML.replaceAll("__n__", String(number));
    const line = holder.firstElementChild;
    for (const [key, value] of Object.entries(values || {})) {
      const entry = line.querySelector(`[name$="-${key}"]`);
      if (entry) entry.value = value;
    }
    box.querySelector("[data-lines]").append(line);
    if (!values) goTo(line.querySelector("[data-field]"));
  }

  function onKey(event) {
    const nowhere = event.target === document.body; // nothing was left to fill in, so no field has the focus
    const form = nowhere ? document.querySelector("form[data-flow]") : event.target.closest("form[data-flow]");
    if (!form) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); return; }
    if (event.key === "F2") { event.preventDefault(); takeOver(form); return; }
    const field = event.target.closest("[data-field]");
    if (!field || event.target.matches("textarea, button") || event.isComposing) return;
    if (event.key === "Enter") { event.preventDefault(); goOn(form, field); return; }
    if (/^[0-9]$/.test(event.key) && event.target.matches("input[type=radio], input[type=checkbox]")) {
      event.preventDefault();
      const option = choose(field, event.key, event.timeStamp);
      const longer = option && field.querySelector(`input[data-key^="${typed.keys}"]:not([data-key="${typed.keys}"])`);
      const settled = option && (option.type === "radio" || (option.checked && option.hasAttribute("data-exclusive")));
      if (settled && !longer) goOn(form, field);
    }
  }

  function onClick(event) {
    const button = event.target.closest("[data-take-over], [data-add-line], [data-drop-line]");
    if (!button) return;
    if (button.matches("[data-take-over]")) takeOver(button.closest("form"));
    else if (button.matches("[data-add-line]")) addLine(button.closest("[data-most]"));
    else {
      const form = button.closest("form");
      button.closest("[data-line]").remove();
      form.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  // Fields that wait (a reason, how many) appear when the server's judgement says that they are needed. Focus goes
  // back to the first of them unless something is being typed further on.
  function showNeeded(target) {
    const said = target.querySelector("[data-needed]");
    if (!said) return;
    const needed = said.dataset.needed.split(" ");
    const here = document.activeElement && document.activeElement.closest("[data-field]");
    let first = null;
    document.querySelectorAll("[data-waits]").forEach((field) => {
      const wanted = needed.includes(field.dataset.name) || !isEmpty(field);
      if (wanted && field.hidden && !first && isEmpty(field)) first = field;
      field.hidden = !wanted;
    });
    if (first && here && isEmpty(here)) goTo(first);
  }

  document.addEventListener("htmx:afterSwap", (event) => showNeeded(event.detail.target));
  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("form[data-flow]");
    const faulty = form && form.querySelector(".field--hard, .field--soft");
    // A record that is corrected has all that it must have: nothing is begun for whoever reads it first.
    const wanted = (field) => field.dataset.field === "must" && isEmpty(field);
    if (form) goTo(faulty || fieldsOf(form).find(wanted));
  });
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  document.addEventListener("change", (event) => keepExclusive(event.target));
})();
