"""Ids never go back, times and money are exact."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.chat.ids import after, imported_id, is_id, milliseconds_of, new_id, timestamp
from scout_desktop.chat.money import dollars, exact_sum, parse_dollars, show_dollars
from scout_desktop.chat.usage import Cost, Usage, cost_of

MOMENTS = st.integers(0, 2**47)


@given(st.lists(st.tuples(MOMENTS, st.integers(0, 2**74 - 1)), min_size=2, max_size=20))
def test_ids_never_decrease_even_when_the_clock_jumps_back(steps: list[tuple[int, int]]) -> None:
    ids: list[str] = []
    for moment, dice in steps:
        ids.append(new_id(moment, dice, ids[-1] if ids else None))
    assert ids == sorted(set(ids))
    assert all(is_id(id) and id[14] == "7" and id[19] in "89ab" for id in ids)


def test_an_id_begins_with_its_time() -> None:
    assert new_id(0x01A20_5FC_04D8, 2**74 - 1).startswith("01a205fc-04d8-7")


def test_importing_twice_gives_the_same_id() -> None:
    one, two = imported_id("chatgpt", "x"), imported_id("chatgpt", "x")
    assert one == two != imported_id("jan", "x")
    assert is_id(one)
    assert one[14] == "8"


@given(MOMENTS)
def test_times_survive_the_trip(moment: int) -> None:
    assert milliseconds_of(timestamp(moment)) == moment
    assert after(timestamp(moment), timestamp(moment)) == timestamp(moment + 1)


def test_foreign_times_are_met_with_care() -> None:
    assert milliseconds_of("2026-11-23") is None
    assert milliseconds_of(7) is None
    assert milliseconds_of("2026-11-23T02:18:52.120+01:00") == milliseconds_of(
        "2026-11-23T01:18:52.120Z"
    )


def test_money_is_exact_and_without_exponent() -> None:
    assert dollars(Decimal("3.9e-06")) == "0.0000039"
    assert dollars(Decimal("0.0076509169000000005")) == "0.0076509169000000005"
    assert dollars(Decimal("100")) == "100"
    assert exact_sum([Decimal("1e-18")] * 3 + [Decimal("1000000000")]) == Decimal(
        "1000000000.000000000000000003"
    )
    assert parse_dollars("NaN") is parse_dollars(3) is parse_dollars("x") is None


def test_money_on_screen_keeps_what_matters() -> None:
    assert show_dollars(Decimal("0.00015416")) == "0.000154 USD"
    assert show_dollars(Decimal("12.345")) == "12.34 USD"
    assert show_dollars(Decimal("0.01234")) == "0.0123 USD"
    assert show_dollars(Decimal("0.0000044")) == "0.0000044 USD"
    assert show_dollars(Decimal("4e-15")) == "0.000000000000004 USD"
    assert show_dollars(Decimal("7.5")) == "7.50 USD"
    assert show_dollars(Decimal(0)) == "0.00 USD"


def test_an_upstream_charge_counts_only_with_the_users_own_provider_key() -> None:
    credit = Usage(cost=Decimal("0.5"), upstream_cost=Decimal("0.5"), is_byok=False)
    assert cost_of(credit).record() == {"source": "usage", "usd": "0.5"}
    own = Usage(cost=Decimal("0.01"), upstream_cost=Decimal("0.2"), is_byok=True)
    assert cost_of(own) == Cost("usage", Decimal("0.01"), True, Decimal("0.2"))
    assert cost_of(None).record() == {"source": "unknown", "usd": None}
