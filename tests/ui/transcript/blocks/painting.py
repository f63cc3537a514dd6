"""What a block looks like: painted without a window, and its pixels counted."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from scout_desktop.ui.transcript.blocks.block import NO_MARKS, Block, Marks

WIDTH = 500
"""Pixels of the column that blocks are fitted to."""


def painted(block: Block, marks: Marks = NO_MARKS, clip: QRect | None = None) -> QImage:
    """What of the block is within `clip` (all of it)."""
    clip = clip or QRect(0, 0, WIDTH, block.height)
    image = QImage(clip.size(), QImage.Format.Format_RGB32)
    image.fill(block.workshop.theme.color("window"))
    painter = QPainter(image)
    painter.translate(-clip.topLeft())
    block.paint(painter, clip, marks)
    painter.end()
    return image


def pixels(image: QImage, color: QColor) -> int:
    """How many pixels have exactly this colour."""
    found = image.convertToFormat(QImage.Format.Format_RGB32).constBits().cast("I")
    return found.tolist().count(color.rgb() | 0xFF000000)
