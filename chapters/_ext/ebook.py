"""The book as an EPUB 3: what moves or unfolds on a screen, as it stands on paper.

Sphinx's own builder does the work over the pages that were read and executed for the site. What is
added: the options of each ``pregunta`` are printed where it stands and its answer in a last page;
what was folded is open; sounds become a line of text and interactive figures the picture that they
show without scripts. ``paper.py`` prints the PDF from what is written here.
"""

import html
import re
import shutil
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from docutils import nodes
from pregunta import Explanation, Option, OptionText, Question, Statement
from sphinx.application import Sphinx
from sphinx.builders.epub3 import Epub3Builder
from sphinx.config import Config
from sphinx.transforms.post_transforms import SphinxPostTransform

ANSWERS, ANSWERS_TITLE = "chapters/respuestas", "Respuestas a las preguntas"
COVER = "portada.svg"
STATIC = ("ebook.css", "*.woff2", "fonts/*.woff2", COVER)  # what is taken from chapters/_static
WEB_ONLY = "El cuaderno se descarga en la página web de este laboratorio."
# Scripts that extensions add to every page, and roles that EPUB's checker no longer wants.
UNWANTED = re.compile(r'<script.*?</script>| role="doc-(?:biblioentry|endnote)"', re.DOTALL)


class Ebook(Epub3Builder):
    """Sphinx's builder, with our style sheet alone, no scripts, and always made whole."""

    media_types = {**Epub3Builder.media_types, ".woff2": "font/woff2"}
    guide_titles = {**Epub3Builder.guide_titles, "toc": "Índice"}

    def init(self) -> None:
        """Forget the last build: every file left in the folder would enter the book."""
        shutil.rmtree(self.outdir, ignore_errors=True)
        Path(self.outdir).mkdir(parents=True)
        super().init()
        self.answers: dict[str, list[nodes.Node]] = {}

    def add_css_file(self, filename: str, **kwargs: Any) -> None:
        """Take the colours of the code and our own sheet, and none that extensions bring."""
        if filename == "pygments.css":
            super().add_css_file(filename, **kwargs)
            super().add_css_file("ebook.css", priority=800)

    def add_js_file(self, filename: str, **kwargs: Any) -> None:
        """Take no script: there is none in the book."""

    def toc_metadata(self, level: int, navpoints: list) -> dict[str, Any]:
        """Name the book in the old table of contents as in the package."""
        return {**super().toc_metadata(level, navpoints), "uid": self.config.epub_identifier}

    def build_content(self) -> None:
        """Declare which picture is the cover and which pages have formulas, as EPUB 3 asks."""
        super().build_content()
        package = Path(self.outdir, "content.opf")
        text = package.read_text(encoding="utf-8")
        item = f'href="_static/{COVER}"'
        text = text.replace(item, f'{item} properties="cover-image"')
        for page in Path(self.outdir).rglob("*.xhtml"):
            if "<math" in page.read_text(encoding="utf-8"):
                item = f'href="{page.relative_to(self.outdir).as_posix()}"'
                text = text.replace(item, f'{item} properties="mathml"')
        package.write_text(text, encoding="utf-8")

    def copy_static_files(self) -> None:
        """Copy what the pages use, and nothing else."""
        source, static = Path(self.srcdir, "chapters", "_static"), Path(self.outdir, "_static")
        for path in (each for pattern in STATIC for each in source.glob(pattern)):
            target = static / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
        self.create_pygments_style_file()

    def copy_extra_files(self) -> None:
        """Leave what a web server alone needs, such as the page for addresses that do not exist."""


class OnPaper(SphinxPostTransform):
    """Turn what needs a screen into what can be printed, in the pages of the e-book alone."""

    builders = ("epub",)
    default_priority = 900  # after cross-references and outputs have been chosen

    def run(self, **kwargs: Any) -> None:
        """Change the page in place."""
        for raw in list(self.document.findall(nodes.raw)):
            text = plain_html(raw.astext()) if raw["format"] == "html" else ""
            if text:
                raw[:] = [nodes.Text(text)]
            else:
                raw.parent.remove(raw)
        for box in self.document.findall(nodes.admonition):
            box["classes"] = [name for name in box["classes"] if name != "dropdown"]
        for button in list(self.document.findall(nodes.paragraph)):
            if "boton" in button["classes"]:
                button.replace_self(nodes.paragraph("", WEB_ONLY, classes=["aparte"]))
        docname = self.env.docname
        answers = []
        for number, question in enumerate(list(self.document.findall(Question)), start=1):
            printed, answer = on_paper(question, number, docname)
            question.replace_self(printed)
            answers.append(answer)
        if answers:
            self.app.builder.answers[docname] = answers


