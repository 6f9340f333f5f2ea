"""A class is graded whole: each submission once and with a status, whatever is killed."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections import Counter
from pathlib import Path

import dask
import psutil
import pupils
import pytest
from distributed import LocalCluster
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from corrector import classroom, records
from corrector.classroom import SCHEDULING, Classroom, Course, grade_class, table
from corrector.errors import ClassError
from corrector.grading import Options
from corrector.result import Result, Status

# One worker: they share a cluster, and take all cores as it is.
pytestmark = pytest.mark.xdist_group("classroom")

LAB = pupils.LAB
QUICK = Options(file_mb=0.05)


@pytest.fixture(scope="module")
def released(tmp_path_factory) -> Path:
    return pupils.make_course(tmp_path_factory.mktemp("released") / "course")


@pytest.fixture
def course(released, tmp_path) -> Path:
    """Give a course of our own, in which nobody has handed in anything."""
    course = pupils.copy_course(released, tmp_path / "course")
    (course / "submitted").mkdir()
    return course


@pytest.fixture(scope="module")
def graded_log(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("log") / "graded"


@pytest.fixture(scope="module")
def scheduler(graded_log):
    """Give the address of a Dask cluster that somebody else runs."""
    os.environ["GRADED"] = str(graded_log)
    try:
        with (
            dask.config.set(SCHEDULING),
            LocalCluster(
                n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", memory_limit=0
            ) as cluster,
        ):
            yield cluster.scheduler_address
    finally:
        del os.environ["GRADED"]


def room(course: Path, lab: str = LAB, options: Options = QUICK, db_url: str = "") -> Classroom:
    where = Course(
        source=course / "solutions",
        submitted=course / "submitted",
        autograded=course / "autograded",
        db_url=db_url or f"sqlite:///{course}/gradebook.db",
        course_id="aprende",
        config=Config(),
    )
    return Classroom(where, lab, options, pupils.quick_grade)


@pytest.fixture
def run(course, scheduler, graded_log):
    """Give a function that grades the course and says who was graded, and the rows by student."""

    def grade(force: bool = False, **more) -> tuple[list[str], dict[str, classroom.Row]]:
        graded_log.write_text("")
        with room(course, **more) as entered:
            rows = grade_class(entered, scheduler=scheduler, force=force, progress=False)
        return sorted(graded_log.read_text().split("\n")[:-1]), {row.student: row for row in rows}

    return grade


def scores(course: Path, db_url: str = "") -> dict[str, float]:
    with Gradebook(db_url or f"sqlite:///{course}/gradebook.db", "aprende") as gradebook:
        return {each.student.id: each.score for each in gradebook.assignment_submissions(LAB)}


def result_of(course: Path, student: str) -> Result:
    path = course / "autograded" / student / LAB / records.DONE
    return Result.from_json(path.read_text(encoding="utf-8"))


# --- one class --------------------------------------------------------------------------------


def test_every_submission_ends_with_a_status_in_the_gradebook_and_on_disk(course, run):
    pupils.hand_in(course, "buena")
    pupils.hand_in(course, "mala", pupils.WRONG)
    pupils.hand_in(course, "Pérez Ñúñez José")
    pupils.hand_in(course, "renombrada", name="mini (1).ipynb")
    pupils.hand_in(course, "otra", name="otro.ipynb")
    pupils.hand_in(course, "grande").write_bytes(b" " * 60_000)
    pupils.hand_in(course, "basura").write_bytes(b"\xff\x00")
    pupils.hand_in(course, "rompe", "def suma(x): RAISE")
    pupils.hand_in(course, "mata", "def suma(x): KILL")
    enlace = pupils.hand_in(course, "enlace")
    enlace.unlink()
    enlace.symlink_to(course / "solutions" / LAB / f"{LAB}.ipynb")
    with Gradebook(f"sqlite:///{course}/gradebook.db", "aprende") as gradebook:
        gradebook.add_student("ausente")
    graded, rows = run()
    assert {name: row.status for name, row in rows.items()} == {
        "buena": Status.GRADED,
        "mala": Status.GRADED,
        "Pérez Ñúñez José": Status.GRADED,
        "renombrada": Status.GRADED,
        "otra": Status.WRONG_NAME,
        "grande": Status.TOO_LARGE,
        "basura": Status.UNREADABLE,
        "rompe": Status.FAILED,
        "mata": Status.FAILED,
        "enlace": Status.NOT_A_FILE,
        "ausente": Status.MISSING,
    }
    full = {"buena", "Pérez Ñúñez José", "renombrada"}
    assert scores(course) == {name: 3.0 if name in full else 0.0 for name in rows}
    # The worker that is killed may take a result with it that nobody had fetched: a set, no list.
    assert set(graded) == {*full, "mala", "basura"}
    assert "RuntimeError: roto" in rows["rompe"].note
    assert "se cerró 3 veces" in rows["mata"].note
    assert "mini (1).ipynb" in rows["renombrada"].note
    for name, row in rows.items():
        result = result_of(course, name)
        assert (result.status, result.score) == (row.status, row.score)
        assert [test.grade_id for test in result.tests] == ["test_suma", "test_suma_dos", "porque"]
        assert (course / "autograded" / name / LAB / f"{LAB}.ipynb").is_file()
    text = table(list(rows.values()))
    assert "Pérez Ñúñez José  corregida" in text and "3 de 4,5" in text
    assert "Entregas: 11 (corregida: 4" in text


def test_formgrader_and_feedback_work_on_what_was_graded(course, run):
    pupils.hand_in(course, "José Pérez")
    pupils.hand_in(course, "eva", pupils.WRONG)
    stamp = "2026-03-01 10:00:00.000000 UTC"
    (course / "submitted" / "eva" / LAB / "timestamp.txt").write_text(stamp)
    (course / "submitted" / "vacía" / LAB).mkdir(parents=True)
    run()
    where = CourseDirectory(root=str(course), course_id="aprende", source_directory="solutions")
    api = NbGraderAPI(where)
    shown = {each["student"]: each for each in api.get_submissions(LAB)}
    assert {name: each["autograded"] for name, each in shown.items()} == {
        "José Pérez": True,
        "eva": True,
        "vacía": True,
    }
    assert shown["José Pérez"]["score"] == 3 and shown["José Pérez"]["needs_manual_grade"]
    assert shown["eva"]["timestamp"] == "2026-03-01T10:00:00"
    assert len(api.get_notebook_submissions(LAB, LAB)) == 3
    assert api.generate_feedback(LAB, "José Pérez")["success"]
    assert (course / "feedback" / "José Pérez" / LAB / f"{LAB}.html").is_file()


def test_only_what_is_new_or_changed_is_graded_again(course, run):
    for name in ("ana", "eva", "luz"):
        pupils.hand_in(course, name)
    assert run()[0] == ["ana", "eva", "luz"]
    graded, rows = run()
    assert graded == [] and not any(row.graded for row in rows.values())
    assert {row.score for row in rows.values()} == {3.0}
    pupils.hand_in(course, "eva", pupils.WRONG)
    pupils.hand_in(course, "sol")
    assert run()[0] == ["eva", "sol"]
    assert scores(course) == {"ana": 3, "eva": 0, "luz": 3, "sol": 3}
    assert run(force=True)[0] == ["ana", "eva", "luz", "sol"]
    assert run(options=Options(file_mb=0.05, seed="7"))[0] == ["ana", "eva", "luz", "sol"]


def test_a_resubmission_keeps_no_points_it_no_longer_earns(course, run):
    path = pupils.hand_in(course, "ana")
    run()
    path.write_bytes(b"{")
    _, rows = run()
    assert rows["ana"].status is Status.UNREADABLE
    assert scores(course) == {"ana": 0.0}


def test_what_failed_for_no_fault_of_the_student_is_tried_again(course, run):
    pupils.hand_in(course, "ana", "def suma(x): RAISE")
    assert run()[1]["ana"].status is Status.FAILED
    assert run()[1]["ana"].graded


def test_a_student_who_hands_in_late_is_no_longer_missing(course, run):
    with Gradebook(f"sqlite:///{course}/gradebook.db", "aprende") as gradebook:
        gradebook.add_student("ana")
    assert run()[1]["ana"].status is Status.MISSING
    assert not run()[1]["ana"].graded
    pupils.hand_in(course, "ana")
    assert run()[1]["ana"].status is Status.GRADED
    assert scores(course) == {"ana": 3.0}


def test_who_was_graded_keeps_that_when_the_files_are_gone(course, run):
    pupils.hand_in(course, "ana")
    run()
    shutil.rmtree(course / "submitted" / "ana")
    graded, rows = run()
    assert graded == [] and rows["ana"].score == 3 and "ya no está" in rows["ana"].note
    assert scores(course) == {"ana": 3.0}
    shutil.rmtree(course / "autograded" / "ana")  # as if graded by stock nbgrader
    assert run() == ([], {})
    assert scores(course) == {"ana": 3.0}


def test_a_new_timestamp_is_recorded_without_grading_again(course, run):
    stamp = pupils.hand_in(course, "ana").with_name("timestamp.txt")
    run()
    stamp.write_text("2026-03-01 10:00:00 UTC")
    assert run()[0] == []
    with Gradebook(f"sqlite:///{course}/gradebook.db", "aprende") as gradebook:
        assert gradebook.find_submission(LAB, "ana").timestamp.isoformat() == "2026-03-01T10:00:00"
    stamp.write_text("mañana por la mañana")
    assert run()[0] == []
    stamp.unlink()
    assert run()[0] == []
    assert not (course / "autograded" / "ana" / LAB / "timestamp.txt").exists()


def test_another_gradebook_is_filled_without_grading_again(course, run, released):
    pupils.hand_in(course, "ana")
    run()
    shutil.copy(released / "gradebook.db", course / "gradebook.db")
    assert scores(course) == {}
    assert run()[0] == []
    assert scores(course) == {"ana": 3.0}


def test_a_graded_notebook_that_was_lost_is_written_again(course, run):
    pupils.hand_in(course, "ana")
    run()
    notebook = course / "autograded" / "ana" / LAB / f"{LAB}.ipynb"
    before = notebook.read_bytes()
    notebook.unlink()
    assert run()[0] == []
    assert notebook.read_bytes() == before


def test_a_moodle_zip_goes_the_whole_way(course, run):
    with Gradebook(f"sqlite:///{course}/gradebook.db", "aprende") as gradebook:
        gradebook.add_student("jperez", first_name="José", last_name="Pérez Ñúñez")
    archive = course / "moodle.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        for i, (name, content) in enumerate(
            [
                ("Pérez Ñúñez José", pupils.answered()),
                ("Gil Ana", pupils.answered(pupils.WRONG)),
                ("Sol Eva", os.urandom(60_000)),
            ]
        ):
            opened.writestr(f"{name}_{i}_assignsubmission_file_/{LAB}.ipynb", content)
        opened.writestr("sueltos/gato.jpg", b"")
    with room(course) as entered:
        assert entered.unpack(archive) == ["sueltos/gato.jpg"]
    graded, rows = run()
    assert graded == ["Gil Ana", "jperez"]
    assert {name: row.status for name, row in rows.items()} == {
        "jperez": Status.GRADED,
        "Gil Ana": Status.GRADED,
        "Sol Eva": Status.TOO_LARGE,
    }
    assert run()[0] == []


def test_few_submissions_are_on_their_way_at_any_time(course, scheduler):
    names = [f"a{i:02}" for i in range(20)]
    for name in names:
        pupils.hand_in(course, name)
    with room(course) as entered, classroom.cluster(2, scheduler) as client:
        _, jobs = entered.sort()
        alive: list[int] = []
        submit = client.submit
        client.submit = lambda *a, **k: (alive.append(len(client.futures)), submit(*a, **k))[1]
        assert sorted(row.student for row in entered.grade_all(jobs, client)) == names
        assert max(alive) < 5


# --- stopped at any step ----------------------------------------------------------------------


class Crash(BaseException):
    """The process is gone: nothing after this line happens."""


@pytest.mark.parametrize(
    ("place", "name", "after", "grades_again"),
    [
        (records.Records, "arrive", False, True),  # the result was nowhere yet
        (records.Records, "arrive", True, False),
        (classroom.Merger, "merge", False, False),
        (classroom.Merger, "merge", True, False),
        (records, "_write_or_remove", False, False),
        (records, "_write_or_remove", True, False),
        (records.Records, "finish", True, False),
    ],
)
def test_a_crash_at_any_step_loses_nothing_and_grades_nothing_twice(
    course, run, monkeypatch, place, name, after, grades_again
):
    pupils.hand_in(course, "ana")
    run()
    pupils.hand_in(course, "ana", pupils.WRONG)
    real = getattr(place, name)

    def crash(*arguments):
        if after:
            real(*arguments)
        raise Crash

    with monkeypatch.context() as patch, pytest.raises(Crash):
        patch.setattr(place, name, crash)
        run()
    graded, rows = run()
    assert graded == (["ana"] if grades_again else [])
    assert rows["ana"].score == 0 and scores(course) == {"ana": 0.0}
    assert result_of(course, "ana").score == 0
    assert not (course / "autograded" / "ana" / LAB / records.ARRIVED).exists()
    assert run()[0] == []


def test_a_record_half_written_by_something_else_is_done_again(course, run):
    pupils.hand_in(course, "ana")
    run()
    folder = course / "autograded" / "ana" / LAB
    (folder / records.DONE).write_text('{"student": "ana"')
    (folder / records.ARRIVED).write_text("{")
    assert run()[0] == ["ana"]


# --- what cannot be done ----------------------------------------------------------------------


def test_two_commands_at_once_do_not_mix(course):
    with room(course), pytest.raises(ClassError, match="otra corrección en marcha"), room(course):
        pass
    with room(course):  # and the first leaves no lock behind
        pass


@pytest.mark.parametrize(
    ("spoil", "lab", "words"),
    [
        (lambda course: None, "99_nada", "Los que hay: mini, otro"),
        (lambda course: None, "../mini", "No hay ningún laboratorio"),
        (lambda course: None, pupils.OTHER, "no está publicado"),
        (lambda course: (course / "gradebook.db").unlink(), LAB, "No hay ningún libro de notas"),
        (
            lambda course: (course / "solutions" / LAB / f"{LAB}.ipynb").write_text(
                pupils.nbformat.writes(pupils.source_notebook(points=7))
            ),
            LAB,
            "ha cambiado desde que se publicó",
        ),
        (
            lambda course: (course / "solutions" / LAB / f"{LAB}.ipynb").write_text("{"),
            LAB,
            "No se puede leer",
        ),
        (lambda course: (course / "submitted").rmdir(), LAB, "carpeta de entregas"),
    ],
)
def test_what_cannot_be_graded_is_said_and_nothing_is_written(course, run, spoil, lab, words):
    spoil(course)
    before = sorted(course.rglob("*"))
    with pytest.raises(ClassError, match=words):
        run(lab=lab)
    assert [path for path in sorted(course.rglob("*")) if path.name != "autograded"] == before


def test_a_scheduler_that_is_not_there_is_said(course, monkeypatch):
    monkeypatch.setattr(classroom, "ANSWER", 0.5)
    pupils.hand_in(course, "ana")
    with room(course) as entered, pytest.raises(ClassError, match="no contesta"):
        grade_class(entered, scheduler="tcp://127.0.0.1:9", progress=False)


# --- the command, killed ----------------------------------------------------------------------


@pytest.fixture
def start(course, tmp_path):
    """Give a function that starts the command; nothing of it outlives the test."""
    started = []

    def begin(*arguments: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, str(pupils.HERE / "pupils.py"), "grade", LAB, *arguments],
            cwd=course,
            env=pupils.environment(GRADED=str(tmp_path / "log")),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def finished(process: subprocess.Popen, seconds: float = 300) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=seconds)
    return process.returncode, out, err


def family(process: subprocess.Popen) -> list[psutil.Process]:
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def workers(process: subprocess.Popen) -> list[psutil.Process]:
    """Give the workers of a run: children of the process from which they are forked."""
    return [child for child in family(process) if child.ppid() != process.pid]


def wait_until(condition, seconds: float = 300) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)


def count(log: Path) -> Counter:
    return Counter(log.read_text().split("\n")[:-1]) if log.exists() else Counter()


def test_two_hundred_submissions_with_workers_killed_at_random_all_end_graded(
    course, start, tmp_path
):
    names = [f"alumna {i:03}" for i in range(200)]
    for i, name in enumerate(names):
        code = (pupils.RIGHT, pupils.WRONG)[i % 2]
        pupils.hand_in(course, name, f"{code}\n# SLEEP 0.01")
    chance = random.Random(0)
    log = tmp_path / "log"
    process = start("--workers", "2")
    kills = 0
    for target in range(10, 190, 18):  # ten times on the way
        wait_until(lambda at=target: len(count(log)) >= at or process.poll() is not None)
        alive = workers(process)
        if alive:
            chance.choice(alive).send_signal(signal.SIGKILL)
            kills += 1
    code, out, err = finished(process)
    assert code == 0, err
    assert kills == 10
    assert set(count(log)) == set(names)
    # Graded once, but for those whose worker died before the result had left it.
    assert sum(count(log).values()) <= len(names) + 2 * kills
    assert scores(course) == {name: 3.0 * (i % 2 == 0) for i, name in enumerate(names)}
    assert "Entregas: 200 (corregida: 200). Corregidas ahora: 200." in out


def test_the_command_killed_at_random_moments_and_run_again_grades_everyone_once(
    course, start, tmp_path
):
    names = [f"a{i:02}" for i in range(40)]
    for name in names:
        pupils.hand_in(course, name, f"{pupils.RIGHT}\n# SLEEP 0.03")
    chance = random.Random(1)
    log = tmp_path / "log"
    for target in (3, 12, 22):
        process = start("--workers", "2")
        wait_until(lambda at=target: len(count(log)) >= at)
        time.sleep(chance.random() * 0.1)
        around = family(process)
        process.kill()
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        _, alive = psutil.wait_procs(around, timeout=20)
        assert alive == []  # no worker outlives the command
        done = {
            path.parent.parent.name
            for kind in (records.DONE, records.ARRIVED)
            for path in course.glob(f"autograded/*/{LAB}/{kind}")
        }
        before = count(log)
        assert len(done) >= target - 4
        # What had arrived is not graded again; only what was on its way may be.
        lost = set(before) - done
        assert len(lost) <= 4
    code, out, err = finished(start("--workers", "2"))
    assert code == 0, err
    assert set(count(log)) == set(names)
    assert sum(count(log).values()) <= len(names) + 3 * 4
    assert scores(course) == dict.fromkeys(names, 3.0)
    again = count(log)
    assert finished(start())[0] == 0
    assert count(log) == again


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_stops_at_once_and_keeps_what_was_graded(course, start, tmp_path, sign):
    names = [f"a{i}" for i in range(8)]
    for i, name in enumerate(names):
        pupils.hand_in(course, name, f"{pupils.RIGHT}\n# SLEEP {0.01 if i < 4 else 60}")
    log = tmp_path / "log"
    process = start("--workers", "2")
    wait_until(lambda: len(list(course.glob(f"autograded/*/{LAB}/{records.DONE}"))) == 4)
    around = family(process)
    began = time.monotonic()
    os.killpg(process.pid, sign) if sign == signal.SIGINT else process.send_signal(sign)
    code, out, err = finished(process)
    assert code == 130
    assert err.strip() == (
        "Interrumpido. Lo ya corregido está guardado; repite la orden para hacer el resto."
    )
    assert time.monotonic() - began < 30
    _, alive = psutil.wait_procs(around, timeout=10)
    assert alive == []
    assert scores(course) == dict.fromkeys(names[:4], 3.0)
    for name in names[4:]:
        pupils.hand_in(course, name)
    assert finished(start())[0] == 0
    assert count(log) == Counter(dict.fromkeys(names, 1))
    assert scores(course) == dict.fromkeys(names, 3.0)


def test_a_disk_that_fills_up_is_said_and_leaves_nothing_half_written(course, tmp_path):
    if not shutil.which("bwrap"):
        pytest.skip("bubblewrap, with which a small disk is made, is not installed")
    for i in range(30):
        pupils.hand_in(course, f"a{i:02}", f"{pupils.RIGHT}\n#{'x' * 40_000}")
    command = f"{sys.executable} {pupils.HERE}/pupils.py grade {LAB}"
    small = [
        *("bwrap", "--dev-bind", "/", "/", "--size", str(1_500_000), "--tmpfs", "/mnt"),
        *("--chdir", "/mnt", "sh", "-c"),
    ]
    script = f"""
      cp -r {course}/gradebook.db {course}/solutions {course}/nbgrader_config.py .
      {command} --submitted {course}/submitted --workers 1
      echo code $?
      cat autograded/*/{LAB}/result.json >/dev/null && echo whole
      {sys.executable} -c 'from pathlib import Path; from corrector.result import Result
for path in Path("autograded").glob("*/*/result.json"): Result.from_json(path.read_text())'
      find . -name "*.tmp"
    """
    done = subprocess.run(
        [*small, script], env=pupils.environment(), capture_output=True, text=True, timeout=300
    )
    assert done.stdout == "code 1\nwhole\n", done.stdout + done.stderr
    assert "No queda sitio en el disco" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "falta"),
        (("corrige",), "no existe"),
        (("grade",), "falta: LAB"),
        (("grade", "99_nada"), "No hay ningún laboratorio «99_nada»"),
        (("grade", LAB, "--workers", "0"), "tiene que ser 1 o más"),
        (("grade", LAB, "--zip", "nada.zip"), "No encuentro el ZIP"),
        (("grade", LAB, "--db", "sqlite:///nada.db"), "No hay ningún libro de notas"),
        (("grade", LAB, "--submitted", "nada"), "carpeta de entregas"),
    ],
)
def test_bad_usage_is_said_in_spanish_with_exit_code_1(course, arguments, words):
    done = pupils.command(course, *arguments)
    assert done.returncode == 1
    assert words in done.stderr and "Traceback" not in done.stderr
    assert done.stdout == ""
