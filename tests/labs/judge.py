"""Judge known answers with a lab's own tests, without a kernel: hundreds in seconds.

The answers of a lab stand in ``answers/NAME.py``, cut by header lines::

    # %% EXERCISE | right | how it is written differently
    # %% EXERCISE | wrong | a mistake listed in the contract | words of the hint it must show
    # %% EXERCISE | mutant | any other mistake
    # %% EXERCISE | mutant | any other mistake | words of the hint, if it must show one
"""

import contextlib
import io
import re
import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType

import nbformat

from aprende import _cells

ROOT = Path(__file__).resolve().parents[2]
SOLUTION = re.compile(r"^( *)### BEGIN SOLUTION.*?### END SOLUTION *$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class KnownAnswer:
    exercise: str
    verdict: str
    title: str
    hint: str
    code: str

    @property
    def right(self) -> bool:
        return self.verdict == "right"

    def __str__(self) -> str:
        return f"{self.exercise}: {self.title}"


@cache
def known_answers(lab: str) -> list[KnownAnswer]:
    text = (ROOT / "tests" / "labs" / "answers" / f"{lab}.py").read_text(encoding="utf-8")
    _, *pieces = re.split(r"^# %% ", text, flags=re.MULTILINE)
    answers = []
    for piece in pieces:
        header, _, code = piece.partition("\n")
        exercise, verdict, title, *hint = (part.strip() for part in header.split("|"))
        allowed = {"right": [0], "wrong": [1], "mutant": [0, 1]}
        if len(hint) not in allowed.get(verdict, []) or not all(hint):
            raise ValueError(f"answers/{lab}.py: malformed header: {header}")
        answers.append(KnownAnswer(exercise, verdict, title, "".join(hint), code))
    return answers


@dataclass(frozen=True)
class Cell:
    """A code cell of a lab, with what nbgrader knows of it."""

    grade_id: str
    source: str
    points: float
    is_answer: bool
    is_test: bool


class Lab:
    """The code of one solution notebook, ready to be run with another answer put in."""

    def __init__(self, name: str):
        self.name = name
        notebook = nbformat.read(ROOT / "solutions" / name / f"{name}.ipynb", as_version=4)
        self.cells = []
        for cell in notebook.cells:
            if cell.cell_type != "code":
                continue
            meta = cell.metadata.get("nbgrader", {})
            self.cells.append(
                Cell(
                    meta.get("grade_id", ""),
                    cell.source,
                    float(meta.get("points", 0)),
                    bool(meta.get("solution")),
                    bool(meta.get("grade")) and not meta.get("solution"),
                )
            )
        self.answers = {cell.grade_id: cell.source for cell in self.cells if cell.is_answer}
        self.exercises = list(self.answers)
        self.tests = [cell for cell in self.cells if cell.is_test]

    def exercise_of(self, test: Cell) -> str:
        """Name of the exercise that a test cell, ``test_NAME`` or ``test_NAME_ASPECT``, judges."""
        found = [e for e in self.exercises if re.match(rf"test_{e}(_|$)", test.grade_id)]
        if not found:
            raise ValueError(f"{self.name}: {test.grade_id} judges no exercise")
        return max(found, key=len)

    def tests_of(self, exercise: str) -> list[Cell]:
        return [test for test in self.tests if self.exercise_of(test) == exercise]

    def judge(self, answers: dict[str, str], only: str | None = None) -> dict[str, str]:
        """Run answers and tests; give each test's message, empty where it passed.

        Exercises without an answer in ``answers`` keep the reference. With ``only``, the other
        exercises' cells are left out, which no test may notice.
        """
        scope: dict = {"__name__": "__main__"}
        messages = {}
        for cell in self.cells:
            # The set-up runs; pictures between the exercises do not.
            if not cell.grade_id:
                continue
            if only and (
                cell.is_answer
                and cell.grade_id != only
                or cell.is_test
                and self.exercise_of(cell) != only
            ):
                continue
            source = answers.get(cell.grade_id, cell.source)
            message = run(source, scope, cell.grade_id, strict=cell.is_test)
            _cells.end()  # as happens in a notebook after each cell
            if cell.is_test:
                messages[cell.grade_id] = message
        return messages


@cache
def compiled(source: str, filename: str) -> CodeType:
    return compile(source, filename, "exec", dont_inherit=True)


def run(source: str, scope: dict, name: str = "cell", strict: bool = False) -> str:
    """Run a cell's code; give the message of what it raised, empty if nothing.

    A warning of the cell's own counts too if ``strict``: nbgrader takes what stands on stderr
    for a failure.
    """
    try:
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("error" if strict else "ignore")
            exec(compiled(source, f"<{name}>"), scope)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return f"{type(error).__name__}: {error}"
    return ""


def stub(source: str) -> str:
    """Clear the solution from an answer cell, as the release does."""
    return SOLUTION.sub(r"\1raise NotImplementedError", source)
