"""A table of a reply: aligned, mirrored for right-to-left, scrolled sideways where it is wide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QTextBlockFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextLength,
    QTextTableCellFormat,
    QTextTableFormat,
)

from scout_desktop.chat.markdown.blocks import Text
from scout_desktop.chat.markdown.clean import is_right_to_left
from scout_desktop.chat.markdown.plain import plain_inlines
from scout_desktop.ui.theme.tokens import FACES, LINE_HEIGHT, SIZES
from scout_desktop.ui.transcript.blocks.document import Writer
from scout_desktop.ui.transcript.blocks.text_view import TextView

if TYPE_CHECKING:
    from PySide6.QtGui import QTextTable, QWheelEvent
    from PySide6.QtWidgets import QWidget

    from scout_desktop.chat.markdown.blocks import Align, Inlines, Table
    from scout_desktop.ui.transcript.blocks.formats import Formats
    from scout_desktop.ui.transcript.blocks.pieces import TablePiece

_WIDEST_COLUMN = 260
_ENDLESS = 100_000
_MOST_CELLS = 20_000
_ALIGNED = {
    "": Qt.AlignmentFlag.AlignLeading,
    "left": Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute,
}


class TableView(TextView):
    """Shows one table; more rows of the same table are only appended."""

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(formats, "Table", parent)
        self._table: QTextTable | None = None
        self._shown: Table | None = None
        self._mirrored = False
        self._wrapped_at = 0
        self._fitted_for: tuple[int, object] | None = None
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def show_piece(self, piece: TablePiece) -> None:
        """Show `piece`."""
        new, old = piece.table, self._shown
        if new == old:
            return
        width = max(len(new.aligns), 1)
        rows = new.rows[: max(_MOST_CELLS // width, 1)]
        # One edit: else Qt lays the whole table out anew for each cell (23 s for 24 x 14 cells).
        whole = QTextCursor(self.document())
        whole.beginEditBlock()
        same_start = old is not None and new.aligns == old.aligns
        known = len(old.rows) if old is not None and self._table is not None else 0
        if (
            same_start
            and old is not None
            and self._table is not None
            and rows[:known] == old.rows
            and len(rows) > known
        ):
            self._table.appendRows(len(rows) - known)
            self._fill(self._table, new.aligns, rows, known)
        else:
            self._build(new.aligns, rows)
        whole.endEditBlock()
        self._shown = new
        self.stay_at_start()

    def fit(self, width: int) -> int:
        """Give columns what they need, `width` pixels or more, and return the height."""
        key = (width, self._shown)
        if self._fitted_for != key:
            super().fit(_ENDLESS)
            wanted = self.ideal_width() + 1
            columns = len(self._shown.aligns) if self._shown else 1
            most = max(width, min(wanted, columns * self._formats.theme.px(_WIDEST_COLUMN)))
            self._wrapped_at = min(wanted, most)
            self._fitted_for = key
        height = super().fit(self._wrapped_at)
        bar = self._formats.theme.px(SIZES.scrollbar) if self._wrapped_at > width else 0
        return height + bar

    def used_width(self) -> int:
        """The width in pixels that the last `fit` needed."""
        return self._wrapped_at

    def wheelEvent(self, event: QWheelEvent) -> None:
        sideways, bar = event.angleDelta().x(), self.horizontalScrollBar()
        if sideways and bar.maximum() > 0:
            bar.setValue(bar.value() - sideways)
            event.accept()
        else:
            event.ignore()

    def _build(self, aligns: tuple[Align, ...], rows: tuple[tuple[Inlines, ...], ...]) -> None:
        self.document().clear()
        words = " ".join(plain_inlines(cell) for row in rows[:2] for cell in row)
        self._mirrored = is_right_to_left(words)
        theme = self._formats.theme
        shape = QTextTableFormat()
        shape.setCellPadding(theme.px(SIZES.s2))
        shape.setCellSpacing(0)
        shape.setBorder(1)
        shape.setBorderCollapse(True)
        shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        shape.setBorderBrush(theme.color("line"))
        shape.setHeaderRowCount(1)
        shape.setColumnWidthConstraints([QTextLength()] * max(len(aligns), 1))
        cursor = QTextCursor(self.document())
        self._table = cursor.insertTable(max(len(rows), 1), max(len(aligns), 1), shape)
        self._fill(self._table, aligns, rows, 0)

    def _fill(
        self,
        table: QTextTable,
        aligns: tuple[Align, ...],
        rows: tuple[tuple[Inlines, ...], ...],
        first: int,
    ) -> None:
        theme = self._formats.theme
        height = theme.px(FACES["body"].px * LINE_HEIGHT)
        last = len(aligns) - 1
        spare = self._formats.spare_above() // 2
        cell_shape = QTextTableCellFormat()
        cell_shape.setPadding(theme.px(SIZES.s2))
        # A line of fixed height has its spare room above the letters; share it out.
        cell_shape.setTopPadding(theme.px(SIZES.s2) - spare)
        cell_shape.setBottomPadding(theme.px(SIZES.s2) + spare)
        head = QTextTableCellFormat(cell_shape)
        head.setBackground(theme.color("rail"))
        for row_number, row in enumerate(rows[first:], first):
            for column, cell in enumerate(row):
                place = table.cellAt(row_number, last - column if self._mirrored else column)
                place.setFormat(head if row_number == 0 else cell_shape)
                cursor = place.firstCursorPosition()
                shape = QTextBlockFormat()
                shape.setAlignment(_ALIGNED[aligns[column] or ("right" if self._mirrored else "")])
                shape.setLineHeight(height, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
                cursor.setBlockFormat(shape)
                cursor.setBlockCharFormat(self._formats.plain("body"))
                Writer(self.document(), self._formats, cursor).write_inlines(
                    _strong(cell) if row_number == 0 else cell, "body"
                )


def _strong(cell: Inlines) -> Inlines:
    """Return the cell of a header in semibold."""
    return tuple(
        Text(run.text, True, run.emphasis, run.strike, run.code, run.href, run.title)
        if isinstance(run, Text)
        else run
        for run in cell
    )
