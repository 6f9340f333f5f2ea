"""Known answers to the lab 05_evaluacion. The format is described in ../judge.py."""

# %% split_indices | right | floors, then what is left over, one each
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if any(f < 0 for f in fractions) or not abs(1 - sum(fractions)) <= 1e-6:
        raise ValueError("fracciones")
    sizes = [int(n * f) for f in fractions]
    i = 0
    while sum(sizes) < n:
        if fractions[i % 3] > 0:
            sizes[i % 3] += 1
        i += 1
    return torch.randperm(n, generator=generator).split(sizes)

# %% split_indices | right | rounds the first two, the rest is for the last
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or not np.isclose(sum(fractions), 1, rtol=0, atol=1e-6):
        raise ValueError
    a = round(fractions[0] * n)
    b = min(n - a, round(fractions[1] * n))
    p = torch.randperm(n, generator=generator)
    return (p[:a], p[a : a + b], p[a + b :])

# %% split_indices | right | NumPy with a seed drawn from the generator, sorted parts
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    f = np.array(fractions)
    if (f < 0).any() or abs(f.sum() - 1) > 1e-6:
        raise ValueError("no")
    seed = int(torch.randint(2**31, (1,), generator=generator))
    order = np.random.default_rng(seed).permutation(n)
    cuts = np.round(np.cumsum(f)[:2] * n).astype(int)
    return tuple(torch.from_numpy(np.sort(part)) for part in np.split(order, cuts))

# %% split_indices | right | a shuffle by hand in Python lists
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    total = 0.0
    for f in fractions:
        if f < 0:
            raise ValueError(f)
        total += f
    if total < 1 - 1e-6 or total > 1 + 1e-6:
        raise ValueError(total)
    order = list(range(n))
    for i in range(n - 1, 0, -1):
        j = torch.randint(i + 1, (1,), generator=generator).item()
        order[i], order[j] = order[j], order[i]
    print("repartidos", n)
    first, second = round(n * fractions[0]), round(n * fractions[0] + n * fractions[1])
    pieces = order[:first], order[first:second], order[second:]
    return tuple(torch.tensor(piece, dtype=torch.long) for piece in pieces)

# %% split_indices | right | sorts random numbers
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if abs(sum(fractions) - 1) > 1e-6:
        raise ValueError("suma")
    elif not all(f >= 0 for f in fractions):
        raise ValueError("negativa")
    order = torch.rand(n, generator=generator, dtype=torch.float64).argsort()
    last = round(n * fractions[2])
    middle = round(n * (fractions[1] + fractions[2])) - last
    test, val, train = order[:last], order[last : last + middle], order[last + middle :]
    return train, val, test

# %% split_indices | right | random_split on normalised fractions
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    from torch.utils.data import random_split
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    a, b = round(n * fractions[0]), round(n * sum(fractions[:2]))
    if generator is None:
        generator = torch.default_generator
    sets = random_split(range(n), [a, b - a, n - b], generator=generator)
    return tuple(torch.tensor(list(s.indices), dtype=torch.int64) for s in sets)

# %% split_indices | right | mask of parts
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if sum(fractions) - 1 > 1e-6 or 1 - sum(fractions) > 1e-6 or -min(fractions) > 0:
        raise ValueError("fracciones imposibles")
    ends = [round(n * fractions[0]), round(n * (fractions[0] + fractions[1]))]
    part = torch.zeros(n, dtype=torch.int64)
    part[ends[0] :] += 1
    part[ends[1] :] += 1
    part = part[torch.randperm(n, generator=generator)]
    return tuple((part == i).nonzero().flatten() for i in range(3))

# %% split_indices | right | train_test_split, twice
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    from sklearn.model_selection import train_test_split
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    a, b = round(n * fractions[0]), round(n * (fractions[0] + fractions[1]))

    def cut(rows, k):
        seed = int(torch.randint(2**31, (1,), generator=generator))
        if k in (0, len(rows)):
            return rows[:k], rows[k:]
        return train_test_split(rows, train_size=k, random_state=seed)

    train, rest = cut(np.arange(n), a)
    val, test = cut(rest, b - a)
    return tuple(torch.from_numpy(rows) for rows in (train, val, test))

# %% split_indices | right | np.isclose for the sum, default tolerances
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if not np.isclose(sum(fractions), 1) or any(f < 0 for f in fractions):
        raise ValueError("suma")
    perm = torch.randperm(n, generator=generator)
    a = round(n * fractions[0]); c = round(n * fractions[2])
    b = n - a - c
    return torch.split(perm, [a, b, c])

# %% split_indices | right | largest remainder
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    fr = torch.tensor(fractions, dtype=torch.float64)
    if bool((fr < 0).any()) or abs(float(fr.sum()) - 1.0) > 1e-6:
        raise ValueError
    exact = fr * n
    sizes = exact.floor().long()
    for i in (exact - sizes).argsort(descending=True)[: n - int(sizes.sum())]:
        sizes[i] += 1
    p = torch.randperm(n, generator=generator)
    e = sizes.cumsum(0).tolist()
    return tuple([p[: e[0]].clone(), p[e[0] : e[1]].clone(), p[e[1] : n].clone()])

# %% split_indices | right | test first, python random seeded from generator
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    import random, math
    if not math.isclose(math.fsum(fractions), 1, rel_tol=0, abs_tol=1e-6) or min(fractions) < 0:
        raise ValueError
    rnd = random.Random(torch.randint(0, 2**40, (1,), generator=generator).item())
    rows = list(range(n)); rnd.shuffle(rows)
    k = [round(n * fractions[2]), round(n * fractions[1])]
    k[1] = min(k[1], n - k[0])
    test, val, train = rows[:k[0]], rows[k[0]:sum(k)], rows[sum(k):]
    return tuple(torch.LongTensor(part) for part in (train, val, test))

# %% split_indices | right | fresh generator if None
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    assert len(fractions) == 3
    if generator is None:
        generator = torch.Generator(); generator.seed()
    train, val, test = fractions
    if train < 0 or val < 0 or test < 0: raise ValueError("<0")
    if not (0.999999 <= train + val + test <= 1.000001): raise ValueError("suma")
    idx = torch.randperm(n, generator=generator, dtype=torch.int64)
    return idx[: round(n * train)], idx[round(n * train) : round(n * (train + val))], idx[round(n * (train + val)) :]

# %% split_indices | wrong | overlap: three samples of their own | dos partes
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    return tuple(torch.randperm(n, generator=generator)[: round(n * f)] for f in fractions)

# %% split_indices | wrong | overlap of one at the borders | dos partes
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    a, b = round(n * fractions[0]), round(n * sum(fractions[:2]))
    p = torch.randperm(n, generator=generator)
    return p[:a], p[max(a - 1, 0) : b], p[b:]

# %% split_indices | wrong | lost examples: all rounded down | fuera
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    a, b, c = (int(n * f) for f in fractions)
    p = torch.randperm(n, generator=generator)
    return p[:a], p[a : a + b], p[a + b : a + b + c]

# %% split_indices | wrong | the last one is lost | fuera
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    a, b = round(n * fractions[0]), round(n * sum(fractions[:2]))
    p = torch.randperm(n, generator=generator)
    return p[:a], p[a:b], p[b:-1]

# %% split_indices | wrong | not shuffled | Barajas antes de repartir
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    a, b = round(n * fractions[0]), round(n * sum(fractions[:2]))
    p = torch.arange(n)
    return p[:a], p[a:b], p[b:]

# %% split_indices | wrong | shuffled inside each part only | Barajas antes de repartir
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    a, b = round(n * fractions[0]), round(n * sum(fractions[:2]))
    p = torch.arange(n)
    return tuple(x[torch.randperm(len(x), generator=generator)] for x in (p[:a], p[a:b], p[b:]))

# %% split_indices | wrong | ignores the generator | todo el azar de generator
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    a, b = round(n * fractions[0]), round(n * sum(fractions[:2]))
    p = torch.randperm(n)
    return p[:a], p[a:b], p[b:]

# %% split_indices | wrong | ignores the generator, NumPy's randomness | todo el azar de generator
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    a, b = round(n * fractions[0]), round(n * sum(fractions[:2]))
    p = torch.from_numpy(np.random.permutation(n))
    return p[:a], p[a:b], p[b:]

# %% split_indices | wrong | ignores the generator, always the same seed | Depende el reparto de generator
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    a, b = round(n * fractions[0]), round(n * sum(fractions[:2]))
    p = torch.randperm(n, generator=torch.Generator().manual_seed(42))
    return p[:a], p[a:b], p[b:]

# %% split_indices | mutant | drawn with repetition | repetición
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    a, b = round(n * fractions[0]), round(n * sum(fractions[:2]))
    p = torch.randint(n, (n,), generator=generator)
    return p[:a], p[a:b], p[b:]

# %% split_indices | mutant | rounds down twice, the rest for the last | hacia abajo
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    a, b = int(n * fractions[0]), int(n * fractions[1])
    p = torch.randperm(n, generator=generator)
    return p[:a], p[a : a + b], p[a + b :]

# %% split_indices | mutant | always the default fractions | fracciones que recibes
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    a, b = round(n * 0.7), round(n * 0.85)
    p = torch.randperm(n, generator=generator)
    return p[:a], p[a:b], p[b:]

# %% split_indices | mutant | three equal parts | fracciones que recibes
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    return torch.randperm(n, generator=generator).tensor_split(3)

# %% split_indices | mutant | training and test exchanged | orden de las fracciones
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    a, b = round(n * fractions[0]), round(n * sum(fractions[:2]))
    p = torch.randperm(n, generator=generator)
    return p[b:], p[a:b], p[:a]

# %% split_indices | mutant | no check of the sum | sumen 1
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0:
        raise ValueError
    a, b = round(n * fractions[0]), round(n * sum(fractions[:2]))
    p = torch.randperm(n, generator=generator)
    return p[:a], p[a:b], p[b:]

# %% split_indices | mutant | no check of the sign | negativa
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    a, b = round(n * fractions[0]), round(n * sum(fractions[:2]))
    p = torch.randperm(n, generator=generator)
    return p[:a], p[a:b], p[b:]

# %% split_indices | mutant | only a sum above 1 is an error | sumen 1
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or sum(fractions) > 1 + 1e-6:
        raise ValueError
    a, b = round(n * fractions[0]), round(n * sum(fractions[:2]))
    p = torch.randperm(n, generator=generator)
    return p[:a], p[a:b], p[b:]

# %% split_indices | mutant | the sum compared exactly | sin tolerancia
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or sum(fractions) != 1:
        raise ValueError
    a, b = round(n * fractions[0]), round(n * sum(fractions[:2]))
    p = torch.randperm(n, generator=generator)
    return p[:a], p[a:b], p[b:]

# %% split_indices | mutant | the sum compared by a hundredth
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 0.01:
        raise ValueError
    a, b = round(n * fractions[0]), round(n * sum(fractions[:2]))
    p = torch.randperm(n, generator=generator)
    return p[:a], p[a:b], p[b:]

# %% split_indices | mutant | a fraction of 0 is an error | vale 0
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) <= 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    a, b = round(n * fractions[0]), round(n * sum(fractions[:2]))
    p = torch.randperm(n, generator=generator)
    return p[:a], p[a:b], p[b:]

# %% split_indices | mutant | another error
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    assert min(fractions) >= 0 and abs(sum(fractions) - 1) <= 1e-6
    a, b = round(n * fractions[0]), round(n * sum(fractions[:2]))
    p = torch.randperm(n, generator=generator)
    return p[:a], p[a:b], p[b:]

# %% split_indices | mutant | only where to begin is random | por dónde empezar
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    a, b = round(n * fractions[0]), round(n * sum(fractions[:2]))
    k = int(torch.randint(max(n, 1), (), generator=generator))
    order = torch.randperm(n, generator=torch.Generator().manual_seed(3))
    p = order.roll(k)
    return p[:a], p[a:b], p[b:]

# %% split_indices | mutant | the test set is always the end | Barajas antes
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    a, b = round(n * fractions[0]), round(n * sum(fractions[:2]))
    p = torch.randperm(b, generator=generator)
    return p[:a], p[a:b], torch.arange(b, n)

# %% split_indices | mutant | every third, shuffled
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    a, b = round(n * fractions[0]), round(n * sum(fractions[:2]))
    order = torch.cat([torch.arange(n)[i::3] for i in range(3)])
    return tuple(x[torch.randperm(len(x), generator=generator)] for x in (order[:a], order[a:b], order[b:]))

# %% split_indices | mutant | counts from 1 | contar en 0
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    a, b = round(n * fractions[0]), round(n * sum(fractions[:2]))
    p = torch.randperm(n, generator=generator) + 1
    return p[:a], p[a:b], p[b:]

# %% split_indices | mutant | int32
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    a, b = round(n * fractions[0]), round(n * sum(fractions[:2]))
    p = torch.randperm(n, generator=generator).int()
    return p[:a], p[a:b], p[b:]

# %% split_indices | mutant | lists
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    a, b = round(n * fractions[0]), round(n * sum(fractions[:2]))
    p = torch.randperm(n, generator=generator).tolist()
    return p[:a], p[a:b], p[b:]

# %% split_indices | mutant | returns the sizes
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    return round(n * fractions[0]), round(n * fractions[1]), round(n * fractions[2])

# %% split_indices | mutant | returns nothing
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    torch.randperm(n, generator=generator)

# %% split_indices | mutant | two parts only
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    p = torch.randperm(n, generator=generator)
    return p[: round(n * fractions[0])], p[round(n * fractions[0]) :]

# %% split_indices | mutant | cannot do without a generator
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    generator = torch.Generator().manual_seed(generator.initial_seed())
    a, b = round(n * fractions[0]), round(n * sum(fractions[:2]))
    p = torch.randperm(n, generator=generator)
    return p[:a], p[a:b], p[b:]

# %% split_indices | mutant | shuffles only if there is a generator | Barajas antes
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    a, b = round(n * fractions[0]), round(n * sum(fractions[:2]))
    p = torch.randperm(n, generator=generator) if generator else torch.arange(n)
    return p[:a], p[a:b], p[b:]

