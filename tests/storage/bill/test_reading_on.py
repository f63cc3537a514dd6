"""Years of bills are read once, in slices, beside other programs, and with or without a cache."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from scout_desktop.chat.errors import DiskError
from scout_desktop.storage.bill.attempt import Attempt, Line
from scout_desktop.storage.device import Writer
from scout_desktop.storage.ledger import Ledger
from tests.storage.bill.folder import (
    EAST,
    TIMES,
    Folder,
    assert_says,
    lines_of,
    plain,
    total_of,
    year,
)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    made = Folder(tmp_path)
    yield made
    made.close()


def test_a_year_is_read_in_slices_and_no_sum_poses_as_the_whole(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = year(folder)
    pages = folder.ledger._pages
    monkeypatch.setattr(pages, "read_on", lambda _, on=pages.read_on: on(0))
    shares = [folder.ledger.read_on()]
    assert folder.ledger.costs() == {}
    assert folder.ledger.summary("chat-1", "2026-12-05T10:00:00.000Z").read < 1
    while shares[-1] < 1:
        shares.append(folder.ledger.read_on())
    assert shares == sorted(shares)
    assert len(shares) > 10
    assert_says(folder.ledger, found)


@pytest.mark.skipif(sys.platform != "linux", reason="strace is a program of Linux")
def test_a_second_start_opens_no_file_of_the_ledger(folder: Folder) -> None:
    found = year(folder)
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
    assert Decimal(traced.stdout) == total_of(found).usd
    assert "ledger.sqlite3" in traced.stderr
    assert ".jsonl" not in traced.stderr


def test_an_older_program_beside_us_and_we_read_the_same_cache(folder: Folder) -> None:
    year(folder, months=2)
    second = Writer.open(folder.places)
    other = Ledger(folder.places, second, EAST)
    while folder.ledger.read_on(0) < 1:
        other.read_on(0)
    other.learned(Attempt("mine", TIMES[2], "chat-9", source="usage", usd=Decimal(5)))
    folder.ledger.learned(Attempt("ours", TIMES[2], "chat-9", source="usage", usd=Decimal(7)))
    for ledger in (folder.ledger, other):
        assert ledger.totals(chat="chat-9").usd == 12
        assert_says(ledger, plain(folder.places.ledger))
    other.close()
    second.close()


def test_a_month_that_another_device_goes_on_with_is_not_read_again(folder: Folder) -> None:
    year(folder, months=1)
    folder.ledger.read_all()
    path = folder.places.ledger / "d2e0-1-2026-01.jsonl"
    beside = path.with_name(".synced.tmp")
    more = Attempt("more", TIMES[2], source="usage", usd=Decimal(1))
    beside.write_bytes(path.read_bytes() + lines_of([more]))
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
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scout_desktop.storage.bill.cache._PATIENCE", 0.05)
    found = year(folder, months=2)
    folder.ledger.read_all()
    folder.ledger.learned(Attempt("more", TIMES[2], source="usage", usd=Decimal(1)))
    folder.do("start again", None, None)
    holder = sqlite3.connect(folder.places.cache / "ledger.sqlite3", isolation_level=None)
    holder.execute("begin exclusive")
    assert folder.ledger.totals().usd == total_of(found).usd + 1
    holder.close()


def test_a_cache_that_cannot_be_written_is_done_without(folder: Folder) -> None:
    found = year(folder, months=2)
    folder.places.cache.write_text("a file stands where the folder should be")
    assert_says(folder.ledger, found)


def test_one_unreadable_month_does_not_hide_the_others(folder: Folder) -> None:
    year(folder, months=2)
    folder.places.readme.write_text("What this is\n")
    (folder.places.ledger / "d3-0-2026-01.jsonl").symlink_to(folder.places.readme)
    with pytest.raises(DiskError, match="links are not followed"):
        folder.ledger.totals()
    assert folder.ledger.costs() == {}
    (folder.places.ledger / "d3-0-2026-01.jsonl").unlink()
    assert_says(folder.ledger, plain(folder.places.ledger))
    # What is asked for now is kept all the same.
    (folder.places.ledger / "d3-0-2026-01.jsonl").symlink_to(folder.places.readme)
    folder.ledger.asked(Attempt("now", TIMES[2]))
    assert any(attempt.id == "now" for attempt in plain(folder.places.ledger))
