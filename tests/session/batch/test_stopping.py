"""Pause, stop, quit, another program, a person who goes on in one of the chats: nothing twice."""

from __future__ import annotations

import asyncio
import resource
from contextlib import aclosing
from decimal import Decimal

import pytest

from scout_desktop.chat.draft import Draft
from scout_desktop.chat.errors import DiskError, FolderLocked
from scout_desktop.practice import FOREVER, Reply
from scout_desktop.session.batch.events import Paused, RowChanged
from tests.session.conftest import drain

from .conftest import asking, follow, picture, question, sentences, states


async def test_pause_lets_replies_arrive_and_the_next_run_does_the_rest(opened, served, album):
    server = await served(*[Reply(text="slowly but surely told", rate=20)] * 2)
    core = await opened(server)
    batch = await core.batches.plan([album(6)], question(parallel=2))
    events = []
    async with aclosing(batch.run()) as running:
        async for event in running:
            events.append(event)
            if isinstance(event, RowChanged) and event.row.answer:
                batch.pause()
    assert [event for event in events if isinstance(event, Paused)] == [Paused("", "asked")]
    assert states(batch) == ["done", "done", *["waiting"] * 4]
    assert len(server.chats) == 2
    await follow(batch)
    assert states(batch) == ["done"] * 6
    assert len(server.chats) == 6


async def test_stopping_keeps_what_had_arrived_and_asks_again_beside_it(opened, served, album):
    half = Reply(deltas=("half ", "of it"), stall_after=1, stall=FOREVER)
    server = await served(half, half)
    core = await opened(server)
    folder = album(4)
    batch = await core.batches.plan([folder], question(parallel=2))
    run = asyncio.create_task(follow(batch))
    await asking(batch, 2)
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run
    assert not batch.running
    assert states(batch) == ["waiting"] * 4
    assert batch.rows[0].answer == "half "
    assert batch.rows[0].problem == "It was stopped before the answer was complete."
    assert (batch.rows[0].unknown, batch.totals.unknown) == (1, 2)
    before = batch.rows
    await core.close()

    core = await opened(server)
    server.queue(*[Reply(text="the whole")] * 4)
    found = await core.batches.find([folder], question(parallel=8, name="Other"))
    assert (found.id, found.rows[:2], found.totals) == (batch.id, before[:2], batch.totals)
    await follow(found)
    assert [row.answer for row in found.rows] == ["the whole"] * 4
    chat = await core.chats.open(found.rows[0].item.chat)
    assert [reply.state for reply in chat.siblings(found.rows[0].reply)] == ["stopped", "complete"]
    assert len(server.chats) == 6
    assert found.totals.unknown == 2
    await core.close()
    assert list(core.places.journals.iterdir()) == [], "the next start has nothing to look after"


async def test_the_same_question_is_found_and_new_pictures_are_part_of_it(opened, served, album):
    server = await served(*[Reply(text="old")] * 2, *[Reply(text="new")] * 2)
    core, folder = await opened(server), album(2)
    await follow(await core.batches.plan([folder], question()))
    for other in (question(prompt="What else?"), question(system="x"), question(fit="1x1")):
        assert await core.batches.find([folder], other) is None
    assert await core.batches.find([folder, folder / "plate 000.png"], question()) is None
    picture(folder / "aaa.png", 77)
    found = await core.batches.find([folder], question(parallel=1))
    assert states(found) == ["done", "done", "waiting"]
    await follow(found)
    assert [row.answer for row in found.rows] == ["old", "old", "new"]
    assert len(server.chats) == 3


async def test_only_one_program_runs_a_batch(opened, served, album):
    server = await served(Reply(deltas=("on ", "and on"), stall_after=1, stall=FOREVER))
    one, other = await opened(server), await opened(server)
    batch = await one.batches.plan([album(1)], question())
    run = asyncio.create_task(follow(batch))
    await asking(batch, 1)
    for second in (batch, await other.batches.open(batch.id)):
        with pytest.raises(FolderLocked, match="running in another"):
            await follow(second)
    with pytest.raises(FolderLocked):
        await other.batches.forget(batch.id)
    assert batch.running
    run.cancel()
    await asyncio.wait([run])
    server.queue(Reply(text="there"))
    await follow(await other.batches.open(batch.id))
    assert len(server.chats) == 2