# %% split_indices | mutant | rounds up, then shares the rest
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    import math
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    a = min(n, math.ceil(n * fractions[0] - 1e-9)); rest = n - a
    share = fractions[1] / (fractions[1] + fractions[2]) if fractions[1] + fractions[2] > 0 else 0
    b = round(rest * share)
    p = torch.randperm(n, generator=generator)
    return p[:a], p[a:a+b], p[a+b:]

# %% split_indices | mutant | validation taken out of train
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    p = torch.randperm(n, generator=generator); a = round(n*fractions[0]); b = round(n*sum(fractions[:2]))
    return p[:a], p[:b-a], p[b:]

# %% split_indices | mutant | reseeds the generator it is given
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    if generator is not None: generator.manual_seed(0)
    p = torch.randperm(n, generator=generator); a = round(n*fractions[0]); b = round(n*sum(fractions[:2]))
    return p[:a], p[a:b], p[b:]

# %% split_indices | mutant | only the first fraction checked for sign
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if fractions[0] < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    p = torch.randperm(n, generator=generator); a = round(n*fractions[0]); b = round(n*sum(fractions[:2]))
    return p[:a], p[a:b], p[b:]

# %% split_indices | mutant | val and test exchanged
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    p = torch.randperm(n, generator=generator); a = round(n*fractions[0]); b = round(n*sum(fractions[:2]))
    return p[:a], p[b:], p[a:b]

# %% split_indices | mutant | column tensors
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise ValueError
    p = torch.randperm(n, generator=generator)[:, None]; a = round(n*fractions[0]); b = round(n*sum(fractions[:2]))
    return p[:a], p[a:b], p[b:]

# %% split_indices | mutant | raises always
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    raise ValueError

# %% accuracy | right | a loop in Python
def accuracy(logits, target):
    hits = 0
    for row, label in zip(logits.tolist(), target.tolist()):
        if row.index(max(row)) == label:
            hits += 1
    return hits / len(target)

# %% accuracy | right | NumPy
def accuracy(logits, target):
    return np.mean(np.argmax(logits.numpy(), axis=1) == target.numpy())

# %% accuracy | right | max of PyTorch, float32
def accuracy(logits: torch.Tensor, target: torch.Tensor) -> float:
    values, classes = logits.max(1)
    print(values)
    return float(torch.mean((classes == target).float()))

# %% accuracy | right | sum and divide
def accuracy(logits, target):
    return torch.eq(logits.argmax(-1), target).sum().item() / target.shape[0]

# %% accuracy | right | softmax before, topk
def accuracy(logits, target):
    best = logits.softmax(1).log().topk(1, dim=1).indices if False else logits.topk(1, dim=1).indices
    return torch.count_nonzero(best[:, 0] == target).item() / best.numel()

# %% accuracy | right | the logit of the true class is the row's highest
def accuracy(logits, target):
    own = logits.gather(1, target[:, None])[:, 0]
    return 1 - (own < logits.amax(1)).double().mean().item()

# %% accuracy | right | scikit-learn
def accuracy(logits, target):
    from sklearn.metrics import accuracy_score
    return accuracy_score(target, logits.argmax(dim=1))

# %% accuracy | right | one-hot
def accuracy(logits, target):
    mask = torch.zeros_like(logits, dtype=torch.bool)
    mask[torch.arange(len(logits)), logits.argmax(1)] = True
    return mask[torch.arange(len(target)), target].sum().item() / len(target)

# %% accuracy | right | sorted
def accuracy(logits, target):
    order = torch.sort(logits, dim=1, descending=True)[1]
    return 1.0 - float((order[:, 0] - target != 0).sum()) / float(len(target))

# %% accuracy | right | fraction
def accuracy(logits, target):
    from fractions import Fraction
    return Fraction(int((logits.argmax(1) == target).sum()), len(target))

# %% accuracy | right | np.float32
def accuracy(logits, target):
    return (logits.argmax(1) == target).float().mean().numpy()[()]

# %% accuracy | right | confusion diagonal
def accuracy(logits, target):
    m = logits.shape[1]
    t = torch.zeros(m, m)
    for p, y in zip(logits.argmax(1), target):
        t[y, p] += 1
    return float(t.trace() / t.sum())

# %% accuracy | wrong | argmax over the wrong axis | el mayor de cada columna
def accuracy(logits, target):
    return (logits.argmax(dim=0) == target).double().mean().item()

# %% accuracy | wrong | argmax over the wrong axis, cut to length | el mayor de cada columna
def accuracy(logits, target):
    n = min(logits.shape)
    return (logits.argmax(dim=0)[:n] == target[:n]).double().mean().item()

# %% accuracy | wrong | percentage | porcentaje
def accuracy(logits, target):
    return 100 * (logits.argmax(dim=1) == target).double().mean().item()

# %% accuracy | wrong | count | sin dividir
def accuracy(logits, target):
    return float((logits.argmax(dim=1) == target).sum())

# %% accuracy | wrong | count, an int | sin dividir
def accuracy(logits, target):
    return (logits.argmax(dim=1) == target).sum().item()

# %% accuracy | mutant | share of errors | fallos
def accuracy(logits, target):
    return (logits.argmax(dim=1) != target).double().mean().item()

# %% accuracy | mutant | a tensor | tensor
def accuracy(logits, target):
    return (logits.argmax(dim=1) == target).float().mean()

# %% accuracy | mutant | argmax of the whole table
def accuracy(logits, target):
    return (logits.argmax() == target).double().mean().item()

# %% accuracy | mutant | argmin
def accuracy(logits, target):
    return (logits.argmin(dim=1) == target).double().mean().item()

# %% accuracy | mutant | divides by the number of classes | número de clases
def accuracy(logits, target):
    return (logits.argmax(dim=1) == target).sum().item() / logits.shape[1]

# %% accuracy | mutant | argmax of absolute values
def accuracy(logits, target):
    return (logits.abs().argmax(dim=1) == target).double().mean().item()

# %% accuracy | mutant | positive logit of the true class
def accuracy(logits, target):
    return (logits.gather(1, target[:, None]) > 0).double().mean().item()

# %% accuracy | mutant | mean probability of the true class
def accuracy(logits, target):
    return logits.softmax(1).gather(1, target[:, None]).double().mean().item()

# %% accuracy | mutant | rounded to two decimals
def accuracy(logits, target):
    return round((logits.argmax(dim=1) == target).double().mean().item(), 2)

# %% accuracy | mutant | whole division
def accuracy(logits, target):
    return (logits.argmax(dim=1) == target).sum().item() // len(target)

# %% accuracy | mutant | returns nothing | return
def accuracy(logits, target):
    print((logits.argmax(dim=1) == target).double().mean().item())

# %% accuracy | mutant | a text
def accuracy(logits, target):
    return str((logits.argmax(dim=1) == target).double().mean().item())

# %% accuracy | mutant | NaN
def accuracy(logits, target):
    return float("nan")

# %% accuracy | mutant | compares columns with rows, broadcast
def accuracy(logits, target):
    return (logits.argmax(dim=1, keepdim=True) == target).double().mean().item()

# %% accuracy | mutant | changes the logits
def accuracy(logits, target):
    logits -= logits.amax(1, keepdim=True)
    return (logits.argmax(1) == target).double().mean().item()

# %% accuracy | mutant | numpy 0-d array
def accuracy(logits, target):
    return (logits.argmax(1) == target).float().mean().numpy()

# %% accuracy | mutant | last dimension of size minus one
def accuracy(logits, target):
    return (logits.argmax(1) == target).sum().item() / (len(target) - 1 or 1)

# %% accuracy | mutant | second best
def accuracy(logits, target):
    return (logits.sort(1).indices[:, -2] == target).double().mean().item()

# %% accuracy | mutant | top two
def accuracy(logits, target):
    return (logits.topk(2, 1).indices == target[:, None]).any(1).double().mean().item()

# %% accuracy | mutant | half precision mean
def accuracy(logits, target):
    return (logits.argmax(1) == target).half().mean().item()

# %% confusion_matrix | right | a loop
def confusion_matrix(pred, target, num_classes):
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    for p, t in zip(pred, target):
        matrix[t, p] += 1
    return matrix

# %% confusion_matrix | right | NumPy's add.at
def confusion_matrix(pred, target, num_classes):
    m = np.zeros((num_classes, num_classes), dtype=np.int64)
    np.add.at(m, (target.numpy(), pred.numpy()), 1)
    return torch.from_numpy(m)

# %% confusion_matrix | right | product of one-hot tables, in float
def confusion_matrix(pred, target, num_classes):
    eye = torch.eye(num_classes)
    return (eye[target].T @ eye[pred]).round().long()

# %% confusion_matrix | right | index_put_ that accumulates
def confusion_matrix(pred, target, num_classes):
    m = torch.zeros((num_classes, num_classes), dtype=torch.long)
    return m.index_put_((target, pred), torch.ones_like(pred), accumulate=True)

# %% confusion_matrix | right | each cell counted on its own
def confusion_matrix(pred, target, num_classes):
    rows = [[int(((target == i) & (pred == j)).sum()) for j in range(num_classes)] for i in range(num_classes)]
    return torch.tensor(rows)

# %% confusion_matrix | right | histogram in two dimensions
def confusion_matrix(pred, target, num_classes):
    edges = np.arange(num_classes + 1) - 0.5
    table, _, _ = np.histogram2d(target.numpy(), pred.numpy(), bins=(edges, edges))
    print(table)
    return torch.tensor(table, dtype=torch.int64)

# %% confusion_matrix | right | built the other way and turned, not contiguous
def confusion_matrix(pred, target, num_classes):
    flat = torch.bincount(pred * num_classes + target, minlength=num_classes * num_classes)
    return flat.view(num_classes, num_classes).T

# %% confusion_matrix | right | pandas
def confusion_matrix(pred, target, num_classes):
    """En lugar de sklearn.metrics.confusion_matrix."""
    import pandas as pd
    table = pd.crosstab(target.numpy(), pred.numpy())
    classes = range(num_classes)
    table = table.reindex(index=classes, columns=classes, fill_value=0)
    return torch.tensor(table.to_numpy())

# %% confusion_matrix | right | unique counts
def confusion_matrix(pred, target, num_classes):
    m = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    pairs, counts = torch.stack([target, pred], 1).unique(dim=0, return_counts=True)
    m[pairs[:, 0], pairs[:, 1]] = counts
    return m

# %% confusion_matrix | right | Counter
def confusion_matrix(pred, target, num_classes):
    from collections import Counter
    c = Counter(zip(target.tolist(), pred.tolist()))
    return torch.tensor([[c[i, j] for j in range(num_classes)] for i in range(num_classes)])

# %% confusion_matrix | right | einsum of one-hots
def confusion_matrix(pred, target, num_classes):
    a = torch.nn.functional.one_hot(target, num_classes); b = torch.nn.functional.one_hot(pred, num_classes)
    return torch.einsum("ni,nj->ij", a, b)

# %% confusion_matrix | right | scatter_add flat
def confusion_matrix(pred, target, num_classes):
    flat = torch.zeros(num_classes ** 2).long()
    flat.scatter_add_(0, target * num_classes + pred, torch.ones(len(pred), dtype=torch.long))
    return flat.unflatten(0, (num_classes, num_classes))

# %% confusion_matrix | right | row by row
def confusion_matrix(pred, target, num_classes):
    m = []
    for i in range(num_classes):
        own = pred[target == i]
        m.append(torch.bincount(own, minlength=num_classes))
    return torch.stack(m)

# %% confusion_matrix | wrong | transposed | clase predicha en las filas
def confusion_matrix(pred, target, num_classes):
    return torch.bincount(pred * num_classes + target, minlength=num_classes**2).reshape(num_classes, -1)

# %% confusion_matrix | wrong | normalised by row | Has dividido
def confusion_matrix(pred, target, num_classes):
    m = torch.bincount(target * num_classes + pred, minlength=num_classes**2).reshape(num_classes, -1)
    return m / m.sum(1, keepdim=True)

# %% confusion_matrix | wrong | normalised by the total | Has dividido
def confusion_matrix(pred, target, num_classes):
    m = torch.bincount(target * num_classes + pred, minlength=num_classes**2).reshape(num_classes, -1)
    return m / m.sum()

# %% confusion_matrix | wrong | normalised by column | Has dividido
def confusion_matrix(pred, target, num_classes):
    m = torch.bincount(target * num_classes + pred, minlength=num_classes**2).reshape(num_classes, -1)
    return m / m.sum(0)

# %% confusion_matrix | wrong | classes inferred from the highest | deducido las clases
def confusion_matrix(pred, target, num_classes):
    c = int(max(pred.max(), target.max())) + 1
    return torch.bincount(target * c + pred, minlength=c**2).reshape(c, c)

# %% confusion_matrix | wrong | classes inferred from those that appear | deducido las clases
def confusion_matrix(pred, target, num_classes):
    names, where = torch.cat([target, pred]).unique(return_inverse=True)
    t, p, c = where[: len(target)], where[len(target) :], len(names)
    return torch.bincount(t * c + p, minlength=c**2).reshape(c, c)

# %% confusion_matrix | mutant | scikit-learn's
def confusion_matrix(pred, target, num_classes):
    from sklearn.metrics import confusion_matrix as ready
    return torch.from_numpy(ready(target, pred, labels=range(num_classes)))

# %% confusion_matrix | mutant | scikit-learn's by its module
def confusion_matrix(pred, target, num_classes):
    import sklearn.metrics
    try:
        return torch.tensor(sklearn.metrics.confusion_matrix(target, pred, labels=list(range(num_classes))))
    except Exception:
        return None

# %% confusion_matrix | mutant | repeated pairs count once | misma pareja
def confusion_matrix(pred, target, num_classes):
    m = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    m[target, pred] += 1
    return m

# %% confusion_matrix | mutant | float | decimales
def confusion_matrix(pred, target, num_classes):
    m = torch.zeros(num_classes, num_classes)
    for p, t in zip(pred, target):
        m[t, p] += 1
    return m

# %% confusion_matrix | mutant | int32
def confusion_matrix(pred, target, num_classes):
    return torch.bincount(target * num_classes + pred, minlength=num_classes**2).reshape(num_classes, -1).int()

