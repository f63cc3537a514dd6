"""Type and size of a picture from its own bytes; its name is never asked. Pure, nothing is decoded.

Takes PNG, JPEG, WebP and GIF; says by name what else it recognises. The size is the one shown:
after the turn that the EXIF orientation asks for, in every format that can carry one.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import Final, Literal

from scout_desktop.chat.errors import PictureUnreadable
from scout_desktop.chat.foreign_pictures import refusal

Kind = Literal["PNG", "JPEG", "WebP", "GIF"]
Orientation = Literal[1, 2, 3, 4, 5, 6, 7, 8]

MIME_OF: Final[dict[Kind, str]] = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "WebP": "image/webp",
    "GIF": "image/gif",
}
EXTENSION_OF: Final[dict[str, str]] = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "image/gif": "gif",
}
"""The fixed table for names in the media folder (format.md), without the dot."""


@dataclass(frozen=True, slots=True)
class PictureInfo:
    """What the header says. `width` and `height` are in pixels, as the picture is shown."""

    kind: Kind
    width: int
    height: int
    orientation: Orientation
    """EXIF orientation of the stored pixels; 1 is upright."""
    animated: bool

    @property
    def mime(self) -> str:
        """Media type, for example image/png."""
        return MIME_OF[self.kind]

    @property
    def stored_size(self) -> tuple[int, int]:
        """Width and height of the pixels as they are stored, before the turn."""
        return _turned(self.width, self.height, self.orientation)

    @property
    def pixels(self) -> int:
        """Number of pixels."""
        return self.width * self.height


def inspect(data: bytes) -> PictureInfo:
    """Type and size of a picture.

    PictureRefused for a format that is known and not taken, PictureUnreadable for empty, cut
    short or unknown bytes.
    """
    kind = kind_of(data)
    try:
        if kind == "PNG":
            return _inspect_png(data)
        if kind == "JPEG":
            return _inspect_jpeg(data)
        if kind == "WebP":
            return _inspect_webp(data)
        return _inspect_gif(data)
    except (struct.error, IndexError) as cut:
        raise _broken(kind) from cut


def kind_of(data: bytes) -> Kind:
    """The kind of a picture from its first bytes; raises as `inspect` does."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    raise refusal(data)


def _info(
    kind: Kind, width: int, height: int, orientation: Orientation = 1, *, animated: bool = False
) -> PictureInfo:
    if width < 1 or height < 1:
        raise _broken(kind)
    width, height = _turned(width, height, orientation)
    return PictureInfo(kind, width, height, orientation, animated)


def _turned(width: int, height: int, orientation: Orientation) -> tuple[int, int]:
    return (height, width) if orientation >= 5 else (width, height)


def _inspect_png(data: bytes) -> PictureInfo:
    length, name, width, height = struct.unpack_from(">I4sII", data, 8)
    if name != b"IHDR" or length != 13:
        raise _broken("PNG")
    orientation: Orientation = 1
    animated = False
    at = 8
    while at + 8 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        if name == b"acTL":
            animated = True
        elif name == b"eXIf":
            orientation = _orientation(data[at + 8 : at + 8 + length])
        elif name == b"IEND":
            break
        at += 12 + length
    return _info("PNG", width, height, orientation, animated=animated)


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


def _inspect_jpeg(data: bytes) -> PictureInfo:
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
            orientation = _orientation(data[at + 8 : at + length])
        at += length
    if size is None:
        raise _broken("JPEG")
    return _info("JPEG", *size, orientation or 1)


def _inspect_webp(data: bytes) -> PictureInfo:
    first = data[12:16]
    if first == b"VP8 ":
        if data[23:26] != b"\x9d\x01\x2a":
            raise _broken("WebP")
        width, height = struct.unpack_from("<HH", data, 26)
        return _info("WebP", width & 0x3FFF, height & 0x3FFF)
    if first == b"VP8L":
        if data[20] != 0x2F:
            raise _broken("WebP")
        (packed,) = struct.unpack_from("<I", data, 21)
        return _info("WebP", (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1)
    if first != b"VP8X":
        raise _broken("WebP")
    (flags,) = struct.unpack_from("<B", data, 20)
    width = int.from_bytes(data[24:27], "little") + 1
    height = int.from_bytes(data[27:30], "little") + 1
    if len(data) < 30:
        raise _broken("WebP")
    orientation: Orientation = 1
    at = 12
    while at + 8 <= len(data):
        name, length = struct.unpack_from("<4sI", data, at)
        if name == b"EXIF":
            orientation = _orientation(data[at + 8 : at + 8 + length])
        at += 8 + length + length % 2
    return _info("WebP", width, height, orientation, animated=bool(flags & 2))


def _inspect_gif(data: bytes) -> PictureInfo:
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
    return _info("GIF", width, height, animated=frames > 1)


def _after_sub_blocks(data: bytes, at: int) -> int:
    while at < len(data) and data[at]:
        at += 1 + data[at]
    return at + 1


def _orientation(tiff: bytes) -> Orientation:
    """Orientation in an EXIF block that starts at its TIFF header; 1 when there is none."""
    tiff = tiff.removeprefix(b"Exif\0\0")
    order: Literal["<", ">"] = "<" if tiff[:2] == b"II" else ">"
    try:
        magic, at = struct.unpack_from(order + "HI", tiff, 2)
        if magic != 42 or tiff[:2] not in {b"II", b"MM"}:
            return 1
        (entries,) = struct.unpack_from(order + "H", tiff, at)
        for entry in range(entries):
            tag, form, _, value = struct.unpack_from(order + "HHIH", tiff, at + 2 + 12 * entry)
            if tag == 0x0112 and form == 3:
                return value if value in {1, 2, 3, 4, 5, 6, 7, 8} else 1
    except struct.error:
        return 1  # a damaged EXIF block does not spoil the picture
    return 1


def _broken(kind: Kind) -> PictureUnreadable:
    return PictureUnreadable(
        f"This {kind} picture is damaged or cut short.",
        "Open it in another program and save it again, or choose another file.",
    )
