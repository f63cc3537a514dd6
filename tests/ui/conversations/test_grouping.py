from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from scout_desktop.chat.rows import ChatRow
from scout_desktop.ui.controls.dates import local
from scout_desktop.ui.conversations.rows import words
from scout_desktop.ui.conversations.rows.grouping import Heading, grouped, next_midnight

NOW = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)


def stored(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"


def chat(name: str, moment: datetime = NOW, **more: object) -> ChatRow:
    return ChatRow(id=name, title=name, created="", updated=stored(moment), **more)  # type: ignore[arg-type]


def lines(rows: list[ChatRow], now: datetime = NOW, zone=UTC) -> list[str]:
    return [
        f"# {entry.title}" if isinstance(entry, Heading) else entry.id
        for entry in grouped(rows, now, zone)
    ]


def test_the_list_reads_like_a_diary():
    day = timedelta(days=1)
    rows = [
        chat("two years ago", datetime(2024, 2, 29, tzinfo=UTC)),
        chat("kept", NOW - 90 * day, pinned=True),
        chat("a month ago", NOW - 30 * day),
        chat("early today", NOW.replace(hour=0, minute=0)),
        chat("yesterday", NOW - day),
        chat("on Friday", NOW - 3 * day),
        chat("just now"),
        chat("earlier this month", NOW - 15 * day),
    ]
    assert lines(rows) == [
        "# Pinned",
        "kept",
        "# Today",
        "just now",
        "early today",
        "# Yesterday",
        "yesterday",
        "# Last 7 days",
        "on Friday",
        "# November",
        "earlier this month",
        "# October",
        "a month ago",
        "# February 2024",
        "two years ago",
    ]


def test_a_day_without_a_chat_has_no_heading():
    rows = [chat("a", NOW - timedelta(days=4)), chat("b", NOW - timedelta(days=400))]
    assert lines(rows) == ["# Last 7 days", "a", "# October 2025", "b"]
    assert lines([]) == []


def test_midnight_is_the_users_own():
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert lines([chat("a", late)])[0] == "# Yesterday"
    assert lines([chat("a", late)], zone=timezone(timedelta(hours=2)))[0] == "# Today"


def test_the_day_on_which_summer_time_ends_has_25_hours():
    berlin = ZoneInfo("Europe/Berlin")
    now = datetime(2026, 10, 25, 12, 0, tzinfo=berlin)
    first_minute = datetime(2026, 10, 25, 0, 1, tzinfo=berlin)
    assert lines([chat("a", first_minute)], now, berlin)[0] == "# Today"
    assert next_midnight(now, berlin) == datetime(2026, 10, 26, 0, 0, tzinfo=berlin)


def test_without_a_zone_the_systems_own_is_taken(monkeypatch):
    monkeypatch.setenv("TZ", "XYZ-05:00")  # POSIX counts westward: this is UTC+5
    time.tzset()
    try:
        late = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
        assert lines([chat("a", late)], zone=None)[0] == "# Today"
        assert local(stored(late)).hour == 1  # type: ignore[union-attr]
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_clock_that_ran_ahead_and_a_time_that_is_none_do_not_hurt():
    odd = ChatRow(id="odd", title="", created="", updated="")
    assert lines([chat("tomorrow", NOW + timedelta(days=2)), odd]) == [
        "# Today",
        "tomorrow",
        "# Undated",
        "odd",
    ]
    assert words.when(odd, NOW, UTC) == ""


moments = st.datetimes(datetime(2020, 1, 1), datetime(2026, 12, 31)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)


@given(st.lists(st.tuples(moments, st.booleans(), st.booleans()), max_size=40))
def test_every_chat_is_shown_once_under_headings_that_do_not_repeat(drawn):
    rows = [
        chat(str(place), moment, pinned=pinned, archived=archived)
        for place, (moment, pinned, archived) in enumerate(drawn)
    ]
    shown = lines(rows)
    assert sorted(line for line in shown if not line.startswith("#")) == sorted(r.id for r in rows)
    headings = [line for line in shown if line.startswith("#")]
    assert len(headings) == len(set(headings))
    assert not any(a.startswith("#") and b.startswith("#") for a, b in pairwise(shown))


@pytest.fixture
def british(qapp) -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("back", "said"),
    [
        (timedelta(hours=1), "13:30"),
        (timedelta(days=1), "14:30"),
        (timedelta(days=3), "Fri"),
        (timedelta(days=30), "24 Oct"),
        (timedelta(days=400), "19 Oct 2025"),
    ],
)
def test_a_time_is_as_short_as_it_can_be(british, back, said):
    assert words.when(chat("a", NOW - back), NOW, UTC) == said


@pytest.mark.parametrize(
    ("usd", "unknown", "said"),
    [
        (None, 0, ""),
        (None, 2, "cost unknown"),
        (Decimal("0.00015416"), 0, "0.000154 USD"),
        (Decimal("1.274"), 1, "1.27 USD + ?"),
        (Decimal(0), 0, "0.00 USD"),
    ],
)
def test_an_unknown_cost_is_never_shown_as_nothing(usd, unknown, said):
    assert words.cost(chat("a", usd=usd, unknown=unknown)) == said


def test_a_reader_hears_the_whole_row(qapp):
    row = chat(
        "Harbour", NOW, usd=Decimal("0.02"), unknown=1, pinned=True, thumbnail="x", last_line="ok"
    )
    said = words.aloud(row, NOW, UTC)
    for part in ("Harbour", "ok", "0.02 USD", "1 of unknown cost", "pinned", "with pictures"):
        assert part in said
    assert words.title(ChatRow(id="x", title=" \n", created="", updated="")) == "New chat"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("**Practice mode.** No model", "Practice mode. No model"),
        ("## A heading", "A heading"),
        ("- `snake_case` stays\nwhole", "snake_case stays whole"),
        ("3 * 4 = 12", "3 * 4 = 12"),
        (
            "Report ## Findings One *thing* | a | b | |---|---| | 1 |",
            "Report Findings One thing a b 1",
        ),
        ("```python print(1) ``` so ***there***", "print(1) so there"),
        ("> said, 3 > 2, [a page](https://x.y) --- __end__", "said, 3 > 2, a page end"),
        ("", ""),
    ],
)
def test_the_last_line_is_words_and_not_markup(line, shown):
    assert words.last_line(chat("a", last_line=line)) == shown


def named(title: str) -> ChatRow:
    return chat(title)


def test_a_title_from_right_to_left_turns_no_sentence_around():
    assert words.quoted(named("Quay")) == "“Quay”"
    assert words.quoted(named("الكتاب quay")) == "“\u2068الكتاب quay\u2069”"
    assert words.quoted(named("q" * 100)) == f"“{'q' * 60}…”"
