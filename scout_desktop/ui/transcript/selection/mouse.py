"""Selecting with the mouse: press, drag, double and triple click, and past the edge it scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from scout_desktop.chat.markdown.pieces import TablePiece
from scout_desktop.ui.transcript.selection.ground import Spot
from scout_desktop.ui.transcript.selection.stretch import text_at
from scout_desktop.ui.transcript.selection.units import line_at, word_at

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.transcript.selection.stretch import Stretch

Unit = Literal["letter", "word", "line"]

_STILL = 3
"""Pixels that a hand may tremble without selecting a letter."""
_TICK_MS = 16
_SLOWEST, _FASTEST = 2, 120
"""Pixels a tick past the edge."""


class Mouse(QObject):
    """Carries a stretch along with the pointer. Points are the viewport's."""

    def __init__(self, stretch: Stretch, viewport: QWidget) -> None:
        super().__init__(stretch)
        self._stretch, self._viewport = stretch, viewport
        self._unit: Unit = "letter"
        self._first = (Spot(0, 0, 0), Spot(0, 0, 0))
        """The letter, word or line that was pressed on."""
        self._held = self._moved = False
        self._at = QPoint()
        self._point = QPoint()
        self._doubled: tuple[int, QPoint] | None = None
        self._scroll = QTimer(self)
        self._scroll.setInterval(_TICK_MS)
        self._scroll.timeout.connect(self._go_on)

    def press(self, event: QMouseEvent) -> bool:
        """Begin at the pointer, or with Shift go on to it; a third click takes the line."""
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        point = event.position().toPoint()
        self._held, self._moved = True, False
        self._at = self._point = point
        third, self._doubled = self._is_third(event, point), None
        if third:
            self._begin("line", point)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._stretch.anchor:
            anchor = self._stretch.anchor
            self._unit, self._first, self._moved = "letter", (anchor, anchor), True
            self._reach(point)
        else:
            self._begin("letter", point)
        return True

    def double_click(self, event: QMouseEvent) -> bool:
        """Take the word under the pointer."""
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        point = event.position().toPoint()
        self._held, self._moved = True, False
        self._at = self._point = point
        self._doubled = event.timestamp(), point
        self._begin("word", point)
        return True

    def move(self, event: QMouseEvent) -> bool:
        """Carry the stretch along while the button is held; whether it is."""
        if not self._held:
            return False
        self._point = event.position().toPoint()
        if not self._moved and (self._point - self._at).manhattanLength() < _STILL:
            return True
        self._moved = True
        self._reach(self._point)
        if self._beyond() == 0:
            self._scroll.stop()
        elif not self._scroll.isActive():
            self._scroll.start()
        return True

    def release(self, event: QMouseEvent) -> bool:
        """End; whether the mouse selected something, so that this is no click."""
        if event.button() != Qt.MouseButton.LeftButton or not self._held:
            return False
        self.let_go()
        return self._stretch.ends is not None and (self._moved or self._unit != "letter")

    def let_go(self) -> None:
        """Follow the pointer no longer."""
        self._held = False
        self._scroll.stop()

    def _begin(self, unit: Unit, point: QPoint) -> None:
        self._unit = unit
        self._first = self._around(self._stretch.ground.spot_at(point), point)
        self._stretch.put(*self._first)

    def _reach(self, point: QPoint) -> None:
        """Select from what was pressed on to what is under the pointer, both whole."""
        box = self._viewport.rect()
        inside = QPoint(point.x(), min(max(point.y(), box.top()), box.bottom()))
        start, end = self._around(self._stretch.ground.spot_at(inside), inside)
        first, last = self._first
        if start < first:
            self._stretch.put(last, start)
        else:
            self._stretch.put(first, max(end, last))
        self._show_sideways()

    def _show_sideways(self) -> None:
        """At the side of a wide line of code, go on to what is hidden of it."""
        ground, head = self._stretch.ground, self._stretch.head
        if (
            head is not None
            and head.block < len(ground.pieces(head.message))
            and ground.block(head.message, head.block).reveal(head.place)
        ):
            ground.repaint_text()

    def _around(self, spot: Spot, point: QPoint) -> tuple[Spot, Spot]:
        if self._unit == "letter":
            return spot, spot
        text = text_at(self._stretch.ground, spot)
        if self._unit == "word":
            start, end = word_at(text, self._letter_under(spot, point))
        else:
            start, end = line_at(text, spot.place, "\n\t" if self._is_table(spot) else "\n")
        return spot._replace(place=start), spot._replace(place=end)

    def _letter_under(self, spot: Spot, point: QPoint) -> int:
        """Return where the letter under the pointer begins: a spot is between two of them."""
        if spot.place == 0:
            return 0
        ground = self._stretch.ground
        here, before = ground.caret(spot), ground.caret(spot._replace(place=spot.place - 1))
        left, right = sorted((before.x(), here.x()))
        same_row = before.top() == here.top()
        return spot.place - 1 if same_row and left <= point.x() < right else spot.place

    def _is_table(self, spot: Spot) -> bool:
        pieces = self._stretch.ground.pieces(spot.message)
        return spot.block < len(pieces) and isinstance(pieces[spot.block], TablePiece)

    def _is_third(self, event: QMouseEvent, point: QPoint) -> bool:
        if self._doubled is None:
            return False
        hints = QGuiApplication.styleHints()
        since, where = event.timestamp() - self._doubled[0], self._doubled[1]
        near = (point - where).manhattanLength() <= hints.startDragDistance()
        return near and since <= hints.mouseDoubleClickInterval()

    def _beyond(self) -> int:
        """Return how many pixels the pointer is past the edge, above it negative."""
        y, box = self._point.y(), self._viewport.rect()
        return min(y - box.top(), 0) or max(y - box.bottom(), 0)

    def _go_on(self) -> None:
        """Scroll, the faster the further out the pointer is, and select what comes into sight."""
        beyond = self._beyond()
        speed = min(_SLOWEST + abs(beyond) // 3, _FASTEST)
        self._stretch.ground.scroll_by(speed if beyond > 0 else -speed)
        self._reach(self._point)
