/** What is selected in the text: always the browser's own selection, so that phones keep handles. */

import { blockAt, blockOf, offsetAt, rangeOf, startOf } from "./offsets.js";
import { byId, isPhone, text } from "./page.js";
import { nextWord, snapEnd, snapStart, startLess, wordLess } from "./words.js";

const PAUSE = 80;
const DISTANCE = 8;

/** @typedef {{ start: number, end: number, exact: string }} Chosen */

let exactly = false;
let pressed = false;
let timer = 0;

/** @returns {Range | null} the selection, if it lies in the text */
function selected() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  return blockOf(range.startContainer) && text?.contains(range.endContainer) ? range : null;
}

/** @returns {Chosen | null} the selected words: trimmed, and whole unless Alt was held */
export function chosen() {
  const range = selected();
  if (!range || !text) return null;
  const from = offsetAt(range.startContainer, range.startOffset);
  const to = endOf(range);
  if (from === null || to === null || to <= from) return null;
  const [start, end] = exactly ? [from, to] : snapped(from, to);
  return end > start ? { start, end, exact: exactWords(start, end) } : null;
}

/**
 * @param {Range} range
 * @returns {number | null} where it ends; a range may end before the first letter of a block
 */
function endOf(range) {
  const block = blockOf(range.endContainer);
  if (block) return offsetAt(range.endContainer, range.endOffset);
  const blocks = [...(text?.querySelectorAll("[data-start]") ?? [])];
  const last = blocks.findLast((one) => range.intersectsNode(one));
  return last ? startOf(last) + (last.textContent?.length ?? 0) : null;
}

/**
 * @param {number} from
 * @param {number} to
 * @returns {[number, number]} the same words, whole
 */
function snapped(from, to) {
  const [first, last] = [wordsAt(from), wordsAt(to - 1)];
  return [
    first.start + snapStart(first.words, from - first.start),
    last.start + snapEnd(last.words, to - last.start),
  ];
}

/**
 * @param {number} at
 * @returns {{ words: string, start: number }} the block's text around an offset
 */
function wordsAt(at) {
  const block = text && blockAt(text, at);
  return block
    ? { words: block.textContent ?? "", start: startOf(block) }
    : { words: "", start: 0 };
}

/**
 * @param {number} start
 * @param {number} end
 * @returns {string} the words as the reader saw them; empty across blocks, where lines come between
 */
function exactWords(start, end) {
  const { words, start: from } = wordsAt(start);
  return end - from <= words.length ? words.slice(start - from, end - from) : "";
}

/**
 * Select words.
 * @param {number} start
 * @param {number} end
 */
export function choose(start, end) {
  if (!text) return;
  const range = rangeOf(text, start, end);
  getSelection()?.setBaseAndExtent(
    range.startContainer,
    range.startOffset,
    range.endContainer,
    range.endOffset,
  );
  showBar();
}

/** Select nothing. */
export function clear() {
  exactly = false;
  getSelection()?.removeAllRanges();
  hideBar();
}

/**
 * Move the end of the selection by a word; with `atStart`, its start.
 * @param {1 | -1} direction
 * @param {boolean} atStart
 * @param {{ start: number, end: number } | null} otherwise what to begin with
 */
export function extend(direction, atStart, otherwise) {
  const now = chosen();
  if (!now) {
    if (otherwise) begin(otherwise, direction);
    return;
  }
  const { words, start } = wordsAt(atStart ? now.start : now.end - 1);
  const at = (atStart ? now.start : now.end) - start;
  if (atStart) {
    const moved = start + (direction > 0 ? startLess(words, at) : nextWord(words, at, -1));
    if (moved < now.end) choose(moved, now.end);
  } else {
    const moved = start + (direction > 0 ? nextWord(words, at, 1) : wordLess(words, at));
    if (moved > now.start) choose(now.start, moved);
  }
}

/**
 * @param {{ start: number, end: number }} sentence
 * @param {1 | -1} direction
 */
function begin(sentence, direction) {
  const { words, start } = wordsAt(sentence.start);
  const first = start + nextWord(words, sentence.start - start, 1);
  if (direction > 0) choose(sentence.start, Math.min(first, sentence.end));
  else choose(sentence.start, sentence.end);
}

/** Show what can be done with the selected words, near their end and never over them. */
function showBar() {
  const bar = byId("action-bar");
  const now = chosen();
  if (!bar || !text) return;
  bar.hidden = !now;
  // A sheet would lie over the bar.
  const sheet = byId("sheet");
  if (now && sheet) sheet.hidden = true;
  if (!now || isPhone()) return;
  const lines = [...rangeOf(text, now.start, now.end).getClientRects()];
  const last = lines.at(-1);
  if (!last) return;
  const origin = text.getBoundingClientRect();
  const fits = last.bottom + DISTANCE + bar.offsetHeight < innerHeight;
  const top = fits ? last.bottom + DISTANCE : lines[0].top - DISTANCE - bar.offsetHeight;
  const widest = Math.max(0, origin.width - bar.offsetWidth);
  const start = Math.min(Math.max(0, last.right - origin.left - bar.offsetWidth / 2), widest);
  bar.style.setProperty("top", `${top - origin.top}px`);
  bar.style.setProperty("left", `${start}px`);
}

/** Hide it. */
export function hideBar() {
  const bar = byId("action-bar");
  if (bar) bar.hidden = true;
}

/** Show the selection as it will be taken, once the mouse is up. */
function snap() {
  const now = chosen();
  if (now && !exactly) choose(now.start, now.end);
  else showBar();
}

/** Follow the reader's selection, by mouse, by touch and by the browser's own keys. */
export function watch() {
  text?.addEventListener("pointerdown", (event) => {
    pressed = event.pointerType === "mouse" && !barHolds(event.target);
    if (pressed) hideBar();
  });
  document.addEventListener("pointerup", (event) => {
    if (!pressed) return;
    pressed = false;
    exactly = event.altKey;
    // A click that takes the selection away does so after this event.
    setTimeout(snap);
  });
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    if (!pressed) timer = setTimeout(showBar, PAUSE);
  });
  // A press on the bar leaves the selection as it is.
  byId("action-bar")?.addEventListener("pointerdown", (event) => event.preventDefault());
  byId("action-bar")?.addEventListener("mousedown", (event) => event.preventDefault());
}

/** @param {EventTarget | null} target */
const barHolds = (target) => target instanceof Node && !!byId("action-bar")?.contains(target);
