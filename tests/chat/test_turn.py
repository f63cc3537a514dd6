"""The fold: the same events give the same turn, however they were cut."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.chat.errors import ProviderFailed, ReplyCut, ReplyFailed
from scout_desktop.chat.growing import GrowingText
from scout_desktop.chat.turn import Chunk, KeepAlive, Opened, StreamDone, ToolDelta, Turn
from scout_desktop.chat.usage import Usage


def folded(*events: object) -> Turn:
    turn = Turn()
    for event in events:
        turn = turn.after(event)  # type: ignore[arg-type]
    return turn


@given(st.text(), st.lists(st.integers(0, 50), max_size=8))
def test_any_cutting_of_a_text_gives_the_same_text(text: str, cuts: list[int]) -> None:
    edges = [0, *sorted(min(cut, len(text)) for cut in cuts), len(text)]
    pieces = [text[a:b] for a, b in pairwise(edges)]
    turn = folded(*(Chunk(text=piece) for piece in pieces))
    assert str(turn.text) == text
    assert len(turn.text) == len(text)
    for length in range(0, len(text) + 1, 7):
        assert turn.text.since(length) == text[length:]


def test_a_surrogate_pair_split_over_two_deltas_is_joined_and_a_lone_half_replaced() -> None:
    joined = GrowingText().plus("a\ud83d").plus("\ude00b")
    assert str(joined) == "a😀b"
    assert str(GrowingText().plus("a\ud83d")) == "a\ufffd"
    assert str(GrowingText().plus("a\ud83d").plus("b")) == "a\ufffdb"
    str(GrowingText().plus("\ude00\ud83d").plus("x")).encode()


def test_an_older_value_does_not_see_what_a_newer_one_appended() -> None:
    one = GrowingText().plus("a")
    two, three = one.plus("b"), one.plus("c")
    assert (str(one), str(two), str(three)) == ("a", "ab", "ac")


def test_a_later_null_does_not_take_back_the_finish_reason() -> None:
    usage = Usage(prompt_tokens=1, cost=Decimal("0.1"))
    turn = folded(Chunk(text="x", finish_reason="stop"), Chunk(usage=usage, choices=0), Chunk())
    assert turn.finish_reason == "stop"
    assert turn.usage is usage
    assert turn.failure() is None


def test_repeated_usage_is_not_added() -> None:
    turn = folded(Chunk(usage=Usage(prompt_tokens=5)), Chunk(usage=Usage(prompt_tokens=5)))
    assert turn.usage == Usage(prompt_tokens=5)


def test_an_end_without_finish_reason_and_done_is_a_cut() -> None:
    assert isinstance(folded(Chunk(text="half")).failure(), ReplyCut)
    assert folded(Chunk(text="whole"), StreamDone()).failure() is None


def test_an_error_after_a_finish_reason_is_still_an_error() -> None:
    error = ProviderFailed("Token limit reached")
    turn = folded(Chunk(finish_reason="length"), Chunk(error=error), StreamDone())
    assert turn.failure() is error
    assert turn.finish_reason == "length"


def test_an_empty_success_is_not_shown_as_one() -> None:
    benign = folded(Chunk(finish_reason="stop", native_finish_reason="network_error"), StreamDone())
    assert isinstance(benign.failure(), ReplyFailed)
    assert isinstance(folded(Chunk(finish_reason="error"), StreamDone()).failure(), ReplyFailed)
    assert isinstance(folded(StreamDone()).failure(), ReplyFailed)


def test_tool_calls_are_put_together_by_index() -> None:
    turn = folded(
        Chunk(tools=(ToolDelta(0, "find", '{"a"', "c1"), ToolDelta(1, "go", "{}"))),
        Chunk(tools=(ToolDelta(0, "", ": 1}"),)),
    )
    assert [(c.name, c.arguments) for c in turn.tools.values()] == [
        ("find", '{"a": 1}'),
        ("go", "{}"),
    ]


def test_the_generation_id_is_known_from_the_headers() -> None:
    turn = folded(Opened("gen-1"), KeepAlive(), Chunk(generation_id="chatcmpl-2", provider="Groq"))
    assert (turn.generation_id, turn.provider, turn.comments) == ("gen-1", "Groq", 1)


def test_a_refusal_is_what_is_shown_when_there_is_no_text() -> None:
    assert folded(Chunk(refusal="No.")).shown_text == "No."
    assert folded(Chunk(refusal="No.", text="Yes")).shown_text == "Yes"
