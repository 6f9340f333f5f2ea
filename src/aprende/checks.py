"""How the test cells of a lab judge an answer and tell the student, in Spanish, what is wrong.

A test cell finds the answer by name, calls it under guard and compares what came::

    answer = Answer("impute_median")
    got = answer(x)
    answer.check_tensor(got, expected, hints={"¿Has usado la media?": mean_version})

A failed check raises :class:`CheckError`, which shows its message and no trace, so that the
code of a hidden test never reaches the student. Nothing here knows the answer to an exercise.
"""

import contextlib
import inspect
import os
import random
import signal
import sys
import threading
import traceback
import warnings
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import torch
from torch import Tensor

from aprende import _cells
from aprende._compare import (
    close,
    copy_of,
    dtype_name,
    is_close,
    is_plain,
    is_real,
    rounded,
    same,
    shorten,
    show,
    underived,
    variants,
)
from aprende.forbidden import ForbiddenCall, forbid

TIME_LIMIT = 10.0  # seconds for one call of an answer; a cell's own limit is far above it


class CheckError(AssertionError):
    """An answer failed a test. The message, in Spanish, is all that the student sees."""

    def _render_traceback_(self) -> list[str]:
        # IPython asks the exception itself for its traceback, if it offers this method.
        return str(self).splitlines()


class _TimeUp(BaseException):
    """Raised inside an answer that runs too long; no ``except Exception`` swallows it."""


def seed_for(name: str) -> int:
    """Seed of the inputs of one test: another for each name and each ``APRENDE_SEED``.

    Parameters
    ----------
    name : str
        Any name, as a rule the test's own.

    Returns
    -------
    int
        A seed from 0 to 2**32 - 1. The environment variable ``APRENDE_SEED`` (0 if unset) changes
        it, so that a teacher can draw other hidden inputs.
    """
    return zlib.crc32(f"{os.environ.get('APRENDE_SEED', '0')}/{name}".encode())


def generator(name: str) -> torch.Generator:
    """Give PyTorch's source of random inputs for one test. See :func:`seed_for`."""
    return torch.Generator().manual_seed(seed_for(name))


def python_rng(name: str) -> random.Random:
    """Give Python's source of random inputs for one test. See :func:`seed_for`."""
    return random.Random(seed_for(name))


