"""What stands in a row of text like a letter and paints itself: a formula, an icon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QSizeF
    from PySide6.QtGui import QPainter


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
