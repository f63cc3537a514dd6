"""The newer tables: messages named by what they say and what they follow, shared between threads.

A turn is one call of a model: from the message it was given last to the last one it made.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from typing import Any

from scout_desktop.storage.imports.databases import rows
from scout_desktop.storage.imports.fields import (
    key,
    moment,
    parameters,
    record,
    records,
    text,
    unpacked,
    usage,
    whole,
)
from scout_desktop.storage.imports.found import Found, FoundMessage, FoundText
from scout_desktop.storage.imports.gathered import Gathered
from scout_desktop.storage.imports.trees import carried, newest_leaf, sound

from .attached import Attachments

_PREFIX = "openrouter/"
_TURN = (
    "id", "tip_message_hash", "parent_message_hash", "model", "resolved_model", "input_tokens",
    "output_tokens", "datetime_utc",
)  # fmt: skip


def threads(
    database: sqlite3.Connection, attachments: Attachments, columns: Set[str]
) -> Iterator[Found]:
    """Yield the threads; `columns` are those of the turns. Raises sqlite3.Error."""
    turns = _Turns(database, columns)
    for thread in list(rows(database, "select * from threads order by id")):
        if own := key(thread.get("id")):
            yield _Thread(database, attachments, turns).found(thread, own)


def model_of(row: Mapping[str, Any]) -> str:
    """Return the model of a call, by the name that OpenRouter has for it where it was asked."""
    return (text(row.get("resolved_model")) or text(row.get("model"))).removeprefix(_PREFIX)


class _Turns:
    """What all turns say of the messages: one that several threads share was said only once."""

    def __init__(self, database: sqlite3.Connection, columns: Set[str]) -> None:
        known = ", ".join(f'"{name}"' for name in _TURN if name in columns)
        # The names are ours, of the list above.
        query = f"select {known} from turns order by id desc"
        self.made: dict[str, Mapping[str, Any]] = {}
        self._asked: dict[str, str] = {}
        for turn in rows(database, query):
            self.made[text(turn.get("tip_message_hash"))] = turn
            self._asked[text(turn.get("parent_message_hash"))] = moment(turn.get("datetime_utc"))

    def when(self, own: str) -> str:
        """Return when a message was made or asked first, "" where no turn ends with it."""
        made = self.made.get(own)
        return moment(made.get("datetime_utc")) if made else self._asked.get(own, "")


class _Thread:
    def __init__(
        self, database: sqlite3.Connection, attachments: Attachments, turns: _Turns
    ) -> None:
        self._database = database
        self._attachments = attachments
        self._turns = turns
        self._left_out: Counter[str] = Counter()
        self._system = ""

    def found(self, thread: Mapping[str, Any], own: str) -> Found:
        query = "select * from turns where thread_id = ? order by id"
        turns = list(rows(self._database, query, own))
        tip = text(thread.get("tip_message_hash"))
        chain = self._chain([*(text(turn.get("tip_message_hash")) for turn in turns), tip])
        messages = carried(sound(self._message(row, said) for row, said in chain))
        last = turns[-1] if turns else {}
        stated = [moment(turn.get("datetime_utc")) for turn in turns]
        return Found(
            key=own,
            title=text(thread.get("name")),
            messages=messages,
            created=moment(thread.get("datetime_utc")) or min(stated, default=""),
            updated=max(stated, default=""),
            head=tip if any(each.key == tip for each in messages) else newest_leaf(messages),
            model=model_of(last),
            system=self._system,
            parameters=parameters(record(unpacked(last.get("options_json"))))[0],
            left_out=dict(self._left_out),
        )

    def _chain(self, tips: list[str]) -> list[tuple[Mapping[str, Any], str]]:
        """Return all messages above the tips, from the first on, and when each was said."""
        found: list[tuple[Mapping[str, Any], str]] = []
        seen: set[str] = set()
        for tip in tips:
            way: list[tuple[Mapping[str, Any], str]] = []
            said, at = "", tip
            while at and at not in seen:
                seen.add(at)
                query = "select * from messages where hash = ?"
                row = next(iter(rows(self._database, query, at)), None)
                if row is None:
                    break
                said = self._turns.when(at) or said
                way.append((row, said))
                at = text(row.get("parent_hash"))
            found += reversed(way)
        return found

    def _message(self, row: Mapping[str, Any], created: str) -> FoundMessage:
        own = text(row.get("hash"))
        turn = self._turns.made.get(own, {})
        role = text(row.get("role")) or "user"
        found = Gathered()
        query = "select * from parts where message_hash = ? order by position"
        for part in rows(self._database, query, own):
            self._part(found, part)
        self._left_out.update(found.left_out)
        first = row.get("parent_hash") is None and role == "system"
        if first:
            words = [part.text for part in found.parts if isinstance(part, FoundText)]
            self._system = "\n\n".join(words) or self._system
        return FoundMessage(
            key=own,
            parent=text(row.get("parent_hash")) or None,
            role=role,
            parts=tuple(found.parts),
            created=created,
            model=model_of(turn) if role == "assistant" else "",
            usage=usage(turn.get("input_tokens"), turn.get("output_tokens")),
            # Its words are the system prompt of the chat.
            link_only=first,
            extra=found.extra,
        )

    def _part(self, found: Gathered, row: Mapping[str, Any]) -> None:
        held = record(unpacked(row.get("payload")))
        words = text(row.get("text")) or text(held.get("text"))
        match row.get("type"):
            case "text":
                found.say(words or self._borrowed(held))
            case "reasoning":
                found.think(words or self._borrowed(held))
            case "attachment":
                self._attachments.gather(found, text(record(held.get("attachment")).get("id")))
            case "tool_call" | "tool_result":
                name = text(row.get("tool_name"))
                found.keep("tools", {"type": row.get("type"), "name": name, **held})
            case _:
                found.leave("parts of unknown kinds", held)

    def _borrowed(self, held: Mapping[str, Any]) -> str:
        """Text that stands elsewhere in part, once for all who use it."""
        pieces = []
        for piece in records(held.get("text_ref")):
            if "literal" in piece:
                pieces.append(text(piece["literal"]))
                continue
            query = "select content from fragments where id = ?"
            number = whole(piece.get("fragment"))
            pieces += [text(row["content"]) for row in rows(self._database, query, number)]
        return "".join(pieces)
