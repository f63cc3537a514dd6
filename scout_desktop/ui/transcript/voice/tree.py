"""The area as assistive technology sees it: a list, its messages, and the widgets between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from scout_desktop.ui.transcript.voice.item import MessageItem

if TYPE_CHECKING:
    from scout_desktop.ui.transcript.area.area import MessageArea
    from scout_desktop.ui.transcript.voice.messages import Messages


class MessageTree(QAccessibleWidget):
    """The list "Messages": an item for each message, then the viewport with its widgets.

    Qt may ask for more than one in an area's life; they all answer the same, from `Messages`.
    """

    def __init__(self, area: MessageArea, messages: Messages) -> None:
        super().__init__(area, QAccessible.Role.List, "Messages")
        self._area, self._messages = area, messages

    def childCount(self) -> int:
        return len(self._area.chat.nodes) + 1 if self._messages.is_alive else 0

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # None for a wrong index
        count = self.childCount()
        if not 0 <= index < count:
            return None
        if index == count - 1:
            return QAccessible.queryAccessibleInterface(self._area.viewport())
        return self._messages.item(index)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        if isinstance(child, MessageItem):
            place = child.place()
            place = child.left_from if place is None else place
            return -1 if place is None else place
        if (
            self._messages.is_alive
            and child is not None
            and child.object() is self._area.viewport()
        ):
            return self.childCount() - 1
        return -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]  # None beside all
        viewport = self._area.viewport()
        point = viewport.mapFromGlobal(QPoint(x, y))
        if not viewport.rect().contains(point):
            return None
        if viewport.childAt(point) is not None:
            return QAccessible.queryAccessibleInterface(viewport)
        for place, _y in self._area.chat.settling.shown:
            if self._messages.visible_rect(place).contains(point):
                return self._messages.item(place)
        return None

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]  # None without focus
        place = self._messages.focused_place()
        return super().focusChild() if place is None else self._messages.item(place)

    def text(self, t: QAccessible.Text) -> str:
        if t == QAccessible.Text.Description:
            count = len(self._area.chat.nodes)
            return f"{count:,} message{'' if count == 1 else 's'}"
        return super().text(t)

    def state(self) -> QAccessible.State:
        state = super().state()
        # Only one thing has the focus: where a message has it, the list has not.
        if self._messages.focused_place() is not None:
            state.focused = False
        return state
