"""A table that grows, and one that is longer than the screen: what is laid out, and when."""

from __future__ import annotations

import gc
import weakref

import pytest
from PySide6.QtCore import QRect

from scout_desktop.chat.markdown.pieces import TableGrowth, TablePiece
from scout_desktop.ui.transcript.blocks.table.table import TableBlock
from scout_desktop.ui.transcript.blocks.workshop import Workshop
from tests.ui.transcript.blocks.painting import WIDTH, painted
from tests.ui.transcript.blocks.table.tables import LONG, ROW, left_of, piece, shown


def grow(block: TableBlock, table: TablePiece, since: int) -> None:
    """Have the rows of `table` from `since` on arrive, each first in part."""
    for number, cells in enumerate(table.rows[since:], since):
        half = (*cells[:1], *((),) * (len(cells) - 1))
        block.grow(TableGrowth((), half, number))
        block.fit(WIDTH)
        painted(block)
        block.grow(TableGrowth((cells,), None, number))
        block.fit(WIDTH)


@pytest.mark.parametrize("words", [("Scout", "0.08", LONG), ("سكاوت", "12", "ملاحظة " * 20)])
def test_a_table_that_grew_looks_like_one_that_was_there(
    workshop: Workshop, words: tuple[str, str, str]
) -> None:
    rows = [f"{words[0] * (n % 3 + 1)}|{words[1]}|{words[2][: n * 9]}" for n in range(21)]
    table = piece(*rows, aligns=("", "right", ""))
    whole = shown(workshop, table)
    block = shown(workshop, TablePiece(table.aligns, table.rows[:1]))
    grow(block, table, 1)
    assert block.text == whole.text
    block.show(table)
    block.fit(WIDTH)
    assert block.height == whole.height
    assert painted(block) == painted(whole)


def test_columns_keep_still_between_powers_of_two(workshop: Workshop) -> None:
    rows = [f"{number}|{'word ' * (number // 4)}|end" for number in range(40)]
    table = piece(*rows)
    block = shown(workshop, TablePiece(table.aligns, table.rows[:1]))
    widths: dict[int, set[int]] = {}
    for number in range(1, 40):
        block.grow(TableGrowth((table.rows[number],), None, number))
        block.fit(WIDTH)
        if number + 1 > 8:
            widths.setdefault((number + 1).bit_length(), set()).add(left_of(block, "end"))
    assert [len(found) for found in widths.values()] == [1, 1, 1]
    assert len(set.union(*widths.values())) == 3


def test_when_it_stands_still_every_row_has_a_say(workshop: Workshop, qtbot) -> None:
    table = piece("n|note|end", *(f"{n}|x|y" for n in range(20)), "21|much wider than that|y")
    whole = shown(workshop, table)
    block = shown(workshop, TablePiece(table.aligns, table.rows[:1]))
    grow(block, table, 1)
    assert left_of(block, "end") < left_of(whole, "end")
    with qtbot.waitSignal(workshop.changed) as told:
        pass
    assert told.args == [block, True]
    assert painted(block) == painted(whole)


def test_twenty_thousand_cells_lay_out_those_in_sight(workshop: Workshop) -> None:
    rows = (f"{number}|name {number}|1.5|fine" for number in range(5_000))
    block = shown(workshop, piece(*rows))
    assert block.height == 5_000 * ROW
    before = len(block._grid._rows._cells)
    assert before <= 40
    painted(block, clip=QRect(0, 80_000, WIDTH, 600))
    assert len(block._grid._rows._cells) <= before + 600 // ROW + 2
    assert block.place_at(13, 2_500 * ROW + 10) == block.text.index("2500\t")


def tall(count: int) -> TablePiece:
    """Rows that are taller than their number of characters lets expect."""
    return piece(*(f"{number}|{'W' * 12} " + "i l " * 60 for number in range(count)))


def test_rows_that_turn_out_taller_are_told_and_stay_where_they_were(
    workshop: Workshop, qtbot
) -> None:
    block = shown(workshop, tall(300))
    expected = block.height
    y = 60 * ROW * 3
    first = block.place_at(20, y)
    moved = block.settle(y, y + 500)
    assert block.height != expected
    assert block.caret(first).top() <= y
    below = block.line_at(block.place_at(20, y + 250))[0]
    at = block.caret(below).top()
    assert block.settle(y, y + 500) == 0, "everything there is known now"
    assert block.caret(below).top() == at
    assert isinstance(moved, int)
    fresh = shown(workshop, tall(300))
    with qtbot.waitSignal(workshop.changed) as told:
        painted(fresh, clip=QRect(0, y, WIDTH, 500))
    assert told.args == [fresh, True]
    assert fresh.height == block.height


def test_a_table_not_yet_seen_is_about_as_tall_as_it_turns_out(workshop: Workshop) -> None:
    words = LONG.split()
    rows = (
        "|".join(" ".join(words[(n + c) % 5 :][: (n * 7 + c * 3) % 11 + 1] * 4) for c in range(3))
        for n in range(400)
    )
    block = shown(workshop, piece(*rows), 760)
    expected = block.height
    block.settle(0, expected * 2)
    assert block.height != expected
    assert abs(block.height - expected) < expected / 10


def test_a_table_that_was_forgotten_is_gone(workshop: Workshop) -> None:
    block = shown(workshop, tall(30))
    grow(block, tall(32), 30)
    painted(block)
    gone = weakref.ref(block)
    gc.collect()
    gc.disable()
    try:
        del block
        assert gone() is None
    finally:
        gc.enable()