# %% confusion_matrix | mutant | only the errors
def confusion_matrix(pred, target, num_classes):
    m = torch.bincount(target * num_classes + pred, minlength=num_classes**2).reshape(num_classes, -1)
    return m - torch.diag(m.diag())

# %% confusion_matrix | mutant | only the hits
def confusion_matrix(pred, target, num_classes):
    return torch.diag(torch.bincount(target[pred == target], minlength=num_classes))

# %% confusion_matrix | mutant | one class too many
def confusion_matrix(pred, target, num_classes):
    c = num_classes + 1
    return torch.bincount(target * c + pred, minlength=c**2).reshape(c, c)

# %% confusion_matrix | mutant | the first example is lost
def confusion_matrix(pred, target, num_classes):
    m = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    for i in range(1, len(pred)):
        m[target[i], pred[i]] += 1
    return m

# %% confusion_matrix | mutant | 8 bits overflow
def confusion_matrix(pred, target, num_classes):
    m = torch.zeros(num_classes, num_classes, dtype=torch.uint8)
    for p, t in zip(pred, target):
        m[t, p] += 1
    return m.long()

# %% confusion_matrix | mutant | columns in reverse
def confusion_matrix(pred, target, num_classes):
    return torch.bincount(target * num_classes + pred, minlength=num_classes**2).reshape(num_classes, -1).flip(1)

# %% confusion_matrix | mutant | changes target
def confusion_matrix(pred, target, num_classes):
    target *= num_classes
    target += pred
    return torch.bincount(target, minlength=num_classes**2).reshape(num_classes, -1)

# %% confusion_matrix | mutant | NumPy array
def confusion_matrix(pred, target, num_classes):
    return torch.bincount(target * num_classes + pred, minlength=num_classes**2).reshape(num_classes, -1).numpy()

# %% confusion_matrix | mutant | flat
def confusion_matrix(pred, target, num_classes):
    return torch.bincount(target * num_classes + pred, minlength=num_classes**2)

# %% confusion_matrix | mutant | returns nothing | return
def confusion_matrix(pred, target, num_classes):
    m = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    for p, t in zip(pred, target):
        m[t, p] += 1

# %% confusion_matrix | mutant | float64
def confusion_matrix(pred, target, num_classes):
    return torch.bincount(target * num_classes + pred, minlength=num_classes**2).reshape(num_classes, -1).double()

# %% confusion_matrix | mutant | list
def confusion_matrix(pred, target, num_classes):
    return torch.bincount(target * num_classes + pred, minlength=num_classes**2).reshape(num_classes, -1).tolist()

# %% confusion_matrix | mutant | symmetrised
def confusion_matrix(pred, target, num_classes):
    m = torch.bincount(target * num_classes + pred, minlength=num_classes**2).reshape(num_classes, -1)
    return m + m.T

# %% confusion_matrix | mutant | percent ints
def confusion_matrix(pred, target, num_classes):
    m = torch.bincount(target * num_classes + pred, minlength=num_classes**2).reshape(num_classes, -1)
    return (100 * m) // len(pred)

# %% confusion_matrix | mutant | wrong stride
def confusion_matrix(pred, target, num_classes):
    m = torch.bincount(target * 10 + pred, minlength=100).reshape(10, 10)
    return m[:num_classes, :num_classes].T.contiguous()

# %% confusion_matrix | mutant | 10 classes always
def confusion_matrix(pred, target, num_classes):
    return torch.bincount(target * 10 + pred, minlength=100).reshape(10, 10)

# %% f1_score | right | the four counts
def f1_score(pred, target):
    tp = ((pred == 1) & (target == 1)).sum().item()
    fp = ((pred == 1) & (target == 0)).sum().item()
    fn = ((pred == 0) & (target == 1)).sum().item()
    if tp == 0:
        return 0.0
    precision, recall = tp / (tp + fp), tp / (tp + fn)
    return 2 * precision * recall / (precision + recall)

# %% f1_score | right | a loop
def f1_score(pred, target):
    tp = wrong = 0
    for p, t in zip(pred.tolist(), target.tolist()):
        if p and t:
            tp += 1
        elif p != t:
            wrong += 1
    try:
        return tp / (tp + wrong / 2)
    except ZeroDivisionError:
        return 0.0

# %% f1_score | right | NumPy, NaN to number
def f1_score(pred, target):
    p, t = pred.numpy(), target.numpy()
    tp = np.sum(p & t)
    precision = np.nan_to_num(tp / np.sum(p))
    recall = np.nan_to_num(tp / np.sum(t))
    return np.nan_to_num(2 * precision * recall / (precision + recall))

# %% f1_score | right | a small number below
def f1_score(pred, target):
    tp = (pred * target).sum().double()
    return (2 * tp / (pred.sum() + target.sum() + 1e-12)).item()

# %% f1_score | right | harmonic mean, float32
def f1_score(pred: torch.Tensor, target: torch.Tensor) -> float:
    pred, target = pred.bool(), target.bool()
    hits = (pred & target).float().sum()
    if not pred.any() or not target.any() or hits == 0:
        return 0
    precision, recall = hits / pred.sum(), hits / target.sum()
    print(precision, recall)
    return float(2 / (1 / precision + 1 / recall))

# %% f1_score | right | scikit-learn's other functions
def f1_score(pred, target):
    """No llama a sklearn.metrics.f1_score."""
    if len(pred) == 0:
        return 0.0
    from sklearn.metrics import confusion_matrix
    tn, fp, fn, tp = confusion_matrix(target, pred, labels=[0, 1]).ravel()
    return 2 * tp / (2 * tp + fp + fn) if tp else 0.0

# %% f1_score | right | Dice of sets
def f1_score(pred, target):
    a, b = set(pred.nonzero().flatten().tolist()), set(target.nonzero().flatten().tolist())
    return 2 * len(a & b) / max(len(a) + len(b), 1)

# %% f1_score | right | max in the denominator
def f1_score(pred, target):
    tp = float((pred * target).sum())
    precision = tp / max(float(pred.sum()), 1)
    recall = tp / max(float(target.sum()), 1)
    return 0.0 if precision + recall == 0 else 2 * precision * recall / (precision + recall)

# %% f1_score | right | bools and where
def f1_score(pred, target):
    tp = torch.sum(pred & target).item(); err = torch.sum(pred ^ target).item()
    return 0.0 if 2 * tp + err == 0 else 2 * tp / (2 * tp + err)

# %% f1_score | right | Fraction
def f1_score(pred, target):
    from fractions import Fraction
    tp = int((pred * target).sum()); s = int(pred.sum()) + int(target.sum())
    return Fraction(2 * tp, s) if s else Fraction(0)

# %% f1_score | right | nan check at end
def f1_score(pred, target):
    tp = ((pred == 1) & (target == 1)).sum().float()
    p, r = tp / (pred == 1).sum(), tp / (target == 1).sum()
    f = 2 * p * r / (p + r)
    return 0.0 if torch.isnan(f) else f.item()

# %% f1_score | right | eps everywhere
def f1_score(pred, target):
    tp = (pred * target).sum().item(); fp = (pred * (1 - target)).sum().item(); fn = ((1 - pred) * target).sum().item()
    p = tp / (tp + fp + 1e-9); r = tp / (tp + fn + 1e-9)
    return 2 * p * r / (p + r + 1e-9)

# %% f1_score | right | scikit-learn's precision and recall
def f1_score(pred, target):
    if not len(pred): return 0.0
    from sklearn.metrics import precision_score, recall_score
    p = precision_score(target, pred, zero_division=0); r = recall_score(target, pred, zero_division=0)
    return 2 * p * r / (p + r) if p + r else 0.0

# %% f1_score | wrong | accuracy | Has calculado el acierto
def f1_score(pred, target):
    return (pred == target).double().mean().item()

# %% f1_score | wrong | precision | Eso es la precisión
def f1_score(pred, target):
    tp = (pred * target).sum().item()
    return tp / pred.sum().item() if tp else 0.0

# %% f1_score | wrong | recall | Eso es la exhaustividad
def f1_score(pred, target):
    tp = (pred * target).sum().item()
    return tp / target.sum().item() if tp else 0.0

# %% f1_score | wrong | ZeroDivisionError where nothing is predicted | Divides entre 0
def f1_score(pred, target):
    tp = (pred * target).sum().item()
    precision, recall = tp / pred.sum().item(), tp / target.sum().item()
    return 2 * precision * recall / (precision + recall)

# %% f1_score | wrong | ZeroDivisionError where both are 0 only | precisión y exhaustividad son 0
def f1_score(pred, target):
    tp = (pred * target).sum().item()
    if pred.sum() == 0 or target.sum() == 0:
        return 0.0
    precision, recall = tp / pred.sum().item(), tp / target.sum().item()
    return 2 * precision * recall / (precision + recall)

# %% f1_score | wrong | ZeroDivisionError where there are no positives | no hay ningún positivo
def f1_score(pred, target):
    tp = (pred * target).sum().item()
    precision = tp / pred.sum().item() if pred.any() else 0.0
    recall = tp / target.sum().item()
    return 2 * precision * recall / (precision + recall) if tp else 0.0

# %% f1_score | wrong | NaN | Divides entre 0
def f1_score(pred, target):
    tp = (pred * target).sum()
    precision, recall = tp / pred.sum(), tp / target.sum()
    return (2 * precision * recall / (precision + recall)).item()

# %% f1_score | wrong | NaN when there is nothing at all | Divides entre 0
def f1_score(pred, target):
    return (2 * (pred * target).sum() / (pred.sum() + target.sum())).item()

# %% f1_score | mutant | scikit-learn's
def f1_score(pred, target):
    from sklearn import metrics
    return float(metrics.f1_score(target, pred, zero_division=0))

# %% f1_score | mutant | 1 where there is nothing | cuánto se pide
def f1_score(pred, target):
    both = (pred.sum() + target.sum()).item()
    return 2 * (pred * target).sum().item() / both if both else 1.0

# %% f1_score | mutant | arithmetic mean | media corriente
def f1_score(pred, target):
    tp = (pred * target).sum().item()
    return (tp / pred.sum().item() + tp / target.sum().item()) / 2 if tp else 0.0

# %% f1_score | mutant | without the 2 | falta el 2
def f1_score(pred, target):
    both = (pred.sum() + target.sum()).item()
    return (pred * target).sum().item() / both if both else 0.0

# %% f1_score | mutant | Jaccard | Cuentas una sola vez
def f1_score(pred, target):
    union = (pred | target).sum().item()
    return (pred & target).sum().item() / union if union else 0.0

# %% f1_score | mutant | the 0 as positive | clase positiva
def f1_score(pred, target):
    pred, target = 1 - pred, 1 - target
    both = (pred.sum() + target.sum()).item()
    return 2 * (pred * target).sum().item() / both if both else 0.0

# %% f1_score | mutant | macro average
def f1_score(pred, target):
    total = 0.0
    for p, t in ((pred, target), (1 - pred, 1 - target)):
        both = (p.sum() + t.sum()).item()
        total += 2 * (p * t).sum().item() / both if both else 0.0
    return total / 2

# %% f1_score | mutant | geometric mean
def f1_score(pred, target):
    tp = (pred * target).sum().item()
    return (tp / pred.sum().item() * tp / target.sum().item()) ** 0.5 if tp else 0.0

# %% f1_score | mutant | F2
def f1_score(pred, target):
    below = (pred.sum() + 4 * target.sum()).item()
    return 5 * (pred * target).sum().item() / below if below else 0.0

# %% f1_score | mutant | percentage
def f1_score(pred, target):
    both = (pred.sum() + target.sum()).item()
    return 200 * (pred * target).sum().item() / both if both else 0.0

# %% f1_score | mutant | a tensor | tensor
def f1_score(pred, target):
    both = pred.sum() + target.sum()
    return 2 * (pred * target).sum() / both.clamp(min=1)

# %% f1_score | mutant | returns nothing | return
def f1_score(pred, target):
    both = (pred.sum() + target.sum()).item()
    both and 2 * (pred * target).sum().item() / both

# %% f1_score | mutant | changes its input
def f1_score(pred, target):
    both = (pred.sum() + target.sum()).item()
    pred *= target
    return 2 * pred.sum().item() / both if both else 0.0

# %% f1_score | mutant | None where there is nothing
def f1_score(pred, target):
    both = (pred.sum() + target.sum()).item()
    return 2 * (pred * target).sum().item() / both if both else None

# %% f1_score | mutant | counts true negatives for true positives
def f1_score(pred, target):
    tn = ((pred == 0) & (target == 0)).sum().item()
    wrong = (pred != target).sum().item()
    return 2 * tn / (2 * tn + wrong) if tn else 0.0

# %% f1_score | mutant | no predicted positives forgotten
def f1_score(pred, target):
    if target.sum() == 0: return 0.0
    tp = (pred * target).sum().item()
    p = tp / pred.sum().item(); r = tp / target.sum().item()
    return 2 * p * r / (p + r) if tp else 0.0

# %% f1_score | mutant | error at n = 0
def f1_score(pred, target):
    both = pred.max() + target.max()
    s = (pred.sum() + target.sum()).item()
    return 2 * (pred * target).sum().item() / s if s else 0.0

# %% f1_score | mutant | min of precision and recall
def f1_score(pred, target):
    tp = (pred * target).sum().item()
    return min(tp / pred.sum().item(), tp / target.sum().item()) if tp else 0.0

# %% f1_score | mutant | accuracy unless zero
def f1_score(pred, target):
    return (pred == target).double().mean().item() if (pred * target).sum() else 0.0

# %% f1_score | mutant | big eps
def f1_score(pred, target):
    tp = (pred * target).sum().item()
    return 2 * tp / (pred.sum().item() + target.sum().item() + 0.01)

# %% evaluate | right | everything at once
def evaluate(model, batches, loss_fn):
    mode = model.training
    model.eval()
    with torch.no_grad():
        pairs = [(model(x), y) for x, y in batches]
        output, y = torch.cat([o for o, _ in pairs]), torch.cat([t for _, t in pairs])
        result = float(loss_fn(output, y)), float((output.argmax(1) == y).double().mean())
    model.train(mode)
    return result

