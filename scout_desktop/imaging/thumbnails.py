"""Small pictures for the screen: decoded here, so that Qt only paints and knows no format."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scout_desktop.imaging.decode import decode
from scout_desktop.imaging.inspect import look

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Pixels:
    """An image in memory: `rgba` holds 4 bytes a pixel (red, green, blue, 255), no row padding."""

    width: int
    height: int
    rgba: bytes


def thumbnail(
    data: bytes, size: int, cancelled: Callable[[], bool] | None = None, page: int = 0
) -> Pixels:
    """The picture, upright and opaque, with its longer side at most `size` pixels.

    Never enlarged. Raises as `prepare` does.
    """
    del page
    if size < 1:
        raise ValueError(f"a thumbnail has at least 1 pixel, not {size}")
    info = look(data)
    longer = max(info.width, info.height)
    width, height = info.width, info.height
    if longer > size:
        width = max(round(width * size / longer), 1)
        height = max(round(height * size / longer), 1)
    image = decode(data, info, (width, height), cancelled=cancelled)
    return Pixels(width, height, image.convert("RGBA").tobytes())


def encode_thumbnail(pixels: Pixels) -> bytes:
    """The same as a WebP file, for the cache; `thumbnail` reads it back."""
    from PIL import Image, WebPImagePlugin  # noqa: F401 - registers the format

    image = Image.frombytes("RGBA", (pixels.width, pixels.height), pixels.rgba).convert("RGB")
    file = io.BytesIO()
    image.save(file, "WEBP", quality=85, method=2)
    return file.getvalue()
