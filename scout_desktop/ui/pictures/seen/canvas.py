"""The model's canvas: what is sent at its place, black padding, and the grid of tiles over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPen

from scout_desktop.chat.tiles import TILE
from scout_desktop.ui.controls.picture.canvas import Canvas
from scout_desktop.ui.pictures.seen.words import padding_words, sent_words, tile_words
from scout_desktop.ui.pictures.zooming import zoomed_by_key
from scout_desktop.ui.theme.tokens import DARK, SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPainter
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.pictures.seen.trial import Trial
    from scout_desktop.ui.theme.theme import Theme

_GROWN = 4.0
"""As on the other side."""
_NUDGES = {
    Qt.Key.Key_Left: QPointF(0.1, 0),
    Qt.Key.Key_Right: QPointF(-0.1, 0),
    Qt.Key.Key_Up: QPointF(0, 0.1),
    Qt.Key.Key_Down: QPointF(0, -0.1),
}


class SeenCanvas(Canvas):
    """Shows a `Trial`; looking closer works as everywhere."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent, edge=SIZES.s3, grow=_GROWN)
        self._theme = theme
        self._trial: Trial | None = None
        self.grid = True
        """Whether the edges of the tiles are drawn."""
        self.setAccessibleName("What the model sees")
        self.size_wanted.connect(self._answer)

    @property
    def trial(self) -> Trial | None:
        """What is shown."""
        return self._trial

    def show_trial(self, trial: Trial) -> None:
        """Show what would be sent; what is looked at closely stays where it is."""
        before, self._trial = self._trial, trial
        wide, tall = trial.canvas.width(), trial.canvas.height()
        if before is not None and before.canvas.size() == trial.canvas.size():
            self.exchange(trial.canvas)
        else:
            self.begin(wide, tall, trial.canvas)
        rest = padding_words(trial.sent)
        self.setAccessibleDescription(
            f"{sent_words(trial.sent)}, tiles {tile_words(trial.sent)}."
            + (f" The rest is {rest}." if rest else "")
        )

    def show_grid(self, shown: bool) -> None:
        """Draw the edges of the tiles, or do not."""
        self.grid = shown
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        nudge = _NUDGES.get(Qt.Key(event.key()))
        if nudge is not None:
            scale = self.devicePixelRatioF()
            self.move_by(QPointF(nudge.x() * self.width(), nudge.y() * self.height()) * scale)
        elif not zoomed_by_key(self, event):
            super().keyPressEvent(event)

    def paint_over(self, painter: QPainter) -> None:
        trial = self._trial
        if trial is None:
            return
        place, scale = self.shown(), self.devicePixelRatioF()
        self._paint_padding(painter, trial, place, scale)
        if self.grid:
            self._paint_grid(painter, trial, place, scale)

    def _paint_grid(self, painter: QPainter, trial: Trial, place: QRectF, scale: float) -> None:
        """Draw light lines on dark ones, to be seen on any picture."""
        grid, step = trial.tiling.grid, TILE * self.zoom
        lines = [
            (QPointF(x, place.top()), QPointF(x, place.bottom()))
            for x in (place.left() + step * column for column in range(1, grid.columns))
        ]
        lines += [
            (QPointF(place.left(), y), QPointF(place.right(), y))
            for y in (place.top() + step * row for row in range(1, grid.rows))
        ]
        for colour, width in ((DARK.window, 3 * scale), (DARK.accent, 1 * scale)):
            painter.setPen(QPen(QColor(colour), width))
            for one, other in lines:
                painter.drawLine(one, other)
            painter.drawRect(place)

    def _paint_padding(self, painter: QPainter, trial: Trial, place: QRectF, scale: float) -> None:
        """Say what the black is, where there is room to."""
        seen = trial.tiling
        painter.setPen(QPen(QColor(DARK.edge), scale))
        painter.drawRect(place)
        picture = QRectF(place.topLeft(), place.topLeft())
        picture.setSize(QRectF(0, 0, seen.width * self.zoom, seen.height * self.zoom).size())
        right = QRectF(QPointF(picture.right(), place.top()), place.bottomRight())
        below = QRectF(QPointF(place.left(), picture.bottom()), place.bottomRight())
        font = self._theme.font("caption")
        font.setPixelSize(round(font.pixelSize() * scale))
        painter.setFont(font)
        room = painter.fontMetrics()
        words = "black padding"
        wide, tall = room.horizontalAdvance(words) + 8 * scale, room.height() + 2 * scale
        painter.setPen(QColor(DARK.text_3))
        for box, lying in ((below, True), (right, False)):
            along, across = (box.width(), box.height()) if lying else (box.height(), box.width())
            if along < wide or across < tall:
                continue
            painter.save()
            painter.translate(box.center())
            painter.rotate(0 if lying else 90)
            line = QRectF(-wide / 2, -tall / 2, wide, tall)
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, words)
            painter.restore()

    def _answer(self, size: int) -> None:
        """Give the canvas the sizes that it asks for: all of them are made of the one here."""
        if self._trial is None:
            return
        whole = self._trial.canvas
        if size >= max(whole.width(), whole.height()):
            self.show_image(size, whole)
            return
        wide = whole.width() >= whole.height()
        smooth = Qt.TransformationMode.SmoothTransformation
        made = whole.scaledToWidth(size, smooth) if wide else whole.scaledToHeight(size, smooth)
        self.show_image(size, made)
