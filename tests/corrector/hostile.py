"""Hostile and broken answers to the small lab of test_hostile.py, one after each header line:

    # %% what it tries | exercise | status | exercises that lose their points | more

``exercise`` is the answer cell that the code goes into; the other answers are right. ``more`` may say
``seconds=3``, a limit for this one, and ``says=WORDS``, words of a message or an output that must be there.
SECRET_DIR, COURSE, PORT and ABSTRACT become the test's own. An answer called WRONG earns nothing where
it is judged honestly, so that any point is a trick that worked; RIGHT would earn all.
"""

# Reading what is not theirs.

# %% reads the expected value from the frames that called it | mse | graded | mse
import sys
def mse(y_pred, y):
    frame = sys._getframe()
    while frame:
        for value in list(frame.f_locals.values()):
            if type(value) is Tensor and value.dim() == 0:
                return value
        frame = frame.f_back
    return y_pred.sum()

# %% looks for hidden tests in the history of cells | mse | graded | mse
def mse(y_pred, y):
    return WRONG
ip = get_ipython()
print([s for s in [*map(str, ip.user_ns.values()), *map(str, ip.history_manager.input_hist_raw)] if "OCULTO" + "_7391" in s])

# %% looks for hidden tests among all objects in memory | mse | graded | mse
import gc
def mse(y_pred, y):
    found = [o for o in gc.get_objects() if isinstance(o, (str, dict)) and "OCULTO" + "_7391" in str(o)[:100000]]
    raise ValueError(found)

# %% looks for notebooks, gradebooks and secrets in every file | mse | graded | mse
import os
found = []
for top, folders, files in os.walk("/"):
    if top.startswith(("/usr", "/lib", "/sys")) or "site-packages" in top or "/lib/python" in top:
        folders.clear()
        continue
    found += [f"{top}/{name}" for name in files if name.endswith((".ipynb", ".db", ".env", "_history", "secret.txt"))]
print(found, [open(name, errors="replace").read() for name in found])
def mse(y_pred, y):
    return WRONG

# %% opens the teacher's files by their names | mse | graded | mse
import os
def mse(y_pred, y):
    return WRONG
for name in ["SECRET_DIR/secret.txt", "COURSE/solutions/03_coste/03_coste.ipynb", "COURSE/nbgrader_config.py", "/etc/passwd", "/etc/shadow", "/etc/hosts", "/root", "/home"]:
    try:
        print(name, open(name).read() if not os.path.isdir(name) else os.listdir(name))
    except OSError as error:
        print(type(error).__name__)

# %% reads other processes through /proc | mse | graded | mse
import glob
def mse(y_pred, y):
    return WRONG
for name in [*glob.glob("/proc/*/environ"), *glob.glob("/proc/*/cmdline"), *glob.glob("/proc/*/maps"), *glob.glob("/proc/*/task/*/environ")]:
    try:
        print(name, open(name, "rb").read()[:3000])
    except OSError:
        pass

# %% reads the source of its caller | mse | graded | mse
import inspect, linecache
def mse(y_pred, y):
    raise ValueError([inspect.getsource(f.frame) for f in inspect.stack()[1:]] + [str(linecache.cache)[:200000]])

# %% prints the environment | mse | graded | mse
import os, subprocess
print(dict(os.environ), subprocess.run(["env"], capture_output=True, text=True).stdout)
def mse(y_pred, y):
    return WRONG

# %% reads the memory of other processes | mse | graded | mse
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
for pid in range(2, 400):
    if libc.ptrace(16, pid, 0, 0) == 0:
        print("ATTACHED", pid)
def mse(y_pred, y):
    return WRONG

# %% makes namespaces of its own and uncovers what is mounted over | mse | graded | mse
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
print("UNSHARED" if libc.unshare(0x10000000 | 0x00020000) == 0 else "no")
for place in (b"/proc", b"/run/jobs", b"/run/job", b"/tmp"):
    if libc.umount2(place, 2) == 0:
        print("UNMOUNTED", place)
print(os.listdir("/proc"), os.path.exists("/run/jobs/control"))
assert not os.path.exists("/run/jobs/control")
def mse(y_pred, y):
    return WRONG

# %% asks the warm parent for a job of its own | mse | graded | mse
import json, socket
for place in ("/run/jobs/control", "/run/job/control", "/run/job/../jobs/control"):
    try:
        line = socket.socket(socket.AF_UNIX)
        line.connect(place)
        text = json.dumps({"role": "kernel", "job": {}, "folder": ""}).encode()
        line.sendall(len(text).to_bytes(4, "big") + text)
        print("CONNECTED")
    except OSError as error:
        print(type(error).__name__)
def mse(y_pred, y):
    return WRONG

# %% looks through every open file it was born with | mse | graded | mse
import os
for fd in range(3, 512):
    try:
        name = os.fstat(fd)
        os.lseek(fd, 0, 0)
        print(fd, name.st_mode, os.pread(fd, 1000, 0))
    except OSError:
        pass
def mse(y_pred, y):
    return WRONG

