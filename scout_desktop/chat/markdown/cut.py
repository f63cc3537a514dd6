"""The part of a piece that lies between two places of its text. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .inlines import Text
from .pieces import CodePiece, FormulaPiece, Line, RulePiece, TablePiece
from .plain import piece_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .inlines import Inlines
    from .pieces import Piece, Place


def cut_piece(piece: Piece, start: int, end: int) -> Piece:
    """Return what of `piece` lies between two places of `piece_text(piece)`, with its styles.

    What does not begin at the piece's beginning has lost its list mark. Of a picture's label, and
    of a formula, a part is only words; so is what lies within one cell. Of a table that is cut,
    cells outside are empty, and so is the header row if the cut begins below it.
    """
    whole = len(piece_text(piece))
    start, end = max(start, 0), min(end, whole)
    if start <= 0 and end >= whole:
        return piece
    end = max(end, start)
    place = piece.place if start == 0 else replace(piece.place, mark=None, note="", number=0)
    match piece:
        case Line():
            return Line(_cut_inlines(piece.inlines, start, end), piece.level, place)
        case CodePiece():
            return CodePiece(piece.text[start:end], piece.language, place)
        case TablePiece():
            return _cut_table(piece, start, end, place)
        case FormulaPiece():
            return Line((Text(piece.source[start:end]),), 0, place)
        case RulePiece():
            return piece


def _cut_inlines(inlines: Inlines, start: int, end: int) -> Inlines:
    found, at = [], 0
    for inline in inlines:
        words = piece_text(Line((inline,)))
        begin, stop = max(start - at, 0), min(end - at, len(words))
        at += len(words)
        if begin >= stop:
            continue
        if begin == 0 and stop == len(words):
            found.append(inline)
        elif isinstance(inline, Text):
            found.append(replace(inline, text=inline.text[begin:stop]))
        else:
            found.append(Text(words[begin:stop]))
    return tuple(found)


def _cut_table(piece: TablePiece, start: int, end: int, place: Place) -> Piece:
    touched: dict[tuple[int, int], Inlines] = {}
    for row, column, at, cell in _cells(piece):
        to = at + len(piece_text(Line(cell)))
        if max(at, start) < min(to, end) or start <= at <= to <= end:
            touched[row, column] = _cut_inlines(cell, start - at, end - at)
    if len(touched) <= 1:
        return Line(next(iter(touched.values()), ()), 0, place)
    (first, left), (last, right) = next(iter(touched)), next(reversed(touched))
    columns = range(left, right + 1) if first == last else range(len(piece.aligns))
    rows = [
        tuple(touched.get((row, column), ()) for column in columns)
        for row in range(first, last + 1)
    ]
    if first > 0:
        rows.insert(0, tuple(() for _ in columns))
    return TablePiece(tuple(piece.aligns[column] for column in columns), tuple(rows), place)


def _cells(piece: TablePiece) -> Iterator[tuple[int, int, int, Inlines]]:
    """Give (row, column, where its text begins, cell) for every cell."""
    at = 0
    for row, cells in enumerate(piece.rows):
        for column, cell in enumerate(cells):
            yield row, column, at, cell
            at += len(piece_text(Line(cell))) + 1
