"""Headers of TIFF files and of EXIF blocks, which are small ones; also BigTIFF. Pure.

`inspect_tiff` may raise struct.error where the bytes are cut short; `orientation_in` never raises.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final, cast

from scout_desktop.chat.errors import PictureRefused

from .info import Orientation, PictureInfo, broken, found

ORIENTATION: Final = 274
_SIZES: Final = {
    1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4,
    16: 8, 17: 8, 18: 8,
}  # fmt: skip
"""Bytes of a value by its type."""
_WHOLE: Final = {1: "B", 3: "H", 4: "I", 16: "Q"}
"""Types of whole numbers: byte, short, long, long of BigTIFF."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a directory says of one tag. Bytes `place` to `end` hold it, if the file has them."""

    written: bytes
    """The entry as it stands in the directory."""
    kind: int
    place: int
    end: int


@dataclass(frozen=True, slots=True)
class Directory:
    """The first picture of a file and what is said of it."""

    order: str
    """"<" or ">", as in `struct`."""
    big: bool
    """BigTIFF, with places of eight bytes instead of four."""
    entries: dict[int, Entry]
    numbers: dict[int, int]
    """Of the tags that hold whole numbers, the first."""
    more: bool
    """Another directory (page) follows."""

    def number(self, tag: int, otherwise: int = 0) -> int:
        """The number of a tag."""
        return self.numbers.get(tag, otherwise)

    def values(self, entry: Entry) -> int:
        """How many values a tag has."""
        return (entry.end - entry.place) // _SIZES.get(entry.kind, 1)


def directory(data: bytes) -> Directory:
    """Read the first directory. struct.error where it is cut short or no TIFF."""
    order = {b"II": "<", b"MM": ">"}.get(data[:2], "")
    (magic,) = struct.unpack_from(f"{order}H", data, 2)
    if not order or magic not in {42, 43}:
        raise struct.error("not a TIFF header")
    big = magic == 43
    offset = order + ("Q" if big else "I")
    (at,) = struct.unpack_from(offset, data, 8 if big else 4)
    (count,) = struct.unpack_from(order + ("Q" if big else "H"), data, at)
    at += 8 if big else 2
    size, inline = (20, 8) if big else (12, 4)
    if count > len(data) // size:
        raise struct.error("more entries than bytes")
    entries: dict[int, Entry] = {}
    numbers: dict[int, int] = {}
    for here in range(at, at + count * size, size):
        tag, kind = struct.unpack_from(order + "HH", data, here)
        (values,) = struct.unpack_from(offset, data, here + 4)
        place = here + size - inline
        length = values * _SIZES.get(kind, 0)
        if length > inline:
            (place,) = struct.unpack_from(offset, data, place)
        entries[tag] = Entry(data[here : here + size], kind, place, place + length)
        if kind in _WHOLE and values and place + _SIZES[kind] <= len(data):
            (numbers[tag],) = struct.unpack_from(order + _WHOLE[kind], data, place)
    end = at + count * size
    # Some writers of EXIF leave out that nothing follows.
    more = any(data[end : end + inline])
    return Directory(order, big, entries, numbers, more)


def orientation_in(exif: bytes) -> Orientation:
    """Orientation in an EXIF block that starts at its TIFF header; 1 when there is none."""
    try:
        return _orientation(directory(exif.removeprefix(b"Exif\0\0")))
    except struct.error:
        return 1  # a damaged EXIF block does not spoil the picture


def _orientation(tags: Directory) -> Orientation:
    value = tags.number(ORIENTATION, 1)
    return cast("Orientation", value) if 1 <= value <= 8 else 1


def inspect_tiff(data: bytes) -> PictureInfo:
    """The first page; PictureRefused for a camera's raw file, which is a TIFF of a thumbnail."""
    tags = directory(data)
    if 50706 in tags.numbers or (tags.number(254) & 1 and 330 in tags.numbers):
        raise camera_raw()
    width, height = tags.number(256), tags.number(257)
    if width < 1 or height < 1:
        raise broken("TIFF")
    return found("TIFF", width, height, _orientation(tags), animated=tags.more)


def camera_raw() -> PictureRefused:
    """The error for what a camera's sensor saw, in any of its makers' formats."""
    return PictureRefused(
        "This is a camera's raw file, which has to be developed first.",
        "Export it as JPEG or PNG and add that file.",
    )
