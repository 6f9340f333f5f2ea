"""What chapter 2 claims about training, over seeds, with the functions that the chapter shows."""

from functools import cache

from chapter import definitions
from claims import claim

CHAPTER = "02_entrenamiento"


@cache  # several claims look at the same run
def run(name, *args, **kwargs):
    return definitions(CHAPTER)[name](*args, **kwargs)


def score(seed, **choices):
    return run("accuracy", run("train", seed, **choices)[0], seed)


def costs(seed, **choices):
    return run("train", seed, **choices)[1].val_cost


@claim(
    "bucle-entrenamiento",
    "Sin entrenar, la red falla la mayoría de las cifras; tras cinco repasos, menos de la décima "
    "parte, y los cinco siguientes arreglan muchos menos fallos que los cinco primeros.",
)
def test_the_cycle_corrects_many_mistakes_and_then_few(seed):
    mistakes = run("mistakes_by_epoch", seed, 10)
    start, middle, end = (mistakes[epoch] / 517 for epoch in (0, 5, 10))
    return start > 0.75 and middle < 0.1 and middle - end < (start - middle) / 5


@claim(
    "hiperparametros",
    "Con una tasa diez veces menor, la red acierta menos tras diez épocas.",
)
def test_a_small_rate_is_slow(seed):
    return score(seed, lr=0.02) < score(seed) - 0.05


@claim(
    "hiperparametros",
    "Con dos neuronas ocultas, la red acierta mucho menos que con treinta y dos.",
)
def test_two_neurons_are_too_few(seed):
    return score(seed, hidden=2) < score(seed) - 0.15


@claim(
    "hiperparametros",
    "Con sesenta épocas, la red de la tasa diez veces menor se queda a menos de seis puntos de la "
    "de referencia; la de dos neuronas sigue a más de quince.",
)
def test_time_makes_up_for_a_small_rate_but_not_for_missing_neurons(seed):
    usual, slow, small = (score(seed, epochs=60, **c) for c in ({}, {"lr": 0.02}, {"hidden": 2}))
    return slow > usual - 0.06 and small < usual - 0.15


@claim(
    "tamano-batch",
    "Con batches dieciséis veces mayores, el ruido del gradiente se divide más o menos por cuatro.",
)
def test_noise_falls_with_the_root_of_the_batch(seed):
    ratio = run("noise", 8, seed) / run("noise", 128, seed)
    return 3.2 < ratio < 5.2


@claim(
    "tamano-batch",
    "Con la misma tasa y las mismas épocas, un batch de 8 llega a menos coste en validación que "
    "uno de 128, y este, a menos que uno de 512.",
)
def test_more_corrections_reach_a_lower_cost_in_the_same_epochs(seed):
    small, middle, large = (costs(seed, batch_size=size, epochs=5)[-1] for size in (8, 128, 512))
    return small < middle < large


@claim(
    "tamano-batch",
    "Con el mismo número de correcciones, los batches de 32 y de 128 llegan a un acierto parecido.",
)
def test_equal_corrections_give_about_equal_results(seed):
    return abs(score(seed) - score(seed, batch_size=128, epochs=40)) < 0.03


@claim(
    "dataset-dataloader",
    "Con los ejemplos en orden de clase y sin barajar, la red acierta mucho menos que barajando.",
)
def test_sorted_examples_spoil_training(seed):
    in_order = run("accuracy_from_sorted", False, seed)
    return in_order < score(seed) - 0.3  # `train` shuffles


@claim("construir-modelo", "Sin ReLU, dos capas lineales no aprenden una V; con ReLU, sí.")
def test_without_a_relu_a_network_draws_a_straight_line(seed):
    truth = definitions(CHAPTER)["line"].abs()
    bent, straight = (
        (run("learn_v", seed, relu) - truth).square().mean().item() for relu in (True, False)
    )
    return bent < 0.02 and straight > 0.08


@claim(
    "reproducibilidad",
    "Con la misma semilla y los ejemplos sumados en otro orden, los pesos difieren en los últimos "
    "decimales, la diferencia crece y el acierto apenas cambia.",
)
def test_the_order_of_sums_is_not_fixed_by_the_seed(seed):
    away, scores = run("drift", seed, 50)
    return 0 < away[0] < away[-1] < 1e-3 and abs(scores[0] - scores[1]) < 0.01


@claim(
    "estancamiento",
    "De lo que baja el coste en validación en treinta épocas, más del 85 % se consigue en diez.",
)
def test_improvement_flattens(seed):
    cost = costs(seed, epochs=30)
    return cost[0] - cost[9] > 0.85 * (cost[0] - cost[29])


@claim(
    "estancamiento",
    "De la época treinta a la sesenta, el coste de entrenamiento baja a menos de dos tercios; el "
    "de validación, menos de una cuarta parte.",
)
def test_training_goes_on_when_validation_stands_still(seed):
    history = run("train", seed, epochs=60)[1]
    trained = history.train_cost[59] < history.train_cost[29] * 2 / 3
    return trained and history.val_cost[59] > 0.75 * history.val_cost[29]


@claim(
    "estancamiento",
    "Entre las épocas diez y treinta el acierto en validación cambia menos de cinco puntos.",
)
def test_more_epochs_stop_paying(seed):
    return abs(score(seed) - score(seed, epochs=30)) < 0.05


def test_the_tiny_network_matches_autograd_to_the_last_bit():
    from chapter import code_cells

    scope = dict(definitions(CHAPTER))
    cells = [cell.source for cell in code_cells(CHAPTER)]
    first = next(i for i, source in enumerate(cells) if "x, y = [0.8, 2.0]" in source)
    for source in cells[first : first + 6]:
        if "plots_training" not in source:
            exec(source, scope)
    assert scope["by_hand"] == scope["by_autograd"]
