"""The judge: runs a lab's test cells in a process that no student's code ever enters.

A test asks :class:`aprende.checks.Answer` for an answer by its name and finds a :class:`Remote`
there: a function whose calls run in the student's kernel and come back as plain values. What a
student's code does to its own process (hooks, patches, objects that lie) stays there.

Some tests need more than values: a model that the answer trains, an iterator, a class. Those run
beside the answer, in a fork of the judge that is thrown away, with everything that a test relies
on put back before it and proved to fail after it; see :mod:`corrector.beside`. Which tests these
are, the teacher's own answers tell: see :func:`corrector.examine.modes`.
"""

import builtins
import contextlib
import inspect
import io
import os
import socket
import sys
import time
from typing import Any

from corrector.line import Closed, receive, send
from corrector.wire import NotPlain, Opaque, Plain

MESSAGE = 6000  # characters of a message that are kept


class AnswerDied(Exception):
    """A student's process ended in the middle of a call."""


AnswerDied.__name__ = "ProgramaCerrado"


class Session:
    """The line to the student's process, for the tests of one exercise.

    Parameters
    ----------
    channel : socket, optional
        Where the student's kernel waits for judges; None if there is no kernel left.
    """

    def __init__(self, channel: socket.socket | None):
        self.channel = channel
        self.line: socket.socket | None = None
        self.objects = False  # a test passed or got something that is no plain value
        self.died = False
        self.calls = 0

    def connect(self) -> None:
        """Ask the kernel for a fresh fork."""
        self.hang_up()
        self.objects = self.died = False
        if self.channel is None:
            raise Closed("no kernel")
        self.line, theirs = socket.socketpair()
        try:
            socket.send_fds(self.channel, [b"J"], [theirs.fileno()])
        except OSError as error:
            raise Closed(str(error)) from None
        finally:
            theirs.close()

    def hang_up(self) -> None:
        """Let go of the fork."""
        if self.line is not None:
            self.line.close()
            self.line = None

    def ask(self, message: dict, plain: Plain | None = None) -> tuple[dict, list[bytes]]:
        """Send a message and wait for its answer, calling back in between as the answer wants."""
        if self.line is None:
            raise AnswerDied(
                "tu código cerró Python, o se le agotó el tiempo, en una llamada anterior"
            )
        functions = plain.functions if plain and plain.functions else []
        try:
            send(self.line, message, plain.blobs if plain else [])
            while True:
                reply, blobs = receive(self.line)
                if "callback" not in reply:
                    return reply, blobs
                self.call_back(functions, reply, blobs)
        except Closed:
            self.hang_up()
            self.died = True
            raise AnswerDied("tu código cerró Python, o gastó demasiada memoria") from None
        except BaseException:
            self.hang_up()  # interrupted in the middle of a message: what follows would not fit
            raise

    def call_back(self, functions: list, message: dict, blobs: list[bytes]) -> None:
        """Call one of the test's own functions for the answer."""
        writer = Plain()
        try:
            args, kwargs = Plain().decode(message["args"], blobs)
            reply = {"result": writer.encode(functions[message["callback"]](*args, **kwargs))}
        except Exception as error:
            writer, reply = Plain(), {"error": f"{type(error).__name__}: {error}"[:500]}
        send(self.line, reply, writer.blobs)


