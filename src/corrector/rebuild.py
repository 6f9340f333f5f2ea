"""Make of a submission what is graded: the teacher's notebook, with the student's answers in it.

Of the student's file only text is taken: the sources of answer cells, found by their ``grade_id``,
and from cells of their own, what their answers may lean on. Tests, points, tags, outputs and all
else are the teacher's.
"""

import ast
import json
import re
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from nbgrader.preprocessors import ClearSolutions
from nbgrader.utils import compute_checksum, is_grade, is_solution

from corrector.result import Status

# What a student finds where the solution was; nbgrader_config.py hands it to nbgrader.
STUBS = {
    "code_stub": {"python": "raise NotImplementedError"},
    "text_stub": "*Escribe aquí tu respuesta.*",
}
LONGEST = 200_000  # characters of one cell


class Unusable(Exception):
    """A submission that cannot be judged.

    Attributes
    ----------
    status : Status
    """

    def __init__(self, status: Status):
        super().__init__(status.label)
        self.status = status


def read_source(path: Path) -> NotebookNode:
    """Read a teacher's notebook.

    Raises
    ------
    ValueError
        If it is none; says which.
    """
    try:
        return nbformat.read(path, as_version=4)
    except FileNotFoundError:
        raise ValueError(f"No existe el cuaderno del laboratorio: {path}") from None
    except Exception as error:
        raise ValueError(f"No se puede leer {path}: {error}") from error


def read_submission(path: Path, largest: int) -> list[tuple[str, str, dict]]:
    """Read a student's file, trusting nothing in it.

    Parameters
    ----------
    path : Path
    largest : int
        Bytes.

    Returns
    -------
    list of (type, source, metadata)
        Its cells.

    Raises
    ------
    Unusable
    """
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise Unusable(Status.NOT_A_FILE)
    try:
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except FileNotFoundError:
        raise Unusable(Status.MISSING) from None
    except OSError:
        raise Unusable(Status.UNREADABLE) from None
    if len(data) > largest:
        raise Unusable(Status.TOO_LARGE)
    return cells_of(data)


def cells_of(data: bytes) -> list[tuple[str, str, dict]]:
    """Find the cells in a notebook file's bytes; see :func:`read_submission`."""
    try:
        parsed = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise Unusable(Status.UNREADABLE) from None
    if not isinstance(parsed, dict):
        raise Unusable(Status.NOT_A_NOTEBOOK)
    if isinstance(parsed.get("worksheets"), list) and "cells" not in parsed:
        raise Unusable(Status.OLD_FORMAT)
    if parsed.get("nbformat", 4) != 4:
        raise Unusable(Status.OLD_FORMAT if "cells" in parsed else Status.NOT_A_NOTEBOOK)
    if not isinstance(parsed.get("cells"), list):
        raise Unusable(Status.NOT_A_NOTEBOOK)
    found = []
    for cell in parsed["cells"]:
        if not isinstance(cell, dict):
            continue
        source, metadata = cell.get("source", ""), cell.get("metadata")
        if isinstance(source, list):
            source = "".join(line for line in source if isinstance(line, str))
        if not isinstance(source, str):
            source = ""
        # A lone half of a pair of surrogates cannot be written again.
        source = source.encode("utf-8", "replace").decode("utf-8")
        kind = cell.get("cell_type")
        found.append(
            (
                kind if isinstance(kind, str) else "",
                source,
                metadata if isinstance(metadata, dict) else {},
            )
        )
    return found


def released(source: NotebookNode) -> NotebookNode:
    """Give the teacher's notebook with its solutions cleared, hidden tests still in it."""
    notebook = nbformat.from_dict(source)
    clear = ClearSolutions(enforce_metadata=False, **STUBS)
    language = notebook.metadata.get("kernelspec", {}).get("language", "python")
    for index, cell in enumerate(notebook.cells):
        resources = {"language": language}
        notebook.cells[index], _ = clear.preprocess_cell(cell, resources, index)
    return notebook


