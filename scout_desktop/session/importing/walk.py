"""Goes through a source in slices of the disk thread's time, so that a save never waits long."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Final

from scout_desktop.session.disk import Disk
from scout_desktop.storage.imports.arrivals.coming import Coming, coming
from scout_desktop.storage.imports.known import Importer, importer_of
from scout_desktop.storage.imports.source import Source

_SLICE: Final = 0.03
"""Seconds; one chat is the least, however large."""


class Walk:
    """One way through a source; opened, read and closed on the disk thread."""

    def __init__(self, path: Path, disk: Disk) -> None:
        self._path = path
        self._disk = disk
        self._source: Source | None = None
        self._chats: Iterator[Coming] = iter(())

    async def open(self, chosen: Collection[str] | None = None) -> Importer:
        """Find out what it is. Raises BadInput, DiskError."""
        return await self._disk.run(self._open, chosen)

    async def each(self, take: Callable[[Coming], None], told: Callable[[int], None]) -> None:
        """Give every chat to `take` on the disk thread; `told` hears here how many there were.

        Ends between two chats when it is cancelled. Raises what reading and `take` raise.
        """
        seen = 0
        while count := await self._disk.run(self._slice, take):
            seen += count
            told(seen)

    async def close(self) -> None:
        """Let go of the source."""
        await self._disk.run(self._close)

    def _open(self, chosen: Collection[str] | None) -> Importer:
        self._source = Source.open(self._path)
        importer = importer_of(self._source)
        self._chats = coming(importer, self._source, chosen)
        return importer

    def _slice(self, take: Callable[[Coming], None]) -> int:
        until, count = time.monotonic() + _SLICE, 0
        while count == 0 or time.monotonic() < until:
            found = next(self._chats, None)
            if found is None:
                break
            take(found)
            count += 1
        return count

    def _close(self) -> None:
        # A generator may hold a file or a database open.
        self._chats = iter(())
        if self._source is not None:
            self._source.close()
            self._source = None
