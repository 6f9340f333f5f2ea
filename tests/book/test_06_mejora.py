"""Claims of the chapter on improving results, over seeds."""

import numpy as np
import pytest
from chapter import definitions
from claims import claim

CHAPTER = "06_mejora"


def chapter(name):
    return definitions(CHAPTER)[name]


@claim(
    "ajuste-hiperparametros",
    "Al mover un solo mando, la tasa cambia el coste en validación más que el número de capas.",
)
def test_the_rate_matters_more_than_the_layers(seed):
    def span(name):
        values = {"lr": (0.001, 0.01, 0.1), "layers": (1, 2, 4)}[name]
        return np.ptp(
            [chapter("train_with")(seed, **{"lr": 0.01, name: v})["validación"] for v in values]
        )

    return span("lr") > span("layers")


@claim(
    "ajuste-hiperparametros",
    "Con las mismas épocas, los batches de 200 acaban con más coste en validación que los de 10.",
)
def test_large_batches_do_worse_in_the_same_epochs(seed):
    few, many = (
        chapter("train_with")(seed, lr=0.01, batch_size=size)["validación"] for size in (10, 200)
    )
    return many > few


@claim(
    "ejemplo-tasas",
    "Con diez épocas, la tasa 0,01 acaba con menos coste en validación que 0,1 y que 0,001.",
)
def test_the_middle_rate_wins(seed):
    high, middle, low = (
        chapter("train_with")(seed, lr=lr)["validación"] for lr in (0.1, 0.01, 0.001)
    )
    return middle < min(high, low)


@claim(
    "busqueda-manual-automatica",
    "Con nueve entrenamientos, lo que encuentran a mano, en rejilla, al azar y con Optuna tiene "
    "en el test menos de tres cuartos del coste de los valores por defecto.",
)
def test_every_search_beats_the_default(seed):
    lr, units = chapter("DEFAULT")
    default = chapter("train_with")(seed, lr=lr, units=units)["test"]
    return all(chapter("winner_test")(name, seed) < 0.75 * default for name in chapter("SEARCHES"))


@claim(
    "buscar-tasa",
    "La tasa de la prueba de rango (la décima parte de la del mínimo) deja menos de la mitad del "
    "coste de entrenamiento que una cien veces menor o cien veces mayor.",
)
def test_the_range_test_finds_a_good_rate(seed):
    rate = chapter("suggested_rate")(seed)
    less, chosen, more = (
        chapter("train_with")(seed, lr=lr)["entrenamiento"] for lr in (rate / 100, rate, rate * 100)
    )
    return chosen < min(less, more) / 2


@claim(
    "sobreajuste",
    "Con cien cifras y veinte etiquetas mal, el coste de validación acaba en más de vez y media su "
    "mínimo mientras el de entrenamiento baja a menos de la décima parte del que tenía allí.",
)
def test_the_large_network_overfits(seed):
    run = chapter("five_runs")(seed)["memoriza"]
    turn = int(np.argmin(run.val_cost))
    rises = run.val_cost[-1] > 1.5 * run.val_cost[turn]
    return rises and run.train_cost[-1] < run.train_cost[turn] / 10


def remedy_helps(name, seed):
    return chapter("cured")(name, seed)[0] < chapter("cured")("sin remedio", seed)[0]


@claim(
    "modelo-simple",
    "Una red de 16 neuronas en una capa acaba las mismas épocas con menos coste en el test que la "
    "de 128 en dos, que memoriza.",
)
def test_a_simpler_network_helps(seed):
    return remedy_helps("red simple", seed)


@claim(
    "modelo-simple",
    "Con una capa y las mismas épocas, el coste en validación con 16 neuronas es menor que con 128 "
    "y que con 4; con 4, tampoco el de entrenamiento baja.",
)
def test_simplifying_cures_until_it_hurts(seed):
    small, middle, large = (
        chapter("noisy_run")(seed, units=units, layers=1)[0] for units in (4, 16, 128)
    )
    best = middle.val_cost[-1] < min(small.val_cost[-1], large.val_cost[-1])
    return best and small.train_cost[-1] > 1.5 * middle.train_cost[-1]


