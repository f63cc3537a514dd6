"""Many chats put in order with one call, on real files; one that fails stops no other."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

import pytest

from scout_desktop.chat.draft import Draft
from scout_desktop.chat.errors import ChatReadOnly, ChatUnknown, DiskError
from scout_desktop.chat.ids import milliseconds_of, timestamp
from scout_desktop.chat.message import user_node
from scout_desktop.practice import FOREVER, Reply
from scout_desktop.session.clock import SystemClock
from scout_desktop.session.events import ReplyGrew
from scout_desktop.storage.journal import first_line, lines

from .conftest import on_disk, turn


async def begun(core, *texts: str) -> list[str]:
    """Chats with one message each, that nobody has open."""
    clock, ids = SystemClock(), []
    for text in texts:
        chat = core.chats.begin(clock.id(), {})
        await core.chats.add(chat.id, [user_node(clock.id(), None, clock.now(), text, ())], {})
        core.chats.let_go(chat.id)
        ids.append(chat.id)
    return ids


def register(core, chat: str, name: str):
    return on_disk(core, chat)["meta"][name]["value"]


async def test_chats_that_nobody_has_open_are_archived_on_disk_and_forgotten_again(opened):
    core = await opened()
    ids = await begun(core, "one", "two", "three")

    done = await core.chats.archive(ids[:2], True)

    assert (done.changed, done.failed) == (ids[:2], {})
    assert [register(core, id, "archived") for id in ids[:2]] == [True, True]
    assert "archived" not in on_disk(core, ids[2])["meta"]
    assert [core.chats.current(id) for id in ids] == [None, None, None]
    found = await core.finding.look("", view="archive")
    assert {row.id for row in found.rows} == set(ids[:2])


async def test_what_is_so_already_is_not_written_again_and_not_taken_back(opened):
    core = await opened()
    ids = await begun(core, "one", "two")
    await core.chats.archive(ids[:1], True)
    before = on_disk(core, ids[0])

    done = await core.chats.archive(ids, True)

    assert done.changed == ids[1:], "an Undo must leave the one that was there before"
    assert on_disk(core, ids[0]) == before


async def test_an_open_chat_knows_what_was_done_to_it_among_others(opened, served):
    core = await opened(await served())
    shown = (await turn(core, "q"))[-1].conversation
    (other,) = await begun(core, "other")

    await core.chats.tag([shown.id, other], add=["Work"])

    assert core.chats.current(shown.id).value("tags") == ["Work"]
    assert register(core, other, "tags") == ["Work"]


async def test_tags_are_added_once_kept_in_order_and_taken_away_in_any_case(opened):
    core = await opened()
    (id,) = await begun(core, "q")

    await core.chats.tag([id], add=["  Big   ideas ", "work", "WORK", "", "x" * 100])
    assert register(core, id, "tags") == ["Big ideas", "work", "x" * 40]
    done = await core.chats.tag([id], add=["Work"], remove=["BIG IDEAS"])
    assert register(core, id, "tags") == ["work", "x" * 40]
    assert done.changed == [id]
    assert (await core.chats.tag([id], add=["work"])).changed == []


@pytest.mark.parametrize("foreign", ["work", 7, {"a": 1}, [1, None, "", "mine"]])
async def test_tags_of_another_shape_harm_nobody(opened, foreign):
    core = await opened()
    (id,) = await begun(core, "q")
    await core.chats.set_registers(id, {"tags": foreign})

    await core.chats.tag([id], add=["ours"])

    expected = ["mine", "ours"] if isinstance(foreign, list) else ["ours"]
    assert core.chats.current(id).value("tags") == expected


async def test_one_that_cannot_be_changed_stops_no_other_and_is_named(opened):
    core = await opened()
    ids = await begun(core, "one", "newer", "three")
    (path,) = core.places.chats.glob(f"*{ids[1][-12:]}.json")
    path.write_bytes(path.read_bytes().replace(b'"min_reader":1', b'"min_reader":9'))
    nobody = ids[0][:-4] + "dead"

    done = await core.chats.delete_many([nobody, *ids])

    assert done.changed == [ids[0], ids[2]]
    assert {id: type(error) for id, error in done.failed.items()} == {
        nobody: ChatUnknown,
        ids[1]: ChatReadOnly,
    }
    assert "deleted" not in on_disk(core, ids[1])["meta"]


async def test_many_go_to_the_trash_and_come_back_with_one_call_each(opened):
    core = await opened()
    ids = await begun(core, *(f"chat {place}" for place in range(12)))

    done = await core.chats.delete_many(ids)
    assert await core.chats.rows() == ()
    back = await core.chats.undelete_many(done.changed)

    assert back.changed == ids
    assert {row.id for row in await core.chats.rows()} == set(ids)


async def test_gone_for_good_leaves_no_word_and_stays_gone_after_a_restart(opened, tmp_path):
    core = await opened()
    kept, gone = await begun(core, "stay here", "a secret word")
    await core.chats.delete_many([gone])

    done = await core.chats.purge([gone])
    await core.close()
    again = await opened()

    assert done.changed == [gone]
    assert [row.id for row in await again.chats.rows()] == [kept]
    assert again.chats.is_unbegun(gone) is False
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path for path in files if b"secret" in path.read_bytes()] == []


async def test_only_what_is_in_the_trash_can_be_deleted_for_good(opened):
    core = await opened()
    (id,) = await begun(core, "keep me")

    done = await core.chats.purge([id])

    assert "“keep me” is not in the trash any more." in done.failed[id].sentence
    assert len(on_disk(core, id)["nodes"]) == 1


async def test_a_chat_that_got_a_message_in_the_trash_is_not_emptied_with_it(opened, served):
    core = await opened(await served())
    chat = (await turn(core, "first"))[-1].conversation
    (other,) = await begun(core, "other")
    await core.chats.delete_many([chat.id, other])
    await turn(core, "second thoughts", chat.id)

    done = await core.chats.purge([chat.id, other])

    assert done.changed == [other]
    assert [row.id for row in await core.chats.rows()] == [chat.id]


async def test_a_reply_that_streams_into_the_trash_is_kept_and_cannot_be_purged(opened, served):
    server = await served(Reply(deltas=("half ", "of it"), stall_after=2, stall=FOREVER))
    core = await opened(server)
    chat = core.chats.new()
    grown = asyncio.Event()

    async def follow() -> None:
        async with aclosing(core.turns.ask(chat.id, Draft("go on"))) as events:
            async for event in events:
                if isinstance(event, ReplyGrew) and event.at:
                    grown.set()

    task = asyncio.create_task(follow())
    await asyncio.wait_for(grown.wait(), 10)
    assert (await core.chats.delete_many([chat.id])).changed == [chat.id]
    refused = (await core.chats.purge([chat.id])).failed[chat.id]
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert isinstance(refused, DiskError)
    assert "just being answered" in refused.sentence
    assert await core.chats.rows() == ()
    assert core.chats.current(chat.id).branch[-1].text == "half of it"
    assert (await core.chats.purge([chat.id])).changed == [chat.id]


class Later:
    """The same clock, so many days on."""

    def __init__(self, days: float) -> None:
        self._ahead, self._clock = int(days * 24 * 3600 * 1000), SystemClock()

    def now(self) -> str:
        return timestamp(milliseconds_of(self._clock.now()) + self._ahead)

    def id(self) -> str:
        return self._clock.id()


async def test_the_trash_keeps_a_chat_for_thirty_days(opened):
    core = await opened()
    old, kept = await begun(core, "an old secret", "kept")
    await core.chats.delete_many([old])

    core.chats._clock = Later(29.9)
    assert (await core.chats.purge_old()).changed == []
    core.chats._clock = Later(30.1)
    assert (await core.chats.purge_old()).changed == [old]

    assert register(core, old, "purged") is True
    assert on_disk(core, old)["nodes"] == []
    assert on_disk(core, kept)["nodes"]
    held = [path.read_bytes() for path in core.places.data.rglob("*") if path.is_file()]
    assert not [data for data in held if b"an old secret" in data]


async def test_a_clock_that_ran_wrong_empties_no_trash(opened):
    core = await opened()
    (id,) = await begun(core, "deleted today")
    core.chats._clock = Later(-400)
    await core.chats.delete_many([id])
    core.chats._clock = SystemClock()

    assert (await core.chats.purge_old()).changed == []


async def test_what_is_put_away_by_the_thousand_leaves_nothing_for_the_next_start(opened):
    core = await opened()
    ids = await begun(core, *(f"chat {place}" for place in range(30)))
    await core.chats.rows()
    journals = set(core.places.journals.iterdir())

    done = await core.chats.delete_many(ids)

    assert len(done.changed) == 30
    assert all(register(core, id, "deleted") is True for id in ids), "in the files themselves"
    assert set(core.places.journals.iterdir()) == journals


async def test_what_an_earlier_run_left_in_a_journal_is_kept_and_put_away_with_it(opened):
    core = await opened()
    (id,) = await begun(core, "q")
    core.chats.let_go((await core.chats.borrow(id)).id)
    await core.chats.rows()
    node = user_node(SystemClock().id(), None, SystemClock().now(), "said later", ())
    place = core.places.journals / f"{id}.{core.chats._library.writer.name}.jsonl"
    place.write_bytes(first_line(id, core.chats._library.writer.name) + lines([node], {}))

    await core.chats.archive([id], True)

    assert register(core, id, "archived") is True
    assert "said later" in str(on_disk(core, id)["nodes"])
    assert list(core.places.journals.glob(f"{id}*")) == []


async def test_a_chat_that_was_purged_while_a_hit_in_it_was_read_is_simply_gone(opened):
    core = await opened()
    (id,) = await begun(core, "one")
    chat = await core.chats.open(id)
    clock = SystemClock()
    other = user_node(clock.id(), None, clock.now(), "another beginning", ())
    await core.chats.add(id, [other], {"head": other.id})
    visited = await core.chats.visit(id, chat.head)
    assert visited.head == chat.head
    assert visited.notices
    await core.chats.delete_many([id])
    await core.chats.purge([id])

    assert core.chats.end_visit(id) is None
