"""Search by sections, with or without accents, in Spanish or in the glossary's English.

Sphinx's own search finds whole pages, and a chapter is a long one; it needs accents, and a server
to show what it found. Here each section and each term of the glossary is a record of its own, and
a section has as keywords the terms, Spanish and English, that the glossary sends to it. The records
are a script, which pages opened from a disk may load; ``search.js`` looks for words in them.
"""

import json
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector

NAME = re.compile(r"[A-Za-z_]\w{2,}")
ASIDE = (nodes.section, addnodes.glossary)  # these have records of their own
PROSE = (nodes.paragraph, nodes.term, nodes.caption, nodes.title)


def own(section: nodes.Element) -> list[nodes.Element]:
    """List the elements of a section that belong neither to a section below it nor to a term."""
    found: list[nodes.Element] = []
    for child in section.children:
        if isinstance(child, nodes.Element) and not isinstance(child, ASIDE):
            found += [child, *own(child)]
    return found


def plain(node: nodes.Element) -> str:
    """Text of an element, with dots for its formulas and for labels that are not links yet."""
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, nodes.raw):
        return ""
    unlinked = isinstance(node, addnodes.pending_xref) and not node.get("refexplicit")
    if unlinked or isinstance(node, nodes.math):
        return "…"
    return "".join(map(plain, node.children))


def sentence(node: nodes.Element) -> str:
    """Text of an element on one line."""
    return " ".join(plain(node).split())


def read_section(section: nodes.section, page: str) -> dict[str, Any]:
    """Make the record of a section: where it is, its prose, and the names that its code uses."""
    parts = own(section)
    prose = [sentence(part) for part in parts if isinstance(part, PROSE)]
    code = " ".join(part.astext() for part in parts if isinstance(part, nodes.literal_block))
    title = sentence(section.next_node(nodes.title))
    return {
        "ids": section["ids"],
        "title": title,
        "page": page,
        "text": " ".join(prose[1:]),  # its title stands first
        "code": " ".join(sorted(set(NAME.findall(code)))),
    }


def read_term(item: nodes.definition_list_item, page: str) -> dict[str, Any]:
    """Make the record of a term of the glossary, with its English name and what explains it."""
    term = item.next_node(nodes.term)
    definition = item.next_node(nodes.definition)
    english = definition.next_node(nodes.emphasis)
    return {
        "ids": term["ids"],
        "title": term.astext().split("\n")[0],
        "page": page,
        "text": sentence(definition).partition(" Se explica en")[0],
        "code": "",
        "english": english.astext() if english else "",
        "explained": [ref["reftarget"] for ref in definition.findall(addnodes.pending_xref)],
    }


class Records(EnvironmentCollector):
    """Keep the records of every page with what Sphinx knows of it, so that few are read again."""

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Read a page's sections and terms."""
        title = next(doctree.findall(nodes.title), None)
        page = sentence(title) if title else ""
        records = [read_section(section, page) for section in doctree.findall(nodes.section)]
        for glossary in doctree.findall(addnodes.glossary):
            items = glossary.findall(nodes.definition_list_item)
            records += [read_term(item, page) for item in items]
        stored(app.env)[app.env.docname] = records

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a page that is read again or is no more."""
        stored(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment
    ) -> None:
        """Take over what another process has read."""
        stored(env).update(
            {name: stored(other)[name] for name in docnames if name in stored(other)}
        )


def stored(env: BuildEnvironment) -> dict[str, list[dict[str, Any]]]:
    """Give the records of each page."""
    if not hasattr(env, "search_records"):
        env.search_records = {}
    return env.search_records


def write_records(app: Sphinx, error: Exception | None) -> None:
    """Write the records as a script beside the search page."""
    if error or app.builder.name != "html":
        return
    pages = stored(app.env)
    keywords: dict[str, list[str]] = {}
    for record in (each for records in pages.values() for each in records):
        for label in record.get("explained", []):
            keywords.setdefault(label, []).append(f"{record['title']} {record['english']}")
    written = []
    for docname, records in sorted(pages.items()):
        for number, record in enumerate(records):
            address = app.builder.get_target_uri(docname)
            if number and record["ids"]:
                address += f"#{record['ids'][-1 if 'english' in record else 0]}"
            terms = [record.get("english", "")]
            for label in record["ids"]:
                terms += keywords.get(label, [])
            written.append(
                {
                    "id": len(written),
                    "url": address,
                    "title": record["title"],
                    "page": record["page"] if number else "",
                    "text": record["text"],
                    "code": record["code"],
                    "terms": " ".join(filter(None, terms)),
                }
            )
    script = Path(app.outdir, "searchindex.js")
    text = f"window.BOOK = {json.dumps(written, ensure_ascii=False, separators=(',', ':'))};\n"
    if not script.exists() or script.read_text(encoding="utf-8") != text:
        script.write_text(text, encoding="utf-8")


def leave_sphinx_search(app: Sphinx) -> None:
    """Keep Sphinx from making its own index."""
    if app.builder.name == "html":
        app.builder.search = False


def add_page(app: Sphinx) -> list[tuple[str, dict[str, Any], str]]:
    """Add the search page."""
    return [("search", {}, "search.html")] if app.builder.name == "html" else []


def setup(app: Sphinx) -> dict[str, Any]:
    """Sphinx calls this."""
    app.add_env_collector(Records)
    app.connect("builder-inited", leave_sphinx_search)
    app.connect("html-collect-pages", add_page)
    app.connect("build-finished", write_records, priority=400)  # before unused files are deleted
    return {"env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
