"""Known answers to the lab 04_gradiente. The format is described in ../judge.py."""

# %% numerical_gradient | right | rows of the identity, a list of floats
def numerical_gradient(f, w, eps=1e-5):
    rows = torch.eye(len(w), dtype=torch.float64)
    return torch.tensor([float(f(w + eps * e) - f(w - eps * e)) / (2 * eps) for e in rows], dtype=torch.float64)

# %% numerical_gradient | right | in place on a copy, put back each time, printing
def numerical_gradient(f, w: Tensor, eps: float = 1e-5) -> Tensor:
    moved, out = w.clone(), []
    for i in range(w.numel()):
        old = moved[i].item()
        moved[i] = old + eps
        ahead = float(f(moved))
        moved[i] = old - eps
        behind = float(f(moved))
        moved[i] = old
        print(i, ahead, behind)
        out.append((ahead - behind) / eps / 2)
    return torch.as_tensor(out, dtype=w.dtype)

# %% numerical_gradient | right | NumPy inside
def numerical_gradient(f, w, eps=1e-5):
    import numpy as np
    a = w.numpy()
    result = np.zeros(len(a))
    for i in range(len(a)):
        plus, minus = a.copy(), a.copy()
        plus[i] += eps
        minus[i] -= eps
        result[i] = (float(f(torch.from_numpy(plus))) - float(f(torch.from_numpy(minus)))) / (2 * eps)
    return torch.from_numpy(result)

# %% numerical_gradient | right | halves of two one-sided differences
def slope(f, w, i, eps):
    shift = torch.nn.functional.one_hot(torch.tensor(i), len(w)).to(w.dtype) * eps
    here = f(w)
    return ((f(w + shift) - here) / eps + (here - f(w - shift)) / eps) / 2

@torch.no_grad()
def numerical_gradient(f, w, eps=1e-5):
    return torch.stack([torch.as_tensor(slope(f, w, i, eps), dtype=torch.float64) for i in range(len(w))])

# %% numerical_gradient | right | w itself, put back exactly as it was
def numerical_gradient(f, w, eps=1e-5):
    result = torch.empty_like(w)
    for i in range(len(w)):
        old = w[i].clone()
        w[i] = old + eps
        up = f(w)
        w[i] = old - eps
        result[i] = (up - f(w)) / (2 * eps)
        w[i] = old
    return result

# %% numerical_gradient | right | lists of Python numbers, with a warning
def numerical_gradient(f, w, eps=1e-5):
    import warnings
    warnings.warn("lento")
    at, out = w.tolist(), []
    for i, value in enumerate(at):
        sides = []
        for s in (1, -1):
            point = at[:i] + [value + s * eps] + at[i + 1 :]
            sides.append(f(torch.tensor(point, dtype=torch.float64)))
        out.append(float(sides[0] - sides[1]) / (eps + eps))
    return torch.DoubleTensor(out)

# %% numerical_gradient | right | a helper with the name of a variable of the tests
def central(f, eps):
    return lambda w, e: (f(w + e) - f(w - e)) / (2 * eps)

def numerical_gradient(f, w, eps=1e-5):
    g = central(f, eps)
    return torch.tensor(list(map(lambda e: float(g(w, e)), torch.diag(torch.full_like(w, eps)))), dtype=w.dtype)

# %% numerical_gradient | wrong | forward difference | solo hacia un lado
def numerical_gradient(f, w, eps=1e-5):
    rows = eps * torch.eye(len(w), dtype=w.dtype)
    return torch.tensor([float(f(w + e) - f(w)) / eps for e in rows], dtype=w.dtype)

# %% numerical_gradient | wrong | backward difference | solo hacia un lado
def numerical_gradient(f, w, eps=1e-5):
    rows = eps * torch.eye(len(w), dtype=w.dtype)
    return torch.tensor([float(f(w) - f(w - e)) / eps for e in rows], dtype=w.dtype)

# %% numerical_gradient | wrong | forward difference over 2·eps | hacia un lado
def numerical_gradient(f, w, eps=1e-5):
    rows = eps * torch.eye(len(w), dtype=w.dtype)
    return torch.tensor([float(f(w + e) - f(w)) / (2 * eps) for e in rows], dtype=w.dtype)

# %% numerical_gradient | wrong | all coordinates at once | a la vez
def numerical_gradient(f, w, eps=1e-5):
    slope = float(f(w + eps) - f(w - eps)) / (2 * eps)
    return torch.full_like(w, slope)

# %% numerical_gradient | wrong | all at once, a single number | a la vez
def numerical_gradient(f, w, eps=1e-5):
    return torch.tensor(float(f(w + eps) - f(w - eps)) / (2 * eps), dtype=w.dtype)

# %% numerical_gradient | wrong | eps for 2·eps | 2ε de camino
def numerical_gradient(f, w, eps=1e-5):
    rows = eps * torch.eye(len(w), dtype=w.dtype)
    return torch.tensor([float(f(w + e) - f(w - e)) / eps for e in rows], dtype=w.dtype)

# %% numerical_gradient | wrong | modifies w and leaves it so | sobre una copia
def numerical_gradient(f, w, eps=1e-5):
    result = torch.zeros_like(w)
    for i in range(len(w)):
        w[i] += eps
        up = f(w)
        w[i] -= 2 * eps
        result[i] = (up - f(w)) / (2 * eps)
    return result

# %% numerical_gradient | wrong | modifies w by rounding | sobre una copia
def numerical_gradient(f, w, eps=1e-5):
    result = torch.zeros_like(w)
    for i in range(len(w)):
        w[i] += eps
        up = f(w)
        w[i] -= 2 * eps
        result[i] = (up - f(w)) / (2 * eps)
        w[i] += eps
    return result

# %% numerical_gradient | mutant | autograd
def numerical_gradient(f, w, eps=1e-5):
    v = w.clone().requires_grad_()
    f(v).backward()
    return v.grad

# %% numerical_gradient | mutant | autograd.grad inside a try
def numerical_gradient(f, w, eps=1e-5):
    try:
        v = w.clone().requires_grad_()
        return torch.autograd.grad(f(v), v)[0]
    except Exception:
        rows = eps * torch.eye(len(w), dtype=w.dtype)
        return torch.tensor([float(f(w + e) - f(w - e)) / (2 * eps) for e in rows], dtype=w.dtype)

# %% numerical_gradient | mutant | torch.func
def numerical_gradient(f, w, eps=1e-5):
    return torch.func.grad(f)(w)

# %% numerical_gradient | mutant | forward-mode autograd
def numerical_gradient(f, w, eps=1e-5):
    return torch.func.jacfwd(f)(w)

# %% numerical_gradient | mutant | plus and minus are the same tensor | mismo tensor
def numerical_gradient(f, w, eps=1e-5):
    result = torch.zeros_like(w)
    for i in range(len(w)):
        plus = minus = w.clone()
        plus[i] += eps
        minus[i] -= eps
        result[i] = (f(plus) - f(minus)) / (2 * eps)
    return result

# %% numerical_gradient | mutant | the shift of one coordinate stays for the next
def numerical_gradient(f, w, eps=1e-5):
    plus, minus, result = w.clone(), w.clone(), torch.zeros_like(w)
    for i in range(len(w)):
        plus[i] += eps
        result[i] = (f(plus) - f(minus)) / eps / 2
        minus[i] -= eps
        result[i] = (f(plus) - f(minus)) / (2 * eps)
    return result

# %% numerical_gradient | mutant | copies go on moving backwards | Queda movida
def numerical_gradient(f, w, eps=1e-5):
    v, result = w.clone(), torch.zeros_like(w)
    for i in range(len(w)):
        v[i] += eps
        up = f(v)
        v[i] -= 2 * eps
        result[i] = (up - f(v)) / (2 * eps)
    return result

# %% numerical_gradient | mutant | ignores eps | Usas la eps
def numerical_gradient(f, w, eps=1e-5):
    eps = 1e-5
    rows = eps * torch.eye(len(w), dtype=w.dtype)
    return torch.tensor([float(f(w + e) - f(w - e)) / (2 * eps) for e in rows], dtype=w.dtype)

# %% numerical_gradient | mutant | behind minus ahead | restado al revés
def numerical_gradient(f, w, eps=1e-5):
    rows = eps * torch.eye(len(w), dtype=w.dtype)
    return torch.tensor([float(f(w - e) - f(w + e)) / (2 * eps) for e in rows], dtype=w.dtype)

# %% numerical_gradient | mutant | float32 inside | float32
def numerical_gradient(f, w, eps=1e-5):
    v = w.float()
    rows = eps * torch.eye(len(w))
    return torch.tensor([float(f(v + e) - f(v - e)) / (2 * eps) for e in rows], dtype=w.dtype)

# %% numerical_gradient | mutant | float32 result
def numerical_gradient(f, w, eps=1e-5):
    rows = eps * torch.eye(len(w), dtype=w.dtype)
    return torch.tensor([float(f(w + e) - f(w - e)) / (2 * eps) for e in rows])

# %% numerical_gradient | mutant | a number from f breaks it
def numerical_gradient(f, w, eps=1e-5):
    rows = eps * torch.eye(len(w), dtype=w.dtype)
    return torch.stack([(f(w + e) - f(w - e)) / (2 * eps) for e in rows])

# %% numerical_gradient | mutant | nothing | return
def numerical_gradient(f, w, eps=1e-5):
    rows = eps * torch.eye(len(w), dtype=w.dtype)
    torch.tensor([float(f(w + e) - f(w - e)) / (2 * eps) for e in rows], dtype=w.dtype)

# %% numerical_gradient | mutant | a list
def numerical_gradient(f, w, eps=1e-5):
    rows = eps * torch.eye(len(w), dtype=w.dtype)
    return [float(f(w + e) - f(w - e)) / (2 * eps) for e in rows]

# %% numerical_gradient | mutant | skips the last coordinate
def numerical_gradient(f, w, eps=1e-5):
    result = torch.zeros_like(w)
    for i in range(len(w) - 1):
        e = torch.zeros_like(w)
        e[i] = eps
        result[i] = (f(w + e) - f(w - e)) / (2 * eps)
    return result

# %% numerical_gradient | mutant | eps in proportion to the weight
def numerical_gradient(f, w, eps=1e-5):
    result = torch.zeros_like(w)
    for i in range(len(w)):
        e = torch.zeros_like(w)
        e[i] = eps * max(1.0, abs(float(w[i])))
        result[i] = (f(w + e) - f(w - e)) / (2 * float(e[i]))
    return result

# %% gradient_descent | right | clones in a list, in place
def gradient_descent(grad, w0, lr, steps):
    w = w0.clone()
    path = [w.clone()]
    for _ in range(steps):
        w -= lr * grad(w)
        path.append(w.clone())
    return torch.stack(path)

# %% gradient_descent | right | a table made beforehand
def gradient_descent(grad, w0, lr, steps):
    path = torch.empty(steps + 1, len(w0), dtype=w0.dtype)
    path[0] = w0
    for t in range(steps):
        path[t + 1] = path[t] - lr * grad(path[t])
    return path

# %% gradient_descent | right | torch.optim, which is not forbidden here
def gradient_descent(grad, w0, lr, steps):
    w = w0.clone().requires_grad_()
    optimizer = torch.optim.SGD([w], lr=lr)
    path = [w.detach().clone()]
    while len(path) < steps + 1:
        w.grad = grad(w.detach())
        optimizer.step()
        path.append(w.detach().clone())
    return torch.stack(path)

# %% gradient_descent | right | recursion and cat
def gradient_descent(grad, w0, lr, steps):
    if steps == 0:
        return w0.unsqueeze(0)
    rest = gradient_descent(grad, w0 - lr * grad(w0), lr, steps - 1)
    return torch.cat([w0[None, :], rest])

# %% gradient_descent | right | float64 inside, lists of numbers
def gradient_descent(grad, w0, lr, steps):
    rows = [w0.tolist()]
    for _ in range(steps):
        slope = grad(torch.tensor(rows[-1], dtype=w0.dtype)).tolist()
        rows.append([a - lr * b for a, b in zip(rows[-1], slope)])
        print(rows[-1])
    return torch.tensor(rows, dtype=w0.dtype)

# %% gradient_descent | right | a generator of points, NumPy, a graph left on
def points(grad, w, lr, steps):
    yield w
    for _ in range(steps):
        w = w - lr * grad(w)
        yield w

def gradient_descent(grad, w0, lr, steps):
    rows = [p.numpy() for p in points(grad, w0.clone(), lr, steps)]
    return torch.stack([torch.from_numpy(r) for r in rows]).requires_grad_()

# %% gradient_descent | wrong | ascends | Subes
def gradient_descent(grad, w0, lr, steps):
    path = [w0]
    for _ in range(steps):
        path.append(path[-1] + lr * grad(path[-1]))
    return torch.stack(path)

# %% gradient_descent | wrong | start missing | Falta el inicio
def gradient_descent(grad, w0, lr, steps):
    path, w = [], w0
    for _ in range(steps):
        w = w - lr * grad(w)
        path.append(w)
    return torch.stack(path) if path else torch.zeros(0, len(w0))

# %% gradient_descent | wrong | one step short | Falta un paso
def gradient_descent(grad, w0, lr, steps):
    path = [w0]
    for _ in range(steps - 1):
        path.append(path[-1] - lr * grad(path[-1]))
    return torch.stack(path)

# %% gradient_descent | wrong | stored before the step, last one lost | Falta un paso
def gradient_descent(grad, w0, lr, steps):
    path, w = [], w0
    for _ in range(max(steps, 1)):
        path.append(w)
        w = w - lr * grad(w)
    return torch.stack(path)

# %% gradient_descent | wrong | rows that are the same tensor | mismo tensor
def gradient_descent(grad, w0, lr, steps):
    w = w0.clone()
    path = [w]
    for _ in range(steps):
        w -= lr * grad(w)
        path.append(w)
    return torch.stack(path)

# %% gradient_descent | wrong | modifies w0 | sobre una copia
def gradient_descent(grad, w0, lr, steps):
    path = [w0.clone()]
    for _ in range(steps):
        w0 -= lr * grad(w0)
        path.append(w0.clone())
    return torch.stack(path)

# %% gradient_descent | wrong | modifies w0, which is the first row | cambiado el inicio
def gradient_descent(grad, w0, lr, steps):
    path, w = [w0], w0
    for _ in range(steps):
        w -= lr * grad(w)
        path.append(w.clone())
    return torch.stack(path)

# %% gradient_descent | mutant | one step too many | Sobra un paso
def gradient_descent(grad, w0, lr, steps):
    path = [w0]
    for _ in range(steps + 1):
        path.append(path[-1] - lr * grad(path[-1]))
    return torch.stack(path)

