"""Figures in the one style of the book. Every function takes and returns matplotlib axes."""

import io
from collections.abc import Callable, Mapping, Sequence

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import torch
from IPython import get_ipython
from IPython.display import Image, display
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullFormatter
from matplotlib_inline.backend_inline import set_matplotlib_formats
from torch import Tensor

from aprende.prose import number, percent

# Okabe and Ito's palette, safe for colour-blind readers; black and yellow left out.
BLUE, ORANGE, GREEN, PINK, SKY, RED = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#CC79A7",
    "#56B4E9",
    "#D55E00",
)
PAPER, INK, GRID = "#FBFAF7", "#22303C", "#DAD7CF"
COLOURS = (BLUE, RED, GREEN, PINK, ORANGE, SKY)
LINES, MARKERS = ("-", "--", "-.", ":"), ("o", "s", "^", "D", "v", "P")  # colour is never alone


def use_style() -> None:
    """Set the book's style for every figure that follows, and draw them as SVG."""
    mpl.rcParams.update(
        {
            "figure.figsize": (6, 3.5),
            "figure.facecolor": PAPER,
            "figure.constrained_layout.use": True,
            "savefig.facecolor": PAPER,
            "axes.facecolor": PAPER,
            "axes.edgecolor": INK,
            "axes.labelcolor": INK,
            "axes.titlelocation": "left",
            "axes.titleweight": "bold",
            "axes.titlesize": 12,
            "axes.titlecolor": INK,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.grid": True,
            "axes.axisbelow": True,
            "axes.prop_cycle": mpl.cycler(color=COLOURS),
            "grid.color": GRID,
            "text.color": INK,
            "xtick.color": INK,
            "ytick.color": INK,
            "font.size": 11,
            "legend.frameon": False,
            "lines.linewidth": 2,
            "image.cmap": "gray",
            "svg.hashsalt": "aprende",  # the same figure gives the same file
        }
    )
    if get_ipython() is not None:
        set_matplotlib_formats("svg", metadata={"Date": None})


def spanish_ticks(ax: Axes, *, share: bool = False) -> Axes:
    """Write both axes' numbers with a decimal comma, the vertical ones as percentages if asked."""
    plain = FuncFormatter(lambda value, _: _tick(value))
    ax.xaxis.set_major_formatter(plain)
    ax.yaxis.set_major_formatter(FuncFormatter(lambda v, _: percent(v)) if share else plain)
    return ax


def _tick(value: float) -> str:
    """Write a number for an axis: 0,5 or −3 or 2·10⁻⁵."""
    digits, _, exponent = f"{value:.6g}".replace(".", ",").replace("-", "−").partition("e")
    if not exponent:
        return digits
    raised = str(int(exponent.replace("−", "-"))).translate(
        str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
    )
    return f"10{raised}" if digits == "1" else f"{digits}·10{raised}"


def lines(
    x: Sequence[float],
    series: Mapping[str, Sequence],
    *,
    xlabel: str,
    ylabel: str,
    log_x: bool = False,
    log_y: bool = False,
    share: bool = False,
    markers: bool = True,
    ax: Axes | None = None,
) -> Axes:
    """Draw one line for each series; repeated runs become their mean and a band around it.

    A cross ends a line that is no number from there on, as in a run that diverged.

    Parameters
    ----------
    x : sequence of float, length n
    series : mapping of str to values of shape (n,) or (runs, n)
        The name of each line, and its heights. The band goes from the lowest run to the highest.
    xlabel, ylabel : str
        What the axes measure, with units.
    log_x : bool
        Logarithmic horizontal axis, with a tick at each point.
    log_y : bool
        Logarithmic vertical axis.
    share : bool
        Heights from 0 to 1 shown as percentages.
    markers : bool
        Mark each point.
    ax : Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there is nothing to draw: no series, one of another length than ``x``, or one without any
        finite number.
    """
    if not series:
        raise ValueError("series: hace falta al menos una línea que dibujar")
    ax = ax or plt.subplots()[1]
    for i, (name, values) in enumerate(series.items()):
        runs = np.atleast_2d(np.asarray(values, dtype=float))
        if runs.shape[-1] != len(x):
            raise ValueError(f"series: «{name}» tiene {runs.shape[-1]} valores y x, {len(x)}")
        style = {"color": COLOURS[i], "linestyle": LINES[i % 4]}
        ax.plot(x, runs.mean(0), marker=MARKERS[i] if markers else "", label=name, **style)
        mark_end(x, runs.mean(0), name, COLOURS[i], ax)
        if len(runs) > 1:
            ax.fill_between(x, runs.min(0), runs.max(0), color=COLOURS[i], alpha=0.18, linewidth=0)
    if log_x:
        ax.set_xscale("log")
        ax.set_xticks(list(x))
        ax.minorticks_off()
    if log_y:
        ax.set_yscale("log")
        ax.yaxis.set_minor_formatter(NullFormatter())
    ax.set(xlabel=xlabel, ylabel=ylabel)
    if len(series) > 1:
        ax.legend()
    return spanish_ticks(ax, share=share)