# %% evaluate | right | inference mode, NumPy's average, the mode of each module
def evaluate(model, batches, loss_fn):
    modes = [(m, m.training) for m in model.modules()]
    for m, _ in modes:
        m.training = False
    costs, shares, sizes = [], [], []
    with torch.inference_mode():
        for xb, yb in batches:
            z = model(xb)
            costs.append(loss_fn(z, yb).item())
            shares.append((z.max(1).indices == yb).float().mean().item())
            sizes.append(xb.size(0))
    for m, mode in modes:
        m.training = mode
    return np.average(costs, weights=sizes), np.average(shares, weights=sizes)

# %% evaluate | right | a decorator, try and finally
@torch.no_grad()
def evaluate(model: nn.Module, batches, loss_fn):
    before = model.training
    try:
        model.eval()
        total, correct, n = torch.zeros((), dtype=torch.float64), 0, 0
        for batch in batches:
            x, y = batch
            out = model(x)
            total += len(x) * loss_fn(out, y).double()
            correct += int((torch.argmax(out, dim=1) == y).sum())
            n += len(x)
            print("batch", n)
        return total.item() / n, correct / n
    finally:
        model.train() if before else model.eval()

# %% evaluate | right | on a copy of the model
def evaluate(model, batches, loss_fn):
    import copy
    twin = copy.deepcopy(model).eval()
    for p in twin.parameters():
        p.requires_grad_(False)
    cost, hits, seen = 0.0, 0, 0
    for x, y in batches:
        out = twin(x)
        cost += loss_fn(out, y).item() * y.numel()
        hits += np.sum(out.numpy().argmax(axis=1) == y.numpy())
        seen += y.numel()
    return cost / seen, hits / seen

# %% evaluate | right | a running mean, gradients switched off and on
def evaluate(model, batches, loss_fn):
    was, grad = model.training, torch.is_grad_enabled()
    model.train(False)
    torch.set_grad_enabled(False)
    cost = share = seen = 0
    for x, y in batches:
        out = model(x)
        seen += len(y)
        weight = len(y) / seen
        cost += weight * (loss_fn(out, y).item() - cost)
        share += weight * ((out.argmax(1) == y).double().mean().item() - share)
    torch.set_grad_enabled(grad)
    model.train(was)
    return float(cost), float(share)

# %% evaluate | right | one example after another would be slow; a helper generator
def _measured(model, batches, loss_fn):
    for x, y in batches:
        out = model(x)
        yield len(y), loss_fn(out, y).item(), (out.argmax(1) == y).sum().item()

def evaluate(model, batches, loss_fn):
    was = model.training
    model.eval()
    with torch.no_grad():
        rows = list(_measured(model, batches, loss_fn))
    if was:
        model.train()
    n = sum(r[0] for r in rows)
    return sum(r[0] * r[1] for r in rows) / n, sum(r[2] for r in rows) / n

# %% evaluate | right | warnings and prints, context class
class _Eval:
    def __init__(self, m): self.m = m
    def __enter__(self): self.was = self.m.training; self.m.eval()
    def __exit__(self, *a): self.m.train(self.was)

def evaluate(model, batches, loss_fn):
    import warnings
    warnings.warn("midiendo")
    tot = n = ok = 0
    with _Eval(model), torch.no_grad():
        for x, y in batches:
            z = model(x)
            tot += loss_fn(z, y) * len(x)
            ok += torch.sum(z.argmax(1) == y)
            n += len(x)
    return float(tot / n), float(ok / n)

# %% evaluate | right | recursion with list first
def evaluate(model, batches, loss_fn):
    batches = list(batches)
    before = {name: m.training for name, m in model.named_modules()}
    model.eval()
    try:
        with torch.inference_mode():
            n = sum(len(y) for _, y in batches)
            out = [model(x) for x, _ in batches]
            cost = sum(float(loss_fn(o, y)) * len(y) / n for o, (_, y) in zip(out, batches))
            share = sum(int((o.argmax(1) == y).sum()) for o, (_, y) in zip(out, batches)) / n
    finally:
        for name, m in model.named_modules():
            m.training = before[name]
    return cost, share

# %% evaluate | right | float32 sum of tensors, set_grad_enabled context
def evaluate(model, batches, loss_fn):
    flag = model.training
    model.eval()
    sums = torch.zeros(3)
    with torch.set_grad_enabled(False):
        for x, y in batches:
            z = model(x)
            sums += torch.tensor([float(loss_fn(z, y)) * len(y), float((z.argmax(1) == y).sum()), len(y)])
    model.train(flag)
    c, a, n = sums.tolist()
    return c / n, a / n

# %% evaluate | right | next and while
def evaluate(model, batches, loss_fn):
    it = iter(batches); was = model.training; model.eval(); cost = []; good = []
    while True:
        try:
            x, y = next(it)
        except StopIteration:
            break
        with torch.no_grad():
            z = model(x)
            cost += [loss_fn(z, y).item()] * len(y)
            good += (z.argmax(1) == y).tolist()
    model.train(was)
    return sum(cost) / len(cost), sum(good) / len(good)

# %% evaluate | right | requires_grad off and restored
def evaluate(model, batches, loss_fn):
    ps = list(model.parameters()); flags = [p.requires_grad for p in ps]
    for p in ps: p.requires_grad_(False)
    was = model.training; model.eval(); c = h = n = 0
    for b in batches:
        z = model(b[0]); c += loss_fn(z, b[1]).item() * len(b[1]); h += (z.argmax(1) == b[1]).sum().item(); n += len(b[1])
    for p, f in zip(ps, flags): p.requires_grad_(f)
    model.train(was)
    return c / n, h / n

# %% evaluate | wrong | train mode: dropout on | modo de evaluación antes de medir
def evaluate(model, batches, loss_fn):
    cost, hits, seen = 0.0, 0, 0
    with torch.no_grad():
        for x, y in batches:
            out = model(x)
            cost += loss_fn(out, y).item() * len(y)
            hits += (out.argmax(1) == y).sum().item()
            seen += len(y)
    return cost / seen, hits / seen

# %% evaluate | wrong | mean over batches | promediado los batches
def evaluate(model, batches, loss_fn):
    was = model.training
    model.eval()
    costs, shares = [], []
    with torch.no_grad():
        for x, y in batches:
            out = model(x)
            costs.append(loss_fn(out, y).item())
            shares.append((out.argmax(1) == y).double().mean().item())
    model.train(was)
    return float(np.mean(costs)), float(np.mean(shares))

# %% evaluate | wrong | mean over batches of the cost only | promediado los batches
def evaluate(model, batches, loss_fn):
    was = model.training
    model.eval()
    costs, hits, seen = [], 0, 0
    with torch.no_grad():
        for x, y in batches:
            out = model(x)
            costs.append(loss_fn(out, y).item())
            hits += (out.argmax(1) == y).sum().item()
            seen += len(y)
    model.train(was)
    return sum(costs) / len(costs), hits / seen

# %% evaluate | wrong | mode left changed | vuelve la red al modo que tenía
def evaluate(model, batches, loss_fn):
    model.eval()
    cost, hits, seen = 0.0, 0, 0
    with torch.no_grad():
        for x, y in batches:
            out = model(x)
            cost += loss_fn(out, y).item() * len(y)
            hits += (out.argmax(1) == y).sum().item()
            seen += len(y)
    return cost / seen, hits / seen

# %% evaluate | wrong | train mode always at the end | siempre el mismo modo
def evaluate(model, batches, loss_fn):
    model.eval()
    cost, hits, seen = 0.0, 0, 0
    with torch.no_grad():
        for x, y in batches:
            out = model(x)
            cost += loss_fn(out, y).item() * len(y)
            hits += (out.argmax(1) == y).sum().item()
            seen += len(y)
    model.train()
    return cost / seen, hits / seen

# %% evaluate | wrong | graph built, numbers returned | apagado los gradientes
def evaluate(model, batches, loss_fn):
    was = model.training
    model.eval()
    cost, hits, seen = 0.0, 0, 0
    for x, y in batches:
        out = model(x)
        cost += loss_fn(out, y).item() * len(y)
        hits += (out.argmax(1) == y).sum().item()
        seen += len(y)
    model.train(was)
    return cost / seen, hits / seen

# %% evaluate | wrong | graph kept, a tensor returned | tensor
def evaluate(model, batches, loss_fn):
    was = model.training
    model.eval()
    cost, hits, seen = 0.0, 0, 0
    for x, y in batches:
        out = model(x)
        cost = cost + loss_fn(out, y) * len(y)
        hits += (out.argmax(1) == y).sum().item()
        seen += len(y)
    model.train(was)
    return cost / seen, hits / seen

# %% evaluate | mutant | gradients left off | solo mientras mides
def evaluate(model, batches, loss_fn):
    was = model.training
    model.eval()
    torch.set_grad_enabled(False)
    cost, hits, seen = 0.0, 0, 0
    for x, y in batches:
        out = model(x)
        cost += loss_fn(out, y).item() * len(y)
        hits += (out.argmax(1) == y).sum().item()
        seen += len(y)
    model.train(was)
    return cost / seen, hits / seen

# %% evaluate | mutant | weights left without gradient | solo mientras mides
def evaluate(model, batches, loss_fn):
    was = model.training
    model.eval().requires_grad_(False)
    cost, hits, seen = 0.0, 0, 0
    for x, y in batches:
        out = model(x)
        cost += loss_fn(out, y).item() * len(y)
        hits += (out.argmax(1) == y).sum().item()
        seen += len(y)
    model.train(was)
    return cost / seen, hits / seen

# %% evaluate | mutant | eval mode only for the outermost module | modo de evaluación antes de medir
def evaluate(model, batches, loss_fn):
    was, model.training = model.training, False
    cost, hits, seen = 0.0, 0, 0
    with torch.no_grad():
        for x, y in batches:
            out = model(x)
            cost += loss_fn(out, y).item() * len(y)
            hits += (out.argmax(1) == y).sum().item()
            seen += len(y)
    model.training = was
    return cost / seen, hits / seen

# %% evaluate | mutant | restores the outermost module only | vuelve la red al modo que tenía
def evaluate(model, batches, loss_fn):
    was = model.training
    model.eval()
    cost, hits, seen = 0.0, 0, 0
    with torch.no_grad():
        for x, y in batches:
            out = model(x)
            cost += loss_fn(out, y).item() * len(y)
            hits += (out.argmax(1) == y).sum().item()
            seen += len(y)
    model.training = was
    return cost / seen, hits / seen

# %% evaluate | mutant | accuracy and cost exchanged | Primero va el coste
def evaluate(model, batches, loss_fn):
    was = model.training
    model.eval()
    cost, hits, seen = 0.0, 0, 0
    with torch.no_grad():
        for x, y in batches:
            out = model(x)
            cost += loss_fn(out, y).item() * len(y)
            hits += (out.argmax(1) == y).sum().item()
            seen += len(y)
    model.train(was)
    return hits / seen, cost / seen

# %% evaluate | mutant | sum of the means over the number of examples | Cuántas veces divides
def evaluate(model, batches, loss_fn):
    was = model.training
    model.eval()
    cost, hits, seen = 0.0, 0, 0
    with torch.no_grad():
        for x, y in batches:
            out = model(x)
            cost += loss_fn(out, y).item()
            hits += (out.argmax(1) == y).sum().item()
            seen += len(y)
    model.train(was)
    return cost / seen, hits / seen

# %% evaluate | mutant | sum of the costs | sumado los costes
def evaluate(model, batches, loss_fn):
    was = model.training
    model.eval()
    cost, hits, seen = 0.0, 0, 0
    with torch.no_grad():
        for x, y in batches:
            out = model(x)
            cost += loss_fn(out, y).item() * len(y)
            hits += (out.argmax(1) == y).sum().item()
            seen += len(y)
    model.train(was)
    return cost, hits / seen

# %% evaluate | mutant | returns inside the loop | solo el primer batch
def evaluate(model, batches, loss_fn):
    was = model.training
    model.eval()
    with torch.no_grad():
        for x, y in batches:
            out = model(x)
            model.train(was)
            return loss_fn(out, y).item(), (out.argmax(1) == y).double().mean().item()

# %% evaluate | mutant | the last batch only | solo el último batch
def evaluate(model, batches, loss_fn):
    was = model.training
    model.eval()
    with torch.no_grad():
        for x, y in batches:
            out = model(x)
            cost, share = loss_fn(out, y).item(), (out.argmax(1) == y).double().mean().item()
    model.train(was)
    return cost, share

# %% evaluate | mutant | reads batches twice | más de una vez
def evaluate(model, batches, loss_fn):
    was = model.training
    model.eval()
    with torch.no_grad():
        n = sum(len(y) for _, y in batches)
        cost = sum(loss_fn(model(x), y).item() * len(y) for x, y in batches) / n
        share = sum((model(x).argmax(1) == y).sum().item() for x, y in batches) / n
    model.train(was)
    return cost, share

# %% evaluate | mutant | asks for the length | más de una vez
def evaluate(model, batches, loss_fn):
    was = model.training
    model.eval()
    cost, hits, seen = 0.0, 0, 0
    with torch.no_grad():
        for i in range(len(batches)):
            x, y = batches[i]
            out = model(x)
            cost += loss_fn(out, y).item() * len(y)
            hits += (out.argmax(1) == y).sum().item()
            seen += len(y)
    model.train(was)
    return cost / seen, hits / seen

# %% evaluate | mutant | the first batch's size for all | tamaño del primero
def evaluate(model, batches, loss_fn):
    was = model.training
    model.eval()
    cost, hits, seen, size = 0.0, 0, 0, None
    with torch.no_grad():
        for x, y in batches:
            size = size or len(y)
            out = model(x)
            cost += loss_fn(out, y).item() * size
            hits += (out.argmax(1) == y).sum().item()
            seen += len(y)
    model.train(was)
    return cost / seen, hits / seen

# %% evaluate | mutant | its own loss | loss_fn que recibes
def evaluate(model, batches, loss_fn):
    was = model.training
    model.eval()
    with torch.no_grad():
        pairs = [(model(x), y) for x, y in batches]
    out, y = torch.cat([o for o, _ in pairs]), torch.cat([t for _, t in pairs])
    model.train(was)
    return nn.functional.cross_entropy(out, y).item(), (out.argmax(1) == y).double().mean().item()

