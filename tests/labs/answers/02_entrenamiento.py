"""Known answers to the lab 02_entrenamiento. The format is described in ../judge.py."""

# %% iterations_per_epoch | right | math.ceil
def iterations_per_epoch(n_examples, batch_size, drop_last=False):
    if n_examples < 1 or batch_size < 1:
        raise ValueError("al menos 1")
    if drop_last:
        return n_examples // batch_size
    return math.ceil(n_examples / batch_size)

# %% iterations_per_epoch | right | names that a test may use too
from math import ceil, floor

def real(n_examples, batch_size):
    return n_examples / batch_size

def iterations_per_epoch(n_examples, batch_size, drop_last=False):
    if n_examples < 1 or batch_size < 1:
        raise ValueError
    number = real(n_examples, batch_size)
    return floor(number) if drop_last else ceil(number)

# %% iterations_per_epoch | right | negative floor division
def iterations_per_epoch(n_examples, batch_size, drop_last=False):
    if min(n_examples, batch_size) <= 0:
        raise ValueError
    return n_examples // batch_size if drop_last else -(-n_examples // batch_size)

# %% iterations_per_epoch | right | counting in a loop
def iterations_per_epoch(n_examples, batch_size, drop_last=False):
    if n_examples < 1 or batch_size < 1:
        raise ValueError(f"{n_examples}, {batch_size}")
    count, left = 0, n_examples
    while left >= batch_size:
        left -= batch_size
        count += 1
    if left > 0 and not drop_last:
        count += 1
    return count

# %% iterations_per_epoch | right | length of a range
def iterations_per_epoch(n_examples, batch_size, drop_last=False):
    if not (n_examples >= 1 and batch_size >= 1):
        raise ValueError("¡no!")
    starts = range(0, n_examples, batch_size)
    print(starts)
    return len([s for s in starts if not drop_last or s + batch_size <= n_examples])

# %% iterations_per_epoch | right | PyTorch's own
def iterations_per_epoch(n_examples, batch_size, drop_last=False):
    if n_examples < 1 or batch_size < 1:
        raise ValueError
    sampler = torch.utils.data.BatchSampler(range(n_examples), batch_size, drop_last)
    return len(sampler)

# %% iterations_per_epoch | right | NumPy, an error derived from ValueError
class Few(ValueError):
    pass

def iterations_per_epoch(n_examples, batch_size, drop_last=False):
    if n_examples <= 0 or batch_size <= 0:
        raise Few
    how = np.floor if drop_last else np.ceil
    return int(how(n_examples / batch_size))

# %% iterations_per_epoch | wrong | floor always | último batch cuenta
def iterations_per_epoch(n_examples, batch_size, drop_last=False):
    if n_examples < 1 or batch_size < 1:
        raise ValueError
    return n_examples // batch_size

# %% iterations_per_epoch | wrong | ceil always | en cuenta drop_last
def iterations_per_epoch(n_examples, batch_size, drop_last=False):
    if n_examples < 1 or batch_size < 1:
        raise ValueError
    return math.ceil(n_examples / batch_size)

# %% iterations_per_epoch | wrong | float from np.ceil | se pide un int
def iterations_per_epoch(n_examples, batch_size, drop_last=False):
    if n_examples < 1 or batch_size < 1:
        raise ValueError
    return float(np.floor(n_examples / batch_size) if drop_last else np.ceil(n_examples / batch_size))

# %% iterations_per_epoch | wrong | plain division | se pide un int
def iterations_per_epoch(n_examples, batch_size, drop_last=False):
    if n_examples < 1 or batch_size < 1:
        raise ValueError
    return n_examples / batch_size

# %% iterations_per_epoch | wrong | off by one when it divides | la división es exacta
def iterations_per_epoch(n_examples, batch_size, drop_last=False):
    if n_examples < 1 or batch_size < 1:
        raise ValueError
    return n_examples // batch_size + (not drop_last)

