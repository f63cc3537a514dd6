"""One picture, as large as it is looked at: fitted, pixel by pixel, or anything between.

It asks for the picture in the size it needs, so that a huge one is decoded whole only by who looks
that close; until a better one arrives it draws the best there is. Lengths are device pixels of the
screen: at 100 % one pixel of the picture is one of the screen. Who draws over the picture makes a
canvas of its own kind: `paint_over`, `show_cursor`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from scout_desktop.ui.controls.picture.drawing import draw_part
from scout_desktop.ui.controls.picture.levels import Levels
from scout_desktop.ui.theme.tokens import DARK, SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QPaintEvent, QResizeEvent, QWheelEvent

    from scout_desktop.ui.theme.theme import Theme

STEP = 1.25
"""What one turn of the wheel, or one press of a button, multiplies the size by."""
LARGEST = 32.0
_SETTLE_MS = 120
_ANY_SIZE = 1 << 20
_GRIPS = (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton)
_BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class Canvas(QWidget):
    """Wheel and double click zoom, dragging moves; it knows nothing of files or sessions."""

    size_wanted = Signal(int)
    """Show me the picture with its longer side that many device pixels long."""

    zoomed = Signal()
    """`zoom` or `fitted` is new."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        edge: int = 0,
        most: int = _ANY_SIZE,
        grow: float = 1.0,
    ) -> None:
        """`edge` pixels around a fitted picture stay free; no size above `most` is asked for.

        A small picture is enlarged `grow` times at most to fit.
        """
        super().__init__(parent)
        self._edge, self._most, self._grow = edge, most, grow
        self._levels = Levels(0, 0)
        self._zoom, self._at = 1.0, QPointF()
        self._grip: QPointF | None = None
        self._by_key = False
        self.fitted = True
        """Whether the picture follows the size of the window."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(theme.px(160), theme.px(120))
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._ask)

    @property
    def zoom(self) -> float:
        """Device pixels a pixel of the picture."""
        return self._zoom

    @property
    def levels(self) -> Levels:
        """The picture in the sizes that are there."""
        return self._levels

    def size_fitting(self, width: int, height: int) -> int:
        """Return the size in which another picture would fit this canvas."""
        levels = Levels(width, height)
        return min(levels.needed(self._fitting(levels), fitted=True), self._most)

    def begin(self, width: int, height: int, first: QImage | None) -> None:
        """Show another picture, fitted; `first` stands in until its pixels arrive."""
        self._levels = Levels(width, height, first)
        self._grip = None
        self.fit()
        self._ask()

    def exchange(self, first: QImage) -> None:
        """Show another picture of the same size, looked at as the one before."""
        self._levels = Levels(
            round(self._levels.size.width()), round(self._levels.size.height()), first
        )
        self.update()
        self._ask()

    def show_image(self, size: int, image: QImage) -> None:
        """Take the picture in a size that was asked for."""
        if self._levels.take(size, image, self._needed()):
            if self.fitted:
                self.fit()
            self._ask()
        self.update()

    def fit(self) -> None:
        """Show all of it, as large as there is room."""
        self.fitted = True
        self._place(self._fitting(self._levels), QPointF())

    def show_actual(self, around: QPointF | None = None) -> None:
        """Show it pixel by pixel; `around` (device pixels) stays where it is."""
        self.zoom_to(1.0, around)

    def zoom_by(self, factor: float, around: QPointF | None = None) -> None:
        """Show it larger or smaller by a factor; a step across 100 % stops there."""
        wanted = self._zoom * factor
        if (self._zoom - 1) * (wanted - 1) < 0 and abs(math.log(self._zoom)) > 0.001:
            wanted = 1.0
        self.zoom_to(wanted, around)

    def zoom_to(self, zoom: float, around: QPointF | None = None) -> None:
        """Show it at so many device pixels a pixel; never smaller than it fits."""
        wanted, self.fitted = self._bounded(zoom)
        point = around or QPointF(*((length / 2) for length in self._room().toTuple()))
        self._place(wanted, point - (point - self._at) * (wanted / self._zoom))

    def look_at(self, point: QPointF, zoom: float) -> None:
        """Show it at so many device pixels a pixel with this pixel of it in the middle."""
        wanted, self.fitted = self._bounded(zoom)
        room = self._room()
        self._place(wanted, QPointF(room.width() / 2, room.height() / 2) - point * wanted)

    @property
    def middle(self) -> QPointF:
        """The pixel of the picture in the middle of the canvas."""
        room = self._room()
        return (QPointF(room.width() / 2, room.height() / 2) - self._at) / self._zoom

    def move_by(self, step: QPointF) -> None:
        """Move it by so many device pixels, as far as it reaches beyond the window."""
        self._place(self._zoom, self._at + step)

    def shown(self) -> QRectF:
        """Where the whole picture lies, in device pixels from the canvas' corner."""
        return QRectF(self._at, self._levels.size * self._zoom)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        scale = self.devicePixelRatioF()
        # Whatever the appearance of the window: pictures are judged on a dark, quiet ground.
        painter.fillRect(self.rect(), QColor(DARK.window))
        painter.scale(1 / scale, 1 / scale)
        level = self._levels.best(self.shown().width())
        if level is not None:
            self._draw(painter, level)
            self.paint_over(painter)
        if self._by_key:
            painter.resetTransform()
            painter.setPen(QColor(DARK.accent))
            for inset in range(SIZES.focus):
                painter.drawRect(self.rect().adjusted(inset, inset, -inset - 1, -inset - 1))
        painter.end()

    def paint_over(self, painter: QPainter) -> None:
        """Draw over the picture, in device pixels; nothing by itself."""

    def show_cursor(self) -> None:
        """Say by the pointer what a drag would do: move the picture, where it can be moved."""
        place, room = self.shown(), self._room()
        if place.width() <= room.width() + 0.5 and place.height() <= room.height() + 0.5:
            self.unsetCursor()
        else:
            held = self._grip is not None
            shape = Qt.CursorShape.ClosedHandCursor if held else Qt.CursorShape.OpenHandCursor
            self.setCursor(shape)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.fitted:
            self.fit()
            return
        # What is in the middle stays there.
        grown = (event.size() - event.oldSize()) * self.devicePixelRatioF()
        self._at += QPointF(grown.width() / 2, grown.height() / 2)
        self.zoom_to(self._zoom)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange and self.fitted:
            self.fit()
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y() / 120
        if turned:
            self.zoom_by(STEP**turned, event.position() * self.devicePixelRatioF())
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # Who came here with the keyboard sees where; all others see the picture alone.
        self._by_key = event.reason() in _BY_KEY
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._by_key = False
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in _GRIPS:
            self._grip = event.globalPosition()
            self.show_cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            here = event.globalPosition()
            self.move_by((here - self._grip) * self.devicePixelRatioF())
            self._grip = here

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() in _GRIPS:
            self._grip = None
            self.show_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self.fitted:
            self.show_actual(event.position() * self.devicePixelRatioF())
        else:
            self.fit()

    def _draw(self, painter: QPainter, level: QImage) -> None:
        exact = level is self._levels.whole
        draw_part(painter, level, self.shown(), QRectF(QPointF(), self._room()), exact=exact)

    def _room(self) -> QSizeF:
        return QSizeF(self.size()) * self.devicePixelRatioF()

    def _fitting(self, levels: Levels) -> float:
        edge = 2 * self._edge * self.devicePixelRatioF()
        room = (self._room() - QSizeF(edge, edge)).expandedTo(QSizeF(1, 1))
        whole = levels.size
        return min(room.width() / whole.width(), room.height() / whole.height(), self._grow)

    def _bounded(self, zoom: float) -> tuple[float, bool]:
        """Return a zoom as far as it may go, and whether that is the one that fits."""
        least = min(self._fitting(self._levels), 1.0)
        wanted = min(max(zoom, least), max(LARGEST, least))
        return wanted, wanted == least and zoom < 1.0

    def _place(self, zoom: float, at: QPointF) -> None:
        """Set size and place: in the middle where it is smaller than the canvas, else covering."""
        room, size = self._room(), self._levels.size * zoom
        spare = room - size
        x = spare.width() / 2 if spare.width() >= 0 else min(max(at.x(), spare.width()), 0)
        y = spare.height() / 2 if spare.height() >= 0 else min(max(at.y(), spare.height()), 0)
        changed = zoom != self._zoom
        self._zoom, self._at = zoom, QPointF(x, y)
        self.update()
        self.show_cursor()
        self.zoomed.emit()
        if changed:
            self._settle.start()

    def _needed(self) -> int:
        return min(self._levels.needed(self._zoom, fitted=self.fitted), self._most)

    def _ask(self) -> None:
        needed = self._needed()
        if not self._levels.has(needed):
            self.size_wanted.emit(needed)
