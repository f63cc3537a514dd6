"""Brings pictures' choices between the session, the chat's own marks and the dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from scout_desktop.chat.diet import HOWS, Choice, diet_of, place_of
from scout_desktop.chat.draft import Draft
from scout_desktop.chat.errors import ScoutError
from scout_desktop.ui.controls.picture.mark import PictureMark
from scout_desktop.ui.diet.words import mark_words

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any

    from PySide6.QtWidgets import QWidget

    from scout_desktop.chat.conversation import Conversation
    from scout_desktop.chat.diet_cost import DietCost
    from scout_desktop.session.diet.diets import Diets
    from scout_desktop.session.pictures.pictures import Pictures
    from scout_desktop.ui.diet.view import DietView
    from scout_desktop.ui.tasks import Tasks
    from scout_desktop.ui.theme.theme import Theme


class DietPresenter(QObject):
    """One for a window, made when a chat first shows a picture that was sent."""

    marks_made = Signal(object)
    """A mapping from `place_of` to `PictureMark` or None, for `TranscriptView.show_marks`."""

    cost_known = Signal(str, object)
    """(chat id, `DietCost`): what the earlier pictures cost with the next question."""

    chat_changed = Signal(object)
    """The `Conversation` after a choice."""

    def __init__(
        self,
        *,
        theme: Theme,
        diets: Diets,
        pictures: Pictures,
        tasks: Tasks,
        owner: QWidget,
    ) -> None:
        """`owner` is the window that the dialog belongs to."""
        super().__init__(owner)
        self._theme, self._owner = theme, owner
        self._diets, self._pictures, self._tasks = diets, pictures, tasks
        self._conversation: Conversation | None = None
        self._draft = Draft()
        self._view: DietView | None = None
        self._choices = 0

    @property
    def view(self) -> DietView | None:
        """The dialog, while it is open."""
        return self._view

    def show(self, conversation: Conversation, draft: Draft | None = None) -> None:
        """Follow the chat that is shown; marks, and the dialog if it is open, say what holds now.

        `draft` is what is being written; only what it edits matters here.
        """
        self._conversation, self._draft = conversation, draft or Draft()
        self._tasks.start("diet", self._refresh(conversation.id))

    def open(self) -> DietView:
        """Show the dialog, or bring the one that is open to the front."""
        if self._view is None:
            from scout_desktop.ui.diet.view import DietView

            view = self._view = DietView(self._theme, self._owner)
            view.last_chosen.connect(self.set_last)
            view.chosen.connect(self._choose)
            view.all_chosen.connect(self.choose_all)
            view.pixels_wanted.connect(self._fetch)
            view.finished.connect(self._forget_view)
        self._view.show()
        self._view.raise_()
        self._view.activateWindow()
        if self._conversation is not None:
            self.show(self._conversation, self._draft)
        return self._view

    def choose(self, node_id: str, place: int, how: str) -> None:
        """Let a picture go otherwise from here on, as chosen on the picture itself."""
        if how in HOWS and self._conversation is not None:
            known = diet_of(self._conversation).choices.get(place_of(node_id, place), Choice())
            self._choose(node_id, place, Choice(how, known.caption))

    def choose_all(self, how: str) -> None:
        """Let every picture of the chat go so from here on."""
        if how in HOWS and self._conversation is not None:
            self._change(self._diets.choose_all(self._conversation.id, how))

    def set_last(self, messages: int | None) -> None:
        """Send the pictures of the last so many messages only; None: of all."""
        if self._conversation is not None:
            self._change(self._diets.set_last(self._conversation.id, messages))

    def _choose(self, node_id: str, place: int, choice: Choice) -> None:
        if self._conversation is not None:
            self._change(self._diets.choose(self._conversation.id, node_id, place, choice))

    def _change(self, work: Coroutine[Any, Any, Conversation]) -> None:
        # A name each: one choice must not cancel the one before it.
        self._choices += 1
        self._tasks.start(f"choose picture {self._choices}", self._change_now(work))

    async def _change_now(self, work: Coroutine[Any, Any, Conversation]) -> None:
        try:
            changed = await work
        except ScoutError as error:
            if self._view is None:
                raise
            # What is on the screen is set back to what holds.
            if self._conversation is not None:
                await self._refresh(self._conversation.id)
            self._view.show_problem(error.sentence)
            return
        if self._conversation is not None and changed.id == self._conversation.id:
            self._conversation = changed
            await self._refresh(changed.id)
        self.chat_changed.emit(changed)

    async def _refresh(self, chat_id: str) -> None:
        cost = await self._diets.cost(chat_id, self._draft)
        conversation = self._conversation
        if conversation is None or conversation.id != chat_id:
            return
        self.marks_made.emit(marks_of(cost, conversation))
        self.cost_known.emit(chat_id, cost)
        if self._view is not None:
            times = {
                each.planned.node: conversation.nodes[each.planned.node].created
                for each in cost.pictures
                if each.planned.node in conversation.nodes
            }
            self._view.show_cost(cost, times, diet_of(conversation).last)

    def _fetch(self, sha256: str, size: int) -> None:
        self._tasks.start(f"diet picture {sha256}", self._fetch_now(sha256, size))

    async def _fetch_now(self, sha256: str, size: int) -> None:
        try:
            found = await self._pictures.pixels(sha256, size)
        except ScoutError as error:
            if self._view is not None:
                self._view.show_picture_problem(sha256, error.headline)
            return
        if self._view is not None:
            self._view.show_pixels(sha256, found.width, found.height, found.rgba)

    def _forget_view(self) -> None:
        self._view = None


def marks_of(cost: DietCost, conversation: Conversation) -> dict[str, PictureMark | None]:
    """Return what stands on each picture of a chat.

    Nothing on those of a question that is being answered: they belong to it.
    """
    found: dict[str, PictureMark | None] = {}
    branch = conversation.branch
    answered = ""
    if branch and branch[-1].state == "streaming":
        answered = branch[-1].parent or ""
    for each in cost.pictures:
        planned = each.planned
        key = place_of(planned.node, planned.place)
        made = PictureMark(planned.how, mark_words(each), each.can_tile or planned.how == "tile")
        found[key] = None if planned.node == answered else made
    return found
