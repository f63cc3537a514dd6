"""What stands between the user and the first reply: first start, key, practice mode, settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from scout_desktop.resources import read_bytes
from scout_desktop.ui.account.presenter import AccountPresenter

if TYPE_CHECKING:
    from scout_desktop.session.core import Core
    from scout_desktop.ui.shell import Shell
    from scout_desktop.ui.tasks import Tasks
    from scout_desktop.ui.views import Views

_SAMPLE = "receipt.png"
_WARM_AFTER_S = 3.0
"""Loaded at the first Send, the network stack would delay its reply by half a second, and what
shows messages the first chat by a sixth."""


class Entrance(QObject):
    """Owns the account's presenter and carries what it says to the rest of the window."""

    def __init__(self, views: Views, shell: Shell, core: Core, tasks: Tasks) -> None:
        super().__init__(views.window)
        self._views, self._shell, self._core, self._tasks = views, shell, core, tasks
        self.account = AccountPresenter(
            views.window,
            account=core.account,
            preferences=core.preferences,
            tasks=tasks,
            theme=views.theme,
            folder=core.places.data,
        )
        account = self.account
        shell.transcript.key_requested.connect(self._ask_for_key)
        shell.money.connection_pressed.connect(self._see_to_connection)
        account.key_stored.connect(shell.transcript.key_stored)
        account.key_declined.connect(shell.transcript.key_declined)
        account.connection_changed.connect(shell.money.show_connection)
        account.practice_changed.connect(self._practice_changed)
        account.preferences_changed.connect(lambda _: self._follow_preferences())
        account.problem.connect(shell.board.say_error)
        views.band.leave_requested.connect(lambda: account.set_practice(False))
        views.transcript.sample_requested.connect(self._attach_sample)

    def start(self) -> None:
        """Show the band in practice mode, and the sheet of the first start where it is due."""
        self._views.transcript.be_smooth(smooth=self._core.preferences.current.smooth)
        self._practice_changed(self._core.account.practice)
        account = self._core.account
        self._tasks.start("warm up", self._warm_up())
        if account.practice or account.key_known or account.address.is_loopback:
            return
        self._tasks.start("first start", self._show_first_start())

    def _follow_preferences(self) -> None:
        self._shell.composer.follow_preferences()
        self._views.transcript.be_smooth(smooth=self._core.preferences.current.smooth)

    async def _show_first_start(self) -> None:
        # Whoever has chats knows the program; the key is asked for when something is sent.
        if not await self._core.chats.are_there():
            self.account.show_first_start()

    async def _warm_up(self) -> None:
        from asyncio import sleep  # after the first frame, as in ui/tasks.py

        # Long before the first question is written, and when nothing of the start is left to do.
        await sleep(_WARM_AFTER_S)
        from scout_desktop.ui.transcript.warming import warm

        await warm(self._views.transcript)
        await self._core.account.warm()

    def _ask_for_key(self) -> None:
        self.account.show_key("Sending needs an API key. Your message waits.")

    def _see_to_connection(self) -> None:
        account = self._core.account
        if account.practice or account.address.is_loopback:
            self.account.show_settings()
        else:
            self.account.show_key()

    def _practice_changed(self, on: bool) -> None:
        self._views.band.setVisible(on)

    def _attach_sample(self) -> None:
        self._shell.attach_sample(_SAMPLE, read_bytes(f"samples/{_SAMPLE}"))
