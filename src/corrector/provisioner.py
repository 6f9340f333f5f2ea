"""How a student's kernel is started: in the sandbox, warm where that is possible.

jupyter_client finds :class:`SandboxProvisioner` by its entry point, ``corrector-sandbox``. A
kernel manager asks for it through its kernel spec; see :class:`SandboxedSpecs`.
"""

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.provisioning import LocalProvisioner

from corrector.sandbox import JOB, Limits, command, environment, kill_tree
from corrector.warm import Job, Warm

NAME = "corrector-sandbox"
CONNECTION = "kernel.json"


class SandboxedSpecs(KernelSpecManager):
    """Knows one kernel: Python in the sandbox."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Give the sandboxed kernel, whatever the name: a submission does not choose its kernel."""
        return KernelSpec(
            argv=["corrector.kernel", "{connection_file}"],
            display_name="Python 3",
            language="python",
            metadata={"kernel_provisioner": {"provisioner_name": NAME, "config": {}}},
        )


class SandboxProvisioner(LocalProvisioner):
    """Start a kernel under bubblewrap, or fork it from a warm parent that is.

    A :class:`Launch`, handed to ``start_kernel`` as ``corrector_launch``, says how.
    """

    job: Job | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Write the connection file as it is seen inside; put bubblewrap before the command.

        Parameters
        ----------
        kwargs : dict
            jupyter_client's, and ``corrector_launch``: a :class:`Launch`.
        """
        self.launch = launch = kwargs.pop("corrector_launch")
        kwargs = await super().pre_launch(**kwargs)
        info = json.loads(Path(self.parent.connection_file).read_text(encoding="utf-8"))
        info["ip"] = info["ip"].replace(str(launch.folder), launch.inside)
        (launch.folder / CONNECTION).write_text(json.dumps(info), encoding="utf-8")
        kwargs["cmd"] = self.cold_command()
        kwargs["env"] = environment() if launch.sandbox else {**os.environ}
        return kwargs

    def cold_command(self) -> list[str]:
        """Give the command that starts a kernel which nobody has warmed."""
        launch = self.launch
        argv = [sys.executable, "-m", "corrector.kernel"]
        argv += [f"{launch.inside}/{CONNECTION}", str(launch.fd)]
        argv += [json.dumps(asdict(launch.limits)) if launch.sandbox else ""]
        return command(launch.folder, launch.limits, argv) if launch.sandbox else argv

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel, or have it forked."""
        launch = self.launch
        if launch.warm is None:
            # What it writes past its own outputs is not for the teacher's terminal.
            kwargs.update(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            return await super().launch_kernel(cmd, pass_fds=(launch.fd,), **kwargs)
        job = {"connection_file": f"{JOB}/{CONNECTION}"}
        self.job = launch.warm.start("kernel", job, (launch.fd,), launch.folder.name)
        return self.connection_info

    @property
    def has_process(self) -> bool:
        """Say whether a kernel was started."""
        return self.job is not None or super().has_process

    async def poll(self) -> int | None:
        """Give the kernel's exit code, None while it runs."""
        if self.job is None:
            return await super().poll()
        ended = self.job.poll()
        return None if ended is None else ended["exit"]

    async def wait(self) -> int | None:
        """Wait for the kernel's end."""
        if self.job is None:
            return await super().wait()
        ended = self.job.wait(10)
        return None if ended is None else ended["exit"]

    async def send_signal(self, signum: int) -> None:
        """Interrupt or end the kernel."""
        if self.job is None:
            if signum == signal.SIGINT and self.launch.sandbox and self.process:
                self.launch.interrupt(self.process.pid)
            else:
                await super().send_signal(signum)
        elif signum == signal.SIGINT:
            self.job.interrupt()
        else:
            self.job.kill()

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel and everything it started."""
        if self.job is not None:
            self.job.kill()
        elif self.process:
            kill_tree(self.process.pid)

    async def terminate(self, restart: bool = False) -> None:
        """Kill: a submission's kernel has nothing to put in order."""
        await self.kill(restart)


class Launch:
    """How to start one kernel.

    Parameters
    ----------
    folder : Path
        The job's folder, for sockets.
    limits : Limits
    fd : int
        Open file on which the judge announces itself.
    warm : Warm, optional
        Fork from this parent; without it, start cold.
    sandbox : bool
        False: no sandbox, and no warm parent.
    """

    def __init__(
        self, folder: Path, limits: Limits, fd: int, warm: Warm | None, sandbox: bool = True
    ):
        self.folder, self.limits, self.fd = folder, limits, fd
        self.warm, self.sandbox = warm, sandbox
        self.inside = JOB if sandbox else str(folder)

    @staticmethod
    def interrupt(pid: int) -> None:
        """Interrupt the kernel that runs under a bubblewrap process."""
        import psutil

        try:
            for process in psutil.Process(pid).children(recursive=True):
                if "corrector.kernel" in process.cmdline() and process.name() != "bwrap":
                    process.send_signal(signal.SIGINT)
                    return
        except psutil.Error:
            return
