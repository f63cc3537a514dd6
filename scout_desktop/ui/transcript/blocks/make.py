"""Which block lays out which piece."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scout_desktop.chat.markdown.pieces import CodePiece, FormulaPiece, Line, TablePiece
from scout_desktop.ui.transcript.blocks.code.code import CodeBlock
from scout_desktop.ui.transcript.blocks.formulas.formula import FormulaBlock
from scout_desktop.ui.transcript.blocks.rule import RuleBlock
from scout_desktop.ui.transcript.blocks.table.table import TableBlock
from scout_desktop.ui.transcript.blocks.text.text import TextBlock

if TYPE_CHECKING:
    from scout_desktop.chat.markdown.pieces import Piece
    from scout_desktop.ui.transcript.blocks.block import Block
    from scout_desktop.ui.transcript.blocks.workshop import Workshop


def make_block(workshop: Workshop, piece: Piece) -> Block:
    """Return the block that shows a piece."""
    match piece:
        case Line():
            return TextBlock(workshop, piece)
        case CodePiece():
            return CodeBlock(workshop, piece)
        case TablePiece():
            return TableBlock(workshop, piece)
        case FormulaPiece():
            return FormulaBlock(workshop, piece)
        case _:
            return RuleBlock(workshop, piece)
