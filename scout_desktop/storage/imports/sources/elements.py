"""The items of a long JSON array or object, one at a time, whatever the length of the whole.

What is passed over is only counted in brackets, never built or kept; what is handed out went
through the strict decoder. Memory is bounded by the largest item.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from scout_desktop.storage.ground.strict import NotJson, decode

_PIECE: Final = 1 << 18
_SPACE = re.compile(rb"[ \t\r\n]*")
# Possessive throughout, so that nothing is ever tried twice.
_STRING = re.compile(rb'"(?>[^"\\]++|\\.)*+"', re.DOTALL)
_FLAT = re.compile(rb'(?>[^"{}\[\]]++|"(?>[^"\\]++|\\.)*+")*+', re.DOTALL)
_PLAIN = re.compile(rb"[^\s,\[\]{}\"]+")
_INSIDE = re.compile(rb'(?>[^"\\]++|\\u[0-9a-fA-F]{4}|\\[^u])*+', re.DOTALL)
_HALF_AT_END = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}\Z")
_LONGEST_ESCAPE: Final = 12
_LONGEST_PLAIN: Final = 5000
_QUOTE: Final = ord('"')


def items(
    read: Callable[[int], bytes],
    keys: tuple[str, ...],
    largest: int,
    wanted: Callable[[str], bool] | None = None,
) -> Iterator[Any]:
    """Yield the items of the array, or the (key, value) pairs of the object, below `keys`.

    `read` gives up to so many bytes more, none at the end. Nothing is yielded where the way of
    `keys` leads nowhere; where it leads to a text that holds JSON, that is gone through. The value
    of a key that is not `wanted` is passed over: it may hold another program's secrets. Raises
    NotJson for what is not JSON, or an item above `largest` bytes.
    """
    reader = _Reader(read, largest)
    for key in keys:
        if not reader.enter(key):
            return
    if keys and reader.at_text():
        reader = _Reader(reader.text(), largest)
        if not reader.at_holder():
            return
    yield from reader.members(wanted)
    if not keys:
        reader.finish()


class _Reader:
    def __init__(self, read: Callable[[int], bytes], largest: int) -> None:
        self._read = read
        self._largest = largest
        self._buffer = b""
        self._at = 0
        self._ended = False
        while len(self._buffer) < 3 and self._more():
            pass
        self._at = 3 if self._buffer.startswith(b"\xef\xbb\xbf") else 0

    def enter(self, key: str) -> bool:
        """Go to the value of a key of the object that begins here; False where there is none."""
        if self._next() != b"{":
            return False
        for found in self._keys():
            if found == key:
                return True
            self._value(keep=False)
        return False

    def members(self, wanted: Callable[[str], bool] | None = None) -> Iterator[Any]:
        """Yield what the array, or what is wanted of the object, that begins here holds."""
        sign = self._next()
        if sign == b"{":
            for key in self._keys():
                if wanted is None or wanted(key):
                    yield key, decode(self._value())
                else:
                    self._value(keep=False)
        elif sign == b"[":
            self._at += 1
            if self._next() == b"]":
                self._at += 1
                return
            yield decode(self._value())
            while not self._passed(b"]"):
                yield decode(self._value())
        elif not sign:
            raise NotJson("it is empty")

    def at_text(self) -> bool:
        """Whether a text begins here."""
        return self._next() == b'"'

    def at_holder(self) -> bool:
        """Whether an object or an array begins here."""
        return self._next() in {b"{", b"["}

    def text(self) -> Callable[[int], bytes]:
        """Return what reads the text that begins here, unescaped, in pieces; never whole."""
        pieces = self._pieces()
        return lambda _: next((piece for piece in pieces if piece), b"")

    def _pieces(self) -> Iterator[bytes]:
        self._at += 1
        while True:
            found = _INSIDE.match(self._buffer, self._at)
            end = found.end() if found else self._at
            closed = self._buffer[end : end + 1] == b'"'
            if not closed and len(self._buffer) - end > _LONGEST_ESCAPE:
                raise NotJson("an escape is broken")
            piece = self._buffer[self._at : end]
            if not closed:
                piece = _whole_signs(piece)
            yield str(decode(b'"' + piece + b'"')).encode()
            self._at += len(piece)
            if closed:
                self._at += 1
                return
            if not self._more():
                raise NotJson("a text has no end")

    def finish(self) -> None:
        """Refuse anything after the end."""
        if self._next():
            raise NotJson("something stands after the end")

    def _keys(self) -> Iterator[str]:
        seen: set[str] = set()
        self._at += 1
        if self._next() == b"}":
            self._at += 1
            return
        while True:
            if self._next() != b'"':
                raise NotJson("a key is missing")
            key = str(decode(self._value()))
            if key in seen:
                raise NotJson("a key stands twice")
            seen.add(key)
            if self._next() != b":":
                raise NotJson("a key has no value")
            self._at += 1
            yield key
            if self._passed(b"}"):
                return

    def _passed(self, end: bytes) -> bool:
        """Pass a comma (False) or the end (True)."""
        sign = self._next()
        if sign not in {b",", end}:
            raise NotJson("it is cut short" if not sign else "a comma is missing")
        self._at += 1
        return sign == end

    def _next(self) -> bytes:
        """Return the next byte that is not white space, without passing it; b"" at the end."""
        while True:
            found = _SPACE.match(self._buffer, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._buffer):
                return self._buffer[self._at : self._at + 1]
            if not self._more():
                return b""

    def _value(self, *, keep: bool = True) -> bytes:
        """Pass a value and return its bytes, none where it is not to be kept."""
        sign = self._next()
        if sign in {b"{", b"["}:
            return self._nested(keep=keep)
        # The start stands at `_at` until the value's end is in the buffer.
        while True:
            found = (_STRING if sign == b'"' else _PLAIN).match(self._buffer, self._at)
            whole = found and (sign == b'"' or found.end() < len(self._buffer))
            if found and (whole or self._ended):
                if sign != b'"' and found.end() - self._at > _LONGEST_PLAIN:
                    raise NotJson("a number is too long")
                self._at = found.end()
                return found[0] if keep else b""
            if not self._more(keep_from=self._at):
                raise NotJson("a value is missing" if sign != b'"' else "a text has no end")

    def _nested(self, *, keep: bool) -> bytes:
        start, depth = self._at, 0
        while True:
            buffer = self._buffer
            while True:
                found = _FLAT.match(buffer, self._at)
                self._at = found.end() if found else self._at
                if self._at >= len(buffer) or buffer[self._at] == _QUOTE:
                    break
                depth += 1 if buffer[self._at] in b"{[" else -1
                self._at += 1
                if not depth:
                    return buffer[start : self._at] if keep else b""
            # At the end of what is there: perhaps within a text, which is then read again whole.
            from_here = start if keep else self._at
            if not self._more(keep_from=from_here):
                raise NotJson("it is cut short")
            start = 0 if keep else start

    def _more(self, keep_from: int | None = None) -> bool:
        """Read on, dropping what lies before `keep_from`; whether there was anything.

        As much as is held is asked for, so that one long text is not searched again and again.
        """
        if self._ended:
            return False
        first = self._at if keep_from is None else keep_from
        held = self._buffer[first:]
        if len(held) > self._largest:
            raise NotJson(f"one item is larger than {self._largest // (1024 * 1024)} MB")
        piece = self._read(max(_PIECE, len(held)))
        self._ended = not piece
        self._buffer = held + piece
        self._at -= first
        return bool(piece)


def _whole_signs(piece: bytes) -> bytes:
    """Leave out what only begins at the end of an escaped text: a sign, or half of a pair."""
    if half := _HALF_AT_END.search(piece, max(0, len(piece) - _LONGEST_ESCAPE)):
        before = piece[: half.start()]
        if (len(before) - len(before.rstrip(b"\\"))) % 2 == 0:
            return before
    for back in range(1, min(4, len(piece)) + 1):
        if piece[-back] >= 0xC0:
            return piece[:-back]
        if piece[-back] < 0x80:
            break
    return piece
