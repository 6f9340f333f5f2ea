"""An answer finds its own helpers while a test cell uses their names for something else."""

import pytest

from aprende._cells import Names

DECORATED = """
def twice(function):
    def inner(x):
        return function(function(x))
    return inner

@twice
def answer(x):
    return hint(x)
"""
CALLABLE = """
class Answer:
    def __call__(self, x):
        return self.go(x)

    def go(self, x):
        return hint(x)

answer = Answer()
"""
METHOD = CALLABLE + "answer = answer.go"
PARTIAL = """
import functools
answer = functools.partial(lambda much, x: hint(x) + much, 0)
"""
KEPT = """
STEPS = {"one": [lambda x: hint(x)]}

def answer(x):
    return STEPS["one"][0](x)
"""
CACHED = "import functools\nanswer = functools.lru_cache(lambda x: hint(x))"


@pytest.mark.parametrize("code", [DECORATED, CALLABLE, METHOD, PARTIAL, KEPT, CACHED])
def test_a_helper_is_found_however_the_answer_calls_it(code):
    scope = {}
    exec(f"def hint(x):\n    return x + 1\n{code}", scope)
    names, expected = Names(scope, "cell"), scope["answer"](1)
    scope["hint"] = "a test's own"
    with names.lent(scope["answer"]):
        assert scope["answer"](1) == expected
    assert scope["hint"] == "a test's own"
    names.end()
    assert scope["hint"](1) == 2
