"""One message as assistive technology sees it: a list item with its whole text for a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QWindow
from shiboken6 import Shiboken

from scout_desktop.ui.transcript.voice.actions import MessageActions

if TYPE_CHECKING:
    from scout_desktop.ui.transcript.voice.places import Places

_NOTHING = Shiboken.VoidPtr(0)


class MessageItem(QAccessibleInterface):
    """Answers for the message with this id, wherever in the branch it is."""

    def __init__(self, places: Places, node_id: str) -> None:
        super().__init__()
        self.node_id = node_id
        self.left_from: int | None = None
        """Where it was, while Qt is told that it is no longer there."""
        self._places = places
        self._actions = MessageActions(places.area, places.names, self.place)
        self._cast = Shiboken.VoidPtr(Shiboken.getCppPointer(self._actions)[0])

    def place(self) -> int | None:
        """Where in the branch it is; None once it is not shown any more."""
        return self._places.place_of(self.node_id)

    def isValid(self) -> bool:
        # Qt passes nothing on about an item that is not valid, its end neither.
        return self.place() is not None or self.left_from is not None

    def object(self) -> QObject | None:  # type: ignore[override]  # None: no QObject stands behind it
        return None

    def window(self) -> QWindow | None:  # type: ignore[override]  # None before the window is shown
        return self._places.area.window().windowHandle() if self._places.is_alive else None

    def parent(self) -> QAccessibleInterface:
        return self._places.list

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # none
        return None

    def childCount(self) -> int:
        return 0

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]  # none
        return None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def text(self, t: QAccessible.Text) -> str:
        place = self.place()
        if place is None:
            return ""
        if t == QAccessible.Text.Name:
            return self._places.names.name(place)
        if t == QAccessible.Text.Description:
            return f"Message {place + 1:,} of {len(self._places.area.chat.nodes):,}"
        return ""

    def setText(self, t: QAccessible.Text, text: str) -> None:
        """Nothing of a message can be written."""

    def rect(self) -> QRect:
        place = self.place()
        return QRect() if place is None else self._places.rect_of(place)

    def state(self) -> QAccessible.State:
        state, place = QAccessible.State(), self.place()
        if place is None:
            state.invalid = True
            return state
        state.focusable = state.readOnly = state.multiLine = True
        state.focused = self._places.focused_place() == place
        state.offscreen = not self._places.is_in_view(place)
        state.busy = self._places.names.is_growing(place)
        return state

    def interface_cast(self, t: QAccessible.InterfaceType) -> Shiboken.VoidPtr:  # type: ignore[override]  # the stub says int, which would be taken for a pointer to the int
        return self._cast if t == QAccessible.InterfaceType.ActionInterface else _NOTHING
