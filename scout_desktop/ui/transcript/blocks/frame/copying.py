"""The small button of a block that copies it, and says so for a moment."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QPainter

from scout_desktop.ui.theme.tokens import SIZES
from scout_desktop.ui.transcript.blocks.block import Zone

if TYPE_CHECKING:
    from scout_desktop.ui.transcript.blocks.block import Block

_SAYS_MS = 1_500
"""How long the check mark stands in the place of the icon."""


class CopyButton:
    """`box` is where it is, in its block's pixels; who shows it sets that."""

    def __init__(self, block: Block, name: str) -> None:
        self._block = weakref.ref(block)
        self._workshop, self._name = block.workshop, name
        self.side = block.workshop.theme.px(SIZES.s6)
        self.box = QRect()
        self.is_done = False
        """It was pressed just now."""

    def zone(self, x: int, y: int) -> Zone | None:
        """Return the button as a zone if the point is on it."""
        if not self.box.contains(x, y):
            return None
        return Zone("button", "Copied" if self.is_done else self._name)

    def tell(self) -> None:
        """It was copied: show that, and after a while show the icon again."""
        self.is_done = True
        me = weakref.ref(self)

        def over() -> None:
            button = me()
            if button is not None:
                button.is_done = False
                button.repaint()

        # On the workshop, which goes with the window; the block may be forgotten before.
        QTimer.singleShot(_SAYS_MS, self._workshop, over)
        self.repaint()

    def paint(self, painter: QPainter, pointer: tuple[int, int] | None, *, boxed: bool) -> None:
        """Paint it; `boxed` gives it a ground of its own, where it lies over text."""
        theme, color = self._workshop.theme, self._workshop.formats.color
        near = pointer is not None and self.box.contains(*pointer)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if near or boxed:
            painter.setPen(color("line") if boxed else Qt.PenStyle.NoPen)
            painter.setBrush(color("hover") if near else color("surface"))
            radius = theme.px(SIZES.radius_field)
            painter.drawRoundedRect(self.box, radius, radius)
        name, token = ("check", "good") if self.is_done else ("copy", "text" if near else "text_2")
        pixmap = theme.pixmap(name, token, SIZES.icon, self._workshop.scale)
        inside = (self.box.width() - theme.px(SIZES.icon)) // 2
        painter.drawPixmap(self.box.left() + inside, self.box.top() + inside, pixmap)
        painter.restore()

    def repaint(self) -> None:
        """Have the block painted again."""
        block = self._block()
        if block is not None:
            self._workshop.changed.emit(block, False)
