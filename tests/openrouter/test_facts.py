"""The ten facts of the service that decide the design, each as it reaches this room."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from scout_desktop.chat.address import Address
from scout_desktop.chat.errors import ScoutError
from scout_desktop.chat.turn import Turn
from scout_desktop.chat.usage import cost_of
from scout_desktop.openrouter.account import fetch_generation
from scout_desktop.openrouter.client import Client
from scout_desktop.practice import PracticeServer, Reply, Script
from tests.openrouter.conftest import BODY, QUESTION, ask, until
from tests.openrouter.raw_server import READ, RawServer, head

USAGE = {"prompt_tokens": 43, "completion_tokens": 2, "total_tokens": 45, "cost": 0.000123}
TEXT = {"choices": [{"index": 0, "delta": {"content": "Pong"}, "finish_reason": None}]}
FINISH = {"choices": [{"index": 0, "delta": {"content": ""}, "finish_reason": "stop"}]}


async def streamed(*bodies: dict[str, Any], done: bool = True) -> Turn:
    data = b"".join(b"data: " + json.dumps(body).encode() + b"\n\n" for body in bodies)
    async with RawServer([READ, head(), data + (b"data: [DONE]\n\n" if done else b"")]) as server:
        return await ask(server.address)


@pytest.mark.parametrize(
    "choices",
    [
        [],
        [{"index": 0, "delta": {"content": ""}, "finish_reason": "stop"}],
        [{"index": 0, "delta": {"content": ""}, "finish_reason": None}],
    ],
    ids=["no choices", "repeats the finish", "null after the finish"],
)
async def test_fact_1_usage_comes_in_three_shapes(choices: list[Any]) -> None:
    turn = await streamed(TEXT, FINISH, {"choices": choices, "usage": USAGE})

    assert turn.usage is not None
    assert turn.usage.cost == Decimal("0.000123")
    assert (str(turn.text), turn.finish_reason, turn.failure()) == ("Pong", "stop", None)


async def test_fact_2_usage_comes_without_being_asked_for(service: PracticeServer) -> None:
    turn = await ask(service.base_url)

    assert turn.usage is not None
    assert turn.usage.cost is not None
    at_openrouter = json.loads(BODY)
    del at_openrouter["stream_options"]  # for other hosts, see test_body
    assert set(at_openrouter) == {"model", "messages", "stream"}


@pytest.mark.parametrize(
    ("bodies", "stream"),
    [
        ([TEXT, {"error": {"code": 502, "message": "Gone"}}], True),
        ([TEXT, {"choices": [{"delta": {}, "finish_reason": "error"}]}], True),
        ([{"choices": [{"message": {"content": "P"}, "error": {"code": 502, "message": "Gone"}}]}],
         False),
        ([{"error": {"code": 502, "message": "Gone"}}], False),
        ([{"choices": [{"delta": {"content": ""}, "finish_reason": "stop",
                        "native_finish_reason": "network_error"}]}], True),
    ],
    ids=["top-level", "finish error", "in the choice", "whole body", "benign"],
)  # fmt: skip
async def test_fact_3_a_200_can_be_a_failure_in_five_ways(
    bodies: list[dict[str, Any]], stream: bool
) -> None:
    if stream:
        turn = await streamed(*bodies)
    else:
        said = json.dumps(bodies[0]).encode()
        async with RawServer([READ, head(kind="application/json"), said]) as server:
            turn = await ask(server.address)

    error = turn.failure()
    assert error is not None
    assert error.kind in ("reply_failed", "provider_failed")
    assert error.advice


async def test_fact_4_an_error_may_come_after_the_finish_with_usage_and_without_a_reason() -> None:
    error = {"code": 400, "message": "Token limit reached"}
    silent = {"index": 0, "delta": {"content": ""}, "finish_reason": None}
    cut = {"choices": [{"index": 0, "delta": {"content": ""}, "finish_reason": "length"}]}

    turn = await streamed(TEXT, cut, {"error": error, "choices": [silent], "usage": USAGE})

    failure = turn.failure()
    assert failure is not None
    assert "Token limit reached" in failure.headline
    assert (turn.finish_reason, str(turn.text)) == ("length", "Pong")
    assert turn.usage is not None
    assert turn.done


async def test_fact_5_json_may_be_preceded_by_white_space(service: PracticeServer) -> None:
    service.queue(Reply(text="Pong", stream=False, padding=60))

    turn = await ask(service.base_url)

    assert (str(turn.text), turn.failure()) == ("Pong", None)


async def test_fact_6_a_402_says_how_many_tokens_are_affordable(service: PracticeServer) -> None:
    service.queue(Reply.failure(402))

    with pytest.raises(ScoutError) as caught:
        await ask(service.base_url)

    assert caught.value.facts["affordable"] == 1200
    assert "1200" in caught.value.advice


async def test_fact_7_a_stopped_reply_can_still_be_billed_and_its_true_cost_looked_up() -> None:
    script = Script(default=Reply(tokens=500, kind="prose", rate=300), generation_misses=2)
    async with PracticeServer(script, as_service=True) as server:
        client = Client(Address.parse(server.base_url))
        turn = Turn()
        events = client.stream(QUESTION, BODY)
        async for event in events:
            turn = turn.after(event)
            if turn.chunks >= 3:
                break
        await events.aclose()
        await until(lambda: server.closed_early)

        assert turn.usage is None
        assert cost_of(turn.usage).source == "unknown"
        assert turn.generation_id is not None
        for _ in range(2):
            with pytest.raises(ScoutError) as caught:
                await fetch_generation(client, turn.generation_id)
            assert caught.value.kind == "not_found"
        record = await fetch_generation(client, turn.generation_id)
        assert record.cancelled is True
        assert record.total_cost is not None
        assert record.total_cost > 0
        assert record.cost.record()["source"] == "generation"


@pytest.mark.parametrize("byok", [False, True])
async def test_fact_8_the_upstream_cost_is_never_added(byok: bool) -> None:
    money = {"cost": 0.5, "is_byok": byok, "cost_details": {"upstream_inference_cost": 0.25}}

    turn = await streamed(TEXT, FINISH, {"choices": [], "usage": {**USAGE, **money}})

    cost = cost_of(turn.usage)
    assert cost.usd == Decimal("0.5")
    assert cost.upstream_usd == (Decimal("0.25") if byok else None)


def test_fact_9_no_plugin_is_sent_that_could_be_billed() -> None:
    assert "plugins" not in json.loads(BODY)


def test_fact_10_a_picture_goes_out_as_the_bytes_that_were_fitted() -> None:
    from scout_desktop.chat.message import ImagePart
    from scout_desktop.chat.request import ChatRequest, RequestMessage
    from scout_desktop.openrouter.wire import request_body

    fitted = ImagePart("ab" * 32, "image/png", 336, 336, 3)
    message = RequestMessage("user", "", (fitted,))

    sent = json.loads(request_body(ChatRequest("m", (message,)), {"ab" * 32: b"abc"}))

    (part,) = sent["messages"][0]["content"]
    assert part == {"type": "image_url", "image_url": {"url": "data:image/png;base64,YWJj"}}
