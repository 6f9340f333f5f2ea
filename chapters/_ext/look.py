"""What the pages are made of, beside their text.

- What the book does not use is neither loaded nor shipped: the theme brings a script of icons
  (1,5 MB; the style sheet draws the dozen that we show), one of Bootstrap, those of Sphinx's own
  search, the catalogues of 48 languages, source maps; scripts wait until the page stands.
- Each chapter says which of them it is, how long it takes to read and what it asks.
- An admonition of the class ``dropdown`` unfolds without a script.
- Figures know the dark: see :data:`NIGHT`.
"""

import re
from pathlib import Path

from docutils import nodes
from pregunta import Question
from sheet import join_sheets
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

# Written by the theme's templates on every page.
UNUSED = re.compile(
    r"""[ \t]*<(?:link|script)\b[^>]*(?:fontawesome|scripts/bootstrap\.js|doctools\.js
        |sphinx_highlight\.js|translations\.js)[^>]*>(?:</script>)?\n?
    |[ \t]*<script>DOCUMENTATION_OPTIONS\.[^<]*</script>\n?
    |[ \t]*<script\ data-cfasync[^>]*>.*?</script>\n?
    |<div\s+id="ethical-ad-placement"[^>]*>\s*</div>
    |[ \t]*<!--.*?-->\n?""",
    re.DOTALL | re.VERBOSE,
)
# A script that would hold up the page; the scripts of a page do not need each other sooner.
AT_ONCE = re.compile(r"<script src=(?=[^>]*></script>)")
# How a page, a style sheet or a script names another file.
NAMED = re.compile(r"""(?:href|src)="([^"?#]+)|url\(["']?([^"')?#]+)|["']([\w./-]+\.\w+)["'?]""")

# Figures are drawn in the palette of aprende.plots. In the dark, these of its colours change:
# paper, ink, grid, and the two that would be faint. An image follows the page's colour scheme.
NIGHT = {
    "#fbfaf7": "#1c242c",
    "#22303c": "#e8e4da",
    "#dad7cf": "#3a4651",
    "#0072b2": "#4fa8e0",
    "#d55e00": "#ef7f31",
}

CHAPTER = re.compile(r"chapters/(\d\d)_")
WORDS_A_MINUTE = 200  # of prose, for an adult who reads to learn
SECONDS_A_LINE = 3  # of code
SECONDS_A_QUESTION = 30


def reading_minutes(doctree: nodes.document) -> int:
    """Minutes that a page takes to read, to the nearest five: its prose, its code, its questions.

    What cells print is not counted.
    """
    code = [
        block
        for block in doctree.findall(nodes.literal_block)
        if "output" not in block.parent["classes"]
    ]
    lines = sum(block.astext().count("\n") + 1 for block in code)
    words = sum(len(each.astext().split()) for each in doctree.findall(nodes.paragraph))
    questions = len(list(doctree.findall(Question)))
    minutes = words / WORDS_A_MINUTE
    minutes += (lines * SECONDS_A_LINE + questions * SECONDS_A_QUESTION) / 60
    return max(5, 5 * round(minutes / 5))


def introduce_chapter(app: Sphinx, pagename: str, template: str, context: dict, doctree) -> None:
    """Write above a chapter's title which one it is, and below how long it takes."""
    chapter = CHAPTER.match(pagename)
    if not chapter or doctree is None:
        return
    number = int(chapter[1])
    last = max(int(found[1]) for found in map(CHAPTER.match, app.env.found_docs) if found)
    questions = len(list(doctree.findall(Question)))
    facts = [f"Unos {reading_minutes(doctree)} minutos de lectura"]
    if questions:
        facts.append(f"{questions} preguntas")
    lab = next((n for n in app.env.found_docs if n.startswith(f"chapters/lab_{chapter[1]}_")), None)
    if lab:
        address = app.builder.get_relative_uri(pagename, lab)
        facts.append(f'<a href="{address}">Laboratorio {number}</a>')
    above = f'<p class="capitulo">Capítulo {number} de {last}</p>\n<h1'
    below = f'</h1>\n<p class="lectura">{" · ".join(facts)}</p>'
    body = context["body"].replace("<h1", above, 1)
    context["body"] = body.replace("</h1>", below, 1)


def visit_admonition(self: HTML5Translator, node: nodes.admonition) -> None:
    """Open a box; one of the class ``dropdown`` as ``<details>``, its title the ``<summary>``."""
    if "dropdown" not in node["classes"]:
        HTML5Translator.visit_admonition(self, node)
        return
    self.body.append(self.starttag(node, "details", CLASS="admonition"))
    self.body.append('<summary class="admonition-title">')
    for child in node.pop(0):
        child.walkabout(self)
    self.body.append("</summary>\n")


def depart_admonition(self: HTML5Translator, node: nodes.admonition) -> None:
    """Close the box."""
    self.body.append("</details>\n" if "dropdown" in node["classes"] else "</div>\n")


def night_style() -> str:
    """Write the style sheet that a figure carries for the dark."""
    rules = "".join(
        f'[style*="{part}: {day}"],[{part}="{day}"]{{{part}:{night}!important}}'
        for day, night in NIGHT.items()
        for part in ("fill", "stroke")
    )
    return f"<style>@media (prefers-color-scheme:dark){{{rules}}}</style>"


def darken(app: Sphinx, error: Exception | None) -> None:
    """Let figures follow the dark; photographs and maps of colours in them stay as they are."""
    if error or app.builder.name != "html":
        return
    style = night_style()
    for path in Path(app.outdir, "_images").glob("*.svg"):
        text = path.read_text(encoding="utf-8")
        if style not in text:
            path.write_text(text.replace("<defs>", f"{style}<defs>", 1), encoding="utf-8")


def lighten(app: Sphinx, error: Exception | None) -> None:
    """Leave out of the built pages what they do not use, and delete the files none asks for."""
    if error or app.builder.name != "html":
        return
    out = Path(app.outdir)
    pages = [page for page in out.rglob("*.html") if "_static" not in page.parts]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        lighter = AT_ONCE.sub("<script defer src=", UNUSED.sub("", text))
        # ARIA has deprecated the role that Sphinx gives to each entry of a bibliography.
        lighter = lighter.replace('role="doc-biblioentry"', 'role="listitem"')
        if lighter != text:
            page.write_text(lighter, encoding="utf-8")
    static = (out / "_static").resolve()
    join_sheets(static, pages)
    used, waiting = set(), pages
    while waiting:
        file = waiting.pop()
        text = file.read_text(encoding="utf-8")
        for name in {next(filter(None, found)) for found in NAMED.findall(text)}:
            named = (file.parent / name).resolve()
            if static in named.parents and named not in used and named.is_file():
                used.add(named)
                if named.suffix in (".css", ".js"):
                    waiting.append(named)
    licensed = {file.stem for file in used}
    for file in [each for each in static.rglob("*") if each.is_file()]:
        if file not in used and file.name.removesuffix(".LICENSE.txt") not in licensed:
            file.unlink()
    for folder in sorted((each for each in static.rglob("*") if each.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def setup(app: Sphinx) -> dict[str, bool]:
    """Sphinx calls this."""
    # Jupyter Book sets it for sphinx_comments, which _config.yml leaves out.
    app.add_config_value("comments_config", {}, "html")
    app.add_node(nodes.admonition, override=True, html=(visit_admonition, depart_admonition))
    app.connect("html-page-context", introduce_chapter)
    app.connect("build-finished", darken)
    # After the theme, which writes the colours of code when all else is done.
    app.connect("build-finished", lighten, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
