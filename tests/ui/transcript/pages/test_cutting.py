"""Pages end between lines, never through them."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from scout_desktop.chat.markdown.inlines import Math, Text
from scout_desktop.chat.markdown.pieces import CodePiece, FormulaPiece, Line, TablePiece
from scout_desktop.ui.transcript.blocks.formulas.formula import FormulaBlock
from scout_desktop.ui.transcript.blocks.table.table import TableBlock
from scout_desktop.ui.transcript.blocks.text.text import TextBlock
from scout_desktop.ui.transcript.blocks.workshop import Workshop
from scout_desktop.ui.transcript.pages.cutting import cut_at
from scout_desktop.ui.transcript.pages.listing import Listing, Portion

WORDS = "It was a bright cold day in April, and the clocks were striking thirteen. " * 12


@pytest.fixture
def workshop(theme, qtbot) -> Workshop:
    desk = QWidget()
    qtbot.addWidget(desk)
    return Workshop(theme, desk)


def line_tops(block: TextBlock) -> set[int]:
    return {block.caret(place).top() for place in range(len(block.text))}


def test_a_paragraph_is_cut_between_lines_and_no_line_is_left_alone(workshop) -> None:
    block = TextBlock(workshop, Line((Text(WORDS),)))
    height = block.fit(300)
    row = block.caret(0).height()
    places = line_tops(block) | {height}
    for limit in range(1, height + 40):
        cut = cut_at(block, 0, limit)
        assert cut <= limit
        assert cut in places
        assert cut == 0 or cut >= 2 * row
        assert cut == height or height - cut >= 2 * row


def test_what_is_left_of_a_paragraph_goes_on_where_it_was_cut(workshop) -> None:
    block = TextBlock(workshop, Line((Text(WORDS),)))
    height = block.fit(200)
    done, cuts = 0, []
    while done < height:
        cut = cut_at(block, done, done + 100)
        assert cut > done
        cuts.append(cut)
        done = cut
    assert len(cuts) > 5
    assert set(cuts[:-1]) <= line_tops(block)


def test_nothing_fits_into_less_than_two_lines(workshop) -> None:
    block = TextBlock(workshop, Line((Text(WORDS),)))
    block.fit(300)
    assert cut_at(block, 0, 30) == 0


def test_a_table_is_cut_between_rows(workshop) -> None:
    rows = tuple(((Text(f"row {n} " * (n % 9)),), (Text("x"),)) for n in range(30))
    block = TableBlock(workshop, TablePiece(("", ""), rows))
    block.fit(300)
    block.settle(0, 10_000)
    for limit in range(0, block.height, 7):
        assert cut_at(block, 0, limit) in block.tops


def test_code_is_cut_between_rows(workshop) -> None:
    lines = [f"value_{n} = " + "long " * (n * 7 % 40) for n in range(30)]
    piece = CodePiece("\n".join(lines), "python")
    block = Listing(workshop, piece, Portion(lines, [()] * 30, "python"))
    height = block.fit(300)
    for limit in range(0, height, 7):
        cut = cut_at(block, 0, limit)
        assert cut in block.tops
        assert cut <= limit


def test_a_formula_is_not_cut(workshop) -> None:
    block = FormulaBlock(workshop, FormulaPiece("x"))
    height = block.fit(300)
    assert cut_at(block, 0, height - 1) == 0
    assert cut_at(block, 0, height) == height


def test_a_line_with_a_source_in_it_is_cut_as_any_other(workshop) -> None:
    block = TextBlock(workshop, Line((Text(WORDS), Math("x^2"), Text(WORDS))))
    height = block.fit(300)
    assert cut_at(block, 0, height // 2) in line_tops(block)
