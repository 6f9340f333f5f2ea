"""Hostile and broken submissions, graded for real: none gets what it should not."""

import json
import os
import re
import socket
import stat
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
import nbformat.v4 as nb
import psutil
import pytest
from pupils import marked

from corrector.examine import is_test
from corrector.grading import Options, grade
from corrector.rebuild import exercise_of
from corrector.result import Result, Status

pytestmark = [
    pytest.mark.xdist_group("grading"),  # one process, one warm parent
    pytest.mark.skipif(not os.path.exists("/usr/bin/bwrap"), reason="bubblewrap is not installed"),
]

ROOT = Path(__file__).resolve().parents[2]
MEMORY = 512
SECRET, HIDDEN, MINE = "SECRETO_4408", "OCULTO_7391", "ENTORNO_1177"
ABSTRACT = f"aprende-{os.getpid()}"

RIGHT = {
    "double": "def double(x):\n    return 2.0 * x",
    "mse": "def mse(y_pred, y):\n    return ((y_pred - y) ** 2).mean()",
    "parameters": "def parameters(model):\n    return sum(p.numel() for p in model.parameters())",
}
TESTS = {  # points and source; a lab of each kind that there is
    "test_double": (
        1,
        """
def _test():
    from aprende.checks import Answer, python_rng

    answer = Answer("double", time_limit=2)
    answer.check_value(answer(1.5), 3.0)
    ### BEGIN HIDDEN TESTS
    OCULTO_7391 = python_rng("OCULTO_7391").random()
    answer.check_value(answer(OCULTO_7391), 2 * OCULTO_7391)
    ### END HIDDEN TESTS


_test()
""",
    ),
    "test_mse": (
        2,
        """
from aprende.checks import Answer, generator

answer = Answer("mse", time_limit=2, forbidden=(nn.functional.mse_loss,))
answer.check_tensor(answer(torch.tensor([1.0, 2.0]), torch.tensor([0.0, 0.0])), torch.tensor(2.5))
### BEGIN HIDDEN TESTS
OCULTO_7391 = generator("OCULTO_7391")
for n in (3, 8):
    y_pred, y = (torch.randn(n, generator=OCULTO_7391) for _ in range(2))
    expected = nn.functional.mse_loss(y_pred, y)
    answer.check_tensor(answer(y_pred, y), expected)
### END HIDDEN TESTS
""",
    ),
    "test_mse_gradient": (
        1,
        """
from aprende.checks import Answer

answer = Answer("mse", time_limit=2, forbidden=(nn.functional.mse_loss,))
x = torch.tensor([1.0, 3.0], requires_grad=True)
got = answer.call_on(x, torch.zeros(2))
answer.check_shape(got)
if not got.requires_grad:
    answer.fail("no deja pasar el gradiente.")
(found,) = answer.run(torch.autograd.grad, got, x)
if not torch.allclose(found, torch.tensor([1.0, 3.0])):
    answer.fail("no da el gradiente esperado.")
""",
    ),
    "test_parameters": (
        2,
        """
def _test():
    from aprende.checks import Answer, python_rng

    answer = Answer("parameters", time_limit=2)
    rng = python_rng("OCULTO_7391")
    ### BEGIN HIDDEN TESTS
    for n, m in [(3, 3), (rng.randint(2, 50), rng.randint(2, 50))]:
        right = n * m + m
        answer.check_value(answer(nn.Linear(n, m)), right)
    ### END HIDDEN TESTS


_test()
""",
    ),
    "test_parameters_none": (
        1,
        """
from aprende.checks import Answer

answer = Answer("parameters", time_limit=2)
right = 0
answer.check_tensor(torch.tensor(answer(nn.ReLU())), torch.tensor(right))
""",
    ),
    "test_parameters_thousands": (
        1,
        """
from aprende.checks import Answer

answer = Answer("parameters", time_limit=2)
right = 0.02
answer.check_value(answer(nn.Linear(4, 4)) / 1000, right)
""",
    ),
}


