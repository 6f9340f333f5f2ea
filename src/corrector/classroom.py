"""Grade a whole class: take in, grade side by side, record.

Stopped at any point and started again, it goes on from there.
"""

import errno
import fcntl
import itertools
import logging
import os
import signal
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import dask
import nbformat
from distributed import (
    Client,
    Future,
    KilledWorker,
    LocalCluster,
    Security,
    as_completed,
    get_worker,
)
from nbgrader.apps.baseapp import NbGrader
from nbgrader.utils import parse_utc
from tqdm import tqdm
from traitlets.config import Config

from corrector import grading, intake
from corrector.errors import ClassError, disk_error
from corrector.examine import BrokenLab
from corrector.grading import Options
from corrector.intake import Refused, Submission
from corrector.merge import Merger
from corrector.rebuild import read_source
from corrector.records import TIMESTAMP, Records, read_text
from corrector.result import Result, Status
from corrector.sandbox import SandboxMissing

Grade = Callable[[Path, Path, str, Options], Result]

ANSWER = 10.0  # seconds that a scheduler may take to answer

# How the scheduler treats a submission whose worker dies: it goes to another, this many times ...
DEATHS = 3
SCHEDULING = {
    "distributed.scheduler.allowed-failures": DEATHS - 1,
    # ... and only the one being graded is to blame: none waits at a worker.
    "distributed.scheduler.worker-saturation": 1.0,
    "distributed.admin.large-graph-warning-threshold": "1 GB",
    # No pages about who is being graded.
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    # A new worker in a tenth of a second: forked from a process that has imported what it needs,
    # which the command starts.
    "distributed.worker.multiprocessing-method": "forkserver",
}


@dataclass(frozen=True)
class Course:
    """Where a course has its things, as its ``nbgrader_config.py`` says.

    Attributes
    ----------
    source, submitted, autograded : Path
        Folders of the teacher's notebooks, of what was handed in, of what was graded.
    db_url, course_id : str
        The gradebook, and nbgrader's name for the course in it.
    config : traitlets.config.Config
        All of nbgrader's configuration.
    """

    source: Path
    submitted: Path
    autograded: Path
    db_url: str
    course_id: str
    config: Config = field(repr=False)

    @classmethod
    def find(cls, db_url: str | None = None, submitted: Path | None = None) -> "Course":
        """Read the configuration of the course in the working directory.

        Parameters
        ----------
        db_url : str, optional
            Use this gradebook.
        submitted : Path, optional
            Use this folder of submissions.
        """
        app = NbGrader(log_level=logging.WARNING)
        app.initialize([])
        coursedir = app.coursedir
        root = Path(coursedir.root)
        return cls(
            source=root / coursedir.source_directory,
            submitted=submitted or root / coursedir.submitted_directory,
            autograded=root / coursedir.autograded_directory,
            db_url=db_url or coursedir.db_url,
            course_id=coursedir.course_id,
            config=app.config,
        )

    @property
    def labs(self) -> list[str]:
        """Names of all labs."""
        return sorted(path.parent.name for path in self.source.glob("*/*.ipynb"))

    def notebook(self, lab: str) -> Path:
        """Give the teacher's notebook of a lab.

        Raises
        ------
        ClassError
            If there is no such lab.
        """
        if lab not in self.labs:
            raise ClassError(
                f"No hay ningún laboratorio «{lab}» en {self.source}. "
                f"Los que hay: {', '.join(self.labs) or 'ninguno'}."
            )
        return self.source / lab / f"{lab}.ipynb"


@dataclass(frozen=True)
class Row:
    """One line of the table at the end.

    Attributes
    ----------
    student : str
        The student's id.
    status : Status
        How the submission ended.
    score, points : float
        What it earned, hand grading aside, and what it could have earned.
    note : str
        For the teacher, in Spanish.
    graded : bool
        Whether it was graded now, and not in an earlier run.
    """

    student: str
    status: Status
    score: float
    points: float
    note: str = ""
    graded: bool = True

    @classmethod
    def of(cls, result: Result, note: str = "", graded: bool = True) -> "Row":
        """Give the line for a result."""
        notes = " ".join(filter(None, (note, result.note)))
        return cls(result.student, result.status, result.score, result.points, notes, graded)


@dataclass(frozen=True)
class Job:
    """A submission to be graded, and the checksum its result will have."""

    submission: Submission
    checksum: str


