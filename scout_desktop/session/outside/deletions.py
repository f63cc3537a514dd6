"""Deletions by other devices: few are taken as they are, many at once wait for the user.

Many are more than 20 within ten minutes, since a sync program brings them one after the other.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import TypeVar

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import ChatUnknown, DiskError
from scout_desktop.chat.ids import after, imported_id, milliseconds_of
from scout_desktop.session.clock import Clock
from scout_desktop.session.disk import Disk
from scout_desktop.storage.index import Index
from scout_desktop.storage.library import Library
from scout_desktop.storage.shelf.withheld import (
    KnownDeletions,
    copies,
    drop_copies,
    is_by_device_of,
)

from .news import Deletions

T = TypeVar("T")

FEW = 20
"""Chats; so many deletions of others at once are believed (format.md)."""
_AT_ONCE_MS = 10 * 60 * 1000
_SLICE_SECONDS = 0.03


class DeletedElsewhere:
    """What others deleted, and what is to be decided about it."""

    def __init__(self, library: Library, index: Index, disk: Disk, clock: Clock) -> None:
        self._library, self._index, self._disk, self._clock = library, index, disk, clock
        self._notes: KnownDeletions | None = None

    async def look(self) -> tuple[Deletions | None, bool]:
        """Return what is to be decided, and whether it changed the list. Raises DiskError.

        The index must have been refreshed.
        """
        gone, fresh = await self._disk.run(self._fresh)
        foreign = await self._each(fresh, self._is_foreign)
        held = await self._disk.run(self._judge, gone, dict(zip(fresh, foreign, strict=True)))
        await self._each(held, self._shown_again)
        waiting = self._library.withheld.all()
        if not waiting:
            return None, False
        found = Deletions(
            tuple(sorted(id for id, for_good in waiting.items() if not for_good)),
            tuple(sorted(id for id, for_good in waiting.items() if for_good)),
        )
        return found, bool(held)

    async def take_over(self) -> None:
        """Delete here as well what others deleted. Raises DiskError; the rest still waits then."""
        await self._decide(self._carry_out)

    async def keep(self) -> None:
        """Take back what others deleted, for all devices. Raises DiskError as `take_over` does.

        What was deleted for good stays deleted everywhere under its id; what is left of it becomes
        a chat of its own.
        """
        await self._decide(self._take_back)

    async def _decide(self, work: Callable[[str], None]) -> None:
        try:
            await self._each(self._library.withheld.all(), work)
        finally:
            await self._disk.run(self._remember)

    def _remember(self) -> None:
        self._library.withheld.save()
        self._known().save()

    async def _each(self, ids: Iterable[str], work: Callable[[str], T]) -> list[T]:
        """Do something with each chat on the disk thread, in slices between which a save passes."""
        todo, done = list(ids), list[T]()

        def some() -> None:
            until = time.monotonic() + _SLICE_SECONDS
            while len(done) < len(todo) and time.monotonic() < until:
                done.append(work(todo[len(done)]))

        while len(done) < len(todo):
            await self._disk.run(some)
        return done

    def _known(self) -> KnownDeletions:
        if self._notes is None:
            self._notes = KnownDeletions(self._library.places, self._library.writer.name)
        return self._notes

    def _fresh(self) -> tuple[dict[str, bool], list[str]]:
        """Return all deleted chats, and which of them nobody knew as deleted."""
        gone, notes = self._index.gone(), self._known()
        if notes.is_new:
            notes.known = set(gone)
            notes.save()
        return gone, [id for id in gone if id not in notes.known]

    def _is_foreign(self, id: str) -> bool:
        try:
            meta = self._library.peek(id).meta
        except DiskError:
            return True
        mark = meta.get("purged") or meta.get("deleted") or {}
        return not is_by_device_of(self._library.writer.name, mark)

    def _judge(self, gone: dict[str, bool], fresh: dict[str, bool]) -> list[str]:
        """Take note of what was deleted; return what others deleted and is not believed yet."""
        notes, now = self._known(), milliseconds_of(self._clock.now()) or 0
        before = set(notes.known), dict(notes.recent)
        recent = {
            id: at for id, at in notes.recent.items() if id in gone and 0 <= now - at < _AT_ONCE_MS
        }
        foreign = [id for id, is_foreign in fresh.items() if is_foreign]
        waiting = bool(self._library.withheld.all())
        suspects = [*recent, *foreign] if foreign else []
        held = suspects if len(suspects) > FEW or (waiting and foreign) else []
        if held:
            self._library.withheld.hold({id: gone[id] for id in held})
            recent = {}
        else:
            recent |= dict.fromkeys(foreign, now)
        notes.recent = recent
        # A chat that cannot be read now is not one that was taken out of the trash.
        notes.known = (notes.known | fresh.keys()) - set(held)
        if (notes.known, notes.recent) != before:
            notes.save()
        places = self._library.places
        drop_copies(places, (id for id in copies(places) if id in notes.known - recent.keys()))
        return held

    def _shown_again(self, id: str) -> None:
        """Make everybody read a chat anew whose deletion waits, or does not wait any more."""
        library = self._library
        try:
            self._index.update(library.reread(id))
        except ChatUnknown:
            self._index.forget(id)

    def _carry_out(self, id: str) -> None:
        library = self._library
        for_good, was_open = library.withheld.all()[id], library.holds(id)
        library.withheld.release(id)
        self._known().known.add(id)
        if for_good:
            library.fold(id)
            drop_copies(library.places, [id])
        if not was_open:
            library.put_away(id)
        self._shown_again(id)

    def _take_back(self, id: str) -> None:
        library, was_open = self._library, self._library.holds(id)
        if library.withheld.all()[id]:
            self._copy(library.peek(id))
            library.withheld.release(id)
            self._known().known.add(id)
            drop_copies(library.places, [id])
        else:
            library.withheld.release(id)
            mark, by = library.reread(id).meta.get("deleted", {}), library.writer.name
            if not is_by_device_of(by, mark):
                at = after(self._clock.now(), mark.get("at"))
                library.put_nodes(id, [], {"deleted": {"at": at, "by": by, "value": False}})
        if not was_open:
            library.put_away(id)
        self._shown_again(id)

    def _copy(self, left: Conversation) -> None:
        """Make a chat of what is left of one; two devices that do so make the same."""
        id = imported_id("kept", left.id)
        if left.nodes and not self._library.shelf.chat_files(id):
            self._index.update(self._library.create(Conversation(id, left.meta, left.nodes)))
            self._library.put_away(id)
