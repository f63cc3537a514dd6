"""Between the transcript and the session: opens chats, runs turns, carries growth to the view."""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from scout_desktop.chat.errors import KeyMissing, KeyProblem, KeyRejected, ScoutError
from scout_desktop.session.events import Asked, Failed, Interrupted, Queued, ReplyGrew
from scout_desktop.ui.transcript.pictures.fetching import Fetching
from scout_desktop.ui.transcript.taking_apart import TakingApart
from scout_desktop.ui.transcript.warming import parser_ready

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable

    from scout_desktop.chat.conversation import Conversation
    from scout_desktop.chat.draft import Draft
    from scout_desktop.session.account import Account
    from scout_desktop.session.chats import Chats
    from scout_desktop.session.events import TurnEvent
    from scout_desktop.session.pictures.pictures import Pictures
    from scout_desktop.session.turns import Turns
    from scout_desktop.ui.tasks import Tasks
    from scout_desktop.ui.transcript.view import TranscriptView


@dataclass
class _Turn:
    """A reply on its way in some chat, shown or not."""

    since: float
    reply_id: str = ""
    comments: int = 0


class TranscriptPresenter(QObject):
    """One for the window. Chats that are not shown go on streaming."""

    turn_started = Signal(str)
    """A reply is on its way in the chat with this id: Send becomes Stop."""

    turn_ended = Signal(str)
    """However it ended; what the chat holds now was announced just before."""

    conversation_changed = Signal(object)
    """This `Conversation` is how a chat stands now (shown or not)."""

    turn_failed = Signal(str, object)
    """(chat id, ScoutError): the reply broke off or was refused; the transcript says so."""

    failed_to_start = Signal(str, object, object)
    """(chat id, Draft, ScoutError): nothing was kept; the draft belongs back in the composer."""

    key_requested = Signal()
    """A key is needed before something can be sent; call `key_stored` or `key_declined` then."""

    problem = Signal(object)
    """A `ScoutError` that belongs to no reply."""

    def __init__(
        self,
        view: TranscriptView,
        *,
        chats: Chats,
        turns: Turns,
        pictures: Pictures,
        account: Account,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._view, self._chats, self._turns = view, chats, turns
        self._account, self._tasks = account, tasks
        self._shown: str | None = None
        self._in_view: Conversation | None = None
        """What the view was given last; to show the same once more is work for nothing."""
        self._running: dict[str, _Turn] = {}
        self._held: tuple[str, Draft] | None = None
        self._again: str | None = None
        """The chat whose last reply is to be asked for again once there is a key."""
        view.regenerate_requested.connect(self.regenerate)
        view.continue_requested.connect(self.continue_reply)
        view.branch_chosen.connect(self.show_branch)
        view.renamed.connect(self.rename)
        view.key_requested.connect(self._replace_key)
        self._taking_apart = TakingApart(view, tasks, self)
        self._fetching = Fetching(view, pictures, tasks, self)

    @property
    def shown(self) -> str | None:
        """The id of the chat on the screen."""
        return self._shown

    def is_running(self, chat_id: str) -> bool:
        """Whether a reply is on its way in this chat."""
        return chat_id in self._running

    def new_chat(self) -> Conversation:
        """Show a new chat; it is on disk from its first message on."""
        self._tasks.cancel(_OPENING)  # what comes late must not take the place of the new one
        conversation = self._chats.new()
        self.show_chat(conversation)
        return conversation

    def open_chat(self, chat_id: str) -> None:
        """Show a chat by its id, from memory or from disk."""
        self._tasks.start(_OPENING, self._open(chat_id))

    def open_hit(self, chat_id: str, node_id: str, words: str) -> None:
        """Show a chat where something was found: on the branch, and with the words marked."""
        self._tasks.start(_OPENING, self._open_hit(chat_id, node_id, words))

    def show_chat(self, conversation: Conversation) -> None:
        """Show this chat, with the reply that is on its way in it."""
        self._shown, self._in_view = conversation.id, conversation
        turn, partial = self._running.get(conversation.id), self._turns.partial(conversation.id)
        if turn is None or partial is None or partial[0] not in conversation.nodes:
            self._view.show_chat(conversation)
        else:
            self._view.begin_reply(conversation, partial[0], turn.since)
            self._view.grow(partial[0], 0, partial[1])
            if turn.comments and not partial[1]:
                self._view.show_waiting(turn.comments)
        self.conversation_changed.emit(conversation)

    def refresh(self, conversation: Conversation) -> None:
        """Take note of a chat that somebody else changed (its model, its title, its settings)."""
        if conversation.id == self._shown and conversation is not self._in_view:
            self._in_view = conversation
            self._view.show_chat(conversation)

    def submit(self, chat_id: str, draft: Draft) -> None:
        """Send a draft in a chat; asks for a key first where there is none at all."""
        account = self._account
        if not (account.practice or account.key_known or account.address.is_loopback):
            self._held = (chat_id, draft)
            self.key_requested.emit()
            return
        self._start(chat_id, self._turns.ask(chat_id, draft), draft)

    def key_stored(self) -> None:
        """A key is there: send what waited for it, once. A key given unasked sends nothing."""
        (held, self._held), (again, self._again) = (self._held, None), (self._again, None)
        if held is not None:
            self.submit(*held)
            return
        current = None if again is None else self._chats.current(again)
        if current is None or current.head is None or again != self._shown:
            return
        last = current.nodes[current.head]
        kind = last.section("error").get("kind")
        if last.state == "failed" and kind in _KEY_KINDS:
            self.regenerate(last.id)

    def key_declined(self) -> None:
        """There is no key: what waited for it goes back to where it was written."""
        held, self._held, self._again = self._held, None, None
        if held is not None:
            self.failed_to_start.emit(*held, KeyMissing())

    def stop(self, chat_id: str) -> None:
        """Stop the reply in a chat; what has arrived is kept."""
        self._tasks.cancel(_name(chat_id))

    def regenerate(self, reply_id: str) -> None:
        """Ask again for a reply of the chat shown."""
        if self._shown is not None:
            self._start(self._shown, self._turns.regenerate(self._shown, reply_id))

    def continue_reply(self, reply_id: str) -> None:
        """Go on where a reply of the chat shown broke off."""
        if self._shown is not None:
            self._start(self._shown, self._turns.continue_reply(self._shown, reply_id))

    def show_branch(self, node_id: str) -> None:
        """Show another version of a message of the chat shown."""
        if self._shown is not None and not self.is_running(self._shown):
            self._tasks.start("branch", self._change(self._chats.show_branch(self._shown, node_id)))

    def rename(self, title: str) -> None:
        """Give the chat shown another title."""
        if self._shown is not None:
            self._tasks.start("rename", self._change(self._chats.rename(self._shown, title)))

    def _start(
        self, chat_id: str, events: AsyncIterator[TurnEvent], draft: Draft | None = None
    ) -> None:
        if chat_id in self._running:
            return
        self._running[chat_id] = _Turn(time.monotonic())
        self.turn_started.emit(chat_id)
        self._tasks.start("parser", parser_ready())
        self._tasks.start(_name(chat_id), self._run(chat_id, events, draft))

    async def _run(
        self, chat_id: str, events: AsyncIterator[TurnEvent], draft: Draft | None
    ) -> None:
        turn = self._running[chat_id]
        try:
            # Closed at once, not when the garbage collector comes by: closing keeps the reply.
            async with aclosing(events) as stream:  # type: ignore[type-var]  # they are generators
                async for event in stream:
                    self._take(chat_id, turn, event)
        except ScoutError as error:
            if draft is not None and not turn.reply_id:
                self.failed_to_start.emit(chat_id, draft, error)
            else:
                self.problem.emit(error)
        finally:
            self._end(chat_id)

    def _take(self, chat_id: str, turn: _Turn, event: TurnEvent) -> None:
        shown = chat_id == self._shown
        match event:
            case Asked():
                turn.reply_id = event.reply_id
                if shown:
                    self._in_view = event.conversation
                    self._view.begin_reply(event.conversation, event.reply_id, turn.since)
                self.conversation_changed.emit(event.conversation)
            case Queued():
                turn.comments = event.comments
                if shown:
                    self._view.show_waiting(event.comments)
            case ReplyGrew() if shown:
                self._view.grow(event.reply_id, event.at, event.text)
            case Failed() | Interrupted():
                self.turn_failed.emit(chat_id, event.error)
            case _:
                # The ends and the usage are in the conversation that `_end` shows.
                pass

    def _end(self, chat_id: str) -> None:
        self._running.pop(chat_id, None)
        current = self._chats.current(chat_id)
        if current is not None:
            if chat_id == self._shown:
                self._in_view = current
                self._view.end_reply(current)
            self.conversation_changed.emit(current)
        self.turn_ended.emit(chat_id)

    def _replace_key(self) -> None:
        self._again = self._shown
        self.key_requested.emit()

    async def _open(self, chat_id: str) -> None:
        try:
            conversation = self._chats.end_visit(chat_id) or await self._read(chat_id)
        except ScoutError as error:
            self.problem.emit(error)
        else:
            self.show_chat(conversation)

    async def _open_hit(self, chat_id: str, node_id: str, words: str) -> None:
        try:
            chat = self._chats.current(chat_id) or await self._read(chat_id)
            branch = {node.id for node in chat.branch}
            if node_id and node_id not in branch and not self.is_running(chat_id):
                chat = await self._chats.visit(chat_id, node_id)
        except ScoutError as error:
            self.problem.emit(error)
            return
        self.show_chat(chat)
        if node_id:
            self._view.show_hit(node_id, words)

    async def _read(self, chat_id: str) -> Conversation:
        """Read a chat from disk, and meanwhile load what takes its texts apart."""
        found, _ = await asyncio.gather(self._chats.open(chat_id), parser_ready())
        return found

    async def _change(self, changing: Awaitable[Conversation]) -> None:
        try:
            conversation = await changing
        except ScoutError as error:
            self.problem.emit(error)
        else:
            self._show_change(conversation)

    def _show_change(self, conversation: Conversation) -> None:
        self.refresh(conversation)
        self.conversation_changed.emit(conversation)


_KEY_KINDS = frozenset({KeyRejected.kind, *(each.kind for each in KeyProblem.__subclasses__())})

_OPENING = "open chat"


def _name(chat_id: str) -> str:
    return f"turn:{chat_id}"
