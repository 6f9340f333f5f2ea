"""The directive ``pregunta``: a multiple-choice question that answers back, with no script at all.

A reader chooses an option and its explanation unfolds::

    :::{pregunta}
    ¿Cuántos batches de 64 hay en 6.400 ejemplos?

    - [x] 100

      6.400 / 64 = 100.
    - [ ] 64

      Ese es el tamaño de cada batch.
    :::

Options are radio buttons, so that keyboards and screen readers know what to do; the style sheet
shows the explanation of the one that is checked. Where there are no radio buttons (paper, e-book)
every option stands with its explanation.
"""

import re
from html import escape
from typing import ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

MARK = re.compile(r"^\[([ xX])\]\s+")


class Question(nodes.General, nodes.Element):
    """The whole question; ``number`` tells it from the others of its page."""


class Statement(nodes.General, nodes.Element):
    """What is asked."""


class Option(nodes.General, nodes.Element):
    """One possible answer, ``correct`` or not: its text, then an :class:`Explanation`."""


class OptionText(nodes.General, nodes.Element):
    """The text of an option."""


class Explanation(nodes.General, nodes.Element):
    """Why an option is right or wrong."""


class QuestionDirective(SphinxDirective):
    """Read a statement and a list of ``[x]`` and ``[ ]`` options, each with its explanation."""

    has_content: ClassVar[bool] = True

    def run(self) -> list[nodes.Node]:
        """Build the nodes.

        Raises
        ------
        docutils.parsers.rst.DirectiveError
            If the options are not a list of two or more, each explained, exactly one of them right.
        """
        body = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, body)
        lists = [child for child in body if isinstance(child, nodes.bullet_list)]
        if len(lists) != 1 or body[-1] is not lists[0] or len(body) < 2:
            raise self.error("pregunta: a statement and then one list of options is expected")
        number = self.env.new_serialno("pregunta")
        question = Question(number=number)
        question += Statement("", *body[:-1])
        question += [self.option(item, number, i) for i, item in enumerate(lists[0])]
        right = sum(option["correct"] for option in question[1:])
        if len(question) < 3 or right != 1:
            raise self.error("pregunta: two options or more, and exactly one marked [x]")
        return [question]

    def option(self, item: nodes.list_item, number: int, index: int) -> Option:
        """Turn a list item into an option."""
        text = item[0][0] if item[0].children else None
        mark = MARK.match(text) if isinstance(text, nodes.Text) else None
        if mark is None or len(item) < 2:
            raise self.error(
                "pregunta: each option starts with [x] or [ ] and is followed, after a blank line, "
                f"by its explanation; this one is not: {item.astext()[:60]!r}"
            )
        item[0][0] = nodes.Text(MARK.sub("", text))
        option = Option(
            correct=mark.group(1) in "xX", id=f"pregunta-{number}-{index}", number=number
        )
        option += OptionText("", *item[0].children)
        option += Explanation("", *item[1:], correct=option["correct"])
        return option


def visit_question(self, node: Question) -> None:
    """Open the group; its name is the statement."""
    label = f"pregunta-{node['number']}"
    self.body.append(f'<div class="pregunta" role="radiogroup" aria-labelledby="{label}">')


def visit_statement(self, node: Statement) -> None:
    """Open the statement."""
    label = f"pregunta-{node.parent['number']}"
    self.body.append(f'<div class="enunciado" id="{label}"><p class="rotulo">Comprueba</p>')


def visit_option(self, node: Option) -> None:
    """Open an option with its radio button."""
    kind = "cierta" if node["correct"] else "falsa"
    # A formula alone gives the button no name: its TeX does.
    alone = all(isinstance(child, nodes.math) or not child.astext() for child in node[0])
    tex = re.sub(r"[\\{}]", " ", node[0].astext()).strip()
    name = f' aria-label="{escape(tex)}"' if alone else ""
    self.body.append(
        f'<div class="opcion {kind}"><input type="radio" name="pregunta-{node["number"]}" '
        f'id="{node["id"]}" aria-describedby="{node["id"]}-porque"{name}>'
    )


def visit_option_text(self, node: OptionText) -> None:
    """Open the label of the radio button."""
    self.body.append(f'<label for="{node.parent["id"]}">')


def depart_option_text(self, node: OptionText) -> None:
    """Close the label."""
    self.body.append("</label>")


def visit_explanation(self, node: Explanation) -> None:
    """Open the explanation with the verdict."""
    verdict = "Sí." if node["correct"] else "No."
    self.body.append(
        f'<div class="porque" id="{node.parent["id"]}-porque"><strong>{verdict}</strong> '
    )


def close_div(self, node: nodes.Element) -> None:
    """Close what was opened last."""
    self.body.append("</div>")


def keep(self, node: nodes.Element) -> None:
    """Leave the children as they are, for builders without radio buttons."""


def setup(app: Sphinx) -> dict[str, bool]:
    """Sphinx calls this."""
    plain = {"latex": (keep, keep), "text": (keep, keep)}
    app.add_node(Question, html=(visit_question, close_div), **plain)
    app.add_node(Statement, html=(visit_statement, close_div), **plain)
    app.add_node(Option, html=(visit_option, close_div), **plain)
    app.add_node(OptionText, html=(visit_option_text, depart_option_text), **plain)
    app.add_node(Explanation, html=(visit_explanation, close_div), **plain)
    app.add_directive("pregunta", QuestionDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
