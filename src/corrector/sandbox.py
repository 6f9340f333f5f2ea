"""The sandbox around students' code: what a submission sees of the machine, and its limits.

Everything runs under `bubblewrap <https://github.com/containers/bubblewrap>`_: its own user,
process, network and mount namespaces; Python and its packages read-only; an empty home of limited
size; nothing of the course, the gradebook, other submissions, the teacher's home or environment.
"""

import contextlib
import os
import shutil
import site
import subprocess
import sys
import sysconfig
import threading
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

import psutil

HOME = "/home/alumno"
JOB = "/run/job"  # inside the sandbox: the folder shared with the grader, which holds sockets alone
EMPTY = ("/tmp", HOME, "/dev/shm")  # folders that are the submission's own, and empty at first
USER = 1000
WATCH_EVERY = 0.1  # seconds
MOST_FILES = 16  # in a job's folder: five sockets, two files and some to spare

# One thread for each submission: several are graded side by side.
THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_NUM_THREADS")


class SandboxMissing(RuntimeError):
    """There is no bubblewrap, or it cannot be used; the message, in Spanish, says what to do."""


@dataclass(frozen=True)
class Limits:
    """What one submission may use: see :class:`corrector.grading.Options`."""

    memory_mb: int = 2048
    processes: int = 64
    disk_mb: int = 64


def bubblewrap() -> str:
    """Find bubblewrap.

    Returns
    -------
    str
        Its path.

    Raises
    ------
    SandboxMissing
        If it is not installed.
    """
    found = shutil.which("bwrap")
    if found is None:
        raise SandboxMissing(
            "Falta bubblewrap, el programa que aísla el código de las entregas, y sin él no se "
            "corrige nada. Instálalo (en Debian o Ubuntu: sudo apt install bubblewrap) y repite "
            "la orden. Si prefieres ejecutar ese código en tu ordenador sin ningún aislamiento, "
            "con tus ficheros y tu red a su alcance, dilo con --no-sandbox "
            "(con nbgrader: --SandboxedExecute.sandbox=False)."
        )
    return found


