"""Known answers to the lab 06_mejora. The format is described in ../judge.py."""

# %% best_learning_rate | right | a loop
def best_learning_rate(results):
    best = None
    for lr, cost in results.items():
        if not math.isfinite(cost):
            continue
        if best is None or cost < results[best]:
            best = lr
    if best is None:
        raise ValueError("ningún coste finito")
    return best

# %% best_learning_rate | right | NumPy
def best_learning_rate(results):
    rates = np.array(list(results), dtype=float)
    costs = np.array(list(results.values()), dtype=float)
    costs[~np.isfinite(costs)] = np.inf
    if len(costs) == 0 or np.isinf(costs).all():
        raise ValueError
    return rates[np.argmin(costs)]

# %% best_learning_rate | right | sorted pairs, printing
def best_learning_rate(results: dict) -> float:
    pairs = sorted((cost, lr) for lr, cost in results.items() if cost == cost and abs(cost) != float("inf"))
    print(pairs)
    if not pairs:
        raise ValueError("vacío")
    return pairs[0][1]

# %% best_learning_rate | right | min of what is left, which raises by itself
def best_learning_rate(results):
    return min((c, lr) for lr, c in results.items() if -math.inf < c < math.inf)[1]

# %% best_learning_rate | right | torch
def best_learning_rate(results):
    rates = list(results.keys())
    costs = torch.tensor([float(c) for c in results.values()], dtype=torch.float64)
    costs = costs.masked_fill(~costs.isfinite(), math.inf)
    if not costs.isfinite().any():
        raise ValueError("todo ha divergido")
    return rates[int(costs.argmin())]

# %% best_learning_rate | right | pandas
def best_learning_rate(results):
    import pandas as pd
    s = pd.Series(results, dtype=float).replace([np.inf, -np.inf], np.nan).dropna()
    if s.empty:
        raise ValueError
    return s.idxmin()

# %% best_learning_rate | right | float32 tensors inside, reduce
def best_learning_rate(results):
    from functools import reduce
    ok = [(lr, c) for lr, c in results.items() if bool(torch.isfinite(torch.tensor(float(c))))]
    if len(ok) < 1:
        raise ValueError("¡nada!")
    return reduce(lambda a, b: b if b[1] < a[1] else a, ok)[0]

# %% best_learning_rate | wrong | returns the cost | el coste en lugar de la tasa
def best_learning_rate(results):
    finite = [c for c in results.values() if math.isfinite(c)]
    return min(finite)

# %% best_learning_rate | wrong | highest | el mayor coste
def best_learning_rate(results):
    finite = {lr: c for lr, c in results.items() if math.isfinite(c)}
    if not finite:
        raise ValueError
    return max(finite, key=finite.get)

# %% best_learning_rate | wrong | NaN wins if it is the first | Gana un NaN
def best_learning_rate(results):
    if not any(math.isfinite(c) for c in results.values()):
        raise ValueError
    return min(results, key=results.get)

# %% best_learning_rate | wrong | NaN wins wherever it is | Gana un NaN
def best_learning_rate(results):
    costs = np.array(list(results.values()), dtype=float)
    if not np.isfinite(costs).any():
        raise ValueError
    return list(results)[int(np.argmin(costs))]

# %% best_learning_rate | wrong | lowest rate | la menor de las tasas
def best_learning_rate(results):
    finite = {lr: c for lr, c in results.items() if math.isfinite(c)}
    if not finite:
        raise ValueError
    return min(finite)

# %% best_learning_rate | mutant | largest rate | la mayor de las tasas
def best_learning_rate(results):
    finite = {lr: c for lr, c in results.items() if math.isfinite(c)}
    if not finite:
        raise ValueError
    return max(finite)

# %% best_learning_rate | mutant | only NaN left out | coste infinito
def best_learning_rate(results):
    return min((c, lr) for lr, c in results.items() if not math.isnan(c))[1]

# %% best_learning_rate | mutant | None without a finite cost | vacío
def best_learning_rate(results):
    finite = {lr: c for lr, c in results.items() if math.isfinite(c)}
    return min(finite, key=finite.get) if finite else None

# %% best_learning_rate | mutant | error only if empty | NaN o infinitos
def best_learning_rate(results):
    if not results:
        raise ValueError
    finite = {lr: c for lr, c in results.items() if math.isfinite(c)}
    return min(finite, key=finite.get) if finite else next(iter(results))

# %% best_learning_rate | mutant | nothing for an empty dictionary | vacío
def best_learning_rate(results):
    if not results:
        return None
    finite = {lr: c for lr, c in results.items() if math.isfinite(c)}
    if not finite:
        raise ValueError
    return min(finite, key=finite.get)

# %% best_learning_rate | mutant | another error
def best_learning_rate(results):
    finite = {lr: c for lr, c in results.items() if math.isfinite(c)}
    assert finite
    return min(finite, key=finite.get)

# %% best_learning_rate | mutant | the rate as text
def best_learning_rate(results):
    finite = {lr: c for lr, c in results.items() if math.isfinite(c)}
    if not finite:
        raise ValueError
    return str(min(finite, key=finite.get))

# %% best_learning_rate | mutant | rate and cost
def best_learning_rate(results):
    return min((c, lr) for lr, c in results.items() if math.isfinite(c))[::-1]

# %% best_learning_rate | mutant | returns nothing | return
def best_learning_rate(results):
    finite = {lr: c for lr, c in results.items() if math.isfinite(c)}
    if not finite:
        raise ValueError
    min(finite, key=finite.get)

# %% best_learning_rate | mutant | a cost of 0 does not count
def best_learning_rate(results):
    finite = {lr: c for lr, c in results.items() if c and math.isfinite(c)}
    if not finite:
        raise ValueError
    return min(finite, key=finite.get)

# %% best_learning_rate | mutant | takes the broken costs out of its input | copia
def best_learning_rate(results):
    finite = {lr: c for lr, c in results.items() if math.isfinite(c)}
    if not finite:
        raise ValueError
    best = min(finite, key=finite.get)
    results.clear()
    return best

# %% best_learning_rate | mutant | stops at the first rise
def best_learning_rate(results):
    best = None
    for lr, cost in results.items():
        if math.isfinite(cost):
            if best is not None and cost > results[best]:
                break
            best = lr
    if best is None:
        raise ValueError
    return best

# %% best_learning_rate | mutant | starts from a cost of 10
def best_learning_rate(results):
    best, low = None, 10.0
    for lr, cost in results.items():
        if math.isfinite(cost) and cost < low:
            best, low = lr, cost
    if best is None:
        raise ValueError
    return best

# %% best_learning_rate | mutant | the broken rates lose, but any NaN is an error
def best_learning_rate(results):
    if not results or any(math.isnan(c) for c in results.values()):
        raise ValueError
    return min(results, key=results.get)

# %% best_learning_rate | right | heap, costs changed in a copy
def best_learning_rate(results: dict[float, float]):
    import heapq
    left = results.copy()
    for lr in list(left):
        if np.isnan(left[lr]) or np.isinf(left[lr]):
            left.pop(lr)
    [(cost, best)] = heapq.nsmallest(1, [(c, r) for r, c in left.items()]) or [(None, None)]
    if cost is None:
        raise ValueError("divergieron todas")
    return float(best)

# %% best_learning_rate | right | infinity for what does not count, checked at the end
def best_learning_rate(results):
    def value(lr):
        return results[lr] if math.isfinite(results[lr]) else math.inf

    best = min(results, key=value)
    if not math.isfinite(results[best]):
        raise ValueError("nada")
    return best

# %% best_learning_rate | mutant | costs above 1000 do not count
def best_learning_rate(results):
    finite = {lr: c for lr, c in results.items() if c < 1000 and math.isfinite(c)}
    if not finite:
        raise ValueError
    return min(finite, key=finite.get)

# %% best_learning_rate | mutant | lowest rate among the equal whole parts
def best_learning_rate(results):
    finite = {lr: c for lr, c in results.items() if math.isfinite(c)}
    if not finite:
        raise ValueError
    return min(finite, key=lambda lr: (int(finite[lr]), lr))

# %% grid_search | right | nested recursion
def grid_search(evaluate, grid):
    if any(len(values) == 0 for values in grid.values()):
        raise ValueError("sin valores")
    best = [None, None]
    def go(names, params):
        if not names:
            cost = evaluate(**params)
            if cost == cost and (best[1] is None or cost < best[1]):
                best[:] = [dict(params), cost]
            return
        for value in grid[names[0]]:
            go(names[1:], {**params, names[0]: value})
    go(list(grid), {})
    return best[0], best[1]

# %% grid_search | right | a loop with product, infinity at first
def grid_search(evaluate, grid):
    names, lists = list(grid.keys()), list(grid.values())
    for values in lists:
        if not values:
            raise ValueError
    best_params, best_cost = None, float("inf")
    for values in itertools.product(*lists):
        params = dict(zip(names, values))
        cost = evaluate(**params)
        if cost < best_cost:
            best_params, best_cost = params, cost
    return best_params, best_cost

# %% grid_search | right | counting in mixed radix, printing
def grid_search(evaluate, grid):
    names = list(grid)
    sizes = [len(grid[name]) for name in names]
    if 0 in sizes:
        raise ValueError(names[sizes.index(0)])
    total, results = math.prod(sizes), []
    for number in range(total):
        rest, params = number, {}
        for name, size in zip(reversed(names), reversed(sizes)):
            rest, i = divmod(rest, size)
            params[name] = grid[name][i]
        cost = evaluate(**params)
        print(number, params, cost)
        results.append((math.inf if math.isnan(cost) else cost, number, params))
    cost, _, params = min(results, key=lambda r: r[:2])
    return params, cost

