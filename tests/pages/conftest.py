"""A real browser on the built book, for every test of the pages.

The book is what lies in ``_build/html``; nothing is built here. Without a browser, or without a
book, these tests are skipped and say what is missing; where ``CI`` is set they fail instead.
The browser finds no host but this machine, so that what a page would fetch from elsewhere fails.
"""

import functools
import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
HTML = ROOT / "_build" / "html"


def toc() -> list[str]:
    """Address of every page of the book, relative to its root."""
    tree = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    chapters = [chapter["file"] for part in tree["parts"] for chapter in part["chapters"]]
    return [f"{name}.html" for name in (tree["root"], *chapters)]


def pytest_generate_tests(metafunc):
    """Run a test that asks for ``address`` once for each page."""
    if "address" in metafunc.fixturenames:
        pages = ["404.html", "search.html", "genindex.html", *toc()]
        metafunc.parametrize("address", pages)


@pytest.fixture(scope="session")
def site(missing) -> Path:
    """Folder of the built book."""
    if not (HTML / "chapters" / "index.html").exists():
        missing("the book is not built: run `make book` / falta el libro: ejecuta `make book`")
    return HTML


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serve files without a word."""

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    """Let browsers close a connection before they have read all of it."""

    daemon_threads = True

    def handle_error(self, *_):
        pass


@pytest.fixture(scope="session")
def base(site) -> Iterator[str]:
    """Address of the book on a server of its own, ending in a slash."""
    handler = functools.partial(Quiet, directory=str(site))
    with Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


# For a module, not for the session: its event loop would be in the way of tests that start theirs.
@pytest.fixture(scope="module")
def browser(site, chromium) -> Iterator[Browser]:
    """Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium)
        yield browser
        browser.close()


@pytest.fixture
def trouble() -> list[str]:
    """What went wrong in the pages of this test: errors, failed and outside requests."""
    return []


@pytest.fixture
def open_context(browser, base, site, trouble) -> Iterator[Callable[..., BrowserContext]]:
    """Make browser contexts (options as Playwright's ``new_context``) whose pages are watched.

    At the end of the test they are closed, and whatever stands in ``trouble`` fails it.
    """
    home = (base, f"{site.as_uri()}/", "data:", "blob:", "about:")
    contexts: list[BrowserContext] = []

    def outside(request) -> None:
        if not request.url.startswith(home):
            trouble.append(f"request to another origin: {request.url}")

    def note(kind: str, text: str, where: str) -> None:
        trouble.append(f"{kind}: {text} ({where})")

    def make(**options) -> BrowserContext:
        options = {"viewport": {"width": 1280, "height": 800}, "locale": "es-ES", **options}
        context = browser.new_context(**options)
        contexts.append(context)
        context.set_default_timeout(10_000)
        context.on("request", outside)
        context.on(
            "response",
            lambda r: r.status >= 400 and note("response", str(r.status), r.url),
        )
        context.on(
            "console",
            lambda m: m.type in ("error", "warning") and note(m.type, m.text, m.page.url),
        )
        context.on("weberror", lambda e: note("script", str(e.error), e.page.url))
        return context

    yield make
    for context in contexts:
        context.close()
    assert not trouble


@pytest.fixture
def page(open_context) -> Page:
    """A page in a window of 1280 by 800, watched as ``open_context`` says."""
    return open_context().new_page()
