"""Two programs and two devices on one folder: what others did comes into the chats that are open.

One object a program. `look` is cheap when nothing changed; what takes long runs on the disk
thread, one chat at a time, so that a save need not wait for all of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import ChatUnknown, DiskError
from scout_desktop.session.chats import Chats
from scout_desktop.session.clock import Clock
from scout_desktop.session.disk import Disk
from scout_desktop.session.finding import Finding
from scout_desktop.storage.index import Index
from scout_desktop.storage.library import Library
from scout_desktop.storage.merge import in_trash
from scout_desktop.storage.shelf.registers import Registers
from scout_desktop.storage.shelf.stamps import Stamps
from scout_desktop.storage.shelf.sync_copies import chats_with_copies

from .deletions import DeletedElsewhere
from .merging import merged, mover, news_of
from .news import Changes, ListChanges, Loss, News

_TRIES = 3
"""Of taking a chat in that the window changes at the same moment; then the next look does it."""


class Outside:
    """The chats as others see and change them."""

    def __init__(
        self,
        chats: Chats,
        finding: Finding,
        library: Library,
        index: Index,
        *,
        disk: Disk,
        clock: Clock,
    ) -> None:
        self._chats, self._finding = chats, finding
        self._library, self._index = library, index
        self._disk, self._clock = disk, clock
        self._deletions = DeletedElsewhere(library, index, disk, clock)
        self._in_chats, self._in_list = asyncio.Lock(), asyncio.Lock()
        self._seen: dict[str, Stamps] = {}
        """What the files of the open chats looked like when they were last taken in."""
        self._folded: dict[str, Stamps] = {}
        """Chats whose copies were folded, as they were before: not again because of the same."""
        self._arrived: dict[str, set[str]] = {}
        """Messages that others brought into chats, open or not, by chat."""
        self._told_of: set[str] = set()
        """Messages that were told of as news of an open chat."""
        self._lost: dict[str, Loss] = {}
        """Open chats that others deleted, and that are shown all the same."""

    @property
    def folders(self) -> tuple[Path, ...]:
        """The data folder, and the folders in it where others write."""
        places = self._library.places
        return places.data, places.chats, places.journals

    async def files_of(self, id: str) -> tuple[Path, ...]:
        """Return the files of a chat that others may write into while it is shown."""
        return await self._disk.run(self._files_of, id)

    async def look(self) -> Changes:
        """Take in what others changed in open chats since the last look. Raises DiskError.

        What is in memory only is kept. Cheap when nothing changed.
        """
        async with self._in_chats:
            news, again, every = [], False, self._chats.all_open()
            for closed in self._seen.keys() - set(every):
                del self._seen[closed]
            for id in await self._disk.run(self._touched, every):
                found, done = await self._take_in(id)
                again = again or not done
                if found is not None:
                    news.append(found)
                    self._told_of.update(found.here, found.elsewhere)
            return Changes(tuple(news), await self._chats.folder_problem(), again)

    async def look_at_list(self) -> ListChanges:
        """Bring the index up to date, and see who deleted what. Raises DiskError.

        Takes as long as reading everything takes where there is no index yet.
        """
        async with self._in_list:
            listed = bool(await self._finding.catch_up())
            for id, nodes in (await self._disk.run(self._index.arrived)).items():
                self._arrived.setdefault(id, set()).update(nodes)
            await self._disk.run(partial(self._library.remember, more=True))
            asked, held = await self._deletions.look()
            await self._fold_copies()
            return ListChanges(listed or held, asked)

    async def take_over(self) -> None:
        """Delete here as well what others deleted so many of. Raises DiskError."""
        async with self._in_list:
            await self._deletions.take_over()

    async def keep(self) -> None:
        """Take back what others deleted so many of, for all devices. Raises DiskError."""
        async with self._in_list:
            await self._deletions.keep()

    async def _fold_copies(self) -> None:
        """Take the copies of sync programs in for good, chat by chat; what fails is tried again."""
        await self._disk.run(self._fold_registers)
        for id, stamps in await self._disk.run(self._copied):
            self._folded[id] = stamps
            await self._disk.run(self._fold, id)

    def _fold_registers(self) -> None:
        with suppress(DiskError):
            # Read along all the same.
            Registers(self._library.places, self._library.writer).fold_copies(self._clock.now())

    def _copied(self) -> list[tuple[str, Stamps]]:
        library = self._library
        found = [(id, library.watched.of(id)) for id in chats_with_copies(library.shelf)]
        # Some stay as they are: of a newer program, or while they wait for the user.
        return [(id, stamps) for id, stamps in found if self._folded.get(id) != stamps]

    def _fold(self, id: str) -> None:
        library, was_open = self._library, self._library.holds(id)
        with suppress(DiskError):
            # The copy is read along until a later look, or a turn in this chat, succeeds.
            chat = library.fold(id)
            if not was_open:
                library.put_away(id)
            self._index.update(chat)

    def arrived_in(self, chat: Conversation) -> tuple[str, ...]:
        """Return, once, what came into a chat on other branches while it was not open.

        Also what came while the program was not running, as far as the index knew the chat.
        """
        shown = {node.id for node in chat.branch}
        ids = self._arrived.pop(chat.id, set()) - self._told_of - shown
        return tuple(sorted(id for id in ids if id in chat.nodes and not chat.nodes[id].deleted))

    def loss_of(self, id: str) -> Loss:
        """Return what others did to an open chat that is shown all the same."""
        return self._lost.get(id, "")

    async def restore(self, id: str) -> Conversation:
        """Bring back an open chat that others deleted; returns it, or the copy that it became.

        What was deleted for good cannot be taken back anywhere: a copy of it is made.
        Raises DiskError.
        """
        loss = self.loss_of(id)
        if loss == "purged":
            title = (await self._chats.open(id)).value("title")
            made = await self._chats.duplicate(id)
            return await self._chats.rename(made.id, title if isinstance(title, str) else "")
        if loss == "vanished":
            await self._disk.run(self._library.fold, id)
        back = await self._chats.undelete(id)
        self._lost.pop(id, None)
        return back

    async def _take_in(self, id: str) -> tuple[News | None, bool]:
        """Bring an open chat up to date; returns what is new, and whether it could be done."""
        for _ in range(_TRIES):
            mine = self._chats.current(id)
            if mine is None:
                return None, True
            found, loss, seen = await self._disk.run(self._read, mine)
            whole = mine if found is None else found.conversation
            if self._chats.take_in(mine, whole):
                self._seen[id] = seen
                return self._told(mine, found, loss), True
        return None, False

    def _told(self, mine: Conversation, found: News | None, loss: Loss) -> News | None:
        """Return what is to be told: that a chat is lost, or there again, is told once."""
        before = self._lost.get(mine.id, "")
        if loss == before:
            return found
        self._lost[mine.id] = loss
        if not loss:
            del self._lost[mine.id]
        return replace(found or News(mine), loss=loss, regained=not loss)

    def _files_of(self, id: str) -> tuple[Path, ...]:
        library = self._library
        journals = library.places.journals
        return (
            *(library.places.chats / name for name in library.shelf.chat_files(id)),
            *(journals / name for name, _, _ in library.watched.journals(id)),
        )

    def _touched(self, ids: Iterable[str]) -> list[str]:
        """Return which open chats have other files than when they were last taken in."""
        return [id for id in ids if self._seen.get(id) != self._library.watched.of(id)]

    def _read(self, mine: Conversation) -> tuple[News | None, Loss, Stamps]:
        """Read an open chat anew and merge it; on the disk thread, as it may take long."""
        id, library = mine.id, self._library
        # Before reading: what changes meanwhile is then seen by the next look.
        seen = library.watched.of(id)
        try:
            disk = library.open(id)
        except ChatUnknown:
            return None, "vanished", seen
        if library.is_gone(id):
            return None, "vanished", seen
        by = library.writer.name
        if disk.value("purged"):
            # What is shown of it can still be read, and copied; nothing is taken over.
            return None, "" if disk.meta["purged"].get("by") == by else "purged", seen
        whole = merged(mine, disk, library.replies_here(id))
        _ = whole.branch
        by_others = in_trash(whole) and whole.meta["deleted"].get("by") != by
        found = news_of(mine, whole, by=mover(disk), writer=by)
        return found, "deleted" if by_others else "", seen
