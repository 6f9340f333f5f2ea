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
MAX_TEXT = 300  # characters of any other value, or of an error's own message

# Relative and absolute tolerances where a test names none: those of torch.testing.
TOLERANCES = {
    torch.float16: (1e-3, 1e-5),
    torch.bfloat16: (1.6e-2, 1e-5),
    torch.float32: (1.3e-6, 1e-5),
    torch.float64: (1e-7, 1e-7),
}


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
        return self.call_on(*map(_copy, args), **{k: _copy(v) for k, v in kwargs.items()})

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
                _time_limit(self.time_limit),
            ):
                warnings.simplefilter("ignore")
                return function(*args, **kwargs)
        except CheckError:
            raise
        except _TimeUp:
            message = self._message(
                f"no ha terminado en {self.time_limit:g} segundos. ¿Hay un bucle que no acaba?"
            )
        except KeyboardInterrupt:
            message = self._message("no ha terminado: se ha interrumpido.")
        except SystemExit:
            message = self._message("ha intentado cerrar Python. Quita `exit()` o `quit()`.")
        except BaseException as error:
            if isinstance(error, NotImplementedError) and not error.args:
                message = f"«{self.name}» está todavía sin resolver."
            else:
                message = self._message(
                    f"ha dado un error que no se esperaba: {self._describe(error)}."
                )
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
        got : Any
            What the answer returned.
        expected : Tensor
            What it must return.
        hints : mapping of str to Tensor, or to a list of them
            Hint to show -> what an answer with that mistake returns, in each of its variants. A
            hint is shown if a variant has the values of ``got``. A variant that has the values of
            ``expected`` too is a mistake of type alone, and must have the dtype of ``got``.
        rtol, atol : float, optional
            Tolerances; PyTorch's own for the dtype if not given.
        check_dtype : bool
            False in a test that is about something else than the type.

        Raises
        ------
        CheckError
            If they differ; the message says where.
        """
        problem = self._tensor_problem(got, expected, rtol, atol, check_dtype)
        if not problem:
            return

        def matches(wrong: Tensor) -> bool:
            if not isinstance(got, Tensor) or not _close(got, wrong, rtol, atol):
                return False
            if not _close(wrong, expected, rtol, atol):
                return True
            return got.dtype == wrong.dtype != expected.dtype

        found = [
            hint
            for hint, wrong in (hints or {}).items()
            if any(map(matches, wrong if isinstance(wrong, list) else [wrong]))
        ]
        self.fail(problem, *found, expected=expected, got=got)

    def _tensor_problem(
        self,
        got: Any,
        expected: Tensor,
        rtol: float | None = None,
        atol: float | None = None,
        check_dtype: bool = True,
    ) -> str | None:
        if got is None:
            return "no devuelve nada (None). ¿Falta el `return`?"
        if type(got) is not Tensor:
            return f"tendría que devolver un Tensor y devuelve {type(got).__name__}."
        if got.layout != torch.strided or got.device != expected.device:
            return f"tendría que devolver un tensor denso en «{expected.device}»."
        if got.shape != expected.shape:
            return (
                f"tendría que devolver la forma {tuple(expected.shape)} y devuelve "
                f"{tuple(got.shape)}."
            )
        if check_dtype and got.dtype != expected.dtype:
            return (
                f"tendría que devolver el tipo {_dtype(expected.dtype)} y devuelve "
                f"{_dtype(got.dtype)}."
            )
        different = ~_is_close(got, expected, rtol, atol)
        if not different.any():
            return None
        at = tuple(different.nonzero()[0].tolist())
        come, right = got[at].item(), expected[at].item()
        if _rounded(come) != _rounded(right):
            come, right = _rounded(come), _rounded(right)
        place = f"En la posición {list(at)} se" if at else "Se"
        return f"no devuelve los valores esperados. {place} esperaba {right} y ha salido {come}."

    def check_finite(self, got: Any, hint: str = "") -> None:
        """Check that a tensor holds neither NaN nor infinity; what is no tensor passes.

        Raises
        ------
        CheckError
            If it does; the message says where.
        """
        if type(got) is not Tensor or got.layout != torch.strided or got.isfinite().all():
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
            Hint to show -> what an answer with that mistake returns.
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
        elif type(got) is type(expected) or (_real(got) and isinstance(expected, float)):
            problem = "no devuelve el valor esperado."
        else:
            problem = (
                f"tendría que devolver {type(expected).__name__} y devuelve {type(got).__name__}."
            )
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

        def attempt(*a: Any, **k: Any) -> tuple[Any, Exception | None]:
            try:
                return self.function(*a, **k), None
            except Exception as raised:
                if isinstance(raised, NotImplementedError) and not raised.args:
                    raise
                return None, raised

        self._remember(args, kwargs)
        got, raised = self.run(
            attempt, *map(_copy, args), **{k: _copy(v) for k, v in kwargs.items()}
        )
        hints = [hint] if hint else []
        if raised is None:
            problem = f"tendría que lanzar {error.__name__} y devuelve un resultado."
            self.fail(problem, *hints, got=got)
        if not isinstance(raised, error):
            problem = f"tendría que lanzar {error.__name__} y lanza {self._describe(raised)}."
            self.fail(problem, *hints)

    def check_unchanged(self, *args: Any, **kwargs: Any) -> None:
        """Check that a call leaves its arguments (tensors, numbers, texts, lists...) as they were.

        Raises
        ------
        CheckError
            If one of them changed.
        """
        self._remember(args, kwargs)
        given = tuple(map(_copy, args)), {k: _copy(v) for k, v in kwargs.items()}
        self.run(self.function, *given[0], **given[1])
        for name, value in self._named(*given).items():
            plain = isinstance(value, Tensor | list | tuple | dict)
            if plain and not _same(value, self._inputs[name], 0, 0):
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

    def _describe(self, error: BaseException) -> str:
        """Name an error, its text and the line of the student's cell, never one of ours."""
        text = _text(error, str).strip().rstrip(".")
        frames = traceback.extract_tb(error.__traceback__)
        own = [frame for frame in frames if frame.filename in _files(self.function)]
        line = f": `{own[-1].line}`" if own and own[-1].line else ""
        where = f" (línea {own[-1].lineno} de tu celda{line})" if own else ""
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
        self._inputs = {name: _copy(value) for name, value in named.items()}
        self._call = f"{self.name}({', '.join(named)})"


