"""Where the reader is, and how everything around that place finds its height without moving it.

The reader's place is a slot and where its top stands in the view. Settling lays out what fills the
view from there, downwards and upwards, so the place itself never moves; only what the scroll bar
says of the rest does. While it follows, the place is the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scout_desktop.ui.transcript.area.layout.stack import Slot

if TYPE_CHECKING:
    from scout_desktop.ui.transcript.area.layout.stack import Stack


class Shown(NamedTuple):
    """A message in the view, its top so many pixels from the view's."""

    message: int
    y: int


class Settling:
    """Keeps the place over a stack; `view`, `top` and `bottom` are pixels."""

    def __init__(self, stack: Stack, top: int, bottom: int) -> None:
        """`top` and `bottom` are kept free above the first and below the last message."""
        self.following = True
        self.shown: tuple[Shown, ...] = ()
        """What is in the view after `settle`, from top to bottom."""
        self._stack, self._top, self._bottom = stack, top, bottom
        self._at = Slot(0, 0)
        self._y = top

    @property
    def place(self) -> tuple[Slot, int]:
        """The slot at the top of the view, and where its top stands in the view."""
        return self._at, self._y

    @property
    def height(self) -> int:
        """Pixels of the whole, free ends included."""
        return self._stack.height + self._top + self._bottom

    @property
    def value(self) -> int:
        """How many pixels are above the view."""
        if not self._stack.nodes:
            return 0
        return max(self._top + self._stack.top(self._at) - self._y, 0)

    def y_of(self, at: Slot) -> int:
        """Return where a slot's top stands in the view, as far as heights are known."""
        return self._y + self._stack.top(at) - self._stack.top(self._at)

    def message_y(self, message: int) -> int:
        """Return where a message's top stands in the view, as far as heights are known."""
        return self._y + self._stack.message_top(message) - self._stack.top(self._at)

    def stand(self, at: Slot, y: int) -> None:
        """Be where this slot's top stands `y` pixels below the top of the view."""
        self._at, self._y = at, y

    def stand_at(self, value: int) -> None:
        """Be where so many pixels are above the view, as far as heights are known."""
        at = self._stack.slot_at(value - self._top)
        self._at, self._y = at, self._top + self._stack.top(at) - value

    def move(self, pixels: int) -> None:
        """Scroll by so many pixels; what is in the view moves by exactly these."""
        self._y -= pixels

    def settle(self, view: int) -> None:
        """Lay out what fills a view of this height."""
        stack = self._stack
        if not stack.nodes:
            self.shown = ()
            return
        message = min(self._at.message, len(stack.nodes) - 1)
        self._at = Slot(message, min(self._at.slot, len(stack.sheet(message)) - 1))
        if self.following:
            self._from_the_end(view)
        else:
            self._from_the_place(view)
        self.look(view)

    def bottom_of(self, view: int) -> bool:
        """Whether the end of the chat is in the view."""
        return self.value >= self.height - view - 1

    def _from_the_end(self, view: int) -> None:
        stack, at = self._stack, self._stack.last()
        y = self._above(at, view - self._bottom, view)
        while y > 0:
            above = stack.previous(at)
            if above is None:
                y = min(y, self._top)
                break
            at = above
            y = self._above(at, y, view)
        self._at, self._y = at, y
        self._skip()

    def _above(self, at: Slot, bottom: int, view: int) -> int:
        """Lay out a slot whose bottom stands at `bottom` and return where its top stands."""
        height = self._stack.measure(at)
        self._stack.look(at, height - bottom, height - bottom + view)
        return bottom - self._stack.measure(at)

    def _from_the_place(self, view: int) -> None:
        stack = self._stack
        stack.measure(self._at)
        while self._y > 0:
            above = stack.previous(self._at)
            if above is None:
                self._y = min(self._y, self._top)
                break
            self._at = above
            self._y -= stack.measure(above)
        self._skip()
        if not self._fill(view):
            self._from_the_end(view)

    def _skip(self) -> None:
        """Let the place be the first slot that is in the view."""
        stack = self._stack
        while self._y < 0:
            height = stack.measure(self._at)
            below = stack.next(self._at)
            if self._y + height > 0 or below is None:
                return
            self._at = below
            self._y += height

    def _fill(self, view: int) -> bool:
        """Lay out down to the bottom of the view; False when the chat ends above it."""
        stack, at = self._stack, self._at
        stack.measure(at)
        # Rows above the view that find their height must not move those in it.
        self._y -= stack.look(at, -self._y, view - self._y)
        bottom = self._y + stack.measure(at)
        while bottom < view:
            below = stack.next(at)
            if below is None:
                return bottom >= view - self._bottom
            at = below
            stack.measure(at)
            stack.look(at, 0, view - bottom)
            bottom += stack.measure(at)
        return True

    def look(self, view: int) -> None:
        """Take down which messages are in the view, and where; heights above it may be new."""
        stack, found = self._stack, []
        offset = self._y - stack.top(self._at)
        message = self._at.message
        while message < len(stack.nodes):
            y = offset + stack.message_top(message)
            if y >= view:
                break
            found.append(Shown(message, y))
            message += 1
        self.shown = tuple(found)
