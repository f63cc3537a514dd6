"""Connects the views: what one presenter says, the others are told here and nowhere else."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from scout_desktop.chat.draft import Draft
from scout_desktop.chat.errors import ParameterInvalid, ScoutError
from scout_desktop.ui.composer.intake.offer import Loose, Offer
from scout_desktop.ui.composer.presenter import ComposerPresenter
from scout_desktop.ui.conversations.presenter import ConversationsPresenter
from scout_desktop.ui.money.presenter import MoneyPresenter
from scout_desktop.ui.notices.board import NoticeBoard
from scout_desktop.ui.parameters.presenter import ParametersPresenter
from scout_desktop.ui.transcript.presenter import TranscriptPresenter

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from scout_desktop.chat.conversation import Conversation
    from scout_desktop.session.core import Core
    from scout_desktop.ui.tasks import Tasks
    from scout_desktop.ui.views import Views


class Shell(QObject):
    """Owns the presenters, and which chat is shown."""

    shown = Signal(object)
    """The `Conversation` on the screen, whenever it is another or has changed."""

    def __init__(self, views: Views, core: Core, tasks: Tasks) -> None:
        super().__init__(views.window)
        self._views, self._core, self._tasks = views, core, tasks
        self.conversations = ConversationsPresenter(
            views.conversations, core.chats, core.pictures, tasks, finding=core.finding
        )
        self.transcript = TranscriptPresenter(
            views.transcript,
            chats=core.chats,
            turns=core.turns,
            pictures=core.pictures,
            account=core.account,
            tasks=tasks,
            parent=self,
        )
        self.composer = ComposerPresenter(
            views.composer,
            chats=core.chats,
            desk=core.desk,
            pictures=core.pictures,
            bill=core.bill,
            preferences=core.preferences,
            tasks=tasks,
            parent=self,
        )
        self.parameters = ParametersPresenter(
            views.parameters, chats=core.chats, desk=core.desk, tasks=tasks, parent=self
        )
        self.money = MoneyPresenter(
            views.foot, bill=core.bill, account=core.account, tasks=tasks, theme=views.theme
        )
        self.board = NoticeBoard(views.notices)
        self._totalled = ""
        self._faces: dict[str, tuple[str, int]] = {}
        self._failures: dict[str, ScoutError] = {}
        """How a turn failed, until its end has been told."""
        self._connect_list()
        self._connect_transcript()
        self._connect_composer()
        self._connect_parameters()

    def start(self) -> None:
        """Show a new chat and the list; say what opening the folder met."""
        self._views.window.setWindowIcon(self._views.theme.mark())
        self.new_chat()
        self.conversations.refresh()
        self._tasks.start("prices", self._know_prices(self._core.bill.load_prices()))
        self.money.problem.connect(self.board.say_error)
        self.money.added_up.connect(self.conversations.refresh)
        for place, sentence in enumerate(self._core.notices):
            self.board.say(f"start {place}", "warn", sentence)

    async def keep(self) -> None:
        """Hand everything unsaved to the disk, before quitting."""
        self.composer.flush()
        # Awaited: what is only started now would be cancelled with the other tasks. A disk that
        # refuses leaves what it has whole, and there is no window left to say so.
        with suppress(ScoutError):
            await self.parameters.settle()

    def _connect_list(self) -> None:
        listed = self.conversations
        listed.opened.connect(self.transcript.open_chat)
        listed.new_requested.connect(self.new_chat)
        listed.hit_opened.connect(self.transcript.open_hit)
        listed.trashed.connect(self._gone)
        listed.purged.connect(self._gone)
        listed.undo_offered.connect(self.board.offer_undo)
        listed.restored.connect(self.transcript.open_chat)
        listed.retitled.connect(self._reread)

    def _connect_transcript(self) -> None:
        turns, view = self.transcript, self._views.transcript
        turns.conversation_changed.connect(self.chat_changed)
        turns.turn_started.connect(self._turn_moved)
        turns.turn_failed.connect(self._failures.__setitem__)
        turns.turn_ended.connect(self._turn_ended)
        turns.failed_to_start.connect(self._give_back)
        turns.problem.connect(self.board.say_error)
        view.edit_requested.connect(self.composer.edit)
        view.afford_requested.connect(self._retry_affordable)
        view.prompt_chosen.connect(self._suggest)
        view.stop_requested.connect(self.stop)

    def _connect_composer(self) -> None:
        composer = self.composer
        composer.submitted.connect(
            lambda id, draft: self._tasks.start(f"submit {id}", self._submit(id, draft))
        )
        composer.stop_requested.connect(self.transcript.stop)
        composer.chat_changed.connect(self.chat_changed)
        self._views.veil.dropped.connect(composer.take)

    def _connect_parameters(self) -> None:
        parameters = self.parameters
        parameters.conversation_changed.connect(self.chat_changed)
        parameters.undo_offered.connect(self.board.offer_undo)
        parameters.invalid_changed.connect(
            lambda wrong: self._views.composer.show_blocked(next(iter(wrong.values()), None))
        )

    async def _submit(self, chat_id: str, draft: Draft) -> None:
        """Send once the last edits of the parameters are checked and kept."""
        if (error := await self._settle()) is not None:
            self._give_back(chat_id, draft, error)
        else:
            self.transcript.submit(chat_id, draft)

    async def _settle(self) -> ScoutError | None:
        try:
            wrong = await self.parameters.settle()
        except ScoutError as error:
            return error
        return ParameterInvalid(next(iter(wrong.values()))) if wrong else None

    def take_folder(self) -> None:
        """Believe that the chats that are not in the folder are gone, as the user says."""
        self._tasks.start("folder", self._take_folder_as_it_is())

    async def _take_folder_as_it_is(self) -> None:
        await self._core.chats.take_folder_as_it_is()
        self.board.unsay("folder")
        self.conversations.refresh()

    def _save_again(self) -> None:
        if self.transcript.shown is not None:
            self._tasks.start("save again", self._save_once_more(self.transcript.shown))

    async def _save_once_more(self, chat_id: str) -> None:
        if await self._core.chats.save_again(chat_id) is None:
            self.board.unsay("disk")

    def new_chat(self) -> None:
        """Show a new chat with the cursor in the message."""
        self.transcript.new_chat()
        self._views.composer.focus_text()

    def stop(self) -> None:
        """Stop the reply of the chat shown."""
        if self.transcript.shown is not None:
            self.transcript.stop(self.transcript.shown)

    def regenerate(self) -> None:
        """Ask again for the last reply of the chat shown."""
        if (chat := self._chat()) and chat.branch and chat.branch[-1].role == "assistant":
            self.transcript.regenerate(chat.branch[-1].id)

    def _retry_affordable(self, reply_id: str, tokens: int) -> None:
        """Ask again with as many tokens as the service said the credit allows."""
        self._views.window.show_right()
        self.parameters.set("max_tokens", tokens)
        self._tasks.start("retry affordable", self._regenerate_settled(reply_id))

    async def _regenerate_settled(self, reply_id: str) -> None:
        if (error := await self._settle()) is not None:
            self.board.say_error(error)
        else:
            self.transcript.regenerate(reply_id)

    def duplicate(self) -> None:
        """Copy the chat shown."""
        if (chat := self._chat()) is not None and chat.nodes:
            self._views.conversations.duplicated.emit(chat.id)

    def pin(self) -> None:
        """Pin the chat shown, or unpin it."""
        if (chat := self._chat()) is not None and chat.nodes:
            self._views.conversations.pin_toggled.emit(chat.id, not chat.value("pinned", False))

    def archive(self) -> None:
        """Put chats into the archive, or back among the others."""
        listed, chat = self._views.conversations, self._chat()
        shown = chat is not None and chat.value("archived") is True
        if ids := self.meant():
            archived = listed.view == "archive" if listed.meant() else shown
            listed.archived.emit(ids, not archived)

    def edit_tags(self) -> None:
        """Let the user change the tags of chats."""
        if ids := self.meant():
            self._views.conversations.tags_asked.emit(ids)

    def trash(self) -> None:
        """Move chats to the trash."""
        self.conversations.trash(*self.meant())

    def meant(self) -> tuple[str, ...]:
        """The chats that keys mean: those chosen in the list while keys go there, or the shown."""
        shown = (chat.id,) if (chat := self._chat()) is not None and chat.nodes else ()
        return self._views.conversations.meant() or shown

    def open_neighbour(self, step: int) -> None:
        """Open the chat above (-1) or below (1) in the list."""
        if (id := self._views.conversations.neighbour(step)) is not None:
            self.transcript.open_chat(id)

    def _chat(self) -> Conversation | None:
        shown = self.transcript.shown
        return None if shown is None else self._core.chats.current(shown)

    def attach_sample(self, name: str, data: bytes) -> None:
        """Put a picture of ours into the message, for a first try."""
        self.composer.take(Offer(loose=(Loose(name, data),)))

    def chat_changed(self, chat: Conversation) -> None:
        """Show what has become of a chat, wherever it was changed."""
        if chat.id == self.transcript.shown:
            self.transcript.refresh(chat)
            self.composer.show(chat)
            self.parameters.show(chat)
            self._views.window.show_title(chat.title if chat.nodes else "")
            self._views.conversations.select(chat.id)
            if chat.id != self._totalled:
                self._totalled = chat.id
                self.money.refresh(chat.id)
            self.shown.emit(chat)
        # A chat appears in the list with its first message, not only when the reply has come.
        face = chat.title, len(chat.nodes)
        if chat.nodes and self._faces.get(chat.id) != face:
            self._faces[chat.id] = face
            self.conversations.refresh()
        self._turn_moved(chat.id)

    def _turn_moved(self, chat_id: str) -> None:
        if chat_id == self.transcript.shown:
            self._views.composer.show_running(self.transcript.is_running(chat_id))

    def _turn_ended(self, chat_id: str) -> None:
        self._turn_moved(chat_id)
        self.conversations.refresh()
        self.money.refresh(self.transcript.shown)
        if (error := self._failures.pop(chat_id, None)) is not None:
            # After the refresh, which shows the connection without what the limit asked for.
            self.money.note_failure(error)
        chat = self._core.chats.current(chat_id)
        if chat is not None and chat.branch and chat.branch[-1].state == "complete":
            # The way to the service is open now: a good moment to see what models cost today.
            self._tasks.start("prices", self._know_prices(self._core.bill.refresh_prices()))
        if (unsaved := self._core.chats.unsaved(chat_id)) is None:
            self.board.unsay("disk")
        else:
            self.board.say("disk", "bad", unsaved.sentence, {"Try again": self._save_again})

    async def _know_prices(self, reading: Coroutine[None, None, None]) -> None:
        await reading
        self._views.composer.show_known_models(self._core.bill.known_models())

    def _gone(self, ids: tuple[str, ...]) -> None:
        if self.transcript.shown in ids:
            # Who throws chats away one after the other keeps the keyboard in the list.
            keep = self._views.conversations.has_keyboard
            self.transcript.new_chat() if keep else self.new_chat()

    def _reread(self, id: str) -> None:
        if (chat := self._core.chats.current(id)) is not None:
            self.chat_changed(chat)

    def _give_back(self, chat_id: str, draft: Draft, error: ScoutError) -> None:
        self.composer.give_back(chat_id, draft)
        self.board.say_error(error)

    def _suggest(self, prompt: str) -> None:
        if self.transcript.shown is not None:
            self.composer.give_back(self.transcript.shown, Draft(prompt))
            self._views.composer.focus_text()
