/**
 * Where the cards stand: beside their words, pushing each other down; the active one wins its
 * place. What is read from the page is read once, until the text or the cards change.
 */

import { byId, isWide, keyOf } from "./page.js";

const GAP = 28;
const HEAD = 10;
const FRAME = 14;
const LEADER = 23;
const CROWD = 200;

/** @typedef {{ card: HTMLElement, key: string, wanted: number, y: number, height: number }} Seat */

/** @type {Seat[]} in reading order */
let seats = [];
let isKnown = false;
/** The active card of the last time: its height was that of an open card. */
let winner = -1;

/** @type {WeakMap<HTMLElement, number>} where each card is drawn */
const drawn = new WeakMap();

/** The text or the cards have changed: measure anew. */
export function forget() {
  isKnown = false;
}

/**
 * @param {HTMLElement[]} cards in reading order
 * @param {string} activeKey empty for none
 */
export function place(cards, activeKey) {
  const column = byId("cards");
  if (!column) return;
  if (!isWide()) return unplace(column, cards);
  column.classList.add("is-placed");
  column.classList.toggle("is-crowded", cards.length > CROWD);
  const before = winner;
  if (!isKnown) measure(column, cards);
  winner = seats.findIndex((seat) => seat.key === activeKey);
  for (const seat of [seats[before], seats[winner]]) if (seat) seat.height = heightOf(seat.card);
  settle();
  const last = seats.at(-1);
  write(column, "block-size", last ? `${Math.ceil(last.y + last.height)}px` : "auto");
  draw();
}

/**
 * Under 900 px they are a list.
 * @param {HTMLElement} column
 * @param {HTMLElement[]} cards
 */
function unplace(column, cards) {
  if (!column.classList.contains("is-placed")) return;
  forget();
  seats = [];
  column.classList.remove("is-placed");
  column.style.removeProperty("block-size");
  for (const card of cards) {
    card.style.removeProperty("transform");
    drawn.delete(card);
  }
}

/**
 * @param {HTMLElement} column
 * @param {HTMLElement[]} cards
 */
function measure(column, cards) {
  const top = column.getBoundingClientRect().top;
  seats = cards.map((card) => {
    const key = keyOf(card);
    const line = byId(key)?.getClientRects()[0];
    const wanted = line ? line.top + line.height / 2 - HEAD - top : 0;
    return { card, key, wanted, y: 0, height: heightOf(card) };
  });
  winner = -1;
  isKnown = true;
}

/** @param {HTMLElement} card */
const heightOf = (card) => card.offsetHeight - (card.classList.contains("is-active") ? FRAME : 0);

/** Give every card its place. */
function settle() {
  for (const seat of seats) seat.y = Math.max(0, seat.wanted);
  push((n) => n !== winner);
  for (let n = winner - 1; n >= 0; n -= 1) {
    const room = seats[n + 1].y - GAP - (n + 1 === winner ? FRAME : 0) - seats[n].height;
    seats[n].y = Math.min(seats[n].y, room);
  }
  if (seats[0]) seats[0].y = Math.max(0, seats[0].y);
  push(() => true);
}

/** @param {(n: number) => boolean} yields whether a card goes below the one above it */
function push(yields) {
  for (let n = 1; n < seats.length; n += 1) {
    const above = seats[n - 1];
    if (yields(n)) seats[n].y = Math.max(seats[n].y, above.y + above.height + GAP);
  }
}

/** Move the cards that are seen, or were; the others wait until the reader comes near. */
export function draw() {
  const column = byId("cards");
  if (!column || !seats.length) return;
  const top = column.getBoundingClientRect().top;
  /** @param {number} y */
  const isNear = (y) => Math.abs(y + top) < 2 * innerHeight;
  for (const [n, { card, y, wanted }] of seats.entries()) {
    const was = drawn.get(card) ?? 0;
    const now = Math.round(y);
    if (n === winner) {
      write(card, "--leader", `${Math.max(0, Math.round(LEADER + wanted - y))}px`);
    }
    if (was === now || !(isNear(was) || isNear(now))) continue;
    card.style.setProperty("transform", `translateY(${now}px)`);
    drawn.set(card, now);
  }
}

/**
 * @param {HTMLElement} element
 * @param {string} name of a property; what has not changed is not written again
 * @param {string} value
 */
function write(element, name, value) {
  if (element.style.getPropertyValue(name) !== value) element.style.setProperty(name, value);
}
