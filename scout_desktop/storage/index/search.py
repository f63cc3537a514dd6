"""Searching in the cache, on any connection: the newest chats in which something is found.

Hits come newest first and only as many are looked at as a list of chats needs, since a frequent
word stands in a hundred thousand messages.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from scout_desktop.chat.search.query import Hit, Query

from .expression import any_of, expression
from .hits import Hits
from .kinds import matching
from .messages import hour_of
from .reading import Messages, is_frequent
from .rows import COLUMNS, KEPT, TRASHED
from .schema import PLACES

_FIRST: Final = 400
"""Hits that are looked at first; as long as they are of too few chats, each time thrice as many."""
_SOME: Final = 80
"""Chats whose rows are read together."""
_NUMBERED: Final = (
    "(select value from json_each(?)) as wanted cross join chats on chats.number = wanted.value"
)
_END: Final = 2**62
"""Behind every place."""


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
    most: int = 60


@dataclass(frozen=True, slots=True)
class Found:
    """Rows of the cache (`COLUMNS`), newest first, and the hit of each."""

    rows: list[tuple[Any, ...]] = field(default_factory=list)
    hits: Mapping[str, Hit] = field(default_factory=dict)
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
        self._of_chats = [f"chats.gone = {TRASHED if wanted.trash else KEPT}"]
        self._with: list[Any] = []
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
        self._nowhere = only is not None and not only
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
        if self._nowhere:
            return Found()
        if query.terms:
            match = expression(query.terms, query.without)
            if self._narrow and is_frequent(self._base, match):
                more = self._narrowly(chats)
            else:
                more = self._messages(match, chats)
            more |= self._titles(match, chats)
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
        source, place = "messages", "messages.place"
        if match:
            source = "words cross join messages on messages.place = words.rowid"
            place = "words.rowid"
            conditions.insert(0, "words match ?")
            values.insert(0, match)
        select = (
            f"select chat, max(place), min(place), count(*) from (select messages.chat, "
            f"{place} as place from {source} where {' and '.join(conditions)} and {place} < ? "
            f"order by {place} desc limit ?) group by chat order by 2 desc"
        )
        if (since := self._wanted.query.since) != "":
            conditions.append(f"{place} >= {hour_of(since) << PLACES}")
        until = self._wanted.query.until
        end, limit = (hour_of(until) + 1) << PLACES if until else _END, _FIRST
        while True:
            groups = self._base.execute(select, (*values, end, limit)).fetchall()
            more = self._take([(chat, last, hits) for chat, last, _, hits in groups], chats)
            if sum(group[3] for group in groups) < limit:
                return more
            if len(chats) >= self._wanted.most:
                return True
            end, limit = min(group[2] for group in groups), 3 * limit

    def _narrowly(self, chats: dict[int, _Chat]) -> bool:
        """Add the newest of few chats by reading them; return whether there are more."""
        where, values = self._chat_conditions()
        numbers = self._base.execute(
            f"select number from chats where {where} order by updated desc, id desc", values
        ).fetchall()
        messages = Messages(self._base, self._of_messages, self._message_values())
        found = []
        for (number,) in numbers:
            if (place := messages.newest(number, self._wanted.query)) is not None:
                found.append((number, place, 1))
                if len(found) > self._wanted.most:
                    break
        return self._take(found, chats)

    def _take(self, groups: list[tuple[int, int, int]], chats: dict[int, _Chat]) -> bool:
        """Add groups of messages whose chats may be found; return whether some are left."""
        where, values = self._chat_conditions()
        for at in range(0, len(groups), _SOME):
            if len(chats) >= self._wanted.most:
                return True
            some = groups[at : at + _SOME]
            numbers = json.dumps([chat for chat, *_ in some])
            rows = self._base.execute(
                f"select number, {COLUMNS} from {_NUMBERED} where {where}",
                (numbers, *values),
            )
            there = {number: row for number, *row in rows}
            for chat, place, hits in some:
                if chat in chats:
                    chats[chat].hits += hits
                elif (row := there.get(chat)) is not None:
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
        where = "chats.number in (select rowid from titles where titles match ?)"
        values = [match]
        if self._of_messages:
            within = " and ".join(["messages.chat = chats.number", *self._of_messages])
            # The chat's own times first: its messages need mostly not be looked at.
            where += " and chats.created < ?" if self._wanted.query.until else ""
            where += " and chats.updated >= ?" if self._wanted.query.since else ""
            query = self._wanted.query
            values += [moment for moment in (query.until, query.since) if moment]
            where += f" and exists (select 1 from messages where {within})"
            values += self._message_values()
        return self._rows(where, values, chats)

    def _rows(self, match: str, values: list[Any], chats: dict[int, _Chat]) -> bool:
        """Add the newest chats by what their rows say; return whether there are more."""
        where, of_chats = self._chat_conditions()
        most = self._wanted.most
        # Only the numbers at first: SQLite would sort the rows of all that match.
        found = self._base.execute(
            f"select number from chats where {where} and {match or 'true'} "
            "order by updated desc, id desc limit ?",
            (*of_chats, *values, most + 1),
        )
        numbers = json.dumps([number for (number,) in found])
        rows = self._base.execute(
            f"select number, {COLUMNS} from chats where number in (select value from json_each(?))",
            (numbers,),
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
            its = _folded(tags)
            if all_of <= its and not none_of & its:
                found.add(id)
        return found

    def _hits(self, chats: list[_Chat]) -> Mapping[str, Hit]:
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
            found[chat.row[0]] = chat.hits, said.get(chat.place)
        return Hits(found, self._wanted.query)


@lru_cache(1024)
def _folded(tags: str) -> frozenset[str]:
    """Return tags (JSON) as they are compared; thousands of chats have the same few."""
    return frozenset(tag.casefold() for tag in json.loads(tags))


def query_excludes(query: Query) -> bool:
    """Whether words are only left out: then all chats are found that have them nowhere."""
    return bool(query.without) and not query.terms
