"""What every attempt cost, whatever became of it: append-only, synced, summed exactly.

A line is written before the request leaves and further ones as more is known; of the lines of one
attempt the best source is believed. Other writers' lines are picked up as their files grow.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from scout_desktop.chat.ids import milliseconds_of
from scout_desktop.chat.money import Total

from . import files
from .bill.attempt import Attempt, Line, attempt_of, line_of, resolved
from .bill.sums import Sum
from .device import Writer
from .ground.appending import Appending
from .ground.framing import frame, header, unframe
from .places import Places


@dataclass(frozen=True, slots=True)
class Totals:
    """The four figures of the running cost."""

    chat: Total
    today: Total
    month: Total
    all: Total


@dataclass(slots=True)
class _Known:
    """One attempt: its lines, and what they say together."""

    lines: list[Line] = field(default_factory=list)
    attempt: Attempt | None = None
    keys: tuple[str, ...] = ()


class Ledger:
    """The ledger folder."""

    def __init__(self, places: Places, writer: Writer, zone: tzinfo | None = None) -> None:
        """`zone` is where days and months are counted; None takes the system's."""
        self._folder = places.ledger
        self._writer = writer.name
        self._zone = zone
        self._files: dict[str, tuple[int, int]] = {}
        """How far each file was read, and which file (inode) that was."""
        self._known: dict[str, _Known] = {}
        self._sums: dict[str, Sum] = {}
        self._own: dict[str, Appending] = {}

    def asked(self, attempt: Attempt) -> None:
        """Note that a request is about to leave; on the disk at return. Raises DiskError."""
        self._append(attempt)

    def learned(self, attempt: Attempt) -> None:
        """Note what has become known of an attempt; on the disk when this returns."""
        self._append(attempt)

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
        self._catch_up()
        where = "utc" if utc else "local"
        if chat is not None:
            key = f"chat {chat}"
        elif day is not None or month is not None:
            key = f"{where} {day or month}"
        else:
            key = "all"
        found = self._sums.get(key)
        return found.total() if found is not None else Total()

    def summary(self, chat: str | None, now: str, *, utc: bool = False) -> Totals:
        """Return the running cost: of a chat, of the day and month of `now`, of all time."""
        day = now[:10] if utc else self._local(now)
        return Totals(
            self.totals(chat=chat) if chat else Total(),
            self.totals(day=day, utc=utc),
            self.totals(month=day[:7], utc=utc),
            self.totals(),
        )

    def by_chat(self) -> dict[str, Total]:
        """Return the sum of every chat that has attempts."""
        self._catch_up()
        return {
            key.removeprefix("chat "): found.total()
            for key, found in self._sums.items()
            if key.startswith("chat ")
        }

    def attempts(self) -> list[Attempt]:
        """Return every attempt as it is best known, oldest first, practice and reported too."""
        self._catch_up()
        found = [known.attempt for known in self._known.values() if known.attempt is not None]
        return sorted(found, key=lambda attempt: (attempt.at, attempt.id))

    def close(self) -> None:
        """Let go of the files."""
        for own in self._own.values():
            own.close()
        self._own.clear()

    def _append(self, attempt: Attempt) -> None:
        self._catch_up()
        name = f"{self._writer}-{attempt.at[:7]}.jsonl"
        if name not in self._own:
            self._own[name] = Appending(self._folder / name, header("ledger", writer=self._writer))
        self._own[name].append(frame(line_of(attempt)), sync=True)
        # Read back from the file like everybody's: one way into the sums.
        self._catch_up()

    def _catch_up(self) -> None:
        for name in files.names(self._folder):
            if name.endswith(".jsonl"):
                self._read_on(name)

    def _read_on(self, name: str) -> None:
        path = self._folder / name
        try:
            found = path.lstat()
        except FileNotFoundError:
            return
        done, which = self._files.get(name, (0, found.st_ino))
        if which != found.st_ino or found.st_size < done:
            # Replaced by a sync program: read from the start; the same lines say the same again.
            done = 0
        if found.st_size == done:
            return
        tail = files.read_from(path, done)
        end = tail.rfind(b"\n") + 1
        self._files[name] = done + end, found.st_ino
        writer = name.removesuffix(".jsonl")[:-8]
        for line in tail[:end].split(b"\n"):
            record = unframe(line)
            if isinstance(record, dict) and (read := attempt_of(record)) is not None:
                self._take(Line(read, writer))

    def _take(self, line: Line) -> None:
        known = self._known.setdefault(line.attempt.id, _Known())
        if line in known.lines:
            return
        known.lines.append(line)
        best = resolved(known.lines)
        self._count(known, -1)
        known.attempt = best
        known.keys = self._keys(best)
        self._count(known, 1)

    def _count(self, known: _Known, sign: int) -> None:
        if known.attempt is not None:
            for key in known.keys:
                self._sums.setdefault(key, Sum()).add(known.attempt, sign)

    def _keys(self, attempt: Attempt) -> tuple[str, ...]:
        if attempt.purpose == "practice" or attempt.source == "reported":
            return ()
        local, utc = self._local(attempt.at), attempt.at[:10]
        keys = ["all", f"local {local}", f"local {local[:7]}", f"utc {utc}", f"utc {utc[:7]}"]
        return (*keys, f"chat {attempt.chat}") if attempt.chat else tuple(keys)

    def _local(self, at: str) -> str:
        milliseconds = milliseconds_of(at)
        if milliseconds is None:
            return at[:10]
        moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
        return moment.astimezone(self._zone).strftime("%Y-%m-%d")
