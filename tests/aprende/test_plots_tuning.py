import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest

from aprende import plots_tuning
from aprende.training import History

matplotlib.use("Agg")


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def ticks(axis):
    return [label.get_text() for label in axis.get_ticklabels()]


def test_one_by_one_joins_the_means_and_writes_the_values_in_spanish():
    panels = {"tasa": {0.001: [2, 4], 0.01: [1, 1]}, "capas": {1: [3], 2: [5]}}
    axes = plots_tuning.one_by_one(panels, ylabel="coste")
    assert [ax.get_title(loc="left") or ax.get_title() for ax in axes] == list(panels)
    assert list(axes[0].lines[-1].get_ydata()) == [3, 1]
    assert ticks(axes[0].xaxis) == ["0,001", "0,01"]
    assert (axes[0].get_ylabel(), axes[1].get_ylabel()) == ("coste", "")


def test_one_by_one_refuses_nothing():
    with pytest.raises(ValueError, match="hiperparámetro"):
        plots_tuning.one_by_one({}, ylabel="coste")


def test_tried_rings_the_cheapest_trial_of_each_search():
    searches = {
        "a": {(0.1, 4): 2.0, (0.01, 8): 0.5},
        "b": {(0.1, 16): 1.25},
        "c": {(1, 4): 3.0},
    }
    axes = plots_tuning.tried(searches, xlabel="tasa", ylabel="unidades")
    assert len(axes) == 3
    best = [line.get_xydata().tolist()[0] for ax in axes for line in ax.lines]
    assert best == [[0.01, 8], [0.1, 16], [1, 4]]
    titles = [ax.get_title(loc="left") or ax.get_title() for ax in axes]
    assert titles == ["a: 0,50", "b: 1,25", "c: 3,00"]
    assert {(ax.get_xscale(), ax.get_yscale()) for ax in axes} == {("log", "log")}
    assert [ax.get_ylabel() for ax in axes] == ["unidades", "", "unidades"]


def test_tried_refuses_a_search_without_trials():
    with pytest.raises(ValueError, match="«vacía» no ha probado nada"):
        plots_tuning.tried({"vacía": {}}, xlabel="x", ylabel="y")


def test_treatments_gives_each_treatment_a_row_and_marks_the_first_mean():
    given = plt.subplots()[1]
    results = {"sin": [2.0, 4.0], "con": [1.0], "otra": [0.5, 0.7]}
    ax = plots_tuning.treatments(results, xlabel="coste", ax=given)
    assert ax is given
    assert ticks(ax.yaxis) == list(results)
    assert list(ax.lines[-1].get_xdata()) == [3, 3]
    assert ax.get_xlim()[0] == 0
    low, high = ax.get_ylim()
    assert low > high  # the first row is on top


def test_treatments_refuses_a_treatment_without_runs():
    with pytest.raises(ValueError, match="«nada» no tiene"):
        plots_tuning.treatments({"nada": []}, xlabel="coste")


def test_dropped_shows_every_unit_of_every_pass_once():
    out = np.array([[2.0, 0, 2], [0, 0, 2]])
    ax = plots_tuning.dropped(out, title="tres")
    works, off = (collection.get_offsets().tolist() for collection in ax.collections)
    assert works == [[1, 1], [3, 1], [3, 2]]
    assert off == [[2, 1], [1, 2], [2, 2]]


def test_dropped_refuses_another_shape():
    with pytest.raises(ValueError, match=r"pasadas.*\(3,\)"):
        plots_tuning.dropped([1, 2, 3])


def test_diagnosis_draws_both_curves_and_the_texts_of_each_case():
    run = History(train_cost=[2.0, 1.0, 0.5], val_cost=[2.0, 1.5, 2.5])
    axes = plots_tuning.diagnosis([(run, "veo", "es", "prueba")] * 2)
    assert len(axes) == 2
    assert [line.get_label() for line in axes[0].lines] == ["entrenamiento", "validación"]
    assert axes[0].get_ylim()[1] > 2.5
    words = [text.get_text() for ax in plt.gcf().axes for text in ax.texts]
    assert words == ["veo", "es", "prueba"] * 2


def test_diagnosis_keeps_a_first_cost_that_is_huge_out_of_the_scale():
    run = History(train_cost=[900.0] + [2.4] * 9, val_cost=[800.0] + [2.5] * 9)
    assert plots_tuning.diagnosis([(run, "", "", "")])[0].get_ylim()[1] < 4


@pytest.mark.parametrize(
    ("cases", "says"),
    [([], "un caso"), ([(History(train_cost=[1.0]), "", "", "")], "coste de validación")],
)
def test_diagnosis_refuses(cases, says):
    with pytest.raises(ValueError, match=says):
        plots_tuning.diagnosis(cases)
