"""A paragraph or a heading of a message, with what stands in front of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect

from scout_desktop.chat.markdown.pieces import Line
from scout_desktop.ui.transcript.blocks.block import Block
from scout_desktop.ui.transcript.blocks.inset import Stand, inset, paint_around
from scout_desktop.ui.transcript.blocks.text.words import Words

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from scout_desktop.ui.transcript.blocks.block import Marks, Span, Zone
    from scout_desktop.ui.transcript.blocks.workshop import Workshop

_KINDS = ("body", "heading_1", "heading_2", "heading_3", "strong", "strong", "strong")
_NARROWEST = 40
"""Pixels at 100 % that text gets however deep it is set in."""


class TextBlock(Block):
    """One `Line`, laid out; the text is set in on the side where it begins to be read."""

    piece: Line

    def __init__(self, workshop: Workshop, piece: Line) -> None:
        super().__init__(workshop, piece)
        self._words = self._lettered(piece)
        self._width = 0
        self._inset = inset(workshop, piece.place)

    def show(self, piece: Line) -> None:
        """Take another text in this one's place (a paragraph that is being written); then `fit`."""
        if piece.level == self.piece.level:
            self._words.show(piece.inlines)
        else:
            self._words = self._lettered(piece)
        if piece.place != self.piece.place:
            self._inset = inset(self.workshop, piece.place)
        self.piece = piece

    @property
    def is_rtl(self) -> bool:
        """The text runs from right to left, and so it is set in on the right."""
        return self._words.is_rtl

    @property
    def natural_width(self) -> int:
        """Pixels it would take without wrapping, with what it is set in."""
        return self._words.natural_width + self._inset

    @property
    def text(self) -> str:
        return self._words.text

    def fit(self, width: int) -> int:
        self._width = width
        room = max(width - self._inset, self.workshop.theme.px(_NARROWEST))
        self.height = self._words.fit(room)
        return self.height

    def paint(self, painter: QPainter, clip: QRect, marks: Marks) -> None:
        place, x = self.piece.place, self._x
        if place.quotes or place.mark is not None or place.note:  # most lines are plain
            edge = self._width - self._inset if self.is_rtl else x
            stand = Stand(edge, self._words.baseline, self.is_rtl)
            around = QRect(0, 0, self._width, self.height)
            paint_around(painter, self.workshop, place, around, stand)
        self._words.paint(painter, x, 0, clip, marks)

    def place_at(self, x: int, y: int) -> int:
        return self._words.place_at(x - self._x, y)

    def caret(self, place: int) -> QRect:
        return self._words.caret(place).translated(self._x, 0)

    def line_at(self, place: int) -> Span:
        return self._words.line_at(place)

    def zone_at(self, x: int, y: int) -> Zone | None:
        return self._words.zone_at(x - self._x, y)

    def _lettered(self, piece: Line) -> Words:
        kind = _KINDS[piece.level]
        return Words(self.workshop, piece.inlines, kind, changed=self._formula_came)

    def _formula_came(self) -> None:
        self.workshop.changed.emit(self, True)

    @property
    def _x(self) -> int:
        return 0 if self._words.is_rtl else self._inset
