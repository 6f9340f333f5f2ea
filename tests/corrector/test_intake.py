"""What students hand in, and what ZIPs hold, gets no further than it should."""

import errno
import os
import socket
import stat
import struct
import unicodedata
import zipfile
from pathlib import Path

import pytest

from corrector import intake
from corrector.errors import ClassError
from corrector.intake import (
    Refused,
    Slip,
    Submission,
    collect,
    read_file,
    student_id,
    student_name,
    unpack,
)
from corrector.result import Status

LAB = "01_datos"
LABS = ["01_datos", "02_entrenamiento", "01_datos_extra"]
LIMIT = 10_000
NOTEBOOK = b'{"cells": []}'


# --- ids --------------------------------------------------------------------------------------

NAMES = [
    "ana",
    "José Pérez Ñúñez",
    "李 小龙",
    "O'Brien, Seán",
    "../../etc/passwd",
    "..",
    ".",
    ".oculto",
    "a/b",
    "a\\b",
    "C:\\Users",
    "con blanco al final ",
    "punto.",
    "a*?[b]{c}",
    "a=2Fb",
    "tab\ty\nlínea",
    "<b>negrita</b>",
    "\udce1 sin codificar",
    "a" * 120,
]


@pytest.mark.parametrize("name", NAMES)
def test_an_id_is_safe_in_a_path_and_gives_the_name_back(name, tmp_path):
    student = student_id(name)
    assert not set(student) & set("/\\:*?\"'<>|[]{}%#&\t\n")
    assert student not in (".", "..") and not student.startswith(".") and student[-1] not in ". "
    (tmp_path / student).mkdir()
    assert (tmp_path / student).parent == tmp_path
    assert student_name(student) == unicodedata.normalize("NFC", name)


def test_different_names_have_different_ids():
    assert len({student_id(name) for name in NAMES}) == len(NAMES)
    long = ["ñ" * 400 + end for end in ("a", "b")]
    assert student_id(long[0]) != student_id(long[1])
    assert all(len(student_id(name).encode()) <= 120 for name in long)


def test_an_ordinary_name_is_its_own_id():
    assert student_id("Pérez Gil Ana") == "Pérez Gil Ana"
    assert student_id(unicodedata.normalize("NFD", "Pérez")) == "Pérez"


# --- files ------------------------------------------------------------------------------------


def refusal(path: Path) -> Status:
    with pytest.raises(Refused) as caught:
        read_file(path, LIMIT)
    return caught.value.status


def test_a_plain_file_is_read_whole(tmp_path):
    path = tmp_path / "a.ipynb"
    path.write_bytes(b"x" * LIMIT)
    assert read_file(path, LIMIT) == b"x" * LIMIT


def test_what_is_no_plain_file_is_refused_without_waiting(tmp_path):
    (tmp_path / "secret").write_text("s")
    (tmp_path / "link").symlink_to(tmp_path / "secret")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
        for name in ("link", "folder", "pipe", "socket"):
            assert refusal(tmp_path / name) is Status.NOT_A_FILE, name
    assert refusal(Path("/dev/zero")) is Status.NOT_A_FILE
    assert refusal(tmp_path / "missing") is Status.MISSING


def test_a_file_over_the_limit_is_refused_though_it_takes_no_room(tmp_path):
    with open(tmp_path / "sparse", "wb") as file:
        file.truncate(10 * 1000**3)
    assert refusal(tmp_path / "sparse") is Status.TOO_LARGE


@pytest.mark.skipif(os.getuid() == 0, reason="root may read everything")
def test_a_file_nobody_may_read_is_unreadable(tmp_path):
    (tmp_path / "a").write_text("")
    (tmp_path / "a").chmod(0)
    assert refusal(tmp_path / "a") is Status.UNREADABLE


# --- folders ----------------------------------------------------------------------------------


def put(root: Path, student: str, *names: str, lab: str = LAB) -> Path:
    folder = root / student / lab
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_bytes(NOTEBOOK)
    return folder


