"""What a picture shows, decoded as the program does it."""

from __future__ import annotations

from PIL import Image

from scout_desktop.imaging import decode, look


def whole(data: bytes) -> Image.Image:
    """The picture in its own size."""
    info = look(data)
    return decode(data, info, (info.width, info.height))


def quarters(image: Image.Image) -> list[tuple[int, int, int]]:
    shown = image.convert("RGB")
    across, down = image.width // 4, image.height // 4
    return [shown.getpixel((x * across, y * down)) for y in (1, 3) for x in (1, 3)]
