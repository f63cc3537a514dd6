"""The window over each screen on which a region is dragged."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPen, QRegion
from PySide6.QtWidgets import QWidget

from scout_desktop.ui.composer.intake.screenshot.shots import Shot, size_words
from scout_desktop.ui.theme.tokens import LIGHT, SIZES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QPaintEvent

    from scout_desktop.ui.theme.theme import Theme

_DIM = 0.45
"""How much darker the rest of the screen is; the same in both appearances, for it is not ours."""


class Overlay(QWidget):
    """Shows a screen as it was, dimmed but for the region. Places are those of all screens."""

    began = Signal(QPoint)
    moved = Signal(QPoint)
    ended = Signal(QPoint)
    cancelled = Signal()
    all_wanted = Signal()

    def __init__(self, theme: Theme, shots: Sequence[Shot], shot: Shot) -> None:
        super().__init__(
            None, Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        )
        self._theme, self._shots, self._shot = theme, shots, shot
        self._region = QRect()
        self._image = QImage(shot.image)
        self._image.setDevicePixelRatio(shot.scale)
        # With the main window hidden this is the last one: the program must not end with it.
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setWindowTitle("Choose a part of the screen")
        self.setAccessibleName("Choose a part of the screen")
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setGeometry(shot.place)

    def show_region(self, region: QRect) -> None:
        """Light this up; an empty one lights nothing."""
        before, self._region = self._region, region
        for changed in (before, region):
            # With the room around it for the frame and the size.
            room = changed.translated(-self._shot.place.topLeft())
            more = self._theme.px(SIZES.s8 * 2)
            self.update(room.adjusted(-more * 2, -more, more * 2, more))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.began.emit(_point(event))
        else:
            self.cancelled.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.moved.emit(_point(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.ended.emit(_point(event))

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()  # whoever opened it takes it away
        self.cancelled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.all_wanted.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawImage(QPoint(0, 0), self._image)
        region = self._region.translated(-self._shot.place.topLeft())
        dim = QColor(LIGHT.text)
        dim.setAlphaF(_DIM)
        painter.setClipRegion(QRegion(event.rect()).subtracted(QRegion(region)))
        painter.fillRect(self.rect(), dim)
        painter.setClipping(False)
        if not region.isEmpty():
            half = SIZES.focus / 2
            painter.setPen(QPen(self._theme.color("accent"), SIZES.focus))
            painter.drawRect(QRectF(region).adjusted(-half, -half, half, half))
            self._paint_size(painter, region)
        painter.end()

    def _paint_size(self, painter: QPainter, region: QRect) -> None:
        words, font = size_words(self._shots, self._region), self._theme.font("caption_number")
        metrics, gap = QFontMetrics(font), self._theme.px(SIZES.s2)
        width, height = metrics.horizontalAdvance(words) + 2 * gap, metrics.height() + gap
        box = QRect(region.left(), region.bottom() + gap, width, height)
        if box.bottom() > self.height():
            box.moveBottom(region.bottom() - gap)  # inside, where there is no room below
        box.moveLeft(max(min(box.left(), self.width() - width - gap), gap))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("surface"))
        painter.drawRoundedRect(box, SIZES.radius_field, SIZES.radius_field)
        painter.setFont(font)
        painter.setPen(self._theme.color("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def _point(event: QMouseEvent) -> QPoint:
    """Return the pixel under the pointer; at scale 2 there are halves, which Qt would round up."""
    at = event.globalPosition()
    return QPoint(floor(at.x()), floor(at.y()))
