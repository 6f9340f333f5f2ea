"""The figure of the summary: the whole path of learning, boxes joined by arrows."""

import itertools
from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from aprende.plots import COLOURS, INK, PAPER

LINES = ("-", "--", ":")  # of the arrows, by kind


def flow(
    places: Mapping[str, tuple[float, float]],
    arrows: Sequence[tuple[str, str] | tuple[str, str, int]],
    notes: Mapping[str, tuple[float, float]] | None = None,
    *,
    groups: Mapping[str, int] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw boxes on a grid and the arrows that lead from one to another.

    Parameters
    ----------
    places : mapping of str to pair of float
        Text of each box, and its column and row; a row counts upwards.
    arrows : sequence of (from, to) or (from, to, kind)
        Texts of the boxes that an arrow leaves and reaches; ``kind`` is 0 for a full line (the
        default), 1 for a dashed one and 2 for a dotted one.
    notes : mapping of str to pair of float, optional
        Words without a box, and where they stand.
    groups : mapping of str to int, optional
        Boxes of one number share the colour of their edge; by default each has its own.
    ax : Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there is no box, or an arrow names a box that is not there.
    """
    if not places:
        raise ValueError("places: hace falta al menos una caja")
    missing = {end for arrow in arrows for end in arrow[:2]} - set(places)
    if missing:
        raise ValueError(f"arrows: no hay ninguna caja que se llame {sorted(missing)}")
    ax = ax or plt.subplots(figsize=(5.2, 4.4))[1]
    boxes = {}
    for i, (text, place) in enumerate(places.items()):
        group = groups[text] if groups else i
        edge = COLOURS[group % len(COLOURS)]
        box = {"boxstyle": "round,pad=0.5", "facecolor": PAPER, "edgecolor": edge, "linewidth": 2}
        boxes[text] = ax.text(*place, text, ha="center", va="center", bbox=box, zorder=3)
    for start, end, *kind in arrows:
        line = {"color": INK, "linewidth": 1.4, "linestyle": LINES[kind[0] if kind else 0]}
        patches = {"patchA": boxes[start].get_bbox_patch(), "patchB": boxes[end].get_bbox_patch()}
        props = {"arrowstyle": "-|>", "shrinkA": 3, "shrinkB": 3} | line | patches
        ax.annotate("", places[end], places[start], arrowprops=props)
    for text, place in (notes or {}).items():
        ax.text(*place, text, ha="center", va="center", fontsize=10, style="italic", zorder=3)
    columns, rows = zip(*places.values(), strict=True)
    ax.set(xlim=(min(columns) - 0.55, max(columns) + 0.55))
    ax.set(ylim=(min(rows) - 0.4, max(rows) + 0.4))
    ax.axis("off")
    return ax


def whole_path(ax: Axes | None = None) -> Axes:
    """Draw the course in eight boxes: a turn for every batch inside a turn for every improvement.

    Parameters
    ----------
    ax : Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    Axes
    """
    # Text of the box, its place, and the chapter it belongs to.
    boxes = {
        "data": ("Datos", (0, 2), 1),
        "scaling": ("Escalado", (1, 2), 1),
        "batches": ("Batches", (2, 2), 2),
        "model": ("Modelo", (2, 1), 2),
        "cost": ("Coste", (2, 0), 3),
        "step": ("Gradiente y\noptimizador", (1, 1), 4),
        "curves": ("Curvas", (1, 0), 5),
        "improve": ("Mejora", (0, 0), 6),
    }
    path = ["data", "scaling", "batches", "model", "cost", "step", "curves", "improve"]
    texts = {name: f"{text}\ncap. {chapter}" for name, (text, _, chapter) in boxes.items()}
    arrows = [(texts[start], texts[end]) for start, end in itertools.pairwise(path)]
    arrows += [(texts["step"], texts["batches"], 1), (texts["improve"], texts["data"], 1)]
    return flow(
        {texts[name]: place for name, (_, place, _) in boxes.items()},
        arrows,
        {"otro\nbatch": (1.26, 1.62), "cada época": (0.7, 0.53), "otra\nvuelta": (-0.26, 1)},
        groups={texts[name]: chapter - 1 for name, (*_, chapter) in boxes.items()},
        ax=ax,
    )