def rebuilt(
    source: NotebookNode, cells: list[tuple[str, str, dict]]
) -> tuple[NotebookNode, list[str], str]:
    """Put a student's answers into the teacher's notebook.

    Parameters
    ----------
    source : NotebookNode
        The teacher's.
    cells : list of (type, source, metadata)
        The student's; see :func:`read_submission`. Empty for a submission that cannot be used.

    Returns
    -------
    notebook : NotebookNode
        Answer cells hold what the student wrote; those that they left or lost, the stub.
    unanswered : list of str
        Names of the cells that hold the stub.
    note : str
        For the teacher, in Spanish: what was odd.
    """
    notebook = released(source)
    answers, extras, notes = sorted_cells(notebook, cells)
    unanswered, finished = [], []
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if "nbgrader" in cell.metadata and is_solution(cell):
            cell.metadata.nbgrader["checksum"] = compute_checksum(cell)
            finished += [
                new_code_cell(text, metadata={"student": True}) for text in extras.pop(name, [])
            ]
            written = [
                text for text in answers.get(name, []) if text.strip() != cell.source.strip()
            ]
            if len(written) > 1:
                notes.append(f"La celda «{name}» está repetida: cuenta la última que cambió.")
            if written:
                cell.source = written[-1]
            else:
                unanswered.append(name)
        finished.append(cell)
    notebook.cells = finished
    lost = [name for name in answers_of(notebook) if cells and name not in answers]
    if lost:
        notes.append(f"Faltan celdas: {', '.join(lost)}.")
    return notebook, unanswered, " ".join(notes)


def answers_of(notebook: NotebookNode) -> list[str]:
    """Names of the answer cells."""
    return [
        cell.metadata.nbgrader.grade_id
        for cell in notebook.cells
        if "nbgrader" in cell.metadata and is_solution(cell)
    ]


def sorted_cells(
    notebook: NotebookNode, cells: list[tuple[str, str, dict]]
) -> tuple[dict[str, list[str]], dict[str, list[str]], list[str]]:
    """Sort a student's cells: answers by name; by the answer that follows, what it may lean on."""
    names = set(answers_of(notebook))
    known = {cell.source.strip() for cell in notebook.cells}
    answers: dict[str, list[str]] = {}
    extras: dict[str, list[str]] = {}
    waiting: list[str] = []
    notes: list[str] = []
    for kind, text, metadata in cells:
        grader = metadata.get("nbgrader")
        name = grader.get("grade_id") if isinstance(grader, dict) else None
        if len(text) > LONGEST:
            notes.append("Una celda es demasiado larga y no se ha tenido en cuenta.")
        elif isinstance(name, str) and name in names:
            answers.setdefault(name, []).append(text)
            extras.setdefault(name, []).extend(waiting)
            waiting = []
        elif not isinstance(grader, dict) and kind == "code" and text.strip() not in known:
            definitions = leaned_on(text)
            if definitions:
                waiting.append(definitions)
    return answers, extras, notes


def leaned_on(source: str) -> str:
    """Keep of a student's own cell what an answer may lean on: imports, definitions, constants.

    The rest, such as trying a function out or training for a while, would only cost time.
    """
    try:
        return _definitions(ast.parse(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""


def _definitions(tree: ast.Module) -> str:
    kept = []
    for node in tree.body:
        constant = isinstance(node, ast.Assign | ast.AnnAssign) and not any(
            isinstance(part, ast.Call | ast.Await) for part in ast.walk(node)
        )
        defines = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        if constant or isinstance(node, defines):
            kept.append(ast.unparse(node))
    return "\n".join(kept)


def runs_for_student(cell: NotebookNode) -> bool:
    """Say whether a cell of a rebuilt notebook is run in the student's kernel."""
    if cell.cell_type != "code":
        return False
    if cell.metadata.get("student"):
        return True
    return "nbgrader" in cell.metadata and (not is_grade(cell) or is_solution(cell))


def exercise_of(test: str, exercises: list[str]) -> str:
    """Name the exercise that a test cell, ``test_NAME`` or ``test_NAME_ASPECT``, judges."""
    found = [name for name in exercises if re.match(rf"test_{re.escape(name)}(_|$)", test)]
    return max(found, key=len, default=test.removeprefix("test_"))
