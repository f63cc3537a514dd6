"""Tells a picture that provably holds nothing but pixels, and what is needed to paint them. Pure.

Every piece of the file has to be one that is known, of the length it must have, and nothing may
stand before, between or behind them. Whatever is not understood makes a picture one that is not
plain: it is made anew before it leaves this computer. What the pixels themselves say is not asked.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from typing import Final

from .info import Kind


def plain_kind(data: bytes) -> Kind | None:
    """Return the kind of a picture that is plain; None for any other, whatever is wrong with it."""
    for kind, is_plain in _WALKS.items():
        try:
            if is_plain(data):
                return kind
        except (struct.error, IndexError):
            continue
    return None


_FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2})
"""Sequential and progressive pictures; the rare others are made anew."""
_NEXT: Final = re.compile(rb"\xff[^\x00\xd0-\xd7]", re.DOTALL)
"""The end of coded pixels: a marker that is neither a stuffed byte nor a restart."""


def _is_plain_jpeg(data: bytes) -> bool:
    if not data.startswith(b"\xff\xd8\xff"):
        return False
    at, frames, scans = 2, 0, 0
    while data[at] == 0xFF:
        marker = data[at + 1]
        at += 2
        if marker == 0xD9:
            return at == len(data) and frames == 1 and scans > 0
        (length,) = struct.unpack_from(">H", data, at)
        said = data[at + 2 : at + length]
        if length < 2 or len(said) != length - 2:
            return False
        at += length
        if marker == 0xDA:
            scans += 1
            if len(said) != 4 + 2 * said[0] or (found := _NEXT.search(data, at)) is None:
                return False
            at = found.start()
        elif marker in _FRAMES:
            frames += 1
            if len(said) != 6 + 3 * said[5]:
                return False
        elif marker not in _SEGMENTS or not _SEGMENTS[marker](said):
            return False
    return False


def _is_bare_jfif(said: bytes) -> bool:
    """Without the small picture that it may hold."""
    return len(said) == 14 and said.startswith(b"JFIF\0") and said[12:] == b"\0\0"


def _is_adobe(said: bytes) -> bool:
    """The four numbers that say how the colours are stored."""
    return len(said) == 12 and said.startswith(b"Adobe")


def _is_quantizers(said: bytes) -> bool:
    at = 0
    while at < len(said):
        at += 129 if said[at] >> 4 else 65
    return at == len(said)


def _is_codes(said: bytes) -> bool:
    at = 0
    while at < len(said):
        counts = said[at + 1 : at + 17]
        if len(counts) < 16:
            return False
        at += 17 + sum(counts)
    return at == len(said)


_SEGMENTS: Final[dict[int, Callable[[bytes], bool]]] = {
    0xC4: _is_codes,
    0xDB: _is_quantizers,
    0xDD: lambda said: len(said) == 2,
    0xE0: _is_bare_jfif,
    0xEE: _is_adobe,
}

_CHUNKS: Final[dict[bytes, range]] = {
    b"IHDR": range(13, 14),
    b"PLTE": range(3, 769, 3),
    b"IDAT": range(2**31),
    b"IEND": range(1),
    b"tRNS": range(1, 257),
    b"gAMA": range(4, 5),
    b"cHRM": range(32, 33),
    b"sRGB": range(1, 2),
    b"sBIT": range(1, 5),
    b"pHYs": range(9, 10),
}
"""Names of the chunks of a PNG that are known, and how long each may be."""


def _is_plain_png(data: bytes) -> bool:
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        return False
    at, seen = 8, set[bytes]()
    while b"IEND" not in seen:
        length, name = struct.unpack_from(">I4s", data, at)
        twice = name in seen and name != b"IDAT"
        if length not in _CHUNKS.get(name, ()) or twice or not (seen or name == b"IHDR"):
            return False
        seen.add(name)
        at += 12 + length
    return at == len(data) and b"IDAT" in seen


def _is_plain_webp(data: bytes) -> bool:
    form, length, name = struct.unpack_from("<4sI4s", data)
    if (form, name) != (b"RIFF", b"WEBP") or length != len(data) - 8:
        return False
    at, seen = 12, list[bytes]()
    while at < len(data):
        name, length = struct.unpack_from("<4sI", data, at)
        if name == b"VP8X" and (
            length != 10 or data[at + 8] & ~0x10 or any(data[at + 9 : at + 12])
        ):
            return False
        if length % 2 and data[at + 8 + length]:
            return False
        seen.append(name)
        at += 8 + length + length % 2
    return at == len(data) and tuple(seen) in _WEBP


_WEBP: Final = frozenset(
    {
        (b"VP8 ",),
        (b"VP8L",),
        (b"VP8X", b"VP8 "),
        (b"VP8X", b"VP8L"),
        (b"VP8X", b"ALPH", b"VP8 "),
    }
)
"""The chunks of a WebP that is one picture and no more."""

_WALKS: Final[dict[Kind, Callable[[bytes], bool]]] = {
    "JPEG": _is_plain_jpeg,
    "PNG": _is_plain_png,
    "WebP": _is_plain_webp,
}