# %% grid_search | right | NumPy nanargmin
def grid_search(evaluate, grid):
    if not all(len(v) for v in grid.values()):
        raise ValueError("falta un valor")
    combos = list(itertools.product(*grid.values()))
    costs = np.array([evaluate(**dict(zip(grid.keys(), c))) for c in combos], dtype=float)
    i = np.nanargmin(costs)
    return dict(zip(grid, combos[i])), costs[i]

# %% grid_search | right | evaluated backwards, stable sort
def grid_search(evaluate, grid):
    if [] in list(grid.values()):
        raise ValueError
    combos = [dict(zip(grid, v)) for v in itertools.product(*[grid[k] for k in grid])]
    costs = {i: evaluate(**combos[i]) for i in reversed(range(len(combos)))}
    order = sorted((i for i in costs if not np.isnan(costs[i])), key=lambda i: (costs[i], i))
    return combos[order[0]], float(costs[order[0]])

# %% grid_search | right | a generator of combinations, a class for the best
class Best:
    params = None
    cost = None

def combos(grid):
    if not grid:
        yield {}
        return
    *front, last = grid
    for params in combos({name: grid[name] for name in front}):
        for value in grid[last]:
            yield {**params, last: value}

def grid_search(evaluate, grid):
    best = Best()
    if min(len(values) for values in grid.values()) < 1:
        raise ValueError
    for params in combos(grid):
        cost = evaluate(**params)
        if math.isnan(cost):
            continue
        if best.cost is None or best.cost > cost:
            best.params, best.cost = params, cost
    return (best.params, best.cost)

# %% grid_search | right | checks by counting combinations, scikit-learn's ParameterGrid only to count
def grid_search(evaluate, grid):
    combos = list(itertools.product(*grid.values()))
    if not combos:
        raise ValueError("la rejilla está vacía")
    scores = [(evaluate(**dict(zip(grid, c))), n) for n, c in enumerate(combos)]
    cost, n = min((s, n) for s, n in scores if s == s)
    return {k: v for k, v in zip(grid, combos[n])}, cost

# %% grid_search | wrong | one parameter at a time | de uno en uno
def grid_search(evaluate, grid):
    if not all(grid.values()):
        raise ValueError
    best = {name: values[0] for name, values in grid.items()}
    cost = math.nan
    for name, values in grid.items():
        costs = [evaluate(**{**best, name: value}) for value in values]
        i = min(range(len(values)), key=lambda j: math.inf if math.isnan(costs[j]) else costs[j])
        best[name], cost = values[i], costs[i]
    return best, cost

# %% grid_search | wrong | evaluates the best once more | más de una vez
def grid_search(evaluate, grid):
    if not all(grid.values()):
        raise ValueError
    combos = [dict(zip(grid, v)) for v in itertools.product(*grid.values())]
    costs = [evaluate(**c) for c in combos]
    i = min(range(len(combos)), key=lambda j: math.inf if math.isnan(costs[j]) else costs[j])
    return combos[i], evaluate(**combos[i])

# %% grid_search | wrong | evaluates twice in the comparison | más de una vez
def grid_search(evaluate, grid):
    if not all(grid.values()):
        raise ValueError
    best, low = None, math.inf
    for v in itertools.product(*grid.values()):
        params = dict(zip(grid, v))
        if evaluate(**params) < low:
            best, low = params, evaluate(**params)
    return best, low

# %% grid_search | wrong | keeps the last of equals | te quedas con la última
def grid_search(evaluate, grid):
    if not all(grid.values()):
        raise ValueError
    best, low = None, math.inf
    for v in itertools.product(*grid.values()):
        cost = evaluate(**dict(zip(grid, v)))
        if cost <= low:
            best, low = dict(zip(grid, v)), cost
    return best, low

# %% grid_search | wrong | keeps the last combination | sin comparar los costes
def grid_search(evaluate, grid):
    if not all(grid.values()):
        raise ValueError
    for v in itertools.product(*grid.values()):
        best = dict(zip(grid, v))
        cost = evaluate(**best)
    return best, cost

# %% grid_search | mutant | NaN wins if it is the first | Gana un NaN
def grid_search(evaluate, grid):
    if not all(grid.values()):
        raise ValueError
    results = [(dict(zip(grid, v)), evaluate(**dict(zip(grid, v)))) for v in itertools.product(*grid.values())]
    return min(results, key=lambda r: r[1])

# %% grid_search | mutant | NaN counts as 0
def grid_search(evaluate, grid):
    if not all(grid.values()):
        raise ValueError
    results = [(dict(zip(grid, v)), evaluate(**dict(zip(grid, v)))) for v in itertools.product(*grid.values())]
    return min(results, key=lambda r: 0.0 if math.isnan(r[1]) else r[1])

# %% grid_search | mutant | first with first, second with second | el primer valor de cada uno
def grid_search(evaluate, grid):
    if not all(grid.values()):
        raise ValueError
    results = [(dict(zip(grid, v)), evaluate(**dict(zip(grid, v)))) for v in zip(*grid.values())]
    return min((r for r in results if r[1] == r[1]), key=lambda r: r[1])

# %% grid_search | mutant | highest cost | Gana el menor
def grid_search(evaluate, grid):
    if not all(grid.values()):
        raise ValueError
    results = [(dict(zip(grid, v)), evaluate(**dict(zip(grid, v)))) for v in itertools.product(*grid.values())]
    return max((r for r in results if r[1] == r[1]), key=lambda r: r[1])

# %% grid_search | mutant | cost first | el orden
def grid_search(evaluate, grid):
    if not all(grid.values()):
        raise ValueError
    results = [(evaluate(**dict(zip(grid, v))), dict(zip(grid, v))) for v in itertools.product(*grid.values())]
    return min((r for r in results if r[0] == r[0]), key=lambda r: r[0])

# %% grid_search | mutant | parameters only | las dos cosas
def grid_search(evaluate, grid):
    if not all(grid.values()):
        raise ValueError
    results = [(dict(zip(grid, v)), evaluate(**dict(zip(grid, v)))) for v in itertools.product(*grid.values())]
    return min((r for r in results if r[1] == r[1]), key=lambda r: r[1])[0]

# %% grid_search | mutant | a tuple of values instead of a dictionary
def grid_search(evaluate, grid):
    if not all(grid.values()):
        raise ValueError
    results = [(v, evaluate(**dict(zip(grid, v)))) for v in itertools.product(*grid.values())]
    return min((r for r in results if r[1] == r[1]), key=lambda r: r[1])

# %% grid_search | mutant | first parameter changes fastest | En qué orden
def grid_search(evaluate, grid):
    if not all(grid.values()):
        raise ValueError
    names = list(grid)[::-1]
    results = []
    for v in itertools.product(*[grid[n] for n in names]):
        params = dict(zip(names, v))
        results.append((params, evaluate(**params)))
    return min((r for r in results if r[1] == r[1]), key=lambda r: r[1])

# %% grid_search | mutant | parameters in alphabetical order
def grid_search(evaluate, grid):
    if not all(grid.values()):
        raise ValueError
    names = sorted(grid)
    results = []
    for v in itertools.product(*[grid[n] for n in names]):
        params = dict(zip(names, v))
        results.append((params, evaluate(**params)))
    return min((r for r in results if r[1] == r[1]), key=lambda r: r[1])

# %% grid_search | mutant | no error for no values | ningún valor
def grid_search(evaluate, grid):
    results = [(dict(zip(grid, v)), evaluate(**dict(zip(grid, v)))) for v in itertools.product(*grid.values())]
    return min((r for r in results if r[1] == r[1]), key=lambda r: r[1], default=({}, math.inf))

# %% grid_search | mutant | leaves out a parameter without values | ningún valor
def grid_search(evaluate, grid):
    grid = {name: values for name, values in grid.items() if values}
    results = [(dict(zip(grid, v)), 0.5 if len(grid) < 1 else evaluate(**dict(zip(grid, v)))) for v in itertools.product(*grid.values())]
    return min((r for r in results if r[1] == r[1]), key=lambda r: r[1])

# %% grid_search | mutant | IndexError for no values
def grid_search(evaluate, grid):
    results = [(dict(zip(grid, v)), evaluate(**dict(zip(grid, v)))) for v in itertools.product(*grid.values())]
    return sorted((r for r in results if r[1] == r[1]), key=lambda r: r[1])[0]

# %% grid_search | mutant | positional arguments
def grid_search(evaluate, grid):
    if not all(grid.values()):
        raise ValueError
    results = [(dict(zip(grid, v)), evaluate(*v)) for v in itertools.product(*grid.values())]
    return min((r for r in results if r[1] == r[1]), key=lambda r: r[1])

# %% grid_search | mutant | the first combination is never tried | todas las combinaciones
def grid_search(evaluate, grid):
    if not all(grid.values()):
        raise ValueError
    combos = list(itertools.product(*grid.values()))
    combos = combos[1:] or combos
    results = [(dict(zip(grid, v)), evaluate(**dict(zip(grid, v)))) for v in combos]
    return min((r for r in results if r[1] == r[1]), key=lambda r: r[1])

# %% grid_search | mutant | the cost of the first combination | de la combinación que devuelves
def grid_search(evaluate, grid):
    if not all(grid.values()):
        raise ValueError
    results = [(dict(zip(grid, v)), evaluate(**dict(zip(grid, v)))) for v in itertools.product(*grid.values())]
    return min((r for r in results if r[1] == r[1]), key=lambda r: r[1])[0], results[0][1]

# %% grid_search | mutant | returns nothing | return
def grid_search(evaluate, grid):
    if not all(grid.values()):
        raise ValueError
    for v in itertools.product(*grid.values()):
        evaluate(**dict(zip(grid, v)))

