/**
 * The claim page: Ctrl+Enter saves the form that one is in, digits choose a rating, a letter does
 * what the button that names it does.
 */

import "./threads.js";
import { isTyping } from "./typing.js";
import { keepAll } from "./unsaved.js";

/** @param {HTMLFormElement} form */
function save(form) {
  const button = form.querySelector('button[type="submit"]');
  if (button instanceof HTMLButtonElement) button.click();
}

/** @param {string} digit */
function rate(digit) {
  const boxes = document.querySelectorAll('form .step input[type="radio"]');
  const box = boxes[Number(digit) - 1];
  if (!(box instanceof HTMLInputElement)) return;
  box.focus();
  box.click();
}

/**
 * Go to the field that names this key, or press the button. A grey one only gets the focus, so
 * that the reason is read.
 *
 * @param {string} key
 */
function press(key) {
  const named = document.querySelector(`main [aria-keyshortcuts="${CSS.escape(key)}"]`);
  if (!(named instanceof HTMLElement)) return false;
  const isPressed = named.matches("a, button") && !named.hasAttribute("aria-disabled");
  if (isPressed) named.click();
  else named.focus();
  return true;
}

function help() {
  const dialog = document.getElementById("keys");
  if (dialog instanceof HTMLDialogElement) dialog.showModal();
}

/** @param {KeyboardEvent} event */
function saved(event) {
  const form = event.target instanceof Element ? event.target.closest("form[data-saves]") : null;
  if (event.altKey || !(form instanceof HTMLFormElement)) return;
  event.preventDefault();
  save(form);
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  const isHeld = event.ctrlKey || event.metaKey;
  if (event.key === "Enter" && isHeld) return saved(event);
  if (isHeld || event.altKey || event.repeat || isTyping(event.target)) return;
  if (/^[1-9]$/.test(event.key)) rate(event.key);
  else if (event.key === "?") help();
  else if (/^[a-z]$/.test(event.key) && press(event.key)) event.preventDefault();
}

document.addEventListener("keydown", pressed);

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

/**
 * What waits for more in another form is no longer grey once somebody writes there: pressed, it
 * takes along what is written, and the server says what still lacks.
 *
 * @param {EventTarget | null} target
 */
function rouse(target) {
  const form = target instanceof Element ? target.closest("form") : null;
  for (const button of document.querySelectorAll(`[data-awaits="${form?.id}"]`)) {
    button.removeAttribute("aria-disabled");
  }
}

document.addEventListener("input", (event) => {
  wake(event.target);
  rouse(event.target);
});

/**
 * Only a definite rating needs sources of two origins, or a reason why one is enough.
 *
 * @param {Event} event
 */
function rated(event) {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || box.name !== "rating") return;
  const reason = box.form?.querySelector("[data-when-definite]");
  if (!(reason instanceof HTMLElement)) return;
  const isWritten = reason.querySelector("textarea")?.value.trim();
  reason.hidden = !isWritten && !box.closest(".step");
}

document.addEventListener("change", rated);

keepAll();
for (const area of document.querySelectorAll("textarea")) wake(area);
document.addEventListener("htmx:afterSettle", keepAll);
