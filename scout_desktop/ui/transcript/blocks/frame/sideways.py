"""What is wider than its place: how far it is moved, and the thin bar that shows and moves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from scout_desktop.ui.transcript.blocks.workshop import Workshop

_EDGE = 2
"""Pixels around the thumb, as in the window's own bars."""


class Sideways:
    """`offset` pixels are hidden at the left; `track` is where the bar is.

    What is `mirrored` begins at the right, and grows to the left.
    """

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._room = self._content = 0
        self._grip: int | None = None
        self._moved = 0
        self.mirrored = False
        self.track = QRect()

    @property
    def offset(self) -> int:
        """Pixels of the content that are hidden at the left."""
        return self.reach - self._moved if self.mirrored else self._moved

    @property
    def reach(self) -> int:
        """The largest offset; 0 when everything is in sight."""
        return max(self._content - self._room, 0)

    def fit(self, room: int, content: int, track: QRect) -> None:
        """Show `content` pixels in `room`, with the bar within `track`."""
        self._room, self._content, self.track = room, content, track
        self._moved = min(self._moved, self.reach)

    def move(self, pixels: int) -> bool:
        """Move by so many pixels; whether there is anywhere to go at all."""
        return bool(self.reach) and self._stand(self.offset + pixels)

    def reveal(self, left: int, right: int) -> bool:
        """Bring what lies from `left` to `right` of the content into sight; whether it moved."""
        before = self.offset
        if right > self.offset + self._room:
            self._stand(right - self._room)
        if left < self.offset:
            self._stand(left)
        return self.offset != before

    def grip(self, x: int, y: int) -> bool:
        """Take hold of the bar; beside the thumb it jumps there. False if the bar is not here."""
        self._grip = None
        if not self.reach or not self.track.contains(x, y):
            return False
        thumb = self._thumb()
        if not thumb.left() <= x <= thumb.right():
            self._lead_to(x - thumb.width() / 2)
            thumb = self._thumb()
        self._grip = x - round(thumb.left())
        return True

    def drag(self, x: int) -> bool:
        """Move the thumb that is held to a point; whether it is held."""
        if self._grip is None:
            return False
        self._lead_to(x - self._grip)
        return True

    def paint(self, painter: QPainter, pointer: tuple[int, int] | None) -> None:
        """Paint the bar, darker under the pointer."""
        if not self.reach:
            return
        near = pointer is not None and self.track.contains(*pointer)
        thumb = self._thumb()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._workshop.formats.color("thumb_hover" if near else "thumb"))
        painter.drawRoundedRect(thumb, thumb.height() / 2, thumb.height() / 2)
        painter.restore()

    def _stand(self, offset: float) -> bool:
        offset = round(min(max(offset, 0), self.reach))
        self._moved = self.reach - offset if self.mirrored else offset
        return True

    def _thumb(self) -> QRectF:
        track = QRectF(self.track).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        least = min(self._workshop.theme.px(SIZES.s6), track.width())
        width = max(track.width() * self._room / max(self._content, 1), least)
        left = track.left() + (track.width() - width) * self.offset / max(self.reach, 1)
        return QRectF(left, track.top(), width, track.height())

    def _lead_to(self, left: float) -> None:
        thumb, track = self._thumb(), self.track
        way = track.width() - 2 * _EDGE - thumb.width()
        self._stand((left - track.left() - _EDGE) / max(way, 1) * self.reach)
