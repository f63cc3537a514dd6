"""One paragraph as Qt is given it: letters, what they look like, and where each came from.

What is shown differs from the text that is selected and copied: pieces that run the other way are
fenced in by isolates, formulas and icons keep a place with one letter, a picture is a label. Places
in the text count code points, places in what is shown count UTF-16 units, as Qt does. `Speller`
writes one of these.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import bidirectional

from scout_desktop.chat.markdown.clean import is_right_to_left

if TYPE_CHECKING:
    from PySide6.QtGui import QTextCharFormat

    from scout_desktop.ui.transcript.blocks.block import Span
    from scout_desktop.ui.transcript.blocks.boxes import Box

_GAPS = " \t\u2028\u3000"
_STRONG = ("L", "R", "AL")


class Part(NamedTuple):
    """A stretch of the text and the stretch of what is shown that stands for it."""

    start: int
    end: int
    at: int
    to: int
    whole: bool
    """It is taken as one: there are no places between its letters."""
    aside: bool
    """It does not tell which way the paragraph runs: code, a formula, a label."""


class Run(NamedTuple):
    """Letters that look alike."""

    at: int
    to: int
    look: QTextCharFormat


class Reach(NamedTuple):
    """Letters that are more than text."""

    at: int
    to: int
    kind: str
    """`link` or `picture`."""
    address: str


class Extent(NamedTuple):
    """How far a `Shown` is written."""

    place: int = 0
    at: int = 0
    parts: int = 0
    letters: int = 0
    runs: int = 0
    grounds: int = 0
    zones: int = 0
    fences: int = 0


class Shown:
    """`letters` for the layout, `runs` that look different, and the way there and back."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.grounds: list[Span] = []
        """Where a rounded ground lies under the letters."""
        self.zones: list[Reach] = []
        self.boxes: dict[int, Box] = {}
        self.text = self.letters = ""
        self.at = 0
        """UTF-16 units so far."""
        self.is_mirrored = False
        """It runs from right to left."""
        self._place = 0
        self._parts: list[Part] = []
        self._fences: list[int] = []
        self._letters: list[str] = []
        self._words: list[str] = []
        self._starts: list[int] = []
        self._ats: list[int] = []
        self._same = True
        self._encoded: bytes | None = None

    def append(self, word: str, letters: str, *, whole: bool = False, aside: bool = False) -> None:
        """Write `letters` for a `word` of the text."""
        start, at = self._place, self.at
        self._words.append(word)
        self._letters.append(letters)
        self._place += len(word)
        self.at += _units(letters)
        self._parts.append(Part(start, self._place, at, self.at, whole, aside))

    def add(self, letter: str) -> None:
        """Write one letter that is not in the text."""
        self._letters.append(letter)
        self.at += 1

    def fence(self, mark: str) -> None:
        """Write an isolate that opens, or the one that closes it."""
        self._fences.append(self.at)
        self.add(mark)

    def close(self) -> None:
        """It is written: places may be asked for."""
        self.text = "".join(self._words)
        self.letters = "".join(self._letters)
        self._encoded = None
        self.is_mirrored = not self.text.isascii() and self._runs_left()
        parts = self._parts
        self._same = not parts or (
            len(parts) == 1 and not parts[0].whole and parts[0].at == 0 and self.at == self._place
        )
        self._starts = [part.start for part in parts]
        self._ats = [part.at for part in parts]

    def extent(self) -> Extent:
        """Return how far it is written, to come back to by `cut`."""
        return Extent(
            self._place, self.at, len(self._parts), len(self._letters),
            len(self.runs), len(self.grounds), len(self.zones), len(self._fences),
        )  # fmt: skip

    def cut(self, to: Extent) -> None:
        """Take back what was written since."""
        self._place, self.at = to.place, to.at
        del self._parts[to.parts :], self._words[to.parts :], self._letters[to.letters :]
        del self.runs[to.runs :], self.grounds[to.grounds :], self.zones[to.zones :]
        del self._fences[to.fences :]
        for at in [at for at in self.boxes if at >= to.at]:
            del self.boxes[at]

    def shown(self, place: int) -> int:
        """Return where the letter behind a place of the text is shown, in UTF-16 units."""
        return place if self._same else self._within(bisect_right(self._starts, place) - 1, place)

    def spread(self, span: Span) -> Span:
        """Return where a span of the text is shown, up to the end of its last letter."""
        if self._same:
            return span
        start, end = span
        return self.shown(start), self._within(bisect_left(self._starts, end) - 1, end)

    def place(self, at: int) -> int:
        """Return the place in the text that a UTF-16 unit of what is shown belongs to."""
        if self._same:
            return at
        part = self._parts[max(bisect_right(self._ats, at) - 1, 0)]
        if at >= part.to:
            return part.end
        if at <= part.at:
            return part.start
        if part.whole:
            return part.end if 2 * at > part.at + part.to else part.start
        if part.to - part.at == part.end - part.start:
            return part.start + at - part.at
        return part.start + len(_units_of(self.text[part.start : part.end], 0, at - part.at))

    def slice(self, at: int, to: int) -> str:
        """Return the letters between two places of what is shown."""
        if len(self.letters) == self.at:
            return self.letters[at:to]
        if self._encoded is None:
            self._encoded = self.letters.encode("utf-16-le", "surrogatepass")
        return self._encoded[2 * at : 2 * to].decode("utf-16-le", "surrogatepass")

    def is_gap(self, at: int) -> bool:
        """Whether the letter at a place is a space or the end of a line."""
        return 0 <= at < self.at and self.slice(at, at + 1) in _GAPS

    def is_seam(self, at: int) -> bool:
        """Whether what comes before and behind can be laid out apart and looks the same.

        So it is between words, outside of isolates, where no direction is in doubt.
        """
        if bisect_left(self._fences, at) % 2:
            return False
        before, behind = (bidirectional(self.slice(each, each + 1)) for each in (at - 1, at))
        return behind in _STRONG and (self.is_gap(at - 1) or before == behind == "L")

    def _runs_left(self) -> bool:
        """Whether the first letter runs from right to left; what stands aside tells if all does."""
        words = zip(self._words, self._parts, strict=True)
        voice = "".join(word for word, part in words if not part.aside)
        return is_right_to_left(f"{voice[:2_000]}{self.text}")

    def _within(self, number: int, place: int) -> int:
        part = self._parts[max(number, 0)]
        if place >= part.end:
            return part.to
        if part.whole or place <= part.start:
            return part.at
        if part.to - part.at == part.end - part.start:
            return part.at + place - part.start
        return part.at + _units(self.text[part.start : place])


def _units(text: str) -> int:
    """Return how many UTF-16 units a text takes."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _units_of(text: str, at: int, to: int) -> str:
    """Return what lies between two UTF-16 units; halves of characters count as characters."""
    inside = text.encode("utf-16-le", "surrogatepass")[2 * at : 2 * to]
    return inside.decode("utf-16-le", "surrogatepass")
