"""Raw pieces, which know their lines, become pieces whose words are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .lines.raw import RawCode, RawLine, RawTable
from .pieces import CodePiece, Line, TablePiece

if TYPE_CHECKING:
    from .inside.words import Reader
    from .lines.raw import Raw
    from .pieces import Piece


def piece_of(raw: Raw, reader: Reader) -> Piece:
    """Return the piece; pieces are to be read in their order."""
    match raw:
        case RawLine():
            return Line(reader.inlines(raw.words), raw.level, raw.place)
        case RawCode():
            return CodePiece("\n".join([*raw.lines, *raw.own]), raw.language, raw.place)
        case RawTable():
            return TablePiece(raw.aligns, reader.rows([*raw.rows, *raw.own]), raw.place)
        case _:
            return raw
