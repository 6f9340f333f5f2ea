"""Compare what an answer gave with what was expected, and write both for a message."""

import copy
import math
import numbers
import random
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor

MAX_SHOWN = 24  # a tensor of more elements is described, not shown
MAX_TEXT = 300  # characters of any other value, or of an error's own message

PLAIN = {
    tuple: lambda value: tuple.__getitem__(value, slice(None)),
    list: lambda value: list.__getitem__(value, slice(None)),
    **{dict: dict.copy, str: str.__str__, int: int.__int__, float: float.__float__},
}

# Relative and absolute tolerances where a test names none: those of torch.testing.
TOLERANCES = {
    torch.float16: (1e-3, 1e-5),
    torch.bfloat16: (1.6e-2, 1e-5),
    torch.float32: (1.3e-6, 1e-5),
    torch.float64: (1e-7, 1e-7),
}


def show(value: Any) -> str:
    """Write a value for a message: small tensors in full, large ones by shape and type."""
    if type(value) is not Tensor:
        return re.sub(r" at 0x[0-9a-f]+", "", shorten(value, lambda v: repr(rounded(v))))
    about = f"{dtype_name(value.dtype)}, forma {tuple(value.shape)}"
    if value.numel() > MAX_SHOWN or not is_plain(value):
        return f"tensor ({about})"
    return f"{rounded(value.detach().tolist())} ({about})"


def is_plain(value: Any) -> bool:
    """Say whether it is a tensor and nothing more, whose values lie dense in memory."""
    return type(value) is Tensor and value.layout == torch.strided and value.device.type == "cpu"


def shorten(value: Any, how: Callable[[Any], str]) -> str:
    """Write a value by ``str`` or ``repr``, cut; an object that cannot be written by its type."""
    try:
        text = how(value)
    except Exception:
        return f"un objeto {type(value).__name__}"
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 3] + "..."


def rounded(value: Any) -> Any:
    """Seven digits are enough to read; the comparison itself uses them all."""
    if type(value) is list:
        return [rounded(item) for item in value]
    if type(value) is float and math.isfinite(value):
        return float(f"{value:.7g}")
    return value


def dtype_name(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")


def copy_of(value: Any) -> Any:
    """Copy an argument, so that what the answer does to it stays without effect."""
    if isinstance(value, Tensor):
        return value.detach().clone().requires_grad_(value.requires_grad)
    if type(value) in (list, tuple):
        return type(value)(map(copy_of, value))
    if type(value) is dict:
        return {key: copy_of(item) for key, item in value.items()}
    if isinstance(value, random.Random):
        return copy.copy(value)  # a deep copy goes through 625 numbers one by one
    if isinstance(value, torch.Generator):
        return value.clone_state()  # deepcopy loses a reference to None each time (torch 2.13)
    return copy.deepcopy(value)


def underived(value: Any) -> Any:
    """Give a plain value for one of a kind derived from it: a named tuple is a tuple.

    What its class does in the place of the plain kind has no say.
    """
    if isinstance(value, bool | torch.Size | np.generic):
        return value
    for kind, plain in PLAIN.items():
        if isinstance(value, kind):
            return value if type(value) is kind else plain(value)
    return value


def variants(wrong: Any, whole: bool = False) -> list:
    """List what a mistake may give; a list stands for several values unless it is ``whole``."""
    return wrong if isinstance(wrong, list) and not whole else [wrong]


def is_real(value: Any) -> bool:
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def same(got: Any, expected: Any, rel: float, absolute: float) -> bool:
    """Compare plain values; types first, so that an ``__eq__`` of the student's has no say."""
    if isinstance(expected, float) and is_real(got):
        both_nan = math.isnan(got) and math.isnan(expected)
        return both_nan or math.isclose(got, expected, rel_tol=rel, abs_tol=absolute)
    if type(got) is not type(expected):
        got = underived(got)
    if type(got) is not type(expected):
        return False
    if isinstance(expected, Tensor):
        return got.dtype == expected.dtype and close(got, expected, rel, absolute)
    if isinstance(expected, list | tuple):
        pairs = zip(got, expected, strict=False)
        return len(got) == len(expected) and all(same(*p, rel, absolute) for p in pairs)
    if isinstance(expected, dict):
        alike = got.keys() == expected.keys()
        return alike and all(same(got[key], expected[key], rel, absolute) for key in expected)
    return bool(got == expected)


def close(got: Tensor, other: Any, rtol: float | None, atol: float | None) -> bool:
    """Compare shapes and values, not types."""
    if not (is_plain(got) and is_plain(other)) or got.shape != other.shape:
        return False
    return bool(is_close(got, other, rtol, atol).all())


def is_close(got: Tensor, other: Tensor, rtol: float | None, atol: float | None) -> Tensor:
    """Say of each element whether it is near; NaN is near NaN. Whole numbers must be equal."""
    if not got.dtype.is_floating_point and not other.dtype.is_floating_point:
        return got == other
    pair = [TOLERANCES.get(tensor.dtype, (0.0, 0.0)) for tensor in (got, other)]
    rtol = max(r for r, _ in pair) if rtol is None else rtol
    atol = max(a for _, a in pair) if atol is None else atol
    wide = torch.complex128 if got.is_complex() or other.is_complex() else torch.float64
    a, b = got.detach().to(wide), other.detach().to(wide)
    return torch.isclose(a, b, rtol=rtol, atol=atol, equal_nan=True)