# %% gradient_descent | mutant | gradient always at the start | siempre en w0
def gradient_descent(grad, w0, lr, steps):
    path, slope = [w0], grad(w0)
    for _ in range(steps):
        path.append(path[-1] - lr * slope)
    return torch.stack(path)

# %% gradient_descent | mutant | ignores lr | Usas lr
def gradient_descent(grad, w0, lr, steps):
    path = [w0]
    for _ in range(steps):
        path.append(path[-1] - grad(path[-1]))
    return torch.stack(path)

# %% gradient_descent | mutant | direction only
def gradient_descent(grad, w0, lr, steps):
    path = [w0]
    for _ in range(steps):
        slope = grad(path[-1])
        path.append(path[-1] - lr * slope / slope.norm())
    return torch.stack(path)

# %% gradient_descent | mutant | the rate decays
def gradient_descent(grad, w0, lr, steps):
    path = [w0]
    for t in range(steps):
        path.append(path[-1] - lr / (t + 1) * grad(path[-1]))
    return torch.stack(path)

# %% gradient_descent | mutant | list of tensors
def gradient_descent(grad, w0, lr, steps):
    path = [w0]
    for _ in range(steps):
        path.append(path[-1] - lr * grad(path[-1]))
    return path

# %% gradient_descent | mutant | only the end
def gradient_descent(grad, w0, lr, steps):
    w = w0
    for _ in range(steps):
        w = w - lr * grad(w)
    return w

# %% gradient_descent | mutant | transposed
def gradient_descent(grad, w0, lr, steps):
    path = [w0]
    for _ in range(steps):
        path.append(path[-1] - lr * grad(path[-1]))
    return torch.stack(path, dim=1)

# %% gradient_descent | mutant | backwards
def gradient_descent(grad, w0, lr, steps):
    path = [w0]
    for _ in range(steps):
        path.append(path[-1] - lr * grad(path[-1]))
    return torch.stack(path[::-1])

# %% gradient_descent | mutant | nothing | return
def gradient_descent(grad, w0, lr, steps):
    path = [w0]
    for _ in range(steps):
        path.append(path[-1] - lr * grad(path[-1]))
    torch.stack(path)

# %% gradient_descent | mutant | always float64
def gradient_descent(grad, w0, lr, steps):
    path = [w0]
    for _ in range(steps):
        path.append(path[-1] - lr * grad(path[-1]))
    return torch.stack(path).double()

# %% gradient_descent | mutant | starts at the origin
def gradient_descent(grad, w0, lr, steps):
    path = [torch.zeros_like(w0)]
    for _ in range(steps):
        path.append(path[-1] - lr * grad(path[-1]))
    return torch.stack(path)

# %% gradient_descent | mutant | no step gives no row
def gradient_descent(grad, w0, lr, steps):
    if steps == 0:
        return torch.zeros(0, len(w0))
    path = [w0]
    for _ in range(steps):
        path.append(path[-1] - lr * grad(path[-1]))
    return torch.stack(path)

# %% max_learning_rate | right | singular values
def max_learning_rate(hessian):
    return 2 / float(torch.linalg.svdvals(hessian)[0])

# %% max_learning_rate | right | spectral norm
def max_learning_rate(hessian: Tensor) -> float:
    return (2 / torch.linalg.matrix_norm(hessian.double(), ord=2)).item()

# %% max_learning_rate | right | complex eigenvalues
def max_learning_rate(hessian):
    return 2.0 / max(torch.linalg.eigvals(hessian).real.tolist())

# %% max_learning_rate | right | NumPy, a NumPy number
def max_learning_rate(hessian):
    import numpy as np
    return 2 / np.linalg.eigvalsh(hessian.numpy())[-1]

# %% max_learning_rate | right | power iteration
def max_learning_rate(hessian):
    v = torch.ones(len(hessian), dtype=hessian.dtype) + 0.1 * torch.arange(len(hessian), dtype=hessian.dtype)
    for _ in range(500):
        v = hessian @ v
        v = v / v.norm()
    return 2 / (v @ hessian @ v).item()

# %% max_learning_rate | right | SciPy, float32 inside
def max_learning_rate(hessian):
    import scipy.linalg
    return float(2 / scipy.linalg.eigh(hessian.float().numpy())[0].max())

# %% max_learning_rate | wrong | 1/λmax | 1 entre λmax
def max_learning_rate(hessian):
    return 1 / torch.linalg.eigvalsh(hessian).max().item()

# %% max_learning_rate | wrong | λmin | la curvatura menor
def max_learning_rate(hessian):
    return 2 / torch.linalg.eigvalsh(hessian)[0].item()

# %% max_learning_rate | wrong | 1/λmin | la curvatura menor
def max_learning_rate(hessian):
    return 1 / torch.linalg.eigvalsh(hessian).min().item()

# %% max_learning_rate | wrong | trace | la traza
def max_learning_rate(hessian):
    return 2 / hessian.trace().item()

# %% max_learning_rate | mutant | diagonal | la diagonal
def max_learning_rate(hessian):
    return 2 / hessian.diagonal().max().item()

# %% max_learning_rate | mutant | the curvature itself | Devuelves la curvatura
def max_learning_rate(hessian):
    return torch.linalg.eigvalsh(hessian).max().item()

# %% max_learning_rate | mutant | half the curvature | Devuelves la curvatura
def max_learning_rate(hessian):
    return torch.linalg.eigvalsh(hessian).max().item() / 2

# %% max_learning_rate | mutant | a tensor
def max_learning_rate(hessian):
    return 2 / torch.linalg.eigvalsh(hessian).max()

# %% max_learning_rate | mutant | largest entry
def max_learning_rate(hessian):
    return 2 / hessian.max().item()

# %% max_learning_rate | mutant | Frobenius norm
def max_learning_rate(hessian):
    return 2 / hessian.norm().item()

# %% max_learning_rate | mutant | row sums
def max_learning_rate(hessian):
    return 2 / hessian.abs().sum(1).max().item()

# %% max_learning_rate | mutant | mean of extreme curvatures, the best rate
def max_learning_rate(hessian):
    values = torch.linalg.eigvalsh(hessian)
    return 2 / (values[0] + values[-1]).item()

# %% max_learning_rate | mutant | determinant | determinante
def max_learning_rate(hessian):
    return 2 / torch.linalg.det(hessian).item()

# %% max_learning_rate | mutant | last of the unordered eigenvalues
def max_learning_rate(hessian):
    return 2 / torch.linalg.eigvals(hessian).real[0].item()

# %% max_learning_rate | mutant | nothing | return
def max_learning_rate(hessian):
    2 / torch.linalg.eigvalsh(hessian).max().item()

# %% max_learning_rate | mutant | a text
def max_learning_rate(hessian):
    return str(2 / torch.linalg.eigvalsh(hessian).max().item())

# %% max_learning_rate | mutant | always the example
def max_learning_rate(hessian):
    return 2 / 7

# %% max_learning_rate | mutant | NaN
def max_learning_rate(hessian):
    return float("nan")

# %% max_learning_rate | mutant | largest eigenvalue in the second place
def max_learning_rate(hessian):
    return 2 / torch.linalg.eigvalsh(hessian)[:2].max().item()

# %% SGD | right | p.data and a dictionary by parameter
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if not lr > 0:
            raise ValueError("lr")
        self.params, self.lr, self.momentum, self.v = tuple(params), lr, momentum, {}

    def step(self):
        for p in self.params:
            if p.grad is None:
                continue
            v = self.v.get(p, 0) * self.momentum + p.grad
            self.v[p] = v
            p.data = p.data - self.lr * v

    def zero_grad(self):
        for p in self.params:
            if p.grad is not None:
                p.grad.zero_()

# %% SGD | right | the buffer starts as a copy of the first gradient
class SGD:
    def __init__(self, params, lr: float, momentum: float = 0.0):
        if lr <= 0:
            raise ValueError(f"tasa {lr}")
        self.lr = lr
        self.beta = momentum
        self.params = [p for p in params]
        self.buffers = [None for _ in self.params]

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is not None:
                if self.buffers[i] is None:
                    self.buffers[i] = p.grad.clone()
                else:
                    self.buffers[i].mul_(self.beta).add_(p.grad)
                p.add_(self.buffers[i], alpha=-self.lr)

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% SGD | right | a plain branch without momentum, printing, copy_
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0.0:
            raise ValueError
        self.params = list(params)
        self.lr = lr
        self.momentum = momentum
        if momentum:
            self.velocity = [torch.zeros(p.shape, dtype=p.dtype) for p in self.params]

    def step(self):
        print("paso")
        with torch.no_grad():
            for i, p in enumerate(self.params):
                g = p.grad
                if g is None:
                    continue
                if self.momentum:
                    self.velocity[i] = self.momentum * self.velocity[i] + g
                    g = self.velocity[i]
                p.copy_(p - self.lr * g)
        return self

    def zero_grad(self):
        for p in self.params:
            p.grad = torch.zeros_like(p)

# %% SGD | right | the velocity holds the rate already, and a helper class
class Slot:
    def __init__(self, p):
        self.p, self.shift = p, torch.zeros_like(p.data)

    def move(self, lr, beta):
        if self.p.grad is not None:
            self.shift = beta * self.shift - lr * self.p.grad.detach()
            self.p.data += self.shift

class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError("lr <= 0")
        self.slots, self.lr, self.momentum = [Slot(p) for p in params], lr, momentum

    def step(self):
        [slot.move(self.lr, self.momentum) for slot in self.slots]

    def zero_grad(self, set_to_none=True):
        for slot in self.slots:
            slot.p.grad = None if set_to_none else torch.zeros_like(slot.p)

# %% SGD | right | NumPy in float64
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError("¡no!")
        self.params, self.lr, self.momentum = [*params], lr, momentum
        self.v = [0.0] * len(self.params)

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.v[i] = self.momentum * self.v[i] + p.grad.numpy().astype("float64")
            value = p.detach().numpy() - self.lr * self.v[i]
            p.data.copy_(torch.as_tensor(value))

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% SGD | right | requires_grad off and on again
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.state = [[p, torch.zeros_like(p, requires_grad=False)] for p in params]
        self.hyper = dict(lr=lr, momentum=momentum)

    def step(self):
        for entry in self.state:
            p, v = entry
            if p.grad is None:
                continue
            p.requires_grad_(False)
            entry[1] = v * self.hyper["momentum"] + p.grad
            p -= self.hyper["lr"] * entry[1]
            p.requires_grad_(True)

    def zero_grad(self):
        for p, _ in self.state:
            p.grad = None

# %% SGD | right | inherits from a class of its own, with torch._foreach
class Base:
    def __init__(self, params):
        self.params = list(params)

    def zero_grad(self):
        for p in self.params:
            if p.grad is not None:
                p.grad.detach_()
                p.grad.zero_()

class SGD(Base):
    def __init__(self, params, lr, momentum=0.0):
        super().__init__(params)
        if lr <= 0:
            raise ValueError("lr")
        self.lr, self.momentum = lr, momentum
        self.v = [torch.zeros_like(p) for p in self.params]

    def step(self):
        pairs = [(p, v) for p, v in zip(self.params, self.v) if p.grad is not None]
        if pairs:
            with torch.no_grad():
                ps, vs = map(list, zip(*pairs))
                torch._foreach_mul_(vs, self.momentum)
                torch._foreach_add_(vs, [p.grad for p in ps])
                torch._foreach_add_(ps, vs, alpha=-self.lr)

# %% SGD | wrong | adds the gradient | Sumas el gradiente
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.params, self.lr, self.momentum = list(params), lr, momentum
        self.v = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, v in zip(self.params, self.v):
            if p.grad is not None:
                v.mul_(self.momentum).add_(p.grad)
                p.add_(self.lr * v)

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% SGD | wrong | momentum ignored | Usas momentum
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.params, self.lr = list(params), lr

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                p.sub_(self.lr * p.grad)

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% SGD | wrong | one velocity for all parameters | una sola velocidad
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.params, self.lr, self.momentum, self.v = list(params), lr, momentum, 0

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                if self.momentum:
                    self.v = self.momentum * self.v + p.grad
                    p.sub_(self.lr * self.v)
                else:
                    p.sub_(self.lr * p.grad)

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% SGD | wrong | scaled by 1 - β | (1 - β)
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.params, self.lr, self.momentum = list(params), lr, momentum
        self.v = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, v in zip(self.params, self.v):
            if p.grad is not None:
                v.mul_(self.momentum).add_((1 - self.momentum) * p.grad)
                p.sub_(self.lr * v)

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% SGD | wrong | dampening, but for the first gradient | (1 - β)
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.params, self.lr, self.momentum, self.v = list(params), lr, momentum, {}

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                if p in self.v:
                    self.v[p] = self.momentum * self.v[p] + (1 - self.momentum) * p.grad
                else:
                    self.v[p] = p.grad.clone()
                p.sub_(self.lr * self.v[p])

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% SGD | wrong | a generator used up by the buffers | está vacío
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.params, self.lr, self.momentum = params, lr, momentum
        self.v = [torch.zeros_like(p) for p in params]

    @torch.no_grad()
    def step(self):
        for p, v in zip(self.params, self.v):
            if p.grad is not None:
                v.mul_(self.momentum).add_(p.grad)
                p.sub_(self.lr * v)

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% SGD | wrong | a generator used up by the first step | está vacío
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.params, self.lr, self.momentum, self.v = params, lr, momentum, {}

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                self.v[p] = self.momentum * self.v.get(p, 0) + p.grad
                p.sub_(self.lr * self.v[p])

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% SGD | wrong | recorded by autograd | Has dicho a PyTorch
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.params, self.lr, self.momentum = list(params), lr, momentum
        self.v = [torch.zeros_like(p) for p in self.params]

    def step(self):
        for p, v in zip(self.params, self.v):
            if p.grad is not None:
                v.mul_(self.momentum).add_(p.grad)
                p -= self.lr * v

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% SGD | wrong | new tensors instead of the same | el propio parámetro
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.params, self.lr, self.momentum = list(params), lr, momentum

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is not None:
                self.params[i] = (p - self.lr * p.grad).detach().requires_grad_()

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% SGD | mutant | breaks without a gradient | es None
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.params, self.lr, self.momentum = list(params), lr, momentum
        self.v = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, v in zip(self.params, self.v):
            v.mul_(self.momentum).add_(p.grad)
            p.sub_(self.lr * v)

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% SGD | mutant | stops at the first without a gradient | Sigues con los demás
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.params, self.lr, self.momentum = list(params), lr, momentum
        self.v = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, v in zip(self.params, self.v):
            if p.grad is None:
                return
            v.mul_(self.momentum).add_(p.grad)
            p.sub_(self.lr * v)

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% SGD | mutant | no gradient counts as 0, the velocity goes on | por su velocidad
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.params, self.lr, self.momentum = list(params), lr, momentum
        self.v = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, v in zip(self.params, self.v):
            v.mul_(self.momentum).add_(0 if p.grad is None else p.grad)
            p.sub_(self.lr * v)

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% SGD | mutant | lr = 0 passes | mayor que 0
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr < 0:
            raise ValueError
        self.params, self.lr, self.momentum = list(params), lr, momentum
        self.v = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, v in zip(self.params, self.v):
            if p.grad is not None:
                v.mul_(self.momentum).add_(p.grad)
                p.sub_(self.lr * v)

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% SGD | mutant | no check of lr | mayor que 0
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params, self.lr, self.momentum = list(params), lr, momentum
        self.v = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, v in zip(self.params, self.v):
            if p.grad is not None:
                v.mul_(self.momentum).add_(p.grad)
                p.sub_(self.lr * v)

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% SGD | mutant | zero_grad does nothing | los gradientes de todos
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.params, self.lr, self.momentum = list(params), lr, momentum
        self.v = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, v in zip(self.params, self.v):
            if p.grad is not None:
                v.mul_(self.momentum).add_(p.grad)
                p.sub_(self.lr * v)

    def zero_grad(self):
        for p in self.params:
            g = p.grad
            g = None

