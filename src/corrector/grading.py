"""Grade one submission. Whatever is in it, this gives a :class:`Result`; see :func:`grade`."""

import dataclasses
import hashlib
import json
import time
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import determine_grade, is_grade

from corrector.examine import Outcome, Rules, error_output, examine, is_test
from corrector.rebuild import Unusable, read_source, read_submission, rebuilt
from corrector.result import Result, Status, TestResult
from corrector.sandbox import Limits


@dataclass(frozen=True)
class Options:
    """How to grade; plain data, sent to workers.

    Attributes
    ----------
    seed : str
        ``APRENDE_SEED``: which hidden inputs are drawn.
    cell_seconds, notebook_seconds : float
        The longest that one cell and that all cells together may take.
    memory_mb, processes, disk_mb : int
        Limits of one submission's sandbox.
    output_kb : int
        The most output kept of one cell.
    file_mb : float
        The largest notebook file accepted.
    sandbox : bool
        False runs students' code with no sandbox at all; the teacher has to spell that out.
    """

    seed: str = "0"
    cell_seconds: float = 60.0
    notebook_seconds: float = 300.0
    memory_mb: int = 2048
    processes: int = 64
    disk_mb: int = 64
    output_kb: int = 64
    file_mb: float = 20.0
    sandbox: bool = True

    @property
    def rules(self) -> Rules:
        """The part that running a notebook needs."""
        return Rules(
            seed=self.seed,
            cell_seconds=self.cell_seconds,
            notebook_seconds=self.notebook_seconds,
            output_bytes=self.output_kb * 1024,
            limits=Limits(self.memory_mb, self.processes, self.disk_mb),
            sandbox=self.sandbox,
        )


def checksum(submission: Path, source: Path, options: Options) -> str:
    """SHA-256 of everything that a grading depends on: same checksum, same result.

    Parameters
    ----------
    submission, source : Path
        A file that is missing, or no file, counts as an empty one.
    options : Options
    """
    parts = hashlib.sha256(json.dumps(dataclasses.asdict(options), sort_keys=True).encode())
    for path in (submission, source):
        try:
            regular = path.is_file() and not path.is_symlink()
            with path.open("rb") if regular else open("/dev/null", "rb") as file:
                held = hashlib.sha256()
                while block := file.read(1 << 20):
                    held.update(block)
            parts.update(held.digest())
        except OSError:
            parts.update(b"unreadable")
    return parts.hexdigest()


def grade(submission: Path, source: Path, student: str, options: Options | None = None) -> Result:
    """Grade one submission of one lab.

    Parameters
    ----------
    submission : Path
        The student's notebook file. It may be missing, a link, garbage, hostile.
    source : Path
        The teacher's notebook: ``solutions/LAB/LAB.ipynb``; its stem is the lab's name.
    student : str
        Whose it is; only goes into the result.
    options : Options, optional

    Returns
    -------
    Result
        Always, whatever the submission holds. One at a time in each process, which keeps a warm
        sandbox; several processes side by side are fine.

    Raises
    ------
    corrector.sandbox.SandboxMissing
        If there is no bubblewrap and ``options.sandbox``; nothing was run. Says how to install it.
    ValueError
        If the teacher's notebook cannot be read, or its own answers do not pass its tests.
    """
    options = options or Options()
    began = time.monotonic()
    teachers, lab = read_source(source), source.stem
    key = checksum(submission, source, options)
    try:
        cells = read_submission(submission, int(options.file_mb * 1024 * 1024))
    except Unusable as problem:
        return refused(teachers, student, lab, problem.status, checksum=key)
    notebook, unanswered, note = rebuilt(teachers, cells)
    outcome = examine(notebook, teachers, options.rules)
    mark(notebook, outcome)
    return Result(
        student=student,
        lab=lab,
        status=outcome.status,
        detail=outcome.detail,
        tests=tuple(tests_of(notebook)),
        unanswered=tuple(unanswered),
        notebook=nbformat.writes(notebook),
        checksum=key,
        seconds=round(time.monotonic() - began, 3),
        note=" ".join(part for part in (note, outcome.note) if part),
    )


def refused(
    teachers: NotebookNode,
    student: str,
    lab: str,
    status: Status,
    detail: str = "",
    note: str = "",
    checksum: str = "",
) -> Result:
    """Give the result of a submission that cannot be judged: nothing for any test.

    Parameters
    ----------
    teachers : NotebookNode
        The teacher's notebook.
    student, lab : str
    status : Status
        Why it cannot be judged.
    detail, note, checksum : str
        As in :class:`Result`.
    """
    notebook, unanswered, _ = rebuilt(teachers, [])
    refuse(notebook, status)
    mark(notebook, Outcome(status, detail))
    return Result(
        student=student,
        lab=lab,
        status=status,
        detail=detail,
        # A written answer that is not there does not wait to be graded by hand.
        tests=tuple(dataclasses.replace(test, score=0.0) for test in tests_of(notebook)),
        unanswered=tuple(unanswered),
        notebook=nbformat.writes(notebook),
        checksum=checksum,
        note=note,
    )


def refuse(notebook: NotebookNode, status: Status) -> None:
    """Mark every test of a submission that cannot be judged as failed."""
    for cell in notebook.cells:
        if is_test(cell):
            cell.outputs = [error_output(status.message)]


def mark(notebook: NotebookNode, outcome: Outcome) -> None:
    """Write the outcome where the student's page finds it."""
    notebook.metadata["aprende"] = {"status": outcome.status.value, "detail": outcome.detail}


def tests_of(notebook: NotebookNode) -> list[TestResult]:
    """Read the results off a notebook that was run."""
    found = []
    for cell in notebook.cells:
        if "nbgrader" not in cell.metadata or not is_grade(cell):
            continue
        score, points = determine_grade(cell)
        errors = [o for o in cell.get("outputs", []) if o.output_type == "error"]
        message = errors[-1].evalue if errors else ""
        hints = [
            line.strip().removeprefix("Pista: ")
            for line in message.splitlines()
            if line.strip().startswith("Pista: ")
        ]
        found.append(
            TestResult(
                cell.metadata.nbgrader.grade_id,
                points,
                score,
                message,
                tuple(hints),
            )
        )
    return found
