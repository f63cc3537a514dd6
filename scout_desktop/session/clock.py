"""Time and dice for everything above the disk; tests give their own."""

from __future__ import annotations

import secrets
import time
from typing import Protocol

from scout_desktop.chat.ids import new_id, timestamp

_YEAR_2200 = 7_258_118_400_000
"""Milliseconds; what claims to be later is damaged or hostile and must not drag us along."""


class Clock(Protocol):
    """Where times and ids come from."""

    def now(self) -> str:
        """Return UTC as stored: RFC 3339, milliseconds, Z."""

    def id(self, after: str | None = None) -> str:
        """Return a new id, greater than `after` and than every one before it."""

    def seconds(self) -> float:
        """Return seconds that never jump, for durations."""


class SystemClock:
    """The machine's clock and dice."""

    def __init__(self) -> None:
        self._last: str | None = None

    def now(self) -> str:
        """Return UTC as stored."""
        return timestamp(time.time_ns() // 1_000_000)

    def id(self, after: str | None = None) -> str:
        """Return a UUIDv7 that is greater, also when the clock jumped back, between runs too."""
        if after is not None and _is_sane(after) and (self._last is None or after > self._last):
            self._last = after
        self._last = new_id(time.time_ns() // 1_000_000, secrets.randbits(74), self._last)
        return self._last

    def seconds(self) -> float:
        """Return the monotonic clock."""
        return time.monotonic()


def _is_sane(id: str) -> bool:
    """Whether an id of ours (version 7) of before the year 2200; ids of imports are hashes."""
    return id[14:15] == "7" and int(id[:8] + id[9:13], 16) < _YEAR_2200
