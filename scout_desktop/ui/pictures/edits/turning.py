"""Places on a picture that is shown turned, and back. Pure.

The original has `size` (width, height); turned by 90 or 270 degrees clockwise it is shown with the
sides exchanged. Points lie between pixels: (0, 0) is the outer corner of the first one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias, cast

if TYPE_CHECKING:
    from scout_desktop.chat.recipe import Turn

Size: TypeAlias = tuple[int, int]
Point: TypeAlias = tuple[float, float]
Side: TypeAlias = Literal["left", "top", "right", "bottom"]


def turned_size(size: Size, turn: Turn) -> Size:
    """Return the size in which the original is shown."""
    return size if turn in (0, 180) else (size[1], size[0])


def turned_by(turn: Turn, degrees: int) -> Turn:
    """Return a turn and so many degrees more, clockwise."""
    return cast("Turn", (turn + degrees) % 360)


def shown_at(point: Point, size: Size, turn: Turn) -> Point:
    """Return where a point of the original is shown."""
    (x, y), (width, height) = point, size
    return {
        0: (x, y), 90: (height - y, x), 180: (width - x, height - y), 270: (y, width - x),
    }[turn]  # fmt: skip


def lies_at(point: Point, size: Size, turn: Turn) -> Point:
    """Return the point of the original that is shown here."""
    (x, y), (width, height) = point, size
    return {
        0: (x, y), 90: (y, height - x), 180: (width - x, height - y), 270: (width - y, x),
    }[turn]  # fmt: skip


def step_of(step: Point, turn: Turn) -> Point:
    """Return a step on the screen as a step on the original."""
    x, y = step
    return {0: (x, y), 90: (y, -x), 180: (-x, -y), 270: (-y, x)}[turn]


def side_towards(step: Point) -> Side:
    """Return the side of a rectangle that lies in this direction."""
    x, y = step
    if abs(x) >= abs(y):
        return "right" if x >= 0 else "left"
    return "bottom" if y >= 0 else "top"
