"""A small window with a bar and Cancel, for what takes a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QProgressBar, QVBoxLayout

from scout_desktop.ui.controls.label import PlainLabel
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_PATIENCE_MS = 400
"""Before it is shown at all."""
_WIDE = 48
"""Letters that it has room for."""


class Progress(QDialog):
    """Shown only if it takes a while; whoever makes it takes it away with `end`.

    Not Qt's own, which guesses whether its words are rich text.
    """

    canceled = Signal()
    """Cancel, Escape or the window's own button: what goes on is to stop."""

    def __init__(self, parent: QWidget, words: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Scout Desktop")
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(words)
        # By its name alone: a standard button brings the desktop's own icon along.
        box = QDialogButtonBox(self)
        box.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        box.rejected.connect(self.reject)
        self.rejected.connect(self.canceled)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.s6, SIZES.s6, SIZES.s6, SIZES.s4)
        column.setSpacing(SIZES.s3)
        column.addWidget(PlainLabel(words, parent=self))
        column.addWidget(self._bar)
        column.addWidget(box)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _WIDE)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self.show)
        self._patience.start(_PATIENCE_MS)

    def tell(self, done: int, count: int) -> None:
        """Show how much is done."""
        self._bar.setRange(0, count)
        self._bar.setValue(done)

    def end(self) -> None:
        """Take it away."""
        self._patience.stop()
        self.hide()
        self.deleteLater()