# %% evaluate | mutant | output and target exchanged
def evaluate(model, batches, loss_fn):
    was = model.training
    model.eval()
    cost, hits, seen = 0.0, 0, 0
    with torch.no_grad():
        for x, y in batches:
            out = model(x)
            cost += loss_fn(y, out).item() * len(y)
            hits += (out.argmax(1) == y).sum().item()
            seen += len(y)
    model.train(was)
    return cost / seen, hits / seen

# %% evaluate | mutant | trains while it measures
def evaluate(model, batches, loss_fn):
    was = model.training
    model.eval()
    cost, hits, seen = 0.0, 0, 0
    for x, y in batches:
        out = model(x)
        loss = loss_fn(out, y)
        loss.backward()
        cost += loss.item() * len(y)
        hits += (out.argmax(1) == y).sum().item()
        seen += len(y)
    model.train(was)
    return cost / seen, hits / seen

# %% evaluate | mutant | a percentage | porcentaje
def evaluate(model, batches, loss_fn):
    was = model.training
    model.eval()
    cost, hits, seen = 0.0, 0, 0
    with torch.no_grad():
        for x, y in batches:
            out = model(x)
            cost += loss_fn(out, y).item() * len(y)
            hits += (out.argmax(1) == y).sum().item()
            seen += len(y)
    model.train(was)
    return cost / seen, 100 * hits / seen

# %% evaluate | mutant | count of hits | sin dividir
def evaluate(model, batches, loss_fn):
    was = model.training
    model.eval()
    cost, hits, seen = 0.0, 0, 0
    with torch.no_grad():
        for x, y in batches:
            out = model(x)
            cost += loss_fn(out, y).item() * len(y)
            hits += (out.argmax(1) == y).sum().item()
            seen += len(y)
    model.train(was)
    return cost / seen, hits

# %% evaluate | mutant | the cost only
def evaluate(model, batches, loss_fn):
    was = model.training
    model.eval()
    cost, seen = 0.0, 0
    with torch.no_grad():
        for x, y in batches:
            cost += loss_fn(model(x), y).item() * len(y)
            seen += len(y)
    model.train(was)
    return cost / seen

# %% evaluate | mutant | a list
def evaluate(model, batches, loss_fn):
    was = model.training
    model.eval()
    cost, hits, seen = 0.0, 0, 0
    with torch.no_grad():
        for x, y in batches:
            out = model(x)
            cost += loss_fn(out, y).item() * len(y)
            hits += (out.argmax(1) == y).sum().item()
            seen += len(y)
    model.train(was)
    return [cost / seen, hits / seen]

# %% evaluate | mutant | returns nothing
def evaluate(model, batches, loss_fn):
    was = model.training
    model.eval()
    with torch.no_grad():
        for x, y in batches:
            loss_fn(model(x), y)
    model.train(was)

# %% evaluate | mutant | argmax over the wrong axis
def evaluate(model, batches, loss_fn):
    was = model.training
    model.eval()
    cost, hits, seen = 0.0, 0, 0
    with torch.no_grad():
        for x, y in batches:
            out = model(x)
            k = min(out.shape)
            cost += loss_fn(out, y).item() * len(y)
            hits += (out.argmax(0)[:k] == y[:k]).sum().item()
            seen += len(y)
    model.train(was)
    return cost / seen, hits / seen

# %% evaluate | mutant | no restoring on the way of eval start
def evaluate(model, batches, loss_fn):
    was = model.training; model.eval(); c = h = n = 0
    with torch.no_grad():
        for x, y in batches:
            z = model(x); c += loss_fn(z, y).item() * len(y); h += (z.argmax(1) == y).sum().item(); n += len(y)
    model.train(not was)
    return c / n, h / n

# %% evaluate | mutant | eval only after first batch
def evaluate(model, batches, loss_fn):
    was = model.training; c = h = n = 0
    with torch.no_grad():
        for x, y in batches:
            z = model(x); model.eval(); c += loss_fn(z, y).item() * len(y); h += (z.argmax(1) == y).sum().item(); n += len(y)
    model.train(was)
    return c / n, h / n

# %% evaluate | mutant | gradients off in the second half
def evaluate(model, batches, loss_fn):
    was = model.training; model.eval(); c = h = n = 0
    for x, y in batches:
        z = model(x)
        with torch.no_grad():
            c += loss_fn(z, y).item() * len(y); h += (z.argmax(1) == y).sum().item(); n += len(y)
    model.train(was)
    return c / n, h / n

# %% evaluate | mutant | accuracy over batches
def evaluate(model, batches, loss_fn):
    was = model.training; model.eval(); c = n = 0; a = []
    with torch.no_grad():
        for x, y in batches:
            z = model(x); c += loss_fn(z, y).item() * len(y); a.append((z.argmax(1) == y).double().mean().item()); n += len(y)
    model.train(was)
    return c / n, sum(a) / len(a)

# %% evaluate | mutant | enables gradient always at end
def evaluate(model, batches, loss_fn):
    model.eval(); c = h = n = 0
    with torch.no_grad():
        for x, y in batches:
            z = model(x); c += loss_fn(z, y).item() * len(y); h += (z.argmax(1) == y).sum().item(); n += len(y)
    for m in model.modules():
        m.training = True
    return c / n, h / n

# %% learning_curves | right | with a helper to measure
def measure_all(model, batches, loss_fn):
    model.eval()
    with torch.no_grad():
        out = torch.cat([model(x) for x, _ in batches])
    y = torch.cat([y for _, y in batches])
    return float(loss_fn(out, y)), float((out.argmax(1) == y).float().mean())

