"""What the sandbox shows, limits and leaves behind; and what happens without it."""

import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import nbformat
import psutil
import pytest
from nbformat.v4 import new_output
from pupils import RIGHT, answered, source_notebook

from corrector import examine
from corrector.grading import Options, grade
from corrector.sandbox import (
    HOME,
    MOST_FILES,
    Limits,
    SandboxMissing,
    Watch,
    bubblewrap,
    command,
    crowded,
    environment,
    memory_of,
    remove,
    visible_paths,
)

pytestmark = pytest.mark.xdist_group("grading")

SMALL = Limits(memory_mb=200, processes=8, disk_mb=8)
OPTIONS = Options(memory_mb=512, cell_seconds=20, notebook_seconds=120)


@pytest.fixture
def lab(tmp_path):
    """A teacher's notebook and a right submission of it."""
    source = tmp_path / "mini.ipynb"
    nbformat.write(source_notebook(), source)
    handed = tmp_path / "handed" / "mini.ipynb"
    handed.parent.mkdir()
    handed.write_bytes(answered(RIGHT))
    return handed, source


@pytest.fixture
def bwrap(missing):
    try:
        bubblewrap()
    except SandboxMissing:
        missing("bubblewrap is not installed")


def inside(code: str, job=None, prefix: tuple[str, ...] = ()) -> subprocess.CompletedProcess:
    words = command(job, SMALL, [sys.executable, "-c", code])
    return subprocess.run([*prefix, *words], capture_output=True, text=True, timeout=60)


def test_a_course_that_would_be_covered_is_told_so(bwrap, monkeypatch):
    for folder in ("/tmp/curso/.venv", "/home/alumno/curso/src/aprende"):
        monkeypatch.setattr("corrector.sandbox.visible_paths", lambda f=folder: [Path(f)])
        with pytest.raises(SandboxMissing, match=f"{folder}.*Lleva el curso a otra carpeta"):
            command(None, SMALL, ["true"])


LOOK = f"""
import json, os, socket
def tried(function, *args):
    try:
        return function(*args) or "done"
    except OSError as error:
        return type(error).__name__
HOMES = ("{HOME}", "/tmp", "/dev/shm")
print(json.dumps({{
    "environment": dict(os.environ),
    "user": os.getuid(),
    "home": os.listdir("{HOME}"),
    "here": os.getcwd(),
    "top": os.listdir("/"),
    "pids": [p for p in os.listdir("/proc") if p.isdigit()],
    "write": [type(tried(open, place + "/x", "w")).__name__ for place in HOMES],
    "elsewhere": [tried(open, f"{{place}}/x", "w") for place in ("/", "/usr", "/run", "/dev")],
    "network": str(tried(socket.create_connection, ("127.0.0.1", PORT), 1)),
    "links": os.listdir("/sys") if os.path.exists("/sys") else [],
}}))
"""


def test_a_submission_sees_an_empty_machine(bwrap, monkeypatch):
    monkeypatch.setenv("TEACHERS", "secret")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        done = inside(LOOK.replace("PORT", str(listener.getsockname()[1])))
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert "TEACHERS" not in seen["environment"]
    assert {**seen["environment"], "PWD": "", "LC_CTYPE": ""} == {
        **environment(),
        "PWD": "",
        "LC_CTYPE": "",
    }
    assert (seen["user"], seen["home"], seen["here"], seen["links"]) == (1000, [], HOME, [])
    shown = {path.parts[1] for path in visible_paths()}
    assert set(seen["top"]) <= shown | {"proc", "dev", "tmp", "run", "home"}
    assert len(seen["pids"]) <= 3
    assert seen["write"] == ["TextIOWrapper"] * 3
    assert set(seen["elsewhere"]) <= {"OSError", "PermissionError", "FileNotFoundError"}
    assert seen["network"] == "ConnectionRefusedError" or seen["network"] == "OSError"


def test_the_home_is_limited(bwrap):
    code = "open('x', 'wb').write(b'x' * 2**24)"
    done = inside(code)
    assert "No space left" in done.stderr


def test_nothing_of_the_teachers_lies_in_what_is_visible(root):
    for path in visible_paths():
        assert not any(each.is_relative_to(path) for each in (root, Path.home(), Path("/etc")))
        assert path.is_absolute() and path.name not in ("solutions", "submitted", "gradebook.db")
        assert not (path / "solutions").exists() and not (path / "nbgrader_config.py").exists()


