"""Text that comes together is given out as one event, and the reply is the same all the same."""

from __future__ import annotations

import itertools
import json

from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.chat.errors import ScoutError
from scout_desktop.chat.turn import Chunk, Turn, WireEvent
from scout_desktop.openrouter import unpack
from scout_desktop.openrouter.unpack import Unpacker
from tests.openrouter.conftest import FUZZ
from tests.openrouter.recorded import STREAMS
from tests.openrouter.test_unseen import UNSEEN, bare, ended

BODIES = [recording.body for recording in STREAMS] + [unseen.body for unseen in UNSEEN]


def joined(pieces: list[bytes]) -> tuple[list[WireEvent], ScoutError | None]:
    unpacker, found = Unpacker(join=True), []
    try:
        for piece in pieces:
            found += unpacker.feed(piece)
            if unpacker.trouble is not None or unpacker.ended:
                return found, unpacker.trouble
        return found + unpacker.end(), unpacker.trouble
    except ScoutError as error:
        return found, error


def folded(events: list[WireEvent]) -> Turn:
    turn = Turn()
    for event in events:
        turn = turn.after(event)
    return turn


@FUZZ
@given(
    st.sampled_from(BODIES),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 9), st.binary(max_size=9)), max_size=3),
    st.lists(st.floats(0, 1), max_size=12),
)
def test_joined_or_not_and_however_cut_the_reply_is_the_same(
    body: bytes, damage: list[tuple[float, int, bytes]], cuts: list[float]
) -> None:
    for where, removed, added in damage:
        at = int(where * len(body))
        body = body[:at] + added + body[at + removed :]
    places = [0, *sorted(int(cut * len(body)) for cut in cuts), len(body)]

    events, raised = joined([body[a:b] for a, b in itertools.pairwise(places)])

    assert bare(folded(events), raised) == bare(*ended([body]))


def chunk(content: str, **more: object) -> bytes:
    choice = {"index": 0, "delta": {"role": "assistant", "content": content}}
    value = {"id": "g", "model": "m", "provider": "p", "object": "chat.completion.chunk",
             "choices": [choice | {"finish_reason": None}]}  # fmt: skip
    return b"data: " + json.dumps(value | more).encode() + b"\n\n"


def test_words_are_joined_around_what_says_more() -> None:
    body = b"".join((
        chunk("a"), chunk("b"), chunk("c"), b": alive\n\n", chunk("d"), chunk("e", provider="q"),
        chunk("f", provider="q"), chunk("g", provider="q"),
        chunk("h", provider="q", usage={"prompt_tokens": 1}),
    ))  # fmt: skip

    events, raised = joined([body])

    texts = [(event.text, event.events) for event in events if isinstance(event, Chunk)]
    assert texts == [("a", 1), ("bc", 2), ("d", 1), ("e", 1), ("fg", 2), ("h", 1)]
    assert raised is None
    assert folded(events).provider == "q"
    assert folded(events).chunks == 8


def test_a_reply_without_end_is_stopped_at_the_same_letter() -> None:
    """Joining looks no further than the limit, however much comes at once."""
    body = b"".join(chunk("x" * 9_999) for _ in range(420))

    one, first = joined([body])
    many, second = joined([body[at : at + 70_000] for at in range(0, len(body), 70_000)])

    assert len(folded(one).text) == len(folded(many).text) == 400 * 9_999
    assert first is not None
    assert second is not None
    assert len(folded(one).text) <= unpack.LARGEST_REPLY
