"""What every test shares: where things are, and one seed."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from aprende.seeds import set_seed

ROOT = Path(__file__).resolve().parent.parent
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",  # the tests may run as root, in a container
    "--disable-gpu",
    "--disable-quic",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]

# Tests run side by side: one thread each is faster than all fighting for all cores.
torch.set_num_threads(1)


@pytest.fixture(autouse=True)
def seeded():
    set_seed(0)


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def missing() -> Callable[[str], None]:
    """Skip, or fail in CI, where skipping would hide that nothing was tested."""

    def say(what: str) -> None:
        if os.environ.get("CI"):
            pytest.fail(what, pytrace=False)
        pytest.skip(what)

    return say


@pytest.fixture(scope="session")
def chromium(missing) -> dict:
    """Give what Playwright's ``chromium.launch`` needs to start the system's browser.

    It finds no host but this machine, so that what a page would fetch from elsewhere fails.
    """
    found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if found is None:
        missing(
            "Chromium is not installed: `apt-get install chromium` / "
            "falta Chromium: `apt-get install chromium`"
        )
    return {"executable_path": found, "args": FLAGS}


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


def pytest_terminal_summary(terminalreporter):
    """Print how well the labs judge: the figures that stand in the README."""
    ended = [
        report
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        if report.when == "call" and "tests/labs" in report.nodeid
    ]

    def count(test: str) -> tuple[int, int]:
        of = [report for report in ended if f"::{test}[" in report.nodeid]
        return sum(report.failed for report in of), len(of)

    (rejected, right), (accepted, wrong) = (
        count("test_right_answer_keeps_all_points"),
        count("test_wrong_answer_loses_points_and_is_told_why"),
    )
    recorded = [dict(report.user_properties) for report in ended]
    made, killed, excused, listed, hinted = (
        sum(each.get(name, 0) for each in recorded)
        for name in ("mutants", "killed", "excused", "listed", "hinted")
    )
    if right and made:
        terminalreporter.section("how well the labs judge")
        terminalreporter.write_line(f"false rejects    {rejected} of {right} runs of right answers")
        terminalreporter.write_line(f"false accepts    {accepted} of {wrong} wrong answers")
        terminalreporter.write_line(
            f"hint hit rate    {hinted} of {listed} listed mistakes show their own hint"
        )
        terminalreporter.write_line(
            f"mutation score   {killed} of {made} mutants, and {excused} explained as equivalent"
        )
