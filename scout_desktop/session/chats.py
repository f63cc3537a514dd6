"""The chats' verbs: open, rename, pin, delete with undo, branches, parameters, duplicates.

Every verb returns the conversation as it then is, safe on disk; those for many chats at once
(`Shelving`) return which of them were changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from scout_desktop.chat.ages import in_order
from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.diet import REGISTER, moved, moved_sent
from scout_desktop.chat.errors import ChatReadOnly, DiskError
from scout_desktop.chat.message import Node
from scout_desktop.chat.rows import ChatRow
from scout_desktop.storage import document
from scout_desktop.storage.index import Index
from scout_desktop.storage.library import Library

from .clock import Clock
from .disk import Disk
from .finding import Finding
from .open_chats import VISITED, without_notice
from .preferences import Preferences
from .shelving import Shelving


class Chats(Shelving):
    """The library as the window and the command line use it."""

    def __init__(
        self,
        library: Library,
        index: Index,
        disk: Disk,
        clock: Clock,
        preferences: Preferences,
        *,
        finding: Finding,
    ) -> None:
        super().__init__(library, index, disk, clock)
        self._preferences = preferences
        self._finding = finding

    # reading

    def is_unbegun(self, id: str) -> bool:
        """Whether a chat is in memory only, because nothing was sent or changed in it yet."""
        return id in self._fresh

    async def rows(self, query: str = "", *, every: bool = False) -> tuple[ChatRow, ...]:
        """Return what `Finding.look` finds among the chats, newest first."""
        return (await self._finding.look(query, every=every)).rows

    async def are_there(self) -> bool:
        """Whether there is any chat; nothing is read for it."""
        return await self._disk.run(self._library.shelf.has_any)

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
        self._put_fresh(made)
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
        """Show the branch through a node, down to its newest leaf.

        What cannot be written (a newer program's chat, a read-only disk) is read all the same: the
        choice then lasts as long as the program runs.
        """
        chat = await self.open(id)
        values = {"head": chat.newest_leaf(node_id) or node_id}
        if chat.head == values["head"]:
            return chat
        try:
            return await self.add(id, (), values)
        except (ChatReadOnly, DiskError):
            shown = self._open[id] = self._with(chat, values)
            return shown

    async def visit(self, id: str, node_id: str) -> Conversation:
        """Show the branch through a node for this visit: reading a hit changes no chat."""
        chat = await self.open(id)
        leaf = chat.newest_leaf(node_id) or node_id
        if chat.head == leaf:
            return chat
        if id not in self._visits:
            self._visits[id] = chat.head
            chat = replace(chat, notices=(*chat.notices, VISITED))
        shown = self._open[id] = self._with(chat, {"head": leaf})
        return shown

    def end_visit(self, id: str) -> Conversation | None:
        """Return an open chat as it was left; None when it was not opened."""
        visited, head = id in self._visits, self._visits.pop(id, None)
        chat = self._open.get(id)
        if chat is not None and visited:
            # (One that was deleted for good during the visit is not open any more.)
            chat = self._open[id] = without_notice(self._with(chat, {"head": head}))
        return chat

    async def delete_node(self, id: str, node_id: str) -> Conversation:
        """Replace a node by a tombstone; what was answered below it stays."""
        chat = await self.open(id)
        gone = chat.deletion(node_id, self._clock.now(), self._library.writer.name)
        return await self.add(id, (gone,), {})

    async def duplicate(self, id: str) -> Conversation:
        """Copy a chat with all its branches; the copy's costs are not counted a second time."""
        source = await self.open(id)
        ids = {old: self._clock.id() for old in in_order(source.nodes, source.nodes)}
        copies = [_copy(source.nodes[old], ids) for old in ids]
        values = {name: register.get("value") for name, register in source.meta.items()}
        values["title"] = f"{source.title} (copy)"
        values["head"] = None if source.head is None else ids[source.head]
        values["deleted"] = False
        # A batch has one chat for each picture; the copy is for going on by oneself.
        values.pop("batch", None)
        if REGISTER in values:
            # Choices are by message, and messages have other ids here.
            values[REGISTER] = moved(values[REGISTER], ids)
        made = Conversation(self._clock.id()).with_registers(
            values, self._clock.now(), self._library.writer.name
        )
        self._put_fresh(made)
        return await self.add(made.id, copies, {})

    async def use_for_new_chats(self, id: str) -> None:
        """Keep a chat's model, system prompt and parameters as the defaults for new chats."""
        chat = await self.open(id)
        chosen = replace(
            self._preferences.current.new_chat,
            model=chat.model, system=chat.system, parameters=chat.parameters,
        )  # fmt: skip
        await self._preferences.change(new_chat=chosen)


def _copy(node: Node, ids: Mapping[str, str]) -> Node:
    record = {**node.record, "id": ids[node.id]}
    record["parent"] = ids.get(node.parent or "")
    cost = node.section("cost")
    if cost:
        record["cost"] = {**cost, "source": "reported"}
    request = node.section("request")
    if REGISTER in request:
        record["request"] = {**request, REGISTER: moved_sent(request[REGISTER], ids)}
    return Node(record)
