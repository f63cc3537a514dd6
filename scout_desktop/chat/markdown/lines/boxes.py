"""What other blocks stand in, while it is open: quotes, lists, their items, and footnotes.

A box says of each line whether the line still belongs to it, and reads its own sign off the line.
Boxes are small, as they are copied whenever a growing text is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from scout_desktop.chat.markdown.pieces import Mark

    from .cursor import Cursor


@dataclass(slots=True, eq=False, repr=False)
class Quote:
    """`>` in front of every line."""

    quotes: int
    depth: int

    def holds(self, cursor: Cursor) -> bool:
        """Whether the line begins with `>`; it is read with one space."""
        if cursor.indent > 3 or cursor.blank or cursor.line[cursor.next] != ">":
            return False
        cursor.skip_to_next()
        cursor.skip(1)
        cursor.skip_one_space()
        return True

    def copy(self) -> Quote:
        """Return one that can be changed without this one."""
        return Quote(self.quotes, self.depth)


@dataclass(slots=True, eq=False, repr=False)
class ListBox:
    """Items of one kind; `number` is that of the next item."""

    quotes: int
    depth: int
    kind: str
    number: int

    def holds(self, cursor: Cursor) -> bool:
        """Always: its items decide."""
        return True

    def copy(self) -> ListBox:
        """Return one that can be changed without this one."""
        return ListBox(self.quotes, self.depth, self.kind, self.number)


@dataclass(slots=True, eq=False, repr=False)
class Item:
    """What is set in by `width` columns behind a mark."""

    quotes: int
    depth: int
    mark: Mark
    width: int
    tight: bool
    waiting: bool = True
    """No piece has taken the mark yet."""
    begun: bool = False

    def holds(self, cursor: Cursor) -> bool:
        """Whether the line is blank or set in far enough."""
        if cursor.blank:
            cursor.skip_to_next()
            return self.begun
        if cursor.indent < self.width:
            return False
        cursor.skip(self.width)
        return True

    def copy(self) -> Item:
        """Return one that can be changed without this one."""
        return Item(
            self.quotes, self.depth, self.mark, self.width, self.tight, self.waiting, self.begun
        )


@dataclass(slots=True, eq=False, repr=False)
class Note:
    """The text of a footnote, set in by four columns."""

    quotes: int
    depth: int
    label: str
    number: int
    waiting: bool = True

    def holds(self, cursor: Cursor) -> bool:
        """Whether the line is blank or set in."""
        if cursor.blank:
            cursor.skip_to_next()
            return True
        if cursor.indent < 4:
            return False
        cursor.skip(4)
        return True

    def copy(self) -> Note:
        """Return one that can be changed without this one."""
        return Note(self.quotes, self.depth, self.label, self.number, self.waiting)


Box: TypeAlias = Quote | ListBox | Item | Note
