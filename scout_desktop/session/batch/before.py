"""What an earlier batch has already answered of what is about to be asked. Values only."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from scout_desktop.chat.batch import BatchRow

__all__ = ["AskedBefore", "asked_before"]


@dataclass(frozen=True, slots=True)
class AskedBefore:
    """A batch that asked the same; counts are of the pictures that are chosen now."""

    id: str
    name: str
    created: str
    """UTC, as stored."""
    chosen: int
    """Pictures that are to be asked about now."""
    asked: int
    """How many of them the batch has."""
    done: int
    """How many of them have their answer."""
    others: int
    """Pictures of the batch that still wait, and are not among those chosen now."""


def asked_before(
    batch: tuple[str, str, str], rows: Sequence[BatchRow], chosen: Collection[tuple[str, int]]
) -> AskedBefore:
    """Count; `batch` is (id, name, created), a picture is (path, page)."""
    wanted = set(chosen)
    mine = [row for row in rows if (row.item.path, row.item.page) in wanted]
    waiting = sum(row.state not in {"done", "failed"} for row in rows)
    waiting_mine = sum(row.state not in {"done", "failed"} for row in mine)
    done = sum(row.state == "done" for row in mine)
    return AskedBefore(*batch, len(wanted), len(mine), done, waiting - waiting_mine)
