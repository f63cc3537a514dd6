"""What every attempt cost, whatever became of it: append-only, synced, summed exactly.

A line is written before the request leaves and further ones as more is known; of the lines of one
attempt the best source is believed. The sums stand in a cache, so that a start reads no old line;
what the cache lacks is read in slices, other writers' files and sync programs' copies too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal

from scout_desktop.chat.errors import DiskError
from scout_desktop.chat.ids import milliseconds_of
from scout_desktop.chat.money import Total

from .bill.attempt import Attempt, line_of
from .bill.cache import Cache
from .bill.pages import Pages
from .device import Writer
from .ground.appending import Appending
from .ground.framing import frame, header
from .places import Places

SLICE = 0.03
"""Seconds; a save that waits for a slice is not felt."""


@dataclass(frozen=True, slots=True)
class Totals:
    """The four figures of the running cost.

    `read` is the share of the ledger that has been read; below 1.0 they are not all there is.
    """

    chat: Total
    today: Total
    month: Total
    all: Total
    read: float = 1.0


class Ledger:
    """The ledger folder. Used from the one disk thread."""

    def __init__(self, places: Places, writer: Writer, zone: tzinfo | None = None) -> None:
        """`zone` is where days and months are counted; None takes the system's."""
        self._folder = places.ledger
        self._writer = writer.name
        self._zone = zone
        self._cache = Cache(places.cache / "ledger.sqlite3")
        self._pages = Pages(self._folder, self._cache)
        self._own: dict[str, Appending] = {}

    def asked(self, attempt: Attempt) -> None:
        """Note that a request is about to leave; on the disk at return. Raises DiskError."""
        self._append(attempt)

    def learned(self, attempt: Attempt) -> None:
        """Note what has become known of an attempt; on the disk when this returns."""
        self._append(attempt)

    def read_on(self, seconds: float = SLICE) -> float:
        """Read for about so long; return which share has been read, 1.0 when it is all.

        Raises DiskError for a file that cannot be read, when all others have been.
        """
        return self._pages.read_on(seconds)

    def read_all(self) -> None:
        """Read what has not been read, however long it takes. Raises DiskError."""
        while self._pages.read_on(1.0) < 1.0:
            continue

    def totals(
        self,
        *,
        chat: str | None = None,
        day: str | None = None,
        month: str | None = None,
        utc: bool = False,
    ) -> Total:
        """Return the sum over one chat, one day (2026-11-23), one month (2026-11), or all.

        Days and months are local, or UTC as the service counts. Raises DiskError.
        """
        self.read_all()
        return self._known(chat=chat, period=day or month, utc=utc)

    def summary(self, chat: str | None, now: str, *, utc: bool = False) -> Totals:
        """Return the running cost: of a chat, of the day and month of `now`, of all time.

        It is what is known after one more slice of reading, and says so. Raises DiskError.
        """
        read = self.read_on()
        day = now[:10] if utc else self._local(now)
        return Totals(
            self._known(chat=chat) if chat else Total(),
            self._known(period=day, utc=utc),
            self._known(period=day[:7], utc=utc),
            self._known(),
            read,
        )

    def by_chat(self) -> dict[str, Total]:
        """Return the sum of every chat that has attempts on the bill. Raises DiskError."""
        self.read_all()
        return self._cache.tried(self._cache.by_chat)

    def costs(self) -> Mapping[str, tuple[Decimal | None, int]]:
        """Return (USD, how many attempts are of unknown cost) of every chat, for the list.

        USD is None where no attempt's cost is known. Empty until the whole ledger has been read:
        nothing is better than a sum that looks final and is not.
        """
        try:
            if self.read_on() < 1.0:
                return {}
        except DiskError:
            # The totals say what is wrong; the list of chats is there all the same.
            return {}
        return self._cache.tried(self._cache.costs)

    def attempts(self) -> list[Attempt]:
        """Return every attempt as it is best known, oldest first, practice and reported too."""
        self.read_all()
        return self._cache.tried(self._cache.attempts)

    def close(self) -> None:
        """Let go of the files."""
        for own in self._own.values():
            own.close()
        self._own.clear()
        self._cache.close()

    def _append(self, attempt: Attempt) -> None:
        name = f"{self._writer}-{attempt.at[:7]}.jsonl"
        if name not in self._own:
            self._own[name] = Appending(self._folder / name, header("ledger", writer=self._writer))
        self._own[name].append(frame(line_of(attempt)), sync=True)
        # Read back from the file like everybody's: one way into the sums.
        self._pages.written(name, self._own[name].size)

    def _known(
        self, *, chat: str | None = None, period: str | None = None, utc: bool = False
    ) -> Total:
        if period is None:
            return self._cache.tried(lambda: self._cache.of_chat(chat or ""))
        if (bounds := self._bounds(period, utc=utc)) is None:
            return Total()
        return self._cache.tried(lambda: self._cache.between(*bounds))

    def _bounds(self, period: str, *, utc: bool) -> tuple[int, int] | None:
        """Return from when to when a day or a month lasts, in milliseconds since 1970."""
        is_month = len(period) == len("2026-11")
        try:
            first = date.fromisoformat(f"{period}-01" if is_month else period)
            after = first + timedelta(days=31 if is_month else 1)
        except (ValueError, OverflowError):
            return None
        if is_month:
            after = after.replace(day=1)
        return self._midnight(first, utc=utc), self._midnight(after, utc=utc)

    def _midnight(self, day: date, *, utc: bool) -> int:
        # A naive midnight is read as the system's own, with the summer time of that day.
        zone = UTC if utc else self._zone
        return round(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp() * 1000)

    def _local(self, at: str) -> str:
        milliseconds = milliseconds_of(at)
        if milliseconds is None:
            return at[:10]
        moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
        return moment.astimezone(self._zone).strftime("%Y-%m-%d")
