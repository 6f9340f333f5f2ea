"""Figures of gradient descent: what they draw, and where."""

from functools import partial

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from torch.optim import SGD

from aprende import plots_descent, surfaces


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


@pytest.fixture
def way():
    return surfaces.path(partial(SGD, lr=0.04), surfaces.bowl(), (-2.5, 1.5), 10)


def drawn(ax):
    """Coordinates of every line, as a list of arrays of shape (n, 2)."""
    return [np.asarray(line.get_xydata()) for line in ax.lines]


def test_landscape_marks_every_minimum_and_names_the_weights():
    surface = surfaces.two_minima()
    ax = plots_descent.landscape(surface, title="Dos")
    assert [tuple(line[0]) for line in drawn(ax)] == [pytest.approx(p) for p in surface.minima]
    assert ax.get_title(loc="left") == "Dos" or ax.get_title() == "Dos"
    assert ax.get_xlabel() == "$w_1$" and ax.get_xlim() == (-3, 3)


def test_landscape_is_centred_where_the_surface_says():
    x = torch.tensor([0.0, 1.0, 2.0])
    surface = surfaces.straight_line(x, 2 * x + 5, radius=1)
    ax = plots_descent.landscape(surface)
    assert ax.get_xlim() == pytest.approx((1, 3)) and ax.get_ylim() == pytest.approx((4, 6))
    assert ax.get_xlabel() == "$w$" and ax.get_ylabel() == "$b$"


def test_level_curves_join_points_of_one_cost():
    surface = surfaces.bowl(3)
    ax = plots_descent.landscape(surface)
    (contour,) = [c for c in ax.collections if hasattr(c, "levels")]
    for level, curve in zip(contour.levels, contour.get_paths(), strict=True):
        heights = surface.cost(torch.tensor(curve.vertices))
        assert np.allclose(heights, level, atol=0.05 * contour.levels[-1])


def test_arrows_point_against_the_gradient_and_are_as_long():
    surface = surfaces.bowl(3)
    ax = plots_descent.arrows(surface)
    (quiver,) = [c for c in ax.collections if hasattr(c, "U")]
    at = torch.tensor(np.asarray(quiver.get_offsets()))
    found = np.stack([quiver.U, quiver.V], 1)
    assert np.allclose(found, -surface.gradient(at).numpy())


def test_paths_are_drawn_point_by_point_with_their_names(way):
    ax = plots_descent.paths(surfaces.bowl(), {"uno": way, "otro": way / 2})
    lines = drawn(ax)
    assert any(np.array_equal(line, way) for line in lines)
    assert any(np.array_equal(line, way / 2) for line in lines)
    assert [t.get_text() for t in ax.get_legend().get_texts()] == ["uno", "otro"]


def test_paths_differ_in_more_than_colour(way):
    ax = plots_descent.paths(surfaces.bowl(), {name: way for name in "abcd"})
    named = [line for line in ax.lines if line.get_label() in "abcd"]
    styles = {(line.get_linestyle(), line.get_marker()) for line in named}
    assert len(named) == len(styles) == 4


def test_a_single_path_needs_no_legend(way):
    assert plots_descent.paths(surfaces.bowl(), {"uno": way}).get_legend() is None


def test_a_long_path_has_no_marks():
    way = torch.zeros(1000, 2)
    ax = plots_descent.paths(surfaces.bowl(), {"largo": way})
    (line,) = [line for line in ax.lines if line.get_label() == "largo"]
    assert line.get_marker() in ("", "None", None)


def test_points_are_named_and_only_those_that_are_no_minimum_get_a_cross(way):
    surface = surfaces.two_minima()
    points = {"global": surface.minima[0], "silla": (0.2, 0.0)}
    ax = plots_descent.paths(surface, {"uno": way}, points=points)
    crosses = [line for line in ax.lines if line.get_marker() == "X"]
    assert [tuple(line.get_xydata()[0]) for line in crosses] == [(0.2, 0.0)]
    assert {t.get_text() for t in ax.texts} == set(points)


def test_panels_have_one_path_and_title_each(way):
    axes = plots_descent.panels(surfaces.bowl(), {"a": way, "b": way, "c": way}, columns=2)
    assert [ax.get_title(loc="left") or ax.get_title() for ax in axes] == ["a", "b", "c"]
    assert all(any(np.array_equal(line, way) for line in drawn(ax)) for ax in axes)


def test_steps_lie_on_the_curve():
    ax = plots_descent.steps_on_curve(lambda w: w**2, [2.0, 1.0, 0.5], (-1, 3), title="Curva")
    lines = drawn(ax)
    assert all(np.allclose(line[:, 0] ** 2, line[:, 1]) for line in lines)
    assert any(np.array_equal(line[:, 0], [2.0, 1.0, 0.5]) for line in lines)
    assert ax.get_xlim() == (-1, 3)


def test_lands_let_every_optimiser_walk_on_every_surface():
    places = [(surfaces.bowl(), (1, 1)), (surfaces.saddle(), (2, 0.1))]
    makers = {"lento": partial(SGD, lr=0.001), "rápido": partial(SGD, lr=0.05)}
    axes = plots_descent.lands(places, makers, steps=4)
    for ax, (surface, start) in zip(axes, places, strict=True):
        for make in makers.values():
            expected = surfaces.path(make, surface, start, 4)
            assert any(np.array_equal(line, expected) for line in drawn(ax))
        assert ax.get_legend() is None
    legend = axes[0].figure.axes[2].get_legend()
    assert [t.get_text() for t in legend.get_texts()] == list(makers)


def test_side_by_side_shares_one_logarithmic_axis_and_one_legend():
    runs = {"a": [[3.0, 2.0, 1.0]], "b": [[3.0, 1.0, 0.1]]}
    left, right = plots_descent.side_by_side(
        {"uno": runs, "dos": runs}, xlabel="época", ylabel="coste"
    )
    assert left.get_yscale() == right.get_yscale() == "log"
    assert left.get_ylim() == right.get_ylim()
    assert left.get_legend() is None and right.get_legend() is not None


def test_costs_by_epoch_end_together_however_many_steps():
    costs = {"pocos": torch.tensor([3.0, 2.0, 1.0]), "muchos": torch.linspace(3, 1, 301)}
    ax = plots_descent.costs_by_epoch(costs, epochs=2, lowest=0.5)
    few, many, lowest = drawn(ax)
    assert few[-1, 0] == many[-1, 0] == 2 and few[0, 0] == many[0, 0] == 0
    assert (lowest[:, 1] == 0.5).all()


@pytest.mark.parametrize("draw", [plots_descent.landscape, plots_descent.arrows])
def test_axes_given_are_the_axes_returned(draw):
    ax = plt.subplots()[1]
    assert draw(surfaces.bowl(), ax=ax) is ax
