/** How many suggestions: the slider says where it stands before the server has answered. */

import { byId, phrase } from "./page.js";

/** Say where the slider stands. */
function tell() {
  const [slider, output] = [byId("best"), byId("best-of")];
  if (!(slider instanceof HTMLInputElement) || !output) return;
  const said = phrase("amount", { n: slider.value, all: slider.max });
  slider.setAttribute("aria-valuetext", said);
  output.textContent = said;
}

/** There may be more to show than before; the slider that is being moved was not drawn anew. */
export function fit() {
  const slider = byId("best");
  const most = byId("presets")?.dataset.most;
  if (!(slider instanceof HTMLInputElement) || !most || slider.max === most) return;
  slider.max = most;
  tell();
}

/** @param {Event} event */
function moved({ target }) {
  if (target instanceof Element && target.id === "best") tell();
}

/** Listen; the slider itself is drawn anew now and then. */
export function watch() {
  document.addEventListener("input", moved);
}
