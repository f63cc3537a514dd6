"""What selecting and searching stand on: the chat on the screen as messages, blocks and places."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QPoint, QRect

    from scout_desktop.chat.markdown.pieces import Piece
    from scout_desktop.chat.message import Node
    from scout_desktop.ui.transcript.blocks.block import Block


class Spot(NamedTuple):
    """A place between two characters of the chat; spots compare in reading order."""

    message: int
    """Index in the branch shown."""
    block: int
    """Index among the message's pieces."""
    place: int
    """Code points from the beginning of the block's text."""


class Ground(Protocol):
    """The area that shows a chat; indexes count from the first message of the branch shown."""

    @property
    def nodes(self) -> Sequence[Node]:
        """The messages of the branch shown."""

    def pieces(self, message: int) -> Sequence[Piece]:
        """The pieces of a message's text, parsed if they are not yet; nothing is laid out."""

    def block(self, message: int, block: int) -> Block:
        """The block of one piece, laid out at the column's present width."""

    def spot_at(self, point: QPoint) -> Spot:
        """The spot nearest to a point of the viewport, also where there is no text."""

    def caret(self, spot: Spot) -> QRect:
        """Where a spot is in the viewport's pixels (outside of it when it is not in sight)."""

    def reveal(self, spot: Spot) -> None:
        """Bring a spot into sight with as little movement as can be."""

    def scroll_by(self, pixels: int) -> None:
        """Scroll as the wheel would."""

    def repaint_text(self) -> None:
        """What is laid over the text has changed; paint it again."""