def mark_end(x: Sequence[float], heights: np.ndarray, name: str, colour: str, ax: Axes) -> None:
    """Put a cross on the last finite height, if others follow it.

    Parameters
    ----------
    x : sequence of float, length n
    heights : array, shape (n,)
    name : str
        What the line is called.
    colour : str
    ax : Axes

    Raises
    ------
    ValueError
        If no height is finite.
    """
    finite = np.flatnonzero(np.isfinite(heights))
    if not len(finite):
        raise ValueError(
            f"«{name}» no tiene ningún número finito que dibujar. ¿Ha divergido el entrenamiento?"
        )
    last = finite[-1]
    if last < len(heights) - 1:
        ax.plot(x[last], heights[last], "x", color=colour, markersize=10, markeredgewidth=2.5)


def groups(x, y, names, *, xlabel: str, ylabel: str, trend=False, ax: Axes | None = None) -> Axes:
    """Scatter points, one colour and marker for each group.

    Parameters
    ----------
    x, y : sequences of float, length n
    names : sequence of str, length n
        Group of each point.
    xlabel, ylabel : str
    trend : bool
        Add the least-squares line of each group, and in dots that of all points together.
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    ax = ax or plt.subplots()[1]
    x, y, names = np.asarray(x, float), np.asarray(y, float), np.asarray(names)
    for i, name in enumerate(dict.fromkeys(names.tolist())):
        own = names == name
        colour = COLOURS[i]
        ax.scatter(x[own], y[own], s=16, color=colour, marker=MARKERS[i], alpha=0.7, label=name)
        if trend:
            _trend(x[own], y[own], ax, color=colour)
    if trend:
        _trend(x, y, ax, color=INK, linestyle=":", label="todos juntos")
    ax.set(xlabel=xlabel, ylabel=ylabel)
    ax.legend(fontsize=10)
    return spanish_ticks(ax)


def _trend(x, y, ax: Axes, **style) -> None:
    ends = np.array([x.min(), x.max()])
    slope, height = np.polyfit(x, y, 1)
    ax.plot(ends, slope * ends + height, **style)


def heatmap(table, ax: Axes | None = None) -> Axes:
    """Draw a table of correlations, from -1 (red) over 0 (white) to 1 (blue), with its numbers.

    Parameters
    ----------
    table : pandas.DataFrame
        As ``DataFrame.corr`` returns it.
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    ax = ax or plt.subplots(figsize=(6, 4.2))[1]
    ax.imshow(table, cmap="RdBu", vmin=-1, vmax=1)
    for row, column in np.ndindex(table.shape):
        value = table.iloc[row, column]
        colour = "white" if abs(value) > 0.6 else "black"
        ax.text(column, row, number(value, 2), ha="center", va="center", color=colour)
    ax.set_xticks(range(table.shape[1]), table.columns, rotation=25, ha="right")
    ax.set_yticks(range(table.shape[0]), table.index)
    ax.grid(False)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    return ax


