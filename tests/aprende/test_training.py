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


def test_a_cost_of_validation_that_is_no_number_is_told(task):
    x, y, model = task
    bad = [(x * math.nan, y)]
    with pytest.raises(TrainingDiverged, match="coste de validación es nan") as caught:
        fit(model, [(x, y)], nn.MSELoss(), sgd(model), 5, validation=bad, patience=2)
    assert caught.value.history.diverged and len(caught.value.history.val_cost) == 1


def test_a_model_that_fails_is_left_in_the_mode_it_had(task):
    x, _, model = task
    with pytest.raises(ValueError, match="x: el modelo no ha podido"):
        predict(model.train(), x[:, :1])
    assert model.training


# Examples of a task with three classes, and of one with a quantity.
X, CLASSES, AMOUNTS = torch.ones(4, 2), torch.tensor([0, 1, 2, 0]), torch.ones(4, 1)


def train(batches, outputs=1, loss_fn=None, epochs=1, **more):
    model = nn.Linear(2, outputs)
    fit(model, batches, loss_fn or nn.MSELoss(), sgd(model), epochs, **more)


def classify(x, y, **more):
    train([(x, y)], 3, nn.CrossEntropyLoss(), **more)


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: loader(X, X[:2], 2), ValueError, "tienen que ser los mismos"),
        (lambda: loader(X[:0], X[:0], 2), ValueError, "x está vacío"),
        (lambda: loader(X, X, 0), ValueError, "batch_size: se esperaba 1 o más"),
        (lambda: loader(X, X, 2.5), TypeError, "batch_size: se esperaba un número entero"),
        (lambda: loader([1], X, 1), TypeError, "x: se esperaba un Tensor y ha llegado list"),
        (lambda: loader(torch.tensor(1.0), X, 1), ValueError, "x: se esperaba una fila"),
        (lambda: train([(X, AMOUNTS)], epochs=0), ValueError, "epochs: se esperaba 1 o más"),
        (lambda: train([(X, AMOUNTS)], epochs="3"), TypeError, "epochs: .* entero .* '3'"),
        (lambda: train([(X, AMOUNTS)], patience=2), ValueError, "patience: hace falta validation"),
        (
            lambda: train([(X, AMOUNTS)], patience=0, validation=[(X, AMOUNTS)]),
            ValueError,
            "patience: se esperaba 1 o más",
        ),
        (lambda: train([]), ValueError, "batches no ha dado ningún ejemplo"),
        (
            lambda: train([(X, AMOUNTS)], validation=[]),
            ValueError,
            "validation no ha dado ningún ejemplo",
        ),
        (lambda: train((X, AMOUNTS)), TypeError, r"batches: .*\(x, y\) en vez de \[\(x, y\)\]"),
        (lambda: train([(X, [1])]), TypeError, r"batches: .* llegado \(Tensor, list\)"),
        (lambda: train(3), TypeError, "batches: se esperaban batches y ha llegado int"),
        (lambda: train([(X.int(), AMOUNTS)]), TypeError, "x: se esperaba torch.float32"),
        (lambda: train([(X.double(), AMOUNTS)]), TypeError, "x: se esperaba torch.float32"),
        (lambda: train([(X[:, :1], AMOUNTS)]), ValueError, r"x: .* forma \(4, 1\)"),
        (lambda: train([(X, AMOUNTS[:3])]), ValueError, "y: .* 4 salidas, y han llegado 3"),
        (lambda: train([(X, AMOUNTS[:, 0])]), ValueError, r"y: .*\(4, 1\), y ha llegado \(4,\)"),
        (
            lambda: train([(X, AMOUNTS), (X, AMOUNTS[:, 0])]),
            ValueError,
            r"y: .*\(4, 1\), y ha llegado \(4,\)",
        ),
        (
            lambda: train([(X, AMOUNTS)], validation=[(X, AMOUNTS[:, 0])]),
            ValueError,
            r"y: .*\(4, 1\), y ha llegado \(4,\)",
        ),
        (lambda: train([(X, CLASSES)]), TypeError, "y: .* flotante .* torch.int64"),
        (lambda: classify(X, CLASSES + 1), ValueError, "y: .* clases de 0 a 2 y ha llegado 3"),
        (lambda: classify(X, CLASSES.int()), TypeError, r"y: se esperaba torch.int64 \(y.long"),
        (lambda: classify(X, CLASSES.unsqueeze(1)), ValueError, r"loss_fn .* con y, .*\(4, 1\)"),
        (
            lambda: train([(X, AMOUNTS)], loss_fn=nn.MSELoss(reduction="none")),
            ValueError,
            r"loss_fn: .* un solo número, y ha llegado \(4, 1\)",
        ),
        (
            lambda: train([(X, AMOUNTS)], loss_fn=lambda output, y: (output - y).detach().mean()),
            ValueError,
            "loss_fn: el coste no depende de los pesos",
        ),
        (
            lambda: train([(X, AMOUNTS)], loss_fn=nn.MSELoss),
            TypeError,
            "loss_fn: .* paréntesis, y ha llegado la clase MSELoss",
        ),
        (lambda: train([(X, AMOUNTS)], metric="F1"), TypeError, "metric: .* ha llegado str"),
        (
            lambda: fit(X, [(X, X)], nn.MSELoss(), sgd(nn.Linear(2, 2)), 1),
            TypeError,
            "model: se esperaba un nn.Module y ha llegado Tensor",
        ),
        (
            lambda: fit(nn.Linear(2, 2), [(X, X)], nn.MSELoss(), torch.optim.SGD, 1),
            TypeError,
            "optimizer: .* ha llegado la clase SGD",
        ),
        (
            lambda: fit(nn.Linear(2, 2), [(X, X)], nn.MSELoss(), sgd(nn.Linear(2, 2)), 1),
            ValueError,
            "optimizer: no lleva ningún parámetro de model",
        ),
        (lambda: evaluate(nn.Linear(2, 1), [], nn.MSELoss()), ValueError, "ningún ejemplo"),
        (
            lambda: evaluate(nn.Linear(2, 1), [(X, AMOUNTS[:, 0])], nn.MSELoss()),
            ValueError,
            r"y: .*\(4, 1\)",
        ),
        (lambda: predict(nn.Linear(2, 1), [1]), TypeError, "x: .* ha llegado list"),
    ],
)
def test_a_wrong_call_names_the_argument_and_what_was_expected(call, error, says):
    with pytest.raises(error, match=says):
        call()


def test_a_model_may_take_whole_numbers():
    model = nn.Embedding(5, 3)
    fit(model, [(CLASSES, CLASSES)], nn.CrossEntropyLoss(), sgd(model), epochs=1)


def test_what_is_not_written_yet_is_told_as_such():
    def loss_fn(output, y):
        raise NotImplementedError

    with pytest.raises(NotImplementedError):
        train([(X, AMOUNTS)], loss_fn=loss_fn)
    with pytest.raises(NotImplementedError):
        predict(nn.Module(), X)
