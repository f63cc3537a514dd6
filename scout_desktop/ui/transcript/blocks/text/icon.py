"""A small icon among the letters of a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSizeF

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from scout_desktop.ui.transcript.blocks.workshop import Workshop


class Icon:
    """A small icon among letters, in the colour of a quiet label."""

    def __init__(self, workshop: Workshop, name: str, kind: str) -> None:
        self._workshop, self._name = workshop, name
        self._side = workshop.formats.row(kind).baseline - workshop.theme.px(2)
        self.size = QSizeF(self._side, self._side)
        self.ascent = self._side * 0.86

    def paint(self, painter: QPainter, x: float, baseline: float) -> None:
        """Paint it at the scale of the screen it is on."""
        theme = self._workshop.theme
        side = self._side / theme.px(100) * 100
        pixmap = theme.pixmap(self._name, "text_2", round(side), self._workshop.scale)
        painter.drawPixmap(round(x), round(baseline - self.ascent), pixmap)
