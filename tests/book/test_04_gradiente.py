"""What chapter 4 claims about descent, over seeds, with the functions that the chapter shows."""

from functools import cache, partial

import numpy as np
import pytest
import torch
from chapter import definitions
from claims import claim
from torch.optim import SGD, Adam, RMSprop

from aprende import surfaces

CHAPTER = "04_gradiente"


@cache  # two claims may look at the same run
def run(name, *args, **kwargs):
    return definitions(CHAPTER)[name](*args, **kwargs)


def digits(makers, seed):
    """Final cost and accuracy of each optimiser of a table of the chapter."""
    table = definitions(CHAPTER)[makers]
    found = {name: run("train_digits", make, seed) for name, make in table.items()}
    return {name: (costs[-1], accuracy) for name, (costs, accuracy) in found.items()}


def random_start(seed, radius=3.0):
    generator = torch.Generator().manual_seed(seed)
    return (radius * (2 * torch.rand(2, generator=generator) - 1)).double()


@claim("optimizador", "En cien pasos, SGD baja el coste mucho más que una búsqueda a ciegas.")
def test_an_optimizer_beats_blind_search(seed):
    return run("with_optimizer", seed, 0.5)[-1] < run("blind_search", seed)[-1] / 2


@claim(
    "optimizador",
    "Con los mismos pasos, SGD con pasos más largos (0,5) llega más abajo que con 0,1.",
)
def test_how_it_is_set_decides_how_far_it_gets(seed):
    return run("with_optimizer", seed, 0.5)[-1] < run("with_optimizer", seed, 0.1)[-1]


@claim(
    "minimos-locales",
    "Desde un punto al azar, el descenso acaba en el mínimo de su lado de la silla.",
)
def test_the_start_decides_the_minimum(seed):
    surface, start = surfaces.two_minima(), random_start(seed)
    end = surfaces.path(partial(SGD, lr=0.15), surface, start, 400)[-1]
    side = 0 if start[0] < definitions(CHAPTER)["roots"][1] else 1
    return np.allclose(end, surface.minima[side], atol=0.01)


@claim("minimos-locales", "Un empujón diminuto al azar basta para salir de la silla.")
def test_a_push_leaves_the_saddle(seed):
    generator = torch.Generator().manual_seed(seed)
    push = 1e-5 * torch.randn(1, generator=generator).item()
    way = run("from_saddle", push, 300)
    minima = surfaces.two_minima().minima
    return any(np.allclose(way[-1], minimum, atol=0.01) for minimum in minima)


@claim(
    "tasa-aprendizaje",
    "En un cuenco, el descenso converge con α un 1 % por debajo de 2/λmax y diverge un 1 % por "
    "encima.",
)
def test_the_bound_is_exact(seed):
    limit, start = definitions(CHAPTER)["limit"], random_start(seed)
    below, above = (run("cost_after", limit * f, tuple(start.tolist()), 600) for f in (0.99, 1.01))
    return below[-1] < 1e-6 and above[-1] > 1e3 * above[0]


@claim(
    "tasa-aprendizaje",
    "La red de cifras aprende con α = 0,5; con 0,001 se arrastra y con 10 no aprende.",
)
def test_a_rate_too_low_or_too_high_learns_nothing(seed):
    low, right, high = (
        run("train_digits", partial(SGD, lr=lr), seed)[0][-1] for lr in (0.001, 0.5, 10)
    )
    return right < 0.3 and low > 2 and high > 2


@claim(
    "sgd",
    "Tras una época con la misma tasa, el mini-batch está más cerca del mínimo que el descenso con "
    "todos los datos.",
)
def test_mini_batches_get_further_in_an_epoch(seed):
    whole, mini = (run("distances", size, seed, epochs=1)[-1] for size in (442, 32))
    return mini < whole / 2


@claim(
    "sgd",
    "Con la misma tasa, un solo ejemplo por paso vaga más lejos del mínimo que un mini-batch.",
)
def test_single_examples_wander_more(seed):
    return run("wandering", 1, seed) > 2 * run("wandering", 32, seed)


