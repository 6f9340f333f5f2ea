"""Write results into nbgrader's gradebook, each in one transaction: as nbgrader's own steps would.

The steps are nbgrader's: make the student and the submission, ``SaveAutoGrades``,
``AssignLatePenalties``. They commit many times on the way; here a submission is recorded whole or
not at all. What a teacher gave by hand is never touched.
"""

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import sqlalchemy
from nbgrader.api import (
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.plugins import BasePlugin
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config import Config

from corrector.errors import ClassError
from corrector.result import Result

T = TypeVar("T")

# What an error of the database says in English, and what to tell the teacher.
REASONS: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("is locked", "lock timeout", "deadlock"),
        "El libro de notas está ocupado por otro programa (¿formgrader, otra corrección?). "
        "Espera a que acabe, o ciérralo, y repite la orden: lo que ya se corrigió no se pierde.",
    ),
    (
        ("disk is full", "no space left"),
        "No queda sitio en el disco para el libro de notas. Libera espacio y repite la orden: "
        "lo que ya se corrigió no se pierde.",
    ),
    (
        ("not a database", "malformed", "disk image"),
        "El libro de notas está dañado. Recupera una copia de seguridad de gradebook.db, o "
        "apártalo y publica otra vez los laboratorios con: make labs",
    ),
    (
        ("no such column", "no such table", "does not exist"),
        "El libro de notas es de otra versión de nbgrader, o no es un libro de notas. Haz una "
        "copia de seguridad y ejecuta: nbgrader db upgrade",
    ),
    (
        ("readonly", "unable to open", "permission denied"),
        "No se puede escribir en el libro de notas. Mira los permisos del fichero y de su carpeta.",
    ),
)


class Merger:
    """The one writer of a lab's results into the gradebook; a context manager.

    Parameters
    ----------
    db_url : str
        Where the gradebook is: an SQLite file that exists, or PostgreSQL.
    course_id : str
        nbgrader's name of the course.
    lab : str
        The lab, which is also the name of its one notebook.
    config : traitlets.config.Config, optional
        nbgrader's configuration: it may name a plugin for late penalties.
    patience : float
        How many seconds to wait for a gradebook that another program has locked.

    Raises
    ------
    ClassError
        If there is no gradebook, it cannot be used, or the lab was never released in it.
    """

    def __init__(
        self,
        db_url: str,
        course_id: str,
        lab: str,
        config: Config | None = None,
        patience: float = 15.0,
    ):
        self.lab = lab
        self.patience = patience
        penalties = AssignLatePenalties(config=config or Config())
        penalties.init_plugin()
        self.late: BasePlugin = penalties.plugin_inst
        self.url = _checked(db_url)
        self.gradebook: Gradebook = self._patiently(lambda: Gradebook(self.url, course_id))
        self._patiently(self._learn)

    def __enter__(self) -> "Merger":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.gradebook.close()

    def _learn(self) -> None:
        """Look up the lab, and the names of its cells."""
        try:
            assignment = self.gradebook.find_assignment(self.lab)
            notebook = self.gradebook.find_notebook(self.lab, self.lab)
        except MissingEntry:
            self.gradebook.close()
            raise ClassError(
                f"El laboratorio «{self.lab}» no está publicado en el libro de notas. "
                f"Publícalo con: nbgrader generate_assignment {self.lab} --create"
            ) from None
        self.assignment_id, self.duedate = assignment.id, assignment.duedate
        self.notebook_id = notebook.id
        #: Points of each graded cell, by its name.
        self.points = {cell.name: float(cell.max_score) for cell in notebook.grade_cells}
        graded = [*notebook.grade_cells, *notebook.task_cells]
        self.graded = {cell.id: cell.name for cell in graded}
        commented = [*notebook.solution_cells, *notebook.task_cells]
        self.commented = {cell.id: cell.name for cell in commented}

    def enrolled(self) -> dict[str, str]:
        """Give each student of the gradebook: id, and full name (empty if it holds none)."""
        rows = self._patiently(
            lambda: self._session.execute(
                sqlalchemy.select(Student.id, Student.first_name, Student.last_name)
            ).all()
        )
        return {row[0]: " ".join(part for part in row[1:] if part) for row in rows}

    def recorded(self) -> set[str]:
        """Give the ids of students with a submission of this lab in the gradebook."""
        query = sqlalchemy.select(SubmittedAssignment.student_id).where(
            SubmittedAssignment.assignment_id == self.assignment_id
        )
        return set(self._patiently(lambda: self._session.execute(query).scalars().all()))

    def merge(self, result: Result, timestamp: datetime | None = None) -> None:
        """Record one result in one transaction; doing it twice changes nothing.

        All grades of the submission are set, from the result or to zero, so that no points stay
        which are no longer earned. A score given by hand stays, and asks to be looked at again.

        Parameters
        ----------
        result : Result
            Of this lab.
        timestamp : datetime, optional
            When it was handed in, UTC without time zone, as nbgrader keeps it.

        Raises
        ------
        ClassError
            If it could not be written; nothing of it was.
        """
        self._patiently(lambda: self._merge(result, timestamp))

    @property
    def _session(self) -> sqlalchemy.orm.scoped_session:
        return self.gradebook.db

    def _merge(self, result: Result, timestamp: datetime | None) -> None:
        submission, notebook = self._submission(result.student)
        submission.timestamp = timestamp
        scores = {test.grade_id: test.score for test in result.tests}
        for grade in notebook.grades:
            grade.auto_score = scores.get(self.graded[grade.cell_id], 0.0)
            grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
        for comment in notebook.comments:
            unanswered = self.commented[comment.cell_id] in result.unanswered
            comment.auto_comment = "No response." if unanswered else None
        notebook.late_submission_penalty = self._penalty(submission, notebook)
        self._session.commit()

    def _submission(self, student: str) -> tuple[SubmittedAssignment, SubmittedNotebook]:
        """Find a student's submission, or make it with a grade and a comment for every cell."""
        session = self._session
        if session.get(Student, student) is None:
            session.add(Student(id=student))
            session.flush()
        submission = (
            session.query(SubmittedAssignment)
            .filter_by(assignment_id=self.assignment_id, student_id=student)
            .one_or_none()
        )
        if submission is None:
            submission = SubmittedAssignment(assignment_id=self.assignment_id, student_id=student)
            session.add(submission)
            session.flush()
        notebook = (
            session.query(SubmittedNotebook)
            .filter_by(assignment_id=submission.id, notebook_id=self.notebook_id)
            .one_or_none()
        )
        if notebook is None:
            notebook = SubmittedNotebook(assignment_id=submission.id, notebook_id=self.notebook_id)
            session.add(notebook)
            session.flush()
        # A lab released again may have cells that an older submission has no grade for.
        for cell in self.graded.keys() - {grade.cell_id for grade in notebook.grades}:
            notebook.grades.append(Grade(cell_id=cell))
        for cell in self.commented.keys() - {comment.cell_id for comment in notebook.comments}:
            notebook.comments.append(Comment(cell_id=cell))
        return submission, notebook

    def _penalty(
        self, submission: SubmittedAssignment, notebook: SubmittedNotebook
    ) -> float | None:
        """Ask the course's plugin what being late costs: from 0 to the score, or None."""
        if self.duedate is None or submission.timestamp is None:
            return None
        due = self.duedate + submission.extension if submission.extension else self.duedate
        late = (submission.timestamp - due).total_seconds()
        if late <= 0:
            return None
        score = sum(_score(grade) for grade in notebook.grades)
        penalty = self.late.late_submission_penalty(submission.student_id, score, late)
        return None if penalty is None else min(max(penalty, 0.0), score)

    def _patiently(self, action: Callable[[], T]) -> T:
        """Do something with the database, again and again while it is locked."""
        deadline = time.monotonic() + self.patience
        while True:
            try:
                return action()
            except BaseException as error:
                if hasattr(self, "gradebook"):
                    self._session.rollback()
                if not isinstance(error, SQLAlchemyError):
                    raise
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise _explained(error, self.url) from error
                time.sleep(0.2)