class Classroom:
    """One lab of one course being graded; a context manager that only one process at a time enters.

    Parameters
    ----------
    course : Course
        Whose.
    lab : str
        Which lab.
    options : Options, optional
        How each submission is graded.
    grade : callable, optional
        :func:`corrector.grading.grade`, or something like it that workers can import.

    Raises
    ------
    ClassError
        If the lab is unknown, not released, or changed since; if the gradebook cannot be used.
    """

    def __init__(
        self,
        course: Course,
        lab: str,
        options: Options | None = None,
        grade: Grade = grading.grade,
    ):
        self.course, self.lab, self.grade = course, lab, grade
        self.options = options or Options()
        self.source = course.notebook(lab)
        try:
            self.teachers = read_source(self.source)
        except ValueError as error:
            raise ClassError(str(error)) from error
        self.limit = int(self.options.file_mb * 10**6)
        self.records = Records(course.autograded, lab)

    def __enter__(self) -> "Classroom":
        self.merger = Merger(
            self.course.db_url, self.course.course_id, self.lab, self.course.config
        )
        try:
            tests = self._refused(Submission("", None, Status.MISSING)).tests
            if {test.grade_id: test.points for test in tests} != self.merger.points:
                raise ClassError(
                    f"El laboratorio «{self.lab}» ha cambiado desde que se publicó. Publícalo otra "
                    f"vez con: nbgrader generate_assignment {self.lab} --force --create"
                )
            self.course.autograded.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(self.course.autograded, os.O_RDONLY)
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(self._lock)
                raise ClassError(
                    "Ya hay otra corrección en marcha en este curso. Espera a que acabe."
                ) from None
        except BaseException:
            self.merger.gradebook.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._lock)
        self.merger.gradebook.close()

    def finish_arrived(self) -> None:
        """Record what arrived in an earlier run that was stopped before recording it."""
        for result in self.records.arrived():
            self._merge_and_finish(result)

    def unpack(self, archive: Path) -> list[str]:
        """Take in a ZIP from Moodle: see :func:`corrector.intake.unpack`."""
        enrolled: dict[str, list[str]] = {}
        for student, name in self.merger.enrolled().items():
            words = name.split()
            turns = {" ".join(words[i:] + words[:i]) for i in range(len(words))}
            for each in turns:
                enrolled.setdefault(intake.name_key(each), []).append(student)
        unique = {name: ids[0] for name, ids in enrolled.items() if len(ids) == 1}
        return intake.unpack(
            archive, self.course.submitted, self.lab, self.course.labs, self.limit, unique
        )

    def sort(self, force: bool = False) -> tuple[list[Row], list[Job]]:
        """Record what needs no grading; list what does.

        Parameters
        ----------
        force : bool
            Grade everything again.

        Returns
        -------
        rows : list of Row
            Submissions that ended: graded before and not changed since, refused, missing.
        jobs : list of Job
            The rest.
        """
        if not self.course.submitted.is_dir():
            raise ClassError(
                f"No encuentro la carpeta de entregas {self.course.submitted}. Pon en ella cada "
                f"cuaderno como ESTUDIANTE/{self.lab}/{self.lab}.ipynb, o usa --zip."
            )
        rows: list[Row] = []
        jobs: list[Job] = []
        recorded = self.merger.recorded()
        seen = set()
        for submission in intake.collect(self.course.submitted, self.lab, self.course.labs):
            seen.add(submission.student)
            try:
                job = Job(submission, self._checksum(submission))
            except Refused as refused:
                submission = replace(
                    submission, path=None, status=refused.status, detail=refused.detail
                )
                job = Job(submission, self._checksum(submission))
            done = self.records.done(submission.student)
            fresh = done and done.checksum == job.checksum and done.status is not Status.FAILED
            if fresh and not force:
                self._keep(done, submission.student in recorded)
                rows.append(Row.of(done, submission.note, graded=False))
            elif submission.path is None:
                rows.append(self.record(self._refused(job.submission, job.checksum)))
            else:
                jobs.append(job)
        for student in sorted(self.merger.enrolled().keys() - seen):
            rows += self._missing(student, student in recorded)
        return rows, jobs

    def record(self, result: Result, note: str = "") -> Row:
        """Record a result: on disk, in the gradebook, and as done. Give its line."""
        try:
            self.records.arrive(result)
            self._merge_and_finish(result)
        except OSError as error:
            raise disk_error(error) from error
        return Row.of(result, note)

    def _merge_and_finish(self, result: Result) -> None:
        text = read_text(self.course.submitted / result.student / self.lab / TIMESTAMP).strip()
        self.merger.merge(result, _moment(text))
        self.records.finish(result, text)

    def _keep(self, done: Result, recorded: bool) -> None:
        """Make sure that an earlier result is still whole: files, time, gradebook."""
        student = done.student
        text = read_text(self.course.submitted / student / self.lab / TIMESTAMP).strip()
        whole = self.records.notebook(student).is_file() or not done.notebook
        if not (recorded and whole and text == self.records.timestamp(student).strip()):
            self.record(done)

    def _missing(self, student: str, recorded: bool) -> list[Row]:
        """Deal with an enrolled student who handed in nothing.

        Who was graded before keeps that: the teacher may have moved the files.
        """
        done = self.records.done(student)
        if done and done.status is not Status.MISSING:
            self._keep(done, recorded)
            return [Row.of(done, "Su entrega ya no está; vale lo corregido.", graded=False)]
        if recorded and not done:
            return []  # graded by other means, as with stock nbgrader
        job = Job(Submission(student, None, Status.MISSING), "")
        job = replace(job, checksum=self._checksum(job.submission))
        if done and done.checksum == job.checksum:
            self._keep(done, recorded)
            return [Row.of(done, graded=False)]
        return [self.record(self._refused(job.submission, job.checksum))]

    def _checksum(self, submission: Submission) -> str:
        if submission.path is not None:
            intake.read_file(submission.path, self.limit)  # refuses what is no plain file
            return grading.checksum(submission.path, self.source, self.options)
        parts = (
            submission.status,
            submission.detail,
            submission.note,
            nbformat.writes(self.teachers),
        )
        return sha256("\0".join(map(str, parts)).encode("utf-8", "surrogateescape")).hexdigest()

    def _refused(self, submission: Submission, checksum: str = "") -> Result:
        """Give the result of a submission that cannot be graded: zero for every test."""
        return grading.refused(
            self.teachers,
            submission.student,
            self.lab,
            submission.status or Status.FAILED,
            submission.detail,
            submission.note,
            checksum,
        )

    def grade_all(self, jobs: list[Job], client: Client) -> Iterator[Row]:
        """Grade submissions on a cluster and record each as it comes.

        Few are on their way at any time, so that neither side ever holds a whole course.

        Yields
        ------
        Row
            One for each job, in the order in which they end.
        """
        source = self.source.read_bytes()
        waiting = iter(jobs)
        running: dict[Future, Job] = {}
        ended = as_completed()

        def send(some: Iterable[Job]) -> Iterator[Row]:
            for job in some:
                try:
                    content = intake.read_file(job.submission.path, self.limit)
                except Refused as refused:  # changed since it was sorted
                    submission = replace(
                        job.submission, path=None, status=refused.status, detail=refused.detail
                    )
                    yield self.record(self._refused(submission))
                    continue
                student = job.submission.student
                future = client.submit(
                    work, self.grade, content, source, self.lab, student, self.options, pure=False
                )
                running[future] = job
                ended.add(future)

        yield from send(itertools.islice(waiting, 2 * max(2, len(client.nthreads()))))
        while running:
            future = next(ended)
            job = running.pop(future)
            yield self.record(self._outcome(future, job))
            future.release()
            yield from send(itertools.islice(waiting, 1))

    def _outcome(self, future: Future, job: Job) -> Result:
        """Give the result that a future brings; whatever went wrong, one with a status."""
        submission = job.submission
        try:
            # If a worker dies with its result not yet fetched, this waits until it is there again.
            result = Result.from_json(future.result())
        except KilledWorker:
            note = f"El proceso que la corregía se cerró {DEATHS} veces. Mira la entrega a mano."
        except CancelledError as error:
            raise ClassError(
                "Se ha perdido la conexión con los procesos que corrigen. Repite la orden: lo que "
                "ya se corrigió no se pierde."
            ) from error
        except ImportError as error:
            raise ClassError(
                f"A los procesos que corrigen les falta algo: {error}. Instala en ellos el mismo "
                "curso, con: pip install -r requirements.txt -c constraints.txt"
            ) from error
        except (SandboxMissing, BrokenLab) as error:
            raise ClassError(str(error)) from error
        except Exception as error:
            if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise disk_error(error) from error
            note = f"Falló el corrector: {type(error).__name__}: {error}"
        else:
            notes = " ".join(filter(None, (submission.note, result.note)))
            return replace(result, checksum=job.checksum, note=notes)
        failed = replace(submission, status=Status.FAILED, note=f"{submission.note} {note}".strip())
        return self._refused(failed, job.checksum)


