"""Figures of the chapter on training: the cycle, the flow of gradients, epochs and batches."""

import math
from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from torch import Tensor

from aprende.plots import BLUE, GRID, INK, MARKERS, PAPER, RED, SKY, spanish_ticks
from aprende.prose import number

ARROW = {"arrowstyle": "-|>", "mutation_scale": 16, "linewidth": 1.8, "shrinkA": 0, "shrinkB": 0}


def _blank(ax: Axes) -> Axes:
    """Leave only what is drawn: no frame, no ticks, no grid."""
    ax.set_axis_off()
    ax.grid(False)
    return ax


def cycle(steps: Sequence[str], centre: str = "", ax: Axes | None = None) -> Axes:
    """Draw steps in a circle, clockwise from the top, each with an arrow to the next.

    Parameters
    ----------
    steps : sequence of str
        At least 2; a line break splits a text.
    centre : str
        What stands inside the circle.
    ax : Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there are fewer than 2 steps.
    """
    if len(steps) < 2:
        raise ValueError(f"steps: hacen falta al menos 2 pasos y ha llegado {len(steps)}")
    ax = _blank(ax or plt.subplots(figsize=(6, 4.4))[1])
    turn = 2 * math.pi / len(steps)
    wide, high = 1.5, 1.0
    for i, text in enumerate(steps):
        angle = math.pi / 2 - i * turn
        spot = wide * math.cos(angle), high * math.sin(angle)
        box = {"boxstyle": "round,pad=0.5", "facecolor": PAPER, "edgecolor": BLUE, "linewidth": 2}
        ax.text(*spot, text, ha="center", va="center", bbox=box, zorder=3)
        # The arrow runs along the ellipse in the middle of the way, clear of both boxes.
        way = angle - turn * np.linspace(0.36, 0.64, 12)
        x, y = wide * np.cos(way), high * np.sin(way)
        ax.plot(x[:-1], y[:-1], color=RED, linewidth=2)
        ends = {"xytext": (x[-2], y[-2]), "xy": (x[-1], y[-1])}
        ax.annotate("", **ends, arrowprops={**ARROW, "color": RED})
    ax.text(0, 0, centre, ha="center", va="center", fontsize=10, style="italic")
    ax.set(xlim=(-2.2, 2.2), ylim=(-1.3, 1.3))
    return ax


def there_and_back(
    names: Sequence[str],
    values: Sequence[str],
    gradients: Sequence[str],
    weights: Sequence[str] = (),
    ax: Axes | None = None,
) -> Axes:
    """Draw a chain of quantities: values go to the right above, gradients come back below.

    Parameters
    ----------
    names : sequence of str, length n
        What stands in each circle, from the input to the cost or loss.
    values : sequence of str, length n
        What each one is worth.
    gradients : sequence of str, length n
        Derivative of the last one with respect to each; empty where none is asked.
    weights : sequence of str, length n - 1
        What acts between each circle and the next; empty where nothing does.
    ax : Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If the lengths do not match.
    """
    weights = list(weights) or [""] * (len(names) - 1)
    lengths = len(names), len(values), len(gradients), len(weights) + 1
    if len(set(lengths)) != 1:
        raise ValueError(
            "se esperaban n nombres, n valores, n gradientes y n − 1 pesos, y han llegado "
            f"{lengths[0]}, {lengths[1]}, {lengths[2]} y {lengths[3] - 1}"
        )
    ax = _blank(ax or plt.subplots(figsize=(6, 2.5))[1])
    for i, (name, value, gradient) in enumerate(zip(names, values, gradients, strict=True)):
        circle = {"boxstyle": "circle,pad=0.45", "facecolor": PAPER, "edgecolor": INK}
        ax.text(i, 0, name, ha="center", va="center", bbox=circle, zorder=3, fontsize=12)
        ax.text(i, 0.5, value, ha="center", va="center", color=BLUE, fontsize=11)
        ax.text(i, -0.5, gradient, ha="center", va="center", color=RED, fontsize=11)
        if i == 0:
            continue
        ax.annotate("", (i - 0.27, 0.09), (i - 0.73, 0.09), arrowprops={**ARROW, "color": BLUE})
        ax.text(i - 0.5, 0.24, weights[i - 1], ha="center", va="center", fontsize=10)
        if gradients[i - 1]:
            ends = (i - 0.73, -0.09), (i - 0.27, -0.09)
            ax.annotate("", *ends, arrowprops={**ARROW, "color": RED, "linestyle": "--"})
    last = len(names) - 1
    ax.text(-0.25, 0.84, "ida: valores →", color=BLUE, ha="left", va="center")
    ax.text(
        last + 0.25,
        -0.84,
        f"← vuelta: derivadas de {names[-1]}",
        color=RED,
        ha="right",
        va="center",
    )
    ax.set(xlim=(-0.4, last + 0.4), ylim=(-1, 1))
    return ax


