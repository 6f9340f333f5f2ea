"""Known answers to the lab 01_datos. The format is described in ../judge.py."""

# %% impute_median | right | NumPy, column by column
def impute_median(x):
    a = x.numpy().copy()
    for j in range(a.shape[1]):
        gaps = np.isnan(a[:, j])
        if gaps.all():
            raise ValueError("columna vacía")
        a[gaps, j] = np.median(a[~gaps, j])
    return torch.from_numpy(a)

# %% impute_median | right | np.nanmedian, which warns of empty columns
def impute_median(x):
    medians = torch.from_numpy(np.nanmedian(x.numpy(), axis=0))
    if len(x) == 0 or medians.isnan().any():
        raise ValueError
    return torch.where(torch.isnan(x), medians, x)

# %% impute_median | right | sorting by hand in Python lists, printing
def middle(values):
    values = sorted(values)
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2

def impute_median(x):
    columns = []
    for j in range(x.shape[1]):
        column = x[:, j].tolist()
        known = [v for v in column if v == v]
        if not known:
            raise ValueError("sin valores")
        print("columna", j, middle(known))
        columns.append([v if v == v else middle(known) for v in column])
    return torch.tensor(columns, dtype=x.dtype).T

# %% impute_median | right | nanquantile in float64
def impute_median(x):
    if x.shape[0] == 0 or x.isnan().all(0).any():
        raise ValueError("no hay mediana")
    return torch.where(x.isnan(), x.double().nanquantile(0.5, dim=0), x.double()).to(x.dtype)