def visible_paths() -> list[Path]:
    """Give what of the file system Python and the course's packages need: all read-only inside."""
    own = [Path(find_spec(name).origin).parent for name in ("aprende", "corrector")]
    paths = [
        *map(Path, ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/alternatives")),
        *map(Path, ("/etc/ld.so.cache", "/etc/fonts", "/etc/localtime", "/etc/mime.types")),
        Path(sys.prefix),
        Path(sys.base_prefix),
        Path(sysconfig.get_paths()["purelib"]),
        *map(Path, site.getsitepackages()),
        *own,
    ]
    found: list[Path] = []
    for path in paths:
        if path.exists() and not any(path.is_relative_to(other) for other in found):
            found.append(path)
    return found


def environment() -> dict[str, str]:
    """Give the whole environment of a submission; nothing of the teacher's is in it."""
    path = os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"])
    return {
        "PATH": path,
        "HOME": HOME,
        "LANG": "C.UTF-8",
        "TMPDIR": "/tmp",
        "JUPYTER_RUNTIME_DIR": f"{HOME}/.runtime",
        "PYTHONDONTWRITEBYTECODE": "1",
        "MPLBACKEND": "agg",
        "IPYTHONDIR": f"{HOME}/.ipython",
        **dict.fromkeys(THREADS, "1"),
        # An answer may ask for more; where others want the processors too, none may wait spinning.
        "OMP_WAIT_POLICY": "PASSIVE",
    }


def command(
    job: Path | None, limits: Limits, argv: list[str], target: str = JOB, nested: bool = False
) -> list[str]:
    """Give the command that runs another inside the sandbox.

    Parameters
    ----------
    job : Path, optional
        An existing folder that both sides see, for sockets.
    limits : Limits
        The size of the home and of /tmp; what else is limited, see :func:`overrun`.
    argv : list of str
        The command to run.
    target : str
        Where ``job`` is seen inside.
    nested : bool
        Whether the command makes namespaces of its own inside.

    Raises
    ------
    SandboxMissing
        If bubblewrap is not installed, or the course lies where a submission has its own folders.
    """
    words = [bubblewrap(), "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"]
    words += ["--unshare-user"] if nested else ["--unshare-user", "--disable-userns"]
    words += ["--uid", str(USER), "--gid", str(USER), "--hostname", "aula"]
    for path in visible_paths():
        if any(path.is_relative_to(folder) for folder in EMPTY):
            raise SandboxMissing(
                f"No se puede corregir desde {path}: cada entrega se ejecuta con una carpeta vacía "
                f"en lugar de {', '.join(EMPTY)}. Lleva el curso a otra carpeta, y prepáralo en "
                "ella otra vez con make."
            )
        if path.is_symlink():
            words += ["--symlink", os.readlink(path), str(path)]
        else:
            words += ["--ro-bind", str(path), str(path)]
    size = str(limits.disk_mb * 1024 * 1024)
    words += ["--proc", "/proc", "--dev", "/dev"]
    for folder in EMPTY:
        words += ["--size", size, "--tmpfs", folder]
    words += ["--dir", JOB, *(["--bind", str(job), target] if job else [])]
    words += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", HOME]
    for name, value in environment().items():
        words += ["--setenv", name, value]
    return [*words, "--", *argv]


def remove(folder: Path) -> None:
    """Remove a folder, whatever a submission has put there."""
    try:
        shutil.rmtree(folder, ignore_errors=True)
    except RecursionError:  # folders in folders without end
        subprocess.run(["rm", "-rf", "--", str(folder)], stderr=subprocess.DEVNULL, check=False)


def memory_of(pid: int) -> int:
    """Count the bytes that a process holds: its own, those it shares, files without a name.

    Raises
    ------
    OSError
        If it has ended.
    """
    used = 0
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith(("RssAnon:", "RssShmem:", "VmSwap:")):
            used += int(line.split()[1]) * 1024
    with contextlib.suppress(OSError):
        for file in os.scandir(f"/proc/{pid}/fd"):
            with contextlib.suppress(OSError):
                if os.readlink(file.path).startswith("/memfd:"):
                    used += os.stat(file.path).st_blocks * 512
    return used


def crowded(folder: Path) -> bool:
    """Say whether a job's folder holds more than the few sockets and files it is for."""
    try:
        with os.scandir(folder) as entries:
            found = list(islice(entries, MOST_FILES + 1))
        sizes = [entry.stat(follow_symlinks=False).st_size for entry in found]
        folders = any(entry.is_dir(follow_symlinks=False) for entry in found)
    except OSError:
        return False
    return folders or len(found) > MOST_FILES or sum(sizes) > 2**20


def tree_of(pid: int) -> list[psutil.Process]:
    """Give a process and everything it started.

    Raises
    ------
    psutil.Error
        If it has ended.
    """
    root = psutil.Process(pid)
    return [root, *root.children(recursive=True)]


def overrun(pid: int, folder: Path | None, limits: Limits, base: int = 0) -> str:
    """Say which limit a process and all it started have gone over.

    Kernels count processes and memory by user or by process; a submission is a tree of processes,
    and the teacher may be root, whom those limits do not bind. So somebody watches.

    Parameters
    ----------
    pid : int
        The tree's root.
    folder : Path, optional
        The folder shared with the sandbox.
    limits : Limits
    base : int
        Bytes that each process shares with the one it was forked from, and that count for none.

    Returns
    -------
    str
        "memory", "processes", "disk", or nothing.
    """
    try:
        tree = tree_of(pid)
    except psutil.Error:
        return ""
    if len(tree) > limits.processes:
        return "processes"
    used = 0
    for process in tree:
        try:
            used += max(0, memory_of(process.pid) - base)
        except OSError:
            continue
    if used > limits.memory_mb * 1024 * 1024:
        return "memory"
    return "disk" if folder is not None and crowded(folder) else ""


class Watch(threading.Thread):
    """Kill a process and all it started as soon as it goes over a limit.

    Attributes
    ----------
    why : str
        Which; see :func:`overrun`.
    """

    def __init__(self, pid: int, folder: Path | None, limits: Limits):
        super().__init__(daemon=True)
        self.pid, self.folder, self.limits, self.why = pid, folder, limits, ""
        self.base = 0
        self.over = threading.Event()
        self.start()

    def run(self) -> None:
        """Watch until :attr:`over` is set."""
        while not self.why and not self.over.wait(WATCH_EVERY):
            self.why = overrun(self.pid, self.folder, self.limits, self.base)
        if self.why:
            kill_tree(self.pid)

    def begin(self) -> None:
        """Count from here: what is imported by now counts for none, as its forks have it too."""
        with contextlib.suppress(psutil.Error, OSError):
            self.base = max(memory_of(process.pid) for process in tree_of(self.pid))


def kill_tree(pid: int) -> None:
    """Kill a process and everything it started, at once."""
    try:
        tree = tree_of(pid)
    except psutil.Error:
        return
    for process in tree:
        try:
            process.kill()
        except psutil.Error:
            continue
