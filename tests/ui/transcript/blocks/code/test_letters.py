"""Code as it is shown: every character is there, and found again where it is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.ui.transcript.blocks.code.letters import letters_of

MIXED = st.text(alphabet="ab 1=-+(\"',.سعرדג\u0301😀中\u202e\u200b\t", max_size=40)


@given(MIXED)
def test_each_character_is_shown_where_it_is_said_to_be(code: str) -> None:
    letters = letters_of(code)
    shown = letters.shown.encode("utf-16-le")
    assert len(letters.units) == len(code) + 1
    for place, letter in enumerate(code):
        unit = letters.units[place]
        length = 1 + (letter > "\uffff")
        found = shown[2 * unit : 2 * (unit + length)].decode("utf-16-le")
        assert found == ("▯" if place in letters.masked else letter)
    assert letters.units[-1] >= (len(shown) // 2) - 1


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("سعر - خصم", "\u2067سعر\u2069 - \u2067خصم\u2069"),
        ("# سعر جديد", "# \u2067سعر جديد\u2069"),
        ('print("سعر")', 'print("\u2067سعر\u2069")'),
        ("סמל_1", "\u2067סמל\u2069_1"),
        ("plain = 1", "plain = 1"),
        ("中文 = 'é😀'", "中文 = 'é😀'"),
    ],
)
def test_words_that_run_the_other_way_stand_by_themselves(code: str, shown: str) -> None:
    letters = letters_of(code)
    assert letters.shown == shown
    assert letters.is_turned is ("\u2067" in shown)