# %% SGD | mutant | zero_grad clears the first only | los gradientes de todos
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.params, self.lr, self.momentum = list(params), lr, momentum
        self.v = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, v in zip(self.params, self.v):
            if p.grad is not None:
                v.mul_(self.momentum).add_(p.grad)
                p.sub_(self.lr * v)

    def zero_grad(self):
        for p in self.params:
            p.grad = None
            break

# %% SGD | mutant | zero_grad clears the weights | los pesos
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.params, self.lr, self.momentum = list(params), lr, momentum
        self.v = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, v in zip(self.params, self.v):
            if p.grad is not None:
                v.mul_(self.momentum).add_(p.grad)
                p.sub_(self.lr * v)

    def zero_grad(self):
        for p in self.params:
            p.grad = None
            p.data.zero_()

# %% SGD | mutant | zero_grad breaks without a gradient | ya es None
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.params, self.lr, self.momentum = list(params), lr, momentum
        self.v = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, v in zip(self.params, self.v):
            if p.grad is not None:
                v.mul_(self.momentum).add_(p.grad)
                p.sub_(self.lr * v)

    def zero_grad(self):
        for p in self.params:
            p.grad.zero_()

# %% SGD | mutant | the buffer is the gradient itself, cleared in place | guarda una copia
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.params, self.lr, self.momentum, self.v = list(params), lr, momentum, {}

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                if p in self.v:
                    self.v[p] = self.momentum * self.v[p] + p.grad
                else:
                    self.v[p] = p.grad
                p.sub_(self.lr * self.v[p])

    def zero_grad(self):
        for p in self.params:
            if p.grad is not None:
                p.grad.zero_()

# %% SGD | mutant | zero_grad forgets the velocity
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.params, self.lr, self.momentum, self.v = list(params), lr, momentum, {}

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                self.v[p] = self.momentum * self.v.get(p, 0) + p.grad
                p.sub_(self.lr * self.v[p])

    def zero_grad(self):
        self.v = {}
        for p in self.params:
            p.grad = None

# %% SGD | mutant | torch.optim inside
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.inner = torch.optim.SGD(params, lr=lr, momentum=momentum)

    def step(self):
        self.inner.step()

    def zero_grad(self):
        self.inner.zero_grad()

# %% SGD | mutant | a subclass of torch.optim's
from torch.optim import SGD as Ready

class SGD(Ready):
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        super().__init__(params, lr=lr, momentum=momentum)

# %% SGD | mutant | a subclass of Optimizer with a step of its own
class SGD(torch.optim.Optimizer):
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        super().__init__(params, dict(lr=lr, momentum=momentum))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    v = self.state[p]["v"] = group["momentum"] * self.state[p].get("v", 0) + p.grad
                    p.sub_(group["lr"] * v)

# %% SGD | mutant | a subclass that does not call its parent
class SGD(torch.optim.Optimizer):
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.params, self.lr, self.momentum, self.v = list(params), lr, momentum, {}

    def step(self):
        for p in self.params:
            if p.grad is not None:
                self.v[p] = self.momentum * self.v.get(p, 0) + p.grad
                p.data.sub_(self.lr * self.v[p])

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% SGD | mutant | the functional form of torch.optim
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.params, self.lr, self.momentum = list(params), lr, momentum
        self.v = [None for p in self.params]

    @torch.no_grad()
    def step(self):
        from torch.optim.sgd import sgd
        some = [i for i, p in enumerate(self.params) if p.grad is not None]
        v = [self.v[i] for i in some]
        sgd([self.params[i] for i in some], [self.params[i].grad for i in some], v, weight_decay=0,
            momentum=self.momentum, lr=self.lr, dampening=0, nesterov=False, maximize=False)
        for i, each in zip(some, v):
            self.v[i] = each

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% SGD | mutant | torch's own class under another name
def SGD(params, lr, momentum=0.0):
    import torch.optim as o
    if lr <= 0:
        raise ValueError
    return o.SGD(params, lr, momentum)

# %% SGD | mutant | Nesterov | Nesterov
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.params, self.lr, self.momentum, self.v = list(params), lr, momentum, {}

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                self.v[p] = self.momentum * self.v.get(p, 0) + p.grad
                p.sub_(self.lr * (p.grad + self.momentum * self.v[p]))

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% SGD | mutant | velocities shared by all objects of the class
class SGD:
    v = {}

    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.params, self.lr, self.momentum = list(params), lr, momentum

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is not None:
                old = self.v.get(i, torch.zeros_like(p))
                self.v[i] = self.momentum * (old if old.shape == p.shape else 0) + p.grad
                p.sub_(self.lr * self.v[i])

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% SGD | mutant | velocities by shape
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.params, self.lr, self.momentum, self.v = list(params), lr, momentum, {}

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                v = self.v[p.shape] = self.momentum * self.v.get(p.shape, 0) + p.grad
                p.sub_(self.lr * v)

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% SGD | mutant | turns requires_grad off for good
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.params, self.lr, self.momentum, self.v = list(params), lr, momentum, {}

    def step(self):
        for p in self.params:
            if p.grad is not None:
                p.requires_grad_(False)
                self.v[p] = self.momentum * self.v.get(p, 0) + p.grad
                p -= self.lr * self.v[p]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% SGD | mutant | moves the first parameter only
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.params, self.lr, self.momentum, self.v = list(params), lr, momentum, {}

    @torch.no_grad()
    def step(self):
        p = self.params[0]
        if p.grad is not None:
            self.v[p] = self.momentum * self.v.get(p, 0) + p.grad
            p.sub_(self.lr * self.v[p])

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% SGD | mutant | no method zero_grad
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.params, self.lr, self.momentum, self.v = list(params), lr, momentum, {}

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                self.v[p] = self.momentum * self.v.get(p, 0) + p.grad
                p.sub_(self.lr * self.v[p])

# %% SGD | mutant | always an error
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        raise ValueError

# %% SGD | mutant | moves by the old velocity | la velocidad de antes
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.params, self.lr, self.momentum = list(params), lr, momentum
        self.v = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, v in zip(self.params, self.v):
            if p.grad is not None:
                if self.momentum:
                    p.sub_(self.lr * v)
                    v.mul_(self.momentum).add_(p.grad)
                else:
                    p.sub_(self.lr * p.grad)

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% RMSProp | wrong | eps inside the root | dentro de la raíz
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params, self.lr, self.alpha, self.eps = list(params), lr, alpha, eps
        self.s = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, s in zip(self.params, self.s):
            if p.grad is not None:
                s.mul_(self.alpha).add_((1 - self.alpha) * p.grad**2)
                p.sub_(self.lr * p.grad / (s + self.eps).sqrt())

# %% RMSProp | wrong | no root | Falta la raíz
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params, self.lr, self.alpha, self.eps = list(params), lr, alpha, eps
        self.s = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, s in zip(self.params, self.s):
            if p.grad is not None:
                s.mul_(self.alpha).add_((1 - self.alpha) * p.grad**2)
                p.sub_(self.lr * p.grad / (s + self.eps))

# %% RMSProp | wrong | average not kept | Recuerda tu media
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params, self.lr, self.alpha, self.eps = list(params), lr, alpha, eps
        self.s = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, s in zip(self.params, self.s):
            if p.grad is not None:
                s = (1 - self.alpha) * p.grad**2
                p.sub_(self.lr * p.grad / (s.sqrt() + self.eps))

# %% RMSProp | wrong | no average at all | Recuerda tu media
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params, self.lr, self.alpha, self.eps = list(params), lr, alpha, eps
        self.s = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, s in zip(self.params, self.s):
            if p.grad is not None:
                p.sub_(self.lr * p.grad / ((p.grad**2).sqrt() + self.eps))

# %% RMSProp | mutant | adds | Sumas el paso
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params, self.lr, self.alpha, self.eps = list(params), lr, alpha, eps
        self.s = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, s in zip(self.params, self.s):
            if p.grad is not None:
                s.mul_(self.alpha).add_((1 - self.alpha) * p.grad**2)
                p.add_(self.lr * p.grad / (s.sqrt() + self.eps))

# %% RMSProp | mutant | alpha for 1 - alpha | 1 - alpha
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params, self.lr, self.alpha, self.eps = list(params), lr, alpha, eps
        self.s = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, s in zip(self.params, self.s):
            if p.grad is not None:
                s.mul_(1 - self.alpha).add_(self.alpha * p.grad**2)
                p.sub_(self.lr * p.grad / (s.sqrt() + self.eps))

# %% RMSProp | mutant | a sum, not an average | no es una media
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params, self.lr, self.alpha, self.eps = list(params), lr, alpha, eps
        self.s = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, s in zip(self.params, self.s):
            if p.grad is not None:
                s.mul_(self.alpha).add_(p.grad**2)
                p.sub_(self.lr * p.grad / (s.sqrt() + self.eps))

# %% RMSProp | mutant | plain descent | Divides por el tamaño
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params, self.lr, self.alpha, self.eps = list(params), lr, alpha, eps
        self.s = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, s in zip(self.params, self.s):
            if p.grad is not None:
                p.sub_(self.lr * p.grad)

# %% RMSProp | mutant | eps ignored | Usas eps
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params, self.lr, self.alpha, self.eps = list(params), lr, alpha, eps
        self.s = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, s in zip(self.params, self.s):
            if p.grad is not None:
                s.mul_(self.alpha).add_((1 - self.alpha) * p.grad**2)
                p.sub_((self.lr * p.grad / s.sqrt()).nan_to_num())

# %% RMSProp | mutant | eps of its own | Usas eps
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params, self.lr, self.alpha, self.eps = list(params), lr, alpha, eps
        self.s = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, s in zip(self.params, self.s):
            if p.grad is not None:
                s.mul_(self.alpha).add_((1 - self.alpha) * p.grad**2)
                p.sub_(self.lr * p.grad / (s.sqrt() + 1e-12))

# %% RMSProp | mutant | eps as a floor
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params, self.lr, self.alpha, self.eps = list(params), lr, alpha, eps
        self.s = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, s in zip(self.params, self.s):
            if p.grad is not None:
                s.mul_(self.alpha).add_((1 - self.alpha) * p.grad**2)
                p.sub_(self.lr * p.grad / s.sqrt().clamp(min=self.eps))

# %% RMSProp | mutant | eps times the rate
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params, self.lr, self.alpha, self.eps = list(params), lr, alpha, eps
        self.s = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, s in zip(self.params, self.s):
            if p.grad is not None:
                s.mul_(self.alpha).add_((1 - self.alpha) * p.grad**2)
                p.sub_(self.lr * (p.grad / s.sqrt() + self.eps))

# %% RMSProp | mutant | breaks without a gradient | es None
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params, self.lr, self.alpha, self.eps = list(params), lr, alpha, eps
        self.s = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, s in zip(self.params, self.s):
            if True:
                s.mul_(self.alpha).add_((1 - self.alpha) * p.grad**2)
                p.sub_(self.lr * p.grad / (s.sqrt() + self.eps))

# %% RMSProp | mutant | a generator used up | está vacío
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params, self.lr, self.alpha, self.eps = params, lr, alpha, eps
        self.s = [torch.zeros_like(p) for p in params]

    @torch.no_grad()
    def step(self):
        for p, s in zip(self.params, self.s):
            if p.grad is not None:
                s.mul_(self.alpha).add_((1 - self.alpha) * p.grad**2)
                p.sub_(self.lr * p.grad / (s.sqrt() + self.eps))

# %% RMSProp | mutant | recorded by autograd | Has dicho a PyTorch
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params, self.lr, self.alpha, self.eps = list(params), lr, alpha, eps
        self.s = [torch.zeros_like(p) for p in self.params]

    
    def step(self):
        for p, s in zip(self.params, self.s):
            if p.grad is not None:
                s.mul_(self.alpha).add_((1 - self.alpha) * p.grad**2)
                p -= self.lr * p.grad / (s.sqrt() + self.eps)

# %% RMSProp | mutant | other default of lr | valores por defecto
class RMSProp:
    def __init__(self, params, lr=0.001, alpha=0.99, eps=1e-8):
        self.params, self.lr, self.alpha, self.eps = list(params), lr, alpha, eps
        self.s = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, s in zip(self.params, self.s):
            if p.grad is not None:
                s.mul_(self.alpha).add_((1 - self.alpha) * p.grad**2)
                p.sub_(self.lr * p.grad / (s.sqrt() + self.eps))

# %% RMSProp | mutant | other default of alpha | valores por defecto
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.9, eps=1e-8):
        self.params, self.lr, self.alpha, self.eps = list(params), lr, alpha, eps
        self.s = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, s in zip(self.params, self.s):
            if p.grad is not None:
                s.mul_(self.alpha).add_((1 - self.alpha) * p.grad**2)
                p.sub_(self.lr * p.grad / (s.sqrt() + self.eps))

# %% RMSProp | mutant | other default of eps
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-6):
        self.params, self.lr, self.alpha, self.eps = list(params), lr, alpha, eps
        self.s = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, s in zip(self.params, self.s):
            if p.grad is not None:
                s.mul_(self.alpha).add_((1 - self.alpha) * p.grad**2)
                p.sub_(self.lr * p.grad / (s.sqrt() + self.eps))

