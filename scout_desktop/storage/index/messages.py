"""The messages of a chat in the cache: what has changed of them is put in and taken out.

All of it happens inside of a transaction of the caller.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, NamedTuple

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.message import Node
from scout_desktop.storage.ground.strict import no_collection

from .kinds import Kind, Kinds, has_picture, is_searched, kind_of, kind_with, model_of
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


def _message(chat: Conversation, node: Node) -> Message:
    created = node.created
    return Message(node.id, kind_of(chat, node), created if hour_of(created) else "", _text(node))


def _text(node: Node) -> str:
    """Return `node.text`, for the most messages by a short way."""
    parts = node.record.get("parts")
    if isinstance(parts, list) and len(parts) == 1 and isinstance(parts[0], dict):
        text = parts[0].get("text")
        if parts[0].get("type") == "text" and isinstance(text, str):
            return text
    return node.text


def some_messages(chat: Conversation, of: Iterable[str]) -> list[Message]:
    """Return those of some nodes that are there to be found."""
    near = (chat.nodes.get(id) for id in of)
    return [_message(chat, node) for node in near if node is not None and is_searched(node)]


def every_message(chat: Conversation) -> list[Message]:
    """Return all that are there to be found: the same, by a shorter way."""
    answers: dict[str, list[str]] = {}
    pictured, said = set(), []
    # A million messages pass here when the index is made anew: each step is written out.
    for node in chat.nodes.values():
        if not is_searched(node):
            continue
        text, picture = _text(node), has_picture(node)
        said.append((node, text, picture))
        if node.record.get("role") == "user":
            if picture:
                pictured.add(node.id)
        elif (model := model_of(node)) and (parent := node.parent) is not None:
            answers.setdefault(parent, []).append(model)
    found = []
    kinds: dict[tuple[str, str, str, bool], Kind] = {}
    for node, text, own in said:
        id, role, created = node.id, node.role, node.created
        below = answers.get(id, ()) if role == "user" else ()
        picture = own or (bool(pictured) and role == "assistant" and node.parent in pictured)
        if len(below) > 1:
            kind = kind_with(node, below, picture)
        else:
            alike = role, node.state, below[0] if below else model_of(node), picture
            if (known_kind := kinds.get(alike)) is None:
                known_kind = kinds[alike] = kind_with(node, below, picture)
            kind = known_kind
        found.append(Message(id, kind, created if hour_of(created) else "", text))
    return found


def change(
    now: Iterable[Message],
    there: Mapping[str, There],
    kinds: Kinds,
    of: Iterable[str] | None = None,
) -> Change:
    """Compare messages with those that the cache has.

    What the cache has beside them is to go: all of it (None), or of the nodes `of` only.
    """
    found = Change()
    gone = set(there if of is None else of)
    for new in now:
        gone.discard(new.node)
        if (old := there.get(new.node)) is not None:
            if (kinds.number(new.kind), new.created, new.text) == old[1:]:
                continue
            found.out[new.node] = old
        found.put.append(new)
    for id in gone & there.keys():
        found.out[id], found.lost = there[id], True
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


def as_words(text: str) -> str:
    """Return a text as it is put among the words, and as it is taken out again."""
    if text.isascii():
        return text
    # Tables of all scripts, which a start where nothing has changed does not need.
    from scout_desktop.chat.search.folding import spaced

    return spaced(text)


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
            ((each.place, as_words(each.text)) for each in gone),
        )
        self._base.executemany("delete from messages where place = ?", places)
        self._base.executemany("delete from texts where place = ?", places)

    def put(self, messages: Iterable[tuple[int, Message]]) -> list[tuple[int, int, int, Message]]:
        """Put messages in, each with the number of its chat; return (place, chat, kind, message).

        In the order of their hours, or each costs a list of words of its own.
        """
        number, free = self._kinds.number, self._free
        with no_collection():
            placed = [
                (free(hour_of(each.created)), chat, number(each.kind), each)
                for chat, each in messages
            ]
            self._base.executemany(
                "insert into messages values (?, ?, ?, ?)",
                [(place, chat, kind, each.created) for place, chat, kind, each in placed],
            )
            self._base.executemany(
                "insert into texts values (?, ?, ?)",
                [(place, each.node, each.text) for place, _, _, each in placed],
            )
            self._base.executemany(
                "insert into words (rowid, text) values (?, ?)",
                [(place, as_words(each.text)) for place, _, _, each in placed],
            )
        return placed

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
