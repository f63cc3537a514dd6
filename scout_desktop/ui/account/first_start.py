"""The sheet of the very first start: where chats are kept, and two ways to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from scout_desktop.ui.account.fitting import fit_height
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.label import PlainLabel
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.theme.theme import Theme


class FirstStartSheet(QDialog):
    """Esc closes it: looking around needs neither key nor practice."""

    key_chosen = Signal()
    practice_chosen = Signal()

    def __init__(self, theme: Theme, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Welcome to Scout Desktop")
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.s8, SIZES.s8, SIZES.s8, SIZES.s6)
        column.setSpacing(SIZES.s3)
        column.addWidget(PlainLabel("Welcome to Scout Desktop", kind="heading_1"))
        column.addWidget(
            PlainLabel(
                "Ask Llama 4 Scout about pictures and texts, in a window of your own. "
                "How do you want to begin?",
                tone="second",
                wrap=True,
            )
        )
        paste = self._choice(
            "key",
            "Paste an API key",
            "For your OpenRouter account, or for any server that speaks its language. "
            "It is kept in this system's keyring, never in a file.",
            first=True,
        )
        paste.clicked.connect(self._take_key)
        practice = self._choice(
            "practice",
            "Practice without a key",
            "A stand-in inside the program answers: no network, no model, no charge. "
            "Good for looking around.",
        )
        practice.clicked.connect(self._take_practice)
        kept = PlainLabel(
            "Your chats are plain JSON files that only your user account may read, and any text "
            "editor shows them. To protect them from others who get hold of this computer, "
            "encrypt its disk. Reading them never needs a key or a network. They are kept in:",
            kind="caption",
            wrap=True,
        )
        where = PlainLabel(str(folder), kind="caption", tone="second", wrap=True)
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addSpacing(SIZES.s2)
        column.addWidget(kept)
        column.addWidget(where)
        later = QPushButton("Not now", self)
        dress(later, role="quiet")
        later.clicked.connect(self.reject)
        column.addWidget(later, 0, Qt.AlignmentFlag.AlignRight)
        fit_height(self, theme.px(520))
        paste.setFocus()

    def _choice(self, icon: str, text: str, words: str, *, first: bool = False) -> QPushButton:
        row = QHBoxLayout()
        row.setSpacing(SIZES.s3)
        picture = QLabel(self)
        picture.setPixmap(self._theme.pixmap(icon, "accent", SIZES.icon_large))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        beside = QVBoxLayout()
        beside.setSpacing(SIZES.s1)
        button = QPushButton(text, self)
        button.setAccessibleDescription(words)
        dress(button, role="primary" if first else "")
        beside.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        beside.addWidget(PlainLabel(words, kind="caption", wrap=True))
        row.addLayout(beside, 1)
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.addSpacing(SIZES.s1)
            layout.addLayout(row)
        return button

    def _take_key(self) -> None:
        self.accept()
        self.key_chosen.emit()

    def _take_practice(self) -> None:
        self.accept()
        self.practice_chosen.emit()
