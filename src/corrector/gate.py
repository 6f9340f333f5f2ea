"""What may run in one process with a test: Python that keeps to its own names.

Some tests run beside the answer; see :mod:`corrector.beside`. There a cell that reaches for the
interpreter's insides could read the expected value or forge a verdict. So such a cell does not run:
the exercise that it answers gets no points, and the teacher is told. Only the text is looked at,
before anything runs. Exercises judged from another process may use what they like.
"""

import ast
import dis
import re
from collections.abc import Callable, Iterator
from string import Formatter
from types import CodeType
from typing import Any

from IPython.core.error import InputRejected
from IPython.core.inputtransformer2 import TransformerManager
from torch import nn

MODULES = frozenset(
    "torch torchvision pandas io numpy math cmath random statistics itertools functools operator "
    "collections copy time typing types dataclasses enum abc numbers string re warnings "
    "contextlib matplotlib scipy sklearn aprende fractions decimal heapq bisect datetime "
    "__future__ json pprint textwrap tqdm".split()
)
# All that a cell may take from modules that are not among them.
HARMLESS = {
    "sys": frozenset("maxsize float_info getsizeof byteorder version stdout stderr".split()),
    "timeit": frozenset({"default_timer"}),
    "IPython.display": frozenset("display clear_output HTML Markdown Math Latex".split()),
}
NAMES = frozenset(
    "eval exec compile globals locals vars open get_ipython breakpoint delattr "
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
    "__init__ __new__ __name__ __class__ __doc__ __len__ __call__ __getitem__ __setitem__ __iter__ "
    "__next__ __post_init__ __repr__ __str__ __eq__ __ne__ __lt__ __le__ __gt__ __ge__ __hash__ "
    "__setattr__ __enter__ __exit__ __contains__ __add__ __sub__ __mul__ __truediv__ __matmul__ "
    "__bool__ __int__ __float__ __version__ __members__ __dataclass_fields__ "
    "__annotations__ __init_subclass__ __class_getitem__ __missing__ __reversed__ __abs__ __neg__ "
    "__pow__ __radd__ __rmul__ __rsub__ __iadd__ __and__ __or__".split()
)
FORMATS = ("format", "format_map")  # of texts, whose fields may name attributes
SAFE_PICKLES = {"weights_only": True, "allow_pickle": False}
STARS = frozenset("math numpy torch torch.nn itertools functools typing collections".split())
# Magics of a notebook that measure or draw: what they run is run without them.
MAGICS = re.compile(
    r"^(?:\s*%(?:matplotlib|config|timeit)\b.*|%%(?:time|capture)\b.*|%time\s+)", re.MULTILINE
)
READS_NAME = ("LOAD_NAME", "LOAD_GLOBAL", "LOAD_FROM_DICT_OR_GLOBALS")


