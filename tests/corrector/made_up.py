"""A class that was never graded: results as grading would give them, made in no time."""

import json
import os
import shutil
import sys
import tempfile
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.api import Gradebook
from nbgrader.preprocessors import ClearSolutions

from corrector.feedback import JUDGED, NO_COMMENT
from corrector.rebuild import STUBS
from corrector.result import Result, Status, TestResult

ROOT = Path(__file__).resolve().parents[2]
LAB = "01_datos"
HINT = "¿Has usado la media en lugar de la mediana?"
MESSAGE = f"""impute_median(x) no devuelve los valores esperados. Se esperaba 2.0.
  Con x = [[1.0, 10.0], [nan, 30.0]] (float32, forma (2, 2))
  Se esperaba: [[1.0, 10.0], [2.0, 30.0]] (float32, forma (2, 2))
  Ha salido:   [[1.0, 10.0], [4.0, 30.0]] (float32, forma (2, 2))
  Pista: {HINT}"""


@cache
def _released() -> str:
    source = nbformat.read(ROOT / "solutions" / LAB / f"{LAB}.ipynb", as_version=4)
    clear = ClearSolutions(**STUBS)
    return nbformat.writes(clear.preprocess(source, {})[0])


def graded(
    answers: dict[str, str] | None = None,
    failed: dict[str, str | tuple[str, str]] | None = None,
    status: Status = Status.GRADED,
    detail: str = "",
) -> NotebookNode:
    """Make a graded notebook of the lab.

    Parameters
    ----------
    answers : dict
        grade_id -> what the student wrote there; the rest is as it was released.
    failed : dict
        grade_id of a test -> its message, or its error's name and message.
    """
    notebook = nbformat.reads(_released(), as_version=4)
    notebook.metadata["aprende"] = {"status": status.value, "detail": detail}
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = (answers or {}).get(grade_id, cell.source)
        if grade_id in (failed or {}):
            error = failed[grade_id]
            name, message = error if isinstance(error, tuple) else ("CheckError", error)
            cell.outputs = [new_output("error", ename=name, evalue=message, traceback=[message])]
    return notebook


def result(
    student: str,
    failed: dict[str, str | tuple[str, str]] | None = None,
    answers: dict[str, str] | None = None,
    status: Status = Status.GRADED,
    **fields,
) -> Result:
    """Make the result of grading such a notebook; see :func:`graded`."""
    notebook = graded(answers, failed, status, fields.get("detail", ""))
    failed, tests = failed or {}, []
    for cell in notebook.cells:
        grader = cell.metadata.get("nbgrader", {})
        if not grader.get("grade"):
            continue
        name, message = grader["grade_id"], failed.get(grader["grade_id"], "")
        message = message if isinstance(message, str) else ": ".join(message)
        score = None if grader["solution"] else 0.0 if message else grader["points"]
        if status not in JUDGED or (grader["solution"] and name not in (answers or {})):
            score = 0.0
        hints = tuple(
            line.strip().removeprefix("Pista: ") for line in message.splitlines() if "Pista" in line
        )
        tests.append(TestResult(name, grader["points"], score, message, hints))
    blank = tuple(
        cell.metadata.nbgrader.grade_id
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
        and cell.metadata.nbgrader.grade_id not in (answers or {})
    )
    return Result(
        student,
        LAB,
        status,
        tests=tuple(tests),
        unanswered=blank,
        notebook=json.dumps(notebook),
        **{"seconds": 3.0, **fields},
    )


@cache
def _gradebook() -> Path:
    """Make a gradebook with the lab and no students; it takes seconds, so only once."""
    path = Path(tempfile.mkdtemp()) / "gradebook.db"
    # nbgrader calls alembic by its bare name.
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with Gradebook(f"sqlite:///{path}", "aprende") as gradebook:
        gradebook.add_assignment(LAB)
        gradebook.add_notebook(LAB, LAB)
        for cell in json.loads(_released())["cells"]:
            grader = cell["metadata"].get("nbgrader", {})
            name, kind = grader.get("grade_id"), cell["cell_type"]
            if grader.get("grade"):
                points = grader["points"]
                gradebook.add_grade_cell(name, LAB, LAB, max_score=points, cell_type=kind)
            if grader.get("solution"):
                gradebook.add_solution_cell(name, LAB, LAB)
    return path


def record(course: Path, results: list[Result], names: dict[str, str] | None = None) -> None:
    """Make a course that holds the lab and these results, as the class command leaves them.

    Parameters
    ----------
    course : Path
        An empty folder.
    results : list of Result
    names : dict, optional
        Student's id -> full name.
    """
    shutil.copytree(ROOT / "solutions" / LAB, course / "solutions" / LAB)
    shutil.copy(ROOT / "nbgrader_config.py", course)
    shutil.copy(_gradebook(), course / "gradebook.db")
    with (
        Gradebook(f"sqlite:///{course}/gradebook.db", "aprende") as gradebook,
        gradebook.db.no_autoflush,
    ):
        for each in results:
            first = (names or {}).get(each.student)
            gradebook.add_student(each.student, first_name=first)
            gradebook.add_submission(LAB, each.student)
            for test in each.tests:
                grade = gradebook.find_grade(test.grade_id, LAB, LAB, each.student)
                grade.auto_score, grade.needs_manual_grade = test.score, test.score is None
            for name in each.unanswered:
                comment = gradebook.find_comment(name, LAB, LAB, each.student)
                comment.auto_comment = NO_COMMENT
            folder = course / "autograded" / each.student / LAB
            folder.mkdir(parents=True)
            (folder / "result.json").write_text(each.to_json(), encoding="utf-8")
            (folder / f"{LAB}.ipynb").write_text(each.notebook, encoding="utf-8")
        gradebook.db.commit()
