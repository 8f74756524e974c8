/** What the card of a suggestion gets when it is the active one. */

import { byId } from "./page.js";

/**
 * Give a suggestion's card its buttons: there are hundreds of cards, and one of them is active.
 * @param {HTMLElement | null} card
 */
export function equip(card) {
  const pk = card?.dataset.suggestion;
  const more = card?.querySelector(".card-more");
  if (!card || !pk || !more || "equipped" in card.dataset) return;
  const isOpen = card.classList.contains("is-suggested");
  const drawing = byId(isOpen ? "decisions" : "decisions-dismissed");
  if (!(drawing instanceof HTMLTemplateElement)) return;
  const copy = /** @type {DocumentFragment} */ (drawing.content.cloneNode(true));
  for (const button of copy.querySelectorAll("[formaction]")) {
    const address = button.getAttribute("formaction") ?? "";
    button.setAttribute("formaction", address.replace("/0/", `/${pk}/`));
  }
  more.append(...weighed(card), copy);
  card.dataset.equipped = "";
  /** @type {any} */ (window).htmx?.process(more);
}

const hundredths = new Intl.NumberFormat(document.documentElement.lang, {
  minimumFractionDigits: 2,
});

/**
 * @param {HTMLElement} card
 * @returns {Node[]} how sure the machine is of each class, drawn and in words
 */
function weighed(card) {
  const drawing = byId("shares");
  if (!card.dataset.shares || !(drawing instanceof HTMLTemplateElement)) return [];
  const copy = /** @type {DocumentFragment} */ (drawing.content.cloneNode(true));
  const [bars, words] = [copy.querySelectorAll("rect"), copy.querySelectorAll("b")];
  let start = 0;
  for (const [n, share] of card.dataset.shares.split(" ").map(Number).entries()) {
    bars[n]?.setAttribute("x", `${start}`);
    bars[n]?.setAttribute("width", `${share}`);
    if (words[n]) words[n].textContent = hundredths.format(share / 100);
    start += share;
  }
  return [copy];
}
