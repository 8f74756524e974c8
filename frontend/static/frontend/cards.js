/** Cards stand beside their words and push each other down; the active one wins its place. */

import { byId, cardOf, isPhone, isWide, keyOf, marksOf, phrase, text } from "./page.js";

const GAP = 28;
const HEAD = 10;
const FRAME = 14;
const LEADER = 23;

let activeKey = "";

/** @returns {string} the key of the active card, empty if there is none */
export const active = () => activeKey;

/** @returns {HTMLElement[]} the cards in reading order */
export function all() {
  const cards = byId("cards")?.querySelectorAll(":scope > .card") ?? [];
  return [...cards].filter((card) => card instanceof HTMLElement);
}

/** Put every card beside its words; under 900 px they are a list. */
export function place() {
  const column = byId("cards");
  if (!column) return;
  column.classList.toggle("is-placed", isWide());
  if (!isWide()) {
    column.style.removeProperty("block-size");
    return;
  }
  const top = column.getBoundingClientRect().top;
  const cards = all();
  const seats = cards.map((card) => seat(card, top));
  settle(seats);
  for (const [number, card] of cards.entries()) {
    const { y, wanted } = seats[number];
    write(card, "--y", y);
    if (keyOf(card) === activeKey) {
      write(card, "--leader", Math.max(0, LEADER + wanted - y));
    }
  }
  const last = seats.at(-1);
  column.style.setProperty("block-size", last ? `${Math.ceil(last.y + last.height)}px` : "auto");
}

/**
 * @param {HTMLElement} card
 * @param {string} name of a property; what has not changed is not written again
 * @param {number} pixels
 */
function write(card, name, pixels) {
  const value = `${Math.round(pixels)}px`;
  if (card.style.getPropertyValue(name) !== value) card.style.setProperty(name, value);
}

/**
 * @typedef {{ wanted: number, y: number, height: number, wins: boolean }} Seat
 * @param {HTMLElement} card
 * @param {number} top of the column
 * @returns {Seat}
 */
function seat(card, top) {
  const key = keyOf(card);
  const line = byId(key)?.getClientRects()[0];
  const wanted = line ? line.top + line.height / 2 - HEAD - top : 0;
  const wins = key === activeKey;
  const height = card.offsetHeight - (wins ? FRAME : 0);
  return { wanted, y: Math.max(0, wanted), height, wins };
}

/** @param {Seat[]} seats in reading order; their `y` is settled */
function settle(seats) {
  const winner = seats.findIndex((one) => one.wins);
  for (let n = 1; n < seats.length; n += 1) {
    if (n !== winner) seats[n].y = Math.max(seats[n].y, below(seats[n - 1]));
  }
  for (let n = winner - 1; n >= 0; n -= 1) {
    const room = seats[n + 1].y - GAP - (n + 1 === winner ? FRAME : 0) - seats[n].height;
    seats[n].y = Math.min(seats[n].y, room);
  }
  if (seats[0]) seats[0].y = Math.max(0, seats[0].y);
  for (let n = 1; n < seats.length; n += 1) {
    seats[n].y = Math.max(seats[n].y, below(seats[n - 1]));
  }
}

/** @param {Seat} above */
const below = (above) => above.y + above.height + GAP;

/**
 * Show which claim is meant, in the text and beside it.
 * @param {string} key empty for none
 * @param {{ scroll?: boolean }} [how]
 */
export function activate(key, { scroll = false } = {}) {
  paint(activeKey, false);
  activeKey = cardOf(key) ? key : "";
  paint(activeKey, true);
  place();
  company(activeKey);
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
  if (!on) cardOf(key)?.querySelector(".company")?.remove();
}

/**
 * @param {string} key
 * @returns {string[]} all that share words with it, shortest first; it is one of them
 */
export function here(key) {
  for (const mark of document.querySelectorAll("mark[data-here]")) {
    const keys = (mark.getAttribute("data-here") ?? "").split(" ");
    if (keys.includes(key)) return keys;
  }
  return [key];
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
  place();
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
  const ordered = [...latest.values()].sort((a, b) => at(a) - at(b));
  const isOrdered = ordered.every(
    (card, n) => n === 0 || ordered[n - 1].nextElementSibling === card,
  );
  if (!isOrdered) column?.append(...ordered);
  if (ordered.length) column?.querySelector(".empty")?.remove();
}

/** @param {HTMLElement} card */
const at = (card) => Number(card.dataset.at);

/**
 * @param {string} kind
 * @param {number} after a place in the text, in code points
 * @returns {string} the key of the next card of a kind, empty if there is none
 */
export function next(kind, after) {
  const card = all().find((one) => one.dataset[kind] && at(one) > after);
  return card ? keyOf(card) : "";
}

/**
 * @param {string} key
 * @returns {number} where its words start, in code points; -1 if it is not there
 */
export function placeOf(key) {
  const card = cardOf(key);
  return card ? at(card) : -1;
}

/** Keep the cards beside their words when the page changes its shape. */
export function watch() {
  if (!text) return;
  new ResizeObserver(() => requestAnimationFrame(place)).observe(text);
  document.fonts.ready.then(place);
}
