"""The book's table of claims lists what the chapters' tests declare, with figures that pass."""

import claims
import pytest


def test_the_table_of_claims_is_the_one_that_is_tested(request):
    modules = {path.stem for path in request.path.parent.glob("test_0*.py")}
    if not modules <= {item.path.stem for item in request.session.items}:
        pytest.skip("not all chapters' tests were collected in this session")
    assert len(claims.declared) == len(set(claims.declared))
    assert set(claims.written()) == set(claims.declared), "run: make claims"
    assert all(count >= claims.NEEDED for count in claims.written().values())