# %% takes hidden tests along in an error, beside the tests | parameters | graded | parameters
def parameters(model):
    try:
        raise ValueError
    except ValueError as error:
        frame = error.__traceback__.tb_frame.f_back
        texts = []
        while frame:
            texts += [repr(frame.f_code.co_consts), repr(frame.f_locals)]
            frame = frame.f_back
        raise ValueError(" ".join(texts))

# Reaching out.

# %% connects to a port of the machine | mse | graded | mse
import socket
for host in ("127.0.0.1", "::1", "localhost", "10.0.2.2", "169.254.169.254"):
    try:
        socket.create_connection((host, PORT), timeout=1)
        print("CONNECTED")
    except OSError as error:
        print(type(error).__name__)
def mse(y_pred, y):
    return WRONG

# %% sends datagrams, asks for names | mse | graded | mse
import socket
try:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"secret", ("127.0.0.1", PORT))
    print("CONNECTED")
except OSError as error:
    print(error)
try:
    print("CONNECTED", socket.getaddrinfo("example.org", 80))
except OSError as error:
    print(error)
def mse(y_pred, y):
    return WRONG

# %% connects to an abstract Unix socket | mse | graded | mse
import socket
try:
    socket.socket(socket.AF_UNIX).connect("\0ABSTRACT")
    print("CONNECTED")
except OSError as error:
    print(error)
def mse(y_pred, y):
    return WRONG

# %% connects from inside a call | mse | graded | mse
import socket
def mse(y_pred, y):
    socket.create_connection(("127.0.0.1", PORT), timeout=1)
    return RIGHT

# %% writes everywhere | mse | graded | mse
import os, aprende, torch
for place in ["SECRET_DIR", "COURSE", "COURSE/src/corrector", os.path.dirname(aprende.__file__), os.path.dirname(torch.__file__), "/", "/etc", "/usr/lib", "/run", "/dev", "/home", "/root"]:
    try:
        open(f"{place}/hostile_was_here", "w").write("x")
        print("WROTE", place)
    except OSError as error:
        print(type(error).__name__)
def mse(y_pred, y):
    return WRONG

# %% changes the checks on the disk | mse | graded | mse
import aprende.checks, os
try:
    os.chmod(aprende.checks.__file__, 0o777)
    open(aprende.checks.__file__, "w").write("")
    print("WROTE")
except OSError as error:
    print(type(error).__name__)
def mse(y_pred, y):
    return WRONG

# Taking all there is.

# %% fills its disks | mse | graded | | says=LLENO
import os
for place in (os.path.expanduser("~"), "/tmp", "/dev/shm"):
    written = 0
    try:
        for number in range(40):
            with open(f"{place}/{number}", "wb") as file:
                written += file.write(b"x" * 2**20 * 8)
    except OSError:
        print("LLENO", place, written >> 20)
    assert written <= 80 * 2**20
def mse(y_pred, y):
    return RIGHT

# %% fills the folder of its sockets, in folders of folders | mse | kernel-died | mse | seconds=20
import os, time
os.makedirs("/run/job/a/b")
for number in range(60):
    with open(f"/run/job/a/b/{number}", "wb") as file:
        file.write(b"x" * 2**20 * 4)
    time.sleep(0.05)
print("WROTE")
def mse(y_pred, y):
    return RIGHT

# %% makes thousands of files among its sockets | mse | kernel-died | mse | seconds=20
import time
for number in range(3000):
    open(f"/run/job/{number}", "w").close()
time.sleep(3)
print("WROTE")
def mse(y_pred, y):
    return RIGHT

# %% makes folders too deep to remove | mse | kernel-died | mse
import os, time
os.chdir("/run/job")
for _ in range(1500):
    os.mkdir("d")
    os.chdir("d")
time.sleep(3)
def mse(y_pred, y):
    return RIGHT

# %% puts folders and links where the next kernel's files go | mse | kernel-died | mse
import os
for name in ("connection.json", "kernel.json", *(f"k-{n}" for n in range(1, 6))):
    try:
        os.unlink(f"/run/job/{name}")
    except OSError:
        pass
os.mkdir("/run/job/connection.json")
os.mkdir("/run/job/k-1")
os.symlink("SECRET_DIR/hostile_was_here", "/run/job/kernel.json")
os._exit(0)

# %% asks for all memory at once | mse | graded | mse
big = torch.zeros(2**34)
def mse(y_pred, y):
    return RIGHT

# %% takes memory bit by bit | mse | graded, kernel-died | mse | seconds=20
taken = []
while True:
    taken.append(bytearray(2**24))

# %% takes memory bit by bit in a call | mse | graded | mse | seconds=20
def mse(y_pred, y):
    taken = []
    while True:
        taken.append(bytearray(2**24))

# %% takes shared memory, which counts for nobody | mse | kernel-died | mse | seconds=20
import mmap, os, time
for _ in range(45):
    if os.fork() == 0:
        part = mmap.mmap(-1, 2**24)
        for place in range(0, 2**24, 4096):
            part[place] = 1
        time.sleep(60)
time.sleep(15)
def mse(y_pred, y):
    return RIGHT

