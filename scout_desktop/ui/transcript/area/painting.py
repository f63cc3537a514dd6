"""Paints the messages that are in view: grounds of bubbles, bars of quotes, blocks, the ring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPen

from scout_desktop.chat.markdown.pieces import Place
from scout_desktop.ui.theme.tokens import SIZES
from scout_desktop.ui.transcript.blocks.block import NO_MARKS, Block, Marks
from scout_desktop.ui.transcript.blocks.inset import paint_bars
from scout_desktop.ui.transcript.blocks.text.text import TextBlock

if TYPE_CHECKING:
    from collections.abc import Callable

    from scout_desktop.ui.theme.theme import Theme
    from scout_desktop.ui.transcript.area.layout.sheet import Sheet
    from scout_desktop.ui.transcript.area.shown import ShownChat


class Painting:
    """Paints a `ShownChat`; `marks` says what is laid over the text of a message's block."""

    def __init__(self, theme: Theme, chat: ShownChat) -> None:
        self._theme, self._chat = theme, chat
        self.marks: Callable[[int, int], Marks] = lambda _message, _block: NO_MARKS

    def paint(self, painter: QPainter, seen: QRect, left: int, ring: str | None) -> None:
        """Paint what lies in `seen`; the column begins at `left`, `ring` goes around that node."""
        painter.fillRect(seen, self._theme.color("window"))
        for message, y in self._chat.settling.shown:
            if y > seen.bottom():
                break
            sheet = self._chat.stack.sheet(message)
            if sheet.bubble:
                self._paint_bubble(painter, sheet, QPoint(left, y))
            self._paint_blocks(painter, seen, message, QPoint(left, y))
            if ring == sheet.node.id:
                self._paint_ring(painter, QRect(left, y, sheet.width, sheet.height))

    def _paint_blocks(self, painter: QPainter, seen: QRect, message: int, corner: QPoint) -> None:
        sheet, y = self._chat.stack.sheet(message), corner.y()
        slot = sheet.slot_at(max(seen.top() - y, 0))
        while slot < len(sheet) and y + sheet.top(slot) <= seen.bottom():
            block = sheet.block_at(slot)
            if isinstance(block, Block):
                box = sheet.box(slot).translated(corner)
                self._paint_bars_above(painter, sheet, slot, box)
                clip = seen.intersected(box)
                if not clip.isEmpty():
                    painter.save()
                    painter.translate(box.topLeft())
                    marks = self.marks(message, slot - sheet.first)
                    block.paint(painter, clip.translated(-box.topLeft()), marks)
                    painter.restore()
            slot += 1

    def _paint_bars_above(self, painter: QPainter, sheet: Sheet, slot: int, box: QRect) -> None:
        """Let the bars of a quote run on between its pieces."""
        bars, gap = sheet.bars_above(slot)
        if bars:
            block = sheet.block_at(slot)
            mirrored = isinstance(block, TextBlock) and block.is_rtl
            above = QRect(box.x(), box.y() - gap, box.width(), gap)
            paint_bars(painter, self._chat.workshop, Place(bars), above, mirrored)

    def _paint_bubble(self, painter: QPainter, sheet: Sheet, corner: QPoint) -> None:
        box = sheet.bubble_box()
        if box is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.brush("bubble"))
        radius = self._theme.px(SIZES.radius_card)
        painter.drawRoundedRect(box.translated(corner), radius, radius)
        painter.restore()

    def _paint_ring(self, painter: QPainter, area: QRect) -> None:
        gap = self._theme.px(SIZES.s2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("accent"), SIZES.focus))
        radius = self._theme.px(SIZES.radius_card)
        painter.drawRoundedRect(area.adjusted(-gap, -gap // 2, gap, gap // 2), radius, radius)
        painter.restore()
