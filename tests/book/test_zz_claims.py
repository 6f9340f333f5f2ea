"""Runs after the chapters' tests: the book's table of claims lists what they tested."""

import claims
import pytest


def test_the_table_of_claims_is_the_one_that_was_tested(request):
    if request.config.getoption("--write-claims"):
        pytest.skip("it is being written")
    tested = {path.stem for path in request.path.parent.glob("test_0*.py")}
    ran = {item.path.stem for item in request.session.items}
    if not tested <= ran:
        pytest.skip("not all chapters' claims ran in this session")
    assert set(claims.written()) == set(claims.held), "run: make claims"
    assert all(count >= claims.NEEDED for count in claims.written().values())