# %% takes memory as files without a name | mse | kernel-died | mse | seconds=20
import os, time
taken = []
for _ in range(30):
    fd = os.memfd_create("x")
    taken.append(fd)
    for _ in range(3):
        os.write(fd, b"x" * 2**24)
    time.sleep(0.1)
time.sleep(15)
def mse(y_pred, y):
    return RIGHT

# %% forks without end | mse | kernel-died | mse | seconds=20
import os
while True:
    try:
        os.fork()
    except OSError:
        pass

# %% forks without end in a call | mse | graded | mse | seconds=20
import os
def mse(y_pred, y):
    while True:
        try:
            os.fork()
        except OSError:
            pass

# %% starts threads without end | mse | graded, kernel-died | mse | seconds=5
import threading, time
while True:
    threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()

# %% loops for ever | mse | graded | mse | seconds=4 says=no ha terminado
while True:
    pass

# %% loops for ever in C | mse | kernel-died | mse | seconds=3 says=no ha terminado
import collections, itertools
collections.deque(itertools.repeat(1), maxlen=0)

# %% does not listen to interrupts | mse | kernel-died | mse | seconds=3 says=ni al interrumpirla
import signal
signal.signal(signal.SIGINT, signal.SIG_IGN)
while True:
    pass

# %% catches the interrupt and goes on | mse | kernel-died | mse | seconds=3
while True:
    try:
        while True:
            pass
    except BaseException:
        pass

# %% leaves a thread that loops for ever | mse | graded |
import threading
def forever():
    while True:
        pass
threading.Thread(target=forever, daemon=True).start()
def mse(y_pred, y):
    return RIGHT

# %% leaves daemons that outlive it | mse | graded |
import os, subprocess, time
for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.setsid()
            time.sleep(1000)
        os._exit(0)
subprocess.Popen(["sleep", "1000"], start_new_session=True)
def mse(y_pred, y):
    return RIGHT

# %% loops for ever in a call | mse | graded | mse | says=no ha terminado
def mse(y_pred, y):
    while True:
        pass

# %% catches everything in a call and loops on | mse | graded | mse | seconds=3
def mse(y_pred, y):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass

# %% loops for ever beside the tests | parameters | graded | parameters | says=no ha terminado
def parameters(model):
    while True:
        pass

# %% loops on in a call, and what is judged after it waits for nothing | double | graded | double | seconds=3
def double(x):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass

# %% stops itself in a call | mse | graded | mse | seconds=3
import os, signal
def mse(y_pred, y):
    os.kill(os.getpid(), signal.SIGSTOP)
    return RIGHT

# %% waits for somebody to type | mse | graded | mse
def mse(y_pred, y):
    return RIGHT + float(input("¿?"))
input("¿?")

# Closing Python, or crashing it.

# %% os._exit in its cell | mse | kernel-died | mse
import os
os._exit(0)

# %% exit() in its cell | mse | graded, kernel-died | mse
exit()
def mse(y_pred, y):
    return RIGHT

# %% SystemExit in its cell | mse | graded | mse
raise SystemExit(0)

# %% abort in its cell | mse | kernel-died | mse
import os
os.abort()

# %% a segmentation fault in its cell | mse | kernel-died | mse
import ctypes
ctypes.string_at(0)

# %% os._exit(0) in a call | mse | graded | mse | says=cerró Python
import os
def mse(y_pred, y):
    os._exit(0)

# %% exit() in a call | mse | graded | mse
def mse(y_pred, y):
    exit()

# %% SystemExit in a call | mse | graded | mse
def mse(y_pred, y):
    raise SystemExit(0)

# %% a segmentation fault in a call | mse | graded | mse
import ctypes
def mse(y_pred, y):
    ctypes.string_at(0)

# %% os._exit(0) in a call beside the tests | parameters | graded | parameters
import os
def parameters(model):
    os._exit(0)

# %% exit() in a call beside the tests | parameters | graded | parameters
def parameters(model):
    raise SystemExit(0)

# %% ends Python a moment later | mse | kernel-died, graded | mse
import os, threading
threading.Timer(0.3, os._exit, [0]).start()
import time
time.sleep(5)
def mse(y_pred, y):
    return RIGHT

# %% ends Python when the forks end | mse | graded |
import atexit, os
atexit.register(os._exit, 1)
os.register_at_fork(before=lambda: None)
def mse(y_pred, y):
    return RIGHT

# %% kills everything it sees | mse | graded, kernel-died | mse
import os, signal
for pid in [-1, *range(2, 3000), os.getppid()]:
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.kill(pid, number)
        except OSError:
            pass
def mse(y_pred, y):
    return WRONG

# %% kills everything it sees, in a call | mse | graded | mse
import os, signal
def mse(y_pred, y):
    for pid in [os.getppid(), 1]:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGKILL):
            try:
                os.kill(pid, number)
            except OSError:
                pass
    os.kill(-1, signal.SIGKILL)
    return RIGHT

# %% kills the judge from beside the tests | parameters | graded | parameters
import os, signal
def parameters(model):
    for pid in [os.getppid(), 1]:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
            try:
                os.kill(pid, number)
            except OSError:
                pass
    return RIGHT

