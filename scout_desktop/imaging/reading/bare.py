"""Cuts what is not picture out of the bytes before the decoder sees them.

The decoder's own reading of EXIF, text and animation blocks is code that we do not need: it warns
on stderr about odd ones and refuses pictures with long ones. Pure; damaged bytes pass as they are,
for the decoder to refuse, but for TIFF, AVIF and HEIC cut short: struct.error.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from scout_desktop.chat.picture.boxes import metadata_places
from scout_desktop.chat.picture.tiff import directory

if TYPE_CHECKING:
    from scout_desktop.chat.picture import Kind

_PNG_KEPT: Final = frozenset({b"IHDR", b"PLTE", b"tRNS", b"iCCP", b"IDAT", b"IEND"})

_TIFF_KEPT: Final = frozenset(
    {256, 257, 258, 259, 262, 266, 273, 277, 278, 279, 284, 292, 293, 317, 320, 322, 323, 324, 325,
     332, 338, 339, 347, 512, 513, 514, 515, 517, 518, 519, 520, 521, 529, 530, 531, 532, 34675}
)  # fmt: skip
"""Size, depth, packing, order and place of the pixels; palette, inks, alpha, profile."""
_TIFF_SINGLE: Final = frozenset(
    {256, 257, 259, 262, 266, 277, 278, 284, 292, 293, 317, 322, 323, 332, 512, 513, 514, 515, 531}
)
"""Of more than one number the decoder would take the first, and say so on stderr."""


def bare(data: bytes, kind: Kind) -> bytes:
    """The same picture: header, palette, transparency, colour profile and pixels."""
    if kind == "PNG":
        return _joined(data, _png_pieces(data))
    if kind == "JPEG":
        return _joined(data, _jpeg_pieces(data))
    if kind == "TIFF":
        return _first_page(data)
    if kind in {"AVIF", "HEIC"}:
        return _untold(data)
    return data


def _untold(data: bytes) -> bytes:
    """The same boxes, with the items that hold EXIF and XMP under a type that nobody reads."""
    places = metadata_places(data)
    if not places:
        return data
    changed = bytearray(data)
    for place in places:
        changed[place : place + 4] = b"skip"
    return bytes(changed)


def _first_page(data: bytes) -> bytes:
    """The same TIFF with a directory of what its pixels need, and nothing after it.

    Without its turn, too: the decoder's own would take a second whole copy.
    """
    tags = directory(data)
    if negative(data):
        here = tags.entries[262].place
        data = data[:here] + struct.pack(tags.order + "H", 1) + data[here + 2 :]
        tags = directory(data)
    wanted = sorted((tag, entry) for tag, entry in tags.entries.items() if tag in _TIFF_KEPT)
    for tag, entry in wanted:
        if entry.end > len(data) or entry.end == entry.place:
            raise struct.error(f"tag {tag} is cut short")
        if tag in _TIFF_SINGLE and tags.values(entry) != 1:
            raise struct.error(f"tag {tag} says more than one number")
    count, offset = (tags.order + part for part in ("QQ" if tags.big else "HI"))
    start = len(data) + len(data) % 2
    at = 8 if tags.big else 4
    place = struct.pack(offset, start)
    return b"".join(
        (
            data[:at],
            place,
            memoryview(data)[at + len(place) :],
            bytes(start - len(data)),
            struct.pack(count, len(wanted)),
            *(entry.written for _, entry in wanted),
            bytes(len(place)),
        )
    )


def negative(data: bytes) -> bool:
    """Whether 0 is white in this TIFF, and in a depth that the decoder does not turn over."""
    tags = directory(data)
    photometric = tags.entries.get(262)
    return (
        photometric is not None
        and photometric.kind == 3
        and tags.number(262) == 0
        and tags.number(258) > 8
    )


def _joined(data: bytes, pieces: list[slice]) -> bytes:
    if pieces == [slice(0, len(data))]:
        return data
    whole = memoryview(data)
    return b"".join([whole[piece] for piece in pieces])


def _png_pieces(data: bytes) -> list[slice]:
    pieces = [slice(0, 8)]
    at = 8
    while at + 8 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if name in _PNG_KEPT:
            if pieces[-1].stop == at:
                pieces[-1] = slice(pieces[-1].start, end)
            else:
                pieces.append(slice(at, end))
        if name == b"IEND":
            break
        at = end
    return pieces


def _jpeg_pieces(data: bytes) -> list[slice]:
    pieces = [slice(0, 2)]
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and 0xC0 <= data[at + 1] <= 0xFE:
        marker = data[at + 1]
        (length,) = struct.unpack_from(">H", data, at + 2)
        if marker == 0xDA or length < 2:
            break
        end = at + 2 + length
        profile = marker == 0xE2 and data[at + 4 : at + 16] == b"ICC_PROFILE\0"
        # APP14 says how CMYK and RGB are stored; all other application blocks are metadata.
        if profile or not (marker == 0xFE or (0xE1 <= marker <= 0xEF and marker != 0xEE)):
            pieces.append(slice(at, end))
        at = end
    return [*pieces, slice(at, len(data))]
