"""Train a network and measure it: the loop that every chapter repeats."""

import copy
import math
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset
from tqdm import tqdm

Batches = Iterable[tuple[Tensor, Tensor]]
LossFn = Callable[[Tensor, Tensor], Tensor]
Metric = Callable[[Tensor, Tensor], float]


@dataclass
class History:
    """What a training run measured, one number per epoch.

    Attributes
    ----------
    train_cost : list of float
        Mean over the examples of the cost that each batch had when it was used, while the weights
        were moving.
    val_cost : list of float
        Mean cost over the validation examples after the epoch; empty without validation data.
    train_metric, val_metric : list of float
        The metric after the epoch, over all examples at once; empty without a metric.
    best_epoch : int or None
        Epoch, counted from 1, whose weights the model has now, if ``fit`` was given ``patience``.
    diverged : bool
        Whether the cost stopped being a finite number, which ended the run.
    """

    train_cost: list[float] = field(default_factory=list)
    val_cost: list[float] = field(default_factory=list)
    train_metric: list[float] = field(default_factory=list)
    val_metric: list[float] = field(default_factory=list)
    best_epoch: int | None = None
    diverged: bool = False


class TrainingDiverged(ArithmeticError):
    """The cost became NaN or infinite. ``history`` holds what was measured until then."""

    def __init__(self, message: str, history: History):
        super().__init__(message)
        self.history = history


def loader(
    x: Tensor,
    y: Tensor,
    batch_size: int,
    *,
    shuffle: bool = False,
    generator: torch.Generator | None = None,
) -> DataLoader:
    """Serve two tensors in batches.

    Parameters
    ----------
    x : Tensor, shape (n, ...)
    y : Tensor, shape (n, ...)
    batch_size : int
        Examples in a batch; the last one may be smaller.
    shuffle : bool
        Another order every epoch.
    generator : torch.Generator, optional
        Source of that order.

    Raises
    ------
    TypeError
        If ``x`` or ``y`` is no tensor.
    ValueError
        If ``x`` and ``y`` differ in length, or hold no example, or ``batch_size`` is below 1.
    """
    for name, value in (("x", x), ("y", y)):
        if not isinstance(value, Tensor):
            raise TypeError(f"{name}: se esperaba un Tensor y ha llegado {type(value).__name__}")
    if len(x) != len(y):
        raise ValueError(f"x tiene {len(x)} ejemplos e y tiene {len(y)}: tienen que ser los mismos")
    if not len(x):
        raise ValueError("x está vacío: hace falta al menos un ejemplo")
    if batch_size < 1:
        raise ValueError(f"batch_size: se esperaba 1 o más y ha llegado {batch_size}")
    return DataLoader(TensorDataset(x, y), batch_size, shuffle=shuffle, generator=generator)


def fit(
    model: nn.Module,
    batches: Batches,
    loss_fn: LossFn,
    optimizer: torch.optim.Optimizer,
    epochs: int,
    *,
    validation: Batches | None = None,
    metric: Metric | None = None,
    patience: int | None = None,
    stop_if_diverged: bool = False,
    progress: bool = False,
) -> History:
    """Train a model: forward, cost, backward, step, for every batch of every epoch.

    Parameters
    ----------
    model : nn.Module
    batches : iterable of (x, y)
        Training batches, read once an epoch; as a rule a ``DataLoader``.
    loss_fn : callable
        Mean loss of a batch, from the model's output and ``y``.
    optimizer : torch.optim.Optimizer
        Built on the parameters of ``model``.
    epochs : int
        Times to go through ``batches``, at least 1.
    validation : iterable of (x, y), optional
        Batches to measure after each epoch; they never train.
    metric : callable, optional
        From outputs and targets of all examples to a number; measured on training and validation.
    patience : int, optional
        Stop after this many epochs in a row without a lower validation cost, and give the model
        the weights of the best epoch.
    stop_if_diverged : bool
        Return what was measured when the cost stops being finite, instead of raising.
    progress : bool
        Show a progress bar.

    Returns
    -------
    History

    Raises
    ------
    ValueError
        If ``epochs`` or ``patience`` is below 1, ``patience`` comes without ``validation``, or
        ``batches`` gives nothing.
    TrainingDiverged
        If the cost becomes NaN or infinite.
    """
    if epochs < 1:
        raise ValueError(f"epochs: se esperaba 1 o más y ha llegado {epochs}")
    if patience is not None and (patience < 1 or validation is None):
        raise ValueError(
            f"patience: se esperaba 1 o más, con datos en validation; ha llegado {patience}"
        )
    history = History()
    best_cost, best_state = math.inf, None
    for epoch in tqdm(range(1, epochs + 1), "épocas", disable=not progress, file=sys.stdout):
        cost = train_epoch(model, batches, loss_fn, optimizer)
        history.train_cost.append(cost)
        if not math.isfinite(cost):
            history.diverged = True
            if stop_if_diverged:
                break
            raise TrainingDiverged(
                f"El entrenamiento diverge: en la época {epoch} el coste es {cost}. "
                "Prueba una tasa de aprendizaje menor, y mira si los datos están escalados y no "
                "tienen NaN.",
                history,
            )
        if metric is not None:
            history.train_metric.append(evaluate(model, batches, loss_fn, metric)[1])
        if validation is None:
            continue
        cost, value = evaluate(model, validation, loss_fn, metric)
        history.val_cost.append(cost)
        if metric is not None:
            history.val_metric.append(value)
        if patience is None:
            continue
        if cost < best_cost:
            best_cost, history.best_epoch = cost, epoch
            best_state = copy.deepcopy(model.state_dict())
        elif epoch - (history.best_epoch or 0) >= patience:
            break
    if best_state is not None:
        model.load_state_dict(best_state)
    return history


