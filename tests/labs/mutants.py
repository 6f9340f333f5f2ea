"""Make wrong answers mechanically: each mutant differs from the reference in one small thing.

What is changed: operators, comparisons, constants, the order of two arguments, keywords, conditions
and whole statements. A mutant that keeps all its points is either a gap in the tests or the same
function written differently; those of the second kind stand, with the reason, in ``EQUIVALENT``.
"""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

SWAPS: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,),
    ast.Mod: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}


@dataclass(frozen=True)
class Mutant:
    """One mutant: its code, and what was changed, as ``before -> after``."""

    change: str
    code: str


def mutants(source: str) -> list[Mutant]:
    """Every mutant of an answer's code that is other code than the answer."""
    tree = ast.parse(source)
    plain = ast.unparse(tree)
    found: dict[str, Mutant] = {}
    for place, node in enumerate(_spots(tree)):
        for number in range(len(list(_changes(node)))):
            twin = copy.deepcopy(tree)
            own = _spots(twin)[place]
            before = ast.unparse(own)
            _apply(own, number)
            code, after = ast.unparse(ast.fix_missing_locations(twin)), ast.unparse(own)
            if code != plain:
                found.setdefault(code, Mutant(f"{before} -> {after}", code))
    return list(found.values())


def _spots(node: ast.AST) -> list[ast.AST]:
    """Every node that a change of may matter: no type hints, no texts of errors."""
    if isinstance(node, (ast.arg, ast.alias, ast.Raise)):
        return []
    children = ast.iter_child_nodes(node)
    if isinstance(node, ast.FunctionDef):
        children = [*node.args.defaults, *node.body]
    return [node, *(spot for child in children for spot in _spots(child))]


def _apply(node: ast.AST, number: int) -> None:
    for i, change in enumerate(_changes(node)):
        if i == number:
            change()
            return


def _changes(node: ast.AST) -> Iterator:
    """Yield what can be done to one node, each as a function that does it in place."""

    def put(field: str, value):
        return lambda: setattr(node, field, value)

    if isinstance(node, (ast.BinOp, ast.AugAssign, ast.BoolOp)):
        yield from (put("op", other()) for other in SWAPS.get(type(node.op), ()))
    elif isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield from (put("ops", [other()]) for other in SWAPS.get(type(node.ops[0]), ()))
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.Not)):
        yield put("op", ast.UAdd() if isinstance(node.op, ast.USub) else ast.UAdd())
    elif isinstance(node, ast.Constant):
        yield from (put("value", value) for value in _other_values(node.value))
    elif isinstance(node, ast.Call):
        if len(node.args) >= 2 and not any(isinstance(a, ast.Starred) for a in node.args):
            yield put("args", [node.args[1], node.args[0], *node.args[2:]])
        for i in range(len(node.keywords)):
            yield put("keywords", node.keywords[:i] + node.keywords[i + 1 :])
    elif isinstance(node, (ast.If, ast.While, ast.IfExp)):
        yield put("test", ast.Constant(False))
        if not isinstance(node, ast.While):
            yield put("test", ast.Constant(True))
    elif isinstance(node, ast.Return) and node.value is not None:
        yield put("value", ast.Constant(None))
    if isinstance(node, (ast.FunctionDef, ast.For, ast.If, ast.With, ast.While)):
        for i, statement in enumerate(node.body):
            if _removable(statement):
                rest = [*node.body[:i], *node.body[i + 1 :]]
                yield put("body", rest or [ast.Pass()])


def _other_values(value: object) -> list:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, value - 1]
    if isinstance(value, float):
        return [value * 2] if value else [1.0]
    return []


def _removable(statement: ast.stmt) -> bool:
    """Whether leaving a statement out changes what is computed: no docstring, nothing trivial."""
    docstring = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return not docstring and not isinstance(statement, (ast.Return, ast.Pass, ast.FunctionDef))


# (lab, exercise, change) -> why a student who wrote that would be right. The change "*" stands for
# whichever changes keep their points.
EQUIVALENT: dict[tuple[str, str, str], str] = {
    ("01_datos", "normalize", "1 -> 2"): "what divides a constant column is overwritten by low",
    ("01_datos", "normalize", "1 -> 0"): "what divides a constant column is overwritten by low",
    ("01_datos", "adjust_brightness", "0 -> -1"): "nothing is below 0 before clamping",
    (
        "01_datos",
        "replace_synonyms",
        "rng.random() < p -> rng.random() <= p",
    ): "random() gives exactly p with probability 2**-53",
    (
        "05_evaluacion",
        "split_indices",
        "abs(sum(fractions) - 1) > 1e-06 -> abs(sum(fractions) - 1) >= 1e-06",
    ): "no sum of floats is exactly 1e-6 away",
    ("05_evaluacion", "split_indices", "1e-06 -> 2e-06"): "the contract tells sums from 1 by 1e-6",
    (
        "06_mejora",
        "build_and_train",
        "*",
    ): "the challenge is judged by accuracy alone: another network that reaches 97 % is right",
}
