/**
 * @param {EventTarget | null} target
 * @returns {boolean} whether a key pressed there is written, or answers a dialog
 */
export function isTyping(target) {
  if (document.querySelector("dialog[open]")) return true;
  const fields = 'textarea, select, input:not([type="radio"], [type="checkbox"], [type="range"])';
  return target instanceof Element && !!target.closest(`${fields}, [contenteditable]`);
}
