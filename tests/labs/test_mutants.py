"""No small change to a reference keeps its points, bar those that change nothing."""

import ast
from pathlib import Path

import pytest
from judge import ROOT, Lab
from mutants import EQUIVALENT, mutants

from aprende import checks

LABS = sorted(folder.name for folder in (ROOT / "solutions").iterdir() if folder.is_dir())
EXERCISES = [(name, exercise) for name in LABS for exercise in Lab(name).exercises]
SECONDS = 2.0  # a mutant that loops is told so sooner than a student would be


@pytest.fixture(autouse=True)
def short_time_limit(monkeypatch):
    limits = checks.Answer.__init__.__defaults__
    monkeypatch.setattr(checks.Answer.__init__, "__defaults__", (SECONDS, *limits[1:]))


@pytest.mark.parametrize(("name", "exercise"), EXERCISES)
def test_every_mutant_loses_points(name, exercise, record_property):
    lab = Lab(name)
    made = mutants(lab.answers[exercise])
    assert made
    survivors = {
        mutant.change
        for mutant in made
        if not any(lab.judge({exercise: mutant.code}, only=exercise).values())
    }
    assert len(survivors) < len(made)
    excused = {change for of, who, change in EQUIVALENT if (of, who) == (name, exercise)}
    if "*" in excused:
        excused = survivors
    record_property("mutants", len(made))
    record_property("killed", len(made) - len(survivors))
    record_property("excused", len(survivors & excused))
    assert survivors <= excused, f"these keep all points: {sorted(survivors - excused)}"
    assert excused <= survivors, f"no longer survive: {sorted(excused - survivors)}"


def test_mutants_are_valid_code_that_differs():
    source = Path(__file__).read_text(encoding="utf-8")
    made = mutants(source)
    assert len(made) > 20
    for mutant in made:
        ast.parse(mutant.code)
    assert len({mutant.code for mutant in made}) == len(made)


def test_the_usual_mistakes_are_among_the_mutants():
    source = (
        "def f(x):\n    if x < 1:\n        raise ValueError(2)\n    y = x + 1\n    return y / 2\n"
    )
    changes = {mutant.change.split("\n")[0] for mutant in mutants(source)}
    assert {"x < 1 -> x <= 1", "x + 1 -> x - 1", "y / 2 -> y * 2"} <= changes
    assert "2 -> 3" in changes and "return y / 2 -> return None" in changes
    codes = {mutant.code for mutant in mutants(source)}
    assert not any("ValueError(3)" in code for code in codes)
    assert any("raise" not in code for code in codes)  # the check was left out
