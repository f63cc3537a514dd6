"""The one question of the list: whether chats are to be deleted for good. It names what goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.flow import FlowLayout
from scout_desktop.ui.controls.label import PlainLabel
from scout_desktop.ui.conversations.rows import words
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from scout_desktop.chat.rows import ChatRow

_NAMED = 2


class PurgeQuestion(QFrame):
    """Stands below the list until it is answered; Escape and the first button keep everything."""

    agreed = Signal()
    refused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        dress(self, state="bad")
        self._sentence = PlainLabel(kind="caption", tone="text", wrap=True)
        self._keep, self._delete = QPushButton("Keep"), QPushButton("Delete for good")
        dress(self._delete, role="danger")
        self._keep.clicked.connect(self.refused)
        self._delete.clicked.connect(self.agreed)
        column, buttons = QVBoxLayout(self), FlowLayout(gap=SIZES.s2)
        column.setContentsMargins(SIZES.s3, SIZES.s2, SIZES.s3, SIZES.s2)
        column.setSpacing(SIZES.s2)
        column.addWidget(self._sentence)
        for button in (self._keep, self._delete):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(button.text())
            buttons.addWidget(button)
        column.addLayout(buttons)
        self.hide()

    def stops(self) -> list[QWidget]:
        """What Tab leads to, in order."""
        return [self._keep, self._delete]

    def ask(self, rows: Sequence[ChatRow]) -> None:
        """Ask about these chats; "Keep" has the focus."""
        said = sentence(rows)
        self._sentence.setText(said)
        self.setAccessibleName(said)
        # A reader hears what it is about together with the button.
        self._keep.setAccessibleDescription(said)
        self.show()
        self._keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.refused.emit()
        else:
            super().keyPressEvent(event)


def sentence(rows: Sequence[ChatRow]) -> str:
    """What would go, and what would stay."""
    stays = "Nothing brings this back. What was paid stays in the bill."
    if len(rows) == 1:
        messages = rows[0].messages
        with_them = "1 message" if messages == 1 else f"{messages:,} messages"
        return f"Delete {words.quoted(rows[0])} with {with_them} for good? {stays}"
    named = " and ".join(words.quoted(row) for row in rows[:_NAMED])
    what = named if len(rows) == _NAMED else f"{len(rows):,} chats, among them {named},"
    return f"Delete {what} for good? {stays}"