def work(
    grade: Grade, content: bytes, source: bytes, lab: str, student: str, options: Options
) -> str:
    """Grade one submission on a worker: files in, JSON out, since it may be another machine."""
    with tempfile.TemporaryDirectory(prefix="entrega-", dir=get_worker().local_directory) as folder:
        paths = []
        for name, held in (("submission", content), ("source", source)):
            path = Path(folder, name, f"{lab}.ipynb")
            path.parent.mkdir()
            path.write_bytes(held)
            paths.append(path)
        return grade(paths[0], paths[1], student, options).to_json()


def dask_setup(_worker: object) -> None:
    """Put a worker beyond the terminal's Ctrl-C: the command ends it. Dask calls this."""
    os.setpgrp()


@contextmanager
def cluster(workers: int, scheduler: str | None = None) -> Iterator[Client]:
    """Connect to the processes that grade.

    Parameters
    ----------
    workers : int
        How many processes to start here.
    scheduler : str, optional
        The address of a Dask scheduler to use instead.

    Yields
    ------
    distributed.Client

    Raises
    ------
    ClassError
        If the scheduler does not answer, or has no workers.
    """
    if scheduler:
        try:
            client = Client(scheduler, timeout=ANSWER)
            client.wait_for_workers(1, timeout=60)
        except (OSError, ValueError, TimeoutError) as error:
            raise ClassError(
                f"El planificador de Dask en «{scheduler}» no contesta, o no tiene ningún proceso "
                f"que corrija ({error})."
            ) from error
        with client:
            yield client
        return
    # On this machine alone, and TLS with keys that live as long as the run: nobody else who is
    # logged in here can give the workers something to do.
    security = Security.temporary()
    with (
        dask.config.set(SCHEDULING),
        tempfile.TemporaryDirectory(prefix="corrector-", ignore_cleanup_errors=True) as folder,
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            protocol="tls://",
            security=security,
            dashboard_address="127.0.0.1:0",
            preload=[__name__],
            memory_limit=0,  # each sandbox has its own
            local_directory=folder,
            silence_logs=logging.CRITICAL,
        ) as local,
        Client(local, security=security) as client,
    ):
        try:
            yield client
        except BaseException:  # Ctrl-C, say: Dask would wait until the workers are done
            for nanny in local.workers.values():
                nanny.auto_restart = False
                if nanny.pid:
                    os.kill(nanny.pid, signal.SIGKILL)
            raise


