"""The bottom row of the composer: attach, model, estimate, and Send or Stop."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from scout_desktop.ui.composer.foot.attach import AttachButton, MoreWays
from scout_desktop.ui.composer.foot.estimate import EstimateLine
from scout_desktop.ui.composer.foot.model import ModelField
from scout_desktop.ui.composer.foot.send import SendButton
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from decimal import Decimal

    from PySide6.QtGui import QResizeEvent

    from scout_desktop.ui.composer.foot.earlier import EarlierLink
    from scout_desktop.ui.theme.theme import Theme

_ONE_LINE_FROM = 540
"""From this width on the estimate stands beside the model, below it has a line of its own."""


class Foot(QWidget):
    """Its parts are public: the composer says to each what to show."""

    attach_pressed = Signal()
    ways_pressed = Signal()
    """The user wants to see all the ways to attach a picture."""
    earlier_pressed = Signal()
    """The user wants to choose which earlier pictures go along."""
    send_pressed = Signal()
    """Send or Stop, whichever the button is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.attach = AttachButton(theme, self)
        self.model = ModelField(theme, self)
        self.estimate = EstimateLine(theme, self)
        self.send = SendButton(theme, self)
        self.earlier: EarlierLink | None = None
        """None until there are earlier pictures to speak of."""
        self._more = MoreWays(theme, self)
        self.attach.clicked.connect(self.attach_pressed)
        self.attach.menu_requested.connect(self.ways_pressed)
        self._more.pressed.connect(self.ways_pressed)
        self.send.clicked.connect(self.send_pressed)
        ways = QHBoxLayout()
        ways.setSpacing(0)
        ways.addWidget(self.attach)
        ways.addWidget(self._more)
        left = QHBoxLayout()
        left.setSpacing(SIZES.s1)
        left.addLayout(ways)
        left.addWidget(self.model)
        left.addStretch(1)
        # The estimate's box never follows its text, so nothing beside it moves.
        self._costs = QHBoxLayout()
        self._costs.setSpacing(SIZES.s2)
        self._costs.addWidget(self.estimate, 1)
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lines.setSpacing(SIZES.s1)
        self._lines.addLayout(left)
        self._lines.addLayout(self._costs, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.s2)
        row.addLayout(self._lines, 1)
        at_bottom = QVBoxLayout()
        at_bottom.addStretch(1)
        at_bottom.addWidget(self.send)
        row.addLayout(at_bottom)

    def stops(self) -> list[QWidget]:
        """What Tab goes to, in order."""
        earlier = [] if self.earlier is None else [self.earlier]
        return [self.attach, self.model, *earlier, self.send]

    def settle(self) -> None:
        """Show what the first paint need not wait for; nothing moves."""
        self._more.settle()

    def show_earlier(self, count: int, tokens: int, usd: Decimal | None, saved: int) -> None:
        """Say what sending earlier pictures again costs; nothing where there are none."""
        if self.earlier is None:
            if not (count or saved):
                return
            # With the words of money behind it, which the first frame does without.
            from scout_desktop.ui.composer.foot.earlier import EarlierLink

            self.earlier = EarlierLink(self._theme, self)
            self.earlier.clicked.connect(self.earlier_pressed)
            self._costs.addWidget(self.earlier)
            for before, after in pairwise(self.stops()):
                QWidget.setTabOrder(before, after)
        self.earlier.show_cost(count, tokens, usd, saved)
        self.earlier.setVisible(bool(count or saved))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wide = self.width() >= self._theme.px(_ONE_LINE_FROM)
        box = QBoxLayout.Direction
        self._lines.setDirection(box.LeftToRight if wide else box.TopToBottom)
        if self.earlier is not None and not self.earlier.isHidden():
            others = self.send.width() + self.estimate.least_width() + 4 * SIZES.s2
            if wide:
                others += self.attach.width() + self._more.width() + self.model.width()
            self.earlier.fit(self.width() - others)
