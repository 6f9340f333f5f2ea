"""What goes back once a class is graded: pages to students, grades to Moodle, a report to you."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from corrector import moodle
from corrector.classroom import Course
from corrector.errors import ClassError
from corrector.feedback import write_pages
from corrector.grades import Grades, read_grades
from corrector.merge import Merger
from corrector.records import Records
from corrector.report import write_report
from corrector.result import Result


def give_feedback(course: Course, lab: str) -> Iterator[str]:
    """Write the students' pages, and the ZIP that Moodle takes back.

    Parameters
    ----------
    course : Course
        The one in the working directory.
    lab : str
        Which lab.

    Yields
    ------
    str
        What was done, in Spanish.

    Raises
    ------
    ClassError
        If nothing is graded, or something cannot be read or written.
    """
    grades = _grades(course, lab)
    pages = write_pages(lab, course.db_url)
    yield f"Páginas para estudiantes: {len(pages)}, en feedback/ESTUDIANTE/{lab}/{lab}.html"
    who = moodle.participants(course.submitted, lab, pages)
    if who:
        path = _root(course) / "moodle" / f"{lab}.zip"
        moodle.write_feedback(path, {who[student]: pages[student] for student in who})
        yield f"ZIP para Moodle: {path}, con {len(who)} de ellas"
    yield from _waiting(grades)


def give_grades(course: Course, lab: str, out_of: float | None = None) -> Iterator[str]:
    """Write all grades to ``grades.csv``, and one lab's to Moodle's worksheet.

    Parameters
    ----------
    out_of : float, optional
        What the lab counts in Moodle; its own points if not given.
    """
    grades = _grades(course, lab)
    if not grades:
        raise _nothing(lab)
    with Merger(course.db_url, course.course_id, lab, course.config) as merger:
        labs = sorted(assignment.name for assignment in merger.gradebook.assignments)
        everything = {each: read_grades(merger.gradebook, each) for each in labs}
    path = _root(course) / "grades.csv"
    moodle.write_gradebook(path, everything)
    yield f"Todas las notas: {path}"
    path = _root(course) / "moodle" / f"{lab}.csv"
    who = moodle.participants(course.submitted, lab, [each.student for each in grades])
    moodle.write_worksheet(path, grades, who, out_of)
    yield f"Las de {lab}, para Moodle: {path}"
    yield from _waiting(grades)


def make_report(course: Course, lab: str) -> Iterator[str]:
    """Write the report on the class."""
    grades = _grades(course, lab)
    records = Records(course.autograded, lab)
    results = [result for each in grades if (result := _result(records, each.student))]
    path = _root(course) / "reports" / f"{lab}.html"
    write_report(path, lab, course.notebook(lab), results, grades)
    yield f"El informe: {path.as_uri()}"
    if len(results) < len(grades):
        yield (
            f"Faltan en él {len(grades) - len(results)} entregas que no corrigió esta orden: "
            f"make grade LAB={lab}"
        )


def _grades(course: Course, lab: str) -> list[Grades]:
    course.notebook(lab)  # says so if there is no such lab
    with Merger(course.db_url, course.course_id, lab, course.config) as merger:
        return read_grades(merger.gradebook, lab)


def _result(records: Records, student: str) -> Result | None:
    """Read a result without its notebook: a thousand of them fill the memory."""
    result = records.done(student)
    return replace(result, notebook="") if result else None


def _waiting(grades: list[Grades]) -> Iterator[str]:
    waiting = sum(bool(each.pending) for each in grades)
    if waiting:
        yield f"Por corregir a mano: {waiting}. Ábrelas con: make formgrader"


def _nothing(lab: str) -> ClassError:
    return ClassError(f"Todavía no hay nada corregido. Corrige antes con: make grade LAB={lab}")


def _root(course: Course) -> Path:
    return course.autograded.parent
