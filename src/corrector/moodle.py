"""Give back to Moodle what it takes: feedback files in a ZIP, and grades in its own worksheet.

Moodle 3.1 and later name the folder of each submission they export
``Full name_NUMBER_assignsubmission_file`` (before 4.1 with one more ``_``), and know by that
number whom a file or a grade is for.
"""

import csv
import os
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from corrector.errors import ClassError
from corrector.grades import Grades
from corrector.intake import SLIP, Slip

FOLDER = re.compile(r"(?P<name>[^/\\]*?)_(?P<number>\d{1,18})_assignsubmission_[a-z]+_?")
# The first four are what Moodle in Spanish looks for in a worksheet; it passes over the others.
WORKSHEET = (
    "Identificador",
    "Nombre completo",
    "Calificación",
    "Última modificación (calificación)",
    "Calificación máxima",
    "Número de ID",
    "Por corregir a mano",
)
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Participant:
    """Who somebody is in one of Moodle's assignments: full name, and Moodle's number."""

    name: str
    number: int

    @classmethod
    def of(cls, folder: str) -> "Participant | None":
        """Read it from the name of an exported folder; None if Moodle did not make that name."""
        found = FOLDER.fullmatch(folder)
        return cls(found["name"], int(found["number"])) if found else None

    @property
    def folder(self) -> str:
        """Name of the folder in which Moodle takes files back for this participant.

        An underscore in a name would hide the number from Moodle.
        """
        name = "".join(c if c.isprintable() and c not in "_/\\" else " " for c in self.name)
        return f"{name}_{self.number}_assignsubmission_file_"


def participants(submitted: Path, lab: str, students: Iterable[str]) -> dict[str, Participant]:
    """Find out who came from Moodle: student's id -> participant.

    Raises
    ------
    ClassError
        If two students bear the same number, so that one would get the other's page.
    """
    found: dict[str, Participant] = {}
    owners: dict[int, str] = {}
    for student in sorted(students):
        slip = Slip.read(submitted / student / lab)
        who = Participant.of(slip.folder) if slip else None
        if who is None:
            continue
        if who.number in owners:
            raise ClassError(
                f"«{owners[who.number]}» y «{student}» tienen el mismo número de Moodle, "
                f"{who.number}. Borra {SLIP} de la carpeta que no venga de Moodle, en {submitted}."
            )
        owners[who.number] = student
        found[student] = who
    return found


def write_feedback(path: Path, pages: Mapping[Participant, Path]) -> None:
    """Write the ZIP that Moodle takes back: one page in the folder of each participant.

    Parameters
    ----------
    path : Path
        The ZIP; it replaces what is there once it is whole.
    pages : mapping of Participant to Path
    """
    with _whole(path) as partial, zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
        for who, page in sorted(pages.items(), key=lambda item: item[0].folder):
            archive.write(page, f"{who.folder}/{page.name}")


def write_worksheet(
    path: Path,
    grades: Iterable[Grades],
    known: Mapping[str, Participant],
    out_of: float | None = None,
    now: datetime | None = None,
) -> None:
    """Write one lab's grades as Moodle's offline grading worksheet.

    Moodle reads UTF-8 and commas between columns. It takes a decimal point in every language,
    and a comma in some only, so numbers have a point.

    Parameters
    ----------
    path : Path
        The CSV; it replaces what is there once it is whole.
    grades : iterable of Grades
    known : mapping of str to Participant
        Student's id -> participant. Who has none gets no identifier: Moodle's worksheet passes
        over that row, its gradebook import can go by the ID number.
    out_of : float, optional
        The most that Moodle's assignment can give; the lab's own points if not given.
    now : datetime, optional
        Moodle keeps a grade of its own that is newer than this; the present if not given.
    """
    written = (now or datetime.now(timezone.utc)).isoformat(timespec="seconds")
    rows = []
    for each in grades:
        who = known.get(each.student)
        most = out_of or each.points
        rows.append(
            [
                f"Participante {who.number}" if who else "",
                who.name if who else each.name,
                decimal(each.score * most / each.points if each.points else 0.0),
                written,
                decimal(most),
                each.student,
                "sí" if each.pending else "",
            ]
        )
    _write_csv(path, WORKSHEET, rows)


def write_gradebook(path: Path, labs: Mapping[str, Iterable[Grades]]) -> None:
    """Write all grades as one table, a row for each student and a column for each lab.

    Moodle's gradebook takes it by *Importar > Archivo CSV*, and so does any spreadsheet. A lab
    that a student has not handed in is left blank.

    Parameters
    ----------
    path : Path
        The CSV; it replaces what is there once it is whole.
    labs : mapping of str to iterable of Grades
        Name of each lab -> its grades.
    """
    students: dict[str, Grades] = {}
    scores: dict[str, dict[str, str]] = {}
    for lab, grades in labs.items():
        for each in grades:
            students.setdefault(each.student, each)
            scores.setdefault(each.student, {})[lab] = decimal(each.score)
    rows = [
        [student, students[student].name, students[student].email]
        + [scores[student].get(lab, "") for lab in labs]
        for student in sorted(students)
    ]
    _write_csv(path, ("Número de ID", "Nombre completo", "Dirección de correo", *labs), rows)


def decimal(value: float) -> str:
    """Write a grade with a point and no zeros behind it."""
    return f"{value:.5f}".rstrip("0").rstrip(".")


def harmless(text: str) -> str:
    """Keep a spreadsheet from running a text as a formula: a quote goes before it."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def _write_csv(path: Path, headings: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    with (
        _whole(path) as partial,
        # The mark at its beginning tells Excel that this is UTF-8; Moodle takes it off.
        open(partial, "w", encoding="utf-8-sig", errors="replace", newline="") as file,
    ):
        writer = csv.writer(file)
        writer.writerow(map(harmless, headings))
        writer.writerows([harmless(text) for text in row] for row in rows)


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """Give another file to write to, which takes the place of ``path`` only if nothing failed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    os.close(handle)
    partial = Path(name)
    try:
        yield partial
        partial.chmod(0o644)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
