/**
 * The claim page: Ctrl+Enter saves the form that one is in, digits choose a rating.
 */

import { isTyping } from "./typing.js";
import { keepAll } from "./unsaved.js";

/** @param {HTMLFormElement} form */
function save(form) {
  const button = form.querySelector('button[type="submit"]');
  if (button instanceof HTMLButtonElement) button.click();
}

/** @param {string} digit */
function rate(digit) {
  const boxes = document.querySelectorAll('#verdict-form .step input[type="radio"]');
  const box = boxes[Number(digit) - 1];
  if (box instanceof HTMLInputElement) {
    box.checked = true;
    box.focus();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.altKey) return;
  const form = event.target instanceof Element ? event.target.closest("form[data-saves]") : null;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    if (form instanceof HTMLFormElement) {
      event.preventDefault();
      save(form);
    }
  } else if (
    /^[1-9]$/.test(event.key) &&
    !event.ctrlKey &&
    !event.metaKey &&
    !isTyping(event.target)
  ) {
    rate(event.key);
  }
});

/**
 * What needs words first stays grey until they are there. It can be pressed all the same: then
 * the server says why not.
 *
 * @param {EventTarget | null} target
 */
function wake(target) {
  if (!(target instanceof HTMLTextAreaElement)) return;
  for (const button of document.querySelectorAll(`[data-needs="${target.id}"]`)) {
    const isEmpty = target.value.trim() === "";
    if (isEmpty) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
    const why = document.getElementById(button.getAttribute("aria-describedby") ?? "");
    if (why) why.hidden = !isEmpty;
  }
}

document.addEventListener("input", (event) => wake(event.target));

keepAll();
for (const area of document.querySelectorAll("textarea")) wake(area);
document.addEventListener("htmx:afterSettle", keepAll);
