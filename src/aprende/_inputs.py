"""What may come in wrong: told in Spanish, by the argument's name and what it should have been.

Wherever PyTorch would complain in its own words, or worse, compute something else in silence.
"""

from collections.abc import Callable, Iterable, Iterator
from numbers import Integral
from typing import Any

import torch
from torch import Tensor, nn


def whole(name: str, value: Any, least: int = 1) -> None:
    """Raise unless ``value``, called ``name``, is a whole number from ``least`` on.

    Raises
    ------
    TypeError
        If it is no whole number.
    ValueError
        If it is too small.
    """
    if not isinstance(value, Integral) or isinstance(value, bool):
        raise TypeError(f"{name}: se esperaba un número entero y ha llegado {value!r}")
    if value < least:
        raise ValueError(f"{name}: se esperaba {least} o más y ha llegado {value}")


def pieces(model: Any, loss_fn: Any, optimizer: Any, metric: Any) -> None:
    """Raise unless these can train together.

    Raises
    ------
    TypeError
        If one of them is something else, such as a class that nobody called.
    ValueError
        If the optimiser moves no parameter of the model: training would change nothing.
    """
    if not isinstance(model, nn.Module):
        raise TypeError(f"model: se esperaba un nn.Module y ha llegado {_kind(model)}")
    if not callable(loss_fn) or isinstance(loss_fn, type):
        raise TypeError(
            "loss_fn: se esperaba una función, como nn.MSELoss() con sus paréntesis, y ha llegado "
            + _kind(loss_fn)
        )
    if not isinstance(optimizer, torch.optim.Optimizer):
        raise TypeError(
            "optimizer: se esperaba un optimizador, como torch.optim.SGD(model.parameters()), y ha "
            f"llegado {_kind(optimizer)}"
        )
    if metric is not None and not callable(metric):
        raise TypeError(f"metric: se esperaba una función y ha llegado {_kind(metric)}")
    own = {id(parameter) for parameter in model.parameters()}
    if not any(id(p) in own for group in optimizer.param_groups for p in group["params"]):
        raise ValueError(
            "optimizer: no lleva ningún parámetro de model, y no lo entrenaría. ¿Se ha creado con "
            "los de otra red?"
        )


def pairs(batches: Iterable[tuple[Tensor, Tensor]], name: str) -> Iterator[tuple[Tensor, Tensor]]:
    """Give the batches of the argument ``name`` one by one, each a pair of tensors.

    Raises
    ------
    TypeError
        If it cannot be gone through, or gives something else than pairs of tensors.
    ValueError
        If it gives nothing.
    """
    try:
        given = iter(batches)
    except TypeError as error:
        raise TypeError(f"{name}: se esperaban batches y ha llegado {_kind(batches)}") from error
    empty = True
    for batch in given:
        if not (
            isinstance(batch, tuple | list)
            and len(batch) == 2
            and isinstance(batch[0], Tensor)
            and isinstance(batch[1], Tensor)
        ):
            hint = ". ¿Has pasado (x, y) en vez de [(x, y)]?" if isinstance(batch, Tensor) else ""
            raise TypeError(
                f"{name}: se esperaban parejas (x, y) de tensores y ha llegado {_kind(batch)}{hint}"
            )
        empty = False
        yield batch
    if empty:
        raise ValueError(
            f"{name} no ha dado ningún ejemplo: ¿está vacío, o es un iterador gastado?"
        )


def forward(model: nn.Module, x: Tensor) -> Tensor:
    """Output of the model for ``x``, as it is, with its gradients.

    Raises
    ------
    TypeError
        If ``x`` is no tensor, or the model failed and ``x`` has another type than its weights.
    ValueError
        If the model failed otherwise, as a rule for the shape of ``x``.
    """
    if not isinstance(x, Tensor):
        raise TypeError(f"x: se esperaba un Tensor y ha llegado {_kind(x)}")
    try:
        return model(x)
    except NotImplementedError:  # somebody's own model, not written yet
        raise
    except (IndexError, RuntimeError, ValueError) as error:
        wanted = next((p.dtype for p in model.parameters()), x.dtype)
        if x.dtype != wanted:
            raise TypeError(
                f"x: se esperaba {wanted}, el tipo de los pesos, y ha llegado {x.dtype}. "
                f"Conviértelo con x.to({wanted})."
            ) from error
        raise ValueError(
            f"x: el modelo no ha podido con la forma {tuple(x.shape)}. El error dice: {error}"
        ) from error


def batch_cost(loss_fn: Callable[[Tensor, Tensor], Tensor], output: Tensor, y: Tensor) -> Tensor:
    """Cost of a batch, once ``y`` is sure to fit the model's output.

    Parameters
    ----------
    loss_fn : callable
        Mean loss of a batch.
    output : Tensor, shape (n, ...)
    y : Tensor, shape (n,) of classes, or of quantities in the very shape of ``output``

    Raises
    ------
    ValueError
        If lengths or shapes differ (PyTorch would broadcast (n,) with (n, 1) to (n, n) and train on
        nonsense), a class has no output, or ``loss_fn`` gives no single number.
    TypeError
        If ``y`` has a type that ``loss_fn`` does not take.
    """
    if len(output) != len(y):
        raise ValueError(
            "y: se esperaba el mismo número de ejemplos que en x, que da "
            f"{len(output)} salidas, y han llegado {len(y)}"
        )
    if y.is_floating_point() and y.shape != output.shape:
        raise ValueError(
            f"y: se esperaba la forma de la salida del modelo, {tuple(output.shape)}, y ha llegado "
            f"{tuple(y.shape)}"
        )
    if not y.is_floating_point() and output.shape[1:] == (1,):
        raise TypeError(
            f"y: el modelo da un número por ejemplo, {tuple(output.shape)}; se esperaba y flotante "
            f"de esa misma forma y ha llegado {y.dtype} de forma {tuple(y.shape)}"
        )
    try:
        cost = loss_fn(output, y)
    except NotImplementedError:  # somebody's own function, not written yet
        raise
    except (IndexError, RuntimeError, TypeError, ValueError) as error:
        raise _misfit(output, y, error) from error
    if not isinstance(cost, Tensor) or cost.dim():
        got = tuple(cost.shape) if isinstance(cost, Tensor) else _kind(cost)
        raise ValueError(
            "loss_fn: se esperaba el coste del batch, un tensor con un solo número, y ha llegado "
            f"{got}. ¿Lleva reduction='none'?"
        )
    return cost


def _misfit(output: Tensor, y: Tensor, error: Exception) -> Exception:
    """What to raise when the loss could not be computed."""
    classes = output.shape[1] if output.dim() > 1 else 0
    if classes and not y.is_floating_point() and y.dim() == 1:
        if y.dtype != torch.int64:
            return TypeError(f"y: se esperaba torch.int64 (y.long()) y ha llegado {y.dtype}")
        outside = y[(y < 0) | (y >= classes)]
        if len(outside):
            return ValueError(
                f"y: con {classes} salidas se esperaban clases de 0 a {classes - 1} y ha llegado "
                f"{outside[0].item()}"
            )
    return ValueError(
        f"loss_fn no ha podido comparar la salida del modelo, {output.dtype} de forma "
        f"{tuple(output.shape)}, con y, {y.dtype} de forma {tuple(y.shape)}. El error dice: {error}"
    )


def _kind(value: Any) -> str:
    """What a wrong value is, for a message."""
    if isinstance(value, type):
        return f"la clase {value.__name__}"
    if isinstance(value, tuple) and len(value) < 5:
        return f"({', '.join(type(part).__name__ for part in value)})"
    return type(value).__name__