def teachers_notebook():
    """Make the lab: two exercises judged from afar, one beside the answer, one by hand."""
    setup = "import torch\nfrom torch import Tensor, nn\n\nfrom aprende.checks import preview"
    cells = [nb.new_markdown_cell("# Mini"), marked(nb.new_code_cell(setup), "setup")]
    for name, source in RIGHT.items():
        head, _, body = source.partition("\n")
        solved = f"{head}\n    ### BEGIN SOLUTION\n{body}\n    ### END SOLUTION"
        cells.append(marked(nb.new_code_cell(solved), name, solution=True))
        cells += [
            marked(nb.new_code_cell(text.strip()), test, points)
            for test, (points, text) in TESTS.items()
            if exercise_of(test, list(RIGHT)) == name
        ]
    essay = "### BEGIN SOLUTION\nPorque sí.\n### END SOLUTION"
    cells.append(marked(nb.new_markdown_cell(essay), "porque", 3, solution=True))
    return nb.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}}, cells=cells
    )


def due(*lost: str) -> float:
    """Points of all exercises but those lost; the written answer waits for the teacher."""
    kept = [
        points for test, (points, _) in TESTS.items() if exercise_of(test, list(RIGHT)) not in lost
    ]
    return float(sum(kept))


# The place: secrets, open ports and files around the grader that submissions try to get at.


@dataclass
class World:
    """What a submission could reach if nothing held it."""

    folder: Path
    source: Path
    port: int
    knocks: list[socket.socket]

    def submit(self, data: bytes) -> Path:
        path = self.folder / "submitted" / "mini.ipynb"
        path.write_bytes(data)
        return path

    def reached(self) -> bool:
        """Say whether somebody connected from inside."""
        for listener in self.knocks:
            try:
                listener.recv(1) if listener.type == socket.SOCK_DGRAM else listener.accept()
                return True
            except BlockingIOError:
                continue
        return False


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("world")
    (folder / "secret.txt").write_text(SECRET)
    (folder / "submitted").mkdir()
    source = folder / "mini.ipynb"
    nbformat.write(teachers_notebook(), source)
    stream, datagram, abstract = (
        socket.socket(family, kind)
        for family, kind in (
            (socket.AF_INET, socket.SOCK_STREAM),
            (socket.AF_INET, socket.SOCK_DGRAM),
            (socket.AF_UNIX, socket.SOCK_STREAM),
        )
    )
    stream.bind(("127.0.0.1", 0))
    datagram.bind(stream.getsockname())
    abstract.bind(f"\0{ABSTRACT}")
    for listener in (stream, datagram, abstract):
        listener.setblocking(False)
        if listener is not datagram:
            listener.listen()
    os.environ[MINE] = MINE
    try:
        yield World(folder, source, stream.getsockname()[1], [stream, datagram, abstract])
    finally:
        del os.environ[MINE]
        for listener in (stream, datagram, abstract):
            listener.close()


def handed_in(answers: dict[str, str] | None = None) -> nbformat.NotebookNode:
    """Make a submission: the answers given, and right ones for the rest."""
    notebook = teachers_notebook()
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in RIGHT:
            cell.source = (answers or {}).get(name, RIGHT[name])
        elif name == "porque":
            cell.source = "Porque lo digo yo."
    return notebook


def children() -> set[int]:
    """Processes of sandboxes; other tests of this process may have left a server or two."""
    sandboxes = [each for each in psutil.Process().children() if each.name() == "bwrap"]
    inside = [each for box in sandboxes for each in box.children(recursive=True)]
    return {each.pid for each in [*sandboxes, *inside]}


