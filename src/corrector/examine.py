"""Run one rebuilt notebook: the student's cells in their kernel, the tests in the judge."""

import asyncio
import contextlib
import hashlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import nbformat
import zmq.asyncio
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.paths import jupyter_data_dir
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.utils import is_grade, is_solution

from corrector.line import REFUSED, SERVE, Closed, receive, send
from corrector.provisioner import Launch, SandboxedSpecs
from corrector.rebuild import answers_of, exercise_of, runs_for_student
from corrector.records import write_atomically
from corrector.result import Status
from corrector.sandbox import (
    THREADS,
    Limits,
    Watch,
    bubblewrap,
    command,
    environment,
    kill_tree,
    remove,
)
from corrector.warm import NoNamespaces, Warm

RESTARTS = 3  # how often a kernel that a cell closed is started again, without that cell
READY = 120  # seconds that a judge may take to start, on a busy machine too
LARGEST = 128 * 1024 * 1024  # bytes of one message of a kernel's
WAITING = 8  # messages of a kernel's that wait to be read
NOT_RUN = "Esta prueba no se ha ejecutado."
WHY = {
    "memory": "gastó más memoria de la permitida",
    "processes": "abrió demasiados procesos",
    "disk": "llenó su carpeta",
}


class BrokenLab(ValueError):
    """A lab's own answers do not pass its tests: nobody can be judged by them."""


@dataclass(frozen=True)
class Rules:
    """What a notebook may take; times in seconds. See :class:`corrector.grading.Options`."""

    seed: str
    cell_seconds: float
    notebook_seconds: float
    output_bytes: int
    limits: Limits
    sandbox: bool


@dataclass
class Outcome:
    """How running a notebook ended."""

    status: Status = Status.GRADED
    detail: str = ""
    note: str = ""


class Place:
    """Where this process runs submissions: one warm parent, kept until the process ends."""

    def __init__(self) -> None:
        self.warm: Warm | None = None
        self.cold_because = ""
        self.modes: dict[str, dict[str, str]] = {}
        self.pid = os.getpid()

    def parent(self, rules: Rules) -> Warm | None:
        """Give a warm parent; None where there can be none, and :attr:`cold_because` says why."""
        if not rules.sandbox or os.environ.get("APRENDE_COLD"):
            return None
        bubblewrap()
        if self.pid != os.getpid():  # this process was forked from another that has one
            self.__init__()
        if self.warm is not None and (self.warm.limits != rules.limits or not self.warm.alive()):
            self.warm.close()
            self.warm = None
        if self.warm is None and not self.cold_because:
            try:
                self.warm = Warm(rules.limits)
            except NoNamespaces as error:
                self.cold_because = str(error) or "no namespaces"
        return self.warm


PLACE = Place()


@contextlib.contextmanager
def job_folder(warm: Warm | None) -> Iterator[Path]:
    """Make the folder for one job's sockets, where the warm parent sees it if there is one."""
    where = {"prefix": "j", "dir": warm.path} if warm else {"prefix": "corr-", "dir": "/tmp"}
    folder = Path(tempfile.mkdtemp(**where))  # short: a socket's path may have some 100 characters
    try:
        yield folder
    finally:
        remove(folder)


# The student's side


