"""What passes between judge and student's process: plain values arrive as they were, no more."""

import json
import math
import random
import socket
import struct
from collections import OrderedDict, defaultdict
from enum import Enum
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import pytest
import torch

from corrector.line import LARGEST, Closed, receive, send
from corrector.wire import DEEPEST, NotPlain, Opaque, Plain

PLAIN = [
    *(None, True, False, 0, -1, 2**60, -(2**80), 1.5, -0.0, 1e300, math.inf, -math.inf, "", "ñ\n"),
    *(
        2 + 3j,
        Fraction(-2, 3),
        b"\0\xff",
        [],
        [1, [2.0, "x"]],
        (),
        (1, (2,)),
        {},
        {"a": [1], 2: None, (1, 2): "t"},
    ),
    *({1, 2}, frozenset({"a"}), torch.Size([2, 3]), torch.float64, torch.bool),
    *(np.float32(1.5), np.arange(6).reshape(2, 3), np.zeros((0, 2)), np.array([True, False])),
    *(
        torch.zeros(0),
        torch.tensor(2.5),
        torch.arange(12).reshape(3, 4).T,
        torch.ones(2).bfloat16(),
    ),
    *(
        torch.tensor([1 + 2j]).conj(),
        torch.tensor([math.nan, math.inf]),
        torch.tensor([True, False]),
    ),
]


def there_and_back(value, **how):
    writer = Plain(**how)
    form = json.loads(json.dumps(writer.encode(value)))
    return Plain().decode(form, writer.blobs)


def same(left, right) -> bool:
    if type(left) is not type(right):
        return False
    if isinstance(left, torch.Tensor):
        return left.dtype == right.dtype and torch.equal(left.nan_to_num(), right.nan_to_num())
    if isinstance(left, np.ndarray):
        return left.dtype == right.dtype and np.array_equal(left, right)
    if isinstance(left, list | tuple):
        return len(left) == len(right) and all(map(same, left, right))
    return left == right and repr(left) == repr(right)


@pytest.mark.parametrize("value", PLAIN, ids=repr)
def test_a_plain_value_arrives_as_it_was(value):
    assert same(there_and_back(value, strict=True), value)
    assert same(there_and_back([value, (value,)]), [value, (value,)])


def test_what_compares_as_different_is_told_apart_here_too():
    assert not same(1, 1.0) and not same(True, 1) and not same([1], (1,))
    assert not same(torch.ones(2), torch.ones(2).double())


def test_nan_arrives_as_nan():
    assert math.isnan(there_and_back(math.nan))


@pytest.mark.parametrize("wants", [True, False])
def test_a_tensor_says_whether_it_wants_a_gradient(wants):
    assert there_and_back(torch.ones(2, requires_grad=wants)).requires_grad is wants


def test_sources_of_chance_go_on_where_they_were():
    theirs, ours = torch.Generator().manual_seed(5), random.Random(5)
    torch.rand(3, generator=theirs), ours.random()
    got, other = there_and_back(theirs), there_and_back(ours)
    assert torch.equal(torch.rand(4, generator=got), torch.rand(4, generator=theirs))
    assert [other.random() for _ in range(4)] == [ours.random() for _ in range(4)]


class Sneaky(int):
    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


class Mute:
    def __repr__(self):
        raise SystemExit


def deep(levels: int) -> list:
    return [] if levels == 0 else [deep(levels - 1)]


def test_a_fraction_too_long_to_read_arrives_as_no_other_number():
    assert isinstance(there_and_back(Fraction(10**4100, 3)), Opaque)
    with pytest.raises(ValueError, match="zero"):
        Plain().decode({"": "fraction", "v": ["1", "0"]}, [])


@pytest.mark.parametrize(
    "value",
    [object(), Mute(), torch.nn.Linear(1, 1), len]
    + [np.array(["x"], dtype=object), torch.ones(2).to_sparse(), iter([])],
    ids=lambda value: type(value).__name__,
)
def test_what_is_not_plain_arrives_as_the_name_of_its_type(value):
    got = there_and_back(value)
    assert isinstance(got, Opaque) and type(got).__name__ == type(value).__name__
    with pytest.raises(NotPlain):
        Plain(strict=True).encode([value])


class Line(NamedTuple):
    slope: Any
    shift: Any


