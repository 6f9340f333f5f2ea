"""What grading one submission gives: a status, a score for each test, and the graded notebook."""

import dataclasses
import json
from dataclasses import dataclass, field
from enum import Enum


class Status(str, Enum):
    """How a submission ended. Every submission ends in one of these."""

    GRADED = "graded"
    KERNEL_DIED = "kernel-died"
    TIME_OUT = "time-out"
    TOO_LARGE = "too-large"
    UNREADABLE = "unreadable"
    NOT_A_NOTEBOOK = "not-a-notebook"
    OLD_FORMAT = "old-format"
    WRONG_NAME = "wrong-name"
    NOT_A_FILE = "not-a-file"
    MISSING = "missing"
    FAILED = "failed"

    @property
    def label(self) -> str:
        """Name for teachers, in Spanish."""
        return LABELS[self][0]

    @property
    def message(self) -> str:
        """What to tell the student, in Spanish; empty where there is nothing to tell."""
        return LABELS[self][1]


# Each status in Spanish: for the teacher's table, and for the student's page.
LABELS: dict[Status, tuple[str, str]] = {
    Status.GRADED: ("corregida", ""),
    Status.KERNEL_DIED: (
        "Python se cerró",
        "Alguna celda de tu cuaderno cerró Python antes de acabar. Cuenta lo que se pudo probar. "
        "¿Llama tu código a exit(), o agota la memoria?",
    ),
    Status.TIME_OUT: (
        "se agotó el tiempo",
        "Tu cuaderno tardó más de lo permitido. Cuenta lo que se pudo probar. "
        "¿Hay un bucle que no acaba, o una celda que entrena demasiado?",
    ),
    Status.TOO_LARGE: (
        "demasiado grande",
        "El cuaderno que entregaste es demasiado grande para corregirlo. Borra las salidas "
        "(menú Editar, «Borrar las salidas de todas las celdas»), guárdalo y entrégalo otra vez.",
    ),
    Status.UNREADABLE: (
        "ilegible",
        "El fichero que entregaste no se puede leer: está dañado o a medias. Ábrelo en JupyterLab, "
        "guárdalo y entrégalo otra vez.",
    ),
    Status.NOT_A_NOTEBOOK: (
        "no es un cuaderno",
        "Lo que entregaste no es un cuaderno de Jupyter. "
        "Entrega el fichero .ipynb del laboratorio.",
    ),
    Status.OLD_FORMAT: (
        "formato antiguo",
        "Tu cuaderno está en un formato que este curso no usa. Descarga otra vez el del "
        "laboratorio, copia en él tus respuestas y entrégalo.",
    ),
    Status.WRONG_NAME: (
        "otro nombre",
        "No hemos encontrado el cuaderno del laboratorio con su nombre. Entrégalo con el nombre "
        "que tenía al descargarlo.",
    ),
    Status.NOT_A_FILE: (
        "no es un fichero normal",
        "Lo que entregaste es un enlace o una carpeta, y no el cuaderno mismo. Entrega el fichero "
        ".ipynb del laboratorio.",
    ),
    Status.MISSING: ("sin entregar", "No hemos recibido este laboratorio."),
    Status.FAILED: (
        "no se pudo corregir",
        "No hemos podido corregir tu cuaderno, y no por algo que hayas hecho. "
        "Tu docente lo sabe y lo corregirá.",
    ),
}


@dataclass(frozen=True)
class TestResult:
    """What one graded cell earned.

    Attributes
    ----------
    grade_id : str
        The cell's name: ``test_mse_shape``; of a written answer, its own.
    points, score : float, float or None
        The most it can earn and what it earned; None waits to be graded by hand.
    message : str
        What went wrong, in Spanish; empty if nothing did.
    hints : tuple of str
        The hints in that message.
    """

    grade_id: str
    points: float
    score: float | None
    message: str = ""
    hints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """The outcome of grading one submission; plain data, as JSON from and to other processes.

    Attributes
    ----------
    student, lab : str
        Whose it is, and of which lab.
    status : Status
        How it ended.
    detail : str
        More about the status, in Spanish, for the student; empty if there is nothing to add.
    tests : tuple of TestResult
        Every graded cell of the lab, in the order of the lab, whatever the status.
    unanswered : tuple of str
        Answer cells left as they were released.
    notebook : str
        The graded notebook as JSON: the teacher's, with the student's answers and all outputs.
    checksum : str
        SHA-256 of what was submitted, of the lab's source and of the options: the same checksum
        means that grading again would change nothing.
    seconds : float
        Wall time it took.
    note : str
        For the teacher only, in Spanish: why to look at this submission; empty if there is nothing.
    """

    student: str
    lab: str
    status: Status
    detail: str = ""
    tests: tuple[TestResult, ...] = ()
    unanswered: tuple[str, ...] = ()
    notebook: str = field(default="", repr=False)
    checksum: str = ""
    seconds: float = 0.0
    note: str = ""

    @property
    def score(self) -> float:
        """Points earned so far, hand grading aside."""
        return sum(test.score or 0.0 for test in self.tests)

    @property
    def points(self) -> float:
        """Points that could be earned, hand grading included."""
        return sum(test.points for test in self.tests)

    def to_json(self) -> str:
        """Write it as JSON."""
        text = json.dumps(dataclasses.asdict(self), ensure_ascii=False)
        # A message may hold a lone half of a pair of surrogates, which no file can.
        return text.encode("utf-8", "replace").decode("utf-8")

    @classmethod
    def from_json(cls, text: str) -> "Result":
        """Read what :meth:`to_json` wrote.

        Raises
        ------
        ValueError
            If it is not that.
        """
        try:
            values = json.loads(text)
            values["status"] = Status(values["status"])
            values["tests"] = tuple(
                TestResult(**{**test, "hints": tuple(test["hints"])}) for test in values["tests"]
            )
            values["unanswered"] = tuple(values["unanswered"])
            return cls(**values)
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a result: {error}") from error
