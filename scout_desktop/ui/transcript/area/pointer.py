"""What the pointer does in the area: shows what a link says, presses buttons, hovers, scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt

from scout_desktop.ui.controls.label import plain_tip
from scout_desktop.ui.links import open_url
from scout_desktop.ui.transcript.selection.ground import Spot

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent

    from scout_desktop.ui.transcript.area.ground import AreaGround
    from scout_desktop.ui.transcript.area.scroller import Scroller
    from scout_desktop.ui.transcript.blocks.block import Block, Zone

_STILL = 4
"""Pixels that a click may move and still be one."""


class Pointer:
    """Knows what is under the pointer; the area tells it every move."""

    def __init__(self, area: Scroller, ground: AreaGround) -> None:
        self._area, self._ground = area, ground
        self._point: QPoint | None = None
        self._over: tuple[Spot, Block] | None = None
        self._pressed: QPoint | None = None
        self._held: tuple[Block, QPoint] | None = None
        """What is dragged (a bar), and where its corner was."""
        self._zone: Zone | None = None

    def inside(self, message: int, block: int) -> tuple[int, int] | None:
        """Return where in this block the pointer is, None if it is elsewhere."""
        if self._over is None or self._point is None:
            return None
        spot = self._over[0]
        if (spot.message, spot.block) != (message, block):
            return None
        hit = self._ground.hit(self._point)
        return None if hit is None else hit[2].toTuple()

    def zone_at(self, point: QPoint) -> Zone | None:
        """Return what at a point of the viewport is more than text."""
        hit = self._ground.hit(point)
        return None if hit is None else hit[1].zone_at(*hit[2].toTuple())

    def move(self, point: QPoint) -> None:
        """The pointer is here, and no button is held."""
        area = self._area
        self._point = point
        hit = self._ground.hit(point)
        before, zone_before = self._over, self._zone
        self._over = None if hit is None else hit[:2]
        self._zone = None if hit is None else hit[1].zone_at(*hit[2].toTuple())
        if self._zone != zone_before or before != self._over:
            for over in (before, self._over):
                if over is not None:
                    area.update_block(over[1])
            area.viewport().setToolTip(plain_tip("" if self._zone is None else self._zone.tip))
            self._show_hand(text=hit is not None)
        area.hover(area.message_under(point))

    def leave(self) -> None:
        """The pointer left the area."""
        over, self._over, self._point, self._zone = self._over, None, None, None
        if over is not None:
            self._area.update_block(over[1])
        self._area.hover(None)

    def press(self, point: QPoint) -> bool:
        """The left button went down; whether something other than text took it."""
        self._pressed = self._held = None
        hit = self._ground.hit(point)
        if hit is None:
            return False
        _spot, block, inside = hit
        zone = block.zone_at(*inside.toTuple())
        if zone is None and block.press(*inside.toTuple()):
            self._held = (block, point - inside)
            self._area.update_block(block)
            return True
        self._pressed = point
        return zone is not None and zone.kind == "button"

    def drag(self, point: QPoint) -> bool:
        """The pointer moves with the button down; whether a block holds on to it."""
        if self._held is None:
            return False
        block, corner = self._held
        if block.drag((point - corner).x()):
            self._area.update_block(block)
        return True

    def release(self, point: QPoint, *, selected: bool) -> None:
        """The button went up; a click on a link or button does what that is for."""
        pressed, self._pressed, self._held = self._pressed, None, None
        hit = self._ground.hit(point)
        if pressed is None or hit is None or (point - pressed).manhattanLength() > _STILL:
            return
        spot, block, inside = hit
        zone = block.zone_at(*inside.toTuple())
        if zone is None:
            return
        if zone.kind == "button":
            block.press(*inside.toTuple())
            self._area.update_block(block)
        elif not selected and zone.kind == "note":
            self._go_to_note(spot.message, zone.address)
        elif not selected and zone.address:
            open_url(self._area.window(), zone.address)

    def wheel(self, event: QWheelEvent) -> bool:
        """Scroll what is wider than the column; whether it was that."""
        delta = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta()
        sideways = delta.x()
        if not sideways and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            sideways = delta.y()
        if not sideways or (abs(delta.x()) < abs(delta.y()) and not event.modifiers()):
            return False
        hit = self._ground.hit(event.position().toPoint())
        if hit is None or not hit[1].scroll_sideways(-sideways):
            return False
        self._area.update_block(hit[1])
        return True

    def _go_to_note(self, message: int, number: str) -> None:
        """Bring the text of a footnote into view."""
        for index, piece in enumerate(self._ground.pieces(message)):
            if piece.place.note and str(piece.place.number) == number:
                self._ground.reveal(Spot(message, index, 0))
                return

    def _show_hand(self, *, text: bool) -> None:
        shape = Qt.CursorShape.IBeamCursor if text else Qt.CursorShape.ArrowCursor
        if self._zone is not None:
            shape = Qt.CursorShape.PointingHandCursor
        self._area.viewport().setCursor(shape)
