"""Spanish where Sphinx, the theme and the extensions have none.

Their catalogues leave some strings untranslated and their templates hold others in plain English.
Templates copied here would grow old, so the built pages are corrected instead: :data:`INTERFACE`
lists every such string once, and a test looks for English that is left.
"""

import re
from pathlib import Path

from pybtex.plugin import register_plugin
from pybtex.style.formatting.unsrt import Style as UnsrtStyle
from pybtex.style.template import field, href, join, names, optional, sentence, words
from sphinx.application import Sphinx

# English as it stands in the built pages -> Spanish. What is text in a page keeps its delimiters.
INTERFACE = {
    'title="Link to this heading"': 'title="Enlace a este apartado"',
    'title="Link to this image"': 'title="Enlace a esta figura"',
    'title="Link to this table"': 'title="Enlace a esta tabla"',
    'title="Link to this code"': 'title="Enlace a este código"',
    'title="Link to this term"': 'title="Enlace a este término"',
    'title="Link to this definition"': 'title="Enlace a esta definición"',
    'title="Link to this equation"': 'title="Enlace a esta ecuación"',
    'title="Toggle primary sidebar"': 'title="Mostrar u ocultar el índice del libro"',
    'title="Toggle secondary sidebar"': 'title="Mostrar u ocultar el contenido de la página"',
    'aria-label="Main"': 'aria-label="Índice del libro"',
    'placeholder="Search..."': 'placeholder="Buscar en el libro"',
    'aria-label="Search..."': 'aria-label="Buscar en el libro"',
    ">Mostrar source<": ">Mostrar el código<",
    ">Ocultar source<": ">Ocultar el código<",
    ">Mostrar code cell source<": ">Mostrar el código<",
    ">Ocultar code cell source<": ">Ocultar el código<",
    ">Mostrar code cell output<": ">Mostrar la salida<",
    ">Ocultar code cell output<": ">Ocultar la salida<",
    ">Mostrar output<": ">Mostrar la salida<",
    ">Ocultar output<": ">Ocultar la salida<",
    "© Copyright": "©",
}
PATTERN = re.compile("|".join(map(re.escape, INTERFACE)))


class SpanishStyle(UnsrtStyle):
    """Bibliography entries with Spanish words between their parts."""

    def format_names(self, role, as_sentence=True):
        """Write "A, B y C"."""
        written = names(role, sep=", ", sep2=" y ", last_sep=" y ")
        return sentence[written] if as_sentence else written

    def format_web_refs(self, e):
        """Give the DOI or the address, whichever there is."""
        doi = href[join["https://doi.org/", field("doi", raw=True)], join["doi:", field("doi")]]
        url = href[field("url", raw=True), field("url", raw=True)]
        return sentence[optional[doi], optional[url]]

    def get_inproceedings_template(self, e):
        """Write "En", and the book's title."""
        return join[
            self.format_names("author"),
            " ",
            self.format_title(e, "title"),
            " ",
            sentence[
                words["En", self.format_btitle(e, "booktitle", as_sentence=False)], field("year")
            ],
        ]


def translate_pages(app: Sphinx, error: Exception | None) -> None:
    """Replace what is left of English in the built pages."""
    if error or app.builder.format != "html":
        return
    for path in Path(app.outdir).rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        spanish = PATTERN.sub(lambda found: INTERFACE[found.group()], text)
        if spanish != text:
            path.write_text(spanish, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Sphinx calls this."""
    register_plugin("pybtex.style.formatting", "spanish", SpanishStyle)
    app.connect("build-finished", translate_pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
