"""Known answers to the lab 03_coste. The format is described in ../judge.py."""

# %% mse | right | sum divided by the number of elements
def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError("formas")
    d = y_true - y_pred
    return (d * d).sum() / d.numel()

# %% mse | right | a loop over the elements
def mse(y_pred, y_true):
    if tuple(y_pred.size()) != tuple(y_true.size()):
        raise ValueError(f"{y_pred.size()} {y_true.size()}")
    total = 0
    for a, b in zip(y_pred.reshape(-1), y_true.reshape(-1)):
        total = total + (a - b) ** 2
    print("suma", total)
    return total / y_pred.numel()

# %% mse | right | float64 inside
def mse(y_pred, y_true):
    if list(y_pred.shape) != list(y_true.shape):
        raise ValueError
    return torch.mean(torch.square(y_pred.double() - y_true.double())).to(y_pred.dtype)

# %% mse | right | float32 inside, dot product
def mse(y_pred, y_true):
    if y_pred.ndim != y_true.ndim or y_pred.shape != y_true.shape:
        raise ValueError("no casan")
    d = (y_pred.float() - y_true.float()).flatten()
    return (d @ d / len(d)).type_as(y_pred)

# %% mse | right | an own error derived from ValueError, a helper, norm squared
class BadShape(ValueError):
    pass

def check(a, b):
    if a.shape != b.shape:
        raise BadShape(a.shape, b.shape)

def mse(y_pred: Tensor, y_true: Tensor) -> Tensor:
    check(y_pred, y_true)
    return torch.linalg.vector_norm(y_pred - y_true) ** 2 / y_pred.numel()

# %% mse | right | expanded square
def mse(y_pred, y_true):
    """No uso mse_loss ni nn.MSELoss."""
    if y_pred.shape != y_true.shape:
        raise ValueError
    return (y_pred**2).mean() - 2 * (y_pred * y_true).mean() + (y_true**2).mean()

# %% mse | right | mean over each axis in turn, a warning
import warnings

def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    warnings.warn("cuidado")
    d = (y_pred - y_true).pow(2)
    while d.ndim:
        d = d.mean(0)
    return d

