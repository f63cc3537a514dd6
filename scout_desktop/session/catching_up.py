"""Reading what has changed in the data folder, step by step, while everything else goes on.

Between two steps the disk thread does what it was asked for meanwhile, and the window paints.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import Final

from scout_desktop.storage.index import Index

from .disk import Disk

_MOMENT: Final = 0.2
"""Seconds for which a list that is asked for may wait to be whole."""
_STEPS: Final = 20
"""Steps that are waited for however long they take: a small library is always whole."""


class CatchingUp:
    """One reading at a time, begun when somebody looks and ended with the core."""

    def __init__(self, index: Index, disk: Disk) -> None:
        self._index = index
        self._disk = disk
        self._task: asyncio.Task[int] | None = None
        self._steps = 0

    @property
    def is_going_on(self) -> bool:
        """Whether something is being read just now."""
        return self._task is not None and not self._task.done()

    async def for_a_moment(self) -> bool:
        """Read what has changed, and wait for it a moment; whether it is known to be nothing.

        Raises DiskError.
        """
        task, began = self._begin(), time.monotonic()
        while not task.done() and (self._steps < _STEPS or time.monotonic() - began < _MOMENT):
            await asyncio.wait({task}, timeout=0.01)
        return task.done() and not task.cancelled() and task.result() == 0

    async def to_the_end(self) -> int:
        """Read all that has changed; return how many chats. Raises DiskError."""
        # Shielded: who waits may be stopped, others wait too.
        return await asyncio.shield(self._begin())

    async def close(self) -> None:
        """Stop after the step that is on its way; the next start goes on."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await self._task

    def _begin(self) -> asyncio.Task[int]:
        if self._task is None or self._task.done():
            self._steps = 0
            self._task = asyncio.create_task(self._read(), name="reading chats for the index")
            # Who looked may have gone meanwhile; the next one who looks is told.
            self._task.add_done_callback(lambda done: done.cancelled() or done.exception())
        return self._task

    async def _read(self) -> int:
        steps, changed = self._index.steps(), 0
        while (done := await self._disk.run(next, steps, None)) is not None:
            self._steps += 1
            changed += done
        return changed