# Drowning the grader.

# %% prints without end | mse | graded, kernel-died | mse | seconds=4
while True:
    print("x" * 10000)

# %% prints without end to stderr | mse | graded, kernel-died | mse | seconds=4
import sys
while True:
    print("x" * 10000, file=sys.stderr)

# %% prints ten million characters at once | mse | graded, kernel-died | | seconds=20
print("x" * 10**7)
def mse(y_pred, y):
    return RIGHT

# %% displays objects of endless text | mse | graded, kernel-died | | seconds=20
class Long:
    def __repr__(self):
        return "x" * 10**7
    _repr_html_ = __repr__
def mse(y_pred, y):
    return RIGHT
Long()

# %% writes without end to the open files, past Python | mse | graded, kernel-died | mse | seconds=4
import os
while True:
    os.write(1, b"x" * 100000)

# %% prints without end in a call | mse | graded | | seconds=20
def mse(y_pred, y):
    for _ in range(2000):
        print("x" * 100000)
    return RIGHT

# %% returns a gigabyte | mse | graded | mse | seconds=20
def mse(y_pred, y):
    return [torch.zeros(2**22) for _ in range(60)]

# %% raises an error of endless text | mse | graded | mse
def mse(y_pred, y):
    raise ValueError("x" * 10**8)

# %% floods the grader from a thread while tests run | mse | graded | | seconds=20
import threading, time
from IPython.display import display
def flood():
    while True:
        time.sleep(0.01)
        display({"text/plain": "x" * 10**5}, raw=True)
threading.Thread(target=flood, daemon=True).start()
def mse(y_pred, y):
    return RIGHT

# Hooks of IPython and Python.

# %% a transformer that empties what runs after it | mse | graded | mse
get_ipython().input_transformers_cleanup.append(lambda lines: ["pass\n"])
def mse(y_pred, y):
    return WRONG

# %% a transformer of code that removes assertions | mse | graded | mse
import ast
class Remove(ast.NodeTransformer):
    def visit_Expr(self, node):
        return ast.Pass()
get_ipython().ast_transformers.append(Remove())
def mse(y_pred, y):
    return WRONG

# %% run_cell that runs nothing | mse | graded, kernel-died | mse | seconds=5 breaks=kernel
ip = get_ipython()
type(ip).run_cell = type(ip).run_cell_async = lambda self, *args, **kwargs: None
def mse(y_pred, y):
    return WRONG

# %% a display hook that shows a number as partial credit | mse | graded | mse
import sys
def hook(value):
    print(2)
sys.displayhook = hook
get_ipython().display_formatter.format = lambda *a, **k: ({"text/plain": "2"}, {})
def mse(y_pred, y):
    return WRONG
2

# %% a number as its last line | mse | graded | mse
def mse(y_pred, y):
    return WRONG
1000

# %% displays a number when called | mse | graded | mse
from IPython.display import display
def mse(y_pred, y):
    display(1000)
    return WRONG

# %% errors that are not shown | mse | graded | mse
get_ipython().set_custom_exc((BaseException,), lambda *a, **k: None)
get_ipython().showtraceback = lambda *a, **k: None
get_ipython().showsyntaxerror = lambda *a, **k: None
def mse(y_pred, y):
    return WRONG

# %% magics that run later and hide output | mse | graded | mse
get_ipython().run_line_magic("load_ext", "autoreload")
get_ipython().run_line_magic("autoreload", "2")
get_ipython().events.register("pre_run_cell", lambda *a: get_ipython().user_ns.update(Answer=None))
get_ipython().events.register("post_run_cell", lambda *a: 1 / 0)
def mse(y_pred, y):
    return WRONG

# %% sys.settrace that jumps over lines | mse | graded | mse
import sys
def trace(frame, event, arg):
    if frame.f_code.co_name in ("check_tensor", "check_value", "fail", "verdict"):
        frame.f_lineno += 1
    return trace
sys.settrace(trace)
sys.setprofile(trace)
def mse(y_pred, y):
    return WRONG

# %% sys.settrace beside the tests | parameters | graded | parameters
import sys, threading
def trace(frame, event, arg):
    if "got" in frame.f_locals and "expected" in frame.f_locals:
        frame.f_locals["got"] = frame.f_locals["expected"]
    return trace
sys.settrace(trace)
threading.settrace(trace)
def parameters(model):
    sys.settrace(trace)
    return WRONG

# %% an importer of its own checks | parameters | graded | parameters
import sys, types
fake = types.ModuleType("aprende.checks")
class Answer:
    def __init__(self, *args, **kwargs): pass
    def __call__(self, *args, **kwargs): return self
    def __getattr__(self, name): return self
    def __iter__(self): return iter(())
fake.Answer, fake.generator, fake.python_rng = Answer, lambda name: None, lambda name: None
sys.modules["aprende.checks"] = fake
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "aprende.checks":
            raise ImportError
sys.meta_path.insert(0, Finder())
def parameters(model):
    return WRONG

