"""The JSON files of a source, and a look at their first keys without building anything else."""

from __future__ import annotations

import collections
import contextlib
from collections.abc import Iterator
from typing import Any, Final

from scout_desktop.chat.errors import ScoutError

from .found import Found
from .source import Source

_NEVER: Final = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".pdf", ".mp3", ".mp4", ".html", ".zip")
"""Endings of large files that often lie beside chats; all others are looked into."""
_MOST: Final = 20_000
"""Files that are looked into."""
_FIRST: Final = b"{["


def documents(source: Source, first: bytes = _FIRST) -> Iterator[str]:
    """Yield the names of what begins as JSON does; `first` may ask for an object or an array."""
    looked = 0
    for name in source.names():
        if name.lower().endswith(_NEVER) or looked >= _MOST:
            continue
        looked += 1
        try:
            start = source.start(name, 64)
        except ScoutError:
            # Told when it is read; here it is only not one of ours.
            continue
        begins = start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
        if begins and begins in first:
            yield name


def document_key(source: Source, name: str, key: str) -> Any:
    """Return the value of one key of a JSON object, None where there is none.

    Nothing else of it is built; what stands behind it is not even read.
    """
    try:
        for _, value in source.elements(name, wanted=lambda found: found == key):
            return value
    except (ScoutError, TypeError, ValueError):
        return None
    return None


def top_keys(source: Source, name: str) -> frozenset[str]:
    """Return the keys of a JSON object as far as it can be read; nothing behind them is built."""
    found: set[str] = set()

    def seen(key: str) -> bool:
        found.add(key)
        return False

    with contextlib.suppress(ScoutError):
        collections.deque(source.elements(name, wanted=seen), maxlen=0)
    return frozenset(found)


def refused(name: str, error: ScoutError) -> Found:
    """Return what stands for a file that could not be read."""
    return Found(key=name, refused=error.headline)