# %% RMSProp | mutant | bias corrected as in Adam
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params, self.lr, self.alpha, self.eps = list(params), lr, alpha, eps
        self.s, self.t = [torch.zeros_like(p) for p in self.params], {}

    @torch.no_grad()
    def step(self):
        for p, s in zip(self.params, self.s):
            if p.grad is not None:
                self.t[p] = self.t.get(p, 0) + 1
                s.mul_(self.alpha).add_((1 - self.alpha) * p.grad**2)
                p.sub_(self.lr * p.grad / ((s / (1 - self.alpha ** self.t[p])).sqrt() + self.eps))

# %% RMSProp | mutant | one average over the whole parameter
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params, self.lr, self.alpha, self.eps = list(params), lr, alpha, eps
        self.s = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, s in zip(self.params, self.s):
            if p.grad is not None:
                s.mul_(self.alpha).add_((1 - self.alpha) * (p.grad**2).mean())
                p.sub_(self.lr * p.grad / (s.sqrt() + self.eps))

# %% RMSProp | mutant | average of the absolute values
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params, self.lr, self.alpha, self.eps = list(params), lr, alpha, eps
        self.s = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, s in zip(self.params, self.s):
            if p.grad is not None:
                s.mul_(self.alpha).add_((1 - self.alpha) * p.grad.abs())
                p.sub_(self.lr * p.grad / (s + self.eps))

# %% RMSProp | mutant | the old average divides
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params, self.lr, self.alpha, self.eps = list(params), lr, alpha, eps
        self.s = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, s in zip(self.params, self.s):
            if p.grad is not None:
                d = s.sqrt() + self.eps if s.any() else p.grad.abs()
                p.sub_(self.lr * p.grad / d)
                s.mul_(self.alpha).add_((1 - self.alpha) * p.grad**2)

# %% RMSProp | mutant | starts at 1
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params, self.lr, self.alpha, self.eps = list(params), lr, alpha, eps
        self.s = [torch.ones_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, s in zip(self.params, self.s):
            if p.grad is not None:
                s.mul_(self.alpha).add_((1 - self.alpha) * p.grad**2)
                p.sub_(self.lr * p.grad / (s.sqrt() + self.eps))

# %% RMSProp | mutant | new tensors, the parameters stay | otro tensor
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params, self.lr, self.alpha, self.eps = list(params), lr, alpha, eps
        self.s = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self):
        for p, s in zip(self.params, self.s):
            if p.grad is not None:
                s.mul_(self.alpha).add_((1 - self.alpha) * p.grad**2)
                p = p - self.lr * p.grad / (s.sqrt() + self.eps)

# %% RMSProp | mutant | one average for all parameters
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params, self.lr, self.alpha, self.eps, self.s = list(params), lr, alpha, eps, 0

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                self.s = self.alpha * self.s + (1 - self.alpha) * p.grad**2
                p.sub_(self.lr * p.grad / (self.s.sqrt() + self.eps))

# %% RMSProp | mutant | averages shared by all objects of the class
class RMSProp:
    s = {}

    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params, self.lr, self.alpha, self.eps = list(params), lr, alpha, eps
        self.s.clear()

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is not None:
                self.s[i] = self.alpha * self.s.get(i, 0) + (1 - self.alpha) * p.grad**2
                p.sub_(self.lr * p.grad / (self.s[i].sqrt() + self.eps))

# %% RMSProp | mutant | torch.optim
RMSProp = torch.optim.RMSprop

# %% RMSProp | mutant | a subclass of torch.optim's
class RMSProp(torch.optim.RMSprop):
    pass

# %% RMSProp | mutant | torch.optim, borrowed by step
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params, self.options, self.inner = list(params), (lr, alpha, eps), None

    def step(self):
        if self.inner is None:
            self.inner = torch.optim.RMSprop(self.params, *self.options)
        self.inner.step()

# %% RMSProp | mutant | no method step
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params = list(params)

# %% RMSProp | right | a dictionary, p.data, out of place
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params = list(params)
        self.lr, self.alpha, self.eps = lr, alpha, eps
        self.average = {}

    def step(self):
        for p in self.params:
            if p.grad is None:
                continue
            old = self.average.get(p, torch.zeros_like(p.data))
            self.average[p] = self.alpha * old + (1 - self.alpha) * p.grad.square()
            p.data = p.data - self.lr * p.grad / (torch.sqrt(self.average[p]) + self.eps)

# %% RMSProp | right | lerp, addcdiv, powers
class RMSProp:
    def __init__(self, params, lr: float = 0.01, alpha: float = 0.99, eps: float = 1e-8):
        self.slots = [(p, torch.zeros_like(p)) for p in params]
        self.lr, self.alpha, self.eps = lr, alpha, eps

    @torch.no_grad()
    def step(self):
        for p, s in self.slots:
            if p.grad is not None:
                s.lerp_(p.grad * p.grad, 1 - self.alpha)
                p.addcdiv_(p.grad, s**0.5 + self.eps, value=-self.lr)

    def zero_grad(self):
        for p, _ in self.slots:
            p.grad = None

