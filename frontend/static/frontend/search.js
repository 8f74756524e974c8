/** The key `/` leads to the search, on every page of the desk. */

import { isTyping } from "./typing.js";

/** Go to the search box, or to its page where there is no room for a box. */
function search() {
  const box = document.getElementById("search");
  const way = document.querySelector(".search-link");
  if (box?.offsetParent) box.focus();
  else if (way instanceof HTMLElement) way.click();
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.defaultPrevented || isTyping(event.target)) return;
  event.preventDefault();
  search();
});
