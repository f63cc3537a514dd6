"""What stands in an empty chat: the first step, the key for it, and something to try."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.label import PlainLabel
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from scout_desktop.ui.theme.theme import Theme

_PROMPTS = (
    "What does a vision model see in a photograph?",
    "Write a polite reminder about an unpaid invoice.",
    "Make a table of the units of digital storage.",
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
        sample = self._sample = QPushButton("Try it with a sample picture", self)
        dress(sample, role="primary")
        sample.clicked.connect(self.sample_requested)
        column.addWidget(sample, 0, Qt.AlignmentFlag.AlignHCenter)
        self._prompts = [self._offer(prompt) for prompt in _PROMPTS]
        for button in self._prompts:
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        # The message below has the first claim on the height; what has no room here is left out.
        self.setMinimumSize(1, 1)
        self.show_send_key("Enter")
        self._restyle()
        theme.changed.connect(self._restyle)

    def show_send_key(self, key: str) -> None:
        """Name the key that sends: `Enter` or `Ctrl+Enter`."""
        self._hint.setText(
            f"Type below and press {key}. Drop a picture anywhere on this window, paste one, "
            "or press Ctrl+O."
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave out what matters less where there is no room: no sentence is cut in two."""
        spare = [*self._prompts[::-1], self._picture, self._sample, self._hint]
        wide = self.width() - 2 * SIZES.s6
        for part in spare:
            part.setVisible(part is self._hint or part.sizeHint().width() <= wide)
        layout = self.layout()
        assert layout is not None  # made above
        for part in spare:
            layout.invalidate()
            if layout.totalHeightForWidth(self.width()) <= self.height():
                break
            part.hide()

    def _offer(self, prompt: str) -> QPushButton:
        button = QPushButton(prompt, self)
        dress(button, role="quiet")
        # In a narrow window it is left out; it must not keep the window wide.
        button.setMinimumWidth(1)
        button.clicked.connect(lambda _=False: self.prompt_chosen.emit(prompt))
        return button

    def _restyle(self) -> None:
        self._picture.setPixmap(self._theme.pixmap("chat", "text_3", SIZES.s8))
        self._fit()