def found(root: Path) -> dict[str, Submission]:
    return {each.student: each for each in collect(root, LAB, LABS)}


def test_a_notebook_in_its_place_is_found(tmp_path):
    put(tmp_path, "José Pérez", f"{LAB}.ipynb", "timestamp.txt")
    put(tmp_path, "otra", "x.ipynb", lab="02_entrenamiento")
    path = tmp_path / "José Pérez" / LAB / f"{LAB}.ipynb"
    assert found(tmp_path) == {"José Pérez": Submission("José Pérez", path)}


def test_a_renamed_notebook_is_taken_with_a_note(tmp_path):
    folder = put(tmp_path, "ana", "01_datos (1).ipynb")
    assert found(tmp_path)["ana"].path == folder / "01_datos (1).ipynb"
    assert "01_datos (1).ipynb" in found(tmp_path)["ana"].note


def test_of_several_notebooks_the_newest_of_this_lab_is_taken(tmp_path):
    folder = put(tmp_path, "ana", "01_datos (1).ipynb", "01_datos (2).ipynb", "borrador.ipynb")
    put(tmp_path, "ana", "02_entrenamiento.ipynb")
    for age, name in enumerate(
        ["02_entrenamiento.ipynb", "borrador.ipynb", "01_datos (1).ipynb", "01_datos (2).ipynb"]
    ):
        os.utime(folder / name, (1e9 - age, 1e9 - age))
    submission = found(tmp_path)["ana"]
    assert submission.path == folder / "01_datos (1).ipynb"
    assert submission.note == "Entregó 4 cuadernos; se corrige «01_datos (1).ipynb»."


def test_a_notebook_of_another_lab_is_not_graded_as_this_one(tmp_path):
    put(tmp_path, "ana", "02_entrenamiento.ipynb")
    put(tmp_path, "eva", "01_datos_extra.ipynb")
    for submission in found(tmp_path).values():
        assert submission.path is None and submission.status is Status.WRONG_NAME
    assert "02_entrenamiento.ipynb" in found(tmp_path)["ana"].detail


def test_each_thing_that_is_no_notebook_has_its_status(tmp_path):
    put(tmp_path, "palabra", "memoria.docx")
    put(tmp_path, "nada")
    secret = put(tmp_path / "fuera", "secreto", f"{LAB}.ipynb")
    (tmp_path / "in" / "enlace").mkdir(parents=True)
    (tmp_path / "in" / "enlace" / LAB).symlink_to(secret)
    (tmp_path / "in" / "persona").symlink_to(secret.parent)
    put(tmp_path / "in", "fichero")
    (tmp_path / "in" / "fichero" / LAB / f"{LAB}.ipynb").symlink_to(secret / f"{LAB}.ipynb")
    put(tmp_path / "in", "carpeta")
    (tmp_path / "in" / "carpeta" / LAB / f"{LAB}.ipynb").mkdir()
    (tmp_path / "in" / "plano").write_text("no soy una carpeta")
    assert {name: each.status for name, each in found(tmp_path).items()} == {
        "palabra": Status.NOT_A_NOTEBOOK,
        "nada": Status.MISSING,
    }
    assert {name: each.status for name, each in found(tmp_path / "in").items()} == {
        "enlace": Status.NOT_A_FILE,
        "persona": Status.NOT_A_FILE,
        "fichero": Status.NOT_A_FILE,
        "carpeta": Status.NOT_A_FILE,
    }


def test_two_folders_of_one_name_are_one_student_and_the_newer_counts(tmp_path):
    old = put(tmp_path, unicodedata.normalize("NFD", "José"), f"{LAB}.ipynb")
    new = put(tmp_path, unicodedata.normalize("NFC", "José"), f"{LAB}.ipynb")
    os.utime(old / f"{LAB}.ipynb", (1e9, 1e9))
    (submission,) = found(tmp_path).values()
    assert submission.path == new / f"{LAB}.ipynb"
    assert "2 carpetas" in submission.note


# --- ZIP --------------------------------------------------------------------------------------


