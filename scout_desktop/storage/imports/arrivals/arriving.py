"""What an arriving chat would change here. An import only adds: it deletes and replaces nothing.

What was changed here since wins: a name given here, a chat in the trash, a message deleted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.message import Node, Record
from scout_desktop.storage.document import dump
from scout_desktop.storage.files import LARGEST
from scout_desktop.storage.ground.strict import encode
from scout_desktop.storage.merge import in_trash, pick, pick_register, union

from .taking import BY, PictureTaker, settled

State: TypeAlias = Literal["new", "more", "same", "trash", "refused"]

_NEVER_TAKEN: Final = frozenset({"deleted", "purged"})
"""Registers that another folder may have: what is deleted there is not deleted here."""
_NAMED_HERE: Final = frozenset({"head"})
"""Registers of an import that follow the other program though they were written here since."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What of a chat is to be put here: nothing unless `state` is `new` or `more`."""

    chat: Conversation
    """As it arrives, its pictures perhaps still pending."""
    state: State
    nodes: tuple[Node, ...] = ()
    registers: Mapping[str, Record] = field(default_factory=dict)
    sentence: str = ""
    """Why it stays out."""
    bytes: int = 0
    """What its text takes on the disk, without pictures."""

    @property
    def whole(self) -> Conversation:
        """A new chat as it is to be written."""
        return Conversation(
            self.chat.id, self.registers, {node.id: node for node in self.nodes}, self.chat.extra
        )


def arrival(
    chat: Conversation, here: Conversation | None, picture: PictureTaker, *, own: bool = False
) -> Arrival:
    """Compare a chat with the one of the same id that is here, if any.

    `own` chats were written by this program: their registers merge as copies of a chat do.
    Raises what `picture` raises.
    """
    if own and (in_trash(chat) or chat.value("purged")):
        return Arrival(chat, "trash", sentence="It lies in the trash there.")
    if here is not None and (in_trash(here) or here.value("purged")):
        return Arrival(chat, "trash", sentence="It is in your trash and was left there.")
    if here is not None and here.read_only:
        return Arrival(chat, "refused", sentence="A newer version of Scout Desktop wrote it here.")
    nodes = _nodes(chat, here, picture)
    registers = {
        name: register
        for name, register in chat.meta.items()
        if name not in _NEVER_TAKEN and _counts(name, register, here, own=own)
    }
    if not nodes and not registers:
        return Arrival(chat, "same")
    found = Arrival(chat, "new" if here is None else "more", tuple(nodes), registers)
    size = len(dump(found.whole if here is None else union([here, found.whole])))
    if size > LARGEST:
        said = f"With {size // 1_000_000} MB it is larger than a chat can be."
        return Arrival(chat, "refused", sentence=said)
    bytes = size if here is None else sum(len(encode(node.record)) for node in nodes)
    return Arrival(chat, found.state, found.nodes, registers, bytes=bytes)


def _nodes(chat: Conversation, here: Conversation | None, picture: PictureTaker) -> list[Node]:
    found = []
    for id in sorted(chat.nodes):
        old = None if here is None else here.nodes.get(id)
        node = settled(chat.nodes[id], picture, old)
        # A message deleted here stays so; one deleted there is not deleted here.
        gone = old is not None and (old.deleted or node.deleted)
        if old is None or (not gone and _bytes(pick(old, node)) != _bytes(old)):
            found.append(node)
    return found


def _counts(name: str, register: Record, here: Conversation | None, *, own: bool) -> bool:
    """Whether a register says more than the one that is here."""
    old = None if here is None else here.meta.get(name)
    if old is None:
        return True
    if not own and old.get("by") != BY and name not in _NAMED_HERE:
        return False
    return encode(pick_register(name, old, register)) != encode(old)


def _bytes(node: Node) -> str:
    return encode(node.record)
