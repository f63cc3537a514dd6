"""One paragraph laid out by Qt's raw text layout, with every row as tall as every other.

Paragraphs, headings and table cells are `Words`. They are laid out again only when the width has
changed, and painting costs what is in sight. A row is taller only where a formula is. Nothing that
a text names is ever loaded.
"""

from __future__ import annotations

from bisect import bisect_left
from math import inf
from operator import itemgetter
from typing import TYPE_CHECKING
from weakref import WeakMethod

from PySide6.QtCore import QRect, QRectF

from scout_desktop.ui.links import readable_address
from scout_desktop.ui.theme.tokens import SIZES
from scout_desktop.ui.transcript.blocks.block import NO_MARKS, Zone
from scout_desktop.ui.transcript.blocks.text.grounds import Grounds
from scout_desktop.ui.transcript.blocks.text.rows import Rows
from scout_desktop.ui.transcript.blocks.text.speller import Speller, Style

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPainter

    from scout_desktop.chat.markdown.inlines import Align, Inlines
    from scout_desktop.ui.transcript.blocks.block import Marks, Span
    from scout_desktop.ui.transcript.blocks.workshop import Workshop


class Words:
    """Inlines in rows. Places are code points of `text`; pixels count from its top left corner."""

    def __init__(
        self,
        workshop: Workshop,
        inlines: Inlines,
        kind: str = "body",
        *,
        strong: bool = False,
        align: Align = "",
        changed: Callable[[], None] | None = None,
    ) -> None:
        """`kind` is a key of `FACES`; `align` "" begins where the paragraph's script begins.

        `changed` is a method that is told, and held weakly, when a formula was drawn: `fit` again.
        """
        self._workshop, self._kind = workshop, kind
        self._strong, self._align = strong, align
        self._changed = None if changed is None else WeakMethod(changed)
        self._inlines, self._widest = inlines, inf
        self._begin()

    def show(self, inlines: Inlines) -> None:
        """Take other inlines in place of the ones before; `fit` again.

        If they only grew at the end, what is laid out of them stands.
        """
        self._inlines = inlines
        self._take()

    def fit(self, width: int) -> int:
        """Lay out in so many pixels and return the height; costs nothing at the same width."""
        width = max(width, 1)
        widest = self._speller.widest
        if self._is_stale or (widest > width) != (widest > self._widest):
            self._widest = inf if widest <= width else width
            self._begin()
        return self._rows.fit(width)

    @property
    def height(self) -> int:
        """Pixels, as the last `fit` found it."""
        return self._rows.height

    @property
    def natural_width(self) -> int:
        """Pixels it would take without wrapping."""
        return self._rows.natural_width()

    @property
    def text(self) -> str:
        """The words as they are selected and copied."""
        return self._shown.text

    @property
    def is_rtl(self) -> bool:
        """The paragraph runs from right to left."""
        return self._shown.is_mirrored

    @property
    def baseline(self) -> int:
        """Pixels from the top to the first row's baseline."""
        return self._rows.baseline(0)

    def paint(
        self, painter: QPainter, x: int, y: int, clip: QRect, marks: Marks = NO_MARKS
    ) -> None:
        """Paint the rows within `clip` with the corner at (x, y), both in the painter's pixels."""
        rows = self._rows
        if self._shown.grounds or marks.selection or marks.hits or marks.hit:
            seen = range(rows.row_at(clip.top() - y), rows.row_at(clip.bottom() - y) + 1)
            painter.translate(x, y)
            self._paint_grounds(painter, seen, marks)
            painter.translate(-x, -y)
        painter.setPen(self._workshop.formats.color("text"))
        rows.draw(painter, x, y, QRectF(clip))

    def place_at(self, x: int, y: int) -> int:
        """Return the place in `text` nearest to a point."""
        rows = self._rows
        row = rows.row_at(y)
        at = rows.nearest(row, x)
        # Behind a row that was broken at a space is where the next row begins: stay in this one.
        if at == rows.span(row)[1] and row + 1 < len(rows.tops) and self._shown.is_gap(at - 1):
            at -= 1
        return self._shown.place(at)

    def caret(self, place: int) -> QRect:
        """Return where a place is: one pixel wide, as tall as its row."""
        rows, at = self._rows, self._shown.shown(place)
        row = rows.row_of(at)
        top = rows.tops[row]
        return QRect(round(rows.x(row, at)), top, 1, rows.bottom(row) - top)

    def line_at(self, place: int) -> Span:
        """Return the row on the screen that a place is in."""
        start, end = self._rows.span(self._rows.row_of(self._shown.shown(place)))
        return self._shown.place(start), self._shown.place(end)

    def zone_at(self, x: int, y: int) -> Zone | None:
        """Return the link or the label of a picture that a point is on."""
        if not self._shown.zones or not 0 <= y < self.height:
            return None
        rows = self._rows
        row = rows.row_at(y)
        start, end = rows.span(row)
        for at, to, kind, address in self._shown.zones:
            if at < end and to > start and rows.is_on(row, at, to, x):
                tip = f"Footnote {address}" if kind == "note" else readable_address(address)
                return Zone(kind, tip, address)
        return None

    def _begin(self) -> None:
        """Begin anew: how it looks may have changed, or what is known of its formulas."""
        kind, formats = self._kind, self._workshop.formats
        style = Style(self._workshop, kind, self._strong, self._widest)
        self._speller = Speller(style)
        self._rows = Rows(formats.font(kind, self._strong), formats.row(kind))
        self._is_stale = False
        self._take()

    def _take(self) -> None:
        self._speller.spell(self._inlines, self._drawn)
        shown = self._shown = self._speller.shown
        option = self._workshop.formats.option(self._align, shown.is_mirrored)
        self._rows.take(shown, option)

    def _drawn(self) -> None:
        """A formula is known now; others may come in the same breath, so `fit` takes them up."""
        told = None if self._changed is None or self._is_stale else self._changed()
        self._is_stale = True
        if told is not None:
            told()

    def _paint_grounds(self, painter: QPainter, seen: range, marks: Marks) -> None:
        rows, color = self._rows, self._workshop.formats.color
        grounds = Grounds(painter, rows, seen)
        begin, end = rows.span(seen.start)[0], rows.span(seen.stop - 1)[1]
        spans = [span for span in self._shown.grounds if span[0] < end and span[1] > begin]
        if spans:
            grounds.paint_rounded(spans, color("bubble"), self._workshop.theme.px(SIZES.s1))
        if marks.selection is not None:
            grounds.paint_flat(self._shown.spread(marks.selection), color("selection"))
        first, last = self._shown.place(begin), self._shown.place(end)
        # They are in order, and a long text may have thousands.
        for hit in marks.hits[bisect_left(marks.hits, first, key=itemgetter(1)) :]:
            if hit[0] >= last:
                break
            grounds.paint_flat(self._shown.spread(hit), color("hit"))
        if marks.hit is not None:
            grounds.paint_flat(self._shown.spread(marks.hit), color("hit_now"))
