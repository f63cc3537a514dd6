"""Blocks that hold text, while they are open: paragraphs, code, tables.

A leaf is `fork`ed when a growing text is looked at: the copy shares what is finished with its
`origin` and keeps what it takes for itself, so that a look costs nothing for what is long finished.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final, TypeAlias

from .signs import FENCE_END, cells_of

if TYPE_CHECKING:
    from scout_desktop.chat.markdown.inlines import Align
    from scout_desktop.chat.markdown.pieces import Place

    from .cursor import Cursor

MOST_FILLED: Final = 65_536
"""Cells of a table that are made up where rows are too short; then it ends."""


class Answer(Enum):
    """What an open leaf says to a line."""

    TAKEN = 1
    CLOSED = 2
    """Taken, and the leaf ends with it."""
    OVER = 3
    """The leaf has ended before it."""


class Paragraph:
    """Lines of running text, each without the spaces in front of it."""

    __slots__ = ("end", "lazy", "length", "lines", "place")

    def __init__(self, place: Place, line: str, end: str = "") -> None:
        self.place = place
        self.lines = [line]
        self.lazy = False
        """The last line lacked the signs of the boxes around."""
        self.end = end
        """What the formula is closed with that this paragraph may be; "" if it is none."""
        self.length = len(line)

    def add(self, line: str, *, lazy: bool) -> None:
        """Take the next line."""
        self.lines.append(line)
        self.length += len(line)
        self.lazy = lazy

    def fork(self) -> Paragraph:
        """Return one that can be changed without this one."""
        fork = Paragraph(self.place, "", self.end)
        fork.lines, fork.lazy, fork.length = self.lines.copy(), self.lazy, self.length
        return fork


class CodeLeaf:
    """Lines of code; `fence` is empty if it is set in instead of fenced."""

    __slots__ = ("_waiting", "added", "fence", "indent", "language", "lines", "origin", "place")

    def __init__(self, place: Place, fence: str = "", indent: int = 0, language: str = "") -> None:
        self.place = place
        self.fence, self.indent, self.language = fence, indent, language
        self.lines: list[str] = []
        self.added: list[str] = self.lines
        self.origin: CodeLeaf = self
        self._waiting: list[str] = []
        """Blank lines that belong to it if more code follows."""

    def take(self, cursor: Cursor, *, unfinished: bool) -> Answer:
        """Take a line; of one that is not finished, nothing is known until it has a character."""
        if not self.fence:
            return self._take_set_in(cursor)
        if cursor.indent < 4 and not cursor.blank:
            found = FENCE_END.match(cursor.line, cursor.next)
            if found and found.group(1).startswith(self.fence):
                return Answer.CLOSED
        cursor.skip(min(self.indent, cursor.indent))
        line = cursor.rest
        if line or not unfinished:
            self.added.append(line)
        return Answer.TAKEN

    def _take_set_in(self, cursor: Cursor) -> Answer:
        if not cursor.blank and cursor.indent < 4:
            return Answer.OVER
        cursor.skip(min(4, cursor.indent))
        if cursor.blank:
            self._waiting.append(cursor.rest)
        else:
            self.added += [*self._waiting, cursor.rest]
            self._waiting = []
        return Answer.TAKEN

    def fork(self) -> CodeLeaf:
        """Return one that can be changed without this one."""
        fork = CodeLeaf(self.place, self.fence, self.indent, self.language)
        fork.lines, fork.origin = self.lines, self.origin
        fork.added = []
        fork._waiting = self._waiting.copy()
        return fork

    @property
    def own(self) -> list[str]:
        """What a fork took for itself."""
        return [] if self.origin is self else self.added


class TableLeaf:
    """Rows of cells, the header first; every row is as long as `aligns`."""

    __slots__ = ("_filled", "added", "aligns", "origin", "place", "rows")

    def __init__(self, place: Place, aligns: tuple[Align, ...], header: list[str]) -> None:
        self.place = place
        self.aligns = aligns
        self.rows = [header]
        self.added = self.rows
        self.origin: TableLeaf = self
        self._filled = 0

    def take(self, line: str) -> bool:
        """Take a row, filled up; what stands behind the last column goes into it.

        False if too much was filled up already.
        """
        cells, columns = cells_of(line), len(self.aligns)
        self._filled += max(columns - len(cells), 0)
        if self._filled > MOST_FILLED:
            return False
        if len(cells) > columns:
            cells[columns - 1 :] = [" | ".join(cells[columns - 1 :])]
        self.added.append(cells + [""] * (columns - len(cells)))
        return True

    def fork(self) -> TableLeaf:
        """Return one that can be changed without this one."""
        fork = TableLeaf(self.place, self.aligns, [])
        fork.rows, fork.origin, fork._filled = self.rows, self.origin, self._filled
        fork.added = []
        return fork

    @property
    def own(self) -> list[list[str]]:
        """What a fork took for itself."""
        return [] if self.origin is self else self.added


Leaf: TypeAlias = Paragraph | CodeLeaf | TableLeaf
