"""A line with what a search found in it marked, cut so that the first mark is seen.

Loaded with the first search.
Positions are code points, as everywhere but in Qt, which counts UTF-16.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QTextCharFormat, QTextLayout, QTextOption

from scout_desktop.ui.conversations.rows.words import Line

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QBrush, QColor, QFont, QPainter

_DOTS = "…"
_BEFORE = 0.3
"""Share of the width that what stands before the first mark may keep."""
_JOINER = "\u200d"


class Inks(NamedTuple):
    """The colours of a line: its text, and ground and text of what is marked."""

    text: QColor
    hit: QBrush
    on_hit: QBrush


def fitted(line: Line, font: QFont, width: float) -> Line:
    """Return what of `line` fits into `width` pixels: the beginning of the first mark always."""
    metrics = QFontMetricsF(font)
    if metrics.horizontalAdvance(line.text) <= width:
        return line
    dots = metrics.horizontalAdvance(_DOTS)
    if line.marks:
        first, end = line.marks[0]
        if metrics.horizontalAdvance(line.text[:end]) + dots > width:
            line = _from(line, _start(line.text, first, metrics, _BEFORE * width))
    if metrics.horizontalAdvance(line.text) <= width:
        return line
    return _until(line, _fitting(line.text, font, max(width - dots, 0)))


def begun(line: Line, font: QFont, width: float) -> tuple[Line, bool]:
    """Return what of `line` fits from its start, and whether its first mark is in it."""
    metrics = QFontMetricsF(font)
    if metrics.horizontalAdvance(line.text) <= width:
        return line, True
    room = max(width - metrics.horizontalAdvance(_DOTS), 0)
    shown = _until(line, _fitting(line.text, font, room))
    return shown, not line.marks or line.marks[0][1] < len(shown.text)


def paint(painter: QPainter, area: QRect, line: Line, font: QFont, inks: Inks) -> None:
    """Paint a line that fits into `area`; one that is read from the right begins on the right."""
    layout = QTextLayout(line.text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    backwards = reads_from_right(line.text)
    if backwards:
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        option.setAlignment(Qt.AlignmentFlag.AlignRight)
    layout.setTextOption(option)
    layout.setFormats([_format(line, mark, inks) for mark in line.marks])
    layout.beginLayout()
    row = layout.createLine()
    row.setLineWidth(area.width())
    layout.endLayout()
    painter.setPen(inks.text)
    top = area.top() + (area.height() - row.height()) / 2
    layout.draw(painter, QPointF(area.left(), top))


def reads_from_right(text: str) -> bool:
    """Whether the first letter of a text with a direction is one of Arabic, Hebrew and the like."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return False


def _format(line: Line, mark: tuple[int, int], inks: Inks) -> QTextLayout.FormatRange:
    made, look = QTextLayout.FormatRange(), QTextCharFormat()
    start, end = (_units(line.text[:place]) for place in mark)
    made.start, made.length = start, end - start
    look.setBackground(inks.hit)
    look.setForeground(inks.on_hit)
    made.format = look
    return made


def _start(text: str, first: int, metrics: QFontMetricsF, room: float) -> int:
    """Return where to begin so that at most `room` pixels stand before `first`."""
    # What is shorter is narrower: few lines are measured, however long the text is.
    start = bisect_left(
        range(first), True, key=lambda at: metrics.horizontalAdvance(text[at:first]) <= room
    )
    gap = text.find(" ", start, first)
    if gap >= 0:
        return gap + 1
    while start < first and _belongs_to_the_letter_before(text, start):
        start += 1
    return start


def _fitting(text: str, font: QFont, width: float) -> int:
    """Return how many code points fit, whole letters with their accents only."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    row = layout.createLine()
    row.setLineWidth(width)
    layout.endLayout()
    units = row.textLength()
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))


def _from(line: Line, start: int) -> Line:
    shift = start - len(_DOTS)
    moved = tuple((begin - shift, end - shift) for begin, end in line.marks)
    return Line(_DOTS + line.text[start:], moved) if start else line


def _until(line: Line, length: int) -> Line:
    kept = line.text[:length].rstrip()
    marks = tuple((begin, min(end, len(kept))) for begin, end in line.marks if begin < len(kept))
    return Line(kept + _DOTS, marks)


def _belongs_to_the_letter_before(text: str, place: int) -> bool:
    letter = text[place]
    return (
        unicodedata.category(letter) in ("Mn", "Mc", "Me")
        or letter in (_JOINER, "\u200c")
        or text[place - 1 : place] == _JOINER
        or "\U0001f3fb" <= letter <= "\U0001f3ff"
    )


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
