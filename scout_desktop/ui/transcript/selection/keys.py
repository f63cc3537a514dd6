"""Selecting with the keyboard: Shift and an arrow carries the end of the stretch through the chat.

The keys are those of the platform's text fields.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QKeySequence

from scout_desktop.chat.markdown.clean import is_right_to_left
from scout_desktop.chat.markdown.pieces import CodePiece
from scout_desktop.ui.transcript.selection.ground import Spot
from scout_desktop.ui.transcript.selection.stretch import (
    beginning,
    block_after,
    block_before,
    ending,
    show,
    text_at,
)
from scout_desktop.ui.transcript.selection.units import (
    letter_after,
    letter_before,
    word_after,
    word_before,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from scout_desktop.ui.transcript.selection.stretch import Stretch

_KEY = QKeySequence.StandardKey


class Keys:
    """Carries a stretch by key."""

    def __init__(self, stretch: Stretch) -> None:
        self._stretch, self._ground = stretch, stretch.ground
        self._goal: int | None = None
        """Where rows are entered on the way up and down, in the viewport's pixels."""
        self._moves = (
            (_KEY.SelectNextChar, lambda spot: self._sideways(spot, 1, letters=True)),
            (_KEY.SelectPreviousChar, lambda spot: self._sideways(spot, -1, letters=True)),
            (_KEY.SelectNextWord, lambda spot: self._sideways(spot, 1, letters=False)),
            (_KEY.SelectPreviousWord, lambda spot: self._sideways(spot, -1, letters=False)),
            (_KEY.SelectStartOfLine, lambda spot: self._row_end(spot, 0)),
            (_KEY.SelectEndOfLine, lambda spot: self._row_end(spot, 1)),
            (_KEY.SelectStartOfBlock, self._block_start),
            (_KEY.SelectEndOfBlock, self._block_end),
            (_KEY.SelectStartOfDocument, lambda _spot: beginning(0)),
            (_KEY.SelectEndOfDocument, lambda _spot: self._last()),
        )
        self._rows = ((_KEY.SelectNextLine, 1), (_KEY.SelectPreviousLine, -1))

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key stands for; whether it stands for anything here."""
        if not self._ground.nodes:
            return False
        for key, step in self._rows:
            if event.matches(key):
                self._carry(self._vertically(self._head(), step))
                return True
        for key, move in self._moves:
            if event.matches(key):
                self._goal = None
                self._carry(move(self._head()))
                return True
        if event.matches(_KEY.SelectAll):
            self.select_all()
            return True
        return False

    def select_all(self) -> None:
        """Select from the first message to the end of the last; neither is brought into sight."""
        if self._ground.nodes:
            self._stretch.put(beginning(0), self._last())

    def forget_goal(self) -> None:
        """Rows are entered where the stretch ends now."""
        self._goal = None

    def _last(self) -> Spot:
        return ending(self._ground, len(self._ground.nodes) - 1)

    def _head(self) -> Spot:
        head = self._stretch.head
        return self._ground.spot_at(QPoint(0, 0)) if head is None else self._inside(head)

    def _inside(self, spot: Spot) -> Spot:
        """A text that grows may have been taken apart otherwise since."""
        spot = spot._replace(
            block=min(spot.block, max(len(self._ground.pieces(spot.message)) - 1, 0))
        )
        return spot._replace(place=min(spot.place, len(text_at(self._ground, spot))))

    def _carry(self, to: Spot) -> None:
        anchor = self._stretch.anchor
        self._stretch.put(self._head() if anchor is None else anchor, to)
        show(self._ground, to)

    def _sideways(self, spot: Spot, step: int, *, letters: bool) -> Spot:
        """Go on by a letter or a word, to the left or right as the paragraph runs."""
        text = text_at(self._ground, spot)
        if self._runs_left(spot, text):
            step = -step
        if step > 0:
            if spot.place >= len(text):
                return block_after(self._ground, spot) or spot
            place = letter_after(text, spot.place) if letters else word_after(text, spot.place)
        else:
            if spot.place <= 0:
                return block_before(self._ground, spot) or spot
            place = letter_before(text, spot.place) if letters else word_before(text, spot.place)
        return spot._replace(place=place)

    def _runs_left(self, spot: Spot, text: str) -> bool:
        if text.isascii() or isinstance(self._ground.pieces(spot.message)[spot.block], CodePiece):
            return False
        return is_right_to_left(text)

    def _row_end(self, spot: Spot, end: int) -> Spot:
        if not self._ground.pieces(spot.message):
            return spot
        row = self._ground.block(spot.message, spot.block).line_at(spot.place)
        text = text_at(self._ground, spot)
        place = row[end]
        # The end of a row that was broken is where the next one begins: stay before the space.
        if end and row[0] < place < len(text) and text[place - 1] in " \n\t":
            place -= 1
        return spot._replace(place=place)

    def _block_start(self, spot: Spot) -> Spot:
        if spot.place > 0:
            return spot._replace(place=0)
        before = block_before(self._ground, spot)
        return spot if before is None else before._replace(place=0)

    def _block_end(self, spot: Spot) -> Spot:
        end = len(text_at(self._ground, spot))
        if spot.place >= end:
            after = block_after(self._ground, spot)
            if after is None:
                return spot
            return after._replace(place=len(text_at(self._ground, after)))
        return spot._replace(place=end)

    def _vertically(self, spot: Spot, step: int) -> Spot:
        """Go to the row below (1) or above (-1), at the height of the same column."""
        if not self._ground.pieces(spot.message):
            return self._neighbour(spot, step) or spot
        if self._goal is None:
            self._goal = self._ground.caret(spot).x()
        within = self._within(spot, step)
        if within is not None:
            return within
        other = self._neighbour(spot, step)
        if other is None:
            return spot._replace(place=len(text_at(self._ground, spot)) if step > 0 else 0)
        block = self._ground.block(other.message, other.block)
        x = self._column(other)
        return other._replace(place=block.place_at(x, 0 if step > 0 else block.height - 1))

    def _within(self, spot: Spot, step: int) -> Spot | None:
        block = self._ground.block(spot.message, spot.block)
        caret, x = block.caret(spot.place), self._column(spot)
        stride = max(caret.height() // 2, 2)
        y = caret.bottom() + 1 if step > 0 else caret.top() - 1
        while 0 <= y < block.height:
            place = block.place_at(x, y)
            row = block.caret(place)
            if row.top() > caret.top() if step > 0 else row.top() < caret.top():
                return spot._replace(place=place)
            y += step * stride
        return None

    def _column(self, spot: Spot) -> int:
        """Return where the goal is in a block's own pixels."""
        block = self._ground.block(spot.message, spot.block)
        left = self._ground.caret(spot).x() - block.caret(spot.place).x()
        return (self._goal or 0) - left

    def _neighbour(self, spot: Spot, step: int) -> Spot | None:
        return block_after(self._ground, spot) if step > 0 else block_before(self._ground, spot)
