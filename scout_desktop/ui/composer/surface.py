"""The rounded ground of the composer, outlined in accent while its text has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPainterPath
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
        # Two grounds and no pen: a pen makes PySide load all names of `Qt`, 14 ms of every start.
        ring = self._theme.brush("accent" if self._lit else "line")
        whole = QRectF(self.rect())
        painter.fillPath(_rounded(whole, SIZES.radius_card + width / 2), ring)
        inside = whole.adjusted(width, width, -width, -width)
        painter.fillPath(
            _rounded(inside, SIZES.radius_card - width / 2), self._theme.brush("surface")
        )
        painter.end()


def _rounded(area: QRectF, radius: float) -> QPainterPath:
    made = QPainterPath()
    made.addRoundedRect(area, radius, radius)
    return made
