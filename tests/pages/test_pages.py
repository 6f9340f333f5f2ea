"""Every page of the built book in a real browser: complete, quiet, from its own origin alone."""

import pytest

# One worker holds the browser, and it is the one that may build the book.
pytestmark = pytest.mark.xdist_group("book")


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_page_is_complete_without_a_network(page, base, site, address, scheme):
    root = base if scheme == "http" else f"{site.as_uri()}/"
    page.goto(root + address, wait_until="networkidle" if scheme == "http" else "load")
    broken = page.evaluate(
        "() => [...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src)"
    )
    assert broken == []
    assert page.locator("h1").count() == 1
