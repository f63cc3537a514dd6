"""Sums of heights: the same as adding them up, however they were changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.ui.transcript.area.layout.heights import Heights

_ROWS = st.lists(st.integers(0, 500), max_size=60)
_CHANGES = st.lists(st.tuples(st.sampled_from(("set", "append", "keep")), st.integers(0, 70)))


@given(_ROWS, _CHANGES)
def test_sums_are_right_after_any_change(rows: list[int], changes: list[tuple[str, int]]) -> None:
    heights, plain = Heights(rows), list(rows)
    for what, number in changes:
        if what == "append":
            heights.append(number)
            plain.append(number)
        elif what == "keep":
            heights.keep(min(number, len(plain)))
            del plain[number:]
        elif plain:
            heights[number % len(plain)] = number
            plain[number % len(plain)] = number

    assert len(heights) == len(plain)
    assert heights.total == sum(plain)
    assert [heights[place] for place in range(len(plain))] == plain
    assert [heights.before(place) for place in range(len(plain) + 1)] == [
        sum(plain[:place]) for place in range(len(plain) + 1)
    ]


@given(st.lists(st.integers(1, 90), min_size=1, max_size=60), st.integers(-10, 6000))
def test_what_is_at_a_height_is_found(rows: list[int], y: int) -> None:
    place = Heights(rows).find(y)
    begins, ends = sum(rows[:place]), sum(rows[: place + 1])

    assert begins <= min(max(y, 0), sum(rows) - 1) < ends


def test_nothing_is_found_in_nothing() -> None:
    assert Heights().find(100) == 0
