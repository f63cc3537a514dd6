"""One question about many pictures over real sockets: what is sent, tried again, kept, counted."""

from __future__ import annotations

import json
from contextlib import aclosing
from decimal import Decimal
from itertools import pairwise

import pytest

from scout_desktop.chat.batch import BatchTotals
from scout_desktop.practice import Reply
from scout_desktop.session.batch.events import RowChanged

from .conftest import SCHEMA, follow, picture, question, sentences, states

GOOD = '{"plate": "B-1", "seen": 3}'


async def test_each_picture_gets_a_chat_of_its_own_and_the_batch_is_one_row(opened, served, album):
    folder = album(5)
    server = await served(*(Reply(text=f"Plate {n}.", bill=Decimal(n + 1)) for n in range(5)))
    core = await opened(server)
    batch = await core.batches.plan([folder], question(system="Be brief.", parallel=1))
    events = await follow(batch)
    assert states(batch) == ["done"] * 5
    assert [row.answer for row in batch.rows] == [f"Plate {n}." for n in range(5)]
    assert batch.totals == BatchTotals(
        items=5, done=5, usd=Decimal(15), prompt_tokens=sum(r.prompt_tokens for r in batch.rows),
        completion_tokens=sum(r.completion_tokens for r in batch.rows),
    )  # fmt: skip
    last = {event.number: event.row for event in events if isinstance(event, RowChanged)}
    assert [last[n] for n in range(5)] == list(batch.rows)

    system, user = server.chats[2].json["messages"]
    assert system["content"] == "Be brief."
    text, sent = user["content"]
    assert text == {"type": "text", "text": "Which plate is it?"}
    assert sent["image_url"]["url"].startswith("data:image/")

    row = batch.rows[2]
    assert core.chats.current(row.item.chat) is None, "nobody looks at it, so it is not kept open"
    chat = await core.chats.open(row.item.chat)
    assert chat.title == "plate 002.png"
    assert chat.value("batch") == {"id": batch.id, "name": "Plates", "item": 2}
    question_node, reply = chat.branch
    assert question_node.images[0].sha256 == row.thumbnail
    assert (reply.id, reply.record["purpose"]) == (row.reply, "batch")
    assert (await core.bill.totals(chat.id)).chat.usd == row.usd == 3

    (listed,) = await core.chats.rows()
    assert (listed.id, listed.title) == (f"batch:{batch.id}", "Plates · 5 pictures")
    assert (listed.usd, listed.messages) == (Decimal(15), 10)
    assert listed.thumbnail == batch.rows[4].thumbnail
    assert len(await core.chats.rows(every=True)) == 5
    (hit,) = await core.chats.rows("Plate 3.")
    assert (hit.id, hit.batch) == (batch.rows[3].item.chat, batch.id)
    await core.chats.pin(row.item.chat, True)
    assert [each.title for each in await core.chats.rows()] == [
        "Plates · 5 pictures", "plate 002.png",
    ]  # fmt: skip


async def test_an_answer_must_match_the_schema_and_is_asked_for_again(opened, served, album):
    folder = album(1)
    server = await served(
        Reply(text="It is B-1."), Reply(text='{"plate": 1}'), Reply(text=f"```json\n{GOOD}\n```")
    )
    core = await opened(server)
    batch = await core.batches.plan([folder], question(schema=SCHEMA))
    await follow(batch)
    (row,) = batch.rows
    assert (row.state, row.fields, row.problem) == ("done", {"plate": "B-1", "seen": 3}, "")
    assert (row.attempts, row.unknown) == (3, 0)
    asked = server.chats[0].json
    assert asked["response_format"]["json_schema"]["schema"] == SCHEMA
    assert asked["response_format"]["json_schema"]["strict"] is True
    chat = await core.chats.open(row.item.chat)
    replies = chat.siblings(row.reply)
    assert [reply.text for reply in replies] == ["It is B-1.", '{"plate": 1}', row.answer]
    assert row.usd == sum(reply.usd for reply in replies)
    assert row.prompt_tokens == sum(reply.section("usage")["prompt_tokens"] for reply in replies)


