"""How a sent picture is made from its original: the part of it, its turn, its marks, its fit. Pure.

All places are whole pixels of the original as it is shown (after the turn that its EXIF data asks
for), so that cropping, turning and fitting never move a mark. The order is: crop, turn, fit, and
the marks drawn last, at the size that is sent. The original is never changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isqrt
from typing import Any, Final, Literal, TypeAlias, cast

from .tiles import CANVASES, Grid, Tiling, fit, fit_into, pixels_lost, tiling

Turn: TypeAlias = Literal[0, 90, 180, 270]
"""Degrees clockwise."""
MarkKind: TypeAlias = Literal["box", "arrow", "number"]

TILES: Final = "tiles"
"""The fit that scales to the canvas the model will use (`tiles.fit`)."""
ORIGINAL: Final = "original"
"""The fit that keeps every pixel."""
_FAR: Final = 1_000_000_000
"""Pixels; what a file says beyond is nonsense."""
MOST_MARKS: Final = 500
"""Marks of one picture: to draw a million would take a day."""
ONE_TILE: Final = "1x1"
"""The fit of a single tile: any grid is written as columns, x, rows."""


@dataclass(frozen=True, slots=True)
class Crop:
    """The part of the original that is sent."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A box, an arrow (from left, top to right, bottom; either may be the greater) or a number.

    A `number` above 0 is shown as a badge, so that "what is in box 2" works: at the top left corner
    of a box as it is sent, at the tail of an arrow, and for the kind `number` at left, top.
    """

    kind: MarkKind
    left: int
    top: int
    right: int
    bottom: int
    number: int = 0


@dataclass(frozen=True, slots=True)
class Recipe:
    """What to make of an original. The plain one is what a dropped picture gets."""

    fit: str = TILES
    crop: Crop | None = None
    turn: Turn = 0
    marks: tuple[Mark, ...] = ()

    def record(self) -> dict[str, Any]:
        """Return the keys of a picture's record that say it; plain ones are left out."""
        found: dict[str, Any] = {"fit": self.fit}
        if self.crop is not None:
            crop = self.crop
            found["crop"] = {
                "left": crop.left, "top": crop.top, "width": crop.width, "height": crop.height,
            }  # fmt: skip
        if self.turn:
            found["turn"] = self.turn
        if self.marks:
            found["marks"] = [
                {
                    "kind": mark.kind, "left": mark.left, "top": mark.top, "right": mark.right,
                    "bottom": mark.bottom, "number": mark.number,
                }
                for mark in self.marks
            ]  # fmt: skip
        return found


@dataclass(frozen=True, slots=True)
class Pen:
    """How thick marks are drawn, in pixels of what is sent."""

    line: int
    rim: int
    """Of each of the two outlines on either side of a line, and around a badge."""
    digits: int
    """Height of the writing in a badge."""

    @property
    def head(self) -> int:
        """Length and width of an arrow's head."""
        return 6 * self.line


