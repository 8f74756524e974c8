/** The comments: what was sent is drawn anew, and whoever pressed a key stays among them. */

import "./mentions.js";

document.addEventListener("htmx:afterSettle", (event) => {
  const drawn = event.target instanceof Element && event.target.id === "threads";
  const isLost = document.activeElement === document.body;
  if (drawn && isLost) document.getElementById("threads-title")?.focus({ preventScroll: true });
});
