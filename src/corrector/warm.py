"""A parent that has imported everything, and forks a sandboxed process for each submission.

Importing torch, matplotlib and scikit-learn takes seconds; forking a process that has them takes
milliseconds. The parent runs inside bubblewrap and never runs a line of a student's. For each job
it forks a *keeper*, which makes namespaces of its own, forks the job in them, watches its limits
and kills all of it when the grader hangs up.

The parent imports, and does nothing else: no tensor operation, one thread.
"""

import atexit
import contextlib
import ctypes
import gc
import json
import os
import resource
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import psutil

from corrector.sandbox import (
    EMPTY,
    HOME,
    JOB,
    WATCH_EVERY,
    Limits,
    command,
    memory_of,
    overrun,
    remove,
)

JOBS = "/run/jobs"  # inside the parent's sandbox: every job's folder

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_BIND, MS_REC = 1, 2, 4, 8, 4096, 16384


class NoNamespaces(RuntimeError):
    """An ordinary user cannot make namespaces inside others on this machine."""


# The grader's side


class Warm:
    """The grader's handle on one warm parent.

    Parameters
    ----------
    limits : Limits
        Of each job.

    Raises
    ------
    corrector.sandbox.SandboxMissing
        If bubblewrap is not installed.
    NoNamespaces
        If jobs cannot be forked into namespaces of their own here.
    """

    def __init__(self, limits: Limits):
        self.limits = limits
        self.owner = os.getpid()
        self.path = Path(tempfile.mkdtemp(prefix="corr-", dir="/tmp"))  # short: sockets' paths are
        atexit.register(self.close)
        argv = [sys.executable, "-m", "corrector.warm", json.dumps(asdict(limits))]
        self.process = subprocess.Popen(
            command(self.path, limits, argv, JOBS, nested=True),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        try:
            deadline = time.monotonic() + 180  # on a busy machine, importing takes a while
            while not (self.path / "control").exists():
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise NoNamespaces(self._complaint())
                time.sleep(0.01)
            trial = self.start("trial", {})
            answer = trial.wait(20)
            if answer != {"exit": 0, "why": ""}:
                raise NoNamespaces(str(answer))
        except BaseException:
            self.close()
            raise

    def _complaint(self) -> str:
        self.process.kill()
        return self.process.stderr.read().decode(errors="replace").strip()[-500:]

    def start(self, role: str, job: dict, fds: tuple[int, ...] = (), folder: str = "") -> "Job":
        """Fork a process for a job.

        Parameters
        ----------
        role : str
            "kernel" or "judge".
        job : dict
            What the role needs to know.
        fds : tuple of int
            Open files to hand over; they stay open here.
        folder : str
            Name of the job's folder in :attr:`path`, seen as ``/run/job`` inside.
        """
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.connect(str(self.path / "control"))
        request = json.dumps({"role": role, "job": job, "folder": folder}).encode()
        socket.send_fds(connection, [len(request).to_bytes(4, "big")], list(fds))
        connection.sendall(request)
        return Job(connection)

    def alive(self) -> bool:
        """Say whether the parent still runs."""
        return self.process.poll() is None

    def close(self) -> None:
        """End the parent, and with it every job; nothing in a process forked from the owner's."""
        if self.owner != os.getpid():
            return
        atexit.unregister(self.close)
        self.process.kill()
        self.process.wait()
        self.process.stderr.close()
        remove(self.path)


class Job:
    """A job that the warm parent forked. Hanging up kills it and all it started."""

    def __init__(self, connection: socket.socket):
        self.connection = connection
        self.ended: dict | None = None

    def poll(self) -> dict | None:
        """Give how the job ended, ``{"exit": code, "why": limit}``; None while it runs."""
        return self.wait(0)

    def wait(self, seconds: float) -> dict | None:
        """Wait so long for the job to end; see :meth:`poll`."""
        if self.ended is None and select.select([self.connection], [], [], seconds)[0]:
            try:
                self.ended = json.loads(self.connection.recv(4096))
            except (OSError, ValueError):
                self.ended = {"exit": -1, "why": ""}
        return self.ended

    def interrupt(self) -> None:
        """Interrupt the job as Ctrl-C would."""
        with contextlib.suppress(OSError):
            self.connection.send(b"I")

    def kill(self) -> None:
        """Kill the job, and everything it started."""
        self.connection.close()
        self.ended = self.ended or {"exit": -signal.SIGKILL, "why": ""}


# Inside


def roles() -> dict[str, Callable[[dict, list[int]], None]]:
    """Import everything that a job may need; give what each role runs."""
    gc.disable()  # or it would look again and again at what stays
    from corrector import beside, judging, kernel

    kernel.preload()
    beside.untouched()
    # What is there by now stays: a fork that looked for garbage in it would copy all of it.
    gc.collect()
    gc.freeze()
    gc.enable()
    return {"kernel": kernel.run, "judge": judging.run, "trial": lambda job, fds: None}


def main() -> None:
    """Wait for jobs and fork a keeper for each."""
    limits = Limits(**json.loads(sys.argv[1]))
    run = roles()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # keepers are nobody's to wait for
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(f"{JOBS}/.control")
        listener.listen(64)
        os.rename(f"{JOBS}/.control", f"{JOBS}/control")
        while True:
            connection, _ = listener.accept()
            if os.fork() == 0:
                listener.close()
                keep(connection, limits, run)
            connection.close()


def receive_request(connection: socket.socket) -> tuple[dict, list[int]]:
    """Read one request and the open files that come with it."""
    head, fds, _, _ = socket.recv_fds(connection, 4, 8)
    size, text = int.from_bytes(head, "big"), b""
    while len(text) < size:
        text += connection.recv(size - len(text))
    return json.loads(text), list(fds)


def keep(connection: socket.socket, limits: Limits, run: dict) -> None:
    """Fork a job into namespaces of its own and stay beside it until it ends; never returns."""
    why = ""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        request, fds = receive_request(connection)
        new_namespaces()
        child = os.fork()
        if child == 0:
            connection.close()
            become_job(request, fds, limits, run)
        for fd in fds:
            os.close(fd)
        code, why = watch(connection, child, limits, request["folder"])
        connection.send(json.dumps({"exit": code, "why": why}).encode())
    except BaseException as error:
        with contextlib.suppress(OSError):
            connection.send(json.dumps({"exit": -1, "why": repr(error)[:400]}).encode())
    finally:
        os._exit(0)


def watch(connection: socket.socket, child: int, limits: Limits, folder: str) -> tuple[int, str]:
    """Wait for the job's end; kill it if the grader hangs up or it goes over a limit."""
    why, pidfd = "", os.pidfd_open(child)
    base = memory_of(os.getpid())  # the parent's pages, which every fork of it seems to have
    while True:
        ready, _, _ = select.select([connection, pidfd], [], [], WATCH_EVERY)
        if pidfd in ready:
            _, status = os.waitpid(child, 0)
            return os.waitstatus_to_exitcode(status), why
        if connection in ready:
            if connection.recv(1) == b"I":
                os.kill(child, signal.SIGINT)
            else:
                os.kill(child, signal.SIGKILL)
        if not why:
            why = overrun(child, Path(JOBS, folder) if folder else None, limits, base)
            if why:
                os.kill(child, signal.SIGKILL)


def become_job(request: dict, fds: list[int], limits: Limits, run: dict) -> None:
    """Shut the doors and run the job; never returns."""
    code = 1
    try:
        null = os.open(os.devnull, os.O_RDWR)
        for fd in (0, 1, 2):
            os.dup2(null, fd)
        os.setsid()
        # Threads reserve far more addresses than they use; memory in use is watched from outside.
        room = psutil.Process().memory_info().vms + (limits.memory_mb + 4096) * 1024 * 1024
        own_mounts(request["folder"], limits)
        limit_self(limits, room)
        drop_privileges()
        run[request["role"]](request["job"], fds)
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 1
    except BaseException:
        import traceback

        with contextlib.suppress(OSError):
            Path(HOME, "error").write_text(traceback.format_exc())
    finally:
        os._exit(code)


# Linux

libc = ctypes.CDLL(None, use_errno=True)


def check(result: int, what: str) -> None:
    """Raise what a C function reported."""
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def new_namespaces() -> None:
    """Leave the parent's namespaces: the next fork is alone among processes, without a network."""
    user, group = os.getuid(), os.getgid()
    kinds = CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWUTS
    check(libc.unshare(kinds), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    """Mount something, as mount(2)."""
    words = (source.encode(), target.encode(), kind.encode() or None)
    check(libc.mount(*words, ctypes.c_ulong(flags), options.encode() or None), f"mount {target}")


def own_mounts(folder: str, limits: Limits) -> None:
    """Give the job empty folders of its own; hide other jobs' and the list of processes."""
    check(libc.unshare(CLONE_NEWNS), "unshare")
    size = f"size={limits.disk_mb}m,mode=0700"
    for place in EMPTY:
        mount("tmpfs", place, "tmpfs", MS_NOSUID | MS_NODEV, size)
    if folder:
        mount(f"{JOBS}/{folder}", JOB, "", MS_BIND | MS_REC)
    # No nested user namespaces for the job itself.
    with contextlib.suppress(OSError):
        Path("/proc/sys/user/max_user_namespaces").write_text("0")
    for place in (JOBS, "/proc"):
        mount("tmpfs", place, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY, "size=4k")
    os.chdir(HOME)


def limit_self(limits: Limits, room: int) -> None:
    """Set the limits that the kernel enforces by itself; ``room`` is for the address space."""
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, room),
        (resource.RLIMIT_FSIZE, limits.disk_mb * 1024 * 1024),
        (resource.RLIMIT_NOFILE, 512),
    ):
        _, hard = resource.getrlimit(what)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        resource.setrlimit(what, (most, most))


def limit_cold(limits: str) -> None:
    """Set the limits of a process that no warm parent forked; nothing if there are none."""
    if limits:
        own = Limits(**json.loads(limits))
        vms = psutil.Process().memory_info().vms
        limit_self(own, vms + (own.memory_mb + 4096) * 1024 * 1024)


def out_of_reach(dumpable: int = 0) -> None:
    """Keep other processes of the same user from reading and writing this one's memory."""
    check(libc.prctl(4, dumpable, 0, 0, 0), "prctl")  # PR_SET_DUMPABLE


def drop_privileges() -> None:
    """Give up every capability that making the namespaces brought."""

    class Header(ctypes.Structure):
        _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))

    header = Header(0x20080522, 0)
    check(libc.capset(ctypes.byref(header), (ctypes.c_uint32 * 6)()), "capset")
    check(libc.prctl(38, 1, 0, 0, 0), "prctl")  # PR_SET_NO_NEW_PRIVS


if __name__ == "__main__":
    main()
