"""What lies under letters: the rounded ground of code, the selection, what a search has found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QColor, QPainter

    from scout_desktop.ui.transcript.blocks.block import Span
    from scout_desktop.ui.transcript.blocks.rows import Rows


class Grounds:
    """Paints under the rows in sight; spans are UTF-16 units of what is shown."""

    def __init__(self, painter: QPainter, rows: Rows, seen: range) -> None:
        self._painter, self._rows, self._seen = painter, rows, seen

    def paint_flat(self, span: Span, color: QColor) -> None:
        """Paint a ground as tall as the rows, so that one row's touches the next one's."""
        for rect in self._rects(span):
            self._painter.fillRect(rect, color)

    def paint_rounded(self, spans: list[Span], color: QColor, radius: int) -> None:
        """Paint grounds with round corners, a little wider than the letters."""
        painter, room = self._painter, radius - 1
        painter.save()
        painter.setRenderHint(painter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        for span in spans:
            for rect in self._rects(span):
                painter.drawRoundedRect(rect.adjusted(-room, 1.5, room, -1.5), radius, radius)
        painter.restore()

    def _rects(self, span: Span) -> Iterator[QRectF]:
        at, to = span
        rows, seen = self._rows, self._seen
        if at >= to:
            return
        first, last = rows.row_of(at), rows.row_of(to - 1)
        for row in range(max(first, seen.start), min(last + 1, seen.stop)):
            top = rows.tops[row]
            for left, right in rows.bands(row, at, to):
                yield QRectF(left, top, right - left, rows.bottom(row) - top)