class Kind(str, Enum):
    GOOD = "buen ajuste"


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Sneaky(1), 1),
        (Line(torch.ones(2), Line(1, 2)), (torch.ones(2), (1, 2))),
        (OrderedDict(a=[1.5]), {"a": [1.5]}),
        (defaultdict(list, a=[1]), {"a": [1]}),
        (type("Costs", (list,), {})([1.0]), [1.0]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_an_answer_derives_from_a_plain_kind_arrives_as_that(value, plain):
    got = there_and_back(value)
    assert type(got) is type(plain) and same(got, plain)
    with pytest.raises(NotPlain):  # a test that gives one wants the object itself
        Plain(strict=True).encode([value])
    assert there_and_back(Kind.GOOD) == "buen ajuste"


def test_lists_too_deep_are_cut():
    assert same(there_and_back(deep(DEEPEST)), deep(DEEPEST))
    with pytest.raises(NotPlain):
        Plain(strict=True).encode(deep(DEEPEST + 1))
    writer = Plain()
    assert '"opaque"' in json.dumps(writer.encode(deep(DEEPEST + 1)))


MALFORMED = [
    *(
        {},
        [],
        [1],
        {"": "tensor"},
        {"": "tensor", "v": 3, "b": 0},
        {"": "array", "v": ["O", [1], 0]},
    ),
    *(
        {"": "tensor", "v": ["float32", [9], False], "b": 0},
        {"": "bytes", "b": 7},
        {"": "int", "v": 5},
    ),
    *({"": "tensor", "v": ["float32", [-3], False], "b": 0}, {"": "float", "v": "uno"}),
    *(
        {"": "dtype", "v": "object"},
        {"": "set", "v": [{"": "list", "v": []}]},
        {"": "opaque", "v": 1},
    ),
    *(
        {"": "array", "v": ["<f4", [3], False], "b": 0},
        {"": "array", "v": [[["x", "O"]], [1], 0], "b": 0},
    ),
    *({"": "random", "v": [3, [1], None]}, {"": "complex", "v": []}, {"": "function", "v": 0}),
    *(
        {"": "opaque", "v": ["a\0", ""]},
        {"": "opaque", "v": ["\ud800", ""]},
        {"": "generator", "b": 0},
    ),
]


@pytest.mark.parametrize("form", MALFORMED, ids=repr)
def test_a_malformed_value_is_an_error_of_a_known_kind(form):
    with pytest.raises((ValueError, TypeError, KeyError, IndexError, RuntimeError)):
        Plain().decode(form, [b"abc"])


@pytest.fixture
def line():
    ends = socket.socketpair()
    for end in ends:
        end.settimeout(5)
    yield ends
    for end in ends:
        end.close()


def test_a_message_arrives_with_its_bytes(line):
    send(line[0], {"a": [1, "ñ"]}, [b"", b"xyz"])
    assert receive(line[1]) == ({"a": [1, "ñ"]}, [b"", b"xyz"])


def framed(text: bytes) -> bytes:
    return struct.pack("!I", len(text)) + text


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\0",
        struct.pack("!I", LARGEST + 1),
        framed(b"{"),
        framed(b"null"),
        framed(b"[]"),
        framed(b'{"m": 1, "b": []}'),
        framed(b'{"m": {}, "b": [-1]}'),
        framed(b'{"m": {}, "b": [true]}'),
        framed(b'{"m": {}, "b": ["x"]}'),
        framed(b'{"m": {}, "b": 5}'),
        framed(b'{"m": {}, "b": [99999999999]}'),
        framed(b'{"m": {}, "b": [5]}') + b"abc",
        framed(b"[" * 100_000),
        framed(b"\xff\xfe"),
        framed(b"9" * 5000),
    ],
    ids=lambda data: repr(data[:30]),
)
def test_what_is_no_message_closes_the_line_and_nothing_else(line, data):
    line[0].sendall(data)
    line[0].shutdown(socket.SHUT_WR)
    with pytest.raises(Closed):
        receive(line[1])


@pytest.mark.parametrize(
    "sent", [({"x": "y" * 2000}, []), ({}, [b"x" * 600] * 2)], ids=["text", "bytes"]
)
def test_a_message_too_large_closes_the_line_though_all_of_it_comes(line, sent, monkeypatch):
    monkeypatch.setattr("corrector.line.LARGEST", 1000)
    send(line[0], *sent)
    with pytest.raises(Closed, match="too large"):
        receive(line[1])


def test_random_bytes_never_do_more_than_close_the_line():
    chance = random.Random(0)
    for _ in range(300):
        left, right = socket.socketpair()
        with left, right:
            size = chance.randrange(60)
            left.sendall(struct.pack("!I", size) + chance.randbytes(chance.randrange(90)))
            left.shutdown(socket.SHUT_WR)
            with pytest.raises(Closed):
                receive(right)


def test_nobody_at_the_other_end_closes_the_line(line):
    line[1].close()
    with pytest.raises(Closed):
        for _ in range(2):
            send(line[0], {"x": "y" * 10_000_000})