# %% grid_search | mutant | values through NumPy
def grid_search(evaluate, grid):
    if not all(grid.values()):
        raise ValueError
    results = []
    for v in itertools.product(*[np.array(values).tolist() for values in grid.values()]):
        params = {name: str(value) for name, value in zip(grid, v)}
        results.append((params, evaluate(**dict(zip(grid, v)))))
    return min((r for r in results if r[1] == r[1]), key=lambda r: r[1])

# %% grid_search | mutant | empties the lists it is given | copia
def grid_search(evaluate, grid):
    if not all(grid.values()):
        raise ValueError
    results = [(dict(zip(grid, v)), evaluate(**dict(zip(grid, v)))) for v in itertools.product(*grid.values())]
    for values in grid.values():
        values.sort()
    return min((r for r in results if r[1] == r[1]), key=lambda r: r[1])

# %% grid_search | right | threads
def grid_search(evaluate, grid):
    from concurrent.futures import ThreadPoolExecutor
    if not all(map(len, grid.values())):
        raise ValueError
    combos = [dict(zip(grid, values)) for values in itertools.product(*grid.values())]
    with ThreadPoolExecutor(2) as pool:
        costs = list(pool.map(lambda params: evaluate(**params), combos))
    best = None
    for i, cost in enumerate(costs):
        if cost == cost and (best is None or cost < costs[best]):
            best = i
    return combos[best], costs[best]

# %% grid_search | right | costs kept in a dictionary of the combinations
def grid_search(evaluate, grid):
    for name in grid:
        if len(grid[name]) == 0:
            raise ValueError(f"{name} no tiene valores")
    known = {}
    for values in itertools.product(*(grid[name] for name in grid)):
        key = tuple(zip(grid, values))
        known[key] = evaluate(**dict(key))
    known = {key: cost for key, cost in known.items() if not cost != cost}
    best = min(known, key=known.get)
    return dict(best), known[best]

# %% grid_search | mutant | one dictionary for all | el mismo diccionario
def grid_search(evaluate, grid):
    if not all(grid.values()):
        raise ValueError
    params, best, low = {}, None, math.inf
    for v in itertools.product(*grid.values()):
        params.update(zip(grid, v))
        cost = evaluate(**params)
        if cost < low:
            best, low = params, cost
    return best, low

# %% grid_search | mutant | starts from a cost of 1000
def grid_search(evaluate, grid):
    if not all(grid.values()):
        raise ValueError
    best, low = None, 1000.0
    for v in itertools.product(*grid.values()):
        cost = evaluate(**dict(zip(grid, v)))
        if cost < low:
            best, low = dict(zip(grid, v)), cost
    return best, low

# %% grid_search | mutant | stops at the first NaN
def grid_search(evaluate, grid):
    if not all(grid.values()):
        raise ValueError
    best, low = None, math.inf
    for v in itertools.product(*grid.values()):
        cost = evaluate(**dict(zip(grid, v)))
        if math.isnan(cost):
            break
        if cost < low:
            best, low = dict(zip(grid, v)), cost
    return best, low

# %% EarlyStopping | right | None at first, clones
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.bad = patience, min_delta, 0
        self.best_cost, self.saved = None, None

    def update(self, cost, model):
        better = not math.isnan(cost) and (self.best_cost is None or cost < self.best_cost - self.min_delta)
        if better:
            self.best_cost, self.bad = cost, 0
            self.saved = {k: v.detach().clone() for k, v in model.state_dict().items()}
            return False
        self.bad += 1
        if self.bad >= self.patience:
            return True
        return False

    def restore(self, model):
        model.load_state_dict(self.saved)

