"""Tables to lay out, and where their words are."""

from __future__ import annotations

from scout_desktop.chat.markdown.inlines import Align, Inlines, Text
from scout_desktop.chat.markdown.pieces import HERE, Place, TablePiece
from scout_desktop.ui.transcript.blocks.table.table import TableBlock
from scout_desktop.ui.transcript.blocks.workshop import Workshop
from tests.ui.transcript.blocks.painting import WIDTH

ROW = 33
LONG = "a sentence that goes on and on until it has to be broken somewhere, "


def row(*cells: str) -> tuple[Inlines, ...]:
    return tuple((Text(cell),) if cell else () for cell in cells)


def piece(*rows: str, aligns: tuple[Align, ...] = (), place: Place = HERE) -> TablePiece:
    """A table of rows whose cells are parted by bars."""
    cells = [row(*each.split("|")) for each in rows]
    return TablePiece(aligns or ("",) * len(cells[0]), tuple(cells), place)


def shown(workshop: Workshop, table: TablePiece, width: int = WIDTH) -> TableBlock:
    block = TableBlock(workshop, table)
    block.fit(width)
    return block


def left_of(block: TableBlock, word: str) -> int:
    """Where a word is painted."""
    return block.caret(block.text.index(word)).left()
