"""Code or a table that is still open: its finished lines and rows are read once, as they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .lines.raw import RawCode, RawTable
from .pieces import CodeGrowth, CodePiece, TableGrowth, TablePiece

if TYPE_CHECKING:
    from .inlines import Inlines
    from .inside.words import Reader


class OpenPiece:
    """Knows what was told of the piece, and so what is new in it."""

    def __init__(self, raw: RawCode | RawTable, reader: Reader) -> None:
        self._raw = raw
        self._rows: list[tuple[Inlines, ...]] = []
        self._told = 0
        self._partial: str | tuple[Inlines, ...] | None = None
        self._row: tuple[Inlines, ...] | None = None
        self.take(raw, reader)

    def take(self, raw: RawCode | RawTable, reader: Reader) -> None:
        """Take how the piece is now; `reader` reads rows that are finished."""
        self._raw, self._row = raw, None
        if isinstance(raw, RawTable):
            self._rows += reader.rows(raw.rows[len(self._rows) :])

    def growth(self, passing: Reader) -> CodeGrowth | TableGrowth | None:
        """Return what is new since the last call; `passing` reads a row that is not finished."""
        raw, told, before = self._raw, self._told, self._partial
        if isinstance(raw, RawTable):
            (row,) = passing.rows(raw.own) or (None,)
            rows = tuple(self._rows[told:])
            self._told, self._partial, self._row = len(self._rows), row, row
            return TableGrowth(rows, row, told) if rows or row != before else None
        # Of an unfinished line, the blank ones above it come along; they are as good as finished.
        *above, partial = raw.own or [""]
        lines = (*raw.lines[told:], *above[max(told - len(raw.lines), 0) :])
        self._told, self._partial = len(raw.lines) + len(above), partial
        if not lines and partial == (before or ""):
            return None
        return CodeGrowth(lines, partial, told)

    def piece(self) -> CodePiece | TablePiece:
        """Return the whole piece as it was told; costs as much as there is of it."""
        raw = self._raw
        if isinstance(raw, RawTable):
            last = () if self._row is None else (self._row,)
            return TablePiece(raw.aligns, (*self._rows, *last), raw.place)
        return CodePiece("\n".join([*raw.lines, *raw.own]), raw.language, raw.place)
