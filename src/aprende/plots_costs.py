"""Figures of the chapter on cost functions. Every function takes and returns matplotlib axes."""

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from torch import Tensor

from aprende.plots import (
    BLUE,
    COLOURS,
    INK,
    LINES,
    ORANGE,
    RED,
    SKY,
    lines,
    show_image,
    spanish_ticks,
)
from aprende.prose import number, percent


def predictions(
    names: Sequence[str],
    true: Sequence[float],
    predicted: Sequence[float],
    losses: Sequence[float],
    *,
    xlabel: str,
    ax: Axes | None = None,
) -> Axes:
    """Draw each example on a line of its own: what was true, what was predicted, and its loss.

    Parameters
    ----------
    names : sequence of str, length n
        The first one goes to the top.
    true, predicted : sequences of float, length n
        In the units of ``xlabel``.
    losses : sequence of float, length n
        Not negative. The share of each in their sum is written at the right.
    xlabel : str
        What the horizontal axis measures, with units.
    ax : Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If the lengths differ, or a loss is negative, or all are 0.
    """
    lengths = [len(values) for values in (names, true, predicted, losses)]
    if len(set(lengths)) != 1:
        raise ValueError(f"names, true, predicted y losses tienen longitudes distintas: {lengths}")
    losses = np.asarray(losses, dtype=float)
    if (losses < 0).any() or losses.sum() == 0:
        raise ValueError("losses: se esperaban pérdidas no negativas, y alguna mayor que 0")
    ax = ax or plt.subplots(figsize=(6, 0.9 + 0.42 * len(names)))[1]
    rows = -np.arange(len(names))
    ax.hlines(rows, true, predicted, color=RED, linewidth=3, alpha=0.6)
    ax.plot(true, rows, "o", color=BLUE, markersize=8, label="real")
    hollow = {"markerfacecolor": "none", "markeredgewidth": 2, "markersize": 8}
    ax.plot(predicted, rows, "D", color=RED, label="prevista", **hollow)
    for row, share in zip(rows, losses / losses.sum(), strict=True):
        ax.annotate(percent(share, 1), (1.02, row), xycoords=("axes fraction", "data"), va="center")
    ax.annotate("parte del coste", (1, 1), (0, 6), "axes fraction", "offset points", ha="center")
    ax.legend(loc="lower left", bbox_to_anchor=(-0.02, 1), ncols=2, borderpad=0, fontsize=10)
    spanish_ticks(ax)
    ax.set_yticks(rows, names)
    ax.set(xlabel=xlabel, ylim=(rows[-1] - 0.6, 0.6))
    ax.grid(False, axis="y")
    return ax


def fitted_lines(
    x: Sequence[float],
    y: Sequence[float],
    named: Mapping[str, tuple[float, float]],
    *,
    top: float,
    xlabel: str,
    ylabel: str,
    ax: Axes | None = None,
) -> Axes:
    """Scatter points and draw straight lines; points above the picture show as triangles on top.

    Parameters
    ----------
    x, y : sequences of float, length n
    named : mapping of str to (slope, height at 0)
        Name of each line, for the legend.
    top : float
        Upper end of the vertical axis, in the units of ``y``.
    xlabel, ylabel : str
        What the axes measure, with units.
    ax : Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If ``x`` and ``y`` differ in length.
    """
    x, y = np.asarray(x, dtype=float).ravel(), np.asarray(y, dtype=float).ravel()
    if len(x) != len(y):
        raise ValueError(f"x tiene {len(x)} valores e y tiene {len(y)}: tienen que ser los mismos")
    ax = ax or plt.subplots(figsize=(6, 4))[1]
    out = y > top
    ax.scatter(x[~out], y[~out], s=10, color=SKY, alpha=0.7)
    if out.any():
        label = "1 punto más arriba" if out.sum() == 1 else f"{out.sum()} puntos más arriba"
        edge = np.full(out.sum(), 0.98 * top)
        ax.plot(x[out], edge, "^", color=ORANGE, linestyle="", markersize=6, label=label)
    ends = np.array([x.min(), x.max()])
    for i, (name, (slope, height)) in enumerate(named.items()):
        ax.plot(
            ends, slope * ends + height, color=(INK, RED, BLUE)[i % 3], ls=LINES[i % 4], label=name
        )
    ax.set(xlabel=xlabel, ylabel=ylabel, ylim=(0, top))
    ax.legend(loc="lower left", bbox_to_anchor=(-0.02, 1), ncols=2, borderpad=0, fontsize=10)
    return spanish_ticks(ax)


