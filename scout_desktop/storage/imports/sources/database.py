"""A foreign SQLite file, opened as a private copy that nothing can write to or run code in."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Final

from .refusing import LARGEST_ITEM, failures, refusal, shown

MAGIC: Final = b"SQLite format 3\0"
LOG: Final = "-wal"
"""What the name of the log beside a database ends with."""
_STEPS: Final = 1_000_000
_MOST: Final = 20_000
"""Times `_STEPS` instructions; a view in a hostile file could go round for ever."""


@contextlib.contextmanager
def opened(name: str, files: dict[str, Callable[[], IO[bytes]]]) -> Iterator[sqlite3.Connection]:
    """Give a read-only connection to a copy. `files` maps "" and "-wal" to what opens them.

    The copy lies in one private temporary folder under a name of ours and is gone afterwards.
    Raises BadInput where it is not a database or cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="scout-desktop-") as folder:
        copy = Path(folder) / "copy.sqlite3"
        with failures(name):
            for ending, open_one in files.items():
                handle = os.open(f"{copy}{ending}", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(handle, "wb") as target, open_one() as file:
                    shutil.copyfileobj(file, target, 1 << 20)
        try:
            # Not "immutable": what a program has not folded in yet stands in the copied log.
            # Pictures may be asked for on another thread, though never on two at once.
            connection = sqlite3.connect(
                f"{copy.as_uri()}?mode=ro", uri=True, check_same_thread=False
            )
        except sqlite3.Error as broken:
            raise _unreadable(name) from broken
        try:
            _restrain(connection)
            yield connection
        # Of some damaged files even what is wrong with them cannot be decoded.
        except (sqlite3.Error, UnicodeDecodeError) as broken:
            raise _unreadable(name) from broken
        finally:
            connection.close()


def columns_of(connection: sqlite3.Connection) -> dict[str, frozenset[str]]:
    """Return each table's columns. Raises sqlite3.Error.

    Not those of virtual tables: to ask one is to run the module that it names.
    """
    told = connection.execute(
        "select found.name, held.name from sqlite_master as found, pragma_table_info(found.name)"
        " as held where found.type = 'table' and found.sql not like 'create virtual %'"
    )
    tables: dict[str, set[str]] = {}
    for table, column in told:
        tables.setdefault(str(table), set()).add(str(column))
    return {table: frozenset(columns) for table, columns in tables.items()}


def _restrain(connection: sqlite3.Connection) -> None:
    rounds = iter(range(_MOST))
    connection.set_progress_handler(lambda: next(rounds, None) is None, _STEPS)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_ITEM)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    for pragma in ("trusted_schema = off", "query_only = on", "cell_size_check = on"):
        connection.execute(f"pragma {pragma}")
    connection.execute("select count(*) from sqlite_master").fetchone()


def _unreadable(name: str) -> Exception:
    return refusal(f"“{shown(name)}” is not a database that can be read, or it is damaged.")