def pen_for(width: int, height: int) -> Pen:
    """The pen for a picture of this size: at one tile lines of 2 pixels and digits of 16."""
    # The side of a square as large: long ribbons are not drawn on with a broom.
    side = isqrt(width * height)
    line = max(round(side / 220), 2)
    return Pen(line, max(line // 3, 1), max(round(side / 30), 16))


@dataclass(frozen=True, slots=True)
class Plan:
    """What a recipe makes of an original of a known size, before a pixel of it is decoded."""

    part: Crop
    """What is sent of the original: the crop, without what stuck out, or all of it."""
    turn: Turn
    width: int
    height: int
    """Pixels of the picture as it is sent: turned and fitted."""

    @property
    def tiling(self) -> Tiling:
        """What the model makes of it."""
        return tiling(self.width, self.height)

    @property
    def lost(self) -> float:
        """The share (0 to 1) of the pixels of `part` that the model never gets."""
        return pixels_lost((self.part.width, self.part.height), (self.width, self.height))

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where a place of the original lies in the picture as it is sent, in pixels of that.

        Whole numbers are corners of pixels. What was cut off lies outside of it.
        """
        across = (x - self.part.left) / self.part.width
        down = (y - self.part.top) / self.part.height
        turned = {
            0: (across, down),
            90: (1 - down, across),
            180: (1 - across, 1 - down),
            270: (down, 1 - across),
        }
        across, down = turned[self.turn]
        return across * self.width, down * self.height


def plan(recipe: Recipe, width: int, height: int) -> Plan | None:
    """What a recipe makes of an original of `width` x `height` pixels; None where nothing is left.

    Nothing is left where the crop lies outside of the original. A fit that we do not know counts as
    `TILES`.
    """
    part = _within(recipe.crop, width, height)
    if part is None:
        return None
    across, down = part.width, part.height
    if recipe.turn in (90, 270):
        across, down = down, across
    if (grid := grid_of(recipe.fit)) is not None:
        across, down = fit_into(across, down, grid)
    elif recipe.fit != ORIGINAL:
        across, down = fit(across, down)
    return Plan(part, recipe.turn, across, down)


def grid_of(fit: str) -> Grid | None:
    """Return the grid that a fit names ("3x2"), None for tiles, original and what is no fit."""
    # Looked up, not read: a file may say five thousand digits, which are no number to Python.
    return _GRIDS.get(fit)


def fit_of(grid: Grid) -> str:
    """Return the fit that names a grid."""
    return f"{grid.columns}x{grid.rows}"


_GRIDS: Final = {fit_of(grid): grid for grid in CANVASES}


def is_fit(fit: str) -> bool:
    """Whether a fit is one that we know."""
    return fit in (TILES, ORIGINAL) or grid_of(fit) is not None


def recipe_of(record: Mapping[str, Any]) -> Recipe:
    """Read a picture's record with care: what makes no sense counts as not there."""
    fit = record.get("fit")
    turn = record.get("turn")
    marks = record.get("marks")
    return Recipe(
        fit=fit if isinstance(fit, str) and is_fit(fit) else TILES,
        crop=_crop(record.get("crop")),
        turn=cast("Turn", turn) if isinstance(turn, int) and turn in (90, 180, 270) else 0,
        marks=tuple(
            mark
            for item in (marks[:MOST_MARKS] if isinstance(marks, Sequence) else ())
            if isinstance(item, Mapping) and (mark := _mark(item)) is not None
        ),
    )


def _within(crop: Crop | None, width: int, height: int) -> Crop | None:
    if crop is None:
        return Crop(0, 0, width, height)
    left, top = max(crop.left, 0), max(crop.top, 0)
    right, bottom = min(crop.left + crop.width, width), min(crop.top + crop.height, height)
    if right <= left or bottom <= top:
        return None
    return Crop(left, top, right - left, bottom - top)


def _crop(record: object) -> Crop | None:
    if not isinstance(record, Mapping):
        return None
    numbers = _whole(record, "left", "top", "width", "height")
    if numbers is None or numbers[0] < 0 or numbers[1] < 0 or min(numbers[2:]) < 1:
        return None
    return Crop(*numbers)


def _mark(record: Mapping[str, Any]) -> Mark | None:
    numbers = _whole(record, "left", "top", "right", "bottom")
    kind = record.get("kind")
    if numbers is None or kind not in ("box", "arrow", "number"):
        return None
    number = record.get("number")
    shown = isinstance(number, int) and not isinstance(number, bool) and 0 < number <= _FAR
    return Mark(kind, *numbers, number=cast("int", number) if shown else 0)


def _whole(record: Mapping[str, Any], *names: str) -> tuple[int, int, int, int] | None:
    found = [record.get(name) for name in names]
    if not all(isinstance(value, int) and not isinstance(value, bool) for value in found):
        return None
    # No picture is so large, and larger ones are no places: arithmetic would break of them.
    if any(abs(cast("int", value)) > _FAR for value in found):
        return None
    return cast("tuple[int, int, int, int]", tuple(found))
