"""Server-sent events from bytes, however the network has cut them.

Pure. Lines end with CR, LF or CRLF and with nothing else: JSON may hold U+2028 and U+0085, at which
the line iterators of HTTP libraries split. Lines are put together as bytes, so a letter whose bytes
come in two pieces is whole. What is fed costs time in proportion to its length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, TypeAlias

LARGEST_EVENT: Final = 1_000_000
"""Bytes of one event's data; a reply's chunks are a few hundred."""

_LINE_END: Final = re.compile(rb"\r\n|\r|\n")
_BOM: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Event:
    """One event; several `data:` lines are joined by LF."""

    data: bytes
    name: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """A line that starts with a colon: a sign of life."""

    text: str = ""


Item: TypeAlias = Event | Comment


class EventTooLarge(Exception):
    """One event holds more than the limit; what came before it was given out."""

    def __init__(self, limit: int, before: list[Item]) -> None:
        """`before` are the items that were complete in the bytes just fed."""
        super().__init__(f"an event is larger than {limit} bytes")
        self.before = before


class Decoder:
    """Takes bytes in any pieces, gives events and comments in order."""

    def __init__(self, limit: int = LARGEST_EVENT) -> None:
        """`limit` is in bytes of one event, its field names and comments between included."""
        self._limit = limit
        self._rest: list[bytes] = []  # an unfinished line, in pieces so that joining is linear
        self._data: list[bytes] = []
        self._name = ""
        self._size = 0
        self._after_cr = False
        self._started = False

    def feed(self, piece: bytes) -> list[Item]:
        """Return what has become complete. Raises EventTooLarge."""
        found: list[Item] = []
        if self._after_cr and piece:
            # The LF of a CRLF that was cut in two ends no further line.
            piece = piece.removeprefix(b"\n")
            self._after_cr = False
        if not piece:
            return found
        self._after_cr = piece.endswith(b"\r")
        start = 0
        if self._started and not self._after_cr and b"\r" not in piece:
            start = self._take_blocks(piece, found)
        for end in _LINE_END.finditer(piece, start):
            line = piece[start : end.start()]
            start = end.end()
            self._grow(len(line), found)
            if self._rest:
                line = b"".join((*self._rest, line))
                self._rest.clear()
            self._take(line, found)
        if start < len(piece):
            self._rest.append(piece[start:])
            self._grow(len(piece) - start, found)
        return found

    def _take_blocks(self, piece: bytes, found: list[Item]) -> int:
        """Take whole events of one data line each, which nearly all are; return where they end."""
        start = 0
        while not (self._rest or self._data or self._name or self._size):
            end = piece.find(b"\n\n", start)
            if end < 0 or end - start > self._limit or not piece.startswith(b"data:", start):
                break
            if piece.find(b"\n", start, end) >= 0:
                break
            at = start + 5
            found.append(Event(piece[at + piece.startswith(b" ", at) : end]))
            start = end + 2
        return start

    def flush(self) -> list[Item]:
        """Return what the end of the stream completes.

        An event without its blank line is given all the same: servers exist that close right after
        the last line, and a cut one does not parse as JSON.
        """
        found: list[Item] = []
        if self._rest:
            line = b"".join(self._rest)
            self._rest.clear()
            self._take(line, found)
        self._take(b"", found)
        return found

    def _grow(self, count: int, found: list[Item]) -> None:
        self._size += count
        if self._size > self._limit:
            raise EventTooLarge(self._limit, found)

    def _take(self, line: bytes, found: list[Item]) -> None:
        if not self._started:
            line = line.removeprefix(_BOM)
            self._started = True
        if not line:
            if self._data:
                found.append(Event(b"\n".join(self._data), self._name))
                self._data.clear()
            self._name = ""
            self._size = 0
            return
        if line.startswith(b":"):
            found.append(Comment(line[1:].removeprefix(b" ").decode("utf-8", "replace")))
            # A comment is not part of an event; minutes of them must not fill the limit.
            self._size -= len(line)
            return
        field, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if field == b"data":
            self._data.append(value)
        elif field == b"event":
            self._name = value.decode("utf-8", "replace")
