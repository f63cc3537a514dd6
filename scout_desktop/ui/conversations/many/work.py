"""Below the list while something is done to very many chats: how far it is, and Stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.hairline import HairLine
from scout_desktop.ui.controls.label import ElidedLabel
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from scout_desktop.ui.theme.theme import Theme


class WorkBar(QWidget):
    """Hidden while nothing is said."""

    stopped = Signal()
    """The user wants no more of it; what is done stays done."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, ground="rail")
        self._said = ElidedLabel(kind="caption_number", tone="second")
        self._stop = QPushButton("Stop")
        self._stop.setAccessibleName("Stop")
        self._stop.setToolTip("Esc")
        self._stop.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        dress(self._stop, role="link")
        self._stop.clicked.connect(self.stopped)
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(HairLine(theme))
        row.setContentsMargins(SIZES.s3, SIZES.s1, SIZES.s2, SIZES.s1)
        row.addWidget(self._said, 1)
        row.addWidget(self._stop)
        column.addLayout(row)
        self.hide()

    def stops(self) -> list[QWidget]:
        """What Tab leads to."""
        return [self._stop]

    def say(self, said: str) -> None:
        """Say how far it is; nothing hides the bar."""
        self._said.show_text(said)
        self.setAccessibleName(said)
        self._stop.setAccessibleDescription(said)
        self.setVisible(bool(said))
