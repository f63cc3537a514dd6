"""A displayed formula: in the middle of its column, its source in its place until it is drawn.

It is selected and copied as one thing, as its LaTeX. Wider than its column it is moved sideways.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect

from scout_desktop.chat.markdown.inlines import Text
from scout_desktop.chat.markdown.pieces import FormulaPiece
from scout_desktop.ui.theme.tokens import SIZES
from scout_desktop.ui.transcript.blocks.block import Block
from scout_desktop.ui.transcript.blocks.frame.sideways import Sideways
from scout_desktop.ui.transcript.blocks.inset import Stand, inset, paint_around
from scout_desktop.ui.transcript.blocks.text.words import Words

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from scout_desktop.ui.transcript.blocks.block import Marks, Span
    from scout_desktop.ui.transcript.blocks.boxes import Box
    from scout_desktop.ui.transcript.blocks.workshop import Workshop

_NARROWEST = 40
"""Pixels at 100 % that a formula gets however deep it is set in."""


class FormulaBlock(Block):
    """One `FormulaPiece`, laid out."""

    piece: FormulaPiece

    def __init__(self, workshop: Workshop, piece: FormulaPiece) -> None:
        super().__init__(workshop, piece)
        self._sideways = Sideways(workshop)
        self._left = inset(workshop, piece.place)
        self._width = self._baseline = 0
        self._frame = QRect()
        self._is_stale = False
        self._box = self._ask()
        self._words: Words | None = None
        if self._box is None:
            source = (Text(piece.source),)
            self._words = Words(workshop, source, "code", align="left")

    @property
    def text(self) -> str:
        return self.piece.source

    @property
    def is_drawn(self) -> bool:
        """The formula is shown, and not its source."""
        return self._box is not None

    def fit(self, width: int) -> int:
        px = self.workshop.theme.px
        self._width = width
        if self._is_stale:
            self._is_stale = False
            box = self._ask()
            if box is not None:
                self._box, self._words = box, None
        room = max(width - self._left, px(_NARROWEST))
        if self._words is not None:
            self.height = self._words.fit(room)
            self._baseline = self._words.baseline
            self._frame = QRect(self._left, 0, room, self.height)
            return self.height
        box, above = self._box, px(SIZES.s1)
        assert box is not None  # where there are no words
        wide, tall = ceil(box.size.width()), ceil(box.size.height())
        is_wider, place = wide > room, self.piece.place
        self._baseline = above + round(box.ascent)
        # In a list or a quote it stands where the words beside it begin.
        aside = 0 if is_wider or place.depth or place.quotes else (room - wide) // 2
        self._frame = QRect(self._left + aside, above, min(wide, room), tall)
        bar = px(SIZES.scrollbar) if is_wider else 0
        self.height = above + tall + above + bar
        self._sideways.fit(room, wide, QRect(self._left, self.height - bar, room, bar))
        return self.height

    def paint(self, painter: QPainter, clip: QRect, marks: Marks) -> None:
        shop, place = self.workshop, self.piece.place
        stand = Stand(self._left, self._baseline, mirrored=False)
        paint_around(painter, shop, place, QRect(0, 0, self._width, self.height), stand)
        if self._words is not None:
            self._words.paint(painter, self._left, 0, clip, marks)
        elif self._box is not None:
            self._paint_formula(painter, self._box, marks)

    def place_at(self, x: int, y: int) -> int:
        if self._words is not None:
            return self._words.place_at(x - self._left, y)
        is_behind = y > self._frame.bottom() or (
            y >= self._frame.top() and x >= self._frame.center().x()
        )
        return len(self.text) if is_behind else 0

    def caret(self, place: int) -> QRect:
        if self._words is not None:
            return self._words.caret(place).translated(self._left, 0)
        frame = self._frame
        x = frame.left() if place < len(self.text) else frame.right() + 1
        return QRect(x, frame.top(), 1, frame.height())

    def line_at(self, place: int) -> Span:
        return (0, len(self.text)) if self._words is None else self._words.line_at(place)

    def scroll_sideways(self, pixels: int) -> bool:
        return self._told(self._sideways.move(pixels))

    def press(self, x: int, y: int) -> bool:
        return self._told(self._sideways.grip(x, y))

    def drag(self, x: int) -> bool:
        """Move the scroll bar that the last `press` took hold of; whether it did."""
        return self._told(self._sideways.drag(x))

    def _ask(self) -> Box | None:
        boxes = self.workshop.boxes
        return None if boxes is None else boxes.block(self.piece.source, told=self._known)

    def _known(self) -> None:
        """The formula is drawn, or it is certain that it cannot be; `fit` takes it up."""
        self._is_stale = self._ask() is not None
        if self._is_stale:
            self.workshop.changed.emit(self, True)

    def _paint_formula(self, painter: QPainter, box: Box, marks: Marks) -> None:
        frame, color = self._frame, self.workshop.formats.color
        grounds = [(hit, "hit") for hit in marks.hits]
        if marks.selection is not None:
            grounds.insert(0, (marks.selection, "selection"))
        if marks.hit is not None:
            grounds.append((marks.hit, "hit_now"))
        for (start, end), token in grounds:
            if start < end:
                painter.fillRect(frame, color(token))
        painter.save()
        if self._sideways.reach:
            painter.setClipRect(frame)
        box.paint(painter, frame.left() - self._sideways.offset, self._baseline)
        painter.restore()
        self._sideways.paint(painter, marks.pointer)

    def _told(self, moved: bool) -> bool:
        if moved:
            self.workshop.changed.emit(self, False)
        return moved
