"""Formulas as MathML, made when the book is built: the pages need no script, font or network.

KaTeX reads the TeX, in an embedded JavaScript engine; its script comes with sphinxcontrib-katex.
A formula that KaTeX cannot read fails the build.
"""

import importlib.util
import json
import re
import unicodedata
from functools import cache
from pathlib import Path

from docutils import nodes
from py_mini_racer import JSEvalException, MiniRacer
from sphinx.application import Sphinx
from sphinx.util import logging

logger = logging.getLogger(__name__)
OPTIONS = {"output": "mathml", "throwOnError": True, "strict": "ignore"}
ACCENTS = {"ˊ": "\u0301", "ˋ": "\u0300", "˜": "\u0303", "¨": "\u0308"}
SPLIT_LETTER = re.compile(r'<mover accent="true"><mtext>(\w)</mtext><mo>([ˊˋ˜¨])</mo></mover>')
CLOSING = re.compile(r"[.,;:!?)»…]+")

# "ln p": browsers set no space after a function's name, which U+2061 ends, unless "(" follows.
FUNCTION = re.compile(
    "((?:<m(?:sub|under)><mrow>)?<mi>\\w+</mi><mo>\u2061</mo>"
    "(?:</mrow><m[in]>[^<]*</m[in]></m(?:sub|under)>)?)(?=<m(?:i|n|sub|sup|frac|over|text)\\b)"
)


@cache
def engine() -> MiniRacer:
    """Start the JavaScript engine with KaTeX in it."""
    package = importlib.util.find_spec("sphinxcontrib.katex")
    script = Path(package.origin).with_name("katex.min.js")
    context = MiniRacer()
    context.eval(script.read_text(encoding="utf-8"))
    return context


@cache
def mathml(tex: str, display: bool) -> str:
    """Turn TeX into a ``<math>`` element.

    Raises
    ------
    ValueError
        If KaTeX cannot read it; the message is KaTeX's own.
    """
    options = json.dumps({**OPTIONS, "displayMode": display})
    try:
        html = engine().eval(f"katex.renderToString({json.dumps(tex)}, {options})")
    except JSEvalException as error:
        found = re.search(r"KaTeX parse error: .*", str(error))
        raise ValueError(found.group() if found else str(error)) from None
    element = re.search(r"<math.*</math>", html, re.DOTALL).group()
    # "\max" as a subscript: KaTeX leaves the mark of a function there as a third child.
    element = re.sub("<mo>\u2061</mo>(?=</msu[bp]>)", "", element)
    element = FUNCTION.sub(r'\1<mspace width="0.167em"/>', element)
    return re.sub(r"</mtext><mtext>", "", SPLIT_LETTER.sub(join_letter, element))


def join_letter(found: re.Match[str]) -> str:
    """Put a letter and its accent together again: KaTeX splits "ó" into two elements."""
    return f"<mtext>{unicodedata.normalize('NFC', found[1] + ACCENTS[found[2]])}</mtext>"


def write(self, node: nodes.Node, display: bool) -> None:
    """Write a formula into the page, or a warning if it cannot be read."""
    try:
        self.body.append(mathml(node.astext(), display))
    except ValueError as error:
        logger.warning("%s in %r", error, node.astext(), location=node)


def visit_inline(self, node: nodes.math) -> None:
    """Write a formula inside a line, with what closes it: see :func:`join_closing`."""
    closing = node.get("closing", "")
    self.body.append('<span class="junto">' if closing else "")
    write(self, node, display=False)
    self.body.append(f"{closing}</span>" if closing else "")
    raise nodes.SkipNode


def join_closing(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give each formula the comma or full stop after it, so that no line begins with one."""
    for node in list(doctree.findall(nodes.math)):
        after = node.next_node(descend=False, siblings=True)
        found = CLOSING.match(after) if isinstance(after, nodes.Text) else None
        if found and app.builder.format == "html":
            node["closing"] = found.group()
            after.parent.replace(after, nodes.Text(after[found.end() :]))


def visit_display(self, node: nodes.math_block) -> None:
    """Write a formula on a line of its own, with its number if it has one."""
    self.body.append(self.starttag(node, "div", CLASS="formula"))
    write(self, node, display=True)
    if node["number"]:
        self.body.append(f'<span class="eqno">({node["number"]})</span>')
    self.body.append("</div>\n")
    raise nodes.SkipNode


def stop_engine(app: Sphinx, error: Exception | None) -> None:
    """Stop the engine's thread, which would now and then keep the process from ending."""
    if engine.cache_info().currsize:
        engine().close()
        engine.cache_clear()


def setup(app: Sphinx) -> dict[str, bool]:
    """Sphinx calls this."""
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_display, None))
    app.connect("doctree-resolved", join_closing)
    app.connect("build-finished", stop_engine)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
