"""The data sets are what their docstrings say, and a missing one says what to do."""

import sys

import pytest
import torch

from aprende import data


def test_penguins_come_with_their_gaps():
    table = data.penguins()
    assert len(table) == 344
    assert table.isna().sum().sum() == 19
    assert {"species", "body_mass_g", "flipper_length_mm"} <= set(table.columns)


def test_a_missing_data_package_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "palmerpenguins", None)
    with pytest.raises(ModuleNotFoundError, match="pip install palmerpenguins"):
        data.penguins()


def test_digits_are_grey_images_from_0_to_1():
    x, y = data.digits()
    assert x.shape == (1797, 1, 8, 8) and x.dtype == torch.float32
    assert x.min() == 0 and x.max() == 1
    assert y.dtype == torch.int64 and sorted(y.unique().tolist()) == list(range(10))


def test_malignant_tumours_are_ones():
    x, y = data.breast_cancer()
    assert x.shape == (569, 30)
    assert y.sum() == 212  # the data set's documentation counts 212 malignant, 357 benign
    larger = x["mean radius"][y.numpy() == 1].mean() > x["mean radius"][y.numpy() == 0].mean()
    assert larger


def test_diabetes_is_unscaled():
    x, y = data.diabetes()
    assert x.shape == (442, 10) and y.dtype == torch.float32
    assert x["age"].between(18, 80).all()
    assert (y.min(), y.max()) == (25, 346)


def test_the_flower_is_a_colour_photograph():
    image = data.flower()
    assert image.shape == (3, 427, 640) and image.dtype == torch.float32
    assert 0 <= image.min() < image.max() <= 1


def test_mnist_without_network_says_what_to_do(monkeypatch, tmp_path):
    import torchvision.datasets

    def offline(*_, **__):
        raise RuntimeError("Error downloading train-images-idx3-ubyte.gz")

    monkeypatch.setattr(torchvision.datasets, "MNIST", offline)
    with pytest.raises(ConnectionError, match=r"usa aprende\.data\.digits\(\)"):
        data.mnist(tmp_path)


def test_mnist_is_scaled_as_digits_are(monkeypatch, tmp_path):
    import torchvision.datasets

    class Small:
        def __init__(self, root, train, download):
            self.data = torch.tensor([[[0, 255]]], dtype=torch.uint8)
            self.targets = torch.tensor([7])

    monkeypatch.setattr(torchvision.datasets, "MNIST", Small)
    x, y = data.mnist(tmp_path)
    assert x.shape == (1, 1, 1, 2) and x.flatten().tolist() == [0.0, 1.0]
    assert y.tolist() == [7]