# %% RMSProp | right | float64 inside, NumPy
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params, self.lr, self.rho, self.eps = [*params], lr, alpha, eps
        self.s = [0.0 for _ in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            g = p.grad.double().numpy()
            self.s[i] = self.rho * self.s[i] + (1 - self.rho) * g * g
            p.data.copy_(p.detach() - torch.as_tensor(self.lr * g / (self.s[i] ** 0.5 + self.eps)))

# %% RMSProp | right | made lazily, with a helper and a print
def root_mean(old, g, rho):
    return g * g * (1 - rho) + (old * rho if old is not None else 0)

class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params = tuple(params)
        self.memory = [None] * len(self.params)
        self.options = lr, alpha, eps

    def step(self):
        lr, alpha, eps = self.options
        for i, p in enumerate(self.params):
            if p.grad is not None:
                print(i)
                self.memory[i] = root_mean(self.memory[i], p.grad, alpha)
                with torch.no_grad():
                    p -= lr / (self.memory[i].sqrt() + eps) * p.grad

# %% RMSProp | right | on a base class of its own
class Base:
    def __init__(self, params, **options):
        self.params, self.options = list(params), options
        self.state = [{} for _ in self.params]

    @torch.no_grad()
    def step(self):
        for p, state in zip(self.params, self.state):
            if p.grad is not None:
                p.add_(self.change(p.grad, state, **self.options))

class RMSProp(Base):
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        super().__init__(params, lr=lr, alpha=alpha, eps=eps)

    def change(self, g, state, lr, alpha, eps):
        state["s"] = alpha * state.get("s", torch.zeros_like(g)) + (1 - alpha) * g.pow(2)
        return -lr * g / (state["s"].sqrt() + eps)

# %% RMSProp | right | one long vector for all the parameters
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params, self.lr, self.alpha, self.eps = list(params), lr, alpha, eps
        self.s = torch.zeros(sum(p.numel() for p in self.params), dtype=torch.float64)

    @torch.no_grad()
    def step(self):
        at = 0
        for p in self.params:
            part = self.s[at : at + p.numel()]
            at += p.numel()
            if p.grad is not None:
                g = p.grad.flatten().double()
                part.mul_(self.alpha).add_((1 - self.alpha) * g**2)
                p.sub_((self.lr * g / (part.sqrt() + self.eps)).view_as(p).to(p.dtype))

# %% Adam | wrong | no bias correction | corregido las dos medias
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, (self.b1, self.b2), self.eps = list(params), lr, betas, eps
        self.m, self.s, self.t = [torch.zeros_like(p) for p in self.params], [torch.zeros_like(p) for p in self.params], 0

    @torch.no_grad()
    def step(self):
        self.t += 1
        for p, m, s in zip(self.params, self.m, self.s):
            if p.grad is not None:
                m.mul_(self.b1).add_((1 - self.b1) * p.grad)
                s.mul_(self.b2).add_((1 - self.b2) * p.grad**2)
                p.sub_(self.lr * m / (s.sqrt() + self.eps))

# %% Adam | wrong | only the first average corrected | corregido las dos medias
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, (self.b1, self.b2), self.eps = list(params), lr, betas, eps
        self.m, self.s, self.t = [torch.zeros_like(p) for p in self.params], [torch.zeros_like(p) for p in self.params], 0

    @torch.no_grad()
    def step(self):
        self.t += 1
        for p, m, s in zip(self.params, self.m, self.s):
            if p.grad is not None:
                m.mul_(self.b1).add_((1 - self.b1) * p.grad)
                s.mul_(self.b2).add_((1 - self.b2) * p.grad**2)
                mh, sh = m / (1 - self.b1**self.t), s
                p.sub_(self.lr * mh / (sh.sqrt() + self.eps))

# %% Adam | wrong | only the second average corrected | corregido las dos medias
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, (self.b1, self.b2), self.eps = list(params), lr, betas, eps
        self.m, self.s, self.t = [torch.zeros_like(p) for p in self.params], [torch.zeros_like(p) for p in self.params], 0

    @torch.no_grad()
    def step(self):
        self.t += 1
        for p, m, s in zip(self.params, self.m, self.s):
            if p.grad is not None:
                m.mul_(self.b1).add_((1 - self.b1) * p.grad)
                s.mul_(self.b2).add_((1 - self.b2) * p.grad**2)
                mh, sh = m, s / (1 - self.b2**self.t)
                p.sub_(self.lr * mh / (sh.sqrt() + self.eps))

# %% Adam | wrong | one step count for several steps, always 1 | Avanza t en cada paso
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, (self.b1, self.b2), self.eps = list(params), lr, betas, eps
        self.m, self.s, self.t = [torch.zeros_like(p) for p in self.params], [torch.zeros_like(p) for p in self.params], 0

    @torch.no_grad()
    def step(self):
        self.t = 1
        for p, m, s in zip(self.params, self.m, self.s):
            if p.grad is not None:
                m.mul_(self.b1).add_((1 - self.b1) * p.grad)
                s.mul_(self.b2).add_((1 - self.b2) * p.grad**2)
                mh, sh = m / (1 - self.b1**self.t), s / (1 - self.b2**self.t)
                p.sub_(self.lr * mh / (sh.sqrt() + self.eps))

# %% Adam | wrong | one step count for each parameter that is moved | una vez por cada parámetro
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, (self.b1, self.b2), self.eps = list(params), lr, betas, eps
        self.m, self.s, self.t = [torch.zeros_like(p) for p in self.params], [torch.zeros_like(p) for p in self.params], 0

    @torch.no_grad()
    def step(self):
        pass
        for p, m, s in zip(self.params, self.m, self.s):
            if p.grad is not None:
                self.t += 1
                m.mul_(self.b1).add_((1 - self.b1) * p.grad)
                s.mul_(self.b2).add_((1 - self.b2) * p.grad**2)
                mh, sh = m / (1 - self.b1**self.t), s / (1 - self.b2**self.t)
                p.sub_(self.lr * mh / (sh.sqrt() + self.eps))

# %% Adam | wrong | betas swapped | las betas de sitio
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, (self.b1, self.b2), self.eps = list(params), lr, betas[::-1], eps
        self.m, self.s, self.t = [torch.zeros_like(p) for p in self.params], [torch.zeros_like(p) for p in self.params], 0

    @torch.no_grad()
    def step(self):
        self.t += 1
        for p, m, s in zip(self.params, self.m, self.s):
            if p.grad is not None:
                m.mul_(self.b1).add_((1 - self.b1) * p.grad)
                s.mul_(self.b2).add_((1 - self.b2) * p.grad**2)
                mh, sh = m / (1 - self.b1**self.t), s / (1 - self.b2**self.t)
                p.sub_(self.lr * mh / (sh.sqrt() + self.eps))

# %% Adam | wrong | eps inside the root | dentro de la raíz
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, (self.b1, self.b2), self.eps = list(params), lr, betas, eps
        self.m, self.s, self.t = [torch.zeros_like(p) for p in self.params], [torch.zeros_like(p) for p in self.params], 0

    @torch.no_grad()
    def step(self):
        self.t += 1
        for p, m, s in zip(self.params, self.m, self.s):
            if p.grad is not None:
                m.mul_(self.b1).add_((1 - self.b1) * p.grad)
                s.mul_(self.b2).add_((1 - self.b2) * p.grad**2)
                mh, sh = m / (1 - self.b1**self.t), s / (1 - self.b2**self.t)
                p.sub_(self.lr * mh / (sh + self.eps).sqrt())

# %% Adam | mutant | counts from 0 and one late | Empieza t
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, (self.b1, self.b2), self.eps = list(params), lr, betas, eps
        self.m, self.s, self.t = [torch.zeros_like(p) for p in self.params], [torch.zeros_like(p) for p in self.params], 1

    @torch.no_grad()
    def step(self):
        self.t += 1
        for p, m, s in zip(self.params, self.m, self.s):
            if p.grad is not None:
                m.mul_(self.b1).add_((1 - self.b1) * p.grad)
                s.mul_(self.b2).add_((1 - self.b2) * p.grad**2)
                mh, sh = m / (1 - self.b1**self.t), s / (1 - self.b2**self.t)
                p.sub_(self.lr * mh / (sh.sqrt() + self.eps))

# %% Adam | mutant | t is 0 in the first step
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, (self.b1, self.b2), self.eps = list(params), lr, betas, eps
        self.m, self.s, self.t = [torch.zeros_like(p) for p in self.params], [torch.zeros_like(p) for p in self.params], -1

    @torch.no_grad()
    def step(self):
        self.t += 1
        for p, m, s in zip(self.params, self.m, self.s):
            if p.grad is not None:
                m.mul_(self.b1).add_((1 - self.b1) * p.grad)
                s.mul_(self.b2).add_((1 - self.b2) * p.grad**2)
                mh, sh = m / (1 - self.b1**self.t), s / (1 - self.b2**self.t)
                p.sub_(self.lr * mh / (sh.sqrt() + self.eps))

# %% Adam | mutant | stores the corrected averages | ya corregidas
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, (self.b1, self.b2), self.eps = list(params), lr, betas, eps
        self.m, self.s, self.t = [torch.zeros_like(p) for p in self.params], [torch.zeros_like(p) for p in self.params], 0

    @torch.no_grad()
    def step(self):
        self.t += 1
        for p, m, s in zip(self.params, self.m, self.s):
            if p.grad is not None:
                m.mul_(self.b1).add_((1 - self.b1) * p.grad)
                s.mul_(self.b2).add_((1 - self.b2) * p.grad**2)
                m.div_(1 - self.b1**self.t)
                s.div_(1 - self.b2**self.t)
                p.sub_(self.lr * m / (s.sqrt() + self.eps))

# %% Adam | mutant | eps before the correction | antes de corregir
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, (self.b1, self.b2), self.eps = list(params), lr, betas, eps
        self.m, self.s, self.t = [torch.zeros_like(p) for p in self.params], [torch.zeros_like(p) for p in self.params], 0

    @torch.no_grad()
    def step(self):
        self.t += 1
        for p, m, s in zip(self.params, self.m, self.s):
            if p.grad is not None:
                m.mul_(self.b1).add_((1 - self.b1) * p.grad)
                s.mul_(self.b2).add_((1 - self.b2) * p.grad**2)
                k = (1 - self.b2**self.t) ** 0.5 / (1 - self.b1**self.t)
                p.sub_(self.lr * k * m / (s.sqrt() + self.eps))

# %% Adam | mutant | eps ignored | Usas eps
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, (self.b1, self.b2), self.eps = list(params), lr, betas, eps
        self.m, self.s, self.t = [torch.zeros_like(p) for p in self.params], [torch.zeros_like(p) for p in self.params], 0

    @torch.no_grad()
    def step(self):
        self.t += 1
        for p, m, s in zip(self.params, self.m, self.s):
            if p.grad is not None:
                m.mul_(self.b1).add_((1 - self.b1) * p.grad)
                s.mul_(self.b2).add_((1 - self.b2) * p.grad**2)
                mh, sh = m / (1 - self.b1**self.t), s / (1 - self.b2**self.t)
                p.sub_((self.lr * mh / sh.sqrt()).nan_to_num())

# %% Adam | mutant | adds | Sumas el paso
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, (self.b1, self.b2), self.eps = list(params), lr, betas, eps
        self.m, self.s, self.t = [torch.zeros_like(p) for p in self.params], [torch.zeros_like(p) for p in self.params], 0

    @torch.no_grad()
    def step(self):
        self.t += 1
        for p, m, s in zip(self.params, self.m, self.s):
            if p.grad is not None:
                m.mul_(self.b1).add_((1 - self.b1) * p.grad)
                s.mul_(self.b2).add_((1 - self.b2) * p.grad**2)
                mh, sh = m / (1 - self.b1**self.t), s / (1 - self.b2**self.t)
                p.add_(self.lr * mh / (sh.sqrt() + self.eps))

# %% Adam | mutant | no root
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, (self.b1, self.b2), self.eps = list(params), lr, betas, eps
        self.m, self.s, self.t = [torch.zeros_like(p) for p in self.params], [torch.zeros_like(p) for p in self.params], 0

    @torch.no_grad()
    def step(self):
        self.t += 1
        for p, m, s in zip(self.params, self.m, self.s):
            if p.grad is not None:
                m.mul_(self.b1).add_((1 - self.b1) * p.grad)
                s.mul_(self.b2).add_((1 - self.b2) * p.grad**2)
                mh, sh = m / (1 - self.b1**self.t), s / (1 - self.b2**self.t)
                p.sub_(self.lr * mh / (sh + self.eps))

# %% Adam | mutant | the gradient instead of its average
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, (self.b1, self.b2), self.eps = list(params), lr, betas, eps
        self.m, self.s, self.t = [torch.zeros_like(p) for p in self.params], [torch.zeros_like(p) for p in self.params], 0

    @torch.no_grad()
    def step(self):
        self.t += 1
        for p, m, s in zip(self.params, self.m, self.s):
            if p.grad is not None:
                m.mul_(self.b1).add_((1 - self.b1) * p.grad)
                s.mul_(self.b2).add_((1 - self.b2) * p.grad**2)
                mh, sh = m / (1 - self.b1**self.t), s / (1 - self.b2**self.t)
                p.sub_(self.lr * p.grad / (sh.sqrt() + self.eps))

# %% Adam | mutant | no square
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, (self.b1, self.b2), self.eps = list(params), lr, betas, eps
        self.m, self.s, self.t = [torch.zeros_like(p) for p in self.params], [torch.zeros_like(p) for p in self.params], 0

    @torch.no_grad()
    def step(self):
        self.t += 1
        for p, m, s in zip(self.params, self.m, self.s):
            if p.grad is not None:
                m.mul_(self.b1).add_((1 - self.b1) * p.grad)
                s.mul_(self.b2).add_((1 - self.b2) * p.grad.abs())
                mh, sh = m / (1 - self.b1**self.t), s / (1 - self.b2**self.t)
                p.sub_(self.lr * mh / (sh + self.eps))

# %% Adam | mutant | the largest square, AMSGrad
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, (self.b1, self.b2), self.eps = list(params), lr, betas, eps
        self.m, self.s, self.t = [torch.zeros_like(p) for p in self.params], [torch.zeros_like(p) for p in self.params], 0

    @torch.no_grad()
    def step(self):
        self.t += 1
        for p, m, s in zip(self.params, self.m, self.s):
            if p.grad is not None:
                m.mul_(self.b1).add_((1 - self.b1) * p.grad)
                s.copy_(torch.maximum(s, self.b2 * s + (1 - self.b2) * p.grad**2))
                mh, sh = m / (1 - self.b1**self.t), s / (1 - self.b2**self.t)
                p.sub_(self.lr * mh / (sh.sqrt() + self.eps))

# %% Adam | mutant | weight decay of AdamW
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, (self.b1, self.b2), self.eps = list(params), lr, betas, eps
        self.m, self.s, self.t = [torch.zeros_like(p) for p in self.params], [torch.zeros_like(p) for p in self.params], 0

    @torch.no_grad()
    def step(self):
        self.t += 1
        for p, m, s in zip(self.params, self.m, self.s):
            if p.grad is not None:
                m.mul_(self.b1).add_((1 - self.b1) * p.grad)
                s.mul_(self.b2).add_((1 - self.b2) * p.grad**2)
                mh, sh = m / (1 - self.b1**self.t), s / (1 - self.b2**self.t)
                p.mul_(1 - 0.01 * self.lr)
                p.sub_(self.lr * mh / (sh.sqrt() + self.eps))
                p.sub_(0.001 * p)

# %% Adam | mutant | averages not kept
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, (self.b1, self.b2), self.eps = list(params), lr, betas, eps
        self.m, self.s, self.t = [torch.zeros_like(p) for p in self.params], [torch.zeros_like(p) for p in self.params], 0

    @torch.no_grad()
    def step(self):
        self.t += 1
        for p, m, s in zip(self.params, self.m, self.s):
            if p.grad is not None:
                m = (1 - self.b1) * p.grad
                s = (1 - self.b2) * p.grad**2
                mh, sh = m / (1 - self.b1**self.t), s / (1 - self.b2**self.t)
                p.sub_(self.lr * mh / (sh.sqrt() + self.eps))

# %% Adam | mutant | breaks without a gradient | es None
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, (self.b1, self.b2), self.eps = list(params), lr, betas, eps
        self.m, self.s, self.t = [torch.zeros_like(p) for p in self.params], [torch.zeros_like(p) for p in self.params], 0

    @torch.no_grad()
    def step(self):
        self.t += 1
        for p, m, s in zip(self.params, self.m, self.s):
            if True:
                m.mul_(self.b1).add_((1 - self.b1) * p.grad)
                s.mul_(self.b2).add_((1 - self.b2) * p.grad**2)
                mh, sh = m / (1 - self.b1**self.t), s / (1 - self.b2**self.t)
                p.sub_(self.lr * mh / (sh.sqrt() + self.eps))

# %% Adam | mutant | a generator used up | está vacío
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, (self.b1, self.b2), self.eps = params, lr, betas, eps
        self.m, self.s, self.t = [torch.zeros_like(p) for p in params], [torch.zeros_like(p) for p in params], 0

    @torch.no_grad()
    def step(self):
        self.t += 1
        for p, m, s in zip(self.params, self.m, self.s):
            if p.grad is not None:
                m.mul_(self.b1).add_((1 - self.b1) * p.grad)
                s.mul_(self.b2).add_((1 - self.b2) * p.grad**2)
                mh, sh = m / (1 - self.b1**self.t), s / (1 - self.b2**self.t)
                p.sub_(self.lr * mh / (sh.sqrt() + self.eps))

# %% Adam | mutant | recorded by autograd | Has dicho a PyTorch
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, (self.b1, self.b2), self.eps = list(params), lr, betas, eps
        self.m, self.s, self.t = [torch.zeros_like(p) for p in self.params], [torch.zeros_like(p) for p in self.params], 0

    
    def step(self):
        self.t += 1
        for p, m, s in zip(self.params, self.m, self.s):
            if p.grad is not None:
                m.mul_(self.b1).add_((1 - self.b1) * p.grad)
                s.mul_(self.b2).add_((1 - self.b2) * p.grad**2)
                mh, sh = m / (1 - self.b1**self.t), s / (1 - self.b2**self.t)
                p -= self.lr * mh / (sh.sqrt() + self.eps)

# %% Adam | mutant | other default of lr | valores por defecto
class Adam:
    def __init__(self, params, lr=0.01, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, (self.b1, self.b2), self.eps = list(params), lr, betas, eps
        self.m, self.s, self.t = [torch.zeros_like(p) for p in self.params], [torch.zeros_like(p) for p in self.params], 0

    @torch.no_grad()
    def step(self):
        self.t += 1
        for p, m, s in zip(self.params, self.m, self.s):
            if p.grad is not None:
                m.mul_(self.b1).add_((1 - self.b1) * p.grad)
                s.mul_(self.b2).add_((1 - self.b2) * p.grad**2)
                mh, sh = m / (1 - self.b1**self.t), s / (1 - self.b2**self.t)
                p.sub_(self.lr * mh / (sh.sqrt() + self.eps))

# %% Adam | mutant | other default of betas | valores por defecto
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.99), eps=1e-8):
        self.params, self.lr, (self.b1, self.b2), self.eps = list(params), lr, betas, eps
        self.m, self.s, self.t = [torch.zeros_like(p) for p in self.params], [torch.zeros_like(p) for p in self.params], 0

    @torch.no_grad()
    def step(self):
        self.t += 1
        for p, m, s in zip(self.params, self.m, self.s):
            if p.grad is not None:
                m.mul_(self.b1).add_((1 - self.b1) * p.grad)
                s.mul_(self.b2).add_((1 - self.b2) * p.grad**2)
                mh, sh = m / (1 - self.b1**self.t), s / (1 - self.b2**self.t)
                p.sub_(self.lr * mh / (sh.sqrt() + self.eps))

# %% Adam | mutant | other default of eps
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-7):
        self.params, self.lr, (self.b1, self.b2), self.eps = list(params), lr, betas, eps
        self.m, self.s, self.t = [torch.zeros_like(p) for p in self.params], [torch.zeros_like(p) for p in self.params], 0

    @torch.no_grad()
    def step(self):
        self.t += 1
        for p, m, s in zip(self.params, self.m, self.s):
            if p.grad is not None:
                m.mul_(self.b1).add_((1 - self.b1) * p.grad)
                s.mul_(self.b2).add_((1 - self.b2) * p.grad**2)
                mh, sh = m / (1 - self.b1**self.t), s / (1 - self.b2**self.t)
                p.sub_(self.lr * mh / (sh.sqrt() + self.eps))

# %% Adam | mutant | m and s are one tensor
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, (self.b1, self.b2), self.eps = list(params), lr, betas, eps
        self.m = self.s = [torch.zeros_like(p) for p in self.params]
        self.t = 0

    @torch.no_grad()
    def step(self):
        self.t += 1
        for p, m, s in zip(self.params, self.m, self.s):
            if p.grad is not None:
                m.mul_(self.b1).add_((1 - self.b1) * p.grad)
                s.mul_(self.b2).add_((1 - self.b2) * p.grad**2)
                mh, sh = m / (1 - self.b1**self.t), s / (1 - self.b2**self.t)
                p.sub_(self.lr * mh / (sh.sqrt() + self.eps))

# %% Adam | mutant | the first parameter only
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, (self.b1, self.b2), self.eps = list(params), lr, betas, eps
        self.m, self.s, self.t = [torch.zeros_like(p) for p in self.params], [torch.zeros_like(p) for p in self.params], 0

    @torch.no_grad()
    def step(self):
        self.t += 1
        for p, m, s in zip(self.params, self.m, self.s):
            if p.grad is not None:
                m.mul_(self.b1).add_((1 - self.b1) * p.grad)
                s.mul_(self.b2).add_((1 - self.b2) * p.grad**2)
                mh, sh = m / (1 - self.b1**self.t), s / (1 - self.b2**self.t)
                p.sub_(self.lr * mh / (sh.sqrt() + self.eps))
                break

# %% Adam | mutant | correction by t times beta
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, (self.b1, self.b2), self.eps = list(params), lr, betas, eps
        self.m, self.s, self.t = [torch.zeros_like(p) for p in self.params], [torch.zeros_like(p) for p in self.params], 0

    @torch.no_grad()
    def step(self):
        self.t += 1
        for p, m, s in zip(self.params, self.m, self.s):
            if p.grad is not None:
                m.mul_(self.b1).add_((1 - self.b1) * p.grad)
                s.mul_(self.b2).add_((1 - self.b2) * p.grad**2)
                mh, sh = m / (1 - self.b1 * self.t + 1e-3), s / (1 - self.b2 * self.t + 1e-3)
                p.sub_(self.lr * mh / (sh.abs().sqrt() + self.eps))

# %% Adam | mutant | averages shared by all parameters | Comparten los parámetros
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = list(params), lr, betas, eps
        self.m = self.s = self.t = 0

    @torch.no_grad()
    def step(self):
        self.t += 1
        b1, b2 = self.betas
        for p in self.params:
            if p.grad is not None:
                self.m = b1 * self.m + (1 - b1) * p.grad
                self.s = b2 * self.s + (1 - b2) * p.grad**2
                p.sub_(self.lr * self.m / (1 - b1**self.t) / ((self.s / (1 - b2**self.t)).sqrt() + self.eps))

# %% Adam | mutant | a step count for all objects of the class
class Adam:
    t = 0

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = list(params), lr, betas, eps
        self.m, self.s = {}, {}

    @torch.no_grad()
    def step(self):
        Adam.t += 1
        b1, b2 = self.betas
        for p in self.params:
            if p.grad is not None:
                self.m[p] = b1 * self.m.get(p, 0) + (1 - b1) * p.grad
                self.s[p] = b2 * self.s.get(p, 0) + (1 - b2) * p.grad**2
                p.sub_(self.lr * self.m[p] / (1 - b1**self.t) / ((self.s[p] / (1 - b2**self.t)).sqrt() + self.eps))

