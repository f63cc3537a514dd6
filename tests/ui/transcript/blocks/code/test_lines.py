"""The lines of growing code are those of the same code received at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.chat.markdown.pieces import CodeGrowth
from scout_desktop.ui.transcript.blocks.code.lines import CodeLines

LINE = st.text(alphabet="ab \t😀é", max_size=8)


def grown(lines: list[str], partial: str, cuts: list[int]) -> CodeLines:
    """Code that arrived in as many parts as there are cuts, each with half of its next line."""
    made, finished = CodeLines(""), 0
    for cut in sorted({min(cut, len(lines)) for cut in cuts} | {len(lines)}):
        half = lines[cut][: len(lines[cut]) // 2] if cut < len(lines) else partial
        made.grow(CodeGrowth(tuple(lines[finished:cut]), half, finished))
        finished = cut
    return made


@given(st.lists(LINE, max_size=12), LINE, st.lists(st.integers(0, 12), max_size=6))
def test_however_it_is_cut(lines: list[str], partial: str, cuts: list[int]) -> None:
    text = "\n".join([*lines, partial] if partial else lines)
    whole, parts = CodeLines(text), grown(lines, partial, cuts)
    assert parts.text == whole.text
    assert parts.lines == whole.lines
    assert parts.size == whole.size
    for line in range(len(whole)):
        assert parts.start(line) == whole.start(line)
    for place in range(len(text) + 1):
        assert parts.line_of(place) == text.count("\n", 0, place)
    assert parts.columns >= whole.columns


def test_a_fresh_piece_does_not_say_whether_its_last_line_is_finished_but_the_growth_does() -> None:
    finished, unfinished = CodeLines("a\nb"), CodeLines("a\nb")
    finished.grow(CodeGrowth(("c",), "", 2))
    unfinished.grow(CodeGrowth(("bc",), "", 1))
    assert finished.text == "a\nb\nc"
    assert unfinished.text == "a\nbc"


def test_without_a_number_all_but_the_line_being_written_stands() -> None:
    lines = CodeLines("")
    lines.grow(CodeGrowth((), "fi"))
    lines.grow(CodeGrowth(("first",), "sec"))
    lines.grow(CodeGrowth(("second", ""), "th"))
    assert lines.text == "first\nsecond\n\nth"


@pytest.mark.parametrize(("before", "now", "same"), [("ab", "abc", 2), ("ab", "xb", 0)])
def test_it_says_how_much_of_the_line_being_written_stands(
    before: str, now: str, same: int
) -> None:
    lines = CodeLines("")
    lines.grow(CodeGrowth(("first",), before, 0))
    assert lines.grow(CodeGrowth((), now, 1)) == (1, same)


def test_tabs_count_up_to_their_stop() -> None:
    assert CodeLines("\tab\nabcde").columns == 6
    assert CodeLines("a\tb").columns == 5
