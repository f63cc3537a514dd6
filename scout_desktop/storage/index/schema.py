"""The tables of the cache, and how its file is opened: a broken or older one is made anew.

chats      one row a chat: what the list shows, and the stamps of the files it was read from
titles     its title, to search
messages   one narrow row a living message; `place` grows with the hour in which it was made
texts      what it says, to show where something was found and to take it out again
words      the same, cut into words, to search
kinds      who speaks, how it ended, which model, with a picture or not: few, so by number
chat_kinds which of them a chat has
notes      what is still to be done
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
from pathlib import Path
from typing import Final

from scout_desktop.chat.errors import DiskError
from scout_desktop.storage import files

_SCHEMA: Final = 7
_PATIENCE: Final = 3.0
"""Seconds to wait for another process that writes; it holds the cache for one at most."""

PLACES: Final = 20
"""Bits of a place below the hour."""

_TOKENS: Final = "tokenize=\"unicode61 remove_diacritics 2 categories 'L* N* Co M*'\""
"""Marks belong to words: without them words of Hindi and Thai would fall apart."""
WORDS: Final = f"fts5(text, content='', prefix='1 2 3 4', {_TOKENS})"
_TABLES: Final = f"""
create table chats (
  number integer primary key, id text unique, title text, created text, updated text,
  last_line text, messages integer, pinned integer, archived integer, gone integer, thumbnail text,
  batch text, batch_name text, tags text, asked integer, stamps text,
  version integer
);
create index chats_by_time on chats (gone, archived, updated, id);
create virtual table titles using {WORDS};
create table messages (place integer primary key, chat integer, kind integer, created text);
create index messages_of_chats on messages (chat, kind);
create table texts (place integer primary key, node text, text text);
create virtual table words using {WORDS};
create table kinds (
  kind integer primary key, role text, state text, model text, picture integer,
  unique (role, state, model, picture)
);
create table chat_kinds (chat integer, kind integer, primary key (chat, kind)) without rowid;
create index chats_of_kinds on chat_kinds (kind);
create table names (name text primary key, id text) without rowid;
create table notes (name text primary key, value text) without rowid;
"""


def opened(path: Path | None) -> sqlite3.Connection:
    """Open the cache for writing, in memory where its file cannot be used (full, locked)."""
    if path is not None:
        with contextlib.suppress(sqlite3.Error, DiskError, OSError):
            return _in_file(path)
    return _prepared(sqlite3.connect(":memory:", isolation_level=None))


def discard(path: Path) -> None:
    """Delete the cache."""
    for end in ("", "-wal", "-shm", "-journal"):
        files.remove(path.with_name(path.name + end))


def is_broken(error: sqlite3.Error) -> bool:
    """Whether the file itself is at fault, so that a new one will do."""
    return not isinstance(error, sqlite3.OperationalError) or "no such table" in str(error)


def _in_file(path: Path) -> sqlite3.Connection:
    files.make_folder(path.parent)
    try:
        return _prepared(_connected(path))
    except sqlite3.DatabaseError as error:
        if not is_broken(error):
            raise  # locked, full, read-only: there is nothing wrong with what it holds
        # Not ours, of another version or damaged: it is only a cache.
        discard(path)
        return _prepared(_connected(path))


def _connected(path: Path) -> sqlite3.Connection:
    os.close(files.open_private(path, os.O_RDWR | os.O_CREAT))
    return sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)


def _prepared(base: sqlite3.Connection) -> sqlite3.Connection:
    try:
        # What is deleted for good must not be left behind in the file.
        base.execute("pragma secure_delete = on")
        base.execute("pragma journal_mode = wal")
        base.execute("pragma synchronous = normal")
        base.execute("pragma cache_size = -8000")
        base.execute("begin immediate")
        if not base.execute("select count(*) from sqlite_schema").fetchone()[0]:
            for statement in _TABLES.split(";\n"):
                base.execute(statement)
            base.execute("insert into notes values ('made by', ?)", (_made_by(),))
        told = base.execute("select value from notes where name = 'made by'").fetchone()
        base.execute("commit")
        if told != (_made_by(),):
            raise sqlite3.DatabaseError("another version")
    except BaseException:
        base.close()
        raise
    return base


def _made_by() -> str:
    """Return what the words in the cache depend on; others cannot be taken out again.

    What is a letter, and which letters are alike, is another thing with each Python.
    """
    return f"{_SCHEMA} {sys.version_info.major}.{sys.version_info.minor}"
