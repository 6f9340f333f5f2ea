"""Moodle takes back what we write: read here as Moodle's own importers read it."""

import csv
import json
import zipfile
from datetime import datetime, timezone

import pytest
from made_up import LAB, record, result

from corrector.__main__ import main
from corrector.errors import ClassError
from corrector.grades import Grades
from corrector.moodle import (
    Participant,
    decimal,
    harmless,
    participants,
    write_feedback,
    write_gradebook,
    write_worksheet,
)

pytestmark = pytest.mark.xdist_group("moodle")

ANA, LUIS = Participant("Ana María Pérez-Gómez", 41), Participant("Luis", 7)


def owners(archive) -> dict[str, int]:
    """Say whom Moodle gives each file of a ZIP to: mod/assign/feedback/file looks for a number."""
    found = {}
    with zipfile.ZipFile(archive) as opened:
        for entry in opened.namelist():
            assert not entry.startswith("/") and ".." not in entry.split("/")
            parts = entry.split("/")[0].split("_", 4)
            assert len(parts) >= 4 and parts[1].isdigit(), entry
            assert parts[2:4] == ["assignsubmission", "file"]
            found[entry.rsplit("/", 1)[1]] = int(parts[1])
    return found


def worksheet(path) -> dict[int, dict[str, str]]:
    """Read a worksheet as mod/assign/feedback/offline does: participant's number -> row."""
    text = path.read_bytes().decode("utf-8").removeprefix("\ufeff")
    rows = list(csv.DictReader(text.splitlines()))
    for heading in ("Identificador", "Calificación", "Última modificación (calificación)"):
        assert heading in rows[0]
    return {
        int(row["Identificador"][len("Participante") :]): row
        for row in rows
        if row["Identificador"]
    }


@pytest.mark.parametrize(
    "folder",
    [
        "Ana María Pérez-Gómez_41_assignsubmission_file_",
        "Ana María Pérez-Gómez_41_assignsubmission_file",  # Moodle 4.1 and later
        "Ana María Pérez-Gómez_41_assignsubmission_onlinetext_",
    ],
)
def test_participant_is_read_from_what_moodle_exports(folder):
    assert Participant.of(folder) == ANA
    assert ANA.folder == "Ana María Pérez-Gómez_41_assignsubmission_file_"


@pytest.mark.parametrize(
    "folder", ["ana", "", "Ana_x_assignsubmission_file_", "../a_1_b", "a/b_1_c"]
)
def test_other_folders_are_nobodys(folder):
    assert Participant.of(folder) is None


def test_no_name_leads_out_of_the_zip_or_hides_the_number(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("x")
    names = ["../../etc", "a/b", "C:\\x", "ana_maría_9", "\x00", ""]
    for number, name in enumerate(names, 100):
        write_feedback(tmp_path / "back.zip", {Participant(name, number): page})
        assert owners(tmp_path / "back.zip") == {"page.html": number}


def test_zip_gives_each_page_to_its_owner(tmp_path):
    pages = {}
    for who in (ANA, LUIS):
        pages[who] = tmp_path / f"{who.number}.html"
        pages[who].write_text(who.name, encoding="utf-8")
    write_feedback(tmp_path / "new" / "back.zip", pages)
    assert owners(tmp_path / "new" / "back.zip") == {"41.html": 41, "7.html": 7}
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["back.zip"]


def test_a_zip_that_could_not_be_finished_leaves_the_old_one(tmp_path):
    path = tmp_path / "back.zip"
    path.write_text("el de antes")
    with pytest.raises(FileNotFoundError):
        write_feedback(path, {ANA: tmp_path / "nada.html"})
    assert path.read_text() == "el de antes" and list(tmp_path.iterdir()) == [path]


def slip(submitted, student: str, folder: str) -> None:
    home = submitted / student / LAB
    home.mkdir(parents=True)
    text = json.dumps({"name": student, "folder": folder, "status": None})
    (home / "entrega.json").write_text(text, encoding="utf-8")


def test_two_students_with_one_number_are_refused(tmp_path):
    slip(tmp_path, "ana", ANA.folder)
    slip(tmp_path, "lista", "Otra_41_assignsubmission_file_")
    slip(tmp_path, "rota", "../../x")
    assert participants(tmp_path, LAB, ["ana", "rota", "de carpeta"]) == {"ana": ANA}
    with pytest.raises(ClassError, match="«ana» y «lista»"):
        participants(tmp_path, LAB, ["ana", "lista"])


GRADES = [
    Grades("ana", "Ana", cells={"a": 40.5, "b": 0.0}, pending=["b"], points=50),
    Grades("luis", "Luis", cells={"a": 46, "b": 4}, points=50, penalty=5),
    Grades("=cmd|' /C calc'!A0", '@SUM(1+1)*"x",y', cells={"a": 1}, points=50),
]


def test_worksheet_has_moodles_form(tmp_path):
    path = tmp_path / "x.csv"
    now = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)
    write_worksheet(path, GRADES, {"ana": ANA, "luis": LUIS}, now=now)
    rows = worksheet(path)
    assert set(rows) == {41, 7}
    assert rows[41]["Nombre completo"] == ANA.name
    assert (rows[41]["Calificación"], rows[41]["Calificación máxima"]) == ("40.5", "50")
    assert (rows[41]["Por corregir a mano"], rows[7]["Por corregir a mano"]) == ("sí", "")
    assert rows[7]["Calificación"] == "45"
    written = datetime.fromisoformat(rows[7]["Última modificación (calificación)"])
    assert written == now