def without_magics(source: str, others: str = "") -> str:
    """Take harmless magics, and imports that nothing uses of what may not run, off a cell.

    Parameters
    ----------
    source : str
        A student's cell.
    others : str
        The student's other cells, which may use what this one imports.

    Returns
    -------
    str
        As many lines, so that errors name the same.
    """
    lines = MAGICS.sub("", source).split("\n")
    try:
        tree = ast.parse("\n".join(lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return "\n".join(lines)
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    used |= set(re.findall(r"(\w+)\s*[.(]", others))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom) and _reached(node, {}):
            names = {(alias.asname or alias.name).split(".")[0] for alias in node.names}
            # Alone on its lines, as imports are.
            first, last = lines[node.lineno - 1], lines[node.end_lineno - 1]
            alone = not (
                first.encode()[: node.col_offset] + last.encode()[node.end_col_offset :]
            ).strip()
            if alone and "*" not in names and not names & used:
                lines[node.lineno - 1] = first[: node.col_offset] + "pass"
                lines[node.lineno : node.end_lineno] = [""] * (node.end_lineno - node.lineno)
    return "\n".join(lines)


def reaches_in(source: str) -> str:
    """Find what keeps a cell from running beside a test.

    Parameters
    ----------
    source : str
        A student's cell, :func:`without_magics`.

    Returns
    -------
    str
        The first name that it may not use; empty if there is none. A cell that is no Python cannot
        run, and has none.
    """
    try:
        tree = ast.parse(TransformerManager().transform_cell(source))
        nodes = list(ast.walk(tree))
        names = set(_read(compile(tree, "<cell>", "exec", dont_inherit=True)))
    except SyntaxError:
        return ""
    except (ValueError, RecursionError, MemoryError):
        return "…"
    called = {id(node.func): node for node in nodes if isinstance(node, ast.Call)}
    attributes = [node for node in nodes if isinstance(node, ast.Attribute)]
    harmless = {id(node.value) for node in attributes if node.attr in HARMLESS["sys"]}
    own = {id(node.value) for node in attributes if _sets_own(node, called.get(id(node)))}
    for node in nodes:
        if isinstance(node, ast.Name) and node.id == "sys" and id(node) not in harmless:
            return "sys"
        if id(node) in own:
            continue
        if found := _reached(node, called):
            return found
    return min(names & NAMES, default="")


def _read(code: CodeType) -> Iterator[str]:
    """Give the names that code looks for among globals and built-ins: none of its own."""
    for instruction in dis.get_instructions(code):
        if instruction.opname in READS_NAME:
            yield instruction.argval
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _read(constant)


def _reached(node: ast.AST, called: dict[int, ast.Call]) -> str:
    if isinstance(node, ast.Import):
        others = [a.name for a in node.names if (a.name, a.asname or "sys") != ("sys", "sys")]
        return next((name for name in others if not _importable(name)), "")
    if isinstance(node, ast.ImportFrom):
        module = node.module or "."
        if module in HARMLESS and not node.level:
            return next((a.name for a in node.names if a.name not in HARMLESS[module]), "")
        if node.level or not _importable(module):
            return module
        names = [a.name for a in node.names]
        if "*" in names and module not in STARS:
            return f"from {module} import *"
        return next((n for n in names if n in NAMES or not _attribute(n)), "")
    if isinstance(node, ast.keyword) and node.arg in SAFE_PICKLES:
        # What is unpickled may run anything.
        safe = isinstance(node.value, ast.Constant) and node.value.value is SAFE_PICKLES[node.arg]
        return "" if safe else node.arg
    if isinstance(node, ast.Attribute):
        if node.attr == "eval":  # a model's takes nothing; pandas' reads a text
            call = called.get(id(node))
            return "eval" if call and (call.args or call.keywords) else ""
        if node.attr in FORMATS:  # what is called goes through formatted()
            return "" if node.attr == "format" and id(node) in called else "format"
        return "" if _attribute(node.attr) else node.attr
    if isinstance(node, ast.MatchClass):
        names = ("eval", *FORMATS)
        return next((n for n in node.kwd_attrs if n in names or not _attribute(n)), "")
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
        kind = thing if isinstance(thing, type) else type(thing)
        reads = (name in FORMATS and issubclass(kind, str)) or (
            name == "eval" and not issubclass(kind, nn.Module)
        )
        if type(name) is not str or not _attribute(name) or reads:
            raise AttributeError(f"aquí tu celda no puede usar «{name}»")
        return function(thing, name, *more)

    return guarded


def formatted(template: Any, /, *args: Any, **kwargs: Any) -> Any:
    """Stand for ``template.format(...)``: the fields of a text look into nothing.

    Raises
    ------
    AttributeError
        If one does.
    """
    if isinstance(template, type) and issubclass(template, str):
        template, *args = args
    if not isinstance(template, str):
        return careful(getattr)(template, "format")(*args, **kwargs)
    text = str.__str__(template)  # no subclass, which may change between two looks
    if not _plain_fields(text):
        raise AttributeError("aquí tu celda no puede usar «format»")
    return text.format(*args, **kwargs)


def _plain_fields(template: str) -> bool:
    """Whether each field of a format is a number or a name, and so are those inside of it."""
    return all(
        not re.search(r"[.\[]", field or "") and _plain_fields(inner or "")
        for _, field, inner, _ in Formatter().parse(template)
    )


class Guarded(ast.NodeTransformer):
    """Let functions of ours do what a cell wants of ``str.format`` and of a method ``eval``."""

    NAMES = {"_formatted": formatted, "_careful": careful(getattr)}

    def visit_Module(self, node: ast.Module) -> ast.AST:  # noqa: N802
        """Refuse a cell too deep to be looked at: IPython would run it as it is."""
        try:
            return self.generic_visit(node)
        except RecursionError:
            raise InputRejected("…") from None

    def visit_Call(self, node: ast.Call) -> ast.AST:  # noqa: N802
        """Turn ``x.format(...)`` into ``_formatted(x, ...)``."""
        method = node.func
        if isinstance(method, ast.Attribute) and method.attr == "eval":
            self.generic_visit(method)  # it takes nothing
            return node
        self.generic_visit(node)
        if isinstance(method, ast.Attribute) and method.attr == "format":
            name = ast.copy_location(ast.Name("_formatted", ast.Load()), method)
            return ast.copy_location(
                ast.Call(name, [method.value, *node.args], node.keywords), node
            )
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:  # noqa: N802
        """Turn ``x.eval`` into ``_careful(x, "eval")``."""
        self.generic_visit(node)
        if node.attr != "eval" or not isinstance(node.ctx, ast.Load):
            return node
        call = ast.Call(ast.Name("_careful", ast.Load()), [node.value, ast.Constant(node.attr)], [])
        return ast.fix_missing_locations(ast.copy_location(call, node))


def _importable(module: str) -> bool:
    first, *rest = module.split(".")
    return first in MODULES and all(map(_attribute, rest))


def _attribute(name: str) -> bool:
    if name.startswith("__") and name.endswith("__"):
        return name in DUNDERS
    return name not in ATTRIBUTES
