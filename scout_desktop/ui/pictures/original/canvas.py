"""The original with crop and marks over it, worked on by mouse or keyboard.

Without Qt's part it is `edits`: a press takes a `Grip`, a drag is a `Pull`, each result a recipe.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QCursor, QTransform

from scout_desktop.chat.recipe import Recipe, plan
from scout_desktop.ui.controls.picture.canvas import Canvas
from scout_desktop.ui.pictures.edits.changes import uncropped
from scout_desktop.ui.pictures.edits.grips import Pull, grip_at
from scout_desktop.ui.pictures.edits.turning import lies_at, shown_at, turned_size
from scout_desktop.ui.pictures.original.keys import acted_by_key
from scout_desktop.ui.pictures.original.overlay import Overlay
from scout_desktop.ui.pictures.original.pointer import pointer_for
from scout_desktop.ui.pictures.zooming import zoomed_by_key
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.pictures.edits.grips import Grip, Tool
    from scout_desktop.ui.pictures.edits.turning import Point, Size
    from scout_desktop.ui.theme.theme import Theme

MOST = 4096
"""Longest side in pixels that is decoded for the screen."""
GROWN = 4.0
"""Small pictures are enlarged so often to be worked on: their pixels are then squares."""
_REACH = 9
"""Device-independent pixels by which a line may be missed."""
_LEAST = 4
"""A hand that moved less than this did not draw."""
_LINES, _DIGITS = 220, 30
"""So many lines, or digits, side by side fill what is sent: as imaging draws them."""


class OriginalCanvas(Canvas):
    """Shows a recipe's work on its original; every finished change is `edited`."""

    edited = Signal(object, str)
    """(the new Recipe, gesture): steps of one gesture are undone together; "" is one by itself."""

    hinted = Signal()
    """`recipe`, `selected`, `tool` or a running drag is new: what is said about them, too."""

    escaped = Signal()
    """Escape was pressed and there is nothing here to give up."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent, edge=SIZES.s3, most=MOST, grow=GROWN)
        self._theme = theme
        self._picture: Size = (1, 1)
        self._recipe = Recipe()
        self._pull: Pull | None = None
        self._pressed_at = QPointF()
        self._moved = False
        self.selected: int | None = None
        """The place of the selected mark in `recipe.marks`."""
        self.tool: Tool = "crop"
        self.setMouseTracking(True)
        self.setAccessibleName("Original picture")

    @property
    def recipe(self) -> Recipe:
        """The recipe, as the hand has it now."""
        return self._recipe

    @property
    def picture(self) -> Size:
        """Width and height of the original in pixels."""
        return self._picture

    @property
    def pulling(self) -> bool:
        """Whether a drag is running."""
        return self._pull is not None

    def begin_source(self, size: Size, recipe: Recipe, first: QImage) -> None:
        """Show another original, whole; `first` is turned as the recipe says."""
        self._picture, self._recipe = size, recipe
        self.begin(*turned_size(size, recipe.turn), first)
        self.hinted.emit()

    def show_recipe(self, recipe: Recipe) -> None:
        """Show other work on the same original."""
        more = recipe.turn - self._recipe.turn
        self._recipe = recipe
        if self.selected is not None and self.selected >= len(recipe.marks):
            self.selected = None
        if more:
            # The smallest there is, so that it is quick, until the right pixels come.
            level = self.levels.best(0)
            first = level.transformed(QTransform().rotate(more)) if level is not None else None
            self.begin(*turned_size(self._picture, recipe.turn), first)
        self.update()
        self.hinted.emit()

    def choose_tool(self, tool: Tool) -> None:
        """Take up another tool."""
        self.cancel_pull()
        self.tool = tool
        if tool == "crop":
            self.selected = None
        self.show_cursor()
        self.update()
        self.hinted.emit()

    def select(self, index: int | None) -> None:
        """Select a mark, or none."""
        self.selected = index
        self.update()
        self.hinted.emit()

    def cancel_pull(self) -> bool:
        """Give up a running drag; tell whether there was one."""
        pull, self._pull = self._pull, None
        if pull is None:
            return False
        self._recipe = pull.before
        if pull.grip.what == "new":
            self.selected = None
        self.update()
        self.hinted.emit()
        return True

    def edit(self, recipe: Recipe, gesture: str = "") -> None:
        """Take a finished change that came by key."""
        if recipe != self._recipe:
            self._recipe = recipe
            self.update()
            self.edited.emit(recipe, gesture)
            self.hinted.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pull is not None:
            super().mousePressEvent(event)
            return
        point, grip = self._point(event.position()), self._grip_at(event.position())
        if grip is None:
            self.select(None)
            super().mousePressEvent(event)
            return
        snap = self._reach() / 2
        self._pull = Pull(grip, point, self._recipe, self._picture, self.tool, snap)
        self._pressed_at, self._moved = event.position(), False
        self.select(self._pull.selected if grip.what == "mark" else None)
        if self.tool == "number" and grip.what == "new":
            self._pull_to(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pull is None:
            self._show_cursor_at(event.position())
            super().mouseMoveEvent(event)
            return
        way = event.position() - self._pressed_at
        self._moved = self._moved or way.manhattanLength() >= _LEAST
        if self._moved or self.tool == "number":
            self._pull_to(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pull = self._pull
        if pull is None or event.button() != Qt.MouseButton.LeftButton:
            super().mouseReleaseEvent(event)
            return
        self._pull = None
        if not self._moved and not (self.tool == "number" and pull.grip.what == "new"):
            self._recipe = pull.before
        self._show_cursor_at(event.position())
        self.update()
        if self._recipe != pull.before:
            self.edited.emit(self._recipe, "")
        self.hinted.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # The two clicks of a hand that draws are two presses; the first click took hold already.
        if self.tool == "select" and self.selected is None:
            super().mouseDoubleClickEvent(event)
        else:
            self.mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if not self._give_up():
                self.escaped.emit()
        elif not (acted_by_key(self, event) or zoomed_by_key(self, event)):
            super().keyPressEvent(event)

    def show_cursor(self) -> None:
        self._show_cursor_at(QPointF(self.mapFromGlobal(QCursor.pos())))

    def _show_cursor_at(self, position: QPointF) -> None:
        grip = self._pull.grip if self._pull is not None else self._grip_at(position)
        if grip is None:
            super().show_cursor()
        else:
            self.setCursor(pointer_for(grip, self._recipe.turn))

    def _grip_at(self, position: QPointF) -> Grip | None:
        point = self._point(position)
        return grip_at(self._recipe, point, self._reach(), self.tool, self.selected)

    def paint_over(self, painter: QPainter) -> None:
        line, digits = self._pen()
        Overlay(
            theme=self._theme,
            recipe=self._recipe,
            place=self._on_screen,
            scale=self.devicePixelRatioF(),
            line=line,
            digits=digits,
            cropping=self.tool == "crop",
            held=self._pull is not None,
            selected=self.selected,
        ).paint(painter, self.shown())

    def _pen(self) -> tuple[float, float]:
        """Return line and digits of marks: as in what is sent, but never too small to be seen."""
        scale = self.devicePixelRatioF()
        least = (2.0 * scale, self._theme.font("caption_strong").pixelSize() * scale)
        todo = plan(self._recipe, *self._picture)
        if todo is None:
            return least
        # A pixel of what is sent, on this screen.
        wide, _tall = turned_size((todo.part.width, todo.part.height), todo.turn)
        one = self.zoom * wide / todo.width
        side = math.sqrt(todo.width * todo.height)
        line, digits = max(side / _LINES, 2.0) * one, max(side / _DIGITS, 16.0) * one
        return max(line, least[0]), max(digits, least[1])

    def _pull_to(self, position: QPointF) -> None:
        pull = self._pull
        if pull is None:
            return
        self._recipe = pull.to(self._point(position))
        self.selected = pull.selected
        self.update()
        self.hinted.emit()

    def _give_up(self) -> bool:
        """Give up what can be: a drag, then the selection, then the crop."""
        if self.cancel_pull():
            return True
        if self.selected is not None:
            self.select(None)
            return True
        if self.tool == "crop" and self._recipe.crop is not None:
            self.edit(uncropped(self._recipe))
            return True
        return False

    def _reach(self) -> float:
        return _REACH * self.devicePixelRatioF() / self.zoom

    def _point(self, position: QPointF) -> Point:
        """Return the point of the original under a position of the pointer."""
        shown = self.shown()
        place = (position * self.devicePixelRatioF() - shown.topLeft()) / self.zoom
        return lies_at((place.x(), place.y()), self._picture, self._recipe.turn)

    def _on_screen(self, point: Point) -> QPointF:
        x, y = shown_at(point, self._picture, self._recipe.turn)
        return self.shown().topLeft() + QPointF(x, y) * self.zoom
