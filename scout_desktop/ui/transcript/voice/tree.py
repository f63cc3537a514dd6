"""The area as assistive technology sees it: a list, its messages, and the widgets between them.

Items are made when a client asks for them and live as long as their message is shown. Qt holds
them by their address: whoever makes one keeps it here, and it goes only through `let_go`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from scout_desktop.ui.transcript.voice.item import MessageItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scout_desktop.chat.message import Node
    from scout_desktop.ui.transcript.area.area import MessageArea
    from scout_desktop.ui.transcript.voice.names import Names


class MessageTree(QAccessibleWidget):
    """The list "Messages": an item for each message, then the viewport with its widgets."""

    def __init__(self, area: MessageArea, names: Names) -> None:
        super().__init__(area, QAccessible.Role.List, "Messages")
        self.area = area
        self.names = names
        self.is_alive = True
        """False once the area is gone: then nothing may be asked of it."""
        self._items: dict[str, MessageItem] = {}
        self._nodes: Sequence[Node] = ()
        self._places: dict[str, int] = {}

    @property
    def made(self) -> Iterable[MessageItem]:
        """The items that somebody asked for."""
        return tuple(self._items.values())

    def place_of(self, node_id: str) -> int | None:
        """Return where in the branch a message is."""
        if not self.is_alive:
            return None
        nodes = self.area.chat.nodes
        if nodes is not self._nodes:
            self._nodes = nodes
            self._places = {node.id: place for place, node in enumerate(nodes)}
        return self._places.get(node_id)

    def item(self, place: int) -> MessageItem:
        """Return the item of the message at this place."""
        id = self.area.chat.nodes[place].id
        item = self._items.get(id)
        if item is None:
            item = self._items[id] = MessageItem(self, id)
            QAccessible.registerAccessibleInterface(item)
        return item

    def known(self, node_id: str) -> MessageItem | None:
        """Return the item of a message if somebody asked for it."""
        return self._items.get(node_id)

    def let_go(self, item: MessageItem) -> None:
        """Forget an item, and have Qt forget it."""
        if self._items.get(item.node_id) is item:
            del self._items[item.node_id]
        QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(item))

    def is_in_view(self, place: int) -> bool:
        """Whether any of a message can be seen."""
        return self.area.isVisible() and not self._visible_rect(place).isEmpty()

    def rect_of(self, place: int) -> QRect:
        """Return where a message is in the screen's pixels: what is seen of it, if any is."""
        seen = self._visible_rect(place)
        whole = seen if not seen.isEmpty() else self._whole_rect(place)
        return whole.translated(self.area.viewport().mapToGlobal(QPoint(0, 0)))

    def focused_place(self) -> int | None:
        """Return the place of the message that has the keyboard focus."""
        focused = self.area.focused
        if focused is None or not self.area.hasFocus():
            return None
        return self.place_of(focused)

    def childCount(self) -> int:
        return len(self.area.chat.nodes) + 1 if self.is_alive else 0

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # None for a wrong index
        count = self.childCount()
        if not 0 <= index < count:
            return None
        if index == count - 1:
            return QAccessible.queryAccessibleInterface(self.area.viewport())
        return self.item(index)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        if isinstance(child, MessageItem):
            place = child.place()
            return -1 if place is None else place
        if self.is_alive and child is not None and child.object() is self.area.viewport():
            return self.childCount() - 1
        return -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]  # None beside all
        viewport = self.area.viewport()
        point = viewport.mapFromGlobal(QPoint(x, y))
        if not viewport.rect().contains(point):
            return None
        if viewport.childAt(point) is not None:
            return QAccessible.queryAccessibleInterface(viewport)
        for place, _y in self.area.chat.settling.shown:
            if self._visible_rect(place).contains(point):
                return self.item(place)
        return None

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]  # None without focus
        place = self.focused_place()
        return super().focusChild() if place is None else self.item(place)

    def text(self, t: QAccessible.Text) -> str:
        if t == QAccessible.Text.Description:
            count = len(self.area.chat.nodes)
            return f"{count:,} message{'' if count == 1 else 's'}"
        return super().text(t)

    def state(self) -> QAccessible.State:
        state = super().state()
        # Only one thing has the focus: where a message has it, the list has not.
        if self.focused_place() is not None:
            state.focused = False
        return state

    def _whole_rect(self, place: int) -> QRect:
        """Where a message is in the viewport, as far as heights are known."""
        chat, count = self.area.chat, len(self.area.chat.nodes)
        top = chat.settling.message_y(place)
        below = chat.settling.message_y(place + 1) if place + 1 < count else None
        height = chat.stack.height - chat.stack.message_top(place) if below is None else below - top
        return QRect(self.area.left, top, chat.stack.width, max(height, 1))

    def _visible_rect(self, place: int) -> QRect:
        shown = self.area.chat.settling.shown
        if not shown or not shown[0].message <= place <= shown[-1].message:
            return QRect()
        return self._whole_rect(place).intersected(self.area.viewport().rect())
