"""How the test cells of a lab judge an answer and tell the student, in Spanish, what is wrong.

A test cell finds the answer by name, calls it under guard and compares what came::

    answer = Answer("impute_median")
    got = answer(x)
    answer.check_tensor(got, expected, hints={"¿Has usado la media?": mean_version})

A failed check raises :class:`CheckError`, which shows its message and no trace, so that the
code of a hidden test never reaches the student. Nothing here knows the answer to an exercise.
"""

import contextlib
import copy
import inspect
import math
import numbers
import os
import random
import signal
import sys
import threading
import traceback
import warnings
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import torch
from torch import Tensor

TIME_LIMIT = 10.0  # seconds for one call of an answer; a cell's own limit is far above it
MAX_SHOWN = 24  # a tensor of more elements is described, not shown


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


def show(value: Any) -> str:
    """Write a value for a message: small tensors in full, large ones by shape and type."""
    if isinstance(value, Tensor):
        if value.numel() > MAX_SHOWN:
            return f"tensor de forma {tuple(value.shape)} y tipo {_dtype(value.dtype)}"
        numbers_ = value.detach().tolist()
        return f"{_rounded(numbers_)} ({_dtype(value.dtype)}, forma {tuple(value.shape)})"
    text = repr(_rounded(value))
    return text if len(text) <= 300 else text[:297] + "..."


def _rounded(value: Any) -> Any:
    """Seven digits are enough to read; the comparison itself uses them all."""
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    if isinstance(value, float) and math.isfinite(value):
        return float(f"{value:.7g}")
    return value


def _dtype(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Raise _TimeUp in the block after some seconds, where the system can (not on Windows)."""
    if (
        not hasattr(signal, "setitimer")
        or threading.current_thread() is not threading.main_thread()
    ):
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


def _where(error: BaseException, code: object) -> str:
    """Name the line of the student's own cell that raised, never one of ours."""
    filename = getattr(code, "co_filename", None)
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == filename]
    if not frames:
        return ""
    line = f": `{frames[-1].line}`" if frames[-1].line else ""
    return f" (línea {frames[-1].lineno} de tu celda{line})"


