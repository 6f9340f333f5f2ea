"""Turn plain values into what :mod:`corrector.line` sends, and back: nothing else, nothing is run.

What has no plain form arrives as an :class:`Opaque` that only tells the name of its type. Reading
never calls code that the other side chose: no pickle, no look-up of names.
"""

import math
import random
from fractions import Fraction
from functools import partial
from types import FunctionType, MethodType
from typing import Any

import numpy as np
import torch
from torch import Tensor

from aprende._compare import underived

DEEPEST = 20  # levels of lists in lists
DTYPES = {
    str(dtype).removeprefix("torch."): dtype
    for dtype in (
        *(torch.float16, torch.bfloat16, torch.float32, torch.float64),
        *(torch.complex64, torch.complex128, torch.bool, torch.uint8),
        *(torch.int8, torch.int16, torch.int32, torch.int64),
    )
}
ARRAYS = frozenset("?bhilqBHILQefdFD")  # NumPy's kinds of plain numbers


class NotPlain(TypeError):
    """A value has no plain form, and its sender insists on one."""


class Opaque:
    """Stands for a value that did not pass; its class bears the name of the value's type."""

    def __init__(self, text: str):
        self.text = text

    def __repr__(self) -> str:
        return self.text


def opaque(name: str, text: str) -> Opaque:
    """Make a stand-in for a value of another type."""
    return type(name[:100], (Opaque,), {"__module__": "builtins"})(text[:500])


