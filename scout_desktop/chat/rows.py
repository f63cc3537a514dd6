"""What the list of conversations shows of a chat, without opening it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from .money import exact_sum

BATCH = "batch:"
"""Begins the id of a row that stands for all chats of a batch; the batch's id follows."""


class ChatRow(NamedTuple):
    """One row of the list. Times are UTC as stored; `usd` is None where nothing is known yet.

    A tuple, because ten thousand are made at each start.
    """

    id: str
    title: str
    created: str
    updated: str
    last_line: str = ""
    messages: int = 0
    usd: Decimal | None = None
    unknown: int = 0
    """Attempts without a known cost, counted beside the sum."""
    pinned: bool = False
    archived: bool = False
    deleted: bool = False
    thumbnail: str | None = None
    """The sha256 of the picture to show."""
    batch: str = ""
    """The id of the batch it belongs to."""
    batch_name: str = ""
    tags: tuple[str, ...] = ()


def by_batch(rows: Iterable[ChatRow]) -> list[ChatRow]:
    """Return the list with one row for the chats of each batch, in the place of its newest.

    `rows` are newest first. A pinned one stands for itself, besides being counted.
    """
    found: list[ChatRow] = []
    groups: dict[str, list[ChatRow]] = {}
    places: dict[str, int] = {}
    for row in rows:
        if row.batch:
            groups.setdefault(row.batch, []).append(row)
        if row.pinned or not row.batch:
            found.append(row)
        elif row.batch not in places:
            places[row.batch] = len(found)
            found.append(row)
    for id, place in places.items():
        found[place] = _together(id, groups[id])
    return found


def _together(id: str, rows: list[ChatRow]) -> ChatRow:
    known = [row.usd for row in rows if row.usd is not None]
    pictures = f"{len(rows):,} picture" if len(rows) == 1 else f"{len(rows):,} pictures"
    name = next((row.batch_name for row in rows if row.batch_name), "Batch")
    return rows[0]._replace(
        id=BATCH + id,
        title=f"{name} · {pictures}",
        created=min(row.created for row in rows),
        messages=sum(row.messages for row in rows),
        usd=exact_sum(known) if known else None,
        unknown=sum(row.unknown for row in rows),
        pinned=False,
        thumbnail=next((row.thumbnail for row in rows if row.thumbnail), None),
    )
