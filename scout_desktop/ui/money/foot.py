"""The foot of the left pane: the connection, and what has been spent."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.hairline import HairLine
from scout_desktop.ui.controls.label import plain_tip
from scout_desktop.ui.money.sums import Sums
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from scout_desktop.session.bill import BillTotals
    from scout_desktop.ui.theme.theme import Theme

_LOOKS: Final = {
    "Ready": ("online", "good"),
    "No key yet": ("key", "text_3"),
    "Practice": ("practice", "accent"),
    "Offline": ("offline", "warn"),
    "Key rejected": ("key", "bad"),
    "Out of credit": ("coin", "bad"),
    "Rate limited": ("clock", "warn"),
}


class Foot(QWidget):
    """Two buttons: the state of the connection, and the running cost."""

    connection_pressed = Signal()
    report_requested = Signal()
    """The user wants to see the totals to the last digit."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._word = ""
        self._until = 0.0
        self._connection = QPushButton(self)
        dress(self._connection, role="row")
        self._connection.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._connection.setAccessibleName("Connection")
        self._connection.clicked.connect(self.connection_pressed)
        self._cost = Sums(theme, self)
        self._cost.clicked.connect(self.report_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.s2, 0, SIZES.s2, SIZES.s2)
        column.setSpacing(SIZES.s1)
        column.addWidget(HairLine(theme, parent=self))
        column.addWidget(self._connection)
        column.addWidget(self._cost)
        self._counting = QTimer(self)
        self._counting.setInterval(250)
        self._counting.timeout.connect(self._say)
        self.show_connection("No key yet", "")
        theme.changed.connect(self._say)

    def show_connection(self, word: str, where: str, wait: float | None = None) -> None:
        """Say the state by its word, to which address, and for how many seconds it will last."""
        self._word, self._where = word, where
        self._until = time.monotonic() + wait if wait else 0.0
        if wait:
            self._counting.start()
        else:
            self._counting.stop()
        self._say()

    def show_totals(self, totals: BillTotals) -> None:
        """Show the four sums."""
        self._cost.show_totals(totals)

    def _say(self) -> None:
        left = self._until - time.monotonic()
        text = self._word
        if left > 0:
            whole = int(left) + 1
            text = f"{self._word}  {whole // 60}:{whole % 60:02d}"
        else:
            self._counting.stop()
        icon, token = _LOOKS.get(self._word, ("info", "text_2"))
        side = self._theme.px(SIZES.icon)
        self._connection.setIconSize(QSize(side, side))
        self._connection.setIcon(self._theme.icon(icon, token))
        self._connection.setText(text)
        self._connection.setFont(self._theme.font("caption_number"))
        self._connection.setAccessibleDescription(f"{text}. {self._where}".strip())
        self._connection.setToolTip(plain_tip(f"{text}\n{self._where}".strip()))
