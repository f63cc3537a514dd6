"""The rows of one paragraph: where Qt's lines stand, all as tall as their kind of text wants.

Qt makes a line as tall as the tallest font in it, and which font a script falls back on is the
system's affair. So each line is put where its baseline belongs. Places are UTF-16 units of what
is shown, pixels count from the paragraph's top left corner.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from math import ceil
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPointF, QRectF, Qt

from scout_desktop.ui.transcript.blocks.text.stretch import Stretch

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QPainter, QTextLine, QTextOption

    from scout_desktop.ui.transcript.blocks.formats import Row
    from scout_desktop.ui.transcript.blocks.text.shown import Shown

_ENDLESS = 1_000_000


class Rows:
    """The lines of a paragraph and their measures."""

    def __init__(self, font: QFont, row: Row) -> None:
        """`row` is what a row measures."""
        self._font, self.row = font, row
        self._width = -1
        self._is_done = False
        self._stretches: list[Stretch] = []
        self._forget()

    def take(self, shown: Shown, option: QTextOption) -> None:
        """Take what is to be shown; if it only grew at its end, most rows stand."""
        self._shown, self._option = shown, option
        self._boxes = sorted(shown.boxes)
        self._is_done = False

    def fit(self, width: int) -> int:
        """Break lines at so many pixels and return the height; costs nothing at the same width."""
        if width != self._width:
            if self._is_done and self._is_loose(min(width, self._width)):
                self._width = width
                return self.height
            self._width = width
            self._stretches.clear()
        elif self._is_done:
            return self.height
        self._is_done = True
        self._bands.clear()
        kept = 0
        while kept < len(self._stretches) and self._stretches[kept].holds(self._shown):
            kept += 1
        del self._stretches[kept:]
        self._forget(bisect_left(self._of, kept))
        while not self._stretches or not self._stretches[-1].is_last:
            at = self._stretches[-1].next if self._stretches else 0
            stretch = Stretch(self._shown, at, width, self._font, self._option)
            self._stretches.append(stretch)
            self._stack(stretch)
        return self.height

    def natural_width(self) -> int:
        """Return the pixels that the longest line takes without wrapping."""
        if self._width < 0:
            self.fit(_ENDLESS)
        return ceil(sum(stretch.layout.maximumWidth() for stretch in self._stretches))

    def draw(self, painter: QPainter, x: int, y: int, clip: QRectF) -> None:
        """Paint the letters and boxes of the rows within `clip`."""
        first, last = self.row_at(int(clip.top()) - y), self.row_at(int(clip.bottom()) - y)
        corner = QPointF(x, y)
        for stretch in self._stretches[self._of[first] : self._of[last] + 1]:
            stretch.layout.draw(painter, corner, [], clip)
        if self._boxes:
            begin, end = self._starts[first], self.span(last)[1]
            for at in self._boxes[bisect_left(self._boxes, begin) : bisect_left(self._boxes, end)]:
                row = self.row_of(at)
                for left, _ in self.kept_bands(row, at, at + 1):
                    self._shown.boxes[at].paint(painter, x + left, y + self.baseline(row))

    def row_of(self, at: int) -> int:
        """Return the number of the row that a place is in."""
        return bisect_right(self._starts, at) - 1

    def row_at(self, y: int) -> int:
        """Return the number of the row nearest to a height."""
        return max(bisect_right(self.tops, y) - 1, 0)

    def span(self, row: int) -> tuple[int, int]:
        """Return where a row begins and where the next one does."""
        start = self._starts[row]
        return start, start + self._lines[row].textLength()

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
        x, _ = cast("tuple[float, int]", self._lines[row].cursorToX(at - self._base(row)))
        return x

    def nearest(self, row: int, x: float) -> int:
        """Return the place between two letters that is nearest."""
        base = self._base(row)
        if not self._shown.is_mirrored:
            return base + self._lines[row].xToCursor(x)
        # From right to left, spaces at which a row was broken hang out of it on the left. Qt knows
        # that when it says where a letter is, but not when it says which letter is there.
        start, end = self.span(row)
        stands = self._stretches[self._of[row]].layout.isValidCursorPosition
        at = [each for each in range(start, end + 1) if stands(each - base)]
        return min(at, key=lambda each: abs(self.x(row, each) - x))

    def is_on(self, row: int, at: int, to: int, x: float) -> bool:
        """Whether a point is on one of these letters."""
        return any(left <= x < right for left, right in self.kept_bands(row, at, to))

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
        rects = [run.boundingRect() for run in line.glyphRuns(at - self._base(row), to - at)]
        joined: list[tuple[float, float]] = []
        for left, right in sorted((rect.left(), rect.right()) for rect in rects if rect.width()):
            if joined and left <= joined[-1][1] + 1:
                joined[-1] = joined[-1][0], max(right, joined[-1][1])
            else:
                joined.append((left, right))
        return joined

    def kept_bands(self, row: int, at: int, to: int) -> list[tuple[float, float]]:
        """Return the same, remembered: for what stands in the text as long as the text stands."""
        key = row, at, to
        if key not in self._bands:
            self._bands[key] = self.bands(row, at, to)
        return self._bands[key]

    def _is_loose(self, width: int) -> bool:
        """Whether nothing is broken at this width and beyond, and all stands on the left."""
        on_left = self._option.alignment() & Qt.AlignmentFlag.AlignLeft
        if len(self._stretches) > 1 or not on_left or self._shown.is_mirrored:
            return False
        return self.natural_width() <= width

    def _base(self, row: int) -> int:
        return self._stretches[self._of[row]].at

    def _forget(self, kept: int = 0) -> None:
        """Drop all rows but the first ones."""
        if not kept:
            self._lines: list[QTextLine] = []
            self._starts: list[int] = []
            self._of: list[int] = []
            self.tops: list[int] = []
            self._bands: dict[tuple[int, int, int], list[tuple[float, float]]] = {}
            self.height = 0
        elif kept < len(self.tops):
            self.height = self.tops[kept]
            for rows in (self._lines, self._starts, self._of, self.tops):
                del rows[kept:]

    def _stack(self, stretch: Stretch) -> None:
        """Put the lines of a stretch below the rows there are."""
        tall, above = self.row
        number, base = len(self._stretches) - 1, stretch.at
        top, boxes = self.height, self._boxes
        for line in stretch.lines:
            start = base + line.textStart()
            down, height = above, tall
            if boxes:
                down, height = self._grown(start, start + line.textLength())
            line.setPosition(QPointF(0, top + down - line.ascent()))
            self._lines.append(line)
            self._starts.append(start)
            self._of.append(number)
            self.tops.append(top)
            top += height
        self.height = top

    def _grown(self, start: int, end: int) -> tuple[int, int]:
        """Return how far the baseline is below the row's top, and the row's height."""
        tall, above = self.row
        below = tall - above
        boxes = self._boxes
        for at in boxes[bisect_left(boxes, start) : bisect_left(boxes, end)]:
            box = self._shown.boxes[at]
            above = max(above, ceil(box.ascent) + 1)
            below = max(below, ceil(box.size.height() - box.ascent) + 1)
        return above, above + below
