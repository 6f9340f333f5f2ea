"""The helper that judges answers: fair to odd ones, deaf to tricks, clear in Spanish."""

import contextlib
import random
import time
import warnings
from collections import OrderedDict
from typing import NamedTuple

import numpy as np
import pytest
import torch

from aprende import checks
from aprende._compare import TOLERANCES
from aprende.checks import Answer, CheckError, generator, preview, python_rng, seed_for, show


def answer_to(function) -> Answer:
    """Make an Answer as a test cell does, for a function that is no global of this file."""
    scope = {"Answer": Answer, "solve": function}
    exec("answer = Answer('solve')", scope)
    return scope["answer"]


def in_cell(source: str) -> Answer:
    """Make an Answer from the text of a student's cell."""
    scope = {"Answer": Answer, "torch": torch}
    exec(compile(source, "<cell of the student>", "exec"), scope)
    exec(compile("answer = Answer('solve')", "<cell of the test>", "exec"), scope)
    return scope["answer"]


def message_of(function, *args, **kwargs) -> str:
    with pytest.raises(CheckError) as caught:
        function(*args, **kwargs)
    return str(caught.value)


ANSWER = answer_to(lambda x: x)
X = torch.tensor([[1.0, 2.0], [3.0, 4.0]])


# Seeds


def test_inputs_depend_on_the_name_and_on_the_environment(monkeypatch):
    monkeypatch.delenv("APRENDE_SEED", raising=False)
    unset = seed_for("a"), seed_for("b")
    monkeypatch.setenv("APRENDE_SEED", "0")
    assert unset == (seed_for("a"), seed_for("b")) and unset[0] != unset[1]
    monkeypatch.setenv("APRENDE_SEED", "1")
    assert seed_for("a") != unset[0]


def test_generators_repeat_and_leave_global_randomness_alone():
    torch_state, python_state = torch.get_rng_state(), random.getstate()
    a, b = (torch.rand(3, generator=generator("a")) for _ in range(2))
    assert torch.equal(a, b)
    assert python_rng("a").random() == python_rng("a").random()
    assert torch.equal(torch_state, torch.get_rng_state()) and python_state == random.getstate()


# Finding and calling an answer


def test_name_must_exist_and_be_callable():
    assert "No existe «nothing»" in message_of(exec, "Answer('nothing')", {"Answer": Answer})
    assert "es de tipo int" in message_of(exec, "Answer('a')", {"Answer": Answer, "a": 3})


def test_message_is_all_that_ipython_shows():
    assert CheckError("uno\ndos")._render_traceback_() == ["uno", "dos"]
    error = pytest.raises(CheckError, answer_to(lambda: 1 / 0)).value
    assert error.__cause__ is None and error.__suppress_context__


def test_call_gets_copies_and_call_on_gets_the_things_themselves():
    def spoil(x, options, rng):
        x.zero_()
        options["a"].append(2)
        return rng.random()

    x, options, rng = torch.ones(2), {"a": [1]}, random.Random(0)
    answer = answer_to(spoil)
    assert answer(x, options, rng) == answer(x, options, rng) == random.Random(0).random()
    assert x.sum() == 2 and options == {"a": [1]}
    assert answer.call_on(x, options, rng) != answer.call_on(x, options, rng)
    assert x.sum() == 0 and options == {"a": [1, 2, 2]}


def test_copies_of_tensors_keep_whether_they_need_a_gradient():
    answer = answer_to(lambda w: (w.requires_grad, w.is_leaf))
    assert answer(torch.ones(2, requires_grad=True)) == (True, True)
    assert answer(torch.ones(2)) == (False, True)


def test_generators_of_torch_are_copied_too():
    answer = answer_to(lambda g: torch.rand((), generator=g).item())
    g = torch.Generator().manual_seed(0)
    assert answer(g) == answer(g) != answer.call_on(g) + 1