class Answer:
    """A student's function or class, looked up by name and called under guard.

    Whatever is wrong, here and in every method, is a :class:`CheckError`.

    Parameters
    ----------
    name : str
        Name of the exercise; it must be a global of the code that makes the ``Answer``.
    time_limit : float
        Seconds that one call may take.
    forbidden : functions or classes
        What the answer must not call, however it was imported; see :mod:`aprende.forbidden`.
    """

    def __init__(
        self,
        name: str,
        time_limit: float = TIME_LIMIT,
        forbidden: Iterable[Callable[..., Any]] = (),
    ):
        self.name = name
        self.time_limit = time_limit
        self.forbidden = tuple(forbidden)
        self._call, self._inputs = f"{name}(...)", dict[str, Any]()
        caller = sys._getframe(1)
        self._names = _cells.begin(caller.f_globals, caller.f_code.co_filename, name)
        if name not in caller.f_globals:
            raise CheckError(
                f"No existe «{name}». ¿Has ejecutado la celda de tu respuesta? ¿Da esa celda un "
                "error, o le has cambiado el nombre a la función?"
            )
        self.function = caller.f_globals[name]
        if not callable(self.function):
            raise CheckError(
                f"«{name}» tendría que ser una función y es de tipo {type(self.function).__name__}."
            )

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the answer on copies of the arguments, so that they stay as they were."""
        return self.call_on(*copy_of(args), **copy_of(kwargs))

    def call_on(self, *args: Any, **kwargs: Any) -> Any:
        """Call the answer on the arguments themselves: a model to train, a generator to advance."""
        self._remember(args, kwargs)
        return self.run(self.function, *args, **kwargs)

    def call_method(self, instance: Any, method: str, *args: Any, **kwargs: Any) -> Any:
        """Call a method of an object that the answer, a class, has made; nothing is copied."""
        self._call, self._inputs = f"{self.name}.{method}(...)", {}
        if not callable(getattr(instance, method, None)):
            self.fail(f"no existe: a la clase le falta el método «{method}».")
        return self.run(getattr(instance, method), *args, **kwargs)

    def run(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call any function that leads into the student's code, under the same guard."""
        try:
            with (
                warnings.catch_warnings(),
                contextlib.redirect_stderr(sys.stdout),  # only errors cost points
                self._names.lent(self.function),
                _time_limit(self.time_limit),
                forbid(*self.forbidden) as called,
            ):
                warnings.simplefilter("ignore")
                result = function(*args, **kwargs)
                if called:  # the answer swallowed the failure
                    raise ForbiddenCall(called[0])
                # An object of a class that is asked for is no value, whatever it derives from.
                return result if inspect.isclass(function) else underived(result)
        except CheckError:
            raise
        except ForbiddenCall as error:
            message = self._message(
                f"llama a `{error}`, que en este ejercicio no se puede usar. "
                "Hazlo tú, con lo que recibes y lo que permite el enunciado."
            )
        except _TimeUp:
            message = self._message(
                f"no ha terminado en {self.time_limit:g} segundos. ¿Hay un bucle que no acaba?"
            )
        except KeyboardInterrupt:
            message = self._message("no ha terminado: se ha interrumpido.")
        except SystemExit:
            message = self._message("ha intentado cerrar Python. Quita `exit()` o `quit()`.")
        except BaseException as error:
            message = self._message(
                f"ha dado un error que no se esperaba: {self._describe(error)}."
            )
            if _is_stub(error):
                message = f"«{self.name}» está todavía sin resolver."
        raise CheckError(message) from None

    def check_tensor(
        self,
        got: Any,
        expected: Tensor,
        *,
        hints: Mapping[str, Any] | None = None,
        rtol: float | None = None,
        atol: float | None = None,
        check_dtype: bool = True,
    ) -> None:
        """Check that a result is a plain tensor equal to another in shape, dtype and values.

        Parameters
        ----------
        got, expected : Any, Tensor
            What the answer returned, and what it must return.
        hints : mapping of str to Tensor, or to a list of them
            Hint to show -> what an answer with that mistake returns, in each of its variants. A
            hint is shown if a variant has the values of ``got``. A variant that has the values of
            ``expected`` too is a mistake of type alone, and must have the dtype of ``got``.
        rtol, atol : float, optional
            Tolerances; PyTorch's own for the dtype if not given.
        check_dtype : bool
            False in a test that is about something else than the type.
        """

        def is_like(wrong: Tensor) -> bool:
            if not close(wrong, expected, rtol, atol):
                return close(got, wrong, rtol, atol)
            only_type = wrong.dtype != expected.dtype and getattr(got, "dtype", None) == wrong.dtype
            return only_type and close(got, wrong, rtol, atol)

        problem = _shape_problem(got, expected.shape)
        if not problem and check_dtype and got.dtype != expected.dtype:
            right, came = dtype_name(expected.dtype), dtype_name(got.dtype)
            problem = f"tendría que devolver el tipo {right} y devuelve {came}."
        if not problem and not close(got, expected, rtol, atol):
            where = _first_difference(got, expected, rtol, atol)
            problem = f"no devuelve los valores esperados. {where}"
        if problem:
            found = [h for h, wrong in (hints or {}).items() if any(map(is_like, variants(wrong)))]
            self.fail(problem, *found, expected=expected, got=got)

    def check_shape(self, got: Any, *shape: int) -> None:
        """Check that a result is a plain tensor of some shape, before a test looks inside it."""
        if problem := _shape_problem(got, torch.Size(shape)):
            self.fail(problem, got=got)

    def check_finite(self, got: Any, hint: str = "") -> None:
        """Check that a tensor holds neither NaN nor infinity; what is no tensor passes."""
        if not is_plain(got) or got.isfinite().all():
            return
        at = tuple((~got.isfinite()).nonzero()[0].tolist())
        place = f" en la posición {list(at)}" if at else ""
        self.fail(f"devuelve {got[at].item()}{place}.", *([hint] if hint else []), got=got)

    def check_value(
        self,
        got: Any,
        expected: Any,
        *,
        hints: Mapping[str, Any] | None = None,
        rel: float = 1e-6,
        absolute: float = 1e-9,
    ) -> None:
        """Check a number, a text, a list or any other plain value.

        A float is compared with a tolerance, inside of lists and dictionaries too, and any real
        number passes for it; everything else must have the very type of ``expected`` and be equal.

        Parameters
        ----------
        got, expected : Any
            What came, and what had to come.
        hints : mapping of str to Any
            As in :meth:`check_tensor`; a list is a list of variants unless ``expected`` is one.
        rel, absolute : float
            Tolerances for floats.
        """
        if same(got, expected, rel, absolute):
            return
        if got is None:
            problem = "no devuelve nada (None). ¿Falta el `return`?"
        elif type(got) is type(expected) or (is_real(got) and isinstance(expected, float)):
            problem = "no devuelve el valor esperado."
        else:
            problem = (
                f"tendría que devolver {type(expected).__name__} y devuelve {type(got).__name__}."
            )
        whole = isinstance(expected, list)  # then a list among the hints is one value, not several
        found = [
            hint
            for hint, wrong in (hints or {}).items()
            if any(same(got, each, rel, absolute) for each in variants(wrong, whole))
        ]
        self.fail(problem, *found, expected=expected, got=got)

    def check_raises(
        self, error: type[Exception], *args: Any, hint: str = "", **kwargs: Any
    ) -> None:
        """Check that a call of the answer raises that error (or one derived from it)."""

        def attempt(*a: Any, **k: Any) -> tuple[Any, Exception | None]:
            try:
                return self.function(*a, **k), None
            except Exception as raised:
                if _is_stub(raised):
                    raise
                return None, raised

        self._remember(args, kwargs)
        got, raised = self.run(attempt, *copy_of(args), **copy_of(kwargs))
        hints = [hint] if hint else []
        if raised is None:
            problem = f"tendría que lanzar {error.__name__} y devuelve un resultado."
            self.fail(problem, *hints, got=got)
        if not isinstance(raised, error):
            problem = f"tendría que lanzar {error.__name__} y lanza {self._describe(raised)}."
            self.fail(problem, *hints)

    def check_unchanged(self, *args: Any, **kwargs: Any) -> None:
        """Check that a call leaves the tensors, lists and dictionaries it is given unchanged."""
        self._remember(args, kwargs)
        args, kwargs = copy_of(args), copy_of(kwargs)
        self.run(self.function, *args, **kwargs)
        for name, value in self._named(args, kwargs).items():
            if not _is_kept(value, self._inputs[name]):
                advice = ": `.clone()`." if isinstance(value, Tensor) else "."
                self.fail(
                    f"cambia su argumento «{name}».",
                    f"¿Modificas lo que recibes? Trabaja sobre una copia{advice}",
                )

    def fail(self, problem: str, *hints: str, **shown: Any) -> None:
        """Fail this test with a message about the last call.

        Parameters
        ----------
        problem : str
            What is wrong, as the rest of a sentence that begins with the call.
        hints : str
            What the mistake may be.
        expected, got : Any
            Values to show, if given.
        """
        raise CheckError(self._message(problem, *hints, **shown)) from None

    def _message(self, problem: str, *hints: str, **shown: Any) -> str:
        lines = [f"{self._call} {problem}"]
        lines += [f"  Con {name} = {show(value)}" for name, value in self._inputs.items()]
        if "expected" in shown:
            lines.append(f"  Se esperaba: {show(shown['expected'])}")
        if "got" in shown:
            lines.append(f"  Ha salido:   {show(shown['got'])}")
        return "\n".join(lines + [f"  Pista: {hint}" for hint in hints])

    def _describe(self, error: BaseException) -> str:
        """Name an error, its text and the line of the student's cell, never one of ours."""
        text = shorten(error, str).strip().rstrip(".")
        frames = traceback.extract_tb(error.__traceback__)
        own = [(f.lineno, f.line) for f in frames if f.filename in _files(self.function)]
        # An answer that ran in another process tells its line itself.
        own += [error.answer_line] if hasattr(error, "answer_line") else []
        line = f": `{own[-1][1]}`" if own and own[-1][1] else ""
        where = f" (línea {own[-1][0]} de tu celda{line})" if own else ""
        return f"{type(error).__name__}{': ' + text if text else ''}{where}"

    def _named(self, args: tuple, kwargs: dict) -> dict[str, Any]:
        """Name the arguments as the student's own signature does, if they fit it."""
        try:
            return dict(inspect.signature(self.function).bind(*args, **kwargs).arguments)
        except Exception:
            return {**{f"argumento {i}": a for i, a in enumerate(args, 1)}, **kwargs}

    def _remember(self, args: tuple, kwargs: dict) -> None:
        """Keep what the answer is called with, as it is now, for the message of a failure."""
        named = self._named(args, kwargs)
        self._inputs = copy_of(named)
        self._call = f"{self.name}({', '.join(named)})"


