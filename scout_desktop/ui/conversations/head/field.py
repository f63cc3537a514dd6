"""The search field: says what stands in it at once, and where its keys lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.theme.theme import Theme


class SearchField(QLineEdit):
    """Enter opens the first, Down goes into the list, Escape clears, F1 helps."""

    typed = Signal()
    """Another text stands here; several changes of one moment (a composed word) are one."""

    entered = Signal()
    stepped_down = Signal()
    help_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName("Search conversations")
        self.setPlaceholderText("Search conversations")
        self.setClearButtonEnabled(True)
        self._glass = self.addAction(
            theme.icon("search", "text_3"), QLineEdit.ActionPosition.LeadingPosition
        )
        self._glass.setText("Search")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.typed)
        self.textChanged.connect(lambda _: self._soon.start(0))
        self.returnPressed.connect(self.entered)
        theme.changed.connect(self._restyle)

    @property
    def is_settling(self) -> bool:
        """Whether `typed` is still to come."""
        return self._soon.isActive()

    def words(self) -> str:
        """What is looked for; empty for everything."""
        return self.text().strip()

    def begin(self) -> None:
        """Take the cursor, with all that stands here selected."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def add(self, words: str, *, replaced: tuple[int, int] = (0, 0)) -> None:
        """Write `words` behind what stands here; (start, length) of them is typed over next."""
        before = self.text().rstrip()
        before = f"{before} " if before else ""
        self.setText(before + words)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        start, length = replaced
        if length:
            self.setSelection(len(before) + start, length)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif key == Qt.Key.Key_Down:
            self.stepped_down.emit()
        elif key == Qt.Key.Key_F1:
            self.help_asked.emit()
        else:
            super().keyPressEvent(event)

    def _restyle(self) -> None:
        self._glass.setIcon(self._theme.icon("search", "text_3"))
