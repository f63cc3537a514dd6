"""A ledger folder that things happen to, and what a plain reading of its files says."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

from scout_desktop.chat.money import Total
from scout_desktop.storage.bill.attempt import Attempt, Line, attempt_of, line_of, resolved
from scout_desktop.storage.bill.sums import Sum
from scout_desktop.storage.device import Writer
from scout_desktop.storage.ground.framing import frame, header, unframe
from scout_desktop.storage.ledger import Ledger
from scout_desktop.storage.places import Places

EAST = timezone(timedelta(hours=5, minutes=45))
TIMES = (
    "2026-10-31T18:14:59.999Z", "2026-10-31T18:15:00.000Z", "2026-11-23T10:00:00.000Z",
    "2026-11-24T10:00:01.000Z", "2026-12-01T00:00:00.000Z", "no time at all",
)  # fmt: skip


def lines_of(found: list[Attempt]) -> bytes:
    return b"".join(frame(line_of(attempt)) for attempt in found)


def plain(folder: Path) -> list[Attempt]:
    """What all whole lines say, read from the first to the last."""
    lines: dict[str, list[Line]] = {}
    for path in folder.glob("*.jsonl"):
        writer = path.name.partition("-2026")[0]
        data = path.read_bytes()
        for raw in data[: data.rfind(b"\n") + 1].split(b"\n"):
            record = unframe(raw)
            if isinstance(record, dict) and (found := attempt_of(record)) is not None:
                lines.setdefault(found.id, []).append(Line(found, writer))
    return sorted((resolved(found) for found in lines.values()), key=lambda a: (a.at, a.id))


def total_of(found: list[Attempt]) -> Total:
    whole = Sum()
    whole.change((attempt, 1) for attempt in found if attempt.counts)
    return whole.total()


def _day(at: str, zone: timezone) -> str:
    return f"{datetime.fromisoformat(at.replace('Z', '+00:00')).astimezone(zone):%Y-%m-%d}"


def assert_says(ledger: Ledger, found: list[Attempt]) -> None:
    assert ledger.attempts() == found
    assert ledger.totals() == total_of(found)
    billed = [attempt for attempt in found if attempt.counts]
    chats = {attempt.chat for attempt in billed if attempt.chat}
    assert ledger.by_chat() == {
        chat: total_of([attempt for attempt in found if attempt.chat == chat]) for chat in chats
    }
    for chat, (usd, unknown) in ledger.costs().items():
        total = ledger.by_chat()[chat]
        assert (usd or 0, unknown) == (total.usd, total.unknown)
    dated = [attempt for attempt in found if attempt.at != TIMES[5]]
    for zone, utc in ((EAST, False), (UTC, True)):
        for period in ("2026-10", "2026-11", "2026-12", "2026-11-01", "2026-10-31", "2026-11-23"):
            within = [a for a in dated if _day(a.at, zone).startswith(period)]
            asked = {"day" if len(period) > 7 else "month": period}
            assert ledger.totals(**asked, utc=utc) == total_of(within)  # type: ignore[arg-type]


class Folder:
    """A ledger folder that things happen to."""

    def __init__(self, home: Path) -> None:
        self.places = Places.beside(home / "data")
        self.places.ledger.mkdir(parents=True)
        self.writer = Writer.open(self.places)
        self.ledger = Ledger(self.places, self.writer, EAST)

    def do(self, what: str, name: str | None, said: object) -> None:
        path = self.places.ledger / (name or "")
        match what, said:
            case "append", list():
                start = b"" if path.exists() else header("ledger", writer="w")
                self._add(path, start + lines_of(said))
            case "replace", list():
                beside = path.with_name(".beside.tmp")
                beside.write_bytes(lines_of(said))
                beside.replace(path)
            case "overwrite", list():
                path.write_bytes(header("ledger", writer="w") + lines_of(said))
            case "tear", int():
                self._add(path, lines_of([Attempt("torn", TIMES[2])])[:said])
            case "shorten", int() if path.exists():
                os.truncate(path, max(0, path.stat().st_size - said))
            case "remove", _:
                path.unlink(missing_ok=True)
            case "own", Attempt():
                self.ledger.learned(said)
            case "read a little", _:
                self.ledger.read_on(0)
            case "start again", _:
                self._again()
            case _:
                self._harm_cache(what, said)

    def _harm_cache(self, what: str, said: object) -> None:
        self.ledger.close()
        match what, said:
            case "lose the cache", _:
                for each in self.places.cache.glob("ledger.sqlite3*"):
                    each.unlink()
            case "damage the cache", int() if self._cache.exists():
                data = self._cache.read_bytes()
                # Its head gone, or its end: what SQLite can notice.
                harmed = data[: -4096 * said] if said else b"?" * 300 + data[300:]
                self._cache.write_bytes(harmed)
        self._again()

    def close(self) -> None:
        self.ledger.close()
        self.writer.close()

    @property
    def _cache(self) -> Path:
        return self.places.cache / "ledger.sqlite3"

    def _add(self, path: Path, data: bytes) -> None:
        with path.open("ab") as file:
            file.write(data)

    def _again(self) -> None:
        self.ledger.close()
        self.ledger = Ledger(self.places, self.writer, EAST)


def year(folder: Folder, months: int = 12, each: int = 30) -> list[Attempt]:
    for month in range(1, months + 1):
        for writer in ("d1f0-0", "d2e0-1"):
            at = f"2026-{month:02d}-05T10:00:00.000Z"
            asked = [
                Attempt(f"{writer}-{month}-{n}", at, f"chat-{n % 3}", model="scout")
                for n in range(each)
            ]
            known = [
                replace(one, source="usage", usd=Decimal(n).scaleb(-5), state="complete")
                for n, one in enumerate(asked)
            ]
            path = folder.places.ledger / f"{writer}-2026-{month:02d}.jsonl"
            path.write_bytes(header("ledger", writer=writer) + lines_of(asked) + lines_of(known))
    return plain(folder.places.ledger)
