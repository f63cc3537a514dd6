"""The original by keyboard: everything that the mouse does.

Arrows move the selected mark or the crop, with Shift they move its right and lower side, with Ctrl
pixel by pixel. Enter begins a crop or a mark in the middle, Page Up and Page Down go through the
marks, Delete takes one away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt

from scout_desktop.ui.pictures.edits import changes
from scout_desktop.ui.pictures.edits.turning import side_towards, step_of

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from scout_desktop.chat.recipe import Crop, Recipe
    from scout_desktop.ui.pictures.edits.grips import Tool
    from scout_desktop.ui.pictures.edits.turning import Point, Side, Size

_STEPS: dict[int, Point] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_FINE = 200
"""Steps across the longer side."""


class Worked(Protocol):
    """A picture that is worked on, as the canvas of the original is one."""

    tool: Tool
    selected: int | None

    @property
    def recipe(self) -> Recipe:
        """What is made of it now."""

    @property
    def picture(self) -> Size:
        """Width and height of the original in pixels."""

    @property
    def zoom(self) -> float:
        """Device pixels a pixel of it."""

    @property
    def pulling(self) -> bool:
        """Whether a drag is running."""

    def edit(self, recipe: Recipe, gesture: str = "") -> None:
        """Take a change; those of one gesture are one step."""

    def select(self, index: int | None) -> None:
        """Select a mark, or none."""


def acted_by_key(canvas: Worked, event: QKeyEvent) -> bool:
    """Do what a key asks for; tell whether it asked for anything."""
    key = event.key()
    if canvas.pulling:
        return True  # one hand at a time
    if key in _STEPS:
        _step(canvas, _STEPS[key], event.modifiers())
    elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        _begin(canvas)
    elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
        delete_selected(canvas)
    elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
        _go_on(canvas, 1 if key == Qt.Key.Key_PageDown else -1)
    else:
        return False
    return True


def delete_selected(canvas: Worked) -> None:
    """Take the selected mark away, or with the crop tool the crop."""
    index, recipe = canvas.selected, canvas.recipe
    if index is not None:
        canvas.select(None)
        canvas.edit(changes.mark_removed(recipe, index))
    elif canvas.tool == "crop":
        canvas.edit(changes.uncropped(recipe))


def _step(canvas: Worked, way: Point, held: Qt.KeyboardModifier) -> None:
    recipe, size = canvas.recipe, canvas.picture
    # At least a pixel of the screen: less would not be seen.
    step = max(round(max(size) / _FINE), round(1 / canvas.zoom), 1)
    if held & Qt.KeyboardModifier.ControlModifier:
        step = 1
    by = step_of((way[0] * step, way[1] * step), recipe.turn)
    edge = None
    if held & Qt.KeyboardModifier.ShiftModifier:
        # The sides that lie right and below on the screen, whatever they are on the original.
        edge = side_towards(step_of((1, 0) if way[0] else (0, 1), recipe.turn))
    if canvas.selected is not None:
        _step_mark(canvas, canvas.selected, by, edge)
    elif recipe.crop is not None and canvas.tool == "crop":
        if edge is None:
            canvas.edit(changes.crop_moved(recipe, size, by), "key:move")
        else:
            place = _edge_of(recipe.crop, by)
            made = changes.crop_pulled(recipe, size, frozenset({edge}), place[edge])
            # Not through the other side: a key held down must not turn it over.
            if _keeps_order(recipe, made, edge):
                canvas.edit(made, f"key:{edge}")


def _step_mark(canvas: Worked, index: int, by: Point, edge: Side | None) -> None:
    recipe, size = canvas.recipe, canvas.picture
    mark = recipe.marks[index]
    if edge is None or mark.kind == "number":
        canvas.edit(changes.mark_moved(recipe, size, index, by), f"key:move:{index}")
        return
    sides: frozenset[Side] = frozenset({edge})
    if mark.kind == "arrow":  # its tip, which may lie anywhere
        sides, to = frozenset({"right", "bottom"}), (mark.right + by[0], mark.bottom + by[1])
    else:
        across = mark.left if edge == "left" else mark.right
        down = mark.top if edge == "top" else mark.bottom
        to = (across + by[0], down + by[1])
    canvas.edit(changes.mark_pulled(recipe, size, index, sides, to), f"key:{edge}:{index}")


def _edge_of(crop: Crop, by: Point) -> dict[Side, Point]:
    right, bottom = crop.left + crop.width, crop.top + crop.height
    return {
        "left": (crop.left + by[0], 0), "right": (right + by[0], 0),
        "top": (0, crop.top + by[1]), "bottom": (0, bottom + by[1]),
    }  # fmt: skip


def _keeps_order(before: Recipe, after: Recipe, edge: Side) -> bool:
    if before.crop is None or after.crop is None:
        return True
    if edge == "right":
        return before.crop.left == after.crop.left
    if edge == "bottom":
        return before.crop.top == after.crop.top
    one, other = before.crop, after.crop
    if edge == "left":
        return one.left + one.width == other.left + other.width
    return one.top + one.height == other.top + other.height


def _begin(canvas: Worked) -> None:
    """Begin a crop or a mark in the middle of what is sent, for hands that use no mouse."""
    recipe, size, tool = canvas.recipe, canvas.picture, canvas.tool
    crop = recipe.crop
    left, top = (crop.left, crop.top) if crop else (0, 0)
    wide, tall = (crop.width, crop.height) if crop else size

    def at(share: float) -> Point:
        return left + wide * share, top + tall * share

    if tool == "crop":
        if crop is None:
            canvas.edit(changes.cropped(recipe, size, at(0.1), at(0.9)))
    elif tool == "select":
        _go_on(canvas, 1)
    else:
        first, last = (0.5, 0.5) if tool == "number" else (0.35, 0.65)
        canvas.edit(changes.marked(recipe, size, tool, at(first), at(last)))
        canvas.select(len(canvas.recipe.marks) - 1)


def _go_on(canvas: Worked, by: int) -> None:
    count = len(canvas.recipe.marks)
    if count:
        before = canvas.selected
        begin = 0 if by > 0 else count - 1
        canvas.select(begin if before is None else (before + by) % count)
