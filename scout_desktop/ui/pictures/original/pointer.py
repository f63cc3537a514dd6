"""The pointer's shape: what a press here would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from scout_desktop.chat.recipe import Turn
    from scout_desktop.ui.pictures.edits.grips import Grip


def pointer_for(grip: Grip, turn: Turn) -> Qt.CursorShape:
    """Return the shape over what `grip` holds, on a picture shown turned."""
    if grip.what == "new":
        return Qt.CursorShape.CrossCursor
    sides = grip.sides
    if not sides:
        return Qt.CursorShape.SizeAllCursor
    on_its_side = turn in (90, 270)
    if len(sides) == 2:
        falling = sides in ({"left", "top"}, {"right", "bottom"})
        # A quarter turn makes one diagonal the other.
        return (
            Qt.CursorShape.SizeFDiagCursor
            if falling != on_its_side
            else Qt.CursorShape.SizeBDiagCursor
        )
    across = bool(sides & {"left", "right"})
    return Qt.CursorShape.SizeHorCursor if across != on_its_side else Qt.CursorShape.SizeVerCursor
