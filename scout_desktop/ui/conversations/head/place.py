"""The line that says which chats are looked at, where it is not simply all, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.icon_button import IconButton
from scout_desktop.ui.controls.label import ElidedLabel, PlainLabel
from scout_desktop.ui.conversations.head.words import NAMES
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from scout_desktop.ui.conversations.head.words import View
    from scout_desktop.ui.theme.theme import Theme

_TRASH = "Chats stay here for 30 days after they were deleted, then they go for good."


class PlaceLine(QWidget):
    """Archive or trash, with an arrow back to the chats."""

    left = Signal()
    empty_asked = Signal()
    """The user wants the trash emptied; nothing was done yet."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.s1)
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
        self._note = PlainLabel(_TRASH, kind="caption", wrap=True)
        column.addLayout(row)
        column.addWidget(self._note)

    def stops(self) -> list[QWidget]:
        """What Tab leads to, in order."""
        return [self._back, self._empty]

    def show_place(self, view: View, *, can_empty: bool) -> None:
        """Name the place."""
        self._name.show_text(NAMES[view])
        self._note.setVisible(view == "trash")
        self._empty.setVisible(view == "trash" and can_empty)
