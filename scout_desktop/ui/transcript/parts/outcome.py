"""Under a reply that did not end well: one sentence, at most two buttons, and the details."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
)

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.label import PlainLabel
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.theme.theme import Theme
    from scout_desktop.ui.transcript.parts.facts import Outcome


class OutcomeLine(QFrame):
    """Shows an `Outcome`."""

    chosen = Signal(str)
    """The user pressed the button with this text."""

    def __init__(self, theme: Theme, outcome: Outcome, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._outcome = theme, outcome
        self._suggested = False
        self._fitted = 0
        dress(self, ground="card")
        self._sentence = PlainLabel(outcome.sentence, wrap=True, parent=self)
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._buttons: list[QPushButton] = []
        for text in outcome.actions:
            button = QPushButton(text, self)
            button.clicked.connect(lambda _=False, text=text: self.chosen.emit(text))
            self._buttons.append(button)
        if outcome.details:
            more = QPushButton("Details", self)
            dress(more, role="link")
            more.clicked.connect(self.show_details)
            self._buttons.append(more)
        self.setAccessibleName(outcome.sentence)

    def suggest(self, *, suggested: bool) -> None:
        """Make the first button stand out, as it should under the last reply only."""
        if self._outcome.actions and suggested != self._suggested:
            self._suggested = suggested
            dress(self._buttons[0], role="primary" if suggested else "")
            if self._fitted:  # its words are bolder now, so it is wider
                self.fit(self._fitted)

    def fit(self, width: int) -> int:
        """Take `width` pixels and return the height in pixels."""
        px, self._fitted = self._theme.px, width
        edge, gap, icon = px(SIZES.s3), px(SIZES.s2), px(SIZES.icon_large)
        left = edge + icon + gap
        words = max(width - left - edge, 1)
        # The height first: the label must know its width to tell it, not the other way round.
        tall = self._sentence.heightForWidth(words)
        # The icon stands beside the first line.
        lower = max((icon - self._sentence.fontMetrics().height()) // 2, 0)
        self._sentence.setGeometry(left, edge + lower, words, tall)
        tall = max(tall + lower, icon)
        bottom = self._place_buttons(edge, edge + tall + gap, width - edge, gap)
        height = bottom + edge
        self.resize(width, height)
        return height

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        outcome, edge = self._outcome, self._theme.px(SIZES.s3)
        token = "text_2" if outcome.tone == "second" else outcome.tone
        icon = self._theme.pixmap(outcome.icon, token, SIZES.icon_large, self.devicePixelRatioF())
        painter = QPainter(self)
        painter.drawPixmap(edge, edge, icon)
        painter.end()

    def _place_buttons(self, left: int, top: int, right: int, gap: int) -> int:
        """Set the buttons side by side, in as many rows as they need; return where they end."""
        if not self._buttons:
            return top - gap
        x, tall = left, 0
        for button in self._buttons:
            size = button.sizeHint()
            if x > left and x + size.width() > right:
                x, top = left, top + tall + gap
            tall = size.height()
            button.setGeometry(x, top, min(size.width(), right - left), tall)
            x += size.width() + gap
        return top + tall

    def show_details(self) -> QDialog:
        """Open what is known about the failure, as plain text that can be copied."""
        dialog = QDialog(self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle("Details of the failure")
        text = QPlainTextEdit(self._outcome.details, dialog)
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
