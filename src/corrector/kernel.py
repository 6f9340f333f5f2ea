"""A student's side: an IPython kernel inside the sandbox, and answers called from outside it.

The kernel runs the student's cells. Then :func:`serve` waits for the judge, which calls the
answers from its own process and never runs a line of the student's. Everything in this module is
within the reach of the student's code, so nothing in it is trusted.
"""

import contextlib
import importlib
import os
import signal
import socket
import sys
import threading
from typing import Any

from corrector.line import SERVE, Closed, receive, send
from corrector.wire import Plain

CHANNEL = 0  # open file on which the judge announces itself
# What labs import, so that a fork finds it there. Optimisers ask for _dynamo at their first step.
PRELOADED = (
    *("numpy", "pandas", "scipy.stats", "matplotlib.pyplot", "matplotlib.font_manager"),
    *("torch", "torch.utils.data", "torch.nn.functional", "torch._dynamo", "torch.testing"),
    *("sklearn.datasets", "sklearn.metrics", "sklearn.preprocessing", "sklearn.model_selection"),
    *("aprende.checks", "aprende.data", "aprende.plots", "aprende.seeds", "aprende.training"),
    *("aprende.surfaces", "aprende.plots_costs", "aprende.plots_descent", "aprende.plots_training"),
    *("aprende.plots_evaluation", "aprende.plots_tuning", "aprende.audio"),
    *("ipykernel.kernelapp", "ipykernel.ipkernel", "matplotlib_inline.backend_inline"),
)


def preload() -> None:
    """Import what labs use."""
    for name in PRELOADED:
        importlib.import_module(name)
    import torch

    torch.set_num_threads(1)


def run(job: dict, fds: list[int]) -> None:
    """Run a kernel until it is told to end.

    Parameters
    ----------
    job : dict
        ``connection_file``: as seen inside.
    fds : list of int
        The channel to the judge.
    """
    from ipykernel.ipkernel import IPythonKernel
    from ipykernel.kernelapp import IPKernelApp

    class Kernel(IPythonKernel):
        async def do_execute(self, code: str, *args: Any, **kwargs: Any) -> dict:
            # Not as a cell: what cells do to IPython would decide what becomes of it.
            if code == SERVE:
                serve(self.shell.user_ns)
            return await super().do_execute(code, *args, **kwargs)

    global CHANNEL
    # `python -m` runs this file as __main__; the student's side imports it by its name.
    importlib.import_module("corrector.kernel").CHANNEL = CHANNEL = fds[0]
    app = IPKernelApp.instance(kernel_class=Kernel)
    app.initialize(["-f", job["connection_file"], "--HistoryManager.hist_file=:memory:"])
    app.start()


def serve(namespace: dict[str, Any]) -> None:
    """Answer the judge's calls, each exercise in a fork of its own, until the judge hangs up.

    A fork starts as the student's cells left it: what an answer breaks is broken for its own tests
    alone.
    """
    channel, child = socket.socket(fileno=CHANNEL), 0
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an answer may send it to its parent
    while True:
        head, fds, _, _ = socket.recv_fds(channel, 1, 1)
        if child:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        if not head:
            return
        child = os.fork()
        if child == 0:
            channel.close()
            try:
                quiet()
                Pupil(socket.socket(fileno=fds[0]), namespace).answer()
            finally:
                os._exit(0)
        os.close(fds[0])