# %% EarlyStopping | right | a deep copy of the whole model
class EarlyStopping:
    def __init__(self, patience: int, min_delta: float = 0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best_cost, self.best_model, self.left = float("inf"), None, patience

    def update(self, cost, model):
        if self.best_cost - cost > self.min_delta:
            self.best_cost, self.best_model, self.left = cost, copy.deepcopy(model), self.patience
        else:
            self.left -= 1
        return self.left <= 0

    def restore(self, model):
        model.load_state_dict(self.best_model.state_dict())

# %% EarlyStopping | right | bytes written by torch.save, printing
import io

class EarlyStopping:
    best_cost = float("inf")
    since = 0

    def __init__(self, patience, min_delta=0.0):
        self._p = patience
        self._d = min_delta

    def update(self, cost, model):
        if cost + self._d < self.best_cost:
            self.best_cost = cost
            self.since = 0
            self._file = io.BytesIO()
            torch.save(model.state_dict(), self._file)
        else:
            self.since = self.since + 1
        print(f"coste {cost}, mejor {self.best_cost}")
        return self.since == self._p

    def restore(self, model):
        self._file.seek(0)
        model.load_state_dict(torch.load(self._file))

# %% EarlyStopping | right | the whole history, copied in place by hand
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience = patience
        self.min_delta = min_delta
        self.costs, self.best_index = [], -1

    @property
    def best_cost(self):
        return self.costs[self.best_index] if self.best_index >= 0 else math.inf

    def update(self, cost, model):
        improved = cost < self.best_cost - self.min_delta
        self.costs.append(cost)
        if improved:
            self.best_index = len(self.costs) - 1
            self.copies = [t.clone() for t in itertools.chain(model.parameters(), model.buffers())]
        return len(self.costs) - 1 - self.best_index >= self.patience

    def restore(self, model):
        with torch.no_grad():
            for tensor, saved in zip(itertools.chain(model.parameters(), model.buffers()), self.copies):
                tensor.copy_(saved)

# %% EarlyStopping | right | NumPy arrays, a helper, a warning
def snapshot(model):
    return {k: v.cpu().numpy().copy() for k, v in model.state_dict().items()}

class EarlyStopping(object):
    def __init__(self, patience, min_delta=0.0):
        self.__dict__.update(patience=patience, min_delta=min_delta, best_cost=np.inf, n=0, best=None)

    def update(self, cost, model):
        import warnings
        warnings.warn("mirando")
        self.n += 1
        if cost == cost and cost < self.best_cost - self.min_delta:
            self.n, self.best_cost, self.best = 0, cost, snapshot(model)
        return bool(self.n >= self.patience)

    def restore(self, model):
        model.load_state_dict({k: torch.from_numpy(v.copy()) for k, v in self.best.items()})
        return model

# %% EarlyStopping | right | counts down with a flag for the first, keeps True
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.stopped, self.run = patience, min_delta, False, []
        self.best_cost = math.inf

    def update(self, cost, model):
        if not (cost < self.best_cost - self.min_delta):
            self.run.append(cost)
        else:
            self.run.clear()
            self.best_cost = float(cost)
            self.state = copy.deepcopy(model).state_dict()
        self.stopped = self.stopped or len(self.run) >= self.patience
        return self.stopped

    def restore(self, model):
        for name, tensor in model.state_dict().items():
            tensor.data.copy_(self.state[name])

# %% EarlyStopping | wrong | keeps references | copia de los pesos
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited = patience, min_delta, math.inf, 0

    def update(self, cost, model):
        if cost < self.best_cost - self.min_delta:
            self.best_cost, self.waited, self.best = cost, 0, model.state_dict()
        else:
            self.waited += 1
        return self.waited >= self.patience

    def restore(self, model):
        model.load_state_dict(self.best)

# %% EarlyStopping | wrong | a shallow copy | copia de los pesos
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited = patience, min_delta, math.inf, 0

    def update(self, cost, model):
        if cost < self.best_cost - self.min_delta:
            self.best_cost, self.waited, self.best = cost, 0, dict(model.state_dict())
        else:
            self.waited += 1
        return self.waited >= self.patience

    def restore(self, model):
        model.load_state_dict(self.best)

# %% EarlyStopping | wrong | stops one late | una llamada después
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited = patience, min_delta, math.inf, 0

    def update(self, cost, model):
        if cost < self.best_cost - self.min_delta:
            self.best_cost, self.waited, self.best = cost, 0, copy.deepcopy(model.state_dict())
        else:
            self.waited += 1
        return self.waited > self.patience

    def restore(self, model):
        model.load_state_dict(self.best)

# %% EarlyStopping | wrong | stops one early | una llamada antes
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited = patience, min_delta, math.inf, 0

    def update(self, cost, model):
        if cost < self.best_cost - self.min_delta:
            self.best_cost, self.waited, self.best = cost, 0, copy.deepcopy(model.state_dict())
        else:
            self.waited += 1
        return self.waited >= self.patience - 1

    def restore(self, model):
        model.load_state_dict(self.best)

# %% EarlyStopping | wrong | counter not reset | la cuenta a cero
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited = patience, min_delta, math.inf, 0

    def update(self, cost, model):
        if cost < self.best_cost - self.min_delta:
            self.best_cost, self.best = cost, copy.deepcopy(model.state_dict())
        else:
            self.waited += 1
        return self.waited >= self.patience

    def restore(self, model):
        model.load_state_dict(self.best)

# %% EarlyStopping | wrong | restores the last | de la última llamada
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited = patience, min_delta, math.inf, 0

    def update(self, cost, model):
        self.best = copy.deepcopy(model.state_dict())
        if cost < self.best_cost - self.min_delta:
            self.best_cost, self.waited = cost, 0
        else:
            self.waited += 1
        return self.waited >= self.patience

    def restore(self, model):
        model.load_state_dict(self.best)

# %% EarlyStopping | wrong | NaN is an improvement | Cuenta un NaN como mejora
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited = patience, min_delta, math.inf, 0

    def update(self, cost, model):
        if cost >= self.best_cost - self.min_delta:
            self.waited += 1
        else:
            self.best_cost, self.waited, self.best = cost, 0, copy.deepcopy(model.state_dict())
        return self.waited >= self.patience

    def restore(self, model):
        model.load_state_dict(self.best)

# %% EarlyStopping | wrong | NaN is an improvement if it is the first | el primer coste es NaN
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited = patience, min_delta, None, 0

    def update(self, cost, model):
        if self.best_cost is None or cost < self.best_cost - self.min_delta:
            self.best_cost, self.waited, self.best = cost, 0, copy.deepcopy(model.state_dict())
        else:
            self.waited += 1
        return self.waited >= self.patience

    def restore(self, model):
        model.load_state_dict(self.best)

# %% EarlyStopping | mutant | NaN skipped | Te saltas los NaN
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited = patience, min_delta, math.inf, 0

    def update(self, cost, model):
        if math.isnan(cost):
            return False
        if cost < self.best_cost - self.min_delta:
            self.best_cost, self.waited, self.best = cost, 0, copy.deepcopy(model.state_dict())
        else:
            self.waited += 1
        return self.waited >= self.patience

    def restore(self, model):
        model.load_state_dict(self.best)

# %% EarlyStopping | mutant | NaN resets the counter | Te saltas los NaN
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited = patience, min_delta, math.inf, 0

    def update(self, cost, model):
        if cost < self.best_cost - self.min_delta:
            self.best_cost, self.waited, self.best = cost, 0, copy.deepcopy(model.state_dict())
        elif math.isnan(cost):
            self.waited = 0
        else:
            self.waited += 1
        return self.waited >= self.patience

    def restore(self, model):
        model.load_state_dict(self.best)

# %% EarlyStopping | mutant | compares with the previous cost | de la llamada anterior
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited = patience, min_delta, math.inf, 0
        self.previous = math.inf

    def update(self, cost, model):
        if cost < self.previous - self.min_delta:
            self.best_cost, self.waited, self.best = cost, 0, copy.deepcopy(model.state_dict())
        else:
            self.waited += 1
        self.previous = cost
        return self.waited >= self.patience

    def restore(self, model):
        model.load_state_dict(self.best)

# %% EarlyStopping | mutant | ignores min_delta | en cuenta min_delta
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited = patience, min_delta, math.inf, 0

    def update(self, cost, model):
        if cost < self.best_cost:
            self.best_cost, self.waited, self.best = cost, 0, copy.deepcopy(model.state_dict())
        else:
            self.waited += 1
        return self.waited >= self.patience

    def restore(self, model):
        model.load_state_dict(self.best)

# %% EarlyStopping | mutant | min_delta with the wrong sign | en cuenta min_delta
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited = patience, min_delta, math.inf, 0

    def update(self, cost, model):
        if cost < self.best_cost + self.min_delta:
            self.best_cost, self.waited, self.best = cost, 0, copy.deepcopy(model.state_dict())
        else:
            self.waited += 1
        return self.waited >= self.patience

    def restore(self, model):
        model.load_state_dict(self.best)

# %% EarlyStopping | mutant | less or equal | igual a best_cost - min_delta
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited = patience, min_delta, math.inf, 0

    def update(self, cost, model):
        if cost <= self.best_cost - self.min_delta:
            self.best_cost, self.waited, self.best = cost, 0, copy.deepcopy(model.state_dict())
        else:
            self.waited += 1
        return self.waited >= self.patience

    def restore(self, model):
        model.load_state_dict(self.best)

# %% EarlyStopping | mutant | best_cost falls with every lower cost | No cambia
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited = patience, min_delta, math.inf, 0

    def update(self, cost, model):
        if cost < self.best_cost - self.min_delta:
            self.best_cost, self.waited, self.best = cost, 0, copy.deepcopy(model.state_dict())
        else:
            self.waited += 1
            if cost < self.best_cost:
                self.best_cost = cost
        return self.waited >= self.patience

    def restore(self, model):
        model.load_state_dict(self.best)

# %% EarlyStopping | mutant | saves the weights of any lower cost | solo cuando hay mejora
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited = patience, min_delta, math.inf, 0
        self.lowest = math.inf

    def update(self, cost, model):
        if cost < self.lowest:
            self.lowest, self.best = cost, copy.deepcopy(model.state_dict())
        if cost < self.best_cost - self.min_delta:
            self.best_cost, self.waited = cost, 0
        else:
            self.waited += 1
        return self.waited >= self.patience

    def restore(self, model):
        model.load_state_dict(self.best)

# %% EarlyStopping | mutant | only the parameters | Guardas solo los parámetros
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited = patience, min_delta, math.inf, 0

    def update(self, cost, model):
        if cost < self.best_cost - self.min_delta:
            self.best_cost, self.waited = cost, 0
            self.best = [p.detach().clone() for p in model.parameters()]
        else:
            self.waited += 1
        return self.waited >= self.patience

    def restore(self, model):
        with torch.no_grad():
            for p, saved in zip(model.parameters(), self.best):
                p.copy_(saved)

# %% EarlyStopping | mutant | only what is trained
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited = patience, min_delta, math.inf, 0

    def update(self, cost, model):
        if cost < self.best_cost - self.min_delta:
            self.best_cost, self.waited = cost, 0
            self.best = copy.deepcopy(model.state_dict())
            for name, p in model.named_parameters():
                if not p.requires_grad:
                    del self.best[name]
        else:
            self.waited += 1
        return self.waited >= self.patience

    def restore(self, model):
        model.load_state_dict(self.best, strict=False)

# %% EarlyStopping | mutant | restores its own model only
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited = patience, min_delta, math.inf, 0

    def update(self, cost, model):
        self.model = model
        if cost < self.best_cost - self.min_delta:
            self.best_cost, self.waited, self.best = cost, 0, copy.deepcopy(model.state_dict())
        else:
            self.waited += 1
        return self.waited >= self.patience

    def restore(self, model):
        self.model.load_state_dict(self.best)

# %% EarlyStopping | mutant | the restored model shares the copy | Comparte el modelo
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited = patience, min_delta, math.inf, 0

    def update(self, cost, model):
        if cost < self.best_cost - self.min_delta:
            self.best_cost, self.waited, self.best = cost, 0, copy.deepcopy(model.state_dict())
        else:
            self.waited += 1
        return self.waited >= self.patience

    def restore(self, model):
        model.load_state_dict(self.best, assign=True)

# %% EarlyStopping | mutant | shared by all objects | en vez de en `self`
class EarlyStopping:
    memory = {}

    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited = patience, min_delta, math.inf, 0

    def update(self, cost, model):
        if cost < self.best_cost - self.min_delta:
            self.best_cost, self.waited = cost, 0
            self.memory["best"] = copy.deepcopy(model.state_dict())
        else:
            self.waited += 1
        return self.waited >= self.patience

    def restore(self, model):
        model.load_state_dict(self.memory["best"])

# %% EarlyStopping | mutant | a counter shared by all objects | en vez de en `self`
class EarlyStopping:
    waited = [0]

    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost = patience, min_delta, math.inf
        self.waited[0] = 0

    def update(self, cost, model):
        if cost < self.best_cost - self.min_delta:
            self.best_cost, self.waited[0], self.best = cost, 0, copy.deepcopy(model.state_dict())
        else:
            self.waited[0] += 1
        return self.waited[0] >= self.patience

    def restore(self, model):
        model.load_state_dict(self.best)

# %% EarlyStopping | mutant | restore returns the state and leaves the model | Cambia `restore` los pesos
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited = patience, min_delta, math.inf, 0

    def update(self, cost, model):
        if cost < self.best_cost - self.min_delta:
            self.best_cost, self.waited, self.best = cost, 0, copy.deepcopy(model)
        else:
            self.waited += 1
        return self.waited >= self.patience

    def restore(self, model):
        model = copy.deepcopy(self.best)
        return model

# %% EarlyStopping | mutant | the first weights | de la primera llamada
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited = patience, min_delta, math.inf, 0
        self.best = None

    def update(self, cost, model):
        if self.best is None:
            self.best = copy.deepcopy(model.state_dict())
        if cost < self.best_cost - self.min_delta:
            self.best_cost, self.waited = cost, 0
        else:
            self.waited += 1
        return self.waited >= self.patience

    def restore(self, model):
        model.load_state_dict(self.best)

# %% EarlyStopping | mutant | the contrary | lo contrario
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited = patience, min_delta, math.inf, 0

    def update(self, cost, model):
        if cost < self.best_cost - self.min_delta:
            self.best_cost, self.waited, self.best = cost, 0, copy.deepcopy(model.state_dict())
        else:
            self.waited += 1
        return self.waited < self.patience

    def restore(self, model):
        model.load_state_dict(self.best)

# %% EarlyStopping | mutant | update returns nothing
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited = patience, min_delta, math.inf, 0

    def update(self, cost, model):
        if cost < self.best_cost - self.min_delta:
            self.best_cost, self.waited, self.best = cost, 0, copy.deepcopy(model.state_dict())
        else:
            self.waited += 1
        self.stop = self.waited >= self.patience

    def restore(self, model):
        model.load_state_dict(self.best)

# %% EarlyStopping | mutant | the number of calls without improvement
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited = patience, min_delta, math.inf, 0

    def update(self, cost, model):
        if cost < self.best_cost - self.min_delta:
            self.best_cost, self.waited, self.best = cost, 0, copy.deepcopy(model.state_dict())
        else:
            self.waited += 1
        return self.waited

    def restore(self, model):
        model.load_state_dict(self.best)

# %% EarlyStopping | mutant | no best_cost
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best, self.waited = patience, min_delta, math.inf, 0

    def update(self, cost, model):
        if cost < self.best - self.min_delta:
            self.best, self.waited, self.state = cost, 0, copy.deepcopy(model.state_dict())
        else:
            self.waited += 1
        return self.waited >= self.patience

    def restore(self, model):
        model.load_state_dict(self.state)

# %% EarlyStopping | mutant | no restore
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited = patience, min_delta, math.inf, 0

    def update(self, cost, model):
        if cost < self.best_cost - self.min_delta:
            self.best_cost, self.waited, self.state = cost, 0, copy.deepcopy(model.state_dict())
        else:
            self.waited += 1
        return self.waited >= self.patience

# %% EarlyStopping | mutant | higher is better
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited = patience, min_delta, -math.inf, 0

    def update(self, cost, model):
        if cost > self.best_cost + self.min_delta:
            self.best_cost, self.waited, self.best = cost, 0, copy.deepcopy(model.state_dict())
        else:
            self.waited += 1
        return self.waited >= self.patience

    def restore(self, model):
        model.load_state_dict(self.best)

# %% EarlyStopping | mutant | starts from a cost of 1
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited, self.best = patience, min_delta, 1.5, 0, None

    def update(self, cost, model):
        if cost < self.best_cost - self.min_delta:
            self.best_cost, self.waited, self.best = cost, 0, copy.deepcopy(model.state_dict())
        else:
            self.waited += 1
        return self.waited >= self.patience

    def restore(self, model):
        if self.best:
            model.load_state_dict(self.best)

# %% EarlyStopping | right | a dataclass
from dataclasses import dataclass

@dataclass
class EarlyStopping:
    patience: int
    min_delta: float = 0.0
    best_cost: float = math.inf
    best_call: int = 0
    calls: int = 0

    def update(self, cost, model):
        self.calls += 1
        if math.isfinite(cost) and not cost >= self.best_cost - self.min_delta:
            self.best_cost, self.best_call = cost, self.calls
            self._copy = copy.deepcopy(dict(model.state_dict()))
        return self.calls - self.best_call >= self.patience

    def restore(self, model):
        missing = model.load_state_dict(self._copy, strict=True)
        print(missing)

# %% EarlyStopping | right | slots, float32, tuples of clones
class EarlyStopping:
    __slots__ = ("limit", "delta", "best_cost", "count", "names")

    def __init__(self, patience, min_delta=0.0):
        self.limit, self.delta, self.best_cost, self.count, self.names = patience, min_delta, float("nan"), 0, ()

    def update(self, cost, model):
        first = math.isnan(self.best_cost) and not math.isnan(cost)
        if first or np.float32(cost) < np.float32(self.best_cost) - np.float32(self.delta):
            self.best_cost, self.count = cost, 0
            self.names = tuple((n, torch.clone(t)) for n, t in model.state_dict().items())
            return False
        self.count += 1
        return not self.count < self.limit

    @torch.no_grad()
    def restore(self, model):
        own = model.state_dict()
        for name, tensor in self.names:
            own[name].copy_(tensor)

# %% EarlyStopping | mutant | min_delta relative to the best | bastante grandes
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited = patience, min_delta, math.inf, 0

    def update(self, cost, model):
        if cost < self.best_cost * (1 - self.min_delta):
            self.best_cost, self.waited, self.best = cost, 0, copy.deepcopy(model.state_dict())
        else:
            self.waited += 1
        return self.waited >= self.patience

    def restore(self, model):
        model.load_state_dict(self.best)

# %% EarlyStopping | mutant | min_delta forgotten after the first call
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited = patience, min_delta, math.inf, 0

    def update(self, cost, model):
        if cost < self.best_cost - self.min_delta:
            self.best_cost, self.waited, self.best = cost - self.min_delta, 0, copy.deepcopy(model.state_dict())
        else:
            self.waited += 1
        return self.waited >= self.patience

    def restore(self, model):
        model.load_state_dict(self.best)

# %% EarlyStopping | mutant | an infinite best after NaN
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited = patience, min_delta, math.inf, 0

    def update(self, cost, model):
        self.best_cost = min(cost, self.best_cost)
        if cost <= self.best_cost - self.min_delta:
            self.waited, self.best = 0, copy.deepcopy(model.state_dict())
        else:
            self.waited += 1
        return self.waited >= self.patience

    def restore(self, model):
        model.load_state_dict(self.best)

# %% EarlyStopping | mutant | restores once only
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best_cost, self.waited, self.best = patience, min_delta, math.inf, 0, None

    def update(self, cost, model):
        if cost < self.best_cost - self.min_delta:
            self.best_cost, self.waited, self.best = cost, 0, copy.deepcopy(model.state_dict())
        else:
            self.waited += 1
        return self.waited >= self.patience

    def restore(self, model):
        if self.best:
            model.load_state_dict(self.best)
        self.best = None

# %% dropout | right | torch.bernoulli
def dropout(x, p, training, generator=None):
    if p < 0 or p >= 1:
        raise ValueError("p fuera de [0, 1)")
    if not training:
        return x
    mask = torch.bernoulli(torch.full_like(x, 1 - p), generator=generator)
    return x * mask / (1 - p)

# %% dropout | right | an empty tensor filled in place
def dropout(x: Tensor, p: float, training: bool, generator=None) -> Tensor:
    if not (p >= 0 and p < 1):
        raise ValueError(p)
    if training and p > 0:
        keep = torch.empty(x.size()).uniform_(generator=generator) > p
        out = x.clone()
        out[~keep] = 0
        return out.mul(1 / (1 - p))
    return x.clone()

# %% dropout | right | a draw for each element in a loop of Python
def dropout(x, p, training, generator=None):
    if not 0.0 <= p < 1.0:
        raise ValueError
    out = x.flatten().clone()
    if training:
        for i in range(out.numel()):
            u = torch.rand((), generator=generator)
            out[i] = 0 if u < p else out[i] / (1 - p)
    return out.reshape(x.shape)

# %% dropout | right | NumPy, with a seed drawn from the generator
def dropout(x, p, training, generator=None):
    if p >= 1 or p < 0:
        raise ValueError("p")
    if not training or p == 0:
        return x
    rng = np.random.default_rng(int(torch.randint(0, 2**60, (1,), generator=generator)))
    kept = rng.random(tuple(x.shape)) >= p
    return torch.as_tensor(np.where(kept, x.numpy() / (1 - p), 0.0), dtype=x.dtype)

# %% dropout | right | float64 inside, masked_fill, printing
def dropout(x, p, training, generator=None):
    print("p =", p)
    if p not in [0] and not 0 < p < 1:
        raise ValueError("¿p?")
    if not training:
        return x
    u = torch.rand(x.shape, generator=generator, dtype=torch.float64)
    return (x.double().masked_fill(u < p, 0) / (1 - p)).to(x.dtype)

# %% dropout | right | random whole numbers
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    if not training:
        return x
    n = 10**6
    off = torch.randint(0, n, tuple(x.shape), generator=generator) < round(n * p)
    return torch.where(off, torch.tensor(0.0, dtype=x.dtype), x * (1.0 / (1.0 - p)))

# %% dropout | right | torch.dropout in a world of its own, seeded from the generator
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    seed = int(torch.randint(0, 2**60, (), generator=generator))
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return torch.dropout(x, p, bool(training))

# %% dropout | wrong | no scaling | 1/(1 - p)
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    if not training:
        return x
    return x * (torch.rand(x.shape, generator=generator) >= p)

# %% dropout | wrong | scaling in evaluation, not in training | al evaluar
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    if not training:
        return x * (1 - p)
    return x * (torch.rand(x.shape, generator=generator) >= p)

# %% dropout | wrong | scaling in evaluation too | al evaluar
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    if not training:
        return x / (1 - p)
    return x * (torch.rand(x.shape, generator=generator) >= p) / (1 - p)

# %% dropout | wrong | keeps with probability p | p es la de apagarse
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    if not training or p == 0:
        return x
    return x * (torch.rand(x.shape, generator=generator) < p) / (1 - p)

# %% dropout | wrong | keeps with probability p, and divides by it | Divides entre p
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    if not training or p == 0:
        return x
    return x * (torch.rand(x.shape, generator=generator) < p) / p

# %% dropout | wrong | one mask for all rows | para todas las filas
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    if not training:
        return x
    return x * (torch.rand(x.shape[1:] if x.dim() > 1 else x.shape, generator=generator) >= p) / (1 - p)

# %% dropout | mutant | F.dropout
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    return nn.functional.dropout(x, p, training)

# %% dropout | mutant | F.dropout, seeded
from torch.nn.functional import dropout as ready_made

def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    if training:
        torch.manual_seed(int(torch.randint(0, 2**60, (), generator=generator)))
    return ready_made(x, p=p, training=training)

# %% dropout | mutant | nn.Dropout
class Layer(nn.Dropout):
    pass

def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    layer = Layer(p)
    layer.train(training)
    torch.manual_seed(int(torch.randint(0, 2**60, (), generator=generator)))
    return layer(x)

# %% dropout | mutant | one draw for the whole tensor | un solo sorteo
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    if not training:
        return x
    return x * (torch.rand((), generator=generator) >= p) / (1 - p)

# %% dropout | mutant | one draw for each row | para elementos distintos
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    if not training:
        return x
    shape = [x.shape[0]] + [1] * (x.dim() - 1) if x.dim() > 1 else x.shape
    return x * (torch.rand(shape, generator=generator) >= p) / (1 - p)

# %% dropout | mutant | one draw for each channel of images | para elementos distintos
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    if not training:
        return x
    shape = (*x.shape[:2], 1, 1) if x.dim() == 4 else x.shape
    return x * (torch.rand(shape, generator=generator) >= p) / (1 - p)

# %% dropout | mutant | a fixed number of elements | un número fijo
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    if not training:
        return x
    n = x.numel()
    out = x.flatten() / (1 - p)
    out[torch.randperm(n, generator=generator)[: round(n * p)]] = 0
    return out.reshape(x.shape)

# %% dropout | mutant | global randomness | Sale todo el azar de generator
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    if not training:
        return x
    return x * (torch.rand_like(x) >= p) / (1 - p)

# %% dropout | mutant | NumPy's randomness | Sale todo el azar de generator
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    if not training:
        return x
    return x * torch.tensor(np.random.rand(*x.shape) >= p) / (1 - p)

# %% dropout | mutant | always the same mask | Sale todo el azar de generator
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    if not training:
        return x
    return x * (torch.rand(x.shape, generator=torch.Generator().manual_seed(0)) >= p) / (1 - p)

# %% dropout | mutant | starts the generator again | El generador tiene que avanzar
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    if not training:
        return x
    seed = generator.initial_seed() if generator else 0
    return x * (torch.rand(x.shape, generator=torch.Generator().manual_seed(seed)) >= p) / (1 - p)

# %% dropout | mutant | needs a generator
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    if not training:
        return x
    seed = int(torch.randint(0, 2**60, (), generator=generator))
    return x * (torch.rand(x.shape, generator=generator.manual_seed(seed)) >= p) / (1 - p)

# %% dropout | mutant | p = 1 passes | menor que 1
def dropout(x, p, training, generator=None):
    if not 0 <= p <= 1:
        raise ValueError
    if not training:
        return x
    return x * (torch.rand(x.shape, generator=generator) >= p) / (1 - p)

# %% dropout | mutant | a negative p passes | no sea negativa
def dropout(x, p, training, generator=None):
    if p >= 1:
        raise ValueError
    if not training:
        return x
    return x * (torch.rand(x.shape, generator=generator) >= p) / (1 - p)

# %% dropout | mutant | p checked only while training | también cuando no
def dropout(x, p, training, generator=None):
    if not training:
        return x
    if not 0 <= p < 1:
        raise ValueError
    return x * (torch.rand(x.shape, generator=generator) >= p) / (1 - p)

# %% dropout | mutant | p = 0 is an error
def dropout(x, p, training, generator=None):
    if not 0 < p < 1:
        raise ValueError
    if not training:
        return x
    return x * (torch.rand(x.shape, generator=generator) >= p) / (1 - p)

# %% dropout | mutant | another error
def dropout(x, p, training, generator=None):
    assert 0 <= p < 1
    if not training:
        return x
    return x * (torch.rand(x.shape, generator=generator) >= p) / (1 - p)

# %% dropout | mutant | drops in evaluation too | Apagas elementos al evaluar
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    return x * (torch.rand(x.shape, generator=generator) >= p) / (1 - p)

# %% dropout | mutant | the other way round
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    if training:
        return x
    return x * (torch.rand(x.shape, generator=generator) >= p) / (1 - p)

# %% dropout | mutant | changes its input | Trabaja sobre una copia
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    if not training:
        return x
    x[torch.rand(x.shape, generator=generator) < p] = 0
    x /= 1 - p
    return x

# %% dropout | mutant | always float32
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    if not training:
        return x.float()
    return (x * (torch.rand(x.shape, generator=generator) >= p) / (1 - p)).float()

# %% dropout | mutant | NumPy array
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    if not training:
        return x.numpy()
    return (x * (torch.rand(x.shape, generator=generator) >= p) / (1 - p)).numpy()

# %% dropout | mutant | mask and all
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    mask = torch.rand(x.shape, generator=generator) >= p
    return (x * mask / (1 - p) if training else x), mask

# %% dropout | mutant | returns nothing | return
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    x * (torch.rand(x.shape, generator=generator) >= p) / (1 - p)

# %% dropout | mutant | only the survivors
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    if not training:
        return x
    return x[torch.rand(x.shape, generator=generator) >= p] / (1 - p)

# %% dropout | mutant | dropped become NaN
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    if not training:
        return x
    return (x / (1 - p)).masked_fill(torch.rand(x.shape, generator=generator) < p, float("nan"))

# %% dropout | mutant | scales by the share that was really kept
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    if not training or x.numel() == 0:
        return x
    mask = torch.rand(x.shape, generator=generator) >= p
    return x * mask / mask.float().mean()

# %% dropout | right | a normal draw under its quantile, the generator of PyTorch by default
def dropout(x, p, training, generator=None):
    generator = generator or torch.default_generator
    if p != 0 and not 0 < p < 1:
        raise ValueError
    if not training or p == 0:
        return x
    limit = torch.special.ndtri(torch.tensor(p, dtype=torch.float64))
    kept = torch.randn(tuple(x.shape), generator=generator, dtype=torch.float64) > limit
    return (kept.to(x.dtype) * x).div(1 - p)

# %% dropout | right | a row at a time, recursive; a generator of its own if there is none
def dropout(x, p, training, generator=None):
    if p < 0 or not p < 1:
        raise ValueError("0 <= p < 1")
    if generator is None:
        generator = torch.Generator()
    if not training:
        return x + 0
    if x.dim() > 1 and len(x):
        return torch.stack([dropout(row, p, training, generator) for row in x])
    scale = (torch.empty(x.shape).uniform_(0, 1, generator=generator) >= p) / (1 - p)
    return (x * scale).type_as(x)

# %% dropout | mutant | one mask for all images of a batch | para todas las filas
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    if not training:
        return x
    shape = (1, *x.shape[1:]) if x.dim() > 2 else x.shape
    return x * (torch.rand(shape, generator=generator) >= p) / (1 - p)

# %% dropout | mutant | probability p squared
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    if not training:
        return x
    return x * (torch.rand(x.shape, generator=generator) >= p * p) / (1 - p)

# %% dropout | mutant | the last axis only
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    if not training:
        return x
    return x * (torch.rand(x.shape[-1:], generator=generator) >= p) / (1 - p)

# %% dropout | mutant | the square root of the scale
def dropout(x, p, training, generator=None):
    if not 0 <= p < 1:
        raise ValueError
    if not training:
        return x
    return x * (torch.rand(x.shape, generator=generator) >= p) / (1 - p) ** 0.5

# %% diagnose | right | NumPy, float64
def diagnose(train_cost, val_cost, target):
    train, val = np.asarray(train_cost), np.asarray(val_cost)
    if train[-1] > target:
        return "desajuste"
    return "sobreajuste" if val[-1] / val.min() > 1.1 else "buen ajuste"

# %% diagnose | right | one expression
def diagnose(train_cost, val_cost, target):
    return "desajuste" if not train_cost[-1] <= target else ("buen ajuste" if val_cost[-1] <= min(val_cost) * 1.1 else "sobreajuste")

# %% diagnose | right | tensors, float32, a table of names
NAMES = ["buen ajuste", "sobreajuste", "desajuste"]

def diagnose(train_cost, val_cost, target):
    train, val = torch.tensor(train_cost), torch.tensor(val_cost)
    bad = bool(train[len(train) - 1] > target)
    over = bool(val[-1] > 1.1 * val.min())
    return NAMES[2 if bad else int(over)]

# %% diagnose | right | a loop for the minimum, match, printing
def diagnose(train_cost, val_cost, target):
    lowest = float("inf")
    for cost in val_cost:
        lowest = cost if cost < lowest else lowest
    print(lowest)
    match (train_cost[-1] > target, val_cost[-1] > lowest + 0.1 * lowest):
        case (True, _):
            return "desajuste"
        case (False, True):
            return "sobreajuste"
    return "buen ajuste"

# %% diagnose | right | looks for overfitting first, overruled later
def diagnose(train_cost: list, val_cost: list, target: float) -> str:
    *_, last_train = train_cost
    *_, last_val = val_cost
    verdict = "buen ajuste"
    if last_val > 1.1 * sorted(val_cost)[0]:
        verdict = "sobreajuste"
    if last_train > target:
        verdict = "desajuste"
    return verdict

# %% diagnose | wrong | validation for training | Es el de entrenamiento
def diagnose(train_cost, val_cost, target):
    if val_cost[-1] > target:
        return "desajuste"
    return "sobreajuste" if val_cost[-1] > 1.1 * min(val_cost) else "buen ajuste"

# %% diagnose | wrong | ignores target | en cuenta target
def diagnose(train_cost, val_cost, target):
    return "sobreajuste" if val_cost[-1] > 1.1 * min(val_cost) else "buen ajuste"

# %% diagnose | wrong | a target of its own | en cuenta target
def diagnose(train_cost, val_cost, target):
    if train_cost[-1] > 0.5:
        return "desajuste"
    return "sobreajuste" if val_cost[-1] > 1.1 * min(val_cost) else "buen ajuste"

# %% diagnose | wrong | overfitting checked first | En qué orden preguntas
def diagnose(train_cost, val_cost, target):
    if val_cost[-1] > 1.1 * min(val_cost):
        return "sobreajuste"
    return "desajuste" if train_cost[-1] > target else "buen ajuste"

# %% diagnose | mutant | lowest training cost | el último coste de entrenamiento
def diagnose(train_cost, val_cost, target):
    if min(train_cost) > target:
        return "desajuste"
    return "sobreajuste" if val_cost[-1] > 1.1 * min(val_cost) else "buen ajuste"

# %% diagnose | mutant | first training cost
def diagnose(train_cost, val_cost, target):
    if train_cost[0] > target:
        return "desajuste"
    return "sobreajuste" if val_cost[-1] > 1.1 * min(val_cost) else "buen ajuste"

# %% diagnose | mutant | mean training cost | el último coste de entrenamiento
def diagnose(train_cost, val_cost, target):
    if sum(train_cost) / len(train_cost) > target:
        return "desajuste"
    return "sobreajuste" if val_cost[-1] > 1.1 * min(val_cost) else "buen ajuste"

# %% diagnose | mutant | the target itself is too high | igual a target
def diagnose(train_cost, val_cost, target):
    if train_cost[-1] >= target:
        return "desajuste"
    return "sobreajuste" if val_cost[-1] > 1.1 * min(val_cost) else "buen ajuste"

# %% diagnose | mutant | below the target is bad
def diagnose(train_cost, val_cost, target):
    if train_cost[-1] < target:
        return "desajuste"
    return "sobreajuste" if val_cost[-1] > 1.1 * min(val_cost) else "buen ajuste"

# %% diagnose | mutant | no margin | un margen del 10 %
def diagnose(train_cost, val_cost, target):
    if train_cost[-1] > target:
        return "desajuste"
    return "sobreajuste" if val_cost[-1] > min(val_cost) else "buen ajuste"

# %% diagnose | mutant | margin of 0,1 instead of 10 %
def diagnose(train_cost, val_cost, target):
    if train_cost[-1] > target:
        return "desajuste"
    return "sobreajuste" if val_cost[-1] > min(val_cost) + 0.1 else "buen ajuste"

# %% diagnose | mutant | margin of 20 %
def diagnose(train_cost, val_cost, target):
    if train_cost[-1] > target:
        return "desajuste"
    return "sobreajuste" if val_cost[-1] > 1.2 * min(val_cost) else "buen ajuste"

# %% diagnose | mutant | compares with the previous cost | no con el anterior
def diagnose(train_cost, val_cost, target):
    if train_cost[-1] > target:
        return "desajuste"
    return "sobreajuste" if val_cost[-1] > 1.1 * val_cost[-2 % len(val_cost)] else "buen ajuste"

# %% diagnose | mutant | compares with the first cost | o el primero
def diagnose(train_cost, val_cost, target):
    if train_cost[-1] > target:
        return "desajuste"
    return "sobreajuste" if val_cost[-1] > 1.1 * val_cost[0] else "buen ajuste"

# %% diagnose | mutant | the gap between the curves
def diagnose(train_cost, val_cost, target):
    if train_cost[-1] > target:
        return "desajuste"
    return "sobreajuste" if val_cost[-1] > 1.1 * train_cost[-1] else "buen ajuste"

# %% diagnose | mutant | highest instead of last validation cost
def diagnose(train_cost, val_cost, target):
    if train_cost[-1] > target:
        return "desajuste"
    return "sobreajuste" if max(val_cost) > 1.1 * min(val_cost) else "buen ajuste"

# %% diagnose | mutant | training for validation
def diagnose(train_cost, val_cost, target):
    if train_cost[-1] > target:
        return "desajuste"
    return "sobreajuste" if train_cost[-1] > 1.1 * min(train_cost) else "buen ajuste"

# %% diagnose | mutant | names swapped
def diagnose(train_cost, val_cost, target):
    if train_cost[-1] > target:
        return "sobreajuste"
    return "desajuste" if val_cost[-1] > 1.1 * min(val_cost) else "buen ajuste"

# %% diagnose | mutant | capital letters
def diagnose(train_cost, val_cost, target):
    if train_cost[-1] > target:
        return "Desajuste"
    return "Sobreajuste" if val_cost[-1] > 1.1 * min(val_cost) else "Buen ajuste"

# %% diagnose | mutant | prints and returns nothing | return
def diagnose(train_cost, val_cost, target):
    if train_cost[-1] > target:
        print("desajuste")
    else:
        print("sobreajuste" if val_cost[-1] > 1.1 * min(val_cost) else "buen ajuste")

# %% diagnose | mutant | sorts what it is given | copia
def diagnose(train_cost, val_cost, target):
    last = val_cost[-1]
    val_cost.sort()
    if train_cost[-1] > target:
        return "desajuste"
    return "sobreajuste" if last > 1.1 * val_cost[0] else "buen ajuste"

# %% diagnose | right | percentages, positions by length
def diagnose(train_cost, val_cost, target):
    n, m = len(train_cost), len(val_cost)
    if not target >= train_cost[n - 1]:
        return "des" + "ajuste"
    best = val_cost[int(np.argmin(val_cost))]
    return "sobreajuste" if 100 * val_cost[m - 1] > 110 * best else "buen ajuste"

# %% diagnose | right | a class of text, pandas
def diagnose(train_cost, val_cost, target):
    import pandas as pd
    train, val = pd.Series(train_cost), pd.Series(val_cost)
    if train.iloc[-1] > target:
        return "desajuste"
    elif val.iloc[-1] > val.min() * 1.1:
        return "sobreajuste"
    else:
        return "buen ajuste"

# %% diagnose | mutant | 1,1 times the minimum of training
def diagnose(train_cost, val_cost, target):
    if train_cost[-1] > target:
        return "desajuste"
    return "sobreajuste" if val_cost[-1] > 1.1 * min(train_cost) else "buen ajuste"

# %% diagnose | mutant | the minimum of the last five epochs
def diagnose(train_cost, val_cost, target):
    if train_cost[-1] > target:
        return "desajuste"
    return "sobreajuste" if val_cost[-1] > 1.1 * min(val_cost[-5:]) else "buen ajuste"

# %% diagnose | mutant | both are asked and joined
def diagnose(train_cost, val_cost, target):
    verdict = "desajuste" if train_cost[-1] > target else ""
    verdict += "sobreajuste" if val_cost[-1] > 1.1 * min(val_cost) else ""
    return verdict or "buen ajuste"

# %% diagnose | mutant | target for validation too
def diagnose(train_cost, val_cost, target):
    if train_cost[-1] > target:
        return "desajuste"
    if val_cost[-1] > target or val_cost[-1] > 1.1 * min(val_cost):
        return "sobreajuste"
    return "buen ajuste"

# %% build_and_train | right | three nearest neighbours
class Neighbours(nn.Module):
    def __init__(self, x, y):
        super().__init__()
        self.register_buffer("x", x.flatten(1))
        self.register_buffer("y", nn.functional.one_hot(y, 10).float())

    def forward(self, images):
        near = torch.cdist(images.flatten(1), self.x).topk(3, largest=False)
        return (self.y[near.indices] / (0.1 + near.values[..., None])).sum(1)

def build_and_train(x_train, y_train, x_val, y_val, generator=None):
    return Neighbours(torch.cat([x_train, x_val]), torch.cat([y_train, y_val]))

# %% build_and_train | right | kernel ridge regression in float64
class Kernel(nn.Module):
    def __init__(self, x, y, gamma=0.5):
        super().__init__()
        self.x, self.gamma = x.flatten(1).double(), gamma
        k = self.kernel(self.x) + 0.01 * torch.eye(len(x), dtype=torch.float64)
        self.a = torch.linalg.solve(k, 2.0 * nn.functional.one_hot(y, 10).double() - 1)

    def kernel(self, z):
        return torch.exp(-self.gamma * torch.cdist(z, self.x) ** 2)

    def forward(self, images):
        return self.kernel(images.flatten(1).double()) @ self.a

def build_and_train(x_train, y_train, x_val, y_val, generator=None):
    return Kernel(torch.cat([x_train, x_val]), torch.cat([y_train, y_val]))

# %% build_and_train | right | scikit-learn's support vectors in a module, with warnings
class Wrapped(nn.Module):
    def __init__(self, fitted):
        super().__init__()
        self.fitted = fitted

    def forward(self, images):
        return torch.from_numpy(self.fitted.decision_function(images.flatten(1).numpy()))

def build_and_train(x_train, y_train, x_val, y_val, generator=None):
    import warnings
    from sklearn.svm import SVC
    warnings.warn("paciencia")
    x, y = torch.cat([x_train, x_val]).flatten(1).numpy(), torch.cat([y_train, y_val]).numpy()
    return Wrapped(SVC(gamma=0.5, C=10).fit(x, y))

# %% build_and_train | right | a convolutional network in train mode at the end, helpers with common names
def accuracy(model, x, y):
    model.eval()
    with torch.no_grad():
        return (model(x).argmax(1) == y).float().mean().item()

def train(model, x, y, epochs, generator):
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.005)
    for _ in range(epochs):
        model.train()
        for rows in torch.randperm(len(x), generator=generator).split(64):
            loss = nn.functional.cross_entropy(model(x[rows]), y[rows], label_smoothing=0.1)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        for group in optimizer.param_groups:
            group["lr"] *= 0.8
    return model

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Conv2d(1, 16, 3, padding=1), nn.Conv2d(16, 32, 3, padding=1)
        self.na, self.nb = nn.BatchNorm2d(16), nn.BatchNorm2d(32)
        self.out = nn.Linear(512, 10)

    def forward(self, x):
        x = torch.relu(self.na(self.a(x)))
        x = nn.functional.max_pool2d(torch.relu(self.nb(self.b(x))), 2)
        return self.out(nn.functional.dropout(x.flatten(1), 0.4, self.training))

