"""Writes inlines as what is shown of them: links with their zones, labels, boxes for formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scout_desktop.chat.markdown.inlines import Break, Math, NoteRef, Picture, Text
from scout_desktop.ui.transcript.blocks.formats import ROOM
from scout_desktop.ui.transcript.blocks.text.icon import Icon
from scout_desktop.ui.transcript.blocks.text.shown import Extent, Reach, Run, Shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QTextCharFormat

    from scout_desktop.chat.markdown.inlines import Inline, Inlines
    from scout_desktop.ui.transcript.blocks.boxes import Box
    from scout_desktop.ui.transcript.blocks.workshop import Workshop

_OPEN, _CLOSE = "\u2068", "\u2069"
_PAD = "\u00a0"
_ROUND = 3
_UNBROKEN = 50
"""Letters of a label that is kept in one row."""
# Qt ends a line at these, or keeps room for an object that is not there.
_WILD = {"\n": "\u2028", "\r": " ", "\u2029": "\u2028", "\ufffc": "\ufffd"}
_TAME = str.maketrans(_WILD)


class Style(NamedTuple):
    """How a paragraph is to look."""

    workshop: Workshop
    kind: str
    strong: bool
    widest: float
    """Pixels up to which formulas are shown; the source of a wider one can at least be broken."""


class Speller:
    """Writes one `Shown`, and again only from where the inlines have changed."""

    def __init__(self, style: Style) -> None:
        self._workshop, self._kind, self._strong, self._widest = style
        self._told: Callable[[], None] | None = None
        self._inlines: Inlines = ()
        self._extents: list[Extent] = []
        self.widest = 0.0
        """Pixels of the widest formula, shown or not."""
        self.shown = Shown()

    def spell(self, inlines: Inlines, told: Callable[[], None]) -> None:
        """Make `shown` that of these inlines; `told` is a method, held weakly.

        It is called when a formula is known that was not yet.
        """
        kept = 0
        while kept < min(len(inlines), len(self._inlines)) and (
            inlines[kept] is self._inlines[kept] or inlines[kept] == self._inlines[kept]
        ):
            kept += 1
        if kept < len(self._extents):
            self.shown.cut(self._extents[kept])
            del self._extents[kept:]
        self._inlines = inlines
        self._told = told
        for inline in inlines[kept:]:
            self._extents.append(self.shown.extent())
            self._add(inline)
        # Kept, it would hold whoever holds this.
        self._told = None
        self.shown.close()

    def _add(self, inline: Inline) -> None:
        match inline:
            case Text():
                self._add_text(inline)
            case Picture():
                self._add_picture(inline)
            case Math():
                self._add_formula(inline)
            case NoteRef():
                at = self.shown.at
                self.shown.append(f"[{inline.number}]", str(inline.number), whole=True, aside=True)
                self._look(at, self._workshop.formats.small(self._kind))
                self.shown.zones.append(Reach(at, self.shown.at, "note", str(inline.number)))
            case Break():
                word = "\n" if inline.hard else " "
                self.shown.append(word, "\u2028" if inline.hard else " ")

    def _add_text(self, run: Text) -> None:
        shown, href = self.shown, run.href
        if not (run.strong or run.emphasis or run.strike or run.code) and href is None:
            shown.append(run.text, _tame(run.text))
            return
        alone = run.code or href is not None
        if alone:
            shown.fence(_OPEN)
        begin = shown.at
        if run.code:
            self._pad()
        at = shown.at
        shown.append(run.text, _tame(run.text), aside=run.code)
        self._look(at, self._workshop.formats.style(run, self._kind, self._strong))
        if href is not None:
            shown.zones.append(Reach(at, shown.at, "link", href))
        if run.code:
            self._pad()
            shown.grounds.append((begin, shown.at))
        if alone:
            shown.fence(_CLOSE)

    def _add_picture(self, picture: Picture) -> None:
        shown, name = self.shown, picture.alt or picture.src
        shown.fence(_OPEN)
        begin = shown.at
        self._pad()
        at = shown.at
        label = f"{ROOM} picture, not loaded: {_tame(name)}"
        if len(label) <= _UNBROKEN:
            label = label.replace(" ", _PAD)
        shown.append(f"[picture: {name}]", label, whole=True, aside=True)
        self._look(at + 1, self._workshop.formats.quiet(self._kind))
        self._box(at, Icon(self._workshop, "image", self._kind))
        self._pad()
        shown.zones.append(Reach(begin, shown.at, "picture", picture.href or picture.src))
        shown.grounds.append((begin, shown.at))
        shown.fence(_CLOSE)

    def _add_formula(self, math: Math) -> None:
        boxes, box = self._workshop.boxes, None
        if boxes is not None:
            box = boxes.inline(math.source, self._kind, math.display, self._told)
        if box is not None:
            self.widest = max(self.widest, box.size.width())
        if box is None or box.size.width() > self._widest:
            self._add_text(Text(math.source, code=True))
            return
        self.shown.fence(_OPEN)
        at = self.shown.at
        self.shown.append(math.source, ROOM, whole=True, aside=True)
        self._box(at, box)
        self.shown.fence(_CLOSE)

    def _pad(self) -> None:
        """Leave a little room between the edge of a ground and its letters."""
        at, formats = self.shown.at, self._workshop.formats
        self.shown.add(_PAD)
        self._look(at, formats.room(self._workshop.theme.px(_ROUND), self._kind, _PAD))

    def _box(self, at: int, box: Box) -> None:
        self.shown.boxes[at] = box
        look = self._workshop.formats.room(box.size.width(), self._kind)
        self.shown.runs.append(Run(at, at + 1, look))

    def _look(self, at: int, look: QTextCharFormat) -> None:
        """What was written since `at` looks like this."""
        self.shown.runs.append(Run(at, self.shown.at, look))


def _tame(text: str) -> str:
    return text.translate(_TAME) if any(wild in text for wild in _WILD) else text
