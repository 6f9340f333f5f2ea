"""formgrader in a real browser, as a teacher uses it: grade by a button, give points by hand."""

import dataclasses
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from made_up import LAB, MESSAGE, graded, record, result
from nbformat.v4 import new_output
from nbgrader.api import Gradebook
from playwright.sync_api import Page, expect, sync_playwright

from corrector.__main__ import main
from corrector.formgrader import safe_markdown

pytestmark = pytest.mark.xdist_group("formgrader")

WRITTEN = "pregunta_fuga_y_aumento"
TOKEN = "prueba"
RUN = "document.title = 'mal'"
MARKUP = f'<img src=x onerror="{RUN}"><script>{RUN}</script><svg onload="{RUN}"></svg>'
LINKS = f"[uno](JaVaScRiPt:{RUN}) <javascript:x> ![dos](attachment:nada.png) [libro](https://a.es)"
PATIENCE = 120_000  # milliseconds: many tests run side by side


def hostile_outputs(student: str):
    """Make a graded submission whose outputs try to run in the teacher's browser."""
    made = result(
        student,
        {"test_one_hot": MESSAGE},
        {WRITTEN: f"# Título {MARKUP}\n\nPorque espía. {MARKUP}\n\n{LINKS}"},
    )
    notebook = json.loads(made.notebook)
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "one_hot":
            cell["outputs"] = [
                new_output("display_data", {kind: text})
                for kind, text in {
                    "text/html": MARKUP,
                    "text/markdown": MARKUP,
                    "text/latex": f"$x$ {MARKUP}",
                    "image/svg+xml": f'<svg xmlns="http://www.w3.org/2000/svg" onload="{RUN}"/>',
                    "application/javascript": RUN,
                }.items()
            ]
    return dataclasses.replace(made, notebook=json.dumps(notebook))


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """Give a course with a graded submission, and one that waits to be graded."""
    course = tmp_path_factory.mktemp("formgrader")
    record(course, [hostile_outputs("ana")])
    for student in ("ana", "luis"):
        folder = course / "submitted" / student / LAB
        folder.mkdir(parents=True)
        nbformat.write(graded(), folder / f"{LAB}.ipynb")
    return course


@pytest.fixture(scope="module")
def address(course, tmp_path_factory) -> Iterator[str]:
    """Give the address of JupyterLab, started as ``make formgrader`` does, in that course."""
    home = tmp_path_factory.mktemp("home")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    places = {f"JUPYTER_{name}_DIR": str(home / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    log = home / "log"
    with open(log, "w") as out:
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
                f"--ServerApp.port={port}",
                "--ServerApp.port_retries=0",
                f"--IdentityProvider.token={TOKEN}",
            ],
            cwd=course,
            env={**os.environ, "HOME": str(home), "PATH": path, **places},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        base = f"http://127.0.0.1:{port}"
        try:
            for _ in range(600):
                try:
                    urllib.request.urlopen(f"{base}/api?token={TOKEN}", timeout=5).close()
                    break
                except OSError:
                    assert server.poll() is None, log.read_text()
                    time.sleep(0.2)
            yield base
        finally:
            server.terminate()
            server.wait(30)


@pytest.fixture
def page(address, chromium) -> Iterator[Page]:
    """Give a page of a browser that has logged in."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium)
        page = browser.new_page(locale="es-ES", viewport={"width": 1280, "height": 900})
        page.set_default_timeout(PATIENCE)
        page.goto(f"{address}/lab?token={TOKEN}")
        yield page
        browser.close()


def test_markdown_of_a_student_is_text_and_links_to_pages():
    shown = safe_markdown(f"# Título {MARKUP}\n\n**a** {MARKUP} `{MARKUP}` ${MARKUP}$\n\n{LINKS}")
    assert "<img" not in shown and "<script" not in shown and "<svg" not in shown
    assert re.findall(r'<a href="([^"]*)"', shown) == ["https://a.es"]
    assert "<strong>a</strong>" in shown and "[imagen: dos]" in shown


def test_the_menu_opens_formgrader_and_its_button_grades(page, address, course):
    page.get_by_role("menuitem", name="Nbgrader").click()
    page.locator(".lm-Menu-itemLabel").get_by_text("Formgrader", exact=True).click()
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("link", name=LAB).first).to_be_visible(timeout=PATIENCE)

    page.goto(f"{address}/formgrader/manage_submissions/{LAB}")
    row = page.get_by_role("row").filter(has_text="luis")
    expect(row).to_contain_text("needs autograding", timeout=PATIENCE)
    row.locator(".autograde a").click()
    page.locator(".modal-title", has_text=re.compile("Success|Error")).wait_for()
    assert page.locator(".modal-title").inner_text() == "Success", page.locator(
        ".modal-body"
    ).inner_text()
    with Gradebook(f"sqlite:///{course}/gradebook.db", "aprende") as gradebook:
        submission = gradebook.find_submission(LAB, "luis")
        assert (submission.score, submission.needs_manual_grade) == (0, False)
    notebook = nbformat.read(course / "autograded" / "luis" / LAB / f"{LAB}.ipynb", 4)
    messages = [out.get("evalue", "") for c in notebook.cells for out in c.get("outputs", [])]
    assert any("sin resolver" in message for message in messages)


def test_points_and_comment_by_hand_reach_the_gradebook_and_the_student(
    page, address, course, monkeypatch
):
    page.goto(f"{address}/formgrader/gradebook/{LAB}/{LAB}")
    expect(page.get_by_role("link", name="Submission").first).to_be_visible(timeout=PATIENCE)
    with page.expect_response("**/api/grades?*"), page.expect_response("**/api/comments?*"):
        page.get_by_role("row").filter(has_text="44 / 50").get_by_role("link").first.click()
    page.wait_for_load_state()
    for box, text, saved in (
        (WRITTEN, "3", "**/api/grade/*"),
        (f"{WRITTEN}-comment", "Falta el aumento.", "**/api/comment/*"),
    ):
        page.locator(f"[id='{box}']").fill(text)
        with page.expect_response(saved):
            page.locator(f"[id='{box}']").press("Tab")
    assert page.title() == LAB  # nothing in the submission ran
    assert not page.locator("script", has_text=RUN).count()

    with Gradebook(f"sqlite:///{course}/gradebook.db", "aprende") as gradebook:
        submission = gradebook.find_submission(LAB, "ana")
        assert (submission.score, submission.needs_manual_grade) == (47, False)
        kept = gradebook.find_comment(WRITTEN, LAB, LAB, "ana")
        assert kept.manual_comment == "Falta el aumento."
    monkeypatch.chdir(course)
    shutil.rmtree(course / "feedback", ignore_errors=True)
    assert main(["feedback", LAB]) == 0
    told = (course / "feedback" / "ana" / LAB / f"{LAB}.html").read_text(encoding="utf-8")
    assert "47 de 50 puntos" in told and "Falta el aumento." in told