def graded(world: World, path: Path, seconds: float = 15.0) -> Result:
    """Grade, and see that nothing was harmed, told or left behind."""
    options = Options(memory_mb=MEMORY, cell_seconds=seconds, notebook_seconds=max(60, 8 * seconds))
    files = {p for p in world.folder.rglob("*")}
    result = grade(path, world.source, "ñandú", options)
    text = shown(result)
    for secret in (SECRET, MINE, HIDDEN, "CONNECTED", "WROTE", "ATTACHED", "UNSHARED", "UNMOUNTED"):
        assert secret not in text, secret
    assert not world.reached()
    assert {p for p in world.folder.rglob("*")} == files
    assert (world.folder / "secret.txt").read_text() == SECRET
    assert not list((ROOT / "src").rglob("hostile_was_here"))
    deadline = time.monotonic() + 20
    while len(children()) > 3 and time.monotonic() < deadline:  # bwrap, its inner half, the parent
        time.sleep(0.05)
    assert len(children()) <= 3
    assert result.seconds < 60 + 8 * seconds
    assert Result.from_json(result.to_json()) == result
    result.to_json().encode(), result.notebook.encode()
    assert len(result.notebook) < 500_000
    nbformat.validate(nbformat.reads(result.notebook, as_version=4))
    assert [t.grade_id for t in result.tests] == [*TESTS, "porque"]
    return result


def shown(result: Result) -> str:
    """All that a student gets to see of what ran."""
    notebook = nbformat.reads(result.notebook, as_version=4)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return json.dumps([outputs, [t.message for t in result.tests], result.note], ensure_ascii=False)


# Answers.


@dataclass(frozen=True)
class Attempt:
    title: str
    exercise: str
    statuses: list[Status]
    lost: list[str]
    more: dict[str, str]
    code: str

    def __str__(self) -> str:
        return re.sub(r"[^\w ()./']", "", self.title)


def attempts() -> list[Attempt]:
    text = Path(__file__).with_name("hostile.py").read_text(encoding="utf-8")
    _, *pieces = re.split(r"^# %% ", text, flags=re.MULTILINE)
    found = []
    for piece in pieces:
        header, _, code = piece.partition("\n")
        title, exercise, statuses, lost, *more = (part.strip() for part in header.split("|"))
        known = dict(re.findall(r"(seconds|breaks|says)=(.+?)(?= breaks=| says=|$)", "".join(more)))
        code = re.split(r"^# [A-Z].*\.$\n", code, flags=re.MULTILINE)[0]
        found.append(
            Attempt(
                title,
                exercise,
                [Status(each.strip()) for each in statuses.split(",")],
                [name.strip() for name in lost.split(",") if name.strip()],
                known,
                code.strip(),
            )
        )
    return found


@pytest.mark.parametrize("attempt", attempts(), ids=str)
def test_a_hostile_answer_earns_and_harms_nothing(attempt, world):
    code = attempt.code
    for word, value in {
        "SECRET_DIR": str(world.folder),
        "COURSE": str(ROOT),
        "PORT": str(world.port),
        "ABSTRACT": ABSTRACT,
        "RIGHT": {"mse": "((y_pred - y) ** 2).mean()", "double": "2.0 * x"}.get(
            attempt.exercise, "sum(p.numel() for p in model.parameters())"
        ),
        "WRONG": {"mse": "y_pred.sum() * 0 - 1"}.get(attempt.exercise, "-1"),
    }.items():
        code = re.sub(rf"\b{word}\b", lambda _, value=value: value, code)
    notebook = handed_in({attempt.exercise: code})
    result = graded(
        world,
        world.submit(nbformat.writes(notebook).encode()),
        float(attempt.more.get("seconds", 15)),
    )
    told = (result.status, result.note, [(t.grade_id, t.score, t.message) for t in result.tests])
    assert result.status in attempt.statuses, told
    if "breaks" in attempt.more:
        assert result.score <= due(*attempt.lost), told
    else:
        assert result.score == due(*attempt.lost), told
    assert attempt.more.get("says", "") in shown(result)


# Files.

FILES: dict[str, tuple[Callable, Status, list[str]]] = {}


def file(title: str, status: Status = Status.GRADED, lost: str = "double mse parameters"):
    """Register a way to spoil a submission's file; without points unless said otherwise."""

    def keep(function: Callable) -> Callable:
        FILES[title] = (function, status, lost.split())
        return function

    return keep


def as_json(change: Callable[[dict], None], answers: dict[str, str] | None = None) -> bytes:
    parsed = json.loads(nbformat.writes(handed_in(answers)))
    change(parsed)
    return json.dumps(parsed).encode()


UNSOLVED = {name: source.split("\n")[0] + "\n    return -1" for name, source in RIGHT.items()}


