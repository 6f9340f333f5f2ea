"""Notice when an answer calls the ready-made thing that it was asked to write.

The ready-made thing is found when it is *called*, however it was imported: Python's profiling hook
sees every call of a function, whatever name it goes by. A mention in a comment is no offence.
"""

import contextlib
import inspect
import sys
from collections.abc import Callable, Iterator
from types import CodeType, FrameType
from typing import Any

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
    by_code = {code: thing.__qualname__ for thing in things for code in _codes(thing)}
    # Nor may an answer switch off what watches it.
    builtins = [thing for thing in (*things, sys.setprofile) if not _codes(thing)]
    called: list[str] = []
    own = sys._getframe()

    def on_call(frame: FrameType, event: str, arg: Any) -> None:
        name = None
        if event == "call":
            name = by_code.get(frame.f_code)
        elif event == "c_call" and frame is not own:
            name = next((_name(thing) for thing in builtins if _is(arg, thing)), None)
        if name is not None:
            called.append(name)
            raise ForbiddenCall(name)

    previous = sys.getprofile()
    outer = ACTIVE[:]
    ACTIVE.extend(things)
    sys.setprofile(on_call if things else previous)
    try:
        yield called
    finally:
        sys.setprofile(previous)
        ACTIVE[:] = outer


def _name(thing: Any) -> str:
    return getattr(thing, "__qualname__", None) or repr(thing)


def _is(called: Any, thing: Any) -> bool:
    """Whether a C function that was called is this one, or this method bound to an object."""
    if called is thing or called.__name__ != getattr(thing, "__name__", None):
        return called is thing
    owner = getattr(called, "__self__", None)
    return called == thing or getattr(type(owner), called.__name__, None) is thing
