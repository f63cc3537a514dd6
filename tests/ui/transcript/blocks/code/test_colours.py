"""Colours come after the text, from the language's name, and end up the same however it grew."""

from __future__ import annotations

import gc
import weakref

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from scout_desktop.chat.markdown import lexing
from scout_desktop.chat.markdown.lexing import Coloured
from scout_desktop.chat.markdown.pieces import CodeGrowth, CodePiece
from scout_desktop.ui.transcript.blocks.block import NO_MARKS
from scout_desktop.ui.transcript.blocks.code.code import CodeBlock
from scout_desktop.ui.transcript.blocks.workshop import Workshop

CODE = 'def greet(name):\n    """Say\n    hello."""\n    return f"hi {name}"  # 42\n\nx = 1.5'
VIEW = QRect(0, 0, 500, 400)


def painted(block: CodeBlock) -> QImage:
    block.fit(VIEW.width())
    image = QImage(VIEW.size(), QImage.Format.Format_RGB32)
    image.fill(block.workshop.theme.color("window"))
    painter = QPainter(image)
    block.paint(painter, VIEW, NO_MARKS)
    painter.end()
    return image


def kinds(block: CodeBlock, line: int) -> list[str]:
    return [coloured.kind for coloured in block._colours.spans.get(line, ())]


def wait_for_colours(block: CodeBlock, line: int, qtbot) -> None:
    painted(block)
    qtbot.waitUntil(lambda: bool(kinds(block, line)))


def grow(block: CodeBlock, text: str, first: int = 0) -> None:
    """Line by line, with a look at it after each."""
    for number, line in enumerate(text.split("\n"), first):
        block.grow(CodeGrowth((line,), "", number))
        painted(block)


def test_text_is_there_at_once_and_colours_a_moment_later(workshop: Workshop, qtbot) -> None:
    block = CodeBlock(workshop, CodePiece(CODE, "python"))
    told: list[tuple[object, bool]] = []
    workshop.changed.connect(lambda who, resized: told.append((who, resized)))
    plain = painted(block)
    wait_for_colours(block, 5, qtbot)
    assert painted(block) != plain
    assert kinds(block, 0) == ["keyword", "name"]
    assert kinds(block, 3) == ["keyword", "keyword", "string", "meta", "meta", "string", "comment"]
    assert set(told) == {(block, False)}


def test_it_is_not_told_for_each_line_before_it_is_painted(workshop: Workshop, qtbot) -> None:
    block = CodeBlock(workshop, CodePiece("import os\n" * 15, "python"))
    told: list[bool] = []
    workshop.changed.connect(lambda _, resized: told.append(resized))
    wait_for_colours(block, 14, qtbot)
    assert told == [False]


def test_what_was_never_on_the_screen_is_not_coloured(workshop: Workshop, qtbot) -> None:
    seen = CodeBlock(workshop, CodePiece(CODE, "python"))
    unseen = CodeBlock(workshop, CodePiece(CODE, "python"))
    unseen.fit(500)
    wait_for_colours(seen, 5, qtbot)
    assert not unseen._colours.spans


@pytest.mark.parametrize("language", ["", "text", "nosuchlanguage"])
def test_a_language_that_nobody_knows_stays_plain(workshop: Workshop, qtbot, language: str) -> None:
    block = CodeBlock(workshop, CodePiece(CODE, language))
    known = CodeBlock(workshop, CodePiece(CODE, "python"))
    before = painted(block)
    wait_for_colours(known, 5, qtbot)
    assert painted(block) == before


