"""What the list of conversations shows of a chat, without opening it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ChatRow:
    """One row of the list. Times are UTC as stored; `usd` is None where nothing is known yet."""

    id: str
    title: str
    created: str
    updated: str
    last_line: str = ""
    messages: int = 0
    usd: Decimal | None = None
    unknown: int = 0
    """Attempts without a known cost, counted beside the sum."""
    pinned: bool = False
    archived: bool = False
    deleted: bool = False
    thumbnail: str | None = None
    """The sha256 of the picture to show."""