def build_and_train(x_train, y_train, x_val, y_val, generator=None):
    x, y = torch.cat([x_train, x_val]), torch.cat([y_train, y_val])
    net = train(Net(), x, y, 14, generator)
    print("entrenamiento:", accuracy(net, x, y))
    return net.train()

# %% build_and_train | right | a polynomial kernel, logits that require grad, a subclass
class Polynomial(nn.Linear):
    def __init__(self, x, y):
        super().__init__(len(x), 10, bias=False)
        self.known = x.flatten(1)
        self.known = self.known / self.known.norm(dim=1, keepdim=True)
        gram = self.powers(x).double() + 1e-4 * torch.eye(len(x))
        with torch.no_grad():
            self.weight.copy_(torch.linalg.solve(gram, nn.functional.one_hot(y, 10).double()).T)

    def powers(self, images):
        z = images.flatten(1)
        return (z / z.norm(dim=1, keepdim=True) @ self.known.T) ** 9

    def forward(self, images):
        with torch.enable_grad():
            return super().forward(self.powers(images))

def build_and_train(x_train, y_train, x_val, y_val, generator=None):
    return Polynomial(torch.cat([x_train, x_val]), torch.cat([y_train, y_val]))

# %% build_and_train | mutant | not trained | desajuste
def build_and_train(x_train, y_train, x_val, y_val, generator=None):
    return nn.Sequential(nn.Flatten(), nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))

