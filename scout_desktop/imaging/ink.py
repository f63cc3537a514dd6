"""Smooth shapes and numbers on pictures of any size, in colours that stand out on anything."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from PIL import Image, ImageFont

Point: TypeAlias = tuple[float, float]
Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Colour: TypeAlias = tuple[int, int, int]

VIVID: Final = (255, 23, 68)
WHITE: Final = (255, 255, 255)
DARK: Final = (16, 16, 16)
_SMOOTH_PIXELS: Final = 150_000
"""Larger shapes are drawn without smoothing: their steps are finer than anybody sees."""
_MOST_COVERED: Final = 0.15
"""A badge covers no more than this part of a thing, where there is room beside it."""


def filled(image: Image.Image, colour: Colour, corners: tuple[Point, ...], beyond: float) -> None:
    """Fill a polygon, grown by so many pixels on every side, with smooth edges."""
    from PIL import Image, ImageDraw

    reach = math.ceil(beyond) + 1
    left = max(math.floor(min(x for x, _ in corners)) - reach, 0)
    top = max(math.floor(min(y for _, y in corners)) - reach, 0)
    right = min(math.ceil(max(x for x, _ in corners)) + reach, image.width)
    bottom = min(math.ceil(max(y for _, y in corners)) + reach, image.height)
    if right <= left or bottom <= top:
        return
    size = (right - left, bottom - top)
    finer = 4 if size[0] * size[1] <= _SMOOTH_PIXELS else 1
    mask = Image.new("L", (size[0] * finer, size[1] * finer))
    drawing = ImageDraw.Draw(mask)
    there = [((x - left) * finer, (y - top) * finer) for x, y in corners]
    drawing.polygon(there, fill=255)
    if beyond:
        more = beyond * finer
        drawing.line([*there, there[0]], fill=255, width=round(2 * more))
        for x, y in there:
            drawing.ellipse((x - more, y - more, x + more, y + more), fill=255)
    if finer > 1:
        mask = mask.resize(size, Image.Resampling.BOX)
    image.paste(colour, (left, top, right, bottom), mask)


def badge(image: Image.Image, digits: int, rim: int, spot: Box, number: int) -> None:
    """A number in a disc at the top left corner of a box; all of it is in the picture.

    `digits` is the height of the writing and `rim` the thickness of each of two outlines, in
    pixels. A box that the disc would hide gets it beside another corner. A place is a box without
    a size, and has the disc around it.
    """
    from PIL import Image, ImageDraw

    text = str(number)
    font, weight = _font(digits), digits / 28
    left, top, right, bottom = font.getbbox(text, stroke_width=weight)
    height = round(digits * 1.4) + 4 * rim
    width = max(height, math.ceil(right - left) + round(digits * 0.7) + 4 * rim)
    x, y = _place(image.size, (width, height), spot)
    finer = 4 if width * height <= _SMOOTH_PIXELS else 1
    for colour, inset in ((DARK, 0), (WHITE, rim), (VIVID, 2 * rim)):
        mask = Image.new("L", (width * finer, height * finer))
        ImageDraw.Draw(mask).rounded_rectangle(
            (inset * finer, inset * finer, (width - inset) * finer - 1,
             (height - inset) * finer - 1),
            radius=(height / 2 - inset) * finer, fill=255,
        )  # fmt: skip
        image.paste(colour, (x, y), mask.resize((width, height), Image.Resampling.BOX))
    # The built-in font has one weight, too light for white on red: hence the stroke.
    ImageDraw.Draw(image).text(
        (x + (width - right - left) / 2, y + (height - bottom - top) / 2),
        text, fill=WHITE, font=font, stroke_width=weight, stroke_fill=WHITE,
    )  # fmt: skip


def _place(canvas: tuple[int, int], size: tuple[int, int], spot: Box) -> tuple[int, int]:
    """Top left corner of a disc of this size: on the box's corner, or beside one that has room."""
    left, top, right, bottom = spot
    width, height = size
    # The middle of the disc: on the corner, then beside each corner.
    out_x, out_y = width * 0.42, height * 0.42
    middles = [
        (left, top), (left - out_x, top - out_y), (right + out_x, top - out_y),
        (left - out_x, bottom + out_y), (right + out_x, bottom + out_y),
    ]  # fmt: skip
    places = [
        (
            round(min(max(x - width / 2, 0), max(canvas[0] - width, 0))),
            round(min(max(y - height / 2, 0), max(canvas[1] - height, 0))),
        )
        for x, y in middles
    ]
    area = (right - left) * (bottom - top)
    if not area:
        return places[0]

    def covered(place: tuple[int, int]) -> float:
        across = min(place[0] + width, right) - max(place[0], left)
        down = min(place[1] + height, bottom) - max(place[1], top)
        return max(across, 0) * max(down, 0) / area

    free = [place for place in places if covered(place) <= _MOST_COVERED]
    return free[0] if free else min(places, key=covered)


def _font(size: int) -> ImageFont.FreeTypeFont:
    """Pillow's own font, which is in its code: no font of this computer is looked for or read."""
    from PIL import ImageFont

    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)
    return font
