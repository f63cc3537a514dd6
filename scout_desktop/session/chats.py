"""The chats' verbs: open, rename, pin, delete with undo, branches, parameters, duplicates.

Holds what is open as values; every verb returns the conversation as it then is, safe on disk.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from scout_desktop.chat.conversation import UNNAMED, Conversation, title_from
from scout_desktop.chat.errors import ChatReadOnly, DiskError
from scout_desktop.chat.message import Node
from scout_desktop.chat.rows import ChatRow
from scout_desktop.storage import document
from scout_desktop.storage.index import Index
from scout_desktop.storage.library import Library

from .clock import Clock
from .disk import Disk
from .preferences import Preferences

_FRAME_SECONDS = 0.1
"""Folding takes Python's lock again and again, which the window needs to paint the end."""


@dataclass
class _Unsaved:
    """What the disk has refused so far; written before anything newer."""

    error: DiskError
    nodes: list[Node] = field(default_factory=list)
    registers: dict[str, Mapping[str, Any]] = field(default_factory=dict)


class Chats:
    """The library as the window and the command line use it."""

    def __init__(
        self, library: Library, index: Index, disk: Disk, clock: Clock, preferences: Preferences
    ) -> None:
        self._library = library
        self._index = index
        self._disk = disk
        self._clock = clock
        self._preferences = preferences
        self._open: dict[str, Conversation] = {}
        self._fresh: set[str] = set()
        """Ids of chats that are in memory only."""
        self._unsaved: dict[str, _Unsaved] = {}
        self._untidied: set[str] = set()
        """Chats whose turn has ended and that are to be folded."""

    # reading

    def current(self, id: str) -> Conversation | None:
        """Return an open chat as it is now; None when it was not opened."""
        return self._open.get(id)

    def is_unbegun(self, id: str) -> bool:
        """Whether a chat is in memory only, because nothing was sent or changed in it yet."""
        return id in self._fresh

    def unsaved(self, id: str) -> DiskError | None:
        """Return why the end of a chat is in memory only; None when everything is on disk."""
        held = self._unsaved.get(id)
        return None if held is None else held.error

    async def rows(self, query: str = "") -> tuple[ChatRow, ...]:
        """Return the list, newest first, deleted chats left out; `query` searches titles and text.

        Chats that changed on disk since the last call are read again.
        """
        return tuple(await self._disk.run(self._rows, query))

    def _rows(self, query: str) -> list[ChatRow]:
        self._index.refresh()
        # A chat whose first message the disk refused has neither message nor name.
        rows = [row for row in self._index.rows() if row.messages or row.title != UNNAMED]
        if not query.strip():
            return rows
        hits = set(self._index.search(query))
        return [row for row in rows if row.id in hits]

    async def folder_problem(self) -> str | None:
        """Return a sentence when the folder is suddenly short of chats; they are not forgotten."""
        short = await self._disk.run(self._library.missing)
        if short is None:
            return None
        there, known = short
        return (
            f"The data folder holds {there:,} of the {known:,} chats that were in it. It may be on "
            "a disk that is not there, or a sync is not finished. Nothing was deleted."
        )

    async def take_folder_as_it_is(self) -> None:
        """Believe that the chats that are not there are gone, because the user says so."""
        await self._disk.run(partial(self._library.remember, anyway=True))

    async def resolve(self, prefix: str) -> str:
        """Return the id that a prefix stands for; raises ChatUnknown."""
        return await self._disk.run(self._library.resolve, prefix)

    async def open(self, id: str) -> Conversation:
        """Return a chat, read from disk when it is not open yet. Raises ChatUnknown, DiskError."""
        if (known := self._open.get(id)) is None:
            known = self._open[id] = await self._disk.run(self._read, id)
        return known

    def _read(self, id: str) -> Conversation:
        """Read a chat, with the branch that is shown worked out: not the window's work either."""
        found = self._library.open(id)
        _ = found.branch
        return found

    async def document(self, id: str) -> str:
        """Return the chat as format.md writes it."""
        return document.dump(await self.open(id)).decode()

    async def path(self, id: str) -> Path:
        """Return the chat's file."""
        names = await self._disk.run(self._library.shelf.chat_files, id)
        return self._library.places.chats / names[0]

    # changing

    def new(self) -> Conversation:
        """Begin a chat with the defaults for new ones; its first message brings it to the disk."""
        chosen = self._preferences.current.new_chat
        values: dict[str, Any] = {"model": chosen.model}
        if chosen.system:
            values["system"] = chosen.system
        values |= {f"parameter.{name}": value for name, value in chosen.parameters.items()}
        made = Conversation(self._clock.id()).with_registers(
            values, self._clock.now(), self._library.writer.name
        )
        self._open[made.id] = made
        self._fresh.add(made.id)
        return made

    async def set_registers(self, id: str, values: Mapping[str, Any]) -> Conversation:
        """Set registers by name; None as a parameter's value means provider default."""
        if id in self._fresh and not any(name in values for name in ("title", "pinned")):
            # A parameter of a chat without a message is not yet worth a file.
            chat = self._with(self._open[id], values)
            self._open[id] = chat
            return chat
        return await self.add(id, (), values)

    async def rename(self, id: str, title: str) -> Conversation:
        """Give a chat a name; an empty one lets the first message name it again."""
        return await self.add(id, (), {"title": " ".join(title.split())[:500]})

    async def pin(self, id: str, pinned: bool) -> Conversation:
        """Keep a chat at the top, or not."""
        return await self.add(id, (), {"pinned": pinned})

    async def delete(self, id: str) -> Conversation:
        """Move a chat to the trash view; its file stays and `undelete` brings it back."""
        return await self.add(id, (), {"deleted": True})

    async def undelete(self, id: str) -> Conversation:
        """Take a chat out of the trash."""
        return await self.add(id, (), {"deleted": False})

    async def show_branch(self, id: str, node_id: str) -> Conversation:
        """Show the branch through a node, down to its newest leaf."""
        chat = await self.open(id)
        return await self.add(id, (), {"head": chat.newest_leaf(node_id) or node_id})

    async def delete_node(self, id: str, node_id: str) -> Conversation:
        """Replace a node by a tombstone; what was answered below it stays."""
        chat = await self.open(id)
        gone = chat.deletion(node_id, self._clock.now(), self._library.writer.name)
        return await self.add(id, (gone,), {})

    async def duplicate(self, id: str) -> Conversation:
        """Copy a chat with all its branches; the copy's costs are not counted a second time."""
        source = await self.open(id)
        ids = {old: self._clock.id() for old in sorted(source.nodes)}
        copies = [_copy(source.nodes[old], ids) for old in sorted(source.nodes)]
        values = {name: register.get("value") for name, register in source.meta.items()}
        values["title"] = f"{source.title} (copy)"
        values["head"] = None if source.head is None else ids[source.head]
        values["deleted"] = False
        made = Conversation(self._clock.id()).with_registers(
            values, self._clock.now(), self._library.writer.name
        )
        self._open[made.id] = made
        self._fresh.add(made.id)
        return await self.add(made.id, copies, {})

    async def use_for_new_chats(self, id: str) -> None:
        """Keep a chat's model, system prompt and parameters as the defaults for new chats."""
        chat = await self.open(id)
        chosen = replace(
            self._preferences.current.new_chat,
            model=chat.model, system=chat.system, parameters=chat.parameters,
        )  # fmt: skip
        await self._preferences.change(new_chat=chosen)

    # what a turn writes

    async def add(self, id: str, nodes: Iterable[Node], values: Mapping[str, Any]) -> Conversation:
        """Add nodes and set registers; they are on disk when this returns. Raises DiskError."""
        chat = await self.open(id)
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
            self._library.fold(id)
            # The file that was indexed is another one now; nobody need read it for that.
            self._index.update(chat)


def _copy(node: Node, ids: Mapping[str, str]) -> Node:
    record = {**node.record, "id": ids[node.id]}
    record["parent"] = ids.get(node.parent or "")
    cost = node.section("cost")
    if cost:
        record["cost"] = {**cost, "source": "reported"}
    return Node(record)
