"""What does `aprende.training.fit` cost over the same loop written by hand?

Every contestant trains the same network on the same digits in the same batches for the same epochs.
They take turns, many times, so that whatever else the machine does strikes them all; what is
printed is each one's median time over the hand-written loop's median.

    make benchmarks
"""

import logging
import statistics
import time
import warnings
from collections.abc import Callable

import torch
from torch import nn

from aprende.data import digits
from aprende.seeds import set_seed
from aprende.training import fit, loader

EPOCHS, BATCH_SIZE, ROUNDS = 10, 64, 15
x, y = digits()


def network() -> nn.Module:
    set_seed(0)
    return nn.Sequential(nn.Flatten(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))


def by_hand() -> None:
    model, loss_fn = network(), nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    batches = loader(x, y, BATCH_SIZE, shuffle=True)
    costs = []
    for _ in range(EPOCHS):
        model.train()
        total = 0.0
        for xb, yb in batches:
            optimizer.zero_grad()
            cost = loss_fn(model(xb), yb)
            cost.backward()
            optimizer.step()
            total += cost.item() * len(xb)
        costs.append(total / len(x))


def with_aprende() -> None:
    model = network()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    batches = loader(x, y, BATCH_SIZE, shuffle=True)
    fit(model, batches, nn.CrossEntropyLoss(), optimizer, EPOCHS)


def with_skorch() -> None:
    from skorch import NeuralNetClassifier

    net = NeuralNetClassifier(
        network(),
        criterion=nn.CrossEntropyLoss,
        optimizer=torch.optim.SGD,
        lr=0.1,
        max_epochs=EPOCHS,
        batch_size=BATCH_SIZE,
        iterator_train__shuffle=True,
        train_split=None,
        verbose=0,
    )
    net.fit(x, y)


def with_lightning() -> None:
    import lightning

    class Module(lightning.LightningModule):
        def __init__(self) -> None:
            super().__init__()
            self.network, self.loss_fn = network(), nn.CrossEntropyLoss()

        def training_step(self, batch, _):
            xb, yb = batch
            cost = self.loss_fn(self.network(xb), yb)
            self.log("cost", cost, on_epoch=True, on_step=False)
            return cost

        def configure_optimizers(self):
            return torch.optim.SGD(self.parameters(), lr=0.1)

    trainer = lightning.Trainer(
        max_epochs=EPOCHS,
        accelerator="cpu",
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    trainer.fit(Module(), loader(x, y, BATCH_SIZE, shuffle=True))


def main() -> None:
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    torch.set_num_threads(1)
    contestants: dict[str, Callable[[], None]] = {
        "by hand": by_hand,
        "aprende": with_aprende,
        "skorch": with_skorch,
        "Lightning": with_lightning,
    }
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for round_ in range(ROUNDS + 1):
        for name, train in contestants.items():
            start = time.perf_counter()
            train()
            if round_:  # the first one warms up
                times[name].append(time.perf_counter() - start)
    base = statistics.median(times["by hand"])
    for name, measured in times.items():
        median = statistics.median(measured)
        print(f"{name:10} {1000 * median:7.0f} ms  {median / base:5.2f} of the loop by hand")


if __name__ == "__main__":
    main()
