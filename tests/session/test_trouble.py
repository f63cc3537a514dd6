"""Turns that end badly, prices, and clocks and files that cannot be trusted."""

from __future__ import annotations

from decimal import Decimal

from scout_desktop.chat.errors import KeyMissing, KeyRejected, Unreachable
from scout_desktop.chat.ids import new_id
from scout_desktop.chat.message import user_node
from scout_desktop.practice import Reply
from scout_desktop.session.events import Asked, Failed, Interrupted

from .conftest import drain, turn


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
    events = await drain(core.turns.continue_reply(chat.id, broken.id))
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
