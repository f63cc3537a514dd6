"""Both sides look at the same spot, equally large, so that what is lost can be seen.

Who looks closer on one side does so on the other: the original is sharp, beside it is what the
model gets. A side that shows all of its picture lets the other do the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF

from scout_desktop.chat.recipe import plan
from scout_desktop.ui.pictures.edits.turning import lies_at, shown_at, turned_size

if TYPE_CHECKING:
    from scout_desktop.chat.recipe import Plan
    from scout_desktop.ui.pictures.edits.turning import Point
    from scout_desktop.ui.pictures.original.canvas import OriginalCanvas
    from scout_desktop.ui.pictures.seen.canvas import SeenCanvas
    from scout_desktop.ui.pictures.seen.trial import Trial


class Link(QObject):
    """Ends with the canvases."""

    def __init__(self, original: OriginalCanvas, seen: SeenCanvas) -> None:
        super().__init__(original)
        self._original, self._seen = original, seen
        self._following = False
        original.zoomed.connect(self.follow_original)
        seen.zoomed.connect(self.follow_seen)

    def show_trial(self, trial: Trial) -> None:
        """Show what would be sent, looked at where the original is."""
        # Another canvas begins fitted, and must not take the original along.
        self._following = True
        self._seen.show_trial(trial)
        self._following = False
        self.follow_original()

    def follow_original(self) -> None:
        """Let the model's side look where the original's does."""
        todo = self._plan()
        if todo is None:
            return
        self._following = True
        if self._original.fitted:
            self._seen.fit()
        else:
            middle = self._original.middle
            turn, size = todo.turn, self._original.picture
            x, y = lies_at((middle.x(), middle.y()), size, turn)
            part = (x - todo.part.left, y - todo.part.top)
            grown = _growth(todo)
            place = shown_at(part, (todo.part.width, todo.part.height), turn)
            point = QPointF(*place) * grown
            self._seen.look_at(point, self._original.zoom / grown)
        self._following = False

    def follow_seen(self) -> None:
        """Let the original's side look where the model's does."""
        todo = self._plan()
        if todo is None:
            return
        self._following = True
        if self._seen.fitted:
            self._original.fit()
        else:
            grown = _growth(todo)
            middle = self._seen.middle / grown
            part: Point = (middle.x(), middle.y())
            x, y = lies_at(part, (todo.part.width, todo.part.height), todo.turn)
            place = (x + todo.part.left, y + todo.part.top)
            point = shown_at(place, self._original.picture, todo.turn)
            self._original.look_at(QPointF(*point), self._seen.zoom * grown)
        self._following = False

    def _plan(self) -> Plan | None:
        """Return how the two belong together; None while one follows, or is turned otherwise."""
        trial = self._seen.trial
        if self._following or trial is None or trial.recipe.turn != self._original.recipe.turn:
            return None
        return plan(trial.recipe, *self._original.picture)


def _growth(todo: Plan) -> float:
    """Return how many pixels of the model's canvas one of the original has become."""
    wide, _tall = turned_size((todo.part.width, todo.part.height), todo.turn)
    return todo.tiling.width / wide