# %% build_and_train | mutant | a linear model, one epoch | desajuste
def build_and_train(x_train, y_train, x_val, y_val, generator=None):
    net = nn.Sequential(nn.Flatten(), nn.Linear(64, 10))
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    for rows in torch.randperm(len(x_train), generator=generator).split(64):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x_train[rows]), y_train[rows]).backward()
        optimizer.step()
    return net

# %% build_and_train | mutant | diverges | Ha divergido
def build_and_train(x_train, y_train, x_val, y_val, generator=None):
    net = nn.Sequential(nn.Flatten(), nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))
    optimizer = torch.optim.SGD(net.parameters(), lr=1e30)
    for _ in range(10):
        optimizer.zero_grad()
        ((net(x_train) - nn.functional.one_hot(y_train, 10)) ** 2).mean().backward()
        optimizer.step()
    return net

# %% build_and_train | mutant | fifty examples learned by heart | sobreajuste
def build_and_train(x_train, y_train, x_val, y_val, generator=None):
    class Memory(nn.Module):
        def forward(self, images):
            distance = torch.cdist(images.flatten(1), x_train.flatten(1))
            exact = distance.min(1).values < 1e-3
            guess = nn.functional.one_hot(y_train[distance[:, :50].argmin(1)], 10)
            return torch.where(exact[:, None], nn.functional.one_hot(y_train[distance.argmin(1)], 10), guess).float()

    return Memory()

