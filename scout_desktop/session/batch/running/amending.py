"""Tells the ledger what a kill kept from it: the cost of replies that were whole already.

A reply is kept in its chat before its line in the ledger; between the two a program may die.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.message import Node, number
from scout_desktop.chat.money import parse_dollars
from scout_desktop.session.batch.means import Means
from scout_desktop.session.batch.reading import attempts_of, row_of
from scout_desktop.session.batch.table import Table
from scout_desktop.storage.bill.attempt import Attempt


async def amend(means: Means, table: Table) -> None:
    """Write what chats say that the ledger does not, and put their rows right. DiskError."""
    places = {row.item.chat: number for number, row in enumerate(table.rows) if row.unknown}
    if not places:
        return
    found = await means.chats.glance(places)
    chats = {id: chat for id, chat in found.items() if isinstance(chat, Conversation)}
    attempts = await means.disk.run(means.ledger.attempts)
    for attempt in list(_amended(attempts, chats.values(), means.clock.now())):
        await means.disk.run(means.ledger.learned, attempt)
        total = await means.disk.run(means.ledger.totals, chat=attempt.chat)
        place = places[attempt.chat]
        item = table.rows[place].item
        table.put(place, row_of(item, chats[item.chat], total, table.spec))


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