def grade_class(
    classroom: Classroom,
    workers: int | None = None,
    scheduler: str | None = None,
    force: bool = False,
    progress: bool = True,
) -> list[Row]:
    """Grade what is new or changed among a class's submissions; see :class:`Classroom`.

    Parameters
    ----------
    classroom : Classroom
        Entered.
    workers : int, optional
        How many processes grade side by side; as many as there are cores.
    scheduler : str, optional
        Use the Dask cluster at this address.
    force : bool
        Grade everything again.
    progress : bool
        Show a progress bar, if there is somebody to see it.

    Returns
    -------
    list of Row
        One for each submission, in the order of the students' ids.
    """
    classroom.finish_arrived()
    rows, jobs = classroom.sort(force)
    if jobs:
        count = min(workers or len(os.sched_getaffinity(0)), len(jobs))
        with (
            cluster(count, scheduler) as client,
            tqdm(
                total=len(jobs),
                desc="Corrigiendo",
                unit=" entregas",
                disable=None if progress else True,
            ) as bar,
        ):
            for row in classroom.grade_all(jobs, client):
                rows.append(row)
                bar.update()
    return sorted(rows, key=lambda row: row.student)


def table(rows: list[Row]) -> str:
    """Write the table and the summary that a teacher sees at the end, in Spanish."""
    lines = [
        (
            intake.student_name(row.student),
            row.status.label,
            f"{_number(row.score)} de {_number(row.points)}",
            row.note,
        )
        for row in rows
    ]
    head = ("estudiante", "estado", "puntos", "nota para ti")
    widths = [max(len(line[i]) for line in [head, *lines]) for i in range(3)]
    text = [
        "  ".join(
            [*(cell.ljust(width) for cell, width in zip(line, widths, strict=False)), line[3]]
        ).rstrip()
        for line in [head, *lines]
    ]
    count = Counter(row.status.label for row in rows)
    kinds = ", ".join(f"{label}: {number}" for label, number in count.most_common())
    again = sum(row.graded for row in rows)
    text += ["", f"Entregas: {len(rows)} ({kinds}). Corregidas ahora: {again}."]
    return "\n".join(text)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _moment(text: str) -> datetime | None:
    """Read a timestamp as nbgrader does; None if it is none."""
    try:
        return parse_utc(text) if text else None
    except (ValueError, OverflowError):
        return None
