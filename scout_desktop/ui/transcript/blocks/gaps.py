"""How much room there is between two pieces of a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scout_desktop.chat.markdown.pieces import Line, RulePiece
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from scout_desktop.chat.markdown.pieces import Piece


def gap_above(piece: Piece, above: Piece | None) -> int:
    """Return the pixels at 100 % between a piece and the one above it, None at the start."""
    if above is None:
        return 0
    if isinstance(piece, Line) and piece.level:
        if _is_heading(above):
            return SIZES.s3
        return SIZES.s6 if piece.level <= 2 else SIZES.s4 + SIZES.s1
    if piece.place.note and not above.place.note:
        return SIZES.s4
    if isinstance(piece, RulePiece) or isinstance(above, RulePiece):
        return SIZES.s4
    if piece.place.tight:
        return SIZES.s1 if _are_alike(piece, above) else SIZES.s2
    if _is_heading(above):
        return SIZES.s2
    return SIZES.s3


def _are_alike(piece: Piece, above: Piece) -> bool:
    """Whether both are lines of text, and not of two lists that follow one another."""
    if not isinstance(piece, Line) or not isinstance(above, Line):
        return False
    one, other = piece.place.mark, above.place.mark
    if one is None or other is None or piece.place.depth != above.place.depth:
        return True
    return (one.number is None, one.done is None) == (other.number is None, other.done is None)


def _is_heading(piece: Piece) -> bool:
    return isinstance(piece, Line) and piece.level > 0
