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


def pytest_addoption(parser):
    parser.addoption(
        "--write-claims", action="store_true", help="write chapters/afirmaciones.csv (make claims)"
    )


def pytest_sessionfinish(session, exitstatus):
    if session.config.getoption("--write-claims"):
        import claims

        if exitstatus:
            raise pytest.UsageError("a test failed: chapters/afirmaciones.csv is left as it was")
        claims.write()
