"""What is selected in a chat: the area hands on its events and asks what to paint.

press, move, release, double_click   mouse events of the viewport
key                                  key presses of the area
span_in                              for painting
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence

from scout_desktop.ui.transcript.selection.clipboard import put_on_clipboard, put_on_primary
from scout_desktop.ui.transcript.selection.copying import copying, joined, portions
from scout_desktop.ui.transcript.selection.keys import Keys
from scout_desktop.ui.transcript.selection.mouse import Mouse
from scout_desktop.ui.transcript.selection.stretch import Stretch, beginning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtGui import QKeyEvent, QMouseEvent
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.transcript.blocks.block import Span
    from scout_desktop.ui.transcript.selection.clipboard import Kind
    from scout_desktop.ui.transcript.selection.ground import Ground


class Selection(QObject):
    """One for an area. Every method that takes an event says whether it was for it."""

    changed = Signal(bool)
    """Whether anything is selected now."""

    def __init__(
        self, ground: Ground, viewport: QWidget, later: Callable[[Iterator[object]], None]
    ) -> None:
        """`later` does an iterator's work in slices of idle time (`Workshop.later`)."""
        super().__init__(viewport)
        self._ground, self._later = ground, later
        self._stretch = Stretch(ground, self)
        self._mouse, self._keys = Mouse(self._stretch, viewport), Keys(self._stretch)
        self._stretch.changed.connect(self._tell)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is selected."""
        return self._stretch.ends is None

    @property
    def is_short(self) -> bool:
        """Whether something is selected, and all of it in one block."""
        ends = self._stretch.ends
        return ends is not None and ends[0][:2] == ends[1][:2]

    def span_in(self, message: int, block: int) -> Span | None:
        """Return what is selected in the text of a block."""
        return self._stretch.span_in(message, block)

    def press(self, event: QMouseEvent) -> bool:
        """A mouse button went down on text or beside it."""
        self._keys.forget_goal()
        return self._mouse.press(event)

    def double_click(self, event: QMouseEvent) -> bool:
        """The second press of a double click."""
        self._keys.forget_goal()
        return self._mouse.double_click(event)

    def move(self, event: QMouseEvent) -> bool:
        """The pointer moved, with the button held or not."""
        return self._mouse.move(event)

    def release(self, event: QMouseEvent) -> bool:
        """The button went up; whether something was selected, so that it was no click."""
        selected = self._mouse.release(event)
        if selected and self._stretch.ends is not None:
            put_on_primary(portions(self._ground, *self._stretch.ends))
        return selected

    def key(self, event: QKeyEvent) -> bool:
        """A key was pressed: Shift and arrows, Ctrl+A, Ctrl+C, Escape."""
        if event.matches(QKeySequence.StandardKey.Copy):
            return self.copy()
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            return self.clear()
        return self._keys.press(event)

    def begin_at(self, message: int) -> None:
        """Let the next Shift and arrow begin at this message, if nothing is selected."""
        if self.is_empty and message < len(self._ground.nodes):
            self._stretch.put(beginning(message), beginning(message))

    def select_all(self) -> None:
        """Select the whole chat."""
        self._keys.select_all()

    def clear(self) -> bool:
        """Select nothing; whether something was."""
        self._mouse.let_go()
        return self._stretch.clear()

    def keep_before(self, message: int) -> None:
        """From this index on there are other messages now: drop a selection that touches them."""
        spots = (self._stretch.anchor, self._stretch.head)
        if any(spot is not None and spot.message >= message for spot in spots):
            self.clear()

    def text(self) -> str:
        """Return what is selected as plain text; of a big selection it takes long."""
        if self._stretch.ends is None:
            return ""
        return joined(tuple(copying(portions(self._ground, *self._stretch.ends)))).plain

    def copy(self, kind: Kind = "rich") -> bool:
        """Put what is selected on the clipboard; whether anything was.

        `rich` is plain text and HTML, `plain` only the words, `markdown` the source as plain text.
        """
        if self._stretch.ends is None:
            return False
        put_on_clipboard(portions(self._ground, *self._stretch.ends), kind, self._later)
        return True

    def _tell(self) -> None:
        self.changed.emit(not self.is_empty)
