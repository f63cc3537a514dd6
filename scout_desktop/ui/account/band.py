"""The band across the top that says, for as long as it lasts, that nobody's model answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.label import PlainLabel, plain_tip
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.theme.theme import Theme

_SENTENCES = (
    "Practice: a stand-in on this computer answers. No model, no key, no charge.",
    "Practice: no model, no key, no charge.",
    "Practice: no charge.",
    "Practice",
)


class PracticeBand(QFrame):
    """Shown while practice mode is on."""

    leave_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = QLabel(self)
        self._sentence = PlainLabel(parent=self)
        self._sentence.setAccessibleName(_SENTENCES[0])
        self._sentence.setToolTip(plain_tip(_SENTENCES[0]))
        self._sentence.setMinimumWidth(1)
        leave = QPushButton("Leave practice", self)
        dress(leave, role="link")
        leave.clicked.connect(self.leave_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.s4, SIZES.s1, SIZES.s4, SIZES.s1)
        row.setSpacing(SIZES.s2)
        row.addWidget(self._icon)
        row.addWidget(self._sentence, 1)
        row.addWidget(leave)
        self.setAccessibleName("Practice mode")
        self._restyle()
        theme.changed.connect(self._restyle)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        # From edge to edge, without the round corners of a card.
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("tint"))
        painter.end()

    def _fit(self) -> None:
        """Say it in one line, in as many words as there is room for."""
        metrics = QFontMetrics(self._theme.font("body"))
        row = self.layout()
        assert row is not None  # made above
        others = row.sizeHint().width() - self._sentence.sizeHint().width()
        room = self.width() - others
        fitting = (each for each in _SENTENCES if metrics.horizontalAdvance(each) + 2 <= room)
        self._sentence.setText(next(fitting, _SENTENCES[-1]))

    def _restyle(self) -> None:
        self.update()
        self._fit()
        self._icon.setPixmap(self._theme.pixmap("practice", "accent", SIZES.icon_large))
