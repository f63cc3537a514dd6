"""Code is copied as it reads: what nobody can see does not come along."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.chat.markdown.clean import clean_code, is_right_to_left, masked_code


@pytest.mark.parametrize(
    ("code", "clean", "removed"),
    [
        ("x = 1\n\ty", "x = 1\n\ty", 0),
        ("rm\u202e -rf\u202c", "rm -rf", 2),
        ("a\u200bb\ufeffc\u00add", "abcd", 3),
        ("a\x1b[31mb\x07", "a[31mb", 2),
        ("if x:\r\n  y", "if x:\n  y", 0),
        ("a\u200db", "ab", 1),
        ("print('👩\u200d👧')", "print('👩\u200d👧')", 0),
        ("می\u200cخواهم", "می\u200cخواهم", 0),
        ("tag\U000e0041", "tag", 1),
    ],
)
def test_hidden_characters_go(code: str, clean: str, removed: int) -> None:
    assert clean_code(code) == (clean, removed)


@given(st.text())
def test_what_is_clean_stays_clean(text: str) -> None:
    once, _ = clean_code(text)

    again, removed = clean_code(once)
    assert removed == 0 or "\u200c" in once or "\u200d" in once
    assert not set(again) & set("\u202a\u202e\u2066\u2069\u200b\x00\x1b")


@pytest.mark.parametrize(
    ("code", "shown", "places"),
    [
        ("x = 1", "x = 1", []),
        ("\tx", "\tx", []),
        ("a\u202eb\x1b", "a▯b▯", [1, 3]),
        ("tag\U000e0041!", "tag▯!", [3]),
        ("a\u2028b\u3164\ud800", "a▯b▯▯", [1, 3, 4]),
        ("👩\u200d👧", "👩\u200d👧", []),
    ],
)
def test_on_the_screen_each_has_a_stand_in(code: str, shown: str, places: list[int]) -> None:
    assert masked_code(code) == (shown, places)


@given(st.text())
def test_what_is_not_copied_is_seen_in_its_place(text: str) -> None:
    shown, places = masked_code(text)
    assert len(shown) == len(text)
    assert all(shown[place] == "▯" for place in places)
    assert len(places) >= clean_code(text.replace("\r\n", ""))[1]


def test_direction_is_that_of_the_first_letter() -> None:
    assert is_right_to_left("123 مرحبا hello")
    assert is_right_to_left("(שלום)")
    assert not is_right_to_left("hello مرحبا")
    assert not is_right_to_left("123 !?")
