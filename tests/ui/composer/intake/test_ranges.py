"""Pages as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.ui.composer.intake.choosing.ranges import NotPages, pages_of, written


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("", ()),
        (" , ", ()),
        ("3", (3,)),
        ("1-3, 7", (1, 2, 3, 7)),
        ("1–3;7", (1, 2, 3, 7)),
        ("7 1 - 2", (1, 2, 7)),
        ("3-1,2", (1, 2, 3)),
        ("-2", (1, 2)),
        ("8-", (8, 9)),
        ("٢،٤", (2, 4)),
    ],
)
def test_pages_are_written_in_many_ways(text, pages):
    assert pages_of(text, 9) == pages


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x", "“x” is no page"),
        ("1-2-3", "“1-2-3” is no page"),
        ("-", "“-” is no page"),
        ("0", "The first page is 1."),
        ("7-12", "There is no page 12: the last one is 9."),
        ("99999999999", "is no page"),
    ],
)
def test_what_names_no_pages_says_why(text, said):
    with pytest.raises(NotPages, match=said):
        pages_of(text, 9)


@given(st.sets(st.integers(1, 60)))
def test_what_is_written_reads_as_it_was(pages):
    assert pages_of(written(sorted(pages)), 60) == tuple(sorted(pages))