class Kernel:
    """A student's kernel for one notebook.

    Parameters
    ----------
    rules : Rules
    warm : Warm, optional
    folder : Path
    """

    def __init__(self, rules: Rules, warm: Warm | None, folder: Path):
        self.rules, self.warm, self.folder = rules, warm, folder
        self.channel, self.theirs = socket.socketpair()
        self.manager: Any = None
        self.watch: Watch | None = None
        self.why = ""
        # What a kernel sends is kept by the grader's process until it is read.
        self.context = zmq.asyncio.Context()
        self.context.setsockopt(zmq.MAXMSGSIZE, LARGEST)
        self.context.setsockopt(zmq.RCVHWM, WAITING)

    async def start(self) -> None:
        """Start it and wait until it answers."""
        self.manager = AsyncKernelManager(
            transport="ipc",
            ip=str(self.folder / "k"),
            connection_file=str(self.folder / "connection.json"),
            kernel_spec_manager=SandboxedSpecs(),
            transport_encryption="disabled",
        )
        launch = Launch(
            self.folder, self.rules.limits, self.theirs.fileno(), self.warm, self.rules.sandbox
        )
        await self.manager.start_kernel(corrector_launch=launch)
        self.theirs.close()  # so that the judge notices when the kernel ends
        process = self.manager.provisioner.process
        if process is not None and self.rules.sandbox:
            self.watch = Watch(process.pid, self.folder, self.rules.limits)
        self.client = self.manager.client(context=self.context)
        self.client.start_channels()
        await self.client.wait_for_ready(timeout=60)
        if self.watch is not None:
            self.watch.begin()

    async def run(self, cell: NotebookNode, seconds: float) -> bool:
        """Run a cell and keep its outputs.

        Returns
        -------
        bool
            False if the kernel ended, or had to be ended, and is no more.
        """
        cell.outputs, size, flooded = [], 0, False

        def keep(message: dict) -> None:
            nonlocal size, flooded
            output = output_of(message)
            if output is None:
                return
            size += len(str(message["content"]))
            if size <= self.rules.output_bytes:
                cell.outputs.append(output)
            elif not flooded:
                flooded = True
                cell.outputs.append(
                    new_output("stream", text="\n… La salida era demasiado larga.\n")
                )

        running = asyncio.ensure_future(
            self.client.execute_interactive(
                cell.source,
                store_history=True,
                allow_stdin=False,
                stop_on_error=False,
                timeout=None,
                output_hook=keep,
            )
        )
        try:
            return await self._until_done(running, cell, seconds)
        finally:
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await running

    async def _until_done(
        self, running: asyncio.Future, cell: NotebookNode, seconds: float
    ) -> bool:
        deadline, interrupted = time.monotonic() + seconds, False
        while True:
            done, _ = await asyncio.wait([running], timeout=0.1)
            if done:
                if interrupted:
                    cell.outputs.append(error_output(f"La celda no ha terminado en {seconds:g} s."))
                if not closes_python(running):
                    return True
                cell.outputs.append(error_output("La celda ha cerrado Python."))
                return False
            if await self.ended():
                cell.outputs.append(error_output(f"La celda ha cerrado Python{self._because()}."))
                return False
            if time.monotonic() > deadline:
                if interrupted:
                    cell.outputs.append(
                        error_output(
                            f"La celda no ha terminado en {seconds:g} s, ni al interrumpirla."
                        )
                    )
                    return False
                interrupted, deadline = True, time.monotonic() + 3
                await self.manager.interrupt_kernel()

    def _because(self) -> str:
        return f": {WHY[self.why]}" if self.why in WHY else ""

    async def ended(self) -> bool:
        """Say whether the kernel is no more; end it if it went over a limit."""
        provisioner = self.manager.provisioner
        if provisioner.job is not None:
            ended = provisioner.job.poll()
            self.why = self.why or (ended["why"] if ended else "")
            return ended is not None
        gone = provisioner.process is None or provisioner.process.poll() is not None
        self.why = self.why or (self.watch.why if self.watch else "")  # it may have ended it by now
        return gone or bool(self.why)

    async def serve(self) -> None:
        """Let the kernel wait for the judge, and listen to it no longer."""
        sent = self.client.execute(SERVE, silent=True, store_history=False, allow_stdin=False)

        async def arrived() -> None:
            while (await self.client.get_iopub_msg())["parent_header"].get("msg_id") != sent:
                pass  # until the kernel says that it is busy with what was sent

        with contextlib.suppress(Exception):
            await asyncio.wait_for(arrived(), 3)
        self.client.stop_channels()

    async def close(self) -> None:
        """Kill the kernel and everything it started."""
        self.channel.close()
        self.theirs.close()
        if self.manager is not None and self.manager.provisioner is not None:
            with contextlib.suppress(Exception):
                self.client.stop_channels()
            await self.manager.provisioner.kill()
            if self.manager.provisioner.process is not None:
                with contextlib.suppress(Exception):
                    self.manager.provisioner.process.wait(5)
            with contextlib.suppress(Exception):
                self.manager._close_control_socket()
            self.manager.context.destroy(linger=0)
        if self.watch is not None:
            self.watch.over.set()
        self.context.destroy(linger=0)


