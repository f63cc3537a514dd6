"""A whole text as its row of pieces: pure, linear in the text, and without an error for any input.

CommonMark with tables, task lists, strikethrough, footnotes and formulas; HTML is text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .inlines import Text
from .inside.definitions import Definitions
from .inside.words import Reader
from .lines.structure import Structure
from .pieces import Line, Place
from .reading import piece_of

if TYPE_CHECKING:
    from .pieces import Piece

_TIGHT = Place(tight=True)


def pieces_of(text: str) -> tuple[Piece, ...]:
    """Return the pieces of a reply. Footnotes stand where they are defined."""
    definitions = Definitions()
    structure = Structure(definitions)
    lines = plain_lines(text).split("\n")
    last = lines.pop()
    for line in lines:
        structure.feed(line)
    if last:
        structure.feed(last, unfinished=True)
    structure.finish()
    reader = Reader(definitions)
    return tuple([piece_of(raw, reader) for raw in structure.out])


def written_lines(text: str) -> tuple[Line, ...]:
    """Return the lines of what a user wrote, as they were written."""
    return tuple(
        Line((Text(line),) if line else (), place=_TIGHT) for line in plain_lines(text).split("\n")
    )


def plain_lines(text: str) -> str:
    """Return the text with every line ended by a line feed alone, and without NUL in it."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\0", "\ufffd")
