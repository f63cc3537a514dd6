"""Times of other programs as we store them; what is not one, or is beyond reason, is empty."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from scout_desktop.chat.ids import milliseconds_of, timestamp

_EARLIEST: Final = 631_152_000_000
"""1990, in milliseconds: an earlier one is a zero, or a duration, that stands for a time."""
_LATEST: Final = 7_258_118_400_000
"""2200."""
NEVER: Final = timestamp(0)
"""For a chat that says no time at all."""


def from_seconds(value: object) -> str:
    """Return the time that a number of seconds since 1970 is."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    try:
        return from_milliseconds(round(value * 1000))
    except (OverflowError, ValueError):
        return ""


def from_milliseconds(value: object) -> str:
    """Return the time that a number of milliseconds since 1970 is."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    try:
        whole = round(value)
    except (OverflowError, ValueError):
        return ""
    return timestamp(whole) if _EARLIEST <= whole <= _LATEST else ""


def from_text(value: object) -> str:
    """Return the time that an ISO text is; one that names no zone is taken for UTC."""
    if not isinstance(value, str):
        return ""
    found = milliseconds_of(value.strip())
    if found is None:
        try:
            moment = datetime.fromisoformat(value.strip().replace("Z", "+00:00"))
            found = milliseconds_of(moment.replace(tzinfo=UTC).isoformat())
        except (ValueError, OverflowError):
            return ""
    return "" if found is None else from_milliseconds(found)
