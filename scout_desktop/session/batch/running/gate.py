"""Who may send next: as many at once as the service bears, and nothing that the cap forbids."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal

from scout_desktop.chat.money import exact_sum

_GROWS_AFTER = 10
"""Successes in a row after which one more request at once is tried again."""


class Gate:
    """Every attempt passes through it.

    `fits` says whether so much on its way may be afforded, `alone` whether only one at a time may
    be on its way for now.
    """

    def __init__(
        self,
        seconds: Callable[[], float],
        parallel: int,
        fits: Callable[[Decimal], bool],
        alone: Callable[[], bool],
    ) -> None:
        self._seconds = seconds
        self._most = parallel
        self._fits = fits
        self._alone = alone
        self._now = parallel
        self._well = 0
        self._until = 0.0
        self._reserved: dict[int, Decimal] = {}
        self._moved = asyncio.Event()
        self.closed = False
        self.too_dear: Decimal | None = None
        """What the next would cost, once that was more than the cap leaves."""

    async def enter(self, number: int, reserve: Callable[[], Decimal]) -> bool:
        """Wait until a request may leave; False when none may any more.

        `reserve` gives what it may cost at most, in USD, by what is known at that moment.
        """
        while not self.closed:
            if (wait := self._until - self._seconds()) > 0:
                await self._anything(wait)
                continue
            if len(self._reserved) < (1 if self._alone() else self._now):
                amount = reserve()
                if self._fits(exact_sum((*self._reserved.values(), amount))):
                    self._reserved[number] = amount
                    return True
                if not self._reserved:
                    self.too_dear = amount
                    return False
            # What is on its way may turn out cheaper than was kept aside for it.
            await self._anything(None)
        return False

    @property
    def held(self) -> float:
        """Seconds until anybody may send again, because the service asked to wait; 0 if not."""
        return max(self._until - self._seconds(), 0.0)

    def leave(self, number: int) -> None:
        """Say that a request is over; its cost counts as spent by now."""
        self._reserved.pop(number, None)
        self._tell()

    def hold(self, seconds: float) -> None:
        """Let nobody send for a while, and fewer at once afterwards."""
        now = self._seconds()
        if now >= self._until:
            # Once for all that were on their way together and are told the same.
            self._now = max(self._now // 2, 1)
        self._until = max(self._until, now + seconds)
        self._well = 0
        self._tell()

    def went_well(self) -> None:
        """Note a success; after ten in a row one more at once may be tried."""
        self._well += 1
        if self._well >= _GROWS_AFTER and self._now < self._most:
            self._now += 1
            self._well = 0

    def allow(self, parallel: int) -> None:
        """Set the most at once anew, and look again at what may be afforded."""
        self._now = parallel if self._now >= self._most else min(self._now, parallel)
        self._most = parallel
        self._tell()

    def close(self) -> None:
        """Let nobody in any more; whoever waits or sleeps is told."""
        self.closed = True
        self._tell()

    async def sleep(self, seconds: float) -> None:
        """Wait, but not beyond the closing."""
        until = self._seconds() + seconds
        while not self.closed and (left := until - self._seconds()) > 0:
            await self._anything(left)

    async def _anything(self, seconds: float | None) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._moved.wait()

    def _tell(self) -> None:
        self._moved.set()
        self._moved = asyncio.Event()
