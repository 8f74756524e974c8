/** The page on which an article is pasted. */

import { keep } from "./drafts.js";
import "./saves.js";

for (const form of document.querySelectorAll("form[data-draft]")) {
  if (form instanceof HTMLFormElement) keep(form);
}
