"""What stands on paper beside the text: who speaks and when, and the pictures of a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QFontMetricsF

from scout_desktop.chat.markdown.pieces import RulePiece
from scout_desktop.ui.theme.tokens import SIZES
from scout_desktop.ui.transcript.blocks.block import Block

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QImage, QPainter

    from scout_desktop.ui.transcript.blocks.block import Marks
    from scout_desktop.ui.transcript.blocks.workshop import Workshop

_TALLEST, _WIDEST = 0.4, 0.6
"""Of a page, for one picture."""
_LARGEST = 1.0
"""Pixels of print at 100 % for a pixel of a picture: small ones are not blown up."""


class Speaker(Block):
    """A line of small print: a name on the left, quiet facts on the right, a hairline above.

    Facts without a name stand on the left.
    """

    def __init__(self, workshop: Workshop, name: str, facts: str, *, line: bool) -> None:
        super().__init__(workshop, RulePiece())
        self._name, self._facts, self._line = name, facts, line
        self._width = 0

    def fit(self, width: int) -> int:
        self._width = width
        self._above = self.workshop.theme.px(SIZES.s2) if self._line else 0
        self.height = self._above + self.workshop.formats.row("caption_strong").height
        return self.height

    def paint(self, painter: QPainter, clip: QRect, marks: Marks) -> None:
        formats, px = self.workshop.formats, self.workshop.theme.px
        if self._line:
            painter.fillRect(QRect(0, 0, self._width, px(1)), formats.color("line"))
        baseline = self._above + formats.row("caption_strong").baseline
        painter.setFont(formats.font("caption_strong"))
        painter.setPen(formats.color("text"))
        painter.drawText(QPointF(0, baseline), self._name)
        painter.setFont(formats.font("caption"))
        painter.setPen(formats.color("text_3"))
        x = 0.0
        if self._name:
            x = self._width - QFontMetricsF(formats.font("caption")).horizontalAdvance(self._facts)
        painter.drawText(QPointF(x, baseline), self._facts)


class Shot(NamedTuple):
    """A picture of a message: its size as it was sent, and its pixels, None if there are none."""

    width: int
    height: int
    image: QImage | None
    words: str
    """What stands in its place."""


class Pictures(Block):
    """The pictures of one message, side by side at their proportions."""

    def __init__(self, workshop: Workshop, shots: Sequence[Shot], page: int) -> None:
        """`page` is the height of a page in pixels."""
        super().__init__(workshop, RulePiece())
        self._shots, self._page = shots, page
        self._rects: list[QRect] = []
        self.tops = [0]

    def fit(self, width: int) -> int:
        gap = self.workshop.theme.px(SIZES.s2)
        self._rects, self.tops = [], [0]
        left = top = tallest = 0
        for shot in self._shots:
            wide, tall = self._size(shot, width)
            if left and left + wide > width:
                left, top = 0, top + tallest + gap
                self.tops.append(top)
                tallest = 0
            self._rects.append(QRect(left, top, wide, tall))
            left += wide + gap
            tallest = max(tallest, tall)
        self.height = top + tallest
        self.tops.append(self.height)
        return self.height

    def paint(self, painter: QPainter, clip: QRect, marks: Marks) -> None:
        formats, px = self.workshop.formats, self.workshop.theme.px
        for shot, rect in zip(self._shots, self._rects, strict=True):
            if not rect.intersects(clip):
                continue
            if shot.image is not None:
                painter.drawImage(QRectF(rect), shot.image, QRectF(shot.image.rect()))
                continue
            painter.fillRect(rect, formats.color("bubble"))
            painter.setFont(formats.font("caption"))
            painter.setPen(formats.color("text_2"))
            painter.drawText(rect.adjusted(px(4), px(4), -px(4), -px(4)), 0, shot.words)

    def _size(self, shot: Shot, width: int) -> tuple[int, int]:
        if shot.image is None:
            return round(width * _WIDEST), 2 * self.workshop.formats.row("caption").height
        wide, tall = max(shot.width, 1), max(shot.height, 1)
        most = self.workshop.theme.px(100) / 100 * _LARGEST
        share = min(most, width * _WIDEST / wide, self._page * _TALLEST / tall)
        return max(round(wide * share), 1), max(round(tall * share), 1)
