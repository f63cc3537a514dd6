"""Pieces as HTML for other programs to paste: our own few elements, everything in them escaped.

Nothing in it loads anything or names a file: pictures are labels, formulas their source, and an
address is kept only if it is of the web or of mail. Pure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scout_desktop.chat.markdown.clean import is_right_to_left
from scout_desktop.chat.markdown.inlines import Break, Math, NoteRef, Picture, Text
from scout_desktop.chat.markdown.pieces import CodePiece, FormulaPiece, Line, RulePiece, TablePiece
from scout_desktop.chat.markdown.plain import plain_inlines

from .nesting import Item, Listed, Quoted, nested

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scout_desktop.chat.markdown.inlines import Inline, Inlines
    from scout_desktop.chat.markdown.pieces import Piece

    from .nesting import Nested

_ADDRESS: Final = re.compile(
    r"(?:https?://[^\s/\\?#@]|mailto:[^\s/])[^\s\\<>\"\x00-\x1f\x7f-\x9f]{0,2000}", re.IGNORECASE
)
_TURNING: Final = re.compile(r"[\u00ad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
_USER_NAME: Final = re.compile(r"https?://[^/?#]*@", re.IGNORECASE)


def pieces_html(pieces: Iterable[Piece]) -> str:
    """Return the pieces as elements without a document around them."""
    return "\n".join(_element(each) for each in nested(pieces))


def inlines_html(inlines: Inlines) -> str:
    """Return the words of one paragraph with their styles, without a paragraph around them."""
    return "".join(_run(inline) for inline in inlines)


def words_html(text: str) -> str:
    """Return text that is no Markdown, every space and line end of it, as one paragraph."""
    lines = "<br>\n".join(_escaped(line) for line in text.split("\n"))
    return f'<p style="white-space: pre-wrap"{_direction(text)}>{lines}</p>'


def _element(one: Nested) -> str:
    match one:
        case Line():
            tag = f"h{one.level}" if one.level else "p"
            return _line(one, tag)
        case CodePiece():
            # The name of a language is text from the model as well: letters of a class, or nothing.
            name = re.sub(r"[^\w+#.-]", "", one.language, flags=re.ASCII)
            language = f' class="language-{name}"' if name else ""
            return f'<pre dir="ltr"><code{language}>{_escaped(one.text)}</code></pre>'
        case TablePiece():
            return _table(one)
        case FormulaPiece():
            return f'<p dir="ltr"><code>{_escaped(one.source)}</code></p>'
        case RulePiece():
            return "<hr>"
        case Quoted():
            return f"<blockquote>\n{_elements(one.inside)}\n</blockquote>"
        case Listed():
            return _list(one)


def _elements(inside: Iterable[Nested]) -> str:
    return "\n".join(_element(each) for each in inside)


def _line(line: Line, tag: str) -> str:
    words = plain_inlines(line.inlines)
    return f"<{tag}{_direction(words)}>{_note(line)}{inlines_html(line.inlines)}</{tag}>"


def _note(line: Line) -> str:
    """Return the number in front of a footnote's text."""
    place = line.place
    return f"<sup>[{place.number or _escaped(place.note)}]</sup> " if place.note else ""


def _list(one: Listed) -> str:
    items = "\n".join(_item(item) for item in one.items)
    start = one.items[0].mark.number
    if start is None:
        return f"<ul>\n{items}\n</ul>"
    first = "" if start == 1 else f' start="{start}"'
    return f"<ol{first}>\n{items}\n</ol>"


def _item(item: Item) -> str:
    done, direction = "", ""
    if item.mark.done is not None:
        done = "\u2611 " if item.mark.done else "\u2610 "
    written = []
    for at, each in enumerate(item.inside):
        if isinstance(each, Line) and not each.level and (at == 0 or each.place.tight):
            # Words at the beginning of an item stand beside its mark, as on the screen.
            direction = direction or _direction(plain_inlines(each.inlines))
            written.append(("" if at == 0 else "<br>") + _note(each) + inlines_html(each.inlines))
        else:
            written.append(_element(each))
    return f"<li{direction}>{done}{chr(10).join(written)}</li>"


def _table(piece: TablePiece) -> str:
    words = " ".join(plain_inlines(cell) for row in piece.rows for cell in row)
    head, *body = piece.rows
    rows = [_row(piece, row, "td") for row in body]
    # A table that was cut below its header has an empty one.
    top = f"<thead>\n{_row(piece, head, 'th')}\n</thead>\n" if any(head) else ""
    inside = "\n".join(rows)
    return f"<table{_direction(words)}>\n{top}<tbody>\n{inside}\n</tbody>\n</table>"


def _row(piece: TablePiece, cells: tuple[Inlines, ...], tag: str) -> str:
    written = []
    for align, cell in zip(piece.aligns, cells, strict=False):
        style = f' style="text-align: {align}"' if align else ""
        written.append(f"<{tag}{style}>{inlines_html(cell)}</{tag}>")
    return f"<tr>{''.join(written)}</tr>"


def _run(inline: Inline) -> str:
    match inline:
        case Text():
            return _text(inline)
        case Picture():
            return _linked(_escaped(plain_inlines((inline,))), inline.href)
        case Math():
            return f"<code>{_escaped(inline.source)}</code>"
        case NoteRef():
            return f"<sup>[{inline.number}]</sup>"
        case Break():
            return "<br>\n" if inline.hard else "\n"


def _text(run: Text) -> str:
    written = _escaped(run.text)
    for wanted, tag in (
        (run.code, "code"), (run.emphasis, "em"), (run.strong, "strong"), (run.strike, "s"),
    ):  # fmt: skip
        if wanted:
            written = f"<{tag}>{written}</{tag}>"
    return _linked(written, run.href)


def _linked(written: str, href: str | None) -> str:
    if href is None or not _is_web_or_mail(href):
        return written
    return f'<a href="{_escaped(href)}">{written}</a>'


def _is_web_or_mail(href: str) -> bool:
    """Whether an address may leave with the text; the gate that opens them asks for more."""
    return (
        _ADDRESS.fullmatch(href) is not None
        and _TURNING.search(href) is None
        and _USER_NAME.match(href) is None
    )


def _direction(words: str) -> str:
    return ' dir="rtl"' if not words.isascii() and is_right_to_left(words) else ""


def _escaped(text: str) -> str:
    """Spell out what HTML would take for itself; what no HTML may hold becomes U+FFFD."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _NEVER.sub("\ufffd", safe.replace('"', "&quot;").replace("\r", ""))


_NEVER: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
