"""Figures of gradient descent: landscapes, arrows, paths, steps on a curve, the training cycle."""

from collections.abc import Callable, Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib.axes import Axes
from torch import Tensor

from aprende.plots import BLUE, COLOURS, GRID, INK, LINES, MARKERS, PAPER, RED, lines, spanish_ticks
from aprende.surfaces import MakeOptimizer, Surface, path

MARKED = 150  # longer paths are drawn as a thin line, without a mark on each step


def _grid(surface: Surface, points: int) -> Tensor:
    """Weights of shape (points, points, 2) that cover the part of the surface worth drawing."""
    steps = torch.linspace(-surface.radius, surface.radius, points, dtype=torch.float64)
    corner = torch.tensor(surface.centre, dtype=torch.float64)
    return torch.stack(torch.meshgrid(steps, steps, indexing="xy"), -1) + corner


def landscape(surface: Surface, *, title: str = "", ax: Axes | None = None) -> Axes:
    """Draw the level curves of a cost, with a star on each minimum.

    Parameters
    ----------
    surface : Surface
    title : str
    ax : Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    Axes
    """
    ax = ax or plt.subplots(figsize=(4.4, 4.4))[1]
    grid = _grid(surface, 61)
    height = surface.cost(grid)
    low = height.min().item()
    levels = low + (height.max().item() - low) * np.linspace(0.06, 0.98, 11) ** 2
    ax.contour(
        grid[..., 0], grid[..., 1], height, levels=levels, colors=BLUE, linewidths=0.8, alpha=0.7
    )
    for point in surface.minima:
        ax.plot(*point, marker="*", markersize=12, color=INK, linestyle="", zorder=4)
    (x, y), reach = surface.centre, surface.radius
    ax.set(xlabel=surface.labels[0], ylabel=surface.labels[1], aspect="equal")
    ax.set(xlim=(x - reach, x + reach), ylim=(y - reach, y + reach))
    ax.set_title(title)
    ax.grid(False)
    return spanish_ticks(ax)