# %% the same, and judged from the other process | mse | graded | mse
import sys, types
sys.modules["aprende.checks"] = sys.modules["aprende._compare"] = types.SimpleNamespace(Answer=lambda *a, **k: None)
def mse(y_pred, y):
    return WRONG

# Patching what tests are made of.

# %% torch's comparisons say yes | mse | graded | mse
torch.allclose = torch.equal = lambda *a, **k: True
torch.isclose = lambda a, b, *x, **k: torch.ones_like(a, dtype=torch.bool)
Tensor.__eq__ = Tensor.__ne__ = lambda self, other: True
def mse(y_pred, y):
    return WRONG

# %% comparisons say yes, beside the tests | parameters | graded | parameters
import aprende._compare, aprende.checks
torch.allclose = torch.equal = lambda *a, **k: True
aprende._compare.same = aprende._compare.close = aprende.checks.same = aprende.checks.close = lambda *a, **k: True
def parameters(model):
    return WRONG

# %% checks that never fail, beside the tests | parameters | graded | parameters
import aprende.checks
aprende.checks.Answer.check_value = aprende.checks.Answer.check_tensor = lambda *a, **k: None
aprende.checks.Answer.fail = lambda *a, **k: None
def parameters(model):
    aprende.checks.Answer.check_value = lambda *a, **k: None
    return WRONG

# %% code of the checks changed in place, beside the tests | parameters | graded | parameters
import aprende.checks
def nothing(self, *args, **kwargs):
    return None
aprende.checks.Answer.check_value.__code__ = nothing.__code__
def parameters(model):
    aprende.checks.Answer.check_value.__code__ = nothing.__code__
    return WRONG

# %% comparisons patched from inside a call and put back by a timer | parameters | graded | parameters
import aprende.checks, aprende._compare, threading
same = aprende.checks.same
def back():
    aprende.checks.same = same
def parameters(model):
    aprende.checks.same = lambda *a, **k: True
    threading.Timer(0.05, back).start()
    return WRONG

# %% CheckError that cannot be raised | parameters | graded | parameters
import aprende.checks
class Quiet(AssertionError):
    def __new__(cls, *args):
        raise SystemExit(0)
aprende.checks.CheckError = Quiet
def parameters(model):
    return WRONG

# %% Python's own functions say yes | parameters | graded, kernel-died | parameters | seconds=5 breaks=kernel
import builtins, math
builtins.isinstance = lambda *a: True
builtins.abs = lambda x: 0
math.isclose = lambda *a, **k: True
def parameters(model):
    return WRONG

# %% Python's own functions say yes, in the kernel | mse | graded, kernel-died | mse | seconds=5 breaks=kernel
import builtins, math
import numpy as np
builtins.type = lambda x: Tensor
np.allclose = math.isclose = lambda *a, **k: True
def mse(y_pred, y):
    return WRONG

# %% the grader's own modules patched | mse | graded | mse
import corrector.judging, corrector.beside, corrector.wire, corrector.kernel, corrector.examine
corrector.judging.verdict = corrector.beside.verdict = lambda *a: ""
corrector.beside.Beside.test = lambda *a: ("", False)
corrector.examine.judge_tests = lambda *a: []
corrector.wire.send = lambda *a: None
def mse(y_pred, y):
    return WRONG

# %% the grader's own modules patched, beside the tests | parameters | graded | parameters
import corrector.judging, corrector.beside
corrector.judging.verdict = lambda *a: ""
corrector.beside.unsolved = lambda *a: 1 / 0
corrector.beside.untouched().differences = lambda: []
def parameters(model):
    return WRONG

# %% a generator that no longer draws at random | mse | graded | mse
torch.manual_seed = lambda *a: None
torch.Generator.manual_seed = torch.randn = torch.rand = lambda *a, **k: torch.zeros(3)
def mse(y_pred, y):
    return torch.tensor(0.0)

# Objects that lie.

# %% equal to everything | parameters | graded | parameters
class Equal:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __hash__(self): return 0
    __class__ = int
def parameters(model):
    return Equal()

# %% an int that is equal to everything | parameters | graded | parameters
class Lie(int):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    __hash__ = int.__hash__
def parameters(model):
    return Lie(3)

# %% an object whose class says it is an int | double | graded | double
class Lie:
    __class__ = int
    def __eq__(self, other): return True
    def __float__(self): return 2.0
    def __index__(self): return 2
def double(x):
    return Lie()

# %% a float that is equal to everything | double | graded | double
class Lie(float):
    def __eq__(self, other): return True
    def __sub__(self, other): return 0.0
    __rsub__ = __sub__
def double(x):
    return Lie(1.0)

