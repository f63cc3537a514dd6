"""What all lines of the ledger say together, as a cache in SQLite: deleting it loses nothing.

One that cannot be used (damaged, locked, on a read-only or full disk) is made anew, or kept in a
temporary file that is gone with the program.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias, TypeVar

from scout_desktop.chat.errors import DiskError, DiskRefused
from scout_desktop.chat.ids import milliseconds_of
from scout_desktop.chat.money import Total, exact_sum
from scout_desktop.storage import files

from .attempt import Attempt, Line, essential, together
from .sums import Change, Sum
from .tables import (
    ATTEMPT,
    DROP,
    KNOWN,
    PUT_ATTEMPT,
    QUARTER_MS,
    SUM,
    TABLES,
    attempt_from,
    known_of,
    prepared,
    row_of,
    sum_from,
    sum_values,
)

T = TypeVar("T")
Page: TypeAlias = tuple[int, str, str]
"""How far a file of the ledger was read: bytes, the sha256 of these, and the stamp of the file when
its end was reached (else empty)."""

_PATIENCE = 2.0
"""Seconds to wait for another program that writes the cache, which takes it for moments only."""
_AT_ONCE = 500
_PUT_PAGE = "insert or replace into files values (?, ?, ?, ?)"


class Cache:
    """Attempts, sums, and how far each file was read. Used from one thread."""

    def __init__(self, path: Path) -> None:
        """Name the cache; the first use opens or makes it."""
        self._path = path
        self._open: sqlite3.Connection | None = None
        self._costs: tuple[object, Mapping[str, tuple[Decimal | None, int]]] = None, {}
        """What they were, and of which state of the cache."""

    @property
    def _base(self) -> sqlite3.Connection:
        if self._open is None:
            self._open = self._opened()
        return self._open

    def tried(self, work: Callable[[], T]) -> T:
        """Return what `work` does with the cache; after a failure once more, with an empty one.

        Raises DiskError where not even a temporary one can be used.
        """
        try:
            return work()
        except sqlite3.Error as error:
            self.close()
            damaged = not isinstance(error, sqlite3.OperationalError)
            self._open = self._made_anew() if damaged else _temporary()
        try:
            return work()
        except sqlite3.Error as error:
            raise DiskRefused(
                "The bill could not be added up: there is no room for it on the disk.",
                "No line of it is lost; it is added up when there is room.",
                detail=type(error).__name__,
            ) from error

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """All that is written inside counts together, or not at all."""
        self._base.execute("begin immediate")
        try:
            yield
        except BaseException:
            if self._base.in_transaction:
                self._base.execute("rollback")
            raise
        self._base.execute("commit")

    def pages(self) -> dict[str, Page]:
        """Return how far each file was read."""
        found = self._base.execute("select name, done, digest, seen from files")
        return {name: (done, digest, seen) for name, done, digest, seen in found}

    def put_page(self, name: str, page: Page) -> None:
        """Note how far a file was read."""
        self._base.execute(_PUT_PAGE, (name, *page))

    def forget_all(self) -> None:
        """Begin anew: a file was replaced, and what only the old one said is not known any more."""
        for statement in (DROP + TABLES).split(";"):
            self._base.execute(statement)

    def take(self, lines: Iterable[Line]) -> None:
        """Take lines in, each of which may have been taken before."""
        grouped: dict[str, list[Line]] = {}
        for line in lines:
            grouped.setdefault(line.attempt.id, []).append(line)
        chats: dict[tuple[object, ...], list[Change]] = {}
        spent: dict[tuple[object, ...], list[Change]] = {}
        ids = list(grouped)
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            known = self._known(some)
            rows = []
            for id in some:
                found = grouped[id]
                first = min(line.attempt.at for line in found)
                if (before := known.get(id)) is not None:
                    found = [*found, *before[1]]
                    first = min(first, before[0].at)
                matter = essential(found)
                now = together(matter, first)
                rows.append(row_of(now, matter, _quarter(first)))
                if before is not None:
                    _note(chats, spent, before[0], -1)
                _note(chats, spent, now, 1)
            self._base.executemany(PUT_ATTEMPT, rows)
        self._change("chats", ("chat",), chats)
        self._change("spent", ("quarter", "host", "model", "provider"), spent)

    def of_chat(self, chat: str) -> Total:
        """Return the sum of a chat; of everything for the empty id."""
        row = self._base.execute(f"select {SUM} from chats where chat = ?", (chat,)).fetchone()
        return Total() if row is None else sum_from(row).total()

    def between(self, start: int, end: int) -> Total:
        """Return the sum from one time to another, in milliseconds since 1970."""
        within = start // QUARTER_MS, -(-end // QUARTER_MS)
        found = self._base.execute(
            f"select {SUM} from spent where quarter >= ? and quarter < ?", within
        ).fetchall()
        if not found:
            return Total()
        # Column by column: a month has thousands of rows, and is asked for after every reply.
        usd, attempts, unknown, estimated, upstream, prompt, completion = zip(*found, strict=True)
        return Total(
            _exactly(usd), sum(attempts), sum(unknown), _exactly(estimated), _exactly(upstream),
            sum(map(int, prompt)), sum(map(int, completion)),
        )  # fmt: skip

    def by_chat(self) -> dict[str, Total]:
        """Return the sum of every chat."""
        found = self._base.execute(f"select chat, {SUM} from chats where chat != ''")
        sums = ((row[0], sum_from(row[1:])) for row in found)
        return {chat: each.total() for chat, each in sums if each.attempts}

    def costs(self) -> Mapping[str, tuple[Decimal | None, int]]:
        """Return what every chat cost, None where nothing is known, and how many are unknown.

        The same as before while nothing was added: they are thousands, and asked for with the list
        and while somebody types.
        """
        base = self._base
        (others,) = base.execute("pragma data_version").fetchone()
        state = others, base.total_changes
        if state != self._costs[0]:
            found = base.execute(
                "select chat, iif(attempts > unknown, usd, null), unknown from chats "
                "where chat != '' and attempts > 0"
            )
            costs = {chat: (usd and Decimal(usd), unknown) for chat, usd, unknown in found}
            self._costs = state, costs
        return self._costs[1]

    def attempts(self) -> list[Attempt]:
        """Return every attempt, oldest first, practice and reported too."""
        found = self._base.execute(f"select {ATTEMPT} from attempts order by at, id")
        return [attempt_from(row) for row in found]

    def close(self) -> None:
        """Close the cache; a later use opens it again."""
        if self._open is not None:
            self._open.close()
            self._open = None
        self._costs = None, {}

    def _known(self, ids: list[str]) -> dict[str, tuple[Attempt, list[Line]]]:
        marks = ",".join("?" * len(ids))
        found = self._base.execute(f"select {KNOWN} from attempts where id in ({marks})", ids)
        return {row[0]: known_of(row) for row in found}

    def _change(
        self, table: str, keys: tuple[str, ...], changes: Mapping[tuple[object, ...], list[Change]]
    ) -> None:
        where = " and ".join(f"{key} = ?" for key in keys)
        marks = ",".join("?" * (len(keys) + 7))
        for key, found in changes.items():
            row = self._base.execute(f"select {SUM} from {table} where {where}", key).fetchone()
            total = Sum() if row is None else sum_from(row)
            total.change(found)
            values = (*key, *sum_values(total))
            self._base.execute(f"insert or replace into {table} values ({marks})", values)

    def _opened(self) -> sqlite3.Connection:
        try:
            return self._connected()
        except sqlite3.OperationalError:
            return _temporary()
        except sqlite3.Error:
            return self._made_anew()
        except (DiskError, OSError):
            return _temporary()

    def _made_anew(self) -> sqlite3.Connection:
        """Not ours, too old or damaged: it is only a cache."""
        try:
            for end in ("", "-wal", "-shm", "-journal"):
                files.remove(self._path.with_name(self._path.name + end))
            return self._connected()
        except (sqlite3.Error, DiskError, OSError):
            return _temporary()

    def _connected(self) -> sqlite3.Connection:
        files.make_folder(self._path.parent)
        os.close(files.open_private(self._path, os.O_RDWR | os.O_CREAT))
        base = sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None)
        try:
            return prepared(base)
        except sqlite3.Error:
            base.close()
            raise


def _temporary() -> sqlite3.Connection:
    # By the empty name SQLite keeps it in memory while it is small, else in a file without a name.
    return prepared(sqlite3.connect("", isolation_level=None))


def _quarter(at: str) -> int | None:
    milliseconds = milliseconds_of(at)
    return None if milliseconds is None else milliseconds // QUARTER_MS


def _note(
    chats: dict[tuple[object, ...], list[Change]],
    spent: dict[tuple[object, ...], list[Change]],
    attempt: Attempt,
    sign: int,
) -> None:
    if not attempt.counts:
        return
    change = attempt, sign
    chats.setdefault(("",), []).append(change)
    if attempt.chat:
        chats.setdefault((attempt.chat,), []).append(change)
    # One without a readable time is in no day.
    if (quarter := _quarter(attempt.at)) is not None:
        key = quarter, attempt.host, attempt.model, attempt.provider
        spent.setdefault(key, []).append(change)


def _exactly(amounts: Iterable[str]) -> Decimal:
    return exact_sum(Decimal(amount) for amount in amounts if amount != "0")
