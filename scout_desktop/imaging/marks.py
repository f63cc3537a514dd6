"""Draws the marks of a recipe onto the picture as it is sent: boxes, arrows, numbers in badges.

Every line is vivid red between white and black, so that it stands out on anything, and as thick as
the picture's size asks for, so that it is still there when the model sees it as one tile.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from scout_desktop.chat.recipe import pen_for
from scout_desktop.imaging.ink import DARK, VIVID, WHITE, badge, filled

if TYPE_CHECKING:
    from PIL import Image

    from scout_desktop.chat.recipe import Mark, Pen, Plan
    from scout_desktop.imaging.ink import Box, Colour, Point


_PIECE: Final = 300
"""Pixels of an arrow that are drawn at a time."""
_MOST_PIECES: Final = 100
"""No arrow inside of a picture has more; one from a foreign file may say anything."""


def with_marks(image: Image.Image, marks: tuple[Mark, ...], plan: Plan) -> Image.Image:
    """The picture, mode RGB, with these marks drawn on it (on the spot where it is RGB already).

    Marks count in pixels of the original; `plan` says where these lie in the picture. What lies
    outside of it is not drawn; a box that sticks out is closed at the picture's edge.
    """
    if image.mode != "RGB":
        image = image.convert("RGB")
    pen = pen_for(*image.size)
    badges: list[tuple[Box, int]] = []
    for mark in marks:
        first, second = plan.place(mark.left, mark.top), plan.place(mark.right, mark.bottom)
        spot: Box | None = (*first, *first)
        if mark.kind == "box":
            spot = _box(image, pen, first, second)
        elif mark.kind == "arrow":
            _arrow(image, pen, first, second)
        if mark.number > 0 and spot is not None and _touches(image, spot):
            badges.append((spot, mark.number))
    # Last, so that no line runs over a number.
    for spot, number in badges:
        badge(image, pen.digits, pen.rim, spot, number)
    return image


def _touches(image: Image.Image, box: Box) -> bool:
    left, top, right, bottom = box
    return right >= 0 and bottom >= 0 and left <= image.width and top <= image.height


def _box(image: Image.Image, pen: Pen, one: Point, other: Point) -> Box | None:
    """Draw a frame around the box and return the box; None if it is not to be seen."""
    left, right = sorted((round(one[0]), round(other[0])))
    top, bottom = sorted((round(one[1]), round(other[1])))
    inner = (left, top, right, bottom)
    if not _touches(image, inner):
        return None
    # Around the thing, not over it; at the picture's edge the outer rims fall outside of it, so
    # that the line is seen and little of the thing is lost.
    thick, over = pen.line + 4 * pen.rim, 2 * pen.rim
    left, top = max(left - thick, -over), max(top - thick, -over)
    right = min(right + thick, image.width + over)
    bottom = min(bottom + thick, image.height + over)
    inset = 0
    for colour, width in (
        (DARK, pen.rim), (WHITE, pen.rim), (VIVID, pen.line), (WHITE, pen.rim), (DARK, pen.rim)
    ):  # fmt: skip
        _frame(image, colour, (left + inset, top + inset, right - inset, bottom - inset), width)
        inset += width
    return inner


def _frame(image: Image.Image, colour: Colour, box: tuple[int, int, int, int], width: int) -> None:
    left, top, right, bottom = box
    for part in (
        (left, top, right, min(top + width, bottom)),
        (left, max(bottom - width, top), right, bottom),
        (left, top, min(left + width, right), bottom),
        (max(right - width, left), top, right, bottom),
    ):
        if part[0] < part[2] and part[1] < part[3]:
            image.paste(colour, part)


def _arrow(image: Image.Image, pen: Pen, tail: Point, tip: Point) -> None:
    length = math.dist(tail, tip)
    if length < 1:
        return
    ahead = ((tip[0] - tail[0]) / length, (tip[1] - tail[1]) / length)
    aside = (-ahead[1], ahead[0])
    head = min(pen.head, length)
    neck = (tip[0] - ahead[0] * head, tip[1] - ahead[1] * head)

    def off(place: Point, by: float) -> Point:
        return place[0] + aside[0] * by, place[1] + aside[1] * by

    # In pieces: a shape across 40 million pixels would need a mask of as many.
    pieces = min(max(math.ceil((length - head) / _PIECE), 1), _MOST_PIECES)
    joints = [
        (
            tail[0] + (neck[0] - tail[0]) * part / pieces,
            tail[1] + (neck[1] - tail[1]) * part / pieces,
        )
        for part in range(pieces + 1)
    ]
    half = pen.line / 2
    shapes = [(tip, off(neck, head / 2), off(neck, -head / 2))] + [
        (off(one, half), off(other, half), off(other, -half), off(one, -half))
        for one, other in pairwise(joints)
    ]
    for colour, beyond in _layers(pen):
        for shape in shapes:
            filled(image, colour, shape, beyond)


def _layers(pen: Pen) -> tuple[tuple[Colour, int], ...]:
    """Colours from the lowest up, each with how far it reaches beyond the line."""
    return (DARK, 2 * pen.rim), (WHITE, pen.rim), (VIVID, 0)
