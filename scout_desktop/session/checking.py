"""The health of the data folder: looking it over, mending it, and its backups.

Long work goes in slices. What only reads has a thread of its own; what writes goes on the disk
thread, between slices of which a save passes. One piece of work at a time.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from scout_desktop.chat.errors import FolderLocked
from scout_desktop.chat.findings import Backup, Mended, Progress, Report, Restored
from scout_desktop.storage.backups import Backups
from scout_desktop.storage.check.looking import look
from scout_desktop.storage.check.repair import repair
from scout_desktop.storage.check.restoring import restore
from scout_desktop.storage.library import Library
from scout_desktop.storage.places import Places

from .clock import Clock
from .disk import Disk

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")
Slice: TypeAlias = Callable[[], tuple[Progress | None, Any]]
"""Returns where the work is, or None and what came of it."""
Run: TypeAlias = Callable[[Slice], Awaitable[tuple[Progress | None, Any]]]

_SLICE_SECONDS = 0.03


async def look_over(places: Places) -> AsyncGenerator[Progress | Report, None]:
    """Look a data folder over without opening it; yields progress and at last the report.

    Nothing is written, nothing is locked. Raises DiskError where it cannot be listed.
    """
    thread = ThreadPoolExecutor(1, thread_name_prefix="look")
    loop = asyncio.get_running_loop()
    try:
        work = _in_slices(look(places), lambda run: loop.run_in_executor(thread, run))
        async with aclosing(work) as steps:
            async for step in steps:
                yield step
    finally:
        thread.shutdown(wait=False)


class Checking:
    """What the window and the command line do about the folder's health."""

    def __init__(
        self,
        library: Library,
        disk: Disk,
        clock: Clock,
        opened: Callable[[], Collection[str]],
    ) -> None:
        """`opened` gives the ids of the chats that somebody has open."""
        self._library, self._disk, self._clock, self._opened = library, disk, clock, opened
        self._backups = Backups(library.places, library.writer.name)
        self._busy = ""

    @property
    def busy(self) -> str:
        """What is being done, as "being checked"; empty when nothing is."""
        return self._busy

    @property
    def quarantine(self) -> Path:
        """Where originals go."""
        return self._library.places.quarantine

    async def check(self) -> AsyncGenerator[Progress | Report, None]:
        """Look the folder over; yields progress and at last the report. Raises DiskError."""
        with self._alone("being checked"):
            async with aclosing(look_over(self._library.places)) as steps:
                async for step in steps:
                    yield step

    async def repair(self, report: Report) -> AsyncGenerator[Progress | Mended, None]:
        """Mend what a report found; yields progress and at last what was done."""
        with self._alone("being repaired"):
            work = repair(self._library, report, self._clock.now(), self._opened())
            async with aclosing(_in_slices(work, self._disk.run)) as steps:
                async for step in steps:
                    yield step

    async def backups(self) -> tuple[Backup, ...]:
        """Return the backups, newest first. Raises DiskError."""
        return tuple(await self._disk.run(self._backups.all))

    async def back_up(self, reason: str = "") -> AsyncGenerator[Progress | Backup, None]:
        """Make a backup now; yields progress and at last the backup. Raises DiskError."""
        thread = ThreadPoolExecutor(1, thread_name_prefix="backup")
        loop = asyncio.get_running_loop()
        try:
            with self._alone("being backed up"):
                work = self._backups.make(self._clock.now(), reason)
                sliced = _in_slices(work, lambda run: loop.run_in_executor(thread, run))
                async with aclosing(sliced) as steps:
                    async for step in steps:
                        yield step
        finally:
            thread.shutdown(wait=False)

    async def back_up_when_due(self) -> Backup | None:
        """Make the weekly backup if it is time for one; for some minutes after the start.

        Raises DiskError, and then nothing of it stays. None when there is nothing to do.
        """
        if self._busy or not await self._disk.run(self._backups.is_due, self._clock.now()):
            return None
        made: Backup | None = None
        async with aclosing(self.back_up()) as steps:
            async for step in steps:
                made = step if isinstance(step, Backup) else None
                # Nobody waits for it: the rest of the program goes first.
                await asyncio.sleep(_SLICE_SECONDS)
        return made

    async def restore(
        self, name: str, only: str | None = None
    ) -> AsyncGenerator[Progress | Restored, None]:
        """Merge a backup, or one chat of it, into the folder; nothing newer is lost.

        Yields progress and at last what changed. Raises DiskError.
        """
        with self._alone("being restored"):
            now, opened = self._clock.now(), self._opened()
            work = restore(self._library, name, now, only, opened)
            async with aclosing(_in_slices(work, self._disk.run)) as steps:
                async for step in steps:
                    yield step

    @contextmanager
    def _alone(self, what: str) -> Iterator[None]:
        if self._busy:
            raise FolderLocked(f"The data folder is {self._busy}.", "Try again when that is done.")
        self._busy = what
        try:
            yield
        finally:
            self._busy = ""


async def _in_slices(
    work: Generator[Progress, None, T], run: Run
) -> AsyncGenerator[Progress | T, None]:
    def some() -> tuple[Progress | None, Any]:
        until = time.monotonic() + _SLICE_SECONDS
        at: Progress | None = None
        try:
            while at is None or time.monotonic() < until:
                at = next(work)
        except StopIteration as end:
            return None, end.value
        return at, None

    def end() -> tuple[Progress | None, Any]:
        work.close()
        return None, None

    try:
        while True:
            at, result = await run(some)
            if at is None:
                yield result
                return
            yield at
    finally:
        # Behind a slice that nobody waits for any more; does nothing to work that is done.
        await asyncio.shield(asyncio.ensure_future(run(end)))
