"""Bodies come out of their framing byte for byte, however cut, as the HTTP library has it."""

from __future__ import annotations

import contextlib
import itertools

import h11
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scout_desktop.openrouter.framing import BadBody, Body
from tests.openrouter.conftest import FUZZ

CHUNKED = {"transfer-encoding": "chunked"}


def ours(body: Body, pieces: list[bytes]) -> tuple[bytes, str]:
    """Return what is carried, and how it ended: whole, cut or broken."""
    found = b"".join(body.feed(piece) for piece in pieces)
    if body.trouble is not None:
        return found, "broken"
    try:
        body.end()
    except BadBody:
        return found, "cut"
    return found, "whole"


def theirs(headers: dict[str, str], data: bytes) -> tuple[bytes, str]:
    """The same, by the library that reads the heads."""
    connection = h11.Connection(h11.CLIENT)
    connection.send(h11.Request(method="GET", target="/", headers=[("Host", "x")]))
    connection.send(h11.EndOfMessage())
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    connection.receive_data(f"HTTP/1.1 200 OK\r\n{lines}\r\n".encode() + data)
    found = b""
    at_end = False
    while True:
        try:
            event = connection.next_event()
        except h11.RemoteProtocolError:
            return found, "cut" if at_end else "broken"
        if event is h11.NEED_DATA:
            at_end = True
            connection.receive_data(b"")
        elif isinstance(event, h11.Data):
            found += bytes(event.data)
        elif isinstance(event, h11.EndOfMessage):
            return found, "whole"


def cut(data: bytes, places: list[int]) -> list[bytes]:
    edges = [0, *sorted(place % (len(data) + 1) for place in places), len(data)]
    return [data[a:b] for a, b in itertools.pairwise(edges)]


def chunks(parts: list[bytes], extension: bytes = b"") -> bytes:
    return b"".join(b"%x%s\r\n%s\r\n" % (len(part), extension, part) for part in parts)


places = st.lists(st.integers(0, 10_000), max_size=12)


@FUZZ
@given(st.lists(st.binary(min_size=1, max_size=60), max_size=8), places, st.booleans())
def test_chunks_carry_what_was_put_into_them(parts: list[bytes], at: list[int], end: bool) -> None:
    data = chunks(parts, b";name=value") + (b"0\r\n\r\n" if end else b"")
    expected = b"".join(parts), "whole" if end else "cut"
    assert ours(Body(200, CHUNKED), cut(data, at)) == expected
    assert ours(Body(200, CHUNKED), [data[n : n + 1] for n in range(len(data))]) == expected


@FUZZ
@given(st.lists(st.binary(min_size=1, max_size=20), max_size=5), places, st.data())
def test_damaged_chunks_are_judged_as_the_library_judges_them(
    parts: list[bytes], at: list[int], data: st.DataObject
) -> None:
    whole = bytearray(chunks(parts) + b"0\r\n\r\n")
    for _ in range(data.draw(st.integers(1, 2))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place : place + 1] = data.draw(st.binary(max_size=2))
    found, state = ours(Body(200, CHUNKED), cut(bytes(whole), at))
    expected, judged = theirs(CHUNKED, bytes(whole))
    # The library waits for trailing headers that nobody reads; for us all has come before them.
    if state == "whole":
        assert found == expected
    else:
        assert judged != "whole"
        assert expected.startswith(found) or found.startswith(expected)


@FUZZ
@given(st.binary(max_size=50), st.integers(0, 60), places)
@example(b"", 0, [])
def test_a_stated_length_is_kept(data: bytes, length: int, at: list[int]) -> None:
    headers = {"content-length": str(length)}
    expected = data[:length], "whole" if len(data) >= length else "cut"
    assert ours(Body(200, headers), cut(data, at)) == expected


def test_without_a_length_the_end_of_the_connection_ends_it() -> None:
    assert ours(Body(200, {}), [b"abc", b"def"]) == (b"abcdef", "whole")


@pytest.mark.parametrize("status", [204, 304])
def test_some_answers_have_no_body(status: int) -> None:
    body = Body(status, {})
    assert body.ended
    assert body.feed(b"what comes is nobody's") == b""


@pytest.mark.parametrize(
    "data", [b"x\r\n", b"\r\n", b"-1\r\n", b"1" * 40 + b"\r\n", b"3\r\nabcd\r\n", b"g" * 5000]
)
def test_what_is_no_chunk_breaks_it_off(data: bytes) -> None:
    body = Body(200, CHUNKED)
    body.feed(b"2\r\nok\r\n" + data)
    with contextlib.suppress(BadBody):
        body.end()
    assert body.trouble is not None
    assert body.feed(b"2\r\nno\r\n") == b""
