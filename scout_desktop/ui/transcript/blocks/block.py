"""What every block of a message is to the transcript: something with a height that paints itself.

A block is one `Piece` laid out. It is no widget: a chat of ten thousand messages keeps a few dozen
of them. Coordinates are pixels from the block's own top left corner; the block gets the column's
whole width and sets itself in as its `Place` says. Places in its text are counted in code points of
`text`, which is `piece_text(piece)`: what a reader sees and copies, without marks of Qt's or ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from scout_desktop.chat.markdown.pieces import CodeGrowth, Piece, TableGrowth
    from scout_desktop.ui.transcript.blocks.workshop import Workshop

Span = tuple[int, int]
"""From and to, `to` not included."""


class Marks(NamedTuple):
    """What is laid over the text of one block while it is painted."""

    selection: Span | None = None
    hits: Sequence[Span] = ()
    """What the search found, in order."""
    hit: Span | None = None
    """The one of `hits` that the search stands at."""
    pointer: tuple[int, int] | None = None
    """Where the pointer is, if it is over this block."""


NO_MARKS = Marks()


class Zone(NamedTuple):
    """Something under the pointer that is more than text."""

    kind: str
    """`link`, `picture`, `button`, or `note` for the reference to a footnote."""
    tip: str
    """The whole address of a link, the name of a button; plain text."""
    address: str = ""
    """A link's address as the model wrote it, for `open_url` alone; a footnote's number."""


class Block:
    """One piece, laid out. Everything is called on the GUI thread."""

    def __init__(self, workshop: Workshop, piece: Piece) -> None:
        self.workshop = workshop
        self.piece = piece
        self.height = 0
        """Pixels, as the last `fit` found it."""
        self.fresh = 0
        """From how many pixels below its top it looks another way since the last `grow`."""

    def fit(self, width: int) -> int:
        """Lay out in `width` pixels and return the height in pixels; quick if nothing changed."""
        raise NotImplementedError

    def settle(self, top: int, bottom: int) -> int:
        """Lay out what is between these heights, if it was not; `height` may be another one now.

        Returns by how many pixels what is wholly below `top` moved.
        """
        return 0

    def grow(self, growth: CodeGrowth | TableGrowth) -> None:
        """Take what came at the end of code or a table; costs what is new, not what is there."""
        raise NotImplementedError

    def paint(self, painter: QPainter, clip: QRect, marks: Marks) -> None:
        """Paint what lies within `clip`; the painter stands at the block's top left corner."""
        raise NotImplementedError

    @property
    def text(self) -> str:
        """Its words, as they are selected, searched and copied."""
        return ""

    def place_at(self, x: int, y: int) -> int:
        """Return the place in `text` nearest to a point (0 to len(text))."""
        return 0

    def caret(self, place: int) -> QRect:
        """Return where a place in `text` is: a rectangle as tall as its line."""
        return QRect(0, 0, 1, self.height)

    def line_at(self, place: int) -> Span:
        """Return the row on the screen that a place is in."""
        return 0, len(self.text)

    def zone_at(self, x: int, y: int) -> Zone | None:
        """Return what at this point is more than text."""
        return None

    def press(self, x: int, y: int) -> bool:
        """Do what a click at this point does by itself (a copy button); whether it did anything."""
        return False

    def scroll_sideways(self, pixels: int) -> bool:
        """Move what is wider than the column by so many pixels; whether it can be moved at all."""
        return False

    def drag(self, x: int) -> bool:
        """Go on with what `press` took hold of, to this point; whether it holds on to anything."""
        return False

    def reveal(self, place: int) -> bool:
        """Bring a place into sight within the block, sideways; whether anything moved."""
        return False
