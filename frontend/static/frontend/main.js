/**
 * The reading room's island. The server renders text, marks and cards; this follows the reader:
 * selection, cursor, the active card and where the cards stand.
 */

import * as amount from "./amount.js";
import * as cards from "./cards.js";
import * as cursor from "./cursor.js";
import { sent } from "./drafts.js";
import * as keys from "./keys.js";
import { byId, cardOf, keyOf, phrase, text } from "./page.js";
import "./saves.js";
import * as selection from "./selection.js";
import * as toasts from "./toasts.js";
import * as verbs from "./verbs.js";

/** @type {Record<string, () => void>} */
const VERBS = {
  claim: verbs.claim,
  sentence: verbs.sentence,
  words: verbs.otherWords,
  edit: verbs.edit,
  skip: verbs.skip,
};

/** @param {MouseEvent} event */
function clicked(event) {
  const target = event.target;
  if (!(target instanceof Element)) return;
  const button = target.closest("[data-verb]");
  if (target.closest("#sheet") && button) return fromSheet(event, button);
  const verb = VERBS[button?.getAttribute("data-verb") ?? ""];
  if (verb) return verb();
  const way = target.closest("[data-go-to]");
  if (way) return cards.activate(way.getAttribute("data-go-to") ?? "", { scroll: true });
  if (target.closest(".sheet-grip")) return cards.activate("");
  if (target.closest("[data-close]")) return target.closest("dialog")?.close();
  const mark = target.closest("mark.claim");
  if (mark) return chose(mark);
  const card = target.closest("#cards > .card");
  // The link to its words makes it active at once: the address is heard of later, or, where it is
  // the same as before, never.
  const leaves = target.closest('a:not([href^="#"]), button');
  if (card && !leaves) cards.activate(keyOf(card), { scroll: true });
}

/**
 * The sheet shows a copy of the card: its buttons, and what is written there, are those of the card.
 * @param {MouseEvent} event
 * @param {Element} button
 */
function fromSheet(event, button) {
  event.preventDefault();
  const verb = button.getAttribute("data-verb");
  const own = cardOf(cards.active())?.querySelector(`[data-verb="${verb}"]`);
  const [typed, field] = [button, own].map((one) =>
    one?.closest("form")?.querySelector("[name=words]"),
  );
  if (typed instanceof HTMLInputElement && field instanceof HTMLInputElement) {
    field.value = typed.value;
    if (!typed.reportValidity()) return;
  }
  if (own instanceof HTMLElement) own.click();
}

/**
 * Words with several claims: the shortest first, then one after another.
 * @param {Element} mark
 */
function chose(mark) {
  if (selection.chosen()) return;
  const keysHere = (mark.getAttribute("data-here") ?? keyOf(mark)).split(" ");
  const now = keysHere.indexOf(cards.active());
  // The card stands beside the first place of its claim, which may be out of sight.
  cards.activate(keysHere[(now + 1) % keysHere.length], { scroll: true });
}

/**
 * The server did something that we asked for.
 * @param {CustomEvent<{ key: string, gone: string }>} event
 */
function changed({ detail: { key, gone } }) {
  const place = cards.placeOf(gone);
  const held = !!document.activeElement?.closest(".card");
  verbs.saidOtherwise();
  cards.tidy(gone === key ? "" : gone);
  const isDecided = gone !== key && gone.startsWith("suggestion-");
  const onwards = isDecided ? cards.nextSuggestion(place) : "";
  cards.activate(onwards || key, { scroll: !!onwards });
  if (onwards) cursor.follow(onwards);
  else cursor.paint();
  toasts.arrange();
  if (held) text?.focus({ preventScroll: true });
}

/** The text was drawn anew, or parts of it for more suggestions, or fewer. */
function fresh() {
  amount.fit();
  cards.differ();
  cards.tidy();
  cards.activate(cards.active());
  cursor.paint();
}

/**
 * A card is decided once: what is pressed again before the answer is there changes nothing.
 * @param {CustomEvent} event a request that is about to be sent
 */
function asked(event) {
  const card = event.detail.elt.closest("#cards > .card");
  if (!card) return;
  if ("deciding" in card.dataset) event.preventDefault();
  else card.dataset.deciding = "";
}

/** @param {CustomEvent} event an answer to one of our requests */
function answered({ detail }) {
  const source = detail.elt;
  const { status } = detail.xhr;
  if (status < 200 || status >= 300) delete source.closest(".card")?.dataset.deciding;
  const said = byId("messages")?.textContent?.trim();
  if (status >= 400 && said) toasts.tell(said.replace(/\s+/g, " "));
  if (status >= 400 && status !== 401 && !said) toasts.tell(phrase("offline"));
  // When the toast is gone, this is heard once more, of the list of toasts itself.
  if (status >= 200 && status < 300) source.closest("#undo > *")?.remove();
}

/** @param {MouseEvent} event a double press: the sentence is meant; with Alt, the word */
function pressedTwice(event) {
  const isInText = event.target instanceof Element && !!event.target.closest("[data-start]");
  if (isInText && !event.altKey) verbs.chooseSentence();
}

/** Show what the address asks for. */
function goToTarget() {
  const key = location.hash.slice(1);
  if (cardOf(key)) cards.activate(key, { scroll: true });
}

/**
 * @param {string} name
 * @param {(event: any) => void} hear
 */
const on = (name, hear) => document.body.addEventListener(name, hear);

document.addEventListener("click", clicked);
document.addEventListener("dblclick", pressedTwice);
addEventListener("hashchange", goToTarget);
on("factcheck:changed", changed);
on("factcheck:fresh", fresh);
on("htmx:beforeRequest", asked);
on("htmx:afterRequest", answered);
on("htmx:sendError", () => toasts.tell(phrase("offline")));
sent();
cards.place();
cards.watch();
amount.watch();
selection.watch();
verbs.watch();
keys.watch();
goToTarget();
