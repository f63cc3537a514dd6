"""Takes chats in and gives them out, looks after the folder, and tells what others did in it.

Each room is loaded when it is first used; only what hears of others is there while the window is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from scout_desktop.chat.draft import Draft
from scout_desktop.chat.errors import ScoutError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scout_desktop.chat.conversation import Conversation
    from scout_desktop.session.core import Core
    from scout_desktop.ui.checking.presenter import CheckingPresenter
    from scout_desktop.ui.exporting.presenter import ExportPresenter
    from scout_desktop.ui.importing.presenter import ImportPresenter
    from scout_desktop.ui.outside.presenter import OutsidePresenter
    from scout_desktop.ui.outside.summoned import Door, Summoned
    from scout_desktop.ui.paper import Paper
    from scout_desktop.ui.shell import Shell
    from scout_desktop.ui.tasks import Tasks
    from scout_desktop.ui.views import Views

_LISTEN_AFTER_S = 1.0
"""The first seconds are for the start; what others do meanwhile is seen with the first look."""
_BACK_UP_AFTER_S = 60.0
"""Whoever opens the window only to look something up need not wait for a copy of everything."""


class Librarian(QObject):
    """One for the window."""

    def __init__(self, views: Views, shell: Shell, core: Core, tasks: Tasks, paper: Paper) -> None:
        super().__init__(views.window)
        self._views, self._shell, self._core, self._tasks = views, shell, core, tasks
        self._paper = paper
        self._exporting: ExportPresenter | None = None
        self._importing: ImportPresenter | None = None
        self._checking: CheckingPresenter | None = None
        self._outside: OutsidePresenter | None = None
        self._summoned: Summoned | None = None
        self._news_of = ""
        """The id of the chat about which something may be said."""
        shell.conversations.exported.connect(self.export)
        shell.conversations.purged.connect(self._forget_drafts)
        shell.shown.connect(self._say_trash)
        views.conversations.searched.connect(self._searched)

    def _searched(self, text: str) -> None:
        """With the search, what it marked in the chat ends."""
        if not text:
            self._views.transcript.leave_hit()

    def export_meant(self) -> None:
        """Ask how the chats chosen in the list, or the one shown, are to be exported."""
        if ids := self._shell.meant():
            self.export(ids)

    def export(self, ids: Sequence[str]) -> None:
        """Ask how these chats are to be exported, and do it."""
        if self._exporting is None:
            from scout_desktop.ui.exporting.presenter import ExportPresenter

            window, theme = self._views.window, self._views.theme
            self._exporting = ExportPresenter(window, self._core.exports, self._tasks, theme)
            self._exporting.pdf_asked.connect(lambda _: self._paper.save_pdf())
        chat = self._core.chats.current(ids[0]) if len(ids) == 1 else None
        pdf = chat is not None and chat.id == self._shell.transcript.shown
        self._exporting.ask(ids, "" if chat is None else chat.title, pdf=pdf)

    def import_chats(self) -> None:
        """Ask for an export of another program, and show what is in it."""
        if self._importing is None:
            from scout_desktop.ui.importing.presenter import ImportPresenter

            window, theme = self._views.window, self._views.theme
            self._importing = ImportPresenter(window, self._core.imports, self._tasks, theme)
            self._importing.imported.connect(self._look_again)
            self._importing.chats_wanted.connect(self._show_first)
        self._importing.ask()

    def _say_trash(self, shown: Conversation) -> None:
        """A chat that is read in the trash says so, with the way out."""
        if self._core.chats.is_in_trash(shown.id):
            restore = {"Restore": lambda: self._shell.conversations.restore(shown.id)}
            self._shell.board.say("trash", "info", "This chat is in the trash.", restore)
        else:
            self._shell.board.unsay("trash")

    def _forget_drafts(self, ids: tuple[str, ...]) -> None:
        for id in ids:
            self._core.desk.keep_draft(id, Draft())

    def check(self) -> None:
        """Look the data folder over in a window of its own."""
        if self._checking is None:
            from scout_desktop.ui.checking.presenter import CheckingPresenter

            checking, theme = self._core.checking, self._views.theme
            self._checking = CheckingPresenter(checking, self._tasks, theme, self)
            self._checking.chats_changed.connect(self._look_again)
        self._checking.open()

    def begin(self) -> None:
        """Hear from now on what others do in the folder, and see to the weekly backup."""
        self._tasks.start("listen", self._listen())
        self._tasks.start("backup", self._back_up())

    async def _back_up(self) -> None:
        from asyncio import sleep

        await sleep(_BACK_UP_AFTER_S)
        try:
            await self._core.checking.back_up_when_due()
        except ScoutError as error:
            self._shell.board.say_error(error)
        if (await self._core.chats.purge_old()).changed:
            self._shell.conversations.refresh()

    def close(self) -> None:
        """Hear of others no longer; for the end."""
        if self._outside is not None:
            self._outside.stop()

    def open_door(self, door: Door) -> None:
        """Come forward when the program is started a second time with this folder."""
        from scout_desktop.ui.outside.summoned import Summoned

        self._summoned = Summoned(self._views.window, door)

    async def _listen(self) -> None:
        from asyncio import sleep  # after the first frame, as in ui/tasks.py

        await sleep(_LISTEN_AFTER_S)
        from scout_desktop.ui.outside.presenter import OutsidePresenter

        self.hear(OutsidePresenter(self._views.window, self._core.outside, self._tasks))
        await self.look_for_damage()

    async def look_for_damage(self) -> None:
        """Say where files of chats cannot be read, since these chats are in no list."""
        if count := await self._core.chats.unreadable():
            files = "1 file of a chat" if count == 1 else f"{count:,} files of chats"
            said = f"{files} cannot be read. A backup may have what was in there."
            self._shell.board.say("damage", "warn", said, {"Check data": self.check})

    def hear(self, outside: OutsidePresenter) -> None:
        """Tell in the window what this one hears, from now on."""
        self._outside = outside
        shell, board = self._shell, self._shell.board
        outside.chat_changed.connect(shell.chat_changed)
        outside.list_changed.connect(shell.conversations.refresh)
        outside.announced.connect(self._announce)
        outside.chat_lost.connect(self._say_lost)
        outside.restored.connect(shell.transcript.open_chat)
        outside.folder_problem.connect(self._say_folder)
        outside.deletions_asked.connect(self._ask_about_deletions)
        outside.problem.connect(board.say_error)
        shell.shown.connect(self._forget_news)
        shell.shown.connect(outside.show)
        outside.start()
        shown = shell.transcript.shown
        if shown is not None and (chat := self._core.chats.current(shown)) is not None:
            outside.show(chat)

    def _show_first(self, ids: list[str]) -> None:
        if ids:
            self._shell.transcript.open_chat(ids[0])

    def _look_again(self) -> None:
        """Chats on the disk are others now, and we did it ourselves."""
        self._shell.conversations.refresh()
        if self._outside is not None:
            self._outside.look()

    def _forget_news(self, shown: Conversation) -> None:
        self._tell_of(shown.id)

    def _tell_of(self, chat_id: str) -> None:
        """What was said about one chat is not said over another."""
        if chat_id != self._news_of:
            self._news_of = chat_id
            self._shell.board.unsay("outside")
            self._shell.board.unsay("lost")

    def _announce(self, chat_id: str, sentence: str, node_id: str) -> None:
        self._tell_of(chat_id)
        show = {"Show": lambda: self._shell.transcript.open_hit(chat_id, node_id, "")}
        self._shell.board.say("outside", "info", sentence, show)

    def _say_lost(self, chat_id: str, sentence: str, button: str) -> None:
        board, outside = self._shell.board, self._outside
        self._tell_of(chat_id)
        if sentence and outside is not None:
            board.say("lost", "warn", sentence, {button: lambda: outside.restore(chat_id)})
        else:
            board.unsay("lost")

    def _say_folder(self, sentence: str) -> None:
        board = self._shell.board
        if sentence:
            board.say("folder", "warn", sentence, {"These are all": self._shell.take_folder})
        else:
            board.unsay("folder")

    def _ask_about_deletions(self, sentence: str, count: int) -> None:
        from scout_desktop.ui.outside.words import KEEP, TAKE_OVER

        board, outside = self._shell.board, self._outside
        if count and outside is not None:
            answers = {TAKE_OVER: outside.take_over, KEEP: outside.keep}
            board.say("deletions", "warn", sentence, answers)
        else:
            board.unsay("deletions")
