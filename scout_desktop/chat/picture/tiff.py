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
_FORMS: Final = {1: "B", 3: "H", 4: "I", 16: "Q"}
"""Types of whole numbers: byte, short, long, long of BigTIFF."""


@dataclass(frozen=True, slots=True)
class Directory:
    """The first picture's tags that hold one whole number: tag to (where it is in the file, it)."""

    numbers: dict[int, tuple[int, int]]
    order: str
    """"<" or ">", as in `struct`."""
    more: bool
    """Another directory (page) follows."""

    def number(self, tag: int, otherwise: int = 0) -> int:
        """The number of a tag."""
        return self.numbers.get(tag, (0, otherwise))[1]


def directory(data: bytes) -> Directory:
    """Read the first directory. struct.error where it is cut short or no TIFF."""
    order = {b"II": "<", b"MM": ">"}.get(data[:2], "")
    (magic,) = struct.unpack_from(f"{order}H", data, 2)
    if not order or magic not in {42, 43}:
        raise struct.error("not a TIFF header")
    big = magic == 43
    (at,) = struct.unpack_from(order + ("Q" if big else "I"), data, 8 if big else 4)
    (entries,) = struct.unpack_from(order + ("Q" if big else "H"), data, at)
    at += 8 if big else 2
    form, size, inline = ("HHQ", 20, 8) if big else ("HHI", 12, 4)
    if entries > len(data) // size:
        raise struct.error("more entries than bytes")
    numbers: dict[int, tuple[int, int]] = {}
    for entry in range(entries):
        place = at + entry * size
        tag, kind, count = struct.unpack_from(order + form, data, place)
        letter = _FORMS.get(kind)
        if letter is None or count < 1:
            continue
        place += size - inline
        if struct.calcsize(f"<{letter}") * count > inline:
            (place,) = struct.unpack_from(order + ("Q" if big else "I"), data, place)
        if place + struct.calcsize(f"<{letter}") <= len(data):
            numbers[tag] = (place, struct.unpack_from(order + letter, data, place)[0])
    # Some writers of EXIF leave out that nothing follows.
    following = data[at + entries * size : at + entries * size + (8 if big else 4)]
    return Directory(numbers, order, more=any(following))


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
