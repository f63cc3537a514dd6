"""Searching few chats for a frequent word: their texts are read, newest first.

The words' own index would name a hundred thousand messages, of which hardly any is in these chats.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any, Final

from scout_desktop.chat.search.matching import has
from scout_desktop.chat.search.query import Query

_FREQUENT: Final = 20_000
"""Messages; so many are looked up in about 20 ms."""


def is_frequent(base: sqlite3.Connection, match: str) -> bool:
    """Whether so many messages match that looking each of them up takes longer than reading."""
    counting = "select count(*) from (select 1 from words where words match ? limit ?)"
    (count,) = base.execute(counting, (match, _FREQUENT)).fetchone()
    return bool(count == _FREQUENT)


class Messages:
    """The messages of one chat after the other."""

    def __init__(
        self, base: sqlite3.Connection, conditions: Sequence[str], values: Sequence[Any]
    ) -> None:
        """`conditions` of SQL say which messages count at all."""
        self._base, self._values = base, list(values)
        self._places = " and ".join(["select place from messages where chat = ?", *conditions])

    def newest(self, chat: int, query: Query) -> int | None:
        """Return the place of the newest message in which all is found that is looked for."""
        found = self._base.execute(self._places, (chat, *self._values)).fetchall()
        places: list[int] = [place for (place,) in found]
        for place in sorted(places, reverse=True):
            said = self._base.execute("select text from texts where place = ?", (place,)).fetchone()
            if said is not None and _fits(said[0], query):
                return place
        return None


def _fits(text: str, query: Query) -> bool:
    return all(has(text, term) for term in query.terms) and not any(
        has(text, term) for term in query.without
    )
