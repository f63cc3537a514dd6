"""Send, which is Stop while a reply runs: one button in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scout_desktop.ui.controls.icon_button import IconButton

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.theme.theme import Theme


class SendButton(IconButton):
    """The second half of a double click on Send must not stop the reply."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "send", "Send", token="on_accent", role="send", parent=parent)
        self._stops = False

    def show_use(self, *, stops: bool, hint: str) -> None:
        """Be Stop, or Send with its key."""
        if stops != self._stops:
            self._stops = stops
            self.show_icon("stop" if stops else "send")
        self.rename("Stop" if stops else "Send", "Esc" if stops else hint)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()
