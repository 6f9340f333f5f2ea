"""Take in what students handed in, before anything opens it: folders, or the ZIP Moodle exports.

Only regular files of a sensible size get further. Nothing from a ZIP is ever used as a path: its
names say whose a file is and what the student called it, no more.
"""

import hashlib
import json
import os
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath

from corrector.errors import ClassError
from corrector.records import write_atomically
from corrector.result import Status

SLIP = "entrega.json"  # beside a notebook that came in a ZIP: see Slip
MAX_UNPACKED = 10 * 1000**3  # of all notebooks of one ZIP, in bytes
MAX_RATIO = 200  # of unpacked to packed size; notebooks full of repeated pictures stay below 50
ENTRY = re.compile(
    r"(?P<above>(?:[^/]*/)*)"
    r"(?P<folder>(?P<name>[^/]+?)_(?P<number>\d+)_assignsubmission_(?P<kind>[a-z]+)_)(?P<rest>.*)",
    re.DOTALL,
)


class Refused(Exception):
    """One submission cannot be graded.

    Attributes
    ----------
    status : Status
    detail : str
        More for the student, in Spanish; may be empty.
    """

    def __init__(self, status: Status, detail: str = ""):
        super().__init__(status, detail)
        self.status = status
        self.detail = detail


@dataclass(frozen=True)
class Submission:
    """What one student handed in.

    Attributes
    ----------
    student : str
        The student's id.
    path : Path or None
        The notebook; None if there is none to grade.
    status : Status or None
        Why there is none.
    detail, note : str
        More for the student, and for the teacher, in Spanish.
    """

    student: str
    path: Path | None
    status: Status | None = None
    detail: str = ""
    note: str = ""


@dataclass(frozen=True)
class Slip:
    """What a ZIP said about a submission; kept beside it as ``entrega.json``.

    Attributes
    ----------
    name : str
        The student's name as Moodle writes it.
    folder : str
        The submission's folder in the ZIP: Moodle wants it back under this name.
    file : str
        What the student called the notebook; empty if there is none.
    status, detail, note
        As in :class:`Submission`.
    """

    name: str
    folder: str
    file: str = ""
    status: Status | None = None
    detail: str = ""
    note: str = ""

    @classmethod
    def read(cls, folder: Path) -> "Slip | None":
        """Read the slip in a submission's folder; None if there is none that can be read."""
        try:
            values = json.loads((folder / SLIP).read_text(encoding="utf-8"))
            status = values.pop("status")
            return cls(status=Status(status) if status else None, **values)
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None


def student_id(name: str) -> str:
    """Turn a student's name into an id that is safe in paths, addresses and patterns.

    Letters of any language, digits, inner blanks, ``-``, ``_``, ``.`` and ``@`` stay; of the rest,
    and of a dot or a blank at an end, the bytes are written ``=2F``. :func:`student_name` gives the
    name back, but of a name whose id would be longer than 120 bytes, which ends in a digest.

    Parameters
    ----------
    name : str
        Not empty.

    Returns
    -------
    str
        At most 120 bytes of UTF-8. Composed and decomposed accents give the same id.

    Raises
    ------
    ValueError
        If the name is empty.
    """
    if not name:
        raise ValueError("a student's name cannot be empty")
    name = unicodedata.normalize("NFC", name)
    last = len(name) - 1
    encoded = "".join(
        c if c.isalnum() or c in "-_@" or (c in " ." and 0 < i < last) else _quoted(c)
        for i, c in enumerate(name)
    )
    if len(encoded.encode()) <= 120:
        return encoded
    digest = hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()
    return encoded.encode()[:100].decode("utf-8", "ignore") + f"=~{digest[:12]}"


def student_name(student: str) -> str:
    """Give back the name from which :func:`student_id` made an id."""
    raw = re.sub(
        rb"=([0-9A-F]{2})", lambda match: bytes([int(match[1], 16)]), student.encode("utf-8")
    )
    return raw.decode("utf-8", "surrogateescape")


def _folder_id(name: str) -> str:
    """Give the id of the student whose folder has this name: it may be an id already."""
    known = re.search(r"=~[0-9a-f]{12}$", name) or student_id(student_name(name) or name) == name
    return name if known else student_id(name)


def _quoted(character: str) -> str:
    return "".join(f"={byte:02X}" for byte in character.encode("utf-8", "surrogateescape"))


