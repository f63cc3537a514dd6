"""The one large JSON object that an older backup is, plain or packed with gzip, read in pieces."""

from __future__ import annotations

import collections
import contextlib
import gzip
import io
from collections.abc import Callable, Iterator
from typing import Any, Final

from scout_desktop.chat.errors import ScoutError
from scout_desktop.storage.ground.strict import NotJson
from scout_desktop.storage.imports.source import Source
from scout_desktop.storage.imports.sources.elements import items
from scout_desktop.storage.imports.sources.refusing import (
    HIGHEST_RATIO,
    LARGEST_ITEM,
    TINY,
    failures,
    refusal,
    shown,
)

_PACKED: Final = b"\x1f\x8b"


class Backup:
    """A piece of a source that is such an object."""

    def __init__(self, source: Source, name: str) -> None:
        self.source = source
        self.name = name
        self._packed = source.start(name, len(_PACKED)) == _PACKED

    def elements(self, *keys: str, wanted: Callable[[str], bool] | None = None) -> Iterator[Any]:
        """As `Source.elements`. Raises BadInput, DiskError."""
        if not self._packed:
            yield from self.source.elements(self.name, *keys, wanted=wanted)
            return
        packed = self.source.read(self.name)
        most = max(TINY, HIGHEST_RATIO * len(packed))
        left = most

        def read(length: int) -> bytes:
            nonlocal left
            piece = unpacked.read(length)
            left -= len(piece)
            if left < 0:
                raise refusal(
                    f"“{shown(self.name)}” is packed more than {HIGHEST_RATIO} times tighter than "
                    "it can honestly be."
                )
            return piece

        with failures(self.name), gzip.GzipFile(fileobj=io.BytesIO(packed)) as unpacked:
            yield from _read_items(self.name, read, keys, wanted)

    def keys(self, *below: str) -> frozenset[str]:
        """Return the keys of the object, or of the one below these, as far as it can be read."""
        if not self._packed:
            return self.source.keys(self.name, *below)
        found: set[str] = set()

        def seen(key: str) -> bool:
            found.add(key)
            return False

        with contextlib.suppress(ScoutError):
            collections.deque(self.elements(*below, wanted=seen), maxlen=0)
        return frozenset(found)


def _read_items(
    name: str,
    read: Callable[[int], bytes],
    keys: tuple[str, ...],
    wanted: Callable[[str], bool] | None,
) -> Iterator[Any]:
    """Yield what stands below `keys`. Raises BadInput without the text that it is about."""
    try:
        yield from items(read, keys, LARGEST_ITEM, wanted)
    except NotJson as broken:
        said = f"“{shown(name)}” is not JSON that can be read: {broken}."
    else:
        return
    raise refusal(said)
