"""The page a teacher gets of a class: how it went, what was hard, which submissions to look at."""

import base64
import hashlib
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import mean, median

import matplotlib as mpl
import nbformat
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from aprende import plots
from aprende.prose import percent
from corrector.feedback import TEMPLATES, number, visible
from corrector.grades import Grades
from corrector.result import Result, Status

HINTS = 15  # how many of the most frequent hints are shown
WRITTEN = "respuesta escrita"


@dataclass(frozen=True)
class Line:
    """One submission in the report.

    Attributes
    ----------
    student, name : str
        Whose: id and full name.
    status : Status
        How grading it ended.
    score, points : float
        What it earned, hand grading included, and what it could have earned.
    exercises : dict of str to float
        Points by exercise.
    pending : bool
        Whether something waits to be graded by hand.
    seconds : float
        How long grading took.
    remarks : list of str
        For the teacher: why to look at it.
    """

    student: str
    name: str
    status: Status
    score: float
    points: float
    exercises: dict[str, float]
    pending: bool
    seconds: float
    remarks: list[str]


@dataclass(frozen=True)
class Plot:
    """A figure of the report: its title, the SVG, and what is to be seen in it."""

    title: str
    svg: str
    alt: str

    @property
    def address(self) -> str:
        """The SVG as an address that an ``img`` takes; what is in an image never runs."""
        return f"data:image/svg+xml;base64,{base64.b64encode(self.svg.encode()).decode()}"


def exercises_of(source: Path) -> dict[str, str]:
    """Say to which exercise each graded cell of a lab belongs: ``grade_id`` -> exercise.

    A test belongs to the answer before it; a written answer is an exercise of its own.
    """
    owners, current = {}, ""
    for cell in nbformat.read(source, as_version=4).cells:
        grader = cell.metadata.get("nbgrader", {})
        if grader.get("solution"):
            current = WRITTEN if grader.get("grade") else grader["grade_id"]
        if grader.get("grade"):
            owners[grader["grade_id"]] = current
    return owners


def line(result: Result, grades: Grades, owners: Mapping[str, str]) -> Line:
    """Bring together what grading gave and what the gradebook holds of one submission."""
    exercises = dict.fromkeys(owners.values(), 0.0)
    for cell, score in grades.cells.items():
        exercises[owners[cell]] += score
    return Line(
        student=grades.student,
        name=grades.name,
        status=result.status,
        score=grades.score,
        points=grades.points,
        exercises=exercises,
        pending=bool(grades.pending),
        seconds=result.seconds,
        remarks=[text for text in (result.detail, result.note) if text],
    )


