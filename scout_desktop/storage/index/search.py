"""Searching in the cache, on any connection: the newest chats in which something is found.

Hits come newest first and only as many are looked at as a list of chats needs, since a frequent
word stands in a hundred thousand messages.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Final

from scout_desktop.chat.conversation import UNNAMED
from scout_desktop.chat.search.matching import snippet
from scout_desktop.chat.search.query import Hit, Query

from .expression import any_of, expression
from .kinds import matching
from .messages import hour_of
from .rows import COLUMNS, KEPT, TRASHED
from .schema import PLACES

_FIRST: Final = 1_000
"""Hits that are looked at first; mostly they are of chats enough."""
_LISTED: Final = "not (chats.messages = 0 and chats.title = ?)"
"""A chat whose first message the disk refused has neither message nor name."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search within some of the chats."""

    query: Query
    trash: bool = False
    archived: bool | None = False
    """None for both."""
    only: Collection[str] | None = None
    """Ids of the chats that may be found; None for all."""
    never: Collection[str] = ()
    """Ids of chats that are left out."""
    most: int = 100


@dataclass(frozen=True, slots=True)
class Found:
    """Rows of the cache (`COLUMNS`), newest first, and the hit of each."""

    rows: list[tuple[Any, ...]] = field(default_factory=list)
    hits: dict[str, Hit] = field(default_factory=dict)
    more: bool = False


@dataclass(slots=True)
class _Chat:
    """A chat in which something was found: its newest message, and how many there are."""

    row: tuple[Any, ...]
    place: int = 0
    hits: int = 0


def search(base: sqlite3.Connection, wanted: Wanted) -> Found:
    """Return what is found. Raises sqlite3.Error when the cache is damaged or locked."""
    return _Search(base, wanted).found()


