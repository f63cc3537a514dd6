"""Cuts what is not picture out of PNG and JPEG bytes before the decoder sees them.

The decoder's own reading of EXIF, text and animation blocks is code that we do not need: it warns
on stderr about odd ones and refuses pictures with long ones. Pure; damaged bytes pass as they are,
for the decoder to refuse.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from scout_desktop.chat.picture.tiff import ORIENTATION, directory

if TYPE_CHECKING:
    from scout_desktop.chat.picture import Kind

_PNG_KEPT: Final = frozenset({b"IHDR", b"PLTE", b"tRNS", b"iCCP", b"IDAT", b"IEND"})


def bare(data: bytes, kind: Kind) -> bytes:
    """The same picture: header, palette, transparency, colour profile and pixels."""
    if kind == "PNG":
        return _joined(data, _png_pieces(data))
    if kind == "JPEG":
        return _joined(data, _jpeg_pieces(data))
    if kind == "TIFF":
        return _as_stored(data)
    return data


def _as_stored(data: bytes) -> bytes:
    """The same TIFF without its turn: the decoder's own would take a second whole copy."""
    tags = directory(data)
    if ORIENTATION not in tags.numbers:
        return data
    place, _ = tags.numbers[ORIENTATION]
    return data[:place] + struct.pack(tags.order + "H", 1) + data[place + 2 :]


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
