(() => {
  /* Fetched before the text that wants them comes into view: a font that comes late moves it. */
  for (const font of ["italic 1em 'Aprende Texto'", "1em 'Aprende Código'"]) document.fonts.load(font);

  /* What scrolls on its own is reached with the keyboard. */
  const boxes = ".formula, .cell_output, .pst-scrollable-table-container, .bd-article pre, .ancha";
  const reach = () => {
    for (const math of document.querySelectorAll(".bd-article p > math")) {
      math.classList.remove("ancha");
      const wide = math.getBoundingClientRect().width > math.parentElement.clientWidth;
      math.classList.toggle("ancha", wide);
    }
    for (const box of document.querySelectorAll(boxes)) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  };
  addEventListener("load", () => document.fonts.ready.then(reach));
  addEventListener("resize", reach);
})();
