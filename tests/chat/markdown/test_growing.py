"""A reply that arrives in parts ends as the whole one does, and costs what is new in it."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scout_desktop.chat.markdown.flatten import pieces_of
from scout_desktop.chat.markdown.growing import GrowingPieces
from scout_desktop.chat.markdown.inlines import Text
from scout_desktop.chat.markdown.inside import words
from scout_desktop.chat.markdown.pieces import (
    Change,
    CodeGrowth,
    CodePiece,
    Line,
    Mark,
    Place,
    TableGrowth,
    TablePiece,
)
from tests.chat.markdown.reply import (
    INSIDE,
    MATHS,
    NAMES,
    WORDS,
    applied,
    cut,
    cut_at,
    examples,
    grown,
    texts,
)


@settings(max_examples=400, deadline=None)
@given(texts, st.lists(st.integers(0, 150), max_size=8))
def test_wherever_it_is_cut_a_reply_is_the_same(text: str, places: list[int]) -> None:
    grown(text, cut_at(text, places))


@settings(max_examples=200, deadline=None)
@given(texts)
def test_character_by_character_a_reply_is_the_same(text: str) -> None:
    grown(text, text)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from((*INSIDE, *NAMES, *MATHS, *WORDS)), max_size=40),
    st.integers(3, 40),
    st.integers(70, 600),
)
def test_an_endless_paragraph_is_the_same(signs: list[str], size: int, part: int) -> None:
    """Its beginning is settled while it is open; here already after sixty characters."""
    text = "".join(f"some words {sign} and {sign} more" for sign in signs)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "_SHORT", 60)
        patch.setattr(words, "_YOUNG", 15)
        patch.setattr(words, "_PART", part)
        grown(text, cut(text, size))


@pytest.mark.parametrize("size", [1, 4, 11])
def test_the_examples_of_commonmark_grow_as_they_are(size: int) -> None:
    for example in examples()[size % 3 :: 3] if size == 1 else examples():
        grown(example["markdown"], cut(example["markdown"], size), each=size != 4)


def look(growing: GrowingPieces, text: str) -> Change:
    growing.add(text)
    return growing.settle()


def test_code_grows_by_its_lines() -> None:
    growing = GrowingPieces()

    assert look(growing, "```py\na = 1\nb").fresh == (CodePiece("a = 1\nb", "py"),)
    assert look(growing, " = 2\nc") == Change(0, CodeGrowth(("b = 2",), "c", 1))
    assert look(growing, "") == Change(1)
    assert look(growing, "\n``") == Change(0, CodeGrowth(("c",), "", 2))
    assert look(growing, "`\nDone") == Change(1, fresh=(Line((Text("Done"),)),))
    assert growing.end() == Change(2)


def test_a_table_grows_by_its_rows() -> None:
    growing = GrowingPieces()
    header, row = ((Text("a"),),), ((Text("1"),),)

    assert look(growing, "|a|\n|-|\n").fresh == (TablePiece(("",), (header,)),)
    assert look(growing, "|1") == Change(0, TableGrowth((), row, 1))
    assert look(growing, "|\n|2") == Change(0, TableGrowth((row,), ((Text("2"),),), 1))
    assert look(growing, "|\n\nDone").growth == TableGrowth((((Text("2"),),),), None, 2)


def test_items_settle_one_by_one() -> None:
    growing = GrowingPieces()
    look(growing, "- a\n  - b\n")

    change = look(growing, "  - c")

    assert change == Change(2, fresh=(Line((Text("c"),), 0, Place(0, 2, Mark(), tight=True)),))


def test_signs_alone_do_not_turn_a_paragraph_into_a_heading() -> None:
    """The words above a list would jump for the blink of an eye."""
    growing = GrowingPieces()
    look(growing, "These:\n")

    for part in ("-", " "):
        assert look(growing, part) == Change(1)
    assert growing.held == 2
    assert look(growing, "a").kept == 1
    assert growing.pieces == pieces_of("These:\n- a")


def test_signs_at_the_very_end_are_shown() -> None:
    growing = GrowingPieces()
    look(growing, "a\n-")

    assert applied((Line((Text("a"),)),), growing.end()) == [Line((Text("a"),), 2)]


def test_a_footnote_that_comes_after_its_use_is_made_right_at_the_end() -> None:
    growing = GrowingPieces()
    look(growing, "It is so.[^1]\n\nAnd more.\n\n")
    assert not growing.late
    look(growing, "[^1]: Because.\n")

    assert growing.late
    before = growing.pieces
    change = growing.end()

    assert change.kept == 0
    assert applied(before, change) == list(pieces_of(growing.text()))


def test_a_definition_that_comes_first_needs_no_second_reading() -> None:
    growing = GrowingPieces()
    look(growing, "[a]: /u\n\n[a] is it.\n\n")

    assert not growing.late
    assert growing.end() == Change(1)


def test_a_line_end_of_two_characters_may_arrive_in_halves() -> None:
    growing = GrowingPieces()

    assert look(growing, "a\r").fresh == (Line((Text("a"),)),)
    assert look(growing, "\nb").fresh == pieces_of("a\nb")


def test_after_its_end_nothing_changes() -> None:
    growing = GrowingPieces()
    look(growing, "a")
    growing.end()

    assert growing.settle() == growing.end() == Change(1)


LONG = {
    "prose": "Words of **prose** and `code`.\n\n",
    "list": "- an item with *words*\n",
    "nested list": "- item\n  - nested\n    - deeper\n",
    "loose list": "1. item\n\n   more\n\n",
    "table": "| a | *b* |\n",
    "code": "x = f(y)\n",
    "code in a list": "  x = f(y)\n",
    "quote": "> quoted *words*\n>\n",
    "endless paragraph": "words that go **on** and on, [1] see [b](c), ",
    "endless paragraph with open signs": "words that go **on** and on, and `so`, ",
    "endless lines": "words that go **on** and on\n",
}
BEFORE = {
    "table": "| a | b |\n|---|---|\n", "code": "```\n", "code in a list": "- ```\n",
    "endless paragraph with open signs": "*words that \\(are `open` ",
}  # fmt: skip


@pytest.mark.parametrize("name", LONG)
def test_a_look_at_a_long_reply_costs_no_more_than_at_a_short_one(name: str) -> None:
    """Counted in calls; a reply fifteen times as long may cost half as much again."""

    def calls(length: int) -> float:
        growing = GrowingPieces()
        text = BEFORE.get(name, "") + LONG[name] * (length // len(LONG[name]) + 40)
        look(growing, text[:length])
        made = 0

        def count(_frame: object, event: str, _argument: object) -> None:
            nonlocal made
            made += event in ("call", "c_call")

        sys.setprofile(count)
        try:
            for at in range(length, length + 1_000, 20):
                look(growing, text[at : at + 20])
        finally:
            sys.setprofile(None)
        return made

    calls(4_000)

    assert calls(60_000) < 1.5 * calls(4_000) + 2_000
