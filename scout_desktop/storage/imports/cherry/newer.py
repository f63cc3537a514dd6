"""Topics in the database of Cherry Studio 2, where messages form a tree."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from scout_desktop.storage.imports.databases import databases_with, rows
from scout_desktop.storage.imports.fields import (
    moment,
    record,
    records,
    stated_usage,
    text,
    unpacked,
    usd,
)
from scout_desktop.storage.imports.found import Found, FoundMessage
from scout_desktop.storage.imports.gathered import Gathered, gather_content
from scout_desktop.storage.imports.source import Source
from scout_desktop.storage.imports.trees import newest_leaf, sound

from .messages import Files, gather_block, state_of

_TABLES: Final[Mapping[str, frozenset[str]]] = {
    "topic": frozenset({"id", "name"}),
    "message": frozenset({"id", "parent_id", "topic_id", "role", "data"}),
}


def databases(source: Source) -> Iterator[str]:
    """Yield the names of the databases of Cherry Studio."""
    return databases_with(source, _TABLES)


def found_in_database(source: Source, name: str) -> Iterator[Found]:
    """Yield the topics. Raises BadInput, DiskError."""
    files = Files(source)
    with source.database(name) as database:
        named = source.tables(name).get("assistant", frozenset()) >= {"id", "name"}
        assistants = _assistants(database) if named else {}
        for topic in list(rows(database, "select * from topic")):
            own = text(topic.get("id"))
            if own and topic.get("deleted_at") is None:
                yield _topic(database, topic, assistants, files)


def _assistants(database: sqlite3.Connection) -> dict[str, Mapping[str, Any]]:
    return {text(row.get("id")): row for row in rows(database, "select * from assistant")}


def _topic(
    database: sqlite3.Connection,
    topic: Mapping[str, Any],
    assistants: Mapping[str, Mapping[str, Any]],
    files: Files,
) -> Found:
    left_out: Counter[str] = Counter()
    own = text(topic.get("id"))
    query = "select * from message where topic_id = ? order by id"
    said = sorted(rows(database, query, own), key=lambda row: moment(row.get("created_at")))
    messages = sound(_message(row, files, left_out) for row in said if text(row.get("id")))
    head = text(topic.get("active_node_id"))
    assistant = assistants.get(text(topic.get("assistant_id")), {})
    name = text(assistant.get("name"))
    return Found(
        key=own,
        title=text(topic.get("name")),
        messages=messages,
        created=moment(topic.get("created_at")),
        updated=moment(topic.get("updated_at")),
        head=head if any(each.key == head for each in messages) else newest_leaf(messages),
        system=text(topic.get("prompt")) or text(assistant.get("prompt")),
        pinned=topic.get("is_pinned") == 1,
        tags=(name,) if name else (),
        left_out=dict(left_out),
    )


def _message(row: Mapping[str, Any], files: Files, left_out: Counter[str]) -> FoundMessage:
    role = text(row.get("role"))
    ours = role == "assistant"
    held = record(unpacked(row.get("data")))
    found = Gathered()
    error = ""
    for block in records(held.get("blocks")):
        error = gather_block(found, block, files) or error
    for part in records(held.get("parts")):
        _part(found, part)
    left_out.update(found.left_out)
    snapshot = record(unpacked(row.get("model_snapshot") or row.get("model_meta")))
    snapshot = snapshot or record(record(unpacked(row.get("message_snapshot"))).get("model"))
    stats = record(unpacked(row.get("stats")))
    priced = stats.get("costCurrency") in {None, "USD"}
    message = FoundMessage(
        key=text(row.get("id")),
        parent=text(row.get("parent_id")) or None,
        role=role,
        parts=tuple(found.parts),
        created=moment(row.get("created_at")),
        # The row that all trees hang from, and what was deleted, have nothing to show.
        link_only=role == "root" or row.get("deleted_at") is not None,
        extra=found.extra,
    )
    if not ours:
        return message
    return replace(
        message,
        model=text(snapshot.get("id")) or text(row.get("model_id")).rpartition("::")[2],
        provider=text(snapshot.get("provider")),
        state=state_of(row.get("status"), error),
        error=error or ("The reply failed." if row.get("status") == "error" else ""),
        usage=stated_usage(stats),
        usd=usd(stats.get("cost")) if priced else "",
    )


def _part(found: Gathered, part: Mapping[str, Any]) -> None:
    kind = text(part.get("type"))
    if kind.startswith(("tool-", "dynamic-tool")):
        found.keep("tools", part)
    elif kind.startswith("source-"):
        found.keep("sources", part)
    elif kind.startswith("data-"):
        found.keep("notes", part)
    elif kind != "step-start":
        gather_content(found, [part])
