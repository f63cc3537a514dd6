"""The JSON files of a source, and a look at their first keys without building anything else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
        sign = begins(source, name)
        if sign and sign in first:
            yield name


def begins(source: Source, name: str) -> bytes:
    """Return the first byte of a piece that is not white space, b"" where it cannot be read."""
    try:
        start = source.start(name, 256)
    except ScoutError:
        return b""
    return start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]


def document_key(source: Source, name: str, key: str) -> Any:
    """Return the value of one key of a JSON object, None where there is none.

    Nothing else of it is built.
    """
    if key not in source.keys(name):
        return None
    try:
        for _, value in pairs(source.elements(name, wanted=lambda found: found == key)):
            return value
    except ScoutError:
        return None
    return None


def pairs(items: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    """Yield what came of an object, nothing of an array that stands in its place."""
    for item in items:
        if isinstance(item, tuple):
            yield item


def refused(name: str, error: ScoutError) -> Found:
    """Return what stands for a file that could not be read."""
    return Found(key=name, refused=error.headline)
