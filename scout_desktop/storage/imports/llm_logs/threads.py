"""The newer tables: messages named by what they say and what they follow, shared between threads.

A turn is one call of a model: from the message it was given last to the last one it made.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
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
from scout_desktop.storage.imports.trees import newest_leaf, sound

from .attached import Attachments

_PREFIX = "openrouter/"


def threads(database: sqlite3.Connection, attachments: Attachments) -> Iterator[Found]:
    """Yield the threads. Raises sqlite3.Error."""
    for thread in list(rows(database, "select * from threads order by id")):
        if own := key(thread.get("id")):
            yield _Thread(database, attachments).found(thread, own)


def model_of(row: Mapping[str, Any]) -> str:
    """Return the model of a call, by the name that OpenRouter has for it where it was asked."""
    return (text(row.get("resolved_model")) or text(row.get("model"))).removeprefix(_PREFIX)


class _Thread:
    def __init__(self, database: sqlite3.Connection, attachments: Attachments) -> None:
        self._database = database
        self._attachments = attachments
        self._left_out: Counter[str] = Counter()
        self._system = ""

    def found(self, thread: Mapping[str, Any], own: str) -> Found:
        query = "select * from turns where thread_id = ? order by id"
        turns = list(rows(self._database, query, own))
        tips = {text(turn.get("tip_message_hash")): turn for turn in turns}
        chain, times = self._chain([*tips, text(thread.get("tip_message_hash"))], turns)
        messages = sound(
            self._message(row, tips.get(text(row.get("hash")), {}), times.get(row["hash"], ""))
            for row in chain
        )
        tip = text(thread.get("tip_message_hash"))
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

    def _chain(
        self, tips: list[str], turns: list[Mapping[str, Any]]
    ) -> tuple[list[Mapping[str, Any]], dict[str, str]]:
        """Return all messages above the tips, and when each was said: by its earliest turn."""
        found: dict[str, Mapping[str, Any]] = {}
        times: dict[str, str] = {}
        when = {text(turn.get("tip_message_hash")): turn.get("datetime_utc") for turn in turns}
        for tip in tips:
            said = moment(when.get(tip))
            at = tip
            while at and at not in found:
                query = "select * from messages where hash = ?"
                row = next(iter(rows(self._database, query, at)), None)
                if row is None:
                    break
                found[at] = row
                times[at] = said
                at = text(row.get("parent_hash"))
        return list(reversed(found.values())), times

    def _message(
        self, row: Mapping[str, Any], turn: Mapping[str, Any], created: str
    ) -> FoundMessage:
        own = text(row.get("hash"))
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
