"""What stands in an empty chat: the first step, the key for it, and something to try."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.label import PlainLabel
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from scout_desktop.ui.theme.theme import Theme

_PROMPTS = (
    "Explain in three sentences what a vision model sees in a photograph.",
    "Write a polite reminder about an unpaid invoice, in English and in Spanish.",
    "Make a table of the units of digital storage with an everyday example of each.",
)


class Welcome(QWidget):
    """Invites to begin."""

    sample_requested = Signal()
    """The user wants to try it with the sample picture."""

    prompt_chosen = Signal(str)
    """The user wants this text in the draft."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture = QLabel(self)
        title = PlainLabel("Ask Llama 4 Scout", kind="heading_1", parent=self)
        self._hint = PlainLabel("", tone="second", wrap=True, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.s6, SIZES.s6, SIZES.s6, SIZES.s6)
        column.setSpacing(SIZES.s3)
        column.addStretch(2)
        for label in (self._picture, title, self._hint):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addSpacing(SIZES.s2)
        sample = QPushButton("Try it with a sample picture", self)
        dress(sample, role="primary")
        sample.clicked.connect(self.sample_requested)
        column.addWidget(sample, 0, Qt.AlignmentFlag.AlignHCenter)
        for prompt in _PROMPTS:
            button = QPushButton(prompt, self)
            dress(button, role="quiet")
            button.clicked.connect(lambda _=False, prompt=prompt: self.prompt_chosen.emit(prompt))
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.show_send_key("Enter")
        self._restyle()
        theme.changed.connect(self._restyle)

    def show_send_key(self, key: str) -> None:
        """Name the key that sends: `Enter` or `Ctrl+Enter`."""
        self._hint.setText(
            f"Type below and press {key}. Drop a picture anywhere on this window, paste one, "
            "or press Ctrl+O."
        )

    def _restyle(self) -> None:
        self._picture.setPixmap(self._theme.pixmap("chat", "text_3", SIZES.s8))
