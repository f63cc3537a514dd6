"""Pages as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.chat.errors import BadInput
from scout_desktop.chat.pages import read_pages, write_pages


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
    assert read_pages(text, 9) == pages


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
    with pytest.raises(BadInput, match=said):
        read_pages(text, 9)


@given(st.sets(st.integers(1, 60)))
def test_what_is_written_reads_as_it_was(pages):
    assert read_pages(write_pages(sorted(pages)), 60) == tuple(sorted(pages))
