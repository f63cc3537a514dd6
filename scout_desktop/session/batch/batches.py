"""The batches of this computer: plan one, find one again, look at what one would cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from scout_desktop.chat.batch import BatchSpec, BatchSummary

from .batch import Batch


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a batch would use, from the headers of its files alone."""

    pictures: int
    """Pages of documents count one by one."""
    prompt_tokens: int
    usd: Decimal
    """Expected, with a typical reply for each picture."""
    unreadable: tuple[str, ...] = ()
    """Names of files that look like pictures and cannot be used; the run says why of each."""
    too_many: int = 0
    """Pictures beyond the most that one batch takes, which are left out."""


class Batches:
    """`core.batches`."""

    async def preview(self, paths: Sequence[Path], spec: BatchSpec) -> Forecast:
        """Look at the headers of what was dropped. Raises BadInput when there is no picture."""
        raise NotImplementedError

    async def plan(self, paths: Sequence[Path], spec: BatchSpec) -> Batch:
        """Make a batch of files and folders; nothing is sent yet.

        Of a folder its own files are taken, by name; of a document every page. Raises BadInput
        (no picture among them, a schema that is none) and DiskError.
        """
        raise NotImplementedError

    async def find(self, paths: Sequence[Path], spec: BatchSpec) -> Batch | None:
        """Return the newest batch that asked the same of the same files and folders."""
        raise NotImplementedError

    async def all(self) -> tuple[BatchSummary, ...]:
        """Return every batch, newest first."""
        raise NotImplementedError

    async def open(self, id: str) -> Batch:
        """Return a batch with its rows read from its chats. Raises BadInput, DiskError."""
        raise NotImplementedError

    async def forget(self, id: str) -> None:
        """Forget the list of a batch; its chats stay. Raises DiskError."""
        raise NotImplementedError
