"""The rows of a batch as they stand, their exact sums, and which chats there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from scout_desktop.chat.batch import BatchRow, BatchSpec, BatchTotals
from scout_desktop.chat.money import exact_sum
from scout_desktop.storage.batches import Job

_NOTHING = Decimal(0)


class Table:
    """Shared by a batch and its run."""

    def __init__(self, job: Job, rows: Iterable[BatchRow], begun: Iterable[str]) -> None:
        self.job = job
        self.rows = list(rows)
        self.begun = set(begun)
        """Ids of the chats that exist."""
        self.totals = BatchTotals(items=len(self.rows))
        for row in self.rows:
            self._count(row, 1)

    @property
    def spec(self) -> BatchSpec:
        """What is asked."""
        return self.job.spec

    def put(self, number: int, row: BatchRow) -> None:
        """Replace a row."""
        self._count(self.rows[number], -1)
        self.rows[number] = row
        self._count(row, 1)

    def _count(self, row: BatchRow, sign: int) -> None:
        old = self.totals
        usd = row.usd or _NOTHING
        self.totals = replace(
            old,
            done=old.done + sign * (row.state == "done"),
            failed=old.failed + sign * (row.state == "failed"),
            running=old.running + sign * (row.state in ("preparing", "asking")),
            prompt_tokens=old.prompt_tokens + sign * (row.prompt_tokens or 0),
            completion_tokens=old.completion_tokens + sign * (row.completion_tokens or 0),
            # Multiplying by the sign would round to the 28 digits of the usual context.
            usd=exact_sum((old.usd, usd if sign > 0 else usd.copy_negate())),
            unknown=old.unknown + sign * row.unknown,
        )