def each_cell(change: Callable[[dict], None], answers: dict | None = None) -> Callable:
    return lambda path: as_json(lambda parsed: [change(cell) for cell in parsed["cells"]], answers)


def nbgrader_of(cell: dict) -> dict:
    return cell["metadata"].setdefault("nbgrader", {})


def is_graded(cell: dict) -> bool:
    return bool(cell["metadata"].get("nbgrader", {}).get("points")) and cell["cell_type"] == "code"


file("an honest one", lost="")(lambda path: as_json(lambda parsed: None))
file("tags that skip execution")(
    each_cell(lambda cell: cell["metadata"].update(tags=["skip-execution"]), UNSOLVED)
)
file("tests replaced by pass")(
    each_cell(lambda cell: is_graded(cell) and cell.update(source="pass"), UNSOLVED)
)
file("tests with outputs brought along, counted as run")(
    each_cell(
        lambda cell: (
            is_graded(cell)
            and cell.update(
                execution_count=7,
                outputs=[
                    {"output_type": "display_data", "data": {"text/plain": "5"}, "metadata": {}}
                ],
            )
        ),
        UNSOLVED,
    )
)
file("points changed to 999", lost="")(
    each_cell(lambda cell: nbgrader_of(cell).update(points=999, max_score=999))
)
file("points changed to 999, and wrong")(
    each_cell(lambda cell: nbgrader_of(cell).update(points=999), UNSOLVED)
)
file("locked, checksums and schema versions changed", lost="")(
    each_cell(
        lambda cell: nbgrader_of(cell).update(locked=False, checksum="0" * 32, schema_version=99)
    )
)
file("every cell said to be its own solution and its own test", lost="")(
    each_cell(lambda cell: nbgrader_of(cell).update(solution=True, grade=True, task=True))
)
file("metadata that is no metadata")(each_cell(lambda cell: cell.update(metadata=[1, 2])))
file("names of cells that are no names")(
    each_cell(lambda cell: nbgrader_of(cell).update(grade_id=[{}]))
)
file("answers renamed")(
    each_cell(
        lambda cell: nbgrader_of(cell).update(grade_id=f"x{nbgrader_of(cell).get('grade_id')}")
    )
)
file("answers made text", lost="")(each_cell(lambda cell: cell.update(cell_type="markdown")))
file("cell types that are none, nested deep", lost="")(
    each_cell(lambda cell: cell.update(cell_type=json.loads("[" * 700 + "]" * 700)))
)
file("sources that are no text")(each_cell(lambda cell: cell.update(source={"a": 1})))
file("half characters in every source", lost="double mse parameters")(
    each_cell(lambda cell: cell.update(source="x = '\ud800'"))
)
file("zero bytes in every source")(each_cell(lambda cell: cell.update(source="x = 1\0")))


@file("all answers deleted")
def _(path):
    return as_json(lambda p: p.update(cells=[c for c in p["cells"] if is_graded(c)]))


@file("all tests deleted", lost="")
def _(path):
    return as_json(lambda p: p.update(cells=[c for c in p["cells"] if not is_graded(c)]))


@file("every cell there twice, the second time wrong")
def _(path):
    wrong = json.loads(nbformat.writes(handed_in(UNSOLVED)))["cells"]
    return as_json(lambda p: p["cells"].extend(wrong))


@file("a test's name on an own cell")
def _(path):
    fake = marked(nb.new_code_cell("pass"), "test_mse", 2)
    return as_json(lambda p: p["cells"].append(json.loads(json.dumps(fake))), UNSOLVED)


@file("an own cell too deep to be written again", lost="")
def _(path):
    deep = {"cell_type": "code", "metadata": {}, "source": "x = " + "1+" * 900 + "1", "outputs": []}
    return as_json(lambda p: p["cells"].insert(1, deep))


@file("own cells that lay traps", lost="")
def _(path):
    trap = "import os\nos._exit(0)\nget_ipython().ast_transformers.append(1)\nx = [0] * 10"
    cell = {"cell_type": "code", "metadata": {}, "source": trap, "outputs": []}
    return as_json(lambda p: p["cells"].insert(1, cell))


