"""Pieces as plain text: what is selected, searched, read aloud, copied unstyled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .inlines import Break, Math, NoteRef, Picture, Text
from .pieces import CodePiece, FormulaPiece, Line, RulePiece, TablePiece

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .inlines import Inline, Inlines
    from .pieces import Mark, Piece


def piece_text(piece: Piece) -> str:
    """Return the text of one piece as it is selected, searched and copied: without marks."""
    match piece:
        case Line():
            return plain_inlines(piece.inlines)
        case CodePiece():
            return piece.text
        case TablePiece():
            return "\n".join("\t".join(map(plain_inlines, row)) for row in piece.rows)
        case FormulaPiece():
            return piece.source
        case RulePiece():
            return ""


def plain_pieces(pieces: Iterable[Piece]) -> str:
    """Return a message as plain text, with the marks of its lists and footnotes.

    Paragraphs are parted by blank lines, what is tight by a line end.
    """
    parts: list[str] = []
    for piece in pieces:
        place = piece.place
        if parts:
            parts.append("\n" if place.tight else "\n\n")
        text = "———" if isinstance(piece, RulePiece) else piece_text(piece)
        inset = "  " * place.depth
        lead = inset if place.mark is None else inset[2:] + _sign(place.mark)
        if place.note:
            lead += f"[{place.number}] "
        parts.append((lead + text.replace("\n", "\n" + inset)).rstrip(" "))
    return "".join(parts)


def _sign(mark: Mark) -> str:
    number = "•" if mark.number is None else f"{mark.number}."
    if mark.done is None:
        return number + " "
    task = "[x]" if mark.done else "[ ]"
    return f"{task} " if mark.number is None else f"{number} {task} "


def plain_inlines(inlines: Inlines) -> str:
    """Return the words of one paragraph."""
    return "".join(_piece(inline) for inline in inlines)


def _piece(inline: Inline) -> str:
    match inline:
        case Text():
            return inline.text
        case Picture():
            return f"[picture: {inline.alt or inline.src}]"
        case Math():
            return inline.source
        case NoteRef():
            return f"[{inline.number}]"
        case Break():
            return "\n" if inline.hard else " "
