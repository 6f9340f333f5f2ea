"""Scripts of the interactive figures, on the pages that have one and nowhere else.

A figure whose class is ``figure-NAME`` shows its picture; where scripts run, ``figures/NAME.js``
puts something to play with in its place. Every other kind of book keeps the picture, and drops
the data that a chapter's cell hands to the script in ``<script data-figure="NAME">``.
"""

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

PREFIX = "figure-"


def add_scripts(
    app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None
) -> None:
    """Add to a page the library, what the figures share, and the script of each of its figures.

    Raises
    ------
    FileNotFoundError
        If a figure asks for a script that is not there.
    """
    if doctree is None or app.builder.name != "html":
        return
    found = {
        name.removeprefix(PREFIX)
        for figure in doctree.findall(nodes.figure)
        for name in figure["classes"]
        if name.startswith(PREFIX)
    }
    if not found:
        return
    folder = Path(app.srcdir, "chapters", "_static", "figures")
    app.add_css_file("figures/figures.css")
    for name in ("plot.min", "figures", *sorted(found)):
        if not (folder / f"{name}.js").exists():
            raise FileNotFoundError(f"{pagename}: no script {name}.js for a figure in {folder}")
        app.add_js_file(f"figures/{name}.js", type="later")  # no script yet: later.js makes it one
    app.add_js_file("figures/later.js", loading_method="defer")


def drop_data(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Leave the scripts' data out of books that have no scripts."""
    if app.builder.name == "html":
        return
    for raw in list(doctree.findall(nodes.raw)):
        if "data-figure=" in raw.astext():
            raw.parent.remove(raw)


def setup(app: Sphinx) -> dict[str, bool]:
    """Sphinx calls this."""
    app.connect("html-page-context", add_scripts)
    app.connect("doctree-resolved", drop_data)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
