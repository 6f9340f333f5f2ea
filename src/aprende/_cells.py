"""Keep the names of a notebook's test cells apart from the student's; note which cells passed.

The student's code and the tests share one set of global names. While a test cell runs, its names
are its own: ``sum = 0`` in an answer breaks no test, a test's ``power`` replaces no helper that the
answer calls, and after the cell all is as the student left it. Names with a leading ``_`` stay.
"""

import builtins
import contextlib
import functools
import inspect
import sys
from collections.abc import Iterator
from types import CodeType, MethodType
from typing import Any

_MISSING = object()
LARGEST = 100  # things in a list or dict of functions


class Names:
    """The names of one test cell and the student's, in the scope that both use.

    Parameters
    ----------
    scope : dict
        The global names, as they are when the test begins.
    cell : str
        What tells the test cell from others.
    """

    def __init__(self, scope: dict[str, Any], cell: str):
        self.scope, self.cell = scope, cell
        self.students = {n: value for n, value in scope.items() if not n.startswith("_")}
        for name in self.students.keys() & vars(builtins).keys():
            del scope[name]  # the test's `len` is Python's own

    @contextlib.contextmanager
    def lent(self, answer: Any) -> Iterator[None]:
        """Let an answer find its own names while it runs, and keep what it changes in them."""
        used = self._used_by(answer)
        tests = {name: self.scope.get(name, _MISSING) for name in used}
        self._put({name: self.students.get(name, _MISSING) for name in used & self.students.keys()})
        try:
            yield
        finally:
            for name in used & self.students.keys():
                self.students[name] = self.scope.get(name, _MISSING)
            self._put({name: tests[name] for name in used & self.students.keys()})

    def end(self) -> None:
        """Leave the scope as the student had it."""
        for name in self.scope.keys() - self.students.keys():
            if not name.startswith("_"):
                del self.scope[name]
        self._put(self.students)

    def _put(self, values: dict[str, Any]) -> None:
        for name, value in values.items():
            if value is _MISSING:
                self.scope.pop(name, None)
            else:
                self.scope[name] = value

    def _used_by(self, answer: Any) -> set[str]:
        """Global names in the answer's code, and in the code of the helpers that they name."""
        found, waiting, used = set(), [answer], set()
        while waiting:
            thing = waiting.pop()
            if id(thing) in found:
                continue
            found.add(id(thing))
            waiting += _parts(thing)
            if inspect.isclass(thing):
                waiting += [part for base in thing.__mro__ for part in vars(base).values()]
            elif getattr(thing, "__globals__", None) is self.scope:
                names = set(_names(thing.__code__))
                used |= names
                waiting += [self.students[name] for name in names & self.students.keys()]
        return used


def _parts(thing: Any) -> list:
    """What a thing may call without naming it: what it decorates, encloses, holds, is bound to."""
    if isinstance(thing, property):
        return [thing.fget, thing.fset]
    if isinstance(thing, staticmethod | classmethod):
        return [thing.__func__]
    if isinstance(thing, functools.partial):
        return [thing.func, *thing.args, *thing.keywords.values()]
    if isinstance(thing, dict | list | tuple):
        held = list(thing.values() if isinstance(thing, dict) else thing)
        return held if len(held) <= LARGEST else []  # longer ones hold data
    parts = []
    for cell in getattr(thing, "__closure__", None) or ():
        with contextlib.suppress(ValueError):  # still empty
            parts.append(cell.cell_contents)
    if "__wrapped__" in getattr(thing, "__dict__", {}):
        parts.append(vars(thing)["__wrapped__"])
    if isinstance(thing, MethodType):
        parts.append(type(thing.__self__))
    elif inspect.isfunction(inspect.getattr_static(type(thing), "__call__", None)):
        parts.append(type(thing))
    return parts


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


# Changed in place, never bound anew: the corrector takes a module that changes for a tampered one.
_running: list[Names] = []  # the test cell that runs, if one does
_judged: dict[str, Any] = {}  # exercises that it judges -> their answers
_results: dict[str, tuple[Any, dict[str, bool]]] = {}  # -> the answer, and each cell's result


def begin(scope: dict[str, Any], cell: str, exercise: str) -> Names:
    """Begin a test cell, if this is the first answer that it asks for; note what it judges."""
    if not _running or _running[0].scope is not scope or _running[0].cell != cell:
        _running[:] = [Names(scope, cell)]
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if shell is not None and shell.user_ns is scope:
        _judged[exercise] = scope.get(exercise)
        if _after_cell not in shell.events.callbacks["post_run_cell"]:
            shell.events.register("post_run_cell", _after_cell)
    return _running[0]


def end() -> None:
    """End the test cell that runs, if one does."""
    if _running:
        _running.pop().end()


def _after_cell(result: Any) -> None:
    end()
    for exercise, answer in _judged.items():
        judged, cells = _results.get(exercise, (None, {}))
        if judged is not answer:  # the answer was written anew since
            cells = {}
        _results[exercise] = answer, {**cells, result.info.raw_cell: result.success}
    _judged.clear()


def results(exercise: str, answer: Any) -> list[bool]:
    """Say of each test cell that has judged this answer whether it passed when it last ran."""
    judged, cells = _results.get(exercise, (None, {}))
    return list(cells.values()) if judged is answer else []
