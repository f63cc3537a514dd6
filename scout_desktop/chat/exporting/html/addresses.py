"""Addresses that lead nowhere from a page, made words: who reads it sees where they would have led.

Only addresses of the web and of mail become links; the others, and those of pictures that a reply
names, would go without a trace.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from scout_desktop.chat.exporting.facts import one_line
from scout_desktop.chat.markdown.inlines import Inline, Inlines, Picture, Text
from scout_desktop.chat.markdown.pieces import Line, Piece, TablePiece
from scout_desktop.chat.markdown.writing.html import inlines_html

_LONGEST = 200


def with_addresses(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the pieces with such addresses behind the words they belong to."""
    return [_told(piece) for piece in pieces]


def _told(piece: Piece) -> Piece:
    if isinstance(piece, Line):
        return replace(piece, inlines=_inlines(piece.inlines))
    if isinstance(piece, TablePiece):
        return replace(
            piece, rows=tuple(tuple(_inlines(cell) for cell in row) for row in piece.rows)
        )
    return piece


def _inlines(inlines: Inlines) -> Inlines:
    if not any(_address(run) for run in inlines):
        return inlines
    made: list[Inline] = []
    for run, following in zip(inlines, [*inlines[1:], None], strict=True):
        made.append(run)
        address = _address(run)
        # A link of several styles is several runs, and has its address behind the last.
        if address and (following is None or _address(following) != address):
            made.append(Text(f" ({one_line(address, _LONGEST)})"))
    return tuple(made)


def _address(run: Inline) -> str:
    """Return the address that the page would not show."""
    if isinstance(run, Picture):
        return run.src if run.alt else ""
    if isinstance(run, Text) and run.href and run.href != run.text:
        return "" if "<a " in inlines_html((run,)) else run.href
    return ""
