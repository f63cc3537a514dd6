"""The rows of a table: their cells as words, how tall each is, and where its text begins.

Only rows that were looked at are laid out, and only some of those are kept; the others have the
height that the number of their characters lets expect.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from itertools import accumulate
from typing import TYPE_CHECKING
from weakref import WeakMethod

from scout_desktop.chat.markdown.inlines import Text
from scout_desktop.chat.markdown.plain import plain_inlines
from scout_desktop.ui.theme.tokens import SIZES
from scout_desktop.ui.transcript.blocks.text.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scout_desktop.chat.markdown.inlines import Align, Inlines
    from scout_desktop.ui.transcript.blocks.table.columns import Columns, Row
    from scout_desktop.ui.transcript.blocks.workshop import Workshop

_KEPT = 600
"""Cells that stay laid out: some screens of them."""


class TableRows:
    """`tops` has one more than there are rows; places are code points of the table's text."""

    def __init__(
        self, workshop: Workshop, aligns: Sequence[Align], columns: Columns,
        changed: Callable[[], None],
    ) -> None:  # fmt: skip
        """`changed` is a method, held weakly, that is told when a cell looks different."""
        self._workshop, self._aligns, self._columns = workshop, aligns, columns
        self._changed = WeakMethod(changed)
        self._cells: OrderedDict[int, list[tuple[Inlines, Words]]] = OrderedDict()
        self._known = bytearray()
        self._edge = workshop.theme.px(SIZES.s1 + 2)
        self.rows: list[Row] = []
        self.lengths: list[Sequence[int]] = []
        self.starts = [0]
        """Where each row's text begins, and where that of one more row would."""
        self.tops = [0]

    @property
    def edge(self) -> int:
        """Pixels above and below the words of a row."""
        return self._edge

    def replace(self, first: int, rows: Sequence[Row]) -> None:
        """Put `rows` in the place of all rows from `first` on; then `expect`."""
        lengths = [[_length(cell) for cell in row] for row in rows]
        ends = accumulate((sum(row) + len(row) for row in lengths), initial=self.starts[first])
        self.rows[first:] = rows
        self.lengths[first:] = lengths
        self.starts[first:] = ends
        del self._known[first:], self.tops[first + 1 :]
        for row in [row for row in self._cells if row >= first]:
            cells = self._cells.pop(row)
            if row == first and rows:
                # A row that is being written is mostly as it was.
                self._cells[row] = [
                    (now, words) if now == before else self._made(now, row, column)
                    for column, (now, (before, words)) in enumerate(
                        zip(rows[0], cells, strict=False)
                    )
                ]

    def expect(self, first: int) -> None:
        """Take the heights that rows from `first` on can be expected to have."""
        tall, beside = self._workshop.formats.row("body").height, 2 * self._edge
        texts = map(self._columns.rows_of_text, self.lengths[first:])
        heights = (rows * tall + beside for rows in texts)
        self.tops[first:] = accumulate(heights, initial=self.tops[first])
        self._known[first:] = bytes(len(self.rows) - first)

    def settle(self, rows: range) -> bool:
        """Lay out rows that were not; whether one is not as tall as was expected."""
        heights: dict[int, int] = {}
        for row in rows:
            if not self._known[row]:
                self._known[row] = 1
                height = self._fitted(row)
                if height != self.tops[row + 1] - self.tops[row]:
                    heights[row] = height
        if not heights:
            return False
        first = min(heights)
        tops = self.tops
        tops[first:] = accumulate(
            (heights.get(row, tops[row + 1] - tops[row]) for row in range(first, len(self.rows))),
            initial=tops[first],
        )
        return True

    def doubt(self) -> None:
        """Cells may be of another height now: lay them out again when they are next seen."""
        self._known = bytearray(len(self._known))

    def forget(self) -> None:
        """The table runs the other way now: make every cell anew."""
        self._cells.clear()

    def cells(self, row: int) -> list[Words]:
        """Return the words of a row's cells, laid out."""
        if row not in self._cells:
            self._fitted(row)
        self._cells.move_to_end(row)
        return [words for _, words in self._cells[row]]

    def row_at(self, y: int) -> int:
        """Return the row that so many pixels from the top fall into."""
        return min(max(bisect_right(self.tops, y) - 1, 0), len(self.rows) - 1)

    def cell_of(self, place: int) -> tuple[int, int, int]:
        """Return row and column of a place, and where the cell's text begins."""
        row = min(max(bisect_right(self.starts, place) - 1, 0), len(self.rows) - 1)
        start, last = self.starts[row], len(self.lengths[row]) - 1
        for column, length in enumerate(self.lengths[row]):
            if place <= start + length or column == last:
                return row, column, start
            start += length + 1
        return row, 0, start

    def start(self, row: int, column: int) -> int:
        """Return where a cell's text begins."""
        return self.starts[row] + sum(self.lengths[row][:column]) + column

    def _fitted(self, row: int) -> int:
        """Lay a row out and return its height."""
        if row not in self._cells:
            cells = self.rows[row]
            self._cells[row] = [self._made(cell, row, at) for at, cell in enumerate(cells)]
            while len(self._cells) * len(self._aligns) > _KEPT and len(self._cells) > 1:
                self._cells.popitem(last=False)
        side, widths = 2 * self._columns.side, self._columns.widths
        tallest = self._workshop.formats.row("body").height
        for (_, words), width in zip(self._cells[row], widths, strict=False):
            tallest = max(tallest, words.fit(width - side))
        return tallest + 2 * self._edge

    def _made(self, cell: Inlines, row: int, column: int) -> tuple[Inlines, Words]:
        # Where nothing is said, a column keeps to one side, whatever script a cell is in.
        align = self._aligns[column] or ("right" if self._columns.mirrored else "left")
        words = Words(self._workshop, cell, strong=row == 0, align=align, changed=self._changed())
        return cell, words


def _length(cell: Inlines) -> int:
    """Characters of a cell; most are one run of text."""
    if len(cell) == 1 and type(cell[0]) is Text:
        return len(cell[0].text)
    return len(plain_inlines(cell))
