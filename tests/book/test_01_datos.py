"""What chapter 1 claims about data, over seeds, with the functions that the chapter shows."""

from functools import cache

import torch
from chapter import definitions
from claims import claim
from sklearn.preprocessing import MinMaxScaler, RobustScaler, StandardScaler

CHAPTER = "01_datos"


@cache  # two claims may look at the same run
def run(name, *args, **kwargs):
    return definitions(CHAPTER)[name](*args, **kwargs)


@claim("mas-datos", "Con 1.000 ejemplos de entrenamiento la red acierta más que con 50.")
def test_more_data_gives_a_better_network(seed):
    return run("accuracy_with", 1000, seed) > run("accuracy_with", 50, seed) + 0.05


@claim("mas-datos", "Pasar de 50 a 100 ejemplos mejora más que pasar de 400 a 1.000.")
def test_the_first_examples_teach_most(seed):
    few, more, many, most = (
        sum(run("accuracy_with", n, 3 * seed + i) for i in range(3)) for n in (50, 100, 400, 1000)
    )
    return more - few > most - many


@claim("limpieza-datos", "Cambiar al azar el 40 % de las etiquetas baja el acierto.")
def test_wrong_labels_cost_accuracy(seed):
    clean, dirty = (run("accuracy_with_wrong_labels", p, seed) for p in (0, 0.4))
    return dirty < clean - 0.05


@claim(
    "limpieza-datos",
    "Mil ejemplos con el 40 % de las etiquetas cambiadas enseñan menos que cuatrocientos limpios.",
)
def test_quantity_is_no_substitute_for_quality(seed):
    dirty = run("accuracy_with_wrong_labels", 0.4, seed)
    return dirty < run("accuracy_with", 400, seed)


@claim(
    "preprocesamiento",
    "Una red separa dos anillos sin ayuda; un modelo lineal necesita una columna inventada.",
)
def test_a_network_makes_its_own_features(seed):
    found = run("rings", seed)
    linear, helped, network = found["lineal"], found["lineal con r²"], found["red"]
    return linear < 0.7 and helped > 0.95 and network > 0.95


@claim(
    "escalado",
    "Con escalado, la misma red acierta más que sin él, aunque cada una use su mejor tasa.",
)
def test_scaling_helps_even_at_each_ones_best_rate(seed):
    raw = max(run("train_tumours", False, lr, seed)[1] for lr in definitions(CHAPTER)["rates"])
    return run("train_tumours", True, 0.1, seed)[1] > raw


@claim(
    "escalado",
    "Tras las mismas épocas, el coste con escalado es menor que el mejor sin escalado.",
)
def test_scaling_speeds_learning_up(seed):
    rates = definitions(CHAPTER)["rates"]
    raw = min(run("train_tumours", False, lr, seed)[0][-1] for lr in rates)
    return run("train_tumours", True, 0.1, seed)[0][-1] < raw


@claim(
    "estandarizacion",
    "En una columna gaussiana, el 68,3 % cae entre −1 y 1, y el 95,4 %, entre −2 y 2.",
)
def test_shares_of_a_gaussian(seed):
    sample = torch.randn(100_000, generator=torch.Generator().manual_seed(seed))
    return all(
        abs(run("share_within", sample, k) - run("exact_share", k)) < 0.005
        and abs(run("exact_share", k) - known) < 0.0005
        for k, known in ((1.0, 0.6827), (2.0, 0.9545))
    )


@claim(
    "elegir-escalado",
    "Con tres errores en la columna, min–max aplasta más que la estandarización, y la escala "
    "robusta casi nada.",
)
def test_outliers_squeeze_min_max_most_and_robust_least(seed):
    unit, standard, robust = (
        run("kept_width", scaler, seed)
        for scaler in (MinMaxScaler(), StandardScaler(), RobustScaler())
    )
    return unit < standard / 2 and standard < 0.5 and 0.9 < robust < 1.1


@claim("fuga-de-datos", "Ajustar el escalador con todos los datos apenas cambia el resultado.")
def test_a_leaking_scaler_changes_little(seed):
    return abs(run("scaler_leak", True, seed) - run("scaler_leak", False, seed)) < 0.03


@claim(
    "fuga-de-datos",
    "Elegir las columnas mirando la validación infla el acierto sobre datos que son puro azar.",
)
def test_leaking_selection_inflates_the_result(seed):
    honest, leaky = (run("selection_leak", leak, seed) for leak in (False, True))
    return honest < 0.7 < leaky and leaky > honest + 0.2


@claim("aumento-efecto", "Con cifras movidas, el aumento de datos sube mucho el acierto.")
def test_augmentation_helps_where_it_imitates_what_comes(seed):
    without, with_ = (run("augmentation", copies, seed)[1] for copies in (0, 15))
    return with_ > without + 0.15


@claim("aumento-efecto", "Con cifras centradas, ese mismo aumento apenas cambia el acierto.")
def test_augmentation_matters_little_where_nothing_moves(seed):
    without, with_ = (run("augmentation", copies, seed)[0] for copies in (0, 15))
    return abs(with_ - without) < 0.06
