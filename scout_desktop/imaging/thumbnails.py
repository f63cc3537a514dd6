"""Small pictures for the screen: decoded here, so that Qt only paints and knows no format."""

from __future__ import annotations

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
    """The picture, or a page (from 1) of a document, upright and opaque.

    Its longer side has at most `size` pixels. Never enlarged, a page not beyond 200 dpi. Raises as
    `prepare` does.
    """
    if size < 1:
        raise ValueError(f"a thumbnail has at least 1 pixel, not {size}")
    info = look(data, page)
    longer = max(info.width, info.height)
    width, height = info.width, info.height
    if longer > size:
        width = max(round(width * size / longer), 1)
        height = max(round(height * size / longer), 1)
    image = decode(data, info, (width, height), cancelled=cancelled, page=page)
    return Pixels(width, height, image.convert("RGBA").tobytes())
