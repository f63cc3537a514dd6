"""A line across a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF

from scout_desktop.ui.theme.tokens import SIZES
from scout_desktop.ui.transcript.blocks.block import Block
from scout_desktop.ui.transcript.blocks.inset import Stand, inset, paint_around

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from scout_desktop.ui.transcript.blocks.block import Marks


class RuleBlock(Block):
    """A `RulePiece`: one physical pixel in the middle of a little room."""

    _width = _baseline = 0

    def fit(self, width: int) -> int:
        self._width = width
        place, row = self.piece.place, self.workshop.formats.row("body")
        self._baseline = row.baseline
        has_sign = place.mark is not None or bool(place.note)
        self.height = row.height if has_sign else self.workshop.theme.px(SIZES.s1)
        return self.height

    def paint(self, painter: QPainter, clip: QRect, marks: Marks) -> None:
        place = self.piece.place
        x = inset(self.workshop, place)
        around = QRect(0, 0, self._width, self.height)
        stand = Stand(x, self._baseline, mirrored=False)
        paint_around(painter, self.workshop, place, around, stand)
        thin = 1 / self.workshop.scale
        line = QRectF(x, self.height // 2, self._width - x, thin)
        painter.fillRect(line, self.workshop.formats.color("line"))
