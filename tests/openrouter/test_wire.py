"""JSON of the service becomes values, whatever is missing, null, new or of the wrong type."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.chat.errors import ScoutError
from scout_desktop.chat.turn import Chunk, KeepAlive, StreamDone, ToolDelta, Turn
from scout_desktop.openrouter import wire
from scout_desktop.openrouter.reading import NotJson
from scout_desktop.openrouter.sse import Comment, Decoder, Event
from scout_desktop.openrouter.wire import Reader
from tests.openrouter.conftest import FUZZ

FIELDS = [
    "choices", "delta", "message", "content", "text", "type", "reasoning", "reasoning_details",
    "refusal", "tool_calls", "function", "name", "arguments", "index", "id", "finish_reason",
    "native_finish_reason", "usage", "cost", "cost_details", "upstream_inference_cost", "is_byok",
    "prompt_tokens", "completion_tokens", "prompt_tokens_details", "error", "code", "metadata",
    "raw", "provider_name", "provider", "model", "annotations", "availability", "retryable",
    "retry_after", "detail", "object", "error_type", "headers", "previous_errors", "summary",
]  # fmt: skip
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(
        ["stop", "error", "-1", "1e999999999", "{}", '{"error":{"message":"x"}}', 429]
    )
)
ODD = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=4), inner, max_size=6)
    ),
    max_leaves=8,
)


def read(**body: Any) -> Chunk:
    return wire.chunk(json.dumps(body).encode())


def one(**choice: Any) -> Chunk:
    return read(choices=[choice])


@FUZZ
@given(st.dictionaries(st.sampled_from(FIELDS), ODD, max_size=8))
def test_no_object_whatever_it_holds_is_too_odd(body: dict[str, Any]) -> None:
    data = json.dumps(body).encode()
    turn = Turn()
    for event in (wire.chunk(data), wire.chunk(data), StreamDone()):
        turn = turn.after(event)

    error = turn.failure()

    str(turn.text), json.dumps(str(turn.shown_text)).encode()
    assert error is None or json.dumps(error.record())
    if turn.usage is not None and turn.usage.cost is not None:
        assert len(format(turn.usage.cost, "f")) < 100


@FUZZ
@given(st.binary(max_size=300))
def test_no_bytes_are_too_odd(noise: bytes) -> None:
    decoder, reader = Decoder(), Reader()
    for data in (noise, b"data: " + noise, b"event: error\ndata: {" + noise):
        for item in decoder.feed(data + b"\n\n"):
            reader.read(item)
    for item in decoder.flush():
        reader.read(item, cut=True)


@FUZZ
@given(st.binary(max_size=100) | ODD.map(lambda found: json.dumps(found).encode()))
def test_a_whole_body_is_read_or_said_to_be_none(body: bytes) -> None:
    try:
        events = wire.whole(body)
    except NotJson:
        return
    assert events[-1] == StreamDone()


@pytest.mark.parametrize(
    "number", ["3.9e-06", "0.0076509169000000005", "0", "1e-7", "0.00015416", "0.1", "12", "5E-5"]
)
def test_money_is_taken_digit_by_digit(number: str) -> None:
    body = f'{{"choices":[],"usage":{{"cost":{number},"prompt_tokens":1}}}}'.encode()

    usage = wire.chunk(body).usage

    assert usage is not None
    assert usage.cost == Decimal(number)
    lenient = wire.chunk(body.replace(b"[]", b'[{"delta":{"content":"\\ud83d"}}]')).usage
    assert lenient == usage  # the slow way, which the half of a letter forces, agrees


@pytest.mark.parametrize(
    "odd",
    ["true", "-0.1", '"abc"', '"1e999999999"', "1e99", "[1]", "null", "NaN", '"' + "9" * 50 + '"'],
)
def test_what_is_no_money_is_unknown_and_not_zero(odd: str) -> None:
    usage = wire.chunk(f'{{"usage":{{"cost":{odd},"prompt_tokens":3}}}}'.encode()).usage

    assert usage is not None
    assert usage.cost is None
    assert usage.prompt_tokens == 3


def test_numbers_written_as_text_are_numbers() -> None:
    usage = read(usage={"cost": "0.00012", "prompt_tokens": "12", "completion_tokens": 3.0}).usage

    assert usage is not None
    assert (usage.cost, usage.prompt_tokens, usage.completion_tokens) == (Decimal("0.00012"), 12, 3)


@pytest.mark.parametrize("empty", [None, {}, [], {"prompt_tokens": None}, "x"])
def test_usage_that_says_nothing_is_none(empty: object) -> None:
    assert read(choices=[], usage=empty).usage is None


def test_the_whole_usage_block() -> None:
    usage = read(
        usage={
            "prompt_tokens": 43, "completion_tokens": 10, "total_tokens": 53, "is_byok": True,
            "cost": 0.5, "cost_details": {"upstream_inference_cost": 0.25},
            "prompt_tokens_details": {"cached_tokens": 2, "cache_write_tokens": 1},
            "completion_tokens_details": {"reasoning_tokens": 11, "image_tokens": 0},
        }
    ).usage  # fmt: skip

    assert usage is not None
    assert usage.upstream_cost == Decimal("0.25")
    assert (usage.cached_tokens, usage.cache_write_tokens, usage.reasoning_tokens) == (2, 1, 11)
    assert usage.is_byok is True


@pytest.mark.parametrize("nothing", [{}, {"choices": None}, {"choices": []}, {"choices": [None]},
                                     {"choices": [{"delta": None}]}, {"choices": "x"}])  # fmt: skip
def test_a_chunk_without_choices_is_an_empty_chunk(nothing: dict[str, Any]) -> None:
    chunk = read(**nothing)

    assert (chunk.text, chunk.finish_reason, chunk.error) == ("", None, None)


def test_text_comes_as_text_as_parts_or_in_an_old_field() -> None:
    assert one(delta={"content": "a"}).text == "a"
    parts = [{"type": "text", "text": "a"}, "b", {"type": "image_url"}, {"text": {"value": "c"}}]
    assert one(delta={"content": parts}).text == "abc"
    assert one(message={"content": "whole"}).text == "whole"
    assert one(text="completion").text == "completion"


def test_a_message_that_repeats_the_reply_at_its_end_is_not_added() -> None:
    reader = Reader()
    first = reader.read(Event(b'{"choices":[{"delta":{"content":"Hello"}}]}'))
    last = reader.read(
        Event(b'{"choices":[{"message":{"content":"Hello"},"finish_reason":"stop"}]}')
    )

    assert isinstance(first, Chunk)
    assert isinstance(last, Chunk)
    assert (first.text, last.text, last.finish_reason) == ("Hello", "", "stop")


def test_thinking_comes_under_three_names() -> None:
    assert one(delta={"reasoning": "a"}).reasoning == "a"
    assert one(delta={"reasoning_content": "a"}).reasoning == "a"
    details = [{"type": "reasoning.text", "text": "a"}, {"summary": "b"}, {"data": "secret"}]
    assert one(delta={"reasoning": None, "reasoning_details": details}).reasoning == "ab"
    assert one(delta={"reasoning": "a", "reasoning_details": details}).reasoning == "a"


def test_tool_calls_with_and_without_their_numbers() -> None:
    call = {"id": "c1", "function": {"name": "add", "arguments": '{"a"'}}
    chunk = one(delta={"tool_calls": [{**call, "index": 3}, {"function": {"arguments": {"b": 1}}}]})

    assert chunk.tools == (ToolDelta(3, "add", '{"a"', "c1"), ToolDelta(1, "", '{"b": 1}', ""))
    assert one(delta={"function_call": {"name": "old"}}).tools == (ToolDelta(0, "old"),)


def test_of_several_choices_the_first_is_shown() -> None:
    second, first = {"index": 1, "delta": {"content": "b"}}, {"index": 0, "delta": {"content": "a"}}

    chunk = read(choices=[second, first])

    assert (chunk.text, chunk.choices) == ("a", 2)
    assert read(choices=[second]).text == "b"


def test_halves_of_a_letter_in_two_chunks_are_joined() -> None:
    turn = Turn()
    for piece in (rb"\ud83d", rb"\ude00 and \ud83d", rb"!"):
        turn = turn.after(wire.chunk(b'{"choices":[{"delta":{"content":"' + piece + b'"}}]}'))

    assert str(turn.text) == "😀 and \ufffd!"
    str(turn.text).encode()


def test_comments_done_and_strange_words() -> None:
    reader = Reader()
    assert reader.read(Comment("OPENROUTER PROCESSING")) == KeepAlive("OPENROUTER PROCESSING")
    assert reader.read(Event(b" [DONE] ")) == StreamDone()
    assert reader.read(Event(b"ping")) == KeepAlive()
    assert reader.read(Event(b"")) is None


def test_an_event_that_cannot_be_read_is_an_error_and_half_of_one_is_a_cut() -> None:
    half = Event(b'{"choices":[{"delta":{"conte')

    broken = Reader().read(half)

    assert isinstance(broken, Chunk)
    assert broken.error is not None
    assert Reader().read(half, cut=True) is None


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"error": {"code": 502, "message": "Network lost"}}, 502, "Network lost"),
        ({"error": {"code": "502", "message": "Network lost"}}, 502, "Network lost"),
        ({"error": {"code": "server_error", "message": "Oh"}}, None, "Oh"),
        ({"error": "plain words"}, None, "plain words"),
        ({"error": {"error": {"message": "deep"}}}, None, "deep"),
        ({"error": ["first", "second"]}, None, "first; second"),
        ({"object": "error", "message": "vLLM", "code": 400}, 400, "vLLM"),
        ({"detail": "FastAPI"}, None, "FastAPI"),
        ({"choices": [{"error": {"code": 504, "message": "In the choice"}}]}, 504, "In the choice"),
        ({"type": "error", "error": {"type": "overloaded_error", "message": "Full"}}, None, "Full"),
    ],
)
@pytest.mark.parametrize("started", [False, True])
def test_an_error_inside_a_reply_in_every_shape(
    body: dict[str, Any], status: int | None, words: str, started: bool
) -> None:
    reader = Reader()
    reader.started = started

    chunk = reader.read(Event(json.dumps(body).encode()))

    assert isinstance(chunk, Chunk)
    assert isinstance(chunk.error, ScoutError)
    assert chunk.error.status == status
    assert words in chunk.error.headline
    assert chunk.error.advice
    if started:
        assert chunk.error.kind == "reply_failed"
        assert "kept" in chunk.error.advice


@pytest.mark.parametrize("absent", [None, "", {}, [], False])
def test_an_error_that_is_null_is_none(absent: object) -> None:
    assert read(choices=[], error=absent).error is None


def test_an_event_by_the_name_of_error_is_one() -> None:
    for data in (b'{"message":"Overloaded"}', b"Overloaded"):
        chunk = Reader().read(Event(data, "error"))
        assert isinstance(chunk, Chunk)
        assert chunk.error is not None
        assert "Overloaded" in chunk.error.headline