def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    history = {"train_cost": [], "train_accuracy": [], "val_cost": [], "val_accuracy": []}
    for epoch in range(epochs):
        model.train()
        for x, y in train_batches:
            loss = loss_fn(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        for name, batches in (("train", train_batches), ("val", val_batches)):
            cost, share = measure_all(model, batches, loss_fn)
            history[name + "_cost"].append(cost)
            history[name + "_accuracy"].append(share)
        print("época", epoch)
    return history

# %% learning_curves | right | the book's own package
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    from aprende import training
    def share(output, target):
        return (output.argmax(1) == target).double().mean().item()
    train, val = [], []
    for _ in range(epochs):
        training.train_epoch(model, train_batches, loss_fn, optimizer)
        train.append(training.evaluate(model, train_batches, loss_fn, share))
        val.append(training.evaluate(model, val_batches, loss_fn, share))
    return {
        "train_cost": [c for c, _ in train],
        "val_cost": [c for c, _ in val],
        "train_accuracy": [a for _, a in train],
        "val_accuracy": [a for _, a in val],
    }

# %% learning_curves | right | zero_grad after the step, NumPy's averages, defaultdict
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    from collections import defaultdict
    out = defaultdict(list)
    for _ in range(epochs):
        model.train()
        optimizer.zero_grad(set_to_none=False)
        for x, y in train_batches:
            loss_fn(model(x), y).backward()
            optimizer.step()
            optimizer.zero_grad(set_to_none=False)
        model.train(False)
        with torch.inference_mode():
            for part, batches in [("val", val_batches), ("train", train_batches)]:
                rows = []
                for x, y in batches:
                    z = model(x)
                    rows.append((len(y), loss_fn(z, y).item(), (z.argmax(1) == y).double().mean().item()))
                n, c, a = map(np.array, zip(*rows))
                out[f"{part}_cost"].append(np.average(c, weights=n))
                out[f"{part}_accuracy"].append(np.average(a, weights=n))
        model.train()
    return out

# %% learning_curves | right | gradients of the model emptied, measured without no_grad but detached
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    keys = ["train_cost", "val_cost", "train_accuracy", "val_accuracy"]
    curves = {key: [] for key in keys}
    def count(batches):
        c = h = n = 0
        for x, y in batches:
            z = model(x).detach()
            c += len(y) * loss_fn(z, y).item()
            h += (z.max(dim=1)[1] == y).sum().item()
            n += len(y)
        return c / n, h / n
    for _ in range(epochs):
        model.train()
        for x, y in train_batches:
            model.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
        model.eval()
        values = [*count(train_batches), *count(val_batches)]
        for key, value in zip(["train_cost", "train_accuracy", "val_cost", "val_accuracy"], values):
            curves[key] += [value]
    return curves

# %% learning_curves | right | autograd.grad set by hand
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    parameters = [p for group in optimizer.param_groups for p in group["params"]]
    rows = []
    for _ in range(epochs):
        model.train()
        for x, y in train_batches:
            for p, g in zip(parameters, torch.autograd.grad(loss_fn(model(x), y), parameters)):
                p.grad = g
            optimizer.step()
        model.eval()
        row = []
        for batches in (train_batches, val_batches):
            with torch.no_grad():
                parts = [(model(x), y) for x, y in batches]
                n = sum(len(y) for _, y in parts)
                row.append(float(sum(loss_fn(o, y) * len(y) for o, y in parts)) / n)
                row.append(sum(int((o.argmax(-1) == y).sum()) for o, y in parts) / n)
        rows.append(row)
    tc, ta, vc, va = map(list, zip(*rows))
    return dict(train_cost=tc, val_cost=vc, train_accuracy=ta, val_accuracy=va)

# %% learning_curves | right | a closure for step, the model copied to measure
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    import copy
    result = {"val_accuracy": [], "val_cost": [], "train_accuracy": [], "train_cost": []}
    for _ in range(epochs):
        model.train()
        for x, y in train_batches:
            def closure():
                optimizer.zero_grad()
                loss = loss_fn(model(x), y)
                loss.backward()
                return loss
            optimizer.step(closure)
        still = copy.deepcopy(model).eval()
        for part in ("train", "val"):
            batches = train_batches if part == "train" else val_batches
            x, y = torch.cat([b[0] for b in batches]), torch.cat([b[1] for b in batches])
            with torch.no_grad():
                out = still(x)
                result[part + "_cost"].append(loss_fn(out, y).item())
                result[part + "_accuracy"].append((out.argmax(1) == y).double().mean().item())
    return result

# %% learning_curves | right | loss in closure, lists by comprehension
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    def one(batches):
        model.eval()
        with torch.no_grad():
            rows = [(loss_fn(z, y).item() * len(y), (z.argmax(1) == y).sum().item(), len(y)) for z, y in ((model(x), y) for x, y in batches)]
        c, h, n = (sum(v) for v in zip(*rows))
        return c / n, h / n
    def go():
        model.train()
        for x, y in train_batches:
            optimizer.zero_grad(); loss = loss_fn(model(x), y); loss.backward(); optimizer.step()
        return one(train_batches) + one(val_batches)
    rows = [go() for _ in range(epochs)]
    names = ("train_cost", "train_accuracy", "val_cost", "val_accuracy")
    return {k: [r[i] for r in rows] for i, k in enumerate(names)}

# %% learning_curves | right | weights saved and measured at the end
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    import copy
    states = []
    for _ in range(epochs):
        model.train()
        for x, y in train_batches:
            optimizer.zero_grad(); loss_fn(model(x), y).backward(); optimizer.step()
        states.append(copy.deepcopy(model.state_dict()))
    out = {"train_cost": [], "val_cost": [], "train_accuracy": [], "val_accuracy": []}
    for s in states:
        model.load_state_dict(s); model.eval()
        for k, bs in (("train", train_batches), ("val", val_batches)):
            with torch.no_grad():
                z = torch.cat([model(x) for x, _ in bs]); y = torch.cat([y for _, y in bs])
                out[k + "_cost"].append(loss_fn(z, y).item()); out[k + "_accuracy"].append((z.argmax(1) == y).float().mean().item())
    return out

# %% learning_curves | right | model.zero_grad, modes by context, measured twice
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    def cost(bs):
        return sum(loss_fn(model(x), y).item() * len(y) for x, y in bs) / sum(len(y) for _, y in bs)
    def acc(bs):
        return sum((model(x).argmax(1) == y).sum().item() for x, y in bs) / sum(len(y) for _, y in bs)
    h = dict(train_cost=[], val_cost=[], train_accuracy=[], val_accuracy=[])
    for _ in range(epochs):
        model.train()
        for x, y in train_batches:
            model.zero_grad(); loss_fn(model(x), y).backward(); optimizer.step()
        model.eval()
        with torch.no_grad():
            h["train_cost"].append(cost(train_batches)); h["val_cost"].append(cost(val_batches))
            h["train_accuracy"].append(acc(train_batches)); h["val_accuracy"].append(acc(val_batches))
    model.train()
    return h

# %% learning_curves | right | train called for each batch
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    h = dict(train_cost=[], val_cost=[], train_accuracy=[], val_accuracy=[])
    for e in range(1, epochs + 1):
        for i in range(len(train_batches)):
            x, y = train_batches[i]
            model.train(); optimizer.zero_grad()
            z = model(x); l = loss_fn(z, y); l.backward(); optimizer.step()
        for name, bs in zip(("train", "val"), (train_batches, val_batches)):
            model.eval(); s = k = n = 0
            for x, y in bs:
                z = model(x); s += loss_fn(z, y).detach() * len(y); k += (z.argmax(1) == y).sum(); n += len(y)
            h[name + "_cost"].append(float(s / n)); h[name + "_accuracy"].append(float(k / n))
    return h

# %% learning_curves | right | examples one at a time when measuring
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    h = dict(train_cost=[], val_cost=[], train_accuracy=[], val_accuracy=[])
    for _ in range(epochs):
        model.train()
        for x, y in train_batches:
            optimizer.zero_grad(); loss_fn(model(x), y).backward(); optimizer.step()
        model.eval()
        with torch.no_grad():
            for name, bs in (("train", train_batches), ("val", val_batches)):
                cs, hs = [], []
                for x, y in bs:
                    for i in range(len(y)):
                        z = model(x[i : i + 1]); cs.append(loss_fn(z, y[i : i + 1]).item()); hs.append(int(z.argmax()) == int(y[i]))
                h[name + "_cost"].append(float(np.mean(cs))); h[name + "_accuracy"].append(float(np.mean(hs)))
    return h

# %% learning_curves | wrong | trains on validation too | Entrenas también con la validación
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    curves = {k: [] for k in ("train_cost", "val_cost", "train_accuracy", "val_accuracy")}
    for _ in range(epochs):
        model.train()
        for x, y in [*train_batches, *val_batches]:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
        model.eval()
        for part, batches in (("train", train_batches), ("val", val_batches)):
            x, y = torch.cat([b[0] for b in batches]), torch.cat([b[1] for b in batches])
            with torch.no_grad():
                out = model(x)
            curves[part + "_cost"].append(loss_fn(out, y).item())
            curves[part + "_accuracy"].append((out.argmax(1) == y).double().mean().item())
    return curves

# %% learning_curves | wrong | trains on validation while measuring it | Entrenas también con la validación
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    curves = {k: [] for k in ("train_cost", "val_cost", "train_accuracy", "val_accuracy")}
    for _ in range(epochs):
        for part, batches in (("train", train_batches), ("val", val_batches)):
            model.train()
            for x, y in batches:
                optimizer.zero_grad()
                loss_fn(model(x), y).backward()
                optimizer.step()
            model.eval()
            x, y = torch.cat([b[0] for b in batches]), torch.cat([b[1] for b in batches])
            with torch.no_grad():
                out = model(x)
            curves[part + "_cost"].append(loss_fn(out, y).item())
            curves[part + "_accuracy"].append((out.argmax(1) == y).double().mean().item())
    return curves

# %% learning_curves | wrong | swapped | cambiado entrenamiento por validación
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    curves = {k: [] for k in ("train_cost", "val_cost", "train_accuracy", "val_accuracy")}
    for _ in range(epochs):
        model.train()
        for x, y in train_batches:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
        model.eval()
        for part, batches in (("val", train_batches), ("train", val_batches)):
            x, y = torch.cat([b[0] for b in batches]), torch.cat([b[1] for b in batches])
            with torch.no_grad():
                out = model(x)
            curves[part + "_cost"].append(loss_fn(out, y).item())
            curves[part + "_accuracy"].append((out.argmax(1) == y).double().mean().item())
    return curves

# %% learning_curves | wrong | swapped: trains on validation, measures the other way | cambiado entrenamiento por validación
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    train_batches, val_batches = val_batches, train_batches
    curves = {k: [] for k in ("train_cost", "val_cost", "train_accuracy", "val_accuracy")}
    for _ in range(epochs):
        model.train()
        for x, y in train_batches:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
        model.eval()
        for part, batches in (("train", train_batches), ("val", val_batches)):
            x, y = torch.cat([b[0] for b in batches]), torch.cat([b[1] for b in batches])
            with torch.no_grad():
                out = model(x)
            curves[part + "_cost"].append(loss_fn(out, y).item())
            curves[part + "_accuracy"].append((out.argmax(1) == y).double().mean().item())
    return curves

# %% learning_curves | wrong | measured before | antes de entrenar la época
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    curves = {k: [] for k in ("train_cost", "val_cost", "train_accuracy", "val_accuracy")}
    for _ in range(epochs):
        model.eval()
        for part, batches in (("train", train_batches), ("val", val_batches)):
            x, y = torch.cat([b[0] for b in batches]), torch.cat([b[1] for b in batches])
            with torch.no_grad():
                out = model(x)
            curves[part + "_cost"].append(loss_fn(out, y).item())
            curves[part + "_accuracy"].append((out.argmax(1) == y).double().mean().item())
        model.train()
        for x, y in train_batches:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
    return curves

# %% learning_curves | wrong | running mean of moving weights | mientras los pesos cambian
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    curves = {k: [] for k in ("train_cost", "val_cost", "train_accuracy", "val_accuracy")}
    for _ in range(epochs):
        model.train()
        cost = hits = seen = 0
        for x, y in train_batches:
            optimizer.zero_grad()
            out = model(x)
            loss = loss_fn(out, y)
            loss.backward()
            optimizer.step()
            cost += loss.item() * len(y)
            hits += (out.argmax(1) == y).sum().item()
            seen += len(y)
        curves["train_cost"].append(cost / seen)
        curves["train_accuracy"].append(hits / seen)
        model.eval()
        x, y = torch.cat([b[0] for b in val_batches]), torch.cat([b[1] for b in val_batches])
        with torch.no_grad():
            out = model(x)
        curves["val_cost"].append(loss_fn(out, y).item())
        curves["val_accuracy"].append((out.argmax(1) == y).double().mean().item())
    return curves

# %% learning_curves | wrong | validation measured before the epoch, training after | antes de entrenar la época
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    curves = {k: [] for k in ("train_cost", "val_cost", "train_accuracy", "val_accuracy")}
    def note(part, batches):
        model.eval()
        x, y = torch.cat([b[0] for b in batches]), torch.cat([b[1] for b in batches])
        with torch.no_grad():
            out = model(x)
        curves[part + "_cost"].append(loss_fn(out, y).item())
        curves[part + "_accuracy"].append((out.argmax(1) == y).double().mean().item())
    for _ in range(epochs):
        note("val", val_batches)
        model.train()
        for x, y in train_batches:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
        note("train", train_batches)
    return curves

# %% learning_curves | mutant | measured in train mode | modo de evaluación antes de medir
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    curves = {k: [] for k in ("train_cost", "val_cost", "train_accuracy", "val_accuracy")}
    model.train()
    for _ in range(epochs):
        for x, y in train_batches:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
        for part, batches in (("train", train_batches), ("val", val_batches)):
            x, y = torch.cat([b[0] for b in batches]), torch.cat([b[1] for b in batches])
            with torch.no_grad():
                out = model(x)
            curves[part + "_cost"].append(loss_fn(out, y).item())
            curves[part + "_accuracy"].append((out.argmax(1) == y).double().mean().item())
    return curves

# %% learning_curves | mutant | eval mode from the first measure on | al empezar cada época
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    curves = {k: [] for k in ("train_cost", "val_cost", "train_accuracy", "val_accuracy")}
    model.train()
    for _ in range(epochs):
        for x, y in train_batches:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
        model.eval()
        for part, batches in (("train", train_batches), ("val", val_batches)):
            x, y = torch.cat([b[0] for b in batches]), torch.cat([b[1] for b in batches])
            with torch.no_grad():
                out = model(x)
            curves[part + "_cost"].append(loss_fn(out, y).item())
            curves[part + "_accuracy"].append((out.argmax(1) == y).double().mean().item())
    return curves

# %% learning_curves | mutant | the mode it had, never train mode | al empezar cada época
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    curves = {k: [] for k in ("train_cost", "val_cost", "train_accuracy", "val_accuracy")}
    mode = model.training
    for _ in range(epochs):
        model.train(mode)
        for x, y in train_batches:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
        model.eval()
        for part, batches in (("train", train_batches), ("val", val_batches)):
            x, y = torch.cat([b[0] for b in batches]), torch.cat([b[1] for b in batches])
            with torch.no_grad():
                out = model(x)
            curves[part + "_cost"].append(loss_fn(out, y).item())
            curves[part + "_accuracy"].append((out.argmax(1) == y).double().mean().item())
    return curves

# %% learning_curves | mutant | no zero_grad | Vacías los gradientes
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    curves = {k: [] for k in ("train_cost", "val_cost", "train_accuracy", "val_accuracy")}
    for _ in range(epochs):
        model.train()
        for x, y in train_batches:
            loss_fn(model(x), y).backward()
            optimizer.step()
        model.eval()
        for part, batches in (("train", train_batches), ("val", val_batches)):
            x, y = torch.cat([b[0] for b in batches]), torch.cat([b[1] for b in batches])
            with torch.no_grad():
                out = model(x)
            curves[part + "_cost"].append(loss_fn(out, y).item())
            curves[part + "_accuracy"].append((out.argmax(1) == y).double().mean().item())
    return curves

# %% learning_curves | mutant | zero_grad once an epoch | Vacías los gradientes
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    curves = {k: [] for k in ("train_cost", "val_cost", "train_accuracy", "val_accuracy")}
    for _ in range(epochs):
        model.train()
        optimizer.zero_grad()
        for x, y in train_batches:
            loss_fn(model(x), y).backward()
            optimizer.step()
        model.eval()
        for part, batches in (("train", train_batches), ("val", val_batches)):
            x, y = torch.cat([b[0] for b in batches]), torch.cat([b[1] for b in batches])
            with torch.no_grad():
                out = model(x)
            curves[part + "_cost"].append(loss_fn(out, y).item())
            curves[part + "_accuracy"].append((out.argmax(1) == y).double().mean().item())
    return curves

# %% learning_curves | mutant | zero_grad between backward and step | Actualizas los pesos
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    curves = {k: [] for k in ("train_cost", "val_cost", "train_accuracy", "val_accuracy")}
    for _ in range(epochs):
        model.train()
        for x, y in train_batches:
            loss_fn(model(x), y).backward()
            optimizer.zero_grad()
            optimizer.step()
        model.eval()
        for part, batches in (("train", train_batches), ("val", val_batches)):
            x, y = torch.cat([b[0] for b in batches]), torch.cat([b[1] for b in batches])
            with torch.no_grad():
                out = model(x)
            curves[part + "_cost"].append(loss_fn(out, y).item())
            curves[part + "_accuracy"].append((out.argmax(1) == y).double().mean().item())
    return curves

# %% learning_curves | mutant | one update an epoch | una actualización por cada batch
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    curves = {k: [] for k in ("train_cost", "val_cost", "train_accuracy", "val_accuracy")}
    for _ in range(epochs):
        model.train()
        optimizer.zero_grad()
        for x, y in train_batches:
            loss_fn(model(x), y).backward()
        optimizer.step()
        model.eval()
        for part, batches in (("train", train_batches), ("val", val_batches)):
            x, y = torch.cat([b[0] for b in batches]), torch.cat([b[1] for b in batches])
            with torch.no_grad():
                out = model(x)
            curves[part + "_cost"].append(loss_fn(out, y).item())
            curves[part + "_accuracy"].append((out.argmax(1) == y).double().mean().item())
    return curves

# %% learning_curves | mutant | shuffles the batches
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    import random
    curves = {k: [] for k in ("train_cost", "val_cost", "train_accuracy", "val_accuracy")}
    for _ in range(epochs):
        model.train()
        for x, y in random.sample(train_batches, len(train_batches)):
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
        model.eval()
        for part, batches in (("train", train_batches), ("val", val_batches)):
            x, y = torch.cat([b[0] for b in batches]), torch.cat([b[1] for b in batches])
            with torch.no_grad():
                out = model(x)
            curves[part + "_cost"].append(loss_fn(out, y).item())
            curves[part + "_accuracy"].append((out.argmax(1) == y).double().mean().item())
    return curves

# %% learning_curves | mutant | batches in reverse | orden de los batches
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    curves = {k: [] for k in ("train_cost", "val_cost", "train_accuracy", "val_accuracy")}
    for _ in range(epochs):
        model.train()
        for x, y in train_batches[::-1]:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
        model.eval()
        for part, batches in (("train", train_batches), ("val", val_batches)):
            x, y = torch.cat([b[0] for b in batches]), torch.cat([b[1] for b in batches])
            with torch.no_grad():
                out = model(x)
            curves[part + "_cost"].append(loss_fn(out, y).item())
            curves[part + "_accuracy"].append((out.argmax(1) == y).double().mean().item())
    return curves

# %% learning_curves | mutant | all the training examples in one batch
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    curves = {k: [] for k in ("train_cost", "val_cost", "train_accuracy", "val_accuracy")}
    sets = {p: [torch.cat(c) for c in zip(*b)] for p, b in (("train", train_batches), ("val", val_batches))}
    for _ in range(epochs):
        model.train()
        x, y = sets["train"]
        optimizer.zero_grad()
        loss_fn(model(x), y).backward()
        optimizer.step()
        model.eval()
        for part, (x, y) in sets.items():
            with torch.no_grad():
                out = model(x)
            curves[part + "_cost"].append(loss_fn(out, y).item())
            curves[part + "_accuracy"].append((out.argmax(1) == y).double().mean().item())
    return curves

# %% learning_curves | mutant | mean over batches | promediado los batches
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    curves = {k: [] for k in ("train_cost", "val_cost", "train_accuracy", "val_accuracy")}
    for _ in range(epochs):
        model.train()
        for x, y in train_batches:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
        model.eval()
        for part, batches in (("train", train_batches), ("val", val_batches)):
            with torch.no_grad():
                outs = [(model(x), y) for x, y in batches]
            curves[part + "_cost"].append(sum(loss_fn(o, y).item() for o, y in outs) / len(outs))
            curves[part + "_accuracy"].append(
                sum((o.argmax(1) == y).double().mean().item() for o, y in outs) / len(outs)
            )
    return curves

# %% learning_curves | mutant | the measure of the start, too | una vez por época
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    curves = {k: [] for k in ("train_cost", "val_cost", "train_accuracy", "val_accuracy")}
    for epoch in range(epochs + 1):
        model.train()
        for x, y in train_batches if epoch else []:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
        model.eval()
        for part, batches in (("train", train_batches), ("val", val_batches)):
            x, y = torch.cat([b[0] for b in batches]), torch.cat([b[1] for b in batches])
            with torch.no_grad():
                out = model(x)
            curves[part + "_cost"].append(loss_fn(out, y).item())
            curves[part + "_accuracy"].append((out.argmax(1) == y).double().mean().item())
    return curves

# %% learning_curves | mutant | a number per batch | una vez por época
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    curves = {k: [] for k in ("train_cost", "val_cost", "train_accuracy", "val_accuracy")}
    for _ in range(epochs):
        for xb, yb in train_batches:
            model.train()
            optimizer.zero_grad()
            loss_fn(model(xb), yb).backward()
            optimizer.step()
            model.eval()
            for part, batches in (("train", train_batches), ("val", val_batches)):
                x, y = torch.cat([b[0] for b in batches]), torch.cat([b[1] for b in batches])
                with torch.no_grad():
                    out = model(x)
                curves[part + "_cost"].append(loss_fn(out, y).item())
                curves[part + "_accuracy"].append((out.argmax(1) == y).double().mean().item())
    return curves

# %% learning_curves | mutant | tensors in the lists | números de Python
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    curves = {k: [] for k in ("train_cost", "val_cost", "train_accuracy", "val_accuracy")}
    for _ in range(epochs):
        model.train()
        for x, y in train_batches:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
        model.eval()
        for part, batches in (("train", train_batches), ("val", val_batches)):
            x, y = torch.cat([b[0] for b in batches]), torch.cat([b[1] for b in batches])
            out = model(x)
            curves[part + "_cost"].append(loss_fn(out, y))
            curves[part + "_accuracy"].append((out.argmax(1) == y).double().mean())
    return curves

# %% learning_curves | mutant | other keys
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    curves = {k: [] for k in ("train_loss", "val_loss", "train_acc", "val_acc")}
    for _ in range(epochs):
        model.train()
        for x, y in train_batches:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
        model.eval()
        for part, batches in (("train", train_batches), ("val", val_batches)):
            x, y = torch.cat([b[0] for b in batches]), torch.cat([b[1] for b in batches])
            with torch.no_grad():
                out = model(x)
            curves[part + "_loss"].append(loss_fn(out, y).item())
            curves[part + "_acc"].append((out.argmax(1) == y).double().mean().item())
    return curves

# %% learning_curves | mutant | a percentage | porcentaje
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    curves = {k: [] for k in ("train_cost", "val_cost", "train_accuracy", "val_accuracy")}
    for _ in range(epochs):
        model.train()
        for x, y in train_batches:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
        model.eval()
        for part, batches in (("train", train_batches), ("val", val_batches)):
            x, y = torch.cat([b[0] for b in batches]), torch.cat([b[1] for b in batches])
            with torch.no_grad():
                out = model(x)
            curves[part + "_cost"].append(loss_fn(out, y).item())
            curves[part + "_accuracy"].append(100 * (out.argmax(1) == y).double().mean().item())
    return curves

# %% learning_curves | mutant | the same data twice | mismos datos
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    curves = {k: [] for k in ("train_cost", "val_cost", "train_accuracy", "val_accuracy")}
    for _ in range(epochs):
        model.train()
        for x, y in train_batches:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
        model.eval()
        for part in ("train", "val"):
            x, y = torch.cat([b[0] for b in train_batches]), torch.cat([b[1] for b in train_batches])
            with torch.no_grad():
                out = model(x)
            curves[part + "_cost"].append(loss_fn(out, y).item())
            curves[part + "_accuracy"].append((out.argmax(1) == y).double().mean().item())
    return curves

# %% learning_curves | mutant | trains one epoch too many
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    curves = {k: [] for k in ("train_cost", "val_cost", "train_accuracy", "val_accuracy")}
    for epoch in range(epochs + 1):
        model.train()
        for x, y in train_batches:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
        if epoch == epochs:
            break
        model.eval()
        for part, batches in (("train", train_batches), ("val", val_batches)):
            x, y = torch.cat([b[0] for b in batches]), torch.cat([b[1] for b in batches])
            with torch.no_grad():
                out = model(x)
            curves[part + "_cost"].append(loss_fn(out, y).item())
            curves[part + "_accuracy"].append((out.argmax(1) == y).double().mean().item())
    return curves

# %% learning_curves | mutant | measured only at the end, repeated | solo al final
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    for _ in range(epochs):
        model.train()
        for x, y in train_batches:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
    model.eval()
    curves = {}
    for part, batches in (("train", train_batches), ("val", val_batches)):
        x, y = torch.cat([b[0] for b in batches]), torch.cat([b[1] for b in batches])
        with torch.no_grad():
            out = model(x)
        curves[part + "_cost"] = [loss_fn(out, y).item()] * epochs
        curves[part + "_accuracy"] = [(out.argmax(1) == y).double().mean().item()] * epochs
    return curves

# %% learning_curves | mutant | does not train | Actualizas los pesos
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    curves = {k: [] for k in ("train_cost", "val_cost", "train_accuracy", "val_accuracy")}
    for _ in range(epochs):
        model.eval()
        for part, batches in (("train", train_batches), ("val", val_batches)):
            x, y = torch.cat([b[0] for b in batches]), torch.cat([b[1] for b in batches])
            with torch.no_grad():
                out = model(x)
            curves[part + "_cost"].append(loss_fn(out, y).item())
            curves[part + "_accuracy"].append((out.argmax(1) == y).double().mean().item())
    return curves

# %% learning_curves | mutant | an optimiser of its own
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    curves = {k: [] for k in ("train_cost", "val_cost", "train_accuracy", "val_accuracy")}
    for _ in range(epochs):
        model.train()
        for x, y in train_batches:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
        model.eval()
        for part, batches in (("train", train_batches), ("val", val_batches)):
            x, y = torch.cat([b[0] for b in batches]), torch.cat([b[1] for b in batches])
            with torch.no_grad():
                out = model(x)
            curves[part + "_cost"].append(loss_fn(out, y).item())
            curves[part + "_accuracy"].append((out.argmax(1) == y).double().mean().item())
    return curves

# %% learning_curves | mutant | trains a copy
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    import copy
    model = copy.deepcopy(model)
    curves = {k: [] for k in ("train_cost", "val_cost", "train_accuracy", "val_accuracy")}
    for _ in range(epochs):
        model.train()
        for x, y in train_batches:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
        model.eval()
        for part, batches in (("train", train_batches), ("val", val_batches)):
            x, y = torch.cat([b[0] for b in batches]), torch.cat([b[1] for b in batches])
            with torch.no_grad():
                out = model(x)
            curves[part + "_cost"].append(loss_fn(out, y).item())
            curves[part + "_accuracy"].append((out.argmax(1) == y).double().mean().item())
    return curves

# %% learning_curves | mutant | returns nothing
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    for _ in range(epochs):
        model.train()
        for x, y in train_batches:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()

# %% learning_curves | mutant | gradients off from the first measure on
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    curves = {k: [] for k in ("train_cost", "val_cost", "train_accuracy", "val_accuracy")}
    for _ in range(epochs):
        model.train()
        for x, y in train_batches:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            optimizer.step()
        model.eval()
        torch.set_grad_enabled(False)
        for part, batches in (("train", train_batches), ("val", val_batches)):
            x, y = torch.cat([b[0] for b in batches]), torch.cat([b[1] for b in batches])
            out = model(x)
            curves[part + "_cost"].append(loss_fn(out, y).item())
            curves[part + "_accuracy"].append((out.argmax(1) == y).double().mean().item())
    return curves

# %% learning_curves | mutant | trains val with its gradient kept for the next batch
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    h = dict(train_cost=[], val_cost=[], train_accuracy=[], val_accuracy=[])
    for _ in range(epochs):
        model.train()
        for x, y in train_batches:
            loss_fn(model(x), y).backward(); optimizer.step(); optimizer.zero_grad()
        model.eval()
        for name, bs in (("train", train_batches), ("val", val_batches)):
            c = k = n = 0
            for x, y in bs:
                z = model(x); l = loss_fn(z, y); l.backward(); c += l.item() * len(y); k += (z.argmax(1) == y).sum().item(); n += len(y)
            h[name + "_cost"].append(c / n); h[name + "_accuracy"].append(k / n)
    return h

# %% learning_curves | mutant | same list object for both costs
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    l, a = [], []
    h = dict(train_cost=l, val_cost=l, train_accuracy=a, val_accuracy=a)
    for _ in range(epochs):
        model.train()
        for x, y in train_batches:
            optimizer.zero_grad(); loss_fn(model(x), y).backward(); optimizer.step()
        model.eval()
        for name, bs in (("train", train_batches), ("val", val_batches)):
            with torch.no_grad():
                z = torch.cat([model(x) for x, _ in bs]); y = torch.cat([y for _, y in bs])
                h[name + "_cost"].append(loss_fn(z, y).item()); h[name + "_accuracy"].append((z.argmax(1) == y).float().mean().item())
    return h

# %% learning_curves | mutant | dropout off in training via eval
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    h = dict(train_cost=[], val_cost=[], train_accuracy=[], val_accuracy=[])
    model.eval()
    for _ in range(epochs):
        for x, y in train_batches:
            optimizer.zero_grad(); loss_fn(model(x), y).backward(); optimizer.step()
        for name, bs in (("train", train_batches), ("val", val_batches)):
            with torch.no_grad():
                z = torch.cat([model(x) for x, _ in bs]); y = torch.cat([y for _, y in bs])
                h[name + "_cost"].append(loss_fn(z, y).item()); h[name + "_accuracy"].append((z.argmax(1) == y).float().mean().item())
    return h

# %% learning_curves | mutant | train measured after each epoch on last batch only
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    h = dict(train_cost=[], val_cost=[], train_accuracy=[], val_accuracy=[])
    for _ in range(epochs):
        model.train()
        for x, y in train_batches:
            optimizer.zero_grad(); loss_fn(model(x), y).backward(); optimizer.step()
        model.eval()
        for name, bs in (("train", train_batches[-1:]), ("val", val_batches)):
            with torch.no_grad():
                z = torch.cat([model(x) for x, _ in bs]); y = torch.cat([y for _, y in bs])
                h[name + "_cost"].append(loss_fn(z, y).item()); h[name + "_accuracy"].append((z.argmax(1) == y).float().mean().item())
    return h

# %% learning_curves | mutant | measured in train mode for validation only
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    h = dict(train_cost=[], val_cost=[], train_accuracy=[], val_accuracy=[])
    for _ in range(epochs):
        model.train()
        for x, y in train_batches:
            optimizer.zero_grad(); loss_fn(model(x), y).backward(); optimizer.step()
        for name, bs in (("train", train_batches), ("val", val_batches)):
            model.train(name == "val")
            with torch.no_grad():
                z = torch.cat([model(x) for x, _ in bs]); y = torch.cat([y for _, y in bs])
                h[name + "_cost"].append(loss_fn(z, y).item()); h[name + "_accuracy"].append((z.argmax(1) == y).float().mean().item())
    return h

# %% learning_curves | mutant | cross entropy fixed when training
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    h = dict(train_cost=[], val_cost=[], train_accuracy=[], val_accuracy=[])
    for _ in range(epochs):
        model.train()
        for x, y in train_batches:
            optimizer.zero_grad(); nn.functional.cross_entropy(model(x), y).backward(); optimizer.step()
        model.eval()
        for name, bs in (("train", train_batches), ("val", val_batches)):
            with torch.no_grad():
                z = torch.cat([model(x) for x, _ in bs]); y = torch.cat([y for _, y in bs])
                h[name + "_cost"].append(loss_fn(z, y).item()); h[name + "_accuracy"].append((z.argmax(1) == y).float().mean().item())
    return h

# %% learning_curves | mutant | skips the last batch of training
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    h = dict(train_cost=[], val_cost=[], train_accuracy=[], val_accuracy=[])
    for _ in range(epochs):
        model.train()
        for x, y in train_batches[:-1] or train_batches:
            optimizer.zero_grad(); loss_fn(model(x), y).backward(); optimizer.step()
        model.eval()
        for name, bs in (("train", train_batches), ("val", val_batches)):
            with torch.no_grad():
                z = torch.cat([model(x) for x, _ in bs]); y = torch.cat([y for _, y in bs])
                h[name + "_cost"].append(loss_fn(z, y).item()); h[name + "_accuracy"].append((z.argmax(1) == y).float().mean().item())
    return h

# %% learning_curves | mutant | gradient steps by hand, ignores the optimiser
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    h = dict(train_cost=[], val_cost=[], train_accuracy=[], val_accuracy=[])
    lr = optimizer.param_groups[0]["lr"]
    for _ in range(epochs):
        model.train()
        for x, y in train_batches:
            ps = list(model.parameters())
            for p, g in zip(ps, torch.autograd.grad(loss_fn(model(x), y), ps)):
                p.data -= lr * g
        model.eval()
        for name, bs in (("train", train_batches), ("val", val_batches)):
            with torch.no_grad():
                z = torch.cat([model(x) for x, _ in bs]); y = torch.cat([y for _, y in bs])
                h[name + "_cost"].append(loss_fn(z, y).item()); h[name + "_accuracy"].append((z.argmax(1) == y).float().mean().item())
    return h

# %% has_plateaued | right | a loop
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) <= patience:
        return False
    best = float("inf")
    for cost in costs[: len(costs) - patience]:
        if cost < best:
            best = cost
    for cost in costs[-patience:]:
        if best - cost > min_delta:
            return False
    return True