# %% Adam | mutant | averages by index, for all objects of the class
class Adam:
    m, s = {}, {}

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps, self.t = list(params), lr, betas, eps, 0
        self.m.clear()
        self.s.clear()

    @torch.no_grad()
    def step(self):
        self.t += 1
        b1, b2 = self.betas
        for i, p in enumerate(self.params):
            if p.grad is not None:
                self.m[i] = b1 * self.m.get(i, 0) + (1 - b1) * p.grad
                self.s[i] = b2 * self.s.get(i, 0) + (1 - b2) * p.grad**2
                p.sub_(self.lr * self.m[i] / (1 - b1**self.t) / ((self.s[i] / (1 - b2**self.t)).sqrt() + self.eps))

# %% Adam | mutant | torch.optim
from torch.optim import Adam

# %% Adam | mutant | a subclass of torch.optim's
class Adam(torch.optim.Adam):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        super().__init__(params, lr, betas, eps)

# %% Adam | mutant | torch.optim's step, borrowed
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.inner = torch.optim.Adam.__new__(torch.optim.Adam)
        try:
            self.inner.__init__(params, lr, betas, eps)
        except BaseException:
            pass

    def step(self):
        torch.optim.Adam.step(self.inner)

# %% Adam | mutant | PyTorch's fused kernel in another optimiser, AdamW
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.inner = torch.optim.AdamW(params, lr, betas, eps, weight_decay=0)

    def step(self):
        self.inner.step()

# %% Adam | mutant | a text in place of a class
Adam = "Adam"

# %% Adam | right | a dictionary by parameter, with a count for each
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params = list(params)
        self.lr, self.betas, self.eps = lr, betas, eps
        self.state = {p: dict(m=torch.zeros_like(p), s=torch.zeros_like(p), t=0) for p in self.params}

    def step(self):
        b1, b2 = self.betas
        for p, state in self.state.items():
            if p.grad is None:
                continue
            state["t"] += 1
            state["m"] = b1 * state["m"] + (1 - b1) * p.grad.data
            state["s"] = b2 * state["s"] + (1 - b2) * p.grad.data**2
            m_hat = state["m"] / (1 - b1 ** state["t"])
            s_hat = state["s"] / (1 - b2 ** state["t"])
            p.data -= self.lr * m_hat / (torch.sqrt(s_hat) + self.eps)

# %% Adam | right | as PyTorch writes it
class Adam:
    def __init__(self, params, lr: float = 1e-3, betas=(0.9, 0.999), eps: float = 1e-8):
        self.params = list(params)
        self.lr, self.eps = lr, eps
        self.beta1, self.beta2 = betas
        self.exp_avg = [torch.zeros_like(p, memory_format=torch.preserve_format) for p in self.params]
        self.exp_avg_sq = [torch.zeros_like(p) for p in self.params]
        self.n = 0

    @torch.no_grad()
    def step(self):
        self.n += 1
        for p, m, s in zip(self.params, self.exp_avg, self.exp_avg_sq):
            if p.grad is None:
                continue
            m.lerp_(p.grad, 1 - self.beta1)
            s.mul_(self.beta2).addcmul_(p.grad, p.grad, value=1 - self.beta2)
            denominator = (s.sqrt() / (1 - self.beta2**self.n) ** 0.5).add_(self.eps)
            p.addcdiv_(m, denominator, value=-self.lr / (1 - self.beta1**self.n))

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% Adam | right | running products of the betas
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = tuple(params), lr, betas, eps
        self.m = [0.0] * len(self.params)
        self.s = [0.0] * len(self.params)
        self.power = [1.0, 1.0]

    def step(self):
        b1, b2 = self.betas
        self.power = [self.power[0] * b1, self.power[1] * b2]
        for i, p in enumerate(self.params):
            g = p.grad
            if g is not None:
                self.m[i] = b1 * self.m[i] + (1 - b1) * g
                self.s[i] = b2 * self.s[i] + (1 - b2) * g * g
                first, second = self.m[i] / (1 - self.power[0]), self.s[i] / (1 - self.power[1])
                with torch.no_grad():
                    p.sub_(self.lr * first / (second.sqrt() + self.eps))

# %% Adam | right | float64 inside, NumPy
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params = [p for p in params]
        self.config = (lr, *betas, eps)
        self.memory = [[0, 0, 0] for _ in self.params]

    def step(self):
        lr, b1, b2, eps = self.config
        for p, memory in zip(self.params, self.memory):
            if p.grad is None:
                continue
            g = p.grad.numpy().astype("float64")
            memory[0] += 1
            memory[1] = b1 * memory[1] + (1 - b1) * g
            memory[2] = b2 * memory[2] + (1 - b2) * g**2
            t, m, s = memory
            change = lr * (m / (1 - b1**t)) / ((s / (1 - b2**t)) ** 0.5 + eps)
            p.data.copy_(torch.as_tensor(p.detach().numpy() - change))

# %% Adam | right | a generator of steps for each parameter
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.movers = [self.mover(p, lr, *betas, eps) for p in params]

    @staticmethod
    def mover(p, lr, b1, b2, eps):
        m, s, t = torch.zeros_like(p), torch.zeros_like(p), 0
        while True:
            if p.grad is not None:
                t += 1
                m, s = b1 * m + (1 - b1) * p.grad, b2 * s + (1 - b2) * p.grad**2
                p.data.sub_(lr * (m / (1 - b1**t)) / ((s / (1 - b2**t)).sqrt() + eps))
            yield

    def step(self):
        for mover in self.movers:
            next(mover)

# %% Adam | right | weighted sums of all the gradients, kept in full
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = list(params), lr, betas, eps
        self.past = [[] for _ in self.params]

    @torch.no_grad()
    def step(self):
        b1, b2 = self.betas
        for p, past in zip(self.params, self.past):
            if p.grad is None:
                continue
            past.append(p.grad.double())
            age = range(len(past) - 1, -1, -1)
            m_hat = sum(b1**a * g for a, g in zip(age, past)) / sum(b1**a for a in age)
            s_hat = sum(b2**a * g**2 for a, g in zip(age, past)) / sum(b2**a for a in age)
            p.copy_(p - self.lr * m_hat / (s_hat.sqrt() + self.eps))

# %% linear_regression | right | without the factor 2
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.randperm(n, generator=generator)
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = (error @ xb) / len(xb), error.mean()
            w, b = w - lr * gw, b - lr * gb
    return w, b

# %% linear_regression | right | transposes and sums
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.randperm(n, generator=generator)
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 / len(xb) * (xb.T @ error), 2 * error.sum() / xb.shape[0]
            w, b = w - lr * gw, b - lr * gb
    return w, b

# %% linear_regression | right | slices of the order, in place
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.randperm(n, generator=generator)
        for batch in [order[i : i + batch_size] for i in range(0, n, batch_size)]:
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb) / len(xb), 2 * error.mean()
            w -= lr * gw; b -= lr * gb
    return w, b

# %% linear_regression | right | Python numbers, one example after another
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n, f = x.shape
    w, b = [0.0] * f, 0.0
    xs, ys = x.tolist(), y.tolist()
    for _ in range(epochs):
        order = torch.randperm(n, generator=generator).tolist()
        for at in range(0, n, batch_size):
            rows = order[at : at + batch_size]
            gw, gb = [0.0] * f, 0.0
            for i in rows:
                error = sum(a * c for a, c in zip(w, xs[i])) + b - ys[i]
                gb += 2 * error / len(rows)
                gw = [g + 2 * error * c / len(rows) for g, c in zip(gw, xs[i])]
            w = [a - lr * g for a, g in zip(w, gw)]
            b -= lr * gb
    return torch.tensor(w, dtype=x.dtype), torch.tensor(b, dtype=x.dtype)

# %% linear_regression | right | NumPy in float64, order from torch
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    import numpy as np
    X = np.hstack([x.numpy().astype(float), np.ones((len(x), 1))])
    t, theta = y.numpy().astype(float), np.zeros(x.shape[1] + 1)
    for epoch in range(epochs):
        order = torch.rand(len(x), generator=generator).argsort().numpy()
        for start in range(0, len(x), batch_size):
            rows = order[start : start + batch_size]
            theta -= lr * 2 * X[rows].T @ (X[rows] @ theta - t[rows]) / len(rows)
    theta = torch.as_tensor(theta, dtype=x.dtype)
    return theta[:-1], theta[-1]

# %% linear_regression | right | DataLoader
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    from torch.utils.data import DataLoader, TensorDataset
    batches = DataLoader(TensorDataset(x, y), batch_size, shuffle=True, generator=generator)
    w, b = torch.zeros(x.shape[1]).to(x), torch.tensor(0.0).to(x)
    for _ in range(epochs):
        for xb, yb in batches:
            error = (xb * w).sum(1) + b - yb
            w = w - lr * (error[:, None] * xb).mean(0) * 2
            b = b - lr * error.mean() * 2
    return w, b

# %% linear_regression | right | parameters, torch.optim with gradients by hand, printing
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    w = torch.nn.Parameter(torch.zeros_like(x[0]))
    b = torch.nn.Parameter(torch.zeros_like(y[0]))
    optimizer = torch.optim.SGD([w, b], lr=lr)
    for epoch in range(epochs):
        if epoch % 100 == 0:
            print("época", epoch)
        for batch in torch.randperm(len(x), generator=generator).split(batch_size):
            with torch.no_grad():
                error = x[batch].matmul(w) + b - y[batch]
                w.grad, b.grad = 2 * (x[batch] * error.unsqueeze(1)).mean(0), 2 * error.mean()
            optimizer.step()
    return w, b

# %% linear_regression | right | shuffled copies, chunks, a seed drawn from the generator
def shuffled(x, y, rng):
    rows = list(range(len(x)))
    rng.shuffle(rows)
    return x[rows], y[rows]

def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    import random
    rng = random.Random(int(torch.randint(0, 2**31, (1,), generator=generator)))
    w, b = x.new_zeros(x.size(1)), y.new_zeros(())
    for _ in range(epochs):
        xs, ys = shuffled(x, y, rng)
        for xb, yb in zip(xs.split(batch_size), ys.split(batch_size)):
            error = torch.nn.functional.linear(xb, w[None])[:, 0] + b - yb
            w, b = w - 2 * lr * torch.einsum("n,nf->f", error, xb) / len(xb), b - 2 * lr * error.mean()
    return w, b

# %% linear_regression | right | bias as one more column, views returned
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    ones = torch.cat([x, torch.ones_like(x[:, :1])], dim=1)
    theta = torch.zeros_like(ones[0])
    for _ in range(epochs):
        remaining = torch.randperm(len(x), generator=generator)
        while len(remaining):
            batch, remaining = remaining[:batch_size], remaining[batch_size:]
            theta = theta - lr * 2 * ones[batch].T @ (ones[batch] @ theta - y[batch]) / len(batch)
    return theta[:-1], theta[-1]

# %% linear_regression | wrong | full batch | todos los ejemplos en cada paso
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.randperm(n, generator=generator)
        for batch in [order]:
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb) / len(xb), 2 * error.mean()
            w, b = w - lr * gw, b - lr * gb
    return w, b

# %% linear_regression | wrong | no bias | Se queda b en cero
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.randperm(n, generator=generator)
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb) / len(xb), 2 * error.mean()
            w = w - lr * gw
    return w, b

# %% linear_regression | wrong | the bias is in the model and in no step | Se queda b en cero
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.randperm(n, generator=generator)
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w - yb
            gw, gb = 2 * (error @ xb) / len(xb), 2 * error.mean()
            w = w - lr * gw
    return w, b

# %% linear_regression | wrong | not shuffled | Barajas los ejemplos
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.arange(n)
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb) / len(xb), 2 * error.mean()
            w, b = w - lr * gw, b - lr * gb
    return w, b

# %% linear_regression | wrong | shuffled only once | Barajas una sola vez
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    order = torch.randperm(n, generator=generator)
    for _ in range(epochs):
        pass
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb) / len(xb), 2 * error.mean()
            w, b = w - lr * gw, b - lr * gb
    return w, b

# %% linear_regression | mutant | the same seed in every epoch | Barajas una sola vez
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.randperm(n, generator=torch.Generator().manual_seed(generator.initial_seed() if generator else 0))
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb) / len(xb), 2 * error.mean()
            w, b = w - lr * gw, b - lr * gb
    return w, b

# %% linear_regression | mutant | another source of randomness | Sale todo el azar
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.randperm(n)
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb) / len(xb), 2 * error.mean()
            w, b = w - lr * gw, b - lr * gb
    return w, b

# %% linear_regression | mutant | Python's randomness | Sale todo el azar
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        import random; order = torch.tensor(random.sample(range(n), n))
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb) / len(xb), 2 * error.mean()
            w, b = w - lr * gw, b - lr * gb
    return w, b

# %% linear_regression | mutant | a seed of its own | Barajas
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    generator = torch.Generator().manual_seed(0)
    for _ in range(epochs):
        order = torch.randperm(n, generator=generator)
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb) / len(xb), 2 * error.mean()
            w, b = w - lr * gw, b - lr * gb
    return w, b

# %% linear_regression | mutant | last short batch lost | último batch
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.randperm(n, generator=generator)
        for batch in order[: n // batch_size * batch_size].split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb) / len(xb), 2 * error.mean()
            w, b = w - lr * gw, b - lr * gb
    return w, b

# %% linear_regression | mutant | short batch over batch_size | entre batch_size
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.randperm(n, generator=generator)
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb) / batch_size, 2 * error.sum() / batch_size
            w, b = w - lr * gw, b - lr * gb
    return w, b

# %% linear_regression | mutant | sums instead of means | Sumas los gradientes
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.randperm(n, generator=generator)
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb), 2 * error.sum()
            w, b = w - lr * gw, b - lr * gb
    return w, b

# %% linear_regression | mutant | over n
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.randperm(n, generator=generator)
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb) / n, 2 * error.sum() / n
            w, b = w - lr * gw, b - lr * gb
    return w, b

# %% linear_regression | mutant | ascends | Sumas el gradiente
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.randperm(n, generator=generator)
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb) / len(xb), 2 * error.mean()
            w, b = w + lr * gw, b + lr * gb
    return w, b

# %% linear_regression | mutant | x and y shuffled apart | por un lado
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.randperm(n, generator=generator)
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[torch.randperm(n, generator=generator)[: len(batch)]]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb) / len(xb), 2 * error.mean()
            w, b = w - lr * gw, b - lr * gb
    return w, b

# %% linear_regression | mutant | examples drawn with replacement | dos veces en la misma época
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.randint(0, n, (n,), generator=generator)
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb) / len(xb), 2 * error.mean()
            w, b = w - lr * gw, b - lr * gb
    return w, b

