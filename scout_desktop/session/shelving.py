"""Putting chats in order, one or thousands with one call: archive, tags, trash, gone for good.

A chat that cannot be changed stops none of the others; `Shelved` says which it was and why. Chats
that nobody has open are changed in their files, a few at a time, so that a message that is sent
meanwhile waits for a moment at most. Whoever wants to stop in between asks for some at a time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import takewhile
from typing import Any, Final, TypeAlias, TypeVar

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import ChatReadOnly, ChatUnknown, DiskError
from scout_desktop.chat.ids import milliseconds_of
from scout_desktop.chat.message import Record
from scout_desktop.storage.files import names
from scout_desktop.storage.filing import set_registers
from scout_desktop.storage.merge import in_trash
from scout_desktop.storage.shelf.listing import CANONICAL

from .open_chats import OpenChats

LONGEST_TAG = 40
KEPT_MS = 30 * 24 * 3600 * 1000
"""How long the trash keeps a chat."""
_MOMENT: Final = 0.05
"""Seconds for which chats are changed in one go; listing 10,000 files first takes 0.02."""
_EMPTIED: Mapping[str, Any] = {"title": "", "system": "", "tags": []}
Change: TypeAlias = Callable[[Conversation], Mapping[str, Any]]
"""What to set in a chat as the disk has it; nothing where it is so already."""
Made = TypeVar("Made")


@dataclass(slots=True)
class Shelved:
    """What became of some chats."""

    changed: list[str] = field(default_factory=list)
    """Ids of those that are otherwise now: what an Undo has to take back."""
    failed: dict[str, DiskError] = field(default_factory=dict)
    """Why the others are as they were; those that needed no change are in neither."""


class Shelving(OpenChats):
    """The verbs of the list. Each returns when all of it is on the disk, and raises nothing."""

    async def archive(self, ids: Iterable[str], archived: bool) -> Shelved:
        """Take chats out of the list, or put them back."""

        def change(chat: Conversation) -> Mapping[str, Any]:
            known = chat.value("archived") is True
            return {} if known == archived else {"archived": archived}

        return await self._change(ids, change)

    async def tag(
        self, ids: Iterable[str], add: Iterable[str] = (), remove: Iterable[str] = ()
    ) -> Shelved:
        """Give chats tags and take tags away. Upper and lower case make no other tag."""
        added = [tag for tag in map(tag_of, add) if tag]
        gone = {tag_of(tag).casefold() for tag in remove}

        def change(chat: Conversation) -> Mapping[str, Any]:
            before = tags_of(chat)
            now = [tag for tag in before if tag.casefold() not in gone]
            for tag in added:
                if tag.casefold() not in (known.casefold() for known in now):
                    now.append(tag)
            return {} if now == before else {"tags": now}

        return await self._change(ids, change)

    async def delete_many(self, ids: Iterable[str]) -> Shelved:
        """Move chats to the trash view. A reply that is on its way there goes on, and is kept."""
        return await self._change(ids, lambda chat: {} if in_trash(chat) else {"deleted": True})

    async def undelete_many(self, ids: Iterable[str]) -> Shelved:
        """Take chats out of the trash."""
        return await self._change(
            ids, lambda chat: {"deleted": False} if chat.value("deleted") else {}
        )

    async def unreadable(self) -> int:
        """Return of how many files with the name of a chat nothing at all can be read.

        They are in no list. Raises DiskError.
        """
        return await self._disk.run(self._unreadable)

    def _unreadable(self) -> int:
        known = {name for name, _ in self._library.shelf.known_names()}
        there = names(self._library.places.chats)
        return sum(name not in known and CANONICAL.match(name) is not None for name in there)

    def is_in_trash(self, id: str) -> bool:
        """Whether an open chat is in the trash."""
        return (chat := self._open.get(id)) is not None and in_trash(chat)

    async def purge(self, ids: Iterable[str]) -> Shelved:
        """Delete chats for good that are in the trash; what they cost stays in the ledger.

        One that was taken out of the trash meanwhile, got a message there, or is just being
        answered, stays.
        """
        done = Shelved()
        rest = list(ids)
        while rest:
            for id, _ in await self._some(rest, self._purge, done):
                done.changed.append(id)
                self._open.pop(id, None)
                self._unsaved.pop(id, None)
                self._untidied.discard(id)
                self._borrowed.discard(id)
        return done

    async def purge_old(self) -> Shelved:
        """Delete for good what has been in the trash for 30 days (format.md)."""
        rows = await self._disk.run(partial(self._index.rows, deleted=True))
        old = [row.id for row in rows if await self._disk.run(self._is_old, row.id)]
        return await self.purge(old)

    def _is_old(self, id: str) -> bool:
        """Whether a chat was deleted 30 days ago, by its own word and by that of its files.

        Where a clock ran wrong, one of the two says that it was not.
        """
        now = milliseconds_of(self._clock.now()) or 0
        try:
            deleted = self._library.peek(id).meta.get("deleted", {})
        except (ChatUnknown, DiskError):
            return False
        at = milliseconds_of(deleted.get("at")) if deleted.get("value") else None
        written = [stamp[2] // 1_000_000 for stamp in self._library.watched.whole(id)]
        return at is not None and max(at, *written) < now - KEPT_MS

    async def _change(self, ids: Iterable[str], change: Change) -> Shelved:
        done = Shelved()
        rest = list(ids)
        while rest:
            if (chat := self._open.get(rest[0])) is not None:
                await self._change_open(rest.pop(0), change(chat), done)
                continue
            aside = list(takewhile(lambda id: id not in self._open, rest))
            count = len(aside)
            for id, made in await self._some(aside, partial(self._set_aside, change), done):
                if made is None:
                    continue
                done.changed.append(id)
                if (opened := self._open.get(id)) is not None:
                    # Somebody began to look at it just before it was changed.
                    self._open[id] = opened.with_later(made.meta)
            del rest[: count - len(aside)]
        return done

    async def _change_open(self, id: str, values: Mapping[str, Any], done: Shelved) -> None:
        try:
            if values:
                await self.add(id, (), values)
                done.changed.append(id)
        except DiskError as error:
            done.failed[id] = error

    async def _some(
        self, rest: list[str], work: Callable[[str], Made], done: Shelved
    ) -> list[tuple[str, Made]]:
        """Do it to the first of `rest`, as many as a moment allows, and take these out of it."""
        made, failed = await self._disk.run(self._for_a_moment, tuple(rest), work)
        del rest[: len(made) + len(failed)]
        done.failed.update(failed)
        return made

    def _for_a_moment(
        self, ids: tuple[str, ...], work: Callable[[str], Made]
    ) -> tuple[list[tuple[str, Made]], dict[str, DiskError]]:
        """On the thread of the disk; the folder is listed once for all of them."""
        made: list[tuple[str, Made]] = []
        failed: dict[str, DiskError] = {}
        try:
            with self._library.shelf.steady():
                until = time.perf_counter() + _MOMENT
                for id in ids:
                    try:
                        made.append((id, work(id)))
                    except DiskError as error:
                        failed[id] = error
                    if time.perf_counter() >= until:
                        break
        except DiskError as error:
            failed[ids[0]] = error  # the folder itself
        return made, failed

    def _set_aside(self, change: Change, id: str) -> Conversation | None:
        """Change a chat that nobody has open, on the thread of the disk."""

        def registers(chat: Conversation) -> Mapping[str, Record]:
            values = change(chat)
            meta = self._with(chat, values).meta
            return {name: meta[name] for name in values}

        if (made := set_registers(self._library, id, registers)) is not None:
            self._index.update(made)
        return made

    def _purge(self, id: str) -> None:
        chat = self._library.open(id)
        if chat.read_only:
            raise ChatReadOnly
        if not in_trash(chat):
            raise DiskError(
                f"“{chat.title}” is not in the trash any more.", "Look at it before deleting it."
            )
        if any(node.state == "streaming" for node in chat.nodes.values() if not node.deleted):
            raise DiskError(f"“{chat.title}” is just being answered.", "Stop the reply first.")
        # What stays are the registers, and these may hold words of the chat.
        words = {name: empty for name, empty in _EMPTIED.items() if chat.value(name)}
        chat = self._with(chat, words)
        self._library.put_nodes(id, (), {name: chat.meta[name] for name in words})
        self._library.purge(id)
        self._index.update(self._library.peek(id))


def tag_of(text: str) -> str:
    """Return a tag as it is kept: one line without spaces around it, at most 40 letters."""
    return " ".join(text.split())[:LONGEST_TAG].rstrip()


def tags_of(chat: Conversation) -> list[str]:
    """Return the tags of a chat; what other programs left there that is no text is passed over."""
    found = chat.value("tags")
    listed = found if isinstance(found, (list, tuple)) else ()
    return [tag for tag in listed if isinstance(tag, str) and tag.strip()]
