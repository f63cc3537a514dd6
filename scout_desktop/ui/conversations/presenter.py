"""Carries what the user does in the left pane to the library, and the library's rows back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from scout_desktop.chat.errors import DiskError, PictureError
from scout_desktop.ui.conversations.head import words as words_over
from scout_desktop.ui.conversations.rows import words

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from scout_desktop.chat.rows import ChatRow
    from scout_desktop.session.chats import Chats
    from scout_desktop.session.finding import Finding, Findings
    from scout_desktop.session.pictures.pictures import Pictures
    from scout_desktop.session.shelving import Shelved
    from scout_desktop.ui.conversations.head.words import View
    from scout_desktop.ui.conversations.many.errand import Errand
    from scout_desktop.ui.conversations.pane import ConversationsPane
    from scout_desktop.ui.tasks import Tasks

_ROWS = "rows of the list"
_TAGS = "tags of the chosen chats"
_READING = "reading for the search"

_TAKING_BACK = "Taking back"
_ALL = ("", "chats")
"""No search, and no other place."""
_Ids = tuple[str, ...]


class ConversationsPresenter(QObject):
    """Failures end in `Tasks.failed`; after each the list says again what the disk says.

    Ids of several chats are tuples.
    """

    opened = Signal(str)
    """The user wants to read this chat (clicked, found, or just duplicated)."""

    hit_opened = Signal(str, str, str)
    """(chat, message, words found there) in place of `opened`, where a search found a message."""

    batch_opened = Signal(str)
    """The user wants to see this batch."""

    new_requested = Signal()

    retitled = Signal(str)
    """This chat's title is another one now, or it is not in the trash any more."""

    exported = Signal(object)
    """The user wants to export these chats."""

    trashed = Signal(object)
    """These chats are in the trash now."""

    purged = Signal(object)
    """These chats are gone for good."""

    restored = Signal(str)
    """This one chat was taken back out of the trash by Undo."""

    undo_offered = Signal(str, object)
    """(sentence, what undoes it) What was just done to one or many chats."""

    def __init__(
        self,
        pane: ConversationsPane,
        chats: Chats,
        pictures: Pictures,
        tasks: Tasks,
        *,
        finding: Finding,
    ) -> None:
        super().__init__(pane)
        self._pane, self._chats, self._pictures, self._tasks = pane, chats, pictures, tasks
        self._finding = finding
        self._rows: Sequence[ChatRow] = ()
        self._found: Findings | None = None
        self._hint = ""
        self._leaving: set[words.Face] = set()
        """Rows that are not shown any more, as what is to become of their chats is under way."""
        self._errands: list[Errand] = []
        self._changes = 0
        for theirs, ours in (
            (pane.opened, self.opened),
            (pane.hit_opened, self.hit_opened),
            (pane.batch_opened, self.batch_opened),
            (pane.new_requested, self.new_requested),
            (pane.exported, self.exported),
        ):
            theirs.connect(ours)
        pane.searched.connect(self.refresh)
        pane.stop_asked.connect(self._stop)
        pane.renamed.connect(lambda id, title: self._change(self._rename, id, title))
        pane.pin_toggled.connect(lambda id, pinned: self._change(self._chats.pin, id, pinned))
        pane.duplicated.connect(lambda id: self._change(self._duplicate, id))
        pane.archived.connect(lambda ids, on: self._change(self._archive, ids, on))
        pane.trashed.connect(lambda ids: self.trash(*ids))
        pane.put_back.connect(lambda ids: self.restore(*ids))
        pane.purged.connect(lambda ids: self._change(self._purge, ids))
        pane.tags_asked.connect(lambda ids: self._tasks.start(_TAGS, self._show_tags(ids)))
        pane.tagged.connect(lambda ids, tag: self._change(self._tag, ids, (tag,), ()))
        pane.untagged.connect(lambda ids, tag: self._change(self._tag, ids, (), (tag,)))
        pane.thumbnail_missed.connect(self._fetch)

    def refresh(self) -> None:
        """Show the list as it is now: at start, and whenever chats changed, here or outside."""
        self._tasks.start(_ROWS, self._load())

    def trash(self, *chats: str) -> None:
        """Move chats to the trash, with one Undo for all of them."""
        self._change(self._delete, chats)

    def restore(self, *chats: str) -> None:
        """Take chats out of the trash."""
        self._change(self._put_back, chats)

    async def _load(self) -> None:
        pane = self._pane
        asked = pane.search_text(), pane.view
        if not self._rows and asked == _ALL and await self._shows_cached():
            return
        found = await self._finding.look(asked[0], view=asked[1], most=pane.most)
        if (pane.search_text(), pane.view) != asked:
            return  # the answer to what stands there now is on its way
        self._hint = words_over.misread(found.query.misunderstood)
        if not found.rows and asked == _ALL:
            others: tuple[View, ...] = ("archive", "trash")
            there = [v for v in others if (await self._finding.look("", view=v)).rows]
            self._hint = words_over.elsewhere(there)
        self._show(found)
        if found.read < 1 and not self._tasks.is_running(_READING):
            self._tasks.start(_READING, self._read_on())

    async def _shows_cached(self) -> bool:
        """Show at the start what the cache says, before the disk is looked at; whether it holds."""
        found = await self._finding.cached()
        if not found.rows or (self._pane.search_text(), self._pane.view) != _ALL:
            return False
        self._show(found)
        return await self._finding.is_unchanged()

    def _show(self, found: Findings) -> None:
        self._found, self._rows = found, found.rows
        hits = None if found.query.is_empty else found.hits
        shown = found.rows
        if self._leaving:
            shown = tuple(row for row in shown if words.face(row) not in self._leaving)
        hint = self._hint if shown or not found.rows else words_over.LEAVING
        self._pane.show_rows(
            shown, hits, found.query.terms, more=found.more, read=found.read, hint=hint
        )

    async def _read_on(self) -> None:
        async for _ in self._finding.reading():
            self.refresh()

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

    async def _archive(self, ids: _Ids, archived: bool) -> None:
        doing = "Moving to the archive" if archived else "Taking out of the archive"
        done = await self._all(doing, ids, partial(self._chats.archive, archived=archived))
        what = "moved to the archive" if archived else "taken out of the archive"
        changed = tuple(done.changed)
        self._offer(changed, what, lambda: self._change(self._shelve, changed, not archived))
        self._say_failed(done)

    async def _shelve(self, ids: _Ids, archived: bool) -> None:
        verb = partial(self._chats.archive, archived=archived)
        self._say_failed(await self._all(_TAKING_BACK, ids, verb))

    async def _delete(self, ids: _Ids) -> None:
        done = await self._all("Moving to trash", ids, self._chats.delete_many)
        changed = tuple(done.changed)
        self._offer(changed, "moved to the trash", lambda: self._change(self._undelete, changed))
        if changed:
            self.trashed.emit(changed)
        self._say_failed(done)

    async def _undelete(self, ids: _Ids) -> None:
        done = await self._all(_TAKING_BACK, ids, self._chats.undelete_many)
        if len(done.changed) == 1:
            self.restored.emit(done.changed[0])
        self._say_failed(done)

    async def _put_back(self, ids: _Ids) -> None:
        done = await self._all("Taking out of the trash", ids, self._chats.undelete_many)
        changed = tuple(done.changed)
        self._offer(changed, "taken out of the trash", lambda: self.trash(*changed))
        for id in changed:
            self.retitled.emit(id)
        self._say_failed(done)

    async def _purge(self, ids: _Ids) -> None:
        done = await self._all("Deleting for good", ids, self._chats.purge)
        if done.changed:
            self.purged.emit(tuple(done.changed))
        self._say_failed(done)

    async def _tag(self, ids: _Ids, add: _Ids, remove: _Ids) -> None:
        verb = partial(self._chats.tag, add=add, remove=remove)
        self._say_failed(await self._all("Tagging", ids, verb, leave=False))

    async def _show_tags(self, ids: _Ids) -> None:
        chats = await self._finding.look("", every=True)
        archive = await self._finding.look("", view="archive")
        known = {tag for row in (*chats.rows, *archive.rows) for tag in row.tags}
        await self._load()  # what others tagged meanwhile
        self._pane.edit_tags(ids, known)

    async def _all(
        self, doing: str, ids: _Ids, verb: Callable[[_Ids], Awaitable[Shelved]], leave: bool = True
    ) -> Shelved:
        """Do it to all of them; the rows of those that `leave` this place go at once."""
        from scout_desktop.ui.conversations.many.errand import Errand

        errand, wanted = Errand(doing, self._pane.show_work, self.refresh), set(ids)
        going = {
            words.face(row) for row in self._rows if leave and row.id in wanted
        } - self._leaving
        self._errands.append(errand)
        self._leaving |= going
        if going and self._found is not None:
            self._show(self._found)
        try:
            return await errand.run(ids, verb)
        finally:
            self._errands.remove(errand)
            self._leaving -= going

    def _stop(self) -> None:
        for errand in self._errands:
            errand.stop()

    def _offer(self, ids: _Ids, what: str, undo: Callable[[], None]) -> None:
        """Say what was done to these chats, with a way back."""
        if ids:
            were = "was" if len(ids) == 1 else "were"
            self.undo_offered.emit(f"{self._named(ids)} {were} {what}.", undo)

    def _named(self, ids: _Ids) -> str:
        if len(ids) > 1:
            return f"{len(ids):,} chats"
        row = next((row for row in self._rows if row.id == ids[0]), None)
        return "The chat" if row is None else words.quoted(row)

    def _say_failed(self, done: Shelved) -> None:
        """Raise what stopped some of the chats, by the name of one of them."""
        if not done.failed:
            return
        id, error = next(iter(done.failed.items()))
        if len(done.failed) == 1 and not done.changed:
            raise error
        count = "1 chat" if len(done.failed) == 1 else f"{len(done.failed):,} chats"
        raise DiskError(
            f"{count} stayed as before, {self._named((id,))} for one: {error.headline}",
            error.advice,
        )

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
