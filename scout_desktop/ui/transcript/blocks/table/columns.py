"""How wide the columns of a table are, from some of its cells, and where each begins.

A column is as wide as its longest cells, as long as all columns have room. Where they have not,
the wide ones share what is left, down to a width that can still be read; with less than that the
table is wider than the page and is moved sideways.
"""

from __future__ import annotations

from heapq import nlargest
from math import ceil
from typing import TYPE_CHECKING

from scout_desktop.ui.theme.tokens import SIZES
from scout_desktop.ui.transcript.blocks.text.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scout_desktop.chat.markdown.inlines import Inlines
    from scout_desktop.ui.transcript.blocks.workshop import Workshop

_MOST = 260
"""Pixels at 100 % of a column of a table that is moved sideways."""
_MEASURED = 3
"""Cells of a column that are measured each time: its longest."""
_LETTER = 7.3
"""Pixels at 100 %, where none was measured."""
_HALF_A_WORD = 3
"""Letters."""
_LONG = 600
"""Characters of a cell that is as wide as can be, without measuring."""


Row = tuple["Inlines", ...]


class Columns:
    """`widths` and `lefts` are pixels, room beside the words included."""

    def __init__(self, workshop: Workshop, count: int) -> None:
        self._workshop = workshop
        self._natural = [1] * count
        self._longest = [1] * count
        self._passing: list[int] = []
        self._learned = 0
        self.mirrored = False
        """The first column is the rightmost."""
        self.side = workshop.theme.px(SIZES.s3)
        """Pixels between the edge of a cell and its words."""
        self.widths = [0] * count
        self.lefts = [0] * count
        self.total = 0

    def learn(self, rows: Sequence[Row], lengths: Sequence[Sequence[int]]) -> None:
        """Measure the finished rows that came since the last time.

        `lengths` are the characters of each cell.
        """
        first, self._learned = self._learned, len(rows)
        self._passing = []
        for column in range(len(self._natural)):
            here = range(first, len(rows))
            longest = nlargest(_MEASURED, here, key=lambda row: lengths[row][column])
            for row in longest if first else {0, *longest}:
                length = lengths[row][column]
                width = self._measured(rows[row][column], length, strong=row == 0)
                if width > self._natural[column]:
                    self._natural[column], self._longest[column] = width, max(length, 1)

    def learn_anew(self, rows: Sequence[Row], lengths: Sequence[Sequence[int]]) -> None:
        """Measure a complete table, whatever was measured while it grew."""
        count = len(self._natural)
        self._natural, self._longest, self._learned = [1] * count, [1] * count, 0
        self.learn(rows, lengths)

    def pass_by(self, row: Row, lengths: Sequence[int]) -> None:
        """Give room to the row that is being written, as long as it is as it is."""
        cells = zip(row, lengths, strict=True)
        self._passing = [self._measured(cell, length, strong=False) for cell, length in cells]

    def forget(self, first: int) -> None:
        """Rows from `first` on are others now; widths they asked for stay."""
        self._learned = min(self._learned, first)

    def fit(self, room: int) -> None:
        """Share so many pixels."""
        px = self._workshop.theme.px
        natural = self._natural
        if self._passing:
            natural = [max(each) for each in zip(natural, self._passing, strict=False)]
        wanted = [width + 2 * self.side for width in natural]
        self.widths = wanted
        if sum(wanted) > room:
            most = _level(wanted, room)
            if most < px(self._workshop.least_column):
                most = px(_MOST)
            self.widths = [min(width, most) for width in wanted]
        self.total = sum(self.widths)
        left = 0
        for column, width in enumerate(self.widths):
            self.lefts[column] = self.total - left - width if self.mirrored else left
            left += width

    def _measured(self, cell: Inlines, length: int, *, strong: bool) -> int:
        if length > _LONG:
            return self._workshop.theme.px(length * _LETTER)
        return Words(self._workshop, cell, strong=strong).natural_width

    def rows_of_text(self, lengths: Sequence[int]) -> int:
        """Return how many rows of text the cells of one row of the table probably take."""
        most = 1
        for column, length in enumerate(lengths):
            room = self.widths[column] - 2 * self.side
            if self._natural[column] > room:
                letter = self._natural[column] / self._longest[column]
                # Rows are broken before the word that does not fit: half a word stays empty.
                filled = max(room - _HALF_A_WORD * letter, letter)
                most = max(most, ceil(length * letter / filled))
        return most

    def at(self, x: int) -> int:
        """Return the column nearest to a point."""

        def away(column: int) -> int:
            left = self.lefts[column]
            return max(left - x, x - left - self.widths[column], 0)

        return min(range(len(self.widths)), key=away, default=0)


def _level(wanted: list[int], room: int) -> int:
    """Return the width that, as the most for each, makes all of them together as wide as `room`."""
    rest, left = room, len(wanted)
    for width in sorted(wanted):
        if width * left >= rest:
            break
        rest -= width
        left -= 1
    return rest // max(left, 1)