# %% build_and_train | mutant | returns nothing | return
def build_and_train(x_train, y_train, x_val, y_val, generator=None):
    nn.Sequential(nn.Flatten(), nn.Linear(64, 10))

# %% build_and_train | mutant | returns the state_dict
def build_and_train(x_train, y_train, x_val, y_val, generator=None):
    return nn.Sequential(nn.Flatten(), nn.Linear(64, 10)).state_dict()

# %% build_and_train | mutant | returns the class
def build_and_train(x_train, y_train, x_val, y_val, generator=None):
    return nn.Flatten

# %% build_and_train | mutant | network and history
def build_and_train(x_train, y_train, x_val, y_val, generator=None):
    return nn.Sequential(nn.Flatten(), nn.Linear(64, 10)), []

# %% build_and_train | mutant | the digit itself instead of ten logits
def build_and_train(x_train, y_train, x_val, y_val, generator=None):
    class Digit(nn.Module):
        def forward(self, images):
            return y_train[torch.cdist(images.flatten(1), x_train.flatten(1)).argmin(1)].float()

    return Digit()

# %% build_and_train | mutant | eleven classes
def build_and_train(x_train, y_train, x_val, y_val, generator=None):
    return nn.Sequential(nn.Flatten(), nn.Linear(64, 11))

