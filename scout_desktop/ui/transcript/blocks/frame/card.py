"""The ground of code and tables: a rounded box with a hairline around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPen

from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

    from scout_desktop.ui.transcript.blocks.workshop import Workshop

_BEYOND = 64
"""Pixels outside of what is painted where a long box may as well end: Qt paints no millions."""


def hairline(color: QColor, scale: float) -> QPen:
    """Return a pen of one physical pixel."""
    return QPen(color, 1 / scale)


def seen_part(box: QRect, clip: QRect) -> QRect:
    """Return the part of a tall box worth painting; where it is cut is never in sight."""
    top = max(box.top(), clip.top() - _BEYOND)
    bottom = min(box.bottom(), clip.bottom() + _BEYOND)
    return QRect(box.left(), top, box.width(), max(bottom - top + 1, 1))


def paint_card(
    painter: QPainter, workshop: Workshop, box: QRect, clip: QRect, ground: str | None = None
) -> None:
    """Paint a hairline around `box`, and within it the colour that the token `ground` names."""
    color, scale = workshop.formats.color, workshop.scale
    radius = workshop.theme.px(SIZES.radius_card)
    half = 0.5 / scale
    shape = QRectF(seen_part(box, clip)).adjusted(half, half, -half, -half)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if ground is not None:
        painter.setBrush(color(ground))
    painter.setPen(hairline(color("line"), scale))
    painter.drawRoundedRect(shape, radius, radius)
    painter.restore()
