"""Paints the cells of a batch's table: picture, state with its reason, answers in two lines."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import bidirectional

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from scout_desktop.ui.batch.table.columns import STATES, words_in
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from scout_desktop.chat.batch import BatchRow
    from scout_desktop.ui.batch.table.model import ResultsModel
    from scout_desktop.ui.conversations.rows.thumbnails import Thumbnails
    from scout_desktop.ui.theme.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_OWN_DIRECTION = Qt.LayoutDirection.LayoutDirectionAuto
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
# Put together once: flags of Python are slow, and a screenful has 150 cells.
_LEADING = Qt.AlignmentFlag.AlignLeft | _MIDDLE
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | _MIDDLE
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | _MIDDLE
ROW = 44
"""Height of a row, in pixels of 100 %: a picture, or two lines."""
STATE_ICONS = {
    "waiting": ("clock", "text_3"),
    "preparing": ("image", "text_2"),
    "asking": ("send", "accent"),
    "done": ("check", "good"),
    "failed": ("error", "bad"),
}
_KEPT = 4_000
"""Texts whose lines are remembered."""


class ResultPainter(QStyledItemDelegate):
    """One for all columns; nothing is measured twice while the text and the width stay.

    What lies below a row and the ring of the focus are the view's.
    """

    def __init__(
        self, theme: Theme, model: ResultsModel, thumbnails: Thumbnails, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._theme, self._model, self._thumbnails = theme, model, thumbnails
        self._lines: dict[tuple[str, int], tuple[str, ...]] = {}
        self._restyle()
        theme.changed.connect(self._restyle)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(self._theme.px(ROW), self._theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._model.row_at(index)
        if row is None:
            return
        # Each text runs in its own direction, whatever that of the window is.
        painter.setLayoutDirection(_OWN_DIRECTION)
        box: QRect = option.rect
        column = self._model.column_at(index.column())
        area = box.adjusted(self._inset, 0, -self._inset, -1)
        match column.kind:
            case "picture":
                self._picture(painter, box, row)
            case "state":
                self._state(painter, area, row)
            case "tokens" | "cost":
                self._number(painter, area, words_in(row, column))
            case _:
                self._words(painter, area, words_in(row, column))

    def _picture(self, painter: QPainter, box: QRect, row: BatchRow) -> None:
        side = self._theme.px(SIZES.row_picture)
        place = QRect(0, 0, side, side)
        place.moveCenter(box.center())
        if row.thumbnail:
            self._thumbnails.paint(painter, row.thumbnail, place)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("bubble"))
        painter.drawRoundedRect(QRectF(place), SIZES.radius_field, SIZES.radius_field)
        self._icon(painter, "image", "text_3", place, SIZES.icon_large)

    def paint_across(self, painter: QPainter, box: QRect, text: str) -> None:
        """Paint a text across the columns of the answer."""
        painter.setLayoutDirection(_OWN_DIRECTION)
        self._words(painter, box.adjusted(self._inset, 0, -self._inset, -1), text, "text_2")

    def _state(self, painter: QPainter, area: QRect, row: BatchRow) -> None:
        name, token = STATE_ICONS[row.state]
        side = self._theme.px(SIZES.icon)
        spot = QRect(area.left(), area.top(), side, area.height())
        self._icon(painter, name, token, spot, SIZES.icon)
        tone = token if row.state == "failed" else "text" if row.state == "done" else "text_2"
        word = area.adjusted(side + self._theme.px(SIZES.s1 + 2), 0, 0, 0)
        painter.setFont(self._body)
        painter.setPen(self._theme.color(tone))
        painter.drawText(word, _LEADING, STATES[row.state])

    def _words(self, painter: QPainter, area: QRect, text: str, token: str = "text") -> None:
        if not text:
            return
        lines = self._two_lines(text, area.width())
        painter.setFont(self._body)
        painter.setPen(self._theme.color(token))
        if len(lines) == 1:
            painter.drawText(area, _LEADING, lines[0])
            return
        upper = QRect(area.left(), area.center().y() - self._line + 1, area.width(), self._line)
        # Both lines on the side where the text begins, also a second one of Latin names alone.
        side = _RIGHT if _is_rtl(text) else _LEFT
        for line in lines:
            painter.drawText(upper, side, line)
            upper = upper.translated(0, self._line)

    def _number(self, painter: QPainter, area: QRect, text: str) -> None:
        if text:
            painter.setFont(self._numbers)
            painter.setPen(self._theme.color("text_2"))
            painter.drawText(area, _RIGHT, text)

    def _icon(self, painter: QPainter, name: str, token: str, box: QRect, pixels: int) -> None:
        scale = painter.device().devicePixelRatioF()
        drawing = self._theme.pixmap(name, token, pixels, scale)
        side = self._theme.px(pixels)
        left = box.left() + (box.width() - side) // 2
        painter.drawPixmap(left, box.top() + (box.height() - side) // 2, drawing)

    def _two_lines(self, text: str, width: int) -> tuple[str, ...]:
        """The text in at most two lines, the second shortened."""
        key = text, width
        if (known := self._lines.get(key)) is None:
            if len(self._lines) >= _KEPT:
                self._lines.clear()
            known = self._lines[key] = self._broken(text, width)
        return known

    def _broken(self, text: str, width: int) -> tuple[str, ...]:
        metrics = self._metrics
        if metrics.horizontalAdvance(text) <= width:
            return (text,)
        layout = QTextLayout(text, self._body)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        first = layout.createLine()
        first.setLineWidth(width)
        layout.endLayout()
        cut = first.textLength()
        # Qt counts in UTF-16; a text with letters beyond is cut where Python counts the same.
        head = text.encode("utf-16-le")[: 2 * cut].decode("utf-16-le", "ignore")
        rest = text[len(head) :].lstrip()
        if not rest:
            return (text,)
        return head.rstrip(), metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)

    def _restyle(self) -> None:
        theme = self._theme
        self._body = theme.font("body")
        self._metrics = QFontMetrics(self._body)
        self._inset = theme.px(SIZES.s2)
        self._numbers = theme.font("number")
        self._line = theme.line_height("body")
        self._lines.clear()


def _is_rtl(text: str) -> bool:
    """Whether the first letter with a direction runs to the left, as Qt decides it."""
    kinds = (bidirectional(letter) for letter in text)
    return next((kind != "L" for kind in kinds if kind in ("L", "R", "AL")), False)