def class_scores(image: Tensor, scores: Sequence[float], shares: Sequence[float]) -> list[Axes]:
    """Draw an image, the score that a network gives each class, and what softmax makes of it.

    Parameters
    ----------
    image : Tensor, shape (c, h, w), c 1 or 3
    scores : sequence of float, length m
        Logits, of any size.
    shares : sequence of float, length m
        Probabilities of the classes.

    Returns
    -------
    list of Axes
        For the image, the scores and the probabilities.

    Raises
    ------
    ValueError
        If ``scores`` and ``shares`` differ in length.
    """
    if len(scores) != len(shares):
        raise ValueError(f"hay {len(scores)} valores en scores y {len(shares)} en shares")
    widths = {"width_ratios": (1, 2, 2)}
    _, axes = plt.subplots(1, 3, figsize=(6, 2.4), gridspec_kw=widths)
    show_image(image, ax=axes[0])
    panels = ((scores, "logits $z$", COLOURS[0]), (shares, "probabilidades $p$", COLOURS[2]))
    for ax, (heights, title, colour) in zip(axes[1:], panels, strict=True):
        ax.bar(range(len(heights)), np.asarray(heights, dtype=float), color=colour)
        ax.axhline(0, color=INK, linewidth=0.8)
        ax.set_title(title, fontsize=10, fontweight="normal")
        ax.set(xlabel="clase")
        spanish_ticks(ax, share=ax is axes[2])
        ax.set_xticks(range(len(heights)))
        ax.tick_params(labelsize=10)
        ax.grid(False, axis="x")
    return list(axes)


def level(ax: Axes, height: float, text: str, *, side: str = "right") -> Axes:
    """Mark a height that means something, such as one no curve can pass, with a dotted line.

    Parameters
    ----------
    ax : Axes
    height : float
        In the units of the vertical axis.
    text : str
        Written on the line, with the height after it.
    side : {"right", "left"}
        Where it is written.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If ``side`` is another.
    """
    if side not in ("left", "right"):
        raise ValueError(f"side: se esperaba «left» o «right» y ha llegado {side!r}")
    ax.axhline(height, color=INK, linewidth=1.2, linestyle=":")
    x = 0.02 if side == "left" else 0.98
    label = f"{text}: {number(height, 2)}"
    ax.annotate(label, (x, height), (0, 3), ax.get_yaxis_transform(), "offset points", ha=side)
    return ax


def panels(
    x: Sequence[float],
    left: Mapping[str, Sequence[float]],
    right: Mapping[str, Sequence[float]],
    *,
    xlabel: str,
    ylabels: tuple[str, str],
    share_right: bool = False,
) -> list[Axes]:
    """Draw the same series measured in two ways, side by side, with one legend above.

    Parameters
    ----------
    x : sequence of float, length n
    left, right : mapping of str to sequence of float, length n
        Heights in each panel, under the same names and in the same order.
    xlabel : str
        What both horizontal axes measure, with units.
    ylabels : two str
        Titles of the panels: what their heights measure.
    share_right : bool
        Heights of the right panel, from 0 to 1, shown as percentages.

    Returns
    -------
    list of Axes

    Raises
    ------
    ValueError
        If the names differ.
    """
    if list(left) != list(right):
        raise ValueError(f"left y right: nombres distintos, {list(left)} y {list(right)}")
    figure, axes = plt.subplots(1, 2, figsize=(6, 3.5))
    for ax, series, name in zip(axes, (left, right), ylabels, strict=True):
        share = share_right and ax is axes[1]
        lines(x, series, markers=False, xlabel=xlabel, ylabel="", share=share, ax=ax)
        ax.set_title(name, fontsize=11, fontweight="normal")
        legend = ax.get_legend()
        if legend is not None:
            legend.remove()
    handles, names = axes[0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside upper left", ncols=len(names), fontsize=10)
    return list(axes)
