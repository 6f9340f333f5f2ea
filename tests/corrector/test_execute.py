"""The way into nbgrader: what its two classes make of a submission and of its notebook."""

import json

import nbformat
import pytest
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import determine_grade
from pupils import ESSAY, LAB, RIGHT, STUB, WRONG, answered, source_notebook
from traitlets.config import Configurable

from corrector.execute import SandboxedExecute, SubmissionExporter
from corrector.result import Status

pytestmark = pytest.mark.xdist_group("grading")


class Application(Configurable):
    """Stands for nbgrader's autograde, and for the converter in it."""

    _sanitizing = True
    coursedir = None


@pytest.fixture
def application(tmp_path):
    """Give a course of one lab."""
    folder = tmp_path / "solutions" / LAB
    folder.mkdir(parents=True)
    nbformat.write(source_notebook(), folder / f"{LAB}.ipynb")
    application = Application()
    application.coursedir = CourseDirectory(root=str(tmp_path), source_directory="solutions")
    return application


RESOURCES = {"nbgrader": {"assignment": LAB, "notebook": LAB, "student": "ñu"}}


def exported(application, path):
    exporter = SubmissionExporter(parent=application)
    text, _ = exporter.from_filename(str(path), json.loads(json.dumps(RESOURCES)))
    return nbformat.reads(text, as_version=4)


def executed(application, notebook):
    execute = SandboxedExecute(memory_mb=512, parent=Application(parent=application))
    return execute.preprocess(notebook, RESOURCES)[0]


def scores(notebook) -> list[float | None]:
    graded = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    return [determine_grade(cell)[0] for cell in graded]


def test_the_exporter_puts_answers_into_the_teachers_notebook(application, tmp_path):
    path = tmp_path / "handed.ipynb"
    path.write_bytes(answered(WRONG))
    notebook = exported(application, path)
    assert [cell.source for cell in notebook.cells][1:] == [
        WRONG,
        "assert suma(1) == 2",
        "assert suma(2) == 3",
        ESSAY,
    ]
    assert notebook.metadata.aprende.status == Status.GRADED.value


def test_the_exporter_says_of_a_file_it_cannot_use_why(application, tmp_path):
    path = tmp_path / "handed.ipynb"
    path.write_bytes(b"{")
    notebook = exported(application, path)
    assert notebook.metadata.aprende.status == Status.UNREADABLE.value
    assert notebook.cells[1].source == STUB


@pytest.mark.parametrize(
    ("code", "earned"),
    [
        (RIGHT, [2, 1, None]),
        (WRONG, [0, 0, None]),
        ("raise ValueError", [0, 0, None]),
        ("import os; os._exit(0)", [0, 0, None]),
        (f"import sys; print('aviso', file=sys.stderr)\n{RIGHT}", [2, 1, None]),
        ("def suma(x):\n    return 2", [2, 0, None]),
    ],
)
def test_points_follow_what_the_tests_found(application, tmp_path, code, earned):
    path = tmp_path / "handed.ipynb"
    path.write_bytes(answered(code))
    assert scores(executed(application, exported(application, path))) == earned


def test_an_unusable_submission_earns_nothing_and_says_why(application, tmp_path):
    path = tmp_path / "handed.ipynb"
    path.write_bytes(b"{")
    notebook = executed(application, exported(application, path))
    assert scores(notebook)[:2] == [0, 0]
    assert notebook.cells[2].outputs[0].evalue == Status.UNREADABLE.message
    assert notebook.metadata.aprende.status == Status.UNREADABLE.value