# %% iterations_per_epoch | mutant | drop_last always takes one away | la división es exacta
def iterations_per_epoch(n_examples, batch_size, drop_last=False):
    if n_examples < 1 or batch_size < 1:
        raise ValueError
    return -(-n_examples // batch_size) - int(drop_last)

# %% iterations_per_epoch | mutant | rounds to the nearest | al entero más cercano
def iterations_per_epoch(n_examples, batch_size, drop_last=False):
    if n_examples < 1 or batch_size < 1:
        raise ValueError
    return n_examples // batch_size if drop_last else round(n_examples / batch_size)

# %% iterations_per_epoch | mutant | drop_last the other way round
def iterations_per_epoch(n_examples, batch_size, drop_last=False):
    if n_examples < 1 or batch_size < 1:
        raise ValueError
    return -(-n_examples // batch_size) if drop_last else n_examples // batch_size

# %% iterations_per_epoch | mutant | no error for 0 examples | n_examples sea al menos 1
def iterations_per_epoch(n_examples, batch_size, drop_last=False):
    if n_examples < 0 or batch_size < 1:
        raise ValueError
    return n_examples // batch_size if drop_last else -(-n_examples // batch_size)

# %% iterations_per_epoch | mutant | ZeroDivisionError for batches of 0 | batch_size sea al menos 1
def iterations_per_epoch(n_examples, batch_size, drop_last=False):
    if n_examples < 1:
        raise ValueError
    return n_examples // batch_size if drop_last else -(-n_examples // batch_size)

# %% iterations_per_epoch | mutant | an error when the batch is larger than the data
def iterations_per_epoch(n_examples, batch_size, drop_last=False):
    if n_examples < 1 or batch_size < 1 or batch_size > n_examples:
        raise ValueError
    return n_examples // batch_size if drop_last else -(-n_examples // batch_size)

# %% iterations_per_epoch | mutant | at least one
def iterations_per_epoch(n_examples, batch_size, drop_last=False):
    if n_examples < 1 or batch_size < 1:
        raise ValueError
    return max(1, n_examples // batch_size if drop_last else -(-n_examples // batch_size))

# %% iterations_per_epoch | mutant | arguments swapped
def iterations_per_epoch(n_examples, batch_size, drop_last=False):
    if n_examples < 1 or batch_size < 1:
        raise ValueError
    return batch_size // n_examples if drop_last else -(-batch_size // n_examples)

# %% iterations_per_epoch | mutant | prints instead of returning | return
def iterations_per_epoch(n_examples, batch_size, drop_last=False):
    if n_examples < 1 or batch_size < 1:
        raise ValueError
    print(n_examples // batch_size if drop_last else -(-n_examples // batch_size))

# %% iterations_per_epoch | mutant | always an error
def iterations_per_epoch(n_examples, batch_size, drop_last=False):
    raise ValueError

# %% iterations_per_epoch | mutant | a tensor
def iterations_per_epoch(n_examples, batch_size, drop_last=False):
    if n_examples < 1 or batch_size < 1:
        raise ValueError
    return torch.tensor(n_examples // batch_size if drop_last else -(-n_examples // batch_size))

# %% iterate_batches | right | indices from arange or randperm
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    order = torch.arange(len(x))
    if shuffle:
        order = torch.randperm(len(x), generator=generator)
    i = 0
    while i < len(x):
        yield x[order[i:i + batch_size]], y[order[i:i + batch_size]]
        i += batch_size

# %% iterate_batches | right | zip of splits, views of the data
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    if len(x) == 0:
        return iter([])
    if shuffle:
        order = torch.randperm(x.shape[0], generator=generator)
        x, y = x[order], y[order]
    return zip(x.split(batch_size), y.split(batch_size))

# %% iterate_batches | right | a generator expression
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    n = x.size(0)
    rows = torch.randperm(n, generator=generator) if shuffle else torch.arange(n)
    print("batches:", -(-n // batch_size))
    return ((x[rows[i:i + batch_size]], y[rows[i:i + batch_size]]) for i in range(0, n, batch_size))

# %% iterate_batches | right | one example after another, stacked
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    order = list(range(len(x)))
    if shuffle:
        order = torch.randperm(len(x), generator=generator).tolist()
    xs, ys = [], []
    for i in order:
        xs.append(x[i]), ys.append(y[i])
        if len(xs) == batch_size:
            yield torch.stack(xs), torch.stack(ys)
            xs, ys = [], []
    if xs:
        yield torch.stack(xs), torch.stack(ys)

# %% iterate_batches | right | Python's random, seeded from the generator
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    import random
    order = list(range(len(x)))
    if shuffle:
        seed = torch.randint(2**62, (), generator=generator).item()
        random.Random(seed).shuffle(order)
    for i in range(0, len(order), batch_size):
        yield x[order[i:i + batch_size]], y[order[i:i + batch_size]]

# %% iterate_batches | right | argsort of random keys in float64
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    n = len(x)
    keys = torch.rand(n, generator=generator, dtype=torch.float64) if shuffle else torch.arange(n)
    rows = keys.argsort(stable=True)
    parts = [(x[r], y[r]) for r in rows.split(batch_size) if len(r)]
    return iter(parts)

# %% iterate_batches | right | a class, by hand
class Batches:
    def __init__(self, x, y, rows, size):
        self.x, self.y, self.rows, self.size, self.at = x, y, rows, size, 0

    def __iter__(self):
        return self

    def __next__(self):
        chosen = self.rows[self.at:self.at + self.size]
        if len(chosen) == 0:
            raise StopIteration
        self.at += self.size
        return self.x[chosen], self.y[chosen]

def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    rows = np.arange(len(x))
    if shuffle:
        rows = torch.randperm(len(x), generator=generator).numpy()
    return Batches(x, y, rows, batch_size)

# %% iterate_batches | right | Fisher and Yates
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    order = list(range(len(x)))
    if shuffle:
        for i in range(len(order) - 1, 0, -1):
            j = int(torch.randint(0, i + 1, (1,), generator=generator))
            order[i], order[j] = order[j], order[i]
    for i in range(0, len(order), batch_size):
        chosen = torch.tensor(order[i:i + batch_size])
        yield x.index_select(0, chosen), y.index_select(0, chosen)

# %% iterate_batches | right | PyTorch's samplers without the loader
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    from torch.utils.data import BatchSampler, RandomSampler, SequentialSampler
    if len(x) == 0:
        return
    sampler = RandomSampler(x, generator=generator) if shuffle else SequentialSampler(x)
    for rows in BatchSampler(sampler, batch_size, drop_last=False):
        yield x[rows], y[rows]

# %% iterate_batches | wrong | x and y shuffled apart | por separado
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    n = len(x)
    if shuffle:
        x = x[torch.randperm(n, generator=generator)]
        y = y[torch.randperm(n, generator=generator)]
    for i in range(0, n, batch_size):
        yield x[i:i + batch_size], y[i:i + batch_size]

# %% iterate_batches | wrong | only x shuffled | por separado
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    n = len(x)
    if shuffle:
        x = x[torch.randperm(n, generator=generator)]
    for i in range(0, n, batch_size):
        yield x[i:i + batch_size], y[i:i + batch_size]

# %% iterate_batches | wrong | last batch lost | Se pierde el último batch
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    n = len(x)
    order = torch.randperm(n, generator=generator) if shuffle else torch.arange(n)
    for k in range(n // batch_size):
        rows = order[k * batch_size:(k + 1) * batch_size]
        yield x[rows], y[rows]

# %% iterate_batches | wrong | drawn with replacement | Se repiten ejemplos
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    n = len(x)
    order = torch.randint(n, (n,), generator=generator) if shuffle and n else torch.arange(n)
    for i in range(0, n, batch_size):
        yield x[order[i:i + batch_size]], y[order[i:i + batch_size]]

# %% iterate_batches | wrong | last batch filled with the first examples | Se repiten ejemplos
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    n = len(x)
    order = torch.randperm(n, generator=generator) if shuffle else torch.arange(n)
    order = torch.cat([order, order])
    for i in range(0, n, batch_size):
        yield x[order[i:i + batch_size]], y[order[i:i + batch_size]]

# %% iterate_batches | wrong | ignores shuffle | en cuenta shuffle
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    for i in range(0, len(x), batch_size):
        yield x[i:i + batch_size], y[i:i + batch_size]

# %% iterate_batches | wrong | shuffles always | Barajas siempre
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    order = torch.randperm(len(x), generator=generator)
    for i in range(0, len(x), batch_size):
        yield x[order[i:i + batch_size]], y[order[i:i + batch_size]]

# %% iterate_batches | wrong | ignores the generator | Usas generator
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    order = torch.randperm(len(x)) if shuffle else torch.arange(len(x))
    for i in range(0, len(x), batch_size):
        yield x[order[i:i + batch_size]], y[order[i:i + batch_size]]

# %% iterate_batches | wrong | NumPy's own randomness | Usas generator
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    order = np.random.permutation(len(x)) if shuffle else np.arange(len(x))
    for i in range(0, len(x), batch_size):
        yield x[order[i:i + batch_size]], y[order[i:i + batch_size]]

# %% iterate_batches | wrong | seeds the generator again | Reinicias el azar
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    if generator is not None:
        generator.manual_seed(generator.initial_seed())
    order = torch.randperm(len(x), generator=generator) if shuffle else torch.arange(len(x))
    for i in range(0, len(x), batch_size):
        yield x[order[i:i + batch_size]], y[order[i:i + batch_size]]

# %% iterate_batches | mutant | one fixed seed | al azar, y de generator
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    fixed = torch.Generator().manual_seed(0)
    order = torch.randperm(len(x), generator=fixed) if shuffle else torch.arange(len(x))
    for i in range(0, len(x), batch_size):
        yield x[order[i:i + batch_size]], y[order[i:i + batch_size]]

# %% iterate_batches | mutant | without a generator, always the same order | la misma semilla
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    generator = generator or torch.Generator()
    order = torch.randperm(len(x), generator=generator) if shuffle else torch.arange(len(x))
    for i in range(0, len(x), batch_size):
        yield x[order[i:i + batch_size]], y[order[i:i + batch_size]]

# %% iterate_batches | mutant | shuffles the batches, not the examples | Barajas los batches
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    starts = torch.arange(0, len(x), batch_size)
    if shuffle:
        starts = starts[torch.randperm(len(starts), generator=generator)]
    for i in starts.tolist():
        yield x[i:i + batch_size], y[i:i + batch_size]

# %% iterate_batches | mutant | shuffles within each batch | cada batch por dentro
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    for i in range(0, len(x), batch_size):
        xb, yb = x[i:i + batch_size], y[i:i + batch_size]
        if shuffle:
            order = torch.randperm(len(xb), generator=generator)
            xb, yb = xb[order], yb[order]
        yield xb, yb

# %% iterate_batches | mutant | only a random rotation | cualquier orden
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    n = len(x)
    shift = int(torch.randint(1, n, (), generator=generator)) if shuffle and n > 1 else 0
    order = torch.arange(n).roll(shift)
    for i in range(0, n, batch_size):
        yield x[order[i:i + batch_size]], y[order[i:i + batch_size]]

# %% iterate_batches | mutant | forward or backward, by chance
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    order = torch.arange(len(x))
    if shuffle:
        order = order.flip(0) if torch.rand((), generator=generator) < 0.5 else order
    for i in range(0, len(x), batch_size):
        yield x[order[i:i + batch_size]], y[order[i:i + batch_size]]

# %% iterate_batches | mutant | the forbidden DataLoader
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    if not len(x):
        return
    dataset = torch.utils.data.TensorDataset(x, y)
    for xb, yb in torch.utils.data.DataLoader(dataset, batch_size, shuffle=shuffle, generator=generator):
        yield xb, yb

# %% iterate_batches | mutant | the DataLoader inside the course's helper
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    from aprende.training import loader
    if not len(x):
        return iter([])
    return iter(loader(x, y, batch_size, shuffle=shuffle, generator=generator))

# %% iterate_batches | mutant | a list, no iterator | Un iterador los da de uno en uno
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    order = torch.randperm(len(x), generator=generator) if shuffle else torch.arange(len(x))
    return [(x[order[i:i + batch_size]], y[order[i:i + batch_size]]) for i in range(0, len(x), batch_size)]

# %% iterate_batches | mutant | lists instead of tuples | en una tupla
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    order = torch.randperm(len(x), generator=generator) if shuffle else torch.arange(len(x))
    for i in range(0, len(x), batch_size):
        yield [x[order[i:i + batch_size]], y[order[i:i + batch_size]]]

# %% iterate_batches | mutant | an empty batch when there is nothing | un batch vacío
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    order = torch.randperm(len(x), generator=generator) if shuffle else torch.arange(len(x))
    for rows in order.split(batch_size):
        yield x[rows], y[rows]

# %% iterate_batches | mutant | an empty batch at the end when it divides
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    order = torch.randperm(len(x), generator=generator) if shuffle else torch.arange(len(x))
    for k in range(len(x) // batch_size + 1):
        rows = order[k * batch_size:(k + 1) * batch_size]
        if len(x):
            yield x[rows], y[rows]

# %% iterate_batches | mutant | only the first batch, return for yield
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    order = torch.randperm(len(x), generator=generator) if shuffle else torch.arange(len(x))
    for i in range(0, len(x), batch_size):
        return x[order[i:i + batch_size]], y[order[i:i + batch_size]]
    return iter([])

# %% iterate_batches | mutant | returns nothing | return
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    order = torch.randperm(len(x), generator=generator) if shuffle else torch.arange(len(x))
    iter([(x[order[i:i + batch_size]], y[order[i:i + batch_size]]) for i in range(0, len(x), batch_size)])

# %% iterate_batches | mutant | never ends
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    while True:
        yield x[:batch_size], y[:batch_size]

# %% iterate_batches | mutant | NumPy arrays
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    order = torch.randperm(len(x), generator=generator) if shuffle else torch.arange(len(x))
    for i in range(0, len(x), batch_size):
        yield x[order[i:i + batch_size]].numpy(), y[order[i:i + batch_size]].numpy()

# %% iterate_batches | mutant | shuffles the data it is given | Modificas lo que recibes
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    if shuffle:
        order = torch.randperm(len(x), generator=generator)
        x[:], y[:] = x[order], y[order]
    for i in range(0, len(x), batch_size):
        yield x[i:i + batch_size], y[i:i + batch_size]

# %% iterate_batches | mutant | y before x
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    order = torch.randperm(len(x), generator=generator) if shuffle else torch.arange(len(x))
    for i in range(0, len(x), batch_size):
        yield y[order[i:i + batch_size]], x[order[i:i + batch_size]]

# %% iterate_batches | mutant | one example at a time | de uno en uno
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    order = torch.randperm(len(x), generator=generator) if shuffle else torch.arange(len(x))
    for i in order:
        yield x[i], y[i]

# %% iterate_batches | mutant | batches one too large
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    order = torch.randperm(len(x), generator=generator) if shuffle else torch.arange(len(x))
    for i in range(0, len(x), batch_size + 1):
        yield x[order[i:i + batch_size + 1]], y[order[i:i + batch_size + 1]]

# %% iterate_batches | mutant | always float64
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    order = torch.randperm(len(x), generator=generator) if shuffle else torch.arange(len(x))
    for i in range(0, len(x), batch_size):
        yield x[order[i:i + batch_size]].double(), y[order[i:i + batch_size]]

# %% iterate_batches | mutant | a generator shuffles even without shuffle
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    shuffle = shuffle or generator is not None
    order = torch.randperm(len(x), generator=generator) if shuffle else torch.arange(len(x))
    for i in range(0, len(x), batch_size):
        yield x[order[i:i + batch_size]], y[order[i:i + batch_size]]

# %% iterate_batches | mutant | shuffles half
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    n = len(x); p = torch.arange(n)
    if shuffle:
        h = n // 2
        p = torch.cat([torch.randperm(h, generator=generator), h + torch.randperm(n - h, generator=generator)])
    for s in range(0, n, batch_size):
        yield x[p[s:s + batch_size]], y[p[s:s + batch_size]]

# %% iterate_batches | mutant | shuffle only with generator
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    n = len(x)
    p = torch.randperm(n, generator=generator) if shuffle and generator is not None else torch.arange(n)
    for s in range(0, n, batch_size):
        yield x[p[s:s + batch_size]], y[p[s:s + batch_size]]

# %% iterate_batches | mutant | biased: never leaves any in place
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    n = len(x); p = torch.arange(n)
    if shuffle and n > 1:
        while True:
            p = torch.randperm(n, generator=generator)
            if (p != torch.arange(n)).all(): break
    for s in range(0, n, batch_size):
        yield x[p[s:s + batch_size]], y[p[s:s + batch_size]]

# %% build_mlp | right | a list of parts, the last one cut off
def build_mlp(n_inputs, hidden, n_outputs):
    parts = []
    widths = [n_inputs] + hidden + [n_outputs]
    for i in range(len(widths) - 1):
        parts.append(nn.Linear(widths[i], widths[i + 1]))
        parts.append(nn.ReLU())
    return nn.Sequential(*parts[:-1])

# %% build_mlp | right | append to a Sequential, ReLU in place
def build_mlp(n_inputs, hidden, n_outputs):
    model = nn.Sequential()
    for size in hidden:
        model.append(nn.Linear(n_inputs, size))
        model.append(nn.ReLU(inplace=True))
        n_inputs = size
    model.append(nn.Linear(n_inputs, n_outputs))
    print(model)
    return model

# %% build_mlp | right | names, and the last layer made first
def build_mlp(n_inputs, hidden, n_outputs):
    from collections import OrderedDict
    last = nn.Linear(hidden[-1] if hidden else n_inputs, n_outputs)
    parts = OrderedDict()
    for i, (a, b) in enumerate(zip([n_inputs, *hidden], hidden)):
        parts[f"capa{i}"] = nn.Linear(a, b)
        parts[f"relu{i}"] = nn.ReLU()
    parts["salida"] = last
    return nn.Sequential(parts)

# %% build_mlp | right | recursion, one ReLU object for all
relu = nn.ReLU()

def parts_from(n_inputs, sizes):
    if len(sizes) == 1:
        return [nn.Linear(n_inputs, sizes[0])]
    return [nn.Linear(n_inputs, sizes[0]), relu] + parts_from(sizes[0], sizes[1:])

def build_mlp(n_inputs, hidden, n_outputs):
    return nn.Sequential(*parts_from(n_inputs, list(hidden) + [n_outputs]))

# %% build_mlp | right | a class derived from Sequential
class MLP(nn.Sequential):
    pass

def build_mlp(n_inputs, hidden, n_outputs):
    sizes = (n_inputs, *hidden, n_outputs)
    layers = [nn.Linear(a, b, bias=True) for a, b in zip(sizes[:-1], sizes[1:])]
    model = MLP(layers[0])
    for layer in layers[1:]:
        model.extend([torch.nn.ReLU(), layer])
    return model

# %% build_mlp | right | sizes as NumPy integers
def build_mlp(n_inputs, hidden, n_outputs):
    sizes = np.concatenate([[n_inputs], hidden, [n_outputs]]).astype(int)
    parts = []
    for a, b in np.stack([sizes[:-1], sizes[1:]], axis=1):
        parts += [nn.Linear(int(a), int(b)), nn.ReLU()]
    parts.pop()
    return nn.Sequential(*parts)

# %% build_mlp | wrong | ReLU at the end | detrás de la última capa
def build_mlp(n_inputs, hidden, n_outputs):
    parts = []
    for size in [*hidden, n_outputs]:
        parts += [nn.Linear(n_inputs, size), nn.ReLU()]
        n_inputs = size
    return nn.Sequential(*parts)

# %% build_mlp | wrong | softmax at the end | detrás de la última capa
def build_mlp(n_inputs, hidden, n_outputs):
    parts = []
    for size in hidden:
        parts += [nn.Linear(n_inputs, size), nn.ReLU()]
        n_inputs = size
    return nn.Sequential(*parts, nn.Linear(n_inputs, n_outputs), nn.Softmax(dim=1))

# %% build_mlp | wrong | no activation at all | entre dos capas
def build_mlp(n_inputs, hidden, n_outputs):
    sizes = [n_inputs, *hidden, n_outputs]
    return nn.Sequential(*[nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])

# %% build_mlp | wrong | one activation only, before the last layer | entre dos capas
def build_mlp(n_inputs, hidden, n_outputs):
    sizes = [n_inputs, *hidden]
    parts = [nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])]
    if hidden:
        parts.append(nn.ReLU())
    return nn.Sequential(*parts, nn.Linear(sizes[-1], n_outputs))

# %% build_mlp | wrong | wrong sizes: every layer takes n_inputs | Encajan los tamaños
def build_mlp(n_inputs, hidden, n_outputs):
    parts = []
    for size in hidden:
        parts += [nn.Linear(n_inputs, size), nn.ReLU()]
    return nn.Sequential(*parts, nn.Linear(n_inputs, n_outputs))

# %% build_mlp | wrong | wrong sizes: outputs and inputs swapped | Encajan los tamaños
def build_mlp(n_inputs, hidden, n_outputs):
    sizes = [n_inputs, *hidden, n_outputs]
    parts = []
    for a, b in zip(sizes, sizes[1:]):
        parts += [nn.Linear(b, a), nn.ReLU()]
    return nn.Sequential(*parts[:-1])

# %% build_mlp | wrong | one hidden layer only, the first | todas las capas de hidden
def build_mlp(n_inputs, hidden, n_outputs):
    if not hidden:
        return nn.Sequential(nn.Linear(n_inputs, n_outputs))
    return nn.Sequential(nn.Linear(n_inputs, hidden[0]), nn.ReLU(), nn.Linear(hidden[0], n_outputs))

# %% build_mlp | wrong | one hidden layer only, the last | todas las capas de hidden
def build_mlp(n_inputs, hidden, n_outputs):
    parts = [nn.Linear(n_inputs, n_outputs)]
    for size in hidden:
        parts = [nn.Linear(n_inputs, size), nn.ReLU(), nn.Linear(size, n_outputs)]
    return nn.Sequential(*parts)

# %% build_mlp | mutant | hidden = [] fails
def build_mlp(n_inputs, hidden, n_outputs):
    parts = [nn.Linear(n_inputs, hidden[0]), nn.ReLU()]
    for a, b in zip(hidden, hidden[1:]):
        parts += [nn.Linear(a, b), nn.ReLU()]
    return nn.Sequential(*parts, nn.Linear(hidden[-1], n_outputs))

# %% build_mlp | mutant | hidden = [] is a bare Linear
def build_mlp(n_inputs, hidden, n_outputs):
    if not hidden:
        return nn.Linear(n_inputs, n_outputs)
    parts, width = [], n_inputs
    for size in hidden:
        parts += [nn.Linear(width, size), nn.ReLU()]
        width = size
    return nn.Sequential(*parts, nn.Linear(width, n_outputs))

# %% build_mlp | mutant | nested | Sequential dentro de otro
def build_mlp(n_inputs, hidden, n_outputs):
    parts, width = [], n_inputs
    for size in hidden:
        parts.append(nn.Sequential(nn.Linear(width, size), nn.ReLU()))
        width = size
    return nn.Sequential(*parts, nn.Linear(width, n_outputs))

# %% build_mlp | mutant | Tanh | ReLU la activación
def build_mlp(n_inputs, hidden, n_outputs):
    parts, width = [], n_inputs
    for size in hidden:
        parts += [nn.Linear(width, size), nn.Tanh()]
        width = size
    return nn.Sequential(*parts, nn.Linear(width, n_outputs))

# %% build_mlp | mutant | no bias | quitado el sesgo
def build_mlp(n_inputs, hidden, n_outputs):
    parts, width = [], n_inputs
    for size in hidden:
        parts += [nn.Linear(width, size, bias=False), nn.ReLU()]
        width = size
    return nn.Sequential(*parts, nn.Linear(width, n_outputs, bias=False))

# %% build_mlp | mutant | weights of its own | los pesos iniciales
def build_mlp(n_inputs, hidden, n_outputs):
    parts, width = [], n_inputs
    for size in hidden:
        parts += [nn.Linear(width, size), nn.ReLU()]
        width = size
    model = nn.Sequential(*parts, nn.Linear(width, n_outputs))
    for p in model.parameters():
        nn.init.normal_(p, std=0.02)
    return model

# %% build_mlp | mutant | float64 | los pesos iniciales
def build_mlp(n_inputs, hidden, n_outputs):
    parts, width = [], n_inputs
    for size in hidden:
        parts += [nn.Linear(width, size), nn.ReLU()]
        width = size
    return nn.Sequential(*parts, nn.Linear(width, n_outputs)).double()

# %% build_mlp | mutant | equal layers are one layer | la misma capa
def build_mlp(n_inputs, hidden, n_outputs):
    made, parts, width = {}, [], n_inputs
    for size in hidden:
        layer = made.setdefault((width, size), nn.Linear(width, size))
        parts += [layer, nn.ReLU()]
        width = size
    return nn.Sequential(*parts, nn.Linear(width, n_outputs))

# %% build_mlp | mutant | adds to the list it is given | Trabaja sobre una copia
def build_mlp(n_inputs, hidden, n_outputs):
    hidden.insert(0, n_inputs)
    parts = []
    for a, b in zip(hidden, hidden[1:]):
        parts += [nn.Linear(a, b), nn.ReLU()]
    return nn.Sequential(*parts, nn.Linear(hidden[-1], n_outputs))

# %% build_mlp | mutant | empties the list it is given
def build_mlp(n_inputs, hidden, n_outputs):
    parts = []
    while hidden:
        size = hidden.pop(0)
        parts += [nn.Linear(n_inputs, size), nn.ReLU()]
        n_inputs = size
    return nn.Sequential(*parts, nn.Linear(n_inputs, n_outputs))

# %% build_mlp | mutant | a list, no model
def build_mlp(n_inputs, hidden, n_outputs):
    parts, width = [], n_inputs
    for size in hidden:
        parts += [nn.Linear(width, size), nn.ReLU()]
        width = size
    return [*parts, nn.Linear(width, n_outputs)]

# %% build_mlp | mutant | returns nothing | return
def build_mlp(n_inputs, hidden, n_outputs):
    parts, width = [], n_inputs
    for size in hidden:
        parts += [nn.Linear(width, size), nn.ReLU()]
        width = size
    nn.Sequential(*parts, nn.Linear(width, n_outputs))

# %% build_mlp | mutant | activation before each layer
def build_mlp(n_inputs, hidden, n_outputs):
    parts = []
    for size in [*hidden, n_outputs]:
        parts += [nn.ReLU(), nn.Linear(n_inputs, size)]
        n_inputs = size
    return nn.Sequential(*parts)

# %% build_mlp | mutant | flattens first
def build_mlp(n_inputs, hidden, n_outputs):
    parts, width = [nn.Flatten()], n_inputs
    for size in hidden:
        parts += [nn.Linear(width, size), nn.ReLU()]
        width = size
    return nn.Sequential(*parts, nn.Linear(width, n_outputs))

# %% build_mlp | mutant | lazy layers
def build_mlp(n_inputs, hidden, n_outputs):
    parts = []
    for size in hidden:
        parts += [nn.LazyLinear(size), nn.ReLU()]
    return nn.Sequential(*parts, nn.LazyLinear(n_outputs))

# %% build_mlp | mutant | hidden layers backwards
def build_mlp(n_inputs, hidden, n_outputs):
    parts, width = [], n_inputs
    for size in hidden[::-1]:
        parts += [nn.Linear(width, size), nn.ReLU()]
        width = size
    return nn.Sequential(*parts, nn.Linear(width, n_outputs))

# %% build_mlp | mutant | an empty model
def build_mlp(n_inputs, hidden, n_outputs):
    return nn.Sequential()

# %% count_parameters | right | a loop
def count_parameters(model):
    total = 0
    for parameter in model.parameters():
        if parameter.requires_grad:
            total = total + parameter.numel()
    return total

# %% count_parameters | right | product of the shape
def count_parameters(model):
    return sum(math.prod(p.shape) for _, p in model.named_parameters() if p.requires_grad)

# %% count_parameters | right | module by module, with the seen ones kept
def count_parameters(model):
    seen, total = set(), 0
    for module in model.modules():
        for p in module.parameters(recurse=False):
            if id(p) not in seen and p.requires_grad:
                seen.add(id(p))
                total += p.nelement()
    return total

# %% count_parameters | right | one long vector, printing
def count_parameters(model):
    trained = [p.reshape(-1) for p in model.parameters() if p.requires_grad]
    print(len(trained), "tensores")
    return len(torch.cat(trained)) if trained else 0

# %% count_parameters | right | NumPy
def count_parameters(model):
    sizes = [p.detach().numpy().size for p in model.parameters() if p.requires_grad]
    return int(np.sum(sizes))

# %% count_parameters | right | names without duplicates, ids in a dictionary
def count_parameters(model):
    found = {id(p): p for _, p in model.named_parameters(remove_duplicate=False)}
    return sum(p.numel() for p in found.values() if p.requires_grad)

# %% count_parameters | wrong | counts tensors | Cuentas tensores
def count_parameters(model):
    return len([p for p in model.parameters() if p.requires_grad])

# %% count_parameters | wrong | counts frozen ones | congelados
def count_parameters(model):
    return sum(p.numel() for p in model.parameters())

# %% count_parameters | wrong | weights only, by name | solo los pesos
def count_parameters(model):
    return sum(p.numel() for name, p in model.named_parameters() if p.requires_grad and "weight" in name)

# %% count_parameters | wrong | weights only, by layer | solo los pesos
def count_parameters(model):
    layers = {id(m): m for m in model.modules() if hasattr(m, "weight")}
    return sum(m.weight.numel() for m in layers.values() if m.weight.requires_grad)

# %% count_parameters | mutant | only what has two dimensions | solo los pesos
def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad and p.dim() > 1)

# %% count_parameters | mutant | shared ones twice | dos veces
def count_parameters(model):
    return sum(p.numel() for _, p in model.named_parameters(remove_duplicate=False) if p.requires_grad)

# %% count_parameters | mutant | shared ones twice, by layer | dos veces
def count_parameters(model):
    own = list(model.parameters(recurse=False))
    total = sum(p.numel() for p in own if p.requires_grad)
    parts = model._modules.values()
    return total + sum(count_parameters(part) for part in parts)

# %% count_parameters | mutant | the frozen ones alone | justo los congelados
def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if not p.requires_grad)

# %% count_parameters | mutant | the whole state, buffers too
def count_parameters(model):
    return sum(value.numel() for value in model.state_dict().values())

# %% count_parameters | mutant | trainable ones and buffers | los buffers
def count_parameters(model):
    trained = sum(p.numel() for p in model.parameters() if p.requires_grad)
    return trained + sum(b.numel() for b in model.buffers())

# %% count_parameters | mutant | only Linear layers | solo las capas lineales
def count_parameters(model):
    found = {id(p): p for m in model.modules() if isinstance(m, nn.Linear) for p in m.parameters()}
    return sum(p.numel() for p in found.values() if p.requires_grad)

# %% count_parameters | mutant | only the outermost layers
def count_parameters(model):
    return sum(p.numel() for p in model.parameters(recurse=False) if p.requires_grad)

# %% count_parameters | mutant | equal values are taken for shared
def count_parameters(model):
    found = {p.detach().numpy().tobytes(): p for p in model.parameters() if p.requires_grad}
    return sum(p.numel() for p in found.values())

# %% count_parameters | mutant | a tensor
def count_parameters(model):
    return torch.tensor(sum(p.numel() for p in model.parameters() if p.requires_grad))

# %% count_parameters | mutant | a float
def count_parameters(model):
    return float(sum(p.numel() for p in model.parameters() if p.requires_grad))

# %% count_parameters | mutant | returns nothing | return
def count_parameters(model):
    sum(p.numel() for p in model.parameters() if p.requires_grad)

# %% count_parameters | mutant | first dimension only
def count_parameters(model):
    return sum(p.shape[0] for p in model.parameters() if p.requires_grad)

# %% count_parameters | mutant | thaws the model
def count_parameters(model):
    return sum(p.requires_grad_(True).numel() for p in model.parameters())

# %% count_parameters | mutant | leaves the model in evaluation mode
def count_parameters(model):
    return sum(p.numel() for p in model.eval().parameters() if p.requires_grad)

# %% count_parameters | mutant | mode decides
def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad) * model.training

# %% train_step | right | zero_grad of the model, at the start
def train_step(model, xb, yb, loss_fn, optimizer):
    model.zero_grad()
    model.train(True)
    y_pred = model(xb)
    loss = loss_fn(y_pred, yb)
    loss.backward()
    optimizer.step()
    return float(loss)

# %% train_step | right | zero_grad just before backward, and once more at the end
def train_step(model, xb, yb, loss_fn, optimizer):
    model.train()
    loss = loss_fn(model(xb), yb)
    optimizer.zero_grad(set_to_none=False)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.detach().item()

# %% train_step | right | a closure
def train_step(model, xb, yb, loss_fn, optimizer):
    model.train()

    def closure():
        optimizer.zero_grad()
        cost = loss_fn(model.forward(xb), yb)
        cost.backward()
        return cost

    return optimizer.step(closure).item()

# %% train_step | right | autograd.grad, gradients put by hand
def train_step(model, xb, yb, loss_fn, optimizer):
    model.train()
    cost = loss_fn(model(xb), yb)
    parameters = [p for p in model.parameters() if p.requires_grad]
    for p, grad in zip(parameters, torch.autograd.grad(cost, parameters)):
        p.grad = grad
    optimizer.step()
    return cost.tolist()

# %% train_step | right | a helper, printing and a look at the data without gradients
def cost_of(model, xb, yb, loss_fn):
    return loss_fn(model(xb), yb)

def train_step(model, xb, yb, loss_fn, optimizer):
    model.eval()
    with torch.no_grad():
        print("antes:", cost_of(model, xb, yb, loss_fn))
    model.train()
    for p in model.parameters():
        p.grad = None
    cost = cost_of(model, xb, yb, loss_fn)
    cost.backward()
    optimizer.step()
    with torch.no_grad():
        print("después:", cost_of(model, xb, yb, loss_fn))
    return cost.item()

# %% train_step | right | NumPy's float64, warns
def train_step(model, xb, yb, loss_fn, optimizer):
    import warnings
    warnings.warn("empieza una iteración")
    optimizer.zero_grad()
    for part in model.modules():
        part.training = True
    cost = loss_fn(model(xb), yb)
    torch.autograd.backward(cost)
    optimizer.step()
    return np.float64(cost.detach().numpy())

# %% train_step | right | the cost measured first, with gradients nobody uses
def train_step(model, xb, yb, loss_fn, optimizer):
    model.train()
    before = loss_fn(model(xb), yb).item()
    optimizer.zero_grad()
    loss_fn(model(xb), yb).backward()
    optimizer.step()
    print(before, loss_fn(model(xb), yb).item())
    return before

# %% train_step | wrong | no zero_grad | Se suman los gradientes
def train_step(model, xb, yb, loss_fn, optimizer):
    model.train()
    cost = loss_fn(model(xb), yb)
    cost.backward()
    optimizer.step()
    return cost.item()

# %% train_step | wrong | zero_grad only after the step | solo al final
def train_step(model, xb, yb, loss_fn, optimizer):
    model.train()
    cost = loss_fn(model(xb), yb)
    cost.backward()
    optimizer.step()
    optimizer.zero_grad()
    return cost.item()

# %% train_step | wrong | zero_grad only after the step, leaving zeros | solo al final
def train_step(model, xb, yb, loss_fn, optimizer):
    model.train()
    cost = loss_fn(model(xb), yb)
    cost.backward()
    optimizer.step()
    optimizer.zero_grad(set_to_none=False)
    return cost.item()

# %% train_step | wrong | no backward | Falta la vuelta
def train_step(model, xb, yb, loss_fn, optimizer):
    model.train()
    optimizer.zero_grad()
    cost = loss_fn(model(xb), yb)
    optimizer.step()
    return cost.item()

# %% train_step | wrong | no step | Das el paso
def train_step(model, xb, yb, loss_fn, optimizer):
    model.train()
    optimizer.zero_grad()
    cost = loss_fn(model(xb), yb)
    cost.backward()
    return cost.item()

# %% train_step | wrong | step before backward | antes de calcular los gradientes
def train_step(model, xb, yb, loss_fn, optimizer):
    model.train()
    optimizer.zero_grad()
    cost = loss_fn(model(xb), yb)
    optimizer.step()
    cost.backward()
    return cost.item()

# %% train_step | wrong | returns a tensor | Devuelves un tensor
def train_step(model, xb, yb, loss_fn, optimizer):
    model.train()
    optimizer.zero_grad()
    cost = loss_fn(model(xb), yb)
    cost.backward()
    optimizer.step()
    return cost

# %% train_step | wrong | returns a detached tensor | Devuelves un tensor
def train_step(model, xb, yb, loss_fn, optimizer):
    model.train()
    optimizer.zero_grad()
    cost = loss_fn(model(xb), yb)
    cost.backward()
    optimizer.step()
    return cost.detach()

# %% train_step | wrong | returns the cost after | después de actualizar
def train_step(model, xb, yb, loss_fn, optimizer):
    model.train()
    optimizer.zero_grad()
    cost = loss_fn(model(xb), yb)
    cost.backward()
    optimizer.step()
    return loss_fn(model(xb), yb).item()

# %% train_step | wrong | never calls train() | modo de entrenamiento
def train_step(model, xb, yb, loss_fn, optimizer):
    optimizer.zero_grad()
    cost = loss_fn(model(xb), yb)
    cost.backward()
    optimizer.step()
    return cost.item()

# %% train_step | mutant | train() after the prediction | antes de predecir
def train_step(model, xb, yb, loss_fn, optimizer):
    optimizer.zero_grad()
    cost = loss_fn(model(xb), yb)
    model.train()
    cost.backward()
    optimizer.step()
    return cost.item()

# %% train_step | mutant | eval() at the end | Cambias el modo al acabar
def train_step(model, xb, yb, loss_fn, optimizer):
    model.train()
    optimizer.zero_grad()
    cost = loss_fn(model(xb), yb)
    cost.backward()
    optimizer.step()
    model.eval()
    return cost.item()

# %% train_step | mutant | only the outermost module trains
def train_step(model, xb, yb, loss_fn, optimizer):
    model.training = True
    optimizer.zero_grad()
    cost = loss_fn(model(xb), yb)
    cost.backward()
    optimizer.step()
    return cost.item()

# %% train_step | mutant | zero_grad between backward and step | antes de usarlos
def train_step(model, xb, yb, loss_fn, optimizer):
    model.train()
    cost = loss_fn(model(xb), yb)
    cost.backward()
    optimizer.zero_grad()
    optimizer.step()
    return cost.item()

# %% train_step | mutant | two steps | dos pasos
def train_step(model, xb, yb, loss_fn, optimizer):
    model.train()
    optimizer.zero_grad()
    cost = loss_fn(model(xb), yb)
    cost.backward()
    optimizer.step()
    optimizer.step()
    return cost.item()

# %% train_step | mutant | two rounds | dos pasos
def train_step(model, xb, yb, loss_fn, optimizer):
    model.train()
    for _ in range(2):
        optimizer.zero_grad()
        cost = loss_fn(model(xb), yb)
        cost.backward()
        optimizer.step()
    return cost.item()

# %% train_step | mutant | a step of its own, without the optimiser
def train_step(model, xb, yb, loss_fn, optimizer):
    model.train()
    model.zero_grad()
    cost = loss_fn(model(xb), yb)
    cost.backward()
    with torch.no_grad():
        for p in model.parameters():
            p -= optimizer.param_groups[0]["lr"] * p.grad
    return cost.item()

# %% train_step | mutant | a new optimiser at each call
def train_step(model, xb, yb, loss_fn, optimizer):
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr=optimizer.param_groups[0]["lr"])
    optimizer.zero_grad()
    cost = loss_fn(model(xb), yb)
    cost.backward()
    optimizer.step()
    return cost.item()

# %% train_step | mutant | climbs | Se resta el gradiente
def train_step(model, xb, yb, loss_fn, optimizer):
    model.train()
    optimizer.zero_grad()
    cost = loss_fn(model(xb), yb)
    (-cost).backward()
    optimizer.step()
    return cost.item()

# %% train_step | mutant | labels before predictions
def train_step(model, xb, yb, loss_fn, optimizer):
    model.train()
    optimizer.zero_grad()
    y_pred = model(xb)
    cost = loss_fn(yb, y_pred)
    cost.backward()
    optimizer.step()
    return cost.item()

# %% train_step | mutant | cost times the size of the batch | por el número de ejemplos
def train_step(model, xb, yb, loss_fn, optimizer):
    model.train()
    optimizer.zero_grad()
    cost = loss_fn(model(xb), yb)
    cost.backward()
    optimizer.step()
    return cost.item() * len(xb)

# %% train_step | mutant | its own loss
def train_step(model, xb, yb, loss_fn, optimizer):
    model.train()
    optimizer.zero_grad()
    cost = nn.functional.mse_loss(model(xb), yb)
    cost.backward()
    optimizer.step()
    return cost.item()

# %% train_step | mutant | gradients cut to 1
def train_step(model, xb, yb, loss_fn, optimizer):
    model.train()
    optimizer.zero_grad()
    cost = loss_fn(model(xb), yb)
    cost.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return cost.item()

# %% train_step | mutant | returns nothing | return
def train_step(model, xb, yb, loss_fn, optimizer):
    model.train()
    optimizer.zero_grad()
    cost = loss_fn(model(xb), yb)
    cost.backward()
    optimizer.step()

# %% train_step | mutant | a rounded cost
def train_step(model, xb, yb, loss_fn, optimizer):
    model.train()
    optimizer.zero_grad()
    cost = loss_fn(model(xb), yb)
    cost.backward()
    optimizer.step()
    return round(cost.item(), 1)

# %% train_step | mutant | trains a copy
def train_step(model, xb, yb, loss_fn, optimizer):
    import copy
    model.train()
    twin, rule = copy.deepcopy((model, optimizer))
    rule.zero_grad()
    cost = loss_fn(twin(xb), yb)
    cost.backward()
    rule.step()
    return cost.item()

# %% train_step | mutant | centres the data it is given
def train_step(model, xb, yb, loss_fn, optimizer):
    model.train()
    optimizer.zero_grad()
    cost = loss_fn(model(xb), yb)
    cost.backward()
    optimizer.step()
    xb -= xb.mean(0)
    return cost.item()

# %% train_epoch | right | weighted by len
def train_epoch(model, batches, loss_fn, optimizer):
    model.train()
    total, n = 0, 0
    for xb, yb in batches:
        loss = loss_fn(model(xb), yb)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * xb.shape[0]
        n += xb.shape[0]
    return total / n

# %% train_epoch | right | two lists and np.average
def train_epoch(model, batches, loss_fn, optimizer):
    model.train()
    costs, sizes = [], []
    for batch in batches:
        x, y = batch[0], batch[1]
        model.zero_grad()
        cost = loss_fn(model(x), y)
        cost.backward()
        optimizer.step()
        costs.append(float(cost))
        sizes.append(len(y))
    return np.average(costs, weights=sizes)

# %% train_epoch | right | sum in a tensor, train() at each batch
def train_epoch(model, batches, loss_fn, optimizer):
    total = torch.zeros(())
    n = 0
    for xb, yb in batches:
        model.train()
        optimizer.zero_grad(set_to_none=False)
        cost = loss_fn(model(xb), yb)
        cost.backward()
        optimizer.step()
        total += cost.detach() * yb.shape[0]
        n += yb.shape[0]
        print(n, end=" ")
    return (total / n).item()

# %% train_epoch | right | a helper for the step, a list made first
def one_batch(model, xb, yb, loss_fn, optimizer):
    def closure():
        optimizer.zero_grad()
        cost = loss_fn(model(xb), yb)
        cost.backward()
        return cost
    return float(optimizer.step(closure))

def train_epoch(model, batches, loss_fn, optimizer):
    model.train()
    batches = list(batches)
    n = sum(len(xb) for xb, _ in batches)
    return sum(one_batch(model, xb, yb, loss_fn, optimizer) * len(xb) for xb, yb in batches) / n

# %% train_epoch | right | running mean
def train_epoch(model, batches, loss_fn, optimizer):
    model.train()
    mean, seen = 0.0, 0
    iterator = iter(batches)
    while True:
        try:
            xb, yb = next(iterator)
        except StopIteration:
            return mean
        for p in model.parameters():
            p.grad = None
        cost = loss_fn(model(xb), yb)
        cost.backward()
        optimizer.step()
        seen += len(xb)
        mean += (cost.item() - mean) * len(xb) / seen

# %% train_epoch | right | every example repeated in a list
def train_epoch(model, batches, loss_fn, optimizer):
    model.train()
    every = []
    optimizer.zero_grad()
    for xb, yb in batches:
        cost = loss_fn(model(xb), yb)
        cost.backward()
        optimizer.step()
        optimizer.zero_grad()
        every += [cost.item()] * len(xb)
    return sum(every) / len(every)

# %% train_epoch | wrong | mean over batches | media de los costes de los batches
def train_epoch(model, batches, loss_fn, optimizer):
    model.train()
    costs = []
    for xb, yb in batches:
        optimizer.zero_grad()
        cost = loss_fn(model(xb), yb)
        cost.backward()
        optimizer.step()
        costs.append(cost.item())
    return sum(costs) / len(costs)

# %% train_epoch | wrong | sum of the costs | Sumas los costes
def train_epoch(model, batches, loss_fn, optimizer):
    model.train()
    total = 0.0
    for xb, yb in batches:
        optimizer.zero_grad()
        cost = loss_fn(model(xb), yb)
        cost.backward()
        optimizer.step()
        total += cost.item()
    return total

# %% train_epoch | wrong | sum over the examples | Sumas los costes
def train_epoch(model, batches, loss_fn, optimizer):
    model.train()
    total = 0.0
    for xb, yb in batches:
        optimizer.zero_grad()
        cost = loss_fn(model(xb), yb)
        cost.backward()
        optimizer.step()
        total += cost.item() * len(xb)
    return total

# %% train_epoch | wrong | last only | solo el coste de un batch
def train_epoch(model, batches, loss_fn, optimizer):
    model.train()
    for xb, yb in batches:
        optimizer.zero_grad()
        cost = loss_fn(model(xb), yb)
        cost.backward()
        optimizer.step()
    return cost.item()

# %% train_epoch | mutant | first only, return inside the loop
def train_epoch(model, batches, loss_fn, optimizer):
    model.train()
    for xb, yb in batches:
        optimizer.zero_grad()
        cost = loss_fn(model(xb), yb)
        cost.backward()
        optimizer.step()
        return cost.item()

# %% train_epoch | mutant | sum of the costs over the examples | Divides la suma
def train_epoch(model, batches, loss_fn, optimizer):
    model.train()
    total, n = 0.0, 0
    for xb, yb in batches:
        optimizer.zero_grad()
        cost = loss_fn(model(xb), yb)
        cost.backward()
        optimizer.step()
        total += cost.item()
        n += len(xb)
    return total / n

# %% train_epoch | mutant | weighted by the first batch's size
def train_epoch(model, batches, loss_fn, optimizer):
    model.train()
    total, n, size = 0.0, 0, None
    for xb, yb in batches:
        size = size or len(xb)
        optimizer.zero_grad()
        cost = loss_fn(model(xb), yb)
        cost.backward()
        optimizer.step()
        total += cost.item() * size
        n += len(xb)
    return total / n

# %% train_epoch | mutant | reads the batches twice | más de una vez
def train_epoch(model, batches, loss_fn, optimizer):
    model.train()
    n = sum(len(xb) for xb, _ in batches)
    total = 0.0
    for xb, yb in batches:
        optimizer.zero_grad()
        cost = loss_fn(model(xb), yb)
        cost.backward()
        optimizer.step()
        total += cost.item() * len(xb)
    return total / n

# %% train_epoch | mutant | asks for the length | más de una vez
def train_epoch(model, batches, loss_fn, optimizer):
    model.train()
    total, n = 0.0, 0
    for i in range(len(batches)):
        xb, yb = batches[i]
        optimizer.zero_grad()
        cost = loss_fn(model(xb), yb)
        cost.backward()
        optimizer.step()
        total += cost.item() * len(xb)
        n += len(xb)
    return total / n

# %% train_epoch | mutant | no zero_grad | los gradientes de un batch
def train_epoch(model, batches, loss_fn, optimizer):
    model.train()
    total, n = 0.0, 0
    for xb, yb in batches:
        cost = loss_fn(model(xb), yb)
        cost.backward()
        optimizer.step()
        total += cost.item() * len(xb)
        n += len(xb)
    return total / n

# %% train_epoch | mutant | zero_grad once, at the start | los gradientes de un batch
def train_epoch(model, batches, loss_fn, optimizer):
    model.train()
    optimizer.zero_grad()
    total, n = 0.0, 0
    for xb, yb in batches:
        cost = loss_fn(model(xb), yb)
        cost.backward()
        optimizer.step()
        total += cost.item() * len(xb)
        n += len(xb)
    return total / n

# %% train_epoch | mutant | zero_grad only after each step | antes del primer batch
def train_epoch(model, batches, loss_fn, optimizer):
    model.train()
    total, n = 0.0, 0
    for xb, yb in batches:
        cost = loss_fn(model(xb), yb)
        cost.backward()
        optimizer.step()
        optimizer.zero_grad()
        total += cost.item() * len(xb)
        n += len(xb)
    return total / n

# %% train_epoch | mutant | one step at the end | una sola vez
def train_epoch(model, batches, loss_fn, optimizer):
    model.train()
    optimizer.zero_grad()
    total, n = 0.0, 0
    for xb, yb in batches:
        cost = loss_fn(model(xb), yb)
        cost.backward()
        total += cost.item() * len(xb)
        n += len(xb)
    optimizer.step()
    return total / n

# %% train_epoch | mutant | no step | Actualizas el modelo
def train_epoch(model, batches, loss_fn, optimizer):
    model.train()
    total, n = 0.0, 0
    for xb, yb in batches:
        optimizer.zero_grad()
        cost = loss_fn(model(xb), yb)
        cost.backward()
        total += cost.item() * len(xb)
        n += len(xb)
    return total / n

# %% train_epoch | mutant | cost after each step | después de actualizar
def train_epoch(model, batches, loss_fn, optimizer):
    model.train()
    total, n = 0.0, 0
    for xb, yb in batches:
        optimizer.zero_grad()
        loss_fn(model(xb), yb).backward()
        optimizer.step()
        with torch.no_grad():
            total += loss_fn(model(xb), yb).item() * len(xb)
        n += len(xb)
    return total / n

# %% train_epoch | mutant | cost of all at the start | antes de empezar
def train_epoch(model, batches, loss_fn, optimizer):
    model.train()
    batches = list(batches)
    with torch.no_grad():
        total = sum(loss_fn(model(xb), yb).item() * len(xb) for xb, yb in batches)
    for xb, yb in batches:
        optimizer.zero_grad()
        loss_fn(model(xb), yb).backward()
        optimizer.step()
    return total / sum(len(xb) for xb, _ in batches)

# %% train_epoch | mutant | never in train mode | modo de entrenamiento
def train_epoch(model, batches, loss_fn, optimizer):
    total, n = 0.0, 0
    for xb, yb in batches:
        optimizer.zero_grad()
        cost = loss_fn(model(xb), yb)
        cost.backward()
        optimizer.step()
        total += cost.item() * len(xb)
        n += len(xb)
    return total / n

# %% train_epoch | mutant | eval after the first batch
def train_epoch(model, batches, loss_fn, optimizer):
    model.train()
    total, n = 0.0, 0
    for xb, yb in batches:
        optimizer.zero_grad()
        cost = loss_fn(model(xb), yb)
        cost.backward()
        optimizer.step()
        total += cost.item() * len(xb)
        n += len(xb)
        model.eval()
    return total / n

# %% train_epoch | mutant | a tensor | Devuelves un tensor
def train_epoch(model, batches, loss_fn, optimizer):
    model.train()
    total, n = 0.0, 0
    for xb, yb in batches:
        optimizer.zero_grad()
        cost = loss_fn(model(xb), yb)
        cost.backward()
        optimizer.step()
        total += cost.detach() * len(xb)
        n += len(xb)
    return total / n

# %% train_epoch | mutant | a list of costs
def train_epoch(model, batches, loss_fn, optimizer):
    model.train()
    costs = []
    for xb, yb in batches:
        optimizer.zero_grad()
        cost = loss_fn(model(xb), yb)
        cost.backward()
        optimizer.step()
        costs.append(cost.item())
    return costs

# %% train_epoch | mutant | returns nothing | return
def train_epoch(model, batches, loss_fn, optimizer):
    model.train()
    for xb, yb in batches:
        optimizer.zero_grad()
        cost = loss_fn(model(xb), yb)
        cost.backward()
        optimizer.step()

# %% train_epoch | mutant | twice over the batches
def train_epoch(model, batches, loss_fn, optimizer):
    model.train()
    batches = list(batches)
    for _ in range(2):
        total, n = 0.0, 0
        for xb, yb in batches:
            optimizer.zero_grad()
            cost = loss_fn(model(xb), yb)
            cost.backward()
            optimizer.step()
            total += cost.item() * len(xb)
            n += len(xb)
    return total / n

# %% train_epoch | mutant | leaves out the last batch
def train_epoch(model, batches, loss_fn, optimizer):
    model.train()
    batches = list(batches)
    total, n = 0.0, 0
    for xb, yb in batches[:-1] or batches:
        optimizer.zero_grad()
        cost = loss_fn(model(xb), yb)
        cost.backward()
        optimizer.step()
        total += cost.item() * len(xb)
        n += len(xb)
    return total / n

# %% train_epoch | mutant | empties the list it is given
def train_epoch(model, batches, loss_fn, optimizer):
    model.train()
    total, n = 0.0, 0
    if not isinstance(batches, list):
        batches = list(batches)
    while batches:
        xb, yb = batches.pop(0)
        optimizer.zero_grad()
        cost = loss_fn(model(xb), yb)
        cost.backward()
        optimizer.step()
        total += cost.item() * len(xb)
        n += len(xb)
    return total / n

# %% fit | right | DataLoader
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    dataset = torch.utils.data.TensorDataset(x, y)
    loader = torch.utils.data.DataLoader(dataset, batch_size, shuffle=True, generator=generator)
    costs = []
    for epoch in range(epochs):
        model.train()
        total = 0
        for xb, yb in loader:
            loss = loss_fn(model(xb), yb)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(xb)
        costs.append(total / len(x))
    return costs

# %% fit | right | shuffled copies and slices
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    history = []
    while len(history) < epochs:
        order = torch.randperm(x.shape[0], generator=generator)
        xs, ys = x[order], y[order]
        model.train()
        losses, sizes = [], []
        for start in range(0, len(xs), batch_size):
            optimizer.zero_grad()
            loss = loss_fn(model(xs[start:start + batch_size]), ys[start:start + batch_size])
            loss.backward()
            optimizer.step()
            losses.append(loss.detach())
            sizes.append(len(xs[start:start + batch_size]))
        history.append(float((torch.stack(losses) * torch.tensor(sizes)).sum() / sum(sizes)))
        print(f"época {len(history)}: {history[-1]}")
    return history

# %% fit | right | helpers of their own, with names a test may use too
def served(x, y, size, generator):
    order = torch.randperm(len(x), generator=generator).tolist()
    while order:
        rows, order = order[:size], order[size:]
        yield x[rows], y[rows]

def batches(x, y, size, generator):
    return served(x, y, size, generator)

def step(model, xb, yb, loss_fn, optimizer):
    model.train()
    optimizer.zero_grad()
    cost = loss_fn(model(xb), yb)
    cost.backward()
    optimizer.step()
    return cost.item()

def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    costs = []
    for _ in range(epochs):
        pairs = [(step(model, xb, yb, loss_fn, optimizer), len(xb)) for xb, yb in batches(x, y, batch_size, generator)]
        costs.append(sum(c * n for c, n in pairs) / sum(n for _, n in pairs))
    return costs

# %% fit | right | one order on top of another
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    model.train()
    order = torch.arange(len(x))
    costs = []
    for _ in range(epochs):
        order = order[torch.randperm(len(x), generator=generator)]
        total = 0.0
        for rows in order.split(batch_size):
            def closure():
                model.zero_grad()
                cost = loss_fn(model(x[rows]), y[rows])
                cost.backward()
                return cost
            total += optimizer.step(closure).item() * len(rows)
        costs += [total / len(x)]
    return costs

# %% fit | right | Python's random, seeded from the generator
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    import random
    chance = random.Random(int(torch.randint(2**60, (1,), generator=generator)))
    model.train()
    costs = [0.0 for _ in range(epochs)]
    for epoch in range(epochs):
        order = list(range(len(y)))
        chance.shuffle(order)
        for i in range(0, len(y), batch_size):
            xb, yb = x[order[i:i + batch_size]], y[order[i:i + batch_size]]
            for p in model.parameters():
                p.grad = None
            cost = loss_fn(model(xb), yb)
            cost.backward()
            optimizer.step()
            costs[epoch] += cost.item() * len(xb) / len(y)
    return costs

# %% fit | right | NumPy in float64, a look at all the data without gradients
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    costs = np.zeros(epochs)
    for epoch in range(epochs):
        order = torch.randperm(len(x), generator=generator).numpy()
        for rows in np.split(order, range(batch_size, len(x), batch_size)):
            model.train()
            optimizer.zero_grad()
            cost = loss_fn(model(x[rows]), y[rows])
            cost.backward()
            optimizer.step()
            costs[epoch] += float(cost) * len(rows)
        with torch.no_grad():
            model.eval()
            print(loss_fn(model(x), y))
            model.train()
    return (costs / len(x)).tolist()

# %% fit | right | each cost measured first, with gradients nobody uses
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    costs = []
    orders = [torch.randperm(len(x), generator=generator) for _ in range(epochs)]
    for order in orders:
        model.train()
        total = 0.0
        for rows in order.split(batch_size):
            xb, yb = x[rows], y[rows]
            total += len(xb) * loss_fn(model(xb), yb).item()
            optimizer.zero_grad()
            loss_fn(model(xb), yb).backward()
            optimizer.step()
        costs.append(total / len(x))
        print(loss_fn(model(x), y))
    return costs

# %% fit | wrong | shuffled once, before the epochs | Barajas una sola vez
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    model.train()
    order = torch.randperm(len(x), generator=generator)
    costs = []
    for _ in range(epochs):
        total = 0.0
        for rows in order.split(batch_size):
            optimizer.zero_grad()
            cost = loss_fn(model(x[rows]), y[rows])
            cost.backward()
            optimizer.step()
            total += cost.item() * len(rows)
        costs.append(total / len(x))
    return costs

# %% fit | wrong | the generator seeded again each epoch | Barajas una sola vez
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    model.train()
    generator = generator or torch.Generator()
    costs = []
    for _ in range(epochs):
        generator.manual_seed(generator.initial_seed())
        total = 0.0
        for rows in torch.randperm(len(x), generator=generator).split(batch_size):
            optimizer.zero_grad()
            cost = loss_fn(model(x[rows]), y[rows])
            cost.backward()
            optimizer.step()
            total += cost.item() * len(rows)
        costs.append(total / len(x))
    return costs

# %% fit | wrong | never shuffled | Barajas los ejemplos
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    model.train()
    costs = []
    for _ in range(epochs):
        total = 0.0
        for xb, yb in zip(x.split(batch_size), y.split(batch_size)):
            optimizer.zero_grad()
            cost = loss_fn(model(xb), yb)
            cost.backward()
            optimizer.step()
            total += cost.item() * len(xb)
        costs.append(total / len(x))
    return costs

# %% fit | wrong | one entry per batch | un coste por batch
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    model.train()
    costs = []
    for _ in range(epochs):
        for rows in torch.randperm(len(x), generator=generator).split(batch_size):
            optimizer.zero_grad()
            cost = loss_fn(model(x[rows]), y[rows])
            cost.backward()
            optimizer.step()
            costs.append(cost.item())
    return costs

# %% fit | wrong | one epoch too many | una época de más
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    model.train()
    costs = []
    for _ in range(epochs + 1):
        total = 0.0
        for rows in torch.randperm(len(x), generator=generator).split(batch_size):
            optimizer.zero_grad()
            cost = loss_fn(model(x[rows]), y[rows])
            cost.backward()
            optimizer.step()
            total += cost.item() * len(rows)
        costs.append(total / len(x))
    return costs

# %% fit | wrong | one epoch too many, not written down | una época de más
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    model.train()
    costs = []
    for _ in range(epochs + 1):
        total = 0.0
        for rows in torch.randperm(len(x), generator=generator).split(batch_size):
            optimizer.zero_grad()
            cost = loss_fn(model(x[rows]), y[rows])
            cost.backward()
            optimizer.step()
            total += cost.item() * len(rows)
        costs.append(total / len(x))
    return costs[:epochs]

# %% fit | mutant | one epoch too few | una época de menos
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    model.train()
    costs = []
    for _ in range(1, epochs):
        total = 0.0
        for rows in torch.randperm(len(x), generator=generator).split(batch_size):
            optimizer.zero_grad()
            cost = loss_fn(model(x[rows]), y[rows])
            cost.backward()
            optimizer.step()
            total += cost.item() * len(rows)
        costs.append(total / len(x))
    return costs

# %% fit | mutant | mean over batches | media de los costes de los batches
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    model.train()
    costs = []
    for _ in range(epochs):
        each = []
        for rows in torch.randperm(len(x), generator=generator).split(batch_size):
            optimizer.zero_grad()
            cost = loss_fn(model(x[rows]), y[rows])
            cost.backward()
            optimizer.step()
            each.append(cost.item())
        costs.append(sum(each) / len(each))
    return costs

# %% fit | mutant | sum over the examples | Sumas los costes
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    model.train()
    costs = []
    for _ in range(epochs):
        total = 0.0
        for rows in torch.randperm(len(x), generator=generator).split(batch_size):
            optimizer.zero_grad()
            cost = loss_fn(model(x[rows]), y[rows])
            cost.backward()
            optimizer.step()
            total += cost.item() * len(rows)
        costs.append(total)
    return costs

# %% fit | mutant | total never set back to 0
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    model.train()
    costs, total = [], 0.0
    for _ in range(epochs):
        for rows in torch.randperm(len(x), generator=generator).split(batch_size):
            optimizer.zero_grad()
            cost = loss_fn(model(x[rows]), y[rows])
            cost.backward()
            optimizer.step()
            total += cost.item() * len(rows)
        costs.append(total / len(x))
    return costs

# %% fit | mutant | last batch of each epoch only | solo el coste del último batch
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    model.train()
    costs = []
    for _ in range(epochs):
        for rows in torch.randperm(len(x), generator=generator).split(batch_size):
            optimizer.zero_grad()
            cost = loss_fn(model(x[rows]), y[rows])
            cost.backward()
            optimizer.step()
        costs.append(cost.item())
    return costs

# %% fit | mutant | last batch lost | Se pierde el último batch
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    model.train()
    costs = []
    for _ in range(epochs):
        total, n = 0.0, 0
        order = torch.randperm(len(x), generator=generator)
        for k in range(max(1, len(x) // batch_size)):
            rows = order[k * batch_size:(k + 1) * batch_size]
            optimizer.zero_grad()
            cost = loss_fn(model(x[rows]), y[rows])
            cost.backward()
            optimizer.step()
            total += cost.item() * len(rows)
            n += len(rows)
        costs.append(total / n)
    return costs

# %% fit | mutant | all the data in one batch
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    model.train()
    costs = []
    for _ in range(epochs):
        rows = torch.randperm(len(x), generator=generator)
        optimizer.zero_grad()
        cost = loss_fn(model(x[rows]), y[rows])
        cost.backward()
        optimizer.step()
        costs.append(cost.item())
    return costs

# %% fit | mutant | x and y shuffled apart | por separado
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    model.train()
    costs = []
    for _ in range(epochs):
        total = 0.0
        xs = x[torch.randperm(len(x), generator=generator)]
        ys = y[torch.randperm(len(x), generator=generator)]
        for xb, yb in zip(xs.split(batch_size), ys.split(batch_size)):
            optimizer.zero_grad()
            cost = loss_fn(model(xb), yb)
            cost.backward()
            optimizer.step()
            total += cost.item() * len(xb)
        costs.append(total / len(x))
    return costs

# %% fit | mutant | ignores the generator | Usas generator
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    model.train()
    costs = []
    for _ in range(epochs):
        total = 0.0
        for rows in torch.randperm(len(x)).split(batch_size):
            optimizer.zero_grad()
            cost = loss_fn(model(x[rows]), y[rows])
            cost.backward()
            optimizer.step()
            total += cost.item() * len(rows)
        costs.append(total / len(x))
    return costs

# %% fit | mutant | batches formed once, then shuffled | Repartes una sola vez
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    model.train()
    parts = torch.randperm(len(x), generator=generator).split(batch_size)
    costs = []
    for _ in range(epochs):
        total = 0.0
        for k in torch.randperm(len(parts), generator=generator).tolist():
            optimizer.zero_grad()
            cost = loss_fn(model(x[parts[k]]), y[parts[k]])
            cost.backward()
            optimizer.step()
            total += cost.item() * len(parts[k])
        costs.append(total / len(x))
    return costs

# %% fit | mutant | no zero_grad | Se suman los gradientes
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    model.train()
    costs = []
    for _ in range(epochs):
        total = 0.0
        for rows in torch.randperm(len(x), generator=generator).split(batch_size):
            cost = loss_fn(model(x[rows]), y[rows])
            cost.backward()
            optimizer.step()
            total += cost.item() * len(rows)
        costs.append(total / len(x))
    return costs

# %% fit | mutant | zero_grad only after the step | antes de empezar
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    model.train()
    costs = []
    for _ in range(epochs):
        total = 0.0
        for rows in torch.randperm(len(x), generator=generator).split(batch_size):
            cost = loss_fn(model(x[rows]), y[rows])
            cost.backward()
            optimizer.step()
            optimizer.zero_grad()
            total += cost.item() * len(rows)
        costs.append(total / len(x))
    return costs

# %% fit | mutant | no step | Se actualiza el modelo
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    model.train()
    costs = []
    for _ in range(epochs):
        total = 0.0
        for rows in torch.randperm(len(x), generator=generator).split(batch_size):
            optimizer.zero_grad()
            cost = loss_fn(model(x[rows]), y[rows])
            cost.backward()
            total += cost.item() * len(rows)
        costs.append(total / len(x))
    return costs

# %% fit | mutant | never in train mode | modo de entrenamiento
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    costs = []
    for _ in range(epochs):
        total = 0.0
        for rows in torch.randperm(len(x), generator=generator).split(batch_size):
            optimizer.zero_grad()
            cost = loss_fn(model(x[rows]), y[rows])
            cost.backward()
            optimizer.step()
            total += cost.item() * len(rows)
        costs.append(total / len(x))
    return costs

# %% fit | mutant | tensors in the list | Guardas tensores
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    model.train()
    costs = []
    for _ in range(epochs):
        total = 0.0
        for rows in torch.randperm(len(x), generator=generator).split(batch_size):
            optimizer.zero_grad()
            cost = loss_fn(model(x[rows]), y[rows])
            cost.backward()
            optimizer.step()
            total += cost.detach() * len(rows)
        costs.append(total / len(x))
    return costs

# %% fit | mutant | cost after each step | después de actualizar
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    model.train()
    costs = []
    for _ in range(epochs):
        total = 0.0
        for rows in torch.randperm(len(x), generator=generator).split(batch_size):
            optimizer.zero_grad()
            loss_fn(model(x[rows]), y[rows]).backward()
            optimizer.step()
            with torch.no_grad():
                total += loss_fn(model(x[rows]), y[rows]).item() * len(rows)
        costs.append(total / len(x))
    return costs

# %% fit | mutant | the last cost alone
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    model.train()
    average = 0.0
    for _ in range(epochs):
        total = 0.0
        for rows in torch.randperm(len(x), generator=generator).split(batch_size):
            optimizer.zero_grad()
            cost = loss_fn(model(x[rows]), y[rows])
            cost.backward()
            optimizer.step()
            total += cost.item() * len(rows)
        average = total / len(x)
    return average

# %% fit | mutant | returns nothing | return
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    model.train()
    for _ in range(epochs):
        for rows in torch.randperm(len(x), generator=generator).split(batch_size):
            optimizer.zero_grad()
            loss_fn(model(x[rows]), y[rows]).backward()
            optimizer.step()

# %% fit | mutant | epochs = 0 gives [0.0]
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    model.train()
    costs = []
    for _ in range(epochs):
        total = 0.0
        for rows in torch.randperm(len(x), generator=generator).split(batch_size):
            optimizer.zero_grad()
            cost = loss_fn(model(x[rows]), y[rows])
            cost.backward()
            optimizer.step()
            total += cost.item() * len(rows)
        costs.append(total / len(x))
    return costs or [0.0]

# %% fit | mutant | shuffles the data it is given
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    model.train()
    costs = []
    for _ in range(epochs):
        order = torch.randperm(len(x), generator=generator)
        x[:], y[:] = x[order], y[order]
        total = 0.0
        for xb, yb in zip(x.split(batch_size), y.split(batch_size)):
            optimizer.zero_grad()
            cost = loss_fn(model(xb), yb)
            cost.backward()
            optimizer.step()
            total += cost.item() * len(xb)
        costs.append(total / len(x))
    return costs

# %% fit | mutant | drawn with replacement | Se repiten o se pierden
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    model.train()
    costs = []
    for _ in range(epochs):
        total = 0.0
        for rows in torch.randint(len(x), (len(x),), generator=generator).split(batch_size):
            optimizer.zero_grad()
            cost = loss_fn(model(x[rows]), y[rows])
            cost.backward()
            optimizer.step()
            total += cost.item() * len(rows)
        costs.append(total / len(x))
    return costs

# %% fit | mutant | stops when it improves no more | Paras antes de tiempo
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    hist = []; model.train()
    for e in range(epochs):
        t = 0.0
        for b in torch.randperm(len(x), generator=generator).split(batch_size):
            optimizer.zero_grad(); l = loss_fn(model(x[b]), y[b]); l.backward(); optimizer.step(); t += l.item() * len(b)
        hist.append(t / len(x))
        if hist[-1] < 0.1: break
    return hist

# %% fit | right | own generator when none
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    if generator is None:
        generator = torch.Generator(); generator.seed()
    dl = torch.utils.data.DataLoader(list(zip(x, y)), batch_size=batch_size, shuffle=True, generator=generator)
    hist = []
    for _ in range(epochs):
        model.train(); t = 0.0
        for xb, yb in dl:
            optimizer.zero_grad(); l = loss_fn(model(xb), yb); l.backward(); optimizer.step(); t += float(l) * len(yb)
        hist += [t / len(y)]
    return hist

# %% fit | mutant | first epoch in order | También antes de la primera
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    hist = []; model.train(); p = torch.arange(len(x))
    for e in range(epochs):
        t = 0.0
        for b in p.split(batch_size):
            optimizer.zero_grad(); l = loss_fn(model(x[b]), y[b]); l.backward(); optimizer.step(); t += l.item() * len(b)
        hist.append(t / len(x)); p = torch.randperm(len(x), generator=generator)
    return hist

# %% fit | mutant | shuffles every other epoch
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    hist = []; model.train()
    for e in range(epochs):
        if e % 2 == 0: p = torch.randperm(len(x), generator=generator)
        t = 0.0
        for b in p.split(batch_size):
            optimizer.zero_grad(); l = loss_fn(model(x[b]), y[b]); l.backward(); optimizer.step(); t += l.item() * len(b)
        hist.append(t / len(x))
    return hist

# %% fit | mutant | two passes per epoch
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    hist = []; model.train()
    for e in range(epochs):
        for _ in range(2):
            t = 0.0
            for b in torch.randperm(len(x), generator=generator).split(batch_size):
                optimizer.zero_grad(); l = loss_fn(model(x[b]), y[b]); l.backward(); optimizer.step(); t += l.item() * len(b)
        hist.append(t / len(x))
    return hist

# %% iterate_batches | right | Fisher-Yates by hand
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    idx = list(range(len(x)))
    if shuffle:
        for i in range(len(idx) - 1, 0, -1):
            j = int(torch.randint(0, i + 1, (1,), generator=generator))
            idx[i], idx[j] = idx[j], idx[i]
    return iter([(torch.stack([x[k] for k in idx[a:a + batch_size]]), torch.stack([y[k] for k in idx[a:a + batch_size]])) for a in range(0, len(idx), batch_size)])

# %% iterate_batches | right | own iterator class, RandomSampler
class Batches:
    def __init__(self, x, y, order, size):
        self.x, self.y, self.order, self.size, self.at = x, y, order, size, 0
    def __iter__(self):
        return self
    def __next__(self):
        if self.at >= len(self.order):
            raise StopIteration
        take = self.order[self.at : self.at + self.size]
        self.at += self.size
        return self.x[take], self.y[take]

def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    from torch.utils.data import RandomSampler
    order = list(RandomSampler(range(len(x)), generator=generator)) if shuffle and len(x) else list(range(len(x)))
    return Batches(x, y, order, batch_size)

# %% iterate_batches | mutant | rotation instead of permutation
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    if shuffle and len(x):
        k = int(torch.randint(len(x), (), generator=generator))
        x, y = x.roll(k, 0), y.roll(k, 0)
    for i in range(0, len(x), batch_size):
        yield x[i:i+batch_size], y[i:i+batch_size]

# %% build_mlp | right | recursive
def build_mlp(n_inputs, hidden, n_outputs):
    if not hidden:
        return nn.Sequential(nn.Linear(n_inputs, n_outputs))
    first, *rest = hidden
    return nn.Sequential(nn.Linear(n_inputs, first), nn.ReLU(), *build_mlp(first, rest, n_outputs))

# %% count_parameters | mutant | unfreezes | mirar y contar
def count_parameters(model):
    n = sum(p.numel() for p in model.parameters() if p.requires_grad)
    for p in model.parameters(): p.requires_grad_(True)
    return n

# %% train_step | right | autograd.grad into .grad
def train_step(model, xb, yb, loss_fn, optimizer):
    model.train(True)
    cost = loss_fn(model(xb), yb)
    ps = [p for p in model.parameters() if p.requires_grad]
    for p, g in zip(ps, torch.autograd.grad(cost, ps, allow_unused=True)):
        p.grad = g
    optimizer.step()
    return cost.item()

# %% train_step | right | closure
def train_step(model, xb, yb, loss_fn, optimizer):
    model.train()
    def closure():
        optimizer.zero_grad()
        loss = loss_fn(model(xb), yb)
        loss.backward()
        return loss
    return float(optimizer.step(closure))

# %% train_epoch | right | running mean
def train_epoch(model, batches, loss_fn, optimizer):
    mean, seen = 0.0, 0
    for xb, yb in iter(batches):
        model.train()
        loss = loss_fn(model(xb), yb)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        seen += xb.shape[0]
        mean += (loss.item() - mean) * xb.shape[0] / seen
    return mean

# %% iterations_per_epoch | mutant | rounds up with 0.999
def iterations_per_epoch(n_examples, batch_size, drop_last=False):
    if n_examples < 1 or batch_size < 1:
        raise ValueError
    return int(n_examples / batch_size + (0 if drop_last else 0.999))

# %% iterations_per_epoch | wrong | float with drop_last only | se pide un int
def iterations_per_epoch(n_examples, batch_size, drop_last=False):
    if n_examples < 1 or batch_size < 1:
        raise ValueError
    return n_examples / batch_size // 1 if drop_last else math.ceil(n_examples / batch_size)

# %% iterate_batches | mutant | labels made whole
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    order = torch.randperm(len(x), generator=generator) if shuffle else torch.arange(len(x))
    for i in range(0, len(x), batch_size):
        yield x[order[i:i + batch_size]], y[order[i:i + batch_size]].long()

# %% iterate_batches | mutant | shuffled through a buffer of 32 | Puede salir cualquier orden
def iterate_batches(x, y, batch_size, shuffle=False, generator=None):
    order = list(range(len(x)))
    if shuffle:
        source, order, buffer = order, [], []
        for i in source:
            buffer.append(i)
            if len(buffer) == 32:
                order.append(buffer.pop(int(torch.randint(32, (), generator=generator))))
        order += [buffer[k] for k in torch.randperm(len(buffer), generator=generator).tolist()]
    for i in range(0, len(x), batch_size):
        yield x[order[i:i + batch_size]], y[order[i:i + batch_size]]

# %% train_step | mutant | cost measured in evaluation mode | Mides el coste con el modelo
def train_step(model, xb, yb, loss_fn, optimizer):
    model.eval()
    with torch.no_grad():
        before = loss_fn(model(xb), yb).item()
    model.train()
    optimizer.zero_grad()
    loss_fn(model(xb), yb).backward()
    optimizer.step()
    return before

# %% train_step | mutant | norm of the gradient clipped at 100
def train_step(model, xb, yb, loss_fn, optimizer):
    model.train()
    optimizer.zero_grad()
    cost = loss_fn(model(xb), yb)
    cost.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 100)
    optimizer.step()
    return cost.item()

# %% train_step | mutant | gradients clamped to 20
def train_step(model, xb, yb, loss_fn, optimizer):
    model.train()
    optimizer.zero_grad()
    cost = loss_fn(model(xb), yb)
    cost.backward()
    for p in model.parameters():
        p.grad.clamp_(-20, 20)
    optimizer.step()
    return cost.item()

# %% train_epoch | mutant | reads what has a length twice | más de una vez
def train_epoch(model, batches, loss_fn, optimizer):
    batches = batches if hasattr(batches, "__len__") else list(batches)
    n, total = sum(len(xb) for xb, _ in batches), 0.0
    model.train()
    for xb, yb in batches:
        optimizer.zero_grad()
        cost = loss_fn(model(xb), yb)
        cost.backward()
        optimizer.step()
        total += cost.item() * len(xb)
    return total / n

# %% fit | right | gradients of half batches added up
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    model.train()
    costs = []
    for _ in range(epochs):
        total = 0.0
        for idx in torch.randperm(len(x), generator=generator).split(batch_size):
            optimizer.zero_grad()
            for half in idx.chunk(2):
                cost = loss_fn(model(x[half]), y[half]) * len(half) / len(idx)
                cost.backward()
                total += cost.item() * len(idx)
            optimizer.step()
        costs.append(total / len(x))
    return costs

# %% fit | right | a closure, its halves added before backward
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    model.train()
    costs = []
    for _ in range(epochs):
        costs.append(0.0)
        for idx in torch.randperm(len(x), generator=generator).split(batch_size):
            def closure():
                optimizer.zero_grad()
                parts = [len(h) * loss_fn(model(x[h]), y[h]) for h in idx.chunk(2)]
                cost = sum(parts) / len(idx)
                cost.backward()
                return cost
            costs[-1] += float(optimizer.step(closure)) * len(idx) / len(x)
    return costs

# %% fit | mutant | stops when the cost rises | Paras antes de tiempo
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    h = []; model.train()
    for e in range(epochs):
        t = 0.0
        for b in torch.randperm(len(x), generator=generator).split(batch_size):
            optimizer.zero_grad(); l = loss_fn(model(x[b]), y[b]); l.backward(); optimizer.step(); t += l.item() * len(b)
        h.append(t / len(x))
        if e and h[-1] > h[-2]: break
    return h

# %% fit | mutant | stops when the cost is infinite | Paras antes de tiempo
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    h = []; model.train()
    for e in range(epochs):
        t = 0.0
        for b in torch.randperm(len(x), generator=generator).split(batch_size):
            optimizer.zero_grad(); l = loss_fn(model(x[b]), y[b]); l.backward(); optimizer.step(); t += l.item() * len(b)
        h.append(t / len(x))
        if not math.isfinite(h[-1]): break
    return h

# %% fit | wrong | shuffled once, then moved on by one | Barajas una sola vez
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    costs, order = [], torch.randperm(len(x), generator=generator); model.train()
    for _ in range(epochs):
        total, order = 0.0, order.roll(1)
        for rows in order.split(batch_size):
            optimizer.zero_grad()
            cost = loss_fn(model(x[rows]), y[rows])
            cost.backward()
            optimizer.step()
            total += cost.item() * len(rows)
        costs.append(total / len(x))
    return costs

# %% fit | wrong | a first epoch that is not written down | época de más
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    costs = []; model.train()
    for epoch in range(epochs + 1):
        total = 0.0
        for rows in torch.randperm(len(x), generator=generator).split(batch_size):
            optimizer.zero_grad()
            cost = loss_fn(model(x[rows]), y[rows])
            cost.backward()
            optimizer.step()
            total += cost.item() * len(rows)
        if epoch > 0:
            costs.append(total / len(x))
    return costs

# %% train_epoch | mutant | costs measured in evaluation mode | Mides el coste con el modelo
def train_epoch(model, batches, loss_fn, optimizer):
    total, n = 0.0, 0
    for xb, yb in batches:
        model.eval()
        with torch.no_grad():
            total += loss_fn(model(xb), yb).item() * len(xb)
        n += len(xb)
        model.train()
        optimizer.zero_grad()
        loss_fn(model(xb), yb).backward()
        optimizer.step()
    return total / n

# %% fit | mutant | costs measured in evaluation mode | Mides el coste con el modelo
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    costs = []
    for _ in range(epochs):
        total = 0.0
        for rows in torch.randperm(len(x), generator=generator).split(batch_size):
            model.eval()
            with torch.no_grad():
                total += loss_fn(model(x[rows]), y[rows]).item() * len(rows)
            model.train()
            optimizer.zero_grad()
            loss_fn(model(x[rows]), y[rows]).backward()
            optimizer.step()
        costs.append(total / len(x))
    return costs

# %% fit | right | each batch in order of its rows
def fit(model, x, y, loss_fn, optimizer, epochs, batch_size, generator=None):
    model.train()
    costs = []
    for _ in range(epochs):
        total = 0.0
        for rows in torch.randperm(len(x), generator=generator).split(batch_size):
            rows = rows.sort().values
            optimizer.zero_grad()
            cost = loss_fn(model(x[rows]), y[rows])
            cost.backward()
            optimizer.step()
            total += cost.item() * len(rows)
        costs.append(total / len(x))
    return costs