class Plain:
    """Turn values into JSON and bytes, and back.

    Parameters
    ----------
    strict : bool
        Raise :class:`NotPlain` for what has no plain form, instead of sending its type's name.
    functions : list, optional
        Where functions among the values are kept; they are sent as their number. Without it,
        functions have no plain form.
    """

    def __init__(self, strict: bool = False, functions: list | None = None):
        self.strict, self.functions = strict, functions
        self.blobs: list[bytes] = []
        self.tensors: list[Tensor] = []

    def encode(self, value: Any, depth: int = 0) -> Any:
        """Give the JSON form of a value; bytes go to ``blobs``, the tensors met to ``tensors``."""
        kind = type(value)
        if depth > DEEPEST:
            return self.other(value)
        if value is None or kind in (bool, str):
            return value
        if kind is int:
            return value if abs(value) < 2**53 else {"": "int", "v": str(value)}
        if kind is float:
            return value if math.isfinite(value) else {"": "float", "v": repr(value)}
        if kind is Fraction:
            return {"": "fraction", "v": [str(value.numerator), str(value.denominator)]}
        if kind is complex:
            return {"": "complex", "v": [repr(value.real), repr(value.imag)]}
        if kind is bytes:
            return {"": "bytes", "b": self.blob(value)}
        if kind in (list, tuple, torch.Size, set, frozenset):
            return {"": kind.__name__, "v": [self.encode(item, depth + 1) for item in value]}
        if kind is dict:
            pairs = [
                [self.encode(k, depth + 1), self.encode(v, depth + 1)] for k, v in value.items()
            ]
            return {"": "dict", "v": pairs}
        # An answer may give parameters; a test that gives them wants the objects themselves.
        if kind is Tensor or (kind is torch.nn.Parameter and not self.strict):
            return self.tensor(value)
        if isinstance(value, np.ndarray | np.generic) and kind.__module__ == "numpy":
            return self.array(value)
        if kind is torch.Generator:
            return {"": "generator", "b": self.blob(value.get_state().numpy().tobytes())}
        if kind is random.Random:
            version, numbers, gauss = value.getstate()
            return {"": "random", "v": [version, list(numbers), gauss]}
        if kind is torch.dtype:
            return {"": "dtype", "v": str(value).removeprefix("torch.")}
        # A named tuple is a tuple, an OrderedDict a dict, an IntEnum a number; as with parameters.
        plain = value if self.strict else underived(value)
        return self.other(value) if plain is value else self.encode(plain, depth)

    def other(self, value: Any) -> Any:
        """Give the form of what is not plain."""
        if self.functions is not None and isinstance(value, FunctionType | MethodType | partial):
            self.functions.append(value)
            return {"": "function", "v": len(self.functions) - 1}
        if self.strict:
            raise NotPlain(type(value).__name__)
        try:
            text = repr(value)
        except BaseException:
            text = f"<{type(value).__name__}>"
        return {"": "opaque", "v": [type(value).__name__, str(text)[:500]]}

    def blob(self, data: bytes) -> int:
        """Keep bytes; give their number."""
        self.blobs.append(data)
        return len(self.blobs) - 1

    def tensor(self, value: Tensor) -> Any:
        """Give the form of a dense tensor on the processor."""
        name = str(value.dtype).removeprefix("torch.")
        if value.layout != torch.strided or value.device.type != "cpu" or name not in DTYPES:
            return self.other(value)
        self.tensors.append(value)
        dense = value.detach().resolve_conj().resolve_neg().contiguous()
        data = dense.reshape(-1).view(torch.uint8).numpy().tobytes() if dense.numel() else b""
        return {
            "": "tensor",
            "v": [name, list(value.shape), bool(value.requires_grad)],
            "b": self.blob(data),
        }

    def array(self, value: Any) -> Any:
        """Give the form of a NumPy array or number."""
        if value.dtype.char not in ARRAYS:
            return self.other(value)
        dense = np.ascontiguousarray(value)
        scalar = isinstance(value, np.generic)
        return {
            "": "array",
            "v": [dense.dtype.str, list(np.shape(value)), scalar],
            "b": self.blob(dense.tobytes()),
        }

    def decode(self, form: Any, blobs: list[bytes], call: Any = None) -> Any:
        """Give the value of a JSON form.

        Parameters
        ----------
        form : object
            What :meth:`encode` gave.
        blobs : list of bytes
            The bytes it mentions.
        call : callable, optional
            Makes a function out of the number of one of the other side's.

        Raises
        ------
        ValueError, TypeError, KeyError, IndexError, OverflowError
            If it is not of that form.
        """
        if form is None or type(form) in (bool, int, float, str):
            return form
        kind, value = form[""], form.get("v")

        def items() -> list:
            return [self.decode(item, blobs, call) for item in value]

        def grouped() -> Any:
            return {"list": list, "tuple": tuple, "Size": torch.Size, "set": set}.get(
                kind, frozenset
            )(items())

        if kind in ("list", "tuple", "Size", "set", "frozenset"):
            return grouped()
        if kind == "dict":
            return {self.decode(k, blobs, call): self.decode(v, blobs, call) for k, v in value}
        if kind == "int":
            return int(value) if len(value) < 4000 else opaque("int", "…")
        if kind == "float":
            return float(value)
        if kind == "fraction":
            if max(map(len, value)) >= 4000:
                return opaque("Fraction", "…")
            top, bottom = map(int, value)
            if bottom == 0:
                raise ValueError("a fraction of zero")
            return Fraction(top, bottom)
        if kind == "complex":
            return complex(float(value[0]), float(value[1]))
        if kind == "bytes":
            return blobs[form["b"]]
        if kind == "tensor":
            return self.tensor_of(value, blobs[form["b"]])
        if kind == "array":
            dtype = np.dtype(value[0])
            if dtype.char not in ARRAYS:
                raise ValueError(value[0])
            array = np.frombuffer(blobs[form["b"]], dtype).reshape(value[1]).copy()
            return array[()] if value[2] else array
        if kind == "generator":
            generator = torch.Generator()
            generator.set_state(torch.frombuffer(bytearray(blobs[form["b"]]), dtype=torch.uint8))
            return generator
        if kind == "random":
            source = random.Random()
            source.setstate((value[0], tuple(value[1]), value[2]))
            return source
        if kind == "dtype":
            return DTYPES[value]
        if kind == "function":
            return call(int(value))
        return opaque(str(value[0]), str(value[1]))

    def tensor_of(self, value: list, data: bytes) -> Tensor:
        """Make a tensor; it remembers whether the other side's wanted a gradient."""
        name, shape, wants_gradient = value
        dtype = DTYPES[name]
        flat = (
            torch.frombuffer(bytearray(data), dtype=dtype) if data else torch.empty(0, dtype=dtype)
        )
        tensor = flat.reshape(shape)
        if wants_gradient and (dtype.is_floating_point or dtype.is_complex):
            tensor.requires_grad_()
        self.tensors.append(tensor)
        return tensor
