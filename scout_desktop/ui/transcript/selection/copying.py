"""What a copy of the selection holds, as plain text, as Markdown and as HTML.

A reader who copies a few words gets the words. Lists keep their marks, code is exact but for
characters that nobody can see, a table cut in the middle keeps its columns. Where several messages
are copied whole, it is a conversation, and each begins with who said it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from scout_desktop.chat.markdown.clean import clean_code
from scout_desktop.chat.markdown.cut import cut_piece
from scout_desktop.chat.markdown.inlines import Text
from scout_desktop.chat.markdown.pieces import HERE, CodePiece, Line, TablePiece
from scout_desktop.chat.markdown.plain import piece_text, plain_pieces
from scout_desktop.chat.markdown.writing.html import inlines_html, pieces_html, words_html
from scout_desktop.chat.markdown.writing.written_form import pieces_markdown
from scout_desktop.ui.transcript.selection.sources import (
    hides_something,
    is_growing,
    source_of,
)
from scout_desktop.ui.transcript.selection.stretch import ending

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scout_desktop.chat.markdown.inlines import Inlines
    from scout_desktop.chat.markdown.pieces import Piece
    from scout_desktop.chat.message import Node
    from scout_desktop.ui.transcript.selection.ground import Ground, Spot

_NAMES = {"user": "You", "assistant": "Reply", "system": "System"}
"""As in an export (chat/written.py)."""


class Cut(NamedTuple):
    """A piece, and where the selection begins and ends in its text."""

    piece: Piece
    start: int
    end: int


class Portion(NamedTuple):
    """What of one message is selected; a `whole` one without `cuts` is its text."""

    node: Node
    whole: bool
    cuts: tuple[Cut, ...] | None = None


class Copied(NamedTuple):
    """What a message gives to a copy, in two flavours, of which the second may be missing."""

    plain: str
    html: str = ""


def joined(parts: Sequence[Copied]) -> Copied:
    """Return the copy of several messages: a blank line between them."""
    plains, htmls = zip(*parts, strict=True) if parts else ((), ())
    return Copied("\n\n".join(plains), "\n".join(htmls))


def portions(ground: Ground, first: Spot, last: Spot) -> tuple[Portion, ...]:
    """Return what lies between two spots, as it is now; takes apart only the first and the last."""
    nodes = ground.nodes
    found = []
    for message in range(first.message, last.message + 1):
        node = nodes[message]
        if first.message < message < last.message and not is_growing(node):
            found.append(Portion(node, whole=True))
            continue
        portion = _portion(ground, message, first, last)
        if portion is not None:
            found.append(portion)
    return tuple(found)


def _portion(ground: Ground, message: int, first: Spot, last: Spot) -> Portion | None:
    pieces, end = ground.pieces(message), ending(ground, message)
    start = first if message == first.message else end._replace(block=0, place=0)
    stop = min(last, end) if message == last.message else end
    starts_whole = (start.block, start.place) == (0, 0)
    if starts_whole and stop == end and (stop != start or first.message < message < last.message):
        # A reply that still arrives has its text in its pieces only.
        growing = is_growing(ground.nodes[message])
        cuts = tuple(Cut(piece, 0, len(piece_text(piece))) for piece in pieces)
        return Portion(ground.nodes[message], whole=True, cuts=cuts if growing else None)
    found = []
    for block in range(start.block, min(stop.block + 1, len(pieces))):
        length = len(piece_text(pieces[block]))
        begin = start.place if block == start.block else 0
        until = min(stop.place, length) if block == stop.block else length
        outer = block in (start.block, stop.block)
        if begin < until or not outer:
            found.append(Cut(pieces[block], begin, until))
    return Portion(ground.nodes[message], whole=False, cuts=tuple(found)) if found else None


def is_conversation(chosen: Sequence[Portion]) -> bool:
    """Whether each message says whose it is: several are there in full."""
    return sum(portion.whole for portion in chosen) > 1


def markdown(chosen: Sequence[Portion]) -> Iterator[Copied]:
    """Give the Markdown of each message: the source of whole ones, of parts what reads the same."""
    named = is_conversation(chosen)
    for portion in chosen:
        text = _source(portion)
        yield Copied(f"### {_name(portion)}\n\n{text}" if named else text)


def copying(chosen: Sequence[Portion]) -> Iterator[Copied]:
    """Give the plain text and the HTML of each message; a step takes a message apart."""
    named = is_conversation(chosen)
    for portion in chosen:
        made = _flavours(portion)
        if named:
            made = Copied(
                f"{_name(portion)}:\n{made.plain}",
                f"<p><strong>{_name(portion)}:</strong></p>\n{made.html}",
            )
        yield made


def _name(portion: Portion) -> str:
    return _NAMES.get(portion.node.role, portion.node.role)


def _is_written(portion: Portion) -> bool:
    """Whether it is what a person wrote, which is no Markdown."""
    return portion.node.role == "user"


def _source(portion: Portion) -> str:
    if _is_written(portion):
        return _words(portion)
    if portion.cuts is None:
        text = source_of(portion.node)
        # A source with something hidden in its code is written anew.
        if not hides_something(text):
            return text.strip("\n")
    return pieces_markdown(_pieces(portion))


def _flavours(portion: Portion) -> Copied:
    if _is_written(portion):
        words = _words(portion)
        return Copied(words, words_html(words))
    pieces = _pieces(portion)
    if portion.cuts is not None and len(portion.cuts) == 1 and not portion.whole:
        cut, piece = portion.cuts[0], pieces[0]
        if isinstance(piece, Line):
            # Words within one paragraph are pasted into another one.
            return Copied(piece_text(piece), inlines_html(piece.inlines))
        plain = _cleaned_text(cut) if isinstance(piece, CodePiece) else _slice(cut)
        return Copied(plain, pieces_html(pieces))
    plainly = pieces if portion.cuts is None else _plainly(portion, pieces)
    return Copied(plain_pieces(plainly), pieces_html(pieces))


def _words(portion: Portion) -> str:
    """Return the lines that a person wrote."""
    if portion.cuts is None:
        return source_of(portion.node)
    return "\n".join(_slice(cut) for cut in portion.cuts)


def _slice(cut: Cut) -> str:
    return piece_text(cut.piece)[cut.start : cut.end]


def _cleaned_text(cut: Cut) -> str:
    return clean_code(_slice(cut))[0]


def _pieces(portion: Portion) -> list[Piece]:
    if portion.cuts is None:
        from scout_desktop.chat.markdown.flatten import pieces_of

        return [_cleaned(piece) for piece in pieces_of(source_of(portion.node))]
    cuts = portion.cuts
    pieces = [_cleaned(cut_piece(*cut)) for cut in cuts]
    if len(pieces) == 1 and not portion.whole:
        return [replace(pieces[0], place=HERE)]
    return pieces


def _plainly(portion: Portion, pieces: list[Piece]) -> list[Piece]:
    """Put the bare text of a table that is cut in its place: it needs no header to be read."""
    return [
        CodePiece(_slice(cut), place=piece.place) if _is_cut_table(cut) else piece
        for cut, piece in zip(portion.cuts or (), pieces, strict=True)
    ]


def _is_cut_table(cut: Cut) -> bool:
    whole = (0, len(piece_text(cut.piece)))
    return isinstance(cut.piece, TablePiece) and (cut.start, cut.end) != whole


def _cleaned(piece: Piece) -> Piece:
    """Take out of code what nobody can see."""
    match piece:
        case CodePiece():
            text, removed = clean_code(piece.text)
            return replace(piece, text=text) if removed else piece
        case Line():
            return replace(piece, inlines=_cleaned_inlines(piece.inlines))
        case TablePiece():
            rows = tuple(tuple(_cleaned_inlines(cell) for cell in row) for row in piece.rows)
            return replace(piece, rows=rows)
        case _:
            return piece


def _cleaned_inlines(inlines: Inlines) -> Inlines:
    if not any(isinstance(each, Text) and each.code for each in inlines):
        return inlines
    return tuple(
        replace(each, text=clean_code(each.text)[0])
        if isinstance(each, Text) and each.code
        else each
        for each in inlines
    )