def test_an_ordinary_user_can_make_the_sandbox(bwrap, missing):
    prefix = ("bwrap", "--dev-bind", "/", "/", "--unshare-user", "--uid", "1234", "--gid", "1234")
    if subprocess.run([*prefix, "true"], capture_output=True).returncode:
        pytest.skip("no user namespaces here")
    done = inside("import os; print(os.getuid())", prefix=prefix)
    assert (done.returncode, done.stdout) == (0, "1000\n"), done.stderr


def test_without_bubblewrap_nothing_runs_and_the_teacher_is_told_how_to_install_it(
    lab, monkeypatch
):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SandboxMissing, match="apt install bubblewrap"):
        grade(*lab, "ñu", OPTIONS)


def test_without_the_sandbox_grading_works_where_the_teacher_says_so(lab, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    result = grade(*lab, "ñu", Options(sandbox=False, cell_seconds=60))
    assert (result.score, result.status.value) == (3, "graded")


def test_a_cold_start_gives_the_same(bwrap, lab, monkeypatch):
    handed, source = lab
    warm = grade(handed, source, "ñu", OPTIONS)
    monkeypatch.setenv("APRENDE_COLD", "1")
    monkeypatch.setenv("TEACHERS", "secret")
    cold = grade(handed, source, "ñu", OPTIONS)
    assert (cold.tests, cold.status) == (warm.tests, warm.status)
    assert cold.score == 3
    # Long enough for its fork to be counted: what it shares with the kernel counts for none.
    handed.write_bytes(answered("import time\ndef suma(x):\n    time.sleep(0.4)\n    return x + 1"))
    slow = grade(handed, source, "ñu", OPTIONS)
    assert slow.score == 3, slow.tests
    # More than it may have and less than the machine has, held until somebody comes for it.
    taking = f"taken = b'x' * (3 * 2**29)\nwhile True:\n    pass\n{RIGHT}"
    handed.write_bytes(answered(taking))
    hungry = grade(handed, source, "ñu", OPTIONS)
    assert hungry.score == 0 and "gastó más memoria de la permitida" in hungry.notebook
    curious = "import os\nprint('born', dict(os.environ), open('/proc/1/environ').read())\n"
    handed.write_bytes(answered(f"{curious}def suma(x):\n    os._exit(0)"))
    deadly = grade(handed, source, "ñu", OPTIONS)
    assert deadly.score == 0 and "cerró Python" in deadly.tests[0].message
    shown = [text for text in deadly.notebook.splitlines() if '"born' in text]
    assert shown and "secret" not in deadly.notebook


def test_a_process_over_its_limits_is_killed_and_why_is_told():
    for code, why in (
        ("x = bytearray(2**29); input()", "memory"),
        (
            "import mmap; x = mmap.mmap(-1, 2**29)\n"
            "for i in range(0, 2**29, 4096): x[i] = 1\ninput()",
            "memory",
        ),
        (
            "import os\nfd = os.memfd_create('x')\n"
            "for _ in range(32): os.write(fd, b'x' * 2**24)\ninput()",
            "memory",
        ),
        ("import os\nfor _ in range(5): os.fork()\ninput()", "processes"),
    ):
        process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE)
        watch = Watch(process.pid, None, SMALL)
        watch.join(30)
        assert watch.why == why, code
        assert process.wait(10) == -9
        process.stdin.close()


def test_one_within_its_limits_is_left_alone():
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    watch = Watch(process.pid, None, SMALL)
    time.sleep(0.5)
    assert process.poll() is None and watch.why == ""
    watch.over.set()
    watch.join(5)
    process.communicate()
    assert process.returncode == 1


def test_memory_is_counted():
    before = memory_of(os.getpid())
    taken = bytearray(64 * 2**20)
    assert 60 * 2**20 < memory_of(os.getpid()) - before < 80 * 2**20
    del taken


def test_a_folder_for_sockets_holds_little(tmp_path):
    for number in range(MOST_FILES):
        (tmp_path / str(number)).touch()
    assert not crowded(tmp_path)
    (tmp_path / "0").write_bytes(b"x" * 2**21)
    assert crowded(tmp_path)
    (tmp_path / "0").write_bytes(b"")
    (tmp_path / "more").touch()
    assert crowded(tmp_path)
    (tmp_path / "more").unlink(), (tmp_path / "1").unlink()
    (tmp_path / "1").mkdir()
    assert crowded(tmp_path)


