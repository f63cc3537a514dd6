"""SQLite files among the pieces of a source, and rows as records whatever columns there are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any, Final

from .source import Source

_BESIDE: Final = ("-wal", "-shm", "-journal")


def databases_with(source: Source, tables: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Yield the names of the databases that have these tables with at least these columns."""
    for name in source.names():
        if not name.endswith(_BESIDE) and has(source.tables(name), tables):
            yield name


def has(there: Mapping[str, frozenset[str]], tables: Mapping[str, frozenset[str]]) -> bool:
    """Whether all these tables are there, with at least these columns."""
    return all(needed <= there.get(table, frozenset()) for table, needed in tables.items())


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
