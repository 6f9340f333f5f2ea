"""Let torchvision be imported beside a PyTorch that its compiled part was not built for.

torchvision's wheels for Linux on PyPI are compiled for PyTorch with CUDA. Beside a CPU-only
PyTorch of the same version that part cannot be loaded, and the whole import fails because
operators such as ``torchvision::nms`` are unknown. The transforms of this course are plain Python
and need no compiled operator: declaring the missing ones is all it takes to import them.
"""

import importlib.util
import re
from pathlib import Path

import torch

_declared: list[torch.library.Library] = []  # a Library undoes its declarations when collected


def allow_import() -> bool:
    """Declare the operators that torchvision asks for, if its own compiled part cannot.

    Returns
    -------
    bool
        True if they had to be declared here; False where torchvision is whole, absent, or already
        taken care of.
    """
    spec = importlib.util.find_spec("torchvision")
    if _declared or spec is None or spec.origin is None:
        return False
    package = Path(spec.origin).parent
    for library in sorted(package.glob("_C.*")):
        try:
            torch.ops.load_library(str(library))
        except OSError:
            continue
        return False
    wanted = (package / "_meta_registrations.py").read_text(encoding="utf-8")
    namespace = torch.library.Library("torchvision", "FRAGMENT")
    for name in re.findall(r'register_fake\("torchvision::(\w+)"\)', wanted):
        namespace.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    _declared.append(namespace)
    return True
