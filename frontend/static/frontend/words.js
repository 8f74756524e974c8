/** Words: selections are trimmed and snapped to whole ones. All offsets are UTF-16 units. */

const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });

/** What joins two halves of one word, as in F-35, Anglo-Swedish or the ministry's. */
const JOINT = /^[-\u2010\u2011'\u2019]$/u;

/** @typedef {{ start: number, end: number, isWord: boolean }} Piece */

/** @type {{ text: string, found: Piece[] }} */
let last = { text: "", found: [] };

/**
 * @param {string} text
 * @returns {Piece[]} its words, whole, and the signs and spaces between them
 */
function pieces(text) {
  if (last.text === text) return last.found;
  /** @type {Piece[]} */
  const found = [];
  for (const { segment, index, isWordLike } of segmenter.segment(text)) {
    const piece = { start: index, end: index + segment.length, isWord: !!isWordLike };
    const [word, joint] = [found.at(-2), found.at(-1)];
    if (piece.isWord && word?.isWord && joint && JOINT.test(text.slice(joint.start, joint.end))) {
      found.pop();
      word.end = piece.end;
    } else found.push(piece);
  }
  last = { text, found };
  return found;
}

/**
 * @param {string} text
 * @param {number} at
 * @returns {Piece | undefined} the word or the sign that stands at an offset
 */
const pieceAt = (text, at) => pieces(text).find(({ start, end }) => start <= at && at < end);

/** @param {string} text */
const words = (text) => pieces(text).filter(({ isWord }) => isWord);

/**
 * @param {string} text
 * @param {number} start
 * @returns {number} the start without the space after it, moved to the start of its word
 */
export function snapStart(text, start) {
  let at = start;
  while (at < text.length && /\s/.test(text[at])) at += 1;
  return pieceAt(text, at)?.start ?? at;
}

/**
 * @param {string} text
 * @param {number} end
 * @returns {number} the end without the space before it, moved to the end of its word
 */
export function snapEnd(text, end) {
  let at = end;
  while (at > 0 && /\s/.test(text[at - 1])) at -= 1;
  return (at > 0 ? pieceAt(text, at - 1)?.end : undefined) ?? at;
}

/**
 * @param {string} text
 * @param {number} at
 * @param {1 | -1} direction
 * @returns {number} the end of the next word (1), or the start of the one before (-1)
 */
export function nextWord(text, at, direction) {
  if (direction > 0) return words(text).find(({ end }) => end > at)?.end ?? text.length;
  return words(text).findLast(({ start }) => start < at)?.start ?? 0;
}

/**
 * @param {string} text
 * @param {number} at
 * @returns {number} the end of the word before the one that ends at an offset
 */
export function wordLess(text, at) {
  return words(text).findLast(({ end }) => end < at)?.end ?? at;
}

/**
 * @param {string} text
 * @param {number} at
 * @returns {number} the start of the word after the one that starts at an offset
 */
export function startLess(text, at) {
  return words(text).find(({ start }) => start > at)?.start ?? at;
}
