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

    from scout_desktop.chat.markdown.pieces import CodeGrowth

TAB = 4
"""Columns between two tab stops."""


class CodeLines:
    """Places are code points from the beginning of the text."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        """There is always one; those behind the first `finished` are still being written."""
        self.finished = len(self.lines) - 1
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
        if self._text is not None:
            return len(self._text)
        return self.start(len(self.lines) - 1) + len(self.lines[-1])

    def grow(self, growth: CodeGrowth) -> tuple[int, int]:
        """Take what came; return the first line that changed, and how much of it stands."""
        first = self.finished if growth.finished < 0 else growth.finished
        fresh = [*growth.lines, growth.partial] if growth.partial else [*growth.lines]
        if not fresh and not first:
            fresh = [""]
        starts = self._all_starts()
        place = starts[first] if first < len(starts) else self.size + 1
        before = self.lines[first] if first < len(starts) else ""
        starts[first:] = accumulate((len(line) + 1 for line in fresh[:-1]), initial=place)
        if not fresh:
            del starts[first:]
        self.lines[first:] = fresh
        self.finished = first + len(growth.lines)
        self._text = None
        if fresh:
            tabs = any("\t" in line for line in fresh)
            self.columns = max(self.columns, _widest(fresh, tabs))
        same = len(before) if fresh and fresh[0].startswith(before) else 0
        return first, same

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
