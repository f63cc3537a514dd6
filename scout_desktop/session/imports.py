"""Importing chats: first what would happen, then doing it; nothing is sent, fetched or set.

A chat is put on the disk whole, so an import that is cancelled or cut short is gone on with by
importing the same again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import ChatUnknown, ScoutError
from scout_desktop.storage.imports.arrivals.arriving import Arrival, arrival
from scout_desktop.storage.imports.arrivals.bringing import bring
from scout_desktop.storage.imports.arrivals.coming import Coming
from scout_desktop.storage.imports.arrivals.picturing import Counting, Keeping
from scout_desktop.storage.imports.known import IMPORTERS
from scout_desktop.storage.index import Index
from scout_desktop.storage.library import Library
from scout_desktop.storage.media import Media

from .disk import Disk
from .importing.plan import Plan, PlannedChat, Result
from .importing.walk import Walk


def _untold(*_: int) -> None:
    """Nobody wants to know."""


class Imports:
    """Chats from other programs, other folders and backups."""

    def __init__(self, library: Library, index: Index, media: Media, disk: Disk) -> None:
        self._library = library
        self._index = index
        self._media = media
        self._disk = disk

    @property
    def kinds(self) -> tuple[str, ...]:
        """What can be imported, as people say it."""
        return tuple(importer.TITLE for importer in IMPORTERS)

    async def look(self, path: Path, progress: Callable[[int], None] = _untold) -> Plan:
        """Return what importing a file, folder or archive would do; nothing is written.

        `progress` hears how many chats were read. Raises BadInput, DiskError.
        """
        walk = Walk(path, self._disk)
        chats: dict[str, PlannedChat] = {}
        refused: list[PlannedChat] = []

        def take(found: Coming) -> None:
            planned = self._planned(found)
            if planned.standing == "refused":
                refused.append(planned)
            else:
                # A chat that stands in an export twice is one, and shown as what came first.
                chats.setdefault(planned.id, planned)

        try:
            title, beside = await walk.open()
            await walk.each(take, progress)
        finally:
            await walk.close()
        left_out = Counter(dict(beside))
        for chat in chats.values():
            left_out.update(dict(chat.left_out) if chat.comes else {})
        return Plan(path, title, (*chats.values(), *refused), dict(left_out))

    async def carry_out(
        self,
        plan: Plan,
        chosen: Collection[str] | None = None,
        progress: Callable[[int, int], None] = _untold,
    ) -> Result:
        """Import a plan's chats, or only those of `chosen` ids; what was read is read again.

        `progress` hears (chats done, chats in all). Cancelled, it ends between two chats. What the
        disk refuses ends it too, with the reason in the result. Raises BadInput, DiskError before
        anything is written.
        """
        wanted = {chat.id for chat in plan.coming}
        wanted = wanted if chosen is None else wanted & set(chosen)
        walk = Walk(plan.path, self._disk)
        refused = [(chat.title, chat.sentence) for chat in plan.chats if chat.standing == "refused"]
        result = Result(
            plan.title, same=plan.count("same"), trash=plan.count("trash"), refused=refused
        )
        done: set[str] = set()

        def take(found: Coming) -> None:
            done.add(found.id)
            self._bring(found, here, result)

        try:
            await walk.open(wanted)
            here = set(await self._disk.run(self._library.ids))
            await walk.each(take, lambda _: progress(len(done), len(wanted)))
        except ScoutError as error:
            if not done:
                raise
            result.error = error
        finally:
            await walk.close()
        if result.error is None:
            await self._index_all()
        return result

    async def _index_all(self) -> None:
        """Let the index read what is new, in its own small steps."""
        steps = self._index.steps()
        while await self._disk.run(next, steps, None) is not None:
            pass

    def _planned(self, found: Coming) -> PlannedChat:
        if found.chat is None:
            return PlannedChat(found.id, found.title, "refused", sentence=found.refused)
        counting = Counting(self._media)
        try:
            arrived = self._arrival(found, found.chat, counting, here=True)
        except ScoutError as error:
            return PlannedChat(found.id, found.title, "refused", sentence=error.sentence)
        chat = found.chat
        living = [node for node in chat.nodes.values() if not node.deleted]
        return PlannedChat(
            found.id,
            found.title,
            arrived.state,
            chat.created,
            chat.updated,
            len(living),
            sum(not node.deleted for node in arrived.nodes),
            sum(not chat.children(node.id) for node in living),
            counting.there,
            counting.missing,
            arrived.bytes + counting.bytes,
            found.left_out,
            arrived.sentence,
        )

    def _bring(self, found: Coming, here: set[str], result: Result) -> None:
        """Bring a chat in; `here` holds the ids of all chats, and learns of this one."""
        if found.chat is None:
            result.refused.append((found.title, found.refused))
            return
        keeping = Keeping(self._media)
        arrived = self._arrival(found, found.chat, keeping, here=found.id in here)
        match arrived.state:
            case "refused":
                result.refused.append((found.title, arrived.sentence))
            case "trash":
                result.trash += 1
            case "same":
                result.same += 1
            case _:
                bring(self._library, self._index, arrived)
                here.add(found.id)
                (result.added if arrived.state == "new" else result.grown).append(found.id)
                result.messages += sum(not node.deleted for node in arrived.nodes)
                result.bytes += arrived.bytes + keeping.bytes
                result.left_out.update(dict(found.left_out))
        result.pictures += keeping.there
        result.missing += keeping.missing

    def _arrival(
        self, found: Coming, chat: Conversation, pictures: Counting | Keeping, *, here: bool
    ) -> Arrival:
        """Compare a chat with the one that is, or (`here`) may be, in the library."""
        try:
            known = self._library.peek(found.id) if here else None
        except ChatUnknown:
            known = None
        arrived = arrival(chat, known, pictures, own=found.own is not None)
        if found.own is None or arrived.state in ("trash", "refused"):
            return arrived
        pictures.take_own(found.own, chat.nodes.values())
        # A picture that was lost here and is there is reason enough.
        comes = arrived.state == "same" and pictures.there
        return replace(arrived, state="more") if comes else arrived
