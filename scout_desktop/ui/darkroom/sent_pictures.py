"""Follows the chat that is shown with what its earlier pictures cost, and how they are to go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from scout_desktop.chat.conversation import Conversation
    from scout_desktop.chat.diet_cost import DietCost
    from scout_desktop.session.core import Core
    from scout_desktop.ui.diet.presenter import DietPresenter
    from scout_desktop.ui.shell import Shell
    from scout_desktop.ui.tasks import Tasks
    from scout_desktop.ui.views import Views

_REST_MS = 400
"""After the last key: what a chat weighs is worked out anew only then."""


class SentPictures(QObject):
    """Between the transcript's pictures, the composer's line about them, and their dialog.

    Nothing of it is loaded for a chat without pictures.
    """

    def __init__(self, views: Views, shell: Shell, core: Core, tasks: Tasks) -> None:
        super().__init__(views.window)
        self._views, self._shell, self._core, self._tasks = views, shell, core, tasks
        self._presenter: DietPresenter | None = None
        self._chat: Conversation | None = None
        self._followed = False
        """Whether the chat shown is known to have pictures."""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._weigh)
        shell.shown.connect(self._show)
        views.composer.draft_changed.connect(lambda _: self._rest.start())
        views.composer.diet_requested.connect(self.open)
        transcript = views.transcript
        # A chat's pictures may be on the screen before we are told which chat it is.
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(0)
        self._next.timeout.connect(self._follow)
        transcript.marks_wanted.connect(self._next.start)
        transcript.diet_wanted.connect(self.open)
        transcript.diet_chosen.connect(self._choose)

    def open(self) -> None:
        """Show all pictures of the chat, and how they go along."""
        self._follow()
        if self._followed:
            self._made().open()

    def _show(self, chat: Conversation) -> None:
        before, self._chat = self._chat, chat
        if before is None or before.id != chat.id:
            self._followed = False
            self._views.composer.show_earlier_cost(0, 0, None)
            self._views.composer.show_earlier(())
        elif self._followed:
            self._follow()

    def _follow(self) -> None:
        if self._chat is not None:
            self._followed = True
            self._made().show(self._chat, self._views.composer.draft())

    def _choose(self, node_id: str, place: int, how: str) -> None:
        self._follow()
        self._made().choose(node_id, place, how)

    def _weigh(self) -> None:
        if self._chat is not None and not self._views.composer.draft().is_empty:
            self._tasks.start("weigh pictures", self._weigh_now(self._chat))

    async def _weigh_now(self, chat: Conversation) -> None:
        draft = self._views.composer.draft()
        cost = await self._core.diets.cost(chat.id, draft)
        if self._chat is not None and self._chat.id == chat.id and cost.count:
            self._followed = True
            self._made().show(self._chat, draft)

    def _made(self) -> DietPresenter:
        if self._presenter is None:
            from scout_desktop.ui.diet.presenter import DietPresenter

            made = self._presenter = DietPresenter(
                theme=self._views.theme,
                diets=self._core.diets,
                pictures=self._core.pictures,
                tasks=self._tasks,
                owner=self._views.window,
            )
            made.marks_made.connect(self._views.transcript.show_marks)
            made.cost_known.connect(self._say_cost)
            made.chat_changed.connect(self._shell.chat_changed)
        return self._presenter

    def _say_cost(self, chat_id: str, cost: DietCost) -> None:
        if self._chat is None or self._chat.id != chat_id:
            return
        composer = self._views.composer
        composer.show_earlier_cost(cost.sent, cost.tokens, cost.usd, cost.saved_tokens)
        forms = [each.planned for each in cost.pictures if each.planned.how in ("keep", "tile")]
        composer.show_earlier(tuple(planned.image for planned in forms))
