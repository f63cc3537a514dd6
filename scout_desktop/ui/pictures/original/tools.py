"""The row of tools over the original."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from scout_desktop.ui.controls.icon_button import IconButton
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from scout_desktop.ui.pictures.edits.grips import Tool
    from scout_desktop.ui.theme.theme import Theme

TOOLS: dict[Tool, tuple[str, str, str]] = {
    "select": ("pointer", "Select", "V"),
    "crop": ("crop", "Crop", "C"),
    "box": ("mark-box", "Box", "B"),
    "arrow": ("mark-arrow", "Arrow", "A"),
    "number": ("mark-number", "Number", "N"),
}
"""Tool -> icon, name, key."""
ACTIONS: dict[str, tuple[str, str, str]] = {
    "left": ("turn-left", "Turn left", "L"),
    "right": ("turn-right", "Turn right", "R"),
    "delete": ("trash", "Delete mark", "Del"),
    "undo": ("undo", "Undo", "Ctrl+Z"),
    "redo": ("redo", "Redo", "Ctrl+Shift+Z"),
}


class ToolRow(QWidget):
    """Tools, of which one is taken, then actions."""

    taken = Signal(str)
    """A tool: a key of `TOOLS`."""

    acted = Signal(str)
    """A key of `ACTIONS`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._tools: dict[Tool, IconButton] = {}
        self._actions: dict[str, IconButton] = {}
        for tool, (icon, name, key) in TOOLS.items():
            button = self._tools[tool] = IconButton(theme, icon, name, hint=key, parent=self)
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, tool=tool: self.taken.emit(tool))
            row.addWidget(button)
        row.addStretch(1)
        for action, (icon, name, key) in ACTIONS.items():
            button = self._actions[action] = IconButton(theme, icon, name, hint=key, parent=self)
            button.clicked.connect(lambda _=False, action=action: self.acted.emit(action))
            if action in ("delete", "undo"):
                row.addSpacing(SIZES.s1)
            row.addWidget(button)

    def show_tool(self, tool: Tool) -> None:
        """Show which tool is taken."""
        # Not left to Qt: of buttons that exclude each other it lets Tab reach one only.
        for each, button in self._tools.items():
            button.setChecked(each == tool)

    def show_possible(self, **actions: bool) -> None:
        """Say which actions would do anything now."""
        for action, possible in actions.items():
            button = self._actions[action]
            if not possible and button.hasFocus():
                # Disabled, it would hand the focus to its neighbour, and Space would press that.
                self._tools[self._taken()].setFocus()
            button.setEnabled(possible)

    def _taken(self) -> Tool:
        found = (tool for tool, button in self._tools.items() if button.isChecked())
        return cast("Tool", next(found, "crop"))
