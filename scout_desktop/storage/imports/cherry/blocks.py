"""The blocks that messages are made of: a backup lists those of all chats in one long array.

They wait outside of memory, in a nameless file that is gone when it is closed, until the chat
that they belong to is put together.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Any

from scout_desktop.storage.ground.strict import decode, encode
from scout_desktop.storage.imports.fields import record, text


class Blocks:
    """Blocks by their ids."""

    def __init__(self) -> None:
        self._kept = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        self._kept.execute("create table block (id text primary key, value text) without rowid")

    def take(self, blocks: Iterable[Any]) -> None:
        """Keep blocks; of several with one id the first."""
        self._kept.execute("begin")
        self._kept.executemany(
            "insert or ignore into block values (?, ?)",
            ((own, encode(block)) for block in blocks if (own := text(record(block).get("id")))),
        )
        self._kept.execute("commit")

    def get(self, own: str) -> Mapping[str, Any]:
        """Return a block, an empty one where there is none of this id."""
        row = self._kept.execute("select value from block where id = ?", (own,)).fetchone()
        return record(decode(row[0].encode())) if row else {}

    def __enter__(self) -> Blocks:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._kept.close()
