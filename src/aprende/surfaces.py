"""Costs over two weights: small landscapes to walk on, each with its gradient."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from aprende._inputs import whole

MakeOptimizer = Callable[[list[Tensor]], torch.optim.Optimizer]


@dataclass(frozen=True)
class Surface:
    """A cost over two weights.

    Attributes
    ----------
    name : str
        What to call it in a figure, in Spanish.
    cost : callable
        From weights of shape (..., 2) to costs of shape (...).
    gradient : callable
        From weights of shape (..., 2) to gradients of the same shape.
    minima : tuple of pairs of float
        Where the cost has a minimum, the lowest first.
    centre : pair of float
        Middle of the part worth drawing.
    radius : float
        How far that part reaches to each side.
    labels : pair of str
        Names of the two weights.
    """

    name: str
    cost: Callable[[Tensor], Tensor]
    gradient: Callable[[Tensor], Tensor]
    minima: tuple[tuple[float, float], ...]
    centre: tuple[float, float] = (0.0, 0.0)
    radius: float = 3.0
    labels: tuple[str, str] = ("$w_1$", "$w_2$")


def bowl(stretch: float = 20.0, turn: float = 0.0) -> Surface:
    """Quadratic valley, J = (u² + stretch·v²) / 2: curvatures 1 and ``stretch``.

    Parameters
    ----------
    stretch : float
        How many times more the second direction bends; 1 gives a round bowl.
    turn : float
        Degrees by which the axes u, v of the valley are turned from those of w1, w2.

    Raises
    ------
    ValueError
        If ``stretch`` is not positive: there would be no minimum.
    """
    if not stretch > 0:
        raise ValueError(f"stretch: se esperaba un número positivo y ha llegado {stretch}")
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))

    def cost(w: Tensor) -> Tensor:
        u, v = cos * w[..., 0] + sin * w[..., 1], cos * w[..., 1] - sin * w[..., 0]
        return (u**2 + stretch * v**2) / 2

    def gradient(w: Tensor) -> Tensor:
        u, v = cos * w[..., 0] + sin * w[..., 1], cos * w[..., 1] - sin * w[..., 0]
        return torch.stack([cos * u - sin * stretch * v, sin * u + cos * stretch * v], -1)

    return Surface("Cuenco estirado", cost, gradient, ((0.0, 0.0),))


def two_minima() -> Surface:
    """Two valleys of different depth, J = w1⁴/16 − w1²/2 + 0.2·w1 + w2²/2 + 1.5.

    The lowest minimum is near (−2.1, 0), a local one near (1.9, 0), and a saddle near (0.2, 0).
    """

    def cost(w: Tensor) -> Tensor:
        w1, w2 = w[..., 0], w[..., 1]
        return w1**4 / 16 - w1**2 / 2 + 0.2 * w1 + w2**2 / 2 + 1.5

    def gradient(w: Tensor) -> Tensor:
        w1, w2 = w[..., 0], w[..., 1]
        return torch.stack([w1**3 / 4 - w1 + 0.2, w2], -1)

    minima = ((-2.09336, 0.0), (1.89130, 0.0))
    return Surface("Dos mínimos", cost, gradient, minima)


def saddle() -> Surface:
    """A pass at the origin between equal valleys, J = w1²/2 + w2⁴/16 − w2²/2 + 1."""

    def cost(w: Tensor) -> Tensor:
        w1, w2 = w[..., 0], w[..., 1]
        return w1**2 / 2 + w2**4 / 16 - w2**2 / 2 + 1

    def gradient(w: Tensor) -> Tensor:
        w1, w2 = w[..., 0], w[..., 1]
        return torch.stack([w1, w2**3 / 4 - w2], -1)

    return Surface("Silla", cost, gradient, ((0.0, -2.0), (0.0, 2.0)))


def straight_line(x: Tensor, y: Tensor, radius: float = 1.5) -> Surface:
    """Mean squared error of the line ``w·x + b`` over real examples; the weights are (w, b).

    Parameters
    ----------
    x, y : Tensor, shape (n,)
    radius : float

    Raises
    ------
    ValueError
        If the shapes differ, or ``x`` is constant or has fewer than two examples.
    """
    if x.dim() != 1 or x.shape != y.shape:
        raise ValueError(
            f"x e y: se esperaban dos tensores (n,) iguales y han llegado {tuple(x.shape)} y "
            f"{tuple(y.shape)}"
        )
    x, y = x.double(), y.double()
    if len(x) < 2 or x.max() == x.min():
        raise ValueError("x: hacen falta dos valores distintos para trazar una recta")
    mean_x, mean_y, xx, xy, yy = x.mean(), y.mean(), (x * x).mean(), (x * y).mean(), (y * y).mean()

    def cost(weights: Tensor) -> Tensor:
        w, b = weights[..., 0], weights[..., 1]
        squares = w**2 * xx + b**2 + yy
        return squares + 2 * (w * b * mean_x - w * xy - b * mean_y)

    def gradient(weights: Tensor) -> Tensor:
        w, b = weights[..., 0], weights[..., 1]
        return 2 * torch.stack([w * xx + b * mean_x - xy, w * mean_x + b - mean_y], -1)

    w = ((xy - mean_x * mean_y) / (xx - mean_x**2)).item()
    best = (w, (mean_y - w * mean_x).item())
    return Surface("Recta", cost, gradient, (best,), best, radius, ("$w$", "$b$"))


def path(
    make_optimizer: MakeOptimizer, surface: Surface, start: Sequence[float] | Tensor, steps: int
) -> Tensor:
    """Let an optimiser of PyTorch walk on a surface.

    Parameters
    ----------
    make_optimizer : callable
        From a list of parameters to an optimiser: ``lambda p: torch.optim.SGD(p, lr=0.1)``.
    surface : Surface
    start : two numbers
        Initial weights; they are not changed.
    steps : int
        Steps to take, 0 or more.

    Returns
    -------
    Tensor, shape (steps + 1, 2), float64
        The weights, from the start on.

    Raises
    ------
    TypeError
        If ``steps`` is no whole number.
    ValueError
        If ``start`` is not two numbers, or ``steps`` is below 0.
    """
    w = torch.as_tensor(start, dtype=torch.float64).detach().clone()
    if w.shape != (2,):
        raise ValueError(f"start: se esperaban dos pesos y ha llegado la forma {tuple(w.shape)}")
    whole("steps", steps, least=0)
    w.requires_grad_()
    optimizer = make_optimizer([w])
    points = [w.detach().clone()]
    for _ in range(steps):
        w.grad = surface.gradient(w.detach())
        optimizer.step()
        points.append(w.detach().clone())
    return torch.stack(points)
