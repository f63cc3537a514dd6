"""A line about the pictures, with the buttons that answer it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.label import PlainLabel
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST = 2


class NoteLine(QWidget):
    """Hidden until it has something to say; it blocks nothing and may be left unanswered."""

    answered = Signal(str)
    """The words on the button that was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = PlainLabel(kind="caption", tone="second", wrap=True, parent=self)
        self._buttons = tuple(QPushButton(self) for _ in range(_MOST))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.s1)
        row.addWidget(self._sentence, 1)
        for button in self._buttons:
            dress(button, role="link")
            button.clicked.connect(lambda _=False, button=button: self.answered.emit(button.text()))
            row.addWidget(button)
        self.setFocusProxy(self._buttons[0])
        self.hide()

    def say(self, sentence: str, answers: Sequence[str] = ()) -> None:
        """Say `sentence` with up to two buttons; an empty one hides the line."""
        self._sentence.setText(sentence)
        self.setAccessibleName(sentence)
        for place, button in enumerate(self._buttons):
            button.setText(answers[place] if place < len(answers) else "")
            button.setVisible(place < len(answers))
        self.setVisible(bool(sentence))

    def text(self) -> str:
        """The sentence."""
        return self._sentence.text()

    def stops(self) -> tuple[QWidget, ...]:
        """What Tab goes to."""
        return self._buttons
