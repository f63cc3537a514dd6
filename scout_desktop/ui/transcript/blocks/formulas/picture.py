"""A drawn formula as pixels, or as shapes on paper; on the GUI thread, half a millisecond each."""

from __future__ import annotations

import re
from math import ceil
from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import Element, fromstring

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from scout_desktop.ui.transcript.blocks.formulas.shapes import INK

if TYPE_CHECKING:
    from scout_desktop.ui.transcript.blocks.formulas.drawing import Drawing

_WIDEST = 30_000
"""Device pixels; Qt paints nothing beyond 32,767."""
_FACE = 0.9
"""Of the size of the maths letters, which are smaller in their face than others in theirs."""
_STEP = re.compile(r"([MLQCZ])([^MLQCZ]*)")


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
    _render(painter, drawing, look.colour, QRectF(0, 0, drawing.width * em, drawing.height * em))
    _write(painter, drawing, look.colour, em)
    painter.end()
    image.setDevicePixelRatio(look.scale)
    return Picture(image, *(side / look.scale for side in (width, height, ascent)))


def _render(painter: QPainter, drawing: Drawing, colour: str, rect: QRectF) -> None:
    from PySide6.QtSvg import QSvgRenderer

    shapes = QSvgRenderer(QByteArray(drawing.svg.replace(INK, colour.encode())))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shapes.render(painter, rect)


def _write(painter: QPainter, drawing: Drawing, colour: str, em: float) -> None:
    """Write the words of other scripts in the system's face, made to fit their room."""
    for words in drawing.words:
        font = QFont()
        font.setPixelSize(max(round(words.size * em * _FACE), 1))
        room = words.width * em
        wide = QFontMetricsF(font).horizontalAdvance(words.text)
        if wide > room:
            font.setPixelSize(max(int(font.pixelSize() * room / wide), 1))
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(QPointF(words.x * em, words.baseline * em), words.text)


def paint_shapes(painter: QPainter, drawing: Drawing, look: Look, at: QPointF) -> None:
    """Paint the drawing as shapes for paper, its baseline beginning at `at`.

    Not by QtSvg: the pen that it means to be none is one to a PDF, and letters come out bold.
    """
    svg = fromstring(drawing.svg)
    left, top, width, _ = (float(side) for side in svg.attrib["viewBox"].split())
    share = drawing.width * look.size / width
    painter.save()
    painter.translate(at.x(), at.y() - drawing.ascent * look.size)
    _write(painter, drawing, look.colour, look.size)
    painter.scale(share, share)
    painter.translate(-left, -top)
    for shape in svg:
        painter.setBrush(_colour(shape.get("fill", INK.decode()), look))
        painter.setPen(Qt.PenStyle.NoPen)
        if "stroke" in shape.attrib:
            colour = _colour(shape.attrib["stroke"], look)
            painter.setPen(QPen(colour, float(shape.get("stroke-width", "1"))))
        painter.drawPath(_path(shape))
    painter.restore()


def _colour(written: str, look: Look) -> QColor:
    if written == "none":
        return QColor(0, 0, 0, 0)
    return QColor(look.colour if written == INK.decode() else written)


def _path(shape: Element) -> QPainterPath:
    path = QPainterPath()
    of = {name: float(shape.get(name, "0")) for name in ("x", "y", "width", "height")}
    if shape.tag.endswith("rect"):
        path.addRect(QRectF(*of.values()))
    elif shape.tag.endswith("ellipse"):
        middle = QPointF(float(shape.attrib["cx"]), float(shape.attrib["cy"]))
        path.addEllipse(middle, float(shape.attrib["rx"]), float(shape.attrib["ry"]))
    else:
        for found in _STEP.finditer(shape.get("d", "")):
            _step(path, found[1], [float(number) for number in found[2].split()])
    # As SVG fills shapes that cross themselves.
    path.setFillRule(Qt.FillRule.WindingFill)
    return path


def _step(path: QPainterPath, kind: str, to: list[float]) -> None:
    match kind:
        case "M":
            path.moveTo(*to)
        case "L":
            path.lineTo(*to)
        case "Q":
            path.quadTo(*to)
        case "C":
            path.cubicTo(*to)
        case _:
            path.closeSubpath()
