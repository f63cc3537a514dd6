"""Searching: what is typed becomes rows of the list, and the message in which it was found.

A search runs on a thread of its own, so that neither a save nor the window waits for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from scout_desktop.chat.rows import ChatRow, by_batch
from scout_desktop.chat.search.query import Hit, Query
from scout_desktop.storage.index import Index

from .catching_up import CatchingUp
from .clock import Clock
from .disk import Disk

if TYPE_CHECKING:
    from .searching import Searching

View: TypeAlias = Literal["chats", "archive", "trash", "kept"]
"""`kept` are chats and archive together."""

_PAINTED: Final = 0.5
"""Seconds until a list is surely on the screen, and takes keys."""
_OFTEN: Final = 0.5
"""Seconds between two reports on how much has been read."""


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
        self._catching_up = CatchingUp(index, disk)
        self._searching: Searching | None = None

    async def look(
        self,
        text: str,
        *,
        view: View = "chats",
        every: bool = False,
        most: int = 60,
        whole: bool = False,
    ) -> Findings:
        """Return the chats of a view in which `text` is found; all of them where it is empty.

        `is:archived` and `is:trash` look there whatever the view. The chats of a batch are one
        row unless `every` one is wanted or something is searched. Of a search the newest `most`
        chats are given. Chats that others changed are read first, as far as that takes a moment, or
        all of them where the `whole` is wanted.
        Raises DiskError.
        """
        if whole:
            await self.catch_up()
        if not text.strip():
            return await self._list(view, every)
        query = self._query(text)
        if not (self._catching_up.is_going_on or await self._disk.run(self._is_current)):
            await self._catching_up.for_a_moment()
        return await self._search(query, view, most, whole)

    async def cached(self) -> Findings:
        """Return the list as it was when it was last read: at once, as nothing is looked at."""
        rows = await self._disk.run(self._rows, "chats")
        return Findings(tuple(by_batch(rows)))

    async def is_unchanged(self) -> bool:
        """Whether what `cached` gave is still true; looks and reads as `look` does."""
        # Looking at 10,000 files takes Python's lock from the thread that paints the list.
        await asyncio.sleep(_PAINTED)
        return await self._catching_up.for_a_moment()

    async def reading(self) -> AsyncIterator[float]:
        """Read what has changed; yield the share of the chats that has been read, now and then.

        The last one is 1. Raises DiskError.
        """
        whole = asyncio.ensure_future(self._catching_up.to_the_end())
        try:
            while not whole.done():
                await asyncio.wait({whole}, timeout=_OFTEN)
                if not whole.done():
                    yield self._index.read
            await whole
            yield 1.0
        finally:
            whole.cancel()

    async def catch_up(self) -> int:
        """Read all that has changed, so that nothing is missing from what is found next.

        Returns how many chats were read or are gone. Raises DiskError.
        """
        return await self._catching_up.to_the_end()

    async def close(self) -> None:
        """Stop reading and searching."""
        await self._catching_up.close()
        if self._searching is not None:
            await self._searching.close()

    async def _list(self, view: View, every: bool) -> Findings:
        replaced = None
        while replaced != self._index.replaced:
            # Once more where the cache was found broken in the middle: its rows are to be read.
            replaced = self._index.replaced
            await self._catching_up.for_a_moment()
            rows = await self._disk.run(self._rows, view)
        shown = rows if every or view in ("archive", "trash") else by_batch(rows)
        return Findings(tuple(shown), read=self._index.read)

    def _rows(self, view: View) -> list[ChatRow]:
        rows = self._index.rows(deleted=view == "trash")
        if view in ("trash", "kept"):
            return rows
        return [row for row in rows if row.archived == (view == "archive")]

    async def _search(self, query: Query, view: View, most: int, whole: bool) -> Findings:
        if self._searching is None:
            from .searching import Searching  # much that a list at rest does not need

            self._searching = Searching(self._index, self._disk)
        while True:
            replaced = self._index.replaced
            rows, hits, more = await self._searching.found(query, view, most)
            if replaced == self._index.replaced:
                return Findings(rows, hits, query, self._index.read, more)
            # The cache was found broken in the middle: what took its place has nothing yet.
            await (self.catch_up() if whole else self._catching_up.for_a_moment())

    def _query(self, text: str) -> Query:
        from scout_desktop.chat.search.reading import parse

        # With the offset of this place: days begin at its midnight.
        now = datetime.fromisoformat(self._clock.now()).replace(tzinfo=UTC)
        return parse(text, now.astimezone().isoformat())

    def _is_current(self) -> bool:
        return self._index.is_current
