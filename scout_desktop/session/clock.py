"""Time and dice for everything above the disk; tests give their own."""

from __future__ import annotations

import secrets
import time
from typing import Protocol

from scout_desktop.chat.ids import new_id, timestamp


class Clock(Protocol):
    """Where times and ids come from."""

    def now(self) -> str:
        """Return UTC as stored: RFC 3339, milliseconds, Z."""

    def id(self) -> str:
        """Return a new id, greater than every one before it."""

    def seconds(self) -> float:
        """Return seconds that never jump, for durations."""


class SystemClock:
    """The machine's clock and dice."""

    def __init__(self) -> None:
        self._last: str | None = None

    def now(self) -> str:
        """Return UTC as stored."""
        return timestamp(time.time_ns() // 1_000_000)

    def id(self) -> str:
        """Return a UUIDv7 that is greater than the one before, also when the clock jumped back."""
        self._last = new_id(time.time_ns() // 1_000_000, secrets.randbits(74), self._last)
        return self._last

    def seconds(self) -> float:
        """Return the monotonic clock."""
        return time.monotonic()