class Answer:
    """A student's function or class, looked up by name and called under guard.

    Parameters
    ----------
    name : str
        Name of the exercise; it must be a global of the code that makes the ``Answer``.
    time_limit : float
        Seconds that one call may take.

    Raises
    ------
    CheckError
        If the name does not exist or cannot be called.
    """

    def __init__(self, name: str, time_limit: float = TIME_LIMIT):
        self.name = name
        self.time_limit = time_limit
        self._call, self._inputs = f"{name}(...)", dict[str, Any]()
        caller = sys._getframe(1)
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
        """Call the answer on copies of the arguments, so that they stay as they were.

        Returns
        -------
        Whatever the answer returns.

        Raises
        ------
        CheckError
            If the answer is not solved yet, raises, or does not finish in time.
        """
        self._remember(args, kwargs)
        return self.run(
            self.function, *map(_copy, args), **{k: _copy(v) for k, v in kwargs.items()}
        )

    def run(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call any function that leads into the student's code, under the same guard."""
        try:
            return self._guarded(function, args, kwargs)
        except CheckError:
            raise
        except NotImplementedError:
            message = f"«{self.name}» está todavía sin resolver."
        except _TimeUp:
            message = self._message(
                f"no ha terminado en {self.time_limit:g} segundos. ¿Hay un bucle que no acaba?"
            )
        except KeyboardInterrupt:
            message = self._message("no ha terminado: se ha interrumpido.")
        except SystemExit:
            message = self._message("ha intentado cerrar Python. Quita `exit()` o `quit()`.")
        except BaseException as error:
            code = getattr(self.function, "__code__", None)
            text = f"{error}".strip()
            message = self._message(
                f"ha dado un error que no se esperaba: {type(error).__name__}"
                f"{': ' + text if text else ''}{_where(error, code)}."
            )
        raise CheckError(message) from None

    def _guarded(self, function: Callable[..., Any], args: tuple, kwargs: dict) -> Any:
        """Run with a time limit, and with warnings kept off stderr: only errors cost points."""
        with (
            warnings.catch_warnings(),
            contextlib.redirect_stderr(sys.stdout),
            _time_limit(self.time_limit),
        ):
            warnings.simplefilter("ignore")
            return function(*args, **kwargs)

    def check_tensor(
        self,
        got: Any,
        expected: Tensor,
        *,
        hints: Mapping[str, Any] | None = None,
        rtol: float | None = None,
        atol: float | None = None,
    ) -> None:
        """Check that a result is a plain tensor equal to another in shape, dtype and values.

        Parameters
        ----------
        got : Any
            What the answer returned.
        expected : Tensor
            What it must return.
        hints : mapping of str to Tensor
            Hint to show -> what an answer with that mistake returns. The hints whose value
            matches ``got`` are shown; those that equal ``expected`` on this input never are.
        rtol, atol : float, optional
            Tolerances; PyTorch's own for the dtype if not given.

        Raises
        ------
        CheckError
            If they differ; the message says where.
        """
        problem = self._tensor_problem(got, expected, rtol, atol)
        if problem:
            found = [
                hint
                for hint, wrong in (hints or {}).items()
                if isinstance(got, Tensor)
                and _close(got, wrong, rtol, atol)
                and not _close(wrong, expected, rtol, atol, strict=True)
            ]
            self.fail(problem, *found, expected=expected, got=got)

    def _tensor_problem(
        self, got: Any, expected: Tensor, rtol: float | None, atol: float | None
    ) -> str | None:
        if got is None:
            return "no devuelve nada (None). ¿Falta el `return`?"
        if type(got) is not Tensor:
            return f"tendría que devolver un Tensor y devuelve {type(got).__name__}."
        if got.shape != expected.shape:
            return (
                f"tendría que devolver la forma {tuple(expected.shape)} y devuelve "
                f"{tuple(got.shape)}."
            )
        if got.dtype != expected.dtype:
            return (
                f"tendría que devolver el tipo {_dtype(expected.dtype)} y devuelve "
                f"{_dtype(got.dtype)}."
            )
        if _close(got, expected, rtol, atol):
            return None
        return f"no devuelve los valores esperados. {_first_difference(got, expected, rtol, atol)}"

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

        A float is compared with a tolerance and any real number passes for it; everything else
        must have the very type of ``expected`` and be equal.

        Parameters
        ----------
        got, expected : Any
            What came, and what had to come.
        hints : mapping of str to Any
            As in :meth:`check_tensor`.
        rel, absolute : float
            Tolerances for floats.

        Raises
        ------
        CheckError
            If they differ.
        """
        if _same(got, expected, rel, absolute):
            return
        if got is None:
            problem = "no devuelve nada (None). ¿Falta el `return`?"
        elif isinstance(got, Tensor) or not (
            type(got) is type(expected) or _real(got) and isinstance(expected, float)
        ):
            problem = (
                f"tendría que devolver {type(expected).__name__} y devuelve {type(got).__name__}."
            )
        else:
            problem = "no devuelve el valor esperado."
        found = [hint for hint, wrong in (hints or {}).items() if _same(got, wrong, rel, absolute)]
        self.fail(problem, *found, expected=expected, got=got)

    def check_raises(
        self, error: type[Exception], *args: Any, hint: str = "", **kwargs: Any
    ) -> None:
        """Check that a call of the answer raises that error (or one derived from it).

        Raises
        ------
        CheckError
            If it returns, raises something else, or is not solved yet.
        """

        def attempt(*a: Any, **k: Any) -> tuple[bool, Any]:
            try:
                return False, self.function(*a, **k)
            except NotImplementedError:
                raise
            except error:
                return True, None

        self._remember(args, kwargs)
        raised, got = self.run(
            attempt, *map(_copy, args), **{k: _copy(v) for k, v in kwargs.items()}
        )
        if not raised:
            self.fail(
                f"tendría que lanzar {error.__name__} y devuelve un resultado.",
                *([hint] if hint else []),
                got=got,
            )

    def check_unchanged(self, *args: Any, **kwargs: Any) -> None:
        """Check that a call leaves the tensors it is given as they were.

        Raises
        ------
        CheckError
            If one of them changed.
        """
        self._remember(args, kwargs)
        given = tuple(map(_copy, args)), {k: _copy(v) for k, v in kwargs.items()}
        self.run(self.function, *given[0], **given[1])
        for name, value in self._named(*given).items():
            if isinstance(value, Tensor) and not _close(value, self._inputs[name], 0, 0):
                self.fail(
                    f"cambia su argumento «{name}».",
                    "¿Asignas dentro del tensor que recibes? Trabaja sobre una copia: `.clone()`.",
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

        Raises
        ------
        CheckError
            Always.
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

    def _named(self, args: tuple, kwargs: dict) -> dict[str, Any]:
        """Name the arguments as the student's own signature does, if they fit it."""
        try:
            bound = inspect.signature(self.function).bind(*args, **kwargs)
        except (TypeError, ValueError):
            return {**{f"argumento {i}": a for i, a in enumerate(args, 1)}, **kwargs}
        return dict(bound.arguments)

    def _remember(self, args: tuple, kwargs: dict) -> None:
        """Keep what the answer is called with, as it is now, for the message of a failure."""
        named = self._named(args, kwargs)
        self._inputs = {name: _copy(value) for name, value in named.items()}
        self._call = f"{self.name}({', '.join(named)})"


def _copy(value: Any) -> Any:
    return value.clone() if isinstance(value, Tensor) else copy.deepcopy(value)


def _real(value: Any) -> bool:
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def _same(got: Any, expected: Any, rel: float, absolute: float) -> bool:
    if isinstance(expected, float) and _real(got):
        return math.isclose(got, expected, rel_tol=rel, abs_tol=absolute)
    return type(got) is type(expected) and got == expected


def _close(
    got: Tensor, other: Any, rtol: float | None, atol: float | None, strict: bool = False
) -> bool:
    """Compare values; the dtype counts only if ``strict``, since a hint may meet any."""
    if not isinstance(other, Tensor) or got.shape != other.shape:
        return False
    if strict and got.dtype != other.dtype:
        return False
    if rtol is None or atol is None:
        try:
            torch.testing.assert_close(got, other, equal_nan=True, check_dtype=False)
        except AssertionError:
            return False
        return True
    a, b = got.detach().to(torch.float64), other.detach().to(torch.float64)
    return bool(torch.isclose(a, b, rtol=rtol, atol=atol, equal_nan=True).all())


def _first_difference(got: Tensor, expected: Tensor, rtol: float | None, atol: float | None) -> str:
    for index in torch.cartesian_prod(*map(torch.arange, got.shape)) if got.dim() else [None]:
        at = () if index is None else tuple(torch.atleast_1d(index).tolist())
        if not _close(got[at], expected[at], rtol, atol):
            place = f"En la posición {list(at)} se" if at else "Se"
            return (
                f"{place} esperaba {_rounded(expected[at].item())} y ha salido "
                f"{_rounded(got[at].item())}."
            )
    return ""


@contextlib.contextmanager
def preview() -> Iterator[None]:
    """Run a cell that looks at the student's own result, and say kindly if it cannot yet.

    Examples
    --------
    >>> with preview():
    ...     raise NotImplementedError
    Aquí verás tu resultado cuando resuelvas el ejercicio.
    """
    try:
        yield
    except NotImplementedError:
        print("Aquí verás tu resultado cuando resuelvas el ejercicio.")
    except Exception as error:
        print(f"Todavía no se puede mostrar tu resultado: {type(error).__name__}: {error}")