def test_unsolved_is_said_so():
    def stub(x):
        raise NotImplementedError

    expected = "«solve» está todavía sin resolver."
    assert message_of(answer_to(stub), X) == expected
    assert message_of(answer_to(stub).check_raises, ValueError, X) == expected
    assert message_of(answer_to(stub).check_raises, RuntimeError, X) == expected
    assert message_of(answer_to(stub).check_unchanged, X) == expected


def test_a_not_implemented_error_of_pytorch_is_not_taken_for_an_unsolved_exercise():
    def unsupported(x):
        raise NotImplementedError("'nanmedian' not implemented for 'Long'")

    assert "not implemented for 'Long'" in message_of(answer_to(unsupported), X)


def test_error_names_the_line_of_the_student_and_no_line_of_the_test():
    answer = in_cell(
        "def solve(x):\n    y = 1\n    return helper(x)\ndef helper(x):\n    return x[9]"
    )
    message = message_of(answer, X)
    assert "IndexError" in message and "(línea 5 de tu celda" in message
    through_test = in_cell("def solve(x):\n    return 3")
    assert "línea" not in message_of(through_test.run, lambda: 1 / 0)


def test_error_in_a_class_names_the_line_too():
    answer = in_cell("class solve:\n    def step(self):\n        raise KeyError('w')")
    message = message_of(answer.call_method, answer(), "step")
    assert "solve.step(...)" in message and "(línea 3 de tu celda" in message
    assert "falta el método «zero_grad»" in message_of(answer.call_method, answer(), "zero_grad")


def test_error_that_cannot_be_written_and_one_that_is_too_long():
    class Mute(Exception):
        def __str__(self):
            raise RuntimeError

    def mute(x):
        raise Mute

    def loud(x):
        raise ValueError("a" * 10_000)

    assert "Mute" in message_of(answer_to(mute), X)
    assert len(message_of(answer_to(loud), X)) < 1000


@pytest.mark.parametrize(
    ("error", "said"),
    [(SystemExit, "cerrar Python"), (KeyboardInterrupt, "interrumpido"), (GeneratorExit, "Gene")],
)
def test_nothing_escapes(error, said):
    def leave(x):
        raise error

    assert said in message_of(answer_to(leave), X)


@pytest.mark.skipif(not hasattr(checks.signal, "setitimer"), reason="no timer on this system")
@pytest.mark.parametrize("swallow", [Exception, BaseException])
def test_endless_loop_is_stopped(swallow):
    def endless(x):
        for _ in range(2):
            try:
                while True:
                    pass
            except swallow:
                pass

    answer = answer_to(endless)
    answer.time_limit = 0.1
    start = time.monotonic()
    if swallow is Exception:
        assert "no ha terminado en 0.1 segundos" in message_of(answer, X)
    else:
        answer(X)  # the alarm rings again and again until the last loop ends
    assert time.monotonic() - start < 3


def test_warnings_prints_and_stderr_cost_nothing(capsys):
    def noisy(x):
        import sys

        warnings.warn("cuidado", stacklevel=1)
        print("en marcha", file=sys.stderr)
        return x

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        answer_to(noisy)(X)
    assert capsys.readouterr().err == ""


# Tensors


def test_equal_tensors_pass_however_they_are_stored():
    ANSWER.check_tensor(X.T.contiguous().T, X)
    ANSWER.check_tensor(torch.cat([X, X])[:2], X)
    ANSWER.check_tensor(X.clone().requires_grad_() * 1, X)
    ANSWER.check_tensor(X[:1].expand(2, 2), X[:1].repeat(2, 1))
    ANSWER.check_tensor(torch.zeros(0, 3), torch.zeros(0, 3))
    ANSWER.check_tensor(torch.tensor(float("nan")), torch.tensor(float("nan")))
    ANSWER.check_tensor(X + 1e-7, X)


class Liar(torch.Tensor):
    """Would pass for equal to anything."""

    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        return torch.tensor(True)


