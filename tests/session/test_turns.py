"""A turn over a real socket, with real files: what is shown, what is kept, what it costs."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from decimal import Decimal

import pytest

from scout_desktop.chat.draft import Draft
from scout_desktop.chat.errors import (
    KeyMissing,
    KeyRejected,
    ParameterInvalid,
    RequestInvalid,
    Unreachable,
)
from scout_desktop.chat.ids import new_id
from scout_desktop.chat.message import user_node
from scout_desktop.practice import FOREVER, Reply
from scout_desktop.session.events import (
    Asked,
    Failed,
    Finished,
    Interrupted,
    ReplyGrew,
    UsageKnown,
)

from .conftest import on_disk, photo, turn


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
    task = asyncio.create_task(_drain(core.turns.ask(chat.id, Draft("anybody?"))))
    await asyncio.wait_for(heard.wait(), 10)
    task.cancel()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [n.state for n in core.chats.current(chat.id).branch] == ["complete", "stopped"]


async def _drain(events):
    return [event async for event in events]


async def test_regenerate_and_edit_add_branches_and_every_attempt_is_paid(opened, served):
    server = await served(Reply(text="one"), Reply(text="two"), Reply(text="three"))
    core = await opened(server)
    chat = (await turn(core, "q"))[-1].conversation
    first = chat.branch[-1]
    chat = (await _drain(core.turns.regenerate(chat.id, first.id)))[-1].conversation
    assert [n.text for n in chat.siblings(first.id)] == ["one", "two"]
    question = chat.branch[0]
    chat = (await turn(core, "Q", chat.id, edits=question.id))[-1].conversation
    assert [n.text for n in chat.branch] == ["Q", "three"]
    assert [n.text for n in chat.siblings(question.id)] == ["q", "Q"]
    assert [m["content"] for m in server.requests[2].json["messages"]] == ["Q"]
    assert (await core.bill.totals(chat.id)).chat.attempts == 3
    back = await core.chats.show_branch(chat.id, first.id)
    assert [n.text for n in back.branch] == ["q", "one"]


async def test_a_reply_cut_short_is_interrupted_and_can_be_continued(opened, served):
    server = await served(
        Reply(deltas=("Once ", "upon ", "a"), cut="eof", cut_after=2, no_finish=True),
        Reply(text="a time."),
    )
    core = await opened(server)
    events = await turn(core, "tell")
    assert isinstance(events[-1], Interrupted)
    broken = events[-1].reply
    assert (broken.state, broken.text) == ("interrupted", "Once upon ")
    chat = events[-1].conversation
    events = await _drain(core.turns.continue_reply(chat.id, broken.id))
    assert events[-1].reply.text == "Once upon a time."
    assert events[1].at == len("Once upon ")
    assert server.requests[1].json["messages"][-1] == {"role": "assistant", "content": "Once upon "}
    stored = await core.chats.document(chat.id)
    assert stored.count("Once upon ") == 2


async def test_a_refused_request_keeps_the_question_and_says_why(
    opened, served, monkeypatch, canary_key
):
    monkeypatch.setenv("OPENROUTER_API_KEY", canary_key)
    server = await served(Reply.failure(401, "User not found."))
    core = await opened(server)
    (asked, failed) = await turn(core, "hello")
    assert isinstance(asked, Asked)
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, KeyRejected)
    assert failed.reply.section("error")["kind"] == "key_rejected"
    assert failed.reply.section("error")["status"] == 401
    assert core.account.connection.value == "Key rejected"
    totals = await core.bill.totals(failed.conversation.id)
    assert (totals.chat.attempts, totals.chat.unknown, totals.chat.usd) == (1, 0, Decimal(0))


async def test_a_server_here_that_wants_a_key_is_not_said_to_have_refused_one(opened, served):
    server = await served(Reply.failure(401, "Missing Authentication header"))
    core = await opened(server)
    failed = (await turn(core, "hello"))[-1]
    assert isinstance(failed.error, KeyMissing)
    assert failed.reply.section("error")["kind"] == "key_missing"
    assert core.account.connection.value == "No key yet"
    totals = await core.bill.totals(failed.conversation.id)
    assert (totals.chat.attempts, totals.chat.unknown, totals.chat.usd) == (1, 0, Decimal(0))


async def test_without_a_service_the_question_is_kept(opened, unused_tcp_port):
    core = await opened(base_url=f"http://127.0.0.1:{unused_tcp_port}/v1")
    failed = (await turn(core, "hello"))[-1]
    assert isinstance(failed.error, Unreachable)
    assert failed.conversation.branch[0].text == "hello"
    assert core.account.connection.value == "Offline"


async def test_an_invalid_parameter_is_refused_before_anything_is_written(opened, served, tmp_path):
    server = await served()
    core = await opened(server)
    chat = core.chats.new()
    await core.chats.set_registers(chat.id, {"parameter.temperature": 9})
    with pytest.raises(ParameterInvalid):
        await _drain(core.turns.ask(chat.id, Draft("q")))
    with pytest.raises(RequestInvalid):
        await _drain(core.turns.ask(chat.id, Draft("  ")))
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
    chat = (await _drain(core.turns.ask(chat.id, Draft("q"))))[-1].conversation
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
        await _drain(core.turns.ask(chat.id, Draft("two")))
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


async def test_prices_come_from_the_catalogue_once_it_was_fetched(opened, served):
    server = await served()
    core = await opened(server)
    await core.bill.load_prices()
    assert core.bill.prices("meta-llama/llama-4-scout").listed
    await core.bill.refresh_prices()
    found = core.bill.prices("meta-llama/llama-4-scout")
    assert (found.listed, found.prompt) == (False, Decimal("0.00000008"))
    await core.bill.refresh_prices()
    assert [r.path for r in server.requests] == ["/api/v1/models"]
    await core.close()
    again = await opened(server)
    await again.bill.load_prices()
    assert not again.bill.prices("meta-llama/llama-4-scout").listed


async def test_ids_go_on_from_the_chat_when_the_clock_jumped_back_between_two_runs(opened, served):
    core = await opened(await served())
    chat = (await turn(core, "q"))[-1].conversation
    far = new_id(4_000_000_000_000, 5)
    ahead = user_node(far, chat.head, "2096-10-02T07:06:40.000Z", "from a clock that runs ahead")
    await core.chats.add(chat.id, (ahead,), {"head": far})
    chat = (await turn(core, "again", chat.id))[-1].conversation
    assert list(chat.nodes) == sorted(chat.nodes)
    assert chat.branch[-2].id > far


async def test_tokens_without_a_price_are_priced_by_the_list_and_said_as_an_estimate(
    opened, served
):
    core = await opened(await served(Reply(cost=False, prompt_tokens=1000, completion_tokens=10)))
    done = (await turn(core, "q"))[-1]
    assert done.reply.section("cost") == {"source": "estimate", "usd": "0.000083"}
    totals = await core.bill.totals(done.conversation.id)
    assert (totals.chat.estimated, totals.chat.unknown) == (Decimal("0.000083"), 0)


async def test_reading_needs_neither_a_good_key_nor_a_good_address(
    opened, served, monkeypatch, tmp_path
):
    core = await opened(await served())
    chat = (await turn(core, "q"))[-1].conversation
    await core.preferences.change(base_url="http://evil.example/v1")
    await core.close()
    monkeypatch.setenv("OPENROUTER_API_KEY", "k é")
    again = await opened()
    assert "usual address" in again.notices[0]
    assert (await again.chats.open(chat.id)).branch[0].text == "q"
    failed = (await turn(again, "q", chat.id))[-1]
    assert failed.error.kind == "key_malformed"
    assert "OPENROUTER_API_KEY" in failed.error.headline
