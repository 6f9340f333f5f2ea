"""The page a student gets back: score, each test with what failed and why, and their own code."""

import logging
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nbconvert.exporters import TemplateExporter
from nbconvert.filters import strip_ansi
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import GenerateFeedback, NbGraderException
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import default

from corrector.errors import ClassError
from corrector.grades import read_comments, read_grades
from corrector.result import Status

TEMPLATES = Path(__file__).parent / "templates"
LONGEST = 20_000  # characters of one answer, message or comment that a page shows
OURS = {"CheckError", "PruebaNoEjecutada"}  # errors whose message says everything
JUDGED = {Status.GRADED, Status.KERNEL_DIED, Status.TIME_OUT}
NO_COMMENT = "No response."  # what nbgrader itself notes beside an answer left as it was
HINT = "Pista: "

_FOLDERS = re.compile(r"(?<![\w/:.\\])(?:/[\w.+@~-]+)+/(?=[\w<.])")
# What joins letters or emoji is part of a word; every other control character is shown by its code.
_PLAIN = {"\n", "\t", "\N{ZERO WIDTH JOINER}", "\N{ZERO WIDTH NON-JOINER}"}


@dataclass(frozen=True)
class Test:
    """One test, or a written answer, as the page shows it.

    Attributes
    ----------
    title : str
        What it is about, in Spanish.
    points, score : float
        The most it can earn, and what it earned.
    problem, values : str
        What went wrong, and with which values; empty if nothing did.
    hints : list of str
        What the mistake may be.
    """

    title: str
    points: float
    score: float
    problem: str = ""
    values: str = ""
    hints: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Whether it earned all its points with nothing to say."""
        return self.score >= self.points and not self.problem


@dataclass
class Exercise:
    """One answer of the student, with all that came of it.

    Attributes
    ----------
    name : str
        Name of the function or class; of a written answer, of its cell.
    answer : str
        What the student wrote.
    written : bool
        Whether the answer is words, not code.
    blank : bool
        Whether it was handed in as it was released.
    comment : str
        What the teacher says about it; empty if nothing.
    tests : list of Test
    points, score : float
        Of the whole exercise.
    pending : float
        Points that wait to be given by hand.
    """

    name: str
    answer: str
    written: bool
    blank: bool = False
    comment: str = ""
    tests: list[Test] = field(default_factory=list)
    points: float = 0.0
    score: float = 0.0
    pending: float = 0.0


class FillInGrades(NbGraderPreprocessor):
    """Put what the gradebook holds into a graded notebook, hand grading and comments included.

    nbgrader's own ``GetGrades`` asks the database two or three times for each cell, and does not
    say what waits to be graded by hand.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Fill in the cells' metadata, and the totals in ``resources["nbgrader"]``."""
        about = resources["nbgrader"]
        lab, student = about["assignment"], about["student"]
        with Gradebook(about["db_url"]) as gradebook:
            grades = read_grades(gradebook, lab, student)
            comments = read_comments(gradebook, lab, student)
        if not grades:
            raise MissingEntry(f"{student} has no grades for {lab} in the gradebook")
        for cell in nb.cells:
            grader = cell.metadata.get("nbgrader", {})
            if grader.get("grade"):
                grader["score"] = grades[0].cells[grader["grade_id"]]
                grader["pending"] = grader["grade_id"] in grades[0].pending
            if grader.get("solution"):
                grader["comment"] = comments.get(grader["grade_id"], "")
        about["score"], about["max_score"] = grades[0].score, grades[0].points
        about["late_penalty"] = grades[0].penalty
        return nb, resources


class FeedbackExporter(TemplateExporter):
    """Write a graded notebook as one Spanish page that needs nothing from outside.

    nbgrader's own page shows the whole notebook, in English, and loads MathJax from the network.
    This one shows what the student did and what came of it: messages and code, as escaped text.
    """

    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "respuesta"

    @default("extra_template_basedirs")
    def _default_extra_template_basedirs(self) -> list[str]:
        return [str(TEMPLATES)]

    def default_filters(self) -> Iterator[tuple]:
        """Give the template's own filters beside nbconvert's."""
        yield from super().default_filters()
        yield from {
            "exercises": exercises,
            "judged": lambda nb: outcome(nb)[0] in JUDGED,
            "notices": notices,
            "number": number,
            "visible": visible,
        }.items()


def outcome(nb: NotebookNode) -> tuple[Status, str]:
    """Read how grading ended: its status, and more about it for the student."""
    noted = nb.metadata.get("aprende", {})
    return Status(noted.get("status", Status.GRADED)), noted.get("detail", "")


