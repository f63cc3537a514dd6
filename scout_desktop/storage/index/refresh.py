"""Reads the chats whose files have changed, newest first, a little with each step.

Steps take about 30 ms, so that a save that comes in between never waits. What is written in between
by this process is newer than what was read before it, and stays.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Final

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import ChatUnknown, DiskError
from scout_desktop.chat.ids import timestamp
from scout_desktop.storage import files
from scout_desktop.storage.ground.strict import NotJson, decode, no_collection
from scout_desktop.storage.library import Library
from scout_desktop.storage.shelf.stamps import Stamps

from .cache import Cache
from .messages import Change, change, every_message, hour_of, known
from .rows import Row, row_of, unreadable

STEP: Final = 0.03
"""Seconds."""
_LOOK_AGAIN: Final = 5.0
"""Seconds after which every file is looked at, though the folders seem unchanged."""
_ROWS_FIRST: Final = 40
"""Chats that are unknown; above, their rows come first, without what was said."""
_BATCH: Final = 16_000
"""Messages that are written together, once a beginning has been made: one sorted list of words."""
_AT_ONCE: Final = 400
"""Messages that are put in with one call: about 10 ms."""
_HEAD: Final = 16_384
"""Bytes in which the registers of a chat mostly stand."""
_TAIL: Final = 32_768
"""Bytes in which the newest message of a chat mostly begins: they stand in order."""
_CREATED: Final = re.compile(rb'"created":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)"')
_BY_HOUR: Final = itemgetter(0)
_NODES: Final = re.compile(rb'\n\},\n"nodes":\[')


@dataclass(slots=True)
class _Read:
    """A chat as it was read, on its way into the cache."""

    row: Row
    stamps: str
    version: int | None
    """Who wrote it last when it was read; None when it was not there."""
    change: Change
    number: int = 0


class Refresh:
    """Keeps the cache at what the files say."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._looked: tuple[Stamps | None, float] = (None, 0.0)
        self._unread: set[str] = set()
        self._total = 0
        self._stamps: dict[str, str] = {}
        self._turns = 0
        """How often reading was begun: of two at once the one that waited looks again."""
        self._written: set[str] = set()
        """Chats that this process has written since they were read."""
        self.arrived: dict[str, set[str]] = {}
        """Messages that others brought into chats that had been read before, by chat."""

    @property
    def share(self) -> float:
        """The share of the chats that has been read."""
        return 1 - len(self._unread) / self._total if self._total else 1.0

    @property
    def is_current(self) -> bool:
        """Whether the folders are as they were when everything was read."""
        folders = self._library.watched.folders()
        return folders is not None and folders == self._looked[0]

    def again(self) -> None:
        """Believe nothing any more: the cache is another one."""
        self._looked = (None, 0.0)
        self._unread, self._total = {""}, 1

    def was_written(self, id: str) -> None:
        """Note that this process has put a chat in just now."""
        self._written.add(id)
        self._unread.discard(id)

    def steps(self, cache: Cache) -> Iterator[int]:
        """Read what has changed; yields after each step how many chats were read or taken out.

        Raises DiskError, sqlite3.Error.
        """
        self._turns += 1
        folders = self._library.watched.folders()
        seen, until = self._looked
        if folders is None or folders != seen or time.monotonic() >= until:
            self._written.clear()
            stamps = self._stamps = self._library.stamps()
            there = cache.stamps()
            changed = [id for id, stamp in stamps.items() if there.get(id) != stamp]
            # A folder that is suddenly short of chats is not there yet; its list is still true.
            gone = [] if self._library.missing() else [id for id in there if id not in stamps]
            self._unread, self._total = set(changed), len(stamps)
            yield 0
            if gone:
                cache.begin()
                cache.forget(gone)
                cache.commit()
                yield len(gone)
            changed.sort(key=lambda id: _time(stamps[id]), reverse=True)
            unknown = [id for id in changed if id not in there]
            if len(unknown) > _ROWS_FIRST:
                yield from self._rows_first(cache, unknown)
            yield from self._read(cache, changed)
            if changed or gone:
                self._note_names(cache)
            self._looked = folders, time.monotonic() + _LOOK_AGAIN
        for _ in cache.tidy():
            yield 0

    def _rows_first(self, cache: Cache, unknown: list[str]) -> Iterator[int]:
        """Show chats by what stands at the head of their files, until they are read."""
        rest = iter(unknown)
        while some := list(islice(rest, 250)):
            rows = []
            for step in _paced(some):
                if step is None:
                    yield 0
                elif (row := self._from_head(step)) is not None:
                    rows.append(row)
            cache.begin()
            for row in rows:
                if row.id not in self._written and cache.number_of(row.id) is None:
                    cache.put_row(row, "")
            cache.commit()
            yield 0

    def _read(self, cache: Cache, changed: list[str]) -> Iterator[int]:
        batch: list[_Read] = []
        size, most = 0, _BATCH // 16
        for id in _paced(changed):
            if id is None:
                yield 0
            elif id not in self._written and (read := self._one(cache, id)):
                batch.append(read)
                size += len(read.change.put) + 10
                if size >= most:
                    yield from self._write(cache, batch)
                    batch, size, most = [], 0, min(2 * most, _BATCH)
            else:
                self._unread.discard(id)
        yield from self._write(cache, batch)

    def _one(self, cache: Cache, id: str) -> _Read | None:
        try:
            with no_collection():
                chat = self._library.peek(id)
                row, messages = row_of(chat), every_message(chat)
        except ChatUnknown:
            return None
        except DiskError as error:
            # One chat that cannot be read must not hide the others; it is tried again each time.
            self._unread.discard(id)
            return _Read(unreadable(id, error), "", None, Change())
        there = cache.number_of(id)
        before = {} if there is None else known(cache.base, there[0])
        found = change(messages, before, cache.kinds)
        if before and (new := {each.node for each in found.put} - before.keys()):
            self.arrived.setdefault(id, set()).update(new)
        return _Read(row, self._stamps[id], None if there is None else there[1], found)

    def _write(self, cache: Cache, batch: list[_Read]) -> Iterator[int]:
        turn = self._turns
        cache.begin()
        # What was written meanwhile, by us or by another process, is not older than what we read.
        batch = [read for read in batch if self._is_newest(cache, read)]
        for read in batch:
            # Without stamps until all of it is in: a run that dies here reads it again.
            read.number = cache.put_row(read.row, "")
            read.version = _version(cache, read.row.id)
            cache.take_out(read.number, read.change)
        yield 0
        # In the order of their hours, or every chat would be a list of words of its own.
        everything = [
            (hour_of(each.created), read.number, each) for read in batch for each in read.change.put
        ]
        everything.sort(key=_BY_HOUR)
        rest = iter(everything)
        newest = {read.number for read in batch}
        while some := list(islice(rest, _AT_ONCE)):
            if cache.begin() or self._written or turn != self._turns:
                # Somebody may have written in between.
                newest = {read.number for read in batch if self._is_newest(cache, read)}
            cache.putting.put((number, each) for _, number, each in some if number in newest)
            yield 0
        cache.begin()
        batch = [read for read in batch if self._is_newest(cache, read)]
        for read in batch:
            cache.sum_up(read.number)
            cache.was_read(read.number, read.stamps)
            self._unread.discard(read.row.id)
        cache.commit()
        yield len(batch)

    def _is_newest(self, cache: Cache, read: _Read) -> bool:
        return read.row.id not in self._written and read.version == _version(cache, read.row.id)

    def _from_head(self, id: str) -> Row | None:
        """Return what the head of a chat's file says; None where it says too little."""
        names = self._library.shelf.chat_files(id)
        if not names:
            return None
        path = self._library.places.chats / names[0]
        head = files.read_start(path, _HEAD)
        if (nodes := _NODES.search(head)) is None:
            return None
        try:
            meta = decode(head[: nodes.start()] + b"}}").get("meta")
        except NotJson:
            return None
        if not isinstance(meta, dict) or not all(isinstance(each, dict) for each in meta.values()):
            return None
        # A copy of a library is new, and the chats in it are not: the file's own time comes last.
        changed = _last_created(path) or timestamp(_time(self._stamps[id]) // 1_000_000)
        return replace(row_of(Conversation(id, meta)), updated=changed)

    def _note_names(self, cache: Cache) -> None:
        there, now = set(cache.names()), set(self._library.shelf.known_names())
        if there != now:
            cache.begin()
            gone = {name for name, _ in there} - {name for name, _ in now}
            cache.note_names(now - there, gone)
            cache.commit()


def _last_created(path: Path) -> str:
    """Return when the newest message near a file's end was made; empty where that is not said."""
    try:
        end = files.read_piece(path, max(0, path.stat().st_size - _TAIL), _TAIL)
    except (OSError, DiskError):
        return ""
    return max(_CREATED.findall(end), default=b"").decode()


def _paced(ids: Iterable[str]) -> Iterator[str | None]:
    """Yield ids, and None where a step is over."""
    until = time.perf_counter() + STEP
    for id in ids:
        if time.perf_counter() >= until:
            yield None
            until = time.perf_counter() + STEP
        yield id


def _version(cache: Cache, id: str) -> int | None:
    there = cache.number_of(id)
    return None if there is None else there[1]


def _time(stamps: str) -> int:
    """Return when the newest of a chat's files was changed, in nanoseconds."""
    times = [stamp.rpartition(":")[2] for stamp in stamps.split(" ")]
    return max((int(time) for time in times if time.isdecimal()), default=0)
