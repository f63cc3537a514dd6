"""The quiet link that says what sending earlier pictures again costs, and leads to the choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QPushButton, QSizePolicy

from scout_desktop.chat.money import show_dollars
from scout_desktop.ui.composer.words import several
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.label import plain_tip

if TYPE_CHECKING:
    from decimal import Decimal

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.theme.theme import Theme


class EarlierLink(QPushButton):
    """Long where there is room for it, short elsewhere; whole in the tooltip and for readers."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._long = self._short = ""
        dress(self, role="link")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._restyle()
        theme.changed.connect(self._restyle)

    def show_cost(self, count: int, tokens: int, usd: Decimal | None, saved: int) -> None:
        """Show what `count` pictures cost, and what the choices made about them save."""
        if count:
            money = "" if usd is None else f", {show_dollars(usd)}"
            self._long = f"{several(count, 'earlier picture')}: {several(tokens, 'token')}{money}"
            self._short = f"{count:,} earlier: {tokens:,} tok"
        else:
            self._long, self._short = "Earlier pictures left out", "Earlier: none"
        said = f"{self._long}. Sent again with this message; press to choose which go along."
        if not count:
            said = f"{self._long}. Press to choose which go along."
        if saved:
            said += f" What was chosen saves {several(saved, 'token')}."
        self.setAccessibleName(self._long)
        self.setAccessibleDescription(said)
        self.setToolTip(plain_tip(said))

    def fit(self, room: int) -> None:
        """Be long if that takes no more than `room` pixels."""
        self.setText(self._long)
        if self.sizeHint().width() > room:
            self.setText(self._short)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # It leads somewhere, as a link does: Enter follows it, too.
        if event.matches(QKeySequence.StandardKey.InsertParagraphSeparator):
            self.click()
        else:
            super().keyPressEvent(event)

    def _restyle(self) -> None:
        self.setFont(self._theme.font("caption_number"))
