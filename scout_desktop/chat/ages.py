"""Which of two messages is the older one. Pure.

Ids of ours (version 7) begin with their time and never fall within a writer; those of an import
are hashes, and only what was noted with the message says when it was written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from .ids import is_id, milliseconds_of
from .message import Node


def age_of(node: Node) -> tuple[int, str]:
    """Return (milliseconds since 1970, id), by which the older of two nodes is the smaller."""
    id = node.id
    if has_time(id) and is_id(id):
        return int(id[:8] + id[9:13], 16), id
    return milliseconds_of(node.created) or 0, id


def in_order(ids: Iterable[str], nodes: Mapping[str, Node]) -> list[str]:
    """Return ids with the oldest first."""
    found = sorted(ids)
    if all(map(has_time, found)):
        # For ids of ours the text says the same, and much sooner.
        return found
    return sorted(found, key=lambda id: age_of(nodes[id]))


def last_of_ours(ids: Collection[str]) -> str | None:
    """Return the greatest id that begins with its time; a new one has to be greater."""
    greatest = max(ids, default=None)
    if greatest is None or has_time(greatest):
        return greatest
    return max(filter(has_time, ids), default=None)


def has_time(id: str) -> bool:
    """Whether an id is of a version that begins with its time."""
    return id[14:15] == "7"