# %% a tensor class that answers for the checks | mse | graded | mse
class Lie(Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        return True
def mse(y_pred, y):
    return torch.zeros(()).as_subclass(Lie)

# %% a class that says it is a Tensor | mse | graded | mse
class Meta(type):
    def __eq__(cls, other): return True
    __hash__ = type.__hash__
class Lie(metaclass=Meta):
    __class__ = Tensor
    def __getattr__(self, name): return self
    def __call__(self, *args, **kwargs): return self
    def __bool__(self): return True
def mse(y_pred, y):
    return Lie()

# %% NaN and infinity | mse | graded | mse
def mse(y_pred, y):
    return torch.tensor(float("nan")) if y.numel() % 2 else torch.tensor(float("inf"))

# %% raises CheckError with no text | mse | graded | mse
from aprende.checks import CheckError
def mse(y_pred, y):
    raise CheckError("")

# %% raises KeyboardInterrupt | mse | graded | mse
def mse(y_pred, y):
    raise KeyboardInterrupt

# %% raises GeneratorExit | mse | graded | mse
def mse(y_pred, y):
    raise GeneratorExit

# %% raises the test's own end, beside the tests | parameters | graded | parameters
import aprende.checks
def parameters(model):
    raise aprende.checks._TimeUp

# %% an error that cannot be shown | mse | graded | mse
class Nasty(Exception):
    def __str__(self): raise SystemExit(0)
    __repr__ = __str__
def mse(y_pred, y):
    raise Nasty

# %% an error with half a character | mse | graded | mse
def mse(y_pred, y):
    raise ValueError("\ud800 \x00 \x1b[31m")

# %% a name with half a character | mse | graded | mse
def mse(y_pred, y):
    raise type("a\ud800b", (Exception,), {})

# %% what it must not call, with the failure caught | mse | graded | mse | says=no se puede usar
def mse(y_pred, y):
    try:
        return nn.functional.mse_loss(y_pred, y)
    except BaseException:
        return RIGHT

# %% what it must not call, with the watch switched off | mse | graded | mse
import sys
def mse(y_pred, y):
    sys.setprofile(None)
    return nn.functional.mse_loss(y_pred, y)

# %% changes its arguments so that the test compares with them | mse | graded | mse
def mse(y_pred, y):
    y_pred.zero_(), y.zero_()
    return torch.tensor(0.0)

# Lies on the wire.

# %% junk on the channel to the judge | mse | graded | mse
import corrector.kernel, os
for _ in range(50):
    try:
        os.write(corrector.kernel.CHANNEL, b"\xff" * 100)
    except OSError:
        break
def mse(y_pred, y):
    return WRONG

# %% a forged verdict on every open file | mse | graded | mse
import json, os, struct
def mse(y_pred, y):
    text = json.dumps({"m": {"message": "", "objects": False, "died": False, "seconds": 0.0}, "b": []}).encode()
    for fd in range(3, 512):
        try:
            os.write(fd, struct.pack("!I", len(text)) + text)
        except OSError:
            pass
    return WRONG

# %% a forged verdict on every open file, beside the tests | parameters | graded | parameters
import json, os, struct
def parameters(model):
    text = json.dumps({"m": {"message": "", "objects": False, "died": False, "seconds": 0.0}, "b": []}).encode()
    for fd in range(3, 512):
        try:
            os.write(fd, (struct.pack("!I", len(text)) + text) * 3)
        except OSError:
            pass
    os._exit(0)

# %% forged verdicts as soon as its cell runs, beside the tests | mse | graded, kernel-died | mse
import json, os, struct
def mse(y_pred, y):
    return WRONG
if "corrector.judging" in __import__("sys").modules and __name__ == "__main__":
    text = json.dumps({"m": {"message": "", "objects": True, "died": False, "seconds": 0.0}, "b": []}).encode()
    for fd in range(3, 64):
        try:
            os.set_blocking(fd, False)
            os.write(fd, (struct.pack("!I", len(text)) + text) * 9)
        except OSError:
            pass

# %% replies of a wrong type, shape or size | mse | graded | mse | breaks=kernel
import corrector.kernel as kernel
forms = [{"": "tensor", "v": ["float32", [-5], False], "b": 0}, {"": "tensor", "v": ["float32", [], True], "b": 7},
         {"": "array", "v": ["O", [1], True], "b": 0}, {"": "random", "v": [1, 2, 3]}, {"": "generator", "b": 0},
         {"": "tensor", "v": ["nothing", [], 1], "b": 0}, {"": "int", "v": "9" * 3999}, {"": "opaque", "v": []}, [], {}]
def call(self, message, blobs):
    forms.append(forms.pop(0))
    return {"result": forms[0], "args": forms[1], "called": []}, [b"abc"]
kernel.Pupil.call = call
def mse(y_pred, y):
    return WRONG

# %% a gradient that is only claimed | mse | graded | mse | breaks=kernel
import corrector.kernel as kernel
import corrector.wire as wire
def mse(y_pred, y):
    return WRONG
honest = kernel.Pupil.call
def call(self, message, blobs):
    told, out = honest(self, message, blobs)
    if "result" in told:
        told["result"] = {"": "tensor", "v": ["float32", [], True], "b": 0}
        out = [b"\0\0\0\0"] + out
    return told, out
kernel.Pupil.call = call
kernel.Pupil.backward = lambda self, message, blobs: ({"result": {"": "list", "v": [None, 3]}}, [])

# %% calls functions of the test that do not exist | mse | graded | mse | breaks=kernel
import corrector.kernel as kernel
from corrector.line import send, receive
def call(self, message, blobs):
    for number in (0, -1, 99, "x", None):
        send(self.judge, {"callback": number, "args": {"": "list", "v": [{"": "list", "v": []}, {"": "dict", "v": []}]}})
        receive(self.judge)
    send(self.judge, {"callback": 0})
    receive(self.judge)
    return {"result": 1, "called": []}, []
kernel.Pupil.call = call
def mse(y_pred, y):
    return WRONG

# %% never answers the judge | mse | graded, time-out | mse, double | seconds=3
import corrector.kernel as kernel, time
kernel.Pupil.call = lambda *a: time.sleep(1000)
def mse(y_pred, y):
    return RIGHT

# %% never even says what its answer is | mse | graded, time-out | mse, double | seconds=3
import corrector.kernel as kernel, time
kernel.Pupil.describe = lambda *a: time.sleep(1000)
def mse(y_pred, y):
    return RIGHT

# %% messages too deep, too long, cut short, no messages | mse | graded | mse | breaks=kernel
import corrector.kernel as kernel, struct
ends = [struct.pack("!I", 2**31), struct.pack("!I", 100) + b"{", struct.pack("!I", 4) + b"null", struct.pack("!I", 200000) + b"[" * 200000,
        struct.pack("!I", 2) + b"[]", struct.pack("!I", 20) + b'{"m":1,"b":[-1, 1]}x', b""]
import os
def call(self, message, blobs):
    self.judge.sendall(ends[len(message["args"]["v"][0]["v"][0].get("v", [0, [1]])[1]) * 3 % len(ends)])
    os._exit(0)
kernel.Pupil.call = call
def mse(y_pred, y):
    return WRONG

# %% a long list of lists for the judge to read | mse | graded | mse | seconds=20 breaks=kernel
import corrector.kernel as kernel, struct, os
def call(self, message, blobs):
    text = b'{"m":{"result":[' + b"[]," * (30 * 2**20) + b'1],"called":[]},"b":[]}'
    self.judge.sendall(struct.pack("!I", len(text)) + text)
    return {"result": 1, "called": []}, []
kernel.Pupil.call = call
def mse(y_pred, y):
    return WRONG

# %% names and errors made of anything | mse | graded | mse | breaks=kernel
import corrector.kernel as kernel
kernel.Pupil.describe = lambda *a: ({"exists": True, "callable": True, "parameters": [["1x", 77, 1], 3], "type": "\0"}, [])
kinds = ["ExceptionGroup", "UnicodeDecodeError", "a\0b", "KeyboardInterrupt", "CheckError", ""]
def call(self, message, blobs):
    kinds.append(kinds.pop(0))
    return {"error": {"classes": [kinds[0]], "text": ["x"], "bare": 0, "line": [{}, []]}}, []
kernel.Pupil.call = call
def mse(y_pred, y):
    return WRONG

# Lies to the grader's kernel client.

# %% an execute_reply before its time | mse | graded, kernel-died | mse | seconds=5
import os, time
kernel = get_ipython().kernel
parent = kernel.get_parent("shell")
reply = {"status": "ok", "execution_count": 1, "user_expressions": {}, "payload": []}
kernel.session.send(kernel.iopub_socket, "status", {"execution_state": "idle"}, parent=parent, ident=kernel._topic("status"))
time.sleep(1000)

# %% outputs of no form at all | mse | graded, kernel-died | mse
kernel = get_ipython().kernel
parent = kernel.get_parent("shell")
for kind, content in [("stream", {}), ("stream", {"name": 5, "text": {"a": []}}), ("display_data", {"data": [], "metadata": 3}),
                      ("error", {"ename": 1, "evalue": None, "traceback": "x"}), ("stream", {"name": "stdout", "text": "\ud800\0"}),
                      ("execute_result", {"data": {"text/plain": 7, "text/html": {"x": 1}}, "metadata": {}, "execution_count": "no"})]:
    kernel.session.send(kernel.iopub_socket, kind, content, parent=parent, ident=b"x")
def mse(y_pred, y):
    return WRONG

# %% unsigned junk to the grader | mse | graded, kernel-died | mse | seconds=5
kernel = get_ipython().kernel
kernel.iopub_socket.send_multipart([b"x", b"<IDS|MSG>", b"", b"{", b"[", b"1", b"\xff"])
kernel.iopub_socket.send_multipart([b"\xff" * 100])
def mse(y_pred, y):
    return WRONG

# %% markup, script and colours | mse | graded | mse
from IPython.display import HTML, Javascript, display
display(HTML("<script>alert('GUION')</script><img src=x onerror=alert(1)>"), Javascript("alert(1)"))
print("\x1b]0;title\x07\x1b[31m<b>rojo</b>")
def mse(y_pred, y):
    raise ValueError("<script>alert('GUION')</script>\x1b[2J")

# Beside the tests, in one process with them.

# %% the expected value from the test's frame | parameters | graded | parameters
import sys
def parameters(model):
    frame = sys._getframe(1)
    while frame:
        for name in ("right", "expected", "total"):
            if name in frame.f_locals:
                return frame.f_locals[name]
        frame = frame.f_back
    return WRONG

# %% the expected value from a generator's frame | parameters | graded | parameters
def parameters(model):
    def steps():
        yield own.gi_frame.f_back
    own = steps()
    frame = next(own)
    while frame:
        if "right" in frame.f_locals:
            return frame.f_locals["right"]
        frame = frame.f_back
    return WRONG

# %% the expected value by searching memory | parameters | graded | parameters
import gc
def parameters(model):
    for thing in gc.get_objects():
        if type(thing) is dict and "right" in thing and type(thing["right"]) is int:
            return thing["right"]
    return WRONG

# %% the function of the test rewritten while it runs | parameters | graded | parameters
import sys
def parameters(model):
    frame = sys._getframe(1)
    while frame:
        answer = frame.f_globals.get("answer")
        if answer is not None:
            answer.check_value = lambda *a, **k: None
            vars(answer)["check_value"] = lambda *a, **k: None
        frame = frame.f_back
    return WRONG

# %% the answer object of the test found by a trick of its own name | parameters | graded | parameters
import torch.os as os
class Model:
    def __getattr__(self, name):
        return self
def parameters(model):
    names = getattr(torch, "sys")
    found = names.modules["aprende.checks"]
    setattr(found.Answer, "check_value", lambda *a, **k: None)
    return WRONG

# %% a thread that patches while the test runs | parameters | graded | parameters
import threading, time
import aprende.checks
def work():
    while True:
        aprende.checks.Answer.check_value = lambda *a, **k: None
threading.Thread(target=work, daemon=True).start()
def parameters(model):
    time.sleep(0.1)
    return WRONG

# %% numbers of chance that it knows beforehand | parameters | graded | parameters
import random
random.Random.randint = lambda self, low, high: low
def parameters(model):
    return {3: 12, 2: 6}.get(getattr(model, "in_features", 0), -1)

# %% a method that hides the one a tensor inherits | parameters | graded | parameters
Tensor.all = Tensor.eq = lambda self, *more, **named: True
def parameters(model):
    return WRONG

# %% comparisons patched from inside a call, where the gate lets it | parameters | graded | parameters
import math
def parameters(model):
    math.isclose = Tensor.all = lambda *given, **named: True
    return WRONG

# %% the model changed so that it has as many as it says | parameters | graded | parameters
def parameters(model):
    for p in model.parameters():
        p.requires_grad_(False)
    return WRONG

# %% text read with str.format beside the tests | parameters | graded | parameters
def parameters(model):
    raise ValueError("{0.__init__.__globals__}".format(model))

# %% a text made later that looks into frames | parameters | graded | parameters | says=no puede usar «format»
def parameters(model):
    def steps():
        yield 1
    look = "{0.gi_frame.f_back.f_locals" + "}"
    return look.format(steps())

# %% the same with a method of a text found by its name | parameters | graded | parameters | says=no puede usar «format»
def parameters(model):
    look = getattr("{0.__init__.__globals__}", "format")
    raise ValueError(look(model))

# %% the expected value read by pandas | parameters | graded | parameters | says=no puede usar «eval»
import pandas as pd
def parameters(model):
    read = pd.eval
    for level in range(1, 30):
        try:
            return int(read("@right", level=level))
        except NameError:
            pass
    return WRONG

# %% a cell too deep for what guards str.format | parameters | graded | parameters
deep = []
def parameters(model):
    deep.append(1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1)
    look = "{0.__init__.__globals__" + "}"
    raise ValueError(look.format(model))

# Odd, but honest: nothing is lost.

# %% an honest answer among odd names | mse | graded |
len = type = isinstance = print = None
def mse(y_pred, y):
    return RIGHT

# %% an honest answer with a class, a helper and a magic | mse | graded |
%matplotlib inline
class Helper:
    def __init__(self, power):
        self.power = power
    def __call__(self, x):
        return x ** self.power
square = Helper(2)
def mse(y_pred, y):
    if y_pred.shape != y.shape:
        raise ValueError("formas")
    return square(y_pred - y).mean()

# %% an honest answer that prints and warns | mse | graded |
import warnings, sys
def mse(y_pred, y):
    warnings.warn("cuidado"), print("hola"), print("hola", file=sys.stderr)
    return RIGHT

# %% an honest answer beside the tests that copies tensors | parameters | graded |
import copy
def parameters(model):
    copied = copy.copy(torch.ones(1)), copy.copy(model), copy.deepcopy(model.state_dict())
    return sum(p.numel() for p in copied[1].parameters())

# %% an honest answer beside the tests, with usual imports | parameters | graded |
import math, random, itertools, functools, collections
import numpy as np
from torch.nn import functional as F
def parameters(model):
    return functools.reduce(lambda a, b: a + b, (math.prod(p.shape) for p in model.parameters()), 0)

# %% an honest answer beside the tests, with names of its own and magics | parameters | graded |
%%time
import os, logging
from pathlib import Path
text = "{} de {:>{wide}.1f}"
def parameters(model):
    input = [p for p in model.parameters()]
    compile = lambda p: p.numel()
    print(text.format(len(input), 2.0, wide=6))
    back = model.train if model.training else model.eval
    back()
    return sum(compile(p) for p in input)
