"""Train a network and measure it: the loop that every chapter repeats."""

import copy
import math
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset
from tqdm import tqdm

from aprende._inputs import batch_cost, forward, pairs, pieces, whole

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
        Whether a cost, of training or of validation, stopped being a finite number, which ended
        the run.
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
        If ``x`` or ``y`` is no tensor, or ``batch_size`` no whole number.
    ValueError
        If ``x`` and ``y`` differ in length, or hold no example, or ``batch_size`` is below 1.
    """
    for name, value in (("x", x), ("y", y)):
        if not isinstance(value, Tensor):
            raise TypeError(f"{name}: se esperaba un Tensor y ha llegado {type(value).__name__}")
        if not value.dim():
            raise ValueError(f"{name}: se esperaba una fila por ejemplo y ha llegado un número")
    if len(x) != len(y):
        raise ValueError(f"x tiene {len(x)} ejemplos e y tiene {len(y)}: tienen que ser los mismos")
    if not len(x):
        raise ValueError("x está vacío: hace falta al menos un ejemplo")
    whole("batch_size", batch_size)
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
        Return what was measured when a cost stops being finite, instead of raising.
    progress : bool
        Show a progress bar.

    Returns
    -------
    History

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is written here, ``patience`` comes without ``validation``, a
        batch does not fit the model or ``loss_fn``, there is no batch, or ``optimizer`` holds no
        parameter of ``model``. The message names the argument and what was expected.
    TrainingDiverged
        If a cost becomes NaN or infinite.
    """
    pieces(model, loss_fn, optimizer, metric)
    whole("epochs", epochs)
    if patience is not None:
        whole("patience", patience)
        if validation is None:
            raise ValueError("patience: hace falta validation, los datos con los que se decide")
    history = History()
    best_cost, best_state = math.inf, None
    for epoch in tqdm(range(1, epochs + 1), "épocas", disable=not progress, file=sys.stdout):
        cost = train_epoch(model, batches, loss_fn, optimizer)
        history.train_cost.append(cost)
        if _diverged(history, cost, f"en la época {epoch} el coste es {cost}", stop_if_diverged):
            break
        if metric is not None:
            history.train_metric.append(evaluate(model, batches, loss_fn, metric)[1])
        if validation is None:
            continue
        cost, value = _measure(model, validation, loss_fn, metric, "validation")
        history.val_cost.append(cost)
        if metric is not None:
            history.val_metric.append(value)
        where = f"en la época {epoch} el coste de validación es {cost}"
        if _diverged(history, cost, where, stop_if_diverged):
            break
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


def _diverged(history: History, cost: float, where: str, only_stop: bool) -> bool:
    """Whether a cost is no finite number any more; noted in the history, and raised if asked."""
    if math.isfinite(cost):
        return False
    history.diverged = True
    if only_stop:
        return True
    raise TrainingDiverged(
        f"El entrenamiento diverge: {where}. Prueba una tasa de aprendizaje menor, y mira si los "
        "datos están escalados y no tienen NaN.",
        history,
    )


def train_epoch(
    model: nn.Module, batches: Batches, loss_fn: LossFn, optimizer: torch.optim.Optimizer
) -> float:
    """Go once through the batches, with a step for each; give the mean cost over the examples.

    Raises
    ------
    TypeError, ValueError
        If ``batches`` gives nothing, or something that does not fit the model or ``loss_fn``.
    """
    model.train()
    total, seen = 0.0, 0
    for x, y in pairs(batches, "batches"):
        optimizer.zero_grad()
        cost = batch_cost(loss_fn, forward(model, x), y)
        if not cost.requires_grad:
            raise ValueError("loss_fn: el coste no depende de los pesos; ¿lleva detach()?")
        cost.backward()
        optimizer.step()
        total += cost.item() * len(x)  # weighted: the last batch may be smaller
        seen += len(x)
    return total / seen


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
    TypeError, ValueError
        If ``batches`` gives nothing, or something that does not fit the model or ``loss_fn``.
    """
    return _measure(model, batches, loss_fn, metric, "batches")


@torch.no_grad()
def _measure(
    model: nn.Module, batches: Batches, loss_fn: LossFn, metric: Metric | None, name: str
) -> tuple[float, float]:
    """Do what :func:`evaluate` says, with the batches of the argument called ``name``."""
    total, outputs, targets = 0.0, [], []
    with _evaluation_mode(model):
        for x, y in pairs(batches, name):
            outputs.append(forward(model, x))
            total += batch_cost(loss_fn, outputs[-1], y).item() * len(x)
            targets.append(y)
    output, target = torch.cat(outputs), torch.cat(targets)
    return total / len(target), float(metric(output, target)) if metric else math.nan


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

    Raises
    ------
    TypeError, ValueError
        If ``x`` does not fit the model.
    """
    with _evaluation_mode(model):
        return forward(model, x)


@contextmanager
def _evaluation_mode(model: nn.Module) -> Iterator[None]:
    """Put the model in evaluation mode, and back as it was, whatever happens."""
    was_training = model.training
    model.eval()
    try:
        yield
    finally:
        model.train(was_training)
