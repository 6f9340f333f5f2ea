"""The figures of the chapter on costs draw what they are given."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from aprende import plots_costs


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_predictions_writes_the_share_of_each_loss_from_top_to_bottom():
    ax = plots_costs.predictions(["a", "b"], [1, 2], [2, 2.5], [3.0, 1.0], xlabel="miles de €")
    assert texts(ax)[:2] == ["75,0\N{NO-BREAK SPACE}%", "25,0\N{NO-BREAK SPACE}%"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["a", "b"]
    assert ax.get_ylim()[0] < -1 < 0 < ax.get_ylim()[1]  # the first row on top
    true, predicted = (line.get_xdata().tolist() for line in ax.lines[:2])
    assert (true, predicted) == ([1, 2], [2, 2.5])


@pytest.mark.parametrize(
    ("losses", "what_it_says"),
    [([1.0], "longitudes"), ([1.0, -1.0], "no negativas"), ([0.0, 0.0], "no negativas")],
)
def test_predictions_refuses_losses_that_cannot_be_shared_out(losses, what_it_says):
    with pytest.raises(ValueError, match=what_it_says):
        plots_costs.predictions(["a", "b"], [1, 2], [1, 3], losses, xlabel="€")


def test_fitted_lines_shows_every_point_and_where_the_high_ones_are():
    x, y = torch.tensor([[0.0], [1.0], [2.0]]), torch.tensor([[1.0], [50.0], [3.0]])
    ax = plots_costs.fitted_lines(x, y, {"MSE": (2.0, 1.0)}, top=10, xlabel="x", ylabel="y")
    inside = ax.collections[0].get_offsets()
    assert inside.tolist() == [[0, 1], [2, 3]]
    outside, line = ax.lines
    assert outside.get_xdata().tolist() == [1]
    assert outside.get_label() == "1 punto más arriba"
    assert line.get_ydata().tolist() == [1, 5]
    assert ax.get_ylim() == (0, 10)


def test_fitted_lines_without_high_points_has_no_triangles():
    ax = plots_costs.fitted_lines([0, 1], [1, 2], {"a": (1, 1)}, top=10, xlabel="x", ylabel="y")
    assert len(ax.lines) == 1


def test_fitted_lines_refuses_lengths_that_differ():
    with pytest.raises(ValueError, match="3 valores e y tiene 2"):
        plots_costs.fitted_lines([0, 1, 2], [1, 2], {}, top=1, xlabel="x", ylabel="y")


def test_class_scores_draws_the_image_and_both_sets_of_bars():
    scores = torch.tensor([2.0, -1.0, 0.5])
    shares = torch.softmax(scores, dim=0)
    image, left, right = plots_costs.class_scores(torch.rand(1, 8, 8), scores, shares)
    assert len(image.images) == 1
    for ax, values in ((left, scores), (right, shares)):
        assert np.allclose([bar.get_height() for bar in ax.patches], values)


def test_class_scores_refuses_lengths_that_differ():
    with pytest.raises(ValueError, match="2 valores en scores y 3 en shares"):
        plots_costs.class_scores(torch.rand(1, 8, 8), [1, 2], [0.1, 0.2, 0.7])


@pytest.mark.parametrize("side", ["left", "right"])
def test_level_marks_and_names_a_height(side):
    ax = plots_costs.level(plt.subplots()[1], 1.461, "mínimo", side=side)
    assert list(ax.lines[0].get_ydata()) == [1.461, 1.461]
    assert texts(ax) == ["mínimo: 1,46"]
    assert ax.texts[0].get_horizontalalignment() == side


def test_level_refuses_another_side():
    with pytest.raises(ValueError, match="side"):
        plots_costs.level(plt.subplots()[1], 1.0, "a", side="middle")


def test_panels_draws_both_measures_with_one_legend():
    left, right = {"a": [1, 2], "b": [3, 4]}, {"a": [0.1, 0.2], "b": [0.3, 0.4]}
    axes = plots_costs.panels([1, 2], left, right, xlabel="época", ylabels=("coste", "acierto"))
    for ax, series in zip(axes, (left, right), strict=True):
        assert [line.get_ydata().tolist() for line in ax.lines] == list(series.values())
        assert ax.get_legend() is None
    assert [text.get_text() for text in axes[0].figure.legends[0].get_texts()] == ["a", "b"]


def test_panels_refuses_other_names():
    with pytest.raises(ValueError, match="nombres distintos"):
        plots_costs.panels([1], {"a": [1]}, {"b": [1]}, xlabel="x", ylabels=("y", "z"))
