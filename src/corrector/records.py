"""What grading leaves on disk, in ``autograded/STUDENT/LAB/``: written whole or not at all.

A result is ``.result.json`` from the moment it arrives until the gradebook and the graded notebook
hold it too, and ``result.json`` from then on. So whatever stops the grader, the next run finds what
was graded, finishes it, and grades nothing again.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from corrector.result import Result

DONE = "result.json"
ARRIVED = ".result.json"
TIMESTAMP = "timestamp.txt"


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that a reader, or a crash, sees the old one or the new one, never half.

    Raises
    ------
    OSError
        If it cannot be written: the disk is full, say. The old file is untouched then.
    """
    handle, temporary = tempfile.mkstemp(
        dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".tmp"
    )
    try:
        with open(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(handle)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


class Records:
    """The results of one lab on disk.

    Parameters
    ----------
    autograded : Path
        nbgrader's folder of graded submissions.
    lab : str
        Which lab.
    """

    def __init__(self, autograded: Path, lab: str):
        self.autograded = autograded
        self.lab = lab

    def folder(self, student: str) -> Path:
        """Give the folder of a student's graded submission."""
        return self.autograded / student / self.lab

    def notebook(self, student: str) -> Path:
        """Give the path of a student's graded notebook."""
        return self.folder(student) / f"{self.lab}.ipynb"

    def done(self, student: str) -> Result | None:
        """Give a student's finished result; None if there is none, or none that can be read."""
        return _read(self.folder(student) / DONE)

    def timestamp(self, student: str) -> str:
        """Give the timestamp with which the result was recorded; empty if there was none."""
        return read_text(self.folder(student) / TIMESTAMP)

    def arrived(self) -> Iterator[Result]:
        """Give the results that arrived and were not finished."""
        for path in sorted(self.autograded.glob(f"*/{self.lab}/{ARRIVED}")):
            result = _read(path)
            if result is None:
                path.unlink()
            else:
                yield result

    def arrive(self, result: Result) -> None:
        """Put a result on disk, before anything else is done with it."""
        folder = self.folder(result.student)
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / ARRIVED, result.to_json().encode())

    def finish(self, result: Result, timestamp: str) -> None:
        """Write what goes with a result that the gradebook holds, and count it as done.

        Parameters
        ----------
        result : Result
            One that arrived.
        timestamp : str
            When the submission was handed in, as nbgrader writes it; may be empty.
        """
        folder = self.folder(result.student)
        _write_or_remove(self.notebook(result.student), result.notebook)
        _write_or_remove(folder / TIMESTAMP, timestamp)
        os.replace(folder / ARRIVED, folder / DONE)


def read_text(path: Path) -> str:
    """Read a small text file; empty if it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def _read(path: Path) -> Result | None:
    try:
        return Result.from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _write_or_remove(path: Path, text: str) -> None:
    if text:
        write_atomically(path, text.encode())
    else:
        path.unlink(missing_ok=True)
