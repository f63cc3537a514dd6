"""A table: a grid in a frame, mirrored for right-to-left, moved sideways where it is wide.

Rows far from the screen have expected heights until `settle` meets them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QRect
from PySide6.QtGui import QGuiApplication

from scout_desktop.chat.markdown.pieces import TableGrowth, TablePiece
from scout_desktop.chat.markdown.writing.tables import table_html, table_tsv
from scout_desktop.ui.theme.tokens import SIZES
from scout_desktop.ui.transcript.blocks.block import Block
from scout_desktop.ui.transcript.blocks.frame.card import paint_card
from scout_desktop.ui.transcript.blocks.frame.copying import CopyButton
from scout_desktop.ui.transcript.blocks.frame.sideways import Sideways
from scout_desktop.ui.transcript.blocks.inset import Stand, inset, paint_around
from scout_desktop.ui.transcript.blocks.lull import Lull
from scout_desktop.ui.transcript.blocks.table.grid import TableGrid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtGui import QPainter

    from scout_desktop.chat.markdown.pieces import CodeGrowth
    from scout_desktop.ui.transcript.blocks.block import Marks, Span, Zone
    from scout_desktop.ui.transcript.blocks.workshop import Workshop

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
        self._width = 0
        self._lull = Lull(workshop, self.close)
        self._grid = TableGrid(workshop, piece, self._doubt)

    @property
    def text(self) -> str:
        return self._grid.text

    @property
    def tops(self) -> Sequence[int]:
        """Where each row begins and the last one ends, as far as they were met (`settle`)."""
        return self._grid.tops

    def show(self, piece: TablePiece) -> None:
        """Show the table as it is complete; `fit` again."""
        if piece.aligns != self.piece.aligns:
            self._grid = TableGrid(self.workshop, piece, self._doubt)
            self._width = 0
        else:
            self._grid.show(piece.rows)
            self.close()
        self.piece = piece

    def close(self) -> None:
        """The table is complete. Comes by itself when nothing was added for a while."""
        self._lull.calm()
        before = self._grid.width
        self._grid.close()
        if self._width:
            self.fit(self._width)
        if self._grid.width != before:
            self.workshop.changed.emit(self, True)

    def grow(self, growth: CodeGrowth | TableGrowth) -> None:
        """Take whole rows and the one being written in the place of the last; `fit` again."""
        if not isinstance(growth, TableGrowth):
            raise TypeError("a table grows by rows")
        self._grid.grow(growth)
        self._lull.stir()

    def fit(self, width: int) -> int:
        px, grid = self.workshop.theme.px, self._grid
        left = min(inset(self.workshop, self.piece.place), max(width - px(_NARROWEST), 0))
        room = width - left
        before = grid.width
        first = grid.fit(room)
        # Above the first new row nothing changed but the corners of the card, unless columns did.
        kept = grid.tops[first] - px(SIZES.radius_card) - 1
        self.fresh = max(kept, 0) if grid.width == before else 0
        shown = min(grid.width, room)
        self._box = QRect(room - shown if grid.mirrored else left, 0, shown, grid.tops[-1])
        self._width = width
        return self._stack()

    def settle(self, top: int, bottom: int) -> int:
        """Lay out what is between two heights; `height` may be another one now.

        Return by how many pixels the rows moved that were wholly below `top`.
        """
        moved = self._grid.settle(top, bottom)
        self._stack()
        return moved

    def paint(self, painter: QPainter, clip: QRect, marks: Marks) -> None:
        shop, place, grid, height = self.workshop, self.piece.place, self._grid, self.height
        self.settle(clip.top(), clip.bottom())
        if self.height != height:
            shop.later(self._tell())
        box = self._box
        edge = box.right() + 1 if grid.mirrored else box.left()
        stand = Stand(edge, grid.baseline, grid.mirrored)
        paint_around(painter, shop, place, QRect(0, 0, self._width, self.height), stand)
        paint_card(painter, shop, box, clip, "surface")
        painter.save()
        painter.setClipRect(QRect(box.left(), 0, box.width(), grid.tops[1]))
        paint_card(painter, shop, box, clip, "rail")
        painter.setClipRect(box.adjusted(1, 0, -1, -1).intersected(clip))
        grid.paint(painter, box, clip, marks)
        painter.restore()
        self._sideways.paint(painter, marks.pointer)
        if self._is_near(marks.pointer) or self._copy.is_done:
            self._copy.paint(painter, marks.pointer, boxed=True)

    def place_at(self, x: int, y: int) -> int:
        return self._grid.place_at(x, y)

    def caret(self, place: int) -> QRect:
        return self._grid.caret(place)

    def line_at(self, place: int) -> Span:
        return self._grid.line_at(place)

    def zone_at(self, x: int, y: int) -> Zone | None:
        zone = self._copy.zone(x, y)
        if zone is not None or not self._box.contains(x, y):
            return zone
        return self._grid.zone_at(x, y)

    def press(self, x: int, y: int) -> bool:
        if self._copy.zone(x, y) is not None:
            self.copy_table()
            return True
        return self._told(self._sideways.grip(x, y))

    def copy_table(self) -> None:
        """Put the table on the clipboard, for spreadsheets and for text processors."""
        whole = TablePiece(self.piece.aligns, tuple(self._grid.rows), self.piece.place)
        made = QMimeData()
        made.setData("text/plain", table_tsv(whole).encode())
        made.setData("text/html", table_html(whole).encode())
        QGuiApplication.clipboard().setMimeData(made)
        self._copy.tell()

    def scroll_sideways(self, pixels: int) -> bool:
        return self._told(self._sideways.move(pixels))

    def reveal(self, place: int) -> bool:
        """Move sideways until a place is in sight; whether it had to be."""
        caret, side = self.caret(place).left() - self._grid.left, self._grid.side
        return self._told(self._sideways.reveal(max(caret - side, 0), caret + side))

    def drag(self, x: int) -> bool:
        """Move the scroll bar that the last `press` took hold of; whether it did."""
        return self._told(self._sideways.drag(x))

    def _stack(self) -> int:
        """Take up the height of the rows, with the scroll bar below where there is one."""
        box, bar = self._box, self.workshop.theme.px(SIZES.scrollbar)
        box.setHeight(self._grid.tops[-1])
        self._sideways.mirrored = self._grid.mirrored
        track = QRect(box.left(), box.height(), box.width(), bar)
        self._sideways.fit(box.width(), self._grid.width, track)
        self._grid.left = box.left() - self._sideways.offset
        self.height = box.height() + (bar if self._sideways.reach else 0)
        side, gap = self._copy.side, self.workshop.theme.px(SIZES.s1)
        self._copy.box = QRect(self._corner(side, gap), gap, side, side)
        return self.height

    def _corner(self, side: int, gap: int) -> int:
        """Where the button is: beside a narrow table, else over the end of its header."""
        box = self._box
        if self._grid.mirrored:
            beside = box.left() - gap - side
            return beside if beside >= 0 else box.left() + gap
        beside = box.right() + 1 + gap
        return beside if beside + side <= self._width else box.right() + 1 - gap - side

    def _is_near(self, pointer: tuple[int, int] | None) -> bool:
        if pointer is None:
            return False
        return self._box.united(self._copy.box).contains(*pointer)

    def _tell(self) -> Iterator[None]:
        self.workshop.changed.emit(self, True)
        yield

    def _doubt(self) -> None:
        """A formula in a cell was drawn: its row may be taller."""
        self._grid.doubt()
        self.workshop.changed.emit(self, True)

    def _told(self, moved: bool) -> bool:
        if moved:
            self._grid.left = self._box.left() - self._sideways.offset
            self.workshop.changed.emit(self, False)
        return moved