def test_a_folder_is_removed_however_deep_it_is(tmp_path):
    top = tmp_path / "top"
    top.mkdir()
    here = os.getcwd()
    os.chdir(top)
    for _ in range(1500):
        os.mkdir("d")
        os.chdir("d")
    os.chdir(here)
    remove(top)
    assert not top.exists()


GRADER = """
import sys, time
from pathlib import Path
from corrector.sandbox import Limits
from corrector.warm import Warm
warm = Warm(Limits(memory_mb=512))
print(warm.path, flush=True)
if sys.argv[1] == "wait":
    time.sleep(600)
"""


@pytest.mark.parametrize("end", ["quietly", "killed"])
def test_a_grader_leaves_no_process_behind_however_it_ends(bwrap, end):
    words = [sys.executable, "-c", GRADER, "wait" if end == "killed" else "no"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    folder = process.stdout.readline().strip()
    assert folder
    if end == "killed":
        started = psutil.Process(process.pid).children(recursive=True)
        assert started
        process.kill()
    process.wait(60)
    process.stdout.close()
    deadline = time.monotonic() + 10
    while any(folder in " ".join(each) for each in commands()) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not [each for each in commands() if folder in " ".join(each)]
    assert os.path.exists(folder) == (end == "killed")
    subprocess.run(["rm", "-rf", folder], check=True)


def commands() -> list[list[str]]:
    found = []
    for process in psutil.process_iter():
        try:
            found.append(process.cmdline())
        except psutil.Error:
            continue
    return found


def test_a_process_forked_from_a_grader_leaves_its_sandbox_alone(bwrap, lab):
    grade(*lab, "ñu", OPTIONS)
    warm = examine.PLACE.warm
    assert warm is not None and warm.path.exists()
    child = os.fork()
    if child == 0:
        examine.PLACE.__init__()
        warm.close()
        os._exit(0)
    os.waitpid(child, 0)
    assert warm.path.exists() and warm.alive()


@pytest.fixture
def runs(monkeypatch, tmp_path):
    """Count the notebooks run, with nothing known from before about how tests are run."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    monkeypatch.setattr(examine.PLACE, "modes", {})
    done, run = [], examine._examine

    async def counted(*arguments):
        done.append(1)
        return await run(*arguments)

    monkeypatch.setattr(examine, "_examine", counted)
    return done


def test_the_reference_is_run_once_for_each_lab(bwrap, lab, runs, tmp_path):
    def runs_of_next_grading() -> int:
        runs.clear()
        examine.PLACE.modes.clear()  # as in another process
        assert [test.score for test in grade(*lab, "ñu", OPTIONS).tests] == [points, 1, None]
        return len(runs)

    points = 2
    grade(*lab, "ñu", replace(OPTIONS, sandbox=False))
    assert not [*tmp_path.glob("jupyter/aprende/*")]  # a student might have written it
    assert runs_of_next_grading() == 2
    assert runs_of_next_grading() == 1
    [kept] = tmp_path.glob("jupyter/aprende/*.json")
    kept.write_text("{", encoding="utf-8")
    assert runs_of_next_grading() == 2
    points = 3
    nbformat.write(source_notebook(points), lab[1])
    assert runs_of_next_grading() == 2


def test_a_lab_that_fails_its_own_tests_judges_nobody(bwrap, lab, runs):
    broken = source_notebook()
    broken.cells[1].source = broken.cells[1].source.replace("x + 1", "x")
    nbformat.write(broken, lab[1])
    for _ in range(2):  # nothing is kept of it
        with pytest.raises(examine.BrokenLab, match="test_suma: la solución de referencia no"):
            grade(*lab, "ñu", OPTIONS)


def test_what_a_kernel_sends_becomes_text_that_every_page_can_hold():
    half, odd = "a\ud800b", "a\0b\x07\x9bc\td\n\x1b[31me\r\b"
    assert examine.clean(half) == "a?b" and examine.clean(None) == examine.clean(3) == ""
    assert examine.clean(odd) == "abc\td\n\x1b[31me\r\b"
    assert examine.error_output("\x1b[31mmal\0").evalue == "[31mmal"
    sent = {"header": {"msg_type": "stream"}, "content": {"name": "x", "text": half + odd}}
    assert examine.output_of(sent) == new_output(
        "stream", name="stdout", text="a?babc\td\n\x1b[31me\r\b"
    )
    for content in ("text", None, []):
        assert examine.output_of({"header": {"msg_type": "error"}, "content": content}) is None
