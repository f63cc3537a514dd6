"""The keys that zoom, the same on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from scout_desktop.ui.controls.picture.canvas import STEP

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from scout_desktop.ui.controls.picture.canvas import Canvas


def zoomed_by_key(canvas: Canvas, event: QKeyEvent) -> bool:
    """Zoom by +, -, 0 or F (fit) and 1 (pixel by pixel); tell whether it was one of them."""
    key = event.key()
    if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
        canvas.zoom_by(STEP)
    elif key == Qt.Key.Key_Minus:
        canvas.zoom_by(1 / STEP)
    elif key in (Qt.Key.Key_0, Qt.Key.Key_F):
        canvas.fit()
    elif key == Qt.Key.Key_1:
        canvas.show_actual()
    else:
        return False
    return True
