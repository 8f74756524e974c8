/** The cards: which one is active, what stands on the same words, and what it lets one do. */

import { byId, cardOf, isPhone, keyOf, marksOf, phrase, text } from "./page.js";
import * as seats from "./seats.js";
import { equip } from "./suggestion.js";

const GAP = 28;

let activeKey = "";

/** @typedef {{ key: string, start: number, end: number }} Place */

/** @type {Place[] | null} where the words of each card stand, in reading order */
let places = null;

/** @returns {string} the key of the active card, empty if there is none */
export const active = () => activeKey;

/** @returns {HTMLElement[]} the cards in reading order */
function all() {
  const cards = byId("cards")?.querySelectorAll(":scope > .card") ?? [];
  return [...cards].filter((card) => card instanceof HTMLElement);
}

/** @returns {Place[]} */
function index() {
  places ??= all().map((card) => ({ key: keyOf(card), start: at(card), end: until(card) }));
  return places;
}

/** @param {HTMLElement} card */
const at = (card) => Number(card.dataset.at);

/** @param {HTMLElement} card */
const until = (card) => Number(card.dataset.until);

/** Put every card beside its words. */
export function place() {
  seats.place(all(), activeKey);
}

/** The text or the cards have another shape now. */
function reshaped() {
  places = null;
  seats.forget();
}

/**
 * Show which claim is meant, in the text and beside it.
 * @param {string} key empty for none
 * @param {{ scroll?: boolean }} [how]
 */
export function activate(key, { scroll = false } = {}) {
  const next = cardOf(key) ? key : "";
  if (next !== activeKey) paint(activeKey, false);
  activeKey = next;
  paint(activeKey, true);
  equip(cardOf(activeKey));
  company(activeKey);
  place();
  showSheet();
  const first = byId(activeKey);
  if (scroll && first) first.scrollIntoView({ block: "nearest", behavior: "instant" });
}

/**
 * @param {string} key
 * @param {boolean} on
 */
function paint(key, on) {
  if (!key) return;
  for (const mark of marksOf(key)) mark.classList.toggle("is-active", on);
  cardOf(key)?.classList.toggle("is-active", on);
  cardOf(key)?.querySelector(".company")?.remove();
}

/**
 * @param {string} key
 * @returns {string[]} all that share words with it, shortest first; it is one of them
 */
export function here(key) {
  const mark = text?.querySelector(`mark[data-here~="${key}"]`);
  const keys = mark?.getAttribute("data-here")?.split(" ") ?? [key];
  return keys.filter((one) => cardOf(one));
}

/**
 * List what else stands on these words.
 * @param {string} key
 */
function company(key) {
  const keys = key ? here(key) : [];
  const more = key ? cardOf(key)?.querySelector(".card-more") : null;
  if (!more || keys.length < 2) return;
  const list = document.createElement("div");
  list.className = "company";
  const title = document.createElement("p");
  title.className = "meta";
  title.textContent = phrase("place", { n: keys.indexOf(key) + 1, all: keys.length });
  list.append(title, ...keys.filter((other) => other !== key).map(link));
  more.append(list);
}

/**
 * @param {string} key
 * @returns {HTMLElement} a way to another card
 */
function link(key) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button is-small is-quiet";
  button.dataset.goTo = key;
  const state = cardOf(key)?.querySelector(".state")?.cloneNode(true);
  const words = cardOf(key)?.querySelector(".statement")?.textContent?.trim() ?? "";
  const said = document.createElement("span");
  said.dir = "auto";
  said.textContent = words.length > 60 ? `${words.slice(0, 59)}…` : words;
  button.append(...(state ? [state] : []), said);
  return button;
}

/** On a phone the active card comes up from below. */
function showSheet() {
  const sheet = byId("sheet");
  const inside = byId("sheet-card");
  const card = activeKey ? cardOf(activeKey) : null;
  if (!sheet || !inside) return;
  sheet.hidden = !(card && isPhone());
  if (!card || sheet.hidden) return inside.replaceChildren();
  const copy = /** @type {HTMLElement} */ (card.cloneNode(true));
  for (const named of [copy, ...copy.querySelectorAll("[id]")]) named.removeAttribute("id");
  inside.replaceChildren(copy);
  uncover(sheet);
}