def visits(orders: Tensor, batch_size: int, ax: Axes | None = None) -> Axes:
    """Draw which examples each iteration uses: a point for each visit, a line after each epoch.

    Parameters
    ----------
    orders : Tensor, shape (epochs, n)
        Numbers of the examples, in the order in which each epoch used them.
    batch_size : int
    ax : Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If ``orders`` is no table or ``batch_size`` is below 1.
    """
    if orders.dim() != 2 or batch_size < 1:
        raise ValueError(
            "se esperaba orders de forma (épocas, n) y batch_size de 1 o más; han llegado "
            f"{tuple(orders.shape)} y {batch_size}"
        )
    ax = ax or plt.subplots(figsize=(6, 3.4))[1]
    epochs, n = orders.shape
    each = -(-n // batch_size)
    for epoch, order in enumerate(orders.tolist()):
        steps = [1 + epoch * each + i // batch_size for i in range(n)]
        style = {"marker": MARKERS[epoch % len(MARKERS)], "linestyle": "", "markersize": 4}
        ax.plot(steps, order, color=(BLUE, RED)[epoch % 2], **style)
        middle = epoch * each + (each + 1) / 2
        ax.text(middle, n + n / 40, f"época {epoch + 1}", ha="center", va="bottom")
        if epoch:
            ax.axvline(epoch * each + 0.5, color=INK, linestyle=":", linewidth=1.2)
    ax.set(xlabel="iteración", ylabel="número del ejemplo")
    ax.set_ylim(-n / 40 - 1, n + n / 8)
    return spanish_ticks(ax)


def batch_bars(rows: dict[str, Sequence[int]], ax: Axes | None = None) -> Axes:
    """Draw the batches of an epoch one after another; an incomplete one is hatched.

    Parameters
    ----------
    rows : dict of str to sequence of int
        Name of each row, and the sizes of its batches.
    ax : Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If a row has no batch.
    """
    if not rows or not all(len(sizes) for sizes in rows.values()):
        raise ValueError("rows: cada fila necesita al menos un batch")
    ax = ax or plt.subplots(figsize=(6, 0.8 + 0.6 * len(rows)))[1]
    for row, sizes in enumerate(rows.values()):
        starts = np.cumsum([0, *sizes[:-1]])
        for start, size in zip(starts, sizes, strict=True):
            short = size < max(sizes)
            look = {"color": PAPER, "hatch": "////"} if short else {"color": SKY}
            edge = RED if short else INK
            ax.barh(row, size, left=start, height=0.6, **{**look, "edgecolor": edge})
            ax.text(
                start + size / 2,
                row,
                number(size),
                ha="center",
                va="center",
                fontsize=10,
                bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1},
            )
    ax.set_yticks(range(len(rows)), list(rows))
    ax.invert_yaxis()
    ax.set(xlabel="ejemplos de una época")
    ax.xaxis.set_major_formatter(lambda value, _: number(value))
    ax.tick_params(axis="y", length=0)
    ax.grid(False, axis="y")
    return ax


def steps_and_epochs(
    batch_costs: Sequence[float], epoch_costs: Sequence[float], ax: Axes | None = None
) -> Axes:
    """Draw the cost of each iteration, and over it the mean of each epoch at its last iteration.

    Parameters
    ----------
    batch_costs : sequence of float, length epochs · iterations
        Cost of each batch when it was used.
    epoch_costs : sequence of float, length epochs
        Mean cost of each epoch.
    ax : Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If the iterations do not fill the epochs.
    """
    if not len(epoch_costs) or len(batch_costs) % len(epoch_costs):
        raise ValueError(
            f"no se pueden repartir {len(batch_costs)} iteraciones en {len(epoch_costs)} épocas"
        )
    ax = ax or plt.subplots()[1]
    each = len(batch_costs) // len(epoch_costs)
    steps = range(1, len(batch_costs) + 1)
    ax.plot(steps, batch_costs, color=BLUE, linewidth=0.9, alpha=0.8, label="cada batch")
    ends = [each * (epoch + 1) for epoch in range(len(epoch_costs))]
    ax.plot(ends, epoch_costs, color=RED, marker="o", linestyle="--", label="media de la época")
    ax.vlines(ends, *ax.get_ylim(), color=GRID, linewidth=0.8, zorder=0)
    ax.set(xlabel="iteración", ylabel="coste")
    ax.grid(False, axis="x")
    ax.legend()
    return spanish_ticks(ax)
