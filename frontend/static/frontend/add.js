/** The page on which an article is pasted. */

import { keep } from "./drafts.js";

for (const form of document.querySelectorAll("form[data-draft]")) {
  if (form instanceof HTMLFormElement) keep(form);
}
