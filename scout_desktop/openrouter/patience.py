"""One alarm clock for all the waits of an answer.

A timer for each read would do as well, but on Qt's loop a cancelled timer lives on until its time
comes: a minute of reads would leave a minute's timers behind, and each wakes the window once more.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from math import inf


class Patience:
    """Bounds one wait after another, all in one task."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._waiting: asyncio.Timeout | None = None
        self._until = inf
        self._alarm: asyncio.TimerHandle | None = None
        self._rings = inf
        """When the alarm rings, by the loop's clock."""

    @asynccontextmanager
    async def at_most(self, seconds: float | None) -> AsyncIterator[None]:
        """Bound what is done inside; raises TimeoutError. None bounds nothing."""
        self._until = inf if seconds is None else self._loop.time() + seconds
        if self._until < self._rings:
            self._set()
        async with asyncio.timeout(None) as waiting:
            self._waiting = waiting
            try:
                yield
            finally:
                self._waiting = None

    def close(self) -> None:
        """Ring no more."""
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm, self._rings = None, inf

    def _set(self) -> None:
        self.close()
        self._rings = self._until
        self._alarm = self._loop.call_at(self._until, self._ring)

    def _ring(self) -> None:
        """Break the wait off when its time is over; else wait on for the one that goes on now."""
        self._alarm, self._rings = None, inf
        if self._waiting is None or self._until == inf:
            return
        if self._loop.time() < self._until:
            self._set()
        else:
            self._waiting.reschedule(self._loop.time())
