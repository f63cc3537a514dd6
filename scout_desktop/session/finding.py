"""Searching: what is typed becomes rows of the list, and the message in which it was found."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from scout_desktop.chat.conversation import UNNAMED
from scout_desktop.chat.rows import ChatRow, by_batch
from scout_desktop.chat.search.query import Cost, Hit, Query, Sign
from scout_desktop.chat.search.reading import parse
from scout_desktop.storage.index import Index

from .clock import Clock
from .disk import Disk

View: TypeAlias = Literal["chats", "archive", "trash"]

_COMPARED: Final[Mapping[Sign, Callable[[Decimal, Decimal], bool]]] = {
    "<": operator.lt, "<=": operator.le, "=": operator.eq, ">=": operator.ge, ">": operator.gt,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found, newest first; with an empty `query` the whole list of the view."""

    rows: tuple[ChatRow, ...]
    hits: Mapping[str, Hit] = field(default_factory=dict)
    """By the id of the chat; empty when nothing was searched."""
    query: Query = field(default_factory=Query)
    read: float = 1.0
    """Share of the chats that have been read for searching; below 1 more may be found later."""
    more: bool = False
    """Whether there are more chats: `look` again with a greater `most`."""


class Finding:
    """Looks through the chats."""

    def __init__(self, index: Index, disk: Disk, clock: Clock) -> None:
        self._index = index
        self._disk = disk
        self._clock = clock

    async def look(
        self, text: str, *, view: View = "chats", every: bool = False, most: int = 200
    ) -> Findings:
        """Return the chats of a view in which `text` is found; all of them where it says nothing.

        `is:archived` and `is:trash` look there whatever the view. The chats of a batch are one
        row unless `every` one is wanted or something is searched. Of a search the newest `most`
        chats are given.
        """
        query = parse(text, self._now())
        return await self._disk.run(self._look, query, view, every, most)

    def _look(self, query: Query, view: View, every: bool, most: int) -> Findings:
        self._index.refresh()
        # A chat whose first message the disk refused has neither message nor name.
        rows = [
            row
            for row in self._index.rows(deleted=None)
            if _is_in(row, query, view) and (row.messages or row.title != UNNAMED)
        ]
        if query.is_empty:
            return Findings(tuple(rows if every or view != "chats" else by_batch(rows)))
        hits = self._index.find(query)
        rows = [row for row in rows if row.id in hits and _fits(row, query)]
        shown = tuple(rows[:most])
        return Findings(
            shown, {row.id: hits[row.id] for row in shown}, query, more=len(rows) > most
        )

    def _now(self) -> str:
        """Return the time now with the offset of this place: days begin at its midnight."""
        now = datetime.fromisoformat(self._clock.now()).replace(tzinfo=UTC)
        return now.astimezone().isoformat()


def _is_in(row: ChatRow, query: Query, view: View) -> bool:
    trash = view == "trash" if query.trash is None else query.trash
    if row.deleted != trash:
        return False
    if query.archived is not None:
        return row.archived == query.archived
    return trash or row.archived == (view == "archive")


def _fits(row: ChatRow, query: Query) -> bool:
    tags = {tag.casefold() for tag in row.tags}
    return (
        query.pinned in (None, row.pinned)
        and all(tag.casefold() in tags for tag in query.tags)
        and not any(tag.casefold() in tags for tag in query.without_tags)
        and all(_costs(row, cost) for cost in query.costs)
    )


def _costs(row: ChatRow, bound: Cost) -> bool:
    """Compare what is known of the cost; unknown is not nothing."""
    if row.usd is None and row.unknown:
        return False
    return _COMPARED[bound.sign](row.usd or Decimal(0), bound.usd)
