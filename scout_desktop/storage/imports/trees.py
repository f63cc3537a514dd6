"""Messages in a tree: who follows whom where an export says it by order only, or wrongly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from .found import FoundMessage


def chained(messages: Iterable[FoundMessage], below: str | None = None) -> tuple[FoundMessage, ...]:
    """Return messages that follow one another, the first below `below`."""
    found: list[FoundMessage] = []
    for message in messages:
        found.append(replace(message, parent=below))
        below = message.key
    return tuple(found)


def sound(messages: Iterable[FoundMessage]) -> tuple[FoundMessage, ...]:
    """Return each message once, none above itself: a circle is cut at its earliest message.

    A parent that is not there makes a root.
    """
    by_key: dict[str, FoundMessage] = {}
    for message in messages:
        by_key.setdefault(message.key, message)
    checked: set[str] = set()
    for start in list(by_key):
        way: dict[str, None] = {}
        at: str | None = start
        while at in by_key and at not in checked and at not in way:
            way[at] = None
            at = by_key[at].parent
        if at in way:
            by_key[at] = replace(by_key[at], parent=None)
        checked.update(way)
    return tuple(
        message if message.parent is None or message.parent in by_key
        else replace(message, parent=None)
        for message in by_key.values()
    )  # fmt: skip


def newest_leaf(messages: Sequence[FoundMessage], below: str | None = None) -> str | None:
    """Return the message that a reader sees last: the newest without any below it.

    With `below`, only among what hangs under that one; itself where nothing does.
    """
    parents = {message.parent for message in messages}
    order = {message.key: place for place, message in enumerate(messages)}
    under = _under(messages, below) if below in order else None
    leaves = [
        message
        for message in messages
        if message.key not in parents and (under is None or message.key in under)
    ]
    if not leaves:
        return messages[-1].key if messages else None
    return max(leaves, key=lambda leaf: (leaf.created, order[leaf.key])).key


def _under(messages: Sequence[FoundMessage], top: str | None) -> set[str]:
    below: dict[str | None, list[str]] = {}
    for message in messages:
        below.setdefault(message.parent, []).append(message.key)
    found: set[str] = set()
    waiting = [top] if top else []
    while waiting:
        at = waiting.pop()
        if at not in found:
            found.add(at)
            waiting += below.get(at, [])
    return found


def earliest(times: Mapping[str, str]) -> str:
    """Return the key with the earliest time; of equal ones the lowest, so that it never changes."""
    return min(times, key=lambda key: (times[key] or "9", key), default="")