def test_very_long_code_stays_plain(workshop: Workshop, qtbot) -> None:
    block = CodeBlock(workshop, CodePiece("import os\n" * (lexing.MOST // 10 + 1), "python"))
    known = CodeBlock(workshop, CodePiece(CODE, "python"))
    painted(block)
    wait_for_colours(known, 5, qtbot)
    assert not block._colours.spans


def test_while_it_is_written_each_finished_line_is_coloured(workshop: Workshop, qtbot) -> None:
    block = CodeBlock(workshop, CodePiece("", "python"))
    painted(block)
    block.grow(CodeGrowth(("import os",), "imp", 0))
    wait_for_colours(block, 0, qtbot)
    block.grow(CodeGrowth(("import sys",), "import", 1))
    wait_for_colours(block, 1, qtbot)
    assert kinds(block, 0) == kinds(block, 1) == ["keyword"]
    assert kinds(block, 2) == []


def test_when_it_stands_still_what_was_wrong_is_put_right(workshop: Workshop, qtbot) -> None:
    block = CodeBlock(workshop, CodePiece("", "python"))
    whole = CodeBlock(workshop, CodePiece(CODE, "python"))
    grow(block, CODE)
    qtbot.waitUntil(lambda: kinds(block, 2) == ["string"])
    wait_for_colours(whole, 5, qtbot)
    wait_for_colours(block, 5, qtbot)
    qtbot.waitUntil(lambda: block._colours.spans == whole._colours.spans)
    assert painted(block) == painted(whole)


def test_each_time_it_has_doubled_what_was_wrong_is_put_right(workshop: Workshop, qtbot) -> None:
    lines = ['"""A text', "import this", *(f"line {number}" for number in range(12))]
    block = CodeBlock(workshop, CodePiece("", "python"))
    painted(block)
    right: list[int] = []
    for number, line in enumerate(lines):
        block.grow(CodeGrowth((line,), "", number))
        painted(block)
        qtbot.wait(30)
        if kinds(block, 1) == ["string"]:
            right.append(number)
    assert 7 <= right[0] < 12


def test_faster_than_anybody_reads_it_is_coloured_when_it_stands_still(
    workshop: Workshop, qtbot
) -> None:
    block = CodeBlock(workshop, CodePiece("", "python"))
    other = CodeBlock(workshop, CodePiece(CODE, "python"))
    wait_for_colours(other, 5, qtbot)
    painted(block)
    for number in range(10):
        block.grow(CodeGrowth(("import os",) * 50, "", number * 50))
        painted(block)
    qtbot.wait(60)
    assert not block._colours.spans
    qtbot.waitUntil(lambda: kinds(block, 499) == ["keyword"])
    assert kinds(block, 0) == ["keyword"]


def test_shown_complete_it_is_put_right_at_once(workshop: Workshop, qtbot) -> None:
    block = CodeBlock(workshop, CodePiece("", "python"))
    grow(block, CODE)
    piece = CodePiece(CODE, "python")
    block.show(piece)
    assert block.piece is piece
    qtbot.waitUntil(lambda: kinds(block, 2) == ["string"] and bool(kinds(block, 5)))
    other = CodePiece("SELECT 1", "sql")
    block.show(other)
    assert block.text == "SELECT 1"
    wait_for_colours(block, 0, qtbot)
    assert kinds(block, 0) == ["keyword", "number"]


def test_code_that_outgrows_the_limit_is_plain_in_the_end(workshop: Workshop, qtbot) -> None:
    block = CodeBlock(workshop, CodePiece("", "python"))
    painted(block)
    block.grow(CodeGrowth(("import os",), "", 0))
    wait_for_colours(block, 0, qtbot)
    block.grow(CodeGrowth(("x" * 100,) * (lexing.MOST // 100), "", 1))
    block.close()
    assert kinds(block, 0) == []


def test_a_block_that_was_forgotten_is_not_worked_on(workshop: Workshop, qtbot) -> None:
    block = CodeBlock(workshop, CodePiece("import os\n" * 2_000, "python"))
    painted(block)
    wait_for_colours(block, 0, qtbot)
    gone = weakref.ref(block)
    gc.collect()
    gc.disable()
    try:
        del block
        qtbot.waitUntil(lambda: gone() is None)
    finally:
        gc.enable()


class _Slow:
    """A lexer whose patterns take for ever over this text."""

    def __init__(self) -> None:
        self.steps = 0

    def get_tokens_unprocessed(self, text: str) -> list[tuple[int, tuple[str, ...], str]]:
        self.steps += 1
        sum(range(6_000_000))
        return [(0, ("Keyword",), text)]


def test_a_lexer_that_takes_too_long_is_left_alone(workshop: Workshop, qtbot) -> None:
    block = CodeBlock(workshop, CodePiece("a", "text"))
    painted(block)
    slow = _Slow()
    block._colours.begin(slow)
    qtbot.waitUntil(lambda: slow.steps == 1)
    block.grow(CodeGrowth(("a", "b"), "", 0))
    block.close()
    qtbot.wait(50)
    assert slow.steps == 1
    assert block._colours.spans in ({}, {0: (Coloured(0, 1, "keyword"),)})
