"""A connection for searching, apart from the one that writes: neither waits for the other."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from .search import Found, Wanted, search

_PATIENCE: Final = 1.0
"""Seconds to wait for a lock; in this mode of SQLite readers mostly need none."""


class Reader:
    """To be used from any thread, from one at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._base: sqlite3.Connection | None = None
        self._cache: int | None = None

    def search(self, wanted: Wanted, cache: int) -> Found | None:
        """Search in the cache that `Index.show` names; None when that cannot be done from here.

        A cache that is damaged or locked is for the index to see to.
        """
        try:
            if self._base is None or cache != self._cache:
                self.close()
                self._base, self._cache = self._opened(), cache
            return search(self._base, wanted)
        except sqlite3.Error:
            self.close()
            return None

    def close(self) -> None:
        """Let go of the file."""
        if self._base is not None:
            self._base.close()
            self._base = None

    def _opened(self) -> sqlite3.Connection:
        found = sqlite3.connect(
            f"{self._path.as_uri()}?mode=ro",
            uri=True,
            timeout=_PATIENCE,
            isolation_level=None,
            check_same_thread=False,
        )
        found.execute("pragma query_only = on")
        # 12 MB of pages: where messages stand is looked up thousands of times with each key.
        found.execute("pragma cache_size = -12000")
        return found
