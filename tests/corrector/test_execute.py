"""What ExecuteToTheEnd does with notebooks that try to slip through."""

import nbformat.v4 as nb
import pytest
from nbgrader.utils import determine_grade

from corrector.execute import ExecuteToTheEnd


def notebook_of(*sources: str, tags: tuple[str, ...] = ()):
    """Build a notebook whose last cell is a test worth one point."""
    cells = [nb.new_code_cell(source) for source in sources]
    cells[-1].metadata.update(
        nbgrader={"grade": True, "grade_id": "test_f", "points": 1, "solution": False},
        tags=list(tags),
    )
    return nb.new_notebook(
        cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    )


def earned(notebook) -> float:
    executed, _ = ExecuteToTheEnd(timeout=20).preprocess(notebook, {"metadata": {"path": None}})
    return determine_grade(executed.cells[-1])[0]


@pytest.mark.parametrize(
    ("points", "sources"),
    [
        (1, ["x = 1", "assert x == 1"]),
        (0, ["x = 1", "assert x == 2"]),
        (0, ["raise ValueError", "x"]),
        (1, ["x = 1", "import sys; print('aviso', file=sys.stderr); assert x == 1"]),
        (0, ["import os; os._exit(1)", "pass"]),
        (0, ["x = 1", "import os; os._exit(0)"]),
    ],
)
def test_points_follow_what_the_test_cell_did(points, sources):
    assert earned(notebook_of(*sources)) == points


def test_a_test_cell_told_to_skip_execution_earns_nothing():
    assert earned(notebook_of("x = 1", "assert x == 1", tags=("skip-execution",))) == 0


def test_an_execution_count_brought_along_proves_nothing():
    notebook = notebook_of("x = 1", "assert x == 1", tags=("skip-execution",))
    notebook.cells[-1].execution_count = 7
    assert earned(notebook) == 0
