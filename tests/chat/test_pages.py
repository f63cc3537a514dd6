"""Pages as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.chat.errors import BadInput
from scout_desktop.chat.pages import read_pages, write_pages


@pytest.mark.parametrize(
    ("written", "pages"),
    [
        ("7", (7,)),
        ("1-3, 7", (1, 2, 3, 7)),
        (" 1 – 3;7 ", (1, 2, 3, 7)),
        ("2 5 2", (2, 5)),
        ("8-", (8, 9, 10)),
        ("8-, 1", (8, 9, 10, 1)),
        ("3-1", (3, 2, 1)),
    ],
)
def test_pages_are_read_as_people_write_them(written, pages):
    assert read_pages(written, 10) == pages


@pytest.mark.parametrize("written", ["", "x", "1,", "0", "11", "1-11", "1-2-3", "٣", "-", "9" * 99])
def test_what_names_no_page_is_said_in_a_sentence(written):
    with pytest.raises(BadInput) as said:
        read_pages(written, 10)
    assert said.value.sentence.endswith(".")


@given(st.lists(st.integers(1, 60), min_size=1, unique=True))
def test_what_is_written_is_read_again(pages):
    assert read_pages(write_pages(pages), 60) == tuple(pages)
