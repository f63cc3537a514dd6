"""The chat that is shown: its branch as a stack of sheets, the growing reply, the place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QPoint, QRect, Signal

from scout_desktop.chat.markdown.flatten import pieces_of, written_lines
from scout_desktop.ui.theme.tokens import SIZES
from scout_desktop.ui.transcript.area.layout.estimate import Estimate
from scout_desktop.ui.transcript.area.layout.growth import Growth
from scout_desktop.ui.transcript.area.layout.settling import Settling
from scout_desktop.ui.transcript.area.layout.sheet import Sheet
from scout_desktop.ui.transcript.area.layout.stack import Slot, Stack
from scout_desktop.ui.transcript.area.part import Part
from scout_desktop.ui.transcript.area.parts import (
    FooterPart,
    Hands,
    PendingPart,
    PicturesPart,
    WaitingPart,
    outcome_part,
)
from scout_desktop.ui.transcript.parts.facts import affordable_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scout_desktop.chat.conversation import Conversation
    from scout_desktop.chat.markdown.pieces import Piece
    from scout_desktop.chat.message import Node
    from scout_desktop.ui.transcript.blocks.workshop import Workshop
    from scout_desktop.ui.transcript.pictures.gallery import Gallery

LONG = 30_000
"""Letters from which on a text is taken apart off the GUI thread: 15 ms of work."""


class Grown(NamedTuple):
    """What a look at a growing reply changed."""

    slot: Slot
    """The first that is not as it was."""
    at_its_end: bool
    """It grew at its end: what it looks like so far may stand."""


class ShownChat(QObject):
    """Holds what the area shows, whatever its size and place on the screen."""

    pieces_wanted = Signal(str, str)
    """(id, text): this long text is to be taken apart; answered by `give_pieces`."""
    growth_due = Signal()

    def __init__(self, workshop: Workshop, gallery: Gallery, hands: Hands) -> None:
        super().__init__(workshop)
        self.workshop, self._gallery, self._hands = workshop, gallery, hands
        self.conversation: Conversation | None = None
        self.growth: Growth | None = None
        self.smooth = False
        """Whether replies from now on are shown twice as often."""
        self._ready: dict[str, tuple[str, tuple[Piece, ...]]] = {}
        """Long texts by their messages' ids, and what was made of them."""
        self._siblings: dict[str, tuple[str, ...]] = {}
        self._begin_look()

    def _begin_look(self) -> None:
        px = self.workshop.theme.px
        self.stack = Stack(Estimate(self.workshop.theme), self._make, px(SIZES.s3))
        self.settling = Settling(self.stack, px(SIZES.s6), px(SIZES.s4))

    @property
    def nodes(self) -> Sequence[Node]:
        """The messages of the branch shown."""
        return self.stack.nodes

    def take(self, conversation: Conversation) -> int:
        """Show a chat; of the one that is shown already only what changed is made anew.

        Returns how many messages, from the first on, are the same as before.
        """
        before, self.conversation = self.conversation, conversation
        branch = conversation.branch
        old = self.stack.nodes
        same = 0
        if before is not None and before.id == conversation.id:
            for one, other in zip(old, branch, strict=False):
                if one is not other and one.id != other.id:
                    break
                same += 1
        else:
            self.end_growth()
            self._ready.clear()
            self._siblings.clear()
            self.settling.following = True
        self.stack.show(branch, same)
        if self.growth is not None:
            self.stack.pinned = self.index_of(self.growth.reply_id)
        for index, sheet in list(self.stack.sheets):
            node = branch[index]
            growing = self.growth is not None and self.growth.reply_id == node.id
            moved = self._siblings.get(node.id) != self._versions(node)
            if not growing and (moved or (sheet.node is not node and sheet.node != node)):
                self.stack.drop(index)
        return same

    def restyle(self) -> None:
        """Begin anew in another look; the reader's place stays."""
        following, (at, y) = self.settling.following, self.settling.place
        nodes, width = self.stack.nodes, self.stack.width
        self.stack.clear()
        self._begin_look()
        self.stack.fit(width)
        self.stack.show(nodes, 0)
        self.settling.following = following
        self.settling.stand(at, y)
        if self.growth is not None:
            # Its pieces know no look: only their blocks are made anew.
            self.stack.pinned = self.index_of(self.growth.reply_id)

    def begin(self, reply_id: str, since: float) -> None:
        """A reply of the branch shown is on its way."""
        self.end_growth()
        growth = self.growth = Growth(reply_id, since, self, smooth=self.smooth)
        growth.due.connect(self.growth_due)
        index = self.stack.pinned = self.index_of(reply_id)
        if index is not None:
            self.stack.drop(index)
            if self.nodes[index].text:
                growth.add(0, self.nodes[index].text)

    def show_growth(self) -> Grown | None:
        """Take over what has arrived; return the first slot that is not as it was."""
        growth = self.growth
        index = None if growth is None else self.index_of(growth.reply_id)
        if growth is None or index is None or not growth.length:
            return None
        sheet = self.stack.sheet(index)
        change = growth.pieces.settle()
        if growth.pieces.pieces and isinstance(sheet.tail[0], WaitingPart):
            sheet.replace_tail(sheet.tail[1:])
        first = sheet.apply(change)
        self.stack.refresh(index)
        return Grown(Slot(index, first), change.growth is not None)

    def end(self, conversation: Conversation) -> None:
        """The reply has ended, and this is how the chat stands."""
        growth = self.growth
        self.end_growth()
        index = None if growth is None else self.index_of(growth.reply_id)
        sheet = None if index is None else self.stack.known(index)
        if growth is not None and index is not None and sheet is not None:
            node = conversation.nodes.get(growth.reply_id)
            if node is not None and growth.length and node.text == growth.pieces.text():
                # What stands there is what it says: a long reply is not laid out a second time.
                if isinstance(sheet.tail[0], WaitingPart):
                    sheet.replace_tail(sheet.tail[1:])
                sheet.apply(growth.pieces.end())
                sheet.pieces = list(growth.pieces.pieces)
                sheet.node = node
                if growth.length >= LONG:
                    self._ready[node.id] = node.text, growth.pieces.pieces
                sheet.replace_tail(self._ending(node))
                self.stack.refresh(index)
            else:
                self.stack.drop(index)
        self.take(conversation)

    def end_growth(self) -> None:
        """No reply is on its way in what is shown."""
        if self.growth is not None:
            self.growth.stop()
            self.growth.deleteLater()
            self.growth = self.stack.pinned = None

    def waiting(self) -> WaitingPart | None:
        """The line that waits for the first word, if there is one."""
        index = None if self.growth is None else self.index_of(self.growth.reply_id)
        if index is None:
            return None
        part = self.stack.sheet(index).tail[0]
        return part if isinstance(part, WaitingPart) else None

    def footer(self, message: int) -> FooterPart | None:
        """The quiet row under a message that has a sheet."""
        sheet = self.stack.known(message)
        part = sheet.tail[-1] if sheet is not None and sheet.tail else None
        return part if isinstance(part, FooterPart) else None

    def index_of(self, node_id: str) -> int | None:
        """Return where in the branch a node is."""
        nodes = self.stack.nodes
        for index in range(len(nodes) - 1, -1, -1):
            if nodes[index].id == node_id:
                return index
        return None

    def pieces(self, message: int) -> Sequence[Piece]:
        """Return the pieces of a message, taken apart now if they were not."""
        node, sheet = self.nodes[message], self.stack.known(message)
        if self.growth is not None and node.id == self.growth.reply_id:
            return self.growth.pieces.pieces
        if sheet is not None and sheet.pieces:
            return sheet.pieces
        ready = self._pieces_of(node)
        return _taken_apart(node) if ready is None else ready

    def give_pieces(self, node_id: str, text: str, pieces: tuple[Piece, ...]) -> None:
        """Take what was made of a long text off the GUI thread, unless it says another one now."""
        index = self.index_of(node_id)
        if index is not None and self.nodes[index].text == text:
            self._ready[node_id] = text, pieces
            self.stack.drop(index)

    def slot_under(self, point: QPoint) -> tuple[Slot, QRect] | None:
        """Return the slot at a point of the column in the view, and where its block is there."""
        for message, y in self.settling.shown:
            sheet = self.stack.sheet(message)
            if y <= point.y() < y + sheet.height:
                slot = sheet.slot_at(point.y() - y)
                return Slot(message, slot), sheet.box(slot).translated(0, y)
        return None

    def _make(self, index: int) -> Sheet:
        node = self.nodes[index]
        self._siblings[node.id] = self._versions(node)
        head: list[Part] = []
        growing = self.growth is not None and self.growth.reply_id == node.id
        if growing and self.growth is not None:
            pieces: Sequence[Piece] = self.growth.pieces.pieces
        elif node.role == "user" or len(node.text) < LONG:
            pieces = _taken_apart(node)
        else:
            found = self._pieces_of(node)
            if found is None:
                self.pieces_wanted.emit(node.id, node.text)
                height = self.stack.estimate.message(node, self.stack.width)
                pending = PendingPart(self.workshop, height)
                return Sheet(node, self.workshop, self.stack.estimate, pieces=(), tail=(pending,))
            pieces = found
        if node.images:
            head.append(PicturesPart(self.workshop, self._gallery, node))
        return Sheet(
            node, self.workshop, self.stack.estimate,
            pieces=pieces, head=head, tail=self._ending(node),
        )  # fmt: skip

    def _pieces_of(self, node: Node) -> tuple[Piece, ...] | None:
        """What was made of a long text, if it is the one that the message has now."""
        found = self._ready.get(node.id)
        return found[1] if found is not None and found[0] == node.text else None

    def _ending(self, node: Node) -> list[Part]:
        """What stands below a message's text."""
        below: list[Part] = []
        if self.growth is not None and self.growth.reply_id == node.id:
            if not self.growth.pieces.pieces:
                waiting = WaitingPart(self.workshop, self.growth.since)
                waiting.show_comments(self.growth.comments)
                below.append(waiting)
        elif node.role != "user":
            afford = f"afford {affordable_of(node)}"
            outcome = outcome_part(self.workshop, self._hands, node, afford)
            below += [] if outcome is None else [outcome]
        below.append(FooterPart(self.workshop, self._hands, node, self._versions(node)))
        return below

    def _versions(self, node: Node) -> tuple[str, ...]:
        chat = self.conversation
        if chat is None or node.id not in chat.nodes:
            return (node.id,)
        return tuple(each.id for each in chat.siblings(node.id))


def _taken_apart(node: Node) -> tuple[Piece, ...]:
    if node.role == "user":
        return written_lines(node.text) if node.text else ()
    return pieces_of(node.text)
