/** A cursor of our own for those who read with the keyboard: one sentence at a time. */

import { activate, active, keyIn, placeOf } from "./cards.js";
import { rangeOf } from "./offsets.js";
import { byId, left, say, text } from "./page.js";

/** @type {[number, number][]} */
const sentences = left("sentences", []);

let current = -1;

/** @returns {{ start: number, end: number } | null} the sentence under the cursor */
export function sentence() {
  const found = sentences[current];
  return found ? { start: found[0], end: found[1] } : null;
}

/**
 * @param {(sentence: [number, number]) => boolean} isThere true from one sentence on
 * @returns {number} that sentence; their number if there is none
 */
function firstWhere(isThere) {
  let [low, high] = [0, sentences.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isThere(sentences[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * @param {number} offset
 * @returns {number} the sentence around an offset, or else the next one; -1 after the last
 */
function numberAt(offset) {
  const found = firstWhere(([, end]) => end > offset);
  return found < sentences.length ? found : -1;
}

/**
 * @param {number} offset
 * @returns {{ start: number, end: number } | null} the sentence at an offset
 */
export function sentenceAt(offset) {
  const found = sentences[numberAt(offset)];
  return found && found[0] <= offset ? { start: found[0], end: found[1] } : null;
}

/**
 * Go to the next (1) or the previous sentence (-1), and to what is marked in it.
 * @param {1 | -1} step
 */
export function move(step) {
  if (!sentences.length) return;
  const from = current < 0 ? firstInView() - (step > 0 ? 1 : 0) : current;
  current = Math.min(Math.max(from + step, 0), sentences.length - 1);
  activate(keyIn(...sentences[current]));
  const range = paint();
  if (!range) return;
  bringIntoView(range);
  say(range.toString());
}

/** @returns {number} the first sentence that can be seen */
function firstInView() {
  if (!text) return 0;
  const edge = byId("filters")?.getBoundingClientRect().bottom ?? 0;
  const found = firstWhere(([start, end]) => {
    const range = rangeOf(/** @type {HTMLElement} */ (text), start, end);
    return range.getBoundingClientRect().top >= edge;
  });
  return Math.min(found, sentences.length - 1);
}

/**
 * Paint the sentence under the cursor.
 * @returns {Range | null}
 */
export function paint() {
  const found = sentence();
  byId("cursor-bar")?.remove();
  CSS.highlights?.delete("cursor");
  if (!found || !text) return null;
  const range = rangeOf(text, found.start, found.end);
  CSS.highlights?.set("cursor", new Highlight(range));
  const bar = document.createElement("span");
  bar.id = "cursor-bar";
  bar.className = "cursor-bar";
  const [box, origin] = [range.getBoundingClientRect(), text.getBoundingClientRect()];
  bar.style.setProperty("inset-block-start", `${box.top - origin.top}px`);
  bar.style.setProperty("block-size", `${box.height}px`);
  text.append(bar);
  return range;
}

/** Take the cursor away. */
export function leave() {
  current = -1;
  paint();
}

/**
 * Put the cursor on the sentence at an offset.
 * @param {number} offset
 */
export function stand(offset) {
  current = numberAt(offset);
  paint();
}

/**
 * Put the cursor on the words of the active card.
 * @param {string} key
 */
export function follow(key = active()) {
  if (!key || !text) return;
  current = numberAt(placeOf(key));
  const painted = paint();
  if (painted) bringIntoView(painted);
}

/** @param {Range} range */
function bringIntoView(range) {
  const box = range.getBoundingClientRect();
  const top = (byId("filters")?.getBoundingClientRect().bottom ?? 0) + 24;
  const bottom = innerHeight - 96;
  if (box.top < top) scrollBy({ top: box.top - top });
  else if (box.bottom > bottom) scrollBy({ top: Math.min(box.bottom - bottom, box.top - top) });
}