async def test_who_looks_into_a_chat_may_go_on_in_it(opened, served, album):
    server = await served(Reply(text="slowly told here", rate=20), Reply(text="quick"))
    core = await opened(server)
    batch = await core.batches.plan([album(2)], question(parallel=1))
    run = asyncio.create_task(follow(batch))
    await asking(batch, 1)
    id = batch.rows[0].item.chat
    await core.chats.open(id)
    await run
    assert core.chats.current(id).branch[-1].text == "slowly told here"
    assert core.chats.current(batch.rows[1].item.chat) is None
    server.queue(Reply(text="It is red."))
    await drain(core.turns.ask(id, Draft("And its colour?")))
    await core.close()
    again = await (await opened(server)).batches.open(batch.id)
    assert [row.answer for row in again.rows] == ["slowly told here", "quick"]
    assert again.rows[0].usd > batch.rows[0].usd, "the row says what its chat has cost"


async def test_bounds_can_be_changed_while_it_runs(opened, served, album):
    server = await served(*[Reply(text="a b c d", rate=10)] * 8)
    core = await opened(server)
    batch = await core.batches.plan([album(6)], question(parallel=1))
    most = 0
    async with aclosing(batch.run()) as running:
        async for _ in running:
            if batch.spec.parallel == 1 and batch.rows[0].state == "asking":
                await batch.change(None, 99, 0)
            most = max(most, sum(row.state == "asking" for row in batch.rows))
    assert (batch.spec.parallel, batch.spec.tries) == (8, 1)
    assert most > 2
    assert (await core.batches.open(batch.id)).spec == batch.spec


async def test_what_another_program_has_done_meanwhile_is_not_done_again(opened, served, album):
    server = await served(*[Reply(text="there")] * 3)
    one, other = await opened(server), await opened(server)
    batch = await one.batches.plan([album(3)], question())
    await follow(await other.batches.open(batch.id))
    assert states(batch) == ["waiting"] * 3
    events = await follow(batch)
    assert [event.number for event in events if isinstance(event, RowChanged)] == [0, 1, 2]
    assert states(batch) == ["done"] * 3
    assert batch.totals == (await other.batches.open(batch.id)).totals
    assert len(server.chats) == 3


async def test_new_bounds_take_nobody_elses_pictures_out_of_the_list(opened, served, album):
    server = await served(*[Reply(text="seen")] * 4)
    core, folder = await opened(server), album(2)
    mine = await core.batches.plan([folder], question())
    await follow(mine)
    album(4)
    theirs = await core.batches.find([folder], question())
    await follow(theirs)
    await mine.change(Decimal(1), 2)
    del theirs
    found = await core.batches.find([folder], question())
    assert states(found) == ["done"] * 4
    assert (found.spec.max_usd, found.spec.parallel) == (Decimal(1), 2)
    assert len(server.chats) == 4


async def test_the_copy_of_a_chat_of_a_batch_stands_for_itself(opened, served, album):
    core = await opened(await served(*[Reply(text="seen")] * 2))
    batch = await core.batches.plan([album(2)], question())
    await follow(batch)
    await core.chats.duplicate(batch.rows[0].item.chat)
    assert sorted(row.title for row in await core.chats.rows()) == [
        "Plates · 2 pictures", "plate 000.png (copy)",
    ]  # fmt: skip


async def test_an_answer_that_the_disk_refuses_is_told_and_written_before_the_next_run(
    opened, served, album
):
    long = " ".join(f"word{number}" for number in range(4_000))
    server = await served(Reply(text=long, rate=4_000))
    core = await opened(server)
    batch = await core.batches.plan([album(1)], question())
    _, most = limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    told = []
    try:
        async with aclosing(batch.run()) as events:
            async for event in events:
                told.append(event)
                if isinstance(event, RowChanged) and event.row.answer:
                    resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, most))
        with pytest.raises(DiskError):
            await follow(batch)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    (paused,) = sentences(told)
    assert "could not be saved" in paused.sentence
    assert [(row.state, row.answer, row.problem) for row in batch.rows] == [
        ("done", long, paused.sentence)
    ]
    await follow(batch)
    await core.close()
    again = await opened(server)
    (row,) = (await again.batches.open(batch.id)).rows
    assert (row.state, row.answer) == ("done", long)
    assert len(server.chats) == 1
