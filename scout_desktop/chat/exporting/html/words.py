"""Foreign words as HTML: escaped, links with their address to read, code with its colours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from scout_desktop.chat.growing import mend
from scout_desktop.chat.markdown.clean import masked_code
from scout_desktop.chat.markdown.flatten import pieces_of, plain_lines
from scout_desktop.chat.markdown.inlines import Text
from scout_desktop.chat.markdown.lexing import MOST, Coloured, lexer_for, lines_of
from scout_desktop.chat.markdown.pieces import CodePiece, Line
from scout_desktop.chat.markdown.writing.html import inlines_html, pieces_html

from .addresses import with_addresses

_HEADINGS_ABOVE: Final = 2
_CLASSES: Final = {
    "keyword": "k", "string": "s", "number": "n", "comment": "c", "name": "f", "meta": "m",
}  # fmt: skip
# These match our own elements only: what is foreign has no < and no " left in it.
_CODE: Final = re.compile(r'<pre dir="ltr"><code([^>]*)>[^<]*</code></pre>')
_LINK: Final = re.compile(r'<a href="([^"]*)">.*?</a>(?:<a href="\1">.*?</a>)*', re.DOTALL)
_TAG: Final = re.compile(r"<[^>]*>")


def escaped(text: str) -> str:
    """Return words of one run, for an element or a quoted attribute."""
    return inlines_html((Text(mend(text)),))


def said(text: str) -> str:
    """Return what a user typed: no Markdown, every line and space of it."""
    return f'<div class="said" dir="auto" lang="">{escaped(plain_lines(mend(text)))}</div>'


def reply(text: str) -> str:
    """Return a reply, formatted as in the window."""
    pieces = [
        replace(piece, level=min(piece.level + _HEADINGS_ABOVE, 6))
        if isinstance(piece, Line) and piece.level
        else piece
        for piece in with_addresses(pieces_of(mend(text)))
    ]
    codes = iter([piece for piece in pieces if isinstance(piece, CodePiece)])
    whole = _CODE.sub(
        lambda found: f'<pre dir="ltr"><code{found[1]}>{_code(next(codes))}</code></pre>',
        pieces_html(pieces),
    )
    return f'<div class="words" lang="">\n{_LINK.sub(_link, whole)}\n</div>'


def _link(found: re.Match[str]) -> str:
    """Keep a link from telling where it was, and show where it leads."""
    address = found[1]
    whole = found[0].replace('<a href="', '<a rel="noopener noreferrer" href="')
    if _TAG.sub("", found[0]) in (address, address.removeprefix("mailto:")):
        return whole
    return f'{whole} <bdi class="address" dir="ltr">({address})</bdi>'


def _code(piece: CodePiece) -> str:
    text = piece.text
    lexer = lexer_for(piece.language) if piece.language and len(text) <= MOST else None
    if lexer is None:
        return _plain(text)
    coloured = (spans for spans in lines_of(lexer, text) if spans is not None)
    lines = zip(text.split("\n"), coloured, strict=False)
    return "\n".join("".join(_runs(line, spans)) for line, spans in lines)


def _runs(line: str, spans: tuple[Coloured, ...]) -> Iterator[str]:
    at = 0
    for start, length, kind in spans:
        yield _plain(line[at:start])
        yield f'<span class="{_CLASSES[kind]}">{_plain(line[start : start + length])}</span>'
        at = start + length
    yield _plain(line[at:])


def _plain(code: str) -> str:
    """Return code whose unseen characters are shown to be there; they may turn what is read."""
    made, at = [], 0
    for place in masked_code(code)[1]:
        made.append(escaped(code[at:place]))
        made.append(f'<span class="unseen">{escaped(code[place])}</span>')
        at = place + 1
    return "".join([*made, escaped(code[at:])])