@file("answers and an own cell that all close Python", Status.KERNEL_DIED)
def _(path):
    closing = "import os\nclass Door:\n    os._exit(0)"
    cell = {"cell_type": "code", "metadata": {}, "source": closing, "outputs": []}
    return as_json(lambda p: p["cells"].insert(1, cell), dict.fromkeys(RIGHT, closing))


@file("an own cell of a million characters", lost="")
def _(path):
    cell = {"cell_type": "code", "metadata": {}, "source": "x = 1\n" * 200_000, "outputs": []}
    return as_json(lambda p: p["cells"].insert(1, cell))


@file("numbers that are none, in the metadata", lost="")
def _(path):
    return as_json(lambda p: p["metadata"].update(a=float("nan"), b=float("-inf"), c=10**400))


file("null for cells", Status.NOT_A_NOTEBOOK)(lambda path: b'{"cells": null, "nbformat": 4}')
file("cells that are none")(lambda path: b'{"cells": [null, 1, "x", [], {}], "nbformat": 4}')
file("a list", Status.NOT_A_NOTEBOOK)(lambda path: b"[1, 2, 3]")
file("a number with no end", Status.UNREADABLE)(lambda path: b"9" * 100_000)
file("lists in lists without end", Status.UNREADABLE)(lambda path: b"[" * 500_000)
file("an empty file", Status.UNREADABLE)(lambda path: b"")
file("random bytes", Status.UNREADABLE)(lambda path: bytes(range(256)) * 50)
file("half a file", Status.UNREADABLE)(lambda path: as_json(lambda parsed: None)[:-500])
file("a byte order mark", lost="")(lambda path: b"\xef\xbb\xbf" + as_json(lambda parsed: None))
file("UTF-16", Status.UNREADABLE)(lambda path: as_json(lambda p: None).decode().encode("utf-16"))
file("format 3", Status.OLD_FORMAT)(
    lambda path: b'{"worksheets": [{"cells": []}], "nbformat": 3, "metadata": {}}'
)
file("format 5", Status.OLD_FORMAT)(lambda path: as_json(lambda p: p.update(nbformat=5)))
file("format NaN", Status.OLD_FORMAT)(
    lambda path: as_json(lambda p: p.update(nbformat=float("nan")))
)
file("too large", Status.TOO_LARGE)(lambda path: b" " * (21 * 2**20))


@file("a link to the solution", Status.NOT_A_FILE)
def _(path):
    path.symlink_to(path.parent.parent / "mini.ipynb")


@file("a link to itself", Status.NOT_A_FILE)
def _(path):
    path.symlink_to(path)


@file("a pipe", Status.NOT_A_FILE)
def _(path):
    os.mkfifo(path)


@file("a folder", Status.NOT_A_FILE)
def _(path):
    path.mkdir()


@file("a socket", Status.NOT_A_FILE)
def _(path):
    here = os.getcwd()
    os.chdir(path.parent)
    with socket.socket(socket.AF_UNIX) as end:
        end.bind(path.name)
    os.chdir(here)


@file("a device", Status.NOT_A_FILE)
def _(path):
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("only root makes devices")


@file("nothing at all", Status.MISSING)
def _(path):
    return None


@pytest.mark.parametrize("title", FILES)
def test_a_spoilt_file_ends_in_its_status(title, world):
    spoil, status, lost = FILES[title]
    path = world.folder / "submitted" / "mini.ipynb"
    if path.is_dir() and not path.is_symlink():
        path.rmdir()
    path.unlink(missing_ok=True)
    data = spoil(path)
    if data is not None:
        path.write_bytes(data)
    result = graded(world, path)
    assert (result.status, result.score) == (status, due(*lost)), (
        result.note,
        [(t.grade_id, t.score, t.message[:300]) for t in result.tests],
    )


def test_the_lab_is_what_it_seems(world):
    assert due() == sum(points for points, _ in TESTS.values())
    assert due("double", "mse", "parameters") == 0
    notebook = teachers_notebook()
    assert [c.metadata.nbgrader.grade_id for c in notebook.cells if is_test(c)] == list(TESTS)
    assert sum(HIDDEN in c.source for c in notebook.cells) == 3