def quiet() -> None:
    """Let what an answer prints go nowhere: it may be gigabytes."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")
    for fd in (1, 2):
        os.dup2(sys.stdout.fileno(), fd)


class Pupil:
    """One exercise's worth of calls.

    Parameters
    ----------
    judge : socket
        Where calls come from.
    namespace : dict
        The student's names.
    """

    def __init__(self, judge: socket.socket, namespace: dict[str, Any]):
        self.judge, self.namespace = judge, namespace
        self.graphs: dict[int, tuple[list, list]] = {}
        self.turn = threading.Lock()  # an answer may call the judge from several threads

    def answer(self) -> None:
        """Answer until the judge hangs up."""
        with contextlib.suppress(Closed):
            while True:
                message, blobs = receive(self.judge)
                reply = {"describe": self.describe, "call": self.call, "backward": self.backward}
                send(self.judge, *reply[message["do"]](message, blobs))

    def describe(self, message: dict, blobs: list[bytes]) -> tuple[dict, list[bytes]]:
        """Say what a name stands for: whether it can be called, and with which arguments."""
        import inspect

        name = message["name"]
        if name not in self.namespace:
            return {"exists": False}, []
        thing = self.namespace[name]
        try:
            parameters = [
                [p.name, int(p.kind), p.default is not p.empty]
                for p in inspect.signature(thing).parameters.values()
            ]
        except Exception:
            parameters = None
        told = {"exists": True, "callable": callable(thing), "parameters": parameters}
        return {**told, "type": type(thing).__name__}, []

    def call(self, message: dict, blobs: list[bytes]) -> tuple[dict, list[bytes]]:
        """Call an answer; give its result, or its error, and what became of the arguments."""
        from aprende.forbidden import forbid

        reader = Plain()
        args, kwargs = reader.decode(message["args"], blobs, self.judges_function)
        inputs = [tensor for tensor in reader.tensors if tensor.requires_grad]
        writer = Plain()
        told: dict[str, Any] = {}
        try:
            with forbid(*map(found, message["forbidden"])) as called:
                result = self.namespace[message["name"]](*args, **kwargs)
            told["result"] = writer.encode(result)
            outputs = [tensor for tensor in writer.tensors if tensor.requires_grad]
            if inputs and outputs:
                self.graphs[message["id"]] = (inputs, outputs)
            told["called"] = called[:1]
        except BaseException as error:
            if isinstance(error, Closed):
                raise
            writer, told = Plain(), {"error": described(error, self.namespace)}
        told["args"] = writer.encode([args, kwargs])
        return told, writer.blobs

    def backward(self, message: dict, blobs: list[bytes]) -> tuple[dict, list[bytes]]:
        """Give the gradients of a call's inputs from those of its outputs."""
        import torch

        inputs, outputs = self.graphs[message["id"]]
        weights = Plain().decode(message["weights"], blobs)
        pairs = [(o, w) for o, w in zip(outputs, weights, strict=True) if w is not None]
        writer = Plain()
        try:
            found = torch.autograd.grad(
                [o for o, _ in pairs],
                inputs,
                [w for _, w in pairs],
                retain_graph=True,
                allow_unused=True,
            )
            return {"result": writer.encode(list(found))}, writer.blobs
        except BaseException as error:
            return {"error": described(error, self.namespace)}, []

    def judges_function(self, number: int) -> Any:
        """Give a function that runs on the judge's side."""

        def function(*args: Any, **kwargs: Any) -> Any:
            writer = Plain()
            form = writer.encode([args, kwargs])
            with self.turn:
                send(self.judge, {"callback": number, "args": form}, writer.blobs)
                reply, blobs = receive(self.judge)
            if "error" in reply:
                raise RuntimeError(reply["error"])
            return Plain().decode(reply["result"], blobs)

        return function


def found(place: list[str]) -> Any:
    """Give a thing by its module and its name in it: what the judge forbids to call."""
    thing: Any = importlib.import_module(place[0])
    for part in place[1].split("."):
        thing = getattr(thing, part)
    return thing


def described(error: BaseException, namespace: dict[str, Any]) -> dict:
    """Put an error into plain words: its classes, its text, the line of the student's cell."""
    import linecache
    import traceback

    try:
        text = str(error)[:2000]
    except BaseException:
        text = ""
    line = None
    for frame, number in traceback.walk_tb(error.__traceback__):
        if frame.f_globals is namespace:
            source = linecache.getline(frame.f_code.co_filename, number).strip()
            line = [number, source[:300]]
    classes = [kind.__name__ for kind in type(error).__mro__]
    return {"classes": classes, "text": text, "bare": not error.args, "line": line}


if __name__ == "__main__":
    from corrector.warm import limit_cold

    preload()
    limit_cold(sys.argv[3])
    run({"connection_file": sys.argv[1]}, [int(sys.argv[2])])
