"""The way into nbgrader: its command and formgrader's button grade as our class command does.

nbgrader_config.py names both classes. The exporter reads what a student handed in, and hands on the
teacher's notebook with the student's answers in it; the preprocessor runs that in the sandbox.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Float, Integer, Unicode

from corrector.examine import Outcome, examine
from corrector.grading import Options, mark, refuse
from corrector.rebuild import Unusable, read_source, read_submission, rebuilt
from corrector.result import Status

T = TypeVar("T")

# It lives as long as the process: the warm sandbox ends with the thread that started it.
THREAD = ThreadPoolExecutor(1)


def beside_any_loop(function: Callable[..., T], *args: Any) -> T:
    """Call a function that runs an event loop, also where one runs: formgrader's button."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return function(*args)
    return THREAD.submit(function, *args).result()


class SubmissionExporter(NotebookExporter):
    """Reads submissions, whatever is in the file; see :mod:`corrector.rebuild`."""

    file_mb = Float(20.0, help="The largest notebook file accepted, in megabytes.").tag(config=True)

    def from_filename(
        self, filename: str, resources: dict | None = None, **kwargs: Any
    ) -> tuple[str, dict]:
        """Convert a notebook file.

        nbgrader calls this twice: for the student's file, and for what came of it.
        """
        if not self.parent._sanitizing:
            return super().from_filename(filename, resources, **kwargs)
        coursedir = self.parent.coursedir
        told = resources["nbgrader"]
        folder = coursedir.format_path(coursedir.source_directory, ".", told["assignment"])
        source = read_source(Path(folder, f"{told['notebook']}.ipynb"))
        cells, status = [], Status.GRADED
        try:
            cells = read_submission(Path(filename), int(self.file_mb * 1024 * 1024))
        except Unusable as problem:
            status = problem.status
        notebook, _, note = rebuilt(source, cells)
        if note:
            self.log.warning("%s: %s", told["student"], note)
        notebook.metadata["aprende"] = {"status": status.value, "detail": ""}
        return self.from_notebook_node(notebook, resources, **kwargs)


class SandboxedExecute(NbGraderPreprocessor):
    """Run a rebuilt submission in the sandbox, in the place of nbgrader's ``Execute``."""

    sandbox = Bool(
        True,
        help="False runs students' code as you, with your files and your network in its reach.",
    ).tag(config=True)
    seed = Unicode("0", help="Which hidden inputs the tests draw.").tag(config=True)
    cell_seconds = Float(60.0, help="The longest that one cell may take.").tag(config=True)
    notebook_seconds = Float(300.0, help="The longest that a notebook may take.").tag(config=True)
    memory_mb = Integer(2048, help="The most memory of one submission.").tag(config=True)
    processes = Integer(64, help="The most processes of one submission.").tag(config=True)
    disk_mb = Integer(64, help="The most disk space of one submission.").tag(config=True)
    output_kb = Integer(64, help="The most output kept of one cell.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Run the notebook; each test cell that did not pass ends with an error output.

        Raises
        ------
        corrector.sandbox.SandboxMissing
            If there is no bubblewrap; nothing was run.
        """
        rules = Options(
            **{
                name: getattr(self, name)
                for name in self.trait_names(config=True)
                if name in FIELDS
            }
        ).rules
        status = Status(nb.metadata["aprende"]["status"])
        if status is Status.GRADED:
            coursedir = self.parent.parent.coursedir
            told = resources["nbgrader"]
            folder = coursedir.format_path(coursedir.source_directory, ".", told["assignment"])
            source = read_source(Path(folder, f"{told['notebook']}.ipynb"))
            outcome = beside_any_loop(examine, nb, source, rules)
            if outcome.note:
                self.log.warning("%s: %s", told["student"], outcome.note)
        else:
            outcome = Outcome(status)
            refuse(nb, status)
        mark(nb, outcome)
        return nb, resources


FIELDS = set(Options.__dataclass_fields__)
