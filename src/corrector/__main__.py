"""The class command: ``python -m corrector grade LAB``."""

import argparse
import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from multiprocessing import forkserver
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from corrector.errors import ClassError, disk_error

if TYPE_CHECKING:
    from corrector.grading import Options


class Parser(argparse.ArgumentParser):
    """A parser that speaks to a Spanish teacher, and exits with 1."""

    def __init__(self, **settings: object):
        super().__init__(add_help=False, **settings)
        self._positionals.title = "qué"
        self._optionals.title = "opciones"
        self.add_argument("-h", "--help", action="help", help="muestra esta ayuda")

    def error(self, message: str) -> NoReturn:
        """Say what was wrong with the command, and how to see what is right."""
        said = {
            "the following arguments are required": "falta",
            "unrecognized arguments": "no se entiende",
            "invalid choice": "no existe",
            "expected one argument": "necesita un valor",
            "invalid int value": "no es un número entero",
            "invalid float value": "no es un número",
            "argument ": "",
            "choose from": "hay",
        }
        for english, spanish in said.items():
            message = message.replace(english, spanish)
        self.exit(1, f"{self.prog}: {message}\nAyuda: {self.prog} --help\n")


def add_grade(commands: argparse._SubParsersAction) -> None:
    """Add the subcommand that grades a class."""
    parser = commands.add_parser("grade", help="corrige las entregas de un laboratorio")
    parser.set_defaults(run=grade)
    add = parser.add_argument
    add("lab", metavar="LAB", help="el laboratorio: 01_datos")
    add("--submitted", type=Path, metavar="CARPETA", help="dónde están las entregas (submitted)")
    add("--zip", type=Path, metavar="ZIP", help="toma antes las entregas de este ZIP de Moodle")
    add("--workers", type=positive, metavar="N", help="cuántas a la vez (una por núcleo)")
    add(
        "--scheduler", metavar="DIRECCIÓN", help="usa este planificador de Dask: tcp://máquina:8786"
    )
    add("--force", action="store_true", help="corrige todo, también lo que no ha cambiado")
    add("--db", metavar="URL", help="el libro de notas (el de nbgrader_config.py)")
    add("--seed", metavar="N", help="semilla de los datos ocultos")
    add("--cell-seconds", type=float, metavar="S", help="lo que puede tardar una celda")
    add("--notebook-seconds", type=float, metavar="S", help="lo que puede tardar un cuaderno")
    add("--memory-mb", type=positive, metavar="MB", help="la memoria de cada entrega")
    add(
        "--no-sandbox",
        dest="sandbox",
        action="store_const",
        const=False,
        help="PELIGRO: ejecuta el código de las entregas con tus ficheros a su alcance",
    )


def grade(arguments: argparse.Namespace) -> int:
    """Grade a class; print the table.

    Returns
    -------
    int
        0 if every submission has a status; 1 if it could not be done, 130 if it was interrupted.
    """
    begin = time.monotonic()
    try:
        if arguments.scheduler is None:
            prepare_workers()
        from corrector import classroom

        course = classroom.Course.find(arguments.db, arguments.submitted)
        options = chosen_options(arguments, course.config.get("SandboxedExecute", {}))
        if not options.sandbox:
            tell("Cuidado: las entregas se ejecutan con tus ficheros y tu red a su alcance.")
        with classroom.Classroom(course, arguments.lab, options, **arguments.defaults) as room:
            for name in room.unpack(arguments.zip) if arguments.zip else ():
                tell(f"No es de ningún estudiante, y se deja fuera: {name}")
            rows = classroom.grade_class(
                room, arguments.workers, arguments.scheduler, arguments.force
            )
    except ClassError as error:
        tell(f"{error}")
        return 1
    except OSError as error:
        tell(f"{disk_error(error)}")
        return 1
    except KeyboardInterrupt:
        tell("Interrumpido. Lo ya corregido está guardado; repite la orden para hacer el resto.")
        sys.stderr.flush()
        os._exit(130)  # all is closed; Python would take seconds to tidy its memory
    print(classroom.table(rows), f"Tiempo: {time.monotonic() - begin:.0f} s.")
    return 0


def prepare_workers() -> None:
    """Start the process that workers are forked from: it imports while this one does."""
    forkserver.set_forkserver_preload(["distributed", "corrector.classroom"])
    forkserver.ensure_running()


def add_returns(commands: argparse._SubParsersAction) -> None:
    """Add the subcommands for what goes back once a class is graded."""
    for name, text in (
        ("feedback", "escribe la página de cada estudiante, y el ZIP para Moodle"),
        ("grades", "escribe las notas en CSV, también para Moodle"),
        ("report", "escribe el informe de la clase"),
    ):
        parser = commands.add_parser(name, help=text)
        parser.set_defaults(run=give_back, what=name)
        parser.add_argument("lab", metavar="LAB", help="el laboratorio: 01_datos")
        parser.add_argument(
            "--db", metavar="URL", help="el libro de notas (el de nbgrader_config.py)"
        )
        if name == "grades":
            parser.add_argument(
                "--out-of",
                type=float,
                metavar="N",
                help="la nota máxima de la tarea en Moodle (los puntos del laboratorio)",
            )


def give_back(arguments: argparse.Namespace) -> int:
    """Write pages, grades or a report; print where.

    Returns
    -------
    int
        0, or 1 if it could not be done.
    """
    from corrector import classroom, returns

    try:
        course = classroom.Course.find(arguments.db)
        steps = {
            "feedback": lambda: returns.give_feedback(course, arguments.lab),
            "grades": lambda: returns.give_grades(course, arguments.lab, arguments.out_of),
            "report": lambda: returns.make_report(course, arguments.lab),
        }
        for message in steps[arguments.what]():
            print(message)
    except ClassError as error:
        tell(f"{error}")
        return 1
    except OSError as error:
        tell(f"{disk_error(error)}")
        return 1
    return 0


def chosen_options(arguments: argparse.Namespace, configured: Mapping[str, Any]) -> "Options":
    """Give the options of the command line, else those of ``nbgrader_config.py``, else ours."""
    from corrector.grading import Options

    chosen = {}
    for name in Options.__dataclass_fields__:
        value = getattr(arguments, name, None)
        if value is None:
            value = configured.get(name)
        if value is not None:
            chosen[name] = value
    return Options(**chosen)


def tell(message: str) -> None:
    """Say something to the teacher."""
    print(message, file=sys.stderr)


def positive(text: str) -> int:
    """Read a whole number from 1 up."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("tiene que ser 1 o más")
    return number


def interrupt(*_: object) -> NoReturn:
    """Take a request to end like Ctrl-C."""
    raise KeyboardInterrupt


def main(argv: Sequence[str] | None = None, **defaults: object) -> int:
    """Run the command; give its exit code.

    Parameters
    ----------
    argv : sequence of str, optional
        The arguments; those of the process by default.
    **defaults
        For tests: ``grade``, what grades one submission.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")
    signal.signal(signal.SIGTERM, interrupt)
    parser = Parser(prog="python -m corrector", description="Corrige las entregas de una clase.")
    commands = parser.add_subparsers(
        title="órdenes", metavar="ORDEN", required=True, parser_class=Parser
    )
    add_grade(commands)
    add_returns(commands)
    arguments = parser.parse_args(argv)
    arguments.defaults = defaults
    return arguments.run(arguments)


if __name__ == "__main__":
    sys.exit(main())