async def test_after_all_tries_it_has_failed_and_says_why_until_it_is_tried_again(
    opened, served, album
):
    server = await served(*[Reply(text='{"plate": "B", "seen": "often"}')] * 2)
    core = await opened(server)
    batch = await core.batches.plan([album(1)], question(schema=SCHEMA, tries=2))
    await follow(batch)
    (row,) = batch.rows
    assert (row.state, row.attempts) == ("failed", 2)
    assert row.problem == "The answer does not match: seen: 'often' is not of type 'integer'."
    assert row.answer == '{"plate": "B", "seen": "often"}'
    await follow(batch)
    assert len(server.chats) == 2, "what has failed is asked again only when that is wanted"
    server.queue(Reply(text=GOOD))
    await follow(batch, only_failed=True)
    assert (batch.rows[0].state, batch.rows[0].attempts) == ("done", 3)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Reply.failure(400, "This model takes no pictures"), "takes no pictures"),
        (Reply.failure(413, "Payload too large"), "too large"),
        (Reply.failure(403, "Flagged"), "Flagged"),
    ],
)
async def test_a_refusal_is_not_repeated_and_costs_nothing(opened, served, album, fault, said):
    server = await served(fault, Reply(text="B-2"))
    core = await opened(server)
    batch = await core.batches.plan([album(2)], question(parallel=1))
    await follow(batch)
    assert states(batch) == ["failed", "done"]
    assert said in batch.rows[0].problem
    assert (batch.rows[0].usd, batch.rows[0].attempts) == (0, 1)
    assert len(server.chats) == 2
    again = await opened(server)
    assert states(await again.batches.open(batch.id)) == ["failed", "done"]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Reply.failure(401, "User not found."), "key"),
        (Reply.failure(402, "Insufficient credits"), "other"),
        (Reply.failure(404, "No endpoints found"), "other"),
        (Reply.rate_limited(3_000), "other"),
        (Reply(status=503, headers=(("Retry-After", "90000"),)), "other"),
        (Reply.page(), "network"),
    ],
)
async def test_what_would_fail_for_every_picture_ends_the_run(opened, served, album, fault, reason):
    server = await served(Reply(text="B-1"), fault)
    core = await opened(server)
    batch = await core.batches.plan([album(6)], question(parallel=1))
    (paused,) = sentences(await follow(batch))
    assert paused.reason == reason
    assert paused.sentence
    assert states(batch) == ["done", *["waiting"] * 5]
    assert batch.rows[1].problem == paused.sentence
    assert len(server.chats) == 2
    await follow(batch)
    assert states(batch) == ["done"] * 6
    assert batch.rows[1].attempts == 2


async def test_when_the_first_pictures_all_fail_alike_the_rest_is_spared(opened, served, album):
    server = await served(*[Reply.failure(400, "Unknown parameter")] * 9)
    core = await opened(server)
    batch = await core.batches.plan([album(9)], question(parallel=1))
    (paused,) = sentences(await follow(batch))
    assert "first 5 pictures all failed" in paused.sentence
    assert "Unknown parameter" in paused.sentence
    assert states(batch) == [*["failed"] * 5, *["waiting"] * 4]


async def test_nobody_there_ends_the_run_and_every_picture_waits(opened, album):
    core = await opened(base_url="http://127.0.0.1:9/api/v1")
    batch = await core.batches.plan([album(3)], question(tries=1))
    (paused,) = sentences(await follow(batch))
    assert paused.reason == "network"
    assert set(states(batch)) == {"waiting"}