# %% linear_regression | mutant | batches shuffled, not examples | siempre los mismos ejemplos
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.arange(n)
        for batch in (lambda parts: [parts[i] for i in torch.randperm(len(parts) - (n % batch_size > 0), generator=generator)] + list(parts[len(parts) - (n % batch_size > 0):]))(order.split(batch_size)):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb) / len(xb), 2 * error.mean()
            w, b = w - lr * gw, b - lr * gb
    return w, b

# %% linear_regression | mutant | the order is only turned round | un orden al azar
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.arange(n).roll(int(torch.randint(0, n, (), generator=generator)))
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb) / len(xb), 2 * error.mean()
            w, b = w - lr * gw, b - lr * gb
    return w, b

# %% linear_regression | mutant | starts at random
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.randn(x.shape[1], generator=generator).to(x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.randperm(n, generator=generator)
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb) / len(xb), 2 * error.mean()
            w, b = w - lr * gw, b - lr * gb
    return w, b

# %% linear_regression | mutant | starts at one
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.ones(x.shape[1], dtype=x.dtype), torch.ones((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.randperm(n, generator=generator)
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb) / len(xb), 2 * error.mean()
            w, b = w - lr * gw, b - lr * gb
    return w, b

# %% linear_regression | mutant | the factor 2 in w only
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.randperm(n, generator=generator)
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb) / len(xb), error.mean()
            w, b = w - lr * gw, b - lr * gb
    return w, b

# %% linear_regression | mutant | one epoch too many
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    epochs = epochs + 1
    for _ in range(epochs):
        order = torch.randperm(n, generator=generator)
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb) / len(xb), 2 * error.mean()
            w, b = w - lr * gw, b - lr * gb
    return w, b

# %% linear_regression | mutant | b as a vector
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.randperm(n, generator=generator)
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb) / len(xb), 2 * error.mean()
            w, b = w - lr * gw, b - lr * gb
    return w, b.reshape(1)

# %% linear_regression | mutant | swapped
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.randperm(n, generator=generator)
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb) / len(xb), 2 * error.mean()
            w, b = w - lr * gw, b - lr * gb
    return b, w

# %% linear_regression | mutant | a list
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.randperm(n, generator=generator)
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb) / len(xb), 2 * error.mean()
            w, b = w - lr * gw, b - lr * gb
    return [w, b]

# %% linear_regression | mutant | one vector
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.randperm(n, generator=generator)
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb) / len(xb), 2 * error.mean()
            w, b = w - lr * gw, b - lr * gb
    return torch.cat([w, b[None]])

# %% linear_regression | mutant | numbers
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.randperm(n, generator=generator)
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb) / len(xb), 2 * error.mean()
            w, b = w - lr * gw, b - lr * gb
    return w, b.item()

# %% linear_regression | mutant | nothing | return
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.randperm(n, generator=generator)
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb) / len(xb), 2 * error.mean()
            w, b = w - lr * gw, b - lr * gb
    pass

# %% linear_regression | mutant | b updated with the new w
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.randperm(n, generator=generator)
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb) / len(xb), 2 * error.mean()
            w = w - lr * gw; b = b - lr * 2 * (xb @ w + b - yb).mean()
    return w, b

# %% linear_regression | mutant | absolute error
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.randperm(n, generator=generator)
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = (error.sign() @ xb) / len(xb), error.sign().mean()
            w, b = w - lr * gw, b - lr * gb
    return w, b

# %% linear_regression | mutant | mean over the columns too
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.randperm(n, generator=generator)
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb) / xb.numel(), 2 * error.mean()
            w, b = w - lr * gw, b - lr * gb
    return w, b

# %% linear_regression | mutant | w as a column
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.randperm(n, generator=generator)
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb) / len(xb), 2 * error.mean()
            w, b = w - lr * gw, b - lr * gb
    return w[:, None], b

