"""The older tables: a prompt and its response in one row, one after the other."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from typing import Any, Final

from scout_desktop.storage.imports.databases import rows
from scout_desktop.storage.imports.fields import (
    key,
    moment,
    parameters,
    record,
    text,
    unpacked,
    usage,
    whole,
)
from scout_desktop.storage.imports.found import Found, FoundMessage
from scout_desktop.storage.imports.gathered import Gathered
from scout_desktop.storage.imports.trees import chained

from .attached import Attachments
from .threads import model_of

_ROW: Final = "select rowid as place, * from responses"
_LONGEST_TITLE: Final = 60


def conversations(
    database: sqlite3.Connection,
    attachments: Attachments,
    tables: Mapping[str, frozenset[str]],
    said: Mapping[str, Set[int]],
) -> Iterator[Found]:
    """Yield the conversations, without what has gone on in a thread.

    `said` has the hashes of the texts of each thread, by its id. Raises sqlite3.Error.
    """
    query = "select id, name from conversations"
    names = {key(row.get("id")): text(row.get("name")) for row in rows(database, query)}
    reader = _Older(database, attachments, tables)
    # The tables have no index of what belongs together, so it is looked through once.
    for own, places in _owned(database, "responses", "conversation_id", "datetime_utc, id").items():
        if own:
            found = reader.found(own, names.get(own, ""), places, said.get(own, frozenset()))
            if found.messages:
                yield found
        else:
            for place in places:
                yield reader.alone(place)


def _owned(
    database: sqlite3.Connection, table: str, owner: str, order: str
) -> dict[str, list[int]]:
    """Return the places of the rows of each owner. All names are ours."""
    query = f'select rowid as place, "{owner}" as owner from "{table}" order by {order}'
    found: dict[str, list[int]] = {}
    for row in rows(database, query):
        found.setdefault(key(row["owner"]), []).append(row["place"])
    return found


class _Older:
    def __init__(
        self,
        database: sqlite3.Connection,
        attachments: Attachments,
        tables: Mapping[str, frozenset[str]],
    ) -> None:
        self._database = database
        self._attachments = attachments
        self._tables = {
            table
            for table, needed in (
                ("prompt_attachments", {"response_id", "attachment_id", "order"}),
                ("prompt_fragments", {"response_id", "fragment_id", "order"}),
                ("system_fragments", {"response_id", "fragment_id", "order"}),
                ("fragments", {"id", "content"}),
                ("tool_calls", {"response_id", "name", "arguments"}),
                ("tool_results", {"response_id", "name", "output"}),
            )
            if needed <= tables.get(table, frozenset())
        }
        self._uses: dict[str, dict[str, list[int]]] = {
            table: _owned(database, table, "response_id", "rowid")
            for table in ("tool_calls", "tool_results")
            if table in self._tables
        }

    def found(self, own: str, name: str, places: list[int], said: Set[int]) -> Found:
        """Return a conversation, without responses that its thread has."""
        query = f"{_ROW} where rowid = ?"
        listed = [row for place in places for row in rows(self._database, query, place)]
        if said:
            listed = [row for row in listed if hash(text(row.get("response"))) not in said]
            own = f"{own}/older"
        return self._chat(own, name, listed)

    def alone(self, place: int) -> Found:
        """Return a response that belongs to no conversation, as a chat of its own."""
        listed = list(rows(self._database, f"{_ROW} where rowid = ?", place))
        own = _key(listed[0]) if listed else f"#{place}"
        title = text(listed[0].get("prompt"))[:_LONGEST_TITLE] if listed else ""
        return self._chat(f"response/{own}", title, listed)

    def _chat(self, own: str, title: str, listed: list[Mapping[str, Any]]) -> Found:
        left_out: Counter[str] = Counter()
        messages = chained(message for row in listed for message in self._both(row, left_out))
        times = [message.created for message in messages if message.created]
        systems = [system for row in listed if (system := self._system(row))]
        last = listed[-1] if listed else {}
        return Found(
            key=own,
            title=title,
            messages=messages,
            created=min(times, default=""),
            updated=max(times, default=""),
            head=messages[-1].key if messages else None,
            model=model_of(last),
            system=systems[-1] if systems else "",
            parameters=parameters(record(unpacked(last.get("options_json"))))[0],
            left_out=dict(left_out),
        )

    def _both(self, row: Mapping[str, Any], left_out: Counter[str]) -> Iterator[FoundMessage]:
        own = _key(row)
        created = moment(row.get("datetime_utc"))
        asked, answered = Gathered(), Gathered()
        for words in self._fragments("prompt_fragments", own):
            asked.say(words)
        asked.say(text(row.get("prompt")))
        for attached in self._listed("prompt_attachments", "attachment_id", own):
            self._attachments.gather(asked, key(attached))
        for kind, held, about in (
            (asked, "tool_results", ("name", "output", "tool_call_id")),
            (answered, "tool_calls", ("name", "arguments", "tool_call_id")),
        ):
            for used in self._used(held, own):
                kind.keep("tools", {"type": held, **{name: used.get(name) for name in about}})
        answered.think(text(row.get("reasoning")))
        answered.say(text(row.get("response")))
        left_out.update(asked.left_out)
        yield FoundMessage(
            key=f"{own}/prompt", parent=None, role="user", parts=tuple(asked.parts),
            created=created, extra=asked.extra,
        )  # fmt: skip
        yield FoundMessage(
            key=own, parent=None, role="assistant", parts=tuple(answered.parts), created=created,
            model=model_of(row), extra=answered.extra,
            usage=usage(row.get("input_tokens"), row.get("output_tokens")),
        )  # fmt: skip

    def _system(self, row: Mapping[str, Any]) -> str:
        pieces = [*self._fragments("system_fragments", key(row.get("id"))), text(row.get("system"))]
        return "\n\n".join(piece for piece in pieces if piece)

    def _fragments(self, table: str, own: str) -> Iterator[str]:
        """Yield texts that a prompt is made of and that stand elsewhere, once for all."""
        if "fragments" not in self._tables:
            return
        for number in self._listed(table, "fragment_id", own):
            query = "select content from fragments where id = ?"
            for row in rows(self._database, query, whole(number)):
                yield text(row.get("content"))

    def _listed(self, table: str, column: str, own: str) -> list[object]:
        if table not in self._tables:
            return []
        # Both names are ours, of the list above.
        query = f'select "{column}" as held from "{table}" where response_id = ? order by "order"'
        return [row["held"] for row in rows(self._database, query, own)]

    def _used(self, table: str, own: str) -> Iterator[Mapping[str, Any]]:
        for place in self._uses.get(table, {}).get(own, []):
            yield from rows(self._database, f'select * from "{table}" where rowid = ?', place)


def _key(row: Mapping[str, Any]) -> str:
    return key(row.get("id")) or f"#{row.get('place')}"
