"""Draws the marks of a recipe onto the picture as it is sent: boxes, arrows, numbers in badges.

Every line is vivid red between white and black, so that it stands out on anything, and as thick as
the picture's size asks for, so that it is still there when the model sees it as one tile.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from PIL import Image, ImageFont

    from scout_desktop.chat.recipe import Mark, Plan

Point: TypeAlias = tuple[float, float]

VIVID: Final = (255, 23, 68)
WHITE: Final = (255, 255, 255)
DARK: Final = (16, 16, 16)
_SMOOTH_PIXELS: Final = 2_000_000
"""Larger drawings are made without smoothing: their steps are finer than anybody sees, and a
picture of 40 million pixels must not need room for 640 million."""


@dataclass(frozen=True, slots=True)
class _Pen:
    """Thicknesses in pixels for a picture of one size."""

    line: int
    rim: int
    digits: int

    @property
    def layers(self) -> tuple[tuple[tuple[int, int, int], int], ...]:
        """Colours from the lowest up, each with how far it reaches beyond the line."""
        return (DARK, 2 * self.rim), (WHITE, self.rim), (VIVID, 0)


def pen_for(width: int, height: int) -> _Pen:
    """The pen for a picture of this size: at one tile 2 pixels with rims of 1, digits of 16."""
    # The side of a square as large: long ribbons are not drawn on with a broom.
    side = math.sqrt(width * height)
    line = max(round(side / 220), 2)
    return _Pen(line, max(line // 3, 1), max(round(side / 30), 16))


def with_marks(image: Image.Image, marks: tuple[Mark, ...], plan: Plan) -> Image.Image:
    """The picture, mode RGB, with these marks drawn on it (on the spot where it is RGB already).

    Marks count in pixels of the original; `plan` says where these lie in the picture. What lies
    outside of it is not drawn; a box that sticks out is closed at the picture's edge.
    """
    if image.mode != "RGB":
        image = image.convert("RGB")
    pen = pen_for(*image.size)
    badges: list[tuple[Point, int]] = []
    for mark in marks:
        first, second = plan.place(mark.left, mark.top), plan.place(mark.right, mark.bottom)
        at: Point | None = first
        if mark.kind == "box":
            at = _box(image, pen, first, second)
        elif mark.kind == "arrow":
            _arrow(image, pen, first, second)
        if mark.number > 0 and at is not None and _near(image, at):
            badges.append((at, mark.number))
    # Last, so that no line runs over a number.
    for place, number in badges:
        _badge(image, pen, place, number)
    return image


def _near(image: Image.Image, place: Point) -> bool:
    return 0 <= place[0] <= image.width and 0 <= place[1] <= image.height


def _box(image: Image.Image, pen: _Pen, one: Point, other: Point) -> Point | None:
    """Draw a frame around the box and return its top left corner; None if it is not to be seen."""
    left, right = sorted((round(one[0]), round(other[0])))
    top, bottom = sorted((round(one[1]), round(other[1])))
    if right < 0 or bottom < 0 or left > image.width or top > image.height:
        return None
    # Around the thing, not over it; at the picture's edge there is no room to be outside.
    thick = pen.line + 4 * pen.rim
    left, top = max(left - thick, 0), max(top - thick, 0)
    right, bottom = min(right + thick, image.width), min(bottom + thick, image.height)
    inset = 0
    for colour, width in (
        (DARK, pen.rim), (WHITE, pen.rim), (VIVID, pen.line), (WHITE, pen.rim), (DARK, pen.rim)
    ):  # fmt: skip
        _frame(image, colour, (left + inset, top + inset, right - inset, bottom - inset), width)
        inset += width
    return left + thick / 2, top + thick / 2


def _frame(
    image: Image.Image, colour: tuple[int, int, int], box: tuple[int, int, int, int], width: int
) -> None:
    left, top, right, bottom = box
    for part in (
        (left, top, right, min(top + width, bottom)),
        (left, max(bottom - width, top), right, bottom),
        (left, top, min(left + width, right), bottom),
        (max(right - width, left), top, right, bottom),
    ):
        if part[0] < part[2] and part[1] < part[3]:
            image.paste(colour, part)


def _arrow(image: Image.Image, pen: _Pen, tail: Point, tip: Point) -> None:
    length = math.dist(tail, tip)
    if length < 1:
        return
    ahead = ((tip[0] - tail[0]) / length, (tip[1] - tail[1]) / length)
    aside = (-ahead[1], ahead[0])
    head = min(pen.line * 5.0, length)
    neck = (tip[0] - ahead[0] * head, tip[1] - ahead[1] * head)

    def off(place: Point, by: float) -> Point:
        return place[0] + aside[0] * by, place[1] + aside[1] * by

    shaft = (off(tail, pen.line / 2), off(neck, pen.line / 2), off(neck, -pen.line / 2),
             off(tail, -pen.line / 2))  # fmt: skip
    point = (tip, off(neck, head / 2), off(neck, -head / 2))
    for colour, beyond in pen.layers:
        _shapes(image, colour, (shaft, point), beyond)


def _shapes(
    image: Image.Image,
    colour: tuple[int, int, int],
    shapes: tuple[tuple[Point, ...], ...],
    beyond: float,
) -> None:
    """Fill polygons, grown by so many pixels on every side, with smooth edges."""
    from PIL import Image, ImageDraw

    places = [place for shape in shapes for place in shape]
    reach = math.ceil(beyond) + 1
    left = max(math.floor(min(x for x, _ in places)) - reach, 0)
    top = max(math.floor(min(y for _, y in places)) - reach, 0)
    right = min(math.ceil(max(x for x, _ in places)) + reach, image.width)
    bottom = min(math.ceil(max(y for _, y in places)) + reach, image.height)
    if right <= left or bottom <= top:
        return
    size = (right - left, bottom - top)
    finer = 4 if size[0] * size[1] <= _SMOOTH_PIXELS else 1
    mask = Image.new("L", (size[0] * finer, size[1] * finer))
    drawing = ImageDraw.Draw(mask)
    for shape in shapes:
        corners = [((x - left) * finer, (y - top) * finer) for x, y in shape]
        drawing.polygon(corners, fill=255)
        if beyond:
            round_ = beyond * finer
            drawing.line([*corners, corners[0]], fill=255, width=round(2 * round_))
            for x, y in corners:
                drawing.ellipse((x - round_, y - round_, x + round_, y + round_), fill=255)
    if finer > 1:
        mask = mask.resize(size, Image.Resampling.BOX)
    image.paste(colour, (left, top, right, bottom), mask)


def _badge(image: Image.Image, pen: _Pen, at: Point, number: int) -> None:
    """A number in a disc whose middle is at a place, moved so that all of it is in the picture."""
    from PIL import Image, ImageDraw

    text = str(number)
    font = _font(pen.digits)
    left, top, right, bottom = font.getbbox(text, stroke_width=_weight(pen))
    rims = 2 * pen.rim
    height = round(pen.digits * 1.4) + 2 * rims
    width = max(height, math.ceil(right - left) + round(pen.digits * 0.7) + 2 * rims)
    finer = 4 if width * height <= _SMOOTH_PIXELS else 1
    x = round(min(max(at[0] - width / 2, 0), max(image.width - width, 0)))
    y = round(min(max(at[1] - height / 2, 0), max(image.height - height, 0)))
    for colour, inset in ((DARK, 0), (WHITE, pen.rim), (VIVID, rims)):
        mask = Image.new("L", (width * finer, height * finer))
        ImageDraw.Draw(mask).rounded_rectangle(
            (inset * finer, inset * finer, (width - inset) * finer - 1,
             (height - inset) * finer - 1),
            radius=(height / 2 - inset) * finer, fill=255,
        )  # fmt: skip
        image.paste(colour, (x, y), mask.resize((width, height), Image.Resampling.BOX))
    ImageDraw.Draw(image).text(
        (x + (width - right - left) / 2, y + (height - bottom - top) / 2),
        text, fill=WHITE, font=font, stroke_width=_weight(pen), stroke_fill=WHITE,
    )  # fmt: skip


def _weight(pen: _Pen) -> float:
    # The built-in font has one weight, too light for white on red.
    return pen.digits / 28


def _font(size: int) -> ImageFont.FreeTypeFont:
    """Pillow's own font, which is in its code: no font of this computer is looked for or read."""
    from PIL import ImageFont

    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)
    return font
