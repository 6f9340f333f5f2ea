"""No page weighs much, and what a reader sees first is soon there and stays where it is."""

import os

import pages as measured
import pytest

pytestmark = pytest.mark.xdist_group("book")

FIRST, NEXT = 600_000, 150_000  # bytes over the wire
PAINT, SHIFT = 1.5, 0.05  # s, at Fast 4G with a processor slowed four times
BUSY = 2.5  # times as long, while other tests use the processor that is measured
SEEN = ["chapters/index.html", "chapters/01_datos.html", "chapters/lab_01_datos.html"]


@pytest.fixture(scope="module")
def served(site):
    with measured.served(site) as address:
        yield address


def test_no_page_weighs_much(browser, site, served):
    heavy, before = {}, None
    for address in [*measured.toc(), "search.html"]:
        files = measured.load(browser, served, address)
        assert address in files.arrival
        whole = measured.weigh(site, files.whole)
        more = measured.weigh(site, files.arrival - before) if before else 0
        if whole > FIRST or more > NEXT:
            heavy[address] = (whole, more)
        before = files.whole
    assert not heavy


@pytest.mark.parametrize("seen", SEEN)
def test_what_is_seen_first_is_soon_there_and_stays(browser, served, seen):
    # The machine may be busy with other tests: the best of some visits is what the page can do.
    limit = PAINT * (BUSY if "PYTEST_XDIST_WORKER" in os.environ else 1)
    visits = [measured.see(browser, served, seen)]
    while len(visits) < 5 and min(paint for paint, _ in visits) >= limit:
        visits.append(measured.see(browser, served, seen))
    assert 0 < min(paint for paint, _ in visits) < limit
    assert min(shift for _, shift in visits) < SHIFT


def test_pictures_hold_their_place(site):
    for path in site.glob("chapters/0*.html"):
        text = path.read_text(encoding="utf-8")
        tags = [tag for tag in text.split("<img")[1:] if "_images/" in tag.split(">")[0]]
        assert tags
        for tag in tags:
            assert " width=" in tag.split(">")[0] and " height=" in tag.split(">")[0], tag[:200]
        assert "data:audio" not in text
