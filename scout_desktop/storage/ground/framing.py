"""Lines that prove themselves: `{"h":"<hash>","o":{…}}`, as the journal and the ledger use them."""

from __future__ import annotations

import hashlib
import re
from typing import Any, Literal

from .strict import NotJson, decode, encode

_LINE = re.compile(
    rb'\s*\{\s*"h"\s*:\s*"([0-9a-f]{8})"\s*,\s*"o"\s*:\s*(\{.*\})\s*\}\s*\Z', re.DOTALL
)


def frame(value: dict[str, Any]) -> bytes:
    """Return a record as a line, with the newline."""
    text = encode(value).encode()
    return b'{"h":"%s","o":%s}\n' % (_hash(text), text)


def unframe(line: bytes) -> dict[str, Any] | Literal["torn", "damaged"]:
    """Return a line's record; `torn` for a line that has no end, `damaged` for a wrong hash."""
    found = _LINE.match(line)
    if found is None:
        return "torn"
    if _hash(found[2]) != found[1]:
        return "damaged"
    try:
        value = decode(found[2])
    except NotJson:
        return "damaged"
    return value if isinstance(value, dict) else "damaged"


def header(kind: str, **facts: str) -> bytes:
    """Return the first line of a file of frames."""
    first = {"format": f"scout-desktop/{kind}", "version": 1, "min_reader": 1, **facts}
    inner = ",".join(f"{encode(name)}:{encode(value)}" for name, value in first.items())
    return f"{{{inner}}}\n".encode()


def read_header(line: bytes) -> dict[str, Any] | None:
    """Return the first line's facts, None where the line is not a header."""
    try:
        value = decode(line)
    except NotJson:
        return None
    return value if isinstance(value, dict) and isinstance(value.get("format"), str) else None


def _hash(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest()[:8].encode()
