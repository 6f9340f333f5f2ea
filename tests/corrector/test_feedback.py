"""The student's page: what is on it, and that nothing a student or a teacher wrote can break it."""

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from made_up import HINT, LAB, MESSAGE, graded, record, result
from nbgrader.api import Gradebook
from playwright.sync_api import sync_playwright

from corrector.__main__ import main
from corrector.feedback import (
    LONGEST,
    FeedbackExporter,
    exercises,
    number,
    visible,
    without_folders,
)
from corrector.result import Result, Status

pytestmark = pytest.mark.xdist_group("feedback")

WRITTEN = "pregunta_fuga_y_aumento"
MARKUP = (
    "<script>document.title='mal'</script><img src=x onerror=\"document.title='mal'\">"
    "<svg onload=\"document.title='mal'\"></svg></pre></details></main><base href='//mal/'>"
    "<iframe src='javascript:parent.document.title=1'></iframe>{{ 7*7 }}{% raw %}"
)
ODD = "\x00\x1b[31mrojo\x1b[0m\x1b]0;título\x07 \u202eal revés\u2066 \ud800 \ufeff" + "z̷" * 10
FOLDER = "/home/profe/curso/solutions/01_datos"
HOSTILE = f"{MARKUP}{ODD} {FOLDER}/secreto.py"


def filled(notebook, comment="", pending=True):
    """Fill in what the gradebook would: all points but those of tests with an error."""
    total = most = 0.0
    for cell in notebook.cells:
        grader = cell.metadata.get("nbgrader", {})
        if grader.get("grade"):
            grader["pending"] = bool(grader["solution"]) and pending
            failed = grader["solution"] or cell.outputs
            grader["score"] = 0.0 if failed else float(grader["points"])
            total, most = total + grader["score"], most + grader["points"]
        if grader.get("solution"):
            grader["comment"] = comment if grader["grade"] else ""
    about = {"notebook": LAB, "score": total, "max_score": most, "late_penalty": 0.0}
    return notebook, {"nbgrader": about}


def page_of(notebook, **options) -> str:
    notebook, resources = filled(notebook, **options)
    return FeedbackExporter().from_notebook_node(notebook, resources=resources)[0]


