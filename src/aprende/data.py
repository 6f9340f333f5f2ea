"""The data sets of the course: real, small, and on your disk already.

All but MNIST ship with scikit-learn and ``palmerpenguins``; nothing here uses the network except
:func:`mnist`, which is optional.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import torch
from torch import Tensor


def penguins() -> pd.DataFrame:
    """Penguins of the Palmer archipelago, as they were measured: with gaps.

    Returns
    -------
    pandas.DataFrame
        344 rows. Species, island, bill length and depth (mm), flipper length (mm), body mass (g),
        sex, year. 19 cells are missing.

    Raises
    ------
    ModuleNotFoundError
        If the package ``palmerpenguins`` is not installed; the message says how to install it.

    References
    ----------
    Gorman, Williams and Fraser (2014), PLoS ONE 9(3): e90081.
    """
    try:
        import palmerpenguins
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "Faltan los datos de los pingüinos: el paquete «palmerpenguins» no está instalado. "
            "Instálalo con: pip install palmerpenguins"
        ) from error
    csv = Path(palmerpenguins.__file__).parent / "data" / "penguins.csv"
    return pd.read_csv(csv)


def digits() -> tuple[Tensor, Tensor]:
    """Handwritten digits of 8 by 8 pixels.

    Returns
    -------
    x : Tensor, shape (1797, 1, 8, 8), float32
        Grey levels from 0 (paper) to 1 (ink).
    y : Tensor, shape (1797,), int64
        The digit, 0 to 9.

    References
    ----------
    UCI, *Optical Recognition of Handwritten Digits*; ``sklearn.datasets.load_digits``.
    """
    from sklearn.datasets import load_digits

    bunch = load_digits()
    x = torch.tensor(bunch.images / 16.0, dtype=torch.float32).unsqueeze(1)
    return x, torch.tensor(bunch.target, dtype=torch.int64)


def breast_cancer() -> tuple[pd.DataFrame, Tensor]:
    """Cell nuclei of breast tumours, described by 30 measurements of very different size.

    Returns
    -------
    x : pandas.DataFrame, shape (569, 30)
        Columns named as in scikit-learn, in the units of the image.
    y : Tensor, shape (569,), int64
        1 for a malignant tumour, 0 for a benign one. (scikit-learn has it the other way round.)

    References
    ----------
    UCI, *Breast Cancer Wisconsin (Diagnostic)*; ``sklearn.datasets.load_breast_cancer``.
    """
    from sklearn.datasets import load_breast_cancer

    bunch = load_breast_cancer(as_frame=True)
    malignant = 1 - bunch.target.to_numpy()
    return bunch.data, torch.tensor(malignant, dtype=torch.int64)


def diabetes() -> tuple[pd.DataFrame, Tensor]:
    """Ten measurements of diabetes patients and how far the disease went in a year.

    Returns
    -------
    x : pandas.DataFrame, shape (442, 10)
        Age (years), sex, body mass index, blood pressure (mmHg) and six blood values, unscaled.
    y : Tensor, shape (442,), float32
        Progression of the disease after a year, 25 to 346.

    References
    ----------
    Efron et al. (2004), *Least Angle Regression*; ``sklearn.datasets.load_diabetes``.
    """
    from sklearn.datasets import load_diabetes

    bunch = load_diabetes(as_frame=True, scaled=False)
    return bunch.data, torch.tensor(bunch.target.to_numpy(), dtype=torch.float32)


def flower() -> Tensor:
    """A photograph of a flower.

    Returns
    -------
    Tensor, shape (3, 427, 640), float32
        Red, green and blue from 0 to 1.

    References
    ----------
    ``sklearn.datasets.load_sample_image("flower.jpg")``, by dany13, CC BY 2.0.
    """
    from sklearn.datasets import load_sample_image

    pixels = np.array(load_sample_image("flower.jpg"))
    return torch.from_numpy(pixels).permute(2, 0, 1).float() / 255


def mnist(root: str | Path = "data", train: bool = True) -> tuple[Tensor, Tensor]:
    """MNIST, the big brother of :func:`digits`. Optional: it is downloaded the first time.

    Parameters
    ----------
    root : str or Path
        Folder where torchvision keeps the files.
    train : bool
        The 60 000 training images, or the 10 000 of the test set.

    Returns
    -------
    x : Tensor, shape (n, 1, 28, 28), float32
        Grey levels from 0 to 1.
    y : Tensor, shape (n,), int64
        The digit, 0 to 9.

    Raises
    ------
    ConnectionError
        If the files are not in ``root`` and cannot be downloaded.
    """
    from torchvision.datasets import MNIST

    try:
        images = MNIST(str(root), train=train, download=True)
    except (OSError, RuntimeError) as error:
        raise ConnectionError(
            f"MNIST no está en «{root}» y no se ha podido descargar ({error}). "
            "Conéctate a la red y vuelve a intentarlo, copia ahí los ficheros desde otro "
            "ordenador, o usa aprende.data.digits(), que no necesita red."
        ) from error
    return images.data.unsqueeze(1).float() / 255, images.targets
