"""Headers of the four kinds that the service takes: PNG, JPEG, WebP and GIF. Pure.

Each function takes whole bytes of its kind, and may raise struct.error or IndexError where they
are cut short.
"""

from __future__ import annotations

import re
import struct
from typing import Final

from .info import UNSAID, Orientation, PictureInfo, broken, found
from .tiff import orientation_in


def inspect_png(data: bytes) -> PictureInfo:
    """Its first chunk and those that say how to show it."""
    length, name, width, height = struct.unpack_from(">I4sII", data, 8)
    if name != b"IHDR" or length != 13:
        raise broken("PNG")
    orientation: Orientation = 1
    animated = False
    colours = (UNSAID, UNSAID)
    at = 8
    while at + 8 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        if name == b"acTL":
            animated = True
        elif name == b"eXIf":
            orientation = orientation_in(data[at + 8 : at + 8 + length])
        elif name == b"cICP" and length == 4 and at + 12 <= len(data):
            colours = (data[at + 8], data[at + 9])
        elif name == b"IEND":
            break
        at += 12 + length
    return found("PNG", width, height, orientation, animated=animated, colours=colours)


_FILL: Final = re.compile(rb"\xff*")


def _next_marker(data: bytes, at: int) -> tuple[int, int]:
    """The next JPEG marker from `at` and where its content begins; 0 at the end.

    Stray bytes before a marker and fill bytes in it are skipped, as every decoder does.
    """
    while (at := data.find(b"\xff", at)) >= 0:
        run = _FILL.match(data, at)
        at = run.end() if run else at + 1
        if at < len(data) and data[at]:
            return data[at], at + 1
    return 0, len(data)


def inspect_jpeg(data: bytes) -> PictureInfo:
    """Its frame, and the orientation of its EXIF block."""
    # All of SOF0 to SOF15 but DHT (C4), JPG (C8) and DAC (CC), which share the range.
    frames = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
    size: tuple[int, int] | None = None
    orientation: Orientation | None = None
    at = 2
    while True:
        marker, at = _next_marker(data, at)
        if marker == 0x01 or 0xD0 <= marker <= 0xD8:
            continue  # markers without content
        if marker in {0x00, 0xD9, 0xDA}:
            break
        (length,) = struct.unpack_from(">H", data, at)
        if marker in frames:
            height, width = struct.unpack_from(">HH", data, at + 3)
            size = (width, height)
        elif marker == 0xE1 and orientation is None and data[at + 2 : at + 8] == b"Exif\0\0":
            orientation = orientation_in(data[at + 8 : at + length])
        at += length
    if size is None:
        raise broken("JPEG")
    return found("JPEG", *size, orientation or 1)


def inspect_webp(data: bytes) -> PictureInfo:
    """Any of the three forms of WebP."""
    first = data[12:16]
    if first == b"VP8 ":
        if data[23:26] != b"\x9d\x01\x2a":
            raise broken("WebP")
        width, height = struct.unpack_from("<HH", data, 26)
        return found("WebP", width & 0x3FFF, height & 0x3FFF)
    if first == b"VP8L":
        if data[20] != 0x2F:
            raise broken("WebP")
        (packed,) = struct.unpack_from("<I", data, 21)
        return found("WebP", (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1)
    if first != b"VP8X":
        raise broken("WebP")
    (flags,) = struct.unpack_from("<B", data, 20)
    width = int.from_bytes(data[24:27], "little") + 1
    height = int.from_bytes(data[27:30], "little") + 1
    if len(data) < 30:
        raise broken("WebP")
    orientation: Orientation = 1
    at = 12
    while at + 8 <= len(data):
        name, length = struct.unpack_from("<4sI", data, at)
        if name == b"EXIF":
            orientation = orientation_in(data[at + 8 : at + 8 + length])
        at += 8 + length + length % 2
    return found("WebP", width, height, orientation, animated=bool(flags & 2))


def inspect_gif(data: bytes) -> PictureInfo:
    """The screen, enlarged by a first frame that sticks out."""
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    at = 13 + (3 << (flags & 7) + 1 if flags & 0x80 else 0)
    frames = 0
    while at < len(data) and frames < 2:
        block = data[at]
        if block == 0x21:
            at = _after_sub_blocks(data, at + 2)
        elif block == 0x2C and at + 10 <= len(data):
            left, top, across, down, local = struct.unpack_from("<HHHHB", data, at + 1)
            frames += 1
            if frames == 1:
                # A first frame may stick out of the screen; decoders then enlarge the screen.
                width, height = max(width, left + across), max(height, top + down)
            at = _after_sub_blocks(data, at + 11 + (3 << (local & 7) + 1 if local & 0x80 else 0))
        else:
            break
    return found("GIF", width, height, animated=frames > 1)


def _after_sub_blocks(data: bytes, at: int) -> int:
    while at < len(data) and data[at]:
        at += 1 + data[at]
    return at + 1
