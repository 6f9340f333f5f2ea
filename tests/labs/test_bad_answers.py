"""Whatever an answer does, it loses its own points with a message, and the rest is still judged."""

import ast
import builtins
import gc
import re
from types import CodeType

import pytest
from judge import ROOT, Lab, compiled

from aprende import checks

LABS = sorted(folder.name for folder in (ROOT / "solutions").iterdir() if folder.is_dir())
EXERCISES = [(name, exercise) for name in LABS for exercise in Lab(name).exercises]
# One of each kind: what gives a tensor, an iterator, a module, a class, a number, a tuple.
KINDS = [
    *[("01_datos", "standardize"), ("02_entrenamiento", "iterate_batches")],
    *[("02_entrenamiento", "build_mlp"), ("03_coste", "cross_entropy"), ("04_gradiente", "SGD")],
    *[("05_evaluacion", "f1_score"), ("06_mejora", "grid_search"), ("06_mejora", "dropout")],
]
LIAR = """
class Liar(torch.Tensor):
    __eq__ = __lt__ = __gt__ = lambda self, other: torch.ones((), dtype=torch.bool)
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        return torch.ones((), dtype=torch.bool)
class Yes:
    __eq__ = __lt__ = __gt__ = __le__ = __ge__ = __contains__ = lambda self, other: True
    __bool__ = lambda self: True
    __float__ = lambda self: 1.0
    __len__ = lambda self: 1
    __iter__ = lambda self: iter(())
    __getattr__ = lambda self, name: self
    __call__ = __getitem__ = lambda self, *args, **kwargs: self
    __hash__ = lambda self: 0
"""
BODIES = {
    "raises": "raise RuntimeError('ups')",
    "raises in silence": "raise AssertionError",
    "raises a mute": "raise type('Bad', (Exception,), {'__str__': lambda self: 1 / 0})",
    "raises a string of megabytes": "raise KeyError('x' * 5_000_000)",
    "None": "return None",
    "a type": "return int",
    "a text": "return 'hola'",
    "NaN": "return float('nan')",
    "a tensor of NaN": "return torch.full((3,), float('nan'))",
    "a complex tensor": "return torch.full((2, 2), 1j)",
    "a sparse tensor": "return torch.eye(3).to_sparse()",
    "a tensor that lies": "return torch.zeros(3).as_subclass(Liar)",
    "an object that agrees with all": "return Yes()",
    "itself": "return globals()",
    "a list that holds itself": "a = []; a.append(a); return a",
    "megabytes": "print('x' * 20_000_000); return None",
    "leaves Python": "import sys; sys.exit()",
    "interrupts": "raise KeyboardInterrupt",
    "no end of calls": "return (lambda f: f(f))(lambda f: f(f))",
    "a generator that fails": "yield 1 / 0",
}


