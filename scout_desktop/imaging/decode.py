"""From the bytes of a picture to upright, opaque sRGB pixels of a wanted size, and nothing else.

What comes back is a fresh image: pixels painted on an empty canvas, so that no EXIF, GPS, XMP,
text, comment, thumbnail or profile can come along. Whatever Pillow raises about a broken picture
leaves as PictureUnreadable, in one place.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Final

from scout_desktop.chat.errors import PictureUnreadable
from scout_desktop.imaging.abandoned import Abandoned
from scout_desktop.imaging.reading.bare import bare, negative
from scout_desktop.imaging.reading.colours import opaque, to_srgb
from scout_desktop.imaging.reading.readers import Box, Watched, load

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image

    from scout_desktop.chat.picture import PictureInfo
    from scout_desktop.chat.recipe import Crop

__all__ = ["Abandoned", "decode"]

_MANY_WAYS: Final = frozenset({"BMP", "TIFF", "AVIF", "HEIC"})
"""Formats with more ways to store pixels than any program knows."""


def decode(
    data: bytes,
    info: PictureInfo,
    size: tuple[int, int],
    crop: Crop | None = None,
    *,
    cancelled: Callable[[], bool] | None = None,
    page: int = 0,
) -> Image.Image:
    """Pixels of the picture, mode RGB or L, upright and of exactly `size` (width, height).

    `info` is what `look` said about the same bytes. `crop` is the part that is wanted, in pixels
    of the whole picture as it is shown; None is all of it, and what sticks out is cut off. `page`
    (from 1) is one of a document. PictureUnreadable when the bytes are broken, Abandoned as soon
    as `cancelled` says so, in the middle of decoding too where the decoder asks for bytes bit by
    bit (all but WebP, AVIF and HEIC).
    """
    if page:
        from scout_desktop.imaging.documents import render_page

        return render_page(data, page, size, crop, cancelled)
    try:
        source = Watched(bare(data, info.kind), cancelled)
        stored_size = (size[1], size[0]) if info.orientation >= 5 else size
        loaded = load(source, info, stored_size, _stored_part(info, crop))
        source.check()
        image = opaque(loaded.image)
        if info.kind == "TIFF" and negative(data):
            image = image.point([255 - value for value in range(256)] * len(image.getbands()))
        profile, part = loaded.profile, loaded.part
        del loaded
        if image.size != stored_size or part != (0, 0, *stored_size):
            from PIL import Image

            image = image.resize(stored_size, Image.Resampling.LANCZOS, box=part)
        source.check()
        image = to_srgb(image, profile, (info.primaries, info.transfer))
        image = _upright(image, info.orientation)
        return _fresh(image)
    except (
        OSError,
        SyntaxError,
        ValueError,
        TypeError,
        IndexError,
        KeyError,
        EOFError,
        ArithmeticError,
        MemoryError,
        RuntimeError,
        struct.error,
        zlib.error,
    ) as broken:
        raise PictureUnreadable(
            f"This {info.kind} picture is damaged or cut short"
            + (", or stored in a rare way." if info.kind in _MANY_WAYS else "."),
            "Open it in another program and save it again, or choose another file.",
            detail=f"{type(broken).__name__}: {broken}",
        ) from broken


def _stored_part(info: PictureInfo, crop: Crop | None) -> Box:
    """The part wanted, in the pixels as they are stored: before the turn."""
    width, height = info.width, info.height
    left, top, right, bottom = 0, 0, width, height
    if crop is not None:
        left, top = min(crop.left, width - 1), min(crop.top, height - 1)
        right, bottom = min(crop.left + crop.width, width), min(crop.top + crop.height, height)
    if info.orientation in {2, 3, 6, 7}:
        left, right = width - right, width - left
    if info.orientation in {3, 4, 7, 8}:
        top, bottom = height - bottom, height - top
    return (left, top, right, bottom) if info.orientation < 5 else (top, left, bottom, right)


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    from PIL import Image

    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    turn = turns.get(orientation)
    return image if turn is None else image.transpose(turn)


def _fresh(image: Image.Image) -> Image.Image:
    from PIL import Image

    fresh = Image.new(image.mode, image.size)
    fresh.paste(image)
    return fresh