@claim("sgd", "Con un ejemplo por paso, una tasa diez veces menor deja de vagar tan lejos.")
def test_a_lower_rate_calms_it(seed):
    return run("wandering", 1, seed, lr=0.005) < run("wandering", 1, seed) / 2


@claim(
    "momentum",
    "En un valle estirado, β = 0,8 baja más que ir sin momento, y β = 0,95 se pasa de largo.",
)
def test_some_momentum_helps_and_too_much_hurts(seed):
    bowl, start = definitions(CHAPTER)["bowl"], random_start(seed)
    none, some, much = (
        surfaces.path(partial(SGD, lr=0.01, momentum=beta), bowl, start, 40)
        for beta in (0, 0.8, 0.95)
    )
    beyond = (much[:, 0] / start[0]).min()  # below 0 on the other side of the minimum
    return bowl.cost(some[-1]) < bowl.cost(none[-1]) and beyond < -0.3


@claim("rmsprop", "Girar el valle 45° no cambia el descenso simple y empeora mucho a RMSProp.")
def test_a_turned_valley_takes_the_advantage_away(seed):
    start = tuple(random_start(seed).tolist())
    plain = [run("walk_turned", partial(SGD, lr=0.04), turn, start)[2][-1] for turn in (0, 45)]
    scaled = [run("walk_turned", partial(RMSprop, lr=0.05), t, start)[2][-1] for t in (0, 45)]
    return np.isclose(*plain) and scaled[1] > 10 * scaled[0]


@claim(
    "rmsprop", "Con tasa fija, RMSProp no se para en el mínimo: sus pasos vuelven al tamaño de α."
)
def test_rmsprop_keeps_trembling(seed):
    bowl, lr = definitions(CHAPTER)["bowl"], 0.05
    way = surfaces.path(partial(RMSprop, lr=lr), bowl, random_start(seed), 2000)
    steps = (way[1:] - way[:-1]).norm(dim=1)
    return lr / 2 < steps[-500:].max() < 3 * lr


@claim("adam", "El primer paso de Adam mide α en cada peso, sea cual sea la pendiente.")
def test_the_first_step_of_adam_is_the_rate(seed):
    bowl = definitions(CHAPTER)["bowl"]
    way = surfaces.path(partial(Adam, lr=0.2), bowl, random_start(seed), 1)
    return np.allclose((way[1] - way[0]).abs(), 0.2, rtol=1e-4)


@claim("comparar-optimizadores", "Con α = 0,01 para todos, RMSProp y Adam bajan mucho más que SGD.")
def test_at_one_rate_the_adaptive_ones_look_better(seed):
    costs = {name: cost for name, (cost, _) in digits("same_rate", seed).items()}
    return max(costs["RMSProp"], costs["Adam"]) < costs["SGD"] / 5


@claim(
    "comparar-optimizadores",
    "Con una tasa razonable para cada uno, los cuatro pasan del 85 % de acierto, y la distancia "
    "entre ellos es menos de un tercio que con la misma tasa.",
)
def test_at_their_own_rates_the_four_are_close(seed):
    same, own = (
        [accuracy for _, accuracy in digits(makers, seed).values()]
        for makers in ("same_rate", "own_rate")
    )
    return min(own) > 0.85 and max(own) - min(own) < (max(same) - min(same)) / 3


@pytest.mark.parametrize("make", [SGD, partial(SGD, momentum=0.9), RMSprop, Adam])
def test_without_any_slope_no_optimizer_leaves_the_saddle(make):
    way = surfaces.path(partial(make, lr=0.08), surfaces.saddle(), (-2.5, 0.0), 200)
    assert (way[:, 1] == 0).all()


def test_forgetting_zero_grad_never_settles():
    with_, without = (run("zero_grad_matters", forget, 0.01, 300) for forget in (False, True))
    assert with_[-1] < 0.01 and max(without[-50:]) > 10
