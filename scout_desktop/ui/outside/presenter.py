"""Between the folder and the window: what others did is looked for when the folder stirs, and told.

Nothing here shows anything. What is told of a chat that is not on the screen waits until it is.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from scout_desktop.chat.errors import DiskError
from scout_desktop.ui.outside import words
from scout_desktop.ui.outside.watch import FolderWatch

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from scout_desktop.chat.conversation import Conversation
    from scout_desktop.session.outside.news import News
    from scout_desktop.session.outside.outside import Outside
    from scout_desktop.ui.tasks import Tasks

_CHATS, _LIST = "look at the chats", "look at the list"
_SHARE = 4
"""How much longer than a look the rest after it is: a large chat that another program is writing
must not keep the disk's thread for itself."""
_LONGEST_REST = 10.0


class OutsidePresenter(QObject):
    """One for the window; hears from `start` on."""

    chat_changed = Signal(object)
    """This `Conversation` is how an open chat stands now, shown or not."""

    list_changed = Signal()
    """The list says something else now; the index knows it already."""

    announced = Signal(str, str, str)
    """(chat id, sentence, node id) Messages came into the chat that is shown. The node is the
    first of them: `focus_message` for one on the branch shown, else `show_branch`."""

    chat_lost = Signal(str, str, str)
    """(chat id, sentence, button) Others deleted the chat that is shown; the button asks for
    `restore`. With an empty sentence that is over."""

    restored = Signal(str)
    """(chat id) `restore` is done; the chat, or the copy that was made of it, can be opened."""

    folder_problem = Signal(str)
    """The folder is short of chats, or cannot be read; empty when that is over."""

    deletions_asked = Signal(str, int)
    """(sentence, count) Others deleted so many chats that the user decides: `take_over` or `keep`.
    With a count of 0 there is nothing to decide any more."""

    problem = Signal(object)
    """A `ScoutError` of something that was asked for here."""

    def __init__(self, window: QObject, outside: Outside, tasks: Tasks) -> None:
        super().__init__(window)
        self._outside, self._tasks = outside, tasks
        data, *folders = outside.folders
        self._watch = FolderWatch(data, folders, self)
        self._watch.stirred.connect(self.look)
        self._conversation: Conversation | None = None
        self._waiting: dict[str, list[News]] = {}
        self._said = ""
        self._count = 0
        self._again: set[str] = set()

    def start(self) -> None:
        """Watch the folder, and look at it once."""
        self._watch.begin()
        self.look()

    def stop(self) -> None:
        """Watch no longer; for the end."""
        self._watch.end()

    def look(self) -> None:
        """Look for what others did, soon."""
        for name, work in ((_CHATS, self._look_at_chats), (_LIST, self._look_at_list)):
            if self._tasks.is_running(name):
                self._again.add(name)
            else:
                self._tasks.start(name, self._repeat(name, work))

    def show(self, conversation: Conversation) -> None:
        """Tell what waited for the chat that is on the screen now."""
        before, self._conversation = self._conversation, conversation
        if before is not None and before.id == conversation.id:
            return
        self._announce_arrived(conversation)
        for news in self._waiting.pop(conversation.id, ()):
            self._announce(news)
        if loss := self._outside.loss_of(conversation.id):
            self.chat_lost.emit(conversation.id, *words.lost(loss))
        self._tasks.start("files of the chat shown", self._follow())

    @property
    def _shown(self) -> str:
        return "" if self._conversation is None else self._conversation.id

    def take_over(self) -> None:
        """Others' many deletions are right: carry them out here."""
        self._tasks.start("deletions", self._decide(self._outside.take_over))

    def keep(self) -> None:
        """Others' many deletions are wrong: take them back everywhere."""
        self._tasks.start("deletions", self._decide(self._outside.keep))

    def restore(self, chat_id: str) -> None:
        """Bring back a chat that others deleted while it was shown."""
        self._tasks.start(f"restore {chat_id}", self._restore(chat_id))

    async def _repeat(self, name: str, work: Callable[[], Awaitable[bool]]) -> None:
        """Do it as often as something stirred meanwhile, with rests."""
        again = True
        while again:
            self._again.discard(name)
            begun = time.monotonic()
            try:
                again = await work()
            except DiskError as error:
                self._say(error.sentence)
                return
            await asyncio.sleep(min(_LONGEST_REST, _SHARE * (time.monotonic() - begun)))
            again = again or name in self._again

    async def _look_at_chats(self) -> bool:
        changes = await self._outside.look()
        for news in changes.news:
            id = news.conversation.id
            self.chat_changed.emit(news.conversation)
            if id != self._shown:
                self._waiting.setdefault(id, []).append(news)
                continue
            self._announce(news)
            if news.loss or news.regained:
                self.chat_lost.emit(id, *words.lost(news.loss))
        self._say(changes.problem or "")
        await self._follow()
        return changes.again

    async def _look_at_list(self) -> bool:
        changes = await self._outside.look_at_list()
        if self._conversation is not None:
            self._announce_arrived(self._conversation)
        if changes.listed:
            self.list_changed.emit()
        count = 0 if changes.asked is None else changes.asked.count
        if count != self._count:
            self._count = count
            asked = "" if changes.asked is None else words.asked(changes.asked)
            self.deletions_asked.emit(asked, count)
        return False

    def _announce(self, news: News) -> None:
        for ids, on_branch in ((news.here, True), (news.elsewhere, False)):
            if ids:
                said = words.came(len(ids), same_device=news.same_device, on_branch=on_branch)
                self.announced.emit(news.conversation.id, said, ids[0])

    def _announce_arrived(self, conversation: Conversation) -> None:
        if ids := self._outside.arrived_in(conversation):
            said = words.came(len(ids), same_device=False, on_branch=False)
            self.announced.emit(conversation.id, said, ids[0])

    def _say(self, sentence: str) -> None:
        if sentence != self._said:
            self._said = sentence
            self.folder_problem.emit(sentence)

    async def _follow(self) -> None:
        if self._shown:
            self._watch.follow(await self._outside.files_of(self._shown))

    async def _decide(self, verb: Callable[[], Awaitable[None]]) -> None:
        try:
            await verb()
        except DiskError as error:
            self.problem.emit(error)
        self.look()

    async def _restore(self, chat_id: str) -> None:
        try:
            back = await self._outside.restore(chat_id)
        except DiskError as error:
            self.problem.emit(error)
            return
        self.chat_lost.emit(chat_id, "", "")
        self.chat_changed.emit(back)
        self.list_changed.emit()
        self.restored.emit(back.id)
