"""The judge's side: what comes from a student's process is a value or an error, and never more."""

import builtins
import inspect
import json
import os
import socket
import threading
from fractions import Fraction

import pytest
import torch
from torch.nn import functional as F

from aprende.checks import CheckError
from corrector.beside import hidden_removed
from corrector.judging import (
    AnswerDied,
    Judge,
    Remote,
    Session,
    error_of,
    place_of,
    update,
    verdict,
)
from corrector.kernel import Pupil, found
from corrector.line import send
from corrector.wire import NotPlain


@pytest.fixture
def pupil():
    """Give a function that lets a student's names be called from here, from another thread."""
    lines, threads = [], []

    def start(source: str, name: str = "f") -> Remote:
        names: dict = {}
        exec(f"import torch\n{source}", names)
        session = Session(None)
        session.line, theirs = socket.socketpair()
        lines.extend([session.line, theirs])
        threads.append(threading.Thread(target=Pupil(theirs, names).answer))
        threads[-1].start()
        told, _ = session.ask({"do": "describe", "name": name})
        return Remote(session, name, told["parameters"])

    yield start
    for line in lines:
        try:
            line.shutdown(socket.SHUT_RDWR)
        except OSError:
            continue
    for thread in threads:
        thread.join(5)


@pytest.fixture
def liar():
    """Give a function that answers the judge's next message with whatever it is told to."""
    lines = []

    def start(*replies: tuple[dict, list[bytes]]) -> Remote:
        session = Session(None)
        session.line, theirs = socket.socketpair()
        lines.extend([session.line, theirs])
        for reply, blobs in replies:
            send(theirs, reply, blobs)
        return Remote(session, "f", None)

    yield start
    for line in lines:
        line.close()


def test_an_answer_may_give_parameters_and_fractions(pupil):
    source = """
from fractions import Fraction
def f(): return torch.nn.Parameter(torch.ones(2)), Fraction(1, 3)
"""
    weights, share = pupil(source)()
    assert type(weights) is torch.Tensor and torch.equal(weights, torch.ones(2))
    assert share == Fraction(1, 3)


def test_a_test_that_gives_parameters_needs_objects(pupil):
    with pytest.raises(NotPlain):
        pupil("def f(x): return x")(torch.nn.Parameter(torch.ones(2)))


def test_an_answer_may_call_a_function_of_the_test_from_threads(pupil):
    source = """
from concurrent.futures import ThreadPoolExecutor
def f(g):
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(g, range(50)))
"""
    assert pupil(source)(lambda n: n * n) == [n * n for n in range(50)]


def test_a_call_gives_what_the_answer_gives(pupil):
    f = pupil("def f(x, *, twice=1): return [x * twice, {'n': x.shape}]")
    got = f(torch.ones(2), twice=2)
    assert torch.equal(got[0], torch.full((2,), 2.0)) and got[1] == {"n": torch.Size([2])}


def test_gradients_flow_through_the_other_process(pupil):
    f = pupil("def f(x, y): return ((x - y) ** 2).mean()")
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    f(x, torch.zeros(2)).backward()
    assert torch.allclose(x.grad, torch.tensor([1.0, 2.0]))
    detached = pupil("def f(x): return x.detach().sum()")
    assert not detached(x).requires_grad


def test_what_an_answer_does_to_its_arguments_happens_here_too(pupil):
    f = pupil("def f(x, l, g): x.add_(1); l.append(2); torch.rand(1, generator=g)")
    x, numbers, source = torch.zeros(2), [1], torch.Generator().manual_seed(1)
    f(x, numbers, source)
    expected = torch.Generator().manual_seed(1)
    torch.rand(1, generator=expected)
    assert torch.equal(x, torch.ones(2)) and numbers == [1, 2]
    assert torch.equal(source.get_state(), expected.get_state())


def test_an_error_arrives_with_its_kind_text_and_line(pupil):
    f = pupil("class Few(ValueError): pass\ndef f(): raise Few('pocos')")
    with pytest.raises(ValueError, match="pocos") as raised:
        f()
    assert type(raised.value).__name__ == "Few"


def test_a_function_of_the_test_is_called_here(pupil):
    f = pupil("def f(g, x): return g(x) + 1")
    assert f(lambda x: 10 * x, 2) == 21


def test_what_is_forbidden_is_noticed_there(pupil):
    f = pupil("import torch.nn.functional as F\ndef f(a, b): return F.mse_loss(a, b)")
    scope = {"f": f, "torch": torch, "F": F}
    test = "from aprende.checks import Answer\nx = torch.ones(2)\n"
    test += "Answer('f', forbidden=(F.mse_loss,))(x, x)"
    assert "no se puede usar" in verdict(test, scope, "test")
    assert verdict(test.replace("F.mse_loss,", ""), scope, "test") == ""


