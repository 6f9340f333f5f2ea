"""Train a network and measure it: the loop that every chapter repeats."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

Batches = Iterable[tuple[Tensor, Tensor]]


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
    """

    train_cost: list[float] = field(default_factory=list)
    val_cost: list[float] = field(default_factory=list)


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
    ValueError
        If ``x`` and ``y`` differ in length, or hold no example.
    """
    if len(x) != len(y):
        raise ValueError(f"x tiene {len(x)} ejemplos e y tiene {len(y)}: tienen que ser los mismos")
    if not len(x):
        raise ValueError("x está vacío: hace falta al menos un ejemplo")
    return DataLoader(TensorDataset(x, y), batch_size, shuffle=shuffle, generator=generator)


def fit(
    model: nn.Module,
    batches: Batches,
    loss_fn: nn.Module,
    optimizer: torch.optim.Optimizer,
    epochs: int,
    *,
    validation: Batches | None = None,
) -> History:
    """Train a model: forward, cost, backward, step, for every batch of every epoch.

    Parameters
    ----------
    model : nn.Module
    batches : iterable of (x, y)
        Training batches, read once an epoch; as a rule a ``DataLoader``.
    loss_fn : nn.Module
        Mean loss of a batch, from the model's output and ``y``.
    optimizer : torch.optim.Optimizer
        Built on the parameters of ``model``.
    epochs : int
        Times to go through ``batches``.
    validation : iterable of (x, y), optional
        Batches to measure after each epoch; they never train.

    Returns
    -------
    History

    Raises
    ------
    ValueError
        If ``epochs`` is negative or ``batches`` gives nothing.
    """
    if epochs < 0:
        raise ValueError(f"epochs: se esperaba 0 o más y ha llegado {epochs}")
    history = History()
    for _ in range(epochs):
        model.train()
        total, seen = 0.0, 0
        for x, y in batches:
            optimizer.zero_grad()
            cost = loss_fn(model(x), y)
            cost.backward()
            optimizer.step()
            total += cost.item() * len(x)  # weighted: the last batch may be smaller
            seen += len(x)
        if not seen:
            raise ValueError("batches no ha dado ningún ejemplo: ¿un generador ya gastado?")
        history.train_cost.append(total / seen)
        if validation is not None:
            history.val_cost.append(mean_cost(model, validation, loss_fn))
    return history


@torch.no_grad()
def mean_cost(model: nn.Module, batches: Batches, loss_fn: nn.Module) -> float:
    """Mean cost over examples, in evaluation mode; the mode the model had is put back.

    Raises
    ------
    ValueError
        If ``batches`` gives nothing.
    """
    was_training = model.training
    model.eval()
    total, seen = 0.0, 0
    for x, y in batches:
        total += loss_fn(model(x), y).item() * len(x)
        seen += len(x)
    model.train(was_training)
    if not seen:
        raise ValueError("batches no ha dado ningún ejemplo: ¿un generador ya gastado?")
    return total / seen


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
