"""Figures in the one style of the book. Every function takes and returns matplotlib axes."""

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib_inline.backend_inline import set_matplotlib_formats

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


def use_style() -> None:
    """Set the book's style for every figure that follows, and draw them as SVG."""
    mpl.rcParams.update(
        {
            "figure.figsize": (6.4, 3.6),
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
            "axes.prop_cycle": mpl.cycler(color=[BLUE, ORANGE, GREEN, PINK, SKY, RED]),
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
    set_matplotlib_formats("svg")


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
    if image.dim() != 3 or image.shape[0] not in (1, 3):
        raise ValueError(f"image: se esperaba (1|3, alto, ancho) y ha llegado {tuple(image.shape)}")
    ax = ax or plt.subplots()[1]
    pixels = image.detach().clamp(0, 1).permute(1, 2, 0).squeeze(-1)
    ax.imshow(pixels, vmin=0, vmax=1)
    ax.set_title(title, fontsize=10, fontweight="normal")
    ax.axis("off")
    return ax


def show_images(images, titles: list[str] | None = None, columns: int = 4) -> list[Axes]:
    """Show images in a grid, like a photographer's contact sheet.

    Parameters
    ----------
    images : sequence of Tensor, each of shape (c, h, w)
    titles : list of str, optional
        One for each image.
    columns : int
        Images in a row.

    Raises
    ------
    ValueError
        If there are more or fewer titles than images.
    """
    titles = titles or [""] * len(images)
    if len(titles) != len(images):
        raise ValueError(f"titles: hay {len(titles)} títulos para {len(images)} imágenes")
    rows = -(-len(images) // columns)
    height = 6.4 / columns * rows * images[0].shape[-2] / images[0].shape[-1] + 0.3 * rows
    _, axes = plt.subplots(rows, columns, figsize=(6.4, height), squeeze=False)
    for ax in axes.flat[len(images) :]:
        ax.axis("off")
    return [show_image(*each) for each in zip(images, titles, axes.flat, strict=False)]
