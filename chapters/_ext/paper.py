"""Print the book: the e-book's pages, one after another, in Chromium, as one PDF.

    python chapters/_ext/paper.py _build/epub _build/html/descargas/aprende.pdf

Browsers cannot yet write a page's number beside a link to it, so the book is printed twice: the
first print tells on which page each heading falls, and the second has it in the table of contents.
"""

import re
import shutil
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pikepdf
from playwright.sync_api import Browser, sync_playwright

XHTML, MATHML = "http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
LINK = re.compile(r"(?:([\w-]+)\.xhtml)?(?:#(.*))?")
NAV = "contenido"


def element(tag: str, text: str = "", *children: ET.Element, **attributes: str) -> ET.Element:
    """Make an XHTML element; ``class_`` stands for ``class``."""
    made = ET.Element(
        f"{{{XHTML}}}{tag}", {name.rstrip("_"): value for name, value in attributes.items()}
    )
    made.text = text
    made.extend(children)
    return made


def text_of(node: ET.Element) -> str:
    """Text of a heading; a formula gives what is shown, not its TeX."""
    if node.tag == f"{{{MATHML}}}annotation":
        return ""
    parts = [node.text or ""]
    for child in node:
        parts += [text_of(child), child.tail or ""]
    return "".join(parts)


def address(page: str, anchor: str | None) -> str:
    """Name a place in the merged book: ids are unique in a page of the e-book only."""
    return f"{page}--{anchor}" if anchor else page


def read_page(path: Path) -> ET.Element:
    """Give the body of a page as a section, with its ids and links made good for one document."""
    body = ET.parse(path).find(f".//{{{XHTML}}}div[@class='body']")
    section = element("section", "", *list(body), id=path.stem, class_="capitulo")
    for node in section.iter():
        if node is section:
            continue
        if "id" in node.attrib:
            node.set("id", address(path.stem, node.get("id")))
        href = node.get("href", "")
        found = LINK.fullmatch(href)
        if href and found:
            node.set("href", "#" + address(found[1] or path.stem, found[2]))
    return section


def contents(sections: list[ET.Element], pages: dict[str, int]) -> ET.Element:
    """Make the table of contents; without ``pages``, with room for the numbers."""
    nav = element("nav", "", element("h1", "Contenido"), id=NAV)
    for section in sections:
        entries = element("ol")
        for part in section.iter(f"{{{XHTML}}}section"):
            heading = next((child for child in part if child.tag[-2:] in ("h1", "h2")), None)
            if heading is None:
                continue
            target = part.get("id") if heading.tag.endswith("h2") else section.get("id")
            number = element("span", str(pages.get(target, 0)), class_="pagina")
            name = element("span", text_of(heading), class_="nombre")
            link = element("a", "", name, number, href=f"#{target}")
            entries.append(element("li", "", link, class_=heading.tag[-2:]))
        nav.append(entries)
    return nav


def cover(metadata: ET.Element) -> ET.Element:
    """Make the title page from what the e-book says of itself."""

    def told(name: str) -> str:
        return metadata.findtext(f"{DC}{name}", "")

    title, _, subtitle = told("title").partition(": ")
    subtitle = subtitle[:1].upper() + subtitle[1:]
    return element(
        "header",
        "",
        element("img", src="../_static/portada.svg", alt="", class_="portada"),
        element("p", title, class_="titulo"),
        element("p", subtitle, class_="subtitulo"),
        element("p", told("description"), class_="resumen"),
        element("p", f"{told('creator')}, {told('rights')}", class_="autor"),
        id="portada",
    )


def merge(folder: Path, pages: dict[str, int]) -> tuple[ET.ElementTree, ET.Element]:
    """Join the pages of the e-book in their order; give the document and the metadata."""
    package = ET.parse(folder / "content.opf").getroot()
    files = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
    order = [files[item.get("idref")] for item in package.iter(f"{OPF}itemref")]
    sections = [read_page(folder / name) for name in order if name != "nav.xhtml"]
    metadata = package.find(f"{OPF}metadata")
    # The running head names the chapter: one named kind of page for each.
    heads = "".join(
        f"@page p{number} {{ @top-right {{ content: {quoted(section)} }} }} "
        f"section[id='{section.get('id')}'] {{ page: p{number} }}\n"
        for number, section in enumerate(sections)
    )
    head = element("head", "", element("title", metadata.findtext(f"{DC}title")))
    for name in ("pygments.css", "ebook.css"):
        head.append(element("link", rel="stylesheet", href=f"../_static/{name}"))
    sheet = Path(__file__).parents[1] / "_static" / "paper.css"
    head.append(element("style", sheet.read_text(encoding="utf-8") + heads))
    body = element("body", "", cover(metadata), contents(sections, pages), *sections)
    return ET.ElementTree(element("html", "", head, body, lang="es")), metadata


def quoted(section: ET.Element) -> str:
    """Write a chapter's title as a string of CSS."""
    title = " ".join(text_of(next(section.iter(f"{{{XHTML}}}h1"))).split())
    return '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'


def print_pages(
    document: ET.ElementTree, source: Path, pdf: Path, browser: Browser
) -> dict[str, int]:
    """Print the document; give the page on which each place that is linked to falls."""
    document.write(source, encoding="utf-8", xml_declaration=True)
    page = browser.new_page()
    page.goto(source.resolve().as_uri())
    page.evaluate("document.fonts.ready.then(() => true)")
    page.pdf(
        path=pdf,
        prefer_css_page_size=True,
        print_background=True,
        outline=True,
        tagged=True,
    )
    page.close()
    with pikepdf.open(pdf) as printed:
        places = printed.Root.Dests.items()
        return {name[1:]: pikepdf.Page(place[0]).index + 1 for name, place in places}


def main(folder: Path, pdf: Path) -> None:
    """Print the e-book in ``folder`` to ``pdf``."""
    chromium = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if chromium is None:
        sys.exit("make pdf needs Chromium: `apt-get install chromium`")
    ET.register_namespace("", XHTML)
    source = folder / "chapters" / "paper.xhtml"
    pdf.parent.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        pages: dict[str, int] = {}
        for _ in range(2):
            document, metadata = merge(folder, pages)
            pages = print_pages(document, source, pdf, browser)
        browser.close()
    source.unlink()

    with pikepdf.open(pdf, allow_overwriting_input=True) as book:
        with book.open_metadata() as about:
            about["dc:title"] = metadata.findtext(f"{DC}title")
            about["dc:creator"] = [metadata.findtext(f"{DC}creator")]
            about["dc:description"] = metadata.findtext(f"{DC}description")
            about["dc:language"] = {"es"}
        # Chromium writes each of the marks for screen readers apart; packed, a third is left.
        book.save(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        print(f"The PDF: file://{pdf.resolve()} ({len(book.pages)} pages)")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
