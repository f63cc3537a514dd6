"""Where the messages of an area are: in the branch, on the screen, and which has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAccessibleInterface

    from scout_desktop.chat.message import Node
    from scout_desktop.ui.transcript.area.area import MessageArea
    from scout_desktop.ui.transcript.voice.names import Names


class Places:
    """What one item answers from; knows messages by their place in the branch."""

    def __init__(self, area: MessageArea, names: Names) -> None:
        self.area, self.names = area, names
        self.is_alive = True
        """False once the area is gone: then nothing may be asked of it."""
        self._nodes: Sequence[Node] = ()
        self._places: dict[str, int] = {}

    @property
    def list(self) -> QAccessibleInterface:
        """The list that they are in."""
        return QAccessible.queryAccessibleInterface(self.area)

    def place_of(self, node_id: str) -> int | None:
        """Return where in the branch a message is."""
        if not self.is_alive:
            return None
        nodes = self.area.chat.nodes
        if nodes is not self._nodes:
            self._nodes = nodes
            self._places = {node.id: place for place, node in enumerate(nodes)}
        return self._places.get(node_id)

    def is_in_view(self, place: int) -> bool:
        """Whether any of a message can be seen."""
        return self.area.isVisible() and not self.visible_rect(place).isEmpty()

    def rect_of(self, place: int) -> QRect:
        """Return where a message is in the screen's pixels: what is seen of it, if any is."""
        seen = self.visible_rect(place)
        whole = seen if not seen.isEmpty() else self._whole_rect(place)
        return whole.translated(self.area.viewport().mapToGlobal(QPoint(0, 0)))

    def visible_rect(self, place: int) -> QRect:
        """Return what is seen of a message, in the viewport's pixels; empty if nothing is."""
        shown = self.area.chat.settling.shown
        if not shown or not shown[0].message <= place <= shown[-1].message:
            return QRect()
        return self._whole_rect(place).intersected(self.area.viewport().rect())

    def focused_place(self) -> int | None:
        """Return the place of the message that has the keyboard focus."""
        focused = self.area.focused
        if focused is None or not self.area.hasFocus():
            return None
        return self.place_of(focused)

    def _whole_rect(self, place: int) -> QRect:
        """Where a message is in the viewport, as far as heights are known."""
        chat, count = self.area.chat, len(self.area.chat.nodes)
        top = chat.settling.message_y(place)
        below = chat.settling.message_y(place + 1) if place + 1 < count else None
        height = chat.stack.height - chat.stack.message_top(place) if below is None else below - top
        return QRect(self.area.left, top, chat.stack.width, max(height, 1))
