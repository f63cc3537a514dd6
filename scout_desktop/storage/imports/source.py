"""What an importer reads from: a file, a folder or a zip, told apart by content, alike to read.

Nothing is extracted, fetched or followed; every failure is a ScoutError with a sentence. For one
thread at a time.
"""

from __future__ import annotations

import collections
import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol

from scout_desktop.chat.errors import ScoutError
from scout_desktop.storage.ground.strict import NotJson, decode

from .sources.archive import Archive
from .sources.database import LOG, MAGIC, columns_of, opened
from .sources.folder import Folder, OneFile, open_file
from .sources.refusing import LARGEST_DOCUMENT, LARGEST_ITEM, MEGABYTE, failures, refusal, shown

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PIECE = 1 << 18


class _Holder(Protocol):
    def names(self) -> tuple[str, ...]: ...
    def size(self, name: str) -> int: ...
    def open(self, name: str) -> IO[bytes]: ...
    def close(self) -> None: ...


class Source:
    """Named pieces of foreign bytes. Names are data: they are compared, never made into paths."""

    def __init__(self, path: Path, holder: _Holder) -> None:
        """Use `Source.open`."""
        self.path = path
        self._holder = holder
        self._names = holder.names()
        self._there = frozenset(self._names)
        self._keys: dict[tuple[str, ...], frozenset[str]] = {}
        self._tables: dict[str, Mapping[str, frozenset[str]]] = {}

    @classmethod
    def open(cls, path: Path) -> Source:
        """Look at a path. Raises BadInput for a hostile or unreadable one."""
        with failures(path.name):
            # The one link that is followed: the one somebody named.
            real = path.expanduser().resolve(strict=True)
            if real.is_dir():
                return cls(path, Folder(real))
            with open_file(real) as file:
                start = file.read(4)
            return cls(path, Archive(real) if start in _ZIP else OneFile(real))

    def names(self) -> tuple[str, ...]:
        """Return the members of a zip, the files of a folder by their way from it, or one name."""
        return self._names

    def __contains__(self, name: object) -> bool:
        """Whether there is a piece of this name."""
        return name in self._there

    def size(self, name: str) -> int:
        """Return a piece's bytes, unpacked. Raises BadInput where there is none."""
        self._known(name)
        return self._holder.size(name)

    def start(self, name: str, length: int = 65_536) -> bytes:
        """Return the first bytes of a piece. Raises BadInput."""
        with self._reading(name) as file:
            return _exactly(file, length)

    def read(self, name: str, largest: int = LARGEST_ITEM) -> bytes:
        """Return a piece whole. Raises BadInput above `largest` bytes."""
        with self._reading(name) as file:
            data = _exactly(file, largest + 1)
        if len(data) > largest:
            raise refusal(f"“{shown(name)}” is larger than {largest // MEGABYTE} MB.")
        if isinstance(self._holder, Archive) and len(data) != self._holder.size(name):
            raise refusal(f"“{shown(name)}” is damaged or cut short and cannot be read.")
        return data

    def json(self, name: str, largest: int = LARGEST_DOCUMENT) -> Any:
        """Return a piece as JSON, read as strictly as our own files. Raises BadInput."""
        data = self.read(name, largest)
        with _not_json(name):
            return decode(data)

    def elements(
        self,
        name: str,
        *keys: str,
        wanted: Callable[[str], bool] | None = None,
        largest: int = LARGEST_ITEM,
    ) -> Iterator[Any]:
        """Yield the items of the top-level array (or of what stands below `keys`), one at a time.

        Items of an object are (key, value), those whose key is `wanted` where that is given. What
        is passed on the way is neither built nor kept.
        One item may have `largest` bytes; the whole any length. Nothing comes where `keys` lead
        nowhere, or to neither an array nor an object; a text that holds one counts as it. Raises
        BadInput, DiskError, also in the middle of a file that is cut.
        """
        from .sources.elements import items

        with self._reading(name) as file, _not_json(name):
            yield from items(file.read, keys, largest, wanted)

    def keys(self, name: str, *below: str) -> frozenset[str]:
        """Return the keys of a JSON object, or of the one that stands `below` some of its keys.

        As far as it can be read, none where it cannot; nothing behind the keys is built. It is
        looked through once, however many importers ask.
        """
        if (name, *below) not in self._keys:
            found: set[str] = set()

            def seen(key: str) -> bool:
                found.add(key)
                return False

            with contextlib.suppress(ScoutError):
                start = self.start(name, 256).removeprefix(b"\xef\xbb\xbf").lstrip()
                if start.startswith(b"{"):
                    collections.deque(self.elements(name, *below, wanted=seen), maxlen=0)
            self._keys[name, *below] = frozenset(found)
        return self._keys[name, *below]

    def tables(self, name: str) -> Mapping[str, frozenset[str]]:
        """Return the tables of an SQLite piece with their columns; none where it is not one.

        It is copied and looked at once, however many importers ask.
        """
        if name not in self._tables:
            self._tables[name] = {}
            with contextlib.suppress(ScoutError):
                if self.start(name, len(MAGIC)) == MAGIC:
                    with self.database(name) as connection:
                        self._tables[name] = columns_of(connection)
        return self._tables[name]

    @contextlib.contextmanager
    def database(self, name: str) -> Iterator[sqlite3.Connection]:
        """Give a read-only connection to a private copy of an SQLite piece.

        Raises BadInput where it is none or damaged (also what its queries raise).
        """
        if not self.start(name, len(MAGIC)).startswith(MAGIC):
            raise refusal(f"“{shown(name)}” is not a database.")
        files: dict[str, Callable[[], IO[bytes]]] = {"": partial(self._holder.open, name)}
        if f"{name}{LOG}" in self:
            files[LOG] = partial(self._holder.open, f"{name}{LOG}")
        with opened(name, files) as connection:
            yield connection

    def close(self) -> None:
        """Let go of the file."""
        self._holder.close()

    def __enter__(self) -> Source:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextlib.contextmanager
    def _reading(self, name: str) -> Iterator[IO[bytes]]:
        self._known(name)
        with failures(name), self._holder.open(name) as file:
            yield file

    def _known(self, name: str) -> None:
        if name not in self._there:
            raise refusal(f"“{shown(name)}” is not in there.")


@contextlib.contextmanager
def _not_json(name: str) -> Iterator[None]:
    try:
        yield
    except NotJson as broken:
        raise refusal(f"“{shown(name)}” is not JSON that can be read: {broken}.") from broken


def _exactly(file: IO[bytes], length: int) -> bytes:
    """Read up to so many bytes: what is unpacked comes in pieces of any size."""
    pieces: list[bytes] = []
    while length > 0 and (piece := file.read(min(length, _PIECE))):
        pieces.append(piece)
        length -= len(piece)
    return b"".join(pieces)