class Reader(HTMLParser):
    """Gather a page's elements, attributes and text."""

    def __init__(self, page: str):
        super().__init__()
        self.tags, self.attributes, self.text = [], [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text += "" if self.tags[-1:] == ["style"] else data


def test_page_tells_points_failures_and_hints_by_exercise():
    page = page_of(
        graded({"impute_median": "def impute_median(x): ..."}, {"test_impute_median": MESSAGE})
    )
    text = " ".join(Reader(page).text.split())
    assert "44 de 50 puntos" in text
    assert "impute_median 4 de 6" in text
    assert (
        "El ejemplo del enunciado: en cada columna queda un número impar de valores. 0 de 2" in text
    )
    assert f"Pista: {HINT}" in text and f"Pista: Pista: {HINT}" not in text
    assert "Ha salido: [[1.0, 10.0], [4.0, 30.0]]" in text
    assert "def impute_median(x): ..." in text
    assert "puede sumar 4 puntos más" in text


def test_written_answer_comes_with_the_teachers_comment_and_points():
    notebook = graded({WRITTEN: "Porque espía."})
    text = Reader(page_of(notebook, comment="Falta el aumento.", pending=False)).text
    assert "Porque espía." in text and "Falta el aumento." in text
    assert "puede sumar" not in text and "por corregir" not in text


@pytest.mark.parametrize("status", [each for each in Status if each.message])
def test_every_status_is_told_to_the_student(status):
    text = Reader(page_of(graded(status=status, detail="Y algo más."))).text
    assert status.message in text and "Y algo más." in text


@pytest.mark.parametrize("status", [Status.UNREADABLE, Status.MISSING, Status.FAILED])
def test_what_could_not_be_judged_shows_no_exercises(status):
    # The rubric would be in the answer cell, if grading had left the teacher's notebook as it is.
    text = Reader(page_of(graded({WRITTEN: "Criterios de corrección"}, status=status))).text
    assert "impute_median" not in text and "Criterios" not in text


def test_page_needs_nothing_from_outside_and_may_run_nothing():
    reader = Reader(page_of(graded()))
    assert not {"script", "link", "img", "iframe", "object"} & set(reader.tags)
    assert not [name for name, _ in reader.attributes if name in ("src", "href", "style")]
    policy = next(value for name, value in reader.attributes if value and "default-src" in value)
    assert policy.startswith("default-src 'none'") and "script" not in policy


def test_nothing_written_becomes_markup():
    notebook = graded(
        {"impute_median": HOSTILE, WRITTEN: HOSTILE},
        {"test_impute_median": HOSTILE, "test_one_hot": (MARKUP, HOSTILE)},
        Status.TIME_OUT,
        HOSTILE,
    )
    clean, dirty = Reader(page_of(graded())), Reader(page_of(notebook, comment=HOSTILE))
    assert set(dirty.tags) <= {*clean.tags, "details", "summary", "pre", "div", "strong"}
    assert not [name for name, _ in dirty.attributes if name.startswith("on") or name == "src"]
    assert dirty.text.count("<script>") == dirty.text.count("{{ 7*7 }}") == 7


def test_odd_characters_show_as_codes():
    page = page_of(graded({"impute_median": HOSTILE}))
    assert not {"\x00", "\x1b", "\x07", "\u202e", "\u2066", "\ufeff", "\ud800"} & set(page)
    assert "[U+0000]rojo" in page and "[U+202E]al revés[U+2066]" in page and "[U+D800]" in page
    page.encode("utf-8")


def test_visible_leaves_words_of_every_language_alone():
    text = "año 中文 عربى 👩‍🔬 μ̂\n\ttabulado"
    assert visible(text) == text


def test_endless_text_is_cut():
    assert len(visible("a" * 10**7)) < LONGEST + 50
    assert visible("a" * (LONGEST + 7)).endswith("(y 7 caracteres más)")


def test_messages_name_no_folder():
    told = without_folders(f"FileNotFoundError: '{FOLDER}/x.csv', km/h, https://a.es/b/c, 1/2/3")
    assert told == "FileNotFoundError: 'x.csv', km/h, https://a.es/b/c, 1/2/3"
    assert "profe" not in Reader(page_of(graded(failed={"test_one_hot": HOSTILE}))).text


def test_exercises_add_up():
    notebook, _ = filled(graded(failed={"test_impute_median": MESSAGE}))
    found = exercises(notebook)
    assert [each.name for each in found][:2] == ["impute_median", "one_hot"]
    assert sum(each.points for each in found) == 50
    assert (found[0].score, found[0].points, found[-1].pending) == (4, 6, 4)
    assert [test.passed for test in found[0].tests] == [False, True, True, True]


def test_a_test_that_did_not_earn_its_points_does_not_count_as_passed():
    notebook, _ = filled(graded())
    cell = next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade"))
    cell.metadata.nbgrader["score"] = 0.0
    assert not exercises(notebook)[0].tests[0].passed


@pytest.mark.parametrize(("value", "text"), [(2, "2"), (2.5, "2,5"), (1 / 3, "0,33"), (0, "0")])
def test_numbers_are_spanish(value, text):
    assert number(value) == text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_the_page_fits_and_nothing_runs(chromium, tmp_path, scheme):
    notebook = graded(
        {"impute_median": HOSTILE + "x" * 3000, WRITTEN: HOSTILE},
        {"test_impute_median": MESSAGE + "y" * 3000, "test_one_hot": HOSTILE},
        Status.TIME_OUT,
        HOSTILE,
    )
    path = tmp_path / "page.html"
    path.write_text(page_of(notebook, comment=HOSTILE), encoding="utf-8")
    requests: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium)
        page = browser.new_page(viewport={"width": 360, "height": 640}, color_scheme=scheme)
        page.on("request", lambda request: requests.append(request.url))
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert page.title() == f"Corrección de {LAB}"
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        style = "getComputedStyle(document.body)"
        colours = page.evaluate(f"[{style}.color, {style}.backgroundColor]")
        browser.close()
    assert requests == [path.as_uri()]
    ink, paper = (int(re.search(r"\d+", colour)[0]) for colour in colours)
    assert (ink < paper) == (scheme == "light")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Give a graded class of three: one fails a test, one is unreadable, one wrote markup."""
    course = tmp_path_factory.mktemp("feedback")
    results = [
        result("ana", {"test_impute_median": MESSAGE}, {WRITTEN: "Porque espía."}),
        result("luis", status=Status.UNREADABLE, note="Solo para ti."),
        result("mala", {"test_one_hot": MARKUP}, {"one_hot": MARKUP}),
    ]
    record(course, results)
    with Gradebook(f"sqlite:///{course}/gradebook.db", "aprende") as gradebook:
        grade = gradebook.find_grade(WRITTEN, LAB, LAB, "ana")
        grade.manual_score, grade.needs_manual_grade = 3, False
        comment = gradebook.find_comment(WRITTEN, LAB, LAB, "ana")
        comment.manual_comment = "Bien <b>visto</b>."
        gradebook.db.commit()
    return course


def read(course, student: str) -> str:
    return (course / "feedback" / student / LAB / f"{LAB}.html").read_text(encoding="utf-8")


def test_our_command_and_nbgraders_write_the_same_pages(course, monkeypatch, capsys):
    monkeypatch.chdir(course)
    assert main(["feedback", LAB]) == 0
    assert "Páginas para estudiantes: 3" in capsys.readouterr().out
    ours = {student: read(course, student) for student in ("ana", "luis", "mala")}
    subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_feedback", LAB, "--force"],
        check=True,
        capture_output=True,
        env={**os.environ},
    )
    assert {student: read(course, student) for student in ours} == ours
    ana = Reader(ours["ana"]).text
    assert "47 de 50 puntos" in ana and "3 de 4" in ana and "Bien <b>visto</b>." in ana
    assert "está dañado" in ours["luis"] and "0 de 50 puntos" in Reader(ours["luis"]).text
    assert "Lo entregaste sin responder." in ours["mala"]


def test_nothing_for_the_teacher_lies_beside_a_page(course, monkeypatch):
    monkeypatch.chdir(course)
    assert main(["feedback", LAB]) == 0
    files = [path for path in (course / "feedback").rglob("*") if path.is_file()]
    assert {path.name for path in files} == {f"{LAB}.html"}
    secrets = [
        line
        for cell in json.loads((course / "solutions" / LAB / f"{LAB}.ipynb").read_text())["cells"]
        for line in "".join(cell["source"]).partition("HIDDEN TESTS")[2].splitlines()
        if len(line) > 20
    ]
    assert secrets
    for path in files:
        page = path.read_text(encoding="utf-8")
        assert "Solo para ti" not in page and not [line for line in secrets if line in page]


def test_before_anything_is_graded_it_says_so(course, monkeypatch, capsys, tmp_path):
    record(tmp_path, [])
    monkeypatch.chdir(tmp_path)
    assert main(["feedback", LAB]) == 1
    assert "Todavía no hay nada corregido" in capsys.readouterr().err


def test_a_message_of_broken_characters_can_be_written_and_read():
    made = result("mala", {"test_one_hot": "roto \ud800"}, detail="\udfff")
    again = Result.from_json(made.to_json().encode("utf-8").decode("utf-8"))
    assert again.detail == "?" and any(test.message == "roto ?" for test in again.tests)