@claim(
    "modelo-simple",
    "Si se entrena trescientas épocas en lugar de sesenta, también la red simple acaba con más "
    "coste en validación.",
)
def test_a_simple_network_memorises_too_if_it_has_time(seed):
    short, long = (
        chapter("noisy_run")(seed, units=16, layers=1, epochs=epochs)[0].val_cost[-1]
        for epochs in (60, 300)
    )
    return long > short


@claim(
    "detencion-anticipada",
    "Parar a tiempo y volver a la mejor época da menos coste en el test que entrenar hasta el "
    "final, con menos épocas.",
)
def test_early_stopping_helps_and_is_shorter(seed):
    run, _ = chapter("noisy_run")(seed, patience=10)
    return len(run.val_cost) < 60 and remedy_helps("parar a tiempo", seed)


@claim(
    "mas-datos-aumento",
    "Con cuatro veces más cifras, también con una etiqueta mal de cada cinco, el coste en el test "
    "es menos de la mitad.",
)
def test_more_data_helps(seed):
    cured = chapter("cured")
    return cured("400 cifras", seed)[0] < cured("sin remedio", seed)[0] / 2


@claim(
    "mas-datos-aumento",
    "Desplazar las cifras un píxel al azar en cada época baja el coste en el test de la red que "
    "memoriza.",
)
def test_shifting_helps(seed):
    return remedy_helps("desplazar", seed)


@claim(
    "mas-datos-aumento",
    "Tras 180 épocas, también la red que ve las cifras desplazadas ha empeorado en validación "
    "desde su mejor momento.",
)
def test_shifting_only_delays_memory(seed):
    costs = chapter("noisy_run")(seed, change=chapter("Shifted"), epochs=180)[0].val_cost
    return costs[-1] > 1.2 * min(costs)


@claim("dropout", "Un dropout de 0,5 baja el coste en el test de la red que memoriza.")
def test_dropout_helps(seed):
    return remedy_helps("dropout", seed)


@claim(
    "dropout",
    "El promedio de treinta subredes y la red entera tienen menos coste en el test que una subred "
    "sola, y entre ellos se llevan menos que con ella.",
)
def test_the_whole_network_is_like_a_crowd(seed):
    _, model = chapter("noisy_run")(seed, dropout=0.5)
    x, y = chapter("parts")(seed)[2]
    alone = np.mean([chapter("crowd_cost")(model, x, y, 1, draw) for draw in range(5)])
    crowd = chapter("crowd_cost")(model, x, y, 30, seed)
    whole = chapter("exam")(model, seed)[0]
    return max(crowd, whole) < alone and abs(crowd - whole) < alone - max(crowd, whole)


@claim(
    "desajuste",
    "Con una sola neurona, el coste de entrenamiento se queda por encima de 1,5 y en el último "
    "tercio baja menos del 15 %.",
)
def test_one_neuron_underfits(seed):
    costs = chapter("more_epochs")("una neurona", seed).train_cost
    return costs[-1] > 1.5 and chapter("still_falling")(costs) < 0.15


@claim(
    "desajuste",
    "En la red de una neurona, un dropout de 0,5 sube todavía más el coste de entrenamiento.",
)
def test_dropout_is_no_cure_for_underfitting(seed):
    tanh, loss_fn = chapter("nn").Tanh, chapter("loss_fn")
    train, val, _ = chapter("parts")(seed)
    costs = []
    for dropout in (0.0, 0.5):
        chapter("set_seed")(seed)
        model = chapter("network")(1, 1, dropout, activation=tanh)
        chapter("learn")(model, [train], 0.03, 100, val)
        costs.append(chapter("evaluate")(model, [train], loss_fn)[0])
    return costs[1] > costs[0]


@claim(
    "modelo-complejo",
    "Con cuatro neuronas el coste de entrenamiento ya baja a menos de la quinta parte que con una, "
    "y con treinta y dos el de validación es menor que con cuatro.",
)
def test_room_to_spare_also_generalises_better(seed):
    one = chapter("more_epochs")("una neurona", seed)
    four, many = (chapter("narrow_run")(seed, units=units) for units in (4, 32))
    return four.train_cost[-1] < one.train_cost[-1] / 5 and many.val_cost[-1] < four.val_cost[-1]


