"""Finds the conversations in the database: threads where there are any, older responses else."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Final

from scout_desktop.chat.errors import ScoutError
from scout_desktop.storage.imports.databases import databases_with, has
from scout_desktop.storage.imports.documents import refused
from scout_desktop.storage.imports.found import Found, FoundText
from scout_desktop.storage.imports.source import Source

from .attached import Attachments
from .older import conversations
from .threads import threads

SOURCE = "llm"
TITLE = "llm logs.db"

_OLDER: Final[Mapping[str, frozenset[str]]] = {
    "conversations": frozenset({"id", "name"}),
    "responses": frozenset({"id", "model", "prompt", "response", "conversation_id"}),
}
_NEWER: Final[Mapping[str, frozenset[str]]] = {
    "threads": frozenset({"id", "tip_message_hash"}),
    "turns": frozenset({"id", "thread_id", "tip_message_hash"}),
    "messages": frozenset({"hash", "parent_hash", "role"}),
    "parts": frozenset({"message_hash", "position", "type"}),
}


def recognises(source: Source) -> bool:
    """Whether one of the files is such a database."""
    return any(_databases(source))


def read(source: Source) -> Iterator[Found]:
    """Yield one conversation at a time. A damaged database is told, with what was read before."""
    for name in _databases(source):
        try:
            with source.database(name) as database:
                yield from _found(source, name, database)
        except ScoutError as error:
            yield refused(name, error)


def _databases(source: Source) -> Iterator[str]:
    seen: set[str] = set()
    for tables in (_NEWER, _OLDER):
        for name in databases_with(source, tables):
            if name not in seen:
                seen.add(name)
                yield name


def _found(source: Source, name: str, database: sqlite3.Connection) -> Iterator[Found]:
    """A thread has the id of the conversation that it goes on with, and all that was said in it."""
    attachments = Attachments(source, name, database)
    said: dict[str, set[int]] = {}
    tables = source.tables(name)
    if has(tables, _NEWER):
        for found in threads(database, attachments, tables["turns"]):
            said[found.key] = _hashes(found)
            yield found
    if has(tables, _OLDER):
        yield from conversations(database, attachments, tables, said)


def _hashes(found: Found) -> set[int]:
    """What was said in a chat, without keeping the words of all of them."""
    return {
        hash(part.text)
        for message in found.messages
        for part in message.parts
        if isinstance(part, FoundText)
    }
