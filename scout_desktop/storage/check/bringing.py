"""Brings copies of chats back into the library: always a union, so that nothing newer is lost."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import ChatUnknown
from scout_desktop.chat.message import Node
from scout_desktop.storage.library import Library
from scout_desktop.storage.merge import union
from scout_desktop.storage.shelf.gather import ended, storable


def bring_in(
    library: Library,
    id: str,
    copies: Sequence[Conversation],
    opened: Collection[str] = (),
    *,
    anyway: bool = False,
) -> str:
    """Add what copies of a chat say that the chat does not; it is folded when this returns.

    `opened` are the chats that stay open; `anyway` folds also where nothing is new. Returns
    "added" for a chat that was not there, "changed", or "" where it said all of it already, or
    where a newer program's copy is among them.
    Raises DiskError, and then nothing is lost.
    """
    usable = [copy for copy in copies if not copy.read_only]
    if not usable and not anyway:
        return ""
    try:
        have = library.open(id, fresh=True)
    except ChatUnknown:
        if not usable:
            raise
        made = storable(union(usable))
        if not (made.nodes or made.meta):
            return ""
        library.create(made)
        _leave(library, id, opened)
        return "added"
    if have.read_only:
        return ""
    whole = union([have, *(ended(copy, have.nodes) for copy in usable)])
    nodes = [node for node in whole.nodes.values() if _is_news(node, have)]
    meta = {
        name: register for name, register in whole.meta.items() if have.meta.get(name) != register
    }
    if nodes or meta:
        library.put_nodes(id, nodes, meta)
    if nodes or meta or anyway:
        library.fold(id)
    _leave(library, id, opened)
    return "changed" if nodes or meta else ""


def _is_news(node: Node, have: Conversation) -> bool:
    other = have.nodes.get(node.id)
    if not node.deleted and node.state == "streaming":
        return False
    return other is None or other.record != node.record


def _leave(library: Library, id: str, opened: Collection[str]) -> None:
    if id not in opened:
        library.put_away(id)
