"""Before a run: rows as the disk has them now, and the ledger told what a kill kept from it.

Another program may have run the batch since its rows were read here. And a reply is kept in its
chat before its line in the ledger is: between the two a program may have died.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from scout_desktop.chat.batch import BatchRow
from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.message import Node, number
from scout_desktop.chat.money import Total, parse_dollars
from scout_desktop.session.batch.means import Means
from scout_desktop.session.batch.reading import attempts_of, row_of
from scout_desktop.session.batch.table import Table
from scout_desktop.storage.bill.attempt import Attempt

_GLANCE = 50
"""Chats read at once; between, others may use the disk."""


async def catch_up(means: Means, table: Table) -> list[int]:
    """Read the rows again that are not done or whose cost is not known; return those changed.

    To be called while the batch is locked. Raises DiskError.
    """
    await _save_again(means, table)
    await means.bill.read_all()
    changed: list[int] = []
    wanted = [n for n, row in enumerate(table.rows) if row.state != "done" or row.unknown]
    for at in range(0, len(wanted), _GLANCE):
        places = {table.rows[number].item.chat: number for number in wanted[at : at + _GLANCE]}
        found = await means.chats.glance(places)
        chats = {id: chat for id, chat in found.items() if isinstance(chat, Conversation)}
        totals = await means.disk.run(_totals, means, chats)
        for id, place in places.items():
            before, now = table.rows[place], None
            if (chat := chats.get(id)) is not None:
                table.begun.add(id)
                now = row_of(before.item, chat, totals[id], table.spec)
            elif id in table.begun and id not in found:
                # Somebody has taken it away: it is asked about anew.
                table.begun.discard(id)
                now = BatchRow(before.item)
            if now is not None and now != before:
                table.put(place, now)
                changed.append(place)
    return changed


async def _save_again(means: Means, table: Table) -> None:
    """Write what the disk refused in the run before; nothing is asked while it still does."""
    for row in table.rows:
        chat = row.item.chat
        if means.chats.unsaved(chat) is not None:
            if (refusal := await means.chats.save_again(chat)) is not None:
                raise refusal
            means.chats.let_go(chat)


def _totals(means: Means, chats: Mapping[str, Conversation]) -> dict[str, Total]:
    """Return what each chat has cost, after the ledger was told. On the disk's thread."""
    ledger = means.ledger
    found = {id: ledger.totals(chat=id) for id in chats}
    unsure = [chat for id, chat in chats.items() if found[id].unknown]
    if unsure:
        for attempt in _amended(ledger.attempts(), unsure, means.clock.now()):
            ledger.learned(attempt)
            found[attempt.chat] = ledger.totals(chat=attempt.chat)
    return found


def _amended(
    attempts: Iterable[Attempt], chats: Iterable[Conversation], now: str
) -> Iterator[Attempt]:
    """Yield the attempts of unknown cost whose replies say what they cost."""
    replies = {reply.id: reply for chat in chats for reply in attempts_of(chat)}
    for attempt in attempts:
        reply = replies.get(attempt.node)
        if attempt.source == "unknown" and reply is not None and reply.usd is not None:
            yield _learned(attempt, reply, now)


def _learned(attempt: Attempt, reply: Node, now: str) -> Attempt:
    cost, usage, came = reply.section("cost"), reply.section("usage"), reply.section("reply")
    generation, provider = came.get("generation_id"), came.get("provider")
    return replace(
        attempt,
        at=now,
        state=reply.state,
        source=str(cost.get("source")),
        usd=reply.usd,
        is_byok=cost.get("is_byok") is True,
        upstream_usd=parse_dollars(cost.get("upstream_usd")),
        provider=provider if isinstance(provider, str) else "",
        generation_id=generation if isinstance(generation, str) else None,
        prompt_tokens=number(usage.get("prompt_tokens")),
        completion_tokens=number(usage.get("completion_tokens")),
    )