def show(value: Any) -> str:
    """Write a value for a message: small tensors in full, large ones by shape and type."""
    if not isinstance(value, Tensor):
        return _text(_rounded(value), repr)
    about = f"{_dtype(value.dtype)}, forma {tuple(value.shape)}"
    if value.numel() > MAX_SHOWN or value.layout != torch.strided:
        return f"tensor ({about})"
    return f"{_rounded(value.detach().tolist())} ({about})"


def _text(value: Any, how: Callable[[Any], str]) -> str:
    try:
        text = how(value)
    except Exception:
        return f"un objeto {type(value).__name__}"
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 3] + "..."


def _rounded(value: Any) -> Any:
    """Seven digits are enough to read; the comparison itself uses them all."""
    if type(value) is list:
        return [_rounded(item) for item in value]
    if type(value) is float and math.isfinite(value):
        return float(f"{value:.7g}")
    return value


def _dtype(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")


def _copy(value: Any) -> Any:
    return (
        value.detach().clone().requires_grad_(value.requires_grad)
        if (type(value) is Tensor)
        else copy.deepcopy(value)
    )


def _files(function: Any) -> set[str]:
    """Files, in a notebook cells, that hold the code of a function or of a class's methods."""
    parts = [function, *vars(function).values()] if inspect.isclass(function) else [function]
    codes = (getattr(inspect.unwrap(part), "__code__", None) for part in parts)
    return {code.co_filename for code in codes if code}


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


def _real(value: Any) -> bool:
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def _same(got: Any, expected: Any, rel: float, absolute: float) -> bool:
    """Compare plain values; types first, so that an ``__eq__`` of the student's has no say."""
    if isinstance(expected, float) and _real(got):
        both_nan = math.isnan(got) and math.isnan(expected)
        return both_nan or math.isclose(got, expected, rel_tol=rel, abs_tol=absolute)
    if type(got) is not type(expected):
        return False
    if isinstance(expected, Tensor):
        return got.dtype == expected.dtype and _close(got, expected, rel, absolute)
    if isinstance(expected, list | tuple):
        pairs = zip(got, expected, strict=False)
        return len(got) == len(expected) and all(_same(*p, rel, absolute) for p in pairs)
    if isinstance(expected, dict):
        return list(got) == list(expected) and _same(
            [*got.values()], [*expected.values()], rel, absolute
        )
    return bool(got == expected)


def _close(got: Tensor, other: Any, rtol: float | None, atol: float | None) -> bool:
    """Compare shapes and values, not types."""
    if not isinstance(other, Tensor) or got.shape != other.shape:
        return False
    if got.layout != other.layout or got.device != other.device:
        return False
    return bool(_is_close(got, other, rtol, atol).all())


def _is_close(got: Tensor, other: Tensor, rtol: float | None, atol: float | None) -> Tensor:
    """Say of each element whether it is near; NaN is near NaN. Whole numbers must be equal."""
    if not got.dtype.is_floating_point and not other.dtype.is_floating_point:
        return got == other
    pair = [TOLERANCES.get(tensor.dtype, (0.0, 0.0)) for tensor in (got, other)]
    rtol = max(r for r, _ in pair) if rtol is None else rtol
    atol = max(a for _, a in pair) if atol is None else atol
    wide = torch.complex128 if got.is_complex() or other.is_complex() else torch.float64
    a, b = got.detach().to(wide), other.detach().to(wide)
    return torch.isclose(a, b, rtol=rtol, atol=atol, equal_nan=True)


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