@pytest.fixture(autouse=True)
def no_garbage_at_the_bottom():
    """Clear no garbage while calls without end fill the stack: what it frees would have no room."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def answer(lab: Lab, exercise: str, body: str) -> str:
    """Give an answer that does only that, whatever it is asked."""
    if re.search(rf"^class {exercise}\b", lab.answers[exercise], re.MULTILINE):
        if body.startswith(("return", "yield")):  # a class cannot: its methods do
            methods = re.findall(r"def ([a-z]\w*)\(self", lab.answers[exercise])
            made = "".join(f"    def {m}(self, *a, **k): {body}\n" for m in methods)
            return f"{LIAR}\nclass {exercise}:\n    def __init__(self, *a, **k): pass\n{made}"
        return f"class {exercise}:\n    def __init__(self, *args, **kwargs):\n        {body}\n"
    return f"{LIAR}\ndef {exercise}(*args, **kwargs):\n    {body}\n"


def failed(messages: dict[str, str]) -> dict[str, str]:
    return {test: message for test, message in messages.items() if message}


@pytest.mark.parametrize(("name", "exercise"), EXERCISES)
def test_nonsense_loses_all_its_points_with_a_message(name, exercise):
    lab = Lab(name)
    for title, body in BODIES.items():
        messages = lab.judge({exercise: answer(lab, exercise, body)}, only=exercise)
        for test, message in messages.items():
            assert message.startswith("CheckError: "), (title, test, message)
            assert 10 < len(message) < 4000, (title, test, len(message))


@pytest.mark.parametrize("body", ["raises", "None", "a tensor that lies", "leaves Python"])
@pytest.mark.parametrize("name", LABS)
def test_nonsense_costs_no_other_exercise(name, body):
    """Every second exercise is nonsense; those between are right."""
    lab = Lab(name)
    for parity in (0, 1):
        chosen = lab.exercises[parity::2]
        messages = failed(lab.judge({e: answer(lab, e, BODIES[body]) for e in chosen}))
        assert {lab.exercise_of(t) for t in lab.tests if t.grade_id in messages} == set(chosen)


ENDLESS = {
    "a loop": "while True: pass",
    "sleep": "import time; time.sleep(3600)",
}


@pytest.mark.parametrize("body", ENDLESS)
@pytest.mark.parametrize(("name", "exercise"), KINDS)
def test_what_never_returns_is_stopped(name, exercise, body, monkeypatch):
    limits = checks.Answer.__init__.__defaults__
    monkeypatch.setattr(checks.Answer.__init__, "__defaults__", (0.2, *limits[1:]))
    lab = Lab(name)
    messages = lab.judge({exercise: answer(lab, exercise, ENDLESS[body])}, only=exercise)
    for test, message in messages.items():
        assert message.startswith("CheckError: ") and "no ha terminado" in message, (test, message)


# Names


def bound(source: str) -> set[str]:
    """Names that a cell gives to its notebook."""
    return {n for n in compiled(source, "<names>").co_names if _stores(source, n)}


def _stores(source: str, name: str) -> bool:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id == name:
            return True
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name == name:
            return True
    return False


def used_inside(code: CodeType) -> set[str]:
    """Names in the functions that a cell makes: an answer may call these back."""
    inner = [constant for constant in code.co_consts if isinstance(constant, CodeType)]
    return {name for c in inner for name in (*c.co_names, *used_inside(c))}


@pytest.mark.parametrize(("name", "exercise"), EXERCISES)
def test_a_helper_may_be_called_like_anything_in_a_test(name, exercise):
    """The answer is right, and calls helpers named as the tests of its lab name their things."""
    lab = Lab(name)
    names = set().union(*(bound(test.source) for test in lab.tests_of(exercise)))
    names -= set().union(
        *(used_inside(compiled(t.source, "<names>")) for t in lab.tests_of(exercise))
    )
    names = sorted(n for n in names if not n.startswith("_") and n != exercise)
    own = "".join(f"def {n}():\n    return 'mine'\n" for n in names)
    calls = "".join(f"    assert {n}() == 'mine'\n" for n in names)
    source = lab.answers[exercise]
    node = next(n for n in ast.parse(source).body if getattr(n, "name", "") == exercise)
    if isinstance(node, ast.ClassDef):
        wrapper = f"class {exercise}(reference):\n    def __init__(self, *a, **k):\n"
        wrapper += calls.replace("    ", "        ") + "        super().__init__(*a, **k)\n"
    else:
        wrapper = (
            f"def {exercise}(*args, **kwargs):\n{calls}    return reference(*args, **kwargs)\n"
        )
    code = f"{source}\nreference = {exercise}\n{own}{wrapper}"
    assert not failed(lab.judge({exercise: code}, only=exercise))


@pytest.mark.parametrize("name", LABS)
def test_shadowed_names_break_nobody_elses_tests(name):
    """`len = 3` in an answer is a mistake of its own; the tests' `len` is Python's."""
    lab = Lab(name)
    tests = {n for test in lab.tests for n in compiled(test.source, "<names>").co_names}
    tests |= {n for t in lab.tests for n in used_inside(compiled(t.source, "<names>"))}
    rest = "\n".join(cell.source for cell in lab.cells if not cell.is_test)
    answers = set(re.findall(r"\w+", rest))  # what the other answers need must stay
    names = (tests & set(dir(builtins))) | {"Answer", "generator", "python_rng", "CheckError"}
    names |= {n for test in lab.tests for n in bound(test.source)}
    names = sorted(n for n in names - answers if not n.startswith("_"))
    assert len(names) > 5
    exercise = lab.exercises[0]
    shadows = "".join(f"{n} = 'roto'\n" for n in names)
    assert not failed(lab.judge({exercise: shadows + lab.answers[exercise]}))


@pytest.mark.parametrize("name", LABS)
def test_print_isinstance_and_len_may_be_broken_by_an_answer(name):
    lab = Lab(name)
    last = lab.exercises[-1]  # no other answer comes after it, to be broken too
    code = "def {0}(*args, **kwargs):\n    return None\nprint = len = isinstance = type = 3\n"
    messages = lab.judge({last: code.format(last)}, only=last)
    assert all(message.startswith("CheckError: ") for message in messages.values())
