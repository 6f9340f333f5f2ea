"""The directive ``camino``: the course's path as a picture, its stations linking to the chapters.

The path swings towards a minimum, as an optimiser with momentum does. It is drawn twice, wide for a
screen and tall for a phone, and the style sheet shows the one that fits. Titles are the chapters'.
"""

import textwrap
from html import escape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

HEIGHTS = (82, 318, 124, 290, 158, 262, 210)  # of the wide one's stations: a damped swing
STEP, MARGIN, LINE = 108, 84, 21  # between stations, beside them, between lines of a title


class Path(nodes.General, nodes.Element):
    """The picture; ``chapters`` are the names of its stations' pages."""


class PathDirective(SphinxDirective):
    """Take no argument: the stations are the first part of ``_toc.yml``."""

    def run(self) -> list[nodes.Node]:
        """Build the node."""
        return [Path()]


def station(number: int, point: tuple[float, float], href: str, lines: list[str], **where) -> str:
    """Write one station: a circle with its number, and its title at ``x``, ``y``, ``anchor``."""
    x, y = point
    title = "".join(
        f'<tspan x="{where["x"]}" y="{where["y"] + LINE * i}">{escape(line)} </tspan>'
        for i, line in enumerate(lines)
    )
    return (
        f'<a class="station" href="{href}"><circle cx="{x}" cy="{y}" r="19"/>'
        f'<text class="number" x="{x}" y="{y + 6}">{number} </text>'
        f'<text class="title" text-anchor="{where["anchor"]}">{title}</text></a>'
    )


def picture(kind: str, size: tuple[int, int], points: list, stations: list[str]) -> str:
    """Write one drawing: level curves around the last point, the way there, the stations."""
    (width, height), (x, y) = size, points[-1]
    wide = kind == "wide"
    levels = "".join(
        f'<ellipse class="level" cx="{x}" cy="{y}" rx="{r * 1.7 if wide else r}" '
        f'ry="{r if wide else r * 1.7}"/>'
        for r in (45, 90, 140, 195, 255, 320, 390, 465)
    )
    bend = STEP / 2
    curve = "".join(
        f" C {a + bend} {b}, {c - bend} {d}, {c} {d}"
        if wide
        else f" C {a} {b + bend}, {c} {d - bend}, {c} {d}"
        for (a, b), (c, d) in zip(points, points[1:], strict=False)
    )
    start = "{} {}".format(*points[0])
    return (
        f'<svg class="{kind}" viewBox="0 0 {width} {height}">{levels}'
        f'<path class="way" d="M {start}{curve}"/>{"".join(stations)}</svg>'
    )


def visit_path(self: HTML5Translator, node: Path) -> None:
    """Draw the path, on the site alone: other kinds of book have the list of chapters."""
    if self.builder.name != "html":
        raise nodes.SkipNode
    env, here = self.builder.env, self.builder.current_docname
    tree = env.get_doctree(env.config.root_doc)
    toc = next(tree.findall(lambda n: "includefiles" in getattr(n, "attributes", {})))
    wide, tall, high, slim = [], [], [], []
    for i, name in enumerate(toc["includefiles"]):
        title, href = env.titles[name].astext(), self.builder.get_relative_uri(here, name)
        x, y = MARGIN + STEP * i, HEIGHTS[i % len(HEIGHTS)]
        lines = textwrap.wrap(title, 16)
        below = i % 2 or i == len(toc["includefiles"]) - 1
        top = y + 44 if below else y - 32 - LINE * (len(lines) - 1)
        wide.append((x, y))
        high.append(station(i + 1, (x, y), href, lines, x=x, y=top, anchor="middle"))
        x, y = 36 + (y - min(HEIGHTS)) / 3, 48 + 84 * i
        lines = textwrap.wrap(title, 20)
        top = y + 6 - LINE * (len(lines) - 1) / 2
        tall.append((x, y))
        slim.append(station(i + 1, (x, y), href, lines, x=x + 30, y=top, anchor="start"))
    size = (2 * MARGIN + STEP * (len(wide) - 1), 400)
    self.body.append('<nav class="camino" aria-label="El camino del curso">')
    self.body.append(picture("wide", size, wide, high))
    self.body.append(picture("tall", (330, 84 * len(tall) + 12), tall, slim))
    self.body.append("</nav>\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, bool]:
    """Sphinx calls this."""
    skip = (visit_path, None)
    app.add_node(Path, html=skip, latex=skip, text=skip)
    app.add_directive("camino", PathDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