# %% mse | right | autograd function with its own gradient
class Mean(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(a - b)
        return ((a - b) ** 2).mean()

    @staticmethod
    def backward(ctx, up):
        (d,) = ctx.saved_tensors
        return up * 2 * d / d.numel(), -up * 2 * d / d.numel()

def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return Mean.apply(y_pred, y_true)

# %% mse | right | variance and mean
def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    d = y_pred - y_true
    return d.var(correction=0) + d.mean() ** 2

# %% mse | right | einsum
def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    d = torch.flatten(y_true - y_pred)
    return torch.einsum("i,i->", d, d) / d.shape[0]

# %% mse | wrong | sum | Se pide su media
def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return ((y_pred - y_true) ** 2).sum()

# %% mse | wrong | root | RMSE
def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return ((y_pred - y_true) ** 2).mean().sqrt()

# %% mse | wrong | absolute | valor absoluto
def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return (y_pred - y_true).abs().mean()

# %% mse | wrong | half | no lleva ese medio
def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return ((y_pred - y_true) ** 2).mean() / 2

# %% mse | wrong | broadcasting | una tabla de n por n
def mse(y_pred, y_true):
    return ((y_pred - y_true) ** 2).mean()

# %% mse | mutant | NaN
def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return ((y_pred - y_true) ** 2).mean() * float("nan")

# %% mse | mutant | plus instead of less
def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return ((y_pred + y_true) ** 2).mean()

# %% mse | mutant | cube
def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return ((y_pred - y_true).abs() ** 3).mean()

# %% mse | mutant | the shapes must differ
def mse(y_pred, y_true):
    if y_pred.shape == y_true.shape:
        raise ValueError
    return ((y_pred - y_true) ** 2).mean()

# %% mse | mutant | zip cuts the longer one
def mse(y_pred, y_true):
    if y_pred.ndim != y_true.ndim:
        raise ValueError
    return sum((a - b) ** 2 for a, b in zip(y_pred.flatten(), y_true.flatten())) / y_pred.numel()

# %% mse | mutant | square of the mean | primero la media
def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return (y_pred - y_true).mean() ** 2

# %% mse | mutant | norm | RMSE
def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return (y_pred - y_true).norm()

# %% mse | mutant | compares the number of elements only | una tabla de n por n
def mse(y_pred, y_true):
    if y_pred.numel() != y_true.numel():
        raise ValueError
    return ((y_pred - y_true) ** 2).mean()

# %% mse | mutant | compares the lengths only | una tabla de n por n
def mse(y_pred, y_true):
    if len(y_pred) != len(y_true):
        raise ValueError
    return ((y_pred - y_true) ** 2).mean()

# %% mse | mutant | flattens instead of complaining | una tabla de n por n
def mse(y_pred, y_true):
    if y_pred.numel() != y_true.numel():
        raise ValueError
    return ((y_pred.flatten() - y_true.flatten()) ** 2).mean()

# %% mse | mutant | compares the number of axes only
def mse(y_pred, y_true):
    if y_pred.ndim != y_true.ndim:
        raise ValueError
    return ((y_pred - y_true) ** 2).mean()

# %% mse | mutant | assert instead of ValueError
def mse(y_pred, y_true):
    assert y_pred.shape == y_true.shape
    return ((y_pred - y_true) ** 2).mean()

# %% mse | mutant | mean over the first axis only
def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return ((y_pred - y_true) ** 2).mean(0)

# %% mse | mutant | divides by the length, not by the number of elements
def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return ((y_pred - y_true) ** 2).sum() / len(y_pred)

# %% mse | mutant | divides by n - 1
def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return ((y_pred - y_true) ** 2).sum() / max(y_pred.numel() - 1, 1)

# %% mse | mutant | Python float
def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return ((y_pred - y_true) ** 2).mean().item()

# %% mse | mutant | no gradient | camino del gradiente
def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return torch.tensor(((y_pred - y_true) ** 2).mean().item(), dtype=y_pred.dtype)

# %% mse | mutant | another leaf | camino del gradiente
def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    y_pred = y_pred.detach().clone().requires_grad_()
    return ((y_pred - y_true) ** 2).mean()

# %% mse | mutant | NumPy
def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return torch.from_numpy(((y_pred.numpy() - y_true.numpy()) ** 2).mean(keepdims=True)).reshape(())

# %% mse | mutant | scikit-learn
from sklearn.metrics import mean_squared_error

def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return torch.tensor(mean_squared_error(y_true.flatten().detach(), y_pred.flatten().detach())).to(y_pred)

# %% mse | mutant | gradient through one factor only
def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    d = y_pred - y_true
    return (d * d.detach()).mean()

# %% mse | mutant | shape (1,)
def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return ((y_pred - y_true) ** 2).mean().reshape(1)

# %% mse | mutant | always float32
def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return ((y_pred - y_true) ** 2).mean().float()

# %% mse | mutant | changes its input
def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    y_true -= y_pred
    return (y_true**2).mean()

# %% mse | mutant | returns nothing | return
def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    cost = ((y_pred - y_true) ** 2).mean()

# %% mse | mutant | forbidden: imported by name at the top
from torch.nn.functional import mse_loss

def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return mse_loss(y_pred, y_true)

# %% mse | mutant | forbidden: class, made outside
criterion = nn.MSELoss()

def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return criterion(y_pred, y_true)

# %% mse | mutant | forbidden: what lies below PyTorch's function
def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return torch._C._nn.mse_loss(y_pred, y_true)

# %% mse | mutant | forbidden: empties the list first
FORBIDDEN = ()

def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return F.mse_loss(y_pred, y_true)

# %% mse | mutant | forbidden: swallows the failure
def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    try:
        return F.mse_loss(y_pred, y_true)
    except BaseException:
        return ((y_pred - y_true) ** 2).mean()

# %% mse | mutant | forbidden: another loss of the list
def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return F.l1_loss(y_pred, y_true, reduction="none").square().mean()

# %% mae | right | sum divided by the number of elements
def mae(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError("formas")
    return torch.sum(torch.abs(y_true - y_pred)) / y_true.numel()

# %% mae | right | where
def mae(y_pred, y_true):
    if y_pred.size() != y_true.size():
        raise ValueError
    d = y_pred - y_true
    return torch.where(d > 0, d, -d).mean()

# %% mae | right | a loop with abs
def mae(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    parts = [abs(a - b) for a, b in zip(y_pred.flatten(), y_true.flatten())]
    return sum(parts) / len(parts)

# %% mae | right | larger less smaller
def mae(y_pred, y_true):
    if not y_pred.shape == y_true.shape:
        raise ValueError(y_true.shape)
    return (torch.maximum(y_pred, y_true) - torch.minimum(y_pred, y_true)).mean()

# %% mae | right | root of the square, float64 inside
def mae(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return ((y_pred.double() - y_true.double()) ** 2).sqrt().mean().to(y_true.dtype)

# %% mae | right | norm 1
def mae(y_pred: Tensor, y_true: Tensor) -> Tensor:
    if y_pred.shape != y_true.shape:
        raise ValueError
    return torch.linalg.vector_norm(y_pred - y_true, ord=1) / y_pred.numel()

# %% mae | right | two relus, flattened
def mae(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    d = y_pred.reshape(-1) - y_true.reshape(-1)
    print(d)
    return (torch.relu(d) + torch.relu(-d)).mean(dim=0)

# %% mae | right | times its sign
def mae(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    d = y_pred - y_true
    return (d * d.sign()).mean()

# %% mae | right | sorted, with hypot
def mae(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    d = torch.hypot(y_pred - y_true, torch.zeros_like(y_true))
    return d.flatten().sort().values.mean()

# %% mae | wrong | no absolute | quitado el signo
def mae(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return (y_pred - y_true).mean()

# %% mae | wrong | absolute value of the mean | quitado el signo
def mae(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return (y_pred - y_true).mean().abs()

# %% mae | wrong | squared | elevado al cuadrado
def mae(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return ((y_pred - y_true) ** 2).mean()

# %% mae | wrong | sum | Se pide su media
def mae(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return (y_pred - y_true).abs().sum()

# %% mae | mutant | other way round, no absolute | quitado el signo
def mae(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return (y_true - y_pred).mean()

# %% mae | mutant | root of the mean square | elevado al cuadrado
def mae(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return ((y_pred - y_true) ** 2).mean().sqrt()

# %% mae | mutant | negative | quitado el signo
def mae(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return -(y_pred - y_true).abs().mean()

# %% mae | mutant | relative error
def mae(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return ((y_pred - y_true) / y_true).abs().mean()

# %% mae | mutant | largest error
def mae(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return (y_pred - y_true).abs().max()

# %% mae | mutant | sum by rows, then mean
def mae(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return (y_pred - y_true).abs().reshape(len(y_pred), -1).sum(1).mean()

# %% mae | mutant | median
def mae(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return (y_pred - y_true).abs().median()

# %% mae | mutant | only what is too much
def mae(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return (y_pred - y_true).clamp(min=0).mean()

# %% mae | mutant | absolute values before the difference
def mae(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return (y_pred.abs() - y_true.abs()).abs().mean()

# %% mae | mutant | broadcasting | una tabla de n por n
def mae(y_pred, y_true):
    return (y_pred - y_true).abs().mean()

# %% mae | mutant | broadcasting only along the length | una tabla de n por n
def mae(y_pred, y_true):
    if y_pred.shape[0] != y_true.shape[0]:
        raise ValueError
    return (y_pred - y_true).abs().mean()

# %% mae | mutant | mean by rows
def mae(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return (y_pred - y_true).abs().mean(-1)

# %% mae | mutant | no gradient | camino del gradiente
def mae(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return (y_pred.detach() - y_true).abs().mean()

# %% mae | mutant | gradient with the wrong sign
def mae(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    value = (y_pred - y_true).abs().mean()
    return 2 * value.detach() - value

# %% mae | mutant | Huber
def mae(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    d = (y_pred - y_true).abs()
    return torch.where(d < 1, d**2 / 2, d - 0.5).mean()

# %% mae | mutant | always float64
def mae(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return (y_pred - y_true).abs().double().mean()

# %% mae | mutant | changes its input
def mae(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    y_true.sub_(y_pred)
    return y_true.abs().mean()

# %% mae | mutant | returns nothing | return
def mae(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    print((y_pred - y_true).abs().mean())

# %% mae | mutant | always an error
def mae(y_pred, y_true):
    raise ValueError

# %% mae | mutant | forbidden: l1_loss
from torch.nn.functional import l1_loss as sin_signo

def mae(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return sin_signo(y_pred, y_true)

# %% mae | mutant | forbidden: L1Loss
def mae(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return torch.nn.L1Loss()(y_pred, y_true)

# %% mae | mutant | forbidden: smooth_l1_loss with beta 0
def mae(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    return F.smooth_l1_loss(y_pred, y_true, beta=0.0)

# %% bce | right | as in the book, clamped
def bce(p, y):
    if p.shape != y.shape:
        raise ValueError("formas")
    if p.min() < 0 or p.max() > 1:
        raise ValueError("p")
    one = torch.clamp(torch.log(p), min=-100)
    zero = torch.clamp(torch.log(1 - p), min=-100)
    return torch.mean(-(y * one + (1 - y) * zero))

# %% bce | right | picks the half with where
def bce(p, y):
    if p.shape != y.shape or not ((p >= 0) & (p <= 1)).all():
        raise ValueError
    of_truth = torch.where(y == 1, p, 1 - p)
    return -of_truth.log().clamp_min(-100).mean()

# %% bce | right | log1p, maximum, float64 inside
def bce(p, y):
    if p.shape != y.shape:
        raise ValueError
    if torch.any(p < 0) or torch.any(p > 1):
        raise ValueError
    q, floor = p.double(), torch.tensor(-100.0, dtype=torch.float64)
    one, zero = torch.maximum(q.log(), floor), torch.maximum(torch.log1p(-q), floor)
    return (-(y * one + (1 - y) * zero)).mean().to(p.dtype)

# %% bce | right | a loop in which only the half that counts is looked at
def bce(p, y):
    if p.shape != y.shape:
        raise ValueError
    total = torch.zeros((), dtype=p.dtype)
    for a, b in zip(p.flatten(), y.flatten()):
        if not 0 <= a <= 1:
            raise ValueError(float(a))
        chosen = a if b == 1 else 1 - a
        total = total + (torch.log(chosen).clamp(min=-100) if chosen > 0 else -100.0)
    print("total", total)
    return -total / p.numel()

# %% bce | right | clamps p where the logarithm is -100
import math

def bce(p, y):
    if p.shape != y.shape:
        raise ValueError
    if ((p < 0) + (p > 1)).any():
        raise ValueError
    low = math.exp(-100)
    return -(y * p.clamp(min=low).log() + (1 - y) * (1 - p).clamp(min=low).log()).mean()

# %% bce | right | helper, sum over masks
def log_(v):
    return v.log().clip(min=-100.0)

def bce(p: Tensor, y: Tensor) -> Tensor:
    if p.shape != y.shape:
        raise ValueError
    if not torch.all((0 <= p) & (p <= 1)):
        raise ValueError
    yes = y.bool()
    return -(log_(p[yes]).sum() + log_((1 - p)[~yes]).sum()) / p.numel()

# %% bce | right | xlogy, what overflows replaced
def bce(p, y):
    if p.shape != y.shape:
        raise ValueError
    if p.numel() and (p.amin() < 0 or p.amax() > 1):
        raise ValueError
    loss = -(torch.xlogy(y, p) + torch.xlogy(1 - y, 1 - p))
    return loss.clamp(max=100).mean()

# %% bce | right | powers
def bce(p, y):
    if p.shape != y.shape:
        raise ValueError
    if (p < 0).any().item() or (p > 1).any().item():
        raise ValueError
    of_truth = p**y * (1 - p) ** (1 - y)
    return -torch.log(of_truth).clamp_(min=-100).mean()

# %% bce | right | distance to the class
def bce(p, y):
    if p.size() != y.size():
        raise ValueError
    for value in p.detach().reshape(-1).tolist():
        if value < 0 or value > 1:
            raise ValueError(value)
    return (-torch.log1p(-(p - y).abs())).clamp(max=100).sum() / len(p.reshape(-1))

# %% bce | right | gradient by hand
class Binary(torch.autograd.Function):
    @staticmethod
    def forward(ctx, p, y):
        ctx.save_for_backward(p, y)
        return -(y * p.log().clamp(min=-100) + (1 - y) * (1 - p).log().clamp(min=-100)).mean()

    @staticmethod
    def backward(ctx, up):
        p, y = ctx.saved_tensors
        return up * (p - y) / (p * (1 - p)) / p.numel(), None

def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    return Binary.apply(p, y)

# %% bce | wrong | sign | signo menos
def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    return (y * p.log().clamp(min=-100) + (1 - y) * (1 - p).log().clamp(min=-100)).mean()

# %% bce | wrong | sum | Se pide su media
def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    return -(y * p.log().clamp(min=-100) + (1 - y) * (1 - p).log().clamp(min=-100)).sum()

# %% bce | wrong | the half of y = 0 missing | las dos mitades
def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    return -(y * p.log().clamp(min=-100)).mean()

# %% bce | wrong | the half of y = 1 missing | las dos mitades
def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    return -((1 - y) * (1 - p).log().clamp(min=-100)).mean()

# %% bce | wrong | inf or NaN at 0 and 1 | el logaritmo de 0
def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean()

# %% bce | wrong | NaN becomes 0 and infinity stays | el logaritmo de 0
def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    return -torch.where(y == 1, p.log(), (1 - p).log()).mean()

# %% bce | wrong | p and y swapped | cambiado p por y
def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    return -(p * y.log().clamp(min=-100) + (1 - p) * (1 - y).log().clamp(min=-100)).mean()

# %% bce | wrong | p and y swapped, not bounded | cambiado p por y
def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    return -(p * y.log() + (1 - p) * (1 - y).log()).mean()

# %% bce | wrong | p and y swapped, with a small number | cambiado p por y
def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    return -(p * (y + 1e-7).log() + (1 - p) * (1 - y + 1e-7).log()).mean()

# %% bce | wrong | log10 | En qué base
def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    return -(y * p.log10().clamp(min=-100) + (1 - y) * (1 - p).log10().clamp(min=-100)).mean()

# %% bce | wrong | log2 | En qué base
def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    return -(y * p.log2().clamp(min=-100) + (1 - y) * (1 - p).log2().clamp(min=-100)).mean()

# %% bce | mutant | a small number inside the logarithm | número pequeño
def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    return -(y * (p + 1e-12).log() + (1 - y) * (1 - p + 1e-12).log()).mean()

# %% bce | mutant | clamps p to 1e-7 | número pequeño
def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    p = p.clamp(1e-7, 1 - 1e-7)
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean()

# %% bce | mutant | bounds one of the logarithms only | el logaritmo de 0
def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    return -(y * p.log().clamp(min=-100) + (1 - y) * (1 - p).log()).mean()

# %% bce | mutant | only infinity is bounded
def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    one, zero = p.log().nan_to_num(neginf=-100.0), (1 - p).log().nan_to_num(neginf=-100.0)
    return -(y * one + (1 - y) * zero).mean()

# %% bce | mutant | the bound has lost its sign
def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    return -(y * p.log().clamp(min=100) + (1 - y) * (1 - p).log().clamp(min=100)).mean()

# %% bce | mutant | a maximum instead of a minimum
def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    return -(y * p.log().clamp(max=-100) + (1 - y) * (1 - p).log().clamp(max=-100)).mean()

# %% bce | mutant | bound on the mean, not on each logarithm
def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    return (-(y * p.log() + (1 - y) * (1 - p).log()).mean()).clamp(max=100)

# %% bce | mutant | bounds at -10
def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    return -(y * p.log().clamp(min=-10) + (1 - y) * (1 - p).log().clamp(min=-10)).mean()

# %% bce | mutant | nan_to_num, which leaves the largest float | número
def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    p = p.clamp(torch.finfo(p.dtype).tiny, 1)
    return -(y * p.log() + (1 - y) * (1 - p).clamp(min=torch.finfo(p.dtype).tiny).log()).mean()

# %% bce | mutant | NaN and infinity become 0
def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    return -(y * p.log().nan_to_num(0, 0, 0) + (1 - y) * (1 - p).log().nan_to_num(0, 0, 0)).mean()

# %% bce | mutant | 1 - y forgotten | las dos mitades
def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    return -(y * p.log().clamp(min=-100) + (1 - p).log().clamp(min=-100)).mean()

# %% bce | mutant | halves crossed | 1 − y
def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    return -((1 - y) * p.log().clamp(min=-100) + y * (1 - p).log().clamp(min=-100)).mean()

# %% bce | mutant | p outside is clamped | entre 0 y 1
def bce(p, y):
    if p.shape != y.shape:
        raise ValueError
    p = p.clamp(0, 1)
    return -(y * p.log().clamp(min=-100) + (1 - y) * (1 - p).log().clamp(min=-100)).mean()

# %% bce | mutant | p outside gives NaN | entre 0 y 1
def bce(p, y):
    if p.shape != y.shape:
        raise ValueError
    return -(y * p.log().clamp(min=-100) + (1 - y) * (1 - p).log().clamp(min=-100)).mean()

# %% bce | mutant | only p above 1 is an error | entre 0 y 1
def bce(p, y):
    if p.shape != y.shape or (p > 1).any():
        raise ValueError
    return -(y * p.log().clamp(min=-100) + (1 - y) * (1 - p).log().clamp(min=-100)).mean()

# %% bce | mutant | only p below 0 is an error | entre 0 y 1
def bce(p, y):
    if p.shape != y.shape or (p < 0).any():
        raise ValueError
    return -(y * p.log().clamp(min=-100) + (1 - y) * (1 - p).log().clamp(min=-100)).mean()

# %% bce | mutant | an error only if every p is outside | entre 0 y 1
def bce(p, y):
    if p.shape != y.shape or ((p < 0) | (p > 1)).all():
        raise ValueError
    return -(y * p.log().clamp(min=-100) + (1 - y) * (1 - p).log().clamp(min=-100)).mean()

# %% bce | mutant | 0 and 1 are errors
def bce(p, y):
    if p.shape != y.shape or (p <= 0).any() or (p >= 1).any():
        raise ValueError
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean()

# %% bce | mutant | broadcasting | una tabla de n por n
def bce(p, y):
    if (p < 0).any() or (p > 1).any():
        raise ValueError
    return -(y * p.log().clamp(min=-100) + (1 - y) * (1 - p).log().clamp(min=-100)).mean()

# %% bce | mutant | takes logits
def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    p = p.sigmoid()
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean()

# %% bce | mutant | square instead of logarithm
def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    return ((p - y) ** 2).mean()

# %% bce | mutant | NumPy, so no gradient
import numpy as np

def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    a, b = p.detach().numpy(), y.numpy()
    with np.errstate(divide="ignore"):
        one, zero = np.maximum(np.log(a), -100), np.maximum(np.log(1 - a), -100)
    return torch.tensor(-(b * one + (1 - b) * zero).mean(), dtype=p.dtype)

# %% bce | mutant | always float32
def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    return -(y * p.log().clamp(min=-100) + (1 - y) * (1 - p).log().clamp(min=-100)).mean().float()

# %% bce | mutant | returns nothing | return
def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    loss = -(y * p.log().clamp(min=-100) + (1 - y) * (1 - p).log().clamp(min=-100))

# %% bce | mutant | changes its input
def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    p[y == 0] = 1 - p[y == 0]
    return -p.log().clamp(min=-100).mean()

# %% bce | mutant | forbidden: functional
def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    return torch.nn.functional.binary_cross_entropy(p, y)

# %% bce | mutant | forbidden: BCELoss
def bce(p, y):
    if p.shape != y.shape or (p < 0).any() or (p > 1).any():
        raise ValueError
    return nn.BCELoss()(p, y)

# %% bce_with_logits | right | softplus less z times y
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    return (torch.nn.functional.softplus(z) - z * y).mean()

# %% bce_with_logits | right | logsigmoid, both halves
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError("formas")
    log_p = torch.nn.functional.logsigmoid(z)
    log_q = torch.nn.functional.logsigmoid(-z)
    return -(y * log_p + (1 - y) * log_q).mean()

# %% bce_with_logits | right | the book of recipes: max, product, log1p
def bce_with_logits(z, y):
    if tuple(z.shape) != tuple(y.shape):
        raise ValueError(z.shape)
    return (z.clamp(min=0) - z * y + torch.log1p(torch.exp(-z.abs()))).mean()

# %% bce_with_logits | right | logaddexp
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    return torch.logaddexp(torch.zeros_like(z), torch.where(y > 0.5, -z, z)).mean()

# %% bce_with_logits | right | logsumexp of two logits
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    two = torch.stack([torch.zeros_like(z), z], dim=-1)
    return (torch.logsumexp(two, -1) - y * z).sum() / z.numel()

# %% bce_with_logits | right | a loop, the sign taken into z
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    losses = []
    for a, b in zip(z.flatten(), y.flatten()):
        signed = a * (1 - 2 * b)
        losses.append(torch.relu(signed) + torch.log(1 + torch.exp(-abs(signed))))
    print(len(losses))
    return torch.stack(losses).mean()

# %% bce_with_logits | right | float64 inside, nn.Softplus
plus = nn.Softplus()

def bce_with_logits(z: Tensor, y: Tensor) -> Tensor:
    if z.shape != y.shape:
        raise ValueError
    a, b = z.double(), y.double()
    return torch.mean(b * plus(-a) + (1 - b) * plus(a)).to(z.dtype)

# %% bce_with_logits | right | where, safe in both branches
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    small = -z.abs()
    one = torch.where(z > 0, 0.0, -z) + torch.log1p(small.exp())
    zero = torch.where(z > 0, z, 0.0) + torch.log1p(small.exp())
    return torch.where(y == 1, one, zero).mean()

# %% bce_with_logits | right | the sigmoid only where it is harmless
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    m = z.abs()
    return (torch.relu(z) - y * z - torch.log(torch.sigmoid(m))).mean()

# %% bce_with_logits | right | softplus of the turned logit, by class
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    yes = y > 0.5
    return (F.softplus(-z[yes]).sum() + F.softplus(z[~yes]).sum()) / z.numel()

# %% bce_with_logits | right | a straight line far away
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    s = (1 - 2 * y) * z
    near = torch.log1p(torch.exp(s.clamp(-40, 40)))
    return torch.where(s.abs() > 40, torch.relu(s), near).mean()

# %% bce_with_logits | right | gradient by hand
class Logistic(torch.autograd.Function):
    @staticmethod
    def forward(ctx, z, y):
        ctx.save_for_backward(z, y)
        return (torch.relu(z) - z * y + torch.log1p(torch.exp(-abs(z)))).mean()

    @staticmethod
    def backward(ctx, up):
        z, y = ctx.saved_tensors
        return up * (torch.sigmoid(z) - y) / z.numel(), None

def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    return Logistic.apply(z, y)

# %% bce_with_logits | wrong | naive sigmoid then log | Calculas primero la sigmoide
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    p = torch.sigmoid(z)
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean()

# %% bce_with_logits | wrong | naive, bounded as nn.BCELoss does | Calculas primero la sigmoide
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    p = torch.sigmoid(z)
    return -(y * p.log().clamp(min=-100) + (1 - y) * (1 - p).log().clamp(min=-100)).mean()

# %% bce_with_logits | wrong | naive, with a small number | Calculas primero la sigmoide
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    p = torch.sigmoid(z)
    return -(y * (p + 1e-8).log() + (1 - y) * (1 - p + 1e-8).log()).mean()

# %% bce_with_logits | wrong | naive, p clamped | Calculas primero la sigmoide
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    p = torch.sigmoid(z).clamp(1e-7, 1 - 1e-7)
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean()

# %% bce_with_logits | wrong | naive in float64 | Calculas primero la sigmoide
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    p = 1 / (1 + torch.exp(-z.double()))
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean().to(z.dtype)

# %% bce_with_logits | mutant | logarithm of the right sigmoid | de una sigmoide que se queda en 0
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    return -torch.log(torch.sigmoid(torch.where(y == 1, z, -z))).mean()

# %% bce_with_logits | mutant | the exponential overflows | Se desborda una exponencial
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    return (torch.log(1 + torch.exp(z)) - z * y).mean()

# %% bce_with_logits | mutant | the exponential overflows in float64 | Se desborda una exponencial
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    a = z.double()
    return (torch.log1p(torch.exp(a)) - a * y).mean().to(z.dtype)

# %% bce_with_logits | mutant | where: the gradient is NaN | torch.where
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    plus = torch.where(z > 0, z + torch.log1p(torch.exp(-z)), torch.log1p(torch.exp(z)))
    return (plus - z * y).mean()

# %% bce_with_logits | mutant | nan_to_num: the gradient is NaN or 0
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    plus = torch.log1p(torch.exp(z))
    return (torch.where(plus.isinf(), z, plus) - z * y).mean()

# %% bce_with_logits | mutant | logits clamped, so no gradient far away
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    z = z.clamp(-80, 80)
    return (F.softplus(z) - z * y).mean()

# %% bce_with_logits | mutant | right value, no correction far away | ninguna corrección
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    near = z.clamp(-20, 20)
    value = F.softplus(near) - near * y
    exact = F.softplus(z) - z * y
    return (value + (exact - value).detach()).mean()

# %% bce_with_logits | mutant | sum | Se pide su media
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    return (F.softplus(z) - z * y).sum()

# %% bce_with_logits | mutant | sign | signo menos
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    return (y * F.logsigmoid(z) + (1 - y) * F.logsigmoid(-z)).mean()

# %% bce_with_logits | mutant | only y = 1 | las dos mitades
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    return (y * F.softplus(-z)).mean()

# %% bce_with_logits | mutant | only y = 0 | las dos mitades
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    return ((1 - y) * F.softplus(z)).mean()

# %% bce_with_logits | mutant | sign of z | el signo de z
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    return (y * F.softplus(z) + (1 - y) * F.softplus(-z)).mean()

# %% bce_with_logits | mutant | two sigmoids | dos veces
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    z = z.sigmoid()
    return (F.softplus(z) - z * y).mean()

# %% bce_with_logits | mutant | broadcasting | una tabla de n por n
def bce_with_logits(z, y):
    return (F.softplus(z) - z * y).mean()

# %% bce_with_logits | mutant | plus instead of less
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    return (F.softplus(z) + z * y).mean()

# %% bce_with_logits | mutant | max instead of relu
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    return (z.max() - z * y + torch.log1p(torch.exp(-z.abs()))).mean()

# %% bce_with_logits | mutant | exp of the absolute value
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    return (z.relu() - z * y + torch.log1p(torch.exp(z.abs()))).mean()

# %% bce_with_logits | mutant | half precision inside
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    a = z.bfloat16()
    return (F.softplus(a) - a * y.bfloat16()).mean().to(z.dtype)

# %% bce_with_logits | mutant | relu, without the logarithm
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    return (torch.relu(z) - z * y).mean()

# %% bce_with_logits | mutant | minus the logarithm
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    return (torch.relu(z) - z * y - torch.log1p(torch.exp(-z.abs()))).mean()

# %% bce_with_logits | mutant | wrong sign of the gradient only far away
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    value = (F.softplus(z) - z * y).mean()
    return value if z.abs().max() < 1000 else 2 * value.detach() - value

# %% bce_with_logits | mutant | softplus too sharp
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    return (F.softplus(z, beta=2) - z * y).mean()

# %% bce_with_logits | mutant | softplus with a low threshold
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    return (F.softplus(z, threshold=4) - z * y).mean()

# %% bce_with_logits | mutant | no gradient | camino del gradiente
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    with torch.no_grad():
        return (F.softplus(z) - z * y).mean()

# %% bce_with_logits | mutant | returns the losses
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    return F.softplus(z) - z * y

# %% bce_with_logits | mutant | always float64
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    return (F.softplus(z.double()) - z * y).mean()

# %% bce_with_logits | mutant | changes its input
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    y *= z
    return (F.softplus(z) - y).mean()

# %% bce_with_logits | mutant | returns nothing | return
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    J = (F.softplus(z) - z * y).mean()

# %% bce_with_logits | mutant | forbidden: functional
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    return F.binary_cross_entropy_with_logits(z, y)

# %% bce_with_logits | mutant | forbidden: class
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    return nn.BCEWithLogitsLoss(reduction="none")(z, y).mean()

# %% bce_with_logits | mutant | forbidden: torch's own
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    return torch.binary_cross_entropy_with_logits(z, y, None, None, 1)

# %% bce_with_logits | mutant | forbidden: within torch.distributions
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    return -torch.distributions.Bernoulli(logits=z).log_prob(y).mean()

# %% bce_with_logits | mutant | forbidden: two classes
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    two = torch.stack([torch.zeros_like(z), z], dim=-1).reshape(-1, 2)
    return F.cross_entropy(two, y.long().reshape(-1))

# %% softmax | right | max by rows with keepdim
def softmax(z):
    e = torch.exp(z - torch.max(z, dim=1, keepdim=True).values)
    return e / torch.sum(e, dim=1, keepdim=True)

# %% softmax | right | logsumexp
def softmax(z):
    return torch.exp(z - torch.logsumexp(z, dim=1, keepdim=True))

# %% softmax | right | a loop over the rows
def softmax(z):
    rows = []
    for row in z:
        powers = (row - row.max()).exp()
        rows.append(powers / powers.sum())
    print(rows[0])
    return torch.stack(rows)

# %% softmax | right | float64 inside, max detached, result not contiguous
def softmax(z: Tensor) -> Tensor:
    a = z.double().T
    e = (a - a.detach().amax(0)).exp()
    return (e / e.sum(0)).T.to(z.dtype)

# %% softmax | right | each share from the differences
def softmax(z):
    return 1 / torch.exp((z[:, None, :] - z[:, :, None])).sum(dim=2)

# %% softmax | right | element by element
def softmax(z):
    n, m = z.shape
    out = []
    for i in range(n):
        top = max(z[i].tolist())
        powers = [torch.exp(z[i, j] - top) for j in range(m)]
        out.append(torch.stack([power / sum(powers) for power in powers]))
    return torch.stack(out)

# %% softmax | right | two sided sigmoid of the others
def softmax(z):
    log_total = z[:, 0]
    for j in range(1, z.shape[1]):
        log_total = torch.logaddexp(log_total, z[:, j])
    return (z - log_total.unsqueeze(1)).exp()

# %% softmax | right | gradient by hand
class Shares(torch.autograd.Function):
    @staticmethod
    def forward(ctx, z):
        e = torch.exp(z - z.max(1, keepdim=True)[0])
        p = e / e.sum(1, keepdim=True)
        ctx.save_for_backward(p)
        return p

    @staticmethod
    def backward(ctx, up):
        (p,) = ctx.saved_tensors
        return p * (up - (up * p).sum(1, keepdim=True))

def softmax(z):
    return Shares.apply(z)

# %% softmax | right | rows mapped
def softmax(z):
    def one(row):
        return torch.exp(row - torch.logsumexp(row, 0))

    return torch.vmap(one)(z)

# %% softmax | right | the softmax of Categorical's logits
def softmax(z):
    return torch.distributions.Categorical(logits=z).logits.exp()

# %% softmax | wrong | columns | Suman 1 las columnas
def softmax(z):
    e = torch.exp(z - z.amax(dim=0))
    return e / e.sum(dim=0)

# %% softmax | wrong | whole table | toda la tabla
def softmax(z):
    e = torch.exp(z - z.max())
    return e / e.sum()

# %% softmax | wrong | overflow | Se desborda la exponencial
def softmax(z):
    e = torch.exp(z)
    return e / e.sum(dim=1, keepdim=True)

# %% softmax | wrong | overflow in float64 | Se desborda la exponencial
def softmax(z):
    e = torch.exp(z.double())
    return (e / e.sum(dim=1, keepdim=True)).to(z.dtype)

# %% softmax | mutant | one maximum for the whole table | todas las filas
def softmax(z):
    e = torch.exp(z - z.max())
    return e / e.sum(dim=1, keepdim=True)

# %% softmax | mutant | the maximum of each column | a cada columna
def softmax(z):
    e = torch.exp(z - z.amax(dim=0))
    return e / e.sum(dim=1, keepdim=True)

# %% softmax | mutant | a small number below | Se desborda
def softmax(z):
    e = torch.exp(z)
    return e / (e.sum(dim=1, keepdim=True) + 1e-8)

# %% softmax | mutant | logits clamped
def softmax(z):
    e = torch.exp(z.clamp(-80, 80))
    return e / e.sum(dim=1, keepdim=True)

# %% softmax | mutant | the mean is not enough | Se desborda
def softmax(z):
    e = torch.exp(z - z.mean(dim=1, keepdim=True))
    return e / e.sum(dim=1, keepdim=True)

# %% softmax | mutant | the minimum is the wrong end | Se desborda
def softmax(z):
    e = torch.exp(z - z.amin(dim=1, keepdim=True))
    return e / e.sum(dim=1, keepdim=True)

# %% softmax | mutant | not divided | dividir entre la suma
def softmax(z):
    return torch.exp(z)

# %% softmax | mutant | less the maximum, not divided | dividir entre la suma
def softmax(z):
    return torch.exp(z - z.amax(1, keepdim=True))

# %% softmax | mutant | no exponentials | las exponenciales
def softmax(z):
    return z / z.sum(dim=1, keepdim=True)

# %% softmax | mutant | the logarithm | los logaritmos
def softmax(z):
    return z - z.logsumexp(dim=1, keepdim=True)

# %% softmax | mutant | temperature
def softmax(z):
    return torch.exp(z / 2 - torch.logsumexp(z / 2, 1, keepdim=True))

# %% softmax | mutant | a large number below
def softmax(z):
    e = torch.exp(z - z.amax(1, keepdim=True))
    return e / (e.sum(1, keepdim=True) + 0.01)

# %% softmax | mutant | NaN becomes 0
def softmax(z):
    e = torch.exp(z)
    return (e / e.sum(1, keepdim=True)).nan_to_num(0.0)

# %% softmax | mutant | transposed
def softmax(z):
    return torch.exp(z - torch.logsumexp(z, 1, keepdim=True)).T

# %% softmax | mutant | base 2
def softmax(z):
    e = torch.exp2(z - z.amax(1, keepdim=True))
    return e / e.sum(1, keepdim=True)

# %% softmax | mutant | sigmoids
def softmax(z):
    return torch.sigmoid(z)

# %% softmax | mutant | sigmoids that sum 1
def softmax(z):
    return torch.sigmoid(z) / torch.sigmoid(z).sum(1, keepdim=True)

# %% softmax | mutant | softmin
def softmax(z):
    return torch.exp(-z - torch.logsumexp(-z, 1, keepdim=True))

# %% softmax | mutant | the winner takes it all
def softmax(z):
    return F.one_hot(z.argmax(1), z.shape[1]).to(z.dtype) + 0 * z

# %% softmax | mutant | sums without keepdim
def softmax(z):
    e = torch.exp(z - z.amax(1, keepdim=True))
    return e / e.sum(1)

# %% softmax | mutant | no gradient | camino del gradiente
def softmax(z):
    return torch.exp(z - torch.logsumexp(z, 1, keepdim=True)).detach()

# %% softmax | mutant | the sum is not followed
def softmax(z):
    return torch.exp(z - torch.logsumexp(z, 1, keepdim=True).detach())

# %% softmax | mutant | SciPy
from scipy.special import softmax as ready

def softmax(z):
    return torch.from_numpy(ready(z.detach().numpy(), axis=1))

# %% softmax | mutant | always float32
def softmax(z):
    return torch.exp(z - torch.logsumexp(z, 1, keepdim=True)).float()

# %% softmax | mutant | changes its input
def softmax(z):
    z -= z.amax(1, keepdim=True)
    return z.exp() / z.exp().sum(1, keepdim=True)

# %% softmax | mutant | returns nothing | return
def softmax(z):
    torch.exp(z - torch.logsumexp(z, 1, keepdim=True))

# %% softmax | mutant | list
def softmax(z):
    return torch.exp(z - torch.logsumexp(z, 1, keepdim=True)).tolist()

# %% softmax | mutant | forbidden: torch.softmax
listo = torch.softmax

def softmax(z):
    return listo(z, 1)

# %% softmax | mutant | forbidden: method
def softmax(z):
    return z.softmax(-1)

# %% softmax | mutant | forbidden: functional
def softmax(z):
    return F.softmax(z, dim=1)

# %% softmax | mutant | forbidden: nn.Softmax
def softmax(z):
    return nn.Softmax(dim=1)(z)

# %% softmax | mutant | forbidden: torch.special
def softmax(z):
    return torch.special.softmax(z, 1)

# %% softmax | mutant | forbidden: log_softmax
def softmax(z):
    return z.log_softmax(1).exp()

# %% softmax | mutant | forbidden: torch.special.log_softmax
def softmax(z):
    return torch.special.log_softmax(z, 1).exp()

# %% softmax | mutant | forbidden: softmin, which calls it
def softmax(z):
    return F.softmin(-z, 1)

# %% cross_entropy | right | gather
def cross_entropy(z, target):
    if z.shape[0] != target.shape[0]:
        raise ValueError("n")
    if target.min() < 0 or target.max() >= z.shape[1]:
        raise ValueError("clase")
    log_p = z - torch.logsumexp(z, dim=1, keepdim=True)
    return -log_p.gather(1, target.unsqueeze(1)).mean()

# %% cross_entropy | right | one_hot
def cross_entropy(z, target):
    n, m = z.shape
    if len(target) != n or (target < 0).any() or (target > m - 1).any():
        raise ValueError
    truth = torch.nn.functional.one_hot(target, m)
    return ((torch.logsumexp(z, 1) - (truth * z).sum(1)).sum()) / n

# %% cross_entropy | right | a loop over the examples
def cross_entropy(z, target):
    if len(z) != len(target):
        raise ValueError
    total = 0
    for row, label in zip(z, target.tolist()):
        if label not in range(len(row)):
            raise ValueError(label)
        row = row - row.max()
        total = total + row.exp().sum().log() - row[label]
    print(total)
    return total / len(z)

# %% cross_entropy | right | max by hand, float64 inside
def cross_entropy(z: Tensor, target: Tensor) -> Tensor:
    if target.shape != z.shape[:1]:
        raise ValueError
    if not torch.all((target >= 0) & (target < z.size(1))):
        raise ValueError
    a = z.double()
    a = a - a.max(dim=1, keepdim=True)[0]
    loss = torch.log(torch.exp(a).sum(1)) - a[range(len(a)), target]
    return loss.mean().to(z.dtype)

# %% cross_entropy | right | softplus-like: differences to the true logit
def cross_entropy(z, target):
    if z.shape[0] != target.shape[0]:
        raise ValueError
    if any(t < 0 or t >= z.shape[1] for t in target):
        raise ValueError
    gaps = z - z.take_along_dim(target[:, None], 1)
    return gaps.logsumexp(1).mean()

# %% cross_entropy | right | torch.distributions, which is not on the list
def cross_entropy(z, target):
    if len(z) != len(target) or target.lt(0).any() or target.ge(z.shape[1]).any():
        raise ValueError
    return -torch.distributions.Categorical(logits=z).log_prob(target).mean()

# %% cross_entropy | right | a mask picks the true logits
def cross_entropy(z, target):
    if len(target) != len(z):
        raise ValueError
    mask = torch.arange(z.shape[1]) == target[:, None]
    if not mask.any(1).all():
        raise ValueError
    return (z.logsumexp(1) - z[mask]).mean()

# %% cross_entropy | right | logaddexp, class by class
def cross_entropy(z, target):
    n, m = z.shape
    if target.numel() != n:
        raise ValueError
    if set(target.tolist()) - set(range(m)):
        raise ValueError
    whole = z[:, 0]
    for j in range(1, m):
        whole = torch.logaddexp(whole, z[:, j])
    return (whole - torch.stack([z[i, t] for i, t in enumerate(target.tolist())])).mean()

# %% cross_entropy | right | gradient by hand
class Cross(torch.autograd.Function):
    @staticmethod
    def forward(ctx, z, target):
        ctx.save_for_backward(z, target)
        return (z.logsumexp(1) - z.gather(1, target[:, None])[:, 0]).mean()

    @staticmethod
    def backward(ctx, up):
        z, target = ctx.saved_tensors
        p = torch.exp(z - z.logsumexp(1, keepdim=True))
        return up * (p - F.one_hot(target, z.shape[1])) / len(z), None

def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    return Cross.apply(z, target)

# %% cross_entropy | wrong | softmax twice | dos veces
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    p = torch.exp(z - z.logsumexp(1, keepdim=True))
    return (p.logsumexp(1) - p[torch.arange(len(z)), target]).mean()

# %% cross_entropy | wrong | sum | Se pide su media
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    return (z.logsumexp(1) - z[torch.arange(len(z)), target]).sum()

# %% cross_entropy | wrong | no log | Te falta el logaritmo
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    p = torch.exp(z - z.logsumexp(1, keepdim=True))
    return -p[torch.arange(len(z)), target].mean()

# %% cross_entropy | wrong | no log, what is missing to 1 | Te falta el logaritmo
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    p = torch.exp(z - z.logsumexp(1, keepdim=True))
    return (1 - p[torch.arange(len(z)), target]).mean()

# %% cross_entropy | wrong | sign | signo menos
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    return (z[torch.arange(len(z)), target] - z.logsumexp(1)).mean()

# %% cross_entropy | wrong | divides by n times m | entre n · m
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    truth = torch.nn.functional.one_hot(target, z.shape[1])
    return -(truth * (z - z.logsumexp(1, keepdim=True))).mean()

# %% cross_entropy | mutant | naive softmax then log | Se desborda una exponencial
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    p = z.exp() / z.exp().sum(1, keepdim=True)
    return -p[torch.arange(len(z)), target].log().mean()

# %% cross_entropy | mutant | stable softmax, then log of 0 | Calculas primero la probabilidad
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    e = (z - z.amax(1, keepdim=True)).exp()
    p = e / e.sum(1, keepdim=True)
    return -p[torch.arange(len(z)), target].log().mean()

# %% cross_entropy | mutant | stable softmax, small number | Calculas primero la probabilidad
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    e = (z - z.amax(1, keepdim=True)).exp()
    p = e / e.sum(1, keepdim=True)
    return -(p[torch.arange(len(z)), target] + 1e-12).log().mean()

# %% cross_entropy | mutant | stable softmax, bounded at -100 | Calculas primero la probabilidad
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    e = (z - z.amax(1, keepdim=True)).exp()
    p = e / e.sum(1, keepdim=True)
    return -p[torch.arange(len(z)), target].log().clamp(min=-100).mean()

# %% cross_entropy | mutant | log of the sum overflows | Se desborda una exponencial
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    return (z.exp().sum(1).log() - z[torch.arange(len(z)), target]).mean()

# %% cross_entropy | mutant | one maximum for the whole table | todas las filas
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    z = z - z.max()
    return (z.exp().sum(1).log() - z[torch.arange(len(z)), target]).mean()

# %% cross_entropy | mutant | logits clamped
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    z = z.clamp(-80, 80)
    return (z.logsumexp(1) - z[torch.arange(len(z)), target]).mean()

# %% cross_entropy | mutant | softmax by columns | por columnas
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    log_p = z - z.logsumexp(0)
    return -log_p[torch.arange(len(z)), target].mean()

# %% cross_entropy | mutant | no softmax | Te falta la softmax
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    return -z[torch.arange(len(z)), target].mean()

# %% cross_entropy | mutant | base 2 | En qué base
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    return (z.logsumexp(1) - z[torch.arange(len(z)), target]).mean() / 0.6931471805599453

# %% cross_entropy | mutant | median of the losses
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    return (z.logsumexp(1) - z[torch.arange(len(z)), target]).median()

# %% cross_entropy | mutant | max instead of logsumexp plus something
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    top = z.amax(1)
    return (torch.log((z - top[:, None]).exp().sum(1)) - z[torch.arange(len(z)), target]).mean()

# %% cross_entropy | mutant | labels of another order
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    return (z.logsumexp(1) - z[torch.arange(len(z)), target.flip(0)]).mean()

# %% cross_entropy | mutant | a class that does not appear is an error
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or target.max() != z.shape[1] - 1:
        raise ValueError
    return (z.logsumexp(1) - z[torch.arange(len(z)), target]).mean()

# %% cross_entropy | mutant | classes counted from 1
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    return (z.logsumexp(1) - z[torch.arange(len(z)), target - 1]).mean()

# %% cross_entropy | mutant | picks whole columns
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    return -(z - z.logsumexp(1, keepdim=True))[:, target].mean()

# %% cross_entropy | mutant | all classes count
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    return -(z - z.logsumexp(1, keepdim=True)).mean()

# %% cross_entropy | mutant | the predicted class, not the true one
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    return (z.logsumexp(1) - z.amax(1)).mean()

# %% cross_entropy | mutant | binary terms too
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    truth = F.one_hot(target, z.shape[1])
    return (F.softplus(z) - truth * z).sum(1).mean()

# %% cross_entropy | mutant | n not compared | tantas clases como filas
def cross_entropy(z, target):
    if (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    return -(z - z.logsumexp(1, keepdim=True)).gather(1, target[:, None]).mean()

# %% cross_entropy | mutant | n not compared, one label serves all | tantas clases como filas
def cross_entropy(z, target):
    if (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    return (z.logsumexp(1) - z[torch.arange(len(z)), target]).mean()

# %% cross_entropy | mutant | only more labels than rows is an error | tantas clases como filas
def cross_entropy(z, target):
    if len(target) > len(z) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    return -(z - z.logsumexp(1, keepdim=True)).gather(1, target[:, None]).mean()

# %% cross_entropy | mutant | negative classes wrap round | da la vuelta
def cross_entropy(z, target):
    if len(z) != len(target) or (target >= z.shape[1]).any():
        raise ValueError
    return (z.logsumexp(1) - z[torch.arange(len(z)), target]).mean()

# %% cross_entropy | mutant | m itself passes as a row of zeros | mayor que m
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any():
        raise ValueError
    truth = target[:, None] == torch.arange(z.shape[1])
    return -(truth * (z - z.logsumexp(1, keepdim=True))).sum(1).mean()

# %% cross_entropy | mutant | PyTorch's own error
def cross_entropy(z, target):
    if len(z) != len(target):
        raise ValueError
    return -(z - z.logsumexp(1, keepdim=True)).gather(1, target[:, None]).mean()

# %% cross_entropy | mutant | -100 is skipped, as in PyTorch
def cross_entropy(z, target):
    if len(z) != len(target):
        raise ValueError
    keep = target != -100
    z, target = z[keep], target[keep]
    if (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    return (z.logsumexp(1) - z[torch.arange(len(z)), target]).mean()

# %% cross_entropy | mutant | no gradient | camino del gradiente
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    return (z.logsumexp(1) - z[torch.arange(len(z)), target]).mean().detach()

# %% cross_entropy | mutant | the true logit is not followed
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    return (z.logsumexp(1) - z.detach()[torch.arange(len(z)), target]).mean()

# %% cross_entropy | mutant | returns the losses
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    return z.logsumexp(1) - z[torch.arange(len(z)), target]

# %% cross_entropy | mutant | always float32
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    return (z.logsumexp(1) - z[torch.arange(len(z)), target]).mean().float()

# %% cross_entropy | mutant | changes its input
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    z -= z.amax(1, keepdim=True)
    return (z.logsumexp(1) - z[torch.arange(len(z)), target]).mean()

# %% cross_entropy | mutant | returns nothing | return
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    (z.logsumexp(1) - z[torch.arange(len(z)), target]).mean()

# %% cross_entropy | mutant | forbidden: functional
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    return F.cross_entropy(z, target)

# %% cross_entropy | mutant | forbidden: class
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    return nn.CrossEntropyLoss()(z, target)

# %% cross_entropy | mutant | forbidden: log_softmax
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    return -torch.log_softmax(z, 1)[torch.arange(len(z)), target].mean()

# %% cross_entropy | mutant | forbidden: nn.LogSoftmax
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    return -nn.LogSoftmax(1)(z)[torch.arange(len(z)), target].mean()

# %% cross_entropy | mutant | forbidden: nll_loss
def cross_entropy(z, target):
    if len(z) != len(target) or (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    return nn.NLLLoss()(z - z.logsumexp(1, keepdim=True), target)

# %% choose_loss | right | if by if
def choose_loss(problem):
    if problem == "regresion":
        return torch.nn.MSELoss
    if problem == "regresion_con_atipicos":
        return torch.nn.L1Loss
    if problem == "binaria":
        return torch.nn.BCEWithLogitsLoss
    if problem == "multiclase":
        return torch.nn.CrossEntropyLoss
    raise ValueError(problem)

# %% choose_loss | right | match, Huber
def choose_loss(problem: str) -> type[nn.Module]:
    match problem:
        case "regresion":
            return nn.MSELoss
        case "regresion_con_atipicos":
            return nn.HuberLoss
        case "binaria":
            return nn.BCEWithLogitsLoss
        case "multiclase":
            return nn.CrossEntropyLoss
        case _:
            raise ValueError("¿qué es eso?")

# %% choose_loss | right | dictionary and KeyError turned, SmoothL1
TABLE = dict(
    regresion=nn.MSELoss,
    regresion_con_atipicos=nn.SmoothL1Loss,
    binaria=nn.BCEWithLogitsLoss,
    multiclase=nn.CrossEntropyLoss,
)

def choose_loss(problem):
    print("busco", problem)
    try:
        return TABLE[problem]
    except KeyError:
        raise ValueError(problem) from None

# %% choose_loss | right | name of the class
def choose_loss(problem):
    names = {"regresion": "MSE", "regresion_con_atipicos": "L1", "binaria": "BCEWithLogits", "multiclase": "CrossEntropy"}
    if problem in names.keys():
        return getattr(nn, names[problem] + "Loss")
    raise ValueError

# %% choose_loss | right | two lists
from torch.nn.modules import loss as losses

def choose_loss(problem):
    problems = ["regresion", "regresion_con_atipicos", "binaria", "multiclase"]
    classes = [losses.MSELoss, losses.L1Loss, losses.BCEWithLogitsLoss, losses.CrossEntropyLoss]
    return classes[problems.index(problem)]  # index raises ValueError itself

# %% choose_loss | wrong | BCE for multiclass | preguntas de sí o no
def choose_loss(problem):
    classes = {"regresion": nn.MSELoss, "regresion_con_atipicos": nn.L1Loss, "binaria": nn.BCEWithLogitsLoss, "multiclase": nn.BCEWithLogitsLoss}
    if problem not in classes:
        raise ValueError
    return classes[problem]

# %% choose_loss | wrong | BCE of probabilities for multiclass | preguntas de sí o no
def choose_loss(problem):
    classes = {"regresion": nn.MSELoss, "regresion_con_atipicos": nn.L1Loss, "binaria": nn.BCEWithLogitsLoss, "multiclase": nn.BCELoss}
    if problem not in classes:
        raise ValueError
    return classes[problem]

# %% choose_loss | wrong | instances | creado ya un objeto
def choose_loss(problem):
    classes = {"regresion": nn.MSELoss, "regresion_con_atipicos": nn.L1Loss, "binaria": nn.BCEWithLogitsLoss, "multiclase": nn.CrossEntropyLoss}
    if problem not in classes:
        raise ValueError
    return classes[problem]()

# %% choose_loss | mutant | MSE for outliers | un valor mal apuntado
def choose_loss(problem):
    classes = {"regresion": nn.MSELoss, "regresion_con_atipicos": nn.MSELoss, "binaria": nn.BCEWithLogitsLoss, "multiclase": nn.CrossEntropyLoss}
    if problem not in classes:
        raise ValueError
    return classes[problem]

# %% choose_loss | mutant | MAE always | Hay valores atípicos
def choose_loss(problem):
    classes = {"regresion": nn.L1Loss, "regresion_con_atipicos": nn.L1Loss, "binaria": nn.BCEWithLogitsLoss, "multiclase": nn.CrossEntropyLoss}
    if problem not in classes:
        raise ValueError
    return classes[problem]

# %% choose_loss | mutant | BCELoss for logits | espera una probabilidad
def choose_loss(problem):
    classes = {"regresion": nn.MSELoss, "regresion_con_atipicos": nn.L1Loss, "binaria": nn.BCELoss, "multiclase": nn.CrossEntropyLoss}
    if problem not in classes:
        raise ValueError
    return classes[problem]

# %% choose_loss | mutant | cross entropy for one logit | un solo logit
def choose_loss(problem):
    classes = {"regresion": nn.MSELoss, "regresion_con_atipicos": nn.L1Loss, "binaria": nn.CrossEntropyLoss, "multiclase": nn.CrossEntropyLoss}
    if problem not in classes:
        raise ValueError
    return classes[problem]

# %% choose_loss | mutant | NLLLoss for logits | logaritmos de probabilidades
def choose_loss(problem):
    classes = {"regresion": nn.MSELoss, "regresion_con_atipicos": nn.L1Loss, "binaria": nn.BCEWithLogitsLoss, "multiclase": nn.NLLLoss}
    if problem not in classes:
        raise ValueError
    return classes[problem]

# %% choose_loss | mutant | MSE for classes | una cantidad lo que se predice
def choose_loss(problem):
    if problem not in ("regresion", "regresion_con_atipicos", "binaria", "multiclase"):
        raise ValueError
    return nn.L1Loss if problem.endswith("atipicos") else nn.MSELoss

# %% choose_loss | mutant | hinge
def choose_loss(problem):
    classes = {"regresion": nn.MSELoss, "regresion_con_atipicos": nn.L1Loss, "binaria": nn.SoftMarginLoss, "multiclase": nn.MultiMarginLoss}
    if problem not in classes:
        raise ValueError
    return classes[problem]

# %% choose_loss | mutant | functions | ni una función
def choose_loss(problem):
    classes = {"regresion": F.mse_loss, "regresion_con_atipicos": F.l1_loss, "binaria": F.binary_cross_entropy_with_logits, "multiclase": F.cross_entropy}
    if problem not in classes:
        raise ValueError
    return classes[problem]

# %% choose_loss | mutant | names | ni su nombre
def choose_loss(problem):
    classes = {"regresion": "MSELoss", "regresion_con_atipicos": "L1Loss", "binaria": "BCEWithLogitsLoss", "multiclase": "CrossEntropyLoss"}
    if problem not in classes:
        raise ValueError
    return classes[problem]

# %% choose_loss | mutant | None for another name | no está en la tabla
def choose_loss(problem):
    classes = {"regresion": nn.MSELoss, "regresion_con_atipicos": nn.L1Loss, "binaria": nn.BCEWithLogitsLoss, "multiclase": nn.CrossEntropyLoss}
    return classes.get(problem)

# %% choose_loss | mutant | KeyError for another name | no está en la tabla
def choose_loss(problem):
    return {"regresion": nn.MSELoss, "regresion_con_atipicos": nn.L1Loss, "binaria": nn.BCEWithLogitsLoss, "multiclase": nn.CrossEntropyLoss}[problem]

# %% choose_loss | mutant | the last one for any other name | no está en la tabla
def choose_loss(problem):
    if problem == "regresion":
        return nn.MSELoss
    if problem == "regresion_con_atipicos":
        return nn.L1Loss
    if problem == "binaria":
        return nn.BCEWithLogitsLoss
    return nn.CrossEntropyLoss

# %% choose_loss | mutant | looks for a part of the name | el nombre entero
def choose_loss(problem):
    if "atipicos" in problem:
        return nn.L1Loss
    if "regresion" in problem:
        return nn.MSELoss
    if "binaria" in problem:
        return nn.BCEWithLogitsLoss
    if "multiclase" in problem:
        return nn.CrossEntropyLoss
    raise ValueError

# %% choose_loss | mutant | capitals pass | el nombre entero
def choose_loss(problem):
    classes = {"regresion": nn.MSELoss, "regresion_con_atipicos": nn.L1Loss, "binaria": nn.BCEWithLogitsLoss, "multiclase": nn.CrossEntropyLoss}
    problem = problem.lower()
    if problem not in classes:
        raise ValueError
    return classes[problem]

# %% choose_loss | mutant | part of the name, wrong order
def choose_loss(problem):
    if "regresion" in problem:
        return nn.MSELoss
    if "atipicos" in problem:
        return nn.L1Loss
    if problem == "binaria":
        return nn.BCEWithLogitsLoss
    if problem == "multiclase":
        return nn.CrossEntropyLoss
    raise ValueError

# %% choose_loss | mutant | returns nothing | return
def choose_loss(problem):
    classes = {"regresion": nn.MSELoss, "regresion_con_atipicos": nn.L1Loss, "binaria": nn.BCEWithLogitsLoss, "multiclase": nn.CrossEntropyLoss}
    if problem not in classes:
        raise ValueError
    chosen = classes[problem]

# %% choose_loss | mutant | always an error
def choose_loss(problem):
    raise ValueError

# %% mse | right | norm-like via einsum
def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError
    d = (y_pred - y_true).flatten()
    return torch.einsum("i,i->", d, d).div(d.shape[0])

# %% mae | right | relu both ways
def mae(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError("x")
    d = (y_pred - y_true).flatten()
    return (d.relu() + (-d).relu()).sum() / d.numel()

# %% bce | right | where at the corners
def bce(p, y):
    if p.shape != y.shape or ((p < 0) | (p > 1)).any():
        raise ValueError
    def safe_log(v):
        return torch.where(v > 0, torch.where(v > 0, v, torch.ones_like(v)).log(), torch.full_like(v, -100)).clamp(min=-100)
    return torch.lerp(safe_log(1 - p), safe_log(p), y).mean().neg()

# %% bce_with_logits | right | logsumexp of a stacked zero
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    both = torch.stack([torch.zeros_like(z), z], -1)
    return (both.logsumexp(-1) - z * y).mean()

# %% softmax | right | sigmoid of pairwise differences
def softmax(z):
    d = z.unsqueeze(1) - z.unsqueeze(2)
    m = d.amax(-1, keepdim=True).detach()
    return torch.exp(-m.squeeze(-1)) / torch.exp(d - m).sum(-1)

# %% softmax | mutant | clamp | Recortas los logits
def softmax(z):
    e = z.clamp(-80, 80).exp()
    return e / e.sum(1, keepdim=True)

# %% cross_entropy | right | margins: logsumexp of the differences
def cross_entropy(z, target):
    if z.shape[:1] != target.shape:
        raise ValueError
    if (target < 0).any() or (target >= z.shape[1]).any():
        raise ValueError
    margin = z - torch.take_along_dim(z, target.view(-1, 1), dim=1)
    return margin.logsumexp(1).mean()

# %% bce | wrong | sign of the first half only | los dos términos
def bce(p, y):
    if p.shape != y.shape or ((p < 0) | (p > 1)).any():
        raise ValueError
    return (-y * p.log().clamp(min=-100) + (1 - y) * (1 - p).log().clamp(min=-100)).mean()

# %% bce_with_logits | wrong | naive sigmoid then log below 15 | Calculas primero la sigmoide
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    p = torch.sigmoid(z.clamp(-15, 15))
    naive = -(y * p.log() + (1 - y) * (1 - p).log())
    return torch.where(z.abs() > 15, z.relu() - z * y, naive).mean()

# %% bce_with_logits | right | log of both exponentials
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    return (torch.logaddexp(torch.zeros_like(z), z) - z * y).mean()

# %% bce_with_logits | right | logsigmoid, added last
def bce_with_logits(z, y):
    if z.shape != y.shape:
        raise ValueError
    return (-F.logsigmoid(z) + z - z * y).mean()

# %% softmax | wrong | the mean subtracted, then clamped | Recortas los logits
def softmax(z):
    e = (z - z.mean(1, keepdim=True)).clamp(max=80).exp()
    return e / e.sum(1, keepdim=True)

# %% choose_loss | mutant | blanks at the end pass | el nombre entero
def choose_loss(problem):
    classes = {"regresion": nn.MSELoss, "regresion_con_atipicos": nn.L1Loss, "binaria": nn.BCEWithLogitsLoss, "multiclase": nn.CrossEntropyLoss}
    problem = problem.rstrip()
    if problem not in classes:
        raise ValueError
    return classes[problem]

# %% choose_loss | mutant | blanks for underscores pass | el nombre entero
def choose_loss(problem):
    classes = {"regresion": nn.MSELoss, "regresion_con_atipicos": nn.L1Loss, "binaria": nn.BCEWithLogitsLoss, "multiclase": nn.CrossEntropyLoss}
    problem = problem.replace(" ", "_")
    if problem not in classes:
        raise ValueError
    return classes[problem]
