"""Opens the windows around pictures, and carries what they make to the message or the chat.

Each room is loaded when it is first used: a window at rest holds none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from scout_desktop.ui.darkroom.sent_pictures import SentPictures
from scout_desktop.ui.darkroom.studios import Studios
from scout_desktop.ui.darkroom.ways_in import WaysIn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scout_desktop.chat.conversation import Conversation
    from scout_desktop.session.core import Core
    from scout_desktop.ui.batch.front import BatchRoom
    from scout_desktop.ui.shell import Shell
    from scout_desktop.ui.tasks import Tasks
    from scout_desktop.ui.views import Views


class Darkroom(QObject):
    """What is done with pictures outside of the main window's own views."""

    def __init__(self, views: Views, shell: Shell, core: Core, tasks: Tasks) -> None:
        super().__init__(views.window)
        self._views, self._shell, self._core, self._tasks = views, shell, core, tasks
        composer = views.composer
        composer.batch_requested.connect(self.begin_batch)
        shell.composer.batch_wanted.connect(self.begin_batch)
        views.transcript.attach_wanted.connect(lambda image: shell.composer.attach((image,)))
        views.conversations.batch_opened.connect(lambda id: self._batch_room().open_one(id))
        self._studios = Studios(views, shell, core, tasks)
        self._sent = SentPictures(views, shell, core, tasks)
        self.ways_in = WaysIn(views, shell, core, tasks)
        self._batches: BatchRoom | None = None

    def show_diet(self) -> None:
        """Show the pictures of the chat, and how they go along with the next question."""
        self._sent.open()

    def begin_batch(self, paths: Sequence[Path] = ()) -> None:
        """Set up one question about many pictures, beginning with what the chat has."""
        from scout_desktop.chat.batch import BatchSpec

        chat, typed = self._chat(), self._views.composer.draft().text
        spec = BatchSpec(typed)
        if chat is not None:
            spec = BatchSpec(
                typed, system=chat.system, model=chat.model, parameters=chat.parameters
            )
        self._batch_room().open_batch(tuple(paths), spec)

    def show_batches(self) -> None:
        """Show the batches of before."""
        self._batch_room().open_batches()

    def close(self) -> None:
        """Close what stands beside the window; batches under way pause with the tasks."""
        for dialog in self._views.window.findChildren(QDialog):
            dialog.close()
        if self._batches is not None:
            self._batches.close()

    def _batch_room(self) -> BatchRoom:
        if self._batches is None:
            from scout_desktop.ui.batch.front import BatchRoom

            core = self._core
            made = self._batches = BatchRoom(
                batches=core.batches,
                chats=core.chats,
                pictures=core.pictures,
                bill=core.bill,
                tasks=self._tasks,
                theme=self._views.theme,
                parent=self,
            )
            made.chat_opened.connect(self._open_chat)
            made.key_requested.connect(self._shell.transcript.key_requested)
            made.problem.connect(self._shell.board.say_error)
            made.progressed.connect(self._views.conversations.show_progress)
            made.chats_changed.connect(self._show_moved)
        return self._batches

    def _show_moved(self) -> None:
        """Bring list and running cost up to what a batch has done meanwhile."""
        self._shell.conversations.refresh()
        self._shell.money.refresh(self._shell.transcript.shown)

    def _open_chat(self, id: str) -> None:
        self._shell.transcript.open_chat(id)
        self._views.window.activateWindow()

    def _chat(self) -> Conversation | None:
        shown = self._shell.transcript.shown
        return None if shown is None else self._core.chats.current(shown)
