"""Numbers as Spanish prose writes them."""

import pytest

from aprende import prose


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0, 0, "0"),
        (12900, 0, "12.900"),
        (1234567.891, 2, "1.234.567,89"),
        (-0.24, 2, "−0,24"),
        (0.008, 3, "0,008"),
    ],
)
def test_numbers_have_a_decimal_comma_and_points_between_thousands(value, digits, text):
    assert prose.number(value, digits) == text


def test_a_percentage_stays_on_one_line():
    assert prose.percent(0.6827, 1) == "68,3\N{NO-BREAK SPACE}%"


def test_cited_texts_are_glued_and_not_shown(monkeypatch):
    import myst_nb

    glued = []
    monkeypatch.setattr(myst_nb, "glue", lambda *args, **kwargs: glued.append((args, kwargs)))
    prose.cite(a="1", b="2")
    assert glued == [(("a", "1"), {"display": False}), (("b", "2"), {"display": False})]
