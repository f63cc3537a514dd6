"""Says by name which picture formats are recognised and not taken, and what to do instead. Pure."""

from __future__ import annotations

import re
from typing import Final

from scout_desktop.chat.errors import PictureRefused, PictureUnreadable

_EXPORT: Final = "Export it as JPEG or PNG and add that file."


def refusal(data: bytes) -> PictureRefused | PictureUnreadable:
    """The error for bytes that are none of the four kinds taken."""
    if not data:
        return PictureUnreadable(
            "This file is empty.", "Check that it was copied or downloaded completely."
        )
    name = _foreign_kind(data)
    if name == "HEIC":
        return PictureRefused(
            "This is an iPhone photo in HEIC format, which is not supported yet.",
            "Export it as JPEG and add that file.",
        )
    if name == "SVG":
        return PictureRefused(
            "This is an SVG drawing, which can refer to other files and is not opened.", _EXPORT
        )
    if name == "PDF":
        return PictureRefused(
            "This is a PDF document, not a picture.",
            "Export the page as PNG or JPEG and add that file.",
        )
    if name:
        return PictureRefused(f"{name} pictures are not supported.", _EXPORT)
    return PictureUnreadable(
        "This file is not a picture that Scout Desktop can read.",
        "Choose a PNG, JPEG, WebP or GIF picture.",
    )


_FOREIGN: Final[tuple[tuple[bytes, str], ...]] = (
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),
    (b"MM\0+", "TIFF"),
    (b"%PDF-", "PDF"),
    (b"8BPS", "Photoshop"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\0\0\0\x0cJXL ", "JPEG XL"),
    (b"\0\0\0\x0cjP  ", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"\0\0\x01\0", "Icon (ICO)"),
)


def _foreign_kind(data: bytes) -> str:
    for magic, name in _FOREIGN:
        if data.startswith(magic):
            return name
    # "BM" alone is two letters of text; a bitmap has four zero bytes of its own behind its size.
    if data[:2] == b"BM" and data[6:10] == b"\0\0\0\0":
        return "BMP"
    if data[4:8] == b"ftyp":
        size = min(int.from_bytes(data[:4], "big"), 256)
        brands = {data[at : at + 4] for at in (8, *range(16, size, 4))}
        if brands & {b"avif", b"avis"}:
            return "AVIF"
        if brands & {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}:
            return "HEIC"
    if b"%PDF-" in data[:1024]:
        return "PDF"
    return "SVG" if _is_svg(data[:4096]) else ""


# What may stand before the root element; possessive, so that no text can make it slow.
_SVG: Final = re.compile(
    r"(?>\s+|<\?.*?\?>|<!--.*?-->)*+<(?:!DOCTYPE\s+svg|(?:[\w.-]+:)?svg)[\s>/]", re.DOTALL | re.I
)


def _is_svg(head: bytes) -> bool:
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return bool(_SVG.match(head.decode("utf-16" if wide else "utf-8-sig", "replace")))
