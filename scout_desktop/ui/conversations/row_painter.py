"""Paints one line of the list of conversations, and holds the field for renaming."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from scout_desktop.ui.conversations import words
from scout_desktop.ui.conversations.grouping import Heading
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QFont

    from scout_desktop.chat.rows import ChatRow
    from scout_desktop.ui.conversations.model import RowsModel
    from scout_desktop.ui.conversations.thumbnails import Thumbnails
    from scout_desktop.ui.theme.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_State = QStyle.StateFlag
_LEADING = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_ENDING = (
    Qt.AlignmentFlag.AlignRight
    | Qt.AlignmentFlag.AlignAbsolute
    | Qt.AlignmentFlag.AlignVCenter
    | Qt.TextFlag.TextSingleLine
)


class RowPainter(QStyledItemDelegate):
    """Heading: 28 px. Row: 52 px, title and time over last line and cost, picture at the right."""

    def __init__(
        self, theme: Theme, model: RowsModel, thumbnails: Thumbnails, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._model, self._thumbnails = theme, model, thumbnails
        self.open_id = ""
        self._edited = ""
        self._restyle()
        theme.changed.connect(self._restyle)

    def more_area(self, box: QRect, row: ChatRow) -> QRect:
        """Where `row` in `box` shows its menu button under the pointer."""
        side = self._theme.px(SIZES.s6)
        right = box.right() - self._theme.px(SIZES.s2) + 1
        if row.thumbnail or words.batch_of(row.id):
            right -= self._theme.px(SIZES.row_picture + SIZES.s2)
        return QRect(right - side, box.top() + self._theme.px(SIZES.s1), side, side)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return self._heading if isinstance(self._model.entry(index.row()), Heading) else self._line

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = self._model.entry(index.row())
        # Each text runs in its own direction, whatever that of the window is.
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if isinstance(entry, Heading):
            inset = self._theme.px(SIZES.s3)
            area = box.adjusted(inset, self._theme.px(SIZES.s2), -inset, 0)
            self._text(painter, entry.title, self._small_strong, "text_3", area)
            return
        self._ground(painter, box, entry, state)
        if entry.id != self._edited:
            self._row(painter, box, entry, hovered=bool(state & _State.State_MouseOver))

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        row = self._model.row_at(index)
        self._edited = "" if row is None else row.id
        field = QLineEdit(parent)
        field.setAccessibleName("Title of the conversation")
        field.setMaxLength(200)
        return field

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        self._edited = ""
        super().destroyEditor(editor, index)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        box: QRect = option.rect
        inset, height = self._theme.px(SIZES.s2), self._theme.px(SIZES.control)
        top = box.top() + (box.height() - height) // 2
        editor.setGeometry(box.left() + inset, top, box.width() - 2 * inset, height)

    def _ground(self, painter: QPainter, box: QRect, row: ChatRow, state: QStyle.StateFlag) -> None:
        is_open, hovered = row.id == self.open_id, bool(state & _State.State_MouseOver)
        shape = QRectF(box.adjusted(SIZES.s1, 1, -SIZES.s1, -1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = SIZES.radius_field
        if is_open or hovered:
            painter.setBrush(self._theme.color("tint" if is_open else "hover"))
            painter.drawRoundedRect(shape, radius, radius)
        if state & _State.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.color("accent"), SIZES.focus))
            painter.drawRoundedRect(shape.adjusted(1, 1, -1, -1), radius - 1, radius - 1)

    def _row(self, painter: QPainter, box: QRect, row: ChatRow, *, hovered: bool) -> None:
        theme, now = self._theme, self._model.shown_at
        inset, gap = theme.px(SIZES.s3), theme.px(SIZES.s2)
        area = box.adjusted(inset, theme.px(7), -inset, -theme.px(7))
        is_batch = bool(words.batch_of(row.id))
        if row.thumbnail or is_batch:
            side = theme.px(SIZES.row_picture)
            top = box.top() + (box.height() - side) // 2
            place = QRect(area.right() - side + 1, top, side, side)
            if is_batch:
                place = self._stack(painter, place)
            self._thumbnails.paint(painter, row.thumbnail or "", place)
            area.setRight(area.right() - side - gap)
        middle = area.top() + self._title_height
        upper = QRect(area.left(), area.top(), area.width(), self._title_height)
        lower = QRect(area.left(), middle, area.width(), area.bottom() + 1 - middle)
        spot = self.more_area(box, row)
        time = words.when(row, now)
        # The button takes the place of the time, so that no text moves under the pointer.
        title = QRect(upper)
        title.setRight(min(self._beside(time, upper).right(), spot.left() - 1))
        if hovered and not is_batch:
            icon = theme.pixmap("more", "text_2", SIZES.icon, painter.device().devicePixelRatioF())
            lift = (spot.width() - theme.px(SIZES.icon)) // 2
            painter.drawPixmap(spot.left() + lift, spot.top() + lift, icon)
        else:
            self._aside(painter, time, upper)
        cost = words.cost(row)
        self._aside(painter, cost, lower)
        self._text(painter, words.title(row), self._body, "text", title)
        self._text(
            painter, self._model.last_line(row), self._small, "text_3", self._beside(cost, lower)
        )

    def _stack(self, painter: QPainter, place: QRect) -> QRect:
        """Paint the edges of the pictures behind the first; returns the place that is left."""
        step = self._theme.px(SIZES.s1) - 1
        painter.setPen(Qt.PenStyle.NoPen)
        for behind, token in ((2, "line"), (1, "thumb")):
            edge = QRectF(place).adjusted(
                behind * step, (2 - behind) * step, -behind * step, -behind * step
            )
            painter.setBrush(self._theme.color(token))
            painter.drawRoundedRect(edge, SIZES.s1, SIZES.s1)
        return place.adjusted(0, 2 * step, 0, 0)

    def _aside(self, painter: QPainter, text: str, area: QRect) -> None:
        """Paint `text` at the end of `area`."""
        painter.setFont(self._small_number)
        painter.setPen(self._theme.color("text_3"))
        painter.drawText(area, _ENDING, text)

    def _beside(self, text: str, area: QRect) -> QRect:
        """What an aside of `text` leaves of `area`."""
        if not text:
            return area
        width = QFontMetrics(self._small_number).horizontalAdvance(text)
        return area.adjusted(0, 0, -width - self._theme.px(SIZES.s2), 0)

    def _text(self, painter: QPainter, text: str, font: QFont, token: str, area: QRect) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.color(token))
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, _LEADING, shown)

    def _restyle(self) -> None:
        theme = self._theme
        self._body, self._small = theme.font("body"), theme.font("caption")
        self._small_strong = theme.font("caption_strong")
        self._small_number = theme.font("caption_number")
        self._title_height = theme.px(20)
        self._heading = QSize(0, theme.px(SIZES.section))
        self._line = QSize(0, theme.px(SIZES.row))
