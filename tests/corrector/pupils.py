"""What tests of the class command share: a tiny course, and grading that takes no time.

As a program (``python pupils.py grade mini ...``) it is the class command with that grading.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from unittest.mock import patch

import nbformat
import nbformat.v4 as nb
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory

from corrector import grading
from corrector.grading import Options
from corrector.rebuild import Unusable, read_source, read_submission, rebuilt
from corrector.result import Result, Status

HERE = Path(__file__).resolve().parent
LAB = "mini"
OTHER = "otro"
RIGHT, WRONG = "def suma(x):\n    return x + 1", "def suma(x):\n    return x"
STUB = "def suma(x):\n    raise NotImplementedError"
ESSAY = "Porque sí, y lo explico."
BIN = Path(sys.executable).parent
CONFIG = """\
c = get_config()
c.CourseDirectory.course_id = "aprende"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "labs"
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError"}
c.ClearSolutions.text_stub = "*Escribe aquí tu respuesta.*"
"""


def environment(**more: str) -> dict[str, str]:
    """Give the environment of a command run as ``make`` runs it."""
    path = os.pathsep.join([str(BIN), os.environ["PATH"]])
    return {**os.environ, "PATH": path, "PYTHONPATH": str(HERE), **more}


def marked(cell, grade_id: str, points: float | None = None, solution: bool = False):
    cell.metadata.nbgrader = {
        "grade_id": grade_id,
        "grade": points is not None,
        "solution": solution,
        "locked": not solution,
        "schema_version": 3,
        "task": False,
    }
    if points is not None:
        cell.metadata.nbgrader["points"] = points
    return cell


def source_notebook(points: float = 2):
    """Make the teacher's notebook: one function, two tests of it, one written answer."""
    return nb.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        cells=[
            nb.new_markdown_cell("# Mini"),
            marked(
                nb.new_code_cell(
                    "def suma(x):\n    ### BEGIN SOLUTION\n    return x + 1\n    ### END SOLUTION"
                ),
                "suma",
                solution=True,
            ),
            marked(nb.new_code_cell("assert suma(1) == 2"), "test_suma", points),
            marked(nb.new_code_cell("assert suma(2) == 3"), "test_suma_dos", 1),
            marked(
                nb.new_markdown_cell("### BEGIN SOLUTION\nPorque sí.\n### END SOLUTION"),
                "porque",
                1.5,
                solution=True,
            ),
        ],
    )


def make_course(root: Path) -> Path:
    """Make a course of two labs and release one."""
    for lab in (LAB, OTHER):
        folder = root / "solutions" / lab
        folder.mkdir(parents=True)
        nbformat.write(source_notebook(), folder / f"{lab}.ipynb")
    (root / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    release(root)
    return root


def release(root: Path, db_url: str = "") -> None:
    """Release the lab as ``nbgrader generate_assignment`` does, also once more."""
    course = CourseDirectory(
        root=str(root), course_id="aprende", source_directory="solutions", release_directory="labs"
    )
    if db_url:
        course.db_url = db_url
    with patch.dict(
        os.environ, PATH=environment()["PATH"]
    ):  # nbgrader calls alembic by its bare name
        done = NbGraderAPI(course).generate_assignment(LAB, force=True, create=True)
    assert done["success"], done


def answered(code: str = RIGHT, essay: str = ESSAY, lab_notebook: Path | None = None) -> bytes:
    """Make a notebook as a student hands it in."""
    notebook = nbformat.from_dict(source_notebook())
    notebook.cells[1].source = code
    notebook.cells[4].source = essay
    return nbformat.writes(notebook).encode()


def hand_in(
    root: Path, student: str, code: str = RIGHT, name: str = f"{LAB}.ipynb", **more: str
) -> Path:
    """Put a student's notebook into ``submitted/``."""
    path = root / "submitted" / student / LAB / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(answered(code, **more))
    return path


def quick_grade(
    submission: Path, source: Path, student: str, options: Options | None = None
) -> Result:
    """Grade by looking at the code, and write the student's name into the file ``GRADED``.

    An answer may ask for trouble: ``KILL`` kills the process, ``RAISE`` raises, ``SLEEP 1`` waits.
    """
    options = options or Options()
    began = time.monotonic()
    teachers = read_source(source)
    try:
        cells = read_submission(submission, int(options.file_mb * 10**6))
    except Unusable as problem:
        note_graded(student)
        return grading.refused(teachers, student, source.stem, problem.status)
    notebook, unanswered, note = rebuilt(teachers, cells)
    code = notebook.cells[1].source
    if "KILL" in code:
        os.kill(os.getpid(), signal.SIGKILL)
    if "RAISE" in code:
        raise RuntimeError("roto")
    if "SLEEP" in code:
        time.sleep(float(code.split("SLEEP")[1].split()[0]))
    if "x + 1" not in code:
        grading.refuse(notebook, Status.TIME_OUT)
    note_graded(student)
    return Result(
        student=student,
        lab=source.stem,
        status=Status.GRADED,
        tests=tuple(grading.tests_of(notebook)),
        unanswered=tuple(unanswered),
        notebook=nbformat.writes(notebook),
        checksum=grading.checksum(submission, source, options),
        seconds=time.monotonic() - began,
        note=note,
    )


def note_graded(student: str) -> None:
    """Write a student's name into the file ``GRADED``."""
    if "GRADED" in os.environ:
        with open(os.environ["GRADED"], "a", encoding="utf-8") as log:
            log.write(f"{student}\n")


def command(root: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess:
    """Run the class command with the quick stand-in, in a course."""
    return subprocess.run(
        [sys.executable, str(HERE / "pupils.py"), *arguments],
        cwd=root,
        env=environment(**more),
        capture_output=True,
        text=True,
        timeout=300,
    )


def copy_course(course: Path, to: Path) -> Path:
    """Copy a course, so that a test may do to it what it wants."""
    shutil.copytree(course, to)
    return to


if __name__ == "__main__":
    import pupils  # so that workers import the stand-in by its name

    from corrector.__main__ import main

    sys.exit(main(grade=pupils.quick_grade))
