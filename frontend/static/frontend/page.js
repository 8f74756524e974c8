/** The parts of the reading room, and what it says. */

/**
 * @param {string} id
 * @returns {HTMLElement | null}
 */
export const byId = (id) => document.getElementById(id);

export const text = byId("text");

/**
 * @param {string} id
 * @param {unknown} otherwise
 * @returns {any} what the server left for the scripts
 */
export function left(id, otherwise) {
  return JSON.parse(byId(id)?.textContent || "null") ?? otherwise;
}

/** @type {Record<string, string>} */
const phrases = left("phrases", {});

/**
 * @param {string} name
 * @param {Record<string, string | number>} [values]
 * @returns {string} a phrase in the reader's language
 */
export function phrase(name, values = {}) {
  let said = phrases[name] ?? "";
  for (const [key, value] of Object.entries(values)) said = said.replace(`{${key}}`, String(value));
  return said;
}

/**
 * Tell screen readers, once.
 * @param {string} sentence
 */
export function say(sentence) {
  const live = byId("live");
  if (live && live.textContent !== sentence) live.textContent = sentence;
}

/** @returns {boolean} whether cards stand beside the text */
export const isWide = () => matchMedia("(width >= 900px)").matches;

/** @returns {boolean} whether a card is shown as a sheet */
export const isPhone = () => matchMedia("(width <= 640px)").matches;

/**
 * @param {Element} element a mark or a card
 * @returns {string} the name that marks and card share, such as `claim-14`
 */
export function keyOf(element) {
  for (const kind of ["claim", "suggestion"]) {
    const pk = element.getAttribute(`data-${kind}`);
    if (pk) return `${kind}-${pk}`;
  }
  return "";
}

/**
 * @param {string} key
 * @returns {HTMLElement[]} all marks of a claim or suggestion, in the text and below it
 */
export function marksOf(key) {
  const [kind, pk] = key.split("-");
  const column = text?.parentElement;
  return [...(column?.querySelectorAll(`mark[data-${kind}="${pk}"]`) ?? [])].filter(
    (mark) => mark instanceof HTMLElement,
  );
}

/**
 * @param {string} key
 * @returns {HTMLElement | null}
 */
export const cardOf = (key) => byId(`card-${key}`);
