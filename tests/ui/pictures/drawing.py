"""Pictures whose parts can be told apart by their colours."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

RED, BLUE, GREEN, GREY = (200, 30, 30), (30, 30, 200), (30, 160, 30), (120, 120, 120)


def quarters(width: int, height: int, kind: str = "PNG", **more: object) -> bytes:
    """Red, blue, green, grey: top left, top right, bottom left, bottom right."""
    image = Image.new("RGB", (width, height), RED)
    draw = ImageDraw.Draw(image)
    draw.rectangle((width // 2, 0, width, height // 2 - 1), fill=BLUE)
    draw.rectangle((0, height // 2, width // 2 - 1, height), fill=GREEN)
    draw.rectangle((width // 2, height // 2, width, height), fill=GREY)
    file = io.BytesIO()
    image.save(file, kind, **more)
    return file.getvalue()


def near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether two colours are the same but for what JPEG makes of them."""
    return all(abs(a - b) <= 12 for a, b in zip(one, other, strict=True))
