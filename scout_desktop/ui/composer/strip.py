"""The line above the draft that says an earlier message is being edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.label import ElidedLabel

if TYPE_CHECKING:
    from scout_desktop.ui.composer.surface import Surface

_WORDS = "Editing an earlier message. Sending makes a new branch; nothing is lost."


class EditStrip(QWidget):
    """Hidden until an edit begins."""

    cancelled = Signal()

    def __init__(self, parent: Surface) -> None:
        super().__init__(parent)
        cancel = QPushButton("Cancel", self)
        cancel.setAccessibleName("Cancel editing")
        dress(cancel, role="link")
        cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(ElidedLabel(_WORDS, kind="caption", tone="accent"), 1)
        row.addWidget(cancel)
        self.setFocusProxy(cancel)
        self.hide()
