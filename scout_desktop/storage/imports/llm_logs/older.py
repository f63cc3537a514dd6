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
    said: Mapping[str, Set[str]],
) -> Iterator[Found]:
    """Yield the conversations that have not gone on in a thread; `said` has the words of those.

    Raises sqlite3.Error.
    """
    query = "select id, name, model from conversations order by id"
    reader = _Older(database, attachments, tables)
    for about in list(rows(database, query)):
        own = key(about.get("id"))
        found = reader.found(own, about, said.get(own, frozenset()))
        if found.messages:
            yield found
    query = "select rowid as place from responses where conversation_id is null order by id"
    for row in list(rows(database, query)):
        yield reader.alone(row["place"])


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

    def found(self, own: str, about: Mapping[str, Any], said: Set[str]) -> Found:
        """Return a conversation, without responses that its thread has."""
        query = f"{_ROW} where conversation_id = ? order by datetime_utc, id"
        listed = [
            row for row in rows(self._database, query, own) if text(row.get("response")) not in said
        ]
        return self._chat(f"{own}/older" if said else own, text(about.get("name")), listed)

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

    def _used(self, table: str, own: str) -> list[Mapping[str, Any]]:
        if table not in self._tables:
            return []
        return list(rows(self._database, f'select * from "{table}" where response_id = ?', own))


def _key(row: Mapping[str, Any]) -> str:
    return key(row.get("id")) or f"#{row.get('place')}"
