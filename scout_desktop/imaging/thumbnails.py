"""Small pictures for the screen: decoded here, so that Qt only paints and knows no format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scout_desktop.imaging.decode import decode
from scout_desktop.imaging.inspect import look

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image


@dataclass(frozen=True, slots=True)
class Pixels:
    """An image in memory: `rgba` holds 4 bytes a pixel (red, green, blue, 255), no row padding."""

    width: int
    height: int
    rgba: bytes


def thumbnail(
    data: bytes, size: int, cancelled: Callable[[], bool] | None = None, page: int = 0
) -> Pixels:
    """The picture, or a page (from 1) of a document, upright and opaque.

    Its longer side has at most `size` pixels. Never enlarged, a page not beyond 200 dpi. Raises as
    `prepare` does.
    """
    if size < 1:
        raise ValueError(f"a thumbnail has at least 1 pixel, not {size}")
    info = look(data, page)
    within = _within(info.width, info.height, size)
    image = decode(data, info, within, cancelled=cancelled, page=page)
    return Pixels(*within, image.convert("RGBA").tobytes())


def face(image: Image.Image, size: int) -> Pixels:
    """The same of a picture that is decoded already, mode RGB or L."""
    within = _within(image.width, image.height, size)
    if within != image.size:
        from PIL import Image

        # First by whole numbers, which is quick: the screen shows no difference at this size.
        image = image.resize(within, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return Pixels(*within, image.convert("RGBA").tobytes())


def _within(width: int, height: int, size: int) -> tuple[int, int]:
    longer = max(width, height)
    if longer <= size:
        return width, height
    return max(round(width * size / longer), 1), max(round(height * size / longer), 1)