def closes_python(running: asyncio.Future) -> bool:
    """Say whether a cell that was run asked the kernel to end, or its messages made no sense."""
    if running.exception():
        return True
    return "ask_exit" in str(running.result()["content"].get("payload"))


def output_of(message: dict) -> NotebookNode | None:
    """Make an output of a kernel's message, of texts alone; None if it is none."""
    kind, told = message["header"]["msg_type"], message["content"]
    if not isinstance(told, dict):
        return None
    if kind == "stream":
        name = "stderr" if told.get("name") == "stderr" else "stdout"
        return new_output("stream", name=name, text=clean(told.get("text")))
    if kind == "error":
        lines = told.get("traceback")
        lines = [clean(line) for line in lines] if isinstance(lines, list) else []
        name, value = clean(told.get("ename")), clean(told.get("evalue"))
        return new_output("error", ename=name, evalue=value, traceback=lines)
    if kind in ("display_data", "execute_result"):
        data = told.get("data")
        data = data if isinstance(data, dict) else {}
        texts = {clean(key): clean(value) for key, value in data.items() if isinstance(value, str)}
        count = {"execution_count": None} if kind == "execute_result" else {}
        return new_output(kind, data=texts, **count)
    return None


def clean(text: Any) -> str:
    """Give a text that can be written: no half of a pair of surrogates, no control characters."""
    text = text if isinstance(text, str) else ""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text.translate(CONTROLS)


# All but tab, line ends, backspace and escape: terminals' colours, which pages show as such.
CONTROLS = dict.fromkeys({*range(32), *range(127, 160)} - {8, 9, 10, 13, 27})


def error_output(message: str, name: str = "PruebaNoEjecutada") -> NotebookNode:
    """Make an error output that shows nothing but its message."""
    message = clean(message).replace("\x1b", "")
    return new_output("error", ename=name, evalue=message, traceback=[message])


# The judge's side


