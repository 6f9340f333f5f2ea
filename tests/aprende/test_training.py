"""The training loop, against PyTorch written out by hand and against what it promises."""

import math

import pytest
import torch
from torch import nn

from aprende.seeds import set_seed
from aprende.training import (
    TrainingDiverged,
    evaluate,
    fit,
    loader,
    predict,
    train_epoch,
)


@pytest.fixture
def task():
    """Seven points on a line, and a model that does not know it yet."""
    set_seed(0)
    x = torch.randn(7, 2)
    y = x @ torch.tensor([[1.0], [-2.0]]) + 0.5
    return x, y, nn.Linear(2, 1)


def sgd(model, lr=0.1):
    return torch.optim.SGD(model.parameters(), lr)


def test_a_run_equals_the_loop_written_by_hand(task):
    x, y, model = task
    twin = nn.Linear(2, 1)
    twin.load_state_dict(model.state_dict())
    fit(model, loader(x, y, 3), nn.MSELoss(), sgd(model), epochs=4)
    optimizer = sgd(twin)
    for _ in range(4):
        for start in (0, 3, 6):
            optimizer.zero_grad()
            nn.functional.mse_loss(twin(x[start : start + 3]), y[start : start + 3]).backward()
            optimizer.step()
    torch.testing.assert_close(model.weight, twin.weight)
    torch.testing.assert_close(model.bias, twin.bias)


def test_the_cost_is_a_mean_over_examples_whatever_the_batches(task):
    x, y, model = task
    expected = nn.functional.mse_loss(model(x), y).item()
    for size in (1, 3, 7, 10):
        assert evaluate(model, loader(x, y, size), nn.MSELoss())[0] == pytest.approx(expected)
        still = sgd(model, lr=0.0)
        assert train_epoch(model, loader(x, y, size), nn.MSELoss(), still) == pytest.approx(
            expected
        )


def test_training_lowers_the_cost_and_records_every_epoch(task):
    x, y, model = task
    history = fit(
        model, [(x, y)], nn.MSELoss(), sgd(model), epochs=60, validation=[(x, y)],
        metric=lambda output, target: (output - target).abs().max().item(),
    )  # fmt: skip
    assert history.train_cost[-1] < history.train_cost[0] / 10
    lengths = {len(h) for h in (history.train_cost, history.val_cost, history.val_metric)}
    assert lengths == {60}
    assert history.best_epoch is None and not history.diverged


def test_a_run_that_diverges_says_so_in_spanish_and_keeps_its_history(task):
    x, y, model = task
    with pytest.raises(TrainingDiverged, match="diverge") as caught:
        fit(model, [(x, y)], nn.MSELoss(), sgd(model, lr=1e6), epochs=50)
    assert caught.value.history.diverged
    history = fit(model, [(x, y)], nn.MSELoss(), sgd(model, 1e6), epochs=50, stop_if_diverged=True)
    assert history.diverged and not math.isfinite(history.train_cost[-1])


def test_patience_stops_early_and_gives_back_the_best_weights(task):
    x, y, model = task
    worse = x, -y  # what training improves, validation loses
    history = fit(
        model, [(x, y)], nn.MSELoss(), sgd(model), epochs=100, validation=[worse], patience=3
    )
    assert len(history.val_cost) == history.best_epoch + 3 < 100
    assert evaluate(model, [worse], nn.MSELoss())[0] == pytest.approx(min(history.val_cost))


@pytest.mark.parametrize("training", [True, False])
def test_measuring_uses_evaluation_mode_and_puts_the_mode_back(training):
    model = nn.Sequential(nn.Dropout(0.9)).train(training)
    x = torch.ones(50, 1)
    torch.testing.assert_close(predict(model, x), x)
    cost, value = evaluate(model, [(x, x)], nn.MSELoss(), lambda output, target: float(len(output)))
    assert (cost, value) == (0, 50)
    assert model.training is training


def test_predictions_carry_no_gradient(task):
    x, _, model = task
    assert not predict(model, x).requires_grad


def test_a_loader_serves_every_example_once_with_its_target():
    x = torch.arange(10.0).unsqueeze(1)
    batches = loader(x, 2 * x, 4, shuffle=True, generator=torch.Generator().manual_seed(0))
    seen = torch.cat([xb for xb, yb in batches if torch.equal(yb, 2 * xb)])
    assert sorted(seen.flatten().tolist()) == list(range(10))


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda x, m: loader(x, x[:2], 2), ValueError, "tienen que ser los mismos"),
        (lambda x, m: loader(x[:0], x[:0], 2), ValueError, "vacío"),
        (lambda x, m: loader(x, x, 0), ValueError, "batch_size"),
        (lambda x, m: loader([1], x, 1), TypeError, "list"),
        (lambda x, m: fit(m, [], nn.MSELoss(), sgd(m), 1), ValueError, "ningún ejemplo"),
        (lambda x, m: fit(m, [(x, x)], nn.MSELoss(), sgd(m), 0), ValueError, "epochs"),
        (
            lambda x, m: fit(m, [(x, x)], nn.MSELoss(), sgd(m), 1, patience=2),
            ValueError,
            "patience",
        ),
        (lambda x, m: evaluate(m, [], nn.MSELoss()), ValueError, "ningún ejemplo"),
    ],
)
def test_a_wrong_call_says_in_spanish_what_was_expected(call, error, says):
    with pytest.raises(error, match=says):
        call(torch.zeros(3, 2), nn.Linear(2, 2))


@pytest.mark.parametrize(
    ("x", "y", "error", "what_it_names"),
    [
        (torch.ones(4, 2, dtype=torch.int64), torch.ones(4, 1), TypeError, "x: se esperaba"),
        (torch.ones(4, 2), torch.ones(4), ValueError, r"y: .*\(4, 1\), y ha llegado \(4,\)"),
        (torch.ones(4, 2), torch.ones(3, 1), ValueError, "4, 3 y 4"),
    ],
)
def test_a_batch_that_does_not_fit_is_named(x, y, error, what_it_names):
    class Sum(nn.Linear):
        def forward(self, x):
            return super().forward(x.float())

    model = Sum(2, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with pytest.raises(error, match=what_it_names):
        fit(model, [(x, y)], nn.MSELoss(), optimizer, epochs=1)
