"""Answers that are right keep their points when they are graded for real, in the sandbox too.

One notebook of each lab here; ``make verdicts`` grades them all, which takes five minutes.
"""

import os
import re
from itertools import zip_longest

import nbformat
import pytest
from judge import ROOT, Lab, known_answers

from corrector.grading import grade
from corrector.sandbox import SandboxMissing, bubblewrap

LABS = sorted(path.name for path in (ROOT / "solutions").iterdir())

PICTURES = re.compile(r"^with preview\(\):|^self_check\(", re.MULTILINE)

pytestmark = pytest.mark.xdist_group("grading")


def lost(lab: str, answers: dict[str, str], folder) -> set[str]:
    """Grade a notebook with these answers, by exercise; give the exercises that lost points."""
    paths = {name: folder / name / f"{lab}.ipynb" for name in ("solutions", "labs")}
    for name, path in paths.items():
        notebook = nbformat.read(ROOT / name / lab / path.name, as_version=4)
        # Pictures take most of the time, and no points.
        notebook.cells = [cell for cell in notebook.cells if not PICTURES.search(cell.source)]
        path.parent.mkdir(exist_ok=True)
        nbformat.write(notebook, path)
    answers = Lab(lab).answers | answers
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = answers.get(name, cell.source)
    nbformat.write(notebook, paths["labs"])
    tests = grade(paths["labs"], paths["solutions"], "ñu").tests
    assert len(tests) > len(answers)
    failed = {t.grade_id for t in tests if t.score is not None and t.score < t.points}
    return {Lab(lab).exercise_of(t) for t in Lab(lab).tests if t.grade_id in failed}


@pytest.mark.parametrize("lab", LABS)
def test_right_answers_keep_their_points_when_graded(lab, tmp_path, missing):
    try:
        bubblewrap()
    except SandboxMissing:
        missing("bubblewrap is not installed")
    known = {}
    for each in known_answers(lab):
        if each.right:
            known.setdefault(each.exercise, []).append(each.code)
    assert set(known) == set(Lab(lab).exercises)
    notebooks = [*zip_longest(*known.values())]  # each with one answer to each exercise
    assert len(notebooks) > 4 and all(notebooks[4])
    for codes in notebooks if os.environ.get("APRENDE_ALL_SEEDS") else notebooks[4:5]:
        answers = {name: code for name, code in zip(known, codes, strict=True) if code}
        for name in lost(lab, answers, tmp_path):
            # Two answers may have helpers of the same name: alone, none loses anything.
            assert not lost(lab, {name: answers[name]}, tmp_path), answers[name]


def test_a_wrong_answer_loses_its_own(tmp_path):
    """Without this, the test above could not fail."""
    wrong = next(each for each in known_answers("01_datos") if not each.right)
    assert lost("01_datos", {wrong.exercise: wrong.code}, tmp_path) == {wrong.exercise}
