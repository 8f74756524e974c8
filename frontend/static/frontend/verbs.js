/** What a reader does. The server decides; here only its forms are filled in and sent. */

import { activate, active, nextSuggestion, placeOf } from "./cards.js";
import * as cursor from "./cursor.js";
import { offsetAt, rangeOf } from "./offsets.js";
import { byId, cardOf, marksOf, phrase, say, text } from "./page.js";
import * as selection from "./selection.js";
import { dropped, latest, tell } from "./toasts.js";

/** The key of the suggestion for which other words are being chosen. */
let editing = "";

/** @type {{ found: import("./selection.js").Chosen, isSelected: boolean, typed: string } | null} */
let dialogue = null;

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
  if (!form) return tell(phrase("refused"));
  if (form.classList.contains("htmx-request")) return;
  if (!found) return tell(phrase("nothing"));
  fill(form, found);
  selection.clear();
  form.requestSubmit();
}

/** Select the sentence in which the selection begins. */
export function chooseSentence() {
  const now = selection.chosen();
  const found = now && cursor.sentenceAt(now.start);
  if (found) selection.choose(found.start, found.end);
}

/** Ask for the statement, then make a claim of the selected words. */
export function otherWords() {
  const [form, dialog, found] = [highlightForm(), byId("other-words"), words()];
  if (!form || !(dialog instanceof HTMLDialogElement)) return tell(phrase("refused"));
  if (!found) return tell(phrase("nothing"));
  const isSame = dialogue?.found.start === found.start && dialogue.found.end === found.end;
  const typed = isSame ? (dialogue?.typed ?? "") : "";
  dialogue = { found, isSelected: !!selection.chosen(), typed };
  fill(form, found);
  write(typed);
  const quote = byId("chosen-words");
  if (quote && text) quote.textContent = rangeOf(text, found.start, found.end).toString();
  selection.hideBar();
  dialog.showModal();
}

/**
 * @param {string} [statement] written into the dialog's field
 * @returns {string} what stood there
 */
function write(statement = "") {
  const field = byId("highlight-statement");
  if (!(field instanceof HTMLTextAreaElement)) return "";
  const was = field.value;
  field.value = statement;
  return was;
}

/** The dialog was left: its words are selected again, and what was typed is kept for them. */
function left() {
  if (!dialogue) return;
  dialogue.typed = write();
  const { found, isSelected } = dialogue;
  if (isSelected) selection.choose(found.start, found.end);
}

/** The claim is made: the dialog has nothing more to ask. */
export function saidOtherwise() {
  const dialog = byId("other-words");
  if (!(dialog instanceof HTMLDialogElement) || !dialog.open) return;
  dialogue = null;
  write();
  selection.clear();
  dialog.close();
}

/** Listen. */
export function watch() {
  byId("other-words")?.addEventListener("close", left);
}

/** @returns {HTMLElement | null} the card of the active suggestion */
const suggestion = () => (active().startsWith("suggestion-") ? cardOf(active()) : null);

/**
 * Press a button of the active suggestion.
 * @param {"accept" | "dismiss"} verb
 */
function press(verb) {
  if (!highlightForm()) return tell(phrase("refused"));
  const button = suggestion()?.querySelector(`[data-verb="${verb}"]`);
  if (button instanceof HTMLElement) button.click();
  else tell(phrase("undecided"));
}

export const accept = () => (editing ? acceptEdited() : press("accept"));
export const dismiss = () => press("dismiss");

/** Choose other words for the active suggestion. */
export function edit() {
  if (!highlightForm()) return tell(phrase("refused"));
  const marks = suggestion() ? marksOf(active()) : [];
  const [first, last] = [marks[0], marks.at(-1)];
  if (!first || !last) return tell(phrase("undecided"));
  const start = offsetAt(first, 0);
  const end = offsetAt(last, last.childNodes.length);
  if (start === null || end === null) return;
  editing = active();
  selection.choose(start, end);
  say(phrase("editing"));
}

/** Accept the suggestion with the words that are selected now. */
function acceptEdited() {
  const now = selection.chosen();
  const form = cardOf(editing)?.querySelector("form");
  editing = "";
  if (!now || !form) return;
  fill(form, now);
  selection.clear();
  const button = form.querySelector('[data-verb="accept"]');
  if (button instanceof HTMLElement) button.click();
}

/** Go on to the next suggestion. */
export function skip() {
  const key = nextSuggestion(placeOf(active()));
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
  else tell(phrase("no_undo"));
}

/** Close what is open, one thing at a time; the focus returns to the text. */
export function cancel() {
  dropped();
  const now = selection.chosen();
  if (editing || now) {
    editing = "";
    selection.clear();
    if (now) cursor.stand(now.start);
    say(phrase("cleared"));
    byId("text")?.focus({ preventScroll: true });
  } else if (active()) activate("");
  else cursor.leave();
}
