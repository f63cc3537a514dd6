"""What a press takes hold of, and what pulling it does. Pure.

Points are pixels of the original, fractions allowed; `reach` is how many of them a finger or a
pointer may miss a line by.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from scout_desktop.ui.pictures.edits import changes

if TYPE_CHECKING:
    from scout_desktop.chat.recipe import Mark, Recipe
    from scout_desktop.ui.pictures.edits.turning import Point, Side, Size

Tool: TypeAlias = Literal["select", "crop", "box", "arrow", "number"]
_NONE: frozenset[Side] = frozenset()


@dataclass(frozen=True, slots=True)
class Grip:
    """`what` is held: a `mark` (its index), the `crop`, or nothing yet: `new`.

    With `sides` these are pulled, without it is moved as a whole.
    """

    what: Literal["mark", "crop", "new"]
    index: int = -1
    sides: frozenset[Side] = _NONE


def grip_at(
    recipe: Recipe, point: Point, reach: float, tool: Tool, selected: int | None
) -> Grip | None:
    """Return what a press of this tool at this point takes hold of; None moves the picture."""
    if tool == "crop":
        return _crop_grip(recipe, point, reach) or Grip("new")
    if selected is not None and selected < len(recipe.marks):
        sides = _sides_of(recipe.marks[selected], point, reach)
        if sides:
            return Grip("mark", selected, sides)
    # The last one lies on top.
    for index in reversed(range(len(recipe.marks))):
        if _hits(recipe.marks[index], point, reach, inside=tool == "select"):
            return Grip("mark", index)
    return None if tool == "select" else Grip("new")


@dataclass(frozen=True, slots=True)
class Pull:
    """A running drag: what is held, where it began, and the recipe before it."""

    grip: Grip
    start: Point
    before: Recipe
    size: Size
    tool: Tool
    reach: float = 0.0
    """An edge of a crop so near to the picture's own edge is meant to be there."""

    def to(self, point: Point) -> Recipe:
        """Return the recipe with the hand at `point`."""
        grip, before, size = self.grip, self.before, self.size
        by = (point[0] - self.start[0], point[1] - self.start[1])
        if grip.what == "mark":
            if grip.sides:
                return changes.mark_pulled(before, size, grip.index, grip.sides, point)
            return changes.mark_moved(before, size, grip.index, by)
        if grip.what == "crop":
            if grip.sides:
                return changes.crop_pulled(before, size, grip.sides, self._snapped(point))
            return changes.crop_moved(before, size, by)
        if self.tool == "number":
            return changes.marked(before, size, "number", point, point)
        if self.tool in ("box", "arrow"):
            return changes.marked(before, size, self.tool, self.start, point)
        return changes.cropped(before, size, self._snapped(self.start), self._snapped(point))

    @property
    def selected(self) -> int | None:
        """The mark that is worked on."""
        if self.grip.what == "mark":
            return self.grip.index
        if self.grip.what == "new" and self.tool != "crop":
            return len(self.before.marks)
        return None

    def _snapped(self, point: Point) -> Point:
        x, y = (
            0.0 if at <= self.reach else float(most) if at >= most - self.reach else at
            for at, most in zip(point, self.size, strict=True)
        )
        return x, y


def _crop_grip(recipe: Recipe, point: Point, reach: float) -> Grip | None:
    crop = recipe.crop
    if crop is None:
        return None
    right, bottom = crop.left + crop.width, crop.top + crop.height
    sides = _near_sides((crop.left, crop.top, right, bottom), point, reach)
    if sides:
        return Grip("crop", sides=sides)
    inside = crop.left <= point[0] <= right and crop.top <= point[1] <= bottom
    return Grip("crop") if inside else None


def _near_sides(box: tuple[int, int, int, int], point: Point, reach: float) -> frozenset[Side]:
    """Return the sides of a box at this point: two at a corner, one at an edge, none elsewhere."""
    left, top, right, bottom = box
    x, y = point
    if not (left - reach <= x <= right + reach and top - reach <= y <= bottom + reach):
        return _NONE
    found: set[Side] = set()
    # Of a box thinner than a finger the far side is taken, so that it can be pulled open.
    if abs(x - right) <= reach:
        found.add("right")
    elif abs(x - left) <= reach:
        found.add("left")
    if abs(y - bottom) <= reach:
        found.add("bottom")
    elif abs(y - top) <= reach:
        found.add("top")
    return frozenset(found)


def _sides_of(mark: Mark, point: Point, reach: float) -> frozenset[Side]:
    """Return what of a selected mark is pulled here: corners of a box, ends of an arrow."""
    if mark.kind == "box":
        sides = _near_sides((mark.left, mark.top, mark.right, mark.bottom), point, reach)
        return sides if len(sides) == 2 else _NONE
    if mark.kind == "arrow":
        if math.dist(point, (mark.right, mark.bottom)) <= reach:
            return frozenset({"right", "bottom"})
        if math.dist(point, (mark.left, mark.top)) <= reach:
            return frozenset({"left", "top"})
    return _NONE


def _hits(mark: Mark, point: Point, reach: float, *, inside: bool) -> bool:
    one, other = (mark.left, mark.top), (mark.right, mark.bottom)
    if mark.kind == "number":
        return math.dist(point, one) <= 2 * reach
    if mark.kind == "arrow":
        return _distance(point, one, other) <= reach
    box = (mark.left, mark.top, mark.right, mark.bottom)
    within = mark.left <= point[0] <= mark.right and mark.top <= point[1] <= mark.bottom
    badge = math.dist(point, one) <= 2 * reach
    return bool(_near_sides(box, point, reach)) or badge or (inside and within)


def _distance(point: Point, one: Point, other: Point) -> float:
    """Return how far a point is from the line between two others."""
    across, down = other[0] - one[0], other[1] - one[1]
    length = across * across + down * down
    if not length:
        return math.dist(point, one)
    share = ((point[0] - one[0]) * across + (point[1] - one[1]) * down) / length
    share = min(max(share, 0.0), 1.0)
    return math.dist(point, (one[0] + share * across, one[1] + share * down))
