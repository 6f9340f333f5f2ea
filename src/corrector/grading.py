"""Grade one submission. Whatever is in it, this gives a :class:`Result`; see :func:`grade`."""

from dataclasses import dataclass
from pathlib import Path

from corrector.result import Result


@dataclass(frozen=True)
class Options:
    """How to grade; plain data, sent to workers.

    Attributes
    ----------
    seed : str
        ``APRENDE_SEED``: which hidden inputs are drawn.
    cell_seconds, notebook_seconds : float
        The longest that one cell and that all cells together may take.
    memory_mb, processes, disk_mb : int
        Limits of one submission's sandbox.
    output_kb : int
        The most output kept of one cell.
    file_mb : float
        The largest notebook file accepted.
    sandbox : bool
        False runs students' code with no sandbox at all; the teacher has to spell that out.
    """

    seed: str = "0"
    cell_seconds: float = 60.0
    notebook_seconds: float = 300.0
    memory_mb: int = 2048
    processes: int = 64
    disk_mb: int = 64
    output_kb: int = 64
    file_mb: float = 20.0
    sandbox: bool = True


def checksum(submission: Path, source: Path, options: Options) -> str:
    """SHA-256 of everything that a grading depends on: same checksum, same result."""
    raise NotImplementedError


def grade(
    submission: Path, source: Path, student: str, options: Options | None = None
) -> Result:
    """Grade one submission of one lab.

    Parameters
    ----------
    submission : Path
        The student's notebook file. It may be missing, a link, garbage, hostile.
    source : Path
        The teacher's notebook: ``solutions/LAB/LAB.ipynb``; its stem is the lab's name.
    student : str
        Whose it is; only goes into the result.
    options : Options, optional

    Returns
    -------
    Result
        Always, whatever the submission holds. Safe to call from one process at a time (it keeps
        a warm sandbox in this process); several processes side by side are fine.

    Raises
    ------
    corrector.sandbox.SandboxMissing
        If there is no bubblewrap and ``options.sandbox``; nothing was run. Says how to install it.
    """
    raise NotImplementedError
