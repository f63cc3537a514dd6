"""The list of chats that could come: a check mark, the name, and what would come below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from scout_desktop.ui.importing.words import facts, row_title
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from scout_desktop.session.importing.plan import PlannedChat
    from scout_desktop.ui.importing.chats import PlannedModel
    from scout_desktop.ui.theme.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_State = QStyle.StateFlag
_LINE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


class PlannedPainter(QStyledItemDelegate):
    """Paints a row; a click anywhere in it, or Space, checks it or not."""

    def __init__(self, theme: Theme, model: PlannedModel, parent: QListView) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, self._theme.px(SIZES.row))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, chat = self._theme, self._model.chat(index)
        # Each text runs in its own direction, whatever that of the window is.
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box: QRect = option.rect
        self._paint_ground(painter, box, option.state)
        mark = self._mark_box(box)
        if chat.comes:
            self._paint_mark(painter, mark, chosen=self._model.is_chosen(index))
        else:
            icon = "trash" if chat.standing == "trash" else "warning"
            token = "text_3" if chat.standing == "trash" else "warn"
            scale = painter.device().devicePixelRatioF()
            painter.drawPixmap(mark.topLeft(), theme.pixmap(icon, token, SIZES.icon, scale))
        inset, lift = theme.px(SIZES.s3), theme.px(7)
        area = box.adjusted(mark.right() - box.left() + inset, lift, -inset, -lift)
        self._paint_words(painter, area, chat)

    def editorEvent(
        self,
        event: QEvent,
        _model: QAbstractItemModel,
        _option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        if isinstance(event, QMouseEvent):
            released = event.type() == QEvent.Type.MouseButtonRelease
            wanted = released and event.button() == Qt.MouseButton.LeftButton
        else:
            wanted = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space
        if wanted:
            self._model.toggle(index)
        return wanted

    def _mark_box(self, box: QRect) -> QRect:
        side = self._theme.px(SIZES.icon)
        left = box.left() + self._theme.px(SIZES.s3)
        return QRect(left, box.top() + (box.height() - side) // 2, side, side)

    def _paint_ground(self, painter: QPainter, box: QRect, state: QStyle.StateFlag) -> None:
        shape = QRectF(box.adjusted(SIZES.s1, 1, -SIZES.s1, -1))
        radius = SIZES.radius_field
        if state & _State.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("hover"))
            painter.drawRoundedRect(shape, radius, radius)
        if state & _State.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.color("accent"), SIZES.focus))
            painter.drawRoundedRect(shape.adjusted(1, 1, -1, -1), radius - 1, radius - 1)

    def _paint_mark(self, painter: QPainter, mark: QRect, *, chosen: bool) -> None:
        theme = self._theme
        painter.setPen(QPen(theme.color("accent" if chosen else "edge"), 1))
        painter.setBrush(theme.color("accent" if chosen else "surface"))
        painter.drawRoundedRect(QRectF(mark).adjusted(0.5, 0.5, -0.5, -0.5), SIZES.s1, SIZES.s1)
        if chosen:
            scale = painter.device().devicePixelRatioF()
            tick = theme.pixmap("check", "on_accent", SIZES.s3, scale)
            lift = (mark.width() - theme.px(SIZES.s3)) // 2
            painter.drawPixmap(mark.left() + lift, mark.top() + lift, tick)

    def _paint_words(self, painter: QPainter, area: QRect, chat: PlannedChat) -> None:
        theme, half = self._theme, area.height() // 2
        upper = QRect(area.left(), area.top(), area.width(), half)
        lower = QRect(area.left(), area.top() + half, area.width(), area.height() - half)
        lines = (
            (upper, "body", "text" if chat.comes else "text_2", row_title(chat)),
            (lower, "caption", "text_3", facts(chat)),
        )
        for place, kind, token, words in lines:
            painter.setFont(theme.font(kind))
            painter.setPen(theme.color(token))
            shown = painter.fontMetrics().elidedText(
                words, Qt.TextElideMode.ElideRight, place.width()
            )
            painter.drawText(place, _LINE, shown)


class PlannedList(QListView):
    """All of them, however many; only those in sight are painted."""

    def __init__(self, theme: Theme, model: PlannedModel) -> None:
        super().__init__()
        self.setAccessibleName("Chats to import")
        self.setModel(model)
        self.setItemDelegate(PlannedPainter(theme, model, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        theme.changed.connect(self.scheduleDelayedItemsLayout)