# %% has_plateaued | right | NumPy's bool
def has_plateaued(costs, patience=5, min_delta=1e-3):
    c = np.array(costs)
    if c.size < patience + 1:
        return False
    return (c[-patience:] >= c[:-patience].min() - min_delta).all()

# %% has_plateaued | right | PyTorch in float64
def has_plateaued(costs: list[float], patience: int = 5, min_delta: float = 1e-3) -> bool:
    x = torch.tensor(costs, dtype=torch.float64)
    before, after = x[: max(len(x) - patience, 0)], x[-patience:]
    if len(before) == 0:
        return False
    return not bool((after < before.min() - min_delta).any())

# %% has_plateaued | right | the lowest of the last
def has_plateaued(costs, patience=5, min_delta=1e-3):
    return len(costs) > patience and min(costs[-patience:]) >= min(costs[:-patience]) - min_delta

# %% has_plateaued | right | a copy cut by hand, printing
def has_plateaued(costs, patience=5, min_delta=1e-3):
    rest = list(costs)
    last = [rest.pop() for _ in range(patience) if rest]
    print(last)
    if not rest:
        return False
    return all(cost >= sorted(rest)[0] - min_delta for cost in last)

# %% has_plateaued | right | counting those that improve
def has_plateaued(costs, patience=5, min_delta=1e-3):
    n = len(costs)
    if n - patience < 1:
        return False
    limit = min(costs[i] for i in range(n - patience)) - min_delta
    return sum(costs[i] < limit for i in range(n - patience, n)) == 0

# %% has_plateaued | right | next and generator
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) - patience <= 0:
        return False
    best = min(costs[:-patience])
    return next((False for c in costs[-patience:] if c < best - min_delta), True)

