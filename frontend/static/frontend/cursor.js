/** A cursor of our own for those who read with the keyboard: one sentence at a time. */

import { activate, active } from "./cards.js";
import { rangeOf } from "./offsets.js";
import { byId, keyOf, left, say, text } from "./page.js";

/** @type {[number, number][]} */
const sentences = left("sentences", []);

let current = -1;

/** @returns {{ start: number, end: number } | null} the sentence under the cursor */
export function sentence() {
  const found = sentences[current];
  return found ? { start: found[0], end: found[1] } : null;
}

/**
 * @param {number} offset
 * @returns {{ start: number, end: number } | null} the sentence at an offset
 */
export function sentenceAt(offset) {
  const found = sentences.find(([start, end]) => start <= offset && offset < end);
  return found ? { start: found[0], end: found[1] } : null;
}

/**
 * Go to the next (1) or the previous sentence (-1), and to what is marked in it.
 * @param {1 | -1} step
 */
export function move(step) {
  if (!sentences.length) return;
  const from = current < 0 ? firstInView() - (step > 0 ? 1 : 0) : current;
  current = Math.min(Math.max(from + step, 0), sentences.length - 1);
  const range = paint();
  const [start, end] = sentences[current];
  activate(markedIn(start, end));
  if (!range) return;
  bringIntoView(range);
  say(range.toString());
}

/** @returns {number} the first sentence that can be seen */
function firstInView() {
  if (!text) return 0;
  const edge = byId("filters")?.getBoundingClientRect().bottom ?? 0;
  const found = sentences.findIndex(([start, end]) => {
    return (
      rangeOf(/** @type {HTMLElement} */ (text), start, end).getBoundingClientRect().top >= edge
    );
  });
  return Math.max(found, 0);
}

/**
 * @param {number} start
 * @param {number} end
 * @returns {string} the key of what begins in a sentence, or else covers it
 */
function markedIn(start, end) {
  if (!text) return "";
  const range = rangeOf(text, start, end);
  const marks = [...text.querySelectorAll("mark")].filter((mark) => range.intersectsNode(mark));
  const inside = marks.filter((mark) => mark.textContent && touches(range, mark));
  const first = inside.find((mark) => mark.classList.contains("is-start")) ?? inside[0];
  return first ? keyOf(first) : "";
}

/**
 * @param {Range} range
 * @param {Element} mark
 * @returns {boolean} whether they share a letter, not an edge alone
 */
function touches(range, mark) {
  const own = document.createRange();
  own.selectNodeContents(mark);
  return (
    range.compareBoundaryPoints(Range.END_TO_START, own) < 0 &&
    range.compareBoundaryPoints(Range.START_TO_END, own) > 0
  );
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
 * Put the cursor on the words of the active card.
 * @param {string} key
 */
export function follow(key = active()) {
  const mark = key ? byId(key) : null;
  if (!mark || !text) return;
  const range = document.createRange();
  range.selectNodeContents(mark);
  current = sentences.findIndex(([start, end]) => {
    return touches(rangeOf(/** @type {HTMLElement} */ (text), start, end), mark);
  });
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