def _is_stub(error: BaseException) -> bool:
    # PyTorch raises this error too, but never without a text.
    return isinstance(error, NotImplementedError) and not error.args


def _is_kept(now: Any, before: Any) -> bool:
    """Whether tensors, lists and dictionaries are as they were; models and generators may move."""
    if type(now) is not type(before):
        return False
    if isinstance(now, list | tuple):
        return len(now) == len(before) and all(map(_is_kept, now, before))
    if isinstance(now, dict):
        alike = now.keys() == before.keys()
        return alike and all(_is_kept(now[key], before[key]) for key in now)
    plain = now is None or isinstance(now, Tensor | bool | int | float | str)
    return not plain or same(now, before, 0, 0)


def _files(function: Any) -> set[str]:
    """Files, in a notebook cells, that hold the code of a function or of a class's methods."""
    parts = [function, *vars(function).values()] if inspect.isclass(function) else [function]
    codes = (getattr(inspect.unwrap(part), "__code__", None) for part in parts)
    return {code.co_filename for code in codes if code}


def _shape_problem(got: Any, shape: torch.Size) -> str | None:
    if got is None:
        return "no devuelve nada (None). ¿Falta el `return`?"
    if type(got) is not Tensor:
        return f"tendría que devolver un Tensor y devuelve {type(got).__name__}."
    if not is_plain(got):
        return "tendría que devolver un tensor denso, en la CPU."
    if got.shape != shape:
        return f"tendría que devolver la forma {tuple(shape)} y devuelve {tuple(got.shape)}."
    return None