/**
 * The words that the sheet speaks of stay in sight above it.
 * @param {HTMLElement} sheet
 */
function uncover(sheet) {
  const words = byId(activeKey)?.getClientRects()[0];
  const covered = words ? words.bottom + GAP - sheet.getBoundingClientRect().top : 0;
  if (covered > 0) scrollBy({ top: covered });
}

/** Put in and take out what more suggestions, or fewer, make different. */
export function differ() {
  const found = byId("differences");
  if (!(found instanceof HTMLTemplateElement)) return;
  for (const key of (found.dataset.gone ?? "").split(" ")) cardOf(key)?.remove();
  for (const part of [...found.content.children]) {
    const old = byId(part.id);
    if (old) old.replaceWith(part);
    else byId("cards")?.append(part);
  }
  found.removeAttribute("data-gone");
}

/**
 * Bring the cards in order again after some were added or replaced.
 * @param {string} gone the key of a card that is there no more
 */
export function tidy(gone = "") {
  if (gone) cardOf(gone)?.remove();
  const column = byId("cards");
  const cards = all();
  /** @type {Map<string, HTMLElement>} */
  const latest = new Map(cards.map((card) => [card.id, card]));
  for (const card of cards) if (latest.get(card.id) !== card) card.remove();
  // The same order as the server's: what begins first, and of those the longest.
  const ordered = [...latest.values()].sort((a, b) => at(a) - at(b) || until(b) - until(a));
  if (ordered[0] && all()[0] !== ordered[0]) column?.prepend(ordered[0]);
  for (let n = 1; n < ordered.length; n += 1) {
    if (ordered[n - 1].nextElementSibling !== ordered[n]) ordered[n - 1].after(ordered[n]);
  }
  if (ordered.length) column?.querySelector(".empty")?.remove();
  reshaped();
}

/**
 * @param {number} after a place in the text
 * @returns {string} the key of the next suggestion, empty if there is none
 */
export function nextSuggestion(after) {
  const isNext = (/** @type {Place} */ { key, start }) =>
    start > after && key.startsWith("suggestion-");
  return index().find(isNext)?.key ?? "";
}

/**
 * @param {number} start
 * @param {number} end
 * @returns {string} the key of what begins between two offsets, or else reaches into them
 */
export function keyIn(start, end) {
  const touching = index().filter((one) => one.start < end && start < one.end);
  return (touching.find((one) => one.start >= start) ?? touching[0])?.key ?? "";
}

/**
 * @param {string} key
 * @returns {number} where its words start; -1 if it is not there
 */
export function placeOf(key) {
  const card = cardOf(key);
  return card ? at(card) : -1;
}

/** @param {Event} event */
function opened({ target }) {
  if (target instanceof Element && target.closest("#cards")) place();
}

const settled = () => byId("room")?.classList.add("is-settled");

/** Keep the cards beside their words when the page changes its shape. */
export function watch() {
  if (!text) return;
  let waits = false;
  const moved = () => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => {
      waits = false;
      seats.draw();
    });
  };
  const resized = () => {
    seats.forget();
    place();
  };
  addEventListener("scroll", moved, { passive: true });
  addEventListener("resize", resized);
  // What is opened in a card pushes the others down.
  document.addEventListener("toggle", opened, { capture: true });
  // It reports once at the beginning, when everything stands where it belongs.
  let isFirst = true;
  const shapes = new ResizeObserver(() => {
    if (!isFirst) requestAnimationFrame(resized);
    isFirst = false;
  });
  for (const part of text.parentElement?.children ?? []) shapes.observe(part);
  document.fonts.ready.then(() => {
    // They stand where they belong before they may slide.
    requestAnimationFrame(() => requestAnimationFrame(settled));
  });
}
