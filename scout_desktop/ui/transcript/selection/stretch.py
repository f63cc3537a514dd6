"""The stretch of the chat that is selected: from where it was begun to where it was carried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from scout_desktop.chat.markdown.plain import piece_text
from scout_desktop.ui.transcript.selection.ground import Spot

if TYPE_CHECKING:
    from scout_desktop.ui.transcript.blocks.block import Span
    from scout_desktop.ui.transcript.selection.ground import Ground


class Stretch(QObject):
    """Two spots of a ground; nothing is selected while they are the same, or none."""

    changed = Signal()

    def __init__(self, ground: Ground, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ground = ground
        self.anchor: Spot | None = None
        """Where it was begun; stays when it is carried further."""
        self.head: Spot | None = None
        """Where it was carried to."""
        self._ends: tuple[Spot, Spot] | None = None

    @property
    def ends(self) -> tuple[Spot, Spot] | None:
        """Its first and last spot in reading order; None while nothing is selected."""
        return self._ends

    def put(self, anchor: Spot, head: Spot) -> None:
        """Select from one spot to another."""
        if (anchor, head) == (self.anchor, self.head):
            return
        self.anchor, self.head = anchor, head
        self._tell()

    def clear(self) -> bool:
        """Select nothing; whether something was."""
        was = self._ends is not None
        self.anchor = self.head = None
        if was:
            self._tell()
        return was

    def span_in(self, message: int, block: int) -> Span | None:
        """Return what is selected in the text of a block; costs the same in any stretch."""
        if self._ends is None:
            return None
        (first, first_block, start), (last, last_block, end) = self._ends
        here = (message, block)
        if not (first, first_block) <= here <= (last, last_block):
            return None
        length = len(self.ground.block(message, block).text)
        start = start if here == (first, first_block) else 0
        end = min(end, length) if here == (last, last_block) else length
        return (start, end) if start < end else None

    def _tell(self) -> None:
        anchor, head = self.anchor, self.head
        self._ends = None
        if anchor is not None and head is not None and anchor != head:
            self._ends = (anchor, head) if anchor < head else (head, anchor)
        self.ground.repaint_text()
        self.changed.emit()


def text_at(ground: Ground, spot: Spot) -> str:
    """Return the text of the block that a spot is in; nothing is laid out for it."""
    pieces = ground.pieces(spot.message)
    return piece_text(pieces[spot.block]) if spot.block < len(pieces) else ""


def show(ground: Ground, spot: Spot) -> None:
    """Bring a spot into sight, also within code or a table that is moved sideways."""
    if spot.block < len(ground.pieces(spot.message)):
        ground.block(spot.message, spot.block).reveal(spot.place)
    ground.reveal(spot)


def beginning(message: int) -> Spot:
    """Return the first spot of a message."""
    return Spot(message, 0, 0)


def ending(ground: Ground, message: int) -> Spot:
    """Return the last spot of a message."""
    pieces = ground.pieces(message)
    if not pieces:
        return Spot(message, 0, 0)
    return Spot(message, len(pieces) - 1, len(piece_text(pieces[-1])))


def block_after(ground: Ground, spot: Spot) -> Spot | None:
    """Return the beginning of the next block, of a later message if need be."""
    if spot.block + 1 < len(ground.pieces(spot.message)):
        return Spot(spot.message, spot.block + 1, 0)
    for message in range(spot.message + 1, len(ground.nodes)):
        if ground.pieces(message):
            return Spot(message, 0, 0)
    return None


def block_before(ground: Ground, spot: Spot) -> Spot | None:
    """Return the end of the block before, of an earlier message if need be."""
    if spot.block > 0:
        block = min(spot.block, len(ground.pieces(spot.message))) - 1
        return Spot(spot.message, block, len(piece_text(ground.pieces(spot.message)[block])))
    for message in range(spot.message - 1, -1, -1):
        if ground.pieces(message):
            return ending(ground, message)
    return None
