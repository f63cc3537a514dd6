"""How large a picture may be, in bytes and pixels, and the sentences for larger ones. Pure."""

from __future__ import annotations

from typing import Final

from scout_desktop.chat.errors import PictureTooLarge
from scout_desktop.chat.picture import PictureInfo

MAX_BYTES: Final = 25_000_000
"""Largest picture file."""
MAX_PIXELS: Final = 40_000_000
"""Most pixels decoded."""
MAX_WEBP_PIXELS: Final = 20_000_000
"""WebP's decoder takes 16 bytes a pixel instead of 4, so it reaches our memory bound sooner."""


def file_too_large(size: int) -> PictureTooLarge:
    """The sentence for a file of `size` bytes."""
    return PictureTooLarge(
        f"This file has {_millions(size)} MB. "
        f"Scout Desktop takes up to {MAX_BYTES // 1_000_000} MB.",
        "Save it as JPEG or in a smaller size, and add that.",
    )


def check_pixels(info: PictureInfo) -> None:
    """Raise PictureTooLarge for a picture whose decoder would need more memory than we grant."""
    cap = MAX_WEBP_PIXELS if info.kind == "WebP" else MAX_PIXELS
    if info.pixels > cap:
        kind = "A WebP picture" if info.kind == "WebP" else "A picture"
        raise PictureTooLarge(
            f"This picture has {_millions(info.pixels)} million pixels "
            f"({info.width} × {info.height}). {kind} may have at most {cap // 1_000_000} million.",
            "Reduce it or cut out the part that matters, and add that.",
        )


def _millions(count: int) -> str:
    # Rounded up, so that a number just over the limit never reads as the limit.
    tenths = -(-count // 100_000)
    return f"{tenths // 10}.{tenths % 10}"