@pytest.mark.parametrize(
    ("got", "said"),
    [
        (None, "¿Falta el `return`?"),
        (X.numpy(), "devuelve ndarray"),
        (X.tolist(), "devuelve list"),
        (torch.nn.Parameter(X), "devuelve Parameter"),
        (X.as_subclass(Liar), "devuelve Liar"),
        (X.to_sparse(), "tensor denso"),
        (X.to("meta"), "en la CPU"),
        (X.flatten(), "la forma (2, 2) y devuelve (4,)"),
        (X.double(), "el tipo float32 y devuelve float64"),
        (X.long(), "el tipo float32 y devuelve int64"),
        (X.to(torch.complex64), "devuelve complex64"),
        (X.masked_fill(X == 3, torch.nan), "posición [1, 0] se esperaba 3.0 y ha salido nan"),
        (X + torch.tensor([[0, 0], [0, 0.1]]), "posición [1, 1] se esperaba 4.0 y ha salido 4.1"),
    ],
)
def test_other_tensors_fail(got, said):
    message = message_of(ANSWER.check_tensor, got, X, hints={"nunca": torch.zeros(2, 2)})
    assert said in message and "nunca" not in message


def test_type_may_be_left_to_another_test():
    ANSWER.check_tensor(X.double(), X, check_dtype=False)
    ANSWER.check_tensor(X.long(), X, check_dtype=False)


def test_whole_numbers_are_compared_exactly():
    big = torch.tensor([2**60])
    assert "esperaba" in message_of(ANSWER.check_tensor, big + 1, big)


def test_difference_below_seven_digits_is_shown_in_full():
    message = message_of(
        ANSWER.check_tensor, torch.ones(1).double() + 1e-9, torch.ones(1).double(), atol=0, rtol=0
    )
    assert "ha salido 1.000000001" in message


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
@pytest.mark.parametrize("share", [0.9, 1.1])
def test_default_tolerances_are_those_of_torch(dtype, share):
    rtol, atol = TOLERANCES[dtype]
    expected = torch.tensor(100.0, dtype=dtype)
    got = torch.tensor(100 + share * (atol + rtol * 100), dtype=dtype)
    for check in [torch.testing.assert_close, ANSWER.check_tensor]:
        with pytest.raises(AssertionError) if share > 1 else contextlib.nullcontext():
            check(got, expected)


def test_large_tensors_are_judged_at_once_and_not_printed():
    expected = torch.zeros(1000, 1000)
    got = expected.clone()
    got[-1, -1] = 1
    start = time.monotonic()
    message = message_of(ANSWER.check_tensor, got, expected)
    assert time.monotonic() - start < 1
    assert "[999, 999]" in message and len(message) < 400


def test_hint_is_shown_only_for_its_mistake():
    hints = {"¿Suma?": X + 1, "¿Doble?": [X * 3, X * 2], "¿Otra forma?": X.flatten()}
    message = message_of(ANSWER.check_tensor, X * 2, X, hints=hints)
    assert message.endswith("  Pista: ¿Doble?") and "¿Suma?" not in message
    assert "Pista: ¿Otra forma?" in message_of(ANSWER.check_tensor, X.flatten(), X, hints=hints)
    assert "Pista" not in message_of(ANSWER.check_tensor, X * 5, X, hints=hints)


def test_hint_that_equals_the_right_result_is_not_shown():
    assert "Pista" not in message_of(ANSWER.check_tensor, X.flatten(), X, hints={"no": X})
    assert "Pista" not in message_of(ANSWER.check_tensor, X.double(), X, hints={"no": X})


def test_hint_about_the_type_is_shown_for_that_type_alone():
    hints = {"¿Enteros?": X.long(), "¿Más 1?": X + 1}
    assert "¿Enteros?" in message_of(ANSWER.check_tensor, X.long(), X, hints=hints)
    assert "Pista" not in message_of(ANSWER.check_tensor, X.double(), X, hints=hints)
    assert "¿Más 1?" in message_of(ANSWER.check_tensor, X.double() + 1, X, hints=hints)


