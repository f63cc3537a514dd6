"""One batch: its rows as they stand, and the verbs that move them."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from decimal import Decimal
from pathlib import Path

from scout_desktop.chat.batch import BatchRow, BatchSpec, BatchTotals

from .events import BatchEvent


class Batch:
    """Made by `Batches`. `id` is the batch's, `rows[n]` stays about the same picture for ever."""

    id: str

    @property
    def spec(self) -> BatchSpec:
        """What is asked, and within which bounds."""
        raise NotImplementedError

    @property
    def rows(self) -> tuple[BatchRow, ...]:
        """The table as it stands."""
        raise NotImplementedError

    @property
    def totals(self) -> BatchTotals:
        """Exact sums of the rows."""
        raise NotImplementedError

    @property
    def running(self) -> bool:
        """Whether a run of this object is under way."""
        raise NotImplementedError

    def run(self, only_failed: bool = False) -> AsyncGenerator[BatchEvent, None]:
        """Ask about every picture that waits, or about those that failed; ends with `Ended`.

        Iterate under `contextlib.aclosing`; cancelling stops the replies on their way, and what
        had arrived of them is kept. Raises FolderLocked when the batch runs elsewhere.
        """
        raise NotImplementedError

    def pause(self) -> None:
        """Send nothing more in this run; replies on their way still arrive."""
        raise NotImplementedError

    async def change(
        self, max_usd: Decimal | None, parallel: int, tries: int | None = None
    ) -> None:
        """Set the bounds, also while it runs; `tries` None leaves that as it is. DiskError."""
        raise NotImplementedError

    def csv(self) -> str:
        """Return the table with one line a picture, fields of the answers as columns."""
        raise NotImplementedError

    def json_lines(self) -> str:
        """Return one JSON object a line and picture, nothing rounded, nothing altered."""
        raise NotImplementedError

    async def save_chats(self, folder: Path) -> int:
        """Write every chat as document and as Markdown; returns how many. Raises DiskError."""
        raise NotImplementedError
