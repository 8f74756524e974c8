/** The keys of the reading room; typing in a field is never taken for one. */

import * as cursor from "./cursor.js";
import { move } from "./cursor.js";
import { byId } from "./page.js";
import { extend } from "./selection.js";
import * as verbs from "./verbs.js";

/** @type {Record<string, () => void>} */
const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  c: verbs.claim,
  s: verbs.sentence,
  w: verbs.otherWords,
  a: verbs.accept,
  x: verbs.dismiss,
  e: verbs.edit,
  u: verbs.undo,
  "?": help,
  "/": search,
  Escape: verbs.cancel,
};

/** Show the keys. */
function help() {
  const dialog = byId("keys");
  if (dialog instanceof HTMLDialogElement) dialog.showModal();
}

/** Go to the search box, or to its page where there is no room for a box. */
function search() {
  const box = [...document.querySelectorAll('input[type="search"]')].find(
    (one) => one instanceof HTMLElement && one.offsetParent,
  );
  const way = document.querySelector(".search-link");
  if (box instanceof HTMLElement) box.focus();
  else if (way instanceof HTMLElement) way.click();
}

/** @param {KeyboardEvent} event */
function isTyping(event) {
  const target = event.target;
  if (document.querySelector("dialog[open]")) return true;
  return (
    target instanceof Element && !!target.closest("input, textarea, select, [contenteditable]")
  );
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  if (event.defaultPrevented || isTyping(event) || event.ctrlKey || event.metaKey) return;
  if (event.shiftKey && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
    event.preventDefault();
    extend(event.key === "ArrowRight" ? 1 : -1, event.altKey, cursor.sentence());
    return;
  }
  const onControl = event.target instanceof Element && event.target.closest("a, button, summary");
  if (event.key === "Enter" && !onControl) {
    event.preventDefault();
    verbs.open();
    return;
  }
  const verb = event.altKey ? undefined : KEYS[event.key];
  if (!verb) return;
  event.preventDefault();
  verb();
}

/** Listen. */
export function watch() {
  document.addEventListener("keydown", pressed);
}