async def test_a_broken_picture_fails_alone_and_no_chat_is_made_of_it(opened, served, album):
    folder = album(2)
    (folder / "aa cut.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    server = await served(Reply(text="B-1"), Reply(text="B-2"))
    core = await opened(server)
    batch = await core.batches.plan([folder], question())
    await follow(batch)
    assert states(batch) == ["failed", "done", "done"]
    assert "damaged or cut short" in batch.rows[0].problem
    assert len(await core.chats.rows(every=True)) == 2
    picture(folder / "aa cut.png", 3)
    server.queue(Reply(text="Mended"))
    await follow(batch, only_failed=True)
    assert batch.rows[0].answer == "Mended"


async def test_all_wait_when_the_service_asks_and_go_on_with_fewer_at_once(opened, served, album):
    heard: list[float] = []
    from time import monotonic

    server = await served(Reply.rate_limited(1), heard=lambda _: heard.append(monotonic()))
    core = await opened(server)
    batch = await core.batches.plan([album(6)], question(parallel=2))
    events = await follow(batch)
    assert states(batch) == ["done"] * 6
    waiting = [e.row.problem for e in events if isinstance(e, RowChanged) and e.row.problem]
    assert any("Waiting 1 s, as the service asks." in said for said in waiting)
    # Two were on their way when the service said so; from then on nothing for a second.
    gaps = [later - earlier for earlier, later in pairwise(heard)]
    assert max(gaps) >= 0.9
    assert gaps.index(max(gaps)) <= 1
    assert sum(row.attempts for row in batch.rows) == len(heard) == 7


async def test_a_reply_that_broke_off_is_asked_for_again_beside_it(opened, served, album):
    server = await served(
        Reply(deltas=("Half ", "of it"), cut="rst", cut_after=1),
        Reply.failure(503, "Overloaded"),
        Reply(text="The whole of it", bill=Decimal("0.1")),
    )
    core = await opened(server)
    batch = await core.batches.plan([album(1)], question())
    await follow(batch)
    (row,) = batch.rows
    assert (row.answer, row.attempts, row.unknown) == ("The whole of it", 3, 2)
    assert row.usd == Decimal("0.1")
    chat = await core.chats.open(row.item.chat)
    kept = [(reply.state, reply.text) for reply in chat.siblings(row.reply)]
    assert kept[0] == ("interrupted", "Half ")
    assert [state for state, _ in kept] == ["interrupted", "failed", "complete"]


async def test_an_answer_that_was_cut_at_the_limit_says_so(opened, served, album):
    server = await served(Reply(text="one two three four five six seven"))
    core = await opened(server)
    batch = await core.batches.plan([album(1)], question(parameters={"max_tokens": 2}))
    await follow(batch)
    assert batch.rows[0].state == "done"
    assert batch.rows[0].problem == "The answer was cut off at the token limit."


async def test_in_practice_nothing_is_charged(opened, album):
    core = await opened(practice=True)
    batch = await core.batches.plan([album(2)], question(schema={"type": "object"}))
    await follow(batch)
    assert states(batch) == ["done"] * 2
    assert all("practice" in row.fields for row in batch.rows)
    assert (batch.totals.usd, batch.totals.unknown) == (0, 0)
    assert batch.totals.prompt_tokens > 0
    assert json.loads(batch.json_lines().splitlines()[0])["usd"] == "0"


async def test_where_the_ledger_cannot_be_read_nothing_more_is_sent(opened, served, album):
    server = await served(*[Reply(text="slowly told", rate=20)] * 3)
    core = await opened(server)
    batch = await core.batches.plan([album(3)], question(parallel=1))
    ledger, told = core.places.ledger, []
    async with aclosing(batch.run()) as events:
        async for event in events:
            told.append(event)
            if isinstance(event, RowChanged) and event.row.answer and ledger.is_dir():
                ledger.rename(ledger.with_name("taken away"))
                ledger.write_text("where the ledger was")
    (paused,) = sentences(told)
    assert "ledger" in paused.sentence
    assert states(batch) == ["waiting"] * 3
    assert len(server.chats) == 1
    ledger.unlink()
    ledger.with_name("taken away").rename(ledger)
    await follow(batch)
    assert states(batch) == ["done"] * 3
    assert len(server.chats) == 3, "the answer that had come was not asked for again"