def test_check_shape_looks_at_no_value():
    ANSWER.check_shape(X * torch.nan, 2, 2)
    assert "la forma (3,)" in message_of(ANSWER.check_shape, X, 3)
    assert "devuelve float" in message_of(ANSWER.check_shape, 1.0, 3)


def test_check_finite_names_the_place():
    ANSWER.check_finite(X, "no")
    ANSWER.check_finite("not a tensor", "no")
    message = message_of(ANSWER.check_finite, X / torch.tensor([1.0, 0.0]), "¿Divides entre 0?")
    assert "devuelve inf en la posición [0, 1]" in message and "Pista: ¿Divides" in message


# Plain values


class Yes:
    def __eq__(self, other):
        return True


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (0.1 + 0.2, 0.3),
        (1, 1.0),
        (np.float32(0.5), 0.5),
        (float("nan"), float("nan")),
        ([0.1 + 0.2, 1.0], [0.3, 1.0]),
        ({"b": 1.0, "a": [0.3]}, {"a": [0.1 + 0.2], "b": 1.0}),
        ((1, "a", None), (1, "a", None)),
        ([X], [X.clone()]),
    ],
)
def test_equal_values_pass(got, expected):
    ANSWER.check_value(got, expected)


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (None, 3),
        (3.0, 3),
        (True, 1),
        (True, 1.0),
        (np.int64(3), 3),
        (torch.tensor(0.5), 0.5),
        (0.5001, 0.5),
        (float("nan"), 0.5),
        ("a", "b"),
        (Yes(), 3),
        (Yes(), "a"),
        ([Yes()], ["a"]),
        ({"a": Yes()}, {"a": 1}),
        ([1.0], [1.0, 2.0]),
        ((1, 2), [1, 2]),
        ([X], [X + 1]),
        ({"a": 1}, {"a": 1, "b": 2}),
    ],
)
def test_other_values_fail(got, expected):
    assert "Se esperaba" in message_of(ANSWER.check_value, got, expected)


def test_hints_of_values():
    hints = {"¿Cien veces?": 50.0, "¿Varias?": [1.0, 2.0]}
    assert "¿Cien veces?" in message_of(ANSWER.check_value, 50.0, 0.5, hints=hints)
    assert "¿Varias?" in message_of(ANSWER.check_value, 2.0, 0.5, hints=hints)
    assert "¿Varias?" in message_of(ANSWER.check_value, [1.0, 2.0], [3.0], hints=hints)
    assert "Pista" not in message_of(ANSWER.check_value, 1.0, [3.0], hints=hints)


# Errors and arguments


def test_check_raises():
    def positive(x):
        if x < 0:
            raise UnicodeError("negativo")  # derived from ValueError
        return [][int(x)]

    answer = answer_to(positive)
    answer.check_raises(ValueError, -1)
    message = message_of(answer.check_raises, ValueError, 2, hint="¿Y si es 2?")
    assert "tendría que lanzar ValueError y lanza IndexError" in message
    assert "Pista: ¿Y si es 2?" in message and "Con x = 2" in message
    message = message_of(answer_to(lambda x: x + 1).check_raises, ValueError, 2, hint="¿Y?")
    assert "devuelve un resultado" in message and "Ha salido:   3" in message and "¿Y?" in message


def test_check_unchanged():
    def grow(x):
        x.append(1)

    answer_to(lambda x: x).check_unchanged(X)
    answer_to(lambda x: x.add(1)).check_unchanged(X * torch.nan)
    answer_to(lambda x, rng: rng.random()).check_unchanged(X, random.Random(0))
    assert "cambia su argumento «x»" in message_of(
        answer_to(lambda x: x.zero_()).check_unchanged, X
    )
    assert "`.clone()`" in message_of(answer_to(lambda x: x.zero_()).check_unchanged, x=X)
    assert "«x»" in message_of(answer_to(lambda x: x.unsqueeze_(0)).check_unchanged, X)
    assert "«x»" in message_of(answer_to(grow).check_unchanged, [1])
    assert "«d»" in message_of(answer_to(lambda d: d["a"].pop()).check_unchanged, {"a": [1]})
    assert "«args»" in message_of(answer_to(lambda *args: args[0].zero_()).check_unchanged, X)
    assert X.tolist() == [[1, 2], [3, 4]]