def read_file(path: Path, limit: int) -> bytes:
    """Read a student's file: a regular one, of at most ``limit`` bytes, and no link to one.

    Raises
    ------
    Refused
        If it is anything else.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        raise Refused(Status.MISSING) from None
    except PermissionError:
        raise Refused(Status.UNREADABLE) from None
    except OSError:  # a link, a socket
        raise Refused(Status.NOT_A_FILE) from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise Refused(Status.NOT_A_FILE)
    with open(descriptor, "rb") as file:
        try:
            content = file.read(limit + 1)
        except OSError:
            raise Refused(Status.UNREADABLE) from None
    if len(content) > limit:
        raise Refused(Status.TOO_LARGE)
    return content


# --- which notebook ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Candidate:
    """A notebook that may be the one meant: its name, when it was written, and where it is."""

    name: str
    when: tuple | float
    where: object = field(repr=False, default=None)


def pick(candidates: list[Candidate], lab: str, labs: list[str]) -> tuple[Candidate, str]:
    """Choose among the notebooks a student handed in for one lab.

    Those named after the lab come first, then those named after none; of several the newest.

    Parameters
    ----------
    candidates : list of Candidate
        At least one.
    lab : str
        The lab being graded.
    labs : list of str
        All labs of the course.

    Returns
    -------
    Candidate
        The notebook to grade.
    str
        A note for the teacher, in Spanish, if it was not the only one or not named as it should.

    Raises
    ------
    Refused
        ``WRONG_NAME`` if all are named after other labs.
    """
    expected = f"{lab}.ipynb"

    def owner(candidate: Candidate) -> str | None:
        stem = unicodedata.normalize("NFC", candidate.name).casefold()
        return max((each for each in labs if each.casefold() in stem), key=len, default=None)

    own = [each for each in candidates if owner(each) == lab]
    own = own or [each for each in candidates if owner(each) is None]
    if not own:
        raise Refused(
            Status.WRONG_NAME,
            f"Entregaste «{candidates[0].name}», que parece de otro laboratorio.",
        )
    chosen = max(own, key=lambda each: (each.when, each.name == expected, each.name))
    notes = []
    if len(candidates) > 1:
        notes.append(f"Entregó {len(candidates)} cuadernos; se corrige «{chosen.name}».")
    elif chosen.name != expected:
        notes.append(f"El cuaderno se llamaba «{chosen.name}».")
    return chosen, " ".join(notes)


# --- folders ----------------------------------------------------------------------------------


def collect(submitted: Path, lab: str, labs: list[str]) -> Iterator[Submission]:
    """Find what lies in ``submitted/STUDENT/LAB/``, student by student.

    Parameters
    ----------
    submitted : Path
        The folder of submissions.
    lab : str
        The lab to look for.
    labs : list of str
        All labs of the course.

    Yields
    ------
    Submission
        One for each student with a folder for this lab, in the order of their ids.
    """
    folders: dict[str, list[Path]] = {}
    with os.scandir(submitted) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir() and _kind(Path(entry.path, lab)):
                folders.setdefault(_folder_id(entry.name), []).append(Path(entry.path))
    for student in sorted(folders):
        found = [_look(student, folder, lab, labs) for folder in folders[student]]
        chosen = max(found, key=lambda each: (each.path is not None, _modified(each.path)))
        if len(found) > 1:
            twins = ", ".join(repr(folder.name) for folder in folders[student])
            chosen = _noted(chosen, f"Hay {len(found)} carpetas para el mismo nombre: {twins}.")
        yield chosen


def _look(student: str, home: Path, lab: str, labs: list[str]) -> Submission:
    """Find the notebook in one student's folder."""
    folder = home / lab
    if _kind(home) != "folder" or _kind(folder) != "folder":
        return Submission(student, None, Status.NOT_A_FILE)
    slip = Slip.read(folder)
    exact = folder / f"{lab}.ipynb"
    note = slip.note if slip else ""
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if not entry.name.startswith(".")]
    except OSError:
        return Submission(student, None, Status.UNREADABLE)
    notebooks = [name for name in names if name.lower().endswith(".ipynb")]
    if not notebooks:
        if slip and slip.status:
            return Submission(student, None, slip.status, slip.detail, slip.note)
        others = [name for name in names if name not in (SLIP, "timestamp.txt")]
        status = Status.NOT_A_NOTEBOOK if others else Status.MISSING
        return Submission(student, None, status)
    if exact.name in notebooks:
        path = exact
        if len(notebooks) > 1:
            note = f"{note} Hay {len(notebooks)} cuadernos; se corrige «{path.name}».".strip()
    else:
        candidates = [Candidate(name, _modified(folder / name)) for name in notebooks]
        try:
            chosen, note = pick(candidates, lab, labs)
        except Refused as refused:
            return Submission(student, None, refused.status, refused.detail)
        path = folder / chosen.name
    if _kind(path) != "file":
        return Submission(student, None, Status.NOT_A_FILE, note=note)
    return Submission(student, path, note=note)


