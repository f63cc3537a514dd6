"""Tells what a picture is from its own bytes; its name is never asked."""

from __future__ import annotations

import struct

from .bitmap import inspect_bitmap, is_bitmap
from .boxes import brands, inspect_boxes
from .info import Kind, PictureInfo, broken
from .refused import refusal
from .tiff import inspect_tiff
from .web import inspect_gif, inspect_jpeg, inspect_png, inspect_webp

_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


def inspect(data: bytes) -> PictureInfo:
    """Type and size of a picture.

    PictureRefused for a format that is known and not taken, PictureUnreadable for empty, cut
    short or unknown bytes. A document is refused here; `is_document` tells it.
    """
    kind = kind_of(data)
    try:
        if kind in {"AVIF", "HEIC"}:
            return inspect_boxes(data, "AVIF" if kind == "AVIF" else "HEIC")
        return _READERS[kind](data)
    except (struct.error, IndexError) as cut:
        raise broken(kind) from cut


_READERS = {
    "PNG": inspect_png,
    "JPEG": inspect_jpeg,
    "WebP": inspect_webp,
    "GIF": inspect_gif,
    "BMP": inspect_bitmap,
    "TIFF": inspect_tiff,
}


def kind_of(data: bytes) -> Kind:
    """The kind of a picture from its first bytes; raises as `inspect` does."""
    kind = _known(data)
    if kind is None:
        raise refusal(data)
    return kind


def is_document(data: bytes) -> bool:
    """Whether this is a PDF document, whose pages can be pictures."""
    return b"%PDF-" in data[:1024] and _known(data) is None


def _known(data: bytes) -> Kind | None:
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if data.startswith(_TIFF) and data[8:10] != b"CR":
        return "TIFF"
    if is_bitmap(data):
        return "BMP"
    names = set(brands(data))
    if names & {b"avif", b"avis"}:
        return "AVIF"
    return "HEIC" if names & _HEIC else None
