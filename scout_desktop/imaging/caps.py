"""How large a picture may be, in bytes and pixels, and the sentences for larger ones. Pure.

What counts is memory: no picture may take more than 400 MB at its peak. A decoder's share was
measured for each kind, at 24 and 40 million pixels (VmHWM of a process that decodes one).
"""

from __future__ import annotations

import struct
from typing import Final

from scout_desktop.chat.errors import PictureTooLarge, PictureUnreadable
from scout_desktop.chat.picture import PictureInfo
from scout_desktop.chat.picture.coded import coded
from scout_desktop.chat.picture.tiff import directory

MAX_BYTES: Final = 25_000_000
"""Largest picture file."""
MAX_PIXELS: Final = 40_000_000
"""Most pixels decoded."""
MAX_WEBP_PIXELS: Final = 20_000_000
"""WebP's decoder takes 16 bytes a pixel instead of 4, so it reaches our memory bound sooner."""
_MEMORY: Final = 330_000_000
"""Bytes for a decoder; 45 million are Python and Pillow, 25 million the file."""


def file_too_large(size: int) -> PictureTooLarge:
    """The sentence for a file of `size` bytes."""
    return PictureTooLarge(
        f"This file has {_millions(size)} MB. "
        f"Scout Desktop takes up to {MAX_BYTES // 1_000_000} MB.",
        "Save it as JPEG or in a smaller size, and add that.",
    )


def check_pixels(info: PictureInfo, data: bytes) -> None:
    """Raise PictureTooLarge for a picture whose decoder would need more memory than we grant.

    PictureUnreadable where its header does not say how much that is.
    """
    try:
        cap, memory = _most_pixels(info, data)
    except (struct.error, IndexError) as cut:
        raise PictureUnreadable(
            f"This {info.kind} picture is damaged or cut short.",
            "Open it in another program and save it again, or choose another file.",
            detail=str(cut),
        ) from cut
    if info.pixels > cap:
        kind = "A picture" if cap == MAX_PIXELS else f"{_named(info.kind)} picture like this"
        raise PictureTooLarge(
            f"This picture has {_millions(info.pixels)} million pixels "
            f"({info.width} × {info.height}). {kind} may have at most {cap // 1_000_000} million.",
            "Reduce it or cut out the part that matters, and add that.",
        )
    if memory > _MEMORY:
        raise PictureTooLarge(
            f"This {info.kind} picture would take {_millions(memory)} MB of memory, "
            f"and {_MEMORY // 1_000_000} MB is the most.",
            "Save it as JPEG or PNG in another program, and add that.",
        )


def _most_pixels(info: PictureInfo, data: bytes) -> tuple[int, int]:
    """Pixels that a picture of this kind may have, and the bytes that this one takes."""
    if info.kind == "WebP":
        return MAX_WEBP_PIXELS, 0
    if info.kind == "TIFF":
        return MAX_PIXELS, _tiff_memory(info, data)
    if info.kind == "HEIC":
        like = coded(data, "HEIC")
        row = (10, 12) if not like.fine else (12.5, 20.5) if like.clear else (9.5, 15.5)
        share = row[like.deep] if like.fine or like.clear else 8.2
        return _rounded(share), 0
    if info.kind == "AVIF":
        like = coded(data, "AVIF")
        frame = (3.0 if like.fine else 1.5) * (2 if like.deep else 1)
        share = 8.5 + frame + (1.5 if like.clear else 0) + (1 if like.clear and like.deep else 0)
        # The frames may be larger than the picture; the decoder then makes it out of them.
        beyond = max(like.frames - info.pixels * (2 if like.clear else 1), 0) * frame
        return _rounded(share), int(info.pixels * share + beyond)
    return MAX_PIXELS, 0


def _rounded(share: float) -> int:
    """Pixels for a decoder that takes `share` bytes each, in whole millions."""
    return min(int(_MEMORY / share) // 1_000_000 * 1_000_000, MAX_PIXELS)


def _tiff_memory(info: PictureInfo, data: bytes) -> int:
    """The picture, and the piece of it that the decoder unpacks at a time."""
    tags = directory(data)
    width, height = info.stored_size
    samples, bits = tags.number(277, 1), max(tags.number(258, 1), 1)
    channels = 4 if samples > 1 else 4 if bits > 16 else 2 if bits > 8 else 1
    across, down = tags.number(322, width), tags.number(323, tags.number(278, height) or height)
    if 322 not in tags.numbers:
        down = min(down, height)
    # Pieces that were JPEG are unpacked at four bytes a pixel.
    piece = across * down * max(-(-samples * bits // 8), 4 if tags.number(259) in {6, 7} else 1)
    return info.pixels * channels + max(info.pixels * channels, piece)


def _named(kind: str) -> str:
    return f"An {kind}" if kind == "AVIF" else f"A {kind}"


def _millions(count: int) -> str:
    # Rounded up, so that a number just over the limit never reads as the limit.
    tenths = -(-count // 100_000)
    return f"{tenths // 10}.{tenths % 10}"
