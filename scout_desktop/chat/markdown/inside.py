"""The words of raw pieces read: emphasis, links, code, formulas, footnotes become flat runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .blocks import Break, Text
from .inlines import inlines_of, joined, with_bare_addresses
from .pieces import CodePiece, Line, TablePiece
from .raw import RawCode, RawLine, RawTable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .blocks import Inline, Inlines
    from .definitions import Definitions
    from .pieces import Piece
    from .raw import Raw

LONGEST_INLINE: Final = 100_000
"""Characters of one paragraph that are searched for emphasis and links."""
MOST_BRACKETS: Final = 3_000
"""Opening brackets that are tried as links: in one paragraph each may cost a look at all others, so
the squares of their counts are added up over a message."""
_SIGN: Final = re.compile(r"[\\`*_~\[<&$]")
_SHORT: Final = 2_000
"""Characters of an open paragraph that may be read anew at every look."""


class Settled:
    """The beginning of an endless paragraph, read once and for all."""

    def __init__(self) -> None:
        self.prefix = ""
        self.inlines: Inlines = ()
        self.next_try = 0


class Reader:
    """Reads pieces in their order; `settled` is for a text that is read over and over."""

    def __init__(self, definitions: Definitions, settled: Settled | None = None) -> None:
        self._definitions = definitions
        self._settled = settled
        self._spent = 0

    def fork(self, definitions: Definitions) -> Reader:
        """Return one that goes on from here without changing this one."""
        fork = Reader(definitions, self._settled)
        fork._spent = self._spent
        return fork

    def piece(self, raw: Raw) -> Piece:
        """Return the piece with its words read."""
        match raw:
            case RawLine():
                return Line(self.inlines(raw.words), raw.level, raw.place)
            case RawCode():
                return CodePiece("\n".join([*raw.lines, *raw.own]), raw.language, raw.place)
            case RawTable():
                return TablePiece(raw.aligns, self.rows([*raw.rows, *raw.own]), raw.place)
            case _:
                return raw

    def rows(self, rows: Iterable[list[str]]) -> tuple[tuple[Inlines, ...], ...]:
        """Return rows of cells with their words read."""
        return tuple([tuple([self.inlines(cell) for cell in row]) for row in rows])

    def inlines(self, words: str) -> Inlines:
        """Return the runs of one paragraph, heading or cell."""
        if not words:
            return ()
        if len(words) > LONGEST_INLINE:
            return _plain(words)
        if len(words) < _SHORT and not _SIGN.search(words):
            return _plain(words)
        brackets = words.count("[")
        self._spent += brackets * brackets
        links = self._spent <= MOST_BRACKETS * MOST_BRACKETS
        if self._settled is not None and links and len(words) >= _SHORT:
            return self._read_on(words, self._settled)
        return self._read(words, links=links)[0]

    def _read(self, words: str, *, links: bool = True) -> tuple[Inlines, bool]:
        if not _SIGN.search(words):
            return _plain(words), True
        from .inside_grammar import inside_tokens

        tokens, closed = inside_tokens(words, self._definitions, links=links)
        return inlines_of(tokens), closed

    def _read_on(self, words: str, settled: Settled) -> Inlines:
        """Read what stands behind the settled beginning, and settle more of it."""
        if not settled.prefix or not words.startswith(settled.prefix):
            settled.prefix, settled.inlines, settled.next_try = "", (), 0
        rest = words[len(settled.prefix) :]
        if len(rest) > max(_SHORT, settled.next_try) and not words.startswith("["):
            cut = _word_end(rest, len(rest) - 200)
            read, closed = self._read(rest[:cut]) if cut else ((), False)
            if closed and not _has_bracket(read):
                settled.prefix += rest[:cut]
                settled.inlines = joined(settled.inlines, read)
                settled.next_try = 0
                rest = rest[cut:]
            else:
                settled.next_try = 2 * len(rest)
        return joined(settled.inlines, self._read(rest)[0])


def _word_end(words: str, before: int) -> int:
    """Return where a single space stands between two words, 0 if nowhere."""
    for _ in range(20):
        before = words.rfind(" ", 0, before)
        if before <= 0:
            return 0
        if words[before - 1] not in " \n" and words[before + 1] not in " \n":
            return before
    return 0


def _has_bracket(inlines: Inlines) -> bool:
    for inline in inlines:
        match inline:
            case Text(text=text, code=code):
                if not code and ("[" in text or "`" in text):
                    return True
            case Break():
                pass
            case _:
                # A picture's label may hold what was looked up in vain.
                if "[" in getattr(inline, "alt", ""):
                    return True
    return False


def _plain(words: str) -> Inlines:
    """Return lines of plain words: no sign stands in them but spaces at the end of a line."""
    found: list[Inline] = []
    lines = words.split("\n")
    last = len(lines) - 1
    for place, line in enumerate(lines):
        text = line.lstrip(" \t") if place else line
        if place < last:
            text = text.rstrip(" ")
        if text:
            found.extend(with_bare_addresses(Text(text)))
        if place < last:
            found.append(Break(hard=line.endswith("  ")))
    return tuple(found)