class _Search:
    """One search: what may be found, as conditions of SQL."""

    def __init__(self, base: sqlite3.Connection, wanted: Wanted) -> None:
        self._base, self._wanted, query = base, wanted, wanted.query
        self._kinds = matching(base, query)
        self._of_chats = [f"chats.gone = {TRASHED if wanted.trash else KEPT}", _LISTED]
        self._with: list[Any] = [UNNAMED]
        if wanted.archived is not None:
            self._of_chats.append(f"chats.archived = {int(wanted.archived)}")
        self._narrow = wanted.trash or bool(wanted.archived)
        if query.pinned is not None:
            self._of_chats.append(f"chats.pinned = {int(query.pinned)}")
            self._narrow |= query.pinned
        only = wanted.only
        if query.tags or query.without_tags:
            tagged = self._tagged(query)
            only = tagged if only is None else tagged & set(only)
        if only is not None:
            self._of_chats.append("chats.id in (select value from json_each(?))")
            self._with.append(json.dumps(list(only)))
            self._narrow = True
        if wanted.never:
            self._of_chats.append("chats.id not in (select value from json_each(?))")
            self._with.append(json.dumps(list(wanted.never)))
        self._of_messages = self._message_conditions(query)

    def found(self) -> Found:
        """Search."""
        query, most = self._wanted.query, self._wanted.most
        chats: dict[int, _Chat] = {}
        if query.terms:
            more = self._messages(expression(query.terms, query.without), chats)
            more |= self._titles(expression(query.terms, query.without), chats)
        elif self._kinds is not None and not (query.since or query.until):
            more = self._of_kinds(self._kinds, chats)
        elif self._of_messages:
            more = self._messages("", chats)
        else:
            more = self._rows("", [], chats)
        newest = sorted(chats.values(), key=lambda chat: (chat.row[3], chat.row[0]), reverse=True)
        newest, more = newest[:most], more or len(newest) > most
        return Found([chat.row for chat in newest], self._hits(newest), more)

    def _messages(self, match: str, chats: dict[int, _Chat]) -> bool:
        """Add the chats of the newest messages that match; return whether there are more."""
        conditions, values = list(self._of_messages), self._message_values()
        if self._narrow or (not match and query_excludes(self._wanted.query)):
            where, more_values = self._chat_conditions()
            conditions.append(f"messages.chat in (select number from chats where {where})")
            values += more_values
        source = "messages"
        if match:
            source = "words cross join messages on messages.place = words.rowid"
            conditions.insert(0, "words match ?")
            values.insert(0, match)
        select = (
            "select chat, max(place), count(*) from (select messages.chat, messages.place from "
            f"{source} where {' and '.join(conditions)} "
            f"order by {'words.rowid' if match else 'messages.place'} desc limit ?) "
            "group by chat order by 2 desc"
        )
        limit = _FIRST
        while True:
            groups = self._base.execute(select, (*values, limit)).fetchall()
            all_seen = sum(hits for *_, hits in groups) < limit
            chats.clear()
            more = self._take(groups, chats) or not all_seen
            if all_seen or len(chats) >= self._wanted.most:
                return more
            limit *= 8

    def _take(self, groups: list[tuple[int, int, int]], chats: dict[int, _Chat]) -> bool:
        """Add groups of messages whose chats may be found; return whether some are left."""
        where, values = self._chat_conditions()
        for at in range(0, len(groups), 200):
            if len(chats) >= self._wanted.most:
                return True
            some = groups[at : at + 200]
            numbers = json.dumps([chat for chat, *_ in some])
            rows = self._base.execute(
                f"select number, {COLUMNS} from chats where number in "
                f"(select value from json_each(?)) and {where}",
                (numbers, *values),
            )
            there = {number: row for number, *row in rows}
            for chat, place, hits in some:
                if (row := there.get(chat)) is not None:
                    chats[chat] = _Chat(tuple(row), place, hits)
        return False

    def _of_kinds(self, kinds: list[int], chats: dict[int, _Chat]) -> bool:
        """Add the newest chats that have a message of these kinds; a rare kind is soon found."""
        among = f"kind in ({', '.join(map(str, kinds))})"
        more = self._rows(f"chats.number in (select chat from chat_kinds where {among})", [], chats)
        select = (
            "select chat, max(place), count(*) from messages "
            f"where chat in (select value from json_each(?)) and {among} group by chat"
        )
        for number, place, hits in self._base.execute(select, (json.dumps(list(chats)),)):
            chats[number].place, chats[number].hits = place, hits
        return more

    def _titles(self, match: str, chats: dict[int, _Chat]) -> bool:
        where, values = "titles match ?", [match]
        if self._of_messages:
            within = " and ".join(["messages.chat = chats.number", *self._of_messages])
            where += f" and exists (select 1 from messages where {within})"
            values += self._message_values()
        source = "titles cross join chats on chats.number = titles.rowid"
        return self._rows(where, values, chats, source)

    def _rows(
        self, match: str, values: list[Any], chats: dict[int, _Chat], source: str = "chats"
    ) -> bool:
        """Add the newest chats by what their rows say; return whether there are more."""
        where, of_chats = self._chat_conditions()
        most = self._wanted.most
        rows = self._base.execute(
            f"select number, {COLUMNS} from {source} where {match or 'true'} and {where} "
            "order by updated desc, id desc limit ?",
            (*values, *of_chats, most + 1),
        ).fetchall()
        for number, *row in rows:
            chats.setdefault(number, _Chat(tuple(row)))
        return len(rows) > most

    def _chat_conditions(self) -> tuple[str, list[Any]]:
        conditions, values = list(self._of_chats), list(self._with)
        query = self._wanted.query
        if query_excludes(query):
            unwanted = any_of(query.without)
            conditions.append(
                "chats.number not in (select messages.chat from words cross join messages "
                "on messages.place = words.rowid where words match ?) and "
                "chats.number not in (select rowid from titles where titles match ?)"
            )
            values += [unwanted, unwanted]
        return " and ".join(conditions), values

    def _message_conditions(self, query: Query) -> list[str]:
        found = []
        if self._kinds is not None:
            found.append(f"messages.kind in ({', '.join(map(str, self._kinds))})")
        if query.since:
            found.append(f"messages.place >= {hour_of(query.since) << PLACES}")
            found.append("messages.created >= ?")
        if query.until:
            found.append("messages.created > '' and messages.created < ?")
        return found

    def _message_values(self) -> list[Any]:
        query = self._wanted.query
        return [moment for moment in (query.since, query.until) if moment]

    def _tagged(self, query: Query) -> set[str]:
        """Return the ids of the chats with the tags of a query."""
        all_of = {tag.casefold() for tag in query.tags}
        none_of = {tag.casefold() for tag in query.without_tags}
        select = "select id, tags from chats" + (" where tags != '[]'" if all_of else "")
        found = set()
        for id, tags in self._base.execute(select):
            its = {tag.casefold() for tag in json.loads(tags)}
            if all_of <= its and not none_of & its:
                found.add(id)
        return found

    def _hits(self, chats: list[_Chat]) -> dict[str, Hit]:
        places = json.dumps([chat.place for chat in chats if chat.place])
        said = {
            place: rest
            for place, *rest in self._base.execute(
                "select place, node, created, role, text from messages join texts using (place) "
                "join kinds using (kind) where place in (select value from json_each(?))",
                (places,),
            )
        }
        found = {}
        for chat in chats:
            id = chat.row[0]
            found[id] = Hit(id, "", hits=0)
            if chat.place in said:
                node, created, role, text = said[chat.place]
                line, marks = snippet(text, self._wanted.query.terms)
                found[id] = Hit(id, node, line, marks, chat.hits, created, role)
        return found


def query_excludes(query: Query) -> bool:
    """Whether words are only left out: then all chats are found that have them nowhere."""
    return bool(query.without) and not query.terms
