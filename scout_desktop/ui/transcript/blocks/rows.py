"""The rows of one paragraph: where Qt's lines stand, all as tall as their kind of text wants.

Qt makes a line as tall as the tallest font in it, and which font a script falls back on is the
system's affair. So each line is put where its baseline belongs. Places are UTF-16 units of what
is shown, pixels count from the paragraph's top left corner.
"""

from __future__ import annotations

from bisect import bisect_right
from math import ceil
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextLayout, QTextLine

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QPainter, QTextOption

    from scout_desktop.ui.transcript.blocks.formats import Row
    from scout_desktop.ui.transcript.blocks.shown import Shown

_ENDLESS = 1_000_000


class Rows:
    """The lines of a paragraph and their measures."""

    def __init__(self, shown: Shown, font: QFont, option: QTextOption, row: Row) -> None:
        """`row` is what a row measures."""
        self._layout = QTextLayout(shown.letters, font)
        self._layout.setCacheEnabled(True)
        self._layout.setTextOption(option)
        if shown.formats:
            self._layout.setFormats(shown.formats)
        self._shown, self._boxes, self.row = shown, shown.boxes, row
        self._width = -1
        self._lines: list[QTextLine] = []
        self._starts: list[int] = []
        self.tops: list[int] = []
        self.height = 0

    def fit(self, width: int) -> int:
        """Break lines at so many pixels and return the height; costs nothing at the same width."""
        if width == self._width:
            return self.height
        self._width = width
        layout, boxes, (tall, above) = self._layout, self._boxes, self.row
        lines, starts, tops, top = [], [], [], 0
        layout.beginLayout()
        line = layout.createLine()
        while line.isValid():
            line.setLineWidth(width)
            down = above
            height = tall
            if boxes:
                down, height = self._grown(line)
            line.setPosition(QPointF(0, top + down - line.ascent()))
            lines.append(line)
            starts.append(line.textStart())
            tops.append(top)
            top += height
            line = layout.createLine()
        layout.endLayout()
        self._lines, self._starts, self.tops, self.height = lines, starts, tops, top
        return top

    def natural_width(self) -> int:
        """Return the pixels that the longest line takes without wrapping."""
        if self._width < 0:
            self.fit(_ENDLESS)
        return ceil(self._layout.maximumWidth())

    def draw(self, painter: QPainter, x: int, y: int, clip: QRectF) -> None:
        """Paint the letters and boxes of the rows within `clip`."""
        self._layout.draw(painter, QPointF(x, y), [], clip)
        for at, box in self._boxes.items():
            row = self.row_of(at)
            if y + self.tops[row] <= clip.bottom() and y + self.bottom(row) >= clip.top():
                for left, _ in self.bands(row, at, at + 1):
                    box.paint(painter, x + left, y + self.baseline(row))

    def row_of(self, at: int) -> int:
        """Return the number of the row that a place is in."""
        return bisect_right(self._starts, at) - 1

    def row_at(self, y: int) -> int:
        """Return the number of the row nearest to a height."""
        return max(bisect_right(self.tops, y) - 1, 0)

    def span(self, row: int) -> tuple[int, int]:
        """Return where a row begins and where the next one does."""
        line = self._lines[row]
        start = line.textStart()
        return start, start + line.textLength()

    def bottom(self, row: int) -> int:
        """Return where a row ends, which is where the next one begins."""
        return self.tops[row + 1] if row + 1 < len(self.tops) else self.height

    def baseline(self, row: int) -> int:
        """Return where the letters of a row stand."""
        line = self._lines[row]
        return round(line.y() + line.ascent())

    def x(self, row: int, at: int) -> float:
        """Return where a place is in its row."""
        # Qt also returns the place, moved to the nearest one that a cursor can stand at.
        x, _ = cast("tuple[float, int]", self._lines[row].cursorToX(at))
        return x

    def nearest(self, row: int, x: float) -> int:
        """Return the place between two letters that is nearest."""
        line = self._lines[row]
        if not self._shown.is_mirrored:
            return line.xToCursor(x)
        # From right to left, spaces at which a row was broken hang out of it on the left. Qt knows
        # that when it says where a letter is, but not when it says which letter is there.
        start, end = self.span(row)
        at = [each for each in range(start, end + 1) if self._layout.isValidCursorPosition(each)]
        return min(at, key=lambda each: abs(self.x(row, each) - x))

    def is_on(self, row: int, at: int, to: int, x: float) -> bool:
        """Whether a point is on one of these letters."""
        return any(left <= x < right for left, right in self.bands(row, at, to))

    def bands(self, row: int, at: int, to: int) -> list[tuple[float, float]]:
        """Return the stretches (left, right) that letters take in a row: several if both ways."""
        line = self._lines[row]
        start, end = self.span(row)
        if at <= start and to >= end:
            rect = line.naturalTextRect()
            return [(rect.left(), rect.right())] if rect.width() > 0 else []
        at, to = max(at, start), min(to, end)
        if at >= to:
            return []
        # Runs in both directions lie scattered; Qt knows where each run of glyphs is.
        rects = [run.boundingRect() for run in line.glyphRuns(at, to - at)]
        stretches = sorted((rect.left(), rect.right()) for rect in rects if rect.width() > 0)
        joined: list[tuple[float, float]] = []
        for left, right in stretches:
            if joined and left <= joined[-1][1] + 1:
                joined[-1] = joined[-1][0], max(right, joined[-1][1])
            else:
                joined.append((left, right))
        return joined

    def _grown(self, line: QTextLine) -> tuple[int, int]:
        """Return how far the baseline is below the row's top, and the row's height."""
        tall, above = self.row
        below = tall - above
        start = line.textStart()
        for at in range(start, start + line.textLength()):
            box = self._boxes.get(at)
            if box is not None:
                above = max(above, ceil(box.ascent) + 1)
                below = max(below, ceil(box.size.height() - box.ascent) + 1)
        return above, above + below
