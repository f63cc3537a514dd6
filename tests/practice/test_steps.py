"""However a body is cut into pieces, it is the same body."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from scout_desktop.practice import Reply, content
from scout_desktop.practice.bill import Bill
from scout_desktop.practice.steps import Broken, Head, Pause, Piece, Step, document, recut, stream
from scout_desktop.practice.wire import to_json

HEAD = Head("gen-1-x", "a/b", "DeepInfra", 1)


def _whole(steps: list[Step]) -> bytes:
    return b"".join(step.data for step in steps if isinstance(step, Piece))


@given(
    some.lists(some.binary(max_size=9), max_size=9),
    some.integers(0, 7),
    some.lists(some.integers(0, 60), max_size=4),
    some.none() | some.integers(0, 60),
)
def test_pieces_join_to_the_body(
    parts: list[bytes], every: int, points: list[int], limit: int | None
) -> None:
    reply = Reply(split_every=every, split_at=tuple(points), cut_after_bytes=limit)
    steps = list(recut(iter([Piece(part) for part in parts]), reply))
    body = b"".join(parts)
    cut = limit is not None and limit < len(body)
    assert _whole(steps) == (body[:limit] if cut else body)
    assert [isinstance(step, Broken) for step in steps].count(True) == cut
    if every or points:
        at = 0
        for step in steps:
            assert isinstance(step, Piece | Broken)
            inside = range(at + 1, at + (len(step.data) if isinstance(step, Piece) else 0))
            assert not set(points) & set(inside)
            assert not (every and any(place % every == 0 for place in inside))
            at += len(step.data) if isinstance(step, Piece) else 0


def test_pauses_stay_between_the_bytes_they_stood_between() -> None:
    reply = Reply(text="", split_every=4)
    steps = list(recut(iter([Piece(b"abcdef"), Pause(1), Piece(b"gh")]), reply))
    assert [s.data if isinstance(s, Piece) else s for s in steps] == [
        b"abcd",
        b"ef",
        Pause(1),
        b"gh",
    ]


def test_the_same_reply_is_the_same_bytes() -> None:
    deltas = content.pieces(content.PROSE)
    for make in (stream, document):
        first, second = (
            _whole(list(make(Reply(), deltas, "stop", HEAD, Bill(9, 0, Reply())))) for _ in range(2)
        )
        assert first == second


def test_odd_values_become_json_all_the_same() -> None:
    assert (
        to_json({"a": (Decimal("1E-9"), "\ud83d", None)}) == b'{"a":[0.000000001,"\\ud83d",null]}'
    )
    assert to_json("\u2028") == b'"\xe2\x80\xa8"'
    assert to_json("\u2028", ascii_only=True) == rb'"\u2028"'


def test_a_reply_that_could_never_be_sent_is_refused() -> None:
    with pytest.raises(ValueError, match="no length to announce"):
        Reply(framing="length", stall_after=0, silent_stall=False)
