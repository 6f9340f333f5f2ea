"""Of a submission only answers are taken; all else is the teacher's."""

import json

import pytest
from pupils import ESSAY, RIGHT, STUB, source_notebook

from corrector.rebuild import (
    LONGEST,
    Unusable,
    cells_of,
    exercise_of,
    leaned_on,
    read_source,
    read_submission,
    rebuilt,
    runs_for_student,
)
from corrector.result import Status


def answer(source: str, name: object = "suma", kind: str = "code", **more) -> tuple[str, str, dict]:
    return kind, source, {"nbgrader": {"grade_id": name, **more}}


def built(*cells):
    return rebuilt(source_notebook(), list(cells))


def sources(notebook) -> dict[str, str]:
    return {
        cell.metadata.nbgrader.grade_id: cell.source
        for cell in notebook.cells
        if "nbgrader" in cell.metadata
    }


def test_an_answer_takes_the_place_of_the_stub():
    notebook, unanswered, note = built(answer(RIGHT), answer(ESSAY, "porque", "markdown"))
    assert sources(notebook)["suma"] == RIGHT
    assert sources(notebook)["porque"] == ESSAY
    assert (unanswered, note) == ([], "")


def test_nothing_but_the_source_of_an_answer_is_taken():
    hostile = {"points": 999, "locked": False, "solution": True, "schema_version": 1}
    cell = ("raw", RIGHT, {"nbgrader": {"grade_id": "suma", **hostile}, "tags": ["skip-execution"]})
    theirs, _, _ = built(cell, answer("pass", "test_suma", **hostile), answer("1", "nueva"))
    ours, _, _ = built(answer(RIGHT))
    assert theirs.cells == [{**cell, "id": theirs.cells[i].id} for i, cell in enumerate(ours.cells)]


def test_tests_and_points_are_the_teachers():
    teachers = {c.metadata.nbgrader.grade_id: c for c in source_notebook().cells if c.metadata}
    notebook, _, _ = built(answer("pass", "test_suma"), answer("pass", "test_suma_dos"))
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if name.startswith("test_"):
            assert cell.source == teachers[name].source
            assert cell.metadata.nbgrader.points == teachers[name].metadata.nbgrader.points


def test_what_is_left_is_the_stub_and_never_the_solution():
    for cells in ([], [answer(STUB)], [answer("x = 1", "otra")]):
        notebook, unanswered, _ = built(*cells)
        assert unanswered == ["suma", "porque"]
        assert sources(notebook)["suma"] == STUB
        assert "BEGIN SOLUTION" not in json.dumps(notebook)
        assert "return x + 1" not in sources(notebook)["suma"]


def test_of_an_answer_there_twice_the_last_that_changed_counts_and_the_teacher_is_told():
    notebook, _, note = built(answer("a = 1"), answer("b = 2"), answer(STUB))
    assert sources(notebook)["suma"] == "b = 2"
    assert "«suma» está repetida" in note


def test_lost_cells_are_told():
    assert "Faltan celdas: porque." in built(answer(RIGHT))[2]


@pytest.mark.parametrize("name", [None, 3, [], {}, "test_suma", "", "SUMA"])
def test_a_name_that_is_none_of_an_answer_is_no_answer(name):
    assert built(answer("x = 1", name))[1] == ["suma", "porque"]


def test_helpers_stand_before_the_answer_that_follows_them_without_what_only_costs_time():
    notebook, _, _ = built(
        ("code", "import math\nmath.sqrt(2)\nfor _ in range(9): pass\nhalf = 0.5", {}),
        ("markdown", "def no(): pass", {}),
        answer(RIGHT),
        ("code", "def late(): pass", {}),
    )
    own = [cell for cell in notebook.cells if cell.metadata.get("student")]
    assert [cell.source for cell in own] == ["import math\nhalf = 0.5"]
    after = notebook.cells[notebook.cells.index(own[0]) + 1]
    assert after.metadata.nbgrader.grade_id == "suma"


def test_a_cell_too_long_is_left_out_and_told():
    _, unanswered, note = built(answer("x" * (LONGEST + 1)))
    assert "suma" in unanswered and "demasiado larga" in note


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("import os\nfrom math import sqrt as s", "import os\nfrom math import sqrt as s"),
        ("def f(x):\n    return x", "def f(x):\n    return x"),
        ("class A:\n    x = 1", "class A:\n    x = 1"),
        ("x = 1\ny: int = 2\nz = [1, -2]", "x = 1\ny: int = 2\nz = [1, -2]"),
        ("x = f()", ""),
        ("f(1)\nx += 1\ndel x\nwhile True: pass", ""),
        ("not python at all", ""),
        ("%magic\nx = 1", ""),
        ("x = 1\0", ""),
        ("x = " + "1+" * 900 + "1", ""),
        ("x = " + "(" * 5000, ""),
    ],
)
def test_of_own_cells_definitions_and_constants_are_kept(source, kept):
    assert leaned_on(source) == kept


def status_of(data: bytes) -> Status:
    with pytest.raises(Unusable) as raised:
        cells_of(data)
    return raised.value.status


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", Status.UNREADABLE),
        (b"\xff\xfe", Status.UNREADABLE),
        (b"{", Status.UNREADABLE),
        (b"[" * 100_000, Status.UNREADABLE),
        (b"3", Status.NOT_A_NOTEBOOK),
        (b"{}", Status.NOT_A_NOTEBOOK),
        (b'{"cells": {}}', Status.NOT_A_NOTEBOOK),
        (b'{"worksheets": []}', Status.OLD_FORMAT),
        (b'{"cells": [], "nbformat": 5}', Status.OLD_FORMAT),
    ],
)
def test_a_file_that_cannot_be_used_says_why(data, status):
    assert status_of(data) is status


def test_cells_are_read_whatever_they_are_made_of():
    deep = json.loads("[" * 600 + "]" * 600)
    cells = [None, 3, {}, {"source": 5}, {"cell_type": deep, "source": ["a", 1, "b"]}]
    found = cells_of(json.dumps({"cells": cells}).encode())
    assert [(kind, source) for kind, source, _ in found] == [("", ""), ("", ""), ("", "ab")]
    [(_, source, _)] = cells_of(b'{"cells": [{"source": "\\ud800"}]}')
    source.encode()


def test_a_submission_is_a_regular_file_of_some_size(tmp_path):
    path = tmp_path / "mini.ipynb"
    with pytest.raises(Unusable) as raised:
        read_submission(path, 100)
    assert raised.value.status is Status.MISSING
    path.write_bytes(b" " * 101)
    with pytest.raises(Unusable) as raised:
        read_submission(path, 100)
    assert raised.value.status is Status.TOO_LARGE


def test_a_source_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(ValueError, match="nada.ipynb"):
        read_source(tmp_path / "nada.ipynb")


def test_tests_do_not_run_for_the_student():
    notebook, _, _ = built(answer(RIGHT))
    names = [c.metadata.nbgrader.grade_id for c in notebook.cells if runs_for_student(c)]
    assert names == ["suma"]


def test_a_test_belongs_to_the_longest_name_that_fits():
    assert exercise_of("test_mse_shape", ["mse", "mse_shape", "m"]) == "mse_shape"
    assert exercise_of("test_mse_shape", ["mse", "m"]) == "mse"
