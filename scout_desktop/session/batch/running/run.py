"""One run of a batch: pictures prepared ahead, questions side by side, and what is said of it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from scout_desktop.chat.batch import BatchRow
from scout_desktop.chat.errors import ScoutError
from scout_desktop.chat.message import ImagePart
from scout_desktop.chat.money import show_dollars
from scout_desktop.session.batch.events import BatchEvent, Ended, Paused, PauseReason, RowChanged
from scout_desktop.session.batch.means import Means
from scout_desktop.session.batch.table import Table
from scout_desktop.session.batch.verdict import reason_of

from .asking import Asking
from .gate import Gate
from .preparing import Preparing, Ready
from .spending import Spending

_AHEAD = 2
"""Pictures prepared before the network is free for them."""
_SAME_FAILURE = 5
"""So many pictures that fail alike, and none that does not, and there is no use in going on."""


class Run:
    """Made anew for each run; `events` is iterated once."""

    def __init__(self, means: Means, table: Table, numbers: Sequence[int]) -> None:
        self._means = means
        self._table = table
        self._numbers = numbers
        self._spending = Spending(means, table)
        self.gate = Gate(
            means.clock.seconds,
            table.spec.parallel,
            self._spending.fits,
            self._spending.is_uncertain,
        )
        self._asking = Asking(means, table, self._spending, self.gate, self)
        self._preparing = Preparing(means, table, self)
        self._changed: dict[int, BatchRow] = {}
        self._pauses: list[Paused] = []
        self._wake = asyncio.Event()
        self._failures: Counter[tuple[str, int | None]] = Counter()
        self._went_well = False

    async def events(self) -> AsyncGenerator[BatchEvent, None]:
        """Work, and yield what changes. Iterate under `aclosing`."""
        work = asyncio.create_task(self._work(), name="batch")
        work.add_done_callback(lambda _: self._wake.set())
        try:
            while not work.done():
                await self._wake.wait()
                self._wake.clear()
                for event in self._news():
                    yield event
            work.result()
            yield Ended()
        finally:
            if not work.done():
                work.cancel()
                await asyncio.wait([work])
            # Also after a failure that nobody foresaw: no row goes on saying that it is asked.
            await self._asking.look_again()
            self._leave_waiting()

    def pause(self, sentence: str = "", reason: PauseReason = "asked") -> None:
        """Send nothing more; said once, for the first reason there was."""
        if not self.gate.closed:
            self._pauses.append(Paused(sentence, reason))
            self.gate.close()
            self._wake.set()

    def bounds_changed(self) -> None:
        """Look again at what is allowed."""
        self.gate.allow(self._table.spec.parallel)

    def show(self, number: int, row: BatchRow) -> None:
        """Put a row and say so."""
        self._table.put(number, row)
        self._changed[number] = row
        self._wake.set()

    def fail_all(self, error: ScoutError) -> None:
        """End the run for a failure that would meet every other picture too."""
        self.pause(error.sentence, reason_of(error))

    def ended_well(self) -> None:
        """Note that a picture has its answer."""
        self._went_well = True
        self.gate.went_well()

    def ended_badly(self, error: ScoutError | None) -> None:
        """Note that a picture has failed; what all fail of alike is not the pictures' fault."""
        if error is None or self._went_well:
            return
        alike = error.kind, error.status
        self._failures[alike] += 1
        if self._failures[alike] >= _SAME_FAILURE and error.status is not None:
            self.pause(f"The first {_SAME_FAILURE} pictures all failed: {error.sentence}", "other")

    def _news(self) -> Iterator[BatchEvent]:
        changed, self._changed = self._changed, {}
        pauses, self._pauses = self._pauses, []
        yield from pauses
        for number, row in changed.items():
            yield RowChanged(number, row)

    async def _work(self) -> None:
        ready: asyncio.Queue[Ready | None] = asyncio.Queue(_AHEAD)
        async with asyncio.TaskGroup() as group:
            ahead = group.create_task(self._preparing.all(self._numbers, ready))
            while (found := await ready.get()) is not None:
                number, image = found
                if not await self._may_ask(number, image):
                    break
                self._asking.take(number)
                group.create_task(self._asking.picture(number, image))
            ahead.cancel()
            await asyncio.wait([ahead])
            self._leave_waiting()

    async def _may_ask(self, number: int, image: ImagePart) -> bool:
        if await self.gate.enter(number, lambda: self._spending.reserve(image)):
            return True
        self.say_too_dear()
        return False

    def say_too_dear(self) -> None:
        """Pause when it was the cap that let nobody in."""
        if (amount := self.gate.too_dear) is None:
            return
        cap = self._table.spec.max_usd or Decimal(0)
        spent = show_dollars(self._table.totals.usd)
        self.pause(
            f"The cost cap of {show_dollars(cap)} is reached: {spent} was spent, and the next "
            f"picture may cost up to {show_dollars(amount)}.",
            "cap",
        )

    def _leave_waiting(self) -> None:
        """Put back what was prepared and is not asked any more."""
        for number in self._numbers:
            row = self._table.rows[number]
            if row.state == "preparing" and not self._asking.has(number):
                self.show(number, replace(row, state="waiting"))
                self._means.chats.let_go(row.item.chat)
