"""A place in one line of text: how far it is read, counting a tab as the columns up to its stop."""

from __future__ import annotations

import re
from typing import Final

_SPACES: Final = re.compile(r" *")


class Cursor:
    """Reads a line from the left; after each step it knows what stands next.

    `next` is the index of the next character that is neither space nor tab, `indent` the columns up
    to it, and `blank` says that there is none.
    """

    __slots__ = ("_split", "_tabs", "blank", "column", "indent", "line", "next", "offset")

    def __init__(self, line: str) -> None:
        self.line = line
        self.offset = 0
        self.column = 0
        self._split = False
        """Whether part of the tab at `offset` has been read already."""
        self._tabs = "\t" in line
        self._look()

    def _look(self) -> None:
        if not self._tabs:
            at = self.offset
            if self.line.startswith(" ", at) and (found := _SPACES.match(self.line, at)):
                at = found.end()
            self.next = at
            self.indent = self.next - self.offset
        else:
            at, column = self.offset, self.column
            for letter in self.line[at:]:
                if letter == "\t":
                    column += 4 - column % 4
                elif letter == " ":
                    column += 1
                else:
                    break
                at += 1
            self.next, self.indent = at, column - self.column
        self.blank = self.next == len(self.line)

    def skip(self, columns: int) -> None:
        """Read so many columns of spaces and tabs, or of one character each."""
        if not self._tabs:
            self.offset += columns
            self.column += columns
        else:
            while columns > 0 and self.offset < len(self.line):
                wide = 4 - self.column % 4 if self.line[self.offset] == "\t" else 1
                step = min(wide, columns)
                self._split = wide > columns
                self.column += step
                self.offset += not self._split
                columns -= step
        self._look()

    def skip_to_next(self) -> None:
        """Read all spaces and tabs that stand here."""
        self.column += self.indent
        self.offset = self.next
        self._split = False
        self.indent = 0

    def skip_one_space(self) -> None:
        """Read one column of space, if there is any."""
        if self.indent:
            self.skip(1)

    @property
    def rest(self) -> str:
        """What is not read yet, spaces instead of the rest of a tab that was read in part."""
        if self._split:
            return " " * (4 - self.column % 4) + self.line[self.offset + 1 :]
        return self.line[self.offset :]