def entry(name: str, year: int = 2026, **attributes: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (year, 1, 2, 3, 4, 6))
    info.compress_type = zipfile.ZIP_DEFLATED
    for key, value in attributes.items():
        setattr(info, key, value)
    return info


def moodle(name: str, number: int, file: str) -> str:
    return f"{name}_{number}_assignsubmission_file_/{file}"


def make_zip(path: Path, *entries: tuple[zipfile.ZipInfo | str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries:
            archive.writestr(entry(name) if isinstance(name, str) else name, content)
    return path


def taken(tmp_path: Path, *entries: tuple[zipfile.ZipInfo | str, bytes], **more) -> dict:
    """Unpack a ZIP of these entries; give what is found then."""
    unpack(make_zip(tmp_path / "in.zip", *entries), tmp_path / "in", LAB, LABS, LIMIT, **more)
    return found(tmp_path / "in")


def test_moodles_zip_ends_in_folders(tmp_path):
    got = taken(
        tmp_path,
        (moodle("Pérez Ñúñez José", 12345, "01_datos.ipynb"), NOTEBOOK),
        (moodle("Gil_Sanz Ana", 12346, "01_datos (1).ipynb"), NOTEBOOK),
        ("Sol Eva_12347_assignsubmission_file_01_datos.ipynb", NOTEBOOK),  # not in folders
        ("__MACOSX/" + moodle("Sol Eva", 12347, "._01_datos.ipynb"), b"x"),
        (moodle("Sol Eva", 12347, ".ipynb_checkpoints/01_datos-checkpoint.ipynb"), b"x"),
    )
    assert set(got) == {"Pérez Ñúñez José", "Gil_Sanz Ana", "Sol Eva"}
    for submission in got.values():
        assert submission.path.name == f"{LAB}.ipynb"
        assert submission.path.read_bytes() == NOTEBOOK
    assert "01_datos (1).ipynb" in got["Gil_Sanz Ana"].note
    slip = Slip.read(got["Pérez Ñúñez José"].path.parent)
    assert slip.folder == "Pérez Ñúñez José_12345_assignsubmission_file_"
    assert slip.file == "01_datos.ipynb" and slip.status is None


def test_names_written_without_saying_that_they_are_utf8_are_read(tmp_path):
    path = make_zip(tmp_path / "in.zip", (moodle("Pérez José", 1, "01_datos.ipynb"), NOTEBOOK))
    raw = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.index(signature) + offset
        flags = struct.unpack_from("<H", raw, at)[0]
        assert flags & 0x800
        struct.pack_into("<H", raw, at, flags & ~0x800)
    path.write_bytes(raw)
    unpack(path, tmp_path / "in", LAB, LABS, LIMIT)
    assert set(found(tmp_path / "in")) == {"Pérez José"}


def test_nothing_is_written_outside_whatever_the_names_say(tmp_path):
    names = ["../../fuera", "/etc/fuera", "C:\\fuera", "..\\..\\fuera", "x/../../fuera"]
    evil = [(moodle("Gil Ana", 1, f"{name}.ipynb"), b"mal") for name in names]
    people = [(moodle(name, 2 + i, "01_datos.ipynb"), b"mal") for i, name in enumerate(names)]
    people += [(moodle("..", 20, "01_datos.ipynb"), NOTEBOOK)]
    people += [(moodle("a\\b", 21, "01_datos.ipynb"), NOTEBOOK)]
    people += [(moodle("ñ" * 100, 22, "01_datos.ipynb"), NOTEBOOK)]
    archive = make_zip(tmp_path / "in.zip", *evil, *people)
    ignored = unpack(archive, tmp_path / "a" / "b" / "in", LAB, LABS, LIMIT)
    assert len(ignored) == len(names)
    got = found(tmp_path / "a" / "b" / "in")
    assert {each: got[each].status for each in got} == {
        "Gil Ana": Status.NOT_A_FILE,
        student_id(".."): None,
        student_id("a\\b"): None,
        student_id("ñ" * 100): None,
    }
    assert "peligrosos" in got["Gil Ana"].note
    written = {path for path in tmp_path.rglob("*") if path.is_file()} - {archive}
    assert all(path.is_relative_to(tmp_path / "a" / "b" / "in") for path in written)
    assert not any(path.read_bytes() == b"mal" for path in written)


def test_what_cannot_be_taken_from_a_zip_has_its_status_and_the_rest_is_taken(tmp_path):
    link = entry(moodle("Enlace", 1, "01_datos.ipynb"), external_attr=(stat.S_IFLNK | 0o777) << 16)
    device = entry(moodle("Aparato", 2, "01_datos.ipynb"), external_attr=stat.S_IFCHR << 16)
    packed = entry(moodle("Lzma", 6, "01_datos.ipynb"), compress_type=zipfile.ZIP_LZMA)
    got = taken(
        tmp_path,
        (link, b"/etc/passwd"),
        (device, b""),
        (moodle("Grande", 3, "01_datos.ipynb"), os.urandom(LIMIT + 1)),
        (moodle("Otro", 4, "02_entrenamiento.ipynb"), NOTEBOOK),
        (moodle("Comprimida", 5, "entrega.zip"), b"PK"),
        (packed, NOTEBOOK),
        (moodle("Texto", 7, "memoria.pdf"), b"%PDF"),
        ("Escrita_8_assignsubmission_onlinetext_/onlinetext.html", b"<p>"),
        (moodle("Buena", 9, "01_datos.ipynb"), NOTEBOOK),
    )
    assert {name: each.status for name, each in got.items()} == {
        "Enlace": Status.NOT_A_FILE,
        "Aparato": Status.NOT_A_FILE,
        "Grande": Status.TOO_LARGE,
        "Otro": Status.WRONG_NAME,
        "Comprimida": Status.NOT_A_NOTEBOOK,
        "Lzma": Status.UNREADABLE,
        "Texto": Status.NOT_A_NOTEBOOK,
        "Escrita": Status.NOT_A_NOTEBOOK,
        "Buena": None,
    }
    assert "sin comprimir" in got["Comprimida"].detail


def test_an_encrypted_entry_is_unreadable(tmp_path):
    path = make_zip(tmp_path / "in.zip", (moodle("Gil Ana", 1, "01_datos.ipynb"), NOTEBOOK))
    raw = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(signature) + offset] |= 1
    path.write_bytes(raw)
    unpack(path, tmp_path / "in", LAB, LABS, LIMIT)
    (submission,) = found(tmp_path / "in").values()
    assert submission.status is Status.UNREADABLE and "cifrado" in submission.detail


def test_an_entry_that_lies_about_its_size_is_refused(tmp_path):
    path = make_zip(tmp_path / "in.zip", (moodle("Gil Ana", 1, "01_datos.ipynb"), b"0" * 10**7))
    raw = bytearray(path.read_bytes())
    struct.pack_into("<I", raw, raw.index(b"PK\x01\x02") + 24, 100)
    path.write_bytes(raw)
    unpack(path, tmp_path / "in", LAB, LABS, LIMIT)
    (submission,) = found(tmp_path / "in").values()
    assert submission.status is Status.UNREADABLE


def test_a_bomb_is_refused_by_its_ratio(tmp_path):
    bomb = (moodle("Bomba", 1, "01_datos.ipynb"), b" " * 2 * 10**6)
    unpack(make_zip(tmp_path / "in.zip", bomb), tmp_path / "in", LAB, LABS, 10**7)
    (submission,) = found(tmp_path / "in").values()
    assert submission.status is Status.TOO_LARGE


def test_a_zip_of_ten_gigabytes_is_refused_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(intake, "MAX_UNPACKED", 3 * len(NOTEBOOK))
    entries = [(moodle(f"Gil {i}", i, "01_datos.ipynb"), NOTEBOOK) for i in range(4)]
    with pytest.raises(ClassError, match="sin comprimir"):
        taken(tmp_path, *entries)
    assert not (tmp_path / "in").exists()
    assert len(taken(tmp_path, *entries[:3])) == 3


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_two_files_the_newer_counts_and_of_two_alike_the_later(tmp_path):
    name = moodle("Gil Ana", 1, "01_datos.ipynb")
    newer = moodle("Gil Ana", 1, "01_datos (2).ipynb")
    got = taken(tmp_path, (entry(newer, 2026), b"new"), (entry(name, 2025), b"old"))
    assert got["Gil Ana"].path.read_bytes() == b"new" and "2 cuadernos" in got["Gil Ana"].note
    got = taken(tmp_path, (entry(name, 2026), b"first"), (entry(name, 2026), b"second"))
    assert got["Gil Ana"].path.read_bytes() == b"second"


def test_two_people_of_one_name_stay_two(tmp_path):
    got = taken(
        tmp_path,
        (moodle("Gil Ana", 1, "01_datos.ipynb"), b"one"),
        (moodle("gil ana", 2, "01_datos.ipynb"), b"two"),
        enrolled={"gil ana": "ana.gil"},
    )
    assert {name: each.path.read_bytes() for name, each in got.items()} == {
        "Gil Ana 1": b"one",
        "gil ana 2": b"two",
    }


def test_a_student_the_gradebook_knows_keeps_that_id(tmp_path):
    got = taken(
        tmp_path,
        (moodle("GIL  Ana", 1, "01_datos.ipynb"), NOTEBOOK),
        enrolled={"gil ana": "ana.gil"},
    )
    assert set(got) == {"ana.gil"}


def test_a_new_zip_replaces_and_what_it_refuses_takes_the_old_notebook_out(tmp_path):
    name = moodle("Gil Ana", 1, "01_datos.ipynb")
    taken(tmp_path, (name, NOTEBOOK))
    got = taken(tmp_path, (name, b"x" * (LIMIT + 1)))["Gil Ana"]
    assert got.path is None and got.status is Status.TOO_LARGE
    folder = tmp_path / "in" / "Gil Ana" / LAB
    assert (folder / f"{LAB}.ipynb.anterior").read_bytes() == NOTEBOOK
    # A notebook that the teacher puts there by hand counts again.
    (folder / f"{LAB}.ipynb").write_bytes(NOTEBOOK)
    assert found(tmp_path / "in")["Gil Ana"].status is None


def test_a_linked_folder_is_not_written_through(tmp_path):
    (tmp_path / "fuera").mkdir()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "Gil Ana").symlink_to(tmp_path / "fuera")
    with pytest.raises(ClassError, match="Gil Ana"):
        taken(tmp_path, (moodle("Gil Ana", 1, "01_datos.ipynb"), NOTEBOOK))
    assert not any((tmp_path / "fuera").iterdir())


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: None, "No encuentro"),
        (lambda path: path.mkdir(), "carpeta"),
        (lambda path: path.write_bytes(b"no soy un ZIP"), "no es un ZIP"),
        (lambda path: make_zip(path), "ninguna entrega"),
        (lambda path: make_zip(path, ("fotos/gato.jpg", b"")), "ninguna entrega"),
        (lambda path: make_zip(path, (moodle("../x", 1, "a.ipynb"), b"")), "ninguna entrega"),
    ],
)
def test_what_is_not_moodles_zip_is_said(tmp_path, make, words):
    make(tmp_path / "in.zip")
    with pytest.raises(ClassError, match=words):
        unpack(tmp_path / "in.zip", tmp_path / "in", LAB, LABS, LIMIT)
    assert not (tmp_path / "in").exists()


def test_a_full_disk_leaves_no_half_written_notebook(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    name = moodle("Gil Ana", 1, "01_datos.ipynb")
    taken(tmp_path, (name, NOTEBOOK))
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        taken(tmp_path, (name, b"other"))
    folder = tmp_path / "in" / "Gil Ana" / LAB
    assert (folder / f"{LAB}.ipynb").read_bytes() == NOTEBOOK
    assert {path.name for path in folder.iterdir()} == {f"{LAB}.ipynb", intake.SLIP}
