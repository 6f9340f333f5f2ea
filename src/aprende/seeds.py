"""Seeds: the same run twice."""

import random
from numbers import Integral

import numpy as np
import torch


def set_seed(seed: int) -> torch.Generator:
    """Seed Python, NumPy and PyTorch, and give a generator of its own for shuffling.

    What a seed does not fix: another version of PyTorch, another processor or another number of
    threads may still add in another order and differ in the last digits.

    Parameters
    ----------
    seed : int
        Any integer from 0 to 2**32 - 1.

    Returns
    -------
    torch.Generator
        A new CPU generator with that seed, to give to a ``DataLoader``.

    Raises
    ------
    TypeError
        If ``seed`` is no whole number.
    ValueError
        If ``seed`` is outside that range.
    """
    if not isinstance(seed, Integral):
        raise TypeError(f"seed: se esperaba un número entero y ha llegado {seed!r}")
    if not 0 <= seed < 2**32:
        raise ValueError(f"seed: se esperaba un entero de 0 a 2**32 - 1 y ha llegado {seed}")
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    return torch.Generator().manual_seed(seed)
