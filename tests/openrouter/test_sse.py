"""Bytes become events, however they are cut and whatever is in them."""

from __future__ import annotations

import itertools
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.openrouter.sse import Comment, Decoder, Event, EventTooLarge, Item
from tests.openrouter.conftest import FUZZ

LINES = st.sampled_from(
    [b"data: {}", b"data:x", b"data", b"data:", b": alive", b":", b"event: error", b"id: 7", b"",
     b"retry: 1", "data: \u2028\u0085 é 😀".encode(), b"\xef\xbb\xbfdata: y", b"\xff\xfe",
     b"data:  two"]
)  # fmt: skip
ENDS = st.sampled_from([b"\n", b"\r", b"\r\n"])
STREAMS = st.lists(st.tuples(LINES, ENDS)).map(lambda found: b"".join(a + b for a, b in found))


def decode(*pieces: bytes, limit: int = 1_000_000) -> list[Item]:
    decoder = Decoder(limit)
    return [item for piece in pieces for item in decoder.feed(piece)] + decoder.flush()


def by_the_book(body: bytes) -> list[Item]:
    """The grammar read in one go, with a text's own line ends."""
    text = body.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found: list[Item] = []
    data: list[str] = []
    name = ""
    for line in [*lines, ""]:
        if not line:
            if data:
                found.append(Event("\n".join(data).encode("utf-8", "surrogateescape"), name))
            data, name = [], ""
        elif line.startswith(":"):
            said = line[1:].removeprefix(" ").encode("utf-8", "surrogateescape")
            found.append(Comment(said.decode("utf-8", "replace")))
        else:
            field, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if field == "data":
                data.append(value)
            elif field == "event":
                name = value
    return found


@FUZZ
@given(STREAMS | st.binary(max_size=200), st.lists(st.integers(0, 400), max_size=20))
def test_any_cutting_gives_what_the_grammar_says(body: bytes, cuts: list[int]) -> None:
    places = [0, *sorted(min(cut, len(body)) for cut in cuts), len(body)]
    pieces = [body[a:b] for a, b in itertools.pairwise(places)]

    assert decode(*pieces) == by_the_book(body)
    assert decode(*(body[i : i + 1] for i in range(len(body)))) == by_the_book(body)


def test_only_cr_lf_and_crlf_end_a_line() -> None:
    said = json.dumps({"text": "a\u2028b\u2029c\u0085d\x0be\x0cf\x1cg"}, ensure_ascii=False)

    assert decode(f"data: {said}\n\n".encode()) == [Event(said.encode())]


def test_several_data_lines_are_one_event() -> None:
    assert decode(b'data: {\r\ndata:  "a": 1\r\ndata: }\r\n\r\n') == [Event(b'{\n "a": 1\n}')]


def test_a_letter_in_two_pieces_is_whole() -> None:
    body = "data: 😀\n\n".encode()

    for place in range(len(body)):
        assert decode(body[:place], body[place:]) == [Event("😀".encode())]


def test_an_event_at_the_end_needs_no_blank_line() -> None:
    assert decode(b"data: [DONE]") == [Event(b"[DONE]")]


def test_too_large_an_event_is_refused_after_what_came_before() -> None:
    decoder = Decoder(100)

    with pytest.raises(EventTooLarge) as caught:
        decoder.feed(b"data: fine\n\ndata: " + b"x" * 101)

    assert caught.value.before == [Event(b"fine")]


def test_too_large_an_event_in_many_lines_and_pieces_is_refused() -> None:
    with pytest.raises(EventTooLarge):
        decode(*[b"data: x\n"] * 60, limit=100)


def test_comments_without_end_do_not_fill_an_event() -> None:
    assert len(decode(*[b": OPENROUTER PROCESSING\n"] * 500, limit=100)) == 500


def test_a_large_stream_in_small_pieces_takes_time_in_proportion() -> None:
    def seconds(size: int) -> float:
        decoder, body = Decoder(10**9), b"data: " + b"x" * size
        start = time.process_time()
        for place in range(0, len(body), 16):
            decoder.feed(body[place : place + 16])
        decoder.feed(b"\n\n")
        return time.process_time() - start

    # Eight times the length takes about eight times as long; a square law would take 64 times.
    small = min(seconds(200_000) for _ in range(3))
    assert seconds(1_600_000) < 30 * small