@pytest.mark.parametrize(
    "reply",
    [
        {},
        {"result": {"": "tensor", "v": ["float32", [9], False], "b": 0}, "called": []},
        {"result": {"": "array", "v": ["O", [1], False], "b": 0}, "called": []},
        {"result": {"": "tensor", "v": [], "b": 99}, "called": []},
        {"result": [], "called": []},
        {"result": 2.5, "called": 5},
        {"result": 2.5},
        {"error": {}},
        {"error": {"classes": [], "text": "", "bare": True, "line": None}},
        {"error": {"classes": ["a\0b"], "text": "", "bare": True, "line": None}},
        {"error": {"classes": ["ExceptionGroup"], "text": "", "bare": True, "line": None}},
        {"error": {"classes": 7, "text": [], "bare": 0, "line": [1]}},
        {"args": {"": "list", "v": [[], 3]}, "result": 1, "called": ["x"]},
    ],
    ids=json.dumps,
)
def test_a_forged_reply_fails_the_test_and_ends_nothing_else(liar, reply):
    scope = {"f": liar((reply, [b"abc"])), "torch": torch}
    test = "from aprende.checks import Answer\nAnswer('f').check_value(Answer('f')(1.0), 2.5)"
    said = verdict(test, scope, "test")
    assert said and "Traceback" not in said


def test_an_honest_reply_passes_the_same_test(liar):
    scope = {"f": liar(({"result": 2.5, "called": []}, [])), "torch": torch}
    test = "from aprende.checks import Answer\nAnswer('f').check_value(Answer('f')(1.0), 2.5)"
    assert verdict(test, scope, "test") == ""


def test_a_process_that_ends_is_told_and_later_calls_too(liar):
    f = liar()
    f._session.line.shutdown(socket.SHUT_RDWR)
    for _ in range(2):
        with pytest.raises(AnswerDied):
            f(1)
    assert f._session.died


def test_calls_of_functions_that_are_none_of_the_tests_are_refused(liar):
    form = {"": "list", "v": [{"": "list", "v": []}, {"": "dict", "v": []}]}
    forged = [({"callback": n, "args": form}, []) for n in (0, 9, -1, "x", None)]
    f = liar(*forged, ({"callback": 0, "args": 3}, []), ({"result": 1, "called": []}, []))
    assert f(1) == 1


@pytest.mark.parametrize("name", ["KeyboardInterrupt", "SystemExit", "GeneratorExit", "OSError"])
def test_an_error_has_its_own_kind_here(name):
    error = error_of({"classes": [name, "BaseException"], "text": "x", "bare": False, "line": None})
    assert type(error) is getattr(builtins, name)


def test_a_check_error_of_the_students_is_none_here():
    told = {"classes": ["CheckError", "AssertionError"], "text": "", "bare": True, "line": None}
    assert not isinstance(error_of(told), CheckError)
    assert isinstance(error_of(told), AssertionError)


def test_arguments_of_another_kind_change_nothing():
    before = [torch.zeros(2), [1], {"a": 1}, (torch.ones(1),)]
    update(before, [3, "x", None, 5])
    assert torch.equal(before[0], torch.zeros(2)) and before[1:3] == [[1], {"a": 1}]


@pytest.mark.parametrize(
    "thing",
    [F.mse_loss, torch.softmax, torch.Tensor.softmax, torch.nn.Linear, torch.optim.SGD.step, len],
    ids=lambda thing: thing.__name__,
)
def test_what_is_forbidden_is_found_by_name_on_the_other_side(thing):
    # An optimiser made by another test wraps torch's step() anew.
    assert inspect.unwrap(found(place_of(thing))) is inspect.unwrap(thing)


def test_a_test_cell_that_errs_is_not_passed():
    assert verdict("1 / 0", {}, "test").startswith("La prueba ha dado un error: ZeroDivisionError")
    assert verdict("raise SystemExit(0)", {}, "test")
    assert verdict("x =", {}, "test")
    assert verdict("from aprende.checks import CheckError\nraise CheckError", {}, "test")
    assert verdict("pass", {}, "test") == ""


def test_a_judge_without_a_kernel_passes_nothing(monkeypatch):
    monkeypatch.setenv("APRENDE_SEED", "0")
    judge = Judge({"setup": "", "cells": [], "seconds": 1, "seed": "0"}, None)
    told = judge.test("f", "test_f", "pass", "apart")
    assert told["message"] and told["died"]
    assert os.environ["APRENDE_SEED"] == "0"


def test_a_message_from_beside_holds_no_line_of_the_test():
    source = "def _test():\n    right = secret_number(7391)\n    x = 1\n"
    told = "ValueError: 'right = secret_number(7391)'\nHa salido: 2"
    assert hidden_removed(told, source) == "…\nHa salido: 2"
