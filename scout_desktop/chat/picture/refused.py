"""Says by name which formats are recognised and not taken, and what to do instead. Pure."""

from __future__ import annotations

import re
import zlib
from typing import Final

from scout_desktop.chat.errors import PictureRefused, PictureUnreadable

from .boxes import brands
from .tiff import camera_raw

_EXPORT: Final = "Export it as JPEG or PNG and add that file."


def refusal(data: bytes) -> PictureRefused | PictureUnreadable:
    """The error for bytes that are none of the kinds taken."""
    if not data:
        return PictureUnreadable(
            "This file is empty.", "Check that it was copied or downloaded completely."
        )
    name = _foreign_kind(data)
    if name == "SVG":
        return PictureRefused(
            "This is an SVG drawing, which can refer to other files and is not opened.", _EXPORT
        )
    if name == "PDF":
        return PictureRefused(
            "This is a PDF document, not a picture.",
            "Choose pages of it in the page picker; each is added as a picture.",
        )
    if name == "raw":
        return camera_raw()
    if name:
        return PictureRefused(f"{name} pictures are not supported.", _EXPORT)
    return PictureUnreadable(
        "This file is not a picture that Scout Desktop can read.",
        "Choose a PNG, JPEG, WebP, GIF, BMP, TIFF, AVIF or HEIC picture, or a PDF document.",
    )


_FOREIGN: Final[tuple[tuple[bytes, str], ...]] = (
    (b"II*\0", "raw"),  # those that are TIFF pictures have been recognised before
    (b"IIRO", "raw"),
    (b"IIRS", "raw"),
    (b"IIU\0", "raw"),
    (b"FUJIFILMCCD-RAW", "raw"),
    (b"8BPS", "Photoshop"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\0\0\0\x0cJXL ", "JPEG XL"),
    (b"\0\0\0\x0cjP  ", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"\0\0\1\0", "Icon (ICO)"),
)


def _foreign_kind(data: bytes) -> str:
    for magic, name in _FOREIGN:
        if data.startswith(magic):
            return name
    if b"crx " in brands(data):
        return "raw"
    if b"%PDF-" in data[:1024]:
        return "PDF"
    return "SVG" if _is_svg(_unzipped(data)) else ""


_HEAD: Final = 65_536
# What may stand before the root element; possessive, so that no text can make it slow.
_SVG: Final = re.compile(
    r"(?>\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?!\s+svg)[^>\[]*+(?:\[[^\]]*+\]\s*)?>)*+"
    r"<(?:!DOCTYPE\s+svg|(?:[\w.-]+:)?svg)[\s>/]",
    re.DOTALL | re.IGNORECASE,
)


def _unzipped(data: bytes) -> bytes:
    """The beginning of what is in a gzip file (SVGZ), else of the bytes themselves."""
    if not data.startswith(b"\x1f\x8b"):
        return data[:_HEAD]
    try:
        return zlib.decompressobj(31).decompress(data, _HEAD)
    except zlib.error:
        return b""


def _is_svg(head: bytes) -> bool:
    coding = "utf-8-sig"
    for begin, name in (
        (b"\xff\xfe\0\0", "utf-32"),
        (b"\0\0\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
        (b"<\0", "utf-16-le"),
        (b"\0<", "utf-16-be"),
    ):
        if head.startswith(begin):
            coding = name
            break
    return bool(_SVG.match(head.decode(coding, "replace")))
