"""The area as the ground that selecting, searching and reading aloud stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect

from scout_desktop.ui.transcript.area.layout.stack import Slot
from scout_desktop.ui.transcript.blocks.block import Block
from scout_desktop.ui.transcript.selection.ground import Spot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scout_desktop.chat.markdown.pieces import Piece
    from scout_desktop.chat.message import Node
    from scout_desktop.ui.transcript.area.scroller import Scroller


class AreaGround:
    """Is a `selection.ground.Ground` over an area."""

    def __init__(self, area: Scroller) -> None:
        self._area, self._chat = area, area.chat

    @property
    def nodes(self) -> Sequence[Node]:
        """The messages of the branch shown."""
        return self._chat.nodes

    def pieces(self, message: int) -> Sequence[Piece]:
        """The pieces of a message's text."""
        return self._chat.pieces(message)

    def block(self, message: int, block: int) -> Block:
        """The block of one piece, laid out."""
        sheet = self._chat.stack.sheet(message)
        if block >= len(sheet.pieces):
            # A long text that is being taken apart elsewhere is wanted now.
            node = sheet.node
            self._area.give_pieces(node.id, node.text, tuple(self._chat.pieces(message)))
            sheet = self._chat.stack.sheet(message)
            # What grows may have fewer pieces than a moment ago.
            block = min(block, len(sheet.pieces) - 1)
        before = sheet.height
        self._chat.stack.measure(Slot(message, sheet.first + block))
        if sheet.height != before:
            # It is above the view perhaps, and moves the tops in a message that is in view.
            self._chat.settling.look(self._area.viewport().height())
        found = sheet.block_at(sheet.first + block)
        assert isinstance(found, Block)  # pieces have blocks, only parts have not
        return found

    def hit(self, point: QPoint) -> tuple[Spot, Block, QPoint] | None:
        """Return the block at a point, the spot of its beginning, and the point within it."""
        under = self._chat.slot_under(point)
        if under is None:
            return None
        at, box = under
        sheet = self._chat.stack.sheet(at.message)
        block = sheet.block_at(at.slot)
        inside = point - box.translated(self._area.left, 0).topLeft()
        if not isinstance(block, Block) or not QRect(QPoint(0, 0), box.size()).contains(inside):
            return None
        return Spot(at.message, at.slot - sheet.first, 0), block, inside

    def spot_at(self, point: QPoint) -> Spot:
        """The spot nearest to a point of the viewport."""
        shown = self._chat.settling.shown
        if not shown:
            return Spot(0, 0, 0)
        message, y = shown[0]
        for each, top in shown:
            if top > point.y():
                break
            message, y = each, top
        sheet = self._chat.stack.sheet(message)
        if not sheet.pieces:
            return Spot(message, 0, 0)
        last = sheet.first + len(sheet.pieces) - 1
        slot = min(max(sheet.slot_at(point.y() - y), sheet.first), last)
        block = self.block(message, slot - sheet.first)
        inside = point - sheet.box(slot).translated(self._area.left, y).topLeft()
        return Spot(message, slot - sheet.first, block.place_at(inside.x(), inside.y()))

    def caret(self, spot: Spot) -> QRect:
        """Where a spot is in the viewport's pixels."""
        sheet = self._chat.stack.sheet(spot.message)
        if not sheet.pieces:
            return QRect(self._area.left, self._chat.settling.message_y(spot.message), 1, 1)
        caret = self.block(spot.message, spot.block).caret(spot.place)
        box = sheet.box(sheet.first + spot.block)
        y = self._chat.settling.message_y(spot.message)
        return caret.translated(box.topLeft()).translated(self._area.left, y)

    def reveal(self, spot: Spot) -> None:
        """Bring a spot into sight."""
        sheet = self._chat.stack.sheet(spot.message)
        if not sheet.pieces:
            return
        slot = Slot(spot.message, sheet.first + spot.block)
        block = self.block(spot.message, spot.block)
        block.reveal(spot.place)
        caret = block.caret(spot.place)
        above = sheet.box(slot.slot).y() - sheet.top(slot.slot)
        self._area.bring(slot, above + caret.y(), caret.height())

    def scroll_by(self, pixels: int) -> None:
        """Scroll as the wheel would."""
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.value() + pixels)

    def repaint_text(self) -> None:
        """What is laid over the text has changed."""
        self._area.viewport().update()
