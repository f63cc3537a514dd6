"""A block of code: a card with a head, and lines that never wrap and run from left to right.

Its height comes from the number of lines alone, and only lines in sight are laid out: to open a
hundred thousand of them costs what a screenful does. What nobody could see in code is shown as a
stand-in and left out when it is copied.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication

from scout_desktop.chat.markdown.clean import clean_code
from scout_desktop.chat.markdown.pieces import CodeGrowth, CodePiece
from scout_desktop.ui.theme.tokens import SIZES
from scout_desktop.ui.transcript.blocks.block import Block
from scout_desktop.ui.transcript.blocks.code.colours import Colours
from scout_desktop.ui.transcript.blocks.code.head import CodeHead
from scout_desktop.ui.transcript.blocks.code.lines import CodeLines
from scout_desktop.ui.transcript.blocks.code.rows import CodeRows
from scout_desktop.ui.transcript.blocks.frame.card import paint_card
from scout_desktop.ui.transcript.blocks.frame.sideways import Sideways
from scout_desktop.ui.transcript.blocks.inset import Stand, inset, paint_around
from scout_desktop.ui.transcript.blocks.lull import Lull

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QPainter

    from scout_desktop.chat.markdown.pieces import TableGrowth
    from scout_desktop.ui.transcript.blocks.block import Marks, Span, Zone
    from scout_desktop.ui.transcript.blocks.workshop import Workshop

_AT_ONCE = 50_000
"""Characters in which what is hidden is counted at once; more takes slices."""
_PORTION = 20_000
_NARROWEST = 120
"""Pixels at 100 % that a card gets however deep it is set in."""


class CodeBlock(Block):
    """One `CodePiece`, laid out."""

    piece: CodePiece

    def __init__(self, workshop: Workshop, piece: CodePiece) -> None:
        super().__init__(workshop, piece)
        self._head = CodeHead(self, workshop, piece.language)
        self._sideways = Sideways(workshop)
        self._card = self._body = QRect()
        self._width = 0
        self._lull = Lull(workshop, self.close)
        self._take(piece)

    @property
    def text(self) -> str:
        return self._lines.text

    def show(self, piece: CodePiece) -> None:
        """Show the code as it is complete; `fit` again."""
        if piece.text == self._lines.text and piece.language == self.piece.language:
            self.close()
            self._count_hidden(piece.text)
        else:
            self._head = CodeHead(self, self.workshop, piece.language)
            self._take(piece)
        self.piece, self._width = piece, 0

    def close(self) -> None:
        """The code is complete. Comes by itself when nothing was added for a while."""
        self._lull.calm()
        self._colours.close()

    def grow(self, growth: CodeGrowth | TableGrowth) -> None:
        """Take whole lines and the one being written in the place of the last; `fit` again."""
        if not isinstance(growth, CodeGrowth):
            raise TypeError("code grows by lines")
        before = len(self._lines)
        first, same = self._lines.grow(growth)
        self._rows.grow(first, same)
        self._colours.grow(first)
        self._lull.stir()
        hidden = sum(_hidden_in(line) for line in growth.lines)
        self._hidden += hidden
        # The lines that stand, unless the badge above them says another number.
        kept = 0 if hidden else self._head.height + min(first, before - 1) * self._rows.row.height
        self.fresh = max(kept, 0)

    def fit(self, width: int) -> int:
        px = self.workshop.theme.px
        if width != self._width:
            self._width = width
            left = min(inset(self.workshop, self.piece.place), max(width - px(_NARROWEST), 0))
            self._card = QRect(left, 0, width - left, 1)
            self._head.fit(self._card)
        row, head, below = self._rows.row.height, self._head.height, px(SIZES.s3)
        self.height = head + len(self._lines) * row + below
        self._card.setHeight(self.height)
        self._body = self._card.adjusted(below, head, -below, -below)
        bar = px(SIZES.scrollbar)
        track = QRect(self._body.left(), self.height - bar - 1, self._body.width(), bar)
        self._sideways.fit(self._body.width(), round(self._rows.width), track)
        return self.height

    def paint(self, painter: QPainter, clip: QRect, marks: Marks) -> None:
        shop, place = self.workshop, self.piece.place
        stand = Stand(self._card.left(), self._head.baseline, mirrored=False)
        paint_around(painter, shop, place, QRect(0, 0, self._width, self.height), stand)
        paint_card(painter, shop, self._card, clip, "surface")
        if clip.top() < self._head.height:
            self._head.paint(painter, self._hidden, marks.pointer)
        self._paint_lines(painter, clip, marks)
        self._sideways.paint(painter, marks.pointer)
        self._colours.start()

    def place_at(self, x: int, y: int) -> int:
        if y < self._body.top():
            return 0
        if y > self._body.bottom():
            return len(self.text)
        line = min((y - self._body.top()) // self._rows.row.height, len(self._lines) - 1)
        at = self._rows.at(line, x - self._left)
        return self._lines.start(line) + min(at, len(self._lines.lines[line]))

    def caret(self, place: int) -> QRect:
        line = self._lines.line_of(place)
        x = self._rows.x(line, place - self._lines.start(line))
        row = self._rows.row.height
        return QRect(round(self._left + x), self._body.top() + line * row, 1, row)

    def line_at(self, place: int) -> Span:
        line = self._lines.line_of(place)
        start = self._lines.start(line)
        return start, start + len(self._lines.lines[line])

    def zone_at(self, x: int, y: int) -> Zone | None:
        return self._head.copy.zone(x, y)

    def press(self, x: int, y: int) -> bool:
        if self._head.copy.zone(x, y) is not None:
            self.copy_code()
            return True
        return self._told(self._sideways.grip(x, y))

    def copy_code(self) -> None:
        """Put the code on the clipboard, without characters that nobody can see."""
        QGuiApplication.clipboard().setText(clean_code(self.text)[0])
        self._head.copy.tell()

    def scroll_sideways(self, pixels: int) -> bool:
        return self._told(self._sideways.move(pixels))

    def reveal(self, place: int) -> bool:
        """Move sideways until a place is in sight; whether it had to be."""
        caret = self.caret(place).left() - self._left
        edge = round(2 * self._rows.advance)
        return self._told(self._sideways.reveal(max(caret - edge, 0), caret + edge))

    def drag(self, x: int) -> bool:
        """Move the scroll bar that the last `press` took hold of; whether it did."""
        return self._told(self._sideways.drag(x))

    @property
    def _left(self) -> int:
        """Where lines begin, in the block's pixels."""
        return self._body.left() - self._sideways.offset

    def _take(self, piece: CodePiece) -> None:
        self._lines = CodeLines(piece.text)
        self._colours = Colours(self.workshop, piece.language, self._lines, self._recolour)
        self._rows = CodeRows(self.workshop, self._lines, self._colours.spans)
        self._hidden = 0
        self._seen = range(0)
        self._is_told = False
        self._count_hidden(piece.text)

    def _count_hidden(self, text: str) -> None:
        if len(text) <= _AT_ONCE:
            self._hidden = _hidden_in(text)
        else:
            self.workshop.later(self._counting(text))

    def _counting(self, text: str) -> Iterator[None]:
        """Count in slices what is hidden in a long text."""
        start = found = 0
        while start < len(text):
            end = text.find("\n", start + _PORTION) + 1 or len(text)
            found += _hidden_in(text[start:end])
            start = end
            yield
        if found != self._hidden:
            self._hidden = found
            self.workshop.changed.emit(self, False)

    def _paint_lines(self, painter: QPainter, clip: QRect, marks: Marks) -> None:
        rows, body, row = self._rows, self._body, self._rows.row.height
        first = max((clip.top() - body.top()) // row, 0)
        last = min((clip.bottom() - body.top()) // row, len(self._lines) - 1)
        self._seen, self._is_told = range(first, last + 1), False
        if first > last:
            return
        left, offset = self._left, self._sideways.offset
        sight = (offset, offset + body.width())
        color, width = self.workshop.formats.color, rows.width
        painter.save()
        painter.setClipRect(body.intersected(clip))
        painter.setPen(color("text"))
        for line in self._seen:
            top = body.top() + line * row
            for token, span in self._grounds(line, marks):
                for start, end in rows.bands(line, span, sight):
                    here = QRect(round(left + start), top, round(end) - round(start), row)
                    painter.fillRect(here, color(token))
            rows.draw(painter, line, left, top, sight)
        painter.restore()
        if rows.width != width:
            # A line turned out wider than it was thought to be.
            self._sideways.fit(body.width(), round(rows.width), self._sideways.track)

    def _grounds(self, line: int, marks: Marks) -> Iterator[tuple[str, Span]]:
        """What lies under a line's letters: a colour, and from where to where in the line."""
        if marks.selection is None and not marks.hits and marks.hit is None:
            return
        start = self._lines.start(line)
        end = start + len(self._lines.lines[line])
        if marks.selection is not None:
            yield "selection", _within(marks.selection, start, end)
        at = max(bisect_left(marks.hits, (start, 0)) - 1, 0)
        while at < len(marks.hits) and marks.hits[at][0] < end:
            yield "hit", _within(marks.hits[at], start, end)
            at += 1
        if marks.hit is not None:
            yield "hit_now", _within(marks.hit, start, end)

    def _recolour(self, line: int) -> None:
        self._rows.forget(line)
        if line in self._seen and not self._is_told:
            # Once is enough until it is painted.
            self._is_told = True
            self.workshop.changed.emit(self, False)

    def _told(self, moved: bool) -> bool:
        if moved:
            self.workshop.changed.emit(self, False)
        return moved


def _hidden_in(text: str) -> int:
    return 0 if text.isascii() and text.isprintable() else clean_code(text)[1]


def _within(span: Span, start: int, end: int) -> Span:
    """The part of a span of the text that is in a line, in places of that line."""
    return max(span[0], start) - start, min(span[1], end) - start
