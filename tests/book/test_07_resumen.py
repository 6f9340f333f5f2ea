"""What chapter 7 claims, over seeds, with the functions that the chapter shows."""

from functools import cache

import numpy as np
from chapter import definitions
from claims import claim

CHAPTER = "07_resumen"


@cache  # several claims look at the same run
def run(name, *args):
    return definitions(CHAPTER)[name](*args)


@cache
def broken(name, seed):
    """Cost and accuracy of the project's network with one rule broken."""
    cost, val_cost, hits, val_hits = run("break_rule", name, seed)
    return {"cost": cost, "val_cost": val_cost, "hits": hits, "val_hits": val_hits}


@cache
def hits_with(kind, rows, seed):
    """Accuracy on training and validation, with all columns or with the three poor ones."""
    scope = definitions(CHAPTER)
    columns = {"all": list(scope["tumours"]), "poor": scope["poor"]}[kind]
    return np.array(scope["with_data"](columns, rows, seed))


@claim(
    "proyecto-final",
    "Con Adam, la tasa 1 deja un coste de validación mayor que la 0,01, de media en tres "
    "comienzos.",
)
def test_a_huge_rate_is_worse_on_average(seed):
    parts = run("prepare", seed)
    huge, good = (np.mean(definitions(CHAPTER)["best_costs"](parts, lr)) for lr in (1, 0.01))
    return huge > good


@claim("proyecto-final", "Sin escalar los datos, la misma red acierta menos en validación.")
def test_without_scaling_fewer_are_right(seed):
    return broken("sin escalar", seed)["val_hits"] < broken("ninguna", seed)["val_hits"]


@claim("proyecto-final", "Con una sola época la red acierta menos, hasta lo que ha visto.")
def test_one_epoch_is_not_enough(seed):
    return broken("una sola época", seed)["hits"] < broken("ninguna", seed)["hits"]


@claim(
    "proyecto-final",
    "Con una tasa de 0,0001, tras cuarenta épocas el coste es más del doble que con 0,01, en "
    "entrenamiento y en validación.",
)
def test_a_tiny_rate_crawls(seed):
    tiny, none = broken("tasa diminuta", seed), broken("ninguna", seed)
    return all(tiny[kind] > 2 * none[kind] for kind in ("cost", "val_cost"))


@claim(
    "proyecto-final",
    "Sin detención anticipada, tras cien épocas el coste de entrenamiento es menor y el de "
    "validación, mayor.",
)
def test_without_looking_at_the_curve_it_overfits(seed):
    blind, none = broken("sin mirar la curva", seed), broken("ninguna", seed)
    return blind["cost"] < none["cost"] and blind["val_cost"] > none["val_cost"]


@claim(
    "precisiones",
    "El coste del mini-batch sube en más de un tercio de los pasos mientras el de la época baja.",
)
def test_the_cost_need_not_fall_at_every_step(seed):
    by_step, by_epoch = run("costs_by_step", seed)
    return (by_step.diff() > 0).double().mean() > 1 / 3 and by_epoch[-1] < by_epoch[0] / 2


@claim("precisiones", "Con una softmax de más, la misma red acierta mucho menos tras ocho épocas.")
def test_a_second_softmax_hurts(seed):
    softmax = definitions(CHAPTER)["nn"].Softmax(dim=1)
    logits, double = run("digits_with", (), seed), run("digits_with", (softmax,), seed)
    return double[1] < logits[1] - 0.2 and double[0] > logits[0]


@claim(
    "precisiones",
    "Cuatro veces más filas de tres columnas pobres no suben el acierto en entrenamiento.",
)
def test_more_rows_do_not_cure_underfitting(seed):
    return hits_with("poor", 341, seed)[0] <= hits_with("poor", 85, seed)[0]


@claim(
    "precisiones",
    "Con las treinta columnas y 85 filas se acierta más que con tres pobres y 341 filas.",
)
def test_better_columns_beat_more_rows(seed):
    return (hits_with("all", 85, seed) > hits_with("poor", 341, seed) + 0.1).all()
