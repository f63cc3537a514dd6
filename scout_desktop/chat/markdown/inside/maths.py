r"""Formulas inside a paragraph: where they begin and end, by Pandoc's rule for the dollar.

`$` opens one if a character other than a space follows it, and the next dollar closes it if no
space stands before and no digit behind it: `$5 and $10` is money. `$$` and `\[` ask for a big one,
`\(` for a small one. Code wins over formulas, a backslash takes a dollar's meaning away, and what
is not closed is text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import Final, NamedTuple

_RUNS: Final = re.compile(r"`+")
_TOKEN: Final = re.compile(r"\\.|`+|\$", re.DOTALL)


class Found(NamedTuple):
    """A formula and where it ends; without a `source` it is none, and `open` if it may become."""

    source: str = ""
    end: int = 0
    display: bool = False
    open: bool = False


class Closings:
    """Where formulas can end in one paragraph; found once, so that many openings stay cheap."""

    __slots__ = ("_brackets", "_dollars", "_pairs", "_rounds", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._dollars: list[int] = []
        self._rounds: list[int] = []
        self._brackets: list[int] = []
        runs: dict[int, list[int]] = {}
        for found in _RUNS.finditer(text):
            runs.setdefault(found.end() - found.start(), []).append(found.start())
        at = 0
        while token := _TOKEN.search(text, at):
            at, sign, start = token.end(), token.group(), token.start()
            if sign[0] == "`":
                same = runs.get(len(sign), [])
                later = bisect_right(same, start)
                if later < len(same):
                    at = same[later] + len(sign)
            elif sign == "$":
                self._dollars.append(start)
            elif sign == "\\)":
                self._rounds.append(start)
            elif sign == "\\]":
                self._brackets.append(start)
        pairs = zip(self._dollars, self._dollars[1:], strict=False)
        self._pairs = [one for one, other in pairs if other == one + 1]

    def find(self, at: int, last: int) -> Found:
        """Return the formula that opens at `at` and ends before `last`."""
        sign = self._text[at : at + 2]
        if sign == "$$":
            return self._closed(at, self._pairs, last, display=True)
        if sign == "\\(":
            return self._closed(at, self._rounds, last, display=False)
        if sign == "\\[":
            return self._closed(at, self._brackets, last, display=True)
        if sign[0] != "$" or sign[1:].isspace() or len(sign) < 2:
            return Found()
        place = bisect_right(self._dollars, at)
        if place == len(self._dollars):
            return Found(open=True)
        end = self._dollars[place]
        behind = self._text[end + 1 : end + 2]
        if end >= last or self._text[end - 1].isspace() or behind.isdecimal():
            return Found()
        return Found(self._text[at + 1 : end], end + 1)

    def _closed(self, at: int, closings: list[int], last: int, *, display: bool) -> Found:
        place = bisect_left(closings, at + 2)
        if place == len(closings):
            return Found(open=True)
        end = closings[place]
        source = self._text[at + 2 : end].strip()
        return Found(source, end + 2, display) if source and end + 2 <= last else Found()
