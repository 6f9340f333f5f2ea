"""The same seed gives the same numbers from every source; torchvision imports beside any torch."""

import random
import subprocess
import sys

import numpy as np
import pytest
import torch

from aprende.seeds import set_seed


def draws(seed):
    own = set_seed(seed)
    return random.random(), np.random.rand(), torch.rand(1).item(), torch.rand(1, generator=own)


def test_a_seed_fixes_every_source():
    assert draws(3) == draws(3)
    assert all(a != b for a, b in zip(draws(3), draws(4), strict=True))


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_a_seed_that_numpy_cannot_take_is_refused(seed):
    with pytest.raises(ValueError, match="seed"):
        set_seed(seed)


def test_torchvision_imports_after_aprende_whatever_torch_is_installed():
    code = "import aprende; from torchvision.transforms import v2; v2.RandomRotation(30)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
