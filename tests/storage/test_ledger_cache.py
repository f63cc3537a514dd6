"""The bill is the same with its cache, without it, and whatever befell it or the files."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scout_desktop.chat.errors import DiskError
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
NAMES = (
    "d1f0-0-2026-10.jsonl", "d1f0-0-2026-11.jsonl", "d2e0-1-2026-11.jsonl",
    "d2e0-1-2026-11 (conflicted copy).jsonl",
    "d2e0-1-2026-11.sync-conflict-20261123-101010-ABCDEFG.jsonl",
)  # fmt: skip

attempts = st.builds(
    Attempt,
    id=st.sampled_from(["a", "b", "c", "d"]),
    at=st.sampled_from(TIMES),
    chat=st.sampled_from(["", "chat-1", "chat-2"]),
    model=st.sampled_from(["", "scout", "maverick"]),
    purpose=st.sampled_from(["reply", "reply", "title", "practice"]),
    state=st.sampled_from(["asked", "complete"]),
    source=st.sampled_from(["unknown", "estimate", "usage", "generation", "reported", "odd"]),
    usd=st.sampled_from([None, Decimal("0.1"), Decimal("0.00000000000001"), Decimal(2)]),
    provider=st.sampled_from(["", "Groq"]),
    prompt_tokens=st.sampled_from([None, 0, 7, 10**30]),
    completion_tokens=st.sampled_from([None, 3]),
    is_byok=st.booleans(),
    upstream_usd=st.sampled_from([None, Decimal("0.3")]),
)
names = st.sampled_from(NAMES)
steps = st.one_of(
    st.tuples(st.just("append"), names, st.lists(attempts, min_size=1, max_size=3)),
    st.tuples(st.just("replace"), names, st.lists(attempts, max_size=3)),
    st.tuples(st.just("overwrite"), names, st.lists(attempts, max_size=3)),
    st.tuples(st.just("tear"), names, st.integers(1, 60)),
    st.tuples(st.just("shorten"), names, st.integers(1, 400)),
    st.tuples(st.just("remove"), names, st.none()),
    st.tuples(st.just("own"), st.none(), attempts.filter(lambda found: found.at in TIMES[:5])),
    st.tuples(st.just("read a little"), st.none(), st.none()),
    st.tuples(st.just("start again"), st.none(), st.none()),
    st.tuples(st.just("lose the cache"), st.none(), st.none()),
    st.tuples(st.just("damage the cache"), st.none(), st.integers(0, 3)),
)


def _lines(found: list[Attempt]) -> bytes:
    return b"".join(frame(line_of(attempt)) for attempt in found)


def _plain(folder: Path) -> list[Attempt]:
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


def _sum(found: list[Attempt]) -> Total:
    whole = Sum()
    whole.change((attempt, 1) for attempt in found if attempt.counts)
    return whole.total()


def _day(at: str, zone: timezone) -> str:
    return f"{datetime.fromisoformat(at.replace('Z', '+00:00')).astimezone(zone):%Y-%m-%d}"


def _assert_says(ledger: Ledger, found: list[Attempt]) -> None:
    assert ledger.attempts() == found
    assert ledger.totals() == _sum(found)
    billed = [attempt for attempt in found if attempt.counts]
    chats = {attempt.chat for attempt in billed if attempt.chat}
    assert ledger.by_chat() == {
        chat: _sum([attempt for attempt in found if attempt.chat == chat]) for chat in chats
    }
    for chat, (usd, unknown) in ledger.costs().items():
        total = ledger.by_chat()[chat]
        assert (usd or 0, unknown) == (total.usd, total.unknown)
    dated = [attempt for attempt in found if attempt.at != TIMES[5]]
    for zone, utc in ((EAST, False), (UTC, True)):
        for period in ("2026-10", "2026-11", "2026-12", "2026-11-01", "2026-10-31", "2026-11-23"):
            within = [a for a in dated if _day(a.at, zone).startswith(period)]
            asked = {"day" if len(period) > 7 else "month": period}
            assert ledger.totals(**asked, utc=utc) == _sum(within)  # type: ignore[arg-type]


class _Folder:
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
                self._add(path, start + _lines(said))
            case "replace", list():
                beside = path.with_name(".beside.tmp")
                beside.write_bytes(_lines(said))
                beside.replace(path)
            case "overwrite", list():
                path.write_bytes(header("ledger", writer="w") + _lines(said))
            case "tear", int():
                self._add(path, _lines([Attempt("torn", TIMES[2])])[:said])
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


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[_Folder]:
    made = _Folder(tmp_path)
    yield made
    made.close()


@settings(max_examples=40, deadline=None)
@given(st.lists(steps, max_size=12))
def test_the_cache_says_what_the_files_say(
    what: list[tuple[str, str | None, object]],
) -> None:
    with tempfile.TemporaryDirectory() as home:
        folder = _Folder(Path(home))
        for step in what:
            folder.do(*step)
        _assert_says(folder.ledger, _plain(folder.places.ledger))
        folder.do("start again", None, None)
        _assert_says(folder.ledger, _plain(folder.places.ledger))
        folder.close()


def _year(folder: _Folder, months: int = 12, each: int = 30) -> list[Attempt]:
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
            path.write_bytes(header("ledger", writer=writer) + _lines(asked) + _lines(known))
    return _plain(folder.places.ledger)


def test_a_year_is_read_in_slices_and_no_sum_poses_as_the_whole(
    folder: _Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = _year(folder)
    pages = folder.ledger._pages
    monkeypatch.setattr(pages, "read_on", lambda _, on=pages.read_on: on(0))
    shares = [folder.ledger.read_on()]
    assert folder.ledger.costs() == {}
    assert folder.ledger.summary("chat-1", "2026-12-05T10:00:00.000Z").read < 1
    while shares[-1] < 1:
        shares.append(folder.ledger.read_on())
    assert shares == sorted(shares)
    assert len(shares) > 10
    _assert_says(folder.ledger, found)


@pytest.mark.skipif(sys.platform != "linux", reason="strace is a program of Linux")
def test_a_second_start_opens_no_file_of_the_ledger(folder: _Folder) -> None:
    found = _year(folder)
    folder.ledger.read_all()
    folder.close()
    program = (
        "import sys\nfrom pathlib import Path\n"
        "from scout_desktop.storage.device import Writer\n"
        "from scout_desktop.storage.ledger import Ledger\n"
        "from scout_desktop.storage.places import Places\n"
        "places = Places.beside(Path(sys.argv[1]))\n"
        "print(Ledger(places, Writer.open(places)).totals().usd)\n"
    )
    traced = subprocess.run(
        ["strace", "-f", "-e", "trace=openat", sys.executable, "-c", program, folder.places.data],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert Decimal(traced.stdout) == _sum(found).usd
    assert "ledger.sqlite3" in traced.stderr
    assert ".jsonl" not in traced.stderr


def test_an_older_program_beside_us_and_we_read_the_same_cache(folder: _Folder) -> None:
    _year(folder, months=2)
    second = Writer.open(folder.places)
    other = Ledger(folder.places, second, EAST)
    while folder.ledger.read_on(0) < 1:
        other.read_on(0)
    other.learned(Attempt("mine", TIMES[2], "chat-9", source="usage", usd=Decimal(5)))
    folder.ledger.learned(Attempt("ours", TIMES[2], "chat-9", source="usage", usd=Decimal(7)))
    for ledger in (folder.ledger, other):
        assert ledger.totals(chat="chat-9").usd == 12
        _assert_says(ledger, _plain(folder.places.ledger))
    other.close()
    second.close()


def test_a_month_that_another_device_goes_on_with_is_not_read_again(folder: _Folder) -> None:
    _year(folder, months=1)
    folder.ledger.read_all()
    path = folder.places.ledger / "d2e0-1-2026-01.jsonl"
    beside = path.with_name(".synced.tmp")
    more = Attempt("more", TIMES[2], source="usage", usd=Decimal(1))
    beside.write_bytes(path.read_bytes() + _lines([more]))
    beside.replace(path)
    taken: list[int] = []
    real = folder.ledger._cache.take

    def take(lines: list[Line]) -> None:
        taken.append(len(lines))
        real(lines)

    folder.ledger._cache.take = take  # type: ignore[method-assign,assignment]
    assert folder.ledger.totals(day="2026-11-23").usd == 1
    assert taken == [1]


def test_a_cache_that_another_program_holds_is_done_without(
    folder: _Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scout_desktop.storage.bill.cache._PATIENCE", 0.05)
    found = _year(folder, months=2)
    folder.ledger.read_all()
    folder.ledger.learned(Attempt("more", TIMES[2], source="usage", usd=Decimal(1)))
    folder.do("start again", None, None)
    holder = sqlite3.connect(folder.places.cache / "ledger.sqlite3", isolation_level=None)
    holder.execute("begin exclusive")
    assert folder.ledger.totals().usd == _sum(found).usd + 1
    holder.close()


def test_a_cache_that_cannot_be_written_is_done_without(folder: _Folder) -> None:
    found = _year(folder, months=2)
    folder.places.cache.write_text("a file stands where the folder should be")
    _assert_says(folder.ledger, found)


def test_one_unreadable_month_does_not_hide_the_others(folder: _Folder) -> None:
    _year(folder, months=2)
    folder.places.readme.write_text("What this is\n")
    (folder.places.ledger / "d3-0-2026-01.jsonl").symlink_to(folder.places.readme)
    with pytest.raises(DiskError, match="links are not followed"):
        folder.ledger.totals()
    (folder.places.ledger / "d3-0-2026-01.jsonl").unlink()
    _assert_says(folder.ledger, _plain(folder.places.ledger))
    # What is asked for now is kept all the same.
    (folder.places.ledger / "d3-0-2026-01.jsonl").symlink_to(folder.places.readme)
    folder.ledger.asked(Attempt("now", TIMES[2]))
    assert any(attempt.id == "now" for attempt in _plain(folder.places.ledger))
