"""What the gradebook says of a lab: one row a submission, with what was given by hand."""

import unicodedata
from dataclasses import dataclass, field

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)

from corrector.intake import student_name


@dataclass
class Grades:
    """All that one student has earned in one lab.

    Attributes
    ----------
    student : str
        Who, by the name of the folder in ``submitted/``.
    name, email : str
        Full name (made from the id if the gradebook knows none), and address or nothing.
    cells : dict of str to float
        Points earned in each graded cell, by its ``grade_id``.
    pending : list of str
        Cells that wait to be graded by hand.
    points : float
        The most that can be earned.
    penalty : float
        Points taken off for handing in late.
    """

    student: str
    name: str = ""
    email: str = ""
    cells: dict[str, float] = field(default_factory=dict)
    pending: list[str] = field(default_factory=list)
    points: float = 0.0
    penalty: float = 0.0

    @property
    def score(self) -> float:
        """Points earned so far."""
        return max(0.0, sum(self.cells.values()) - self.penalty)


def read_grades(gradebook: Gradebook, lab: str, student: str | None = None) -> list[Grades]:
    """Read every submission of a lab, or one student's, in the order of the students' names.

    One query, since nbgrader's own objects ask the database again for each grade.
    """
    query = (
        gradebook.db.query(
            Student.id,
            Student.first_name,
            Student.last_name,
            Student.email,
            BaseCell.name,
            Grade.score,
            GradeCell.max_score,
            Grade.needs_manual_grade,
            SubmittedNotebook.late_submission_penalty,
        )
        .select_from(Grade)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(Student, SubmittedAssignment.student_id == Student.id)
        .join(GradeCell, Grade.cell_id == GradeCell.id)
        .filter(Assignment.name == lab)
    )
    if student is not None:
        query = query.filter(Student.id == student)
    found: dict[str, Grades] = {}
    for owner, first, last, email, cell, score, points, pending, penalty in query:
        name = " ".join(filter(None, (first, last))) or student_name(owner)
        grades = found.setdefault(owner, Grades(owner, name, email or ""))
        grades.cells[cell] = score
        grades.points += points
        grades.penalty = penalty or 0.0
        if pending:
            grades.pending.append(cell)
    return sorted(found.values(), key=lambda grades: _plain(grades.name))


def _plain(name: str) -> str:
    """Reduce a name to what its place in a list goes by: Ángel comes before Beatriz."""
    letters = unicodedata.normalize("NFD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def read_comments(gradebook: Gradebook, lab: str, student: str) -> dict[str, str]:
    """Read the comments on a student's answers, by the ``grade_id`` of the answer."""
    query = (
        gradebook.db.query(BaseCell.name, Comment.comment)
        .select_from(Comment)
        .join(SubmittedNotebook, Comment.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(BaseCell, Comment.cell_id == BaseCell.id)
        .filter(Assignment.name == lab, SubmittedAssignment.student_id == student)
    )
    return {cell: comment for cell, comment in query if comment}
