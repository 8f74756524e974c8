/**
 * Behind an @ in a comment, the members whose names begin so: the arrows go through them, Enter or
 * Tab takes one, Esc closes. The server reads the names; without this one types them in full.
 */

import { say } from "./page.js";

const LONGEST = 40;
const MOST = 6;

/** @type {{ area: HTMLTextAreaElement, start: number } | null} where the name is being typed */
let calling = null;

/** @returns {HTMLElement | null} a list of all members; it is drawn anew with the comments */
const list = () => document.getElementById("mentions");

/** @returns {HTMLElement[]} the members who are shown */
const shown = () => options().filter((one) => !one.hidden);

/** @returns {HTMLElement[]} */
function options() {
  return [...(list()?.children ?? [])].filter((one) => one instanceof HTMLElement);
}

/**
 * @param {string} words
 * @returns {string} to compare, without regard to case
 */
const plain = (words) => words.normalize("NFC").toLocaleLowerCase();

/**
 * @param {HTMLTextAreaElement} area
 * @returns {{ start: number, typed: string } | null} the name being typed before the caret
 */
function typedName(area) {
  const before = area.value.slice(0, area.selectionStart);
  const found = before.slice(-LONGEST).match(/(?:^|[^\p{L}\p{N}_])@([^@\n]*)$/u);
  if (!found || area.selectionStart !== area.selectionEnd) return null;
  return { start: before.length - found[1].length, typed: plain(found[1]) };
}

/**
 * @param {HTMLElement} option
 * @param {string} typed
 * @returns {boolean} whether the name, or a later part of it, begins like this
 */
function fits(option, typed) {
  const name = plain(option.dataset.name ?? "");
  return name.startsWith(typed) || name.split(" ").some((part) => part.startsWith(typed));
}

/** @param {HTMLTextAreaElement} area */
function follow(area) {
  const name = typedName(area);
  const fitting = name ? options().filter((one) => fits(one, name.typed)) : [];
  if (!name || fitting.length === 0) return close();
  for (const option of options()) option.hidden = !fitting.slice(0, MOST).includes(option);
  calling = { area, start: name.start };
  open(area);
}

/** @param {HTMLTextAreaElement} area */
function open(area) {
  const members = list();
  if (!members) return;
  area.closest(".field")?.append(members);
  members.hidden = false;
  area.setAttribute("aria-controls", members.id);
  choose(shown()[0]);
  const number = shown().length;
  const said = number === 1 ? members.dataset.one : members.dataset.many;
  say((said ?? "").replace("{n}", String(number)));
}

/** Put the list away. */
function close() {
  const members = list();
  if (members) members.hidden = true;
  calling?.area.removeAttribute("aria-activedescendant");
  calling = null;
}

/** @param {HTMLElement | undefined} option */
function choose(option) {
  if (!option) return;
  for (const one of options()) one.setAttribute("aria-selected", String(one === option));
  calling?.area.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

/** @returns {number} the place of the chosen member among those shown */
const place = () => shown().findIndex((one) => one.getAttribute("aria-selected") === "true");

/** @param {number} step */
function move(step) {
  const all = shown();
  choose(all[(place() + step + all.length) % all.length]);
}

/** @param {HTMLElement | undefined} option */
function take(option) {
  if (!calling || !option) return;
  const { area, start } = calling;
  area.setRangeText(`${option.dataset.name} `, start, area.selectionStart, "end");
  area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  close();
}

/** @type {Record<string, () => void>} */
const KEYS = {
  ArrowDown: () => move(1),
  ArrowUp: () => move(-1),
  Enter: () => take(shown()[place()]),
  Tab: () => take(shown()[place()]),
  Escape: close,
};

/** @param {KeyboardEvent} event */
function pressed(event) {
  const verb = KEYS[event.key];
  if (!calling || event.target !== calling.area || !verb || event.isComposing) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  event.preventDefault();
  verb();
}

/**
 * @param {EventTarget | null} target
 * @returns {HTMLTextAreaElement | null} the field, where it is one for comments
 */
function area(target) {
  return target instanceof HTMLTextAreaElement && "mentions" in target.dataset ? target : null;
}

/**
 * @param {EventTarget | null} target
 * @returns {HTMLElement | null} the member, where it is one in the list
 */
function member(target) {
  const option = target instanceof Element ? target.closest("#mentions > li") : null;
  return option instanceof HTMLElement ? option : null;
}

/** @param {Event} event typing, or a caret that moved elsewhere */
function changed(event) {
  const field = area(event.target);
  if (field) follow(field);
}

/** @param {Event} event */
function entered(event) {
  const field = area(event.target);
  field?.setAttribute("aria-autocomplete", "list");
  field?.setAttribute("aria-haspopup", "listbox");
}

/** @param {Event} event */
function clicked(event) {
  const option = member(event.target);
  if (option) take(option);
  else changed(event);
}

/** @param {Event} event a press in the list leaves the focus where it is */
function held(event) {
  if (member(event.target)) event.preventDefault();
}

document.addEventListener("focusin", entered);
document.addEventListener("focusout", close);
document.addEventListener("input", changed);
document.addEventListener("keydown", pressed);
document.addEventListener("pointerdown", held);
document.addEventListener("click", clicked);
