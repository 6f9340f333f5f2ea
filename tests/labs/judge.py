"""Judge known answers with a lab's own tests, without a kernel: hundreds in seconds.

The answers of a lab stand in ``answers/NAME.py``, cut by header lines::

    # %% EXERCISE | right | how it is written differently
    # %% EXERCISE | wrong | which mistake it makes | words of the hint it must show
"""

import contextlib
import io
import re
from dataclasses import dataclass
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[2]
SOLUTION = re.compile(r"^ *### BEGIN SOLUTION.*?### END SOLUTION *$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class KnownAnswer:
    exercise: str
    right: bool
    title: str
    hint: str
    code: str

    def __str__(self) -> str:
        return f"{self.exercise}: {self.title}"


def known_answers(lab: str) -> list[KnownAnswer]:
    text = (ROOT / "tests" / "labs" / "answers" / f"{lab}.py").read_text(encoding="utf-8")
    _, *pieces = re.split(r"^# %% ", text, flags=re.MULTILINE)
    answers = []
    for piece in pieces:
        header, _, code = piece.partition("\n")
        exercise, verdict, title, *hint = (part.strip() for part in header.split("|"))
        if verdict not in ("right", "wrong") or len(hint) != (verdict == "wrong"):
            raise ValueError(f"answers/{lab}.py: malformed header: {header}")
        answers.append(KnownAnswer(exercise, verdict == "right", title, "".join(hint), code))
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
        self.exercises = [cell.grade_id for cell in self.cells if cell.is_answer]
        self.tests = [cell for cell in self.cells if cell.is_test]

    def exercise_of(self, test: Cell) -> str:
        """Name of the exercise that a test cell, ``test_NAME`` or ``test_NAME_ASPECT``, judges."""
        found = [e for e in self.exercises if re.match(rf"test_{e}(_|$)", test.grade_id)]
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
            message = run(source, scope)
            if cell.is_test:
                messages[cell.grade_id] = message
        return messages


def run(source: str, scope: dict) -> str:
    """Run a cell's code; give the message of what it raised, empty if nothing."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(source, "<cell>", "exec"), scope)
    except BaseException as error:
        return f"{type(error).__name__}: {error}"
    return ""


def stub(source: str) -> str:
    """Clear the solution from an answer cell, as the release does."""
    return SOLUTION.sub("    raise NotImplementedError", source)