class Remote:
    """A student's function, called in the student's process.

    Parameters
    ----------
    session : Session
    name : str
        Its name there.
    parameters : list, optional
        Name, kind and whether there is a default, of each argument.
    """

    def __init__(self, session: Session, name: str, parameters: list | None):
        self._session, self._name = session, name
        self.__name__ = name
        if parameters is not None:
            self.__signature__ = signature_of(parameters)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it; what it does to its arguments happens to these too."""
        session = self._session
        writer = Plain(strict=True, functions=[])
        try:
            form = writer.encode([list(args), kwargs])
        except NotPlain:
            session.objects = True
            raise
        session.calls += 1
        number = session.calls
        message = {"do": "call", "name": self._name, "id": number, "args": form}
        reply, blobs = session.ask({**message, "forbidden": forbidden_places()}, writer)
        try:
            return self.result(reply, blobs, number, writer, args, kwargs)
        except (ValueError, TypeError, KeyError, IndexError, OverflowError) as error:
            if getattr(error, "of_answer", False):
                raise
            raise AnswerDied("tu código devolvió algo que no se puede leer") from None

    def result(
        self, reply: dict, blobs: list[bytes], number: int, writer: Plain, args: tuple, kwargs: dict
    ) -> Any:
        """Make of a reply what a call gives: a value or an error."""
        from aprende.forbidden import ForbiddenCall

        if "args" in reply:
            after = Plain().decode(reply["args"], blobs)
            update([list(args), kwargs], after)
        if "error" in reply:
            raise error_of(reply["error"])
        if reply["called"]:
            raise ForbiddenCall(str(reply["called"][0]))
        reader = Plain()
        result = reader.decode(reply["result"], blobs)
        if has_opaque(result):
            self._session.objects = True
        inputs = [tensor for tensor in writer.tensors if tensor.requires_grad]
        outputs = [tensor for tensor in reader.tensors if tensor.requires_grad]
        if not outputs:
            return result
        if not inputs:
            return substituted(result, {id(tensor): tensor.detach() for tensor in outputs})
        linked = link(self._session, number, inputs, [tensor.detach() for tensor in outputs])
        return substituted(result, dict(zip(map(id, outputs), linked, strict=True)))


def signature_of(parameters: list) -> inspect.Signature | None:
    """Build a signature from what the student's process told; None if that makes no sense."""
    kinds = list(inspect._ParameterKind)
    try:
        return inspect.Signature(
            [
                inspect.Parameter(
                    str(name), kinds[kind], default=None if default else inspect.Parameter.empty
                )
                for name, kind, default in parameters
            ]
        )
    except (ValueError, TypeError, IndexError):
        return inspect.Signature([inspect.Parameter("args", inspect.Parameter.VAR_POSITIONAL)])


def link(session: Session, number: int, inputs: list, outputs: list) -> tuple:
    """Tie results to the inputs they came from: gradients flow through the other process."""
    import torch

    class Link(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, *tensors: Any) -> tuple:
            return tuple(tensor.clone() for tensor in tensors[len(inputs) :])

        @staticmethod
        def backward(ctx: Any, *weights: Any) -> tuple:
            writer = Plain()
            form = writer.encode([w if w is None else w.detach() for w in weights])
            message = {"do": "backward", "id": number, "weights": form}
            reply, blobs = session.ask(message, writer)
            if "error" in reply:
                raise error_of(reply["error"])
            found = [
                gradient if gradient is None or gradient.shape == tensor.shape else None
                for gradient, tensor in zip(
                    Plain().decode(reply["result"], blobs), inputs, strict=True
                )
            ]
            return (*found, *([None] * len(outputs)))

    linked = Link.apply(*inputs, *outputs)
    return linked if isinstance(linked, tuple) else (linked,)


def substituted(value: Any, by: dict[int, Any]) -> Any:
    """Put other tensors in the place of some, wherever they stand."""
    if id(value) in by:
        return by[id(value)]
    if type(value) in (list, tuple):
        return type(value)(substituted(item, by) for item in value)
    if type(value) is dict:
        return {key: substituted(item, by) for key, item in value.items()}
    return value


def has_opaque(value: Any) -> bool:
    """Say whether something in a value did not pass."""
    if type(value) in (list, tuple, set, frozenset):
        return any(map(has_opaque, value))
    if type(value) is dict:
        return any(map(has_opaque, [*value, *value.values()]))
    return isinstance(value, Opaque)


