"""Every attempt is on the bill, to the last digit, and what is not known is not zero."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scout_desktop.chat.money import Total, exact_sum
from scout_desktop.chat.usage import PRECEDENCE
from scout_desktop.storage.bill.attempt import Attempt, Line, attempt_of, line_of, resolved
from scout_desktop.storage.device import Writer
from scout_desktop.storage.ledger import Ledger
from scout_desktop.storage.places import Places
from tests.storage.story import Story

UTC_PLUS_2 = timezone(timedelta(hours=2))


@pytest.fixture
def writer(places: Places):
    opened = Writer.open(places)
    yield opened
    opened.close()


@pytest.fixture
def ledger(places: Places, writer: Writer) -> Ledger:
    return Ledger(places, writer, UTC_PLUS_2)


def _attempt(id: str, at: str, usd: str | None = None, **more: object) -> Attempt:
    made = Attempt(id, at, "chat-1", "node-1", "openrouter.ai", "scout")
    if usd is not None:
        made = replace(made, source="usage", usd=Decimal(usd), state="complete")
    return replace(made, **more)  # type: ignore[arg-type]  # the test names fields of Attempt


def test_an_attempt_is_unknown_until_the_server_says_what_it_cost(ledger: Ledger) -> None:
    asked = _attempt("a", "2026-11-23T10:00:00.000Z")
    ledger.asked(asked)
    assert ledger.totals() == Total(attempts=1, unknown=1)
    ledger.learned(_attempt("a", "2026-11-23T10:00:02.000Z", "0.00015416", prompt_tokens=1912))
    assert ledger.totals() == Total(Decimal("0.00015416"), 1, 0, prompt_tokens=1912)
    # A repeated line, and a worse one that comes later, change nothing.
    ledger.learned(_attempt("a", "2026-11-23T10:00:02.000Z", "0.00015416", prompt_tokens=1912))
    ledger.learned(_attempt("a", "2026-11-23T10:00:03.000Z", "9", source="estimate"))
    assert ledger.totals().usd == Decimal("0.00015416")
    ledger.learned(_attempt("a", "2026-11-23T10:00:01.000Z", "0.0002", source="generation"))
    assert ledger.totals() == Total(Decimal("0.0002"), 1, 0, prompt_tokens=1912)


def test_a_line_is_as_the_contract_shows(ledger: Ledger, places: Places, writer: Writer) -> None:
    ledger.learned(
        _attempt(
            "the-attempt", "2026-11-23T10:00:00.000Z", "0.00015416", provider="DeepInfra",
            generation_id="gen-1", prompt_tokens=1912, completion_tokens=4,
        )
    )  # fmt: skip
    data = (places.ledger / f"{writer.name}-2026-11.jsonl").read_bytes().splitlines()
    assert json.loads(data[0])["format"] == "scout-desktop/ledger"
    assert json.loads(data[1])["o"] == {
        "at": "2026-11-23T10:00:00.000Z", "chat": "chat-1", "completion_tokens": 4,
        "generation_id": "gen-1", "host": "openrouter.ai", "id": "the-attempt", "model": "scout",
        "node": "node-1", "prompt_tokens": 1912, "provider": "DeepInfra", "purpose": "reply",
        "source": "usage", "state": "complete", "usd": "0.00015416",
    }  # fmt: skip


def test_many_tiny_charges_add_up_exactly(ledger: Ledger) -> None:
    charges = [Decimal(n * n + 1).scaleb(-14) for n in range(150)]
    for number, usd in enumerate(charges):
        ledger.learned(_attempt(f"a{number}", "2026-11-23T10:00:00.000Z", str(usd)))
    assert ledger.totals().usd == exact_sum(charges) == Decimal(sum(
        n * n + 1 for n in range(150))).scaleb(-14)  # fmt: skip


def test_practice_and_imported_costs_are_not_on_the_bill(ledger: Ledger) -> None:
    at = "2026-11-23T10:00:00.000Z"
    ledger.learned(_attempt("p", at, "1", purpose="practice"))
    ledger.learned(_attempt("r", at, "2", source="reported"))
    ledger.asked(_attempt("q", at, purpose="practice"))
    assert ledger.totals() == Total()
    assert len(ledger.attempts()) == 3
    ledger.learned(_attempt("t", at, "0.5", purpose="title"))
    ledger.learned(_attempt("e", at, "0.25", source="estimate"))
    assert ledger.totals() == Total(Decimal("0.75"), 2, 0, estimated=Decimal("0.25"))


def test_money_of_the_users_own_provider_key_stands_apart(ledger: Ledger) -> None:
    at = "2026-11-23T10:00:00.000Z"
    ledger.learned(_attempt("a", at, "0.01", is_byok=True, upstream_usd=Decimal("0.2")))
    ledger.learned(_attempt("b", at, "0.02", upstream_usd=Decimal("0.02")))
    assert ledger.totals() == Total(Decimal("0.03"), 2, upstream=Decimal("0.2"))


def test_days_and_months_are_those_of_the_users_clock(ledger: Ledger) -> None:
    # 23:30 UTC on the last of October is half past one on the first of November, two hours east.
    ledger.asked(_attempt("a", "2026-10-31T23:30:00.000Z"))
    ledger.learned(_attempt("a", "2026-11-05T08:00:00.000Z", "0.1"))
    assert ledger.totals(day="2026-11-01").usd == Decimal("0.1")
    assert ledger.totals(month="2026-11").usd == Decimal("0.1")
    assert ledger.totals(day="2026-11-05") == Total()
    assert ledger.totals(month="2026-11", utc=True) == Total()
    assert ledger.totals(day="2026-10-31", utc=True).usd == Decimal("0.1")
    now = ledger.summary("chat-1", "2026-11-01T01:00:00.000Z")
    assert now.chat == now.today == now.month == now.all
    assert ledger.summary(None, "2026-11-01T23:00:00.000Z").today == Total()
    assert ledger.summary("chat-2", "2026-11-01T23:00:00.000Z").chat == Total()


def test_other_writers_lines_are_picked_up_as_they_come(ledger: Ledger, places: Places) -> None:
    second = Writer.open(places)
    other = Ledger(places, second, UTC_PLUS_2)
    other.learned(_attempt("a", "2026-11-23T10:00:00.000Z", "0.1"))
    assert ledger.totals().usd == Decimal("0.1")
    other.learned(_attempt("b", "2026-11-23T10:00:01.000Z", "0.2"))
    ledger.learned(_attempt("c", "2026-11-23T10:00:02.000Z", "0.4"))
    for either in (ledger, other, Ledger(places, second, UTC_PLUS_2)):
        assert either.totals().usd == Decimal("0.7")
    other.close()
    second.close()


def test_a_torn_line_and_a_replaced_file_do_no_harm(ledger: Ledger, places: Places) -> None:
    ledger.learned(_attempt("a", "2026-11-23T10:00:00.000Z", "0.1"))
    (path,) = places.ledger.iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"h":"00000000","o":{"id":"b"')
    assert ledger.totals().usd == Decimal("0.1")
    ledger.learned(_attempt("c", "2026-11-23T10:00:00.000Z", "0.2"))
    assert ledger.totals().usd == Decimal("0.3")
    ledger.close()
    copy = path.with_name("copy.tmp")
    copy.write_bytes(whole + path.read_bytes())
    copy.replace(path)
    assert ledger.totals().usd == Decimal("0.3")


def test_the_bill_of_a_deleted_chat_stays(ledger: Ledger, story: Story) -> None:
    ledger.learned(_attempt("a", story.now(), "0.1"))
    assert ledger.by_chat() == {"chat-1": Total(Decimal("0.1"), 1)}


_lines = st.builds(
    lambda at, by, source, usd: Line(_attempt("a", at, usd, source=source), by),
    st.sampled_from(["2026-11-23T10:00:00.000Z", "2026-11-23T10:00:01.000Z"]),
    st.sampled_from(["d1-0", "d2-0"]),
    st.sampled_from(PRECEDENCE),
    st.sampled_from(["0.1", "0.2", "0"]),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(_lines, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_the_lines_does_not_matter(lines: list[Line], dice: object) -> None:
    best = resolved(lines)
    shuffled = list(lines)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]  # a Random
    assert resolved(shuffled) == best
    ranks = [PRECEDENCE.index(line.attempt.source) for line in lines]  # type: ignore[arg-type]
    assert PRECEDENCE.index(best.source) == max(ranks)  # type: ignore[arg-type]


def test_what_a_line_says_is_read_as_it_was_written() -> None:
    whole = _attempt(
        "a", "2026-11-23T10:00:00.000Z", "0.00000000000001", is_byok=True,
        upstream_usd=Decimal("1E-9"), provider="P", generation_id="g", prompt_tokens=0,
    )  # fmt: skip
    assert attempt_of(line_of(whole)) == whole
    assert attempt_of({"id": 5}) is None


def test_the_bill_is_read_once_and_then_only_on(
    ledger: Ledger, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.learned(_attempt("a", "2026-11-23T10:00:00.000Z", "0.1"))
    assert ledger.totals().usd == Decimal("0.1")
    read: list[int] = []
    from scout_desktop.storage import files

    real = files.read_piece

    def noted(path: Path, offset: int, length: int) -> bytes:
        read.append(offset)
        return real(path, offset, length)

    monkeypatch.setattr(files, "read_piece", noted)
    ledger.totals()
    assert read == []
    ledger.learned(_attempt("b", "2026-11-23T10:00:00.000Z", "0.1"))
    assert ledger.totals().usd == Decimal("0.2")
    assert len(read) == 1
    assert read[0] > 300
