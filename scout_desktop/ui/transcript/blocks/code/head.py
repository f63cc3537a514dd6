"""The head of a block of code: its language, what is hidden in it, a button that copies it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFontMetrics

from scout_desktop.ui.theme.tokens import SIZES
from scout_desktop.ui.transcript.blocks.code.letters import letters_of
from scout_desktop.ui.transcript.blocks.frame.copying import CopyButton

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from scout_desktop.ui.transcript.blocks.block import Block
    from scout_desktop.ui.transcript.blocks.workshop import Workshop

_LONGEST_LABEL = 80


class CodeHead:
    """As wide as the card and `height` tall."""

    def __init__(self, block: Block, workshop: Workshop, language: str) -> None:
        theme = workshop.theme
        self._workshop = workshop
        label = language[:_LONGEST_LABEL] + ("…" if len(language) > _LONGEST_LABEL else "")
        self._language = letters_of(label).shown or "text"
        self.copy = CopyButton(block, "Copy code")
        self.height = theme.px(SIZES.s8)
        self._metrics = QFontMetrics(workshop.formats.font("caption"))
        self.baseline = (self.height + self._metrics.ascent() - self._metrics.descent()) // 2
        """Of its words, from the top."""
        self._left = self._right = 0

    def fit(self, box: QRect) -> None:
        """Stand at the top of the card `box`."""
        px, side = self._workshop.theme.px, self.copy.side
        edge = (self.height - side) // 2
        self._left, self._right = box.left() + px(SIZES.s3), box.right() - edge - side
        self.copy.box = QRect(self._right + 1, box.top() + edge, side, side)

    def paint(self, painter: QPainter, hidden: int, pointer: tuple[int, int] | None) -> None:
        """Paint it; `hidden` characters are left out when the code is copied."""
        color, gap = self._workshop.formats.color, self._workshop.theme.px(SIZES.s3)
        x, room = self._left, self._right - self._left - gap
        painter.setFont(self._workshop.formats.font("caption"))
        badge = ""
        if hidden:
            plural = "" if hidden == 1 else "s"
            badge = f"{hidden:,} invisible character{plural}, not copied"
            room = max(room - self._metrics.horizontalAdvance(badge) - 2 * gap, room // 3)
        label = self._metrics.elidedText(self._language, Qt.TextElideMode.ElideRight, room)
        painter.setPen(color("text_3"))
        painter.drawText(QPointF(x, self.baseline), label)
        if badge:
            x += self._metrics.horizontalAdvance(label) + gap
            room = self._right - x - gap
            badge = self._metrics.elidedText(badge, Qt.TextElideMode.ElideRight, room)
            painter.setPen(color("warn"))
            painter.drawText(QPointF(x, self.baseline), badge)
        self.copy.paint(painter, pointer, boxed=False)
