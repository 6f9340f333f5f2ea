"""The arithmetic of the interactive figures: the very JavaScript of the pages, run without a page.

Its numbers are those of PyTorch and scikit-learn. What readers do with the figures is tested in
``tests/pages/test_figures.py``, in a browser.
"""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from chapter import definitions
from py_mini_racer import MiniRacer
from sklearn.preprocessing import MinMaxScaler, RobustScaler, StandardScaler
from torch.nn import functional

from aprende import surfaces

FOLDER = Path(__file__).resolve().parents[2] / "chapters" / "_static" / "figures"
SURFACES = {
    "bowl": surfaces.bowl(),
    "twoMinima": surfaces.two_minima(),
    "saddle": surfaces.saddle(),
}
OPTIMIZERS = {
    "sgd": torch.optim.SGD,
    "momentum": lambda p, lr: torch.optim.SGD(p, lr=lr, momentum=0.9),
    "rmsprop": torch.optim.RMSprop,
    "adam": torch.optim.Adam,
}
SCALERS = {"minmax": MinMaxScaler, "standard": StandardScaler, "robust": RobustScaler}


@pytest.fixture(scope="module")
def js():
    """Value of a JavaScript expression in which the figures' scripts are loaded."""
    engine = MiniRacer()
    for name in ("figures", "descent", "scaling", "losses", "networks"):
        engine.eval((FOLDER / f"{name}.js").read_text(encoding="utf-8"))
    yield lambda expression: json.loads(engine.eval(f"JSON.stringify({expression})"))
    engine.close()


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_descent_walks_as_torch_does(js, surface, optimizer):
    start, rates, steps = [-2.5, 1.5], [0.003, 0.05, 0.09], 100
    for lr in rates:
        way = js(f"descend('{optimizer}', '{surface}', {start}, {lr}, {steps})")

        def make(params, lr=lr):
            return OPTIMIZERS[optimizer](params, lr=lr)

        expected = surfaces.path(make, SURFACES[surface], start, steps)
        found = torch.tensor(way, dtype=torch.float64)
        assert torch.allclose(found, expected, rtol=0, atol=1e-6), (found - expected).abs().max()


@pytest.mark.parametrize("surface", SURFACES)
def test_descent_has_the_same_landscapes(js, surface):
    points = [[-2.0, 1.0], [0.3, -2.5], [3.0, 3.0]]
    made = js(f"{points}.map((w) => SURFACES.{surface}.cost(...w))")
    expected = SURFACES[surface].cost(torch.tensor(points, dtype=torch.float64))
    assert torch.allclose(torch.tensor(made, dtype=torch.float64), expected)
    minima = js(f"SURFACES.{surface}.minima")
    assert minima == [pytest.approx(point, abs=1e-4) for point in SURFACES[surface].minima]


def test_a_divergent_walk_ends_instead_of_overflowing(js):
    way = js("descend('sgd', 'bowl', [1, 1], 1, 100)")
    assert 2 < len(way) < 100
    assert all(abs(x) < 1e6 for point in way for x in point)


@pytest.mark.parametrize("scaler", SCALERS)
@pytest.mark.parametrize("last", [0.0, 3.7, 12.5, 60.0])
def test_scaling_is_that_of_scikit_learn(js, scaler, last):
    values = definitions("01_datos")["few"].round(2).ravel().tolist()
    changed = [*values[:-1], last]
    made = js(f"SCALERS.{scaler}.scale({changed})")
    expected = SCALERS[scaler]().fit_transform(np.reshape(changed, (-1, 1))).ravel()
    assert made == pytest.approx(expected.tolist(), abs=1e-9)

    def width(column):
        scaled = SCALERS[scaler]().fit_transform(np.reshape(column, (-1, 1)))
        return np.subtract(*np.percentile(scaled, [75, 25]))

    kept = js(f"keptWidth('{scaler}', {values}, {last})")
    assert kept == pytest.approx(width(changed) / width(values), abs=1e-9)


def loss_and_slope(loss, value):
    x = torch.tensor(value, dtype=torch.float64, requires_grad=True)
    cost = loss(x)
    (slope,) = torch.autograd.grad(cost, x)
    return [cost.item(), slope.tolist()]


@pytest.mark.parametrize("guess", [-2.0, 0.4, 1.0, 3.5])
@pytest.mark.parametrize(
    ("name", "loss_fn"), [("MSE", functional.mse_loss), ("MAE", functional.l1_loss)]
)
def test_losses_of_a_number_are_those_of_torch(js, name, loss_fn, guess):
    truth = torch.tensor(1.0, dtype=torch.float64)
    expected = loss_and_slope(lambda x: loss_fn(x, truth), guess)
    assert js(f"BY_ERROR.{name}({guess} - 1)") == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("share", [0.01, 0.3, 0.99])
def test_losses_of_a_probability_are_those_of_torch(js, share):
    one = torch.tensor(1.0, dtype=torch.float64)
    bce = loss_and_slope(lambda p: functional.binary_cross_entropy(p, one), share)
    square = loss_and_slope(lambda p: functional.mse_loss(p, one), share)
    assert js(f"BY_SHARE.BCE({share})") == pytest.approx(bce, abs=1e-9)
    assert js(f"BY_SHARE.cuadrado({share})") == pytest.approx(square, abs=1e-9)


@pytest.mark.parametrize("logits", [[-1.0, 2.0, 0.5], [6.0, -6.0, 0.0], [-6.0, 6.0, 6.0]])
def test_losses_of_three_classes_are_those_of_torch(js, logits):
    first = torch.tensor(0)
    expected = loss_and_slope(lambda z: functional.cross_entropy(z, first), logits)
    loss, slopes = js(f"crossEntropy({logits})")
    assert loss == pytest.approx(expected[0], abs=1e-9)
    assert slopes == pytest.approx(expected[1], abs=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_the_rule_of_the_networks_names_the_five_runs_of_the_chapter(seed):
    chapter = definitions("06_mejora")
    for name, run in chapter["five_runs"](seed).items():
        named = chapter["card_at_each"](np.array(run.train_cost), np.array(run.val_cost))
        assert named[-1] == name


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.05, 4, "0,0500"),
        (-1.5, 1, "−1,5"),
        (0, 3, "0,000"),
        (-0.001, 2, "0,00"),
        (0.00001, 3, "1,0 · 10⁻⁵"),
        (-2.5e6, 3, "−2,5 · 10⁶"),
    ],
)
def test_numbers_have_a_decimal_comma(js, value, digits, text):
    name = "fixed" if text == "0,00" else "spanish"
    assert js(f"Figures.{name}({value}, {digits})") == text


def test_figures_load_nothing_from_elsewhere_and_are_light():
    for path in [*FOLDER.glob("*.js"), *FOLDER.glob("*.css")]:
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/", "")  # names, no pages
        for word in ("http:", "https:", "fetch(", "import ", "eval("):
            assert word not in text, (path.name, word)
    assert len(gzip.compress((FOLDER / "plot.min.js").read_bytes())) < 130_000


def test_the_library_says_its_version_and_licence():
    first = (FOLDER / "plot.min.js").read_text(encoding="utf-8").splitlines()[0]
    assert "Observable Plot 0." in first and "plot.LICENSE.txt" in first
    licence = (FOLDER / "plot.LICENSE.txt").read_text(encoding="utf-8")
    assert "Observable, Inc." in licence and "Mike Bostock" in licence
