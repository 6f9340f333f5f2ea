"""What may run in one process with a test: Python that keeps to its own names.

Some tests run beside the answer; see :mod:`corrector.beside`. There a cell that reaches for the
interpreter's insides could read the expected value or forge a verdict. So such a cell does not run:
the exercise that it answers gets no points, and the teacher is told. Only the text is looked at,
before anything runs. Exercises judged from another process may use what they like.
"""

import ast
import re
from collections.abc import Callable
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager

MODULES = frozenset(
    "torch torchvision pandas io numpy math cmath random statistics itertools functools operator "
    "collections copy time typing types dataclasses enum abc numbers string re warnings "
    "contextlib matplotlib scipy sklearn aprende fractions decimal heapq bisect datetime "
    "__future__ json pprint textwrap tqdm".split()
)
# All that a cell may take from sys.
HARMLESS_SYS = frozenset("maxsize float_info getsizeof byteorder version stdout stderr".split())
NAMES = frozenset(
    "eval exec compile globals locals vars open get_ipython breakpoint input delattr "
    "memoryview __import__ __builtins__ __loader__ __spec__".split()
)
# Attributes that lead from honest objects to frames, modules and code.
ATTRIBUTES = frozenset(
    "FileIO open open_code query f_back f_locals f_globals f_builtins f_code f_trace tb_frame "
    "tb_next gi_frame gi_code "
    "cr_frame cr_code ag_frame ag_code gi_yieldfrom cr_await _getframe _current_frames "
    "settrace setprofile checks _compare _cells forbidden _C os sys _os _sys gc ctypes "
    "ctypeslib inspect builtins importlib socket subprocess threading _thread multiprocessing "
    "signal pickle linecache traceback attrgetter methodcaller get_type_hints "
    "singledispatch singledispatchmethod Formatter FrameType FunctionType CodeType "
    "load_library read_pickle hub cpp_extension corrector IPython".split()
)
DUNDERS = frozenset(
    "__init__ __name__ __class__ __doc__ __len__ __call__ __getitem__ __iter__ __next__ "
    "__post_init__ __repr__ __str__ __eq__ __setattr__".split()
)
STARS = frozenset("math numpy torch torch.nn itertools functools typing collections".split())
PICTURES = re.compile(r"^\s*%(matplotlib|config)\b.*$", re.MULTILINE)


def reaches_in(source: str) -> str:
    """Find what keeps a cell from running beside a test.

    Parameters
    ----------
    source : str
        A student's cell.

    Returns
    -------
    str
        The first name that it may not use; empty if there is none. A cell that is no Python cannot
        run, and has none.
    """
    try:
        text = TransformerManager().transform_cell(PICTURES.sub("", source))
        nodes = list(ast.walk(ast.parse(text)))
    except SyntaxError:
        return ""
    except (ValueError, RecursionError, MemoryError):
        return "…"
    called = {id(node.func): node for node in nodes if isinstance(node, ast.Call)}
    attributes = [node for node in nodes if isinstance(node, ast.Attribute)]
    harmless = {id(node.value) for node in attributes if node.attr in HARMLESS_SYS}
    own = {id(node.value) for node in attributes if _sets_own(node, called.get(id(node)))}
    for node in nodes:
        if isinstance(node, ast.Name) and node.id == "sys" and id(node) not in harmless:
            return "sys"
        if id(node) in own:
            continue
        if found := _reached(node, called):
            return found
    return ""


def _reached(node: ast.AST, called: dict[int, ast.Call]) -> str:
    if isinstance(node, ast.Import):
        others = [a.name for a in node.names if (a.name, a.asname or "sys") != ("sys", "sys")]
        return next((name for name in others if not _importable(name)), "")
    if isinstance(node, ast.ImportFrom):
        module = node.module or "."
        if module == "sys" and not node.level:
            return next((a.name for a in node.names if a.name not in HARMLESS_SYS), "")
        if node.level or not _importable(module):
            return module
        names = [a.name for a in node.names]
        if "*" in names and module not in STARS:
            return f"from {module} import *"
        return next((n for n in names if n in NAMES or not _attribute(n)), "")
    if isinstance(node, ast.Name):
        return node.id if node.id in NAMES else ""
    if isinstance(node, ast.keyword) and node.arg in ("weights_only", "allow_pickle"):
        return node.arg  # what is unpickled may run anything
    if isinstance(node, ast.Attribute):
        if node.attr == "eval":  # a model's takes nothing; pandas' reads a text
            call = called.get(id(node))
            return "eval" if call is None or call.args or call.keywords else ""
        if node.attr in ("format", "format_map"):
            return "" if _harmless_format(node.value) else "format"
        return "" if _attribute(node.attr) else node.attr
    if isinstance(node, ast.MatchClass):
        return next((name for name in node.kwd_attrs if not _attribute(name)), "")
    return ""


def _sets_own(method: ast.Attribute, call: ast.Call | None) -> bool:
    """Whether this is ``self.__dict__.update(a=..., b=...)``: a long way to set attributes."""
    return (
        call is not None
        and method.attr == "update"
        and ast.unparse(method.value) == "self.__dict__"
        and not call.args
        and all(keyword.arg and _attribute(keyword.arg) for keyword in call.keywords)
    )


def careful(function: Callable[..., Any]) -> Callable[..., Any]:
    """Guard ``getattr`` or ``setattr``: the same names are out of reach when they are computed.

    Parameters
    ----------
    function : callable
        The built-in one.

    Returns
    -------
    callable
        The same, but for an ``AttributeError`` where a cell may not write the name.
    """

    def guarded(thing: Any, name: str, *more: Any) -> Any:
        if type(name) is not str or not _attribute(name):
            raise AttributeError(f"aquí tu celda no puede usar «{name}»")
        return function(thing, name, *more)

    return guarded


def _importable(module: str) -> bool:
    first, *rest = module.split(".")
    return first in MODULES and all(map(_attribute, rest))


def _attribute(name: str) -> bool:
    if name.startswith("__") and name.endswith("__"):
        return name in DUNDERS
    return name not in ATTRIBUTES


def _harmless_format(template: ast.AST) -> bool:
    """Whether str.format is called on a text whose fields look into nothing."""
    return (
        isinstance(template, ast.Constant)
        and isinstance(template.value, str)
        and not re.search(r"\{[^{}]*[.\[][^{}]*[:!}]", re.sub(r":[^{}]*\}", "}", template.value))
    )