def test_worksheet_scales_to_what_the_assignment_counts(tmp_path):
    write_worksheet(tmp_path / "x.csv", GRADES, {"ana": ANA, "luis": LUIS}, out_of=10)
    rows = worksheet(tmp_path / "x.csv")
    assert (rows[41]["Calificación"], rows[7]["Calificación"]) == ("8.1", "9")
    assert rows[7]["Calificación máxima"] == "10"


def test_no_cell_is_a_formula(tmp_path):
    write_worksheet(tmp_path / "one.csv", GRADES, {"ana": Participant("+34 600", 41)})
    write_gradebook(tmp_path / "all.csv", {"=LAB()": GRADES})
    for path in (tmp_path / "one.csv", tmp_path / "all.csv"):
        cells = [
            cell
            for row in csv.reader(path.read_text(encoding="utf-8-sig").splitlines())
            for cell in row
        ]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
        assert "'=cmd|' /C calc'!A0" in cells and '\'@SUM(1+1)*"x",y' in cells


@pytest.mark.parametrize(
    ("text", "safe"), [("-1", "'-1"), ("Ana", "Ana"), ("", ""), ("a=1", "a=1")]
)
def test_only_what_a_spreadsheet_would_run_is_quoted(text, safe):
    assert harmless(text) == safe


@pytest.mark.parametrize(
    ("value", "text"), [(7, "7"), (0, "0"), (7.25, "7.25"), (1 / 3, "0.33333")]
)
def test_grades_have_a_decimal_point(value, text):
    assert decimal(value) == text


def test_gradebook_has_a_row_for_each_student_and_a_column_for_each_lab(tmp_path):
    write_gradebook(tmp_path / "all.csv", {"01": GRADES[:2], "02": GRADES[1:2]})
    rows = list(csv.reader((tmp_path / "all.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert rows == [
        ["Número de ID", "Nombre completo", "Dirección de correo", "01", "02"],
        ["ana", "Ana", "", "40.5", ""],
        ["luis", "Luis", "", "45", "45"],
    ]


def test_a_class_from_moodle_goes_back_to_moodle(tmp_path, monkeypatch, capsys):
    record(tmp_path, [result("ana", {"test_one_hot": "mal"}), result("luis"), result("eva")])
    slip(tmp_path / "submitted", "ana", ANA.folder)
    slip(tmp_path / "submitted", "luis", LUIS.folder)
    monkeypatch.chdir(tmp_path)
    assert main(["feedback", LAB]) == 0
    assert "con 2 de ellas" in capsys.readouterr().out
    with zipfile.ZipFile(tmp_path / "moodle" / f"{LAB}.zip") as opened:
        assert len(opened.namelist()) == 2
        page = opened.read(f"{ANA.folder}/{LAB}.html").decode()
    assert "44 de 50 puntos" in page
    assert main(["grades", LAB, "--out-of", "10"]) == 0
    rows = worksheet(tmp_path / "moodle" / f"{LAB}.csv")
    assert {number: row["Calificación"] for number, row in rows.items()} == {41: "8.8", 7: "9.2"}
    everyone = (tmp_path / "grades.csv").read_text(encoding="utf-8-sig")
    assert everyone.splitlines()[1:] == ["ana,ana,,44", "eva,eva,,46", "luis,luis,,46"]


@pytest.mark.parametrize("what", ["feedback", "grades", "report"])
def test_an_unknown_lab_or_a_missing_gradebook_is_told(tmp_path, monkeypatch, capsys, what):
    record(tmp_path, [])
    monkeypatch.chdir(tmp_path)
    assert main([what, "99_nada"]) == 1
    assert "No hay ningún laboratorio «99_nada»" in capsys.readouterr().err
    (tmp_path / "gradebook.db").unlink()
    assert main([what, LAB]) == 1
    assert "No hay ningún libro de notas" in capsys.readouterr().err
    assert not (tmp_path / "gradebook.db").exists()
    assert not [name for name in ("moodle", "reports", "feedback") if (tmp_path / name).exists()]
