"""Paints the cells of a batch's table: picture, state with its reason, answers in two lines."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import bidirectional

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from scout_desktop.ui.batch.table.columns import STATES, words_in
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QFont

    from scout_desktop.chat.batch import BatchRow
    from scout_desktop.ui.batch.table.model import ResultsModel
    from scout_desktop.ui.conversations.thumbnails import Thumbnails
    from scout_desktop.ui.theme.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_State = QStyle.StateFlag
_LEADING = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ENDING = (
    Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
)
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
    """One for all columns; nothing is measured twice while the text and the width stay."""

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
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        self._ground(painter, box, state, first=index.column() == 0)
        column = self._model.column_at(index.column())
        inset = self._theme.px(SIZES.s2)
        area = box.adjusted(inset, 0, -inset, -1)
        match column.kind:
            case "picture":
                self._picture(painter, box, row)
            case "state":
                self._state(painter, area, row)
            case "tokens" | "cost":
                self._number(painter, area, words_in(row, column))
            case _:
                self._words(painter, area, words_in(row, column), "text")

    def _ground(
        self, painter: QPainter, box: QRect, state: QStyle.StateFlag, *, first: bool
    ) -> None:
        theme = self._theme
        if state & _State.State_Selected:
            painter.fillRect(box, theme.color("tint"))
            if first:
                mark = QRect(box.left(), box.top(), theme.px(SIZES.focus + 1), box.height())
                painter.fillRect(mark, theme.color("accent"))
        elif state & _State.State_MouseOver:
            painter.fillRect(box, theme.color("hover"))
        one = 1 / painter.device().devicePixelRatioF()
        line = QRectF(box.left(), box.bottom() + 1 - one, box.width(), one)
        painter.fillRect(line, theme.color("line"))
        if state & _State.State_HasFocus:
            painter.setPen(QPen(theme.color("accent"), SIZES.focus))
            painter.drawRect(QRectF(box).adjusted(1, 1, -1, -1))

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

    def _state(self, painter: QPainter, area: QRect, row: BatchRow) -> None:
        name, token = STATE_ICONS[row.state]
        side = self._theme.px(SIZES.icon)
        upper = area
        if row.problem and row.state != "done":
            upper = QRect(area.left(), area.center().y() - self._line, area.width(), self._line)
            lower = QRect(area.left(), area.center().y() + 1, area.width(), self._line)
            lower.setLeft(area.left() + side + self._theme.px(SIZES.s1 + 2))
            self._line_of(painter, lower, row.problem, self._small, "text_3")
        spot = QRect(upper.left(), upper.top(), side, upper.height())
        self._icon(painter, name, token, spot, SIZES.icon)
        upper = upper.adjusted(side + self._theme.px(SIZES.s1 + 2), 0, 0, 0)
        tone = token if row.state == "failed" else "text" if row.state == "done" else "text_2"
        self._line_of(painter, upper, STATES[row.state], self._body, tone)

    def _words(self, painter: QPainter, area: QRect, text: str, token: str) -> None:
        if not text:
            return
        lines = self._two_lines(text, area.width())
        if len(lines) == 1:
            self._line_of(painter, area, lines[0], self._body, token)
            return
        painter.setFont(self._body)
        painter.setPen(self._theme.color(token))
        upper = QRect(area.left(), area.center().y() - self._line + 1, area.width(), self._line)
        # Both lines on the side where the text begins, also a second one of Latin names alone.
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        side |= Qt.AlignmentFlag.AlignRight if _is_rtl(text) else Qt.AlignmentFlag.AlignLeft
        for line in lines:
            painter.drawText(upper, side | Qt.TextFlag.TextSingleLine, line)
            upper = upper.translated(0, self._line)

    def _number(self, painter: QPainter, area: QRect, text: str) -> None:
        if text:
            painter.setFont(self._numbers)
            painter.setPen(self._theme.color("text_2"))
            painter.drawText(area, _ENDING | Qt.TextFlag.TextSingleLine, text)

    def _icon(self, painter: QPainter, name: str, token: str, box: QRect, pixels: int) -> None:
        scale = painter.device().devicePixelRatioF()
        drawing = self._theme.pixmap(name, token, pixels, scale)
        side = self._theme.px(pixels)
        left = box.left() + (box.width() - side) // 2
        painter.drawPixmap(left, box.top() + (box.height() - side) // 2, drawing)

    def _line_of(self, painter: QPainter, area: QRect, text: str, font: QFont, token: str) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.color(token))
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, _LEADING | Qt.TextFlag.TextSingleLine, shown)

    def _two_lines(self, text: str, width: int) -> tuple[str, ...]:
        """The text in at most two lines, the second shortened."""
        key = text, width
        if (known := self._lines.get(key)) is None:
            if len(self._lines) >= _KEPT:
                self._lines.clear()
            known = self._lines[key] = self._broken(text, width)
        return known

    def _broken(self, text: str, width: int) -> tuple[str, ...]:
        metrics = QFontMetrics(self._body)
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
        self._body, self._small = theme.font("body"), theme.font("caption")
        self._numbers = theme.font("number")
        self._line = theme.line_height("body")
        self._lines.clear()


def _is_rtl(text: str) -> bool:
    """Whether the first letter with a direction runs to the left, as Qt decides it."""
    kinds = (bidirectional(letter) for letter in text)
    return next((kind != "L" for kind in kinds if kind in ("L", "R", "AL")), False)
