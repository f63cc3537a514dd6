"""The rounded ground of the composer, outlined in accent while its text has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from scout_desktop.ui.theme.theme import Theme


class Surface(QWidget):
    """Paints itself: the text inside has no border of its own that could show the focus."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lit = False
        theme.changed.connect(self.update)

    def light(self, lit: bool) -> None:
        """Show or hide the focus ring."""
        self._lit = lit
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = SIZES.focus if self._lit else 1 / self.devicePixelRatioF()
        painter.setPen(QPen(self._theme.color("accent" if self._lit else "line"), width))
        painter.setBrush(self._theme.color("surface"))
        half = width / 2
        shape = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(shape, SIZES.radius_card, SIZES.radius_card)
        painter.end()
