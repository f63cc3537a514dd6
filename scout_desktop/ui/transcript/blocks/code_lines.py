"""The lines of a piece of code and where each begins, also while it grows.

Nothing here is laid out. Taking what came costs what came; the text as a whole is put together
when somebody asks for it.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

TAB = 4
"""Columns between two tab stops."""


class CodeLines:
    """Places are code points from the beginning of the text."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        """The last one may still be written."""
        self.columns = _widest(self.lines, "\t" in text)
        """How many the longest line takes, as far as that can be told without laying it out."""
        self._text: str | None = text
        self._starts: list[int] | None = None

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def text(self) -> str:
        """All of it."""
        if self._text is None:
            self._text = "\n".join(self.lines)
        return self._text

    @property
    def size(self) -> int:
        """Characters in all."""
        return self.start(len(self.lines) - 1) + len(self.lines[-1])

    def grow(self, lines: Sequence[str], partial: str) -> None:
        """Put `lines` and then `partial` in the place of the last line."""
        fresh = [*lines, partial]
        self._text = None
        starts = self._all_starts()
        starts.extend(accumulate((len(line) + 1 for line in lines), initial=starts.pop()))
        self.lines[-1:] = fresh
        self.columns = max(self.columns, _widest(fresh, any("\t" in line for line in fresh)))

    def start(self, line: int) -> int:
        """Return the place where a line begins."""
        return self._all_starts()[line]

    def line_of(self, place: int) -> int:
        """Return the line that a place is in."""
        return max(bisect_right(self._all_starts(), place) - 1, 0)

    def _all_starts(self) -> list[int]:
        if self._starts is None:
            before = accumulate((len(line) + 1 for line in self.lines), initial=0)
            self._starts = list(before)[:-1]
        return self._starts


def _widest(lines: Sequence[str], tabs: bool) -> int:
    if not tabs:
        return max(map(len, lines))
    return max(len(line.expandtabs(TAB)) if "\t" in line else len(line) for line in lines)
