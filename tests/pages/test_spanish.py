"""No English is left, judged by the strings that Sphinx, the themes and the extensions ship."""

import ast
import html
import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

pytestmark = pytest.mark.xdist_group("book")

CATALOGUES = {
    "sphinx": "locale/es/LC_MESSAGES/sphinx.po",
    "pydata_sphinx_theme": "locale/es/LC_MESSAGES/sphinx.po",
    "sphinx_book_theme": "theme/sphinx_book_theme/static/locales/es/LC_MESSAGES/booktheme.po",
}
TEMPLATED = ("sphinx", "pydata_sphinx_theme", "sphinx_book_theme")
# Code, formulas, titles of works, names and the English terms that the text gives stay as they are.
SHOWN = """() => {
    const skip = "pre, code, math, script, style, article em, .citation, .notranslate";
    const found = [document.title];
    for (const e of document.querySelectorAll("*")) {
        if (e.closest(skip)) continue;
        const names = ["title", "aria-label", "placeholder", "alt", "data-bs-title"];
        for (const name of names)
            if (e.getAttribute(name)) found.push(e.getAttribute(name));
        for (const child of e.childNodes)
            if (child.nodeType === Node.TEXT_NODE) found.push(child.data);
    }
    const root = getComputedStyle(document.body, "::before").content;
    return found.concat(root).map(t => t.replace(/\\s+/g, " ").trim()).filter(t => t);
}"""


def folder(package: str) -> Path:
    return Path(find_spec(package).origin).parent


def plain(text: str) -> str:
    """A string as a page shows it: no tags, no spaces too many."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", text))).strip(" .…#")


@pytest.fixture(scope="module")
def english() -> re.Pattern[str]:
    """Match a whole string that is one of those shipped in English."""
    found, same = set(), {"Python", "Kernel", "Error", "Copyright", "No", "x", "Ctrl"}
    for package, name in CATALOGUES.items():
        with open(folder(package) / name, "rb") as file:
            for message in read_po(file):
                said = message.id if isinstance(message.id, tuple) else (message.id,)
                found.update(said)
                if message.id and message.id == message.string:
                    same.add(message.id)
    for package in TEMPLATED:
        for template in folder(package).rglob("*.html"):
            text = re.sub(r"\{#.*?#\}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
            found.update(re.findall(r'(?:title|aria-label|placeholder|alt)="([^"{}]+)"', text))
            found.update(re.findall(r">([^<>{}]+)<", text))
            found.update(re.findall(r"_\(\s*[\"']([^\"']+)[\"']", text))
    for script in (folder("sphinx") / "themes").rglob("*.js"):
        found.update(re.findall(r"_\(\s*[\"']([^\"']+)[\"']", script.read_text(encoding="utf-8")))
    for module in ("sphinx.writers.html5", "myst_nb.core.config", "sphinx_copybutton"):
        tree = ast.parse(Path(find_spec(module).origin).read_text(encoding="utf-8"))
        texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        found.update(t for t in texts if isinstance(t, str) and re.match(r"[A-Z][a-z]+ [a-z]", t))
    strings = {plain(text) for text in found} - {plain(text) for text in same}
    strings = {text for text in strings if re.search(r"[A-Za-z]{2}", text)}
    assert len(strings) > 300
    # What a string leaves open, "%s" or "${name}" or "{type}", may be anything.
    pieces = [re.split(r"%\(\w+\)[sd]|%s|\$?\{[^}]*\}", text) for text in strings]
    pieces = [each for each in pieces if len("".join(each)) > 2]
    patterns = [".+?".join(re.escape(piece) for piece in each) for each in pieces]
    return re.compile(rf"(?:{'|'.join(patterns)})[ .…#]*", re.IGNORECASE)


def left(page, english: re.Pattern[str]) -> list[str]:
    return [text for text in page.evaluate(SHOWN) if english.fullmatch(text)]


def test_page_shows_no_string_in_english(page, base, address, english):
    page.goto(base + address, wait_until="load")
    assert page.locator("html").get_attribute("lang") == "es"
    assert left(page, english) == []


@pytest.mark.parametrize("words", ["gradiente", "zzzz", ""])
def test_search_answers_in_spanish(page, base, english, words):
    page.goto(f"{base}search.html?q={words}", wait_until="networkidle")
    assert left(page, english) == []


@pytest.mark.parametrize("name", ["search.html", "chapters/04_gradiente.html"])
def test_page_without_scripts_speaks_spanish(open_context, base, english, name):
    page = open_context(java_script_enabled=False).new_page()
    page.goto(base + name)
    text = page.content()
    shown = re.findall(
        r">([^<>]+)<", re.sub(r"<(script|style|pre|math).*?</\1>", "", text, flags=16)
    )
    assert [each for each in map(plain, shown) if english.fullmatch(each)] == []


def test_the_search_for_english_would_find_it(page, base, english):
    page.goto(f"{base}chapters/mapa.html")
    for text in (
        "Skip to main content",
        "Link to this heading",
        "Search",
        "Toggle primary sidebar",
    ):
        page.evaluate("t => { document.querySelector('h1').title = t }", text)
        assert left(page, english) == [text]
