"""The views that need no session, built right after the first paint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scout_desktop.ui.account.band import PracticeBand
from scout_desktop.ui.composer.intake.drop import DropVeil
from scout_desktop.ui.conversations.pane import ConversationsPane
from scout_desktop.ui.money.foot import Foot
from scout_desktop.ui.notices.notices import Notices
from scout_desktop.ui.parameters.panel import ParameterPanel
from scout_desktop.ui.transcript.view import TranscriptView

if TYPE_CHECKING:
    from collections.abc import Callable

    from scout_desktop.ui.composer.composer import Composer
    from scout_desktop.ui.theme.theme import Theme
    from scout_desktop.ui.window import Window


class Views:
    """Every view of the window, each in its place; they know nothing of each other."""

    def __init__(
        self,
        window: Window,
        composer: Composer,
        theme: Theme,
        *,
        between: Callable[[], None] = lambda: None,
    ) -> None:
        """Build them all; `between` is called after each, so that keys need not wait for all."""
        self.window, self.composer, self.theme = window, composer, theme
        composer.settle()
        between()
        self.conversations = ConversationsPane(theme)
        self.foot = Foot(theme)
        self.conversations.set_foot(self.foot)
        between()
        self.transcript = TranscriptView(theme)
        self.notices = Notices(theme, self.transcript)
        between()
        self.parameters = ParameterPanel(theme)
        self.veil = DropVeil(window, theme)
        self.band = PracticeBand(theme)
        self.band.hide()
        between()
        window.place(self.conversations, self.transcript, self.notices)
        window.place_band(self.band)
        window.place_parameters(self.parameters)
        between()
