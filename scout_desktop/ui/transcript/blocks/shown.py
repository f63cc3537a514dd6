"""One paragraph as Qt is given it: letters, what they look like, and where each came from.

What is shown differs from the text that is selected and copied: pieces that run the other way are
fenced in by isolates, formulas and icons keep a place with one letter, a picture is a label. Places
in the text count code points, places in what is shown count UTF-16 units, as Qt does.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QTextLayout

from scout_desktop.chat.markdown.blocks import Break, Math, NoteRef, Picture, Text
from scout_desktop.chat.markdown.clean import is_right_to_left
from scout_desktop.ui.links import readable_address
from scout_desktop.ui.transcript.blocks.block import Span, Zone
from scout_desktop.ui.transcript.blocks.boxes import Icon
from scout_desktop.ui.transcript.blocks.formats import ROOM

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QTextCharFormat

    from scout_desktop.chat.markdown.blocks import Inline, Inlines
    from scout_desktop.ui.transcript.blocks.boxes import Box
    from scout_desktop.ui.transcript.blocks.workshop import Workshop

_PAD = "\u00a0"
_ROUND = 3
_OPEN, _CLOSE = "\u2068", "\u2069"
# Qt ends a line at these, or keeps room for an object that is not there.
_TAME = str.maketrans({"\n": "\u2028", "\r": " ", "\u2029": "\u2028", "\ufffc": "\ufffd"})
_GAPS = frozenset(each.encode("utf-16-le") for each in " \t\u2028\u3000")
_WILD = frozenset("\n\r\u2029\ufffc")


class _Part(NamedTuple):
    """A stretch of the text and the stretch of what is shown that stands for it."""

    start: int
    end: int
    at: int
    to: int
    whole: bool
    """It is taken as one: there are no places between its letters."""


class Look(NamedTuple):
    """How a paragraph is to look."""

    workshop: Workshop
    kind: str
    strong: bool
    told: Callable[[], None]
    """Called when a formula is known that was not yet; held weakly."""
    widest: float
    """Pixels up to which formulas are shown; the source of a wider one can at least be broken."""


class Shown:
    """`letters` for the layout, `formats` for its runs, and the way there and back."""

    def __init__(self, look: Look, inlines: Inlines) -> None:
        self._workshop, self._kind, self._strong, self._told, self._widest = look
        self.formats: list[QTextLayout.FormatRange] = []
        self.grounds: list[Span] = []
        """Where a rounded ground lies under the letters."""
        self.zones: list[tuple[Span, Zone]] = []
        self.boxes: dict[int, Box] = {}
        self.widest = 0.0
        """Pixels of the widest formula, shown or not."""
        self._parts: list[_Part] = []
        self._letters: list[str] = []
        self._words: list[str] = []
        self._at = self._place = 0
        if len(inlines) == 1 and type(inlines[0]) is Text and _is_plain(inlines[0]):
            self._add_text(inlines[0])
        else:
            for inline in inlines:
                self._add(inline)
        self.text = "".join(self._words)
        self.letters = "".join(self._letters)
        self.is_mirrored = not self.text.isascii() and is_right_to_left(self.text)
        self._same = len(self._parts) == 1 and _is_same(self._parts[0])
        self._starts = [part.start for part in self._parts]
        self._ats = [part.at for part in self._parts]

    def shown(self, place: int) -> int:
        """Return where the letter behind a place of the text is shown, in UTF-16 units."""
        if self._same or not self._parts:
            return place
        return self._within(bisect_right(self._starts, place) - 1, place)

    def spread(self, span: Span) -> Span:
        """Return where a span of the text is shown, up to the end of its last letter."""
        start, end = span
        if self._same or not self._parts:
            return span
        return self.shown(start), self._within(bisect_left(self._starts, end) - 1, end)

    def _within(self, number: int, place: int) -> int:
        part = self._parts[max(number, 0)]
        if place >= part.end:
            return part.to
        if part.whole or place <= part.start:
            return part.at
        ahead = place - part.start
        if part.to - part.at == part.end - part.start:
            return part.at + ahead
        return part.at + _units(self.text[part.start : place])

    def place(self, at: int) -> int:
        """Return the place in the text that a UTF-16 unit of what is shown belongs to."""
        if self._same or not self._parts:
            return at
        part = self._parts[max(bisect_right(self._ats, at) - 1, 0)]
        if at >= part.to:
            return part.end
        if at <= part.at:
            return part.start
        if part.whole:
            return part.end if 2 * at > part.at + part.to else part.start
        ahead = at - part.at
        if part.to - part.at == part.end - part.start:
            return part.start + ahead
        return part.start + _points(self.text[part.start : part.end], ahead)

    def is_gap(self, at: int) -> bool:
        """Whether a unit is a space or the end of a line."""
        letters = self.letters.encode("utf-16-le", "surrogatepass")[2 * at : 2 * at + 2]
        return letters in _GAPS

    def _add(self, inline: Inline) -> None:
        match inline:
            case Text():
                self._add_text(inline)
            case Picture():
                self._add_picture(inline)
            case Math():
                self._add_formula(inline)
            case NoteRef():
                at = self._at
                self._append(f"[{inline.number}]", str(inline.number), whole=True)
                self._format(at, self._at, self._workshop.formats.small(self._kind))
            case Break():
                word = "\n" if inline.hard else " "
                self._append(word, "\u2028" if inline.hard else " ")

    def _add_text(self, run: Text) -> None:
        letters = run.text
        if not _WILD.isdisjoint(letters):
            letters = letters.translate(_TAME)
        alone = run.code or run.href is not None
        if alone:
            self._fence(_OPEN)
        begin = self._at
        if run.code:
            self._pad()
        at = self._at
        self._append(run.text, letters)
        if not _is_plain(run):
            look = self._workshop.formats.style(run, self._kind, self._strong)
            self._format(at, self._at, look)
        if run.href is not None:
            zone = Zone("link", readable_address(run.href), run.href)
            self.zones.append(((at, self._at), zone))
        if run.code:
            self._pad()
            self.grounds.append((begin, self._at))
        if alone:
            self._fence(_CLOSE)

    def _add_picture(self, picture: Picture) -> None:
        word = f"[picture: {picture.alt or picture.src}]"
        label = f"\u00a0picture, not loaded: {picture.alt or picture.src}".translate(_TAME)
        self._fence(_OPEN)
        begin = self._at
        self._pad()
        at = self._at
        self._append(word, ROOM + label, whole=True)
        self._box(at, Icon(self._workshop, "image", self._kind))
        self._format(at + 1, self._at, self._workshop.formats.quiet(self._kind))
        address = picture.href or picture.src
        self.zones.append(((begin, self._at), Zone("picture", readable_address(address), address)))
        self._pad()
        self.grounds.append((begin, self._at))
        self._fence(_CLOSE)

    def _add_formula(self, math: Math) -> None:
        boxes, source, box = self._workshop.boxes, math.source, None
        if boxes is not None:
            box = boxes.inline(source, self._kind, math.display, self._told)
        if box is not None:
            self.widest = max(self.widest, box.size.width())
        if box is None or box.size.width() > self._widest:
            self._add_text(Text(source, code=True))
            return
        self._fence(_OPEN)
        at = self._at
        self._append(source, ROOM, whole=True)
        self._box(at, box)
        self._fence(_CLOSE)

    def _pad(self) -> None:
        """Leave a little room between the edge of a ground and its letters."""
        self._letters.append(_PAD)
        look = self._workshop.formats.room(self._workshop.theme.px(_ROUND), self._kind, _PAD)
        self._format(self._at, self._at + 1, look)
        self._at += 1

    def _fence(self, mark: str) -> None:
        self._letters.append(mark)
        self._at += 1

    def _box(self, at: int, box: Box) -> None:
        self.boxes[at] = box
        self._format(at, at + 1, self._workshop.formats.room(box.size.width(), self._kind))

    def _append(self, word: str, letters: str, whole: bool = False) -> None:
        units = _units(letters)
        start, at = self._place, self._at
        self._words.append(word)
        self._letters.append(letters)
        self._place += len(word)
        self._at += units
        self._parts.append(_Part(start, self._place, at, self._at, whole))

    def _format(self, at: int, to: int, look: QTextCharFormat) -> None:
        made = QTextLayout.FormatRange()
        made.start, made.length, made.format = at, to - at, look
        self.formats.append(made)


def _is_plain(run: Text) -> bool:
    return not (run.strong or run.emphasis or run.strike or run.code) and run.href is None


def _is_same(part: _Part) -> bool:
    return not part.whole and part.at == 0 and part.to == part.end


def _units(text: str) -> int:
    """Return how many UTF-16 units a text takes."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _points(text: str, units: int) -> int:
    """Return how many code points of `text` lie within its first UTF-16 units."""
    head = text.encode("utf-16-le", "surrogatepass")[: 2 * units]
    return len(head.decode("utf-16-le", "surrogatepass")) if units else 0
