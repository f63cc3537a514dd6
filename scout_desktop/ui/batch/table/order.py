"""Which rows are shown, and in what order. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from scout_desktop.ui.batch.table.columns import Column, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scout_desktop.chat.batch import BatchRow

Part = Literal["all", "done", "failed"]


def belongs(row: BatchRow, part: Part) -> bool:
    """Whether a row is of the part that is looked at."""
    return part in ("all", row.state)


def ordered(
    rows: Iterable[BatchRow], part: Part, column: Column | None, *, downwards: bool
) -> list[str]:
    """Return the chats of the rows to show. Without a column they stay in their own order.

    Rows with nothing in that column come last, whichever way it is sorted.
    """
    kept = [row for row in rows if belongs(row, part)]
    if column is None:
        return [row.item.chat for row in kept]
    keyed = [(sort_key(row, column), row.item.chat) for row in kept]
    known = [(key, chat) for key, chat in keyed if key is not None]
    known.sort(key=lambda pair: pair[0], reverse=downwards)
    return [chat for _, chat in known] + [chat for key, chat in keyed if key is None]
