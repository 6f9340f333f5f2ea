"""Figures of the chapter on improving results: trials, treatments, dropped units, diagnosis."""

from collections.abc import Mapping, Sequence
from textwrap import wrap

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

from aprende.plots import BLUE, COLOURS, GRID, INK, MARKERS, RED, spanish_ticks
from aprende.prose import number
from aprende.training import History


def one_by_one(
    panels: Mapping[str, Mapping[object, Sequence[float]]], *, ylabel: str, columns: int = 3
) -> list[Axes]:
    """Draw what each value of each hyper-parameter gives: one panel for each of them.

    Parameters
    ----------
    panels : mapping of str to mapping of value to sequence of float
        Name of the hyper-parameter; its values in the order they are to be shown; for each value,
        the results of its runs. Points are runs, the line joins their means.
    ylabel : str
    columns : int
        Panels in a row.

    Returns
    -------
    list of Axes

    Raises
    ------
    ValueError
        If there is no panel.
    """
    if not panels:
        raise ValueError("panels: hace falta al menos un hiperparámetro")
    rows = -(-len(panels) // columns)
    size = (6, 2.4 * rows)
    _, axes = plt.subplots(rows, columns, figsize=size, sharey=True, squeeze=False)
    for ax in axes.flat[len(panels) :]:
        ax.axis("off")
    drawn = list(axes.flat[: len(panels)])
    for i, (ax, (title, results)) in enumerate(zip(drawn, panels.items(), strict=True)):
        for place, runs in enumerate(results.values()):
            ax.plot([place] * len(runs), runs, "o", color=BLUE, alpha=0.4, markersize=5)
        means = [np.mean(runs) for runs in results.values()]
        ax.plot(range(len(means)), means, color=BLUE, marker="D", markersize=6)
        ax.set_title(title, fontsize=10)
        spanish_ticks(ax)
        names = [f"{value:g}".replace(".", ",") for value in results]
        ax.set_xticks(range(len(names)), names)
        ax.set_xlim(-0.4, len(names) - 0.6)
        if i % columns == 0:
            ax.set_ylabel(ylabel)
    return drawn


def tried(
    searches: Mapping[str, Mapping[tuple[float, float], float]],
    *,
    xlabel: str,
    ylabel: str,
    columns: int = 2,
) -> list[Axes]:
    """Draw where each search looked, both axes logarithmic, and how good each place was.

    Parameters
    ----------
    searches : mapping of str to mapping of (x, y) to cost
        Name of the search, and the cost of each pair of values that it tried, all above 0.
        Darker points cost less; a ring marks the best, whose cost is in the title.
    xlabel, ylabel : str
        What the two values are.
    columns : int
        Panels in a row.

    Returns
    -------
    list of Axes

    Raises
    ------
    ValueError
        If a search tried nothing.
    """
    for name, trials in searches.items():
        if not trials:
            raise ValueError(f"searches: «{name}» no ha probado nada")
    rows = -(-len(searches) // columns)
    size = (6, 2.6 * rows)
    _, axes = plt.subplots(rows, columns, figsize=size, sharex=True, sharey=True, squeeze=False)
    drawn = list(axes.flat[: len(searches)])
    costs = np.concatenate([list(trials.values()) for trials in searches.values()])
    limits = {"vmin": np.nanmin(costs), "vmax": np.nanmax(costs)}
    for i, (ax, (title, trials)) in enumerate(zip(drawn, searches.items(), strict=True)):
        x, y = np.array(list(trials)).T
        shades = {"c": list(trials.values()), "cmap": "Blues_r", **limits}
        ax.scatter(x, y, s=55, marker=MARKERS[i], edgecolor=INK, linewidth=0.8, **shades)
        best = min(trials, key=trials.__getitem__)
        ax.plot(*best, "o", markersize=15, markerfacecolor="none", markeredgecolor=RED)
        ax.set(xscale="log", yscale="log")
        ax.set_title(f"{title}: {number(trials[best], 2)}", fontsize=11)
        spanish_ticks(ax)
        ax.minorticks_off()
        ax.tick_params(labelsize=10)
        if i % columns == 0:
            ax.set_ylabel(ylabel)
        if i >= len(searches) - columns:
            ax.set_xlabel(xlabel)
    for ax in axes.flat[len(searches) :]:
        ax.axis("off")
    return drawn


def treatments(
    results: Mapping[str, Sequence[float]], *, xlabel: str, ax: Axes | None = None
) -> Axes:
    """Draw the runs of each treatment on a row of its own, with their mean as a bar.

    Parameters
    ----------
    results : mapping of str to sequence of float
        Name of each treatment, and one number for each run. A dotted line stands at the mean of
        the first, to compare the others with.
    xlabel : str
    ax : Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If a treatment has no runs.
    """
    for name, runs in results.items():
        if not len(runs):
            raise ValueError(f"results: «{name}» no tiene ninguna ejecución")
    ax = ax or plt.subplots(figsize=(6, 0.8 + 0.42 * len(results)))[1]
    for i, runs in enumerate(results.values()):
        style = {"color": COLOURS[i % len(COLOURS)], "marker": MARKERS[i % len(MARKERS)]}
        ax.plot(runs, [i] * len(runs), linestyle="", alpha=0.6, **style)
        ax.plot([np.mean(runs)] * 2, [i - 0.32, i + 0.32], color=INK, linewidth=2.5)
    first = np.mean(next(iter(results.values())))
    ax.axvline(first, color=INK, linestyle=":", linewidth=1.2)
    ax.set(xlabel=xlabel, xlim=(0, None))
    spanish_ticks(ax)
    ax.set_yticks(range(len(results)), list(results))
    ax.invert_yaxis()
    ax.grid(False, axis="y")
    return ax


def dropped(passes, *, title: str = "", ax: Axes | None = None) -> Axes:
    """Draw which units work in each pass: full squares, and crosses for those dropped.

    Parameters
    ----------
    passes : array-like, shape (passes, units)
        What comes out of each unit; 0 means that it was dropped.
    title : str
    ax : Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If the shape is another.
    """
    out = np.asarray(passes)
    if out.ndim != 2:
        raise ValueError(f"passes: se esperaba (pasadas, unidades) y ha llegado {out.shape}")
    ax = ax or plt.subplots(figsize=(6, 0.9 + 0.3 * len(out)))[1]
    works = out != 0
    rows, units = np.nonzero(works)
    ax.scatter(units + 1, rows + 1, s=70, marker="s", color=BLUE, label="trabaja")
    rows, units = np.nonzero(~works)
    ax.scatter(units + 1, rows + 1, s=45, marker="x", color=RED, label="apagada")
    ax.set(xlabel="unidad", ylabel="pasada", ylim=(len(out) + 0.6, 0.4))
    ax.set_xticks(range(1, out.shape[1] + 1))
    ax.set_yticks(range(1, len(out) + 1))
    ax.set_title(title)
    ax.grid(False)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0, fontsize=10)
    return ax


def diagnosis(cases: Sequence[tuple[History, str, str, str]]) -> list[Axes]:
    """Draw the chart that goes from two curves to a diagnosis, one case on each row.

    Parameters
    ----------
    cases : sequence of (History, str, str, str)
        A run with validation; what one sees; what it is; what to try. The curves of the run are
        drawn on the left, scaled to themselves and from zero, the texts beside them.

    Returns
    -------
    list of Axes
        Those of the curves.

    Raises
    ------
    ValueError
        If there is no case, or a run has no validation costs.
    """
    if not cases:
        raise ValueError("cases: hace falta al menos un caso")
    if any(len(run.val_cost) != len(run.train_cost) for run, *_ in cases):
        raise ValueError("cases: cada History tiene que traer el coste de validación")
    size = (4.7, 1.65 * len(cases) + 0.4)  # narrow: a telephone shows it with legible letters
    shares = {"width_ratios": [1, 1.5]}
    figure, axes = plt.subplots(len(cases), 2, figsize=size, squeeze=False, gridspec_kw=shares)
    for i, (run, seen, name, remedy) in enumerate(cases):
        curves, words = axes[i]
        epochs = range(1, len(run.train_cost) + 1)
        curves.plot(epochs, run.train_cost, color=BLUE, label="entrenamiento")
        curves.plot(epochs, run.val_cost, color=RED, linestyle="--", label="validación")
        # Starting costs of 2 to 10 are no news: what counts is how low, and whether it rises.
        top = 1.15 * max(min(run.train_cost[0], 3), *run.val_cost[len(run.val_cost) // 5 :])
        curves.set(ylim=(0, top), ylabel="coste")
        spanish_ticks(curves)
        words.axis("off")
        below = 0.0  # points from the top
        for text, weight in ((seen, "normal"), (name, "bold"), (remedy, "normal")):
            lines = wrap(text, 31)
            text = words.annotate(
                "\n".join(lines),
                (0, 1),
                xytext=(0, -below),
                xycoords="axes fraction",
                textcoords="offset points",
                va="top",
                fontsize=9.5,
                fontweight=weight,
            )
            text.set_in_layout(False)  # or the layout would squeeze the curves to make room
            below += 13 * len(lines) + 6
        if i:
            words.plot([0, 1], [1.08] * 2, color=GRID, clip_on=False, transform=words.transAxes)
    axes[-1, 0].set_xlabel("época")
    figure.legend(handles=axes[0, 0].lines, loc="outside upper left", ncols=2, fontsize=9)
    return list(axes[:, 0])