# %% impute_median | right | float32 inside, clone and assign
def impute_median(x: torch.Tensor) -> torch.Tensor:
    result = x.clone()
    for j, column in enumerate(x.float().unbind(1)):
        values = column[~column.isnan()].sort().values
        n = len(values)
        if n < 1:
            raise ValueError(j)
        result[column.isnan(), j] = ((values[(n - 1) // 2] + values[n // 2]) / 2).to(x.dtype)
    return result

# %% impute_median | right | scikit-learn's SimpleImputer
def impute_median(x):
    from sklearn.impute import SimpleImputer
    if bool(torch.all(torch.isnan(x), dim=0).any()):
        raise ValueError
    return torch.tensor(SimpleImputer(strategy="median").fit_transform(x.numpy()), dtype=x.dtype)

# %% impute_median | right | pandas; the very same tensor where there is no gap
def impute_median(x):
    import pandas as pd
    table = pd.DataFrame(x.numpy())
    if table.isna().all().any():
        raise ValueError("vacía")
    if not table.isna().any().any():
        return x
    return torch.tensor(table.fillna(table.median()).to_numpy())

# %% impute_median | right | mean of lower and upper middle
def impute_median(x):
    gaps = x.isnan()
    if gaps.all(0).any():
        raise ValueError
    lower = x.nanmedian(0).values
    upper = -(-x).nanmedian(0).values
    out = x.clone()
    out[gaps] = ((lower + upper) / 2).expand_as(x)[gaps]
    return out

# %% impute_median | wrong | mean instead of median | media en lugar de la mediana
def impute_median(x):
    if x.isnan().all(0).any():
        raise ValueError
    return torch.where(x.isnan(), x.nanmean(0), x)

# %% impute_median | wrong | median of the whole table | toda la tabla
def impute_median(x):
    if x.isnan().all(0).any():
        raise ValueError
    return torch.where(x.isnan(), x.nanquantile(0.5), x)

# %% impute_median | wrong | torch.nanmedian of the whole table | toda la tabla
def impute_median(x):
    if x.isnan().all(0).any():
        raise ValueError
    return torch.where(x.isnan(), x.nanmedian(), x)

# %% impute_median | wrong | lower middle | el menor de los dos centrales
def impute_median(x):
    if x.isnan().all(0).any():
        raise ValueError
    return torch.where(x.isnan(), x.nanmedian(0).values, x)

# %% impute_median | wrong | changes its input | Trabaja sobre una copia
def impute_median(x):
    if x.isnan().all(0).any():
        raise ValueError
    medians = x.nanquantile(0.5, dim=0)
    for j in range(x.shape[1]):
        x[x[:, j].isnan(), j] = medians[j]
    return x

# %% impute_median | wrong | NaN left, since torch.median gives NaN | huecos sin rellenar
def impute_median(x):
    if x.isnan().all(0).any():
        raise ValueError
    return torch.where(x.isnan(), x.median(0).values, x)

# %% impute_median | wrong | only the first gap of each column | huecos sin rellenar
def impute_median(x):
    if x.isnan().all(0).any():
        raise ValueError
    out = x.clone()
    for j in range(x.shape[1]):
        gaps = x[:, j].isnan().nonzero()
        if len(gaps):
            out[gaps[0], j] = x[:, j].nanquantile(0.5)
    return out

# %% impute_median | mutant | no error for an empty column | columna sin ningún valor
def impute_median(x):
    return torch.where(x.isnan(), x.nanquantile(0.5, dim=0), x)

# %% impute_median | mutant | no error for n = 0 | n = 0
def impute_median(x):
    if len(x) == 0:
        return x
    if x.isnan().all(0).any():
        raise ValueError
    return torch.where(x.isnan(), x.nanquantile(0.5, dim=0), x)

# %% impute_median | mutant | error only if all the table is empty
def impute_median(x):
    if x.isnan().all():
        raise ValueError
    return torch.where(x.isnan(), x.nanquantile(0.5, dim=0), x)

# %% impute_median | mutant | another error
def impute_median(x):
    assert not x.isnan().all(0).any()
    return torch.where(x.isnan(), x.nanquantile(0.5, dim=0), x)

# %% impute_median | mutant | any gap is an error
def impute_median(x):
    if x.isnan().any() or len(x) == 0:
        raise ValueError
    return x

# %% impute_median | mutant | always float32
def impute_median(x):
    if x.isnan().all(0).any():
        raise ValueError
    return torch.where(x.isnan(), x.nanquantile(0.5, dim=0), x).float()

# %% impute_median | mutant | NumPy array
def impute_median(x):
    if x.isnan().all(0).any():
        raise ValueError
    return torch.where(x.isnan(), x.nanquantile(0.5, dim=0), x).numpy()

# %% impute_median | mutant | returns nothing | return
def impute_median(x):
    if x.isnan().all(0).any():
        raise ValueError
    x = torch.where(x.isnan(), x.nanquantile(0.5, dim=0), x)

# %% impute_median | mutant | by row | por filas
def impute_median(x):
    if x.isnan().all(0).any():
        raise ValueError
    return torch.where(x.isnan(), x.nanmedian(1, keepdim=True).values, x)

# %% impute_median | mutant | gaps become 0
def impute_median(x):
    if x.isnan().all(0).any():
        raise ValueError
    return x.nan_to_num(0.0)

# %% impute_median | mutant | everything becomes the median
def impute_median(x):
    if x.isnan().all(0).any():
        raise ValueError
    return x.nanquantile(0.5, dim=0).expand_as(x)

# %% impute_median | mutant | gaps count as 0 in the median
def impute_median(x):
    if x.isnan().all(0).any():
        raise ValueError
    return torch.where(x.isnan(), x.nan_to_num(0.0).quantile(0.5, dim=0), x)

# %% impute_median | mutant | upper middle | el mayor de los dos centrales
def impute_median(x):
    if x.isnan().all(0).any():
        raise ValueError
    return torch.where(x.isnan(), x.nanquantile(0.5, dim=0, interpolation="higher"), x)

# %% impute_median | mutant | middle by position, unsorted
def impute_median(x):
    out = x.clone()
    for j in range(x.shape[1]):
        values = x[:, j][~x[:, j].isnan()]
        if len(values) == 0:
            raise ValueError
        out[x[:, j].isnan(), j] = values[len(values) // 2]
    return out

# %% impute_median | mutant | drops the rows with gaps
def impute_median(x):
    if x.isnan().all(0).any():
        raise ValueError
    return x[~x.isnan().any(1)]

# %% one_hot | right | PyTorch's own, checked before
def one_hot(labels, num_classes):
    if len(labels) and (labels.min() < 0 or labels.max() >= num_classes):
        raise ValueError("etiqueta fuera de rango")
    return torch.nn.functional.one_hot(labels, num_classes).to(torch.float32)

# %% one_hot | right | a loop in Python
def one_hot(labels, num_classes):
    result = torch.zeros(len(labels), num_classes)
    for row, label in enumerate(labels):
        if not 0 <= label < num_classes:
            raise ValueError(int(label))
        result[row, label] = 1
    return result

# %% one_hot | right | rows of the identity
def one_hot(labels, num_classes):
    if torch.any(labels < 0) or torch.any(labels > num_classes - 1):
        raise ValueError
    return torch.eye(num_classes)[labels]

# %% one_hot | right | scatter
def one_hot(labels, num_classes):
    if not ((labels >= 0) & (labels < num_classes)).all():
        raise ValueError("¡fuera!")
    return torch.zeros((labels.shape[0], num_classes)).scatter_(1, labels[:, None], 1.0)

# %% one_hot | right | NumPy, float64 inside
def one_hot(labels, num_classes):
    y = labels.numpy()
    if ((y < 0) | (y >= num_classes)).any():
        raise ValueError
    return torch.tensor((y[:, None] == np.arange(num_classes)[None]).astype(float)).float()

# %% one_hot | right | transposed at the end, not contiguous
def one_hot(labels, num_classes):
    if set(labels.tolist()) - set(range(num_classes)):
        raise ValueError
    rows = [(labels == c).float() for c in range(num_classes)]
    return torch.stack(rows).T

# %% one_hot | right | an error of its own derived from ValueError
class BadLabel(ValueError):
    pass

def one_hot(labels: Tensor, num_classes: int) -> Tensor:
    for label in labels.tolist():
        if label not in range(num_classes):
            raise BadLabel(label)
    out = torch.zeros(labels.numel() * num_classes, dtype=torch.float32)
    out[torch.arange(labels.numel()) * num_classes + labels] = 1.0
    return out.view(-1, num_classes)

# %% one_hot | wrong | classes inferred from the largest label | num_classes
def one_hot(labels, num_classes):
    if ((labels < 0) | (labels >= num_classes)).any():
        raise ValueError
    if len(labels) == 0:
        return torch.zeros(0, num_classes)
    return torch.nn.functional.one_hot(labels).float()

# %% one_hot | wrong | classes inferred from the different labels | num_classes
def one_hot(labels, num_classes):
    if ((labels < 0) | (labels >= num_classes)).any():
        raise ValueError
    if len(labels) == 0:
        return torch.zeros(0, num_classes)
    present, position = labels.unique(return_inverse=True)
    return torch.eye(len(present))[position]

# %% one_hot | wrong | int result | números enteros
def one_hot(labels, num_classes):
    if ((labels < 0) | (labels >= num_classes)).any():
        raise ValueError
    return torch.nn.functional.one_hot(labels, num_classes)

# %% one_hot | wrong | negative labels wrap round | da la vuelta
def one_hot(labels, num_classes):
    if (labels >= num_classes).any():
        raise ValueError
    return torch.eye(num_classes)[labels]

# %% one_hot | mutant | large labels pass as a row of zeros | mayor que num_classes
def one_hot(labels, num_classes):
    if (labels < 0).any():
        raise ValueError
    return (labels[:, None] == torch.arange(num_classes)).float()

# %% one_hot | mutant | num_classes itself passes | mayor que num_classes
def one_hot(labels, num_classes):
    if ((labels < 0) | (labels > num_classes)).any():
        raise ValueError
    return (labels[:, None] == torch.arange(num_classes)).float()

# %% one_hot | mutant | no check at all
def one_hot(labels, num_classes):
    return (labels[:, None] == torch.arange(num_classes)).float()

# %% one_hot | mutant | PyTorch's error instead of ValueError
def one_hot(labels, num_classes):
    return torch.nn.functional.one_hot(labels, num_classes).float()

# %% one_hot | mutant | n = 0 fails
def one_hot(labels, num_classes):
    if labels.min() < 0 or labels.max() >= num_classes:
        raise ValueError
    return torch.eye(num_classes)[labels]

# %% one_hot | mutant | n = 0 loses its columns
def one_hot(labels, num_classes):
    if ((labels < 0) | (labels >= num_classes)).any():
        raise ValueError
    return torch.tensor([[float(i == j) for j in range(num_classes)] for i in labels.tolist()])

# %% one_hot | mutant | float64
def one_hot(labels, num_classes):
    if ((labels < 0) | (labels >= num_classes)).any():
        raise ValueError
    return torch.nn.functional.one_hot(labels, num_classes).double()

# %% one_hot | mutant | classes in rows
def one_hot(labels, num_classes):
    if ((labels < 0) | (labels >= num_classes)).any():
        raise ValueError
    return torch.nn.functional.one_hot(labels, num_classes).float().T

# %% one_hot | mutant | counts from 1
def one_hot(labels, num_classes):
    if ((labels < 0) | (labels >= num_classes)).any():
        raise ValueError
    return torch.nn.functional.one_hot(labels, num_classes).float().roll(-1, 1)

# %% one_hot | mutant | list of lists
def one_hot(labels, num_classes):
    if ((labels < 0) | (labels >= num_classes)).any():
        raise ValueError
    return torch.nn.functional.one_hot(labels, num_classes).float().tolist()

# %% one_hot | mutant | always an error
def one_hot(labels, num_classes):
    raise ValueError

# %% one_hot | mutant | columns in order of appearance
def one_hot(labels, num_classes):
    order = list(dict.fromkeys(labels.tolist()))
    if any(not 0 <= c < num_classes for c in order):
        raise ValueError
    out = torch.zeros(len(labels), num_classes)
    for i, c in enumerate(labels.tolist()):
        out[i, order.index(c)] = 1
    return out

# %% standardize | right | mean of squares of what is left, by hand
def standardize(train, x):
    mu = train.sum(0) / len(train)
    sigma = ((train - mu) ** 2).mean(0) ** 0.5
    sigma[train.max(0).values == train.min(0).values] = 1
    return (x - mu) / sigma

# %% standardize | right | std is exactly 0 for a constant column
def standardize(train, x):
    sigma, mu = torch.std_mean(train, dim=0, correction=0)
    sigma = torch.where(sigma == 0, torch.ones_like(sigma), sigma)
    return (x - mu) / sigma

# %% standardize | right | scikit-learn
def standardize(train, x):
    from sklearn.preprocessing import StandardScaler
    scaler = StandardScaler().fit(train.numpy())
    return torch.tensor(scaler.transform(x.numpy()), dtype=x.dtype)

# %% standardize | right | NumPy in float64, a loop over columns
def standardize(train, x):
    t, a = train.numpy().astype(np.float64), x.numpy().astype(np.float64)
    out = np.empty_like(a)
    for j in range(a.shape[1]):
        mu = t[:, j].mean()
        if t[:, j].min() == t[:, j].max():
            out[:, j] = a[:, j] - mu
        else:
            out[:, j] = (a[:, j] - mu) / t[:, j].std()
    return torch.from_numpy(out).to(x.dtype)

# %% standardize | right | mean of squares less square of the mean
def standardize(train, x):
    mu = train.mean(0)
    variance = (train**2).mean(0) - mu**2
    constant = (train == train[0]).all(0)
    sigma = variance.clamp(min=1e-30).sqrt()
    return torch.where(constant, x - mu, (x - mu) / sigma)

# %% standardize | right | float32 inside, transposed columns, not contiguous
def standardize(train, x):
    columns = []
    for t, a in zip(train.float().T, x.float().T):
        a = a - t.mean()
        if t.min() != t.max():
            a = a / t.std(unbiased=False)
        columns.append(a)
    return torch.stack(columns).T.to(x.dtype)

# %% standardize | right | z times sigma of sample, corrected
def standardize(train, x):
    n = train.shape[0]
    centred = x - train.mean(0, keepdim=True)
    if n == 1:
        return centred
    sigma = train.std(0) * ((n - 1) / n) ** 0.5
    return torch.where(train.amax(0) > train.amin(0), centred / sigma, centred)

# %% standardize | wrong | statistics of x | fuga de datos
def standardize(train, x):
    mu, sigma = x.mean(0), x.std(0, correction=0)
    return (x - mu) / torch.where(x.amin(0) == x.amax(0), 1.0, sigma)

# %% standardize | wrong | statistics of both together | fuga de datos
def standardize(train, x):
    both = torch.cat([train, x])
    mu, sigma = both.mean(0), both.std(0, correction=0)
    return (x - mu) / torch.where(train.amin(0) == train.amax(0), 1.0, sigma)

# %% standardize | wrong | over all columns together | toda la tabla
def standardize(train, x):
    if (train.amin(0) == train.amax(0)).all():
        return x - train.mean(0)
    return (x - train.mean()) / train.std(correction=0)

# %% standardize | wrong | by row | por filas
def standardize(train, x):
    return (x - x.mean(1, keepdim=True)) / x.std(1, keepdim=True, correction=0)

# %% standardize | wrong | sample σ | n - 1
def standardize(train, x):
    mu, sigma = train.mean(0), train.std(0)
    return (x - mu) / torch.where(train.amin(0) == train.amax(0), 1.0, sigma)

# %% standardize | wrong | not dividing | falta dividir
def standardize(train, x):
    return x - train.mean(0)

# %% standardize | wrong | dividing by variance | varianza
def standardize(train, x):
    variance = train.var(0, correction=0)
    return (x - train.mean(0)) / torch.where(train.amin(0) == train.amax(0), 1.0, variance)

# %% standardize | wrong | NaN for a constant column | σ = 0
def standardize(train, x):
    return (x - train.mean(0)) / train.std(0, correction=0)

# %% standardize | mutant | a small number added to σ | número pequeño
def standardize(train, x):
    return (x - train.mean(0)) / (train.std(0, correction=0) + 1e-8)

# %% standardize | mutant | σ bounded below | número pequeño
def standardize(train, x):
    return (x - train.mean(0)) / train.std(0, correction=0).clamp(min=1e-12)

# %% standardize | mutant | σ by hand is not exactly 0 | mínimo y su máximo
def standardize(train, x):
    mu = train.mean(0)
    sigma = ((train - mu) ** 2).mean(0).sqrt()
    sigma[sigma == 0] = 1
    return (x - mu) / sigma

# %% standardize | mutant | small columns taken for constant | valores muy pequeños
def standardize(train, x):
    mu, sigma = train.mean(0), train.std(0, correction=0)
    return (x - mu) / torch.where(sigma < 1e-6, 1.0, sigma)

# %% standardize | mutant | a constant column gives 0 | el mismo número
def standardize(train, x):
    result = (x - train.mean(0)) / train.std(0, correction=0)
    result[:, train.amin(0) == train.amax(0)] = 0
    return result

# %% standardize | mutant | NaN cleared to 0
def standardize(train, x):
    return ((x - train.mean(0)) / train.std(0, correction=0)).nan_to_num(0)

# %% standardize | mutant | a constant column stays as it is | dejas x como está
def standardize(train, x):
    result = (x - train.mean(0)) / train.std(0, correction=0)
    return torch.where(train.amin(0) == train.amax(0), x, result)

# %% standardize | mutant | changes x | copia
def standardize(train, x):
    sigma = train.std(0, correction=0)
    mu = train.mean(0)
    x -= mu
    x /= torch.where(train.amin(0) == train.amax(0), 1.0, sigma)
    return x

# %% standardize | mutant | swaps train and x
def standardize(x, train):
    sigma = train.std(0, correction=0)
    return (x - train.mean(0)) / torch.where(train.amin(0) == train.amax(0), 1.0, sigma)

# %% standardize | mutant | always float64
def standardize(train, x):
    sigma = train.std(0, correction=0)
    return ((x - train.mean(0)) / torch.where(train.amin(0) == train.amax(0), 1.0, sigma)).double()

# %% standardize | mutant | transforms train, not x
def standardize(train, x):
    sigma = train.std(0, correction=0)
    return (train - train.mean(0)) / torch.where(train.amin(0) == train.amax(0), 1.0, sigma)

# %% standardize | mutant | min-max instead
def standardize(train, x):
    low, high = train.amin(0), train.amax(0)
    return (x - low) / torch.where(low == high, 1.0, high - low)

# %% standardize | mutant | subtracts the median
def standardize(train, x):
    sigma = train.std(0, correction=0)
    return (x - train.quantile(0.5, dim=0)) / torch.where(train.amin(0) == train.amax(0), 1.0, sigma)

# %% standardize | mutant | divides before subtracting
def standardize(train, x):
    sigma = train.std(0, correction=0)
    return x / torch.where(train.amin(0) == train.amax(0), 1.0, sigma) - train.mean(0)

# %% standardize | mutant | precedence: x - μ/σ
def standardize(train, x):
    sigma = train.std(0, correction=0)
    return x - train.mean(0) / torch.where(train.amin(0) == train.amax(0), 1.0, sigma)

# %% normalize | right | scikit-learn, constants apart
def normalize(train, x, low=0.0, high=1.0):
    from sklearn.preprocessing import MinMaxScaler
    if not low < high:
        raise ValueError("intervalo vacío")
    scaler = MinMaxScaler(feature_range=(low, high)).fit(train.numpy())
    out = torch.tensor(scaler.transform(x.numpy()), dtype=x.dtype)
    out[:, train.max(0).values == train.min(0).values] = low
    return out

# %% normalize | right | slope and intercept
def normalize(train, x, low=0.0, high=1.0):
    if low >= high:
        raise ValueError
    a, b = train.min(dim=0)[0], train.max(dim=0)[0]
    slope = (high - low) / (b - a)
    slope[a == b] = 0
    return slope * (x - a) + low

# %% normalize | right | NumPy with a warning of division by zero
def normalize(train, x, low=0.0, high=1.0):
    if high <= low:
        raise ValueError
    t, a = train.numpy(), x.numpy()
    unit = (a - t.min(0)) / (t.max(0) - t.min(0))
    unit = np.where(t.min(0) == t.max(0), 0, unit)
    return torch.from_numpy((low + (high - low) * unit).astype(a.dtype))

# %% normalize | right | loops over every element
def normalize(train, x, low=0.0, high=1.0):
    if low - high >= 0:
        raise ValueError(f"{low} >= {high}")
    out = torch.zeros_like(x)
    for j in range(x.shape[1]):
        a, b = float(train[:, j].min()), float(train[:, j].max())
        for i in range(x.shape[0]):
            out[i, j] = low if a == b else low + (float(x[i, j]) - a) / (b - a) * (high - low)
    return out

# %% normalize | right | weighted mean of low and high, float32 inside
def normalize(train: Tensor, x: Tensor, low: float = 0.0, high: float = 1.0) -> Tensor:
    if low >= high:
        raise ValueError
    t = train.float()
    a, b = t.amin(0), t.amax(0)
    share = torch.where(a == b, torch.zeros(()), (x.float() - a) / (b - a))
    return ((1 - share) * low + share * high).to(x.dtype)

# %% normalize | right | torch.aminmax and a helper that prints
def span(t):
    bounds = torch.aminmax(t, dim=0)
    print(bounds)
    return bounds.min, bounds.max

def normalize(train, x, low=0.0, high=1.0):
    if low >= high:
        raise ValueError("low >= high")
    a, b = span(train)
    constant = (b - a) == 0
    y = (x - a) / (b - a + constant) * (high - low) + low
    y[:, constant] = low
    return y

# %% normalize | wrong | statistics of x | fuga de datos
def normalize(train, x, low=0.0, high=1.0):
    if low >= high:
        raise ValueError
    a, b = x.amin(0), x.amax(0)
    c = a == b
    return ((x - a) / (b - a).masked_fill(c, 1) * (high - low) + low).masked_fill(train.amin(0) == train.amax(0), low)

# %% normalize | wrong | clipping | recortado
def normalize(train, x, low=0.0, high=1.0):
    if low >= high:
        raise ValueError
    a, b = train.amin(0), train.amax(0)
    c = a == b
    return ((x - a) / (b - a).masked_fill(c, 1) * (high - low) + low).masked_fill(c, low).clamp(low, high)

# %% normalize | wrong | ignores low and high | low y high
def normalize(train, x, low=0.0, high=1.0):
    if low >= high:
        raise ValueError
    a, b = train.amin(0), train.amax(0)
    c = a == b
    return ((x - a) / (b - a).masked_fill(c, 1)).masked_fill(c, low)

# %% normalize | wrong | ignores low | low y high
def normalize(train, x, low=0.0, high=1.0):
    if low >= high:
        raise ValueError
    a, b = train.amin(0), train.amax(0)
    c = a == b
    return ((x - a) / (b - a).masked_fill(c, 1) * (high - low)).masked_fill(c, low)

# %% normalize | wrong | swaps low and high | low por high
def normalize(train, x, low=0.0, high=1.0):
    if low >= high:
        raise ValueError
    a, b = train.amin(0), train.amax(0)
    c = a == b
    return ((x - a) / (b - a).masked_fill(c, 1) * (low - high) + high).masked_fill(c, low)

# %% normalize | wrong | NaN for a constant column | max - min = 0
def normalize(train, x, low=0.0, high=1.0):
    if low >= high:
        raise ValueError
    a, b = train.amin(0), train.amax(0)
    return (x - a) / (b - a) * (high - low) + low

# %% normalize | mutant | a constant column is moved, not set | distintos de la constante
def normalize(train, x, low=0.0, high=1.0):
    if low >= high:
        raise ValueError
    a, b = train.amin(0), train.amax(0)
    return (x - a) / (b - a).masked_fill(a == b, 1) * (high - low) + low

# %% normalize | mutant | a small number added | número pequeño
def normalize(train, x, low=0.0, high=1.0):
    if low >= high:
        raise ValueError
    a, b = train.amin(0), train.amax(0)
    return (x - a) / (b - a + 1e-8) * (high - low) + low

# %% normalize | mutant | a constant column gives 0 | siempre 0
def normalize(train, x, low=0.0, high=1.0):
    if low >= high:
        raise ValueError
    a, b = train.amin(0), train.amax(0)
    c = a == b
    return ((x - a) / (b - a).masked_fill(c, 1) * (high - low) + low).masked_fill(c, 0.0)

# %% normalize | mutant | low = high passes | Iguales
def normalize(train, x, low=0.0, high=1.0):
    if low > high:
        raise ValueError
    a, b = train.amin(0), train.amax(0)
    c = a == b
    return ((x - a) / (b - a).masked_fill(c, 1) * (high - low) + low).masked_fill(c, low)

# %% normalize | mutant | no check of the interval | low sea menor
def normalize(train, x, low=0.0, high=1.0):
    a, b = train.amin(0), train.amax(0)
    c = a == b
    return ((x - a) / (b - a).masked_fill(c, 1) * (high - low) + low).masked_fill(c, low)

# %% normalize | mutant | whole table | toda la tabla
def normalize(train, x, low=0.0, high=1.0):
    if low >= high:
        raise ValueError
    a, b = train.min(), train.max()
    if a == b:
        return torch.full_like(x, low)
    return (x - a) / (b - a) * (high - low) + low

# %% normalize | mutant | forgets to add low after multiplying by high
def normalize(train, x, low=0.0, high=1.0):
    if low >= high:
        raise ValueError
    a, b = train.amin(0), train.amax(0)
    c = a == b
    return ((x - a) / (b - a).masked_fill(c, 1) * high + low).masked_fill(c, low)

# %% normalize | mutant | changes x
def normalize(train, x, low=0.0, high=1.0):
    if low >= high:
        raise ValueError
    a, b = train.amin(0), train.amax(0)
    c = a == b
    x -= a
    x *= (high - low) / (b - a).masked_fill(c, 1)
    x += low
    x[:, c] = low
    return x

# %% normalize | mutant | other defaults
def normalize(train, x, low=-1.0, high=1.0):
    if low >= high:
        raise ValueError
    a, b = train.amin(0), train.amax(0)
    c = a == b
    return ((x - a) / (b - a).masked_fill(c, 1) * (high - low) + low).masked_fill(c, low)

# %% normalize | mutant | other argument names
def normalize(train, x, minimum=0.0, maximum=1.0):
    if minimum >= maximum:
        raise ValueError
    a, b = train.amin(0), train.amax(0)
    c = a == b
    return ((x - a) / (b - a).masked_fill(c, 1) * (maximum - minimum) + minimum).masked_fill(c, minimum)

# %% normalize | mutant | divides by the maximum
def normalize(train, x, low=0.0, high=1.0):
    if low >= high:
        raise ValueError
    return x / train.amax(0)

# %% normalize | mutant | clips only above | recortado
def normalize(train, x, low=0.0, high=1.0):
    if low >= high:
        raise ValueError
    a, b = train.amin(0), train.amax(0)
    c = a == b
    return ((x - a) / (b - a).masked_fill(c, 1) * (high - low) + low).masked_fill(c, low).clamp(max=high)

# %% normalize | mutant | result in float32
def normalize(train, x, low=0.0, high=1.0):
    if low >= high:
        raise ValueError
    a, b = train.amin(0), train.amax(0)
    c = a == b
    return ((x - a) / (b - a).masked_fill(c, 1) * (high - low) + low).masked_fill(c, low).to(torch.float32)

# %% flip_horizontal | right | by index
def flip_horizontal(images):
    width = images.shape[-1]
    return images[..., torch.arange(width - 1, -1, -1)]

# %% flip_horizontal | right | NumPy's negative step
def flip_horizontal(images):
    return torch.from_numpy(images.numpy()[:, :, :, ::-1].copy())

# %% flip_horizontal | right | torch.fliplr of each image's rows, two loops
def flip_horizontal(images):
    out = torch.empty_like(images)
    for i in range(len(images)):
        for c in range(images.shape[1]):
            out[i, c] = torch.fliplr(images[i, c])
    return out

# %% flip_horizontal | right | torchvision
def flip_horizontal(images):
    from torchvision.transforms.v2.functional import horizontal_flip
    return horizontal_flip(images)

# %% flip_horizontal | right | a stack of columns, not contiguous
def flip_horizontal(images):
    columns = list(images.unbind(3))[::-1]
    return torch.stack(columns, dim=0).permute(1, 2, 3, 0)

# %% flip_horizontal | right | a product with the exchange matrix
def flip_horizontal(images):
    exchange = torch.eye(images.shape[3], dtype=images.dtype).flip(0)
    return images @ exchange

# %% flip_horizontal | right | in place, on a copy
def flip_horizontal(images):
    result = images.clone()
    w = images.size(3)
    for j in range(w):
        result[:, :, :, j] = images[:, :, :, w - 1 - j]
    return result

# %% flip_horizontal | wrong | vertical | arriba por lo de abajo
def flip_horizontal(images):
    return images.flip(2)

# %% flip_horizontal | wrong | batch reversed | orden de las imágenes
def flip_horizontal(images):
    return images.flip(0)

# %% flip_horizontal | wrong | batch reversed as well | orden de las imágenes
def flip_horizontal(images):
    return images.flip((0, 3))

# %% flip_horizontal | wrong | channels reversed | el de los canales
def flip_horizontal(images):
    return images.flip(1)

# %% flip_horizontal | wrong | channels reversed as well | el de los canales
def flip_horizontal(images):
    return images.flip((1, 3))

# %% flip_horizontal | wrong | both axes | el alto y el ancho
def flip_horizontal(images):
    return images.flip((2, 3))

# %% flip_horizontal | wrong | everything reversed | el alto y el ancho
def flip_horizontal(images):
    return images.flip((0, 1, 2, 3))

# %% flip_horizontal | mutant | nothing | como entró
def flip_horizontal(images):
    return images

# %% flip_horizontal | mutant | transposed
def flip_horizontal(images):
    return images.transpose(2, 3)

# %% flip_horizontal | mutant | in place without a copy
def flip_horizontal(images):
    w = images.shape[3]
    for j in range(w):
        images[..., j] = images[..., w - 1 - j]
    return images

# %% flip_horizontal | mutant | right, but written over the input | copia
def flip_horizontal(images):
    images[:] = images.flip(3)
    return images

# %% flip_horizontal | mutant | rolled by one
def flip_horizontal(images):
    return images.roll(1, 3)

# %% flip_horizontal | mutant | only the first image
def flip_horizontal(images):
    out = images.clone()
    out[0] = images[0].flip(2)
    return out

# %% flip_horizontal | mutant | only the first channel
def flip_horizontal(images):
    out = images.clone()
    out[:, 0] = images[:, 0].flip(2)
    return out

# %% flip_horizontal | mutant | NumPy array
def flip_horizontal(images):
    return images.numpy()[..., ::-1]

# %% flip_horizontal | mutant | always float32
def flip_horizontal(images):
    return images.float().flip(3)

# %% flip_horizontal | mutant | loses a dimension
def flip_horizontal(images):
    return images.flip(3).squeeze()

# %% flip_horizontal | mutant | only half of it
def flip_horizontal(images):
    out = images.clone()
    half = images.shape[3] // 2
    out[..., :half] = images.flip(3)[..., :half]
    return out

# %% adjust_brightness | right | minimum
def adjust_brightness(images, factor):
    if factor < 0:
        raise ValueError("factor negativo")
    return torch.minimum(images * factor, torch.ones(()).to(images.dtype))

# %% adjust_brightness | right | assigns where it is above
def adjust_brightness(images, factor):
    if not factor >= 0:
        raise ValueError
    bright = factor * images
    bright[bright > 1] = 1
    return bright

# %% adjust_brightness | right | NumPy clip in float64
def adjust_brightness(images, factor):
    if factor < 0.0:
        raise ValueError(factor)
    return torch.from_numpy(np.clip(images.numpy().astype("float64") * factor, 0, 1)).to(images.dtype)

# %% adjust_brightness | right | torchvision
def adjust_brightness(images, factor):
    from torchvision.transforms.v2.functional import adjust_brightness as ready_made
    if factor < 0:
        raise ValueError
    return torch.stack([torch.cat([ready_made(c[None], factor) for c in image]) for image in images])

# %% adjust_brightness | right | sum of relus, where
def adjust_brightness(images, factor):
    if factor < 0:
        raise ValueError
    return torch.where(images * factor < 1, images * factor, 1.0)

# %% adjust_brightness | right | a loop over every value
def adjust_brightness(images, factor):
    if factor < 0:
        raise ValueError
    values = [min(1.0, v * factor) for v in images.flatten().tolist()]
    return torch.tensor(values, dtype=images.dtype).reshape(images.shape)

# %% adjust_brightness | right | the same tensor for factor 1, float32 inside
def adjust_brightness(images: Tensor, factor: float) -> Tensor:
    if factor < 0:
        raise ValueError
    if factor == 1:
        return images
    return images.float().mul(factor).clamp_(0, 1).to(images.dtype)

# %% adjust_brightness | wrong | no clamp | recortado a
def adjust_brightness(images, factor):
    if factor < 0:
        raise ValueError
    return images * factor

# %% adjust_brightness | wrong | clamp before multiplying | recortado a
def adjust_brightness(images, factor):
    if factor < 0:
        raise ValueError
    return images.clamp(0, 1) * factor

# %% adjust_brightness | wrong | adds the factor | sumado
def adjust_brightness(images, factor):
    if factor < 0:
        raise ValueError
    return (images + factor).clamp(0, 1)

# %% adjust_brightness | wrong | adds factor - 1 | sumado
def adjust_brightness(images, factor):
    if factor < 0:
        raise ValueError
    return (images + factor - 1).clamp(0, 1)

# %% adjust_brightness | wrong | clamp to 255 | recortado a
def adjust_brightness(images, factor):
    if factor < 0:
        raise ValueError
    return (images * factor).clamp(0, 255)

# %% adjust_brightness | wrong | rescaled instead of clamped | Recortas bien
def adjust_brightness(images, factor):
    if factor < 0:
        raise ValueError
    result = images * factor
    return result / max(1.0, float(result.max()))

# %% adjust_brightness | wrong | wraps round | Recortas bien
def adjust_brightness(images, factor):
    if factor < 0:
        raise ValueError
    result = images * factor
    return torch.where(result > 1, result % 1, result)

# %% adjust_brightness | wrong | clamped below 1 | Recortas bien
def adjust_brightness(images, factor):
    if factor < 0:
        raise ValueError
    return (images * factor).clamp(0, 0.99)

# %% adjust_brightness | wrong | too bright becomes black | Recortas bien
def adjust_brightness(images, factor):
    if factor < 0:
        raise ValueError
    result = images * factor
    return torch.where(result > 1, 0.0, result)

# %% adjust_brightness | mutant | clamped at 0.5
def adjust_brightness(images, factor):
    if factor < 0:
        raise ValueError
    return (images * factor).clamp(0, 0.5)

# %% adjust_brightness | mutant | no check
def adjust_brightness(images, factor):
    return (images * factor).clamp(0, 1)

# %% adjust_brightness | mutant | factor 0 refused
def adjust_brightness(images, factor):
    if factor <= 0:
        raise ValueError
    return (images * factor).clamp(0, 1)

# %% adjust_brightness | mutant | negative factor clamped
def adjust_brightness(images, factor):
    return (images * max(factor, 0)).clamp(0, 1)

# %% adjust_brightness | mutant | changes its input | copia
def adjust_brightness(images, factor):
    if factor < 0:
        raise ValueError
    images *= factor
    return images.clamp_(0, 1)

# %% adjust_brightness | mutant | whole percentages
def adjust_brightness(images, factor):
    if factor < 0:
        raise ValueError
    return (images * int(factor)).clamp(0, 1)

# %% adjust_brightness | mutant | always float64
def adjust_brightness(images, factor):
    if factor < 0:
        raise ValueError
    return (images.double() * factor).clamp(0, 1)

# %% adjust_brightness | mutant | ignores the factor | Usas el factor
def adjust_brightness(images, factor):
    if factor < 0:
        raise ValueError
    return images.clamp(0, 1)

# %% adjust_brightness | mutant | power instead of product
def adjust_brightness(images, factor):
    if factor < 0:
        raise ValueError
    return images**factor

# %% adjust_brightness | mutant | prints and returns nothing | return
def adjust_brightness(images, factor):
    if factor < 0:
        raise ValueError
    print((images * factor).clamp(0, 1))

# %% adjust_brightness | mutant | another error
def adjust_brightness(images, factor):
    assert factor >= 0
    return (images * factor).clamp(0, 1)

# %% adjust_brightness | mutant | divides
def adjust_brightness(images, factor):
    if factor < 0:
        raise ValueError
    return (images / factor).clamp(0, 1)

# %% mix_noise | right | root mean squares
def rms(a):
    return torch.sqrt(torch.mean(a**2))

def mix_noise(signal, noise, snr_db):
    if rms(noise) == 0:
        raise ValueError("silencio")
    return signal + noise * rms(signal) / rms(noise) * 10 ** (-snr_db / 20)

# %% mix_noise | right | norms
def mix_noise(signal, noise, snr_db):
    if not noise.any():
        raise ValueError
    return signal + noise / noise.norm() * signal.norm() / 10 ** (snr_db / 20)

# %% mix_noise | right | NumPy in float64
def mix_noise(signal, noise, snr_db):
    s, n = signal.numpy().astype(float), noise.numpy().astype(float)
    if np.all(n == 0):
        raise ValueError
    ratio = np.power(10, snr_db / 10)
    k = np.sqrt(np.mean(s**2) / (ratio * np.mean(n**2)))
    return torch.tensor(s + k * n, dtype=signal.dtype)

# %% mix_noise | right | math and Python sums
def mix_noise(signal, noise, snr_db):
    import math
    ps = sum(v * v for v in signal.tolist()) / len(signal)
    pn = sum(v * v for v in noise.tolist()) / len(noise)
    if pn == 0:
        raise ValueError
    k = math.sqrt(ps / pn / 10 ** (snr_db / 10))
    return torch.tensor([s + k * n for s, n in zip(signal.tolist(), noise.tolist())], dtype=signal.dtype)

# %% mix_noise | right | difference of levels in decibels, float32 inside
def level(a):
    return 10 * torch.log10(a.float().pow(2).mean())

def mix_noise(signal, noise, snr_db):
    if torch.count_nonzero(noise) == 0:
        raise ValueError
    gain = level(signal) - level(noise) - snr_db
    return signal.add((noise * 10 ** (gain / 20)).to(signal.dtype))

# %% mix_noise | right | noise normalised to power 1 first
def mix_noise(signal: Tensor, noise: Tensor, snr_db: float) -> Tensor:
    power = noise @ noise / len(noise)
    if power <= 0:
        raise ValueError("ruido nulo")
    unit = noise.clone()
    unit /= power**0.5
    wanted = (signal @ signal / len(signal)) / (10.0 ** (snr_db / 10.0))
    return torch.sqrt(wanted) * unit + signal

# %% mix_noise | right | solved numerically
def mix_noise(signal, noise, snr_db):
    if noise.abs().max() == 0:
        raise ValueError
    ps, pn = float(signal.square().mean()), float(noise.square().mean())
    low, high = -20.0, 20.0
    for _ in range(200):
        middle = (low + high) / 2
        if 10 * np.log10(ps / (pn * 10 ** (2 * middle))) > snr_db:
            low = middle
        else:
            high = middle
    return signal + 10**middle * noise

# %% mix_noise | wrong | 20 for 10 | potencia y amplitud
def mix_noise(signal, noise, snr_db):
    ps, pn = signal.square().mean(), noise.square().mean()
    if pn == 0:
        raise ValueError
    return signal + torch.sqrt(ps / pn / 10 ** (snr_db / 20)) * noise

# %% mix_noise | wrong | amplitudes with 10 | potencia y amplitud
def mix_noise(signal, noise, snr_db):
    if not noise.any():
        raise ValueError
    return signal + signal.norm() / noise.norm() / 10 ** (snr_db / 10) * noise

# %% mix_noise | wrong | sign of the decibels | signo de los decibelios
def mix_noise(signal, noise, snr_db):
    if not noise.any():
        raise ValueError
    return signal + signal.norm() / noise.norm() * 10 ** (snr_db / 20) * noise

# %% mix_noise | wrong | noise not rescaled | escalado el ruido
def mix_noise(signal, noise, snr_db):
    if not noise.any():
        raise ValueError
    return signal + noise

# %% mix_noise | wrong | noise scaled without looking at its power | escalado el ruido
def mix_noise(signal, noise, snr_db):
    if not noise.any():
        raise ValueError
    return signal + noise / 10 ** (snr_db / 20)

# %% mix_noise | mutant | subtracts the noise | restado
def mix_noise(signal, noise, snr_db):
    if not noise.any():
        raise ValueError
    return signal - signal.norm() / noise.norm() / 10 ** (snr_db / 20) * noise

# %% mix_noise | mutant | scales the signal instead
def mix_noise(signal, noise, snr_db):
    if not noise.any():
        raise ValueError
    return signal * noise.norm() / signal.norm() * 10 ** (snr_db / 20) + noise

# %% mix_noise | mutant | ratio of powers without the root | raíz
def mix_noise(signal, noise, snr_db):
    ps, pn = signal.square().mean(), noise.square().mean()
    if pn == 0:
        raise ValueError
    return signal + ps / pn / 10 ** (snr_db / 10) * noise

# %% mix_noise | mutant | variance for power | varianza
def mix_noise(signal, noise, snr_db):
    if not noise.any():
        raise ValueError
    return signal + (signal.var(correction=0) / noise.var(correction=0)).sqrt() / 10 ** (snr_db / 20) * noise

# %% mix_noise | mutant | silent noise gives NaN | todo ceros
def mix_noise(signal, noise, snr_db):
    return signal + signal.norm() / noise.norm() / 10 ** (snr_db / 20) * noise

# %% mix_noise | mutant | silent noise gives the signal | todo ceros
def mix_noise(signal, noise, snr_db):
    if not noise.any():
        return signal
    return signal + signal.norm() / noise.norm() / 10 ** (snr_db / 20) * noise

# %% mix_noise | mutant | refuses noise with any zero
def mix_noise(signal, noise, snr_db):
    if not noise.all():
        raise ValueError
    return signal + signal.norm() / noise.norm() / 10 ** (snr_db / 20) * noise

# %% mix_noise | mutant | ignores snr_db | Usas snr_db
def mix_noise(signal, noise, snr_db):
    if not noise.any():
        raise ValueError
    return signal + signal.norm() / noise.norm() * noise

# %% mix_noise | mutant | the mixture is rescaled to [-1, 1]
def mix_noise(signal, noise, snr_db):
    if not noise.any():
        raise ValueError
    mixture = signal + signal.norm() / noise.norm() / 10 ** (snr_db / 20) * noise
    return mixture / mixture.abs().max()

# %% mix_noise | mutant | adds to the signal it was given | copia
def mix_noise(signal, noise, snr_db):
    if not noise.any():
        raise ValueError
    signal += signal.norm() / noise.norm() / 10 ** (snr_db / 20) * noise
    return signal

# %% mix_noise | mutant | returns only the noise
def mix_noise(signal, noise, snr_db):
    if not noise.any():
        raise ValueError
    return signal.norm() / noise.norm() / 10 ** (snr_db / 20) * noise

# %% mix_noise | mutant | peak for root mean square
def mix_noise(signal, noise, snr_db):
    if not noise.any():
        raise ValueError
    return signal + signal.abs().max() / noise.abs().max() / 10 ** (snr_db / 20) * noise

# %% mix_noise | mutant | natural exponential
def mix_noise(signal, noise, snr_db):
    if not noise.any():
        raise ValueError
    return signal + signal.norm() / noise.norm() / float(np.exp(snr_db / 20)) * noise

# %% mix_noise | mutant | fresh noise of its own
def mix_noise(signal, noise, snr_db):
    if not noise.any():
        raise ValueError
    noise = torch.randn_like(noise)
    return signal + signal.norm() / noise.norm() / 10 ** (snr_db / 20) * noise

# %% mix_noise | mutant | NumPy array
def mix_noise(signal, noise, snr_db):
    if not noise.any():
        raise ValueError
    return (signal + signal.norm() / noise.norm() / 10 ** (snr_db / 20) * noise).numpy()

# %% replace_synonyms | right | draws for every word, whether found or not
def replace_synonyms(sentence, synonyms, p, rng):
    out = []
    for word in sentence.split(" "):
        change = rng.random() < p
        out.append(rng.choice(synonyms[word.lower()]) if change and word.lower() in synonyms else word)
    return " ".join(out)

# %% replace_synonyms | right | a random index
def replace_synonyms(sentence, synonyms, p, rng):
    words = sentence.split()
    for i in range(len(words)):
        key = words[i].lower()
        if key in synonyms and rng.uniform(0, 1) < p:
            words[i] = synonyms[key][rng.randint(0, len(synonyms[key]) - 1)]
    return " ".join(words)

# %% replace_synonyms | right | choices with weights
def replace_synonyms(sentence, synonyms, p, rng):
    def change(word):
        options = synonyms.get(word.lower(), [word])
        new = rng.choices(options)[0]
        return rng.choices([new, word], weights=[p, 1 - p])[0]
    return " ".join(map(change, sentence.split(" ")))

# %% replace_synonyms | right | shuffles a copy
def replace_synonyms(sentence, synonyms, p, rng):
    result = ""
    for word in sentence.split(" "):
        if word.lower() in synonyms and rng.random() < p:
            options = list(synonyms[word.lower()])
            rng.shuffle(options)
            word = options[0]
        result += word + " "
    return result[:-1]

# %% replace_synonyms | right | rng.sample, keeps when the draw is at least p
def replace_synonyms(sentence: str, synonyms: dict[str, list[str]], p: float, rng: random.Random) -> str:
    words = []
    for word in sentence.split(" "):
        if word.lower() not in synonyms or rng.random() >= p:
            words.append(word)
            continue
        words.extend(rng.sample(synonyms[word.lower()], 1))
    return " ".join(words)

# %% replace_synonyms | right | a NumPy generator seeded by rng
def replace_synonyms(sentence, synonyms, p, rng):
    draw = np.random.default_rng(rng.getrandbits(32))
    words = sentence.split(" ")
    for i, word in enumerate(words):
        if word.lower() in synonyms and draw.random() < p:
            options = synonyms[word.lower()]
            words[i] = options[int(draw.integers(len(options)))]
    return " ".join(words)

# %% replace_synonyms | right | a regular expression over whole words, all draws first
def replace_synonyms(sentence, synonyms, p, rng):
    import re
    found = re.findall(r"[^ ]+", sentence)
    draws = [rng.random() for _ in found]
    picks = [rng.random() for _ in found]
    return " ".join(
        synonyms[w.lower()][int(k * len(synonyms[w.lower()]))] if w.lower() in synonyms and d < p else w
        for w, d, k in zip(found, draws, picks)
    )

# %% replace_synonyms | right | recursive
def replace_synonyms(sentence, synonyms, p, rng, done=""):
    words = sentence.split(" ")
    out = []
    while words:
        first, *words = words
        options = synonyms.get(first.lower())
        if options is not None and rng.betavariate(1, 1) < p:
            first = rng.choice(tuple(options))
        out += [first]
    return str.join(" ", out)

# %% replace_synonyms | wrong | replaces by substring | dentro de otras
def replace_synonyms(sentence, synonyms, p, rng):
    for word, options in synonyms.items():
        while rng.random() < p and word in sentence:
            sentence = sentence.replace(word, rng.choice(options), 1)
    return sentence

# %% replace_synonyms | wrong | replaces by substring, ignoring case | dentro de otras
def replace_synonyms(sentence, synonyms, p, rng):
    import re
    for word, options in synonyms.items():
        sentence = re.sub(
            word, lambda m: rng.choice(options) if rng.random() < p else m.group(), sentence, flags=re.IGNORECASE
        )
    return sentence

# %% replace_synonyms | wrong | punctuation taken off | dentro de otras
def replace_synonyms(sentence, synonyms, p, rng):
    words = sentence.split(" ")
    for i, word in enumerate(words):
        core = word.lower().strip(".,;:¿?¡!")
        if core in synonyms and rng.random() < p:
            words[i] = rng.choice(synonyms[core])
    return " ".join(words)

# %% replace_synonyms | wrong | ignores p | Tienes en cuenta p
def replace_synonyms(sentence, synonyms, p, rng):
    return " ".join(rng.choice(synonyms.get(w.lower(), [w])) for w in sentence.split(" "))

# %% replace_synonyms | wrong | always half | Tienes en cuenta p
def replace_synonyms(sentence, synonyms, p, rng):
    return " ".join(
        rng.choice(synonyms[w.lower()]) if w.lower() in synonyms and rng.random() < 0.5 else w
        for w in sentence.split(" ")
    )

# %% replace_synonyms | wrong | always the first synonym | siempre el mismo sinónimo
def replace_synonyms(sentence, synonyms, p, rng):
    return " ".join(
        synonyms[w.lower()][0] if w.lower() in synonyms and rng.random() < p else w for w in sentence.split(" ")
    )

# %% replace_synonyms | wrong | loses the words that are not found | pierden palabras
def replace_synonyms(sentence, synonyms, p, rng):
    return " ".join(
        rng.choice(synonyms[w.lower()]) if rng.random() < p else w for w in sentence.split(" ") if w.lower() in synonyms
    )

# %% replace_synonyms | wrong | loses the words that are replaced | pierden palabras
def replace_synonyms(sentence, synonyms, p, rng):
    return " ".join(w for w in sentence.split(" ") if not (w.lower() in synonyms and rng.random() < p))

# %% replace_synonyms | mutant | one draw for the whole sentence | un solo sorteo
def replace_synonyms(sentence, synonyms, p, rng):
    if rng.random() >= p:
        return sentence
    return " ".join(rng.choice(synonyms.get(w.lower(), [w])) for w in sentence.split(" "))

# %% replace_synonyms | mutant | one draw for each different word | un solo sorteo
def replace_synonyms(sentence, synonyms, p, rng):
    change = {word: rng.random() < p for word in synonyms}
    return " ".join(
        rng.choice(synonyms[w.lower()]) if change.get(w.lower()) else w for w in sentence.split(" ")
    )

# %% replace_synonyms | mutant | a fixed share of the words
def replace_synonyms(sentence, synonyms, p, rng):
    words = sentence.split(" ")
    places = [i for i, w in enumerate(words) if w.lower() in synonyms]
    for i in rng.sample(places, round(p * len(places))):
        words[i] = rng.choice(synonyms[words[i].lower()])
    return " ".join(words)

# %% replace_synonyms | mutant | 1 - p | 1 - p
def replace_synonyms(sentence, synonyms, p, rng):
    return " ".join(
        rng.choice(synonyms[w.lower()]) if w.lower() in synonyms and rng.random() > p else w for w in sentence.split(" ")
    )

# %% replace_synonyms | mutant | case matters | minúsculas antes
def replace_synonyms(sentence, synonyms, p, rng):
    return " ".join(
        rng.choice(synonyms[w]) if w in synonyms and rng.random() < p else w for w in sentence.split(" ")
    )

# %% replace_synonyms | mutant | everything in lower case | mayúsculas
def replace_synonyms(sentence, synonyms, p, rng):
    return " ".join(
        rng.choice(synonyms[w]) if w in synonyms and rng.random() < p else w for w in sentence.lower().split(" ")
    )

# %% replace_synonyms | mutant | the synonym takes the capital
def replace_synonyms(sentence, synonyms, p, rng):
    out = []
    for w in sentence.split(" "):
        if w.lower() in synonyms and rng.random() < p:
            new = rng.choice(synonyms[w.lower()])
            w = new.capitalize() if w[0].isupper() else new
        out.append(w)
    return " ".join(out)

# %% replace_synonyms | mutant | global randomness | Sale todo el azar de rng
def replace_synonyms(sentence, synonyms, p, rng):
    return " ".join(
        random.choice(synonyms[w.lower()]) if w.lower() in synonyms and random.random() < p else w
        for w in sentence.split(" ")
    )

# %% replace_synonyms | mutant | only the choice is global | Sale todo el azar de rng
def replace_synonyms(sentence, synonyms, p, rng):
    return " ".join(
        random.choice(synonyms[w.lower()]) if w.lower() in synonyms and rng.random() < p else w
        for w in sentence.split(" ")
    )

# %% replace_synonyms | mutant | a seed of its own | Sale el azar de rng
def replace_synonyms(sentence, synonyms, p, rng):
    rng = random.Random(0)
    return " ".join(
        rng.choice(synonyms[w.lower()]) if w.lower() in synonyms and rng.random() < p else w
        for w in sentence.split(" ")
    )

# %% replace_synonyms | mutant | shuffles the lists it is given | copia
def replace_synonyms(sentence, synonyms, p, rng):
    out = []
    for w in sentence.split(" "):
        if w.lower() in synonyms and rng.random() < p:
            rng.shuffle(synonyms[w.lower()])
            w = synonyms[w.lower()][0]
        out.append(w)
    return " ".join(out)

# %% replace_synonyms | mutant | never the last synonym
def replace_synonyms(sentence, synonyms, p, rng):
    out = []
    for w in sentence.split(" "):
        options = synonyms.get(w.lower())
        if options and rng.random() < p:
            w = options[rng.randrange(max(1, len(options) - 1))]
        out.append(w)
    return " ".join(out)

# %% replace_synonyms | mutant | only the first letter of the synonym, a text for a list
def replace_synonyms(sentence, synonyms, p, rng):
    return " ".join(
        rng.choice(rng.choice(synonyms[w.lower()])) if w.lower() in synonyms and rng.random() < p else w
        for w in sentence.split(" ")
    )

# %% replace_synonyms | mutant | synonyms of synonyms
def replace_synonyms(sentence, synonyms, p, rng):
    out = []
    for w in sentence.split(" "):
        while w.lower() in synonyms and rng.random() < p:
            w = rng.choice(synonyms[w.lower()])
        out.append(w)
    return " ".join(out)

# %% replace_synonyms | mutant | stops after the first change
def replace_synonyms(sentence, synonyms, p, rng):
    words = sentence.split(" ")
    for i, w in enumerate(words):
        if w.lower() in synonyms and rng.random() < p:
            words[i] = rng.choice(synonyms[w.lower()])
            break
    return " ".join(words)

# %% replace_synonyms | mutant | a blank too many
def replace_synonyms(sentence, synonyms, p, rng):
    result = ""
    for w in sentence.split(" "):
        result += (rng.choice(synonyms[w.lower()]) if w.lower() in synonyms and rng.random() < p else w) + " "
    return result

# %% replace_synonyms | mutant | a list of words
def replace_synonyms(sentence, synonyms, p, rng):
    return [
        rng.choice(synonyms[w.lower()]) if w.lower() in synonyms and rng.random() < p else w
        for w in sentence.split(" ")
    ]

# %% impute_median | right | Python's statistics module
def impute_median(x):
    import statistics
    rows = x.tolist()
    for j in range(x.shape[1]):
        known = [row[j] for row in rows if row[j] == row[j]]
        try:
            middle = statistics.median(known)
        except statistics.StatisticsError as error:
            raise ValueError("columna vacía") from error
        for row in rows:
            row[j] = row[j] if row[j] == row[j] else middle
    return torch.tensor(rows, dtype=x.dtype)

# %% impute_median | mutant | median of the different values
def impute_median(x):
    out = x.clone()
    for j in range(x.shape[1]):
        known = x[:, j][~x[:, j].isnan()]
        if not len(known):
            raise ValueError
        weights = known[: len(known) // 2 + 1]
        out[x[:, j].isnan(), j] = weights.unique().quantile(0.5)
    return out

# %% impute_median | mutant | median of the rows without any gap
def impute_median(x):
    if x.isnan().all(0).any():
        raise ValueError
    whole = x[~x.isnan().any(1)]
    medians = whole.quantile(0.5, dim=0) if len(whole) else x.nanquantile(0.5, dim=0)
    return torch.where(x.isnan(), medians, x)

# %% impute_median | mutant | rounded to whole numbers
def impute_median(x):
    if x.isnan().all(0).any():
        raise ValueError
    return torch.where(x.isnan(), x.nanquantile(0.5, dim=0).round(), x)

# %% one_hot | right | a sparse tensor made dense
def one_hot(labels, num_classes):
    n = len(labels)
    if n and not (0 <= int(labels.min()) <= int(labels.max()) < num_classes):
        raise ValueError
    places = torch.stack([torch.arange(n), labels])
    return torch.sparse_coo_tensor(places, torch.ones(n), (n, num_classes)).to_dense()

# %% one_hot | right | pandas
def one_hot(labels, num_classes):
    import pandas as pd
    codes = pd.Categorical(labels.tolist(), categories=range(num_classes))
    if (codes.codes < 0).any():
        raise ValueError
    return torch.tensor(pd.get_dummies(codes).to_numpy(), dtype=torch.float32).reshape(-1, num_classes)

# %% one_hot | mutant | clamps what is outside
def one_hot(labels, num_classes):
    return torch.nn.functional.one_hot(labels.clamp(0, num_classes - 1), num_classes).float()

# %% one_hot | mutant | sparse result
def one_hot(labels, num_classes):
    if ((labels < 0) | (labels >= num_classes)).any():
        raise ValueError
    return torch.nn.functional.one_hot(labels, num_classes).float().to_sparse()

# %% standardize | right | batch_norm
def standardize(train, x):
    variance, mu = torch.var_mean(train, 0, correction=0)
    variance[(train == train[:1]).all(0)] = 1
    return torch.nn.functional.batch_norm(x, mu, variance, eps=0)

# %% standardize | right | under no_grad, with a class of its own
class Scaler:
    def fit(self, t):
        self.mu, self.sigma = t.mean(0), t.std(0, correction=0)
        self.sigma[t.amax(0) - t.amin(0) == 0] = 1.0
        return self

    def transform(self, t):
        return t.sub(self.mu).div(self.sigma)

@torch.no_grad()
def standardize(train: Tensor, x: Tensor) -> Tensor:
    return Scaler().fit(train).transform(x)

# %% standardize | mutant | μ of train, σ of x | fuga de datos
def standardize(train, x):
    sigma = x.std(0, correction=0)
    return (x - train.mean(0)) / torch.where(train.amin(0) == train.amax(0), 1.0, sigma)

# %% standardize | mutant | μ of x, σ of train | fuga de datos
def standardize(train, x):
    sigma = train.std(0, correction=0)
    return (x - x.mean(0)) / torch.where(train.amin(0) == train.amax(0), 1.0, sigma)

# %% standardize | mutant | constant if the first is the last
def standardize(train, x):
    sigma = train.std(0, correction=0)
    return (x - train.mean(0)) / torch.where(train[0] == train[-1], 1.0, sigma)

# %% standardize | mutant | looks for constant columns in x
def standardize(train, x):
    sigma = train.std(0, correction=0)
    return (x - train.mean(0)) / torch.where(x.amin(0) == x.amax(0), 1.0, sigma)

# %% standardize | mutant | mean absolute deviation
def standardize(train, x):
    mu = train.mean(0)
    deviation = (train - mu).abs().mean(0)
    return (x - mu) / torch.where(train.amin(0) == train.amax(0), 1.0, deviation)

# %% normalize | right | torch.lerp
def normalize(train, x, low=0.0, high=1.0):
    if low >= high:
        raise ValueError
    a, b = train.amin(0), train.amax(0)
    share = torch.where(a == b, 0.0, (x - a) / torch.where(a == b, 1.0, b - a))
    start = torch.full_like(x, low)
    return torch.lerp(start, torch.full_like(x, high), share)

# %% normalize | right | sorted columns, row by row
def normalize(train, x, low=0.0, high=1.0):
    interval = high - low
    if interval <= 0:
        raise ValueError("intervalo")
    ordered = train.sort(dim=0).values
    a, b = ordered[0], ordered[-1]
    result = []
    for row in x:
        result.append(torch.where(b > a, low + (row - a) * interval / (b - a).clamp(min=1e-38), low))
    return torch.stack(result)

# %% normalize | mutant | a constant column gives the middle
def normalize(train, x, low=0.0, high=1.0):
    if low >= high:
        raise ValueError
    a, b = train.amin(0), train.amax(0)
    c = a == b
    return ((x - a) / (b - a).masked_fill(c, 1) * (high - low) + low).masked_fill(c, (low + high) / 2)

# %% normalize | mutant | np.interp, which clips | recortado
def normalize(train, x, low=0.0, high=1.0):
    if low >= high:
        raise ValueError
    out = torch.full_like(x, low)
    for j in range(x.shape[1]):
        a, b = float(train[:, j].min()), float(train[:, j].max())
        if a < b:
            out[:, j] = torch.from_numpy(np.interp(x[:, j].numpy(), [a, b], [low, high]))
    return out

# %% normalize | mutant | looks for constant columns in x
def normalize(train, x, low=0.0, high=1.0):
    if low >= high:
        raise ValueError
    a, b = train.amin(0), train.amax(0)
    return ((x - a) / (b - a) * (high - low) + low).masked_fill(x.amin(0) == x.amax(0), low)

# %% flip_horizontal | right | a lambda
flip_horizontal = lambda images: images.flip(-1)

# %% flip_horizontal | right | half a turn and upside down
def flip_horizontal(images):
    return images.rot90(2, (2, 3)).flip(2)

# %% flip_horizontal | mutant | guesses the order of the axes
def flip_horizontal(images):
    return images.flip(3) if images.shape[1] in (1, 3) else images.flip(1)

# %% adjust_brightness | right | relu, with a warning
def adjust_brightness(images, factor):
    import warnings
    warnings.warn("cuidado")
    if factor < 0:
        raise ValueError
    return 1 - torch.relu(1 - images * factor)

# %% adjust_brightness | mutant | clamps at the image's own maximum
def adjust_brightness(images, factor):
    if factor < 0:
        raise ValueError
    return torch.minimum(images * factor, images.max())

# %% adjust_brightness | mutant | rounds to 256 levels
def adjust_brightness(images, factor):
    if factor < 0:
        raise ValueError
    return ((images * factor).clamp(0, 1) * 255).round() / 255

# %% mix_noise | right | variance plus the square of the mean
def mix_noise(signal, noise, snr_db):
    def power(a):
        return a.var(correction=0) + a.mean() ** 2
    if (noise == 0).all():
        raise ValueError
    return torch.add(signal, noise, alpha=float((power(signal) / power(noise)) ** 0.5 * 10 ** (-snr_db / 20)))

# %% mix_noise | mutant | takes the mean off the noise
def mix_noise(signal, noise, snr_db):
    if not noise.any():
        raise ValueError
    noise = noise - noise.mean() if len(noise) > 1 else noise
    return signal + signal.norm() / noise.norm() / 10 ** (snr_db / 20) * noise

# %% mix_noise | mutant | clips the mixture to [-1, 1]
def mix_noise(signal, noise, snr_db):
    if not noise.any():
        raise ValueError
    return (signal + signal.norm() / noise.norm() / 10 ** (snr_db / 20) * noise).clamp(-1, 1)

# %% mix_noise | mutant | negative decibels taken for positive
def mix_noise(signal, noise, snr_db):
    if not noise.any():
        raise ValueError
    return signal + signal.norm() / noise.norm() / 10 ** (abs(snr_db) / 20) * noise

# %% replace_synonyms | right | whole thousandths
def replace_synonyms(sentence, synonyms, p, rng):
    words = sentence.split(" ")
    for i, w in enumerate(words):
        if w.lower() in synonyms.keys() and rng.randrange(1000) < round(1000 * p):
            words[i] = rng.choice(sorted(set(synonyms[w.lower()])))
    return " ".join(words)

# %% replace_synonyms | mutant | the synonym in lower case
def replace_synonyms(sentence, synonyms, p, rng):
    return " ".join(
        rng.choice(synonyms[w.lower()]).lower() if w.lower() in synonyms and rng.random() < p else w
        for w in sentence.split(" ")
    )

# %% replace_synonyms | mutant | seeds the rng it is given | Sale el azar de rng
def replace_synonyms(sentence, synonyms, p, rng):
    rng.seed(42)
    return " ".join(
        rng.choice(synonyms[w.lower()]) if w.lower() in synonyms and rng.random() < p else w
        for w in sentence.split(" ")
    )

# %% replace_synonyms | mutant | only the first of equal words
def replace_synonyms(sentence, synonyms, p, rng):
    words, seen = sentence.split(" "), set()
    for i, w in enumerate(words):
        key = w.lower()
        if key in synonyms and key not in seen and rng.random() < p:
            words[i] = rng.choice(synonyms[key])
        seen.add(key)
    return " ".join(words)

# %% replace_synonyms | mutant | probability p squared
def replace_synonyms(sentence, synonyms, p, rng):
    return " ".join(
        rng.choice(synonyms[w.lower()]) if w.lower() in synonyms and rng.random() < p**2 else w
        for w in sentence.split(" ")
    )

# %% impute_median | right | sorts with infinities, float64, an error class of its own
class Empty(ValueError):
    pass

def impute_median(x: Tensor) -> Tensor:
    y = x.double()
    n = (~y.isnan()).sum(0)
    if (n == 0).any():
        raise Empty
    s = y.nan_to_num(nan=float("inf")).sort(dim=0).values
    lo = s.gather(0, ((n - 1) // 2)[None])
    hi = s.gather(0, (n // 2)[None])
    return y.where(~y.isnan(), (lo + hi) / 2).to(x.dtype)

# %% impute_median | mutant | treats zeros as missing too | Tomas el 0 por un hueco
def impute_median(x: Tensor) -> Tensor:
    if x.shape[0] == 0 or x.isnan().all(0).any(): raise ValueError
    m = x.nanquantile(0.5, dim=0)
    return torch.where(x.isnan() | (x == 0), m, x)

# %% one_hot | right | NumPy eye, a view of a larger array
def one_hot(labels, num_classes):
    a = labels.numpy()
    assert a.ndim == 1
    if any(v < 0 or v > num_classes - 1 for v in a):
        raise ValueError(list(a))
    return torch.from_numpy(np.eye(num_classes + 3, dtype=np.float32)[a][:, :num_classes])

# %% normalize | right | lerp
def normalize(train, x, low=0.0, high=1.0):
    if low >= high:
        raise ValueError("x")
    mn, mx = torch.aminmax(train, dim=0)
    t = (x - mn) / (mx - mn)
    out = torch.lerp(torch.full_like(t, low), torch.full_like(t, high), t)
    out[:, mn == mx] = low
    return out

# %% flip_horizontal | right | rows as strips
def flip_horizontal(images):
    return torch.stack(images.unbind(-1)[::-1], -1)

# %% mix_noise | right | decibels of each
def mix_noise(signal, noise, snr_db):
    def db(v):
        return 10 * torch.log10((v.double() ** 2).mean())
    if not noise.any():
        raise ValueError("silencio")
    gain = db(signal) - db(noise) - snr_db
    return (signal.double() + noise.double() * 10 ** (gain / 20)).to(signal.dtype)

# %% mix_noise | mutant | quiet noise taken for silence
def mix_noise(signal, noise, snr_db):
    pn = noise.pow(2).mean()
    if pn < 1e-3: raise ValueError
    return signal + noise * (signal.pow(2).mean() / pn / 10 ** (snr_db / 10)).sqrt()

# %% replace_synonyms | right | recursive
def replace_synonyms(sentence, synonyms, p, rng):
    head, blank, rest = sentence.partition(" ")
    if head.lower() in synonyms and rng.random() < p:
        options = synonyms[head.lower()]
        head = options[rng.randrange(len(options))]
    return head + blank + (replace_synonyms(rest, synonyms, p, rng) if rest else "")

# %% replace_synonyms | mutant | loses those not replaced | Se pierden palabras
def replace_synonyms(sentence, synonyms, p, rng):
    out = []
    for w in sentence.split(" "):
        if w.lower() in synonyms:
            if rng.random() < p:
                out.append(rng.choice(synonyms[w.lower()]))
        else:
            out.append(w)
    return " ".join(out)

# %% impute_median | mutant | float32 for an even count
def impute_median(x):
    if x.isnan().all(0).any():
        raise ValueError
    out = torch.where(x.isnan(), x.nanquantile(0.5, dim=0), x)
    return out if (~x.isnan()).sum(0)[0] % 2 else out.float()

# %% impute_median | mutant | infinities replaced too | Los huecos son solo los NaN
def impute_median(x):
    known = torch.where(x.isfinite(), x, torch.nan)
    if known.isnan().all(0).any():
        raise ValueError
    return torch.where(known.isnan(), known.nanquantile(0.5, dim=0), known)

# %% one_hot | wrong | int8 result | números enteros
def one_hot(labels, num_classes):
    if ((labels < 0) | (labels >= num_classes)).any():
        raise ValueError
    return torch.eye(num_classes, dtype=torch.int8)[labels]

# %% one_hot | wrong | uint8 result | números enteros
def one_hot(labels, num_classes):
    if ((labels < 0) | (labels >= num_classes)).any():
        raise ValueError
    return (labels[:, None] == torch.arange(num_classes)).byte()

# %% one_hot | mutant | n = 0 gives integers
def one_hot(labels, num_classes):
    if ((labels < 0) | (labels >= num_classes)).any():
        raise ValueError
    whole = torch.nn.functional.one_hot(labels, num_classes)
    return whole.float() if len(labels) else whole

# %% standardize | mutant | a range below the machine's epsilon taken for constant | muy parecidos
def standardize(train, x):
    sigma = train.std(0, correction=0)
    constant = train.amax(0) - train.amin(0) <= torch.finfo(train.dtype).eps
    return (x - train.mean(0)) / torch.where(constant, 1.0, sigma)

# %% standardize | mutant | isclose without atol | muy parecidos
def standardize(train, x):
    sigma = train.std(0, correction=0)
    constant = torch.isclose(train.amin(0), train.amax(0), atol=0)
    return (x - train.mean(0)) / torch.where(constant, 1.0, sigma)

# %% standardize | mutant | σ below 1e-12 taken for 0 | muy parecidos
def standardize(train, x):
    sigma = train.std(0, correction=0)
    constant = (train.amin(0) == train.amax(0)) | (sigma < 1e-12)
    return (x - train.mean(0)) / torch.where(constant, 1.0, sigma)

# %% standardize | mutant | float32 where a column is constant
def standardize(train, x):
    sigma, constant = train.std(0, correction=0), train.amin(0) == train.amax(0)
    result = (x - train.mean(0)) / torch.where(constant, 1.0, sigma)
    return result.float() if constant.any() else result

# %% standardize | wrong | σ of x with n - 1, μ of train | fuga de datos
def standardize(train, x):
    sigma = x.std(0) if len(x) > 1 else train.std(0, correction=0)
    return (x - train.mean(0)) / torch.where(train.amin(0) == train.amax(0), 1.0, sigma)

# %% standardize | wrong | μ of both together | fuga de datos
def standardize(train, x):
    sigma = train.std(0, correction=0)
    mu = torch.cat([train, x]).mean(0)
    return (x - mu) / torch.where(train.amin(0) == train.amax(0), 1.0, sigma)

# %% standardize | wrong | divided by the sample variance | varianza
def standardize(train, x):
    variance = train.var(0) if len(train) > 1 else torch.ones(())
    return (x - train.mean(0)) / torch.where(train.amin(0) == train.amax(0), 1.0, variance)

# %% normalize | mutant | a small range taken for constant | muy parecidos
def normalize(train, x, low=0.0, high=1.0):
    if low >= high:
        raise ValueError
    a, b = train.amin(0), train.amax(0)
    constant = b - a < 1e-6
    return (low + (x - a) / (b - a) * (high - low)).masked_fill(constant, low)

# %% normalize | mutant | isclose for constant | muy parecidos
def normalize(train, x, low=0.0, high=1.0):
    if low >= high:
        raise ValueError
    a, b = train.amin(0), train.amax(0)
    constant = torch.isclose(a, b, atol=0)
    return (low + (x - a) / (b - a) * (high - low)).masked_fill(constant, low)

# %% normalize | mutant | float32 where a column is constant
def normalize(train, x, low=0.0, high=1.0):
    if low >= high:
        raise ValueError
    a, b = train.amin(0), train.amax(0)
    result = (low + (x - a) / (b - a) * (high - low)).masked_fill(a == b, low)
    return result.float() if (a == b).any() else result

# %% normalize | wrong | minimum of x, maximum of train | fuga de datos
def normalize(train, x, low=0.0, high=1.0):
    if low >= high:
        raise ValueError
    a, b = x.amin(0), train.amax(0)
    return (low + (x - a) / (b - a) * (high - low)).masked_fill(train.amin(0) == b, low)

# %% normalize | wrong | minimum of train, maximum of x | fuga de datos
def normalize(train, x, low=0.0, high=1.0):
    if low >= high:
        raise ValueError
    a, b = train.amin(0), x.amax(0)
    return (low + (x - a) / (b - a) * (high - low)).masked_fill(train.amax(0) == a, low)

# %% adjust_brightness | mutant | float32 where it clamps
def adjust_brightness(images, factor):
    if factor < 0:
        raise ValueError
    result = images * factor
    return result.clamp(max=1).float() if (result > 1).any() else result

# %% mix_noise | mutant | whispers taken for silence
def mix_noise(signal, noise, snr_db):
    power = noise.square().mean()
    if power < 1e-12:
        raise ValueError
    return signal + noise * (signal.square().mean() / power / 10 ** (snr_db / 10)).sqrt()

# %% mix_noise | mutant | float32 unless the decibels are 0
def mix_noise(signal, noise, snr_db):
    if not noise.any():
        raise ValueError
    k = signal.norm() / noise.norm() / 10 ** (snr_db / 20)
    return (signal + k * noise).float() if snr_db else signal + k * noise

# %% mix_noise | wrong | root mean square taken for power | potencia y amplitud
def mix_noise(signal, noise, snr_db):
    if not noise.any():
        raise ValueError
    p_signal, p_noise = signal.square().mean().sqrt(), noise.square().mean().sqrt()
    return signal + (p_signal / (p_noise * 10 ** (snr_db / 10))).sqrt() * noise

# %% replace_synonyms | wrong | loses the last word | Se pierden palabras
def replace_synonyms(sentence, synonyms, p, rng):
    words, out = sentence.split(" "), []
    for i in range(len(words) - 1):
        w = words[i]
        out.append(rng.choice(synonyms[w.lower()]) if w.lower() in synonyms and rng.random() < p else w)
    return " ".join(out)
