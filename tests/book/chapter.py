"""Run a chapter's own code in a test: the functions a reader sees are the ones that are tested.

A code cell with the tag ``define`` holds what the chapter's experiments need (imports, data,
functions), and nothing that plots or takes long. :func:`definitions` runs these cells, in order.
"""

from functools import cache
from pathlib import Path
from typing import Any

from myst_nb.core.read import read_myst_markdown_notebook

ROOT = Path(__file__).resolve().parents[2]


def code_cells(name: str) -> list:
    """Code cells of ``chapters/NAME.md``, as notebook nodes with source and metadata."""
    text = (ROOT / "chapters" / f"{name}.md").read_text(encoding="utf-8")
    notebook = read_myst_markdown_notebook(text, add_source_map=False)
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@cache
def definitions(name: str) -> dict[str, Any]:
    """Names that the cells tagged ``define`` make."""
    scope: dict[str, Any] = {"__name__": f"chapter_{name}"}
    for cell in code_cells(name):
        if "define" in cell.metadata.get("tags", []):
            exec(compile(cell.source, f"chapters/{name}.md", "exec"), scope)
    return scope
