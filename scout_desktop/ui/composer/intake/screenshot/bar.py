"""The words at the head of the screen while a region is chosen, and the choice to hide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QPushButton

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.label import PlainLabel
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.theme.theme import Theme


class Bar(QFrame):
    """Lies at the top of the overlay of one screen."""

    hiding_changed = Signal(bool)
    """The user wants our own window in the picture (`False`), or not."""
    all_wanted = Signal()
    cancelled = Signal()

    def __init__(self, theme: Theme, over: QWidget, *, hides: bool) -> None:
        super().__init__(over)
        dress(self, ground="card")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.s4, SIZES.s2, SIZES.s2, SIZES.s2)
        row.setSpacing(SIZES.s3)
        row.addWidget(PlainLabel("Drag over what you want to attach.", parent=self))
        self._hide = QCheckBox("Hide this window", self)
        self._hide.setChecked(hides)
        self._hide.toggled.connect(self.hiding_changed)
        row.addWidget(self._hide)
        for words, key, told in (
            ("Take all", "Enter", self.all_wanted),
            ("Cancel", "Esc", self.cancelled),
        ):
            button = QPushButton(f"{words}  ({key})", self)
            button.setAccessibleName(words)
            dress(button, role="quiet")
            button.clicked.connect(told)
            row.addWidget(button)
        self.adjustSize()
        self.move(max((over.width() - self.width()) // 2, 0), theme.px(SIZES.s6))
