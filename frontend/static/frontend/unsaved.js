/**
 * What was typed and not saved comes back after a reload, and after the session has ended.
 *
 * It comes with the version that it was typed over: where somebody else was faster, saving it
 * shows both texts.
 */

const PREFIX = "factcheck-unsaved-";

/** @typedef {{ values: Record<string, string>, isSent: boolean }} Kept */

/** @returns {Storage | null} none where the reader has switched it off */
function storage() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @returns {boolean} whether a person fills this field; a hidden one is the server's word
 */
function isTyped(form, name) {
  const field = form.elements.namedItem(name);
  return name === "version" || !(field instanceof HTMLInputElement && field.type === "hidden");
}

/**
 * @param {HTMLFormElement} form
 * @returns {Record<string, string>} what stands in the form
 */
function values(form) {
  const named = [...new FormData(form)].filter(([name]) => isTyped(form, name));
  return Object.fromEntries(named.map(([name, value]) => [name, String(value)]));
}

/**
 * @param {Record<string, string>} typed
 * @returns {string} what a person typed, without the version, to compare
 */
function words(typed) {
  const { version: _version, ...rest } = typed;
  return JSON.stringify(Object.entries(rest).sort());
}

/**
 * @param {HTMLFormElement} form
 * @param {Record<string, string>} typed
 */
function fill(form, typed) {
  for (const [name, value] of Object.entries(typed)) {
    const field = form.elements.namedItem(name);
    if (field && "value" in field) field.value = value;
  }
  shown(form, true);
  form.closest("details")?.setAttribute("open", "");
}

/**
 * @param {HTMLFormElement} form
 * @param {boolean} isRestored
 */
function shown(form, isRestored) {
  const note = form.querySelector("[data-restored]");
  if (note instanceof HTMLElement) note.hidden = !isRestored;
}

/** @param {HTMLFormElement} form */
function keep(form) {
  const store = storage();
  const key = PREFIX + form.dataset.unsaved;
  if (!store) return;
  /** @type {Kept | null} */
  const kept = JSON.parse(store.getItem(key) ?? "null");
  const now = values(form);
  // What the server sent back as it was typed is the newest there is.
  if (kept && form.dataset.typed === undefined) {
    const isSaved = kept.isSent && kept.values.version !== now.version;
    if (isSaved || words(kept.values) === words(now)) store.removeItem(key);
    else fill(form, kept.values);
  }
  /** @param {boolean} isSent */
  const put = (isSent) => store.setItem(key, JSON.stringify({ values: values(form), isSent }));
  form.addEventListener("input", () => put(false));
  form.addEventListener("submit", () => put(true));
  form.addEventListener("htmx:configRequest", () => put(true));
  form.addEventListener("reset", () => {
    store.removeItem(key);
    shown(form, false);
  });
}

/** Look after the forms that are on the page and not looked after yet. */
export function keepAll() {
  for (const form of document.querySelectorAll("form[data-unsaved]:not([data-kept])")) {
    if (!(form instanceof HTMLFormElement)) continue;
    form.dataset.kept = "";
    keep(form);
  }
}
