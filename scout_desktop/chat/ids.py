"""Ids and times as text; the clock and the dice are arguments, so everything here is repeatable."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def is_id(text: object) -> bool:
    """Whether this is an id as we write them: a lower-case UUID."""
    return isinstance(text, str) and _UUID.match(text) is not None


def new_id(milliseconds: int, dice: int, previous: str | None = None) -> str:
    """Return a UUIDv7 (RFC 9562) greater than `previous`.

    `milliseconds` since 1970 and 74 random bits in `dice`. When the clock jumped back (or did not
    move), the result is `previous` plus a small step, so ids of one writer never decrease.
    """
    value = (milliseconds & (2**48 - 1)) << 74 | (dice & (2**74 - 1))
    if previous is not None and (last := _value(previous)) is not None and value <= last:
        # A step of up to 2**32 keeps the id hard to guess and leaves room for billions of steps.
        value = last + 1 + (dice & (2**32 - 1))
    value &= 2**122 - 1
    high, low = value >> 74, value & (2**74 - 1)
    return _text(high << 80 | 7 << 76 | (low >> 62) << 64 | 2 << 62 | (low & (2**62 - 1)))


def imported_id(source: str, foreign: str) -> str:
    """Return the UUIDv8 that stands for `foreign` of `source`; the same pair, the same id."""
    digest = int.from_bytes(hashlib.sha256(f"{source}\n{foreign}".encode()).digest()[:16], "big")
    digest &= ~(0xF << 76) & ~(0x3 << 62) & (2**128 - 1)
    return _text(digest | 8 << 76 | 2 << 62)


def timestamp(milliseconds: int) -> str:
    """Return UTC time as RFC 3339 with milliseconds and Z: 2026-11-23T01:18:52.120Z."""
    moment = _EPOCH + timedelta(milliseconds=milliseconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def milliseconds_of(text: object) -> int | None:
    """Return the milliseconds since 1970 of a stored time, None where it is not one."""
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def after(now: str, previous: object) -> str:
    """Return `now`, or the time 1 ms after `previous` where that is later (register rule)."""
    earlier, current = milliseconds_of(previous), milliseconds_of(now)
    if earlier is None or current is None or current > earlier:
        return now
    try:
        return timestamp(earlier + 1)
    except OverflowError:
        # Somebody claimed the last moment there is.
        return now


def _value(text: str) -> int | None:
    """Return the 122 bits of a UUIDv7 that carry time and dice."""
    if not is_id(text):
        return None
    number = int(text.replace("-", ""), 16)
    high, middle, low = number >> 80, number >> 64 & 0xFFF, number & (2**62 - 1)
    return high << 74 | middle << 62 | low


def _text(number: int) -> str:
    digits = f"{number:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
