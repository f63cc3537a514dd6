"""The grid of a table: rows and columns together, what is where in it, and how it grows.

Columns are measured again at 1 to 8 rows, at powers of two, and when the table is complete; in
between they stand. Pixels are the block's; `left` is where the leftmost column begins in them.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF

from scout_desktop.chat.markdown.pieces import TablePiece
from scout_desktop.chat.markdown.plain import plain_inlines
from scout_desktop.chat.markdown.writing.tables import is_mirrored
from scout_desktop.ui.transcript.blocks.block import NO_MARKS, Marks
from scout_desktop.ui.transcript.blocks.table.columns import Columns
from scout_desktop.ui.transcript.blocks.table.rows import TableRows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QPainter

    from scout_desktop.chat.markdown.pieces import TableGrowth
    from scout_desktop.ui.transcript.blocks.block import Span, Zone
    from scout_desktop.ui.transcript.blocks.table.columns import Row
    from scout_desktop.ui.transcript.blocks.workshop import Workshop

_EXACT = 60
"""Cells at either end that are laid out at once, before they are seen."""
_OFTEN = 8
"""Rows up to which columns follow every change."""
_TELLING = 2
"""Rows that tell whether a table runs from right to left."""


class TableGrid:
    """`width` and `tops[-1]` are its pixels; `mirrored` begins at the right."""

    def __init__(self, workshop: Workshop, piece: TablePiece, changed: Callable[[], None]) -> None:
        """`changed` is a method, held weakly, that is told when a cell looks different."""
        self._workshop, self._aligns = workshop, piece.aligns
        self._columns = Columns(workshop, len(piece.aligns))
        self._columns.mirrored = is_mirrored(piece)
        self._rows = TableRows(workshop, piece.aligns, self._columns, changed)
        self._due = 1
        self._new = self._finished = 0
        self.left = 0
        rows = piece.rows or (tuple(() for _ in piece.aligns),)
        self._replace(0, rows, len(rows))
        self._columns.learn(self._rows.rows, self._rows.lengths)

    @property
    def mirrored(self) -> bool:
        """It runs from right to left."""
        return self._columns.mirrored

    @property
    def width(self) -> int:
        """Pixels of all columns."""
        return self._columns.total

    @property
    def side(self) -> int:
        """Pixels between the edge of a cell and its words."""
        return self._columns.side

    @property
    def baseline(self) -> int:
        """Of the header's first line, from the top."""
        return self._rows.edge + self._workshop.formats.row("body").baseline

    @property
    def rows(self) -> Sequence[Row]:
        """The cells, the header first."""
        return self._rows.rows

    @property
    def tops(self) -> Sequence[int]:
        """Where each row begins and the last one ends, as far as they were met (`settle`)."""
        return self._rows.tops

    @property
    def text(self) -> str:
        """Cells parted by tabs, rows by line feeds."""
        return "\n".join("\t".join(plain_inlines(cell) for cell in row) for row in self.rows)

    def show(self, rows: Sequence[Row]) -> None:
        """Take the rows of the complete table."""
        pairs = enumerate(zip(self.rows, rows, strict=False))
        shorter = min(len(self.rows), len(rows))
        same = next((at for at, (old, new) in pairs if old != new), shorter)
        self._replace(same, rows[same:], len(rows))

    def grow(self, growth: TableGrowth) -> None:
        """Take whole rows and the one being written in the place of the last."""
        first = self._finished if growth.finished < 0 else growth.finished
        fresh = growth.rows if growth.partial is None else (*growth.rows, growth.partial)
        self._replace(first, fresh, first + len(growth.rows))
        rows, count = self._rows, self._finished
        if count <= _OFTEN or count >= self._due:
            self._columns.learn(rows.rows[:count], rows.lengths[:count])
            self._due = 1 << count.bit_length()
        if count <= _OFTEN and len(rows.rows) > count:
            # The row that is being written counts as well, or it would be squeezed.
            self._columns.pass_by(rows.rows[count], rows.lengths[count])

    def close(self) -> None:
        """It is complete: every row has a say in how wide the columns are."""
        self._columns.learn_anew(self._rows.rows, self._rows.lengths)

    def fit(self, room: int) -> int:
        """Share so many pixels among the columns, and lay out rows at either end.

        Returns the first row that is not as it was.
        """
        rows, columns = self._rows, self._columns
        before = tuple(columns.widths)
        columns.fit(room)
        if tuple(columns.widths) != before:
            self._new = 0
        count = len(rows.rows)
        if self._new < count or len(rows.tops) != count + 1:
            rows.expect(self._new)
        some = max(_EXACT // max(len(self._aligns), 1), 2)
        rows.settle(range(min(some, count)))
        # What has just been written is in sight, as a rule.
        rows.settle(range(max(count - some, self._new, 0), count))
        new, self._new = self._new, count
        return min(new, count)

    def settle(self, top: int, bottom: int) -> int:
        """Lay out what is between two heights; return how far the rows wholly below `top` moved."""
        rows = self._rows
        first = rows.row_at(top)
        before = rows.tops[first + 1]
        # With taller rows fewer are in sight, with flatter ones more.
        while rows.settle(range(first, rows.row_at(bottom) + 1)):
            pass
        return rows.tops[first + 1] - before

    def doubt(self) -> None:
        """Rows may be of another height now."""
        self._rows.doubt()

    def paint(self, painter: QPainter, box: QRect, clip: QRect, marks: Marks) -> None:
        """Paint cells and the lines between rows, as far as `box` shows them."""
        rows, shop = self._rows, self._workshop
        one, line = 1 / shop.scale, shop.formats.color("line")
        sides = zip(self._columns.lefts, self._columns.widths, strict=True)
        seen = [
            column
            for column, (left, width) in enumerate(sides)
            if self.left + left + width > box.left() and self.left + left <= box.right()
        ]
        marked = marks.selection is not None or bool(marks.hits) or marks.hit is not None
        for row in range(rows.row_at(clip.top()), rows.row_at(clip.bottom()) + 1):
            if row:
                painter.fillRect(QRectF(box.left(), rows.tops[row], box.width(), one), line)
            cells, y = rows.cells(row), self._y(row)
            for column in seen:
                here = NO_MARKS
                if marked:
                    here = _within(marks, rows.start(row, column), rows.lengths[row][column])
                cells[column].paint(painter, self._x(column), y, clip, here)

    def place_at(self, x: int, y: int) -> int:
        """Return the place in `text` nearest to a point."""
        if y < 0:
            return 0
        if y >= self.tops[-1]:
            return self._rows.starts[-1] - 1
        row, column = self._rows.row_at(y), self._columns.at(x - self.left)
        words = self._rows.cells(row)[column]
        place = words.place_at(x - self._x(column), y - self._y(row))
        return self._rows.start(row, column) + place

    def caret(self, place: int) -> QRect:
        """Return where a place is."""
        row, column, start = self._rows.cell_of(place)
        words = self._rows.cells(row)[column]
        return words.caret(place - start).translated(self._x(column), self._y(row))

    def line_at(self, place: int) -> Span:
        """Return the line on the screen, within its cell, that a place is in."""
        row, column, start = self._rows.cell_of(place)
        first, last = self._rows.cells(row)[column].line_at(place - start)
        return start + first, start + last

    def zone_at(self, x: int, y: int) -> Zone | None:
        """Return the link or picture at a point."""
        row, column = self._rows.row_at(y), self._columns.at(x - self.left)
        return self._rows.cells(row)[column].zone_at(x - self._x(column), y - self._y(row))

    def _x(self, column: int) -> int:
        return self.left + self._columns.lefts[column] + self._columns.side

    def _y(self, row: int) -> int:
        return self._rows.tops[row] + self._rows.edge

    def _replace(self, first: int, rows: Sequence[Row], finished: int) -> None:
        if first < _TELLING and first + len(rows) > 1:
            head = (*self._rows.rows[:first], *rows[:_TELLING])
            mirrored = is_mirrored(TablePiece(self._aligns, head))
            if mirrored != self._columns.mirrored:
                self._columns.mirrored = mirrored
                self._rows.forget()
                self._new = 0
        self._rows.replace(first, rows)
        self._columns.forget(first)
        self._new = min(self._new, first)
        self._finished = finished


def _within(marks: Marks, start: int, length: int) -> Marks:
    """The part of the marks that is in one cell, in places of that cell."""

    def cut(span: Span | None) -> Span | None:
        if span is None or span[0] >= start + length or span[1] <= start:
            return None
        return max(span[0] - start, 0), min(span[1] - start, length)

    at = max(bisect_left(marks.hits, (start, 0)) - 1, 0)
    hits: list[Span] = []
    while at < len(marks.hits) and marks.hits[at][0] < start + length:
        hit = cut(marks.hits[at])
        hits += [] if hit is None else [hit]
        at += 1
    return Marks(cut(marks.selection), hits, cut(marks.hit))
