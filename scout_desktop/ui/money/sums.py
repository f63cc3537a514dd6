"""The running cost: four sums, each with all its digits at any width of the pane."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.label import PlainLabel, plain_tip
from scout_desktop.ui.money.words import PERIODS, beside, shown, spoken
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from scout_desktop.session.bill import BillTotals
    from scout_desktop.ui.theme.theme import Theme

_UNIT: Final = " USD"
_ROOM_FOR: Final = "0.00000000 USD"
"""What a line has room for in any case, so that it is not laid out anew with each reply."""


class Sums(QPushButton):
    """Name and sum in one line; where that is too narrow, the sum stands below its name.

    Then the name holds the unit. No digit of a sum is ever left out; the sums to their last digit
    are the description and the tooltip.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        dress(self, role="row")
        self.setAccessibleName("Running cost")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(SIZES.s2, SIZES.s1, SIZES.s2, SIZES.s1)
        self._grid.setHorizontalSpacing(SIZES.s2)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self._lines: dict[str, tuple[PlainLabel, PlainLabel, PlainLabel]] = {}
        self._said: dict[str, str] = {}
        self._is_stacked: bool | None = None
        for field, name in PERIODS:
            caption = PlainLabel(name, kind="caption", parent=self)
            amount = PlainLabel("–", kind="caption_number", tone="text", parent=self)
            unknown = PlainLabel("", kind="caption_number", tone="warn", parent=self)
            unknown.hide()
            self._lines[field] = caption, amount, unknown
            for label in self._lines[field]:
                label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
                # The pane may be narrower than a sum for a moment: never wider because of it.
                label.setMinimumWidth(1)
        self._restyle()
        theme.changed.connect(self._restyle)

    def show_totals(self, totals: BillTotals) -> None:
        """Show the four sums."""
        for field, _name in PERIODS:
            total = getattr(totals, field)
            # A sum on its way must not look like the whole.
            self._said[field] = shown(total) if totals.read >= 1 else f"… {shown(total)}"
            unknown = self._lines[field][2]
            unknown.setText(beside(total))
            unknown.setVisible(total.unknown > 0)
        self.setAccessibleDescription(spoken(totals))
        self.setToolTip(plain_tip(spoken(totals)))
        self._fit()

    def sizeHint(self) -> QSize:
        return self._grid.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._grid.minimumSize()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Choose between one line and two, by the widest sum."""
        digits = QFontMetrics(self._theme.font("caption_number"))
        words = QFontMetrics(self._theme.font("caption"))
        sums = [f"{said}{_UNIT}" for said in self._said.values()]
        wanted = max(words.horizontalAdvance(name) for _, name in PERIODS) + max(
            digits.horizontalAdvance(text) for text in (*sums, _ROOM_FOR)
        )
        inner = self.width() - 2 * SIZES.s2
        stacked = inner < wanted + SIZES.s2 + 4
        for field, name in PERIODS:
            caption, amount, _ = self._lines[field]
            said = self._said.get(field)
            caption.setText(f"{name},{_UNIT}" if stacked else name)
            unit = "" if stacked else _UNIT
            amount.setText("–" if said is None else f"{said}{unit}")
        if stacked != self._is_stacked:
            self._is_stacked = stacked
            self._place(stacked=stacked)
        self.updateGeometry()

    def _place(self, *, stacked: bool) -> None:
        side = Qt.AlignmentFlag.AlignLeft if stacked else Qt.AlignmentFlag.AlignRight
        for place, labels in enumerate(self._lines.values()):
            caption, amount, unknown = labels
            for label in labels:
                self._grid.removeWidget(label)
            self._grid.addWidget(caption, 3 * place, 0)
            if stacked:
                self._grid.addWidget(amount, 3 * place + 1, 0)
            else:
                self._grid.addWidget(amount, 3 * place, 1)
            self._grid.addWidget(unknown, 3 * place + 2, 0, 1, 2)
            for label in (amount, unknown):
                label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)

    def _restyle(self) -> None:
        for _, *numbers in self._lines.values():
            for label in numbers:
                label.setFont(self._theme.font("caption_number"))
        self._fit()
