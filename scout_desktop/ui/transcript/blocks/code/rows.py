"""The lines of code on the screen: one text layout for each that is painted, kept for a while.

A line that is longer than anybody writes is laid out in strips, of which only those in sight are
made. So neither a hundred thousand lines nor a line of a million characters cost more than a
screenful. Pixels count from the start of a line.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QGlyphRun,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from scout_desktop.ui.transcript.blocks.code.letters import Letters, letters_of
from scout_desktop.ui.transcript.blocks.code.lines import TAB

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from PySide6.QtGui import QGlyphRun, QPainter

    from scout_desktop.chat.markdown.lexing import Coloured
    from scout_desktop.ui.transcript.blocks.block import Span
    from scout_desktop.ui.transcript.blocks.code.lines import CodeLines
    from scout_desktop.ui.transcript.blocks.workshop import Workshop

STRIP = 1_000
"""Characters laid out at once."""
_KEPT = 160
"""Strips: some screens of them."""
_ENDLESS = 1e7


class _Strip(NamedTuple):
    """Some characters of a line, laid out."""

    layout: QTextLayout
    row: QTextLine
    letters: Letters
    width: float

    def x(self, at: int) -> float:
        """Return where a character begins: on its right, if it runs from right to left."""
        if self.letters.is_turned and at < self.size:
            # Where directions change, Qt would answer with the end of what comes before.
            for run in self._runs(at, at + 1):
                rect = run.boundingRect()
                return rect.right() if run.isRightToLeft() else rect.left()
        # Qt answers with where it is and the unit it looked at, but is described as the former.
        found: Any = self.row.cursorToX(self.letters.units[at])
        return float(found[0])

    def at(self, x: float) -> int:
        """Return the character nearest to `x`."""
        units = self.letters.units
        return min(bisect_left(units, self.row.xToCursor(x)), len(units) - 1)

    def bands(self, start: int, end: int) -> Iterator[tuple[float, float]]:
        """Yield from where to where these characters are."""
        if not self.letters.is_turned:
            yield self.x(start) if start else 0.0, self.width if end == self.size else self.x(end)
            return
        for run in self._runs(start, end):
            rect = run.boundingRect()
            yield rect.left(), rect.right()

    def _runs(self, start: int, end: int) -> list[QGlyphRun]:
        first, last = self.letters.units[start], self.letters.units[end]
        return self.row.glyphRuns(first, last - first)

    @property
    def size(self) -> int:
        """How many characters it has."""
        return len(self.letters.units) - 1


class CodeRows:
    """Lays out lines of `lines`, in the colours found in `spans` by line."""

    def __init__(
        self, workshop: Workshop, lines: CodeLines, spans: Mapping[int, Sequence[Coloured]]
    ) -> None:
        formats = workshop.formats
        self._workshop, self._lines, self._spans = workshop, lines, spans
        self._font = formats.font("code")
        self.row = formats.row("code")
        self.advance = QFontMetricsF(self._font).horizontalAdvance("0")
        self._option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        self._option.setWrapMode(QTextOption.WrapMode.NoWrap)
        self._option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        self._option.setTabStopDistance(TAB * self.advance)
        self._styles: dict[str, QTextCharFormat] = {}
        self._strips: OrderedDict[tuple[int, int], _Strip] = OrderedDict()
        self._long: dict[int, list[float]] = {}
        self._widest = 0.0

    @property
    def width(self) -> float:
        """Pixels of the widest line: exact for those seen, a guess for the others."""
        return max(self._lines.columns * self.advance, self._widest)

    def forget(self, line: int) -> None:
        """A line has other colours now."""
        for number in range(self._count(line)):
            self._strips.pop((line, number), None)

    def grow(self, line: int, same: int) -> None:
        """All is new from a line on, but for the first `same` characters of that line."""
        since = (line, same // STRIP)
        for key in [key for key in self._strips if key >= since]:
            del self._strips[key]
        self._long.pop(line, None)

    def draw(self, painter: QPainter, line: int, x: int, top: int, seen: tuple[int, int]) -> None:
        """Draw what is `seen` (from, to in pixels) of a line that begins at (x, top)."""
        for number, left in self._in_sight(line, *seen):
            strip = self._strip(line, number)
            strip.layout.draw(painter, QPointF(x + left, top + self.row.baseline))

    def bands(self, line: int, span: Span, seen: tuple[int, int]) -> Iterator[tuple[float, float]]:
        """Yield the stretches (from, to in pixels) that some characters of a line take."""
        for number, left in self._in_sight(line, *seen):
            strip = self._strip(line, number)
            start = max(span[0] - number * STRIP, 0)
            end = min(span[1] - number * STRIP, strip.size)
            if start < end:
                yield from ((left + one, left + two) for one, two in strip.bands(start, end))

    def x(self, line: int, at: int) -> float:
        """Return where the character `at` of a line begins."""
        number = min(at // STRIP, self._count(line) - 1)
        left = sum(self._widths(line)[:number])
        return left + self._strip(line, number).x(at - number * STRIP)

    def at(self, line: int, x: float) -> int:
        """Return the place in a line nearest to `x`."""
        number, left = 0, 0.0
        for number, left in self._in_sight(line, int(x), int(x) + 1):
            if x < left + self._strip(line, number).width:
                break
        else:
            number = self._count(line) - 1 if x > 0 else 0
            left = sum(self._widths(line)[:number])
        return number * STRIP + self._strip(line, number).at(x - left)

    def _in_sight(self, line: int, start: int, end: int) -> Iterator[tuple[int, float]]:
        """Yield the strips between two pixels, and where each begins."""
        left, widths = 0.0, self._widths(line)
        for number in range(len(widths)):
            if left > end:
                return
            # Whoever takes a strip may lay it out, and so learn how wide it is.
            if left + widths[number] >= start:
                yield number, left
            left += widths[number]

    def _count(self, line: int) -> int:
        return max(-(-len(self._lines.lines[line]) // STRIP), 1)

    def _widths(self, line: int) -> list[float]:
        """The width of each strip of a line, as far as it is known."""
        count = self._count(line)
        if count == 1:
            return [self._strip(line, 0).width]
        if line not in self._long:
            laid = [self._strips.get((line, number)) for number in range(count)]
            text = self._lines.lines[line]
            self._long[line] = [
                min(len(text) - number * STRIP, STRIP) * self.advance if one is None else one.width
                for number, one in enumerate(laid)
            ]
        return self._long[line]

    def _strip(self, line: int, number: int) -> _Strip:
        found = self._strips.get((line, number))
        if found is not None:
            self._strips.move_to_end((line, number))
            return found
        found = self._lay_out(line, number)
        self._strips[line, number] = found
        while len(self._strips) > _KEPT:
            self._strips.popitem(last=False)
        if line in self._long:
            self._long[line][number] = found.width
            self._widest = max(self._widest, sum(self._long[line]))
        else:
            self._widest = max(self._widest, found.width)
        return found

    def _lay_out(self, line: int, number: int) -> _Strip:
        text, first = self._lines.lines[line], number * STRIP
        # The carriage return before a line feed belongs to the end of the line.
        if text.endswith("\r") and line + 1 < len(self._lines):
            text = text[:-1] + " "
        letters = letters_of(text[first : first + STRIP])
        layout = QTextLayout(letters.shown, self._font)
        layout.setCacheEnabled(True)
        layout.setTextOption(self._option)
        looks = self._looks(line, first, letters)
        if looks:
            layout.setFormats(looks)
        layout.beginLayout()
        row = layout.createLine()
        row.setLineWidth(_ENDLESS)
        row.setPosition(QPointF(0, -row.ascent()))
        layout.endLayout()
        return _Strip(layout, row, letters, row.naturalTextWidth())

    def _looks(self, line: int, first: int, letters: Letters) -> list[QTextLayout.FormatRange]:
        """The colours of a strip as Qt wants them."""
        made: list[QTextLayout.FormatRange] = []
        units, count = letters.units, len(letters.units) - 1
        for start, length, kind in self._spans.get(line, ()):
            at, to = max(start - first, 0), min(start + length - first, count)
            if at < to:
                made.append(_range(units[at], units[to], self._style(kind)))
        made.extend(
            _range(units[at], units[at + 1], self._style("masked")) for at in letters.masked
        )
        return made

    def _style(self, kind: str) -> QTextCharFormat:
        if kind not in self._styles:
            made, color = QTextCharFormat(), self._workshop.formats.color
            if kind == "masked":
                made.setForeground(color("warn"))
                made.setBackground(color("warn_tint"))
            else:
                made.setForeground(color(f"code_{kind}"))
            self._styles[kind] = made
        return self._styles[kind]


def _range(at: int, to: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = at, to - at, look
    return made
