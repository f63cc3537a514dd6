"""What is drawn over the original: the crop, the marks, and the handles to pull them by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from scout_desktop.ui.pictures.edits.turning import turned_size
from scout_desktop.ui.pictures.original import painting

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFont, QPainter

    from scout_desktop.chat.recipe import Mark, Recipe
    from scout_desktop.ui.pictures.edits.turning import Point
    from scout_desktop.ui.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class Overlay:
    """One frame of it. Lengths are device pixels, `scale` of them a device-independent one."""

    theme: Theme
    recipe: Recipe
    place: Callable[[Point], QPointF]
    """Where a point of the original is on the canvas."""
    scale: float
    line: float
    """How thick marks are."""
    digits: float
    """How large their numbers are."""
    cropping: bool
    held: bool
    """Whether something is being dragged."""
    selected: int | None

    def paint(self, painter: QPainter, picture: QRectF) -> None:
        """Draw it; `picture` is where the whole original lies."""
        marks = self.recipe.marks
        crop = self._crop()
        for mark in marks:
            self._paint_mark(painter, mark)
        for mark in marks:
            if mark.number:
                rim, font = max(self.line / 3, self.scale), self._font("caption_strong")
                font.setPixelSize(round(self.digits))
                painting.paint_badge(painter, self._badge_at(mark), mark.number, font, rim)
        if crop is not None:
            painting.paint_outside(painter, picture, crop)
            self._paint_crop(painter, crop)
        if self.selected is not None and self.selected < len(marks):
            painting.paint_handles(painter, self._handles(marks[self.selected]), self.scale)

    def _paint_crop(self, painter: QPainter, crop: QRectF) -> None:
        held = self.held and self.cropping
        painting.paint_crop_edge(painter, crop, self.scale, held=held)
        if self.cropping:
            painting.paint_handles(painter, painting.handles_of(crop, self.scale), self.scale)
        part = self.recipe.crop
        if held and part is not None:
            wide, tall = turned_size((part.width, part.height), self.recipe.turn)
            font = self._font("caption_number")
            painting.paint_words(painter, crop, f"{wide} × {tall}", font, self.scale)

    def _paint_mark(self, painter: QPainter, mark: Mark) -> None:
        one, other = self.place((mark.left, mark.top)), self.place((mark.right, mark.bottom))
        if mark.kind == "box":
            painting.paint_box(painter, QRectF(one, other).normalized(), self.line)
        elif mark.kind == "arrow":
            painting.paint_arrow(painter, one, other, self.line)

    def _badge_at(self, mark: Mark) -> QPointF:
        one, other = self.place((mark.left, mark.top)), self.place((mark.right, mark.bottom))
        # At the first corner as it is seen, so that turning does not put it elsewhere.
        return QRectF(one, other).normalized().topLeft() if mark.kind == "box" else one

    def _handles(self, mark: Mark) -> list[QPointF]:
        one, other = self.place((mark.left, mark.top)), self.place((mark.right, mark.bottom))
        if mark.kind == "arrow":
            return [one, other]
        if mark.kind == "box":
            # Where its number stands, that is what is pulled.
            return painting.corners_of(QRectF(one, other).normalized())[mark.number > 0 :]
        # A number has nothing to pull; the square beside it says that it is the one.
        below = QPointF(0, self.digits * 1.4)
        return [one + below]

    def _crop(self) -> QRectF | None:
        crop = self.recipe.crop
        if crop is None:
            return None
        one = self.place((crop.left, crop.top))
        other = self.place((crop.left + crop.width, crop.top + crop.height))
        return QRectF(one, other).normalized()

    def _font(self, kind: str) -> QFont:
        font = self.theme.font(kind)
        font.setPixelSize(round(font.pixelSize() * self.scale))
        return font