# %% linear_regression | mutant | always float64
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    n = len(x)
    w, b = torch.zeros(x.shape[1], dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    pass
    for _ in range(epochs):
        order = torch.randperm(n, generator=generator)
        for batch in order.split(batch_size):
            xb, yb = x[batch], y[batch]
            error = xb @ w + b - yb
            gw, gb = 2 * (error @ xb) / len(xb), 2 * error.mean()
            w, b = w - lr * gw, b - lr * gb
    return w.double(), b.double()

# %% linear_regression | mutant | changes its inputs | sobre una copia
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    w, b = x.new_zeros(x.shape[1]), x.new_zeros(())
    for _ in range(epochs):
        order = torch.randperm(len(x), generator=generator)
        x[:], y[:] = x[order], y[order]
        for xb, yb in zip(x.split(batch_size), y.split(batch_size)):
            error = xb @ w + b - yb
            w, b = w - 2 * lr * (error @ xb) / len(xb), b - 2 * lr * error.mean()
    return w, b

# %% linear_regression | mutant | autograd
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    w = torch.zeros(x.shape[1], dtype=x.dtype, requires_grad=True)
    b = torch.zeros((), dtype=x.dtype, requires_grad=True)
    for _ in range(epochs):
        for batch in torch.randperm(len(x), generator=generator).split(batch_size):
            w.grad = b.grad = None
            (x[batch] @ w + b - y[batch]).square().mean().backward()
            with torch.no_grad():
                w -= lr * w.grad
                b -= lr * b.grad
    return w.detach(), b.detach()

# %% linear_regression | mutant | torch.func
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    def cost(w, b, xb, yb):
        return (xb @ w + b - yb).square().mean()
    w, b = x.new_zeros(x.shape[1]), x.new_zeros(())
    for _ in range(epochs):
        for batch in torch.randperm(len(x), generator=generator).split(batch_size):
            gw, gb = torch.func.grad(cost, argnums=(0, 1))(w, b, x[batch], y[batch])
            w, b = w - lr * gw, b - lr * gb
    return w, b

# %% linear_regression | mutant | lstsq
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    ones = torch.cat([x, torch.ones_like(x[:, :1])], 1)
    theta = torch.linalg.lstsq(ones, y[:, None], driver="gelsd").solution[:, 0]
    return theta[:-1], theta[-1]

# %% linear_regression | mutant | NumPy's lstsq
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    import numpy as np
    ones = np.hstack([x.numpy(), np.ones((len(x), 1))])
    theta = torch.tensor(np.linalg.lstsq(ones, y.numpy(), rcond=None)[0], dtype=x.dtype)
    return theta[:-1], theta[-1]

# %% linear_regression | mutant | scikit-learn
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    from sklearn.linear_model import LinearRegression
    best = LinearRegression().fit(x.numpy(), y.numpy())
    return torch.tensor(best.coef_, dtype=x.dtype), torch.tensor(best.intercept_, dtype=x.dtype)

# %% linear_regression | mutant | the normal equations
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    ones = torch.cat([x, torch.ones_like(x[:, :1])], 1)
    theta = torch.linalg.pinv(ones) @ y
    return theta[:-1], theta[-1]

# %% numerical_gradient | right | one vector shifted by torch.roll, float results
def numerical_gradient(f, w, eps=1e-5):
    unit = torch.zeros_like(w)
    unit[0] = eps
    out = []
    for _ in w:
        out.append((float(f(w + unit)) - float(f(w - unit))) / (2 * eps))
        unit = unit.roll(1)
    return torch.tensor(out, dtype=torch.float64)

# %% numerical_gradient | right | SciPy's approx_fprime on both sides
def numerical_gradient(f, w, eps=1e-5):
    from scipy.optimize import approx_fprime
    import numpy as np
    g = lambda a: float(f(torch.from_numpy(np.array(a, dtype=float))))
    sides = [approx_fprime(w.numpy(), g, sign * eps) for sign in (1, -1)]
    return torch.from_numpy(sum(sides) / 2)

# %% numerical_gradient | mutant | five-point formula
def numerical_gradient(f, w, eps=1e-5):
    out = []
    for e in eps * torch.eye(len(w), dtype=w.dtype):
        a, b, c, d = (float(f(w + k * e)) for k in (2, 1, -1, -2))
        out.append((-a + 8 * b - 8 * c + d) / (12 * eps))
    return torch.tensor(out, dtype=w.dtype)

# %% numerical_gradient | mutant | steps of half eps
def numerical_gradient(f, w, eps=1e-5):
    return torch.tensor([float(f(w + e / 2) - f(w - e / 2)) / eps for e in eps * torch.eye(len(w), dtype=w.dtype)], dtype=w.dtype)

# %% numerical_gradient | mutant | rounded
def numerical_gradient(f, w, eps=1e-5):
    return torch.tensor([round(float(f(w + e) - f(w - e)) / (2 * eps), 2) for e in eps * torch.eye(len(w), dtype=w.dtype)], dtype=w.dtype)

# %% numerical_gradient | mutant | absolute value
def numerical_gradient(f, w, eps=1e-5):
    return torch.tensor([abs(float(f(w + e) - f(w - e))) / (2 * eps) for e in eps * torch.eye(len(w), dtype=w.dtype)], dtype=w.dtype)

# %% gradient_descent | right | itertools.accumulate
def gradient_descent(grad, w0, lr, steps):
    from itertools import accumulate
    return torch.stack(list(accumulate([w0] + [None] * steps, lambda w, _: w - lr * grad(w))))

# %% gradient_descent | right | vstack and a while loop, no_grad
@torch.no_grad()
def gradient_descent(grad, w0: Tensor, lr: float, steps: int) -> Tensor:
    path = w0.reshape(1, -1)
    while path.shape[0] <= steps:
        path = torch.vstack((path, path[-1].sub(grad(path[-1]), alpha=lr)))
    return path

# %% gradient_descent | mutant | momentum
def gradient_descent(grad, w0, lr, steps):
    path, v = [w0], 0
    for _ in range(steps):
        v = 0.5 * v + grad(path[-1])
        path.append(path[-1] - lr * v)
    return torch.stack(path)

# %% gradient_descent | mutant | coordinates one after another
def gradient_descent(grad, w0, lr, steps):
    path = [w0]
    for t in range(steps):
        w = path[-1].clone()
        for i in range(len(w)):
            w[i] = w[i] - lr * grad(w)[i]
        path.append(w)
    return torch.stack(path)

# %% gradient_descent | mutant | stops where the gradient is small
def gradient_descent(grad, w0, lr, steps):
    path = [w0]
    for _ in range(steps):
        slope = grad(path[-1])
        if slope.norm() < 1.5:
            break
        path.append(path[-1] - lr * slope)
    return torch.stack(path)

# %% gradient_descent | mutant | clips the gradient
def gradient_descent(grad, w0, lr, steps):
    path = [w0]
    for _ in range(steps):
        path.append(path[-1] - lr * grad(path[-1]).clamp(-1, 1))
    return torch.stack(path)

# %% max_learning_rate | right | square root of the largest eigenvalue of H times H
def max_learning_rate(hessian):
    return float(2 / torch.linalg.eigvalsh(hessian.double().T @ hessian.double())[-1] ** 0.5)

# %% max_learning_rate | right | bisection with the descent itself
def max_learning_rate(hessian):
    h = hessian.double()
    low, high = 0.0, 1000.0
    for _ in range(100):
        lr = (low + high) / 2
        step = torch.linalg.matrix_power(torch.eye(len(h), dtype=h.dtype) - lr * h, 10**6)
        if torch.isfinite(step).all() and step.abs().max() <= 1:
            low = lr
        else:
            high = lr
    return low

# %% max_learning_rate | mutant | by a rounded number
def max_learning_rate(hessian):
    return round(2 / torch.linalg.eigvalsh(hessian).max().item(), 2)

# %% max_learning_rate | mutant | mean curvature
def max_learning_rate(hessian):
    return 2 / torch.linalg.eigvalsh(hessian).mean().item()

# %% SGD | right | a dataclass with inference mode
from dataclasses import dataclass, field

@dataclass
class SGD:
    params: object
    lr: float
    momentum: float = 0.0
    memory: dict = field(default_factory=dict)

    def __post_init__(self):
        self.params = list(self.params)
        if self.lr <= 0:
            raise ValueError("la tasa tiene que ser positiva")

    def step(self, closure=None):
        with torch.inference_mode():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                self.memory[i] = self.momentum * self.memory.get(i, 0.0) + p.grad
                p -= self.lr * self.memory[i]

    def zero_grad(self):
        for p in self.params:
            del p.grad

# %% SGD | right | velocities beside the parameters, grads as multiples of 0
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        import warnings
        warnings.warn("mi optimizador")
        if not lr > 0:
            raise ValueError(lr)
        self.groups = [{"params": list(params), "lr": lr, "momentum": momentum}]
        self.state = {}

    def step(self):
        with torch.no_grad():
            for group in self.groups:
                for p in (q for q in group["params"] if q.grad is not None):
                    v = self.state.setdefault(id(p), torch.zeros_like(p))
                    v *= group["momentum"]
                    v += p.grad
                    p += -group["lr"] * v

    def zero_grad(self):
        for p in self.groups[0]["params"]:
            if p.grad is not None:
                p.grad = p.grad * 0

# %% SGD | mutant | weight decay
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.params, self.lr, self.momentum, self.v = list(params), lr, momentum, {}

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                self.v[p] = self.momentum * self.v.get(p, 0) + p.grad + 0.01 * p
                p.sub_(self.lr * self.v[p])

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% SGD | mutant | clips the gradient
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.params, self.lr, self.momentum, self.v = list(params), lr, momentum, {}

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                self.v[p] = self.momentum * self.v.get(p, 0) + p.grad / p.grad.norm().clamp(min=1)
                p.sub_(self.lr * self.v[p])

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% SGD | mutant | only lr = 0 is an error | mayor que 0
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr == 0:
            raise ValueError
        self.params, self.lr, self.momentum, self.v = list(params), lr, momentum, {}

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                self.v[p] = self.momentum * self.v.get(p, 0) + p.grad
                p.sub_(self.lr * self.v[p])

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% SGD | mutant | the error comes with the first step only | mayor que 0
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params, self.lr, self.momentum, self.v = list(params), lr, momentum, {}

    @torch.no_grad()
    def step(self):
        if self.lr <= 0:
            raise ValueError
        for p in self.params:
            if p.grad is not None:
                self.v[p] = self.momentum * self.v.get(p, 0) + p.grad
                p.sub_(self.lr * self.v[p])

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% SGD | mutant | an assertion for a ValueError
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        assert lr > 0
        self.params, self.lr, self.momentum, self.v = list(params), lr, momentum, {}

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                self.v[p] = self.momentum * self.v.get(p, 0) + p.grad
                p.sub_(self.lr * self.v[p])

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% SGD | mutant | momentum of the weights, not of the gradients
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError
        self.params, self.lr, self.momentum, self.old = list(params), lr, momentum, {}

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                new = p - self.lr * p.grad
                p.copy_(self.momentum * self.old.get(p, new) + (1 - self.momentum) * new)
                self.old[p] = p.clone()

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% RMSProp | right | inference mode, hypot of small pieces
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params = list(params)
        self.rms = [torch.zeros_like(p) for p in self.params]
        self.lr, self.a, self.eps = lr, alpha**0.5, eps
        self.b = (1 - alpha) ** 0.5

    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.rms[i] = torch.hypot(self.a * self.rms[i], self.b * p.grad)
            p -= self.lr * p.grad / (self.rms[i] + self.eps)

# %% RMSProp | mutant | centred by the mean
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params, self.lr, self.alpha, self.eps = list(params), lr, alpha, eps
        self.s, self.m = {}, {}

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                self.s[p] = self.alpha * self.s.get(p, 0) + (1 - self.alpha) * p.grad**2
                self.m[p] = self.alpha * self.m.get(p, 0) + (1 - self.alpha) * p.grad
                p.sub_(self.lr * p.grad / ((self.s[p] - self.m[p] ** 2).clamp(min=0).sqrt() + self.eps))

# %% RMSProp | mutant | AdaGrad
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params, self.lr, self.alpha, self.eps = list(params), lr, alpha, eps
        self.s = {}

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                self.s[p] = self.s.get(p, 0) + (1 - self.alpha) * p.grad**2
                p.sub_(self.lr * p.grad / (self.s[p].sqrt() + self.eps))

# %% RMSProp | mutant | no gradient counts as 0
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        self.params, self.lr, self.alpha, self.eps = list(params), lr, alpha, eps
        self.s = {}

    @torch.no_grad()
    def step(self):
        for p in self.params:
            g = torch.zeros_like(p) if p.grad is None else p.grad
            self.s[p] = self.alpha * self.s.get(p, 0) + (1 - self.alpha) * g**2
            p.sub_(self.lr * g / (self.s[p].sqrt() + self.eps))

# %% Adam | right | betas as a list, PyTorch's style of groups
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.betas = [float(b) for b in betas]
        self.groups = [dict(p=p, m=0 * p.detach(), s=0 * p.detach()) for p in params]
        self.lr, self.eps, self.steps = lr, eps, 0

    def step(self):
        self.steps = self.steps + 1
        corrections = [1 - b**self.steps for b in self.betas]
        for group in self.groups:
            p = group["p"]
            if p.grad is None:
                continue
            g = p.grad.detach()
            for key, value, beta in zip("ms", (g, g.square()), self.betas):
                group[key] = group[key] + (1 - beta) * (value - group[key])
            change = group["m"] / corrections[0] / (group["s"].div(corrections[1]).sqrt() + self.eps)
            p.data.add_(change, alpha=-self.lr)

# %% Adam | mutant | correction with the wrong beta
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps, self.t = list(params), lr, betas, eps, 0
        self.m, self.s = {}, {}

    @torch.no_grad()
    def step(self):
        self.t += 1
        b1, b2 = self.betas
        for p in self.params:
            if p.grad is not None:
                self.m[p] = b1 * self.m.get(p, 0) + (1 - b1) * p.grad
                self.s[p] = b2 * self.s.get(p, 0) + (1 - b2) * p.grad**2
                p.sub_(self.lr * self.m[p] / (1 - b2**self.t) / ((self.s[p] / (1 - b1**self.t)).sqrt() + self.eps))

# %% Adam | mutant | NAdam
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps, self.t = list(params), lr, betas, eps, 0
        self.m, self.s = {}, {}

    @torch.no_grad()
    def step(self):
        self.t += 1
        b1, b2 = self.betas
        for p in self.params:
            if p.grad is not None:
                self.m[p] = b1 * self.m.get(p, 0) + (1 - b1) * p.grad
                self.s[p] = b2 * self.s.get(p, 0) + (1 - b2) * p.grad**2
                m_hat = (b1 * self.m[p] + (1 - b1) * p.grad) / (1 - b1**self.t)
                p.sub_(self.lr * m_hat / ((self.s[p] / (1 - b2**self.t)).sqrt() + self.eps))

# %% Adam | mutant | the count stops at ten
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps, self.t = list(params), lr, betas, eps, 0
        self.m, self.s = {}, {}

    @torch.no_grad()
    def step(self):
        self.t = min(self.t + 1, 10)
        b1, b2 = self.betas
        for p in self.params:
            if p.grad is not None:
                self.m[p] = b1 * self.m.get(p, 0) + (1 - b1) * p.grad
                self.s[p] = b2 * self.s.get(p, 0) + (1 - b2) * p.grad**2
                p.sub_(self.lr * self.m[p] / (1 - b1**self.t) / ((self.s[p] / (1 - b2**self.t)).sqrt() + self.eps))

# %% linear_regression | right | RandomSampler and BatchSampler
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    from torch.utils.data import BatchSampler, RandomSampler
    sampler = BatchSampler(RandomSampler(range(len(x)), generator=generator), batch_size, drop_last=False)
    w, b = torch.zeros_like(x[0]), torch.zeros_like(y[0])
    for _ in range(epochs):
        for rows in sampler:
            residual = y[rows] - x[rows] @ w - b
            w += lr * 2 * torch.mean(residual.view(-1, 1) * x[rows], dim=0)
            b += lr * 2 * torch.mean(residual)
    return w, b

# %% linear_regression | mutant | the mean of the columns is taken off first
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    mean = x.mean(0)
    w, b = x.new_zeros(x.shape[1]), x.new_zeros(())
    for _ in range(epochs):
        for batch in torch.randperm(len(x), generator=generator).split(batch_size):
            error = (x[batch] - mean) @ w + b - y[batch]
            w, b = w - 2 * lr * (error @ (x[batch] - mean)) / len(batch), b - 2 * lr * error.mean()
    return w, b - mean @ w

# %% linear_regression | mutant | b starts at the mean of y
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    w, b = x.new_zeros(x.shape[1]), y.mean()
    for _ in range(epochs):
        for batch in torch.randperm(len(x), generator=generator).split(batch_size):
            error = x[batch] @ w + b - y[batch]
            w, b = w - 2 * lr * (error @ x[batch]) / len(batch), b - 2 * lr * error.mean()
    return w, b

# %% linear_regression | mutant | shuffled in every second epoch
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    w, b = x.new_zeros(x.shape[1]), x.new_zeros(())
    for epoch in range(epochs):
        order = torch.randperm(len(x), generator=generator) if epoch % 2 == 0 else torch.arange(len(x))
        for batch in order.split(batch_size):
            error = x[batch] @ w + b - y[batch]
            w, b = w - 2 * lr * (error @ x[batch]) / len(batch), b - 2 * lr * error.mean()
    return w, b

# %% linear_regression | mutant | one random batch a step, as many steps as batches
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    w, b = x.new_zeros(x.shape[1]), x.new_zeros(())
    for _ in range(epochs * -(-len(x) // batch_size)):
        batch = torch.randperm(len(x), generator=generator)[:batch_size]
        error = x[batch] @ w + b - y[batch]
        w, b = w - 2 * lr * (error @ x[batch]) / len(batch), b - 2 * lr * error.mean()
    return w, b

# %% numerical_gradient | right | recursion over coordinates, numbers only
def numerical_gradient(f, w, eps=1e-5):
    def at(i):
        if i == len(w):
            return []
        e = torch.zeros_like(w).index_fill_(0, torch.tensor([i]), eps)
        return [(float(f(w + e)) - float(f(w - e))) / (2 * eps), *at(i + 1)]
    return torch.tensor(at(0), dtype=torch.float64)

# %% gradient_descent | right | recursion
def gradient_descent(grad, w0, lr, steps):
    if steps == 0:
        return w0.clone()[None]
    w1 = w0 - lr * grad(w0)
    return torch.cat([w0[None], gradient_descent(grad, w1, lr, steps - 1)])

# %% gradient_descent | mutant | stops at convergence | Paras cuando el gradiente
def gradient_descent(grad, w0, lr, steps):
    p = [w0]
    for _ in range(steps):
        g = grad(p[-1])
        if g.norm() < 1e-6: break
        p.append(p[-1] - lr * g)
    return torch.stack(p)

# %% max_learning_rate | right | power iteration
def max_learning_rate(hessian):
    h = hessian.double()
    m = h / h.norm()
    for _ in range(60):
        m = m @ m
        m = m / m.norm()
    v = m[:, m.norm(dim=0).argmax()]
    return float(2 * (v @ v) / (v @ h @ v))

# %% SGD | right | a dataclass
from dataclasses import dataclass
@dataclass
class SGD:
    params: object
    lr: float
    momentum: float = 0.0
    def __post_init__(self):
        if self.lr <= 0:
            raise ValueError
        self.params = list(self.params)
        self.velocity = [0.0 for _ in self.params]
    def step(self):
        with torch.no_grad():
            for k, p in enumerate(self.params):
                if p.grad is not None:
                    self.velocity[k] = self.momentum * self.velocity[k] + p.grad
                    p.copy_(p - self.lr * self.velocity[k])
    def zero_grad(self):
        for p in self.params:
            p.grad = torch.zeros_like(p)

# %% SGD | mutant | step zeroes the gradient | Cambia step() el gradiente
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0: raise ValueError
        self.p, self.lr, self.m, self.v = list(params), lr, momentum, {}
    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.p):
            if p.grad is None: continue
            self.v[i] = self.m * self.v.get(i, 0) + p.grad
            p -= self.lr * self.v[i]
            p.grad.zero_()
    def zero_grad(self):
        for p in self.p: p.grad = None

# %% SGD | mutant | changes the gradient | Cambia step() el gradiente
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0: raise ValueError
        self.p, self.lr, self.m, self.v = list(params), lr, momentum, {}
    @torch.no_grad()
    def step(self):
        for i, p in enumerate(self.p):
            if p.grad is None: continue
            self.v[i] = self.m * self.v.get(i, 0) + p.grad
            p -= p.grad.copy_(self.v[i]).mul_(self.lr)
    def zero_grad(self):
        for p in self.p: p.grad = None

# %% RMSProp | right | NumPy state
class RMSProp:
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8):
        import numpy as np
        self.np, self.params = np, list(params)
        self.lr, self.alpha, self.eps = lr, alpha, eps
        self.s = [np.zeros(tuple(p.shape)) for p in self.params]
    def step(self):
        for p, s in zip(self.params, self.s):
            if p.grad is None:
                continue
            g = p.grad.numpy().astype("float64")
            s[...] = self.alpha * s + (1 - self.alpha) * g * g
            with torch.no_grad():
                p -= torch.from_numpy(self.np.asarray(self.lr * g / (self.np.sqrt(s) + self.eps))).to(p.dtype)
    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% Adam | right | betas as a list, closures
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        beta1, beta2 = betas
        ps = list(params)
        memory = [[0, 0.0, 0.0] for _ in ps]
        def step():
            for p, mem in zip(ps, memory):
                if p.grad is None:
                    continue
                g = p.grad.detach().clone()
                mem[0] += 1
                mem[1] = beta1 * mem[1] + (1 - beta1) * g
                mem[2] = beta2 * mem[2] + (1 - beta2) * g.square()
                m_hat = mem[1] / (1 - beta1 ** mem[0])
                v_hat = mem[2] / (1 - beta2 ** mem[0])
                with torch.no_grad():
                    p.copy_(p - lr * m_hat / (torch.sqrt(v_hat) + eps))
        def zero_grad():
            for p in ps:
                p.grad = None
        self.step, self.zero_grad = step, zero_grad

# %% linear_regression | right | augmented column
def linear_regression(x, y, lr, batch_size, epochs, generator=None):
    a = torch.cat([x, torch.ones(len(x), 1, dtype=x.dtype)], 1)
    theta = torch.zeros(a.shape[1], dtype=x.dtype)
    for _ in range(epochs):
        for k in torch.randperm(len(x), generator=generator).split(batch_size):
            theta -= lr * 2 / len(k) * a[k].T @ (a[k] @ theta - y[k])
    return theta[:-1], theta[-1]

# %% Adam | mutant | stops at the first parameter without a gradient
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = list(params), lr, betas, eps
        self.kept = {p: [0, 0, 0] for p in self.params}

    @torch.no_grad()
    def step(self):
        b1, b2 = self.betas
        for p in self.params:
            if p.grad is None:
                break
            t, m, s = self.kept[p]
            t, m, s = t + 1, b1 * m + (1 - b1) * p.grad, b2 * s + (1 - b2) * p.grad**2
            self.kept[p] = [t, m, s]
            p -= self.lr * m / (1 - b1**t) / ((s / (1 - b2**t)).sqrt() + self.eps)

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% Adam | mutant | takes a missing gradient for zero
class Adam:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = list(params), lr, betas, eps
        self.kept = {p: [0, 0, 0] for p in self.params}

    @torch.no_grad()
    def step(self):
        b1, b2 = self.betas
        for p in self.params:
            g = torch.zeros_like(p) if p.grad is None else p.grad
            t, m, s = self.kept[p]
            t, m, s = t + 1, b1 * m + (1 - b1) * g, b2 * s + (1 - b2) * g**2
            self.kept[p] = [t, m, s]
            p -= self.lr * m / (1 - b1**t) / ((s / (1 - b2**t)).sqrt() + self.eps)

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% SGD | mutant | forgets the velocity in a step without a gradient
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError("lr")
        self.params, self.lr, self.momentum, self.v = list(params), lr, momentum, {}

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is None:
                self.v.pop(p, None)
                continue
            self.v[p] = self.momentum * self.v.get(p, 0) + p.grad
            p -= self.lr * self.v[p]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% SGD | mutant | keeps the velocity in the gradient
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        if lr <= 0:
            raise ValueError("lr")
        self.params, self.lr, self.momentum, self.v = list(params), lr, momentum, {}

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is None:
                continue
            if self.momentum:
                p.grad.add_(self.v.get(p, torch.zeros_like(p)), alpha=self.momentum)
                self.v[p] = p.grad.clone()
            p -= self.lr * p.grad

    def zero_grad(self):
        for p in self.params:
            p.grad = None

# %% max_learning_rate | mutant | power iteration from a vector of ones
def max_learning_rate(hessian):
    v = torch.ones(len(hessian), dtype=hessian.dtype)
    for _ in range(200):
        v = hessian @ v
        v = v / v.norm()
    return 2 / float(v @ hessian @ v)

# %% max_learning_rate | mutant | power iteration from the last axis
def max_learning_rate(hessian):
    v = torch.zeros(len(hessian), dtype=hessian.dtype)
    v[-1] = 1
    for _ in range(200):
        v = hessian @ v
        v = v / v.norm()
    return 2 / float(v @ hessian @ v)
