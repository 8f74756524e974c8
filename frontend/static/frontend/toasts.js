/** What was done is said at the edge of the page, and can be taken back for ten minutes. */

import { byId, say } from "./page.js";

const SHOWN = 8_000;
const KEPT = 600_000;
const MOST = 20;

/** @returns {HTMLElement[]} the newest last */
const all = () => [...(byId("undo")?.children ?? [])].filter((one) => one instanceof HTMLElement);

/** @returns {HTMLFormElement | null} the form that takes the last change back */
export function latest() {
  return all().findLast((one) => one instanceof HTMLFormElement) ?? null;
}

/** Show the newest and put the others out of sight. */
export function arrange() {
  const toasts = all();
  for (const old of toasts.slice(0, -MOST)) old.remove();
  for (const toast of toasts) toast.hidden = toast !== toasts.at(-1) || "said" in toast.dataset;
  const newest = toasts.at(-1);
  if (!newest || "said" in newest.dataset) return;
  newest.dataset.said = "";
  say(newest.querySelector("span")?.textContent ?? "");
  setTimeout(() => hide(newest), SHOWN);
  setTimeout(() => newest.remove(), KEPT);
}

/** @param {HTMLElement} toast */
function hide(toast) {
  if (toast instanceof HTMLFormElement) toast.hidden = true;
  else toast.remove();
}

/** Put the toast that is shown out of sight. */
export function dropped() {
  const newest = all().at(-1);
  if (newest) hide(newest);
}

/**
 * Say something that cannot be taken back.
 * @param {string} sentence
 */
export function tell(sentence) {
  for (const told of all()) if (!(told instanceof HTMLFormElement)) told.remove();
  const toast = document.createElement("div");
  toast.className = "toast";
  const said = document.createElement("span");
  said.textContent = sentence;
  toast.append(said);
  byId("undo")?.append(toast);
  arrange();
}
