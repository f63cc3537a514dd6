"""Under a reply that did not end well: one sentence, at most two buttons, and the details."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
)

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.label import PlainLabel
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.theme.theme import Theme
    from scout_desktop.ui.transcript.parts.facts import Outcome


class OutcomeLine(QFrame):
    """Shows an `Outcome`."""

    chosen = Signal(str)
    """The user pressed the button with this text."""

    def __init__(self, theme: Theme, outcome: Outcome, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._details = outcome.details
        dress(self, ground="card")
        icon = QLabel(self)
        icon.setPixmap(theme.pixmap(outcome.icon, _icon_tone(outcome.tone), SIZES.icon_large))
        sentence = PlainLabel(outcome.sentence, wrap=True, parent=self)
        sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        top = QHBoxLayout()
        top.setSpacing(SIZES.s2)
        top.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(sentence, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(SIZES.s2)
        self._suggested: QPushButton | None = None
        for text in outcome.actions:
            button = QPushButton(text, self)
            self._suggested = self._suggested or button
            button.clicked.connect(lambda _=False, text=text: self.chosen.emit(text))
            buttons.addWidget(button)
        if outcome.details:
            more = QPushButton("Details", self)
            dress(more, role="link")
            more.clicked.connect(self.show_details)
            buttons.addWidget(more)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.s3, SIZES.s3, SIZES.s3, SIZES.s3)
        column.setSpacing(SIZES.s2)
        column.addLayout(top)
        column.addLayout(buttons)
        self.setAccessibleName(outcome.sentence)

    def suggest(self, *, suggested: bool) -> None:
        """Make the first button stand out, as it should under the last reply only."""
        if self._suggested is not None:
            dress(self._suggested, role="primary" if suggested else "")

    def fit(self, width: int) -> int:
        """Take `width` pixels and return the height in pixels."""
        self.ensurePolished()
        layout = self.layout()
        assert layout is not None  # made above
        layout.activate()
        height = layout.totalHeightForWidth(width)
        self.resize(width, height)
        return height

    def show_details(self) -> QDialog:
        """Open what is known about the failure, as plain text that can be copied."""
        dialog = QDialog(self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle("Details of the failure")
        text = QPlainTextEdit(self._details, dialog)
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setAccessibleName("Details")
        # By its name alone: a standard button brings the desktop's own icon along.
        box = QDialogButtonBox(dialog)
        box.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        box.rejected.connect(dialog.reject)
        column = QVBoxLayout(dialog)
        column.addWidget(text)
        column.addWidget(box)
        dialog.resize(self.fontMetrics().averageCharWidth() * 90, self.fontMetrics().height() * 18)
        dialog.open()
        return dialog


def _icon_tone(tone: str) -> str:
    return "text_2" if tone == "second" else tone