def _kind(path: Path) -> str:
    """Say what a path is, without following a link: ``file``, ``folder``, ``other`` or nothing."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return ""
    return "file" if stat.S_ISREG(mode) else "folder" if stat.S_ISDIR(mode) else "other"


def _modified(path: Path | None) -> float:
    try:
        return path.lstat().st_mtime if path else 0.0
    except OSError:
        return 0.0


def _noted(submission: Submission, note: str) -> Submission:
    values = {**submission.__dict__, "note": f"{submission.note} {note}".strip()}
    return Submission(**values)


# --- ZIP --------------------------------------------------------------------------------------


def unpack(
    archive: Path,
    submitted: Path,
    lab: str,
    labs: list[str],
    limit: int,
    enrolled: Mapping[str, str] | None = None,
) -> list[str]:
    """Put what a ZIP from Moodle holds into ``submitted/STUDENT/LAB/LAB.ipynb``.

    Moodle names its entries ``Surname Name_12345_assignsubmission_file_/file.ipynb``. A notebook
    that cannot be taken leaves a slip that says why; the one handed in before, if any, is set aside
    as ``LAB.ipynb.anterior``. Nothing is written unless the ZIP as a whole is acceptable.

    Parameters
    ----------
    archive : Path
        The ZIP.
    submitted : Path
        The folder of submissions.
    lab, labs
        The lab it belongs to, and all labs of the course.
    limit : int
        The largest notebook, in bytes.
    enrolled : mapping, optional
        Ids of students by their full name (:func:`name_key`), for students whom the gradebook
        knows under another id.

    Returns
    -------
    list of str
        Names in the ZIP that were passed over since they belong to no student.

    Raises
    ------
    ClassError
        If it is no ZIP, or not one of Moodle's, or too large.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            students, ignored = _sort(opened)
            chosen = {key: _choose(parcel, lab, labs, limit) for key, parcel in students.items()}
            total = sum(entry.file_size for entry, _ in chosen.values() if entry)
            if total > MAX_UNPACKED:
                raise ClassError(
                    f"Los cuadernos de «{archive.name}» ocupan {total / 1000**3:.0f} GB sin "
                    "comprimir, demasiado para ser entregas. No se ha tocado nada."
                )
            ids = _ids(list(students), enrolled or {})
            for key, (entry, slip) in chosen.items():
                content = None
                if entry:
                    try:
                        content = _extract(opened, entry, limit)
                    except Refused as refused:
                        slip = Slip(
                            **{**slip.__dict__, "status": refused.status, "detail": refused.detail}
                        )
                _put(submitted, ids[key], lab, content, slip)
    except FileNotFoundError:
        raise ClassError(f"No encuentro el ZIP «{archive}».") from None
    except IsADirectoryError:
        raise ClassError(f"«{archive}» es una carpeta; hace falta el ZIP de Moodle.") from None
    except zipfile.BadZipFile:
        raise ClassError(
            f"«{archive}» no es un ZIP, o está dañado. Descárgalo otra vez de Moodle "
            "(«Descargar todas las entregas»)."
        ) from None
    return ignored


def name_key(name: str) -> str:
    """Reduce a full name to what two spellings of it share: case, accents' form, blanks."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


@dataclass
class _Parcel:
    """What a ZIP holds of one student."""

    name: str
    folder: str
    notebooks: list[Candidate] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    dangerous: bool = False


def _sort(archive: zipfile.ZipFile) -> tuple[dict[tuple[str, str], _Parcel], list[str]]:
    """Sort a ZIP's entries by student: name and Moodle's number."""
    students: dict[tuple[str, str], _Parcel] = {}
    ignored = []
    for order, entry in enumerate(archive.infolist()):
        path = _decoded(entry)
        if entry.is_dir() or "__MACOSX" in path or ".ipynb_checkpoints" in path:
            continue
        match = ENTRY.fullmatch(path)
        if not match or _dangerous(match["above"]) or _dangerous(match["name"]):
            ignored.append(path)
            continue
        name = unicodedata.normalize("NFC", match["name"])
        parcel = students.setdefault((name, match["number"]), _Parcel(name, match["folder"]))
        rest = match["rest"].removeprefix("/")
        file = PurePosixPath(rest).name
        if file.startswith("._"):
            continue
        if _dangerous(rest) or "\\" in rest:
            parcel.dangerous = True
        elif match["kind"] == "file" and file.lower().endswith(".ipynb"):
            parcel.folder = match["folder"]
            parcel.notebooks.append(Candidate(file, (*entry.date_time, order), entry))
        else:
            parcel.others.append(file)
    if not students:
        raise ClassError(
            f"En «{Path(archive.filename or '').name}» no hay ninguna entrega con los nombres que "
            "pone Moodle («Apellidos Nombre_12345_assignsubmission_file_»). Descárgalo con "
            "«Descargar todas las entregas»."
        )
    return students, ignored


def _decoded(entry: zipfile.ZipInfo) -> str:
    """Give an entry's name; some programs write UTF-8 and do not say so."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename


