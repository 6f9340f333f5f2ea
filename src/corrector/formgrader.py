"""Keep what a student wrote from running in the teacher's browser, in nbgrader's formgrader.

Its page turns Markdown into HTML as it is, so a written answer could act as the teacher: read
files, change grades. ``HTMLExporter.sanitize_html`` cleans what code put out; this, the rest.
"""

from mistune.util import escape
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

PAGES = ("https://", "http://", "mailto:", "#")


class Renderer(IPythonRenderer):
    """Renders Markdown; HTML in it shows as text, and so do pictures: none is fetched."""

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Write what a picture says of itself; one that is missing would break the page."""
        return f"[imagen: {escape(text)}]"

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """Write a link only if it leads to a page: ``javascript:`` would act as the teacher."""
        return super().link(text, url, title) if url.startswith(PAGES) else text


def safe_markdown(source: str) -> str:
    """Turn Markdown into HTML, in the place of nbconvert's ``markdown2html``."""
    return MarkdownWithMath(renderer=Renderer(escape=True)).render(source)
