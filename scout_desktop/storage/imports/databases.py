"""SQLite files among the pieces of a source, and rows as records whatever columns there are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any, Final

from scout_desktop.chat.errors import ScoutError

from .source import Source

_MAGIC: Final = b"SQLite format 3\0"
_MOST: Final = 200
"""Databases that are looked into."""


def databases_with(source: Source, tables: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Yield the names of the databases that have these tables with at least these columns."""
    looked = 0
    for name in source.names():
        if looked >= _MOST or name.endswith(("-wal", "-shm")):
            continue
        try:
            if source.start(name, len(_MAGIC)) != _MAGIC:
                continue
            looked += 1
            with source.database(name) as database:
                fits = all(needed <= columns(database, table) for table, needed in tables.items())
        except ScoutError:
            continue
        if fits:
            yield name


def columns(database: sqlite3.Connection, table: str) -> frozenset[str]:
    """Return the columns of a table, none where there is no such table. Raises sqlite3.Error."""
    told = database.execute("select name from pragma_table_info(?)", (table,))
    return frozenset(str(name) for (name,) in told)


def rows(
    database: sqlite3.Connection, query: str, *values: str | int | None
) -> Iterator[Mapping[str, Any]]:
    """Yield rows by the names of their columns. Raises sqlite3.Error.

    Text that is not UTF-8 is read as far as it is.
    """
    database.text_factory = _lenient
    cursor = database.execute(query, values)
    names = [about[0] for about in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))


def _lenient(data: bytes) -> str:
    return data.decode(errors="replace")
