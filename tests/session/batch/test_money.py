"""The cap holds, whatever replies turn out to cost; what is not known counts by its forecast."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest

from scout_desktop.practice import FOREVER, Reply
from scout_desktop.session.batch.running.gate import Gate
from scout_desktop.session.clock import SystemClock

from .conftest import asking, follow, question, sentences, states


@pytest.mark.parametrize("dearer", [1, 7])
async def test_nothing_is_sent_that_may_exceed_the_cap(opened, served, album, dearer):
    """`dearer` times the price list, which the first reply shows while it is alone."""
    bill = Decimal("0.00002") * dearer
    heard: list[str] = []
    server = await served(
        *[Reply(text="four words it is", bill=bill, delay=0.05)] * 40,
        heard=lambda _: heard.append("question"),
        ended=lambda *_: heard.append("answer"),
    )
    core = await opened(server)
    cap = bill * 9
    spec = question(max_usd=cap, parallel=4, parameters={"max_tokens": 16})
    batch = await core.batches.plan([album(12)], spec)
    (paused,) = sentences(await follow(batch))
    assert paused.reason == "cap"
    assert f"The cost cap of {_shown(cap)} is reached" in paused.sentence
    assert bill * 3 <= batch.totals.usd <= cap
    assert 0 < batch.totals.done < 12
    assert states(batch).count("failed") == 0
    assert heard[:4] == ["question", "answer", "question", "question"], "one tells what all cost"

    await batch.change(bill * 40, 4)
    assert sentences(await follow(batch)) == []
    assert states(batch) == ["done"] * 12
    assert batch.totals.usd == bill * 12


def _shown(amount: Decimal) -> str:
    from scout_desktop.chat.money import show_dollars

    return show_dollars(amount)


async def test_without_max_tokens_a_cap_bounds_replies_so_that_it_can_hold(opened, served, album):
    server = await served(Reply(text="a"), Reply(text="b"))
    core = await opened(server)
    batch = await core.batches.plan([album(2)], question(max_usd=Decimal(1)))
    await follow(batch)
    assert [chat.json["max_tokens"] for chat in server.chats] == [4_096] * 2
    (paused,) = sentences(await follow(await _dear(core, album)))
    assert paused.reason == "cap"
    assert len(server.chats) == 2, "the longest reply would not fit, so nothing was sent"


async def _dear(core, album):
    spec = question(prompt="More?", max_usd=Decimal("0.0005"))
    return await core.batches.plan([album(2)], spec)


async def test_attempts_of_unknown_cost_count_by_their_forecast(opened, served, album):
    server = await served(*[Reply(deltas=("x", "y"), stall_after=1, stall=FOREVER)] * 3)
    core = await opened(server)
    spec = question(parameters={"max_tokens": 100}, parallel=3)
    batch = await core.batches.plan([album(3)], spec)
    run = asyncio.create_task(follow(batch))
    await asking(batch, 3)
    run.cancel()
    await asyncio.wait([run])
    assert (batch.totals.usd, batch.totals.unknown) == (0, 3)
    # A single one is 0.00003 USD for the reply and less than half of that for the picture.
    await batch.change(Decimal("0.0001"), 3)
    (paused,) = sentences(await follow(batch))
    assert paused.reason == "cap"
    assert len(server.chats) == 3


async def test_the_gate_lets_fewer_in_after_trouble_and_more_after_ten_successes():
    gate = Gate(SystemClock().seconds, 8, lambda _: True, lambda: False)

    async def inside() -> int:
        """Fill it up; how many fit."""
        tasks = [asyncio.create_task(gate.enter(n, lambda: Decimal(1))) for n in range(12)]
        await asyncio.sleep(0.08)
        count = sum(task.done() for task in tasks)
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        for number in range(12):
            gate.leave(number)
        return count

    assert await inside() == 8
    gate.hold(0.02)
    gate.hold(0.01)
    gate.hold(0.03)
    assert await inside() == 4, "three that were on their way together said the same"
    gate.hold(0)
    gate.hold(0)
    gate.hold(0)
    assert await inside() == 1
    for _ in range(20):
        gate.went_well()
    assert await inside() == 3
    gate.allow(2)
    assert await inside() == 2
    waiting = asyncio.create_task(gate.sleep(60))
    await asyncio.sleep(0)
    gate.close()
    await waiting
    assert not await gate.enter(1, lambda: Decimal(1))


async def test_what_a_kill_kept_from_the_ledger_is_told_by_the_chat(
    opened, served, album, tmp_path
):
    server = await served(Reply(text="a", bill=Decimal("0.25")), Reply(text="b"))
    core = await opened(server)
    batch = await core.batches.plan([album(2)], question(parallel=1))
    await follow(batch)
    await core.close()
    # As a kill leaves it that came after the reply was kept, and before its line was written.
    (path,) = (tmp_path / "d" / "ledger").glob("*.jsonl")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(line for line in lines if b'"0.25"' not in line))

    core = await opened(server)
    again = await core.batches.open(batch.id)
    assert (again.rows[0].state, again.rows[0].usd, again.rows[0].unknown) == ("done", None, 1)
    await follow(again)
    assert again.rows == batch.rows
    assert again.totals == batch.totals
    assert (await core.bill.totals(again.rows[0].item.chat)).chat.usd == Decimal("0.25")
