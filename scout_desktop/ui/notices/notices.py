"""Says what state the program is in (above the composer) and offers Undo (a toast, one at a time).

A state has a topic (`key`, `network`, `disk`): saying it again replaces the sentence, `unsay` takes
it away when it is over. At most two are shown, the gravest and then the newest first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from scout_desktop.ui.controls.banner import Banner, Kind
from scout_desktop.ui.controls.toast import Toast
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scout_desktop.ui.theme.theme import Theme

_AT_ONCE = 2
_GRAVITY: dict[Kind, int] = {"bad": 0, "warn": 1, "info": 2}


class Notices(QWidget):
    """The column of banners; its toast floats over `floor`."""

    chosen = Signal(str, str)
    """(topic, text of the button)"""

    dismissed = Signal(str)
    """The user closed the banner of this topic; it is not said any more."""

    undone = Signal(str)
    """(ticket) The user wants it back."""

    expired = Signal(str)
    """(ticket) The offer is over."""

    def __init__(self, theme: Theme, floor: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._banners: dict[str, Banner] = {}
        self._kinds: dict[str, Kind] = {}
        self._ticket = ""
        self._toast = Toast(theme, floor)
        self._toast.undone.connect(self._take_back)
        self._toast.expired.connect(self._expire)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SIZES.s2)
        self.hide()

    def say(
        self,
        topic: str,
        kind: Kind,
        sentence: str,
        actions: Sequence[str] = (),
        *,
        closable: bool = True,
    ) -> None:
        """Show `sentence` with at most two buttons, in the place of what `topic` said before.

        `closable` holds for as long as the topic is said: a band that must stay has no cross.
        """
        banner = self._banners.pop(topic, None)
        if banner is None:
            banner = Banner(self._theme, closable=closable, parent=self)
            banner.chosen.connect(lambda text: self.chosen.emit(topic, text))
            banner.dismissed.connect(lambda: self._dismiss(topic))
        self._banners[topic] = banner  # at the end: now the newest
        self._kinds[topic] = kind
        banner.show_state(kind, sentence, actions)
        self._arrange()
        self._announce(sentence, urgent=kind == "bad")

    def unsay(self, topic: str) -> None:
        """Take away what `topic` says; nothing happens if it says nothing."""
        banner = self._banners.pop(topic, None)
        if banner is not None:
            del self._kinds[topic]
            self._column.removeWidget(banner)
            banner.hide()
            banner.deleteLater()
            self._arrange()

    def offer_undo(self, sentence: str, ticket: str) -> None:
        """Say what was done and offer to undo it; an offer still open before this one expires."""
        if self._ticket:
            self._expire()
        self._ticket = ticket
        self._toast.offer(sentence)
        self._announce(f"{sentence} Undo is offered.")

    def _arrange(self) -> None:
        newest = list(reversed(self._banners))
        ranked = sorted(newest, key=lambda topic: _GRAVITY[self._kinds[topic]])
        for topic in ranked:
            banner = self._banners[topic]
            self._column.removeWidget(banner)
            self._column.addWidget(banner)
            banner.setVisible(topic in ranked[:_AT_ONCE])
        self.setVisible(bool(ranked))

    def _dismiss(self, topic: str) -> None:
        self.unsay(topic)
        self.dismissed.emit(topic)

    def _take_back(self) -> None:
        ticket, self._ticket = self._ticket, ""
        self.undone.emit(ticket)

    def _expire(self) -> None:
        ticket, self._ticket = self._ticket, ""
        if ticket:
            self.expired.emit(ticket)

    def _announce(self, sentence: str, *, urgent: bool = False) -> None:
        if not QAccessible.isActive():
            return
        event = QAccessibleAnnouncementEvent(self, sentence)
        if urgent:
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)
