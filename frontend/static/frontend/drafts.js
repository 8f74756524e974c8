/** What is typed in a form with `data-draft` survives a reload and the end of the session. */

const PREFIX = "factcheck-draft-";
const SENT = "sent-";

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
 * @returns {(HTMLInputElement | HTMLTextAreaElement)[]} the fields that a person types in
 */
function fields(form) {
  return /** @type {(HTMLInputElement | HTMLTextAreaElement)[]} */ ([
    ...form.querySelectorAll("input:not([type=hidden]), textarea"),
  ]);
}

/**
 * Keep what is typed in a form, give back what was kept, and show what says so.
 * @param {HTMLFormElement} form
 */
export function keep(form) {
  const store = storage();
  const key = PREFIX + form.dataset.draft;
  if (!store) return;
  document.querySelector("[data-kept]")?.removeAttribute("hidden");
  const kept = JSON.parse(store.getItem(key) ?? "{}");
  // What the server sent back with its errors is newer than what was kept.
  if (fields(form).every((field) => !field.value)) {
    for (const field of fields(form)) field.value = kept[field.name] ?? "";
  }
  form.addEventListener("input", () => {
    const typed = Object.fromEntries(fields(form).map((field) => [field.name, field.value]));
    store.setItem(key, JSON.stringify(typed));
  });
  form.addEventListener("submit", () => store.setItem(SENT + key, "1"));
  form.querySelector("a[href]")?.addEventListener("click", () => store.removeItem(key));
}

/** Forget the drafts that were sent: the article's page is the proof that they arrived. */
export function sent() {
  const store = storage();
  if (!store) return;
  for (const mark of Object.keys(store).filter((name) => name.startsWith(SENT + PREFIX))) {
    store.removeItem(mark.slice(SENT.length));
    store.removeItem(mark);
  }
}