def contours(
    cost: Callable[[Tensor], Tensor],
    centre: Tensor,
    *,
    radius: float,
    path: Tensor | None = None,
    title: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw the level curves of a cost over two weights, both axes on one scale.

    Parameters
    ----------
    cost : callable
        From weights of shape (..., 2) to costs of shape (...).
    centre : Tensor, shape (2,)
        The middle of the picture, as a rule the minimum; marked with a star.
    radius : float
        How far it reaches to each side.
    path : Tensor, shape (steps, 2), optional
        Weights one after another, joined by a line.
    title : str
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    ax = ax or plt.subplots(figsize=(4, 4))[1]
    steps = torch.linspace(-radius, radius, 81)
    grid = torch.stack(torch.meshgrid(steps, steps, indexing="xy"), -1) + centre
    height = cost(grid).detach()
    top = (height - height.min()).max().item()
    levels = height.min().item() + top * np.linspace(0.02, 0.95, 9) ** 2
    ax.contour(grid[..., 0], grid[..., 1], height, levels=levels, colors=BLUE, linewidths=1.2)
    ax.plot(*centre.tolist(), marker="*", markersize=13, color=INK, linestyle="")
    if path is not None:
        ax.plot(path[:, 0], path[:, 1], marker="o", markersize=4, color=RED, linewidth=1.2)
    ax.set(xlabel="$w_1$", ylabel="$w_2$", aspect="equal")
    ax.set_title(title)
    ax.grid(False)
    return spanish_ticks(ax)


def histogram(values, bands: Sequence[float] = (), *, xlabel: str, ax: Axes | None = None) -> Axes:
    """Draw how often each value comes, and shade the bands from -b to b.

    Parameters
    ----------
    values : sequence of float
    bands : sequence of float
        Half-widths, in the units of ``values``.
    xlabel : str
    ax : Axes, optional

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there is no value.
    """
    if not len(values):
        raise ValueError("values: hace falta al menos un valor")
    ax = ax or plt.subplots(figsize=(6, 3))[1]
    for band in sorted(bands, reverse=True):
        ax.axvspan(-band, band, color=SKY, alpha=0.25, linewidth=0)
        for edge in (-band, band):
            ax.axvline(edge, color=INK, linewidth=1, linestyle=":")
    ax.hist(np.asarray(values), bins=60, color=BLUE)
    ax.set(xlabel=xlabel, ylabel="cuántos valores")
    return spanish_ticks(ax)


def strips(rows: Mapping[str, Sequence], *, title: str = "", ax: Axes | None = None) -> Axes:
    """Draw each row of values as ticks on a line of its own, the first row from edge to edge.

    Parameters
    ----------
    rows : mapping of str to sequence of float
        Name of each row, and its values. What lies outside the range of the first is cut off.
    title : str
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    ax = ax or plt.subplots(figsize=(6, 1.3))[1]
    values = [np.asarray(row, dtype=float).ravel() for row in rows.values()]
    for i, row in enumerate(values):
        ax.plot(row, np.full(len(row), -i), "|", color=COLOURS[i], markersize=12, alpha=0.6)
    margin = 0.03 * np.ptp(values[0])
    ax.set(xlim=(values[0].min() - margin, values[0].max() + margin), ylim=(0.6 - len(rows), 0.6))
    ax.set_title(title, fontsize=10, fontweight="normal")
    spanish_ticks(ax)
    ax.set_yticks(range(0, -len(rows), -1), list(rows))
    ax.grid(False, axis="y")
    return ax


def pairs(results: Mapping[str, Sequence[float]], *, ylabel: str, ax: Axes | None = None) -> Axes:
    """Draw the same experiments under several treatments, each run as a line across.

    Parameters
    ----------
    results : mapping of str to sequence of float
        Name of each treatment, and a share from 0 to 1 for each run, in the same order.
    ylabel : str
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    ax = ax or plt.subplots(figsize=(6, 3.2))[1]
    table = np.array(list(results.values()), dtype=float)
    ax.plot(table, color=INK, alpha=0.3, linewidth=1)
    for i, row in enumerate(table):
        ax.plot([i] * len(row), row, marker=MARKERS[i], linestyle="", color=COLOURS[i], alpha=0.8)
    spanish_ticks(ax, share=True)
    ax.set_xticks(range(len(table)), list(results))
    ax.set(ylabel=ylabel, xlim=(-0.5, len(table) - 0.5))
    return ax


def compare(panels: Mapping[str, Mapping[str, Sequence[float]]], *, ylabel: str) -> list[Axes]:
    """Draw :func:`pairs` side by side, with one vertical axis for all.

    Parameters
    ----------
    panels : mapping of str to what :func:`pairs` takes
        Title and results of each panel.
    ylabel : str

    Returns
    -------
    list of Axes
    """
    _, axes = plt.subplots(1, len(panels), figsize=(6, 3.2), sharey=True, squeeze=False)
    for ax, (title, results) in zip(axes.flat, panels.items(), strict=True):
        pairs(results, ylabel=ylabel if ax is axes[0, 0] else "", ax=ax).set_title(title)
    return list(axes.flat)


class _Photo(Figure):
    """A figure that a notebook shows as JPEG: a photograph as SVG would be ten times as heavy."""

    def _ipython_display_(self):
        file = io.BytesIO()
        self.savefig(file, format="jpeg", dpi=150, pil_kwargs={"quality": 85})
        display(Image(file.getvalue(), format="jpeg"))


def show_image(image, title: str = "", ax: Axes | None = None) -> Axes:
    """Show one image without axes.

    Parameters
    ----------
    image : Tensor, shape (c, h, w), c 1 or 3
        Values from 0 to 1; what lies outside is clipped, as a screen would.
    title : str
        Title above it.
    ax : Axes, optional
        Where to draw; a new figure if not given.

    Raises
    ------
    ValueError
        If the shape is another.
    """
    _check_image(image)
    ax = ax or plt.subplots()[1]
    pixels = image.detach().clamp(0, 1).permute(1, 2, 0).squeeze(-1).numpy()
    ax.imshow(pixels, vmin=0, vmax=1)
    ax.set_title(title, fontsize=10, fontweight="normal")
    ax.axis("off")
    return ax


def _check_image(image: Tensor) -> None:
    """Raise unless the shape is that of a grey or a colour image."""
    if image.dim() != 3 or image.shape[0] not in (1, 3):
        raise ValueError(f"image: se esperaba (1|3, alto, ancho) y ha llegado {tuple(image.shape)}")


def show_images(
    images, titles: list[str] | None = None, columns: int = 4, width: float = 6
) -> list[Axes]:
    """Show images in a grid, like a photographer's contact sheet; colour ones as JPEG.

    Parameters
    ----------
    images : sequence of Tensor, each of shape (c, h, w)
    titles : list of str, optional
        One for each image.
    columns : int
        Images in a row.
    width : float
        Width of the figure, in inches.

    Raises
    ------
    ValueError
        If there is no image, one has another shape, or there are more or fewer titles than images.
    """
    if not len(images):
        raise ValueError("images: hace falta al menos una imagen")
    for image in images:
        _check_image(image)
    titles = titles or [""] * len(images)
    if len(titles) != len(images):
        raise ValueError(f"titles: hay {len(titles)} títulos para {len(images)} imágenes")
    rows = -(-len(images) // columns)
    height = width / columns * rows * images[0].shape[-2] / images[0].shape[-1] + 0.3 * rows
    kind = _Photo if images[0].shape[0] == 3 else Figure
    _, axes = plt.subplots(rows, columns, figsize=(width, height), squeeze=False, FigureClass=kind)
    for ax in axes.flat[len(images) :]:
        ax.axis("off")
    return [show_image(*each) for each in zip(images, titles, axes.flat, strict=False)]


def sound(signal: Tensor, rate: int, title: str = "", axes=None) -> list[Axes]:
    """Draw a sound twice: how the air moves, and which pitches it holds at each moment.

    Parameters
    ----------
    signal : Tensor, shape (n,)
    rate : int
        Samples a second.
    title : str
    axes : two Axes, optional
        For the waveform and for the spectrogram; a new figure if not given.

    Returns
    -------
    list of Axes
    """
    if axes is None:
        axes = plt.subplots(2, 1, sharex=True, figsize=(6, 3.6))[1]
    above, below = axes
    above.plot(torch.arange(len(signal)) / rate, signal, linewidth=0.4, color=BLUE, rasterized=True)
    above.set_title(title, fontsize=10, fontweight="normal")
    below.specgram(signal.numpy() + 1e-5, NFFT=256, Fs=rate, noverlap=128, cmap="magma", vmin=-110)
    below.grid(False)
    spanish_ticks(above)
    spanish_ticks(below)
    return [above, below]


def sounds(named: Mapping[str, Tensor], rate: int, columns: int = 3) -> list[Axes]:
    """Draw several sounds side by side, each as waveform and spectrogram.

    Parameters
    ----------
    named : mapping of str to Tensor of shape (n,)
    rate : int
        Samples a second.
    columns : int

    Returns
    -------
    list of Axes
        Waveform and spectrogram of the first sound, then of the second, and so on.
    """
    rows = -(-len(named) // columns)
    seconds = max(map(len, named.values())) / rate
    _, axes = plt.subplots(2 * rows, columns, figsize=(6, 3 * rows), sharex=True, squeeze=False)
    drawn = []
    for i, (name, signal) in enumerate(named.items()):
        row, column = 2 * (i // columns), i % columns
        drawn += sound(signal, rate, name, axes[row : row + 2, column])
        axes[row, column].set(xlim=(0, seconds), ylim=(-1, 1))
        if column:
            axes[row, column].set_yticklabels([])
            axes[row + 1, column].set_yticklabels([])
        else:
            axes[row, 0].set_ylabel("amplitud")
            axes[row + 1, 0].set_ylabel("Hz")
        axes[-1, column].set_xlabel("segundos")
    return drawn
