// A click on a heading sorts the table by that column; another one, the other way round.
for (const button of document.querySelectorAll("th button")) {
  button.addEventListener("click", () => {
    const heading = button.closest("th");
    const body = heading.closest("table").tBodies[0];
    const column = heading.cellIndex;
    const down = heading.getAttribute("aria-sort") === "ascending";
    for (const other of heading.parentElement.cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    const value = (row) => row.cells[column].dataset.orden ?? row.cells[column].textContent;
    const order = new Intl.Collator("es", { numeric: true });
    const rows = [...body.rows].sort((a, b) => order.compare(value(a), value(b)));
    body.append(...(down ? rows.reverse() : rows));
  });
}
