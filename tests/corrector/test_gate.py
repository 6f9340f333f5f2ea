"""Which cells may run in one process with a test."""

import pytest
import torch
from judge import ROOT, Lab, known_answers

from corrector.gate import careful, reaches_in

LABS = sorted(path.name for path in (ROOT / "solutions").iterdir())


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import os", "os"),
        ("import torch.os as os", "torch.os"),
        ("from torch import os", "os"),
        ("from aprende import checks", "checks"),
        ("from aprende._compare import same", "aprende._compare"),
        ("from . import x", "."),
        ("from scipy.stats import *", "from scipy.stats import *"),
        ("from pandas import eval as e", "eval"),
        ("x = torch.sys.modules", "sys"),
        ("x = eval('1')", "eval"),
        ("import sys\nsys.modules", "sys"),
        ("import sys\nx = [sys]", "sys"),
        ("import sys as s", "sys"),
        ("from sys import modules", "modules"),
        ("torch.load('x', weights_only=False)", "weights_only"),
        ("x.__globals__", "__globals__"),
        ("x.__class__.__mro__", "__mro__"),
        ("gen.gi_frame", "gi_frame"),
        ("'{0.gi_frame.f_back}'.format(g)", "format"),
        ("text.format(g)", "format"),
        ("f = text.format_map", "format"),
        ("match x:\n    case object(f_back=y):\n        pass", "f_back"),
        ("pd.eval('@x', level=3)", "eval"),
        ("self.__dict__", "__dict__"),
        ("self.__dict__.update({'a': 1})", "__dict__"),
        ("self.__dict__.update(**names)", "__dict__"),
        ("self.__dict__.update(f_back=1)", "__dict__"),
        ("self.__dict__.copy(a=1)", "__dict__"),
        ("torch.__dict__.update(allclose=f)", "__dict__"),
        ("self.__dict__.update(a=self.__dict__)", "__dict__"),
        ("f = self.__dict__.update", "__dict__"),
        ("self.__dict__.version", "__dict__"),
        ("!ls", "get_ipython"),
        ("%%bash\nls", "get_ipython"),
        ("%autoreload 2", "get_ipython"),
        ("def f():\n    def g():\n        return open('x')\n", "open"),
        ("x = " + "1+" * 5000 + "1", "…"),
    ],
)
def test_a_cell_that_reaches_for_the_interpreter_is_named(source, found):
    assert reaches_in(source) == found


@pytest.mark.parametrize(
    "source",
    [
        "",
        "this is no Python",
        "%matplotlib inline\nx = 1",
        "import numpy as np, math\nfrom torch import nn\nfrom math import *",
        "class A(nn.Module):\n    def __init__(self):\n        super().__init__()\n",
        "import sys\nbest = sys.maxsize\nkind = getattr(nn, name)\nload(torch.load(file))",
        "getattr(model, 'weight', None)\nmodel.eval()\nmodel.modules()\ntype(x).__name__",
        "'{:.2f} {}'.format(1.0, 2)\nf'{x.y}'",
        "self.__dict__.update(patience=3, best=None)",
    ],
)
def test_an_ordinary_cell_may_run(source):
    assert reaches_in(source) == ""


@pytest.mark.parametrize("lab", LABS)
def test_every_solution_may_run(lab):
    answers = Lab(lab).answers
    found = {name: reaches_in(code) for name, code in answers.items()}
    assert not any(found.values()), found


def test_no_right_answer_is_refused():
    """But for one that starts threads, whose exercise is judged from another process."""
    right = [each for lab in LABS for each in known_answers(lab) if each.right]
    refused = [str(each) for each in right if reaches_in(each.code)]
    assert len(right) > 300
    assert refused == ["grid_search: threads"]


@pytest.mark.parametrize("name", ["__globals__", "f_back", "sys", "gi_frame"])
def test_computed_names_are_out_of_reach_too(name):
    with pytest.raises(AttributeError, match="no puede usar"):
        careful(getattr)(torch, name)
    with pytest.raises(AttributeError, match="no puede usar"):
        careful(setattr)(torch, name, 1)


def test_computed_names_that_are_harmless_work():
    assert careful(getattr)(torch.nn, "MSELoss") is torch.nn.MSELoss
    assert careful(getattr)(torch.nn, "nothing", 3) == 3
