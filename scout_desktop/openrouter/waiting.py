"""How long a server asks to wait, from all the places where it may say so. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import Any, Final

from .reading import amount, mapping

_LONGEST: Final = 48 * 3600.0
"""Seconds; a daily cap may be stated, anything longer is an error of the clock."""


def wait_of(
    availability: Mapping[str, Any],
    headers: Mapping[str, str],
    metadata: Mapping[str, Any],
    clock: Callable[[], float],
) -> float | None:
    """Return seconds from now, None when nothing usable is said.

    Order: the availability block, Retry-After, X-RateLimit-Reset, and the same two inside
    `metadata.headers`, where the service puts a provider's.
    """
    inside = {str(key).lower(): value for key, value in mapping(metadata.get("headers")).items()}
    found = (
        _seconds(availability.get("retry_after")),
        _retry_after(headers.get("retry-after"), clock),
        _reset(headers.get("x-ratelimit-reset"), clock),
        _retry_after(inside.get("retry-after"), clock),
        _reset(inside.get("x-ratelimit-reset"), clock),
        _seconds(metadata.get("retry_after_seconds")),
    )
    return next((wait for wait in found if wait is not None), None)


def _seconds(value: object) -> float | None:
    found = amount(value)
    return None if found is None else min(float(found), _LONGEST)


def _retry_after(value: object, clock: Callable[[], float]) -> float | None:
    """Read seconds or an HTTP date."""
    found = _seconds(value.strip() if isinstance(value, str) else value)
    if found is not None or not isinstance(value, str):
        return found
    try:
        moment = parsedate_to_datetime(value).timestamp()
    except (ValueError, OverflowError, OSError):
        return None
    return min(max(0.0, moment - clock()), _LONGEST)


def _reset(value: object, clock: Callable[[], float]) -> float | None:
    """Read a moment since 1970 in seconds or milliseconds; its unit is not documented."""
    found = amount(value.strip() if isinstance(value, str) else value)
    if found is None:
        return None
    moment = float(found)
    if moment > 10**11:
        moment /= 1000
    if moment < 10**9:  # not a date: seconds from now, as other services mean it
        return min(moment, _LONGEST)
    return min(max(0.0, moment - clock()), _LONGEST)
