"""Tests that need more than plain values: run beside the answer, in a fork of the judge, on guard.

The student's cells run first. Then what a test relies on is put back as it was before any of them:
modules, classes, functions' code, hooks of Python. The test runs; then it has to fail on an answer
that is surely wrong; and nothing that it relies on may have changed meanwhile. Somebody who knows
this code could still get past it from inside the same process: :mod:`corrector.judging` is the
real boundary, and this is for what cannot pass it.
"""

import builtins
import contextlib
import gc
import os
import re
import select
import signal
import socket
import sys
import threading
import types
from functools import cache
from typing import Any

from corrector.gate import Guarded, careful, reaches_in, without_magics
from corrector.kernel import quiet
from corrector.line import REFUSED, Closed, receive, send
from corrector.warm import out_of_reach

# What tests and checks are made of. Whole packages, but for torch's compilers, which no test runs.
GUARDED = (
    *("aprende", "torch", "numpy", "math", "random", "builtins", "copy", "inspect", "itertools"),
    *("contextlib", "warnings", "traceback", "types", "typing", "signal", "threading", "zlib"),
    *("functools", "operator", "collections", "io", "linecache", "string", "re", "corrector"),
)
# What no honest answer changes while a test runs; torch itself changes much else.
JUDGING = re.compile(
    r"aprende\.|(torch|torch\.nn\.functional|math|random|copy|builtins)\.[a-z]\w*$"
    r"|(Tensor|Random)\.\w+$"
)
UNGUARDED = ("torch._inductor", "torch._dynamo", "torch.distributed", "torch.onnx", "torch.fx")


class Snapshot:
    """How the modules that tests rely on were before a student's code ran."""

    def __init__(self) -> None:
        self.modules = {
            name: module
            for name, module in list(sys.modules.items())
            if name.split(".")[0] in GUARDED
            and isinstance(module, types.ModuleType)
            and not name.startswith(UNGUARDED)
        }
        self.owners: dict[int, tuple[Any, dict[str, Any]]] = {}
        self.functions: dict[int, tuple[types.FunctionType, tuple]] = {}
        for module in self.modules.values():
            self._keep(module)
            for value in list(vars(module).values()):
                if isinstance(value, type) and not isinstance(value.__dict__, dict):
                    self._keep(value)
        self.hooks = self._hooks()

    def _keep(self, owner: Any) -> None:
        """Remember a module's or a class's attributes, and the code of its functions."""
        if id(owner) in self.owners:
            return
        self.owners[id(owner)] = (owner, dict(vars(owner)))
        for value in vars(owner).values():
            function = value.__func__ if isinstance(value, staticmethod | classmethod) else value
            if isinstance(function, property):
                function = function.fget
            if isinstance(function, types.FunctionType):
                self.functions[id(function)] = (function, _insides(function))

    @staticmethod
    def _hooks() -> dict[str, Any]:
        names = ("displayhook", "excepthook", "unraisablehook", "meta_path", "path_hooks")
        return {name: getattr(sys, name) for name in names}

    def differences(self) -> list[str]:
        """Name what is no longer as it was; and put it back."""
        found = []
        sys.settrace(None)
        sys.setprofile(None)
        threading.settrace(None)
        threading.setprofile(None)
        signal.setitimer(signal.ITIMER_REAL, 0)
        gc.callbacks.clear()
        for name, value in self.hooks.items():
            setattr(sys, name, value)
        for name, module in self.modules.items():
            if sys.modules.get(name) is not module:
                found.append(name)
                sys.modules[name] = module
        for owner, kept in self.owners.values():
            now = vars(owner)
            # What vars() gives of a module or a class is the real dictionary: none that lies.
            for key in [key for key in kept if now.get(key, kept) is not kept[key]]:
                if key in ("__warningregistry__", "__dict__", "__weakref__", "__doc__"):
                    continue
                with contextlib.suppress(AttributeError, TypeError):
                    setattr(owner, key, kept[key])
                    found.append(f"{getattr(owner, '__name__', owner)}.{key}")
            if isinstance(owner, type) and not owner.__module__.startswith("corrector"):
                for key in [key for key in now if key not in kept and _matters(owner, key)]:
                    with contextlib.suppress(AttributeError, TypeError):
                        delattr(owner, key)
                        found.append(f"{owner.__name__}.{key}")
        for function, kept in self.functions.values():
            if _insides(function)[:3] != kept[:3]:
                function.__code__, function.__defaults__, function.__kwdefaults__ = kept[:3]
                found.append(function.__qualname__)
        for name in vars(builtins).keys() - self.owners[id(builtins)][1].keys():
            if name != "_":
                delattr(builtins, name)
        return found


@cache
def untouched() -> Snapshot:
    """Take the snapshot once: in the warm parent, for all its forks."""
    return Snapshot()


def _insides(function: types.FunctionType) -> tuple:
    return function.__code__, function.__defaults__, function.__kwdefaults__


def _matters(owner: type, key: str) -> bool:
    """Say whether a new attribute of a class changes what the class does."""
    if key.startswith("__"):
        return key not in ("__abstractmethods__", "__annotations__", "__slotnames__")
    return any(key in vars(base) for base in owner.__mro__[1:])  # it hides what was inherited


