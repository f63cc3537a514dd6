"""What was billed, what was said to be billed, and what is found later agree to the digit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from scout_desktop.practice import PracticeServer, Reply, Script
from scout_desktop.practice.arrived import read
from scout_desktop.practice.bill import Bill
from scout_desktop.practice.wire import to_json
from tests.practice import openapi
from tests.practice.pictures import data_url, png
from tests.practice.raw import SCOUT, Line, ask, chat, request, until


async def test_a_reply_costs_what_the_listed_prices_say(service: PracticeServer) -> None:
    service.queue(Reply(deltas=("x",) * 100))
    heard = await chat(service.base_url, ask("four" * 10))
    usage = heard.usage
    assert (usage["prompt_tokens"], usage["completion_tokens"]) == (10 + 5 + 1, 100)
    assert usage["total_tokens"] == 116
    assert usage["cost"] == 16 * Decimal("0.00000008") + 100 * Decimal("0.0000003")
    assert usage["cost"] == usage["cost_details"]["upstream_inference_cost"]
    assert b'"cost":0.00003128,' in heard.body


@given(some.integers(0, 10_000_000), some.integers(0, 100_000))
def test_money_is_written_with_every_digit(prompt: int, completion: int) -> None:
    cost = Bill(prompt, completion, Reply()).cost
    assert cost * 100_000_000 == prompt * 8 + completion * 30
    assert Decimal(to_json(cost).decode()) == cost
    assert "E" not in to_json(cost).decode().upper()


@pytest.mark.parametrize(
    ("width", "height", "tokens"), [(336, 336, 147), (337, 337, 727), (1280, 720, 1887)]
)
def test_a_picture_counts_as_its_tiles(width: int, height: int, tokens: int) -> None:
    picture = {"type": "image_url", "image_url": {"url": data_url(png(width, height))}}
    content = [{"type": "text", "text": "what?"}, picture]
    arrived = read({"model": SCOUT, "messages": [{"role": "user", "content": content}]})
    assert arrived.prompt_tokens == 2 + 5 + 1 + tokens


async def test_the_record_agrees_with_the_bill(service: PracticeServer) -> None:
    openapi.needed()
    heard = await chat(service.base_url)
    found = await request(service.base_url, "GET", f"/generation?id={heard.events[0]['id']}")
    data = found.json["data"]
    assert data["total_cost"] == heard.usage["cost"]
    assert data["native_tokens_completion"] == heard.usage["completion_tokens"]
    assert data["cancelled"] is False
    assert openapi.validate_response("/generation", "get", found.json) == []


async def test_a_stopped_reply_is_billed_for_what_was_sent() -> None:
    for saves, tokens in ((True, 3), (False, 10)):
        reply = Reply(deltas=("x",) * 10, stall_after=3)
        async with PracticeServer(
            Script(replies=(reply,), stop_saves=saves), as_service=True
        ) as server:
            async with await Line.open(server.base_url) as line:
                line.send("POST", "/api/v1/chat/completions", ask())
                head = await line.reader.readuntil(b"\r\n\r\n")
                assert b"X-Generation-Id: gen-" in head
                for _ in range(3):
                    await line.reader.readuntil(b"data: ")
                (generation,) = server.ledger.records
                place = f"/generation?id={generation}"
                assert (await request(server.base_url, "GET", place)).status == 404
            await until(lambda: server.closed_early == 1)
            data = (await request(server.base_url, "GET", place)).json["data"]
            assert data["cancelled"] is True
            assert data["finish_reason"] is None
            assert data["native_tokens_completion"] == tokens
            cost = data["native_tokens_prompt"] * Decimal("0.00000008")
            assert data["total_cost"] == cost + tokens * Decimal("0.0000003")
            assert server.ledger.spent == data["total_cost"]


async def test_a_record_can_take_its_time() -> None:
    async with PracticeServer(Script(generation_misses=2), as_service=True) as server:
        heard = await chat(server.base_url)
        place = f"/generation?id={heard.events[0]['id']}"
        statuses = [(await request(server.base_url, "GET", place)).status for _ in range(4)]
        assert statuses == [404, 404, 200, 200]
        assert (await request(server.base_url, "GET", "/generation?id=gen-0-no")).status == 404


async def test_the_key_knows_what_was_spent(service: PracticeServer) -> None:
    openapi.needed()
    costs = [(await chat(service.base_url)).usage["cost"] for _ in range(3)]
    found = await request(service.base_url, "GET", "/key")
    assert found.json["data"]["usage"] == sum(costs)
    assert openapi.validate_response("/key", "get", found.json) == []