def train_epoch(
    model: nn.Module, batches: Batches, loss_fn: LossFn, optimizer: torch.optim.Optimizer
) -> float:
    """Go once through the batches, with a step for each; give the mean cost over the examples.

    Raises
    ------
    ValueError
        If ``batches`` gives nothing, or what :func:`check_batch` finds in the first one.
    """
    model.train()
    total, seen = 0.0, 0
    for x, y in batches:
        optimizer.zero_grad()
        output = model(x)
        if not seen:
            check_batch(x, y, output)
        cost = loss_fn(output, y)
        cost.backward()
        optimizer.step()
        total += cost.item() * len(x)  # weighted: the last batch may be smaller
        seen += len(x)
    if not seen:
        raise ValueError(
            "batches no ha dado ningún ejemplo: ¿está vacío, o es un iterador gastado?"
        )
    return total / seen


def check_batch(x: Tensor, y: Tensor, output: Tensor) -> None:
    """Say in plain words what does not fit in a batch, before PyTorch does in its own.

    Parameters
    ----------
    x : Tensor, shape (n, ...)
    y : Tensor, shape (n,) of classes, or of quantities in the very shape of ``output``
    output : Tensor, shape (n, ...)
        What the model makes of ``x``.

    Raises
    ------
    ValueError
        If the lengths differ, or quantities have another shape than the output: PyTorch would
        broadcast (n,) with (n, 1) to (n, n) and train on nonsense.
    TypeError
        If ``x`` is not floating point.
    """
    if not x.is_floating_point():
        raise TypeError(f"x: se esperaba un tipo flotante (x.float()) y ha llegado {x.dtype}")
    if not len(x) == len(y) == len(output):
        raise ValueError(
            f"x, y y la salida del modelo: se esperaba el mismo número de ejemplos y han llegado "
            f"{len(x)}, {len(y)} y {len(output)}"
        )
    if y.is_floating_point() and y.shape != output.shape:
        raise ValueError(
            f"y: se esperaba la forma de la salida del modelo, {tuple(output.shape)}, y ha llegado "
            f"{tuple(y.shape)}"
        )


@torch.no_grad()
def evaluate(
    model: nn.Module, batches: Batches, loss_fn: LossFn, metric: Metric | None = None
) -> tuple[float, float]:
    """Measure a model without training it; the mode it had is put back.

    Parameters
    ----------
    model : nn.Module
    batches : iterable of (x, y)
    loss_fn : callable
        Mean loss of a batch.
    metric : callable, optional
        From outputs (n, ...) and targets (n, ...) of all examples to a number.

    Returns
    -------
    cost : float
        Mean over the examples.
    value : float
        The metric; NaN without one.

    Raises
    ------
    ValueError
        If ``batches`` gives nothing.
    """
    was_training = model.training
    model.eval()
    total, outputs, targets = 0.0, [], []
    for x, y in batches:
        output = model(x)
        total += loss_fn(output, y).item() * len(x)
        outputs.append(output)
        targets.append(y)
    model.train(was_training)
    if not outputs:
        raise ValueError(
            "batches no ha dado ningún ejemplo: ¿está vacío, o es un iterador gastado?"
        )
    output, target = torch.cat(outputs), torch.cat(targets)
    return total / len(target), metric(output, target) if metric else math.nan


@torch.no_grad()
def predict(model: nn.Module, x: Tensor) -> Tensor:
    """Output of the model in evaluation mode; the mode it had is put back.

    Parameters
    ----------
    model : nn.Module
    x : Tensor, shape (n, ...)

    Returns
    -------
    Tensor, shape (n, ...)
    """
    was_training = model.training
    model.eval()
    output = model(x)
    model.train(was_training)
    return output