def plain_html(fragment: str) -> str:
    """Take scripts out of a piece of HTML, name its sounds, and close its tags as XML asks."""
    soup = BeautifulSoup(fragment, "html.parser")
    for tag in [*soup(["script", "style", "link"]), *soup(class_="descargas")]:
        tag.decompose()
    for tag in soup("noscript"):
        tag.unwrap()
    sounds = [sound["aria-label"] for sound in soup("audio")]
    if sounds:
        names = ", ".join(f"«{name}»" for name in sounds)
        text = f"Sonidos, que se escuchan en la página web de este capítulo: {names}."
        return f'<p class="aparte">{html.escape(text)}</p>'
    for table in soup("table"):
        for name in ("border", "align"):
            table.attrs.pop(name, None)
    for row in soup("tr"):
        row.attrs.pop("style", None)
    return soup.decode(formatter="minimal").strip()


def letter(index: int) -> str:
    """Name an option: a, b, c ..."""
    return "abcdefghij"[index]


def on_paper(question: Question, number: int, docname: str) -> tuple[nodes.Node, nodes.Node]:
    """Split a question into what stands in its chapter and its answer for the end of the book."""
    here, there = f"pregunta-{number}", f"respuesta-{docname.rpartition('/')[2]}-{number}"
    page = docname.rpartition("/")[2]
    statement = next(question.findall(Statement))
    options = list(question.findall(Option))

    asked = nodes.container(classes=["pregunta"], ids=[here])
    asked += nodes.paragraph("", f"Pregunta {number}", classes=["rotulo"])
    asked += [child.deepcopy() for child in statement.children]
    choices = nodes.enumerated_list(enumtype="loweralpha", prefix="", suffix=")")
    for option in options:
        text = next(option.findall(OptionText))
        choices += nodes.list_item(
            "", nodes.paragraph("", "", *[c.deepcopy() for c in text.children])
        )
    asked += choices
    target = f"respuestas.xhtml#{there}"
    link = nodes.reference("", "Respuesta, al final del libro", refuri=target, internal=True)
    asked += nodes.paragraph("", "", link, classes=["ver"])

    answer = nodes.container(classes=["respuesta"], ids=[there])
    back = nodes.reference("", f"Pregunta {number}", refuri=f"{page}.xhtml#{here}", internal=True)
    answer += nodes.paragraph("", "", back, classes=["rotulo"])
    ordered = sorted(enumerate(options), key=lambda pair: not pair[1]["correct"])
    for index, option in ordered:
        text = next(option.findall(OptionText))
        name = f"{letter(index)}) "
        verdict = "Sí. " if option["correct"] else "No. "
        head = nodes.paragraph(classes=["cierta" if option["correct"] else "falsa"])
        if option["correct"]:
            head += nodes.strong("", name, *[c.deepcopy() for c in text.children])
        else:
            head += nodes.strong("", name)
        why = [child.deepcopy() for child in next(option.findall(Explanation)).children]
        head += nodes.Text(f" {verdict}" if option["correct"] else verdict)
        if why and isinstance(why[0], nodes.paragraph):
            head += why.pop(0).children
        answer += [head, *why]
    for reference in answer.findall(nodes.reference):
        target = reference.attributes.pop("refid", None)
        if target is None and reference.get("refuri", "").startswith("#"):
            target = reference["refuri"][1:]
        if target is not None:
            reference["refuri"] = f"{page}.xhtml#{target}"
    for node in answer.findall(nodes.Element):
        if node is not answer:
            node["ids"] = []
    return asked, answer


def add_answers(app: Sphinx) -> list[tuple[str, dict[str, Any], str]]:
    """Make the last page: every answer, chapter by chapter."""
    builder = app.builder
    if not isinstance(builder, Ebook):
        return []
    body = nodes.section(ids=["respuestas"])
    body += nodes.title("", ANSWERS_TITLE)
    for docname in sorted(builder.answers):
        page = docname.rpartition("/")[2]
        section = nodes.section(ids=[f"respuestas-{page}"])
        section += nodes.title("", app.env.titles[docname].astext())
        section += builder.answers[docname]
        body += section
    fragment = builder.render_partial(body)["fragment"]
    context = {"title": ANSWERS_TITLE, "body": fragment, "docstitle": None, "metatags": ""}
    return [(ANSWERS, context, "page.html")]


def clean_page(app: Sphinx, page: str, template: str, context: dict, doctree: Any) -> None:
    """Take out what EPUB's checker does not want."""
    if isinstance(app.builder, Ebook) and context.get("body"):
        context["body"] = UNWANTED.sub("", context["body"])


def first_and_last(app: Sphinx, config: Config) -> None:
    """Name the cover, and put the last page into the table of contents."""
    config.epub_cover = (f"_static/{COVER}", "")
    config.epub_post_files = [(f"{ANSWERS}.xhtml", html.escape(ANSWERS_TITLE))]


def setup(app: Sphinx) -> dict[str, bool]:
    """Sphinx calls this."""
    app.add_builder(Ebook, override=True)
    app.add_post_transform(OnPaper)
    app.connect("config-inited", first_and_last)
    app.connect("html-collect-pages", add_answers)
    app.connect("html-page-context", clean_page)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
