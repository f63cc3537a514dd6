"""Above the transcript: the title, which a click renames, the model, and who answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QSizePolicy, QWidget
from shiboken6 import isValid

from scout_desktop.ui.controls.label import ElidedLabel
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from scout_desktop.chat.conversation import Conversation

_LONGEST = 200
_ROOMY = 50
"""From a width of so many letters on there is room for more than the title."""


class Header(QWidget):
    """Shows what chat this is."""

    renamed = Signal(str)
    """The user gave the chat this title."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._may_rename = False
        self._before = ""
        self._came_from: QWidget | None = None
        self._title = ElidedLabel("", kind="title", parent=self)
        self._title.setAlignment(
            Qt.AlignmentFlag.AlignLeft
            | Qt.AlignmentFlag.AlignAbsolute
            | Qt.AlignmentFlag.AlignVCenter
        )
        self._title.setCursor(Qt.CursorShape.IBeamCursor)
        self._title.installEventFilter(self)
        self._field = QLineEdit(self)
        self._field.setAccessibleName("Title of the chat")
        self._field.setMaxLength(_LONGEST)
        self._field.hide()
        self._field.editingFinished.connect(self._finish)
        self._field.installEventFilter(self)
        self._facts = ElidedLabel("", kind="caption", parent=self)
        self._facts.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._facts.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.s4, SIZES.s2, SIZES.s4, SIZES.s2)
        row.setSpacing(SIZES.s4)
        row.addWidget(self._title, 3)
        row.addWidget(self._field, 3)
        row.addWidget(self._facts, 2)
        self._take_height()

    def add(self, button: QWidget, *, at_start: bool = False) -> None:
        """Put a button of the window at the start of the row, or at its end."""
        self._row.insertWidget(0 if at_start else -1, button)

    def show_chat(self, conversation: Conversation) -> None:
        """Show a chat's title, its model, and who answered last if that is known."""
        self._may_rename = not conversation.read_only
        self._title.show_text(conversation.title)
        model, provider = conversation.model, provider_of(conversation)
        # Whose model it is, is read in full beside the message; here the title needs the room.
        short = model.rsplit("/", 1)[-1]
        self._facts.show_text(f"{short}  ·  {provider}" if provider else short)

    def rename(self) -> None:
        """Let the user write another title; Enter keeps it, Esc does not."""
        if not self._may_rename:
            return
        if self._field.isHidden():
            self._came_from = QApplication.focusWidget()
        # What it says while it is being typed may change: another device may rename the chat.
        self._before = self._title.whole_text()
        self._field.setText(self._before)
        self._title.hide()
        self._field.show()
        self._field.selectAll()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._take_height()

    def _take_height(self) -> None:
        # Renaming must not make the transcript below it jump.
        self.setFixedHeight(self._field.sizeHint().height() + 2 * SIZES.s2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Where both would be cut short, the title is worth more: the model stands below too.
        self._facts.setVisible(self.width() >= self.fontMetrics().averageCharWidth() * _ROOMY)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._title and event.type() == QEvent.Type.MouseButtonRelease:
            self.rename()
            return True
        if watched is self._field and event.type() == QEvent.Type.KeyPress:
            return self._is_escape(event)  # type: ignore[arg-type]  # a key press is a QKeyEvent
        return super().eventFilter(watched, event)

    def _is_escape(self, event: QKeyEvent) -> bool:
        if event.key() != Qt.Key.Key_Escape:
            return False
        self._field.setText(self._before)
        self._finish()
        return True

    def _finish(self) -> None:
        if self._field.isHidden():
            return
        title = " ".join(self._field.text().split())
        if self._field.hasFocus() and self._came_from is not None and isValid(self._came_from):
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        self._field.hide()
        self._title.show()
        if title and title != " ".join(self._before.split()):
            self._title.show_text(title)
            self.renamed.emit(title)


def provider_of(conversation: Conversation) -> str:
    """Return who answered last on the branch shown, or nothing."""
    for node in reversed(conversation.branch):
        name = node.section("reply").get("provider")
        if node.role == "assistant" and isinstance(name, str) and name:
            return name
    return ""
