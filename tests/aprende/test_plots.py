"""Plots draw what they are given, in Spanish, on the axes they are given."""

import matplotlib
import numpy as np
import pandas as pd
import pytest
import torch
from matplotlib import pyplot as plt

from aprende import plots

matplotlib.use("agg")


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


@pytest.fixture
def ax():
    return plt.subplots()[1]


def labels(axis):
    axis.axes.figure.canvas.draw()
    return [label.get_text() for label in axis.get_ticklabels()]


def test_the_style_needs_no_notebook_and_draws_on_light_paper():
    plots.use_style()
    assert plt.figure().get_facecolor() == matplotlib.colors.to_rgba(plots.PAPER)


def test_lines_draw_one_line_a_series_on_the_axes_given(ax):
    got = plots.lines([1, 2], {"a": [1, 2], "b": [2, 3]}, xlabel="x", ylabel="y", ax=ax)
    assert got is ax
    assert [line.get_label() for line in ax.lines] == ["a", "b"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("x", "y")
    assert ax.get_legend() is not None


def test_series_differ_in_more_than_colour(ax):
    plots.lines([1, 2], {str(i): [i, i] for i in range(4)}, xlabel="x", ylabel="y", ax=ax)
    assert len({line.get_linestyle() for line in ax.lines}) == 4
    assert len({line.get_marker() for line in ax.lines}) == 4


def test_repeated_runs_become_their_mean_and_a_band(ax):
    plots.lines([1, 2], {"a": [[0, 1], [1, 3]]}, xlabel="x", ylabel="y", ax=ax)
    np.testing.assert_allclose(ax.lines[0].get_ydata(), [0.5, 2])
    band = ax.collections[0].get_paths()[0].vertices[:, 1]
    assert (band.min(), band.max()) == (0, 3)


def test_a_run_that_diverged_ends_in_a_cross(ax):
    plots.lines([1, 2, 3], {"a": [5, 7, np.nan]}, xlabel="x", ylabel="y", ax=ax)
    assert ax.lines[1].get_marker() == "x"
    assert (ax.lines[1].get_xdata()[0], ax.lines[1].get_ydata()[0]) == (2, 7)


@pytest.mark.parametrize(
    ("series", "says"),
    [
        ({}, "al menos una línea"),
        ({"a": [1, 2, 3]}, "«a» tiene 3 valores y x, 2"),
        ({"a": [np.nan, np.inf]}, "«a» no tiene ningún número finito .* divergido"),
    ],
)
def test_what_cannot_be_drawn_is_told(series, says):
    with pytest.raises(ValueError, match=says):
        plots.lines([1, 2], series, xlabel="x", ylabel="y")


def test_ticks_have_a_decimal_comma(ax):
    plots.lines([0, 1], {"a": [-1, 1]}, xlabel="x", ylabel="y", ax=ax)
    assert "0,2" in labels(ax.xaxis)
    assert "−0,5" in labels(ax.yaxis)


def test_shares_are_percentages(ax):
    plots.lines([0, 1], {"a": [0, 1]}, xlabel="x", ylabel="y", share=True, ax=ax)
    assert "20\N{NO-BREAK SPACE}%" in labels(ax.yaxis)


def test_a_logarithmic_axis_is_ticked_at_the_points(ax):
    plots.lines([50, 1000], {"a": [1, 100]}, xlabel="x", ylabel="y", log_x=True, log_y=True, ax=ax)
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    assert labels(ax.xaxis) == ["50", "1000"]


def test_groups_draw_a_cloud_and_a_line_each_and_one_line_for_all(ax):
    plots.groups(
        [1, 2, 3, 4], [1, 2, 1, 0], list("aabb"), xlabel="x", ylabel="y", trend=True, ax=ax
    )
    assert len(ax.collections) == 2
    slopes = [np.diff(line.get_ydata())[0] / np.diff(line.get_xdata())[0] for line in ax.lines]
    np.testing.assert_allclose(slopes, [1, -1, -0.4])


def test_a_heatmap_shows_every_number(ax):
    table = pd.DataFrame([[1, -0.24], [-0.24, 1]], index=["a", "b"], columns=["a", "b"])
    assert plots.heatmap(table, ax) is ax
    assert [text.get_text() for text in ax.texts] == ["1,00", "−0,24", "−0,24", "1,00"]


def test_contours_mark_the_centre_and_the_path_on_one_scale(ax):
    path = torch.tensor([[1.0, 1.0], [0.0, 0.0]])
    plots.contours(lambda w: (w**2).sum(-1), torch.zeros(2), radius=1, path=path, ax=ax)
    assert ax.get_aspect() == 1
    assert len(ax.lines) == 2


def test_a_histogram_shades_its_bands(ax):
    plots.histogram(torch.linspace(-3, 3, 100), bands=(1, 2), xlabel="x", ax=ax)
    assert sum(bar.get_height() for bar in ax.patches if bar.get_width() < 1) == 100
    assert sorted(line.get_xdata()[0] for line in ax.lines) == [-2, -1, 1, 2]


def test_strips_keep_the_range_of_the_first_row(ax):
    plots.strips({"antes": [0, 1], "después": [0, 50]}, title="t", ax=ax)
    low, high = ax.get_xlim()
    assert -0.1 < low < 0 and 1 < high < 1.1
    assert labels(ax.yaxis) == ["antes", "después"]


def test_pairs_join_the_same_run_under_each_treatment(ax):
    plots.pairs({"sin": [0.1, 0.2], "con": [0.3, 0.4]}, ylabel="y", ax=ax)
    np.testing.assert_allclose(ax.lines[0].get_ydata(), [0.1, 0.3])
    assert labels(ax.xaxis) == ["sin", "con"]


def test_compared_panels_share_their_vertical_axis():
    runs = {"sin": [0.1], "con": [0.9]}
    left, right = plots.compare({"A": runs, "B": runs}, ylabel="y")
    assert (left.get_title(loc="left") or left.get_title()) == "A"
    assert (left.get_ylabel(), right.get_ylabel()) == ("y", "")
    assert left.get_ylim() == right.get_ylim()


@pytest.mark.parametrize("shape", [(8, 8), (2, 8, 8), (1, 1, 8, 8)])
def test_an_image_of_another_shape_is_refused(shape):
    with pytest.raises(ValueError, match="image"):
        plots.show_image(torch.zeros(shape))


@pytest.mark.parametrize("channels", [1, 3])
def test_images_are_clipped_to_what_a_screen_shows(channels, ax):
    plots.show_image(torch.full((channels, 4, 4), 2.0), "t", ax)
    assert ax.images[0].get_array().max() == 1
    assert ax.get_title(loc="left") == "t" or ax.get_title() == "t"


def test_a_contact_sheet_has_a_title_for_each_image():
    axes = plots.show_images([torch.zeros(1, 8, 8)] * 5, list("abcde"), columns=4)
    assert len(axes) == 5
    with pytest.raises(ValueError, match="2 títulos para 1"):
        plots.show_images([torch.zeros(1, 8, 8)], ["a", "b"])


def test_a_photograph_is_shown_as_jpeg(monkeypatch):
    shown = []
    monkeypatch.setattr(plots, "display", shown.append)
    figure = plots.show_images([torch.rand(3, 8, 12)] * 2)[0].figure
    figure._ipython_display_()
    assert shown[0].data[:3] == b"\xff\xd8\xff"


def test_sounds_are_drawn_as_waveform_and_spectrogram():
    tone = torch.sin(torch.arange(4000) / 3)
    axes = plots.sounds({"a": tone, "b": tone[:2000]}, rate=8000, columns=2)
    assert len(axes) == 4
    assert [len(a.lines) for a in axes] == [1, 0, 1, 0]
    assert [len(a.images) for a in axes] == [0, 1, 0, 1]
    assert axes[2].get_xlim()[1] == pytest.approx(0.5)
    assert len(plots.sound(tone, 8000)) == 2


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.5, "0,5"), (-3, "−3"), (1e-5, "10⁻⁵"), (-2.5e-7, "−2,5·10⁻⁷"), (3e8, "3·10⁸"), (0, "0")],
)
def test_ticks_are_written_as_in_spanish_prose(value, text):
    assert plots._tick(value) == text