def _first_difference(got: Tensor, expected: Tensor, rtol: float | None, atol: float | None) -> str:
    at = tuple((~is_close(got, expected, rtol, atol)).nonzero()[0].tolist())
    came, right = got[at].item(), expected[at].item()
    if rounded(came) != rounded(right):
        came, right = rounded(came), rounded(right)
    place = f"En la posición {list(at)} se" if at else "Se"
    return f"{place} esperaba {right} y ha salido {came}."


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Raise _TimeUp in the block after some seconds, where the system can (not on Windows)."""
    main = threading.current_thread() is threading.main_thread()
    if not hasattr(signal, "setitimer") or not main:
        yield
        return

    def on_alarm(*_: object) -> None:
        raise _TimeUp

    previous = signal.signal(signal.SIGALRM, on_alarm)
    # It rings again, in case the first alarm is swallowed by a bare `except:`.
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.5)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


def self_check(tests: Mapping[str, int]) -> None:
    """Print, for each exercise, how many of its tests its answer passed when they last ran.

    Parameters
    ----------
    tests : mapping of str to int
        Exercise -> how many test cells it has.
    """
    answers = sys._getframe(1).f_globals
    solved = 0
    for exercise, total in tests.items():
        outcomes = _cells.results(exercise, answers.get(exercise))
        passed = sum(outcomes)
        state = "a medias" if passed else "sin resolver"
        if passed == total:
            state, solved = "resuelto", solved + 1
        elif not outcomes:
            state = "sin probar: ejecuta sus pruebas"
        elif len(outcomes) < total:
            state += f" (te quedan {total - len(outcomes)} por ejecutar)"
        print(f"{exercise:24}{passed} de {total}   {state}")
    print(f"\nResueltos: {solved} de {len(tests)}.")


@contextlib.contextmanager
def preview() -> Iterator[None]:
    """Run a cell that looks at the student's own result, and say kindly if it cannot yet.

    It runs on one thread: for networks as small as a lab's that is the fastest, and on a machine
    that is busy with something else it is ten times faster than two that wait for each other.
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with _time_limit(TIME_LIMIT):
            yield
    except _TimeUp:
        print(f"Tu respuesta no ha terminado en {TIME_LIMIT:g} segundos: no se puede mostrar.")
    except Exception as error:
        if _is_stub(error):
            print("Aquí verás tu resultado cuando resuelvas el ejercicio.")
        else:
            print(f"Todavía no se puede mostrar tu resultado: {type(error).__name__}: {error}")
    finally:
        torch.set_num_threads(threads)
