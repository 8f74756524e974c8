/** Words: selections are trimmed and snapped to whole ones. All offsets are UTF-16 units. */

const words = new Intl.Segmenter(undefined, { granularity: "word" });

/**
 * @param {string} text
 * @param {number} at
 * @returns {Intl.SegmentData | undefined} the word or the sign that stands at an offset
 */
function pieceAt(text, at) {
  return words.segment(text).containing(at);
}

/**
 * @param {string} text
 * @param {number} start
 * @returns {number} the start without the space after it, moved to the start of its word
 */
export function snapStart(text, start) {
  let at = start;
  while (at < text.length && /\s/.test(text[at])) at += 1;
  const piece = pieceAt(text, at);
  return piece ? piece.index : at;
}

/**
 * @param {string} text
 * @param {number} end
 * @returns {number} the end without the space before it, moved to the end of its word
 */
export function snapEnd(text, end) {
  let at = end;
  while (at > 0 && /\s/.test(text[at - 1])) at -= 1;
  const piece = at > 0 ? pieceAt(text, at - 1) : undefined;
  return piece ? piece.index + piece.segment.length : at;
}

/**
 * @param {string} text
 * @param {number} at
 * @param {1 | -1} direction
 * @returns {number} the end of the next word (1), or the start of the one before (-1)
 */
export function nextWord(text, at, direction) {
  const found = [...words.segment(text)].filter((piece) => piece.isWordLike);
  if (direction > 0) {
    const piece = found.find((p) => p.index + p.segment.length > at);
    return piece ? piece.index + piece.segment.length : text.length;
  }
  return found.findLast((piece) => piece.index < at)?.index ?? 0;
}

/**
 * @param {string} text
 * @param {number} at
 * @returns {number} the end of the word before the one that ends at an offset
 */
export function wordLess(text, at) {
  const found = [...words.segment(text)].filter((piece) => piece.isWordLike);
  const piece = found.findLast((p) => p.index + p.segment.length < at);
  return piece ? piece.index + piece.segment.length : at;
}

/**
 * @param {string} text
 * @param {number} at
 * @returns {number} the start of the word after the one that starts at an offset
 */
export function startLess(text, at) {
  const found = [...words.segment(text)].filter((piece) => piece.isWordLike);
  return found.find((piece) => piece.index > at)?.index ?? at;
}
