"""One message laid out as far as it was looked at: the parts above, its blocks, the parts below.

Everything in it stands in a slot, one below the other; a slot's height includes the distance to the
one above. What was not on the screen yet has a guessed height and, if it is text, no block.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect

from scout_desktop.chat.markdown.pieces import Line
from scout_desktop.ui.theme.tokens import SIZES
from scout_desktop.ui.transcript.area.layout.heights import Heights
from scout_desktop.ui.transcript.blocks.block import Block
from scout_desktop.ui.transcript.blocks.gaps import gap_above
from scout_desktop.ui.transcript.blocks.make import make_block
from scout_desktop.ui.transcript.blocks.text.text import TextBlock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scout_desktop.chat.markdown.pieces import Change, Piece
    from scout_desktop.chat.message import Node
    from scout_desktop.ui.transcript.area.layout.estimate import Estimate
    from scout_desktop.ui.transcript.area.part import Part
    from scout_desktop.ui.transcript.blocks.workshop import Workshop

_SHARE = 0.8
"""Of the column, for a user's bubble at most."""
_SHORT = 40
"""Pieces of a bubble up to which it is as narrow as its longest line."""


class Sheet:
    """The slots of one message. A user's stands at the right, on a ground of its own."""

    def __init__(
        self,
        node: Node,
        workshop: Workshop,
        estimate: Estimate,
        *,
        pieces: Sequence[Piece],
        head: Sequence[Part] = (),
        tail: Sequence[Part] = (),
    ) -> None:
        self.node = node
        self.pieces = list(pieces)
        self.bubble = node.role == "user"
        self._workshop, self._estimate = workshop, estimate
        self.head, self.tail = list(head), list(tail)
        """The parts above and below the text."""
        self._blocks: list[Block | None] = [None] * len(self.pieces)
        self._width = 0
        self._text = (0, 0)
        self._gaps: list[int] = []
        self._measured = bytearray()
        self._heights = Heights()

    @property
    def first(self) -> int:
        """The slot of the first piece."""
        return len(self.head)

    @property
    def height(self) -> int:
        """Pixels of all slots, as far as they are known."""
        return self._heights.total

    @property
    def width(self) -> int:
        """Pixels it was fitted for."""
        return self._width

    def __len__(self) -> int:
        return len(self._gaps)

    def fit(self, width: int) -> None:
        """Take a width; what was measured for another one is only a guess now."""
        if width == self._width:
            return
        known = bool(self._width) and len(self._heights) == len(self._gaps)
        self._width = width
        self._text = self._text_place(width)
        self._gaps = self._all_gaps()
        self._measured = bytearray(len(self._gaps))
        if not known:
            self._heights = Heights(self._guess(slot) for slot in range(len(self._gaps)))

    def block_at(self, slot: int) -> Block | Part:
        """Return the block of a slot, made if it was not there."""
        piece = slot - len(self.head)
        if piece < 0:
            return self.head[slot]
        if piece >= len(self._blocks):
            return self.tail[piece - len(self._blocks)]
        block = self._blocks[piece]
        if block is None:
            block = self._blocks[piece] = make_block(self._workshop, self.pieces[piece])
        return block

    def measure(self, slot: int) -> int:
        """Lay a slot out and return its height in pixels, the distance above it included."""
        if not self._measured[slot]:
            block = self.block_at(slot)
            self._heights[slot] = self._gaps[slot] + block.fit(self._place(slot)[1])
            self._measured[slot] = 1
        return self._heights[slot]

    def look(self, slot: int, top: int, bottom: int) -> int:
        """Lay out what of a measured slot is between these heights of it.

        Returns by how many pixels what is below `top` moved in it.
        """
        block, gap = self.block_at(slot), self._gaps[slot]
        if not isinstance(block, Block):
            return 0
        moved = block.settle(top - gap, bottom - gap)
        self._heights[slot] = gap + block.height
        return moved

    def slot_of(self, block: Block) -> int | None:
        """Return the slot of a block, None if it is not one of this sheet."""
        try:
            return self.first + self._blocks.index(block)
        except ValueError:
            return None

    def forget(self, slot: int) -> None:
        """Measure a slot again when it is next looked at."""
        self._measured[slot] = 0

    def is_measured(self) -> bool:
        """Whether no height of it is a guess."""
        return 0 not in self._measured

    def top(self, slot: int) -> int:
        """Return where a slot begins, in pixels from the message's top."""
        return self._heights.before(slot)

    def slot_at(self, y: int) -> int:
        """Return the slot that so many pixels from the message's top fall into."""
        return self._heights.find(y)

    def box(self, slot: int) -> QRect:
        """Return where a measured slot's block is, in the message's pixels."""
        left, width = self._place(slot)
        gap = self._gaps[slot]
        return QRect(left, self.top(slot) + gap, width, self._heights[slot] - gap)

    def bars_above(self, slot: int) -> tuple[int, int]:
        """Return how many bars of quotes run through the distance above a slot, and its pixels."""
        piece = slot - self.first
        if not 0 < piece < len(self.pieces):
            return 0, 0
        around = self.pieces[piece].place.quotes, self.pieces[piece - 1].place.quotes
        return min(around), self._gaps[slot]

    def bubble_box(self) -> QRect | None:
        """Return the ground behind a user's text, in the message's pixels."""
        if not self.bubble or not self._blocks:
            return None
        px = self._workshop.theme.px
        side, edge = px(SIZES.s4), px(SIZES.s3)
        left, width = self._text
        last = self.first + len(self._blocks)
        top = self.top(self.first) + self._gaps[self.first] - edge
        return QRect(left - side, top, width + 2 * side, self.top(last) + edge - top)

    def apply(self, change: Change) -> int:
        """Take what became of its pieces and return the first slot that is not as it was."""
        at = first = self.first + change.kept
        if change.growth is not None:
            grown = self.block_at(first)
            assert isinstance(grown, Block)  # it has a piece
            grown.grow(change.growth)
            self._measured[first] = 0
            at += 1
        old = self._blocks[at - self.first :]
        del self._blocks[at - self.first :]
        del self.pieces[at - self.first :]
        self._shorten(at)
        for number, piece in enumerate(change.fresh):
            self.pieces.append(piece)
            block = old[number] if number < len(old) else None
            if isinstance(block, TextBlock) and isinstance(piece, Line):
                block.show(piece)
                self._blocks.append(block)
            else:
                self._blocks.append(None)
            self._add(at + number)
        for slot in range(at + len(change.fresh), at + len(change.fresh) + len(self.tail)):
            self._add(slot)
        return first

    def fresh(self, slot: int) -> int:
        """Return how many pixels of a slot look as before its block grew."""
        block = self.block_at(slot)
        return self._gaps[slot] + block.fresh if isinstance(block, Block) and block.fresh else 0

    def replace_tail(self, tail: Sequence[Part]) -> None:
        """Put other parts below the text."""
        for block in self.tail:
            block.put_away()
        self.tail = list(tail)
        if self._width:
            last = self.first + len(self._blocks)
            self._shorten(last)
            for slot in range(last, last + len(self.tail)):
                self._add(slot)

    def put_away(self) -> None:
        """Take every widget of it off the screen."""
        for block in (*self.head, *self.tail):
            block.put_away()

    def _shorten(self, slots: int) -> None:
        self._heights.keep(slots)
        del self._gaps[slots:]
        del self._measured[slots:]

    def _add(self, slot: int) -> None:
        self._gaps.append(self._gap(slot))
        self._measured.append(0)
        self._heights.append(self._guess(slot))

    def _guess(self, slot: int) -> int:
        piece = slot - self.first
        if 0 <= piece < len(self.pieces):
            return self._gaps[slot] + self._estimate.piece(self.pieces[piece], self._text[1])
        return self._gaps[slot] + self.block_at(slot).height

    def _all_gaps(self) -> list[int]:
        count = len(self.head) + len(self._blocks) + len(self.tail)
        return [self._gap(slot) for slot in range(count)]

    def _gap(self, slot: int) -> int:
        """Pixels between a slot's block and the one above."""
        px, piece = self._workshop.theme.px, slot - self.first
        edge = px(SIZES.s3) if self.bubble and self._blocks else 0
        if piece < 0:
            return 0
        if piece >= len(self.pieces):
            behind = piece - len(self.pieces)
            return (edge if behind == 0 else 0) + px(self.tail[behind].gap)
        if piece == 0:
            return edge + (px(SIZES.s1) if self.head else 0)
        if self.bubble:
            return 0
        return px(gap_above(self.pieces[piece], self.pieces[piece - 1]))

    def _place(self, slot: int) -> tuple[int, int]:
        """From where and how wide a slot's block is."""
        if self.first <= slot < self.first + len(self._blocks):
            return self._text
        return 0, self._width

    def _text_place(self, width: int) -> tuple[int, int]:
        if not self.bubble:
            return 0, width
        side = self._workshop.theme.px(SIZES.s4)
        inner = int(width * _SHARE) - 2 * side
        if len(self.pieces) <= _SHORT:
            natural = 1
            for piece in range(len(self.pieces)):
                block = self.block_at(self.first + piece)
                if isinstance(block, TextBlock):
                    natural = max(natural, block.natural_width)
            inner = min(inner, natural)
        return width - side - inner, inner
