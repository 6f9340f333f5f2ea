"""The report on a class: right numbers, every size of class, nothing from outside, nothing runs."""

import base64
import re
from dataclasses import replace
from datetime import datetime
from html import unescape

import pytest
from made_up import HINT, LAB, MESSAGE, ROOT, record, result
from playwright.sync_api import sync_playwright

from corrector.__main__ import main
from corrector.grades import Grades
from corrector.report import exercises_of, write_report
from corrector.result import Result, Status

pytestmark = pytest.mark.xdist_group("report")

SOURCE = ROOT / "solutions" / LAB / f"{LAB}.ipynb"
WRITTEN = "pregunta_fuga_y_aumento"
NASTY = "<script>document.title='mal'</script>\u202e\x00"


def grades_of(each: Result, name: str = "") -> Grades:
    """Give what the gradebook would hold of a result."""
    cells = {test.grade_id: test.score or 0.0 for test in each.tests}
    pending = [test.grade_id for test in each.tests if test.score is None]
    return Grades(each.student, name or each.student, "", cells, pending, each.points)


def report(tmp_path, results: list[Result], names=()) -> str:
    """Write a report and read it back."""
    names = [*names, *("" for _ in results)]
    grades = [grades_of(*pair) for pair in zip(results, names, strict=False)]
    path = tmp_path / "sub" / "report.html"
    write_report(path, LAB, SOURCE, results, grades, datetime(2026, 3, 1, 9, 5))
    return path.read_text(encoding="utf-8")


