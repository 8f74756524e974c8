/**
 * Where something stands in the article: UTF-16 units from the start of its text, the end exclusive.
 *
 * Each block carries `data-start`; inside a block the page holds the text exactly as it is.
 */

/**
 * @param {Node | null} node
 * @returns {HTMLElement | null} the block around a node
 */
export function blockOf(node) {
  const element = node instanceof Element ? node : (node?.parentElement ?? null);
  return element?.closest("[data-start]") ?? null;
}

/**
 * @param {Element} block
 * @returns {number} where a block starts in the text
 */
export function startOf(block) {
  return Number(block.getAttribute("data-start"));
}

/**
 * @param {Node} node
 * @param {number} offset as the DOM counts: units in a text, children in an element
 * @returns {number | null} the offset in the text; null outside of it
 */
export function offsetAt(node, offset) {
  const block = blockOf(node);
  if (!block) return null;
  const before = document.createRange();
  before.setStart(block, 0);
  before.setEnd(node, offset);
  return startOf(block) + before.toString().length;
}

/**
 * @param {Element} block
 * @param {number} units from the start of the block
 * @returns {[Node, number]} the place in the DOM
 */
function placeIn(block, units) {
  const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let left = units;
  /** @type {Node} */
  let last = block;
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const length = text.nodeValue?.length ?? 0;
    if (left <= length) return [text, left];
    left -= length;
    last = text;
  }
  return [last, last.nodeValue?.length ?? 0];
}

/**
 * @param {ParentNode} text
 * @param {number} offset
 * @returns {Element | undefined} the last block that starts at or before an offset
 */
export function blockAt(text, offset) {
  const blocks = [...text.querySelectorAll("[data-start]")];
  let low = 0;
  for (let high = blocks.length; high - low > 1; ) {
    const middle = (low + high) >> 1;
    if (startOf(blocks[middle]) <= offset) low = middle;
    else high = middle;
  }
  return blocks[low];
}

/**
 * @param {ParentNode} text
 * @param {number} start
 * @param {number} end
 * @returns {Range} the words between two offsets
 */
export function rangeOf(text, start, end) {
  const range = document.createRange();
  const first = blockAt(text, start);
  const last = blockAt(text, end - 1);
  if (first && last) {
    range.setStart(...placeIn(first, start - startOf(first)));
    range.setEnd(...placeIn(last, end - startOf(last)));
  }
  return range;
}
