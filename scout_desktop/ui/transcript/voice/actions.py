"""What can be done with a message without a pointer: focus, read, copy its code and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessibleActionInterface

from scout_desktop.ui.transcript.blocks.code.code import CodeBlock
from scout_desktop.ui.transcript.blocks.table.table import TableBlock

if TYPE_CHECKING:
    from collections.abc import Callable

    from scout_desktop.ui.transcript.area.area import MessageArea
    from scout_desktop.ui.transcript.voice.names import Names

READ = "Read as text"


def copy_piece(area: MessageArea, message: int, piece: int) -> None:
    """Put a code block or table on the clipboard, as the button beside it does."""
    block = area.ground.block(message, piece)
    if isinstance(block, CodeBlock):
        block.copy_code()
    elif isinstance(block, TableBlock):
        block.copy_table()


class MessageActions(QAccessibleActionInterface):
    """The actions of one message; `place` tells where in the branch it is, None when it left."""

    def __init__(self, area: MessageArea, names: Names, place: Callable[[], int | None]) -> None:
        super().__init__()
        self._area, self._names, self._place = area, names, place

    def actionNames(self) -> list[str]:
        place = self._place()
        if place is None:
            return []
        return [self.setFocusAction(), READ, *self._names.copies(place)]

    def doAction(self, actionName: str) -> None:
        # Later: what it does may end the very object that was called.
        QTimer.singleShot(0, self._area, lambda: self._do(actionName))

    def keyBindingsForAction(self, actionName: str) -> list[str]:
        return ["F7"] if actionName == READ else []

    def localizedActionName(self, name: str) -> str:
        return "Focus" if name == self.setFocusAction() else name

    def localizedActionDescription(self, name: str) -> str:
        return self.localizedActionName(name)

    def _do(self, action: str) -> None:
        place = self._place()
        if place is None:
            return
        node_id = self._area.chat.nodes[place].id
        copies = self._names.copies(place)
        if action == self.setFocusAction():
            self._area.focus_message(node_id)
        elif action == READ:
            self._area.reading_wanted.emit(node_id)
        elif action in copies:
            copy_piece(self._area, place, copies[action])