def write_report(
    path: Path,
    lab: str,
    source: Path,
    results: Sequence[Result],
    grades: Sequence[Grades],
    now: datetime | None = None,
) -> None:
    """Write the report on a lab as one HTML page that needs nothing from outside.

    Parameters
    ----------
    path : Path
        The page.
    lab : str
        Name of the lab.
    source : Path
        The teacher's notebook.
    results : sequence of Result
        What grading gave; their notebooks are not used.
    grades : sequence of Grades
        What the gradebook holds, in the order to show. Who is only in one of both is left out.
    now : datetime, optional
        When the report is made; the present if not given.
    """
    owners = exercises_of(source)
    points = _points_of(source, owners)
    graded = {each.student: each for each in results}
    pairs = [(graded[each.student], each) for each in grades if each.student in graded]
    lines = [line(result, earned, owners) for result, earned in pairs]
    handed_in = [each for each in lines if each.status is not Status.MISSING]
    hints = Counter(
        hint
        for result, _ in pairs
        for hint in {hint for test in result.tests for hint in test.hints}
    )
    script = (TEMPLATES / "informe" / "ordenar.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    environment = Environment(loader=FileSystemLoader(TEMPLATES / "informe"), autoescape=True)
    environment.filters |= {"number": number, "visible": visible, "percent": percent}
    page = environment.get_template("index.html.j2").render(
        lab=lab,
        now=now or datetime.now(),
        lines=lines,
        handed_in=handed_in,
        mean=mean(each.score for each in handed_in) if handed_in else 0.0,
        median=median(each.score for each in handed_in) if handed_in else 0.0,
        most=sum(points.values()),
        exercises=points,
        statuses=Counter(each.status for each in lines).most_common(),
        look=[each for each in handed_in if each.remarks or each.status is not Status.GRADED],
        pending=[each for each in lines if each.pending],
        hints=hints.most_common(HINTS),
        plots=_plots(handed_in, points),
        script=Markup(script),
        digest=digest,
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")


def _points_of(source: Path, owners: Mapping[str, str]) -> dict[str, float]:
    """Sum the points that each exercise can give."""
    points = dict.fromkeys(owners.values(), 0.0)
    for cell in nbformat.read(source, as_version=4).cells:
        grader = cell.metadata.get("nbgrader", {})
        if grader.get("grade"):
            points[owners[grader["grade_id"]]] += grader["points"]
    return points


def _plots(lines: Sequence[Line], points: Mapping[str, float]) -> list[Plot]:
    """Draw the report's figures; none if nobody has handed in."""
    if not lines:
        return []
    with mpl.rc_context():
        plots.use_style()
        return [scores_plot(lines), exercises_plot(lines, points), seconds_plot(lines)]


def scores_plot(lines: Sequence[Line]) -> Plot:
    """Draw how many submissions earned how many points."""
    most = lines[0].points or 1.0
    scores = [each.score for each in lines]
    figure, ax = _figure()
    edges = [most * k / 10 for k in range(11)]
    ax.hist(scores, bins=edges, color=plots.BLUE, edgecolor=plots.PAPER)
    ax.axvline(
        mean(scores), color=plots.RED, linestyle="--", label=f"media: {_short(mean(scores))}"
    )
    ax.legend(loc="upper left")
    ax.set(xlabel="puntos", ylabel="entregas", xlim=(0, most))
    half = sum(score >= most / 2 for score in scores) / len(scores)
    return Plot(
        "Cuántos puntos ha conseguido la clase",
        _svg(figure, ax),
        f"Histograma de los puntos. La media es {_short(mean(scores))} y la mediana "
        f"{_short(median(scores))} de {number(most)}. El {percent(half)} de las entregas tiene la "
        f"mitad o más. La que menos tiene {_short(min(scores))}, y la que más, "
        f"{_short(max(scores))}.",
    )


def exercises_plot(lines: Sequence[Line], points: Mapping[str, float]) -> Plot:
    """Draw what share of its points each exercise has given, in the order of the lab.

    A written answer counts once it is graded by hand.
    """
    shares = {}
    for name, most in points.items():
        judged = [each for each in lines if name != WRITTEN or not each.pending]
        if judged and most:
            shares[name] = mean(each.exercises[name] for each in judged) / most
    figure, ax = _figure(height=0.9 + 0.3 * len(shares))
    names = list(shares)[::-1]
    bars = ax.barh(names, [100 * shares[name] for name in names], color=plots.GREEN)
    ax.bar_label(bars, [percent(shares[name]) for name in names], padding=3)
    ax.set(xlabel="% de sus puntos, de media", xlim=(0, 118), xticks=range(0, 101, 25))
    ax.grid(axis="y", visible=False)
    hardest = min(shares, key=shares.__getitem__)
    each = ", ".join(f"{name}, {percent(share)}" for name, share in shares.items())
    return Plot(
        "Qué ejercicios han costado más",
        _svg(figure, ax),
        f"Barras con la parte de sus puntos que ha dado cada ejercicio, de media: {each}. El que "
        f"menos ha dado es {hardest}.",
    )


def seconds_plot(lines: Sequence[Line]) -> Plot:
    """Draw how long grading took."""
    seconds = [each.seconds for each in lines]
    figure, ax = _figure()
    ax.hist(
        seconds, bins=min(20, max(1, len(set(seconds)))), color=plots.PINK, edgecolor=plots.PAPER
    )
    ax.set(xlabel="segundos", ylabel="entregas")
    ax.set_xlim(left=0)
    ax.xaxis.set_major_locator(MaxNLocator(integer=max(seconds) > 5))
    return Plot(
        "Cuánto se ha tardado en corregir cada entrega",
        _svg(figure, ax),
        f"Histograma del tiempo de corrección. La mediana es {_short(median(seconds))} segundos y "
        f"el máximo, {_short(max(seconds))}.",
    )


def _figure(height: float = 2.8) -> tuple[Figure, Axes]:
    """Make a figure narrow enough to be read on a phone."""
    figure = Figure(figsize=(4.6, height))
    return figure, figure.subplots()


def _svg(figure: Figure, ax: Axes) -> str:
    if ax.get_ylabel() == "entregas":
        ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue()


def _short(value: float) -> str:
    return number(round(value, 1))
