"""Draws the part of a picture that is seen, at any size. Lengths are device pixels."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

_EXACT_FROM = 2.0
"""From here on the pixels of the picture are shown as the squares they are."""


def draw_part(
    painter: QPainter, level: QImage, place: QRectF, room: QRectF, *, exact: bool
) -> None:
    """Draw what of `level`, lying at `place`, is inside `room`: the rest costs nothing.

    `exact` says that `level` holds every pixel of the picture.
    """
    across = place.width() / level.width()
    if abs(place.width() - level.width()) < 1 and abs(place.height() - level.height()) < 1:
        painter.drawImage(QPointF(round(place.x()), round(place.y())), level)
        return
    down = place.height() / level.height()
    seen = place.intersected(room)
    # Whole pixels of the level, so that its edges do not shiver while it is moved.
    first_x = max(math.floor((seen.x() - place.x()) / across) - 1, 0)
    first_y = max(math.floor((seen.y() - place.y()) / down) - 1, 0)
    last_x = min(math.ceil((seen.right() - place.x()) / across) + 1, level.width())
    last_y = min(math.ceil((seen.bottom() - place.y()) / down) + 1, level.height())
    source = QRect(first_x, first_y, last_x - first_x, last_y - first_y)
    target = QRectF(
        place.x() + first_x * across,
        place.y() + first_y * down,
        source.width() * across,
        source.height() * down,
    )
    smooth = across < _EXACT_FROM or not exact
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
    painter.drawImage(target, level, QRectF(source))
