"""Formulas for blocks: as tall as the letters beside them, on the same baseline."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QSizeF

from scout_desktop.ui.transcript.blocks.formulas.picture import Look, paint_shapes

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPainter

    from scout_desktop.ui.transcript.blocks.formulas.drawing import Drawing
    from scout_desktop.ui.transcript.blocks.formulas.formulas import Formulas
    from scout_desktop.ui.transcript.blocks.workshop import Workshop

_X_HEIGHT = 0.473
"""Of the letters in formulas, in em."""
_WIDEST = 32.0
"""Em that a formula in a line may take: nothing breaks it, and its source can be broken."""


class FormulaBoxes:
    """`workshop.boxes`: hands out formulas in the sizes and the colour of one transcript."""

    def __init__(self, workshop: Workshop, formulas: Formulas, *, on_paper: bool = False) -> None:
        """`on_paper` paints shapes instead of pixels."""
        self._workshop, self._formulas, self._on_paper = workshop, formulas, on_paper

    def inline(
        self,
        source: str,
        kind: str,
        display: bool = False,
        told: Callable[[], None] | None = None,
    ) -> FormulaBox | None:
        """As `Boxes.inline`; None also for what is too wide for a line."""
        box = self._box(source, kind, display, told)
        return box if box is not None and box.size.width() <= _WIDEST * box.look.size else None

    def block(
        self, source: str, kind: str = "body", told: Callable[[], None] | None = None
    ) -> FormulaBox | None:
        """Return a displayed formula of any width, to stand by itself; else as `inline`."""
        return self._box(source, kind, True, told)

    def _box(
        self, source: str, kind: str, display: bool, told: Callable[[], None] | None
    ) -> FormulaBox | None:
        drawing = self._formulas.drawing(source, display)
        if drawing is None:
            self._formulas.want(source, display, told)
            return None
        formats = self._workshop.formats
        # Letters as tall as those of the text, whatever face the system has.
        size = formats.x_height(kind) / _X_HEIGHT
        look = Look(size, formats.color("text").name(), self._workshop.scale)
        ascent = ceil(drawing.ascent * size)
        height = ascent + ceil((drawing.height - drawing.ascent) * size)
        measures = QSizeF(drawing.width * size, height)
        paint = self._shapes if self._on_paper else self._pixels
        return FormulaBox(paint, (source, display), drawing, look, measures, ascent)

    def _pixels(self, box: FormulaBox, painter: QPainter, at: QPointF) -> None:
        picture = self._formulas.picture(*box.key, box.look, box.drawing)
        if picture is None:
            # Wider than a picture can be: drawn anew, as much of it as is in sight.
            self._shapes(box, painter, at)
        else:
            picture.paint(painter, at.x(), at.y())

    def _shapes(self, box: FormulaBox, painter: QPainter, at: QPointF) -> None:
        paint_shapes(painter, box.drawing, box.look, at)


class FormulaBox(NamedTuple):
    """A formula that is drawn, in one size. It is painted when it is in sight, and not before."""

    painted: Callable[[FormulaBox, QPainter, QPointF], None]
    key: tuple[str, bool]
    """Its source, and whether it is displayed."""
    drawing: Drawing
    look: Look
    size: QSizeF
    ascent: float

    def paint(self, painter: QPainter, x: float, baseline: float) -> None:
        """Paint it with its left edge at `x` and its baseline at `baseline`."""
        self.painted(self, painter, QPointF(x, baseline))
