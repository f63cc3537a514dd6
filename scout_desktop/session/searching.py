"""The thread that searches, with a connection of its own to the index."""

from __future__ import annotations

import asyncio
import operator
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Final, ParamSpec, TypeAlias, TypeVar

from scout_desktop.chat.rows import ChatRow
from scout_desktop.chat.search.query import Cost, Hit, Query, Sign
from scout_desktop.storage.index import Index
from scout_desktop.storage.index.reader import Reader
from scout_desktop.storage.index.rows import chat_row
from scout_desktop.storage.index.search import Wanted

from .disk import Disk

KnownCost: TypeAlias = tuple[Decimal | None, int]
"""USD, None where nothing is known, and how many attempts are of unknown cost."""
P = ParamSpec("P")
T = TypeVar("T")

_COMPARED: Final[Mapping[Sign, Callable[[Decimal, Decimal], bool]]] = {
    "<": operator.lt, "<=": operator.le, "=": operator.eq, ">=": operator.ge, ">": operator.gt,
}  # fmt: skip

_TYPING: Final = 2.0
"""Seconds for which costs are believed: they are for thousands of chats, and asked every key."""


class Searching:
    """Searches one after the other."""

    def __init__(self, index: Index, disk: Disk) -> None:
        self._index = index
        self._disk = disk
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="search")
        self._reader = Reader(index.path)
        self._costs: Mapping[str, KnownCost] = {}
        self._until = 0.0

    async def found(
        self, query: Query, view: str, most: int
    ) -> tuple[tuple[ChatRow, ...], Mapping[str, Hit], bool]:
        """Return rows, their hits by chat, and whether there are more. Raises DiskError."""
        cache = await self._disk.run(self._begin)
        trash = view == "trash" if query.trash is None else query.trash
        archived = query.archived
        if archived is None and not trash and view != "kept":
            archived = view == "archive"
        only, never = _by_cost(query, self._costs)
        wanted = Wanted(query, trash, archived, only, never, most)
        found = None if cache is None else await self._run(self._reader.search, wanted, cache)
        if found is None:
            found = await self._disk.run(self._index.search, wanted)
        rows = tuple(chat_row(row, self._costs.get(row[0], (None, 0))) for row in found.rows)
        if query.costs:
            # The bill has nothing of them and still they are not free.
            rows = tuple(row for row in rows if row.usd is not None or not row.unknown)
        return rows, found.hits, found.more

    async def close(self) -> None:
        """End the thread."""
        await self._run(self._reader.close)
        await asyncio.to_thread(self._thread.shutdown)

    def _begin(self) -> int | None:
        if time.monotonic() >= self._until:
            self._costs, self._until = self._index.costs(), time.monotonic() + _TYPING
        return self._index.show()

    async def _run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.wrap_future(self._thread.submit(work, *args, **kwargs))


def _by_cost(query: Query, costs: Mapping[str, KnownCost]) -> tuple[set[str] | None, set[str]]:
    """Return the chats that may be found for what they cost (None: all), and those that may not."""
    if not query.costs:
        return None, set()
    fitting = {id for id, cost in costs.items() if _fits(cost, query.costs)}
    if _fits((Decimal(0), 0), query.costs):
        # One that nothing was asked in cost nothing.
        return None, costs.keys() - fitting
    return fitting, set()


def _fits(cost: KnownCost, bounds: tuple[Cost, ...]) -> bool:
    """Compare what is known of a cost; unknown is not nothing."""
    usd = cost[0]
    return usd is not None and all(_COMPARED[bound.sign](usd, bound.usd) for bound in bounds)
