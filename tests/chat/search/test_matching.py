"""The line that shows a hit, and what is marked in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.chat.search.folding import fold, spaced
from scout_desktop.chat.search.matching import has, marks, snippet
from scout_desktop.chat.search.query import Term


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("Die GRÖSSE zählt", "größe", ["GRÖSSE"]),
        ("Die Größe zählt", "grosse", ["Größe"]),
        ("cafe\u0301 noir", "cafe", ["cafe\u0301"]),
        ("İstanbul’da", "istan", ["İstan"]),
        ("مُحَمَّد", "محمد", ["مُحَمَّد"]),
        ("我喜欢北京的秋天", "北京", ["北京"]),
        ("ﬁne ﬁsh", "fis", ["ﬁs"]),
        ("pear PEAR spear", "pear", ["pear", "PEAR"]),
        ("ap\u200bple pie", "apple", ["ap\u200bple"]),
        ("plain words", "words plain", []),
        ("หนังสือเล่มนี้", "เล่ม", ["เล่ม"]),
        ("가나다", "가나", ["가나"]),
    ],
)
def test_what_was_found_is_marked_letter_by_letter(
    text: str, typed: str, marked: list[str]
) -> None:
    assert [text[start:end] for start, end in marks(text, [Term(typed)])] == marked


def test_words_side_by_side_are_one_mark_each() -> None:
    found = marks("one two, three", [Term("one"), Term("two three")])
    assert found == ((0, 3), (4, 14))


def test_the_line_shows_the_first_hit_without_line_breaks_or_signs_that_turn() -> None:
    text = "x" * 300 + "\n\n# A\x1b[31m \u202epear\t\tand more " + "y" * 500
    line, marked = snippet(text, [Term("pear")])
    assert [line[start:end] for start, end in marked] == ["pear"]
    assert line.startswith("…")
    assert line.endswith("…")
    assert len(line) < 200
    assert "\n" not in line
    assert "\x1b" not in line
    assert "\u202e" not in line


def test_a_hit_far_behind_letters_that_fold_to_more_is_shown() -> None:
    text = "ß" * 5000 + " Straße " + "ﬃ" * 5000 + " pear " + "e\u0301" * 3000
    for typed in ("strasse", "pear"):
        line, marked = snippet(text, [Term(typed)])
        assert marked, typed
        assert fold("".join(line[start:end] for start, end in marked)) == typed


@given(st.text(max_size=60), st.text(min_size=1, max_size=6))
def test_marks_stand_in_the_text_and_apart(text: str, typed: str) -> None:
    line, marked = snippet(text, [Term(typed)])
    ends = [0, *(edge for mark in marked for edge in mark), len(line)]
    assert ends == sorted(ends)
    assert all(start < end for start, end in marked)


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert spaced(text).count("\n") >= 0
    once = fold(text)
    assert fold(once) == once or not once.isascii()


@given(st.text(alphabet="abc北京มา .", max_size=30), st.integers(0, 29), st.integers(1, 5))
def test_any_piece_of_a_text_without_spaces_is_in_it(text: str, at: int, length: int) -> None:
    piece = "".join(sign for sign in text[at : at + length] if sign in "北京มา")
    if piece and piece in text:
        assert has(text, Term(piece))