def update(before: Any, after: Any) -> None:
    """Do to arguments what the answer did to its copies of them."""
    import random

    import torch

    if type(before) is not type(after):
        return
    if type(before) is torch.Tensor:
        if before.shape == after.shape and before.dtype == after.dtype:
            before.data.copy_(after.data)
        else:
            before.data = after.data
    elif type(before) is list:
        if len(before) == len(after):
            for old, new in zip(before, after, strict=True):
                update(old, new)
        if not any(type(item) in (torch.Tensor, torch.Generator, random.Random) for item in before):
            before[:] = after
    elif type(before) is tuple:
        for old, new in zip(before, after, strict=False):
            update(old, new)
    elif type(before) is dict:
        for key in before.keys() & after.keys():
            update(before[key], after[key])
        same = before.keys() == after.keys()
        if not same or all(type(v) in (int, float, str, bool, list) for v in before.values()):
            before.clear()
            before.update(after)
    elif type(before) is torch.Generator:
        before.set_state(after.get_state())
    elif type(before) is random.Random:
        before.setstate(after.getstate())


def error_of(told: dict) -> BaseException:
    """Make the error that an answer raised, of the same built-in kind and name."""
    from aprende.forbidden import ForbiddenCall

    classes = [str(name)[:100] for name in told["classes"]]
    text = str(told["text"])
    if classes[:1] == ["ForbiddenCall"]:
        return ForbiddenCall(text)
    kind: type[BaseException] = Exception
    for name in classes:
        known = getattr(builtins, name, None)
        if isinstance(known, type) and issubclass(known, BaseException):
            kind = known
            break
    if kind.__name__ != classes[0]:
        kind = type(classes[0], (kind,), {"__module__": "builtins"})
    if issubclass(kind, UnicodeError):
        kind = ValueError
    error = kind() if told["bare"] else kind(text)
    line = told["line"]
    if isinstance(line, list) and len(line) == 2:
        error.answer_line = (line[0], str(line[1]))  # see aprende.checks.Answer
    error.of_answer = True
    return error


PLACES: dict[int, list[str]] = {}  # by id; what tests forbid lives as long as its module


def forbidden_places() -> list[list[str]]:
    """Say where to find what the test that runs now forbids: each a module and a name in it."""
    from aprende import forbidden

    return [place_of(thing) for thing in forbidden.ACTIVE]


def place_of(thing: Any) -> list[str]:
    """Find a module and a name under which a thing is known."""
    if id(thing) in PLACES:
        return PLACES[id(thing)]
    name = getattr(thing, "__name__", "")
    home = sys.modules.get(getattr(thing, "__module__", None) or "")
    paths = [getattr(thing, "__qualname__", name), name]
    for path in paths:
        # A method may be wrapped since: torch's optimisers do that to their step().
        if home is not None and inspect.unwrap(reached(home, path)) is inspect.unwrap(thing):
            return PLACES.setdefault(id(thing), [home.__name__, path])
    import torch

    for owner, prefix in ((torch.Tensor, "Tensor"), (torch._C.TensorBase, "_C.TensorBase")):
        if getattr(owner, name, None) is thing:
            return PLACES.setdefault(id(thing), ["torch", f"{prefix}.{name}"])
    for module in list(sys.modules.values()):
        if getattr(module, "__dict__", {}).get(name) is thing:
            return PLACES.setdefault(id(thing), [module.__name__, name])
    raise LookupError(f"no name for {thing!r}")


def reached(thing: Any, path: str) -> Any:
    """Give what stands at a dotted path, None if nothing does."""
    for part in path.split("."):
        thing = getattr(thing, part, None)
    return thing


# Running the tests


def prepared(setup: str) -> dict[str, Any]:
    """Run the lab's set-up cell; give the names it makes."""
    scope: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(setup, "<setup>", "exec"), scope)
    return scope


