"""What is forbidden is found however it is called, and nothing else is."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial, reduce
from operator import methodcaller

import numpy as np
import pytest
import torch
from sklearn.metrics import confusion_matrix, f1_score, precision_score
from torch import nn
from torch.nn import functional
from torch.nn.functional import mse_loss

from aprende.forbidden import ForbiddenCall, forbid

x, y = torch.tensor([[1.0, 2.0]]), torch.tensor([[1.0, 3.0]])


class OwnSGD(torch.optim.SGD):
    pass


def backward():
    w = torch.ones(2, requires_grad=True)
    w.sum().backward()


def in_a_thread(function):
    with ThreadPoolExecutor(1) as pool:
        pool.submit(function, torch.ones(1), torch.ones(1)).result()


@pytest.mark.parametrize(
    ("things", "call"),
    [
        ([functional.mse_loss], lambda: mse_loss(x, y)),
        ([functional.mse_loss], lambda: nn.MSELoss()(x, y)),
        ([nn.HuberLoss], lambda: nn.HuberLoss()),
        ([torch.softmax], lambda: torch.softmax(x, 1)),
        ([torch.Tensor.softmax], lambda: x.softmax(1)),
        ([functional.softmax], lambda: functional.softmax(x, 1)),
        ([functional.cross_entropy], lambda: functional.cross_entropy(x, torch.tensor([1]))),
        ([confusion_matrix], lambda: confusion_matrix([0, 1], [0, 1])),
        ([f1_score], lambda: f1_score([0, 1], [0, 1])),
        ([np.linalg.lstsq], lambda: np.linalg.lstsq(np.eye(2), np.ones(2))),
        ([torch.linalg.lstsq], lambda: torch.linalg.lstsq(torch.eye(2), torch.ones(2, 1))),
        ([torch.autograd.backward], backward),
        ([torch.optim.Optimizer], lambda: OwnSGD([nn.Parameter(x)], lr=0.1)),
        ([torch.optim.Optimizer], lambda: torch.optim.Adam([nn.Parameter(x)])),
        ([torch.softmax], lambda: partial(torch.softmax, dim=1)(x)),
        ([torch.Tensor.softmax], lambda: methodcaller("softmax", 1)(x)),
        ([torch.softmax], lambda: reduce(torch.softmax, [1], x)),
        ([torch._C._nn.mse_loss], lambda: torch.ops.aten.mse_loss.default(x, y)),
        ([torch._C._nn.l1_loss], lambda: list(map(torch._C._nn.l1_loss, [x], [y]))),
        ([functional.l1_loss], lambda: in_a_thread(functional.l1_loss)),
        ([f1_score], lambda: in_a_thread(f1_score)),
    ],
)
def test_a_forbidden_call_fails(things, call):
    with pytest.raises(ForbiddenCall), forbid(*things):
        call()
    call()  # and works again afterwards


def test_a_swallowed_failure_is_still_known():
    with forbid(functional.mse_loss) as called:
        try:
            mse_loss(x, y)
        except BaseException:
            pass
    assert called == ["mse_loss"]


def test_what_is_not_named_is_allowed():
    with forbid(functional.mse_loss, torch.softmax, torch.Tensor.softmax, f1_score) as called:
        assert "mse_loss, torch.softmax(x)"
        functional.softplus(x)
        torch.logsumexp(x, 1)
        x.exp()
        np.linalg.norm(np.ones(2))
        precision_score([0, 1], [0, 1])
        _ = mse_loss
    with forbid(functional.dropout) as called:
        torch.dropout(x, 0.5, True)  # another function, which nobody named
        torch.ops.aten.dropout.default(x, 0.5, True)
    assert called == []
    assert called == []


def test_a_class_without_its_own_init_cannot_be_told_from_its_parent():
    with pytest.raises(ValueError, match="MSELoss"), forbid(nn.MSELoss):
        pass


def test_what_watches_cannot_be_switched_off_from_inside():
    import sys

    with pytest.raises(ForbiddenCall, match="setprofile"), forbid(functional.mse_loss):
        sys.setprofile(None)
    with forbid(functional.mse_loss) as called:
        functional.relu(x)
    assert not called and sys.getprofile() is None
