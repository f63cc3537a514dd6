"""The line that says which chats are looked at, where it is not simply all, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.icon_button import IconButton
from scout_desktop.ui.controls.label import ElidedLabel
from scout_desktop.ui.conversations.head.words import NAMES
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from scout_desktop.ui.conversations.head.words import View
    from scout_desktop.ui.theme.theme import Theme


class PlaceLine(QWidget):
    """Archive or trash, with an arrow back to the chats."""

    left = Signal()
    empty_asked = Signal()
    """The user wants the trash emptied; nothing was done yet."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.s1)
        self._back = IconButton(theme, "chevron-left", "Back to the chats", hint="Esc")
        self._back.clicked.connect(self.left)
        self._name = ElidedLabel(kind="strong")
        self._empty = QPushButton("Empty trash")
        self._empty.setAccessibleName("Empty trash")
        self._empty.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        dress(self._empty, role="link")
        self._empty.clicked.connect(self.empty_asked)
        row.addWidget(self._back)
        row.addWidget(self._name, 1)
        row.addWidget(self._empty)

    def stops(self) -> list[QWidget]:
        """What Tab leads to, in order."""
        return [self._back, self._empty]

    def show_place(self, view: View, *, can_empty: bool) -> None:
        """Name the place."""
        self._name.show_text(NAMES[view])
        self._empty.setVisible(view == "trash" and can_empty)
