"""The files of the ledger, read on in slices into the cache: each byte once, whoever wrote it.

How far a file was read is known by the hash of all that was read of it, so that one that was
replaced, shortened or taken away is noticed, and the cache then made anew.
"""

from __future__ import annotations

import hashlib
import re
import stat
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scout_desktop.chat.errors import DiskError, DiskRefused
from scout_desktop.storage import files
from scout_desktop.storage.ground.framing import unframe

from .attempt import Line, attempt_of
from .cache import Cache

if TYPE_CHECKING:
    from hashlib import _Hash

_PIECE = 128 * 1024
"""Bytes read at once; about 350 lines."""
_WRITER = re.compile(r"(.+?-\d+)-\d{4}-\d{2}")
"""The beginning of a name; sync programs put words behind it when they keep two copies."""


@dataclass(slots=True)
class _Held:
    """What this process has read of a file, and the file's stamp when it did."""

    done: int
    hash: _Hash
    stamp: str

    def is_at(self, done: int, digest: str) -> bool:
        """Whether it is what a page of the cache tells of."""
        return self.done == done and self.hash.hexdigest() == digest


class Pages:
    """Reads the folder on. Used from one thread."""

    def __init__(self, folder: Path, cache: Cache) -> None:
        self._folder = folder
        self._cache = cache
        self._held: dict[str, _Held] = {}
        self._written: dict[str, int] = {}

    def written(self, name: str, size: int) -> None:
        """Take note that this process has appended to a file, which has this size now."""
        self._written[name] = size

    def read_on(self, seconds: float) -> float:
        """Read for about so long; return which share has been read, 1.0 for all.

        Raises DiskError for a file that cannot be read, when all others have been read.
        """
        return self._cache.tried(lambda: self._read_on(time.monotonic() + seconds))

    def _read_on(self, until: float) -> float:
        # Outside of the transaction: mostly nothing has changed, and then nothing is locked.
        sizes = self._sizes()
        if not self._unread(sizes) and self._cache.pages().keys() == sizes.keys():
            return 1.0
        refused: dict[str, DiskError] = {}
        with self._cache.writing():
            if self._cache.pages().keys() - sizes.keys():
                self._begin_anew()
            for name in self._unread(sizes):
                try:
                    while self._read_piece(name, *sizes[name]) and time.monotonic() < until:
                        continue
                except DiskError as error:
                    refused[name] = error
                if time.monotonic() >= until:
                    break
        left = self._unread(sizes)
        if not left:
            return 1.0
        if refused.keys() >= set(left):
            raise refused[left[0]]
        pages = self._cache.pages()
        whole = sum(size for size, _ in sizes.values())
        done = sum(pages[name][0] for name in sizes if name in pages)
        return min(done / whole, 0.999) if whole else 0.999

    def _unread(self, sizes: dict[str, tuple[int, str]]) -> list[str]:
        pages = self._cache.pages()
        return [n for n in sorted(sizes) if n not in pages or pages[n][2] != sizes[n][1]]

    def _sizes(self) -> dict[str, tuple[int, str]]:
        """Return size and stamp of each file."""
        found = {}
        for name in files.names(self._folder):
            if not name.endswith(".jsonl"):
                continue
            path = self._folder / name
            try:
                with files.refusals(path):
                    seen = path.lstat()
            except DiskError:
                # Gone again.
                continue
            if not stat.S_ISDIR(seen.st_mode):
                stamp = f"{seen.st_size} {seen.st_mtime_ns} {seen.st_ino}"
                found[name] = seen.st_size, stamp
        return found

    def _read_piece(self, name: str, size: int, stamp: str) -> bool:
        """Read a piece of a file; return whether there is more of it."""
        page = self._cache.pages().get(name, (0, "", ""))
        if page[2] == stamp:
            return False
        path = self._folder / name
        if (held := self._on_from(path, page, size, stamp)) is None:
            self._begin_anew()
            held = _Held(0, hashlib.sha256(), stamp)
        data = self._lines(path, held.done, size)
        if data:
            self._cache.take(_lines_of(data, name))
            held.done += len(data)
            held.hash.update(data)
        held.stamp = stamp
        self._held[name] = held
        at_end = not data or held.done >= size
        self._cache.put_page(name, (held.done, held.hash.hexdigest(), stamp if at_end else ""))
        return not at_end

    def _on_from(
        self, path: Path, page: tuple[int, str, str], size: int, stamp: str
    ) -> _Held | None:
        """Return from where to read on; None where the file is not the one that was read."""
        done, digest, _ = page
        if not done:
            return _Held(0, hashlib.sha256(), stamp)
        if size < done:
            return None
        held = self._held.get(path.name)
        # Where nobody touched it since, or we did, its beginning need not be read again.
        ours = self._written.get(path.name) == size
        is_kept = held is not None and (ours or held.stamp == stamp)
        if held is not None and is_kept and held.is_at(done, digest):
            return held
        fresh = hashlib.sha256()
        at = 0
        while at < done:
            piece = files.read_piece(path, at, min(1 << 20, done - at))
            if not piece:
                return None
            fresh.update(piece)
            at += len(piece)
        return _Held(done, fresh, stamp) if fresh.hexdigest() == digest else None

    def _lines(self, path: Path, start: int, size: int) -> bytes:
        """Return whole lines from a place on; empty where no line ends any more."""
        length = _PIECE
        while True:
            piece = files.read_piece(path, start, min(length, size - start))
            if (end := piece.rfind(b"\n") + 1) or len(piece) < length:
                return piece[:end]
            if length >= files.LARGEST:
                raise DiskRefused(f"“{path.name}” holds a line that never ends.")
            length *= 4

    def _begin_anew(self) -> None:
        self._cache.forget_all()
        self._held.clear()


def _lines_of(data: bytes, name: str) -> list[Line]:
    found = _WRITER.match(name)
    writer = found[1] if found else name.removesuffix(".jsonl")
    records = (unframe(line) for line in data.split(b"\n"))
    attempts = (attempt_of(record) for record in records if isinstance(record, dict))
    return [Line(attempt, writer) for attempt in attempts if attempt is not None]
