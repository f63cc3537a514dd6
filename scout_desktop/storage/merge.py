"""The union of copies of a chat: the same bytes in any order, no id lost (format.md).

Purging is part of the union: content made up to the moment of "delete for good" is dropped from
whatever copy turns up later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.message import STATES, Node, Record

from .ground.strict import encode

_RANK: dict[str, int] = {state: rank for rank, state in enumerate(STATES)}


def pick(one: Node, other: Node) -> Node:
    """Return the copy of a node that stays: a tombstone, else the greatest."""
    if one is other:
        return one
    if one.deleted != other.deleted:
        return one if one.deleted else other
    order: Callable[[Node], tuple[Any, ...]] = _deletion if one.deleted else _standing
    first, second = order(one), order(other)
    if first == second:
        # Compared as bytes: Python takes 1, 1.0 and True for equal, the file does not.
        return one if _bytes(one.record) >= _bytes(other.record) else other
    return one if first > second else other


def pick_register(name: str, one: Record, other: Record) -> Record:
    """Return the register that stays: the later one, ties by writer and by bytes."""
    if one is other:
        return one
    first, second = _register(name, one), _register(name, other)
    if first != second:
        return one if first > second else other
    return one if _bytes(one) >= _bytes(other) else other


def add_nodes(into: dict[str, Node], nodes: Iterable[Node]) -> None:
    """Merge nodes into a dictionary of them."""
    for node in nodes:
        id = node.id
        into[id] = pick(into[id], node) if id in into else node


def add_registers(into: dict[str, Record], registers: Mapping[str, Record]) -> None:
    """Merge registers into a dictionary of them."""
    for name, register in registers.items():
        into[name] = pick_register(name, into[name], register) if name in into else register


def union(copies: Iterable[Conversation], *, purging: bool = True) -> Conversation:
    """Return the union of one or more copies of a chat, what was purged left out if `purging`."""
    copies = list(copies)
    nodes: dict[str, Node] = {}
    meta: dict[str, Record] = {}
    extra: dict[str, Any] = {}
    notices: set[str] = set()
    for copy in copies:
        if nodes:
            add_nodes(nodes, copy.nodes.values())
        else:
            nodes.update(copy.nodes)
        add_registers(meta, copy.meta)
        notices.update(copy.notices)
        for name, value in copy.extra.items():
            if name not in extra or _extra(value) > _extra(extra[name]):
                extra[name] = value
    return Conversation(
        copies[0].id,
        meta,
        without_purged(nodes, meta) if purging else nodes,
        extra,
        max(copy.min_reader for copy in copies),
        tuple(sorted(notices)),
        damaged=any(copy.damaged for copy in copies),
    )


def merge(one: Conversation, other: Conversation) -> Conversation:
    """Return the union of two copies of a chat."""
    return union((one, other))


def without_purged(nodes: dict[str, Node], meta: Mapping[str, Record]) -> dict[str, Node]:
    """Return the nodes that were made after the chat was deleted for good."""
    purged = meta.get("purged")
    if purged is None or not purged.get("value"):
        return nodes
    until = _text(purged.get("at"))
    return {id: node for id, node in nodes.items() if _made(node) > until}


def in_trash(conversation: Conversation) -> bool:
    """Whether a chat is deleted: no node was made after it was."""
    register = conversation.meta.get("deleted")
    if register is None or not register.get("value"):
        return False
    return not revived(conversation)


def revived(conversation: Conversation) -> bool:
    """Whether a deleted chat got a message afterwards, from here or from another device."""
    register = conversation.meta.get("deleted")
    if register is None or not register.get("value"):
        return False
    at = _text(register.get("at"))
    return any(not node.deleted and node.created > at for node in conversation.nodes.values())


def _made(node: Node) -> str:
    if node.deleted:
        return _deletion(node)[0]
    return node.created


def _standing(node: Node) -> tuple[int, int, int]:
    return node.rev, _RANK.get(node.state, -1), len(node.text)


def _deletion(node: Node) -> tuple[str, str]:
    deleted = node.section("deleted")
    return _text(deleted.get("at")), _text(deleted.get("by"))


def _register(name: str, register: Record) -> tuple[bool, str, str, bytes]:
    value = register.get("value")
    # "For good" is for good: nothing later takes it back, or the order of merging would matter.
    final = name == "purged" and bool(value)
    return final, _text(register.get("at")), _text(register.get("by")), _bytes(value)


def _extra(value: Any) -> tuple[float, bytes]:
    number = value if isinstance(value, int) and not isinstance(value, bool) else -1
    return number, _bytes(value)


def _bytes(value: Any) -> bytes:
    return encode(value).encode()


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
