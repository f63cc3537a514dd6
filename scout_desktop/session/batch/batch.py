"""One batch: its rows as they stand, and the verbs that move them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from scout_desktop.chat.batch import BatchRow, BatchSpec, BatchTotals

from . import exports
from .events import BatchEvent, RowChanged
from .means import Means
from .running.catching_up import catch_up
from .running.run import Run
from .table import Table

MOST_AT_ONCE = 8
MOST_TRIES = 10


class Batch:
    """Made by `Batches`. `rows[n]` stays about the same picture for ever."""

    def __init__(self, means: Means, table: Table) -> None:
        self._means = means
        self._table = table
        self._run: Run | None = None

    @property
    def id(self) -> str:
        """The id of the batch."""
        return self._table.job.id

    @property
    def spec(self) -> BatchSpec:
        """What is asked, and within which bounds."""
        return self._table.spec

    @property
    def rows(self) -> tuple[BatchRow, ...]:
        """The table as it stands."""
        return tuple(self._table.rows)

    @property
    def totals(self) -> BatchTotals:
        """Exact sums of the rows."""
        return self._table.totals

    @property
    def running(self) -> bool:
        """Whether a run of this object is under way."""
        return self._run is not None

    @property
    def held(self) -> float:
        """Seconds for which nothing is sent because the service asked to wait; 0 if it did not."""
        return 0.0 if self._run is None else self._run.gate.held

    async def run(self, only_failed: bool = False) -> AsyncGenerator[BatchEvent, None]:
        """Ask about every picture that waits, or about those that failed; ends with `Ended`.

        Iterate under `contextlib.aclosing`; cancelling stops the replies on their way, and what
        had arrived of them is kept. Raises FolderLocked when the batch runs already.
        """
        lock = await self._means.disk.run(self._means.jobs.lock, self.id)
        try:
            await self._means.bill.load_prices()
            for number in await catch_up(self._means, self._table):
                yield RowChanged(number, self._table.rows[number])
            wanted = "failed" if only_failed else "waiting"
            rows = self._table.rows
            numbers = [number for number, row in enumerate(rows) if row.state == wanted]
            self._run = Run(self._means, self._table, numbers)
            async with aclosing(self._run.events()) as events:
                async for event in events:
                    yield event
        finally:
            self._run = None
            lock.release()

    def pause(self) -> None:
        """Send nothing more in this run; replies on their way still arrive."""
        if self._run is not None:
            self._run.pause()

    async def change(
        self, max_usd: Decimal | None, parallel: int, tries: int | None = None
    ) -> None:
        """Set the bounds, also while it runs; `tries` None leaves that as it is.

        Raises DiskError, and BadInput for a batch that was forgotten meanwhile.
        """

        def bounded(spec: BatchSpec) -> BatchSpec:
            return replace(
                spec,
                max_usd=max_usd,
                parallel=min(max(parallel, 1), MOST_AT_ONCE),
                tries=spec.tries if tries is None else min(max(tries, 1), MOST_TRIES),
            )

        def save() -> None:
            # Others may have put pictures in since: only the bounds are ours to change.
            kept = self._means.jobs.load(self.id)
            self._means.jobs.save(replace(kept, spec=bounded(kept.spec)))

        self._table.job = replace(self._table.job, spec=bounded(self._table.spec))
        if self._run is not None:
            self._run.bounds_changed()
        await self._means.disk.run(save)

    def csv(self) -> str:
        """Return the table with one line a picture, fields of the answers as columns."""
        return exports.csv_of(self._table)

    def json_lines(self) -> str:
        """Return one JSON object a line and picture; `answer` is the reply to the last digit."""
        return exports.json_lines_of(self._table)

    async def save_chats(self, folder: Path) -> int:
        """Write every chat as document and as Markdown; returns how many. Raises DiskError."""
        return await exports.save_chats(self._means.chats, self._table, folder)

    async def save(self, path: Path, text: str) -> None:
        """Write an export where the user wants it, whole or not at all. Raises DiskError."""
        await asyncio.to_thread(exports.save, path, text)
