"""The branch on the screen as a stack of messages: their heights, and sheets for those near.

Pixels of the stack count from the top of the first message. A message that was never near has a
guessed height; the sheets of those that were are kept up to a number, the rest is forgotten.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

from scout_desktop.ui.transcript.area.layout.heights import Heights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scout_desktop.chat.message import Node
    from scout_desktop.ui.transcript.area.layout.estimate import Estimate
    from scout_desktop.ui.transcript.area.layout.sheet import Sheet
    from scout_desktop.ui.transcript.blocks.block import Block

_KEPT = 120
"""Sheets: some screens of short messages in each direction."""


class Slot(NamedTuple):
    """One slot of one message."""

    message: int
    slot: int


class Stack:
    """Knows where every message is; asks `make` for the sheet of one that is looked at."""

    def __init__(self, estimate: Estimate, make: Callable[[int], Sheet], gap: int) -> None:
        """`gap` pixels stand between two messages."""
        self.estimate = estimate
        self.nodes: Sequence[Node] = ()
        self._make, self._gap = make, gap
        self.width = 1
        """Pixels of the column."""
        self.pinned: int | None = None
        """A message whose sheet is never forgotten: the one that grows."""
        self._rows = Heights()
        self._sheets: OrderedDict[int, Sheet] = OrderedDict()

    @property
    def height(self) -> int:
        """Pixels of all messages."""
        return max(self._rows.total - self._gap, 0) if len(self._rows) else 0

    @property
    def sheets(self) -> Iterator[tuple[int, Sheet]]:
        """The sheets there are, with the indexes of their messages."""
        return iter(self._sheets.items())

    def show(self, nodes: Sequence[Node], same: int) -> None:
        """Take another branch, of which the first `same` messages stand as they were."""
        for index in [index for index in self._sheets if index >= same]:
            self._sheets.pop(index).put_away()
        self.nodes = nodes
        self._rows.keep(same)
        if same:
            for node in nodes[same:]:
                self._rows.append(self._guess(node))
        else:
            gap = self._gap
            self._rows = Heights(
                height + gap for height in self.estimate.messages(nodes, self.width)
            )

    def fit(self, width: int) -> None:
        """Take a width; only what is seen is laid out anew."""
        self.width = width

    def guess_again(self) -> None:
        """Guess the heights of all that is not laid out for the present width."""
        for index, sheet in self._sheets.items():
            if sheet.width != self.width:
                sheet.fit(self.width)
                self._rows[index] = sheet.height + self._gap
        kept = self._sheets
        self._rows = Heights(
            self._rows[index] if index in kept else self._guess(node)
            for index, node in enumerate(self.nodes)
        )

    def sheet(self, message: int) -> Sheet:
        """Return the sheet of a message, fitted to the width."""
        found = self._sheets.get(message)
        if found is None:
            found = self._sheets[message] = self._make(message)
        if found.width != self.width:
            found.fit(self.width)
            self._rows[message] = found.height + self._gap
        return found

    def known(self, message: int) -> Sheet | None:
        """Return the sheet of a message if there is one."""
        return self._sheets.get(message)

    def drop(self, message: int) -> None:
        """Make the sheet of a message anew when it is next looked at."""
        if message in self._sheets:
            self._sheets.pop(message).put_away()

    def measure(self, at: Slot) -> int:
        """Lay a slot out and return its height; with the first of a message comes its distance."""
        sheet = self.sheet(at.message)
        before = sheet.height
        height = sheet.measure(at.slot)
        if sheet.height != before:
            self._rows[at.message] = sheet.height + self._gap
        return height + (self._gap if at.slot == 0 and at.message else 0)

    def look(self, at: Slot, top: int, bottom: int) -> int:
        """Lay out what of a measured slot is between two heights of it; see `Sheet.look`."""
        sheet = self.sheet(at.message)
        before, gap = sheet.height, self._gap if at.slot == 0 and at.message else 0
        moved = sheet.look(at.slot, top - gap, bottom - gap)
        if sheet.height != before:
            self._rows[at.message] = sheet.height + self._gap
        return moved

    def refresh(self, message: int) -> None:
        """Take over the height of a sheet that was changed."""
        self._rows[message] = self._sheets[message].height + self._gap

    def top(self, at: Slot) -> int:
        """Return where a slot begins, the distance to the message above included."""
        above = self._rows.before(at.message)
        if at.slot == 0:
            return above - (self._gap if at.message else 0)
        return above + self.sheet(at.message).top(at.slot)

    def message_top(self, message: int) -> int:
        """Return where a message begins."""
        return self._rows.before(message)

    def slot_at(self, y: int) -> Slot:
        """Return the slot at so many pixels from the top."""
        message = self._rows.find(y)
        return Slot(message, self.sheet(message).slot_at(y - self._rows.before(message)))

    def next(self, at: Slot) -> Slot | None:
        """Return the slot below."""
        if at.slot + 1 < len(self.sheet(at.message)):
            return Slot(at.message, at.slot + 1)
        return Slot(at.message + 1, 0) if at.message + 1 < len(self.nodes) else None

    def previous(self, at: Slot) -> Slot | None:
        """Return the slot above."""
        if at.slot:
            return Slot(at.message, at.slot - 1)
        if not at.message:
            return None
        return Slot(at.message - 1, len(self.sheet(at.message - 1)) - 1)

    def last(self) -> Slot:
        """Return the last slot of all; there must be a message."""
        message = len(self.nodes) - 1
        return Slot(message, len(self.sheet(message)) - 1)

    def slot_of(self, block: Block) -> Slot | None:
        """Return where a block is; None for one that was forgotten."""
        for index, sheet in self._sheets.items():
            slot = sheet.slot_of(block)
            if slot is not None:
                return Slot(index, slot)
        return None

    def forget_far(self, first: int, last: int) -> None:
        """Keep the sheets from `first` to `last` and as many around as may be kept."""
        for index in range(first, last + 1):
            if index in self._sheets:
                self._sheets.move_to_end(index)
        if self.pinned is not None and self.pinned in self._sheets:
            self._sheets.move_to_end(self.pinned)
        while len(self._sheets) > max(_KEPT, last - first + 2):
            index, sheet = next(iter(self._sheets.items()))
            if sheet.is_measured():
                self.estimate.learn(sheet.node, self.width, sheet.height)
            sheet.put_away()
            del self._sheets[index]

    def clear(self) -> None:
        """Forget every sheet; the heights stay as guesses."""
        for sheet in self._sheets.values():
            sheet.put_away()
        self._sheets.clear()

    def _guess(self, node: Node) -> int:
        return self.estimate.message(node, self.width) + self._gap
