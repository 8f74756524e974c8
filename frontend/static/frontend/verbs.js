/** What a reader does. The server decides; here only its forms are filled in and sent. */

import { activate, active, next, placeOf } from "./cards.js";
import * as cursor from "./cursor.js";
import { offsetAt } from "./offsets.js";
import { byId, cardOf, marksOf, phrase, say } from "./page.js";
import * as selection from "./selection.js";
import { dropped, latest } from "./toasts.js";

/** The key of the suggestion for which other words are being chosen. */
let editing = "";

/**
 * @param {HTMLFormElement} form
 * @param {import("./selection.js").Chosen} words
 */
function fill(form, { start, end, exact }) {
  for (const [name, value] of Object.entries({ start, end, exact })) {
    const input = form.elements.namedItem(name);
    if (input instanceof HTMLInputElement) input.value = String(value);
  }
}

/** @returns {HTMLFormElement | null} */
const highlightForm = () => /** @type {HTMLFormElement | null} */ (byId("highlight"));

/** @returns {import("./selection.js").Chosen | null} the selected words, or the sentence */
function words() {
  const now = selection.chosen();
  if (now) return now;
  const sentence = cursor.sentence();
  return sentence ? { ...sentence, exact: "" } : null;
}

/** Make a claim of the selected words, or of the sentence under the cursor. */
export function claim() {
  if (editing && selection.chosen()) return acceptEdited();
  send(words());
}

/** Make a claim of the sentence in which the selection begins. */
export function sentence() {
  const now = selection.chosen();
  const found = now ? cursor.sentenceAt(now.start) : cursor.sentence();
  send(found ? { ...found, exact: "" } : null);
}

/** @param {import("./selection.js").Chosen | null} found */
function send(found) {
  const form = highlightForm();
  if (!form || form.classList.contains("htmx-request")) return;
  if (!found) return say(phrase("nothing"));
  fill(form, found);
  selection.clear();
  form.requestSubmit();
}

/** Ask for the statement, then make a claim of the selected words. */
export function otherWords() {
  const [form, dialog, found] = [highlightForm(), byId("other-words"), words()];
  if (!form || !(dialog instanceof HTMLDialogElement)) return;
  if (!found) return say(phrase("nothing"));
  fill(form, found);
  const quote = byId("chosen-words");
  if (quote) quote.textContent = found.exact || (getSelection()?.toString() ?? "");
  selection.hideBar();
  dialog.showModal();
}

/** @returns {HTMLElement | null} the card of the active suggestion */
const suggestion = () => (active().startsWith("suggestion-") ? cardOf(active()) : null);

/**
 * Press a button of the active suggestion.
 * @param {"accept" | "dismiss"} verb
 */
function press(verb) {
  const button = suggestion()?.querySelector(`[data-verb="${verb}"]`);
  if (button instanceof HTMLElement) button.click();
}

export const accept = () => (editing ? acceptEdited() : press("accept"));
export const dismiss = () => press("dismiss");

/** Choose other words for the active suggestion. */
export function edit() {
  const marks = suggestion() ? marksOf(active()) : [];
  const [first, last] = [marks[0], marks.at(-1)];
  if (!first || !last) return;
  const start = offsetAt(first, 0);
  const end = offsetAt(last, last.childNodes.length);
  if (start === null || end === null) return;
  editing = active();
  selection.choose(start, end);
  say(phrase("editing"));
}

/** @returns {boolean} whether other words are being chosen for a suggestion */
export const isEditing = () => editing !== "";

/** Accept the suggestion with the words that are selected now. */
export function acceptEdited() {
  const now = selection.chosen();
  const form = cardOf(editing)?.querySelector("form");
  editing = "";
  if (!now || !form) return;
  fill(form, now);
  selection.clear();
  form.requestSubmit();
}

/** Go on to the next suggestion. */
export function skip() {
  const key = next("suggestion", placeOf(active()));
  activate(key, { scroll: true });
  cursor.follow(key);
}

/** Open the active claim; in a suggestion, go to its first button. */
export function open() {
  if (editing) return acceptEdited();
  const card = cardOf(active());
  const way = card?.querySelector(".card-more .button");
  if (!(way instanceof HTMLElement)) return;
  if (way instanceof HTMLAnchorElement) way.click();
  else way.focus();
}

/** Take the last change back. */
export function undo() {
  const form = latest();
  if (form) form.requestSubmit();
  else say(phrase("no_undo"));
}

/** Close what is open, one thing at a time; the focus returns to the text. */
export function cancel() {
  dropped();
  if (editing || selection.chosen()) {
    editing = "";
    selection.clear();
    say(phrase("cleared"));
    byId("text")?.focus({ preventScroll: true });
  } else if (active()) activate("");
  else cursor.leave();
}