def test_message_shows_the_inputs_as_they_were_given():
    def spoil(x, p=0.5):
        return x.zero_()

    answer = answer_to(spoil)
    message = message_of(answer.check_tensor, answer(X, p=1 / 3), X)
    assert message.splitlines()[0].startswith("solve(x, p) no devuelve los valores esperados.")
    assert "  Con x = [[1.0, 2.0], [3.0, 4.0]] (float32, forma (2, 2))" in message
    assert "  Con p = 0.3333333" in message


# Writing values


class Broken:
    def __repr__(self):
        raise RuntimeError


def test_show():
    assert show(torch.tensor([0.1, 2.0])) == "[0.1, 2.0] (float32, forma (2,))"
    assert show(torch.zeros(100, 3)) == "tensor (float32, forma (100, 3))"
    assert show(torch.ones(2, requires_grad=True)) == "[1.0, 1.0] (float32, forma (2,))"
    assert show(torch.tensor(float("nan"))) == "nan (float32, forma ())"
    assert show(2 / 3) == "0.6666667"
    assert show(random.Random(0)) == "<random.Random object>"
    assert len(show("a" * 10_000)) == 300
    assert show(Broken()) == show([Broken()]).replace("list", "Broken")


# Pictures


def test_preview(capsys):
    with preview():
        raise NotImplementedError
    with preview():
        raise NotImplementedError("'nanmedian' not implemented for 'Long'")
    with preview():
        print("una figura")
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "Aquí verás tu resultado cuando resuelvas el ejercicio."
    assert out[1].startswith("Todavía no se puede mostrar tu resultado: NotImplementedError: 'nan")
    assert out[2] == "una figura"


def test_a_preview_runs_on_one_thread_and_gives_the_others_back():
    torch.set_num_threads(2)
    try:
        with preview():
            assert torch.get_num_threads() == 1
            raise NotImplementedError
        assert torch.get_num_threads() == 2
        with preview():
            threads = torch.get_num_threads()
        assert threads == 1
    finally:
        torch.set_num_threads(1)


@pytest.mark.parametrize("swallowed", [False, True])
def test_what_an_exercise_forbids_is_named(monkeypatch, swallowed):
    from torch.nn.functional import mse_loss

    def mse(y_pred, y_true):
        try:
            return mse_loss(y_pred, y_true)
        except BaseException:
            if swallowed:
                return torch.tensor(0.0)
            raise

    monkeypatch.setitem(globals(), "mse", mse)
    answer = Answer("mse", forbidden=[torch.nn.functional.mse_loss])
    with pytest.raises(CheckError, match="llama a `mse_loss`"):
        answer(torch.ones(2), torch.ones(2))


def test_a_preview_ends_in_time(monkeypatch, capsys):
    monkeypatch.setattr(checks, "TIME_LIMIT", 0.05)
    with checks.preview():
        while True:
            pass
    assert "no ha terminado" in capsys.readouterr().out


class Exam(NamedTuple):
    cost: float
    share: float

    def __iter__(self):
        return iter((0.0, 0.0))


class Liar(float):
    def __eq__(self, other):
        return True

    def __float__(self):
        return 1.0


def test_what_derives_from_a_plain_kind_is_judged_by_what_it_holds():
    assert answer_to(lambda x: Exam(1.5, 0.5))(X) == (1.5, 0.5)
    assert type(answer_to(lambda x: OrderedDict(a=1))(X)) is dict
    assert answer_to(lambda x: Liar(2.0))(X) == 2.0
    assert type(answer_to(lambda x: True)(X)) is bool
    size = answer_to(lambda x: torch.Size([2]))(X)
    assert type(size) is torch.Size
    kept = answer_to(OrderedDict)
    assert type(kept()) is OrderedDict