class JudgeProcess:
    """A judge for one notebook, in a sandbox of its own."""

    def __init__(self, rules: Rules, warm: Warm | None, channel: int):
        self.rules = rules
        self.line, theirs = socket.socketpair()
        fds = (theirs.fileno(), channel)
        self.job = self.process = self.watch = None
        if warm is not None:
            self.job = warm.start("judge", {}, fds)
        else:
            limits = json.dumps(asdict(rules.limits)) if rules.sandbox else ""
            argv = [sys.executable, "-m", "corrector.judging", limits, *map(str, fds)]
            words = command(None, rules.limits, argv) if rules.sandbox else argv
            env = environment() if rules.sandbox else {**os.environ, **dict.fromkeys(THREADS, "1")}
            self.process = subprocess.Popen(
                words,
                env=env,
                pass_fds=fds,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            if rules.sandbox:
                self.watch = Watch(self.process.pid, None, rules.limits)
        theirs.close()

    def begin(self, request: dict) -> None:
        """Tell it what all its tests are about, and wait until it is ready; raises as hear()."""
        self.tell(request)
        self.hear(READY)
        if self.watch is not None:
            self.watch.begin()

    def tell(self, message: dict) -> None:
        """Send it something."""
        send(self.line, message)

    def hear(self, seconds: float) -> dict:
        """Wait for its answer.

        Raises
        ------
        TimeoutError
            If none comes in time.
        corrector.line.Closed
            If it is gone.
        """
        import select

        if not select.select([self.line], [], [], max(0.0, seconds))[0]:
            raise TimeoutError
        return receive(self.line)[0]

    def close(self) -> None:
        """Kill it and everything it started."""
        self.line.close()
        if self.watch is not None:
            self.watch.over.set()
        if self.job is not None:
            self.job.kill()
        if self.process is not None:
            kill_tree(self.process.pid)
            self.process.wait()


# One notebook


def examine(notebook: NotebookNode, source: NotebookNode, rules: Rules) -> Outcome:
    """Run a rebuilt notebook; put outputs into it.

    Parameters
    ----------
    notebook : NotebookNode
        As :func:`corrector.rebuild.rebuilt` makes it; its cells get outputs. A test cell that did
        not pass has an error output; one without any passed.
    source : NotebookNode
        The teacher's notebook, with solutions and hidden tests.
    rules : Rules

    Returns
    -------
    Outcome

    Raises
    ------
    corrector.sandbox.SandboxMissing
        If there is no bubblewrap and the rules want it.
    BrokenLab
        If the teacher's own answers do not pass the teacher's tests.
    """
    how = modes(source, rules)
    outcome, _ = asyncio.run(_examine(notebook, rules, how))
    return outcome


def modes(source: NotebookNode, rules: Rules) -> dict[str, str]:
    """Find out which tests work on plain values ("apart") and which need objects ("beside").

    The teacher's own answers tell: a test that passes an object to the reference, or gets one from
    it, is to be run beside every answer; all others are judged from the other process, whatever an
    answer returns there. What they tell is kept among Jupyter's data of this user, for as long as
    neither lab nor code changes.
    """
    key = modes_key(source, rules)
    file = Path(jupyter_data_dir(), "aprende", f"{key}.json")
    if key not in PLACE.modes and rules.sandbox:
        with contextlib.suppress(OSError, ValueError):
            PLACE.modes[key] = json.loads(file.read_text(encoding="utf-8"))
    if key not in PLACE.modes:
        trial = nbformat.from_dict(source)
        tests = [cell for cell in trial.cells if is_test(cell)]
        how = {cell.metadata.nbgrader.grade_id: "apart" for cell in tests}
        _, objects = asyncio.run(_examine(trial, rules, how))
        names = answers_of(trial)
        needing = {
            exercise_of(test, names) for test in objects
        }  # tests of one exercise share state
        how.update({test: "beside" for test in how if exercise_of(test, names) in needing})
        if objects:
            trial = nbformat.from_dict(source)
            asyncio.run(_examine(trial, rules, how))
        for cell in trial.cells:
            if is_test(cell) and cell.outputs:
                raise BrokenLab(
                    f"{cell.metadata.nbgrader.grade_id}: la solución de referencia no supera esta "
                    f"prueba: {cell.outputs[-1].get('evalue', '')}"
                )
        PLACE.modes[key] = how
        if rules.sandbox:  # without one, a student's code might have written there too
            with contextlib.suppress(OSError):  # a home that cannot be written to
                file.parent.mkdir(parents=True, exist_ok=True)
                write_atomically(file, json.dumps(how).encode())
    return PLACE.modes[key]


def modes_key(source: NotebookNode, rules: Rules) -> str:
    """SHA-256 of all that :func:`modes` depends on: the lab, the limits, our code, the library."""
    key = hashlib.sha256(nbformat.writes(source).encode())
    key.update(f"{rules.limits} {sys.version} {metadata.version('torch')}".encode())
    for package in ("corrector", "aprende"):
        folder = Path(find_spec(package).origin).parent
        for file in sorted(folder.glob("*.py")):
            key.update(file.read_bytes())
    return key.hexdigest()


def is_test(cell: NotebookNode) -> bool:
    """Say whether a cell is a test: code, graded, the teacher's."""
    return cell.cell_type == "code" and is_grade(cell) and not is_solution(cell)


async def _examine(
    notebook: NotebookNode, rules: Rules, how: dict[str, str]
) -> tuple[Outcome, list[str]]:
    """Run a notebook; give how it ended, and the names of the tests that needed objects."""
    warm = PLACE.parent(rules)
    outcome, deadline = Outcome(), time.monotonic() + rules.notebook_seconds
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
            cell.execution_count = None
    skipped: set[int] = set()
    while True:
        with job_folder(warm) as folder:
            kernel = Kernel(rules, warm, folder)
            try:
                failed = await run_students_cells(notebook, kernel, skipped, deadline)
                if failed is None:
                    await kernel.serve()
                    objects = judge_tests(notebook, rules, warm, kernel, skipped, how, deadline)
                    break
            finally:
                await kernel.close()
        skipped.add(failed)
        late = time.monotonic() > deadline
        if len(skipped) > RESTARTS or late:
            outcome.status = Status.TIME_OUT if late else Status.KERNEL_DIED
            objects = []
            break
    finish(notebook, outcome, objects, deadline, skipped)
    return outcome, objects


def finish(
    notebook: NotebookNode, outcome: Outcome, objects: list[str], deadline: float, skipped: set[int]
) -> None:
    """Fail closed: a test without evidence that it ran shows an error. Say what to look at."""
    if time.monotonic() > deadline:
        outcome.status = Status.TIME_OUT
    for cell in notebook.cells:
        if is_test(cell) and not cell.metadata.get("ran") and not cell.outputs:
            cell.outputs = [error_output(NOT_RUN)]
        cell.metadata.pop("ran", None)
    if skipped and outcome.status is Status.GRADED:
        outcome.status = Status.KERNEL_DIED
        outcome.note = f"{len(skipped)} celdas cerraron Python o no acabaron; se corrigió el resto."
    refused = [
        cell.metadata.nbgrader.grade_id
        for cell in notebook.cells
        if is_test(cell) and cell.outputs and cell.outputs[-1].evalue.startswith(REFUSED)
    ]
    if refused:
        told = f"No se ejecutaron, por lo que usa la respuesta: {', '.join(refused)}."
        outcome.note = f"{outcome.note} {told}".strip()


async def run_students_cells(
    notebook: NotebookNode, kernel: Kernel, skipped: set[int], deadline: float
) -> int | None:
    """Run what the student wrote; give the number of the cell that ended the kernel, or None."""
    await kernel.start()
    for index, cell in enumerate(notebook.cells):
        if index in skipped or not runs_for_student(cell):
            continue
        left = min(kernel.rules.cell_seconds, max(1.0, deadline - time.monotonic()))
        if not await kernel.run(cell, left):
            return index
    return None


def judge_tests(
    notebook: NotebookNode,
    rules: Rules,
    warm: Warm | None,
    kernel: Kernel,
    skipped: set[int],
    how: dict[str, str],
    deadline: float,
) -> list[str]:
    """Run every test, put what it says into its cell; give the names of those that need objects."""
    cells = [cell for i, cell in enumerate(notebook.cells) if i not in skipped]
    written = [cell for cell in cells if runs_for_student(cell)]
    setup = [
        cell.source for cell in written if not is_solution(cell) and "student" not in cell.metadata
    ]
    exercises = [
        cell.metadata.nbgrader.grade_id
        for cell in notebook.cells
        if cell.cell_type == "code" and is_solution(cell)
    ]
    request = {
        "setup": "\n".join(setup),
        "cells": [described(cell) for cell in written],
        "seconds": rules.cell_seconds,
        "seed": rules.seed,
    }
    judge, objects = None, []
    try:
        for cell in filter(is_test, notebook.cells):
            name = cell.metadata.nbgrader.grade_id
            if time.monotonic() > deadline:
                cell.outputs = [
                    error_output("Esta prueba no se ha ejecutado: se agotó el tiempo del cuaderno.")
                ]
                continue
            try:
                if judge is None:
                    judge = JudgeProcess(rules, warm, kernel.channel.fileno())
                    judge.begin(request)
                exercise = exercise_of(name, exercises)
                judge.tell(
                    {"exercise": exercise, "name": name, "source": cell.source, "mode": how[name]}
                )
                told = judge.hear(rules.cell_seconds + 5)
            except (Closed, TimeoutError) as error:
                late = isinstance(error, TimeoutError)
                text = f"La prueba no ha terminado en {rules.cell_seconds:g} segundos."
                cell.outputs = [error_output(text if late else NOT_RUN)]
                if judge is not None:
                    judge.close()
                judge = None
                continue
            cell.metadata["ran"] = True
            if told["objects"]:
                objects.append(name)
            if told["message"]:
                cell.outputs = [error_output(told["message"], "CheckError")]
    finally:
        if judge is not None:
            judge.close()
    return objects


def described(cell: NotebookNode) -> dict:
    """Say of a cell what running it beside tests needs to know."""
    own = bool(cell.metadata.get("student"))
    answer = not own and is_solution(cell)
    name = cell.metadata.nbgrader.grade_id if answer else ""
    return {"source": cell.source, "name": name, "student": own or answer}
