"""What every test shares: where things are, and one seed."""

from pathlib import Path

import pytest

from aprende.seeds import set_seed

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def seeded():
    set_seed(0)


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT
