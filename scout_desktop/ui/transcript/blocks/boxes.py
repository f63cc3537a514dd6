"""What stands in a row of text like a letter and paints itself: a formula, an icon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QSizeF

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPainter

    from scout_desktop.ui.transcript.blocks.workshop import Workshop


class Box(Protocol):
    """Something of a fixed size that knows where its baseline is; all in pixels."""

    @property
    def size(self) -> QSizeF:
        """Its whole size."""

    @property
    def ascent(self) -> float:
        """How much of its height is above the baseline."""

    def paint(self, painter: QPainter, x: float, baseline: float) -> None:
        """Paint it with its left edge at `x` and its baseline at `baseline`."""


class Boxes(Protocol):
    """Whoever makes formulas into boxes."""

    def inline(
        self,
        source: str,
        kind: str,
        display: bool = False,
        told: Callable[[], None] | None = None,
    ) -> Box | None:
        """Return a formula set for text of `kind`, or None to show its source as it stands.

        None may mean not yet: then `told`, a method that is held weakly, is called on the GUI
        thread once it is known, and this is asked again.
        """

    def block(
        self, source: str, kind: str = "body", told: Callable[[], None] | None = None
    ) -> Box | None:
        """Return a displayed formula of any width, to stand by itself; else as `inline`."""


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
