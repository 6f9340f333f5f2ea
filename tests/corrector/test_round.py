"""A class of five goes the whole way with nbgrader's own commands, in a copy of the course."""

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from judge import Lab

# One worker: the class is graded once.
pytestmark = pytest.mark.xdist_group("round")

LAB = "01_datos"
ENDLESS = "def {name}(*args):\n    while True:\n        pass\n"
DEADLY = "import os\ndef {name}(*args):\n    os._exit(1)\n"


def nbgrader(course: Path, *args: str) -> str:
    """Run a stock nbgrader command as a teacher would; give what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *args],
        cwd=course,
        capture_output=True,
        text=True,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def hand_in(course: Path, student: str, answers: dict[str, str]) -> None:
    """Put a student's notebook where the teacher collects them, the written answer in it too."""
    notebook = nbformat.read(course / "labs" / LAB / f"{LAB}.ipynb", as_version=4)
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id in answers:
            cell.source = answers[grade_id]
        elif answers and cell.cell_type == "markdown" and grade_id:
            cell.source = "Los estadísticos se calculan con los datos de entrenamiento."
    folder = course / "submitted" / student / LAB
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{LAB}.ipynb")


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """Give a course in which five students were graded, got feedback and were exported."""
    root = Path(__file__).resolve().parents[2]
    course = tmp_path_factory.mktemp("course")
    shutil.copytree(root / "solutions", course / "solutions")
    shutil.copy(root / "nbgrader_config.py", course)
    lab = Lab(LAB)
    reference = {cell.grade_id: cell.source for cell in lab.cells if cell.is_answer}
    names = lab.exercises
    nbgrader(course, "generate_assignment", LAB, "--create")
    hand_in(course, "perfecta", reference)
    hand_in(course, "blanco", {})
    half = {name: reference[name] for name in names[: len(names) // 2]}
    markup = f"def {names[-1]}(*args):\n    raise ValueError('<b>negrita</b>')\n"
    hand_in(course, "mitad", half | {names[-1]: markup})
    hand_in(course, "rompe", reference | {names[2]: DEADLY.format(name=names[2])})
    hand_in(course, "bucle", reference | {names[1]: ENDLESS.format(name=names[1])})
    nbgrader(course, "autograde", LAB)
    nbgrader(course, "generate_feedback", LAB)
    nbgrader(course, "export")
    return course


@pytest.fixture(scope="module")
def scores(course) -> dict[str, float]:
    with open(course / "grades.csv", encoding="utf-8") as file:
        return {row["student_id"]: float(row["raw_score"] or 0) for row in csv.DictReader(file)}


def points(names: list[str]) -> float:
    lab = Lab(LAB)
    return sum(test.points for name in names for test in lab.tests_of(name))


def test_each_student_ends_with_the_score_that_is_due(scores):
    names = Lab(LAB).exercises
    assert scores == {
        "perfecta": points(names),
        "blanco": 0,
        "mitad": points(names[: len(names) // 2]),
        "rompe": points(names) - points([names[2]]),  # a call that ends Python ends no other's
        "bucle": points(names) - points([names[1]]),  # the rest is still judged
    }
    assert 0 < scores["mitad"] < min(scores["rompe"], scores["bucle"])
    assert max(scores["rompe"], scores["bucle"]) < scores["perfecta"]


def feedback(course: Path, student: str) -> str:
    return (course / "feedback" / student / LAB / f"{LAB}.html").read_text(encoding="utf-8")


def test_feedback_tells_each_student_in_spanish_what_happened(course):
    assert "está todavía sin resolver" in feedback(course, "blanco")
    assert "está todavía sin resolver" not in feedback(course, "perfecta")
    assert "¿Hay un bucle que no acaba?" in feedback(course, "bucle")
    assert "tu código cerró Python" in feedback(course, "rompe")


def test_feedback_shows_no_hidden_test_and_no_trace_of_one(course):
    for student in ("perfecta", "blanco", "mitad", "rompe", "bucle"):
        page = feedback(course, student)
        assert "HIDDEN" not in page
        assert "Traceback (most recent call last)" not in page


def test_feedback_is_one_spanish_page_that_needs_no_network(course):
    page = feedback(course, "mitad")
    assert '<html lang="es">' in page
    assert "http://" not in page and "https://" not in page
    assert "Score" not in page and "Comment" not in page


def test_what_a_student_writes_never_becomes_markup(course):
    page = feedback(course, "mitad")
    assert "<b>negrita</b>" not in page
    assert "&lt;b&gt;negrita&lt;/b&gt;" in page


def test_the_written_answer_waits_for_the_teacher(course):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course}/gradebook.db", "aprende") as gradebook:
        submission = gradebook.find_submission(LAB, "perfecta")
        assert submission.needs_manual_grade
