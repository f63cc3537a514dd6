"""A message as one text, in a native read-only view: for a screen reader, a caret, a magnifier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout

from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_WIDE, _TALL = 80, 24
"""Letters and lines that it has room for at first."""


class ReadingView(QDialog):
    """Shows plain text; the caret walks through it, and Escape closes it."""

    def __init__(self, name: str, text: str, parent: QWidget) -> None:
        """`name` is what a screen reader calls the text, and the window's title."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(name)
        self.text = QPlainTextEdit(text, self)
        self.text.setReadOnly(True)
        flags = Qt.TextInteractionFlag
        self.text.setTextInteractionFlags(
            flags.TextSelectableByMouse | flags.TextSelectableByKeyboard
        )
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(name)
        # By its name alone: a standard button brings the desktop's own icon along.
        box = QDialogButtonBox(self)
        box.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.s4, SIZES.s4, SIZES.s4, SIZES.s4)
        column.setSpacing(SIZES.s3)
        column.addWidget(self.text)
        column.addWidget(box)
        metrics = self.fontMetrics()
        self.resize(metrics.averageCharWidth() * _WIDE, metrics.lineSpacing() * _TALL)
        self.text.setFocus()
