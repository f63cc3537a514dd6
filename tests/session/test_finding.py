"""Searching as the window and the command line do it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from scout_desktop.chat.message import Node, user_node
from scout_desktop.storage.bill.attempt import Attempt

if TYPE_CHECKING:
    from scout_desktop.session.core import Core
    from tests.session.conftest import Opener


async def _chat(core: Core, *texts: str, **values: Any) -> str:
    chat = core.chats.new()
    nodes = [user_node(core.chats._clock.id(), None, core.chats._clock.now(), t) for t in texts]
    await core.chats.add(chat.id, nodes, values)
    return chat.id


async def _found(core: Core, typed: str, **more: Any) -> list[str]:
    return [row.id for row in (await core.finding.look(typed, **more)).rows]


async def test_each_view_is_searched_by_itself(opened: Opener) -> None:
    core = await opened()
    shown = await _chat(core, "a pear", title="Shown")
    archived = await _chat(core, "a pear", title="Archived", archived=True)
    trashed = await _chat(core, "a pear", title="Trashed", deleted=False)
    await core.chats.delete(trashed)
    assert await _found(core, "pear") == [shown]
    assert await _found(core, "pear", view="archive") == [archived]
    assert await _found(core, "pear", view="trash") == [trashed]
    assert await _found(core, "pear is:archived") == [archived]
    assert await _found(core, "pear is:trash") == [trashed]
    assert await _found(core, "") == [shown]
    assert await _found(core, "", view="archive") == [archived]
    assert await _found(core, "", view="trash") == [trashed]


async def test_what_was_written_a_moment_ago_is_found_with_its_message(opened: Opener) -> None:
    core = await opened()
    id = await _chat(core, "The old\nharbour", "Its lighthouse")
    found = await core.finding.look("light")
    hit = found.hits[id]
    assert (hit.snippet, hit.marks, hit.hits) == ("Its lighthouse", ((4, 9),), 1)
    assert hit.node == max((await core.chats.open(id)).nodes)
    assert (found.read, found.more) == (1.0, False)
    (row,) = await core.chats.rows("light")
    assert row == found.rows[0]


async def test_what_another_program_writes_is_found(opened: Opener) -> None:
    core, other = await opened(), await opened()
    await _chat(core, "one pear")
    await _found(core, "pear")
    id = await _chat(other, "one plum")
    await core.finding.catch_up()
    assert await _found(core, "plum") == [id]


async def test_chats_are_found_by_what_they_cost(opened: Opener) -> None:
    core = await opened()
    free = await _chat(core, "a pear")
    cheap = await _chat(core, "a pear")
    unknown = await _chat(core, "a pear")
    for id, usd in ((cheap, Decimal("0.02")), (unknown, None)):
        attempt = Attempt(core.chats._clock.id(), core.chats._clock.now(), id)
        await core.disk.run(core.bill._ledger.asked, attempt)
        if usd is not None:
            known = replace(attempt, source="usage", usd=usd)
            await core.disk.run(core.bill._ledger.learned, known)
    assert await _found(core, "cost:>0.01") == [cheap]
    assert await _found(core, "pear cost:>=0.02") == [cheap]
    assert await _found(core, "pear cost:<0.02") == [free]
    assert set(await _found(core, "cost:<1")) == {free, cheap}


async def test_a_library_without_its_index_is_read_while_everything_else_goes_on(
    opened: Opener,
) -> None:
    core = await opened()
    for place in range(150):
        await _chat(core, *(f"pear {place} {n}" for n in range(10)), title=f"Chat {place}")
    await core.close()
    core.places.index.unlink()

    core = await opened()
    shares = []

    async def read() -> None:
        shares.extend([share async for share in core.finding.reading()])

    reading = asyncio.create_task(read())
    id = await _chat(core, "plum")
    assert await _found(core, "plum") == [id]
    await reading
    assert shares[-1] == 1.0
    assert len(await _found(core, "pear", most=500)) == 150
    assert len((await core.finding.look("pear", most=5)).rows) == 5
    assert (await core.finding.look("pear", most=5)).more


async def test_quitting_in_the_middle_of_reading_is_clean(opened: Opener) -> None:
    core = await opened()
    for place in range(60):
        await _chat(core, *(f"pear {n}" for n in range(20)), title=f"Chat {place}")
    await core.close()
    core.places.index.unlink()
    core = await opened()
    reading = asyncio.create_task(core.finding.catch_up())
    await asyncio.sleep(0.02)
    await core.close()
    await asyncio.gather(reading, return_exceptions=True)
    core = await opened()
    await core.finding.catch_up()
    assert len(await _found(core, "pear", most=500)) == 60


async def test_a_page_of_the_cache_that_was_lost_hides_nothing(opened: Opener) -> None:
    core = await opened()
    ids = {await _chat(core, f"pear {number} " + "and so on " * 60) for number in range(6)}
    await core.finding.catch_up()
    path = core.places.index
    await core.close()
    good = path.read_bytes()
    assert len(good) > 20 * 4096
    for page in range(1, len(good) // 4096, 2):
        path.write_bytes(good[: page * 4096] + bytes(4096) + good[(page + 1) * 4096 :])
        for end in ("-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)
        core = await opened()
        found = await core.finding.look("pear", whole=True)
        assert {row.id for row in found.rows} == ids, page
        assert {row.id for row in (await core.finding.look("", whole=True)).rows} == ids, page
        await core.close()


async def test_what_no_ledger_knows_of_is_of_unknown_cost_and_not_free(opened: Opener) -> None:
    core = await opened()
    sources = {"usage": "0.5", "unknown": None, "reported": "0.5", "estimate": "0"}
    for source, usd in sources.items():
        chat = await core.chats.open(await _chat(core, f"pear {source}"))
        (question,) = chat.nodes.values()
        record = {"role": "assistant", "cost": {"source": source, "usd": usd}}
        id = core.chats._clock.id()
        reply = Node({**question.record, **record, "id": id, "parent": question.id})
        await core.chats.add(chat.id, [reply], {"title": source})
    rows = (await core.finding.look("", whole=True)).rows
    assert {row.title: (row.usd, row.unknown) for row in rows} == {
        "usage": (None, 1), "unknown": (None, 1), "reported": (None, 0), "estimate": (None, 0),
    }  # fmt: skip
    found = (await core.finding.look("cost:<1", whole=True)).rows
    assert {row.title for row in found} == {"reported", "estimate"}
