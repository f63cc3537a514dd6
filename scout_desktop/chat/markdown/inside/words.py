"""The words of a paragraph read: emphasis, links, code, formulas, footnotes become flat runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scout_desktop.chat.markdown.inlines import Break, Math, Text

from .definitions import Definitions
from .quick import quick_inlines
from .runs import inlines_of, joined, with_bare_addresses

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scout_desktop.chat.markdown.inlines import Inline, Inlines

LONGEST_INLINE: Final = 100_000
"""Characters of one paragraph that are searched for emphasis and links."""
MOST_BRACKETS: Final = 3_000
"""Opening brackets of one paragraph that are tried as links. Each may cost a look at `_DEEPEST`
others, and what many paragraphs cost is added up over a message."""
_DEEPEST: Final = 100
_PART: Final = 10_000
"""Characters of one paragraph that are read together: nothing that is longer opens and closes, so
what an open sign costs at every look has an end."""
_SIGN: Final = re.compile(r"[\\`*_~\[<&$]")
_BRACKET: Final = re.compile(r"[\[\]]")
_DISGUISED: Final = re.compile(r"\\[\[\]]|&(?:#|[lr]sqb|[lr]brack)")
_SHORT: Final = 2_000
"""Characters of an open paragraph that may be read anew at every look."""
_YOUNG: Final = 200
"""Characters at its end that are never settled: what is open there will soon be closed."""
_NOTHING: Final[Inlines] = ()


class Settled:
    """The beginning of an endless paragraph, read once and for all."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self.prefix = ""
        self.part = 0
        """Where the part begins in which it ends."""
        self.brackets = 0
        """How many of the opening ones stand in it."""
        self.inlines: Inlines = ()
        self.seam: Inlines = ()
        """The last run, which what follows may make longer."""
        self.next_try = 0
        self.missed: set[str] = set()
        """Names in it that nothing was defined for."""


class Reader:
    """Reads paragraphs in their order; `settled` is for a text that is read over and over."""

    def __init__(self, definitions: Definitions, settled: Settled | None = None) -> None:
        self._definitions = definitions
        self._settled = settled
        self._spent = 0

    def fork(self, definitions: Definitions) -> Reader:
        """Return one that goes on from here without changing this one."""
        fork = Reader(definitions, self._settled)
        fork._spent = self._spent
        return fork

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
        settled = self._settled if len(words) >= _SHORT else None
        if settled and not words.startswith(settled.prefix):
            settled.forget()
        if "]" in words:
            # Where paragraphs have no end, counting is what costs most.
            brackets = settled.brackets if settled else 0
            brackets += words.count("[", len(settled.prefix) if settled else 0)
            self._spent += brackets * min(brackets, _DEEPEST)
        links = self._spent <= MOST_BRACKETS * _DEEPEST
        if settled and links:
            return self._read_on(words, settled)
        return self._read_parts(words, links=links)

    def _read_parts(self, words: str, *, links: bool) -> Inlines:
        found, start = _NOTHING, 0
        while end := _part_end(words, start):
            found = joined(found, self._read(words[start:end], links=links)[0])
            start = end
        last = self._read(words[start:] if start else words, links=links)[0]
        return joined(found, last) if start else last

    def _read(self, words: str, *, links: bool = True) -> tuple[Inlines, bool]:
        quick = quick_inlines(words, self._definitions)
        if quick is not None:
            return quick, "$" not in words
        from .grammar import inside_tokens

        # Without a closing bracket there is no link, and looking for one is dear.
        links = links and "]" in words
        tokens, closed = inside_tokens(words, self._definitions, links=links)
        return inlines_of(tokens), closed

    def _read_on(self, words: str, settled: Settled) -> Inlines:
        """Read what stands behind the settled beginning, and settle more of it."""
        if self._definitions.knows_any(settled.missed):
            settled.forget()
        self._definitions.missed |= settled.missed
        while end := _part_end(words, settled.part):
            asking = Reader(Definitions(self._definitions))
            read, _ = asking._read(words[len(settled.prefix) : end])
            self._keep(words[len(settled.prefix) : end], read, asking, settled)
            settled.part = end
        rest = words[len(settled.prefix) :]
        if len(rest) > max(_SHORT, settled.next_try):
            rest = self._settle(rest, settled)
        return settled.inlines + joined(settled.seam, self._read(rest)[0])

    def _settle(self, words: str, settled: Settled) -> str:
        """Settle the words up to the end of one, if nothing is open there; return the rest."""
        end = _word_end(words, len(words) - _YOUNG)
        asking = Reader(Definitions(self._definitions))
        read, closed = asking._read(words[:end]) if end else ((), False)
        if not closed or _is_open(read, words[:end]):
            settled.next_try = 2 * len(words)
            return words
        self._keep(words[:end], read, asking, settled)
        return words[end:]

    def _keep(self, words: str, read: Inlines, asking: Reader, settled: Settled) -> None:
        """Settle words that were read."""
        settled.prefix += words
        settled.brackets += words.count("[")
        runs = joined(settled.seam, read)
        settled.inlines, settled.seam = settled.inlines + runs[:-1], runs[-1:]
        settled.missed |= asking._definitions.missed
        settled.next_try = 0
        self._definitions.missed |= settled.missed


def _part_end(words: str, start: int) -> int:
    """Return where the part that begins at `start` ends, if words go on behind it, or 0.

    Nothing behind that place has a say in it, and nothing before it is settled by then.
    """
    end = start + _PART
    if len(words) <= end:
        return 0
    space = words.rfind(" ", end - _YOUNG + 1, end)
    return end if space < 0 else space


def _word_end(words: str, before: int) -> int:
    """Return where a single space stands between two words, 0 if nowhere."""
    for _ in range(20):
        before = words.rfind(" ", 0, before)
        if before <= 0:
            return 0
        if words[before - 1] not in " \n" and words[before + 1] not in " \n":
            return before
    return 0


def _is_open(read: Inlines, words: str) -> bool:
    """Whether a sign is left that more text may make the beginning of a link or of code."""
    depth = 0
    for inline in read:
        if isinstance(inline, Math) and "`" in inline.source:
            return True
        if isinstance(inline, Text) and not inline.code:
            if "`" in inline.text:
                return True
            for sign in _BRACKET.findall(inline.text):
                depth = depth + 1 if sign == "[" else max(depth - 1, 0)
    # One that is written as `\\]` closes nothing.
    return depth > 0 or ("[" in words and bool(_DISGUISED.search(words)))


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
