"""Each thing that can be done to a recipe, as a function from the old one to the new one. Pure.

Places are whole pixels of the original of `size` (width, height); nothing ever leaves it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scout_desktop.chat.recipe import Crop, Mark, Recipe
from scout_desktop.ui.pictures.edits.turning import turned_by

if TYPE_CHECKING:
    from scout_desktop.chat.recipe import MarkKind
    from scout_desktop.ui.pictures.edits.turning import Point, Side, Size


def cropped(recipe: Recipe, size: Size, one: Point, other: Point) -> Recipe:
    """Send the part between two corners; all of it is the same as no crop."""
    (left, right), (top, bottom) = (
        _between(a, b, most) for a, b, most in zip(one, other, size, strict=True)
    )
    crop = Crop(left, top, right - left, bottom - top)
    whole = (crop.width, crop.height) == size
    return replace(recipe, crop=None if whole else crop)


def uncropped(recipe: Recipe) -> Recipe:
    """Send all of it."""
    return replace(recipe, crop=None)


def crop_moved(recipe: Recipe, size: Size, by: Point) -> Recipe:
    """Move the part that is sent, as far as the picture reaches."""
    crop = recipe.crop
    if crop is None:
        return recipe
    left = _within(crop.left + by[0], size[0] - crop.width)
    top = _within(crop.top + by[1], size[1] - crop.height)
    return replace(recipe, crop=replace(crop, left=left, top=top))


def crop_pulled(recipe: Recipe, size: Size, sides: frozenset[Side], to: Point) -> Recipe:
    """Put some sides of the part that is sent to a place; beyond the other side it turns over."""
    crop = recipe.crop
    if crop is None:
        return recipe
    one = (crop.left, crop.top)
    other = (crop.left + crop.width, crop.top + crop.height)
    return cropped(recipe, size, *_pulled(one, other, sides, to))


def turned(recipe: Recipe, degrees: int) -> Recipe:
    """Turn it by so many degrees more, clockwise."""
    return replace(recipe, turn=turned_by(recipe.turn, degrees))


def fitted(recipe: Recipe, fit: str) -> Recipe:
    """Choose another fit."""
    return replace(recipe, fit=fit)


def plain(recipe: Recipe) -> Recipe:
    """Take back crop, turn and marks; the fit is a choice of its own and stays."""
    return Recipe(fit=recipe.fit)


def next_number(recipe: Recipe) -> int:
    """Return the number of the next mark: the others keep theirs, as questions name them."""
    return max((mark.number for mark in recipe.marks), default=0) + 1


def marked(recipe: Recipe, size: Size, kind: MarkKind, one: Point, other: Point) -> Recipe:
    """Add a mark on top of all others; boxes and numbers count up by themselves."""
    number = 0 if kind == "arrow" else next_number(recipe)
    if kind == "number":
        other = one
    mark = _placed(Mark(kind, 0, 0, 0, 0, number), size, one, other)
    return replace(recipe, marks=(*recipe.marks, mark))


def mark_moved(recipe: Recipe, size: Size, index: int, by: Point) -> Recipe:
    """Move a mark, as far as the picture reaches."""
    mark = recipe.marks[index]
    across = sorted((mark.left, mark.right))
    down = sorted((mark.top, mark.bottom))
    x = min(max(round(by[0]), -across[0]), size[0] - across[1])
    y = min(max(round(by[1]), -down[0]), size[1] - down[1])
    moved = replace(
        mark, left=mark.left + x, right=mark.right + x, top=mark.top + y, bottom=mark.bottom + y
    )
    return _with(recipe, index, moved)


def mark_pulled(
    recipe: Recipe, size: Size, index: int, sides: frozenset[Side], to: Point
) -> Recipe:
    """Put some sides of a box, or one end of an arrow, to a place."""
    mark = recipe.marks[index]
    one, other = _pulled((mark.left, mark.top), (mark.right, mark.bottom), sides, to)
    return _with(recipe, index, _placed(mark, size, one, other))


def mark_removed(recipe: Recipe, index: int) -> Recipe:
    """Take a mark away; the others keep their numbers."""
    return replace(recipe, marks=recipe.marks[:index] + recipe.marks[index + 1 :])


def _with(recipe: Recipe, index: int, mark: Mark) -> Recipe:
    return replace(recipe, marks=(*recipe.marks[:index], mark, *recipe.marks[index + 1 :]))


def _placed(mark: Mark, size: Size, one: Point, other: Point) -> Mark:
    (x, y), (far_x, far_y) = (
        tuple(_within(at, most) for at, most in zip(point, size, strict=True))
        for point in (one, other)
    )
    if mark.kind == "box":
        # Its number stands at its first corner, wherever the hand began.
        x, far_x, y, far_y = min(x, far_x), max(x, far_x), min(y, far_y), max(y, far_y)
    return replace(mark, left=x, top=y, right=far_x, bottom=far_y)


def _pulled(one: Point, other: Point, sides: frozenset[Side], to: Point) -> tuple[Point, Point]:
    return (
        (to[0] if "left" in sides else one[0], to[1] if "top" in sides else one[1]),
        (to[0] if "right" in sides else other[0], to[1] if "bottom" in sides else other[1]),
    )


def _between(one: float, other: float, most: int) -> tuple[int, int]:
    """Return first and last edge of a stretch inside 0 to `most`, at least one pixel long."""
    low = _within(min(one, other), most - 1)
    return low, max(_within(max(one, other), most), low + 1)


def _within(value: float, most: int) -> int:
    return min(max(round(value), 0), max(most, 0))
