"""The foot of the left pane: the connection, and what has been spent."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.hairline import HairLine
from scout_desktop.ui.controls.label import ElidedLabel, plain_tip
from scout_desktop.ui.money.words import PERIODS, beside, shown, spoken
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
        dress(self._connection, role="quiet")
        self._connection.setAccessibleName("Connection")
        self._connection.clicked.connect(self.connection_pressed)
        self._cost = _CostButton(theme, self)
        self._cost.clicked.connect(self.report_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.s2, 0, SIZES.s2, SIZES.s2)
        column.setSpacing(SIZES.s1)
        column.addWidget(HairLine(theme, parent=self))
        column.addWidget(self._connection, 0, Qt.AlignmentFlag.AlignLeft)
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


class _CostButton(QPushButton):
    """Four sums in two columns; the exact ones are its description and its tooltip."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        dress(self, role="quiet")
        self.setAccessibleName("Running cost")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        grid = QGridLayout(self)
        grid.setContentsMargins(SIZES.s2, SIZES.s1, SIZES.s2, SIZES.s1)
        grid.setHorizontalSpacing(SIZES.s3)
        grid.setVerticalSpacing(0)
        self._amounts: dict[str, ElidedLabel] = {}
        self._unknown: dict[str, ElidedLabel] = {}
        for place, (field, name) in enumerate(PERIODS):
            row, column = 3 * (place // 2), place % 2
            caption = ElidedLabel(name, kind="caption", parent=self)
            amount = ElidedLabel("–", tone="second", parent=self)
            grid.addWidget(caption, row, column)
            unknown = ElidedLabel("", kind="caption", tone="warn", parent=self)
            unknown.hide()
            grid.addWidget(amount, row + 1, column)
            grid.addWidget(unknown, row + 2, column)
            self._amounts[field], self._unknown[field] = amount, unknown
            for label in (caption, amount, unknown):
                label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self._restyle()
        theme.changed.connect(self._restyle)

    def show_totals(self, totals: BillTotals) -> None:
        """Show the four sums."""
        for field, _name in PERIODS:
            total = getattr(totals, field)
            self._unknown[field].show_text(beside(total))
            self._unknown[field].setVisible(total.unknown > 0)
            self._amounts[field].show_text(f"{shown(total)} USD")
        self.setAccessibleDescription(spoken(totals))
        self.setToolTip(plain_tip(spoken(totals)))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return super().sizeHint() if layout is None else layout.sizeHint()

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return super().minimumSizeHint() if layout is None else layout.minimumSize()

    def _restyle(self) -> None:
        for amount in self._amounts.values():
            amount.setFont(self._theme.font("number"))
