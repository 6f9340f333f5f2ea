"""The page's explorer of gradient descent: its JavaScript walks as torch.optim does."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import torch

from aprende import surfaces

SCRIPT = Path(__file__).resolve().parents[2] / "chapters" / "_static" / "explorer.js"
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
needs_node = pytest.mark.skipif(
    shutil.which("node") is None, reason="node is not installed: explorer.js cannot be run here"
)


def in_node(expression: str):
    """Value of a JavaScript expression in which ``E`` is what explorer.js exports."""
    program = f"const E = require({json.dumps(str(SCRIPT))}); "
    program += f"process.stdout.write(JSON.stringify({expression}))"
    done = subprocess.run(["node", "-e", program], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@needs_node
@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_explorer_walks_as_torch_does(surface, optimizer):
    start, rates, steps = [-2.5, 1.5], [0.003, 0.05, 0.09], 100
    calls = [f"E.descend('{optimizer}', '{surface}', {start}, {lr}, {steps})" for lr in rates]
    for lr, way in zip(rates, in_node(f"[{', '.join(calls)}]"), strict=True):

        def make(params, lr=lr):
            return OPTIMIZERS[optimizer](params, lr=lr)

        expected = surfaces.path(make, SURFACES[surface], start, steps)
        found = torch.tensor(way, dtype=torch.float64)
        assert torch.allclose(found, expected, rtol=0, atol=1e-6), (found - expected).abs().max()


@needs_node
@pytest.mark.parametrize("surface", SURFACES)
def test_explorer_has_the_same_landscapes(surface):
    points = [[-2.0, 1.0], [0.3, -2.5], [3.0, 3.0]]
    made = in_node(f"{points}.map(E.SURFACES.{surface}.cost)")
    expected = SURFACES[surface].cost(torch.tensor(points, dtype=torch.float64))
    assert torch.allclose(torch.tensor(made, dtype=torch.float64), expected)
    minima = in_node(f"E.SURFACES.{surface}.minima")
    assert minima == [pytest.approx(point, abs=1e-4) for point in SURFACES[surface].minima]


@needs_node
def test_a_divergent_walk_ends_instead_of_overflowing():
    way = in_node("E.descend('sgd', 'bowl', [1, 1], 1, 100)")
    assert 2 < len(way) < 100
    assert all(abs(x) < 1e6 for point in way for x in point)


@needs_node
def test_level_curve_passes_where_the_cost_has_that_value():
    curve = in_node("E.levelCurve(E.SURFACES.bowl.cost, 2, 3, 60, x => x * 1000, y => y * 1000)")
    ends = [part.split() for part in curve.replace("L", "M").split("M") if part]
    points = torch.tensor([[float(x) / 1000 for x in end] for end in ends], dtype=torch.float64)
    assert len(points) > 50
    assert (SURFACES["bowl"].cost(points) - 2).abs().max() < 0.1


@needs_node
@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.05, 4, "0,0500"),
        (-1.5, 1, "−1,5"),
        (0, 3, "0,000"),
        (0.00001, 3, "1,0 · 10⁻⁵"),
        (-2.5e6, 3, "−2,5 · 10⁶"),
    ],
)
def test_numbers_have_a_decimal_comma(value, digits, text):
    assert in_node(f"E.spanish({value}, {digits})") == text


def test_explorer_loads_nothing_from_elsewhere():
    for name in ("explorer.js", "explorer.css"):
        text = (SCRIPT.parent / name).read_text(encoding="utf-8")
        for word in ("http", "fetch(", "import ", "url("):
            assert word not in text, (name, word)
    assert len(SCRIPT.read_text(encoding="utf-8").splitlines()) <= 350
