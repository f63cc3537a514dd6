"""Draws crop and marks over the original. Lengths are device pixels.

Marks look as they do in what is sent; handles and the darkened surroundings are ours alone.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from scout_desktop.ui.theme.tokens import DARK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QFont

_DIMMED = 0.62
HANDLE = 9
"""Side of a handle, in device-independent pixels."""


def paint_outside(painter: QPainter, picture: QRectF, crop: QRectF) -> None:
    """Darken what is not sent, and draw the edge of what is, with lines at its thirds."""
    dark = QColor(DARK.window)
    dark.setAlphaF(_DIMMED)
    # The picture is drawn at whole pixels, its place is a fraction: no bright seam is left over.
    picture = picture.adjusted(-1, -1, 1, 1)
    for part in (
        QRectF(picture.topLeft(), QPointF(picture.right(), crop.top())),
        QRectF(QPointF(picture.left(), crop.bottom()), picture.bottomRight()),
        QRectF(QPointF(picture.left(), crop.top()), crop.bottomLeft()),
        QRectF(crop.topRight(), QPointF(picture.right(), crop.bottom())),
    ):
        painter.fillRect(part, dark)


def paint_crop_edge(painter: QPainter, crop: QRectF, scale: float, *, held: bool) -> None:
    """Draw the edge of the part that is sent; with lines at its thirds while it is `held`."""
    if held:
        for share in (1 / 3, 2 / 3):
            x, y = crop.x() + crop.width() * share, crop.y() + crop.height() * share
            for line in (
                (QPointF(x, crop.top()), QPointF(x, crop.bottom())),
                (QPointF(crop.left(), y), QPointF(crop.right(), y)),
            ):
                _line(painter, *line, scale, thin=True)
    _outline(painter, crop, DARK.window, 3 * scale)
    _outline(painter, crop, DARK.text, 1.5 * scale)


def paint_handles(painter: QPainter, places: Iterable[QPointF], scale: float) -> None:
    """Draw the squares that are pulled."""
    side = HANDLE * scale
    painter.setPen(QPen(QColor(DARK.window), scale))
    painter.setBrush(QColor(DARK.text))
    for place in places:
        painter.drawRect(QRectF(place.x() - side / 2, place.y() - side / 2, side, side))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def corners_of(box: QRectF) -> list[QPointF]:
    """Return the corners of a rectangle."""
    return [box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft()]


def handles_of(box: QRectF, scale: float) -> list[QPointF]:
    """Return its corners, and the middles of its sides where there is room between them."""
    middle, room = box.center(), 4 * HANDLE * scale
    found = corners_of(box)
    if box.width() >= room:
        found += [QPointF(middle.x(), box.top()), QPointF(middle.x(), box.bottom())]
    if box.height() >= room:
        found += [QPointF(box.left(), middle.y()), QPointF(box.right(), middle.y())]
    return found


def paint_box(painter: QPainter, box: QRectF, line: float) -> None:
    """Draw a box around something: vivid between white and dark, as it is sent."""
    beyond = _layers(line)[0][1] / 2
    box = box.adjusted(-beyond, -beyond, beyond, beyond)  # around the thing, not over it
    for colour, width in _layers(line):
        _outline(painter, box, colour, width)


def paint_arrow(painter: QPainter, tail: QPointF, tip: QPointF, line: float) -> None:
    """Draw an arrow that ends at its tip."""
    length = math.hypot(tip.x() - tail.x(), tip.y() - tail.y())
    if length < 1:
        return
    ahead = QPointF((tip.x() - tail.x()) / length, (tip.y() - tail.y()) / length)
    aside = QPointF(-ahead.y(), ahead.x())
    head = min(line * 5, length)
    neck = tip - ahead * head
    shaft, wide = aside * (line / 2), aside * (head / 2)
    path = QPainterPath()
    path.addPolygon(
        QPolygonF(
            [
                tail + shaft, neck + shaft, neck + wide, tip, neck - wide, neck - shaft,
                tail - shaft,
            ]
        )
    )  # fmt: skip
    path.closeSubpath()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for colour, width in _layers(line):
        pen = QPen(QColor(colour), width - line)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(path, pen)
    painter.fillPath(path, QColor(DARK.mark))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def paint_badge(painter: QPainter, at: QPointF, number: int, font: QFont, rim: float) -> None:
    """Draw a number in a disc whose middle is at a place."""
    text = str(number)
    painter.setFont(font)
    room = painter.fontMetrics()
    tall = room.height() * 1.15 + 2 * rim
    wide = max(tall, room.horizontalAdvance(text) + room.height() * 0.7 + 2 * rim)
    box = QRectF(at.x() - wide / 2, at.y() - tall / 2, wide, tall)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for colour, inset in ((DARK.window, 0.0), (DARK.on_mark, rim), (DARK.mark, 2 * rim)):
        painter.setBrush(QColor(colour))
        shape = box.adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(shape, shape.height() / 2, shape.height() / 2)
    painter.setPen(QColor(DARK.on_mark))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def paint_words(painter: QPainter, box: QRectF, words: str, font: QFont, scale: float) -> None:
    """Write on a dark card at the lower edge inside a rectangle, where there is room for it."""
    painter.setFont(font)
    room = painter.fontMetrics()
    wide, tall = room.horizontalAdvance(words) + 12 * scale, room.height() + 4 * scale
    if wide + 8 * scale > box.width() or tall + 8 * scale > box.height():
        return
    card = QRectF(box.center().x() - wide / 2, box.bottom() - tall - 6 * scale, wide, tall)
    ground = QColor(DARK.window)
    ground.setAlphaF(0.8)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(card, tall / 4, tall / 4)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QColor(DARK.text))
    painter.drawText(card, Qt.AlignmentFlag.AlignCenter, words)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _layers(line: float) -> tuple[tuple[str, float], ...]:
    rim = max(line / 3, 1)
    return (
        (DARK.window, line + 4 * rim), (DARK.on_mark, line + 2 * rim), (DARK.mark, line),
    )  # fmt: skip


def _outline(painter: QPainter, box: QRectF, colour: str, width: float) -> None:
    pen = QPen(QColor(colour), width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)


def _line(painter: QPainter, one: QPointF, other: QPointF, scale: float, *, thin: bool) -> None:
    light = QColor(DARK.text)
    light.setAlphaF(0.5 if thin else 1.0)
    painter.setPen(QPen(light, scale))
    painter.drawLine(one, other)
