"""Sorts the list of conversations into pinned ones, recent days and months.

Pure: the time and the time zone are arguments. Stored times are UTC strings of one shape, so they
are compared as strings; 10,000 rows need a few time zone conversions and not 10,000.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from scout_desktop.chat.rows import ChatRow
from scout_desktop.ui.controls.dates import MONTHS, local

if TYPE_CHECKING:
    from collections.abc import Sequence


class Heading(NamedTuple):
    """A line between the rows, over those of one time."""

    title: str


Entry = Heading | ChatRow
_UPDATED = attrgetter("updated")


def grouped(
    rows: Sequence[ChatRow],
    now: datetime,
    zone: tzinfo | None = None,
    *,
    pinned_first: bool = True,
) -> list[Entry]:
    """Return headings and rows as they are shown: pinned ones if wanted, then newest first.

    `now` is aware; `zone` is the user's time zone, None the system's.
    """
    newest = sorted(rows, key=_UPDATED, reverse=True)
    shown: list[Entry] = []
    pinned = [row for row in newest if row.pinned] if pinned_first else []
    if pinned:
        shown += [Heading("Pinned"), *pinned]
    ahead = _recent(now, zone)
    bound: str | None = None
    for row in newest:
        if pinned and row.pinned:
            continue
        if bound is None or row.updated < bound:
            while ahead and row.updated < ahead[0][1]:
                ahead.pop(0)
            title, bound = ahead.pop(0) if ahead else _month(row.updated, now, zone)
            shown.append(Heading(title))
        shown.append(row)
    return shown


def next_midnight(now: datetime, zone: tzinfo | None = None) -> datetime:
    """When `Today` becomes `Yesterday`."""
    return _start(now.astimezone(zone).date() + timedelta(days=1), zone)


def _recent(now: datetime, zone: tzinfo | None) -> list[tuple[str, str]]:
    today = now.astimezone(zone).date()
    steps = (("Today", 0), ("Yesterday", 1), ("Last 7 days", 7))
    return [(title, _stored(_start(today - timedelta(days=back), zone))) for title, back in steps]


def _month(updated: str, now: datetime, zone: tzinfo | None) -> tuple[str, str]:
    when = local(updated, zone)
    if when is None:
        return "Undated", ""
    name = MONTHS[when.month - 1]
    if when.year != now.astimezone(zone).year:
        name = f"{name} {when.year}"
    return name, _stored(_start(when.date().replace(day=1), zone))


def _start(day: date, zone: tzinfo | None) -> datetime:
    # A naive midnight is read as the system's own, with the summer time of that day.
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def _stored(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.000Z"
