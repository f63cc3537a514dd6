"""The bottom row of the composer: attach, model, estimate, and Send or Stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from scout_desktop.ui.composer.estimate import EstimateLine
from scout_desktop.ui.composer.model import ModelField
from scout_desktop.ui.composer.send import SendButton
from scout_desktop.ui.controls.icon_button import IconButton
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from scout_desktop.ui.theme.theme import Theme

_ONE_LINE_FROM = 540
"""From this width on the estimate stands beside the model, below it has a line of its own."""


class Foot(QWidget):
    """Its parts are public: the composer says to each what to show."""

    attach_pressed = Signal()
    send_pressed = Signal()
    """Send or Stop, whichever the button is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.attach = IconButton(theme, "attach", "Attach images", hint="Ctrl+O", parent=self)
        self.model = ModelField(theme, self)
        self.estimate = EstimateLine(theme, self)
        self.send = SendButton(theme, self)
        self.attach.clicked.connect(self.attach_pressed)
        self.send.clicked.connect(self.send_pressed)
        left = QHBoxLayout()
        left.setSpacing(SIZES.s1)
        left.addWidget(self.attach)
        left.addWidget(self.model)
        left.addStretch(1)
        # The estimate's box never follows its text, so nothing beside it moves.
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lines.setSpacing(SIZES.s1)
        self._lines.addLayout(left)
        self._lines.addWidget(self.estimate, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.s2)
        row.addLayout(self._lines, 1)
        at_bottom = QVBoxLayout()
        at_bottom.addStretch(1)
        at_bottom.addWidget(self.send)
        row.addLayout(at_bottom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= self._theme.px(_ONE_LINE_FROM)
        box = QBoxLayout.Direction
        self._lines.setDirection(box.LeftToRight if wide else box.TopToBottom)
