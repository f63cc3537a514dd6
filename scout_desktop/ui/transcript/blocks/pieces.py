"""Blocks as the pieces a view is made of: runs of prose, code, tables, rules, each with its inset.

Neighbouring prose becomes one piece, so that a selection runs across its paragraphs; code and
tables inside lists or quotes are pieces of their own, so that they keep their buttons. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from scout_desktop.chat.markdown.blocks import Code, Heading, List, Paragraph, Quote, Rule, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scout_desktop.chat.markdown.blocks import Block, Inlines


@dataclass(frozen=True, slots=True)
class Mark:
    """The sign in front of a list item; items of one list share `of`."""

    ordered: bool
    number: int
    of: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of prose; `depth` counts the lists around it."""

    inlines: Inlines
    kind: str = "body"
    depth: int = 0
    mark: Mark | None = None
    tight: bool = False


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs, headings and list items without anything between them."""

    lines: tuple[Line, ...]
    quotes: int = 0


@dataclass(frozen=True, slots=True)
class CodePiece:
    """A block of code."""

    code: Code
    quotes: int = 0
    depth: int = 0


@dataclass(frozen=True, slots=True)
class TablePiece:
    """A table."""

    table: Table
    quotes: int = 0
    depth: int = 0


@dataclass(frozen=True, slots=True)
class RulePiece:
    """A line across."""

    quotes: int = 0
    depth: int = 0


Piece: TypeAlias = Prose | CodePiece | TablePiece | RulePiece


def pieces_of(blocks: Iterable[Block], first: int = 0) -> list[Piece]:
    """Return the pieces of `blocks` in reading order; `first` blocks stand before them."""
    found: list[Piece] = []
    for place, block in enumerate(blocks, first):
        _flatten(block, found, _Place((place,)))
    return found


@dataclass(frozen=True, slots=True)
class _Place:
    path: tuple[int, ...]
    quotes: int = 0
    depth: int = 0
    mark: Mark | None = None
    tight: bool = False


def _flatten(block: Block, found: list[Piece], at: _Place) -> None:
    match block:
        case Paragraph():
            _add(found, at, Line(block.inlines, "body", at.depth, at.mark, at.tight))
        case Heading():
            kind = f"heading_{min(block.level, 3)}"
            _add(found, at, Line(block.inlines, kind, at.depth, at.mark))
        case Code():
            found.append(CodePiece(block, at.quotes, at.depth))
        case Table():
            found.append(TablePiece(block, at.quotes, at.depth))
        case Rule():
            found.append(RulePiece(at.quotes, at.depth))
        case Quote():
            for place, inner in enumerate(block.blocks):
                _flatten(inner, found, _Place((*at.path, place), at.quotes + 1, at.depth))
        case List():
            _flatten_list(block, found, at)


def _flatten_list(block: List, found: list[Piece], at: _Place) -> None:
    for number, item in enumerate(block.items):
        mark: Mark | None = Mark(block.ordered, block.start + number, at.path)
        begun_by_words = bool(item) and isinstance(item[0], Paragraph | Heading)
        if not begun_by_words:
            # The mark stands on a line of its own before code, a table or another list.
            line = Line((), "body", at.depth + 1, mark, block.tight)
            _add(found, _Place(at.path, at.quotes, at.depth + 1), line)
        for place, inner in enumerate(item):
            path = (*at.path, number, place)
            first = mark if begun_by_words and place == 0 else None
            inside = _Place(path, at.quotes, at.depth + 1, first, block.tight)
            _flatten(inner, found, inside)


def _add(found: list[Piece], at: _Place, line: Line) -> None:
    last = found[-1] if found else None
    if isinstance(last, Prose) and last.quotes == at.quotes:
        found[-1] = Prose((*last.lines, line), at.quotes)
    else:
        found.append(Prose((line,), at.quotes))
