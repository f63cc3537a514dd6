"""The list of chats and the text to search, as a cache in SQLite: deleting it loses nothing.

A chat is read again when its files have changed; what this process writes is put in at once.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import time
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TypeVar

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import ChatUnknown, DiskError
from scout_desktop.chat.rows import ChatRow
from scout_desktop.chat.search.query import Hit, Query
from scout_desktop.storage import files
from scout_desktop.storage.ledger import Ledger
from scout_desktop.storage.library import Library
from scout_desktop.storage.merge import in_trash
from scout_desktop.storage.places import Places
from scout_desktop.storage.shelf.stamps import Stamps

T = TypeVar("T")

_SCHEMA = 3
_TABLES = """
create table chats (
  id text primary key, title text, created text, updated text, last_line text, messages integer,
  pinned integer, archived integer, deleted integer, thumbnail text, stamps text, words text,
  batch text, batch_name text, tags text
) without rowid;
create table names (name text primary key, id text) without rowid;
"""
_LONGEST_LINE = 200
_LOOK_AGAIN = 5.0
"""Seconds after which every file is looked at, though the folders seem unchanged."""
_PURGED = 2
"""In place of "deleted": the chat is gone for good and in no view."""


class Index:
    """One row a chat. One object a process, used from the thread of the library.

    A cache that cannot be used (disk full, damaged, locked) is kept in memory instead.
    """

    def __init__(self, places: Places, library: Library, ledger: Ledger) -> None:
        """Open or make the cache; a broken one is made anew."""
        self._places = places
        self._library = library
        self._ledger = ledger
        self._base = self._opened()
        self._looked: tuple[Stamps | None, float] = (None, 0.0)
        self._try(lambda: library.shelf.learn(self._base.execute("select name, id from names")))

    def refresh(self) -> int:
        """Read the chats whose files have changed; return how many. Raises DiskError."""
        return self._try(self._refresh)

    def update(self, conversation: Conversation) -> None:
        """Put in a chat as this process just wrote it."""
        self._try(lambda: self._update(conversation))

    def forget(self, id: str) -> None:
        """Take a chat out."""
        self._try(lambda: self._forget([id]))

    def rows(self, *, deleted: bool | None = False) -> list[ChatRow]:
        """Return the list, newest first; `deleted` True gives the trash, None all."""
        costs = self._ledger.costs()
        found = self._try(lambda: self._base.execute(_ROWS).fetchall())
        return [
            _row(row, costs.get(row[0], (None, 0)))
            for row in found
            if row[8] != _PURGED and (deleted is None or bool(row[8]) == deleted)
        ]

    def gone(self) -> dict[str, bool]:
        """Return the chats that are deleted: id -> whether for good."""
        select = "select id, deleted from chats where deleted > 0"
        found = self._try(lambda: self._base.execute(select).fetchall())
        return {id: state == _PURGED for id, state in found}

    def find(self, query: Query) -> dict[str, Hit]:
        """Return a hit for each chat that has the words and phrases, and none of those unwanted."""
        wanted = [term.text.casefold() for term in query.terms]
        unwanted = [term.text.casefold() for term in query.without]
        where = ["instr(words, ?)"] * len(wanted) + ["not instr(words, ?)"] * len(unwanted)
        select = f"select id, words from chats where {' and '.join(where) or 'true'}"
        found = self._try(lambda: self._base.execute(select, (*wanted, *unwanted)).fetchall())
        return {id: _hit(id, words, wanted) for id, words in found}

    def close(self) -> None:
        """Close the cache."""
        self._base.close()

    def _refresh(self) -> int:
        folders = self._library.watched.folders()
        seen, until = self._looked
        if folders is not None and folders == seen and time.monotonic() < until:
            return 0
        stamps = self._library.stamps()
        known = dict(self._base.execute("select id, stamps from chats"))
        changed = [id for id, stamp in stamps.items() if known.get(id) != stamp]
        # A folder that is suddenly short of chats is not there yet; its list is still true.
        gone = [] if self._library.missing() else [id for id in known if id not in stamps]
        for id in changed:
            try:
                self._put(self._library.peek(id), stamps[id])
            except ChatUnknown:
                continue
            except DiskError as error:
                # One chat that cannot be read must not hide the others.
                self._put_unreadable(id, error)
        self._forget(gone)
        if changed or gone:
            self._base.execute("delete from names")
            self._base.executemany(
                "insert into names values (?, ?)", self._library.shelf.known_names()
            )
            self._base.commit()
        self._looked = folders, time.monotonic() + _LOOK_AGAIN
        return len(changed) + len(gone)

    def _update(self, conversation: Conversation) -> None:
        self._put(conversation, self._library.stamps_seen(conversation.id))
        self._base.commit()

    def _forget(self, ids: list[str]) -> None:
        self._base.executemany("delete from chats where id = ?", [(id,) for id in ids])
        self._base.commit()

    def _put(self, chat: Conversation, stamps: str) -> None:
        living = [node for node in chat.nodes.values() if not node.deleted]
        branch = chat.branch
        last = next((node.text for node in reversed(branch) if node.text.strip()), "")
        pictures = (image for node in reversed(branch) for image in reversed(node.images))
        # Of those by address there is nothing to show.
        picture = next((image.sha256 for image in pictures if image.sha256), None)
        title = chat.title
        words = "\n".join([title, *(node.text for node in living)]).casefold()
        row = (
            chat.id, title, chat.created, chat.updated, " ".join(last.split())[:_LONGEST_LINE],
            len(living), chat.value("pinned") is True, chat.value("archived") is True,
            _PURGED if chat.value("purged") else in_trash(chat), picture, stamps, words,
            *_batch(chat), json.dumps(_tags(chat)),
        )  # fmt: skip
        self._base.execute(f"insert or replace into chats values ({_MARKS})", row)

    def _put_unreadable(self, id: str, error: DiskError) -> None:
        """Show a chat that cannot be read, by its sentence; it is tried again at every refresh."""
        self._base.execute(
            f"insert or ignore into chats values ({_MARKS})",
            (id, "Unreadable chat", "", "", error.headline, 0, 0, 0, 0, None, "", "", "", "", "[]"),
        )

    def _opened(self) -> sqlite3.Connection:
        path = self._places.index
        with contextlib.suppress(sqlite3.Error, DiskError, OSError):
            files.make_folder(path.parent)
            os.close(files.open_private(path, os.O_RDWR | os.O_CREAT))
            base = sqlite3.connect(path, timeout=5)
            try:
                return _prepared(base)
            except sqlite3.Error:
                # Not ours, too old or damaged: it is only a cache.
                base.close()
                for end in ("", "-wal", "-shm", "-journal"):
                    files.remove(path.with_name(path.name + end))
                os.close(files.open_private(path, os.O_RDWR | os.O_CREAT))
                return _prepared(sqlite3.connect(path, timeout=5))
        return _prepared(sqlite3.connect(":memory:"))

    def _try(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except sqlite3.Error:
            self._base.close()
            self._base = _prepared(sqlite3.connect(":memory:"))
            self._looked = (None, 0.0)
            self._refresh()
            return work()


_MARKS = ",".join("?" * 15)
_ROWS = """select id, title, created, updated, last_line, messages, pinned, archived, deleted,
thumbnail, batch, batch_name, tags from chats order by updated desc, id desc"""


def _prepared(base: sqlite3.Connection) -> sqlite3.Connection:
    base.execute("pragma journal_mode = wal")
    base.execute("pragma synchronous = normal")
    (schema,) = base.execute("pragma user_version").fetchone()
    if schema == 0:
        base.executescript(f"begin; {_TABLES} pragma user_version = {_SCHEMA}; commit;")
    elif schema != _SCHEMA:
        raise sqlite3.DatabaseError("another version")
    return base


def _row(
    row: tuple[str, str, str, str, str, int, int, int, int, str | None, str, str, str],
    cost: tuple[Decimal | None, int],
) -> ChatRow:
    id, title, created, updated, last_line, messages, pinned, archived, deleted = row[:9]
    return ChatRow(
        id=id,
        title=title,
        created=created,
        updated=updated,
        last_line=last_line,
        messages=messages,
        usd=cost[0],
        unknown=cost[1],
        pinned=bool(pinned),
        archived=bool(archived),
        deleted=bool(deleted),
        thumbnail=row[9],
        batch=row[10],
        batch_name=row[11],
        tags=tuple(json.loads(row[12])),
    )


def _hit(id: str, words: str, wanted: list[str]) -> Hit:
    """Show where the first word stands."""
    at = min((place for word in wanted if (place := words.find(word)) >= 0), default=-1)
    if at < 0:
        return Hit(id, "")
    start = max(0, at - 40)
    snippet = " ".join(words[start : at + 120].split())
    marks = {(at, at + len(word)) for word in wanted if (at := snippet.find(word)) >= 0}
    return Hit(id, "", snippet, tuple(sorted(marks)))


def _tags(chat: Conversation) -> list[str]:
    """Return the tags of a chat, each once; whatever else the register may hold is left out."""
    told = chat.value("tags")
    named = told if isinstance(told, list) else []
    return list(dict.fromkeys(tag for tag in named if isinstance(tag, str) and tag.strip()))


def _batch(chat: Conversation) -> tuple[str, str]:
    """Return id and name of the batch that a chat belongs to, empty where there is none."""
    found = chat.value("batch")
    told = found if isinstance(found, Mapping) else {}
    id, name = told.get("id"), told.get("name")
    return (id, name if isinstance(name, str) else "") if isinstance(id, str) else ("", "")
