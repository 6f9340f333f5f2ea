import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest

from aprende import plots_evaluation

matplotlib.use("Agg")


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_parts_follow_one_another_and_fill_the_whole():
    sizes = {"uno": 70, "dos": 20, "tres": 10}
    ax = plots_evaluation.parts(sizes, ["a", "b", "c"])
    bars = [(bar.get_x(), bar.get_width()) for bar in ax.patches]
    assert bars == [(0, 70), (70, 20), (90, 10)]
    assert ax.get_xlim() == (0, 100)
    assert texts(ax)[1] == "20 (20\N{NO-BREAK SPACE}%): b"
    assert [tick.get_text() for tick in ax.get_yticklabels()] == list(sizes)


@pytest.mark.parametrize(
    ("sizes", "jobs", "says"), [({"uno": 1}, [], "0 textos"), ({"uno": 0}, ["a"], "un ejemplo")]
)
def test_parts_refuses(sizes, jobs, says):
    with pytest.raises(ValueError, match=says):
        plots_evaluation.parts(sizes, jobs)


def test_confusion_shows_true_classes_in_rows_and_shades_by_row():
    ax = plots_evaluation.confusion([[90, 10], [1, 3]], ["no", "sí"])
    shown = {text.get_position(): text.get_text() for text in ax.texts}
    assert shown == {(0, 0): "90", (1, 0): "10", (0, 1): "1", (1, 1): "3"}
    assert np.allclose(ax.images[0].get_array(), [[0.9, 0.1], [0.25, 0.75]])
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("clase predicha", "clase verdadera")


def test_confusion_leaves_zeros_empty_and_takes_a_class_without_examples():
    ax = plots_evaluation.confusion([[2, 0], [0, 0]], ["no", "sí"])
    assert texts(ax) == ["2"]
    assert np.isfinite(ax.images[0].get_array()).all()


@pytest.mark.parametrize(
    ("matrix", "names", "says"), [([[1, 2]], ["a"], r"\(c, c\)"), ([[1]], ["a", "b"], "2 nombres")]
)
def test_confusion_refuses(matrix, names, says):
    with pytest.raises(ValueError, match=says):
        plots_evaluation.confusion(matrix, names)


def test_gap_draws_both_curves_from_the_first_epoch_on_the_given_axes():
    given = plt.subplots()[1]
    ax = plots_evaluation.gap([3, 2, 1], [3, 2.5, 2], ylabel="coste", ax=given)
    assert ax is given
    assert [line.get_label() for line in ax.lines] == ["entrenamiento", "validación"]
    assert [list(line.get_xdata()) for line in ax.lines] == [[1, 2, 3]] * 2
    assert len({line.get_linestyle() for line in ax.lines}) == 2
    assert len(ax.collections) == 1


def test_gap_refuses_curves_of_different_length():
    with pytest.raises(ValueError, match="3 épocas y val tiene 2"):
        plots_evaluation.gap([1, 2, 3], [1, 2], ylabel="coste")


def test_mark_epoch_adds_a_line_and_its_word():
    ax = plots_evaluation.mark_epoch(7, "aquí", plt.subplots()[1])
    assert list(ax.lines[0].get_xdata()) == [7, 7]
    assert texts(ax) == ["aquí"]
