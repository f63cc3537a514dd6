"""The messages that somebody asked about, each with the item that answers for it.

Items are made when a client asks for them and live as long as their message is shown. Qt holds
them by their address: whoever makes one keeps it here, and it goes only through `let_go`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAccessible
from shiboken6 import Shiboken

from scout_desktop.ui.transcript.voice.item import MessageItem
from scout_desktop.ui.transcript.voice.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scout_desktop.ui.transcript.area.area import MessageArea
    from scout_desktop.ui.transcript.voice.names import Names


class Messages(Places):
    """What the list answers from."""

    def __init__(self, area: MessageArea, names: Names) -> None:
        super().__init__(area, names)
        self._items: dict[str, MessageItem] = {}

    @property
    def made(self) -> Iterable[MessageItem]:
        """The items that somebody asked for."""
        return tuple(self._items.values())

    def item(self, place: int) -> MessageItem:
        """Return the item of the message at this place."""
        id = self.area.chat.nodes[place].id
        item = self._items.get(id)
        if item is None:
            item = self._items[id] = MessageItem(self, id)
            QAccessible.registerAccessibleInterface(item)
        return item

    def let_go(self, item: MessageItem) -> None:
        """Forget an item, and have Qt forget it."""
        if self._items.get(item.node_id) is item:
            del self._items[item.node_id]
        if Shiboken.isValid(item):
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(item))
