"""Brings the widgets of the messages in view to their places, and ends those that left it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from scout_desktop.ui.transcript.area.part import Part
from scout_desktop.ui.transcript.area.parts import OutcomePart

if TYPE_CHECKING:
    from scout_desktop.ui.transcript.area.shown import ShownChat


class Furniture:
    """Knows which parts are on the screen."""

    def __init__(self, chat: ShownChat) -> None:
        self._chat = chat
        self._there: set[Part] = set()
        self._order: list[QWidget] = []

    def place(self, left: int, view: int, hovered: str | None, focused: str | None) -> None:
        """Put parts where they belong in a view of this height.

        The quiet row is shown under the last message and those whose ids are given.
        """
        chat, seen = self._chat, set[Part]()
        growing = chat.growth.reply_id if chat.growth is not None else None
        last = len(chat.nodes) - 1
        for message, y in chat.settling.shown:
            sheet = chat.stack.sheet(message)
            id = sheet.node.id
            footer = chat.footer(message)
            if footer is not None:
                wanted = message == last or id in (hovered, focused)
                footer.want(wanted=wanted and id != growing)
            below = len(sheet) - len(sheet.tail)
            for slot in (*range(sheet.first), *range(below, len(sheet))):
                part = sheet.block_at(slot)
                box = sheet.box(slot).translated(left, y)
                if isinstance(part, Part) and box.bottom() >= 0 and box.top() < view:
                    if isinstance(part, OutcomePart):
                        part.suggest(suggested=message == last)
                    part.put(box.x(), box.y())
                    seen.add(part)
        for part in self._there - seen:
            part.put_away()
        self._there = seen
        self._order_focus(focused)

    def clear(self) -> None:
        """Take every part off the screen."""
        for part in self._there:
            part.put_away()
        self._there = set()

    def _order_focus(self, focused: str | None) -> None:
        """Let Tab go from the focused message to its buttons, then through the others in view."""
        chat = self._chat
        found: list[QWidget] = []
        for message, _y in chat.settling.shown:
            sheet = chat.stack.sheet(message)
            stops = [stop for part in (*sheet.head, *sheet.tail) for stop in part.stops()]
            at = 0 if sheet.node.id == focused else len(found)
            found[at:at] = stops
        if found != self._order:
            self._order = found
            before = chat.workshop.viewport.parentWidget()
            for stop in found:
                if before is not None:
                    QWidget.setTabOrder(before, stop)
                before = stop
