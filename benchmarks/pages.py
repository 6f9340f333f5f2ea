"""What does each page of the built book weigh, and how soon does a reader see it?

    make pages-report

Weights are those of the files that Chromium asks for, compressed as a web server would (gzip).
*Whole* is a first visit, read to the end; *next* is what turning to the page costs a reader who
comes from the page before, until it stands there. Times are those of a first visit at the speed
that Chromium's developer tools call "Fast 4G", with a processor slowed four times.
"""

import gzip
import http.server
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import yaml
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
TEXT = (".html", ".css", ".js", ".svg", ".json", ".txt")
FAST_4G = {
    "offline": False,
    "latency": 60 * 2.75,  # ms
    "downloadThroughput": 9e6 / 8 * 0.9,  # bytes a second
    "uploadThroughput": 1.5e6 / 8 * 0.9,
}
SLOWER = 4  # times
WATCH = """
window.seen = {paint: 0, shift: 0};
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.seen.paint = entry.startTime;
}).observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver(list => {
  for (const entry of list.getEntries())
    if (!entry.hadRecentInput) window.seen.shift += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""
SCROLL = """async () => {
  for (let y = 0; y < document.documentElement.scrollHeight; y += 600) {
    scrollTo(0, y);
    await new Promise(done => setTimeout(done, 15));
  }
}"""


def toc() -> list[str]:
    """Address of every page of the book, in the order of reading."""
    tree = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    chapters = [chapter["file"] for part in tree["parts"] for chapter in part["chapters"]]
    return [f"{name}.html" for name in (tree["root"], *chapters)]


@cache
def compressed(path: Path) -> bytes:
    """Content of a file as a web server would send it."""
    content = path.read_bytes()
    return gzip.compress(content, 6) if path.suffix in TEXT else content


class Compressing(http.server.SimpleHTTPRequestHandler):
    """Serve files compressed, over connections that are kept."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        body = compressed(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        if path.suffix in TEXT:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(http.server.ThreadingHTTPServer):
    """Let the browser close a connection before it has read all of it."""

    daemon_threads = True

    def handle_error(self, *_):
        pass


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve a folder; give its address, ending in a slash."""

    def handler(*args):
        return Compressing(*args, directory=str(site))

    with Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@dataclass
class Load:
    """Files that a page asked for: until it stood there, and until it was read to the end."""

    arrival: set[str]
    whole: set[str]


def weigh(site: Path, names: set[str]) -> int:
    """Bytes of files over the wire."""
    return sum(len(compressed(site / name)) for name in names)


def load(browser: Browser, base: str, address: str) -> Load:
    """Open a page as a first visit, and read it to the end."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    asked: set[str] = set()

    def note(request) -> None:
        if request.url.startswith(base):
            asked.add(unquote(urlsplit(request.url).path[1:]))

    page.on("request", note)
    page.goto(base + address, wait_until="networkidle")
    arrival = set(asked)
    page.evaluate(SCROLL)
    page.wait_for_load_state("networkidle")
    page.close()
    return Load(arrival, asked)


def see(browser: Browser, base: str, address: str) -> tuple[float, float]:
    """Open a page on a slow line with a slow processor: largest paint (s) and layout shift."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.add_init_script(WATCH)
    slow_down(page)
    page.goto(base + address, wait_until="networkidle")
    page.wait_for_function("window.seen.paint > 0")
    paint = page.evaluate("window.seen.paint")  # what comes into view later is no first paint
    page.evaluate(SCROLL)
    shift = page.evaluate("window.seen.shift")
    page.close()
    return paint / 1000, shift


def slow_down(page: Page) -> None:
    """Set the line and the processor that times are stated for."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", FAST_4G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def main() -> None:
    """Print a line for each page."""
    if not (SITE / "index.html").exists():
        sys.exit("The book is not built: run `make book`")
    chromium = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if chromium is None:
        sys.exit("Chromium is not installed: `apt-get install chromium`")
    print(f"{'page':32} {'whole':>8} {'next':>8} {'paint':>8} {'shift':>7}")
    with sync_playwright() as playwright, served(SITE) as base:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        before: set[str] = set()
        for address in [*toc(), "search.html"]:
            files = load(browser, base, address)
            paint, shift = see(browser, base, address)
            whole, more = weigh(SITE, files.whole), weigh(SITE, files.arrival - before)
            print(
                f"{address:32} {whole / 1e3:5.0f} kB {more / 1e3:5.0f} kB "
                f"{paint:6.2f} s {shift:7.3f}",
                flush=True,
            )
            before = files.whole
        browser.close()


if __name__ == "__main__":
    main()
