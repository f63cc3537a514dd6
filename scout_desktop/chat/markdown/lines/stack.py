"""The boxes that are open around a line, outermost first, and the marks that wait for a piece."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from scout_desktop.chat.markdown.pieces import Mark, Place

from .boxes import Item, ListBox, Note
from .raw import RawLine
from .signs import TASK

if TYPE_CHECKING:
    from .boxes import Box
    from .cursor import Cursor
    from .raw import Raw
    from .signs import ItemSign

ANY: Final = "any"
"""A list of any kind stays open."""
_MARKED: Final = (Item, Note)
_BULLET: Final = Mark()
_place = lru_cache(maxsize=512)(Place)
"""Most pieces of a text stand where others do."""


class Stack:
    """Opens and closes boxes; pieces that only carry a mark go to `out`."""

    def __init__(self, out: list[Raw]) -> None:
        self._out = out
        self.boxes: list[Box] = []
        self.blank_above = False
        """The line above is blank."""

    def fork(self, out: list[Raw]) -> Stack:
        """Return one that can be changed without this one."""
        fork = Stack(out)
        fork.boxes = [box.copy() for box in self.boxes]
        fork.blank_above = self.blank_above
        return fork

    def holds(self, cursor: Cursor) -> int:
        """Return to how many boxes the line belongs; their signs are read."""
        for count, box in enumerate(self.boxes):
            if not box.holds(cursor):
                return count
        return len(self.boxes)

    def push_item(self, sign: ItemSign, width: int) -> None:
        """Open an item, and a list if none is open here."""
        around = self.boxes[-1] if self.boxes else None
        if not isinstance(around, ListBox):
            quotes, depth = self.inside()
            around = ListBox(quotes, depth + 1, sign.kind, sign.number or 0)
            self.push(around)
        mark = _BULLET if sign.number is None else Mark(around.number)
        around.number += 1
        item = Item(around.quotes, around.depth, mark, width, tight=not self.blank_above)
        self.blank_above = False
        self.boxes.append(item)

    def without_task(self, words: str) -> str:
        """Take the box to tick off the words of an item and put it on the item's mark."""
        box = self.boxes[-1] if self.boxes else None
        if isinstance(box, Item) and box.waiting and (task := TASK.match(words)):
            box.mark = replace(box.mark, done=task.group(1) != " ")
            return words[task.end() :]
        return words

    def inside(self) -> tuple[int, int]:
        """Return how many quotes and lists are around."""
        box = self.boxes[-1] if self.boxes else None
        return (box.quotes, box.depth) if box else (0, 0)

    def begin(self) -> Place:
        """Return the place of a leaf that begins here."""
        quotes, depth = self.inside()
        if self.boxes and isinstance(self.boxes[-1], Item):
            self.boxes[-1].begun = True
        tight = depth > 0 and not self.blank_above
        self.blank_above = False
        return _place(quotes, depth, None, tight)

    def push(self, box: Box) -> None:
        """Open a box."""
        if self.boxes and isinstance(self.boxes[-1], Item):
            self.boxes[-1].begun = True
        self.boxes.append(box)

    def close_to(self, count: int, keep_list: str = "") -> None:
        """Close all boxes but the first `count`, and a list of another kind than `keep_list`."""
        while len(self.boxes) > count:
            box = self.boxes[-1]
            if isinstance(box, _MARKED) and box.waiting:
                self._close_empty(box)
            self.boxes.pop()
        box_above = self.boxes[-1] if self.boxes else None
        if isinstance(box_above, ListBox) and keep_list not in (box_above.kind, ANY):
            self.boxes.pop()

    def _close_empty(self, box: Item | Note) -> None:
        """Show an item or a footnote in which nothing stands."""
        tight = box.tight if isinstance(box, Item) else False
        place = Place(box.quotes, box.depth, tight=tight)
        self._out.append(RawLine("", 0, self.marked(place, takes_mark=True)))

    def marked(self, place: Place, *, takes_mark: bool = False) -> Place:
        """Give a piece the marks that wait for one; those it cannot take get a line of their own.

        Only the innermost item's mark can stand on a piece, and only on a line of text.
        """
        waiting: list[Item | Note] = [
            box for box in self.boxes if isinstance(box, _MARKED) and box.waiting
        ]
        if not waiting:
            return place
        items = [box for box in waiting if isinstance(box, Item)]
        mark, tight, note, number = place.mark, place.tight, "", 0
        for box in waiting:
            box.waiting = False
            if isinstance(box, Note):
                note, number = box.label, box.number
            elif takes_mark and box is items[-1]:
                mark, tight = box.mark, box.tight
            else:
                at = Place(box.quotes, box.depth, box.mark, box.tight, note, number)
                self._out.append(RawLine("", 0, at))
                note, number = "", 0
        return _place(place.quotes, place.depth, mark, tight, note, number)
