"""The cache as this process writes it: chats by number, transactions, what is still to be done."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from .kinds import Kinds
from .messages import Change, Putting, as_words, known
from .rows import COLUMNS, PURGED, Row
from .schema import opened

_PAGES: Final = 100
"""Pages that one step of tidying writes: about 10 ms."""
_SET = ", ".join(f"{name} = ?" for name in COLUMNS.split(", "))


class Cache:
    """One connection. Raises sqlite3.Error wherever the file is in the way."""

    def __init__(self, path: Path, *, in_memory: bool = False) -> None:
        self.base = opened(None if in_memory else path)
        self.kinds = Kinds(self.base)
        self.putting = Putting(self.base, self.kinds)

    @property
    def in_memory(self) -> bool:
        """Whether there is no file, so that no other connection can see it."""
        return not self.base.execute("pragma database_list").fetchone()[2]

    def begin(self) -> bool:
        """Begin a transaction, unless one is on its way; return whether it was not."""
        if self.base.in_transaction:
            return False
        self.base.execute("begin immediate")
        self.putting.forget()
        return True

    def commit(self) -> None:
        """Let others see what was written."""
        if self.base.in_transaction:
            self.base.execute("commit")

    def close(self) -> None:
        """Let go of the file; what was not committed is read anew next time."""
        self.base.close()

    def number_of(self, id: str) -> tuple[int, int] | None:
        """Return the number of a chat, and a number that changes when anybody writes it."""
        found: tuple[int, int] | None = self.base.execute(
            "select number, version from chats where id = ?", (id,)
        ).fetchone()
        return found

    def stamps(self) -> dict[str, str]:
        """Return the stamps of the files that each chat was read from; empty where it was not."""
        return dict(self.base.execute("select id, stamps from chats"))

    def put_row(self, row: Row, stamps: str) -> int:
        """Put a row in and return its number."""
        if row.gone == PURGED:
            row = Row(row.id, "", row.created, row.updated, gone=PURGED)
        select = "select number, title from chats where id = ?"
        if (old := self.base.execute(select, (row.id,)).fetchone()) is None:
            marks = ", ".join("?" * (len(row.values) + 2))
            number = self.base.execute(
                f"insert into chats ({COLUMNS}, stamps, version) values ({marks})",
                (*row.values, stamps, _version()),
            ).lastrowid
            assert number is not None
            self._put_title(number, row.title)
            return number
        number = int(old[0])
        if old[1] != row.title:
            self._take_title(number, old[1])
            self._put_title(number, row.title)
            if row.gone == PURGED:
                self.note("tidy")
        self.base.execute(
            f"update chats set {_SET}, stamps = ?, version = ? where number = ?",
            (*row.values, stamps, _version(), number),
        )
        return number

    def take_out(self, number: int, change: Change) -> None:
        """Take messages of a chat out."""
        self.putting.out(change.out.values())
        if change.lost:
            self.note("tidy")

    def sum_up(self, number: int) -> None:
        """Note which kinds of messages a chat has; to be called when its messages are in."""
        self.base.execute("delete from chat_kinds where chat = ?", (number,))
        self.base.execute(
            "insert into chat_kinds select distinct chat, kind from messages where chat = ?",
            (number,),
        )

    def was_read(self, number: int, stamps: str) -> None:
        """Say that all of a chat is in, as it was in files with these stamps."""
        self.base.execute("update chats set stamps = ? where number = ?", (stamps, number))

    def forget(self, ids: Iterable[str]) -> None:
        """Take chats out."""
        for id in ids:
            select = "select number, title from chats where id = ?"
            if (found := self.base.execute(select, (id,)).fetchone()) is not None:
                number, title = found
                self.putting.out(known(self.base, number).values())
                self._take_title(number, title)
                self.base.execute("delete from chat_kinds where chat = ?", (number,))
                self.base.execute("delete from chats where number = ?", (number,))
                self.note("tidy")

    def note(self, name: str) -> None:
        """Remember that something is to be done."""
        self.base.execute("insert or replace into notes values (?, '')", (name,))

    def names(self) -> list[tuple[str, str]]:
        """Return (file name, id of the chat) as `note_names` kept them."""
        return self.base.execute("select name, id from names").fetchall()

    def note_names(self, names: Iterable[tuple[str, str]], gone: Iterable[str]) -> None:
        """Keep which file holds which chat, so that files need not be opened for it."""
        self.base.executemany("insert or replace into names values (?, ?)", names)
        self.base.executemany("delete from names where name = ?", ((name,) for name in gone))

    def tidy(self) -> Iterator[None]:
        """Wipe words that were deleted out of the file, a little with each step.

        SQLite keeps them in the older parts of its lists of words until those are merged.
        """
        if not self.base.execute("select 1 from notes where name = 'tidy'").fetchone():
            return
        for table in ("words", "titles"):
            pages = -_PAGES
            while True:
                before = self.base.total_changes
                self.base.execute(
                    f"insert into {table} ({table}, rank) values ('merge', ?)", (pages,)
                )
                if self.base.total_changes - before < 2:
                    break
                pages = _PAGES
                yield
        self.base.execute("delete from notes where name = 'tidy'")
        if self.base.execute("pragma wal_checkpoint(truncate)").fetchone()[0]:
            # Somebody reads just now; the log of changes still holds the words.
            self.note("tidy")

    def _put_title(self, number: int, title: str) -> None:
        self.base.execute(
            "insert into titles (rowid, text) values (?, ?)", (number, as_words(title))
        )

    def _take_title(self, number: int, title: str) -> None:
        self.base.execute(
            "insert into titles (titles, rowid, text) values ('delete', ?, ?)",
            (number, as_words(title)),
        )


def _version() -> int:
    return random.getrandbits(62)