def words(page: str) -> str:
    """Give a page's text on one line."""
    body = re.sub(r"<(style|script)>.*?</\1>", " ", page, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.fixture(scope="module")
def classroom() -> list[Result]:
    """Give six submissions of which every kind is there."""
    return [
        result("ana"),
        result("eva", {"test_impute_median": MESSAGE}, {WRITTEN: "Porque sí."}),
        result("iker", {"test_impute_median": MESSAGE, "test_one_hot": MESSAGE}, seconds=9.0),
        result("luis", status=Status.UNREADABLE, detail="Está cortado.", seconds=0.1),
        result("noa", note="Ha intentado leer ficheros."),
        result("pau", status=Status.MISSING),
    ]


def test_numbers_are_the_classs(tmp_path, classroom):
    text = words(report(tmp_path, classroom))
    assert "01/03/2026, 09:05" in text
    assert "5 entregas 1 sin entregar" in text
    # 46, 44, 42, 0, 46 without what waits for the teacher
    assert "35,6 puntos de media, de 50 44 puntos de mediana" in text
    assert "2 para mirar 1 por corregir a mano" in text


def test_what_to_look_at_is_named_with_its_reason(tmp_path, classroom):
    text = words(report(tmp_path, classroom))
    look = text[text.index("Entregas para mirar") : text.index("Toda la clase")]
    assert "luis ilegible 0 Está cortado." in look
    assert "noa corregida 46 Ha intentado leer ficheros." in look
    assert "ana" not in look and "pau" not in look


def test_hints_are_counted_once_for_each_submission(tmp_path, classroom):
    text = words(report(tmp_path, classroom))
    assert f"2 {HINT}" in text


def test_a_row_for_each_student_has_the_points_of_each_exercise(tmp_path, classroom):
    text = words(report(tmp_path, classroom))
    rows = text[text.index("Toda la clase") :]
    assert "iker corregida 42 4 3 6 6 5 5 6 7 0 9" in rows
    assert "eva corregida 44 pendiente 4 5" in rows
    assert "pau sin entregar 0" in rows


def test_figures_say_what_they_show(tmp_path, classroom):
    page = report(tmp_path, classroom)
    alts = [unescape(alt) for alt in re.findall(r'<img [^>]*alt="([^"]+)"', page)]
    assert len(alts) == 3
    assert "La media es 35,6 y la mediana 44 de 50" in alts[0] and "80\xa0%" in alts[0]
    assert "impute_median, 67\xa0%" in alts[1] and "respuesta escrita, 0\xa0%" in alts[1]
    assert "el máximo, 9" in alts[2]
    for image in re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', page):
        svg = base64.b64decode(image).decode()
        assert svg.rstrip().endswith("</svg>") and "<script" not in svg


def test_exercises_own_their_tests():
    owners = exercises_of(SOURCE)
    assert owners["test_impute_median_even"] == "impute_median"
    assert owners[WRITTEN] == "respuesta escrita"
    assert len(owners) == 30


def test_nothing_yet_is_said(tmp_path):
    page = report(tmp_path, [])
    assert "Todavía no hay ninguna entrega corregida" in page and "<img" not in page


def test_nobody_handed_in(tmp_path):
    text = words(report(tmp_path, [result("pau", status=Status.MISSING)]))
    assert "0 entregas 1 sin entregar" in text and "puntos de media" not in text


def test_one_student_is_a_class(tmp_path):
    text = words(report(tmp_path, [result("ana", {"test_one_hot": MESSAGE})]))
    assert "1 entrega 44 puntos de media" in text
    assert "Ninguna: todas se han corregido" in text


def test_a_thousand_students_are_a_class(tmp_path, classroom):
    many = [replace(classroom[i % 5], student=f"alumno{i:04}") for i in range(1000)]
    page = report(tmp_path, many)
    assert page.count("<tr>") == 1000 + 400 + 2  # the class, those to look at, two headings
    assert len(page) < 1_500_000
    assert "1000 entregas 35,6 puntos de media" in words(page)


def test_what_others_wrote_stays_text_and_the_table_sorts(tmp_path, chromium, classroom):
    bad = result(
        "mala",
        {"test_one_hot": f"mal\n  Pista: {NASTY}"},
        detail=NASTY,
        note=NASTY,
        status=Status.TIME_OUT,
    )
    page_text = report(tmp_path, [*classroom, bad], ["Ángel", "", "", "", "", "", f"Zoe {NASTY}"])
    assert page_text.count("<script") == 1 and not {"\u202e", "\x00"} & set(page_text)
    address = (tmp_path / "sub" / "report.html").as_uri()
    requests: list[str] = []
    wrong: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium)
        page = browser.new_page(viewport={"width": 360, "height": 640})
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: wrong.append(message.text))
        page.goto(address)
        assert page.title() == f"Informe de {LAB}"
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        loaded = "[...document.images].map(image => image.naturalWidth > 0)"
        assert page.evaluate(loaded) == [True] * 3
        cells = page.locator("table").last.locator("tbody tr td:nth-child(3)")
        page.get_by_role("button", name="Puntos").click()
        assert cells.all_inner_texts() == ["0", "0", "42", "44", "44", "46", "46"]
        page.get_by_role("button", name="Puntos").click()
        assert cells.first.inner_text() == "46"
        browser.close()
    assert [url for url in requests if not url.startswith("data:")] == [address] and not wrong


def test_command_writes_it(tmp_path, monkeypatch, capsys, classroom):
    record(tmp_path, classroom, {"ana": "Ana Gil"})
    monkeypatch.chdir(tmp_path)
    assert main(["report", LAB]) == 0
    assert (
        f"El informe: {(tmp_path / 'reports' / f'{LAB}.html').as_uri()}" in capsys.readouterr().out
    )
    text = words((tmp_path / "reports" / f"{LAB}.html").read_text(encoding="utf-8"))
    assert "Ana Gil ana corregida 46" in text and "35,6 puntos de media" in text


def test_the_page_for_teachers_names_every_status_and_commands_that_exist(capsys):
    page = (ROOT / "chapters" / "docentes.md").read_text(encoding="utf-8")
    for status in Status:
        assert f"| {status.label} |" in page
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.M))
    named = set(re.findall(r"make ([a-z]+)", page))
    assert {"labs", "grade", "formgrader", "feedback", "grades", "report"} <= named <= targets
    commands = re.findall(r"python -m corrector (\w+)([^\n`]*)", page)
    commands += [("grade", options) for options in re.findall(r"ARGS=([^\n`]*)", page)]
    assert len(commands) >= 5
    for command, options in commands:
        with pytest.raises(SystemExit) as ended:
            main([command, "--help"])
        assert ended.value.code == 0, command
        known = capsys.readouterr().out
        assert all(option in known for option in re.findall(r"--[a-z-]+", options)), options
