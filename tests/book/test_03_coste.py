"""What chapter 3 claims about costs, over seeds, with the functions that the chapter shows."""

import math
from functools import cache

import numpy as np
from chapter import definitions
from claims import claim
from torch import nn

CHAPTER = "03_coste"


@cache  # two claims may look at the same run
def run(name, *args, **kwargs):
    return definitions(CHAPTER)[name](*args, **kwargs)


def digits(seed, lr=0.2, **kwargs):
    """Costs by epoch and by step of the digits' network."""
    return run("train_digits", lr, seed, **kwargs)[1:]


@claim(
    "interpretar-coste",
    "Con una tasa diez veces menor, el coste de la misma red también baja, pero más despacio.",
)
def test_a_small_rate_learns_slowly(seed):
    fast, slow = digits(seed)[0], digits(seed, lr=0.02)[0]
    return fast[-1] < 0.3 and fast[-1] + 1 < slow[-1] < slow[0] - 0.3


@claim(
    "interpretar-coste",
    "Si las etiquetas no se corresponden con las imágenes, el coste no se aleja de ln 10.",
)
def test_nothing_is_learnt_from_unpaired_labels(seed):
    return abs(digits(seed, paired=False)[0][-1] - math.log(10)) < 0.15


@claim(
    "interpretar-coste",
    "Con mini-batches el coste sube en más de la cuarta parte de los pasos, aunque baje en todas "
    "las épocas.",
)
def test_mini_batches_need_not_lower_the_cost_at_every_step(seed):
    by_epoch, by_step = digits(seed, epochs=5)
    return (np.diff(by_step) > 0).mean() > 0.25 and (np.diff(by_epoch) < 0).all()


@claim(
    "interpretar-coste",
    "Con todos los datos y un paso lo bastante corto, el coste baja en cada paso.",
)
def test_all_data_lower_the_cost_at_every_step(seed):
    return (np.diff(digits(seed, batch_size=1000, epochs=100)[1]) < 0).all()


@claim(
    "mae",
    "Con el 5 % de valores atípicos, la recta del MSE se mueve más del cuádruple que la del MAE.",
)
def test_outliers_drag_the_mse_more_than_the_mae(seed):
    return run("line_shift", nn.MSELoss(), seed) > 4 * run("line_shift", nn.L1Loss(), seed)


@claim(
    "bce-logits",
    "Sin escalar los datos, la sigmoide seguida del logaritmo da infinito o NaN; desde los logits "
    "el coste es finito y baja.",
)
def test_the_naive_form_overflows_on_unscaled_data(seed):
    naive = run("train_unscaled", definitions(CHAPTER)["naive_bce"], seed)
    stable = run("train_unscaled", nn.BCEWithLogitsLoss(), seed)
    costs = stable.train_cost
    return naive.diverged and not stable.diverged and costs[-1] < costs[0]


@claim(
    "cce", "Con una softmax de más y la misma tasa, la red acierta menos tras las mismas épocas."
)
def test_a_second_softmax_slows_learning(seed):
    right, twice = (run("train_softmax", extra, seed).val_metric for extra in (False, True))
    return twice[4] < right[4] - 0.3 and twice[-1] < right[-1] - 0.05


@claim(
    "cce",
    "Con una softmax de más, ni una tasa diez veces mayor baja el coste de 1,46, y sin ella baja.",
)
def test_a_second_softmax_has_a_floor(seed):
    floor = math.log(1 + 9 / math.e)
    faster = run("train_softmax", True, seed, lr=2)
    return run("train_softmax", False, seed).train_cost[-1] < 0.3 and min(faster.train_cost) > floor


@claim(
    "forma-coste",
    "Una red que empieza segura y equivocada se corrige con BCE mucho antes que con MSE.",
)
def test_cross_entropy_corrects_a_confident_mistake_first(seed):
    bce, mse = (run("train_tumours", kind(), seed, -6.0)[1] for kind in (nn.BCELoss, nn.MSELoss))
    return run("epochs_to", tuple(bce)) < 20 and run("epochs_to", tuple(mse)) is None
