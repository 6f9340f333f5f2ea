"""The book to keep: links to its PDF, its e-book and its pages in a ZIP, where these were made.

The directive ``descargas`` marks the place. Making the files takes longer than building the pages,
so the links are written into the built pages when the files are there, and never before.

    python chapters/_ext/offer.py _build/html          # write the links to what there is
    python chapters/_ext/offer.py _build/html --zip    # pack the pages first
"""

import re
import sys
import zipfile
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

FOLDER = "descargas"
FILES = {
    "pdf": ("Libro en PDF", "para imprimirlo o leerlo en cualquier pantalla"),
    "epub": ("Libro electrónico EPUB", "para el lector electrónico, la tableta o el móvil"),
    "zip": ("Estas páginas en un ZIP", "para abrirlas sin red, por ejemplo desde una memoria USB"),
}
PLACE = re.compile(r'<div class="descargas">.*?</div>', re.DOTALL)


class Downloads(SphinxDirective):
    """Mark where the links go."""

    has_content: ClassVar[bool] = False

    def run(self) -> list[nodes.Node]:
        """Give an empty place."""
        return [nodes.raw("", '<div class="descargas"></div>', format="html")]


def links(site: Path, page: Path, kinds: list[str]) -> str:
    """Write the links from a page to the files that there are."""
    up = "../" * (len(page.relative_to(site).parts) - 1)
    items = []
    for kind in kinds:
        name, purpose = FILES[kind]
        path = site / FOLDER / f"aprende.{kind}"
        size = f"{path.stat().st_size / 1e6:.1f}".replace(".", ",")
        link = f'<a href="{up}{FOLDER}/{path.name}" download>{name}</a>'
        items.append(f"<li>{link} ({size} MB), {purpose}.</li>")
    if not items:
        return '<div class="descargas"></div>'
    return '<div class="descargas"><p>Llévate el libro:</p><ul>' + "".join(items) + "</ul></div>"


def fill(site: Path, page: Path, *, zipped: bool = True) -> str:
    """Give a page's text with its links written; the ZIP cannot offer itself."""
    kinds = [
        kind
        for kind in FILES
        if (zipped or kind != "zip") and (site / FOLDER / f"aprende.{kind}").exists()
    ]
    text = page.read_text(encoding="utf-8")
    return PLACE.sub(lambda _: links(site, page, kinds), text)


def offer(site: Path) -> None:
    """Write the links into every page that has a place for them."""
    for page in site.glob("chapters/*.html"):
        text = fill(site, page)
        if text != page.read_text(encoding="utf-8"):
            page.write_text(text, encoding="utf-8")


def pack(site: Path) -> Path:
    """Pack the site, as it opens from a disk, into a ZIP with one folder."""
    target = site / FOLDER / "aprende.zip"
    target.parent.mkdir(exist_ok=True)
    part = target.with_suffix(".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(site.rglob("*")):
            if not path.is_file() or path.name.startswith(".") or path in (target, part):
                continue
            name = f"aprende/{path.relative_to(site).as_posix()}"
            if path.suffix == ".html" and path.parent.name == "chapters":
                archive.writestr(name, fill(site, path, zipped=False))
            else:
                archive.write(path, name)
    return part.replace(target)


def offer_built(app: Sphinx, error: Exception | None) -> None:
    """Write the links again into pages that were built again."""
    if not error and app.builder.name == "html":
        offer(Path(app.outdir))


def setup(app: Sphinx) -> dict[str, bool]:
    """Sphinx calls this."""
    app.add_directive("descargas", Downloads)
    app.connect("build-finished", offer_built)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


if __name__ == "__main__":
    built = Path(sys.argv[1])
    if "--zip" in sys.argv:
        print(f"The pages: file://{pack(built).resolve()}")
    offer(built)
