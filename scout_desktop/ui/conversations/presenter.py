"""Carries what the user does in the left pane to the library, and the library's rows back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from scout_desktop.chat.errors import PictureError
from scout_desktop.ui.conversations import words

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from scout_desktop.chat.rows import ChatRow
    from scout_desktop.session.chats import Chats
    from scout_desktop.session.pictures.pictures import Pictures
    from scout_desktop.ui.conversations.pane import ConversationsPane
    from scout_desktop.ui.tasks import Tasks

_ROWS = "rows of the list"


class ConversationsPresenter(QObject):
    """Failures end in `Tasks.failed`; after each the list says again what the disk says."""

    opened = Signal(str)
    """The user wants to read this chat (clicked, found, or just duplicated)."""

    batch_opened = Signal(str)
    """The user wants to see this batch."""

    new_requested = Signal()

    retitled = Signal(str)
    """This chat's title is another one now."""

    trashed = Signal(str, str)
    """(id, sentence) It is in the trash; offer to undo with `restore`."""

    restored = Signal(str)

    def __init__(
        self, pane: ConversationsPane, chats: Chats, pictures: Pictures, tasks: Tasks
    ) -> None:
        super().__init__(pane)
        self._pane, self._chats, self._pictures, self._tasks = pane, chats, pictures, tasks
        self._rows: Sequence[ChatRow] = ()
        self._changes = 0
        pane.opened.connect(self.opened)
        pane.batch_opened.connect(self.batch_opened)
        pane.new_requested.connect(self.new_requested)
        pane.searched.connect(self.refresh)
        pane.renamed.connect(lambda id, title: self._change(self._rename, id, title))
        pane.pin_toggled.connect(lambda id, pinned: self._change(self._chats.pin, id, pinned))
        pane.duplicated.connect(lambda id: self._change(self._duplicate, id))
        pane.trashed.connect(self.trash)
        pane.thumbnail_missed.connect(self._fetch)

    def refresh(self) -> None:
        """Show the list as it is now: at start, and whenever a chat changed or was begun."""
        self._tasks.start(_ROWS, self._load())

    def trash(self, chat: str) -> None:
        """Move a chat to the trash."""
        self._change(self._delete, chat)

    def restore(self, chat: str) -> None:
        """Take a chat out of the trash again."""
        self._change(self._undelete, chat)

    async def _load(self) -> None:
        self._rows = await self._chats.rows(self._pane.search_text())
        self._pane.show_rows(self._rows)

    def _change(self, verb: Callable[..., Awaitable[object]], *args: object) -> None:
        # Each change has a name of its own: one must never cancel another on its way to the disk.
        self._changes += 1
        self._tasks.start(f"change {self._changes} in the list", self._carry_out(verb, *args))

    async def _carry_out(self, verb: Callable[..., Awaitable[object]], *args: object) -> None:
        try:
            await verb(*args)
        finally:
            self.refresh()

    async def _rename(self, chat: str, title: str) -> None:
        await self._chats.rename(chat, title)
        self.retitled.emit(chat)

    async def _duplicate(self, chat: str) -> None:
        made = await self._chats.duplicate(chat)
        self.opened.emit(made.id)

    async def _delete(self, chat: str) -> None:
        row = next((row for row in self._rows if row.id == chat), None)
        await self._chats.delete(chat)
        name = "The chat" if row is None else f"“{words.title(row)}”"
        self.trashed.emit(chat, f"{name} was moved to the trash.")

    async def _undelete(self, chat: str) -> None:
        await self._chats.undelete(chat)
        self.restored.emit(chat)

    def _fetch(self, sha256: str, side: int) -> None:
        self._tasks.start(f"thumbnail {sha256}", self._show_picture(sha256, side))

    async def _show_picture(self, sha256: str, side: int) -> None:
        try:
            # Its longer side; the row shows the middle square, which should not be enlarged.
            found = await self._pictures.pixels(sha256, 2 * side)
        except PictureError:
            # The row keeps its drawing of a picture; the chat itself says what is wrong with it.
            self._pane.show_thumbnail(sha256, QImage())
            return
        shape = QImage.Format.Format_RGBA8888
        image = QImage(found.rgba, found.width, found.height, 4 * found.width, shape)
        self._pane.show_thumbnail(sha256, image.copy())
