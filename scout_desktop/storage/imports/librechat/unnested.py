"""Takes messages that stand within messages apart, however deep, without ever going deep itself.

A chat of fifty messages, written as a tree, nests deeper than JSON from outside may. So each
message is cut out of its parent first, and only then decoded, strictly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from scout_desktop.storage.ground.strict import NotJson, decode

_SPACE = re.compile(rb"[ \t\r\n]*+")
_STRING = re.compile(rb'"(?>[^"\\]++|\\.)*+"', re.DOTALL)
_PLAIN = re.compile(rb"[^\s,\[\]{}\":]++")
_FLAT = re.compile(rb'(?>[^"{}\[\]]++|"(?>[^"\\]++|\\.)*+")*+', re.DOTALL)
_AT_TOP: Final = (b'"messages"', b'"messagesTree"')
_BELOW: Final = (b'"children"',)
_MOST: Final = 1_000_000
"""Messages; as many as a chat of ours may have."""


@dataclass(slots=True)
class Nested:
    """A message as it stood in the file: `parent` is the place of the one it stood in."""

    place: int
    parent: int | None
    record: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class _Open:
    """An object that is being read: what of it is kept, and where the next piece begins."""

    nested: Nested | None
    kept_from: int
    kept: list[bytes] = field(default_factory=list)


def unnested(data: bytes) -> tuple[Mapping[str, Any], list[Nested]]:
    """Return the chat without its messages, and these in the order they begin in.

    Raises NotJson.
    """
    return _Cutter(data).cut()


class _Cutter:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 3 if data.startswith(b"\xef\xbb\xbf") else 0
        self._open: list[_Open] = []
        self._found: list[Nested] = []

    def cut(self) -> tuple[Mapping[str, Any], list[Nested]]:
        if self._sign() != b"{":
            raise NotJson("it is not an object")
        self._open.append(_Open(None, self._at))
        self._at += 1
        top: Any = {}
        # Each round begins within an object, where a key or its end is due.
        while self._open:
            if self._keys():
                top = self._close()
                self._list()
        if self._sign():
            raise NotJson("something stands after the end")
        return top, self._found

    def _keys(self) -> bool:
        """Pass keys and values to the end of the object; False where a list of messages opens."""
        names = _BELOW if len(self._open) > 1 else _AT_TOP
        while (sign := self._sign()) != b"}":
            if sign == b",":
                self._at += 1
                continue
            key = self._match(_STRING, "a key is missing")
            if self._sign() != b":":
                raise NotJson("a key has no value")
            self._at += 1
            if self._sign() == b"[" and key in names:
                opened = self._open[-1]
                opened.kept += (self._data[opened.kept_from : self._at], b"[]")
                self._at += 1
                self._list()
                return False
            self._pass()
        return True

    def _list(self) -> None:
        """Go on in the list of messages: into its next object, or out of it at its end."""
        if not self._open:
            return
        while (sign := self._sign()) != b"]":
            if sign == b",":
                self._at += 1
            elif sign == b"{":
                parent = self._open[-1].nested
                nested = Nested(len(self._found), parent.place if parent else None)
                if nested.place >= _MOST:
                    raise NotJson("it holds too many messages")
                self._found.append(nested)
                self._open.append(_Open(nested, self._at))
                self._at += 1
                return
            else:
                self._pass()
        self._at += 1
        self._open[-1].kept_from = self._at

    def _close(self) -> Any:
        """Take the object that ends here off, decoded."""
        self._at += 1
        closed = self._open.pop()
        closed.kept.append(self._data[closed.kept_from : self._at])
        value = decode(b"".join(closed.kept))
        if closed.nested is not None:
            closed.nested.record = value
        return value

    def _pass(self) -> None:
        """Pass one value."""
        sign = self._sign()
        if sign == b'"':
            self._match(_STRING, "a text has no end")
        elif sign not in {b"{", b"["}:
            self._match(_PLAIN, "a value is missing")
        else:
            depth = 0
            while True:
                found = _FLAT.match(self._data, self._at)
                self._at = found.end() if found else self._at
                sign = self._data[self._at : self._at + 1]
                if not sign or sign == b'"':
                    raise NotJson("it is cut short")
                depth += 1 if sign in b"{[" else -1
                self._at += 1
                if not depth:
                    return

    def _match(self, pattern: re.Pattern[bytes], otherwise: str) -> bytes:
        found = pattern.match(self._data, self._at)
        if found is None:
            raise NotJson(otherwise)
        self._at = found.end()
        return found[0]

    def _sign(self) -> bytes:
        found = _SPACE.match(self._data, self._at)
        self._at = found.end() if found else self._at
        return self._data[self._at : self._at + 1]
