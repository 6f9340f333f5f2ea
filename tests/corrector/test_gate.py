"""Which cells may run in one process with a test."""

import ast

import pandas
import pytest
import torch
from IPython.core.error import InputRejected
from judge import ROOT, Lab, known_answers

from corrector.gate import Guarded, careful, reaches_in, without_magics

LABS = sorted(path.name for path in (ROOT / "solutions").iterdir())


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import os\nos.getcwd()", "os"),
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
        ("f = '{0.gi_frame.f_back}'.format", "format"),
        ("match '{0.gi_frame}':\n    case str(format=f):\n        f(g)", "format"),
        ("logging.getLogger()\nimport logging", "logging"),
        ("from timeit import timeit\ntimeit('1')", "timeit"),
        ("from IPython.display import sys", "sys"),
        ("def f():\n    global eval\n    eval = 1\n    return eval", "eval"),
        ("eval('1')\neval = 1", "eval"),
        ("[x for eval in [eval('1')]]", "eval"),
        ("class A:\n    compile = compile", "compile"),
        ("%%time\n!ls", "get_ipython"),
        ("f = text.format_map", "format"),
        ("match pd:\n    case object(eval=f):\n        f('@x', level=3)", "eval"),
        ("torch.load('x', weights_only=kind)", "weights_only"),
        ("np.load('x', allow_pickle=True)", "allow_pickle"),
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


def test_what_a_magic_runs_is_looked_at_too():
    for source in ("%%time\nx = eval('1')", "%time x = eval('1')", "%timeit f()\nx = eval('1')"):
        assert reaches_in(without_magics(source)) == "eval"


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
        "for input, target in batches:\n    model(input)",
        "def f(compile, x):\n    def g():\n        return compile(x)\n    return g",
        "def f(vars):\n    return [open for open in vars]",
        "text = 'época {}'\nprint(text.format(3))",
        "%%time\ndef f():\n    pass",
        "def f():\n    pass\n%timeit f()\n%time y = f()",
        "import os\nimport logging, timeit\nfrom pathlib import (\n    Path,\n)\nx = 1",
        "from IPython.display import display\nfrom timeit import default_timer\ndisplay(3)",
        "back = model.train if model.training else model.eval",
        "torch.load(buffer, weights_only=True)\nnp.load(file, allow_pickle=False)",
        "P.__members__\ntorch.__version__\nobject.__new__(A)",
    ],
)
def test_an_ordinary_cell_may_run(source):
    assert reaches_in(without_magics(source)) == ""


def test_what_is_taken_off_a_cell_leaves_its_lines_where_they_were():
    source = (
        "%%time\nimport os\ndef f():\n    from pathlib import (\n        Path,\n    )\n%time f()"
    )
    assert without_magics(source).split("\n") == [
        *("", "pass", "def f():", "    pass", "", "", "f()"),
    ]
    for kept in ("import os; x = 1", "import os\nos.getcwd()", "this is no Python", "import math"):
        assert without_magics(kept) == kept
    assert without_magics("import os", "os .getcwd()") == "import os"
    assert without_magics("import os", "os = 3") == "pass"


def ran(source, **names):
    tree = ast.fix_missing_locations(Guarded().visit(ast.parse(source)))
    scope = {**Guarded.NAMES, **names}
    exec(compile(tree, "<cell>", "exec"), scope)
    return scope["x"]


class Styler:
    def format(self, spec):
        return f"<{spec}>"


def test_format_does_what_it_does_elsewhere():
    assert ran("x = t.format(1.5, template=2, w=6)", t="{:{w}.2f} {template} {{}}") == "  1.50 2 {}"
    assert ran("x = str.format('{} {}', 1, 2)") == "1 2"
    assert ran("x = t.format('a').format()", t="{}{{}}".replace("{{}}", "")) == "a"
    assert ran("x = t.format('a')", t=Styler()) == "<a>"


@pytest.mark.parametrize("text", ["{0.real}", "{0[0]}", "{:{0.real}}", "{a.b:>3}", "{!r:{0.real}}"])
def test_a_text_that_looks_into_things_is_refused(text):
    for source in ("x = t.format(1)", "x = str.format(t, 1)", "x = type(t).format(t, 1)"):
        with pytest.raises(AttributeError, match="no puede usar «format»"):
            ran(source, t=text)
    for thing in (text, str):
        with pytest.raises(AttributeError, match="no puede usar «format»"):
            careful(getattr)(thing, "format")


def test_a_models_eval_may_be_kept_and_no_other():
    model = torch.nn.Linear(1, 1)
    ran("x = model.eval\nx()", model=model)
    assert not model.training
    ran("x = model.train()\nkind.eval(model)", model=model, kind=torch.nn.Module)
    for source in ("x = pd.eval", "x = pd.DataFrame().eval", "x = getattr(pd, 'eval')"):
        with pytest.raises(AttributeError, match="no puede usar «eval»"):
            ran(source, pd=pandas, getattr=careful(getattr))


def test_a_cell_too_deep_to_be_looked_at_is_refused():
    with pytest.raises(InputRejected):
        Guarded().visit(ast.parse("x = " + "1+" * 900 + "1"))


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
