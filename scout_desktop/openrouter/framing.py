"""The body of an HTTP answer without its transfer coding: chunks, a stated length, or to the close.

Pure. The head was read and checked by the HTTP library; bodies are unwrapped here because a reply
of 20,000 words comes as 20,000 HTTP chunks, each of which costs the library as much as all that we
do with it. As strict as the library: what is not a chunk breaks the body off.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_SIZE: Final = re.compile(rb"([0-9A-Fa-f]{1,15})(?:;[^\n]*?)?[ \t]*\r\n")
_LONGEST_SIZE: Final = 4_096
"""Bytes of a chunk's first line; extensions that nobody uses come behind its size."""


class BadBody(ValueError):
    """The body is not framed as its head said, or ended too early."""


class Body:
    """Takes an answer's bytes behind its head as they come, gives what they carry."""

    def __init__(self, status: int, headers: Mapping[str, str]) -> None:
        """`headers` by lower-case name."""
        self._chunked = "chunked" in headers.get("transfer-encoding", "").lower()
        length = headers.get("content-length", "")
        self._left = int(length) if length.isdecimal() and not self._chunked else None
        """Bytes still to come of the body, or of the chunk that is coming."""
        self._rest = b""
        """An unfinished line between two chunks."""
        self._line_due = False
        """Whether the line that ends a chunk is still to come."""
        self.ended = status in (204, 304) or self._left == 0
        """Whether all has come; what comes after is nobody's."""
        self.trouble: BadBody | None = None
        """What is wrong behind the bytes that were given out."""

    def feed(self, piece: bytes) -> bytes:
        """Return what is carried by the next bytes, perhaps nothing."""
        if self.ended or self.trouble is not None:
            return b""
        if self._chunked:
            return self._unchunked(piece)
        if self._left is None:
            return piece
        found = piece[: self._left]
        self._left -= len(found)
        self.ended = self._left == 0
        return found

    def end(self) -> None:
        """Take note that the connection has ended. Raises BadBody when more was announced."""
        if self.ended:
            return
        if self._chunked or self._left is not None:
            raise BadBody("the connection ended in the middle of the body")
        self.ended = True

    def _unchunked(self, piece: bytes) -> bytes:
        found: list[bytes] = []
        data, self._rest = (self._rest + piece, b"") if self._rest else (piece, b"")
        at, size = 0, len(data)
        left, line_due = self._left or 0, self._line_due
        while at < size:
            if left:
                stop = at + left
                found.append(data[at:stop])
                left = max(stop - size, 0)
                at, line_due = stop, left == 0
                continue
            if line_due:
                if data.startswith(b"\r\n", at):
                    at += 2
                elif data[at:] == b"\r":
                    break
                else:
                    self.trouble = BadBody("a chunk is longer than it said")
                    break
                line_due = False
                continue
            line = _SIZE.match(data, at)
            if line is None:
                if b"\n" in data[at:] or size - at > _LONGEST_SIZE:
                    self.trouble = BadBody("what came is not a chunk")
                break
            at = line.end()
            left = int(line[1], 16)
            if left == 0:
                # Trailing headers may follow; they say nothing to us.
                self.ended = True
                break
        else:
            at = size
        self._left, self._line_due = left, line_due
        if not self.ended:
            self._rest = data[at:]
        return found[0] if len(found) == 1 else b"".join(found)
