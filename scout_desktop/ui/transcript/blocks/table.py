"""A table: a grid of words, mirrored for right-to-left, moved sideways where it is wide.

While it grows, rows are appended; columns are made wider at 1 to 8 rows, at powers of two, and when
the table is complete. Rows far from the screen have expected heights until `settle` meets them.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QRect, QRectF
from PySide6.QtGui import QGuiApplication

from scout_desktop.chat.markdown.pieces import TableGrowth, TablePiece
from scout_desktop.chat.markdown.plain import plain_inlines
from scout_desktop.chat.markdown.tables import is_mirrored, table_html, table_tsv
from scout_desktop.ui.theme.tokens import SIZES
from scout_desktop.ui.transcript.blocks.block import NO_MARKS, Block, Marks
from scout_desktop.ui.transcript.blocks.card import paint_card
from scout_desktop.ui.transcript.blocks.columns import Columns
from scout_desktop.ui.transcript.blocks.copying import CopyButton
from scout_desktop.ui.transcript.blocks.inset import Stand, inset, paint_bars, paint_sign
from scout_desktop.ui.transcript.blocks.lull import Lull
from scout_desktop.ui.transcript.blocks.sideways import Sideways
from scout_desktop.ui.transcript.blocks.table_rows import TableRows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtGui import QPainter

    from scout_desktop.chat.markdown.pieces import CodeGrowth
    from scout_desktop.ui.transcript.blocks.block import Span, Zone
    from scout_desktop.ui.transcript.blocks.columns import Row
    from scout_desktop.ui.transcript.blocks.workshop import Workshop

_EXACT = 60
"""Cells at either end that are laid out at once, before they are seen."""
_OFTEN = 8
"""Rows up to which columns follow every change."""
_TELLING = 2
"""Rows that tell whether a table runs from right to left."""
_NARROWEST = 120
"""Pixels at 100 % that a table gets however deep it is set in."""


class TableBlock(Block):
    """One `TablePiece`, laid out."""

    piece: TablePiece

    def __init__(self, workshop: Workshop, piece: TablePiece) -> None:
        super().__init__(workshop, piece)
        self._copy = CopyButton(self, "Copy table")
        self._sideways = Sideways(workshop)
        self._box = QRect()
        self._due = 1
        self._lull = Lull(workshop, self.close)
        self._take(piece)

    @property
    def text(self) -> str:
        rows = self._rows.rows
        return "\n".join("\t".join(plain_inlines(cell) for cell in row) for row in rows)

    @property
    def tops(self) -> Sequence[int]:
        """Where each row begins and the last one ends, as far as they were met (`settle`)."""
        return self._rows.tops

    def show(self, piece: TablePiece) -> None:
        """Show the table as it is complete; `fit` again."""
        if piece.aligns != self.piece.aligns:
            self._take(piece)
        else:
            rows = self._rows.rows
            pairs = enumerate(zip(rows, piece.rows, strict=False))
            same = next(
                (at for at, (old, new) in pairs if old != new), min(len(rows), len(piece.rows))
            )
            self._replace(same, piece.rows[same:], len(piece.rows))
            self.close()
        self.piece = piece

    def close(self) -> None:
        """The table is complete. Comes by itself when nothing was added for a while."""
        self._lull.calm()
        before = self._columns.total
        self._columns.learn_anew(self._rows.rows, self._rows.lengths)
        if self._width:
            self.fit(self._width)
        if self._columns.total != before:
            self.workshop.changed.emit(self, True)

    def grow(self, growth: CodeGrowth | TableGrowth) -> None:
        """Take whole rows and the one being written in the place of the last; `fit` again."""
        if not isinstance(growth, TableGrowth):
            raise TypeError("a table grows by rows")
        first = self._finished if growth.finished < 0 else growth.finished
        fresh = growth.rows if growth.partial is None else (*growth.rows, growth.partial)
        self._replace(first, fresh, first + len(growth.rows))
        self._lull.stir()
        rows, count = self._rows, self._finished
        if count <= _OFTEN or count >= self._due:
            self._columns.learn(rows.rows[:count], rows.lengths[:count])
            self._due = 1 << count.bit_length()
        if count <= _OFTEN and len(rows.rows) > count:
            # The row that is being written counts as well, or it would be squeezed.
            self._columns.pass_by(rows.rows[count], rows.lengths[count])

    def fit(self, width: int) -> int:
        px, rows, columns = self.workshop.theme.px, self._rows, self._columns
        left = min(inset(self.workshop, self.piece.place), max(width - px(_NARROWEST), 0))
        room = width - left
        before = tuple(columns.widths)
        columns.fit(room)
        if tuple(columns.widths) != before:
            self._new = 0
        if self._new < len(rows.rows) or len(rows.tops) != len(rows.rows) + 1:
            rows.expect(self._new)
        some = max(_EXACT // max(len(self.piece.aligns), 1), 2)
        rows.settle(range(min(some, len(rows.rows))))
        # What has just been written is in sight, as a rule.
        rows.settle(range(max(len(rows.rows) - some, self._new, 0), len(rows.rows)))
        self._new = len(rows.rows)
        self._width = width
        shown = min(columns.total, room)
        x = room - shown if columns.mirrored else left
        self._box = QRect(x, 0, shown, rows.tops[-1])
        return self._stack()

    def settle(self, top: int, bottom: int) -> int:
        """Lay out what is between two heights; `height` may be another one now.

        Return by how many pixels the rows moved that were wholly below `top`.
        """
        rows = self._rows
        first = rows.row_at(top)
        before = rows.tops[first + 1]
        # With taller rows fewer are in sight, with flatter ones more.
        while rows.settle(range(first, rows.row_at(bottom) + 1)):
            pass
        self._stack()
        return rows.tops[first + 1] - before

    def paint(self, painter: QPainter, clip: QRect, marks: Marks) -> None:
        shop, place, box, height = self.workshop, self.piece.place, self._box, self.height
        self.settle(clip.top(), clip.bottom())
        if self.height != height:
            shop.later(self._tell())
        mirrored = self._columns.mirrored
        if place.quotes:
            paint_bars(painter, shop, place, QRect(0, 0, self._width, self.height), mirrored)
        if place.mark is not None or place.note:
            baseline = self._rows.edge + shop.formats.row("body").baseline
            edge = box.right() + 1 if mirrored else box.left()
            paint_sign(painter, shop, place, Stand(edge, baseline, mirrored))
        box = self._box
        paint_card(painter, shop, box, clip, "surface")
        painter.save()
        painter.setClipRect(QRect(box.left(), 0, box.width(), self._rows.tops[1]))
        paint_card(painter, shop, box, clip, "rail")
        painter.setClipRect(box.adjusted(1, 0, -1, -1).intersected(clip))
        self._paint_rows(painter, clip, marks)
        painter.restore()
        self._sideways.paint(painter, marks.pointer)
        if self._is_near(marks.pointer) or self._copy.is_done:
            self._copy.paint(painter, marks.pointer, boxed=True)

    def place_at(self, x: int, y: int) -> int:
        if y < 0:
            return 0
        if y >= self._rows.tops[-1]:
            return self._rows.starts[-1] - 1
        row, column = self._rows.row_at(y), self._columns.at(x - self._left)
        words = self._rows.cells(row)[column]
        place = words.place_at(x - self._x(column), y - self._y(row))
        return self._rows.start(row, column) + place

    def caret(self, place: int) -> QRect:
        row, column, start = self._rows.cell_of(place)
        words = self._rows.cells(row)[column]
        return words.caret(place - start).translated(self._x(column), self._y(row))

    def line_at(self, place: int) -> Span:
        row, column, start = self._rows.cell_of(place)
        first, last = self._rows.cells(row)[column].line_at(place - start)
        return start + first, start + last

    def zone_at(self, x: int, y: int) -> Zone | None:
        zone = self._copy.zone(x, y)
        if zone is not None or not self._box.contains(x, y):
            return zone
        row, column = self._rows.row_at(y), self._columns.at(x - self._left)
        return self._rows.cells(row)[column].zone_at(x - self._x(column), y - self._y(row))

    def press(self, x: int, y: int) -> bool:
        if self._copy.zone(x, y) is not None:
            self.copy_table()
            return True
        return self._told(self._sideways.grip(x, y))

    def copy_table(self) -> None:
        """Put the table on the clipboard, for spreadsheets and for text processors."""
        whole = TablePiece(self.piece.aligns, tuple(self._rows.rows), self.piece.place)
        made = QMimeData()
        made.setText(table_tsv(whole))
        made.setHtml(table_html(whole))
        QGuiApplication.clipboard().setMimeData(made)
        self._copy.tell()

    def scroll_sideways(self, pixels: int) -> bool:
        return self._told(self._sideways.move(pixels))

    def reveal(self, place: int) -> bool:
        """Move sideways until a place is in sight; whether it had to be."""
        caret, side = self.caret(place).left() - self._left, self._columns.side
        return self._told(self._sideways.reveal(max(caret - side, 0), caret + side))

    def drag(self, x: int) -> bool:
        """Move the scroll bar that the last `press` took hold of; whether it did."""
        return self._told(self._sideways.drag(x))

    @property
    def _left(self) -> int:
        """Where the leftmost column begins, in the block's pixels."""
        return self._box.left() - self._sideways.offset

    def _x(self, column: int) -> int:
        return self._left + self._columns.lefts[column] + self._columns.side

    def _y(self, row: int) -> int:
        return self._rows.tops[row] + self._rows.edge

    def _take(self, piece: TablePiece) -> None:
        self._columns = Columns(self.workshop, len(piece.aligns))
        self._columns.mirrored = self._sideways.mirrored = is_mirrored(piece)
        self._rows = TableRows(self.workshop, piece.aligns, self._columns, self._doubt)
        rows = piece.rows or (tuple(() for _ in piece.aligns),)
        self._width = self._new = self._finished = 0
        self._replace(0, rows, len(rows))
        self._columns.learn(self._rows.rows, self._rows.lengths)

    def _replace(self, first: int, rows: Sequence[Row], finished: int) -> None:
        if first < _TELLING and first + len(rows) > 1:
            head = (*self._rows.rows[:first], *rows[:_TELLING])
            self._turn(is_mirrored(TablePiece(self.piece.aligns, head)))
        self._rows.replace(first, rows)
        self._columns.forget(first)
        self._new = min(self._new, first)
        self._finished = finished

    def _stack(self) -> int:
        """Take up the height of the rows, with the scroll bar below where there is one."""
        box, bar = self._box, self.workshop.theme.px(SIZES.scrollbar)
        box.setHeight(self._rows.tops[-1])
        track = QRect(box.left(), box.height(), box.width(), bar)
        self._sideways.fit(box.width(), self._columns.total, track)
        self.height = box.height() + (bar if self._sideways.reach else 0)
        side, gap = self._copy.side, self.workshop.theme.px(SIZES.s1)
        x = self._corner(side, gap)
        self._copy.box = QRect(x, gap, side, side)
        return self.height

    def _corner(self, side: int, gap: int) -> int:
        """Where the button is: beside a narrow table, else over the end of its header."""
        box, mirrored = self._box, self._columns.mirrored
        if mirrored:
            beside = box.left() - gap - side
            return beside if beside >= 0 else box.left() + gap
        beside = box.right() + 1 + gap
        return beside if beside + side <= self._width else box.right() + 1 - gap - side

    def _is_near(self, pointer: tuple[int, int] | None) -> bool:
        if pointer is None:
            return False
        return self._box.united(self._copy.box).contains(*pointer)

    def _paint_rows(self, painter: QPainter, clip: QRect, marks: Marks) -> None:
        rows, box, shop = self._rows, self._box, self.workshop
        one, line = 1 / shop.scale, shop.formats.color("line")
        left, offset, side = self._left, self._sideways.offset, self._columns.side
        widths, lefts = self._columns.widths, self._columns.lefts
        seen = [
            column
            for column, (x, width) in enumerate(zip(lefts, widths, strict=True))
            if x + width > offset and x < offset + box.width()
        ]
        marked = marks.selection is not None or bool(marks.hits) or marks.hit is not None
        for row in range(rows.row_at(clip.top()), rows.row_at(clip.bottom()) + 1):
            if row:
                painter.fillRect(QRectF(box.left(), rows.tops[row], box.width(), one), line)
            cells, y = rows.cells(row), self._y(row)
            for column in seen:
                words, here = cells[column], NO_MARKS
                if marked:
                    here = _within(marks, rows.start(row, column), rows.lengths[row][column])
                words.paint(painter, left + lefts[column] + side, y, clip, here)

    def _turn(self, mirrored: bool) -> None:
        if mirrored != self._columns.mirrored:
            self._columns.mirrored = self._sideways.mirrored = mirrored
            self._rows.forget()
            self._new = 0

    def _tell(self) -> Iterator[None]:
        self.workshop.changed.emit(self, True)
        yield

    def _doubt(self) -> None:
        """A formula in a cell was drawn: its row may be taller."""
        self._rows.doubt()
        self.workshop.changed.emit(self, True)

    def _told(self, moved: bool) -> bool:
        if moved:
            self.workshop.changed.emit(self, False)
        return moved


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