def _dangerous(path: str) -> bool:
    """Say whether a path leads out of the folder it is put in, on some system."""
    return (
        path.startswith(("/", "\\"))
        or re.match(r"[A-Za-z]:[\\/]", path) is not None
        or (len(re.split(r"[\\/]", path)) > 1 and ".." in re.split(r"[\\/]", path))
    )


def _choose(
    parcel: _Parcel, lab: str, labs: list[str], limit: int
) -> tuple[zipfile.ZipInfo | None, Slip]:
    """Choose one student's notebook, or say why there is none."""
    slip = Slip(parcel.name, parcel.folder)
    note = ""
    if parcel.dangerous:
        note = "Su entrega traía ficheros con nombres peligrosos, que no se han tocado."
    try:
        if not parcel.notebooks:
            raise _no_notebook(parcel)
        chosen, picked = pick(parcel.notebooks, lab, labs)
        note = f"{picked} {note}".strip()
        slip = Slip(parcel.name, parcel.folder, file=chosen.name, note=note)
        entry = chosen.where
        _check(entry, limit)
        return entry, slip
    except Refused as refused:
        return None, Slip(
            parcel.name, parcel.folder, slip.file, refused.status, refused.detail, note
        )


def _no_notebook(parcel: _Parcel) -> Refused:
    """Say what a student handed in instead of a notebook."""
    if parcel.dangerous:
        return Refused(Status.NOT_A_FILE)
    packed = [name for name in parcel.others if name.lower().endswith((".zip", ".rar", ".7z"))]
    if packed:
        return Refused(
            Status.NOT_A_NOTEBOOK,
            f"Entregaste «{packed[0]}», comprimido. Entrega el .ipynb tal cual, sin comprimir.",
        )
    return Refused(Status.NOT_A_NOTEBOOK if parcel.others else Status.MISSING)


def _check(entry: zipfile.ZipInfo, limit: int) -> None:
    """Refuse an entry for what the ZIP's own list says of it."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise Refused(Status.NOT_A_FILE)
    if entry.flag_bits & 0x1:
        raise Refused(Status.UNREADABLE, "El fichero está cifrado con una contraseña.")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused(Status.UNREADABLE)
    swollen = entry.file_size > 10**6 and entry.file_size > MAX_RATIO * entry.compress_size
    if entry.file_size > limit or swollen:
        raise Refused(Status.TOO_LARGE)


def _extract(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> bytes:
    """Unpack an entry in memory, whatever size it said it had."""
    try:
        with archive.open(entry) as stream:
            content = stream.read(limit + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
        raise Refused(Status.UNREADABLE) from None
    if len(content) > limit:
        raise Refused(Status.TOO_LARGE)
    return content


def _ids(keys: list[tuple[str, str]], enrolled: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """Give every student of a ZIP an id of their own, also where two have the same name."""
    shared: dict[str, int] = {}
    for name, _ in keys:
        folded = student_id(name).casefold()
        shared[folded] = shared.get(folded, 0) + 1
    ids = {}
    for name, number in keys:
        if shared[student_id(name).casefold()] > 1:
            ids[name, number] = student_id(f"{name} {number}")
        else:
            ids[name, number] = enrolled.get(name_key(name)) or student_id(name)
    return ids


def _put(submitted: Path, student: str, lab: str, content: bytes | None, slip: Slip) -> None:
    """Write one submission: the notebook first, then its slip, each whole or not at all."""
    home = submitted / student
    folder = home / lab
    for place in (home, folder):
        if _kind(place) not in ("", "folder"):
            raise ClassError(f"«{place}» no es una carpeta de verdad. Quítalo y repite la orden.")
    folder.mkdir(parents=True, exist_ok=True)
    notebook = folder / f"{lab}.ipynb"
    if content is not None:
        write_atomically(notebook, content)
    else:
        for old in folder.glob("*.ipynb"):
            os.replace(old, old.with_name(f"{old.name}.anterior"))
    values = {**asdict(slip), "status": slip.status.value if slip.status else None}
    text = json.dumps(values, ensure_ascii=False)
    write_atomically(folder / SLIP, text.encode("utf-8", "surrogateescape"))