@claim(
    "modelo-complejo",
    "Con 32 neuronas en lugar de una, el coste de entrenamiento baja a menos de la décima parte, y "
    "el de validación, a menos de la mitad.",
)
def test_a_larger_network_cures_underfitting(seed):
    one = chapter("more_epochs")("una neurona", seed)
    wide = chapter("narrow_run")(seed, units=32)
    trained = wide.train_cost[-1] < one.train_cost[-1] / 10
    return trained and wide.val_cost[-1] < one.val_cost[-1] / 2


@claim(
    "modelo-complejo",
    "Añadir dos capas más de una neurona a la red de una neurona deja más del 80 % del coste de "
    "entrenamiento.",
)
def test_depth_does_not_cure_a_bottleneck(seed):
    one = chapter("more_epochs")("una neurona", seed)
    deep = chapter("narrow_run")(seed, layers=3)
    return deep.train_cost[-1] > 0.8 * one.train_cost[-1]


@claim(
    "entrenar-mas",
    "El triple de épocas baja el coste de entrenamiento de la red a medias a menos de la tercera "
    "parte; el de la red de una neurona no baja ni a la mitad.",
)
def test_more_epochs_help_while_the_cost_falls(seed):
    half, half_long, one, one_long = (
        chapter("more_epochs")(name, seed, times=times).train_cost[-1]
        for name in ("a medias", "una neurona")
        for times in (1, 3)
    )
    return half_long < half / 3 and one_long > one / 2


@claim(
    "datos-informativos",
    "Para la especie del pingüino según su masa, cuatro veces más filas dejan más del 80 % del "
    "coste de entrenamiento; una columna más, con las mismas filas, menos del 40 %.",
)
def test_columns_cure_what_rows_do_not(seed):
    few, rows, column = (
        chapter("penguin_run")(seed, *chapter("PENGUINS")[name]).train_cost[-1]
        for name in ("la masa, 60 filas", "la masa, 240 filas", "masa y pico, 60 filas")
    )
    return rows > 0.8 * few and column < 0.4 * few


@claim(
    "datos-informativos",
    "Con la columna del pico, sesenta filas dan menos coste en validación que doscientas cuarenta "
    "con la masa sola.",
)
def test_a_column_beats_rows_on_validation(seed):
    rows, column = (
        chapter("penguin_run")(seed, *chapter("PENGUINS")[name]).val_cost[-1]
        for name in ("la masa, 240 filas", "masa y pico, 60 filas")
    )
    return column < rows


@claim(
    "diagnostico",
    "Los tres números separan los cinco casos: coste de entrenamiento (0,3), lo que baja en el "
    "último tercio (15 %) y validación entre su mínimo (1,5).",
)
def test_three_numbers_tell_the_five_cases_apart(seed):
    table = chapter("signs")(seed)
    low = table["entrenamiento"] < 0.3
    falls, rises = table["r"] > 0.15, table["validación / mínimo"] > 1.5
    unable = ["tasa desbocada", "una neurona"]
    return (
        low[["memoriza", "sana"]].all()
        and not low[[*unable, "a medias"]].any()
        and falls["a medias"]
        and not falls[unable].any()
        and rises["memoriza"]
        and not rises["sana"]
    )


def test_the_grid_knows_three_rates_and_chance_nine():
    rates = {
        name: {lr for lr, _ in chapter("SEARCHES")[name](0)} for name in ("rejilla", "al azar")
    }
    assert (len(rates["rejilla"]), len(rates["al azar"])) == (3, chapter("BUDGET"))


@pytest.mark.parametrize("name", ["a mano", "rejilla", "al azar", "Optuna"])
def test_every_search_spends_the_budget(name):
    assert len(chapter("SEARCHES")[name](0)) == chapter("BUDGET")


def test_what_is_restored_is_the_best_epoch():
    run, model = chapter("noisy_run")(0, patience=10)
    val = chapter("parts")(0)[1]
    cost, _ = chapter("evaluate")(model, [val], chapter("loss_fn"))
    assert cost == pytest.approx(min(run.val_cost), abs=1e-5)
