/**
 * The theme's switch. The choice is kept on this device only; without one, the system decides.
 * Loaded in the head, before the first paint, so that a dark page never flashes white.
 */
(() => {
  const KEY = "factcheck-theme";
  const root = document.documentElement;

  /** @returns {string | null} what the person chose earlier, if anything */
  function chosen() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage may be switched off; the system's scheme still applies
    }
  }

  /** @param {"dark" | "light"} theme */
  function choose(theme) {
    root.dataset.theme = theme;
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // The choice then lasts as long as the page.
    }
  }

  /** @returns {boolean} whether the page is dark now */
  function isDark() {
    if (root.dataset.theme) return root.dataset.theme === "dark";
    return matchMedia("(prefers-color-scheme: dark)").matches;
  }

  const kept = chosen();
  if (kept === "dark" || kept === "light") root.dataset.theme = kept;

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("[data-switch-theme]")) choose(isDark() ? "light" : "dark");
  });
})();