def arrows(surface: Surface, *, title: str = "", ax: Axes | None = None) -> Axes:
    """Draw minus the gradient at many points of a landscape; a longer arrow is a steeper slope.

    Parameters
    ----------
    surface : Surface
    title : str
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    ax = landscape(surface, title=title, ax=ax)
    at = _grid(surface, 13)[1:-1, 1:-1]
    down = -surface.gradient(at)
    ax.quiver(at[..., 0], at[..., 1], down[..., 0], down[..., 1], color=RED, width=0.006, zorder=3)
    return ax


def paths(
    surface: Surface,
    named: Mapping[str, Tensor],
    *,
    points: Mapping[str, Sequence[float]] | None = None,
    title: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw the way of one or more descents over a landscape.

    Parameters
    ----------
    surface : Surface
    named : mapping of str to Tensor of shape (steps, 2)
        Name and weights of each path. One alone needs no legend.
    points : mapping of str to pair of float, optional
        Places to name; those that are no minimum get a cross.
    title : str
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    ax = landscape(surface, title=title, ax=ax)
    for i, (name, way) in enumerate(named.items()):
        style = {"color": COLOURS[(i + 1) % 6], "linestyle": LINES[i % 4], "label": name}
        if len(way) <= MARKED:
            style |= {"marker": MARKERS[i], "markersize": 3.5}
        ax.plot(way[:, 0], way[:, 1], linewidth=1.3 if len(way) <= MARKED else 0.5, **style)
        ax.plot(*way[0], marker="o", markersize=8, color=PAPER, markeredgecolor=INK, zorder=5)
    for name, point in (points or {}).items():
        if not any(np.allclose(point, minimum, atol=0.01) for minimum in surface.minima):
            ax.plot(*point, marker="X", markersize=9, color=INK, linestyle="", zorder=5)
        box = {"facecolor": PAPER, "edgecolor": "none", "alpha": 0.85, "pad": 1}
        offset = {"xytext": (0, -19), "textcoords": "offset points", "ha": "center"}
        ax.annotate(name, point, fontsize=10, bbox=box, zorder=6, **offset)
    if len(named) > 1:
        ax.legend(fontsize=10, frameon=True, facecolor=PAPER, edgecolor=GRID, framealpha=0.9)
    return ax


def panels(
    surface: Surface, named: Mapping[str, Tensor], *, columns: int = 2, width: float = 6
) -> list[Axes]:
    """Draw each path on a landscape of its own, in a grid.

    Parameters
    ----------
    surface : Surface
    named : mapping of str to Tensor of shape (steps, 2)
        Title and weights of each path.
    columns : int
    width : float
        Width of the figure, in inches.

    Returns
    -------
    list of Axes
    """
    rows = -(-len(named) // columns)
    size = (width, (width / columns + 0.3) * rows)
    _, axes = plt.subplots(rows, columns, figsize=size, sharex=True, sharey=True, squeeze=False)
    for ax, (title, way) in zip(axes.flat, named.items(), strict=False):
        paths(surface, {"": way}, ax=ax).set_title(title, fontsize=11 if columns < 3 else 10)
    for ax in axes.flat[len(named) :]:
        ax.axis("off")
    for ax in axes.flat:
        ax.label_outer()
    return list(axes.flat[: len(named)])


def steps_on_curve(
    cost: Callable[[Tensor], Tensor],
    weights: Sequence[float] | Tensor,
    reach: tuple[float, float],
    *,
    title: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw a cost over one weight and the steps of a descent on it.

    Parameters
    ----------
    cost : callable
        From weights of shape (n,) to costs of shape (n,).
    weights : sequence of float, length steps + 1
        Weights one after another, from the start on. What lies outside ``reach`` is cut off.
    reach : pair of float
        Lowest and highest weight to draw.
    title : str
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    ax = ax or plt.subplots()[1]
    w = torch.linspace(*reach, 121, dtype=torch.float64)
    heights = cost(w)
    ax.plot(w, heights, color=BLUE)
    way = torch.as_tensor(weights, dtype=torch.float64)
    ax.plot(way, cost(way), color=RED, marker="o", markersize=5, linestyle="--", linewidth=1)
    ax.plot(way[0], cost(way[:1]), marker="o", markersize=9, color=PAPER, markeredgecolor=INK)
    margin = 0.06 * (heights.max() - heights.min()).item()
    ax.set(xlabel="$w$", ylabel="coste $J(w)$", xlim=reach)
    ax.set_ylim(heights.min().item() - margin, heights.max().item() + margin)
    ax.set_title(title)
    return spanish_ticks(ax)


def lands(
    places: Sequence[tuple[Surface, Sequence[float]]],
    optimizers: Mapping[str, MakeOptimizer],
    *,
    steps: int,
    columns: int = 2,
) -> list[Axes]:
    """Let several optimisers walk over several landscapes, one panel for each, legend in the last.

    Parameters
    ----------
    places : sequence of (Surface, pair of float)
        Landscapes, and where all start on each.
    optimizers : mapping of str to callable
        Name, and what makes the optimiser from a list of parameters.
    steps : int
    columns : int

    Returns
    -------
    list of Axes
    """
    rows = -(-(len(places) + 1) // columns)
    _, axes = plt.subplots(rows, columns, figsize=(6, 3.3 * rows), squeeze=False)
    for ax, (surface, start) in zip(axes.flat, places, strict=False):
        ways = {name: path(make, surface, start, steps) for name, make in optimizers.items()}
        paths(surface, ways, title=surface.name, ax=ax)
        if ax.get_legend():
            ax.get_legend().remove()
    for ax in axes.flat[len(places) :]:
        ax.axis("off")
    axes.flat[len(places)].legend(*axes.flat[0].get_legend_handles_labels(), loc="center")
    return list(axes.flat[: len(places)])


def side_by_side(
    named: Mapping[str, Mapping[str, Sequence]], *, xlabel: str, ylabel: str
) -> list[Axes]:
    """Draw costs by epoch in panels with one logarithmic axis and one legend.

    Parameters
    ----------
    named : mapping of str to mapping of str to values of shape (epochs,) or (runs, epochs)
        Title of each panel, and the runs of each line in it.
    xlabel, ylabel : str

    Returns
    -------
    list of Axes
    """
    _, axes = plt.subplots(1, len(named), figsize=(6, 3.6), sharey=True, squeeze=False)
    for ax, (title, series) in zip(axes.flat, named.items(), strict=True):
        epochs = range(1, np.shape(next(iter(series.values())))[-1] + 1)
        lines(epochs, series, log_y=True, markers=False, xlabel=xlabel, ylabel=ylabel, ax=ax)
        ax.set_title(title, fontsize=11)
        ax.label_outer()
        if ax is not axes[0, -1] and ax.get_legend():
            ax.get_legend().remove()
    return list(axes.flat)


def costs_by_epoch(
    costs: Mapping[str, Tensor], *, epochs: int, lowest: float, ax: Axes | None = None
) -> Axes:
    """Draw costs after every step against the epochs read, whatever the steps in an epoch.

    Parameters
    ----------
    costs : mapping of str to Tensor of shape (steps + 1,)
        Name of each run, and its cost from the start on.
    epochs : int
        Epochs that every run lasted.
    lowest : float
        The lowest possible cost, drawn as a dotted line.
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    ax = ax or plt.subplots()[1]
    for i, (name, heights) in enumerate(costs.items()):
        style = {"linestyle": LINES[i], "linewidth": 2 if len(heights) <= MARKED else 0.7}
        ax.plot(np.linspace(0, epochs, len(heights)), heights, label=name, **style)
    ax.axhline(float(lowest), color=INK, linestyle=":", linewidth=1)
    ax.set(xlabel="épocas (veces que se leen los datos)", ylabel="coste")
    ax.legend()
    return spanish_ticks(ax)
