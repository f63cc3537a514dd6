"""Puts blocks on pages, one below the other, parted between lines where a page ends.

Nothing is kept: a block is painted as soon as it has its place, and can be forgotten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFontMetricsF

from scout_desktop.chat.markdown.pieces import Place
from scout_desktop.ui.theme.tokens import SIZES
from scout_desktop.ui.transcript.blocks.block import NO_MARKS
from scout_desktop.ui.transcript.blocks.inset import paint_bars
from scout_desktop.ui.transcript.blocks.table.table import TableBlock
from scout_desktop.ui.transcript.blocks.text.text import TextBlock
from scout_desktop.ui.transcript.pages.cutting import cut_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QPagedPaintDevice, QPainter

    from scout_desktop.ui.transcript.blocks.block import Block
    from scout_desktop.ui.transcript.blocks.workshop import Workshop

_WIDEST = 4.0
"""How much wider than the page something may be laid out that nothing can break: it is shrunk."""
_STEP = 1.25


class Press:
    """One print: `painter` is at work on `device`, whose pixels are the workshop's."""

    def __init__(
        self, workshop: Workshop, device: QPagedPaintDevice, painter: QPainter, title: str
    ) -> None:
        self._shop, self._device, self._painter, self._title = workshop, device, painter, title
        foot = workshop.formats.row("caption").height + workshop.theme.px(SIZES.s3)
        self.width = device.width()
        self.height = device.height() - foot
        """Pixels of a page that blocks may have."""
        self._y = 0
        self.page = 0
        self._begin_page()

    def put(self, block: Block, gap: int = 0, keep: int = 0, bars: int = 0) -> Iterator[None]:
        """Put a block below the one before, `gap` pixels between them; each step is short.

        At least `keep` pixels of what follows it stay on its page (a heading and its text); so
        many `bars` of quotes run through the gap.
        """
        share = self._fit(block)
        room = int(self.height / share)
        if self._y:
            self._y += gap
            if self._y + block.height * share + keep > self.height and (
                keep or block.height <= room // 6
            ):
                self._turn()
            elif bars:
                self._paint_bars(block, gap, bars)
        done = 0
        while done < block.height:
            if isinstance(block, TableBlock):
                block.settle(done, done + room)
            head = self._head_of(block, done)
            left = int((self.height - self._y) / share) - head
            cut = cut_at(block, done, done + left)
            if cut <= done:
                if self._y:
                    self._turn()
                    yield
                    continue
                cut = min(done + max(left, 1), block.height)
            self._paint(block, done, cut, share, head)
            self._y += int((cut - done + head) * share)
            done = cut
            if done < block.height:
                self._turn()
            yield

    def _paint_bars(self, block: Block, gap: int, bars: int) -> None:
        mirrored = isinstance(block, TextBlock) and block.is_rtl
        above = QRect(0, self._y - gap, self.width, gap)
        paint_bars(self._painter, self._shop, Place(bars), above, mirrored)

    def _fit(self, block: Block) -> float:
        """Lay a block out in the page's width; what stays wider is made smaller as a whole."""
        width = self.width
        block.fit(width)
        while block.scroll_sideways(0) and width < self.width * _WIDEST:
            width = int(width * _STEP)
            block.fit(width)
        return self.width / width

    def _head_of(self, block: Block, done: int) -> int:
        """Return the pixels of a table's header that stands on each of its pages."""
        if done and isinstance(block, TableBlock) and block.tops[1] < self.height // 4:
            return block.tops[1]
        return 0

    def _paint(self, block: Block, top: int, cut: int, share: float, head: int) -> None:
        if head:
            self._paint_part(block, QRect(0, 0, int(self.width / share), head), self._y, share)
        part = QRect(0, top, int(self.width / share), cut - top)
        self._paint_part(block, part, self._y + head * share, share)

    def _paint_part(self, block: Block, part: QRect, y: float, share: float) -> None:
        painter = self._painter
        painter.save()
        painter.translate(0, y)
        painter.scale(share, share)
        painter.translate(0, -part.top())
        painter.setClipRect(part)
        block.paint(painter, part, NO_MARKS)
        painter.restore()

    def _turn(self) -> None:
        self._device.newPage()
        self._begin_page()

    def _begin_page(self) -> None:
        self._y = 0
        self.page += 1
        formats, painter = self._shop.formats, self._painter
        font = formats.font("caption")
        metrics, number = QFontMetricsF(font), str(self.page)
        width = metrics.horizontalAdvance(number)
        room = self.width - width - self._shop.theme.px(SIZES.s6)
        title = metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, room)
        baseline = self._device.height() - metrics.descent()
        painter.setFont(font)
        painter.setPen(formats.color("text_3"))
        painter.drawText(QPointF(0, baseline), title)
        painter.drawText(QPointF(self.width - width, baseline), number)
