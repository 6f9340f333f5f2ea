"""Claims of the chapter on evaluation, over seeds."""

from functools import cache

import numpy as np
import torch
from chapter import definitions
from claims import claim

CHAPTER = "05_evaluacion"


def chapter(name):
    return definitions(CHAPTER)[name]


@cache
def run(seed):
    """History of the chapter's usual network."""
    return chapter("train_digits")(seed)[0]


@cache
def curve(name, seed):
    return chapter("cost_curve")(name, seed)


def roughness_of(name, seed):
    return chapter("roughness")(curve(name, seed))


@claim(
    "particion-datos",
    "Con un reparto estratificado, la clase que más se aparta de su proporción en el test se "
    "aparta menos que con un reparto al azar.",
)
def test_stratified_split_keeps_the_shares(seed):
    worst_share = chapter("worst_share")
    return worst_share(seed, stratified=True) < worst_share(seed, stratified=False)


@claim(
    "particion-datos",
    "La mejor de veinte redes en validación saca en el test, de media, al menos un punto menos "
    "de lo que prometía.",
)
def test_the_winner_of_validation_is_optimistic(seed):
    hits = chapter("candidates")(seed)
    val_score, test_score = chapter("winners")(hits, 20, seed, games=100)
    return val_score > test_score + 0.01


@cache
def rare(seed):
    rows = chapter("rare_tumours")(seed)
    return chapter("train_tumours")(rows, seed)


@claim(
    "metricas",
    "Con un 6 % de tumores malignos, la red y quien dice siempre «benigno» se llevan menos de "
    "siete puntos de acierto y más de 0,5 de F1.",
)
def test_accuracy_misleads_when_a_class_is_rare(seed):
    _, p, y = rare(seed)
    pred, always = (p > 0.5).int(), torch.zeros_like(y)
    accuracy_score, f1_score = chapter("accuracy_score"), chapter("f1_score")
    near = accuracy_score(y, pred) - accuracy_score(y, always) < 0.07
    return near and f1_score(y, pred) - f1_score(y, always, zero_division=0) > 0.5


@claim(
    "metricas",
    "Al subir el umbral de 0,1 a 0,9, la red gana precisión y pierde exhaustividad.",
)
def test_a_higher_threshold_trades_recall_for_precision(seed):
    _, p, y = rare(seed)
    precision, recall = chapter("precision_score"), chapter("recall_score")
    better = precision(y, p > 0.9, zero_division=0) > precision(y, p > 0.1)
    return better and recall(y, p > 0.9) < recall(y, p > 0.1)


@claim(
    "curvas-aprendizaje",
    "Con las etiquetas barajadas, la red acierta más del 90 % del entrenamiento y menos del 25 % "
    "de la validación.",
)
def test_shuffled_labels_are_memorised_but_do_not_generalise(seed):
    history = chapter("memorise")(seed, shuffled=True)
    return history.train_metric[-1] > 0.9 and history.val_metric[-1] < 0.25


@claim(
    "curvas-optimizacion",
    "En la primera época, el coste de entrenamiento apuntado durante la época es mayor que el "
    "medido al acabarla y que el de validación.",
)
def test_the_cost_noted_during_the_first_epoch_is_higher(seed):
    during, after, validation = chapter("first_epoch")(seed).values()
    return during > max(after, validation)


@claim(
    "curvas-rendimiento",
    "A lo largo de las épocas, el coste de validación de la red de los tumores raros toma más del "
    "doble de valores distintos que su F1.",
)
def test_the_metric_moves_in_steps(seed):
    history = rare(seed)[0]
    return len({*history.val_cost}) > 2 * len({*history.val_metric})


@claim("curva-suave", "Con un paso demasiado grande, la curva de validación es más áspera.")
def test_a_large_step_makes_a_jagged_curve(seed):
    return roughness_of("Paso demasiado grande", seed) > roughness_of("Buena", seed)


@claim(
    "curva-suave",
    "Con un batch demasiado pequeño y el mismo paso, la curva de validación es más áspera.",
)
def test_a_small_batch_makes_a_jagged_curve(seed):
    return roughness_of("Batch demasiado pequeño", seed) > roughness_of("Buena", seed)


@claim(
    "curva-suave",
    "Con el mismo batch pequeño, un paso menor vuelve a suavizar la curva de validación.",
)
def test_a_small_step_makes_a_small_batch_smooth(seed):
    small_step = roughness_of("Batch pequeño, paso pequeño", seed)
    return small_step < roughness_of("Batch demasiado pequeño", seed)


@claim(
    "curva-suave",
    "En las mismas épocas y con el mismo paso, el batch de 2, aunque dentado, baja más que el de "
    "32.",
)
def test_a_jagged_curve_may_still_end_lower(seed):
    return curve("Batch demasiado pequeño", seed)[-1] < curve("Buena", seed)[-1]


@claim(
    "curva-estable",
    "Parar cuando la curva de validación ya es plana cambia el acierto menos de dos puntos; parar "
    "en la quinta época pierde más de cinco.",
)
def test_nothing_is_lost_by_stopping_on_the_plateau(seed):
    history = run(seed)
    flat = chapter("flat_epoch")(history.val_cost)
    last = history.val_metric[-1]
    kept = abs(last - history.val_metric[flat - 1]) < 0.02
    return flat < len(history.val_cost) and kept and last - history.val_metric[4] > 0.05


@claim(
    "generalizacion",
    "Con 50 ejemplos, la brecha entre validación y entrenamiento es mayor que con 200.",
)
def test_the_gap_grows_with_less_data(seed):
    with_examples = chapter("with_examples")
    return with_examples(50, seed)[1] > with_examples(200, seed)[1]


@claim(
    "evaluar-pytorch",
    "Con el dropout encendido, el coste medido en validación es mayor que en modo de evaluación.",
)
def test_dropout_left_on_raises_the_measured_cost(seed):
    x, y = chapter("x_digits"), chapter("y_digits")
    _, model = chapter("train_digits")(seed, dropout=0.5, epochs=15, metric=None)
    val = chapter("three_parts")(y, seed)[1]
    wrong, right = (chapter("cost_in_mode")(model, x[val], y[val], on) for on in (True, False))
    return wrong > right


def test_a_small_rate_looks_flat_and_is_no_good():
    history = chapter("slow")(0)
    assert chapter("flat_epoch")(history.val_cost) < len(history.val_cost)
    assert history.val_metric[-1] < 0.3


def test_a_curve_that_only_falls_has_roughness_one():
    assert np.isclose(chapter("roughness")([3.0, 2.0, 1.5, 1.0]), 1)
    assert np.isclose(chapter("roughness")([2.0, 1.0, 2.0, 1.0]), 3)
