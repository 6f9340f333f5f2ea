/* Light or dark, before anything is painted: what the reader chose last, or else what the system says. */
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const mode = localStorage.getItem("mode") || "auto";
  root.dataset.mode = mode;
  root.dataset.theme = mode === "auto" ? (dark ? "dark" : "light") : mode;
})();
