"""The messages of a chat in the cache: what has changed of them is put in and taken out.

All of it happens inside of a transaction of the caller.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, NamedTuple

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.message import Node
from scout_desktop.chat.search.folding import spaced

from .kinds import Kind, Kinds, kind_of
from .schema import PLACES

_HOUR: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}\Z", re.ASCII)


class Message(NamedTuple):
    """A living message as it is searched."""

    node: str
    kind: Kind
    created: str
    """Empty where it is no time."""
    text: str


class There(NamedTuple):
    """A message as the cache has it."""

    place: int
    kind: int
    created: str
    text: str


@dataclass(slots=True)
class Change:
    """What is to be done to the messages of a chat."""

    put: list[Message] = field(default_factory=list)
    out: dict[str, There] = field(default_factory=dict)
    lost: bool = False
    """Whether words are taken out that nobody shall find any more, not even in the file."""


def message(chat: Conversation, node: Node) -> Message:
    """Return a living message as it is searched."""
    created = node.created
    return Message(node.id, kind_of(chat, node), created if hour_of(created) else "", node.text)


def change(
    chat: Conversation, there: Mapping[str, There], kinds: Kinds, of: Collection[str] | None = None
) -> Change:
    """Compare a chat with what the cache has of it; of its nodes `of` only, None for all."""
    found = Change()
    for id in chat.nodes.keys() | there.keys() if of is None else of:
        node, old = chat.nodes.get(id), there.get(id)
        if node is None or "deleted" in node.record:
            if old is not None:
                found.out[id], found.lost = old, True
            continue
        new = message(chat, node)
        if old is not None:
            if (kinds.number(new.kind), new.created, new.text) == old[1:]:
                continue
            found.out[id] = old
        found.put.append(new)
    return found


def known(base: sqlite3.Connection, chat: int) -> dict[str, There]:
    """Return the messages of a chat as the cache has them, by node."""
    select = (
        "select node, place, kind, created, text from messages join texts using (place) "
        "where chat = ?"
    )
    return {node: There(*rest) for node, *rest in base.execute(select, (chat,))}


def hour_of(created: str) -> int:
    """Return the hours since the year 1 of a stored time; 0 for what is none."""
    hour = created[:13]
    if (found := _hours.get(hour)) is None:
        found = 0
        if _HOUR.match(hour):
            try:
                moment = datetime.fromisoformat(f"{hour}:00:00+00:00") - _FIRST
                found = moment.days * 24 + moment.seconds // 3600
            except ValueError:
                found = 0  # the 31st of June
        if len(_hours) > 50_000:
            _hours.clear()
        _hours[hour] = found
    return found


_FIRST: Final = datetime(1, 1, 1, tzinfo=UTC)
_hours: dict[str, int] = {}


class Putting:
    """Puts messages in and takes them out."""

    def __init__(self, base: sqlite3.Connection, kinds: Kinds) -> None:
        self._base = base
        self._kinds = kinds
        self._next: dict[int, int] = {}

    def forget(self) -> None:
        """Believe nothing any more: another transaction begins."""
        self._next.clear()

    def out(self, gone: Iterable[There]) -> None:
        """Take messages out."""
        gone = sorted(gone)
        places = [(each.place,) for each in gone]
        self._base.executemany(
            "insert into words (words, rowid, text) values ('delete', ?, ?)",
            ((each.place, spaced(each.text)) for each in gone),
        )
        self._base.executemany("delete from messages where place = ?", places)
        self._base.executemany("delete from texts where place = ?", places)

    def put(self, messages: Iterable[tuple[int, Message]]) -> list[There]:
        """Put messages in, each with the number of its chat; return where they are.

        In the order of their hours, or each costs a list of words of its own.
        """
        number = self._kinds.number
        placed = [
            (There(self._free(hour_of(each.created)), number(each.kind), each.created, each.text),
             chat, each.node)
            for chat, each in messages
        ]  # fmt: skip
        self._base.executemany(
            "insert into messages values (?, ?, ?, ?)",
            [(at.place, chat, at.kind, at.created) for at, chat, _ in placed],
        )
        self._base.executemany(
            "insert into texts values (?, ?, ?)",
            [(at.place, node, at.text) for at, _, node in placed],
        )
        self._base.executemany(
            "insert into words (rowid, text) values (?, ?)",
            [(at.place, spaced(at.text)) for at, _, _ in placed],
        )
        return [at for at, _, _ in placed]

    def _free(self, hour: int) -> int:
        """Return a place in an hour, or in the first one behind it that is not full."""
        while True:
            low, end = hour << PLACES, (hour + 1) << PLACES
            if (place := self._next.get(hour)) is None:
                (last,) = self._base.execute(
                    "select max(place) from messages where place >= ? and place < ?", (low, end)
                ).fetchone()
                place = max(low, 1) if last is None else last + 1
            if place < end:
                self._next[hour] = place + 1
                return place
            hour += 1
