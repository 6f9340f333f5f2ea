"""Notice when an answer calls the ready-made thing that it was asked to write.

The ready-made thing is found when it is *called*, however it was imported: Python's profiling hook
sees every call of a function, whatever name it goes by, and PyTorch tells of those of its own
functions that C code calls, such as ``functools.partial``. A mention in a comment is no offence.
"""

import contextlib
import inspect
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from types import CodeType, FrameType
from typing import Any

from torch._ops import OpOverload, OpOverloadPacket
from torch.overrides import TorchFunctionMode

# What may not be called just now: for whoever runs an answer in another process.
ACTIVE: list[Callable[..., Any]] = []


class ForbiddenCall(BaseException):
    """An answer called something forbidden; no ``except Exception`` swallows it."""


def _codes(thing: Callable[..., Any]) -> list[CodeType]:
    """Code that runs when a Python function or class is called; none for what is written in C.

    Raises
    ------
    ValueError
        For a class without an ``__init__`` of its own: its parent's would stand for others too.
    """
    if inspect.isclass(thing):
        if "__init__" not in vars(thing):
            raise ValueError(f"{thing.__qualname__} has no __init__ of its own: forbid its parent")
        return [thing.__init__.__code__]
    code = getattr(inspect.unwrap(thing), "__code__", None)
    return [code] if code else []


OPERATORS = (OpOverload, OpOverloadPacket)


class _Told(TorchFunctionMode):
    """Hears of every call of a function of PyTorch's."""

    def __init__(self, things: Sequence[Any], note: Callable[[str], None]):
        super().__init__()
        # Operators, "aten::mse_loss", go by the name of the function in C that is one with them.
        self.operators = {thing.__name__ for thing in things if not _codes(thing)}
        self.things, self.note = frozenset(things), note

    def __torch_function__(
        self, function: Any, types: Any, args: tuple = (), kwargs: dict | None = None
    ) -> Any:
        """Call the function, if it may be called."""
        # No call but what has to be: Python's hook watches this too.
        if function in self.things:
            self.note(function.__name__)
        if function.__class__ in OPERATORS:
            name = function.__name__.split(".")[0]  # "mse_loss.default"
            if name in self.operators:
                self.note(name)
        return function(*args, **(kwargs or {}))


@contextlib.contextmanager
def forbid(*things: Callable[..., Any]) -> Iterator[list[str]]:
    """Make calls of some functions and classes fail inside a ``with`` block.

    Parameters
    ----------
    things : functions, builtins, methods or classes
        Whatever is not to be called. A class is caught where it is instantiated, and so are those
        derived from it if they call its ``__init__``.

    Yields
    ------
    list of str
        Names of what was called; not empty even where the answer swallowed the failure.

    Raises
    ------
    ForbiddenCall
        Inside the block, at the forbidden call.
    """
    by_code = {code: _name(thing) for thing in things for code in _codes(thing)}
    # Nor may an answer switch off what watches it.
    builtins: dict[str, list[Any]] = {}
    for thing in (*things, sys.setprofile):
        if not _codes(thing):
            builtins.setdefault(getattr(thing, "__name__", ""), []).append(thing)
    torchs = [thing for thing in things if _is_torchs(thing)]
    called: list[str] = []
    own = sys._getframe()

    def note(name: str) -> None:
        called.append(name)
        raise ForbiddenCall(name)

    def on_call(frame: FrameType, event: str, arg: Any) -> None:
        name = None
        if event == "call":
            name = by_code.get(frame.f_code)
        elif event == "c_call" and frame is not own:
            alike = builtins.get(arg.__name__, ())
            name = next((_name(thing) for thing in alike if _is(arg, thing)), None)
        if name is not None:
            note(name)

    previous, in_threads = sys.getprofile(), threading.getprofile()
    outer = ACTIVE[:]
    ACTIVE.extend(things)
    with _Told(torchs, note) if torchs else contextlib.nullcontext():
        threading.setprofile(on_call if things else in_threads)
        sys.setprofile(on_call if things else previous)
        try:
            yield called
        finally:
            sys.setprofile(previous)
            threading.setprofile(in_threads)
            ACTIVE[:] = outer


def _is_torchs(thing: Any) -> bool:
    """Whether a thing is a function or method of PyTorch's."""
    module = getattr(thing, "__module__", None) or "torch"  # C functions name none
    return not inspect.isclass(thing) and module.split(".")[0] == "torch"


def _name(thing: Any) -> str:
    name = getattr(thing, "__qualname__", None) or repr(thing)
    return name.replace("_VariableFunctionsClass.", "torch.").replace("TensorBase.", "Tensor.")


def _is(called: Any, thing: Any) -> bool:
    """Whether a C function that was called is this one, or this method bound to an object."""
    if called is thing or called.__name__ != getattr(thing, "__name__", None):
        return called is thing
    owner = getattr(called, "__self__", None)
    return called == thing or getattr(type(owner), called.__name__, None) is thing
