"""The chats that are open, as values, and how what is put there reaches the disk.

`Chats` adds the verbs; a turn writes through what stands here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from scout_desktop.chat.conversation import Conversation, title_from
from scout_desktop.chat.errors import ChatReadOnly, ChatUnknown, DiskError
from scout_desktop.chat.message import Node
from scout_desktop.storage.index import Index
from scout_desktop.storage.library import Library

from .clock import Clock
from .disk import Disk

_FRAME_SECONDS = 0.1
"""Folding takes Python's lock again and again, which the window needs to paint the end."""


VISITED = (
    "What was found stands in another version of this chat, which is shown for now. The arrows at "
    "its messages lead to the others."
)


def without_notice(chat: Conversation) -> Conversation:
    """Return a chat that is shown as it was left again."""
    return replace(chat, notices=tuple(each for each in chat.notices if each != VISITED))


@dataclass
class _Unsaved:
    """What the disk has refused so far; written before anything newer."""

    error: DiskError
    nodes: list[Node] = field(default_factory=list)
    registers: dict[str, Mapping[str, Any]] = field(default_factory=dict)


class OpenChats:
    """What is open."""

    def __init__(self, library: Library, index: Index, disk: Disk, clock: Clock) -> None:
        self._library = library
        self._index = index
        self._disk = disk
        self._clock = clock
        self._open: dict[str, Conversation] = {}
        self._fresh: set[str] = set()
        """Ids of chats that are in memory only."""
        self._borrowed: set[str] = set()
        """Chats that are open for a while only, because nobody looks at them."""
        self._visits: dict[str, str | None] = {}
        """The heads of chats that are shown on another branch for a while, unwritten."""
        self._unsaved: dict[str, _Unsaved] = {}
        self._untidied: set[str] = set()
        """Chats whose turn has ended and that are to be folded."""

    def current(self, id: str) -> Conversation | None:
        """Return an open chat as it is now; None when it was not opened."""
        return self._open.get(id)

    def all_open(self) -> tuple[str, ...]:
        """Return the ids of the chats that are open and have a file."""
        return tuple(id for id in self._open if id not in self._fresh)

    def take_in(self, before: Conversation, merged: Conversation) -> bool:
        """Put what others wrote into an open chat; False when it is not `before` any more."""
        if self._open.get(before.id) is not before:
            return False
        self._open[before.id] = merged
        return True

    def unsaved(self, id: str) -> DiskError | None:
        """Return why the end of a chat is in memory only; None when everything is on disk."""
        held = self._unsaved.get(id)
        return None if held is None else held.error

    async def open(self, id: str) -> Conversation:
        """Return a chat, read from disk when it is not open yet. Raises ChatUnknown, DiskError."""
        # Somebody looks at it: whoever borrowed it does not put it away any more.
        self._borrowed.discard(id)
        return await self._opened(id)

    async def glance(self, ids: Iterable[str]) -> dict[str, Conversation | DiskError]:
        """Return those chats that exist, nothing kept in memory; what cannot be read says why."""
        return await self._disk.run(self._glance, list(ids))

    async def borrow(self, id: str) -> Conversation:
        """Open a chat for a while, until `let_go`. Raises ChatUnknown, DiskError."""
        if id not in self._open:
            await self._opened(id)
            self._borrowed.add(id)
        return self._open[id]

    def begin(self, id: str, values: Mapping[str, Any]) -> Conversation:
        """Begin a chat whose id and registers are decided already, borrowed as by `borrow`."""
        made = self._with(Conversation(id), values)
        self._put_fresh(made)
        self._borrowed.add(id)
        return made

    def let_go(self, id: str) -> None:
        """Put a borrowed chat away, unless somebody opened it since or the disk refused its end."""
        if id not in self._borrowed or id in self._unsaved:
            return
        self._borrowed.discard(id)
        self._untidied.discard(id)
        chat = self._open.pop(id)
        if id in self._fresh:
            self._fresh.discard(id)
        else:
            self._disk.soon(self._put_away, chat)

    async def add(self, id: str, nodes: Iterable[Node], values: Mapping[str, Any]) -> Conversation:
        """Add nodes and set registers; they are on disk when this returns. Raises DiskError."""
        chat = await self._opened(id)
        if chat.read_only:
            raise ChatReadOnly
        nodes = list(nodes)
        first = next((node for node in nodes if node.role == "user"), None)
        if first is not None and not chat.nodes and chat.value("title") is None:
            title = title_from(first.text, has_pictures=bool(first.images))
            values = {**values, "title": title}
        changed = self._with(chat, values).with_nodes(nodes)
        registers = {name: changed.meta[name] for name in values}
        await self._write(id, nodes, registers)
        now = self._open.get(id, chat)
        if now is not chat:
            # Somebody else changed it while the disk was at it.
            changed = now.with_nodes(nodes).with_later(registers)
        if "head" in values and self._visits.pop(id, None) is not None:
            changed = without_notice(changed)
        self._open[id] = changed
        self._disk.soon(self._index.update, changed)
        return changed

    async def settle(self, id: str, reply: Node) -> Conversation:
        """Keep the end of a reply. When the disk refuses it stays in memory: see `unsaved`.

        `tidy` is to follow when all that the end of a turn writes is on the disk.
        """
        chat = self._open[id].with_nodes([reply])
        self._open[id] = chat
        try:
            await self._write(id, [reply], {})
        except DiskError as error:
            held = self._unsaved.setdefault(id, _Unsaved(error))
            held.error = error
            held.nodes.append(reply)
        return chat

    def tidy(self, id: str) -> None:
        """Index a chat at the end of a turn; fold it once the end can be on the screen."""
        self._disk.soon(self._index.update, self._open[id])
        self._untidied.add(id)
        asyncio.get_running_loop().call_later(_FRAME_SECONDS, self._tidy_now, id)

    def _tidy_now(self, id: str) -> None:
        if id in self._untidied:
            self._untidied.discard(id)
            self._disk.soon(self._tidy, id, self._open[id])

    async def save_again(self, id: str) -> DiskError | None:
        """Try once more to write what the disk refused; returns what is still wrong."""
        if id in self._unsaved:
            try:
                await self._write(id, (), {})
            except DiskError as error:
                self._unsaved[id].error = error
        return self.unsaved(id)

    def grow(self, id: str, reply_id: str, at: int, text: str) -> None:
        """Journal the growth of a reply that has `at` code points; nobody waits for it."""
        self._disk.soon(self._library.grow, id, reply_id, at, text)

    async def close(self) -> None:
        """Fold what is open; to be called once, at the end."""
        for id in list(self._untidied):
            self._tidy_now(id)
        await self._disk.run(self._library.close)

    def _put_away(self, chat: Conversation) -> None:
        self._library.put_away(chat.id)
        # Its files are others now; nobody need read them for that.
        self._index.update(chat)

    def _with(self, chat: Conversation, values: Mapping[str, Any]) -> Conversation:
        return chat.with_registers(values, self._clock.now(), self._library.writer.name)

    async def _write(
        self, id: str, nodes: Iterable[Node], registers: Mapping[str, Mapping[str, Any]]
    ) -> None:
        if id in self._fresh:
            await self._disk.run(self._library.create, self._open[id])
            self._fresh.discard(id)
        held = self._unsaved.get(id)
        earlier = ([], {}) if held is None else (held.nodes, held.registers)
        everything = [*earlier[0], *nodes], {**earlier[1], **registers}
        await self._disk.run(self._library.put_nodes, id, *everything)
        self._unsaved.pop(id, None)

    def _tidy(self, id: str, chat: Conversation) -> None:
        if self._library.should_fold(id):
            whole = self._library.fold(id)
            # The file that was indexed is another one now; nobody need read it for that. What
            # others deleted for good meanwhile is still shown here, but in no list.
            self._index.update(whole if whole.value("purged") else chat)

    def _put_fresh(self, made: Conversation) -> None:
        self._open[made.id] = made
        self._fresh.add(made.id)

    async def _opened(self, id: str) -> Conversation:
        if (known := self._open.get(id)) is None:
            known = self._open[id] = await self._disk.run(self._read, id)
        return known

    def _read(self, id: str) -> Conversation:
        """Read a chat, with the branch that is shown worked out: not the window's work either."""
        found = self._library.open(id)
        _ = found.branch
        return found

    def _glance(self, ids: list[str]) -> dict[str, Conversation | DiskError]:
        found: dict[str, Conversation | DiskError] = {}
        # Lists the folder by chat once; asked for one by one, every chat would be looked for anew.
        self._library.ids()
        for id in ids:
            try:
                found[id] = self._library.peek(id)
            except ChatUnknown:
                continue
            except DiskError as error:
                found[id] = error
        return found
