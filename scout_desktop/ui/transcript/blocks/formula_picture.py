"""A drawn formula as pixels, or as shapes on paper; on the GUI thread, half a millisecond each."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from scout_desktop.ui.transcript.blocks.formula_shapes import INK

if TYPE_CHECKING:
    from scout_desktop.ui.transcript.blocks.formula_drawing import Drawing

_WIDEST = 30_000
"""Device pixels; Qt paints nothing beyond 32,767."""


class Look(NamedTuple):
    """Pixels of its em, `#RRGGBB`, and device pixels a pixel."""

    size: float
    colour: str
    scale: float


class Picture(NamedTuple):
    """A formula ready to be painted; measures in pixels, on whole device pixels."""

    image: QImage
    width: float
    height: float
    ascent: float

    @property
    def pixels(self) -> int:
        """Device pixels it holds."""
        return self.image.width() * self.image.height()

    def paint(self, painter: QPainter, x: float, baseline: float) -> None:
        """Paint it with its left edge and its baseline here."""
        scale = self.image.devicePixelRatio()
        left, top = (round(at * scale) / scale for at in (x, baseline - self.ascent))
        painter.drawImage(QPointF(left, top), self.image)


def painted(drawing: Drawing, look: Look) -> Picture | None:
    """Return the drawing in pixels, or None if it would be wider than Qt paints."""
    em = look.size * look.scale
    # The baseline falls between two pixels of the screen, as that of letters does.
    ascent = ceil(drawing.ascent * em)
    height = ascent + ceil((drawing.height - drawing.ascent) * em)
    width = ceil(drawing.width * em)
    if width > _WIDEST or height > _WIDEST:
        return None
    image = QImage(max(width, 1), max(height, 1), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    paint_shapes(painter, drawing, look, QPointF(0, ascent), em)
    painter.end()
    image.setDevicePixelRatio(look.scale)
    return Picture(image, *(side / look.scale for side in (width, height, ascent)))


def paint_shapes(
    painter: QPainter, drawing: Drawing, look: Look, at: QPointF, em: float | None = None
) -> None:
    """Paint the drawing as shapes, its baseline beginning at `at`; `em` in the painter's pixels."""
    from PySide6.QtSvg import QSvgRenderer

    em = look.size if em is None else em
    shapes = QSvgRenderer(QByteArray(drawing.svg.replace(INK, look.colour.encode())))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    # Shapes that name no stroke would get the painter's.
    painter.setPen(Qt.PenStyle.NoPen)
    size = QRectF(0, 0, drawing.width * em, drawing.height * em)
    shapes.render(painter, size.translated(at.x(), at.y() - drawing.ascent * em))
    painter.restore()
