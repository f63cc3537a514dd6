"""The band across the top that says, for as long as it lasts, that nobody's model answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.label import PlainLabel
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.theme.theme import Theme


class PracticeBand(QFrame):
    """Shown while practice mode is on."""

    leave_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = QLabel(self)
        sentence = PlainLabel(
            "Practice: a stand-in on this computer answers. No model, no key, no charge.",
            wrap=True,
            parent=self,
        )
        leave = QPushButton("Leave practice", self)
        dress(leave, role="link")
        leave.clicked.connect(self.leave_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.s4, SIZES.s1, SIZES.s4, SIZES.s1)
        row.setSpacing(SIZES.s2)
        row.addWidget(self._icon)
        row.addWidget(sentence, 1)
        row.addWidget(leave)
        self.setAccessibleName("Practice mode")
        self._restyle()
        theme.changed.connect(self._restyle)

    def paintEvent(self, _event: QPaintEvent) -> None:
        # From edge to edge, without the round corners of a card.
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("tint"))
        painter.end()

    def _restyle(self) -> None:
        self.update()
        self._icon.setPixmap(self._theme.pixmap("practice", "accent", SIZES.icon_large))
