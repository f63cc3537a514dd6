"""Headers of BMP files, with every form of header that is in use. Pure."""

from __future__ import annotations

import struct
from typing import Final

from .info import PictureInfo, broken, found

HEADERS: Final = frozenset({12, 40, 52, 56, 64, 108, 124})
"""Lengths of the second header: OS/2 1, Windows 3 to 5 and their kin, OS/2 2."""


def is_bitmap(data: bytes) -> bool:
    """Whether it begins as a bitmap does: "BM" alone is two letters of text."""
    return data[:2] == b"BM" and int.from_bytes(data[14:18], "little") in HEADERS


def inspect_bitmap(data: bytes) -> PictureInfo:
    """May raise struct.error where the bytes are cut short."""
    (header,) = struct.unpack_from("<I", data, 14)
    if header == 12:
        width, height = struct.unpack_from("<HH", data, 18)
    else:
        width, height = struct.unpack_from("<ii", data, 18)
    if width < 1 or height == 0:
        raise broken("BMP")
    # A negative height says that the top row comes first.
    return found("BMP", width, abs(height))
