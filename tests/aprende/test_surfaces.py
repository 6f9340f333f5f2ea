"""Landscapes over two weights: their gradients, their minima, and walks on them."""

from functools import partial

import pytest
import torch

from aprende import surfaces

X = torch.tensor([0.0, 1.0, 2.0, 4.0])
Y = torch.tensor([1.0, 2.0, 2.0, 5.0])
ALL = [
    surfaces.bowl(),
    surfaces.bowl(stretch=3, turn=30),
    surfaces.two_minima(),
    surfaces.saddle(),
    surfaces.straight_line(X, Y),
]
each_surface = pytest.mark.parametrize("surface", ALL, ids=lambda s: s.name)


def points(n=50):
    generator = torch.Generator().manual_seed(0)
    return 6 * torch.rand(n, 2, generator=generator, dtype=torch.float64) - 3


@each_surface
def test_gradient_is_that_of_autograd(surface):
    w = points().requires_grad_()
    surface.cost(w).sum().backward()
    assert torch.allclose(surface.gradient(w.detach()), w.grad)


@each_surface
def test_cost_and_gradient_keep_the_leading_shape(surface):
    w = points(12).view(3, 4, 2)
    assert surface.cost(w).shape == (3, 4)
    assert surface.gradient(w).shape == (3, 4, 2)


@each_surface
def test_minima_are_flat_and_bend_upwards_and_the_first_is_the_lowest(surface):
    minima = torch.tensor(surface.minima, dtype=torch.float64)
    for w in minima:
        assert surface.gradient(w).norm() < 1e-4
        hessian = torch.autograd.functional.hessian(surface.cost, w)
        assert torch.linalg.eigvalsh(hessian).min() > 0
    assert surface.cost(minima).argmin() == 0
    assert surface.cost(points()).min() >= surface.cost(minima[0])


@pytest.mark.parametrize("turn", [0, 30, 90])
def test_bowl_has_the_curvatures_it_was_asked_for(turn):
    cost = surfaces.bowl(stretch=7, turn=turn).cost
    hessian = torch.autograd.functional.hessian(cost, torch.zeros(2, dtype=torch.float64))
    assert torch.linalg.eigvalsh(hessian).tolist() == pytest.approx([1, 7])


def test_turning_the_bowl_moves_its_points_against_the_clock():
    along = torch.tensor([0.0, 2.0], dtype=torch.float64)
    assert surfaces.bowl(stretch=7, turn=90).cost(along) == pytest.approx(2.0)
    assert surfaces.bowl(stretch=7, turn=0).cost(along) == pytest.approx(14.0)


def test_saddle_bends_both_ways_at_the_origin():
    origin = torch.zeros(2, dtype=torch.float64)
    surface = surfaces.saddle()
    hessian = torch.autograd.functional.hessian(surface.cost, origin)
    assert surface.gradient(origin).norm() == 0
    low, high = torch.linalg.eigvalsh(hessian)
    assert low < 0 < high


def test_straight_line_costs_the_mean_squared_error():
    w = torch.tensor([0.7, -0.2], dtype=torch.float64)
    expected = (0.7 * X - 0.2 - Y).square().mean().item()
    assert surfaces.straight_line(X, Y).cost(w).item() == pytest.approx(expected)


def test_straight_line_has_its_minimum_where_least_squares_has():
    ones = torch.stack([X, torch.ones(4)], 1)
    expected = torch.linalg.lstsq(ones, Y.unsqueeze(1)).solution.flatten().tolist()
    surface = surfaces.straight_line(X, Y)
    assert surface.minima[0] == pytest.approx(expected, abs=1e-5)
    assert surface.centre == surface.minima[0]


def test_path_starts_at_the_start_and_has_one_point_more_than_steps():
    start = torch.tensor([1.0, 2.0])
    way = surfaces.path(partial(torch.optim.SGD, lr=0.1), surfaces.bowl(3), start, 5)
    assert way.shape == (6, 2) and way.dtype == torch.float64 and not way.requires_grad
    assert way[0].tolist() == [1.0, 2.0] == start.tolist()


def test_path_follows_the_formula_of_gradient_descent():
    way = surfaces.path(partial(torch.optim.SGD, lr=0.1), surfaces.bowl(3), (1, 2), 5)
    factors = torch.tensor([1 - 0.1, 1 - 0.1 * 3], dtype=torch.float64)
    expected = torch.stack([factors**k * way[0] for k in range(6)])
    assert torch.allclose(way, expected)


def test_path_of_no_steps_is_the_start():
    way = surfaces.path(partial(torch.optim.Adam, lr=0.1), surfaces.saddle(), (1, 2), 0)
    assert way.tolist() == [[1.0, 2.0]]


@pytest.mark.parametrize("stretch", [0, -1, float("nan")])
def test_bowl_without_a_minimum_is_refused(stretch):
    with pytest.raises(ValueError, match="stretch"):
        surfaces.bowl(stretch)


@pytest.mark.parametrize(
    ("x", "y"), [(X, Y[:3]), (X.view(2, 2), Y.view(2, 2)), (torch.ones(4), Y), (X[:1], Y[:1])]
)
def test_no_line_through_what_is_no_data(x, y):
    with pytest.raises(ValueError, match="x"):
        surfaces.straight_line(x, y)


@pytest.mark.parametrize(("start", "steps"), [((1, 2, 3), 5), ((1, 2), -1)])
def test_impossible_walks_are_refused(start, steps):
    with pytest.raises(ValueError, match="se esperaba"):
        surfaces.path(partial(torch.optim.SGD, lr=0.1), surfaces.bowl(), start, steps)
