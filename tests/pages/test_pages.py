"""Every page of the built book in a real browser: complete, quiet, for everybody."""

from pathlib import Path

import axe_playwright_python
import pytest

# One worker holds the browser, and it is the one that may build the book.
pytestmark = pytest.mark.xdist_group("book")

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
# `options` say which rules; without preloading, axe asks for no style sheet again.
RUN_AXE = """options => axe.run(document, {...options, resultTypes: ["violations"], preload: false})
    .then(found => found.violations.flatMap(v => v.nodes.map(n =>
        [v.id, n.target.join(" "), n.failureSummary].join(" | "))))"""
# Thousands of elements that would take axe minutes become one each: formulas have no colours of
# their own, and those of the code's words are judged by CODE_CONTRAST.
SIMPLIFY = """() => document.querySelectorAll("article math, article pre").forEach(
    e => { e.textContent = e.textContent })"""
CODE_CONTRAST = """() => {
    const light = rgb => rgb.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255)
        .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const faint = new Set();
    for (const word of document.querySelectorAll(".cell_input pre span")) {
        const ink = getComputedStyle(word).color;
        const paper = getComputedStyle(word.closest("pre")).backgroundColor;
        const [a, b] = [light(ink), light(paper)].sort((x, y) => x - y);
        if ((b + 0.05) / (a + 0.05) < 4.5) faint.add(word.className + " " + ink + " on " + paper);
    }
    return [...faint];
}"""
SIDEWAYS = """() => {
    const width = document.documentElement.clientWidth;
    const inside = e => e.closest("pre, .cell_output, .formula, .pst-scrollable-table-container");
    return [...document.querySelectorAll("main *")]
        .filter(e => e.getBoundingClientRect().right > width + 1 && !inside(e.parentElement))
        .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.closest("svg, math"))
        .map(e => e.tagName + "." + e.className)
}"""
UNREACHED = """() => [...document.querySelectorAll("main *")]
    .filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth
        && ["auto", "scroll"].includes(getComputedStyle(e).overflowX) && e.tabIndex < 0
        && !e.querySelector("a, button, input, audio"))
    .map(e => e.tagName + "." + e.className + ": " + e.innerText.slice(0, 40))"""
HEADINGS = """() => [...document.querySelectorAll("main :is(h1, h2, h3, h4, h5, h6)")]
    .filter(h => h.checkVisibility()).map(h => Number(h.tagName[1]))"""


def test_first_page_leads_to_the_cover(page, base):
    page.goto(base)
    page.wait_for_url("**/chapters/index.html")
    assert page.title() == "Aprende: cómo aprende una red neuronal — Aprende"


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_page_is_complete_without_a_network(page, base, site, address, scheme):
    page.goto((base if scheme == "http" else f"{site.as_uri()}/") + address, wait_until="load")
    broken = page.evaluate(
        "() => [...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src)"
    )
    assert broken == []
    headings = page.evaluate(HEADINGS)
    assert headings.count(1) == 1
    for above, below in zip(headings, headings[1:], strict=False):
        assert below <= above + 1, headings


def test_axe_finds_nothing_wrong_in_light_or_dark(open_context, base, address):
    # Nothing moves: a colour half-way between two would be judged.
    page = open_context(reduced_motion="reduce").new_page()
    page.goto(base + address)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.evaluate("document.querySelectorAll('.opcion:last-child input').forEach(i => i.click())")
    assert page.evaluate(CODE_CONTRAST) == []
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert page.evaluate(CODE_CONTRAST) == []
    page.evaluate(SIMPLIFY)
    page.evaluate(AXE)
    assert page.evaluate(RUN_AXE, {"runOnly": ["color-contrast"]}) == []
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    assert page.evaluate(RUN_AXE, {"runOnly": WCAG}) == []


def test_page_fits_a_narrow_screen(open_context, base, address):
    page = open_context(viewport={"width": 320, "height": 640}, reduced_motion="reduce").new_page()
    page.goto(base + address, wait_until="load")
    page.evaluate("document.fonts.ready.then(() => 0)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(SIDEWAYS) == []
    assert page.evaluate(UNREACHED) == []
