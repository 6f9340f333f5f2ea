"""The figures of the chapter on training show what they are given, and refuse what they cannot."""

import matplotlib.pyplot as plt
import pytest
import torch
from matplotlib.colors import to_hex

from aprende import plots_training


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def texts(ax):
    return [text.get_text() for text in ax.texts if text.get_text()]


def test_cycle_shows_every_step_and_joins_each_to_the_next():
    ax = plots_training.cycle(["uno", "dos", "tres"], "centro")
    assert texts(ax) == ["uno", "dos", "tres", "centro"]
    assert len(ax.lines) == 3
    assert ax.texts[0].get_position()[1] == max(text.get_position()[1] for text in ax.texts)


def test_cycle_goes_clockwise_on_the_given_axes():
    given = plt.subplots()[1]
    ax = plots_training.cycle(["a", "b", "c", "d"], ax=given)
    assert ax is given
    step = next(text for text in ax.texts if text.get_text() == "b")
    assert step.get_position()[0] > 1


def test_cycle_refuses_a_single_step():
    with pytest.raises(ValueError, match="al menos 2"):
        plots_training.cycle(["solo"])


def test_there_and_back_writes_values_gradients_and_weights():
    ax = plots_training.there_and_back(["x", "y"], ["1", "2"], ["", "3"], ["·w"])
    assert {"x", "y", "1", "2", "3", "·w"} <= set(texts(ax))


def test_there_and_back_has_no_arrow_to_what_needs_no_gradient():
    def arrows(gradients):
        ax = plots_training.there_and_back(["x", "z", "J"], ["1", "2", "3"], gradients)
        return sum(text.arrow_patch is not None for text in ax.texts if hasattr(text, "xyann"))

    assert arrows(["", "4", "1"]) == arrows(["5", "4", "1"]) - 1 == 3


@pytest.mark.parametrize(
    ("values", "gradients", "weights"),
    [(["1"], ["", ""], [""]), (["1", "2"], ["1"], [""]), (["1", "2"], ["", "1"], ["", ""])],
)
def test_there_and_back_refuses_lengths_that_differ(values, gradients, weights):
    with pytest.raises(ValueError, match="n nombres"):
        plots_training.there_and_back(["x", "y"], values, gradients, weights)


def test_visits_puts_each_example_once_in_each_epoch():
    orders = torch.tensor([[0, 1, 2, 3, 4], [4, 3, 2, 1, 0]])
    ax = plots_training.visits(orders, batch_size=2)
    first, second = (line for line in ax.lines if len(line.get_xdata()) == 5)
    assert list(first.get_xdata()) == [1, 1, 2, 2, 3]
    assert list(second.get_xdata()) == [4, 4, 5, 5, 6]
    assert sorted(second.get_ydata()) == [0, 1, 2, 3, 4]
    assert texts(ax) == ["época 1", "época 2"]


@pytest.mark.parametrize(
    ("orders", "size"), [(torch.arange(4), 2), (torch.zeros(1, 4, dtype=torch.int64), 0)]
)
def test_visits_refuses(orders, size):
    with pytest.raises(ValueError, match="se esperaba orders"):
        plots_training.visits(orders, size)


def test_batch_bars_follow_one_another_and_the_short_one_is_hatched():
    ax = plots_training.batch_bars({"todos": [4, 4, 2], "llenos": [4, 4]})
    bars = ax.patches
    assert [bar.get_x() for bar in bars] == [0, 4, 8, 0, 4]
    assert [bool(bar.get_hatch()) for bar in bars] == [False, False, True, False, False]
    assert to_hex(bars[2].get_edgecolor()) != to_hex(bars[0].get_edgecolor())
    assert texts(ax) == ["4", "4", "2", "4", "4"]


@pytest.mark.parametrize("rows", [{}, {"nada": []}])
def test_batch_bars_refuses_rows_without_batches(rows):
    with pytest.raises(ValueError, match="al menos un batch"):
        plots_training.batch_bars(rows)


def test_steps_and_epochs_puts_each_mean_at_the_end_of_its_epoch():
    ax = plots_training.steps_and_epochs([4, 3, 2, 2, 1, 1], [3, 4 / 3])
    steps, means = ax.lines
    assert list(steps.get_xdata()) == [1, 2, 3, 4, 5, 6]
    assert list(means.get_xdata()) == [3, 6]
    assert means.get_linestyle() != steps.get_linestyle()


@pytest.mark.parametrize(("batches", "epochs"), [([1, 2, 3], [1, 2]), ([], [])])
def test_steps_and_epochs_refuses_iterations_that_do_not_fill_epochs(batches, epochs):
    with pytest.raises(ValueError, match="no se pueden repartir"):
        plots_training.steps_and_epochs(batches, epochs)
