"""A chip: a short word in a rounded box that can be taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.icon_button import IconButton
from scout_desktop.ui.controls.label import ElidedLabel
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.theme.theme import Theme


class Chip(QFrame):
    """Shows `text`. With `removable` it has a cross, and Delete or Backspace take it away."""

    removed = Signal()
    """The user wants it gone; the owner removes it."""

    def __init__(
        self, theme: Theme, text: str, *, removable: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._removable = removable
        self.setObjectName("chip")
        dress(self, ground="bubble")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if removable else Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.s2, 2, 2 if removable else SIZES.s2, 2)
        row.setSpacing(2)
        row.addWidget(ElidedLabel(text, kind="caption", tone="second"))
        if removable:
            cross = IconButton(theme, "close", f"Remove {text}", pixels=12, side=20)
            cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the chip itself is the stop
            cross.clicked.connect(self.removed)
            row.addWidget(cross)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)
