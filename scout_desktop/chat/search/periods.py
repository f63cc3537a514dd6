"""Days, months and years as they are typed, as moments of UTC. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?\Z", re.ASCII)
_AGO = re.compile(r"(\d{1,4})([dwmy])\Z", re.ASCII)
_DAYS: Final = {"d": 1, "w": 7, "m": 30, "y": 365}


def period(text: str, now: str) -> tuple[str, str] | None:
    """Return beginning and end (not in it) of a day, month or year, as stored; None for others.

    `2026`, `2026-11`, `2026-11-23`, `today`, `yesterday`, and so many days, weeks, months (of 30
    days) or years (of 365) ago: `7d`, `2w`, `3m`, `1y`.
    """
    moment = _moment(now)
    zone = moment.tzinfo or UTC
    try:
        if (told := _DATE.match(text)) is not None:
            return _dated(told, zone)
        days = {"today": 0, "yesterday": 1}.get(text.lower())
        if (ago := _AGO.match(text.lower())) is not None:
            days = int(ago[1]) * _DAYS[ago[2]]
        if days is None:
            return None
        day = moment.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=days)
        return _stored(day), _stored(day + timedelta(days=1))
    except (ValueError, OverflowError):
        return None  # the 31st of June, the year 0


def _dated(told: re.Match[str], zone: tzinfo) -> tuple[str, str]:
    year, month, day = (None if part is None else int(part) for part in told.groups())
    assert year is not None
    start = datetime(year, month or 1, day or 1, tzinfo=zone)
    if day is not None:
        end = start + timedelta(days=1)
    elif month is not None and month < 12:
        end = start.replace(month=month + 1)
    else:
        end = start.replace(year=year + 1, month=1)
    return _stored(start), _stored(end)


def _moment(now: str) -> datetime:
    moment = datetime.fromisoformat(now)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _stored(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z").rjust(24, "0")
