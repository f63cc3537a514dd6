"""The cells of the grid: what is said of each picture, and how it is painted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from scout_desktop.ui.controls.label import plain_tip
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QImage

    from scout_desktop.ui.theme.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
_BADGE = 20


@dataclass(frozen=True)
class Cell:
    """`label` stands under the picture, `name` is what readers say, `tip` the tooltip."""

    label: str
    name: str
    tip: str = ""


class CellsModel(QAbstractListModel):
    """The cells in their order."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._cells: list[Cell] = []

    def show_cells(self, cells: Sequence[Cell]) -> None:
        """Show other cells."""
        self.beginResetModel()
        self._cells = list(cells)
        self.endResetModel()

    def show_tip(self, place: int, tip: str) -> None:
        """Change what is said of one."""
        cell = self._cells[place]
        self._cells[place] = replace(cell, tip=tip, name=f"{cell.name}: {tip}")
        self.dataChanged.emit(self.index(place), self.index(place))

    def rowCount(self, _parent: _Index | None = None) -> int:
        return len(self._cells)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self._cells[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(cell.tip or cell.name)
        return None


class CellPainter(QStyledItemDelegate):
    """Paints a picture whole, its label, and whether it is taken: by a frame and by a tick."""

    def __init__(self, theme: Theme, look: Callable[[int], QImage | None], parent: QObject) -> None:
        """`look` gives the picture at a place: None while it is coming, null if there is none."""
        super().__init__(parent)
        self._theme, self._look = theme, look

    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        rect: QRect = option.rect
        return rect.size()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        state: QStyle.StateFlag = option.state
        rect: QRect = option.rect
        theme = self._theme
        taken = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        half = theme.px(SIZES.s3) // 2
        box = rect.adjusted(half, half, -half, -half)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if taken or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("tint" if taken else "hover"))
            painter.drawRoundedRect(box, SIZES.radius_card, SIZES.radius_card)
        line = theme.line_height("caption")
        inset = theme.px(SIZES.s2)
        room = box.adjusted(inset, inset, -inset, -inset - line - theme.px(SIZES.s1))
        shown = self._paint_picture(painter, room, index.row())
        if taken:
            painter.setPen(QPen(theme.color("accent"), SIZES.focus))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(shown)
            self._paint_tick(painter, shown)
        if focused:
            painter.setPen(QPen(theme.color("accent"), SIZES.focus))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inside = QRectF(box).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(inside, SIZES.radius_card, SIZES.radius_card)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text" if taken else "text_2"))
        low = box.bottom() + 1 - line - theme.px(SIZES.s1)
        words = QRect(box.left() + inset, low, box.width() - 2 * inset, line)
        label = " ".join(str(index.data()).split())
        elided = painter.fontMetrics().elidedText(
            label, Qt.TextElideMode.ElideMiddle, words.width()
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, elided)
        painter.restore()

    def _paint_picture(self, painter: QPainter, room: QRect, place: int) -> QRectF:
        theme, image = self._theme, self._look(place)
        if image is None or image.isNull():
            side = min(room.width(), room.height())
            shown = QRectF(0, 0, side, side)
            shown.moveCenter(QRectF(room).center())
            painter.fillRect(shown, theme.color("bubble"))
            icon = "image" if image is None else "warning"
            drawn = theme.pixmap(icon, "text_3", 24, painter.device().devicePixelRatioF())
            at = QRectF(0, 0, theme.px(24), theme.px(24))
            at.moveCenter(shown.center())
            painter.drawPixmap(at.topLeft(), drawn)
            return shown
        size = image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        shown = QRectF(0, 0, max(size.width(), 1), max(size.height(), 1))
        shown.moveCenter(QRectF(room).center())
        shown = QRectF(shown.toRect())
        painter.drawImage(shown, image)
        painter.setPen(QPen(theme.color("line"), 1 / painter.device().devicePixelRatioF()))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(shown)
        return shown

    def _paint_tick(self, painter: QPainter, shown: QRectF) -> None:
        theme = self._theme
        side, icon = theme.px(_BADGE), theme.px(14)
        badge = QRectF(0, 0, side, side)
        badge.moveTopRight(shown.topRight())
        badge.translate(-theme.px(SIZES.s1), theme.px(SIZES.s1))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        painter.drawEllipse(badge)
        at = QRectF(0, 0, icon, icon)
        at.moveCenter(badge.center())
        scale = painter.device().devicePixelRatioF()
        painter.drawPixmap(at.topLeft(), theme.pixmap("check", "on_accent", 14, scale))
