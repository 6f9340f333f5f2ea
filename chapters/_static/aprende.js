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

  /* In the contents list the theme marks a heading that comes near the top. After a long jump none
   * may have: what was marked before is out of sight, and not where the reader is. */
  const contents = document.querySelector("#pst-page-toc-nav");
  const top = (section) => section.getBoundingClientRect().top;
  const read = (section) => {
    const inner = [...section.querySelectorAll(":scope > section")];
    const begun = inner.findLast((each) => top(each) < 0.3 * innerHeight);
    return begun ? read(begun) : section;
  };
  const mark = () => {
    const links = [...contents.querySelectorAll("a")];
    const marked = links.find((link) => link.classList.contains("active"));
    const seen = marked ? top(document.getElementById(marked.hash.slice(1))) : -1;
    if (seen > 0 && seen < innerHeight) return;
    const { id } = read(document.querySelector(".bd-article > section"));
    const here = links.find((link) => link.hash === `#${id}`);
    for (const link of links) {
      link.classList.toggle("active", link === here);
      if (link === here) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    for (const entry of contents.querySelectorAll(".toc-entry")) {
      entry.classList.toggle("active", entry.contains(here));
    }
  };
  if (contents) addEventListener("scrollend", mark);
})();
