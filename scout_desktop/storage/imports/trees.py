"""Messages in a tree: who follows whom where an export says it by order only, or wrongly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from .found import FoundMessage

_MOST_STEPS: Final = 100


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


def largest_root(messages: Sequence[FoundMessage]) -> str | None:
    """Return the root with the most messages below it, the first of equal ones."""
    above = {message.key: message.parent for message in messages}
    root: dict[str, str] = {}
    for key in above:
        way = [key]
        while way[-1] not in root and (parent := above[way[-1]]) in above:
            way.append(parent or "")
        top = root.get(way[-1], way[-1])
        root.update(dict.fromkeys(way, top))
    sizes = Counter(root[message.key] for message in messages)
    return max(sizes, key=lambda key: sizes[key], default=None)


def carried(messages: Iterable[FoundMessage]) -> tuple[FoundMessage, ...]:
    """Let messages that have nothing to show, but others below them, become mere links.

    What they keep (a call of a tool, what it gave back) goes to the next message that is shown.
    """
    listed = list(messages)
    by_key = {message.key: message for message in listed}
    parents = {message.parent for message in listed}
    hidden = {
        message.key
        for message in listed
        if message.key in parents
        and not (message.parts or message.error or message.link_only)
        and message.role not in {"user", "system"}
    }
    found: list[FoundMessage] = []
    for message in listed:
        if message.key in hidden:
            found.append(replace(message, link_only=True))
            continue
        steps: list[dict[str, Any]] = []
        at = message.parent
        while at in hidden and len(steps) < _MOST_STEPS:
            steps.append(_step(by_key[at]))
            at = by_key[at].parent
        extra = {**message.extra, "steps": steps[::-1]} if steps else message.extra
        found.append(replace(message, extra=extra))
    return tuple(found)


def newest_leaf(messages: Sequence[FoundMessage], below: str | None = None) -> str | None:
    """Return the message that a reader sees last: the newest without any below it.

    With `below`, only among what hangs under that one; itself where nothing does. A message
    without a time counts as said when the one above it was.
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
    times = _times(messages)
    return max(leaves, key=lambda leaf: (times[leaf.key], order[leaf.key])).key


def _times(messages: Iterable[FoundMessage]) -> dict[str, str]:
    """When each was said; one without a time has that of the nearest above it that has one."""
    by_key = {message.key: message for message in messages}
    found = {key: message.created for key, message in by_key.items() if message.created}
    for key in by_key:
        way: dict[str, None] = {}
        at: str | None = key
        while at in by_key and at not in found and at not in way:
            way[at] = None
            at = by_key[at].parent
        found.update(dict.fromkeys(way, found.get(at or "", "")))
    return found


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


def _step(message: FoundMessage) -> dict[str, Any]:
    told = {"role": message.role, "model": message.model, "usage": dict(message.usage)}
    return {**{name: value for name, value in told.items() if value}, **message.extra}


def earliest(times: Mapping[str, str]) -> str:
    """Return the key with the earliest time; of equal ones the lowest, so that it never changes."""
    return min(times, key=lambda key: (times[key] or "9", key), default="")
