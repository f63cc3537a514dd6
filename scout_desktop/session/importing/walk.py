"""Goes through a source: read on a thread of its own, compared and written on the disk's.

So that a save waits for one slice of comparing or writing at most, and never for foreign files.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from scout_desktop.session.disk import Disk
from scout_desktop.storage.imports.arrivals.coming import Coming, coming
from scout_desktop.storage.imports.known import importer_of, left_out_of
from scout_desktop.storage.imports.source import Source

P = ParamSpec("P")
T = TypeVar("T")

_SLICE: Final = 0.03
"""Seconds; one chat is the least, however large."""


class Walk:
    """One way through a source; to be closed, whatever happens."""

    def __init__(self, path: Path, disk: Disk) -> None:
        self._path = path
        self._disk = disk
        self._source: Source | None = None
        self._chats: Iterator[Coming] = iter(())
        # A database of another program must be read on the thread that opened it.
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="import")

    async def open(self, chosen: Collection[str] | None = None) -> tuple[str, Mapping[str, int]]:
        """Find out what it is; return its title and what of it has no place here, by kind.

        Raises BadInput, DiskError.
        """
        return await self._read(self._open, chosen)

    async def each(self, take: Callable[[Coming], None], told: Callable[[int], None]) -> None:
        """Give every chat to `take` on the disk thread; `told` hears here how many there were.

        Ends between two chats when it is cancelled. Raises what reading and `take` raise.
        """
        seen = 0
        while found := await self._read(self._slice):
            while found:
                count = await self._disk.run(_taken, found, take)
                found = found[count:]
                seen += count
                told(seen)

    async def close(self) -> None:
        """Let go of the source, when what was begun on the disk thread has ended."""
        await self._disk.run(_nothing)
        await self._read(self._close)
        self._pool.shutdown(wait=False)

    async def _read(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        # Shielded as the disk is: what was begun ends before the source is closed.
        return await asyncio.shield(asyncio.wrap_future(self._pool.submit(work, *args, **kwargs)))

    def _open(self, chosen: Collection[str] | None) -> tuple[str, Mapping[str, int]]:
        self._source = Source.open(self._path)
        importer = importer_of(self._source)
        self._chats = coming(importer, self._source, chosen)
        return importer.TITLE, left_out_of(importer, self._source)

    def _slice(self) -> list[Coming]:
        until = time.monotonic() + _SLICE
        found: list[Coming] = []
        for chat in self._chats:
            found.append(chat)
            if time.monotonic() >= until:
                break
        return found

    def _close(self) -> None:
        # A generator may hold a file or a database open.
        self._chats = iter(())
        if self._source is not None:
            self._source.close()
            self._source = None


def _nothing() -> None:
    """Be a place in the queue."""


def _taken(found: list[Coming], take: Callable[[Coming], None]) -> int:
    """Take some of what was found; return how many."""
    until = time.monotonic() + _SLICE
    for count, chat in enumerate(found, 1):
        take(chat)
        if time.monotonic() >= until:
            return count
    return len(found)