class Beside:
    """A fork for the tests of one exercise.

    Parameters
    ----------
    exercise : str
        Its name.
    request : dict
        As :class:`corrector.judging.Judge`'s.
    """

    def __init__(self, exercise: str, request: dict):
        self.exercise, self.seconds = exercise, request["seconds"]
        self.refused, self.left_out, cells = "", "", []
        written = needed(exercise, request["cells"])
        for cell in written:
            source, found = cell["source"], ""
            if cell["student"]:
                others = "\n".join(other["source"] for other in written if other is not cell)
                source = without_magics(source, others)
                found = reaches_in(source)
            if not found:
                cells.append(source)
            elif cell["name"] == exercise:
                self.refused = found
            else:
                self.left_out = found
        self.line, theirs = socket.socketpair()
        self.pid = os.fork()
        self.alive = True
        if self.pid == 0:
            try:
                # Nor may it write to the grader in the judge's stead.
                os.closerange(3, theirs.fileno())
                os.closerange(theirs.fileno() + 1, 1 << 20)
                os.setpgid(0, 0)
                out_of_reach(dumpable=1)  # its keeper counts its open files; the judge stays hidden
                quiet()
                serve(theirs, exercise, {**request, "cells": cells})
            finally:
                os._exit(0)
        theirs.close()

    def test(self, name: str, source: str) -> tuple[str, bool]:
        """Run one test; give its message, empty if it passed, and whether the process ended."""
        if self.refused:
            return f"{REFUSED} «{self.refused}». Escríbelo sin ello y entrégalo otra vez.", False
        try:
            send(self.line, {"name": name, "source": source})
            if not select.select([self.line], [], [], self.seconds)[0]:
                self.close()
                return f"La prueba no ha terminado en {self.seconds:g} segundos.", False
            reply, _ = receive(self.line)
            return self.explained(str(reply["message"])), False
        except (Closed, KeyError):
            self.close()
            return (
                "Esta prueba no se ha podido terminar: tu código cerró Python, "
                "o gastó demasiada memoria.",
                True,
            )

    def explained(self, message: str) -> str:
        """Tell a student whose other cell was left out what may be missing."""
        if not message or not self.left_out:
            return message
        told = f"Aquí no se ha ejecutado otra celda tuya, porque usa «{self.left_out}»."
        return f"{message}\n{told} Escríbela sin ello y entrega otra vez."

    def close(self) -> None:
        """Kill the fork."""
        if self.alive:
            self.alive = False
            self.line.close()
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)


def needed(exercise: str, cells: list[dict]) -> list[dict]:
    """Leave out other answers than those that an answer, or one that it names, names."""
    answers = {cell["name"]: cell["source"] for cell in cells if cell["name"]}
    helpers = [cell["source"] for cell in cells if not cell["name"]]
    kept, waiting = {""}, {exercise}
    while waiting:
        kept |= waiting
        text = "\n".join([*helpers, *(answers.get(name, "") for name in kept)])
        words = set(re.findall(r"\w+", text))
        waiting = (answers.keys() & words) - kept
    return [cell for cell in cells if cell["name"] in kept]


def serve(judge: socket.socket, exercise: str, request: dict) -> None:
    """In the fork: run the student's cells, then tests as they come."""
    from corrector.judging import prepared, verdict

    snapshot = untouched()
    student = students_names(request)
    snapshot.differences()
    scope = prepared(request["setup"])
    with contextlib.suppress(Closed):
        while True:
            message, _ = receive(judge)
            scope.pop(exercise, None)
            if exercise in student:
                scope[exercise] = student[exercise]
            snapshot.differences()
            told = verdict(message["source"], scope, message["name"])
            changed = list(filter(JUDGING.match, snapshot.differences()))
            if not told and changed:
                told = "Tu código cambia las funciones de las pruebas mientras se ejecutan."
            if not told:
                doubt = {**scope, exercise: unsolved}
                if not verdict(message["source"], doubt, message["name"]):
                    told = "La prueba ha dejado de probar: algo de tu código la ha cambiado."
            send(judge, {"message": hidden_removed(told, message["source"])})


def unsolved(*args: Any, **kwargs: Any) -> None:
    """Stand for an answer that is surely wrong."""
    raise NotImplementedError


def students_names(request: dict) -> dict[str, Any]:
    """Run the student's cells, set-up included, as IPython would; give the names they made."""
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    shell.user_ns.update(getattr=careful(getattr), setattr=careful(setattr))
    shell.user_ns.update(Guarded.NAMES)
    shell.ast_transformers.append(Guarded())
    for source in request["cells"]:
        with contextlib.suppress(BaseException):
            shell.run_cell(source, store_history=False, silent=True)
    return dict(shell.user_ns)


def hidden_removed(message: str, source: str) -> str:
    """Take lines of the test out of a message that an answer may have read in its own process."""
    secret = {line.strip() for line in source.splitlines() if len(line.strip()) > 12}
    kept = [
        "…" if any(piece in line for piece in secret) else line for line in message.splitlines()
    ]
    return "\n".join(kept)
