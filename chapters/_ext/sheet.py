"""One style sheet for the whole site, with the rules that some page can need and no others.

Nothing is painted before the style sheets are there. The theme brings half a megabyte of rules in
several files, for much that this book never shows: joined, and without them, they are a fifth of
that and one request.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import tinycss2
from tinycss2.ast import Node

JOINED = "site.css"
LINK = re.compile(r'[ \t]*<link\b[^>]*\bhref="((?:\.\./)*)_static/([^"?]+\.css)[^"]*"[^>]*>\n?')
SCRIPT = re.compile(r'<script\b[^>]*\bsrc="(?!https?:)([^"?]+)')
NAMES = re.compile(r'\b(?:class|id)="([^"]*)"')
WORD = re.compile(r"[\w-]+")
# In the fonts of icons that the theme declares; aprende.css draws the dozen that are shown.
ICON_FONT = "fontawesome"


def names_of(pages: Iterable[Path]) -> set[str]:
    """Collect the classes and ids that pages have, and every word of their scripts."""
    names: set[str] = set()
    scripts: set[Path] = set()
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for found in NAMES.findall(text):
            names.update(found.split())
        scripts.update((page.parent / name).resolve() for name in SCRIPT.findall(text))
    for script in filter(Path.is_file, scripts):
        names.update(WORD.findall(script.read_text(encoding="utf-8")))
    return names


def selectors(prelude: list[Node]) -> Iterator[list[Node]]:
    """Split what stands before a rule's braces at its commas."""
    part: list[Node] = []
    for token in prelude:
        if token == ",":
            yield part
            part = []
        else:
            part.append(token)
    yield part


def needed(selector: list[Node]) -> set[str]:
    """Give the classes and ids without which a selector selects nothing.

    Those between parentheses are let be: ``:not(.a)`` and ``:is(.a, .b)`` do without.
    """
    names = {token.value for token in selector if token.type == "hash"}
    for before, token in zip(selector, selector[1:], strict=False):
        if before == "." and token.type == "ident":
            names.add(token.value)
    return names


def purge(rules: list[Node], names: set[str]) -> str:
    """Write rules again, without the selectors that need a class or id that is not in names."""
    kept = []
    for rule in rules:
        if rule.type == "error":  # within a block; see rules_of() for others
            raise ValueError(f"style sheet: {rule.message}")
        if rule.type == "at-rule":
            content = tinycss2.serialize(rule.content or [])
            if rule.lower_at_keyword in ("media", "supports"):
                inner = tinycss2.parse_rule_list(rule.content, True, True)
                content = purge(inner, names)
                if not content:
                    continue
            elif ICON_FONT in content:
                continue
            at = f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}"
            kept.append(f"{at};" if rule.content is None else f"{at}{{{content}}}")
            continue
        lasting = [part for part in selectors(rule.prelude) if needed(part) <= names]
        if lasting:
            before = ",".join(tinycss2.serialize(part).strip() for part in lasting)
            kept.append(f"{before}{{{tinycss2.serialize(rule.content).strip()}}}")
    return "\n".join(kept)


def rules_of(sheet: Path) -> Iterator[Node]:
    """Read a style sheet and those that it imports."""
    css = sheet.read_text(encoding="utf-8")
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "error":
            raise ValueError(f"{sheet}: {rule.message}, line {rule.source_line}")
        if rule.type == "at-rule" and rule.lower_at_keyword == "import":
            [imported] = [token.value for token in rule.prelude if token.type in ("string", "url")]
            yield from rules_of(sheet.parent / imported)
        else:
            yield rule


def join_sheets(static: Path, pages: list[Path]) -> None:
    """Join the style sheets that all pages have to one, and let the pages name it.

    Parameters
    ----------
    static : Path
        Folder of the sheets.
    pages : list of Path
        Those that Sphinx has just written name the sheets; others may name the joined one.

    Raises
    ------
    ValueError
        If a sheet cannot be parsed; says where.
    """
    texts = {page: page.read_text(encoding="utf-8") for page in pages}
    named = [[name for _, name in LINK.findall(text)] for text in texts.values()]
    fresh = [names for names in named if names and JOINED not in names]
    if not fresh:
        return  # Sphinx had nothing to write, and brought no sheet again
    common = min(fresh, key=len)  # some pages have one more, for what only they show
    rules = [rule for name in common for rule in rules_of(static / name)]
    whole = purge(rules, names_of(pages))
    (static / JOINED).write_text(whole, encoding="utf-8")
    version = hashlib.sha256(whole.encode()).hexdigest()[:8]

    for page, text in texts.items():
        first = True

        def link(found: re.Match[str]) -> str:
            nonlocal first
            if found[2] not in (JOINED, *common):
                return found.group()
            if not first:
                return ""
            first = False
            return f'<link rel="stylesheet" href="{found[1]}_static/{JOINED}?v={version}" />\n'

        lighter = LINK.sub(link, text)
        if lighter != text:
            page.write_text(lighter, encoding="utf-8")
