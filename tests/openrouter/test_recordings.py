"""What the real service once answered comes to the result it had, however the bytes are cut."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import pytest

from scout_desktop.chat.errors import ScoutError
from scout_desktop.chat.turn import Chunk, Turn
from scout_desktop.openrouter.sse import Decoder, Item
from scout_desktop.openrouter.unpack import unpacked
from scout_desktop.openrouter.wire import Reader
from tests.openrouter import recorded
from tests.openrouter.conftest import ask
from tests.openrouter.raw_server import READ, RawServer, head, in_pieces
from tests.openrouter.recorded import LARGE, OTHERS, SMALL, STREAMS, Recording, named

KINDS = {401: "key_rejected", 402: "out_of_credit", 403: "forbidden", 404: "not_found",
         413: "too_large", 429: "rate_limited"}  # fmt: skip


def said(turn: Turn) -> object:
    """A turn for comparing: two equal errors are two objects."""
    return replace(turn, error=None), turn.error and turn.error.record()


def decoded(pieces: Iterable[bytes]) -> list[Item]:
    decoder = Decoder()
    items = [item for piece in pieces for item in decoder.feed(piece)]
    return [*items, *decoder.flush()]


def folded(pieces: Iterable[bytes]) -> Turn:
    reader, turn = Reader(), Turn()
    for item in decoded(pieces):
        if (event := reader.read(item)) is not None:
            turn = turn.after(event)
    return turn


@recorded.needed
def test_the_recordings_are_all_there() -> None:
    assert len(STREAMS) >= 23
    assert len(SMALL) + len(LARGE) + len(OTHERS) >= 46


@named(SMALL)
def test_a_small_one_cut_in_two_at_every_byte(recording: Recording) -> None:
    body = recording.body
    recorded.compare(recording, folded([body]))
    assert said(folded(body[i : i + 1] for i in range(len(body)))) == said(folded([body]))
    # Behind the decoder nothing knows of pieces, so the same items make the same turn.
    whole = decoded([body])
    for place in range(len(body) + 1):
        assert decoded([body[:place], body[place:]]) == whole, place


@named(STREAMS)
def test_one_byte_at_a_time_and_at_random(recording: Recording) -> None:
    body, dice = recording.body, random.Random(recording.file)
    recorded.compare(recording, folded(body[i : i + 1] for i in range(len(body))))
    for _ in range(8):
        cuts = sorted(dice.sample(range(len(body)), dice.randint(1, 60)))
        pieces = [body[a:b] for a, b in zip([0, *cuts], [*cuts, len(body)], strict=True)]
        recorded.compare(recording, folded(pieces))


@named(STREAMS)
def test_everything_that_the_index_states_can_be_told(recording: Recording) -> None:
    """Also of the chunk that brings the usage, which the turn does not keep apart."""
    assert recording.expect is not None
    turn, brought = Turn(), None
    for event in unpacked([recording.body], recording.content_type):
        turn = turn.after(event)
        if isinstance(event, Chunk) and event.usage is not None:
            brought = event
    told = {
        **recorded.outcome(turn),
        "usage_chunk_choices": brought and brought.choices,
        "usage_chunk_finish_reason": brought and brought.finish_reason,
    }
    assert set(recording.expect) - set(told) == {"error"}
    assert {key: told[key] for key in recording.expect if key != "error"} == {
        key: value for key, value in recording.expect.items() if key != "error"
    }
    error = turn.failure()
    stated = recording.expect["error"]
    assert (error and error.status) == (stated and stated["code"])


@named(SMALL)
async def test_a_small_one_over_a_socket_byte_by_byte(recording: Recording) -> None:
    body = recording.body
    script = [READ, head(kind=recording.content_type), *in_pieces(body, range(1, len(body)))]
    async with RawServer(script) as server:
        recorded.compare(recording, await ask(server.address))


@named(STREAMS)
async def test_over_a_socket_cut_at_random(recording: Recording) -> None:
    body, dice = recording.body, random.Random(recording.file)
    scripts = []
    for _ in range(3):
        cuts = dice.sample(range(1, len(body)), dice.randint(1, 25))
        scripts.append([READ, head(kind=recording.content_type), *in_pieces(body, cuts)])
    async with RawServer(*scripts) as server:
        for _ in scripts:
            recorded.compare(recording, await ask(server.address))


@named([r for r in OTHERS if r.is_chat and r.status == 200])
async def test_an_answer_that_is_not_a_stream(recording: Recording) -> None:
    body = b" \n" * 40 + recording.body  # the service pads while it waits
    script = [READ, head(kind=recording.content_type), *in_pieces(body, range(7, len(body), 211))]
    async with RawServer(script) as server:
        turn = await ask(server.address)
    answer = json.loads(recording.body, parse_float=Decimal)
    assert turn.done
    if "error" in answer:
        error = turn.failure()
        assert error is not None
        assert error.kind == KINDS[answer["error"]["code"]]
        assert error.provider == answer["error"]["metadata"]["provider_name"]
        return
    message = answer["choices"][0]["message"]
    assert turn.failure() is None
    assert str(turn.text) == (message["content"] or "")
    assert str(turn.reasoning) == (message.get("reasoning") or "")
    assert str(turn.refusal) == (message.get("refusal") or "")
    assert [call.name for call in turn.tools.values()] == [
        call["function"]["name"] for call in message.get("tool_calls") or []
    ]
    assert turn.finish_reason == answer["choices"][0]["finish_reason"]
    assert turn.usage is not None
    assert turn.usage.cost == answer["usage"].get("cost")
    assert turn.usage.prompt_tokens == answer["usage"]["prompt_tokens"]
    assert len(turn.annotations) == len(message.get("annotations") or [])


@named([r for r in OTHERS if r.status != 200])
async def test_a_refusal_becomes_the_error_it_is(recording: Recording) -> None:
    body = recording.body
    for cuts in ([], [1], range(1, len(body))):
        script = [READ, head(f"{recording.status} No", kind="application/json")]
        async with RawServer([*script, *in_pieces(body, cuts)]) as server:
            with pytest.raises(ScoutError) as caught:
                await ask(server.address)
        error = caught.value
        sent = json.loads(body)["error"]
        assert error.status == recording.status
        assert error.kind == KINDS.get(recording.status, "rejected")
        assert error.advice
        inner = (sent.get("metadata") or {}).get("raw") or sent["message"]
        assert error.headline.split("“")[1].rstrip("”")[:40] in json.dumps(inner)
        assert error.provider == (sent.get("metadata") or {}).get("provider_name")
