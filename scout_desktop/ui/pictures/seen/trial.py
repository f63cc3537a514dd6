"""What the model would see, as an image for the screen; made in a worker thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from scout_desktop.chat.tiles import TILE, tiling
from scout_desktop.ui.controls.picture.pixels import image_of

if TYPE_CHECKING:
    from scout_desktop.chat.recipe import Recipe
    from scout_desktop.chat.tiles import Tiling
    from scout_desktop.session.pictures.pictures import Pixels
    from scout_desktop.ui.pictures.seen.words import Sent

_BLACK = QColor(0, 0, 0)
"""What the model's own padding is made of; no colour of ours."""


@dataclass(frozen=True, slots=True)
class Trial:
    """The decoded bytes on the model's canvas."""

    recipe: Recipe
    sent: Sent
    canvas: QImage
    """The canvas at its size: the picture at the top left, black where nothing is."""
    overview: QImage | None
    """The global tile, the whole picture squashed into one; None with a single tile."""

    @property
    def tiling(self) -> Tiling:
        """What the model makes of it."""
        return tiling(self.sent.width, self.sent.height)


def trial_of(recipe: Recipe, sent: Sent, pixels: Pixels) -> Trial:
    """Return how the model sees `sent`, of which `pixels` are as many as it gets. Thread-safe."""
    image = image_of(pixels.width, pixels.height, pixels.rgba)
    seen = tiling(sent.width, sent.height)
    smooth = Qt.TransformationMode.SmoothTransformation
    whole = Qt.AspectRatioMode.IgnoreAspectRatio
    canvas = QImage(seen.canvas_width, seen.canvas_height, QImage.Format.Format_RGB32)
    canvas.fill(_BLACK)
    placed = image
    if (seen.width, seen.height) != (pixels.width, pixels.height):
        placed = image.scaled(seen.width, seen.height, whole, smooth)
    painter = QPainter(canvas)
    painter.drawImage(QRect(0, 0, seen.width, seen.height), placed)
    painter.end()
    overview = image.scaled(TILE, TILE, whole, smooth) if seen.tiles > 1 else None
    return Trial(recipe, sent, canvas, overview)
