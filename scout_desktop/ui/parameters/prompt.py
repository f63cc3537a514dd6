"""The system prompt's field: grows from three lines to nine, then scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit

from scout_desktop.ui.controls.plain_text import align_by_direction, raw_text
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from scout_desktop.ui.theme.theme import Theme

_FEWEST, _MOST = 3, 9


class PromptField(QPlainTextEdit):
    """Plain text; emits `edited` for the user's changes only."""

    edited = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._showing = False
        self.setAccessibleName("System prompt")
        self.setPlaceholderText("How the model should behave, if you want to say")
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._changed)
        theme.changed.connect(self._fit)
        self._fit()

    def text(self) -> str:
        """The prompt, code point for code point."""
        return raw_text(self)

    def show_text(self, text: str) -> None:
        """Replace the text, unless it is there already (the cursor would jump)."""
        if text != self.text():
            self._showing = True
            self.setPlainText(text)
            self._showing = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def _changed(self) -> None:
        align_by_direction(self)
        self._fit()
        if not self._showing:
            self.edited.emit(self.text())

    def _fit(self) -> None:
        lines = min(max(round(self.document().size().height()), _FEWEST), _MOST)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + SIZES.s4 + 2)
