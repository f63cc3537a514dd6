"""A message as a flat row of pieces, each of which is laid out, painted and measured by itself.

`pieces_of` takes text apart: a paragraph inside a list inside a quote becomes a `Line` that knows
its `Place`. While a reply grows, `growing` says in `Change`s what became of its pieces; whichever
way a text arrived, the pieces at the end are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from .inlines import Align, Inlines


@dataclass(frozen=True, slots=True)
class Mark:
    """The sign in front of a list item's first piece.

    `number` is None for a bullet; `done` is None unless the item is a task.
    """

    number: int | None = None
    done: bool | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece stands: how far it is set in, and what stands in front of it."""

    quotes: int = 0
    """Quotes around it, each with a bar on the reading side."""
    depth: int = 0
    """Lists around it."""
    mark: Mark | None = None
    tight: bool = False
    """Inside a list, with no blank line between it and the piece above."""
    note: str = ""
    """The label of the footnote whose text this is; set on the note's first piece."""
    number: int = 0
    """The number of that footnote, which is what its references (`NoteRef.number`) show."""


HERE = Place()


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph (`level` 0) or a heading of level 1 to 6."""

    inlines: Inlines
    level: int = 0
    place: Place = HERE


@dataclass(frozen=True, slots=True)
class CodePiece:
    """A block of code; `language` is the first word behind the fence, as written."""

    text: str
    language: str = ""
    place: Place = HERE


@dataclass(frozen=True, slots=True)
class TablePiece:
    """A table; `rows[0]` is the header, every row is as long as `aligns`."""

    aligns: tuple[Align, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    place: Place = HERE


@dataclass(frozen=True, slots=True)
class FormulaPiece:
    """A displayed formula: LaTeX without its delimiters."""

    source: str
    place: Place = HERE


@dataclass(frozen=True, slots=True)
class RulePiece:
    """A line across."""

    place: Place = HERE


Piece: TypeAlias = Line | CodePiece | TablePiece | FormulaPiece | RulePiece


@dataclass(frozen=True, slots=True)
class CodeGrowth:
    """What came to the code that is still open: whole lines, and the line being written.

    The code's finished lines are its first `finished` ones plus `lines`; behind them stands
    `partial`, unless it is empty. Whatever stood behind the first `finished` lines is replaced.
    """

    lines: tuple[str, ...]
    partial: str
    finished: int = -1
    """How many lines of the piece stood finished before; -1: all but the former `partial`.

    `GrowingPieces` always tells the number, because a fresh piece does not say whether its last
    line is finished.
    """


@dataclass(frozen=True, slots=True)
class TableGrowth:
    """What came to the table that is still open: whole rows, and the row being written, if any.

    As with code: the first `finished` rows, the header among them, stand; all else is replaced.
    """

    rows: tuple[tuple[Inlines, ...], ...]
    partial: tuple[Inlines, ...] | None
    finished: int = -1


@dataclass(frozen=True, slots=True)
class Change:
    """What one look at a growing text changed in its row of pieces.

    The first `kept` pieces stand as they were. With `growth` the piece at index `kept` stands too
    and grew by it. Everything behind is dropped, and `fresh` stands in its place.
    """

    kept: int
    growth: CodeGrowth | TableGrowth | None = None
    fresh: tuple[Piece, ...] = ()
