"""Figures of the chapter on evaluation: the split, the confusion matrix, the gap, where to stop."""

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

from aprende.plots import BLUE, COLOURS, GRID, INK, PAPER, RED, mark_end, spanish_ticks
from aprende.prose import number, percent


def parts(sizes: Mapping[str, int], jobs: Sequence[str], ax: Axes | None = None) -> Axes:
    """Draw how a data set is shared out: one bar after another, each on its own row.

    Parameters
    ----------
    sizes : mapping of str to int
        Name of each part, and how many examples it has.
    jobs : sequence of str
        What each part is for, in the same order.
    ax : Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there are more or fewer jobs than parts, or no example at all.
    """
    if len(jobs) != len(sizes):
        raise ValueError(f"jobs: hay {len(jobs)} textos para {len(sizes)} partes")
    total = sum(sizes.values())
    if total < 1:
        raise ValueError("sizes: hace falta al menos un ejemplo")
    ax = ax or plt.subplots(figsize=(6, 2.4))[1]
    start = 0
    for i, (size, job) in enumerate(zip(sizes.values(), jobs, strict=True)):
        ax.barh(i, size, left=start, color=COLOURS[i], height=0.6)
        text = f"{number(size)} ({percent(size / total)}): {job}"
        if size > total / 2:
            ax.text(start + size / 2, i, text, ha="center", va="center", color=PAPER)
        else:
            ax.text(start - total / 80, i, text, ha="right", va="center")
        start += size
    ax.set_yticks(range(len(sizes)), list(sizes))
    ax.invert_yaxis()
    ax.set(xlabel="ejemplos, ya barajados", xlim=(0, total))
    ax.grid(False)
    ax.tick_params(axis="y", length=0)
    return ax


def confusion(matrix, names: Sequence[str], ax: Axes | None = None) -> Axes:
    """Draw a confusion matrix: true classes in rows, predicted ones in columns.

    The shade is the share of its row, so that a rare class is seen as well as a frequent one. The
    right answers, on the diagonal, have a frame.

    Parameters
    ----------
    matrix : array-like, shape (c, c)
        Counts.
    names : sequence of str, length c
    ax : Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If the matrix is not square, or the names are not as many as its rows.
    """
    counts = np.asarray(matrix)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1]:
        raise ValueError(f"matrix: se esperaba (c, c) y ha llegado {counts.shape}")
    if len(names) != len(counts):
        raise ValueError(f"names: hay {len(names)} nombres para {len(counts)} clases")
    ax = ax or plt.subplots(figsize=(4.4, 4))[1]
    shares = counts / np.maximum(counts.sum(1, keepdims=True), 1)
    ax.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for row, column in np.ndindex(counts.shape):
        if counts[row, column]:
            colour = "white" if shares[row, column] > 0.5 else "black"
            text = number(counts[row, column])
            ax.text(column, row, text, ha="center", va="center", color=colour)
    for i in range(len(counts)):
        ax.add_patch(plt.Rectangle((i - 0.48, i - 0.48), 0.96, 0.96, fill=False, edgecolor=INK))
    ax.set_xticks(range(len(names)), names)
    ax.set_yticks(range(len(names)), names)
    ax.set(xlabel="clase predicha", ylabel="clase verdadera")
    ax.grid(False)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    return ax


def gap(
    train: Sequence[float], val: Sequence[float], *, ylabel: str, ax: Axes | None = None
) -> Axes:
    """Draw the curves of training and validation and shade what lies between them.

    Parameters
    ----------
    train, val : sequence of float, length epochs
        One number per epoch, from the first.
    ylabel : str
        What the numbers measure.
    ax : Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If the two differ in length, or one has no finite number.
    """
    if len(train) != len(val):
        raise ValueError(f"train tiene {len(train)} épocas y val tiene {len(val)}")
    ax = ax or plt.subplots()[1]
    epochs = np.arange(1, len(train) + 1)
    ax.fill_between(epochs, train, val, color=GRID, alpha=0.8, linewidth=0)
    ax.plot(epochs, train, color=BLUE, linestyle="-", label="entrenamiento")
    ax.plot(epochs, val, color=RED, linestyle="--", label="validación")
    for heights, name, colour in ((train, "train", BLUE), (val, "val", RED)):
        mark_end(epochs, np.asarray(heights, dtype=float), name, colour, ax)
    ax.set(xlabel="época", ylabel=ylabel)
    ax.legend()
    return spanish_ticks(ax)


def mark_epoch(epoch: float, text: str, ax: Axes) -> Axes:
    """Draw a vertical line at an epoch of a curve, with a word beside it.

    Parameters
    ----------
    epoch : float
    text : str
    ax : Axes
        Where the curve is.

    Returns
    -------
    Axes
    """
    ax.axvline(epoch, color=INK, linestyle=":", linewidth=1.5)
    ax.annotate(
        text,
        (epoch, 0.5),
        xycoords=("data", "axes fraction"),
        xytext=(5, 0),
        textcoords="offset points",
    )
    return ax