def verdict(source: str, scope: dict[str, Any], name: str) -> str:
    """Run a test cell; give what it has against the answer, nothing if it passes."""
    from aprende.checks import CheckError

    try:
        with (
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            exec(compile(source, f"<{name}>", "exec"), scope)
    except CheckError as error:
        return str(error)[:MESSAGE] or "La prueba ha fallado."
    except BaseException as error:
        return f"La prueba ha dado un error: {type(error).__name__}: {error}"[:MESSAGE]
    return ""


class Judge:
    """Judges one submission.

    Parameters
    ----------
    request : dict
        ``setup``: source of the set-up cell; ``cells``: what the student's kernel ran, each with
        its ``source``, its ``name`` if it is an answer, and whether it is the ``student``'s;
        ``seconds``: the most one test may take; ``seed``.
    channel : socket, optional
        To the student's kernel.
    """

    def __init__(self, request: dict, channel: socket.socket | None):
        self.request = request
        os.environ["APRENDE_SEED"] = request["seed"]
        self.scope = prepared(request["setup"])
        self.session = Session(channel)
        self.exercise = ""
        self.beside: Any = None

    def test(self, exercise: str, name: str, source: str, mode: str) -> dict:
        """Run one test.

        Returns
        -------
        dict
            ``message``, empty if it passed; ``objects``: whether the test needs more than values;
            ``died``: whether the answer's process ended.
        """
        if mode == "beside":
            return self.test_beside(exercise, name, source)
        if exercise != self.exercise or self.session.line is None:
            self.exercise = exercise
            try:
                self.session.connect()
                told, _ = self.session.ask({"do": "describe", "name": exercise})
            except (AnswerDied, Closed):
                text = "Esta prueba no se ha podido ejecutar: tu código cerró Python antes."
                return {"message": text, "objects": False, "died": True}
            self.introduce(exercise, told)
        self.session.objects = False
        message = verdict(source, self.scope, name)
        return {"message": message, "objects": self.session.objects, "died": self.session.died}

    def introduce(self, exercise: str, told: dict) -> None:
        """Put the answer's stand-in where the tests look for it."""
        self.scope.pop(exercise, None)
        if not told.get("exists"):
            return
        if told.get("callable"):
            self.scope[exercise] = Remote(self.session, exercise, told.get("parameters"))
        else:
            self.scope[exercise] = Plain().decode(
                {"": "opaque", "v": [str(told.get("type")), ""]}, []
            )

    def test_beside(self, exercise: str, name: str, source: str) -> dict:
        """Run one test in a fork that also runs the student's cells."""
        from corrector.beside import Beside

        if self.beside is None or self.beside.exercise != exercise or not self.beside.alive:
            if self.beside is not None:
                self.beside.close()
            self.beside = Beside(exercise, self.request)
        message, died = self.beside.test(name, source)
        return {"message": message, "objects": True, "died": died}

    def close(self) -> None:
        """Let go of everything."""
        self.session.hang_up()
        if self.beside is not None:
            self.beside.close()


def run(job: dict, fds: list[int]) -> None:
    """Judge what the grader asks for, test by test, until it hangs up.

    Parameters
    ----------
    job : dict
        Empty: everything comes through the first open file.
    fds : list of int
        The line to the grader and, if there is a kernel, the channel to it.
    """
    from corrector.warm import out_of_reach

    out_of_reach()
    grader = socket.socket(fileno=fds[0])
    channel = socket.socket(fileno=fds[1]) if len(fds) > 1 else None
    with contextlib.suppress(Closed):
        request, _ = receive(grader)
        judge = Judge(request, channel)
        send(grader, {"ready": True})
        while True:
            message, _ = receive(grader)
            began = time.monotonic()
            result = judge.test(**message)
            send(grader, {**result, "seconds": time.monotonic() - began})


if __name__ == "__main__":
    from corrector.kernel import preload
    from corrector.warm import limit_cold

    preload()
    limit_cold(sys.argv[1])
    run({}, [int(word) for word in sys.argv[2:]])