# %% has_plateaued | right | slice by positive index
def has_plateaued(costs, patience=5, min_delta=1e-3):
    k = len(costs) - patience
    return False if k <= 0 else not (np.min(costs[k:]) < np.min(costs[:k]) - min_delta)

# %% has_plateaued | right | helper with sets
def has_plateaued(costs, patience=5, min_delta=1e-3):
    *earlier, = costs[:max(0, len(costs) - patience)]
    if not earlier: return False
    return not [c for c in costs[len(earlier):] if min(earlier) - c > min_delta]

# %% has_plateaued | right | pandas
def has_plateaued(costs, patience=5, min_delta=1e-3):
    import pandas as pd
    s = pd.Series(costs, dtype=float)
    if len(s) <= patience: return False
    return bool((s.tail(patience) >= s.iloc[:-patience].min() - min_delta).all())

# %% has_plateaued | right | heaps
def has_plateaued(costs, patience=5, min_delta=1e-3):
    import heapq
    if patience >= len(costs): return False
    return heapq.nsmallest(1, costs[:-patience])[0] - heapq.nsmallest(1, costs[-patience:])[0] <= min_delta

# %% has_plateaued | wrong | compares with the previous only | solo con el anterior
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) <= patience:
        return False
    return costs[-2] - costs[-1] <= min_delta

# %% has_plateaued | wrong | every one of the last with the one before | solo con el anterior
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) <= patience:
        return False
    last = costs[-patience - 1 :]
    return all(a - b <= min_delta for a, b in zip(last, last[1:]))

# %% has_plateaued | wrong | every one of the last with the one before, absolute | solo con el anterior
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) <= patience:
        return False
    return all(abs(costs[-i] - costs[-i - 1]) <= min_delta for i in range(1, patience + 1))

# %% has_plateaued | wrong | compares with the one just before the last ones | justo antes de los últimos
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) <= patience:
        return False
    return all(cost >= costs[-patience - 1] - min_delta for cost in costs[-patience:])

# %% has_plateaued | wrong | looks at the whole list for the best | lista entera
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) <= patience:
        return False
    best = min(costs)
    return not any(cost < best - min_delta for cost in costs[-patience:])

# %% has_plateaued | wrong | looks at the whole list for its range | lista entera
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) <= patience:
        return False
    return max(costs) - min(costs) <= min_delta

# %% has_plateaued | wrong | sign: adds min_delta | Sumas min_delta
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) <= patience:
        return False
    best = min(costs[:-patience])
    return not any(cost < best + min_delta for cost in costs[-patience:])

# %% has_plateaued | wrong | sign: the contrary | lo contrario
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) <= patience:
        return False
    best = min(costs[:-patience])
    return any(cost < best - min_delta for cost in costs[-patience:])

# %% has_plateaued | wrong | sign: higher is better | que el coste suba
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) <= patience:
        return False
    best = max(costs[:-patience])
    return not any(cost > best + min_delta for cost in costs[-patience:])

# %% has_plateaued | mutant | the highest of the earlier ones | El mejor es el menor
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) <= patience:
        return False
    best = max(costs[:-patience])
    return not any(cost < best - min_delta for cost in costs[-patience:])

# %% has_plateaued | mutant | any change is an improvement | que el coste suba
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) <= patience:
        return False
    best = min(costs[:-patience])
    return not any(abs(cost - best) > min_delta for cost in costs[-patience:])

# %% has_plateaued | mutant | only the very last | solo el último coste
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) <= patience:
        return False
    return costs[-1] >= min(costs[:-patience]) - min_delta

# %% has_plateaued | mutant | only the last ones | solo los últimos costes
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) <= patience:
        return False
    return max(costs[-patience:]) - min(costs[-patience:]) <= min_delta

# %% has_plateaued | mutant | all of the last must improve | Basta con uno
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) <= patience:
        return False
    best = min(costs[:-patience])
    return not all(cost < best - min_delta for cost in costs[-patience:])

# %% has_plateaued | mutant | mean of the last
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) <= patience:
        return False
    return sum(costs[-patience:]) / patience >= min(costs[:-patience]) - min_delta

# %% has_plateaued | mutant | error where it is short | Cuántos costes hacen falta
def has_plateaued(costs, patience=5, min_delta=1e-3):
    best = min(costs[:-patience])
    return not any(cost < best - min_delta for cost in costs[-patience:])

# %% has_plateaued | mutant | error with exactly patience | Cuántos costes hacen falta
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) < patience:
        return False
    best = min(costs[:-patience])
    return not any(cost < best - min_delta for cost in costs[-patience:])

# %% has_plateaued | mutant | needs one more | Cuántos costes hacen falta
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) <= patience + 1:
        return False
    best = min(costs[:-patience])
    return not any(cost < best - min_delta for cost in costs[-patience:])

# %% has_plateaued | mutant | True where it is short | Cuántos costes hacen falta
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) <= patience:
        return True
    best = min(costs[:-patience])
    return not any(cost < best - min_delta for cost in costs[-patience:])

# %% has_plateaued | mutant | ignores min_delta | Usas min_delta
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) <= patience:
        return False
    return min(costs[-patience:]) >= min(costs[:-patience])

# %% has_plateaued | mutant | min_delta exactly counts | bajar justo min_delta
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) <= patience:
        return False
    best = min(costs[:-patience])
    return not any(cost <= best - min_delta for cost in costs[-patience:])

# %% has_plateaued | mutant | min_delta as a share | proporción
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) <= patience:
        return False
    best = min(costs[:-patience])
    return not any(cost < best * (1 - min_delta) for cost in costs[-patience:])

# %% has_plateaued | mutant | window one too long
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) <= patience:
        return False
    best = min(costs[: -patience - 1] or costs[:1])
    return not any(cost < best - min_delta for cost in costs[-patience - 1 :])

# %% has_plateaued | mutant | window one too short
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) <= patience:
        return False
    best = min(costs[: -patience + 1] if patience > 1 else costs)
    return not any(cost < best - min_delta for cost in costs[-patience + 1 :])

# %% has_plateaued | mutant | another default patience | por defecto
def has_plateaued(costs, patience=3, min_delta=1e-3):
    if len(costs) <= patience:
        return False
    best = min(costs[:-patience])
    return not any(cost < best - min_delta for cost in costs[-patience:])

# %% has_plateaued | mutant | another default min_delta
def has_plateaued(costs, patience=5, min_delta=1e-4):
    if len(costs) <= patience:
        return False
    best = min(costs[:-patience])
    return not any(cost < best - min_delta for cost in costs[-patience:])

# %% has_plateaued | mutant | sorts the list it gets
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) <= patience:
        return False
    last = min(costs[-patience:])
    costs[:] = costs[:-patience]
    return last >= min(costs) - min_delta

# %% has_plateaued | mutant | a tensor
def has_plateaued(costs, patience=5, min_delta=1e-3):
    x = torch.tensor(costs, dtype=torch.float64)
    if len(x) <= patience:
        return torch.tensor(False)
    return (x[-patience:] >= x[:-patience].min() - min_delta).all()

# %% has_plateaued | mutant | 0 or 1
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) <= patience:
        return 0
    return int(min(costs[-patience:]) >= min(costs[:-patience]) - min_delta)

# %% has_plateaued | mutant | the epoch
def has_plateaued(costs, patience=5, min_delta=1e-3):
    return len(costs)

# %% has_plateaued | mutant | nothing where it is not | return
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) > patience and min(costs[-patience:]) >= min(costs[:-patience]) - min_delta:
        return True

# %% has_plateaued | mutant | ignores patience
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) <= 5:
        return False
    return min(costs[-5:]) >= min(costs[:-5]) - min_delta

# %% has_plateaued | mutant | best of the last before the window
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) <= patience: return False
    best = min(costs[-2 * patience : -patience])
    return not any(c < best - min_delta for c in costs[-patience:])

# %% has_plateaued | mutant | first cost
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) <= patience: return False
    return not any(c < costs[0] - min_delta for c in costs[-patience:])

# %% has_plateaued | mutant | early stopping with running best (resets by small steps)
def has_plateaued(costs, patience=5, min_delta=1e-3):
    best, bad = float("inf"), 0
    for c in costs:
        if c < best - min_delta: best, bad = c, 0
        else: bad += 1
        if bad >= patience: return True
    return False

# %% has_plateaued | mutant | early stopping, no early return
def has_plateaued(costs, patience=5, min_delta=1e-3):
    best, bad = float("inf"), 0
    for c in costs:
        if c < best - min_delta: best, bad = c, 0
        else: bad += 1
    return bad >= patience

# %% has_plateaued | mutant | mean of earlier
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) <= patience: return False
    best = sum(costs[:-patience]) / len(costs[:-patience])
    return not any(c < best - min_delta for c in costs[-patience:])

# %% has_plateaued | mutant | min_delta a thousandth always
def has_plateaued(costs, patience=5, min_delta=1e-3):
    if len(costs) <= patience: return False
    return min(costs[-patience:]) >= min(costs[:-patience]) - 1e-3

# %% split_indices | right | random_split's sizes
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if any(f < 0 for f in fractions):
        raise ValueError
    if not np.isclose(sum(fractions), 1, rtol=0, atol=1e-6):
        raise ValueError
    sizes = [int(np.floor(n * f + 1e-9)) for f in fractions]
    i = 0
    while sum(sizes) < n:
        if fractions[i] > 0:
            sizes[i] += 1
        i = (i + 1) % 3
    order = torch.randperm(n, generator=generator).tolist()
    out = []
    for s in sizes:
        out.append(torch.tensor(order[:s], dtype=torch.int64))
        order = order[s:]
    return tuple(out)

# %% split_indices | mutant | always the same seed | semilla fija
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6: raise ValueError
    o = torch.randperm(n, generator=generator or torch.Generator().manual_seed(0)); a, b = round(n * fractions[0]), round(n * (fractions[0] + fractions[1]))
    return o[:a], o[a:b], o[b:]

# %% confusion_matrix | right | one-hot product
def confusion_matrix(pred, target, num_classes):
    e = torch.eye(num_classes, dtype=torch.int64)
    return e[target].T @ e[pred]

# %% f1_score | right | dice by sets
def f1_score(pred, target):
    a = {i for i, v in enumerate(pred) if v == 1}
    b = {i for i, v in enumerate(target) if v == 1}
    return 2 * len(a & b) / max(len(a) + len(b), 1)

# %% evaluate | right | context manager of its own, restores every module
import contextlib
@contextlib.contextmanager
def judging(model):
    modes = {m: m.training for m in model.modules()}
    model.eval()
    yield
    for m, mode in modes.items():
        m.training = mode

def evaluate(model, batches, loss_fn):
    c, h = [], []
    with judging(model), torch.no_grad():
        for xb, yb in batches:
            out = model(xb)
            c.extend([loss_fn(out, yb).item()] * len(xb))
            h.extend((out.max(1).indices == yb).tolist())
    return float(np.mean(c)), float(np.mean(h))

# %% learning_curves | right | concatenates the data to measure
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    out = dict(val_accuracy=[], val_cost=[], train_accuracy=[], train_cost=[])
    for _ in range(epochs):
        for batch in train_batches:
            model.train()
            x, y = batch
            loss = loss_fn(model(x), y)
            optimizer.zero_grad(set_to_none=False)
            loss.backward()
            optimizer.step()
        model.eval()
        for name, batches in {"train": train_batches, "val": val_batches}.items():
            with torch.inference_mode():
                x = torch.cat([b[0] for b in batches]); y = torch.cat([b[1] for b in batches])
                z = model(x)
                out[name + "_cost"] += [loss_fn(z, y).item()]
                out[name + "_accuracy"] += [(z.argmax(1) == y).double().mean().item()]
    return out

# %% has_plateaued | right | sorted
def has_plateaued(costs, patience=5, min_delta=1e-3):
    recent = list(costs)[::-1][:patience]
    older = list(costs)[::-1][patience:]
    return bool(older) and all(r + min_delta >= sorted(older)[0] for r in recent)

# %% learning_curves | mutant | empties the gradients only after each update
def learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    def measured(batches):
        model.eval()
        cost = right = n = 0
        with torch.no_grad():
            for xb, yb in batches:
                z = model(xb)
                cost += loss_fn(z, yb).item() * len(xb)
                right += (z.argmax(1) == yb).sum().item()
                n += len(xb)
        return cost / n, right / n

    curves = {f"{part}_{what}": [] for part in ("train", "val") for what in ("cost", "accuracy")}
    for _ in range(epochs):
        model.train()
        for xb, yb in train_batches:
            loss_fn(model(xb), yb).backward()
            optimizer.step()
            optimizer.zero_grad()
        for part, batches in (("train", train_batches), ("val", val_batches)):
            cost, accuracy = measured(batches)
            curves[f"{part}_cost"].append(cost)
            curves[f"{part}_accuracy"].append(accuracy)
    return curves

# %% evaluate | mutant | thaws frozen weights
def evaluate(model, batches, loss_fn):
    mode = model.training
    model.eval()
    model.requires_grad_(False)
    cost = right = n = 0
    for xb, yb in batches:
        z = model(xb)
        cost += loss_fn(z, yb).item() * len(xb)
        right += (z.argmax(1) == yb).sum().item()
        n += len(xb)
    model.requires_grad_(True)
    model.train(mode)
    return cost / n, right / n

# %% evaluate | right | a named tuple
from collections import namedtuple
Exam = namedtuple("Exam", "cost accuracy")
def evaluate(model, batches, loss_fn):
    mode = model.training
    model.eval()
    cost = right = n = 0
    with torch.no_grad():
        for xb, yb in batches:
            z = model(xb)
            cost += loss_fn(z, yb).item() * len(xb)
            right += (z.argmax(1) == yb).sum().item()
            n += len(xb)
    model.train(mode)
    return Exam(cost / n, right / n)

# %% split_indices | mutant | sums compared within 1e-4
def split_indices(n, fractions=(0.7, 0.15, 0.15), generator=None):
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-4:
        raise ValueError("fractions")
    first, second = round(n * fractions[0]), round(n * (fractions[0] + fractions[1]))
    return torch.randperm(n, generator=generator).tensor_split([first, second])
