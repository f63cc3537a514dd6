"""A turn over a real socket, with real files: what is shown, what is kept, what it costs."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from decimal import Decimal

import pytest

from scout_desktop.chat.draft import Draft
from scout_desktop.chat.errors import (
    ParameterInvalid,
    RequestInvalid,
)
from scout_desktop.practice import FOREVER, Reply
from scout_desktop.session.events import (
    Asked,
    Finished,
    ReplyGrew,
    UsageKnown,
)

from .conftest import drain, on_disk, photo, turn


async def test_a_question_is_answered_kept_and_counted(opened, served):
    server = await served(Reply(deltas=("A ", "receipt."), prompt_tokens=1912, completion_tokens=4))
    core = await opened(server)
    events = await turn(core, "What is this?")
    assert [type(e) for e in events] == [Asked, ReplyGrew, ReplyGrew, UsageKnown, Finished]
    chat = events[-1].conversation
    assert [node.text for node in chat.branch] == ["What is this?", "A receipt."]
    totals = await core.bill.totals(chat.id)
    assert totals.chat.usd == Decimal("0.08") * 1912 / 1000000 + Decimal("0.30") * 4 / 1000000
    assert totals.chat == totals.today == totals.month == totals.all_time
    await core.close()
    stored = on_disk(core, chat.id)
    assert stored["nodes"][1]["state"] == "complete"
    assert stored["nodes"][1]["cost"] == {"source": "usage", "usd": "0.00015416"}
    assert stored["meta"]["title"]["value"] == "What is this?"
    assert (await (await opened(server)).chats.open(chat.id)).branch == chat.branch


async def test_the_message_is_on_disk_before_the_request_is_heard(opened, served, tmp_path):
    kept: list[bool] = []

    def heard(_request):
        journals = list((tmp_path / "d" / "journal").glob("*.jsonl"))
        ledgers = list((tmp_path / "d" / "ledger").glob("*.jsonl"))
        kept.append(any(b"remember me" in path.read_bytes() for path in journals))
        kept.append(any(b'"asked"' in path.read_bytes() for path in ledgers))

    server = await served(heard=heard)
    await turn(await opened(server), "remember me")
    assert kept == [True, True]


async def test_stop_keeps_what_had_arrived_and_closes_the_socket(opened, served):
    server = await served(Reply(deltas=("half ", "of it"), stall_after=2, stall=FOREVER))
    core = await opened(server)
    chat = core.chats.new()
    grown = asyncio.Event()

    async def follow():
        async with aclosing(core.turns.ask(chat.id, Draft("go on"))) as events:
            async for event in events:
                if isinstance(event, ReplyGrew) and event.at:
                    grown.set()

    task = asyncio.create_task(follow())
    await asyncio.wait_for(grown.wait(), 10)
    assert core.turns.running(chat.id)
    assert core.turns.partial(chat.id)[1] == "half of it"
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not core.turns.running(chat.id)
    reply = core.chats.current(chat.id).branch[-1]
    assert (reply.state, reply.text) == ("stopped", "half of it")
    for _ in range(100):
        if server.closed_early:
            break
        await asyncio.sleep(0.02)
    assert server.closed_early == 1
    totals = await core.bill.totals(chat.id)
    assert (totals.chat.usd, totals.chat.unknown) == (Decimal(0), 1)
    await core.close()
    assert on_disk(core, chat.id)["nodes"][1]["state"] == "stopped"


async def test_stop_before_the_first_byte_keeps_the_question(opened, served):
    heard = asyncio.Event()
    server = await served(Reply(delay=30), heard=lambda _request: heard.set())
    core = await opened(server)
    chat = core.chats.new()
    task = asyncio.create_task(drain(core.turns.ask(chat.id, Draft("anybody?"))))
    await asyncio.wait_for(heard.wait(), 10)
    task.cancel()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [n.state for n in core.chats.current(chat.id).branch] == ["complete", "stopped"]


async def test_regenerate_and_edit_add_branches_and_every_attempt_is_paid(opened, served):
    server = await served(Reply(text="one"), Reply(text="two"), Reply(text="three"))
    core = await opened(server)
    chat = (await turn(core, "q"))[-1].conversation
    first = chat.branch[-1]
    chat = (await drain(core.turns.regenerate(chat.id, first.id)))[-1].conversation
    assert [n.text for n in chat.siblings(first.id)] == ["one", "two"]
    question = chat.branch[0]
    chat = (await turn(core, "Q", chat.id, edits=question.id))[-1].conversation
    assert [n.text for n in chat.branch] == ["Q", "three"]
    assert [n.text for n in chat.siblings(question.id)] == ["q", "Q"]
    assert [m["content"] for m in server.requests[2].json["messages"]] == ["Q"]
    assert (await core.bill.totals(chat.id)).chat.attempts == 3
    back = await core.chats.show_branch(chat.id, first.id)
    assert [n.text for n in back.branch] == ["q", "one"]


async def test_an_invalid_parameter_is_refused_before_anything_is_written(opened, served, tmp_path):
    server = await served()
    core = await opened(server)
    chat = core.chats.new()
    await core.chats.set_registers(chat.id, {"parameter.temperature": 9})
    with pytest.raises(ParameterInvalid):
        await drain(core.turns.ask(chat.id, Draft("q")))
    with pytest.raises(RequestInvalid):
        await drain(core.turns.ask(chat.id, Draft("  ")))
    assert server.requests == []
    assert list((tmp_path / "d").glob("chats/*")) == []


async def test_a_picture_goes_out_as_it_is_kept_and_again_in_the_next_turn(opened, served):
    server = await served()
    core = await opened(server)
    image = await core.pictures.take(photo(), "street.jpg")
    chat = (await turn(core, "What is this?", images=(image,)))[-1].conversation
    content = server.requests[0].json["messages"][0]["content"]
    assert [part["type"] for part in content] == ["text", "image_url"]
    import base64

    sent = base64.b64decode(content[1]["image_url"]["url"].split(",")[1])
    assert sent == await core.pictures.bytes_of(image.sha256)
    assert image.original is not None
    assert await core.pictures.bytes_of(image.original.sha256) == photo()
    await turn(core, "And the colour?", chat.id)
    assert server.requests[1].json["messages"][0]["content"] == content
    pixels = await core.pictures.pixels(image.sha256, 100)
    assert (pixels.width, pixels.height) == (100, 75)


async def test_practice_is_never_in_the_totals(opened):
    core = await opened(practice=True)
    done = (await turn(core, "practice"))[-1]
    assert isinstance(done, Finished)
    assert done.reply.record["purpose"] == "practice"
    assert (await core.bill.totals(done.conversation.id)).all_time.attempts == 0
    assert core.account.connection.value == "Practice"


async def test_only_changed_parameters_are_sent(opened, served):
    server = await served()
    core = await opened(server)
    chat = core.chats.new()
    await core.chats.set_registers(chat.id, {"parameter.seed": 7, "parameter.top_p": 0.5})
    await core.chats.set_registers(chat.id, {"parameter.top_p": None, "system": "Be brief."})
    chat = (await drain(core.turns.ask(chat.id, Draft("q"))))[-1].conversation
    body = server.requests[0].json
    assert {k for k in body if k not in ("messages", "stream", "stream_options")} == {
        "model",
        "seed",
    }
    assert body["messages"][0] == {"role": "system", "content": "Be brief."}
    assert chat.branch[-1].section("request")["parameters"] == {"seed": 7}


async def test_a_second_question_waits_for_the_first_reply(opened, served):
    server = await served(Reply(deltas=("a", "b"), stall_after=1, stall=FOREVER))
    core = await opened(server)
    chat = core.chats.new()
    events = core.turns.ask(chat.id, Draft("one"))
    await anext(events)
    with pytest.raises(RequestInvalid, match="still on its way"):
        await drain(core.turns.ask(chat.id, Draft("two")))
    await events.aclose()
    assert core.chats.current(chat.id).branch[-1].state == "stopped"


async def test_the_key_of_the_environment_goes_to_its_own_address_only(
    opened, served, canary_key, monkeypatch
):
    server = await served(keys=[canary_key])
    monkeypatch.setenv("OPENROUTER_API_KEY", canary_key)
    core = await opened(server)
    assert isinstance((await turn(core, "hello"))[-1], Finished)
    other = await served()
    await core.account.set_address(other.base_url)
    assert isinstance((await turn(core, "hello"))[-1], Finished)
    assert other.requests[0].header("authorization") is None
