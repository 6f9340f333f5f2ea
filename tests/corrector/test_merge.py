"""Results in the gradebook, SQLite or PostgreSQL: whole, and as nbgrader would write them."""

import os
import pwd
import shutil
import sqlite3
import subprocess
import tempfile
import threading
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import nbformat
import pupils
import pytest
from nbgrader.api import Gradebook
from traitlets.config import Config

from corrector.errors import ClassError
from corrector.merge import Merger
from corrector.result import Result, Status, TestResult

LAB = pupils.LAB
FULL = (
    TestResult("test_suma", 2, 2.0),
    TestResult("test_suma_dos", 1, 1.0),
    TestResult("porque", 1.5, None),
)
NOTHING = tuple(replace(test, score=0.0) for test in FULL)


def result(student: str = "ana", tests=FULL, unanswered: tuple[str, ...] = ()) -> Result:
    return Result(student, LAB, Status.GRADED, tests=tests, unanswered=unanswered)


@pytest.fixture(scope="module")
def released(tmp_path_factory) -> Path:
    return pupils.make_course(tmp_path_factory.mktemp("released") / "course")


def find_server() -> Path | None:
    """Find PostgreSQL's programs; Debian keeps them off the path."""
    found = [*sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")), shutil.which("initdb")]
    return next((Path(each).parent for each in reversed(found) if each), None)


@pytest.fixture(scope="module")
def postgres():
    """Start a PostgreSQL server of our own on a socket in a private folder; give its address."""
    programs = find_server()
    if programs is None:
        if os.environ.get("CI"):
            pytest.fail("there is no PostgreSQL server: install what apt.txt lists")
        pytest.skip("there is no PostgreSQL server: install Debian's postgresql to test with one")
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # a socket's path has to be short
    options: dict = {"check": True, "capture_output": True, "cwd": "/"}
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        options |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    data = folder / "data"
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "docente", "-A", "trust", "-N", "-E", "UTF8"],
        **options,
    )
    settings = f"-k {folder} -c listen_addresses='' -c fsync=off"
    subprocess.run(
        [programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", settings, "start"],
        **options,
    )
    yield f"postgresql+psycopg://docente@/postgres?host={folder}"
    subprocess.run([programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **options)
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def released_in_postgres(released, postgres) -> str:
    pupils.release(released, postgres)
    return postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def db_url(request, released, tmp_path) -> str:
    """Give the address of a gradebook in which the lab was released and nobody was graded."""
    if request.param == "sqlite":
        shutil.copy(released / "gradebook.db", tmp_path / "gradebook.db")
        return f"sqlite:///{tmp_path}/gradebook.db"
    url = request.getfixturevalue("released_in_postgres")
    with Gradebook(url, "aprende") as gradebook:
        for student in gradebook.students:
            gradebook.remove_student(student.id)
    return url


def merge(db_url: str, *results: Result, timestamp: datetime | None = None, **more) -> None:
    with Merger(db_url, "aprende", LAB, **more) as merger:
        for each in results:
            merger.merge(each, timestamp)


def grades(db_url: str, student: str = "ana") -> dict[str, tuple]:
    with Gradebook(db_url, "aprende") as gradebook:
        notebook = gradebook.find_submission_notebook(LAB, LAB, student)
        return {
            grade.name: (grade.auto_score, grade.manual_score, grade.needs_manual_grade)
            for grade in notebook.grades
        }


def test_scores_are_written_and_hand_grading_waits(db_url):
    merge(db_url, result())
    assert grades(db_url) == {
        "test_suma": (2.0, None, False),
        "test_suma_dos": (1.0, None, False),
        "porque": (None, None, True),
    }
    with Gradebook(db_url, "aprende") as gradebook:
        submission = gradebook.find_submission(LAB, "ana")
        assert submission.score == 3 and submission.max_score == 4.5
        assert submission.needs_manual_grade
        assert submission.timestamp is None


def test_merging_twice_changes_nothing(db_url):
    merge(db_url, result())
    once = grades(db_url)
    merge(db_url, result(), result())
    assert grades(db_url) == once
    with Gradebook(db_url, "aprende") as gradebook:
        assert len(gradebook.assignment_submissions(LAB)) == 1


def test_points_no_longer_earned_go_whatever_the_result_names(db_url):
    merge(db_url, result())
    merge(db_url, result(tests=NOTHING[:1]))
    assert {score for score, *_ in grades(db_url).values()} == {0.0}


def test_a_score_by_hand_stays_and_asks_to_be_looked_at_again(db_url):
    merge(db_url, result())
    with Gradebook(db_url, "aprende") as gradebook:
        for name, score in (("porque", 1.25), ("test_suma", 1.5)):
            grade = gradebook.find_grade(name, LAB, LAB, "ana")
            grade.manual_score, grade.needs_manual_grade = score, False
        grade.extra_credit = 0.5
        comment = gradebook.find_comment("porque", LAB, LAB, "ana")
        comment.manual_comment = "Bien visto."
        gradebook.db.commit()
    merge(db_url, result(tests=NOTHING, unanswered=("suma", "porque")))
    assert grades(db_url) == {
        "test_suma": (0.0, 1.5, True),
        "test_suma_dos": (0.0, None, False),
        "porque": (0.0, 1.25, True),
    }
    with Gradebook(db_url, "aprende") as gradebook:
        assert gradebook.find_submission(LAB, "ana").score == 1.5 + 0.5 + 1.25
        assert gradebook.find_comment("porque", LAB, LAB, "ana").comment == "Bien visto."


def test_cells_left_unanswered_say_so_and_no_longer_when_answered(db_url):
    def comments() -> dict:
        with Gradebook(db_url, "aprende") as gradebook:
            notebook = gradebook.find_submission_notebook(LAB, LAB, "ana")
            return {comment.name: comment.comment for comment in notebook.comments}

    merge(db_url, result(unanswered=("suma",)))
    assert comments() == {"suma": "No response.", "porque": None}
    merge(db_url, result())
    assert comments() == {"suma": None, "porque": None}


def test_names_with_accents_and_blanks_are_students(db_url):
    merge(db_url, result("Pérez Ñúñez José"), result("李"))
    with Merger(db_url, "aprende", LAB) as merger:
        assert merger.recorded() == {"Pérez Ñúñez José", "李"}
        assert set(merger.enrolled()) == {"Pérez Ñúñez José", "李"}


ZERO = Config({"LateSubmissionPlugin": {"penalty_method": "zero"}})
DUE = datetime(2026, 1, 1)


@pytest.mark.parametrize(
    ("config", "late", "extension", "penalty"),
    [
        (ZERO, timedelta(hours=1), None, 3.0),
        (ZERO, timedelta(hours=1), timedelta(hours=2), None),
        (ZERO, -timedelta(hours=1), None, None),
        (ZERO, None, None, None),
        (Config(), timedelta(hours=1), None, None),
    ],
)
def test_being_late_costs_what_the_courses_plugin_says(db_url, config, late, extension, penalty):
    merge(db_url, result())
    with Gradebook(db_url, "aprende") as gradebook:
        gradebook.find_assignment(LAB).duedate = DUE
        gradebook.find_submission(LAB, "ana").extension = extension
        gradebook.db.commit()
    merge(db_url, result(), timestamp=None if late is None else DUE + late, config=config)
    with Gradebook(db_url, "aprende") as gradebook:
        gradebook.find_assignment(LAB).duedate = None
        assert (
            gradebook.find_submission_notebook(LAB, LAB, "ana").late_submission_penalty == penalty
        )
        gradebook.db.commit()


def test_stock_nbgrader_writes_the_same(released, tmp_path):
    """The oracle: nbgrader's own steps over the same graded notebook."""
    from nbgrader.preprocessors import AssignLatePenalties, SaveAutoGrades

    graded = pupils.quick_grade(
        _file(tmp_path / "eva" / f"{LAB}.ipynb", pupils.answered(pupils.WRONG)),
        released / "solutions" / LAB / f"{LAB}.ipynb",
        "eva",
    )
    ours, theirs = (f"sqlite:///{tmp_path}/{name}.db" for name in ("ours", "theirs"))
    for url in (ours, theirs):
        shutil.copy(released / "gradebook.db", url.removeprefix("sqlite:///"))
    merge(ours, graded)
    with Gradebook(theirs, "aprende") as gradebook:
        gradebook.add_student("eva")
        gradebook.add_submission(LAB, "eva")
    notebook = nbformat.reads(graded.notebook, as_version=4)
    where = {"notebook": LAB, "assignment": LAB, "student": "eva", "db_url": theirs}
    for step in (SaveAutoGrades(), AssignLatePenalties()):
        step.preprocess(notebook, {"nbgrader": where})
    assert grades(ours, "eva") == grades(theirs, "eva")
    assert grades(ours, "eva")["test_suma"][0] == 0


def _file(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


# --- what can be wrong with a gradebook -------------------------------------------------------


@pytest.fixture
def sqlite_url(released, tmp_path) -> str:
    shutil.copy(released / "gradebook.db", tmp_path / "gradebook.db")
    return f"sqlite:///{tmp_path}/gradebook.db"


def test_a_locked_gradebook_is_waited_for(sqlite_url):
    path = sqlite_url.removeprefix("sqlite:///")
    other = sqlite3.connect(path, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    timer = threading.Timer(2.5, other.rollback)
    timer.start()
    begin = time.monotonic()
    merge(sqlite_url, result())
    assert time.monotonic() - begin > 2
    timer.join()
    other.close()
    assert grades(sqlite_url)["test_suma"][0] == 2


def test_a_gradebook_that_stays_locked_is_said_and_nothing_is_written(sqlite_url):
    path = sqlite_url.removeprefix("sqlite:///")
    with Merger(sqlite_url, "aprende", LAB, patience=0.5) as merger:
        other = sqlite3.connect(path)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ClassError, match="ocupado por otro programa"):
            merger.merge(result())
        other.rollback()
        other.close()
        assert merger.recorded() == set()
        merger.merge(result())  # and the writer is still good
        assert merger.recorded() == {"ana"}


def test_a_failure_half_way_writes_nothing(sqlite_url, monkeypatch):
    with Merger(sqlite_url, "aprende", LAB) as merger:
        merger.merge(result())
        monkeypatch.setattr(merger, "_penalty", lambda *_: 1 / 0)
        for student in ("ana", "eva"):
            with pytest.raises(ZeroDivisionError):
                merger.merge(result(student, tests=NOTHING))
        monkeypatch.undo()
        merger.merge(result("luz"))
    assert grades(sqlite_url)["test_suma"][0] == 2
    with Gradebook(sqlite_url, "aprende") as gradebook:
        assert [student.id for student in gradebook.students] == ["ana", "luz"]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda path: path.unlink(), "No hay ningún libro de notas"),
        (lambda path: path.write_bytes(b""), "No hay ningún libro de notas"),
        (lambda path: path.write_bytes(b"no soy SQLite" * 99), "está dañado"),
        (lambda path: path.write_bytes(path.read_bytes()[:5000]), "está dañado"),
        (
            lambda path: _sql(path, "ALTER TABLE student RENAME COLUMN lms_user_id TO viejo"),
            "otra versión",
        ),
        (lambda path: _sql(path, "DELETE FROM notebook"), "no está publicado"),
    ],
)
def test_a_gradebook_that_cannot_be_used_is_said(sqlite_url, spoil, words):
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    spoil(path)
    before = path.read_bytes() if path.exists() else None
    with (
        pytest.raises(ClassError, match=words),
        Merger(sqlite_url, "aprende", LAB, patience=0.2) as merger,
    ):
        merger.enrolled()
        merger.merge(result())
    assert (path.read_bytes() if path.exists() else None) == before


def _sql(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(statement)
    connection.close()


def test_a_lab_never_released_is_said(sqlite_url):
    with pytest.raises(ClassError, match="no está publicado"):
        Merger(sqlite_url, "aprende", "99_nada")


def test_an_address_that_is_none_is_said_and_a_password_is_not():
    with pytest.raises(ClassError, match="no es la dirección"):
        Merger("gradebook.db", "aprende", LAB)
    with pytest.raises(ClassError) as caught:
        Merger("postgresql+psycopg://ana:secreta@127.0.0.1:1/x", "aprende", LAB)
    assert "secreta" not in str(caught.value)


def test_a_lab_released_again_with_a_new_test_gets_a_grade_for_it(released, tmp_path):
    course = pupils.copy_course(released, tmp_path / "course")
    url = f"sqlite:///{course}/gradebook.db"
    merge(url, result())
    with Gradebook(url, "aprende") as gradebook:
        gradebook.add_grade_cell("test_nuevo", LAB, LAB, max_score=1, cell_type="code")
    merge(url, result(tests=(*FULL, TestResult("test_nuevo", 1, 1.0))))
    assert grades(url)["test_nuevo"] == (1.0, None, False)
