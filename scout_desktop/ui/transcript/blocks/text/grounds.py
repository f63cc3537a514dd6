"""What lies under letters: the rounded ground of code, the selection, what a search has found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QColor, QPainter

    from scout_desktop.ui.transcript.blocks.block import Span
    from scout_desktop.ui.transcript.blocks.text.rows import Rows


class Grounds:
    """Paints under the rows in sight; spans are UTF-16 units of what is shown."""

    def __init__(self, painter: QPainter, rows: Rows, seen: range) -> None:
        self._painter, self._rows, self._seen = painter, rows, seen

    def paint_flat(self, span: Span, color: QColor) -> None:
        """Paint a ground as tall as the rows, so that one row's touches the next one's."""
        for rect in self._rects(span):
            self._painter.fillRect(rect, color)

    def paint_rounded(self, spans: list[Span], color: QColor, radius: int) -> None:
        """Paint grounds with round corners, as tall as a row in which no formula stands."""
        painter, rows = self._painter, self._rows
        painter.save()
        painter.setRenderHint(painter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        for at, to in spans:
            for row in self._range(at, to):
                top = rows.baseline(row) - rows.row.baseline + 1.5
                for left, right in rows.kept_bands(row, at, to):
                    rect = QRectF(left, top, right - left, rows.row.height - 3)
                    painter.drawRoundedRect(rect, radius, radius)
        painter.restore()

    def _rects(self, span: Span) -> Iterator[QRectF]:
        at, to = span
        rows = self._rows
        for row in self._range(at, to):
            top = rows.tops[row]
            for left, right in rows.bands(row, at, to):
                yield QRectF(left, top, right - left, rows.bottom(row) - top)

    def _range(self, at: int, to: int) -> range:
        if at >= to:
            return range(0)
        first, last = self._rows.row_of(at), self._rows.row_of(to - 1)
        return range(max(first, self._seen.start), min(last + 1, self._seen.stop))