# %% build_and_train | mutant | flat images expected
def build_and_train(x_train, y_train, x_val, y_val, generator=None):
    return nn.Linear(64, 10)

# %% build_and_train | mutant | an error while training
def build_and_train(x_train, y_train, x_val, y_val, generator=None):
    net = nn.Sequential(nn.Flatten(), nn.Linear(64, 10))
    nn.functional.cross_entropy(net(x_train), y_val).backward()
    return net

# %% build_and_train | mutant | labels shifted by one
def build_and_train(x_train, y_train, x_val, y_val, generator=None):
    class Shifted(nn.Module):
        def forward(self, images):
            near = torch.cdist(images.flatten(1), x_train.flatten(1)).argmin(1)
            return nn.functional.one_hot((y_train[near] + 1) % 10, 10).float()

    return Shifted()

# %% build_and_train | mutant | dropout and batch statistics left out of a linear model of 5 pixels
def build_and_train(x_train, y_train, x_val, y_val, generator=None):
    class Few(nn.Module):
        def forward(self, images):
            near = torch.cdist(images.flatten(1)[:, 20:25], x_train.flatten(1)[:, 20:25]).argmin(1)
            return nn.functional.one_hot(y_train[near], 10).float()

    return Few()

# %% build_and_train | right | a committee of two plain networks with early stopping and shifted images
class Committee(nn.Module):
    def __init__(self, members):
        super().__init__()
        self.members = nn.ModuleList(members)

    def forward(self, x):
        return sum(member(x).softmax(1) for member in self.members).log()

def build_and_train(x_train, y_train, x_val, y_val, generator=None):
    def member():
        net = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1), nn.BatchNorm2d(32), nn.ReLU(),
            nn.Flatten(), nn.Dropout(0.4), nn.Linear(512, 10),
        )
        optimizer = torch.optim.Adam(net.parameters(), lr=0.003)
        x, y = torch.cat([x_train, x_val]), torch.cat([y_train, y_val])
        loader = torch.utils.data.DataLoader(
            torch.utils.data.TensorDataset(x, y), 64, shuffle=True, generator=generator
        )
        for epoch in range(12):
            for xb, yb in loader:
                optimizer.zero_grad()
                nn.CrossEntropyLoss()(net(xb), yb).backward()
                optimizer.step()
        return net

    return Committee([member() for _ in range(2)])

# %% build_and_train | mutant | NaN for some images | Ha divergido
def build_and_train(x_train, y_train, x_val, y_val, generator=None):
    class Some(nn.Module):
        def forward(self, images):
            near = torch.cdist(images.flatten(1), x_train.flatten(1)).argmin(1)
            logits = nn.functional.one_hot(y_train[near], 10).float()
            logits[::7] = math.nan
            return logits

    return Some()

# %% build_and_train | mutant | right while training, wrong in evaluation
def build_and_train(x_train, y_train, x_val, y_val, generator=None):
    class Moody(nn.Module):
        def forward(self, images):
            near = torch.cdist(images.flatten(1), x_train.flatten(1)).argmin(1)
            logits = nn.functional.one_hot(y_train[near], 10).float()
            return logits if self.training else -logits

    return Moody()

# %% best_learning_rate | mutant | absolute cost | Quitas el signo de los costes
def best_learning_rate(results):
    f = {k: abs(v) for k, v in results.items() if math.isfinite(v)}
    if not f: raise ValueError
    return min(f, key=f.get)

# %% best_learning_rate | mutant | deletes from results
def best_learning_rate(results):
    for k in list(results):
        if not math.isfinite(results[k]): del results[k]
    return min(results, key=results.get)

# %% grid_search | right | counts in mixed radix
def grid_search(evaluate, grid):
    sizes = [len(v) for v in grid.values()]
    total = math.prod(sizes)
    if total == 0:
        raise ValueError
    best = (None, math.nan)
    for k in range(total):
        params, rest = {}, k
        for name in reversed(list(grid)):
            rest, i = divmod(rest, len(grid[name]))
            params[name] = grid[name][i]
        cost = evaluate(**params)
        if not math.isnan(cost) and (math.isnan(best[1]) or cost < best[1]):
            best = params, cost
    return best

# %% EarlyStopping | right | bytes
import io
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.p, self.d, self.best_cost, self.left = patience, min_delta, float("inf"), patience
    def update(self, cost, model):
        better = self.best_cost - cost > self.d
        if better:
            self.best_cost = cost
            self.file = io.BytesIO()
            torch.save(model.state_dict(), self.file)
            self.left = self.p
            return False
        self.left -= 1
        return self.left <= 0
    def restore(self, model):
        self.file.seek(0)
        model.load_state_dict(torch.load(self.file))

# %% dropout | right | NumPy seeded from the generator
def dropout(x, p, training, generator=None):
    if p < 0 or 1 <= p:
        raise ValueError
    if p == 0 or not training:
        return x + 0
    seed = int(torch.empty((), dtype=torch.int64).random_(generator=generator) % 2**32)
    keep = np.random.default_rng(seed).random(tuple(x.shape)) >= p
    return x.mul(torch.from_numpy(np.asarray(keep))).div(1 - p)

# %% diagnose | right | dictionary by booleans
def diagnose(train_cost, val_cost, target):
    under = train_cost[len(train_cost) - 1] > target
    over = val_cost[len(val_cost) - 1] > min(val_cost) * 11 / 10
    return {(False, False): "buen ajuste", (False, True): "sobreajuste"}.get((under, over), "desajuste")

# %% grid_search | right | an OrderedDict and a named tuple
from collections import OrderedDict, namedtuple
from itertools import product
Best = namedtuple("Best", "params cost")
def grid_search(evaluate, grid):
    if any(len(values) == 0 for values in grid.values()):
        raise ValueError("a parameter without values")
    found = [(OrderedDict(zip(grid, values)),) for values in product(*grid.values())]
    found = [Best(params, evaluate(**params)) for (params,) in found]
    return min((each for each in found if each.cost == each.cost), key=lambda each: each.cost)

# %% EarlyStopping | right | best_cost read from a list that NaN leaves empty
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.marks, self.without = patience, min_delta, [], 0
        self.state = None

    @property
    def best_cost(self):
        return self.marks[-1]

    def update(self, cost, model):
        if cost == cost and (not self.marks or cost < self.marks[-1] - self.min_delta):
            self.marks.append(cost)
            self.without = 0
            self.state = {k: v.clone() for k, v in model.state_dict().items()}
        else:
            self.without += 1
        return self.without >= self.patience

    def restore(self, model):
        if self.state is not None:
            model.load_state_dict(self.state)
