"""Days and times as the whole window writes them: 14:32, 12 Mar, 12 Mar 2025."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QTime

if TYPE_CHECKING:
    from datetime import date, tzinfo

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def local(stored: str, zone: tzinfo | None = None) -> datetime | None:
    """The stored time in the user's zone, None the system's; None if it cannot be read."""
    try:
        return datetime.fromisoformat(stored).astimezone(zone)
    except (ValueError, OverflowError):
        return None


def day_words(then: date, today: date) -> str:
    """12 Mar this year, 12 Mar 2025 otherwise."""
    day = f"{then.day} {MONTHS[then.month - 1][:3]}"
    return day if then.year == today.year else f"{day} {then.year}"


def clock_words(then: datetime) -> str:
    """14:32, in the form of the system."""
    return QLocale().toString(QTime(then.hour, then.minute), QLocale.FormatType.ShortFormat)


def moment_words(stored: str, zone: tzinfo | None = None) -> str:
    """12 Mar 2025, 14:32; empty for what is no time."""
    then = local(stored, zone)
    if then is None:
        return ""
    return f"{then.day} {MONTHS[then.month - 1][:3]} {then.year}, {clock_words(then)}"
