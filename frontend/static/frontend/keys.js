/** The keys of the reading room; typing in a field is never taken for one. */

import * as cursor from "./cursor.js";
import { move } from "./cursor.js";
import { byId, text } from "./page.js";
import { extend } from "./selection.js";
import { isTyping } from "./typing.js";
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
  Escape: verbs.cancel,
};

/** Show the keys. */
function help() {
  const dialog = byId("keys");
  if (dialog instanceof HTMLDialogElement) dialog.showModal();
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  if (event.defaultPrevented || isTyping(event.target) || event.ctrlKey || event.metaKey) return;
  if (!text && event.key !== "?") return;
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