def _score(grade: Grade) -> float:
    """Give what nbgrader counts for a cell: the score by hand, else the automatic one."""
    score = grade.auto_score if grade.manual_score is None else grade.manual_score
    return (score or 0.0) + (grade.extra_credit or 0.0)


def _checked(db_url: str) -> str:
    """Make sure that there is a gradebook: nbgrader would make an empty one."""
    try:
        url = sqlalchemy.make_url(db_url)
    except sqlalchemy.exc.ArgumentError:
        raise ClassError(
            f"«{db_url}» no es la dirección de un libro de notas. Ejemplos: "
            "sqlite:///gradebook.db, postgresql+psycopg://usuario@servidor/curso"
        ) from None
    missing = ClassError(
        f"No hay ningún libro de notas en {url.render_as_string(hide_password=True)}. "
        "Publica antes los laboratorios, que lo crea: make labs"
    )
    if url.get_backend_name() == "sqlite":
        if not url.database or not Path(url.database).is_file():
            raise missing
        url = url.update_query_dict({"timeout": "1"})
    text = url.render_as_string(hide_password=False)
    try:
        engine = sqlalchemy.create_engine(url)
        try:
            found = sqlalchemy.inspect(engine).has_table("assignment")
        finally:
            engine.dispose()
    except (SQLAlchemyError, ImportError) as error:
        if "locked" in str(error):  # busy, so it is there
            return text
        raise _explained(error, text) from error
    if not found:
        raise missing
    return text


def _explained(error: Exception, url: str) -> ClassError:
    """Turn a database's error into what the teacher can do about it."""
    cause = str(getattr(error, "orig", None) or error)
    for signs, message in REASONS:
        if any(sign in cause.lower() for sign in signs):
            return ClassError(message)
    place = sqlalchemy.make_url(url).render_as_string(hide_password=True)
    first = cause.strip().splitlines()[0] if cause.strip() else type(error).__name__
    return ClassError(f"No se puede usar el libro de notas {place}: {first}")