def notices(nb: NotebookNode) -> list[str]:
    """Say in Spanish, one paragraph each, how grading ended; nothing if it went as it should."""
    status, detail = outcome(nb)
    return [without_folders(text) for text in (status.message, detail) if text]


def exercises(nb: NotebookNode) -> list[Exercise]:
    """Group a graded notebook by exercise: each answer cell with the tests that follow it.

    Parameters
    ----------
    nb : NotebookNode
        After :class:`FillInGrades`.
    """
    found: list[Exercise] = []
    for cell in nb.cells:
        grader = cell.metadata.get("nbgrader")
        if not grader:
            continue
        if grader.get("solution"):
            comment = grader["comment"]
            found.append(
                Exercise(
                    name=grader["grade_id"],
                    answer=cell.source,
                    written=cell.cell_type != "code",
                    blank=comment == NO_COMMENT,
                    comment="" if comment == NO_COMMENT else comment,
                )
            )
        if grader.get("grade") and found:
            exercise = found[-1]
            exercise.points += grader["points"]
            exercise.score += grader["score"]
            exercise.pending += grader["points"] if grader.get("pending") else 0.0
            if not grader.get("solution"):
                exercise.tests.append(_test(cell))
    return found


def _test(cell: NotebookNode) -> Test:
    """Read what a test cell is about from its first line, and what failed from its outputs."""
    grader = cell.metadata.nbgrader
    title = grader["grade_id"]
    if cell.source.startswith("# "):
        title = cell.source.splitlines()[0].removeprefix("# ")
    errors = [output for output in cell.outputs if output.output_type == "error"]
    texts = [e.evalue if e.ename in OURS else f"{e.ename}: {e.evalue}" for e in errors]
    lines = without_folders(strip_ansi("\n".join(texts))).splitlines()
    hints = [line.strip().removeprefix(HINT) for line in lines if line.strip().startswith(HINT)]
    rest = [line for line in lines if not line.strip().startswith(HINT)]
    return Test(
        title=title,
        points=grader["points"],
        score=grader["score"],
        problem=rest[0] if rest else "",
        values="\n".join(line.removeprefix("  ") for line in rest[1:]),
        hints=hints,
    )


def visible(text: str) -> str:
    """Make any text harmless to show: nothing in it reorders, hides or ends the page.

    Colour codes go; control characters, marks of writing direction and broken characters show
    as their code, ``[U+202E]``; a text without end is cut.
    """
    text = strip_ansi(text).replace("\r\n", "\n")
    cut = len(text) - LONGEST
    shown = "".join(
        f"[U+{ord(character):04X}]"
        if character not in _PLAIN and unicodedata.category(character) in ("Cc", "Cf", "Cs")
        else character
        for character in text[:LONGEST]
    )
    return f"{shown}\n… (y {cut} caracteres más)" if cut > 0 else shown


def without_folders(text: str) -> str:
    """Take the folders out of every absolute path, so that no page tells where things lie."""
    return _FOLDERS.sub("", text)


def number(value: float) -> str:
    """Write points as a Spaniard would: no zeros behind, and a comma."""
    return f"{float(value):.2f}".rstrip("0").rstrip(".").replace(".", ",")


def write_pages(lab: str, db_url: str | None = None) -> dict[str, Path]:
    """Write the page of every graded submission of a lab: ``nbgrader generate_feedback``.

    Parameters
    ----------
    lab : str
        The lab, in the course of the working directory.
    db_url : str, optional
        Use this gradebook.

    Returns
    -------
    dict of str to Path
        Student's id -> page.

    Raises
    ------
    ClassError
        If nothing is graded yet, or some page could not be written.
    """
    app = NbGrader(log_level=logging.ERROR)
    app.initialize([])
    course = app.coursedir
    course.assignment_id = lab
    course.db_url = db_url or course.db_url
    root = Path(course.root)
    if not any((root / course.autograded_directory).glob(f"*/{lab}/{lab}.ipynb")):
        raise ClassError(f"Todavía no hay nada corregido. Corrige antes con: make grade LAB={lab}")
    converter = GenerateFeedback(coursedir=course, parent=app, force=True)
    try:
        converter.start()
    except NbGraderException as error:
        raise ClassError(
            "No se han podido escribir todas las páginas; arriba dice cuáles y por qué. Corrige "
            f"otra vez esas entregas, con: python -m corrector grade {lab} --force"
        ) from error
    written = (root / course.feedback_directory).glob(f"*/{lab}/{lab}.html")
    return {page.parts[-3]: page for page in sorted(written)}
