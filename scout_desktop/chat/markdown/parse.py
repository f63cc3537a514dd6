"""Text in, blocks out: pure, linear in the text, and without an exception for any input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .blocks import Block, Code, Heading, List, Paragraph, Quote, Rule, Table, Text
from .inlines import inlines_of

if TYPE_CHECKING:
    from markdown_it.token import Token

    from .blocks import Align, Inlines

LONGEST = 1_000_000
"""Characters; a longer text is shown as it is, in paragraphs."""

_ALIGNS: dict[str, Align] = {
    "text-align:left": "left",
    "text-align:center": "center",
    "text-align:right": "right",
}


def parse(text: str) -> tuple[Block, ...]:
    """Return the blocks of a Markdown text: CommonMark with tables and strikethrough.

    HTML is text, `$5 and $10` is money, and what is nested absurdly deep is text.
    """
    return tuple(block for _, block in parse_lines(with_plain_line_ends(text), {}))


def parse_lines(text: str, definitions: dict[str, Any]) -> tuple[tuple[int, Block], ...]:
    """Return the blocks, each with the line it begins on; line ends must be plain line feeds.

    `definitions` carries the link definitions that stood before `text` and takes its own.
    """
    if len(text) > LONGEST:
        pieces = text.split("\n\n")
        return tuple((0, Paragraph((Text(piece),))) for piece in pieces if piece.strip())
    from .grammar import tokens

    reader = _Reader(tokens(text, definitions))
    return tuple(reader.blocks_with_lines())


def with_plain_line_ends(text: str) -> str:
    """Return the text with every line ended by a line feed alone."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


class _Reader:
    """Walks the parser's flat list of opening and closing tokens."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    def blocks_with_lines(self) -> list[tuple[int, Block]]:
        found = []
        while self._at < len(self._tokens):
            line = (self._tokens[self._at].map or [0])[0]
            block = self._block()
            if block is not None:
                found.append((line, block))
        return found

    def _next(self) -> Token:
        token = self._tokens[self._at]
        self._at += 1
        return token

    def _until(self, closing: str) -> tuple[Block, ...]:
        found = []
        while self._at < len(self._tokens) and self._tokens[self._at].type != closing:
            block = self._block()
            if block is not None:
                found.append(block)
        self._at += 1
        return tuple(found)

    def _block(self) -> Block | None:
        token = self._next()
        match token.type:
            case "paragraph_open":
                return Paragraph(self._line("paragraph_close"))
            case "heading_open":
                return Heading(int(token.tag[1]), self._line("heading_close"))
            case "fence":
                info = token.info.strip()
                return Code(info.split(maxsplit=1)[0] if info else "", _cut(token.content), info)
            case "code_block":
                return Code("", _cut(token.content))
            case "hr":
                return Rule()
            case "blockquote_open":
                return Quote(self._until("blockquote_close"))
            case "bullet_list_open" | "ordered_list_open":
                return self._list(token)
            case "table_open":
                return self._table()
            case "deep_text":
                return Paragraph((Text(token.content),)) if token.content.strip() else None
            case _:
                # A token of a rule that is not enabled: what it says is shown as text.
                return Paragraph((Text(token.content),)) if token.content.strip() else None

    def _line(self, closing: str) -> Inlines:
        found: Inlines = ()
        while self._at < len(self._tokens):
            token = self._next()
            if token.type == closing:
                break
            found += inlines_of(token.children or [])
        return found

    def _list(self, opening: Token) -> List:
        closing = opening.type.replace("open", "close")
        items: list[tuple[Block, ...]] = []
        tight = True
        while self._at < len(self._tokens) and self._tokens[self._at].type != closing:
            first = self._at
            self._at += 1
            items.append(self._until("list_item_close"))
            tight = tight and not self._has_loose_paragraph(first)
        self._at += 1
        start = opening.attrGet("start")
        ordered = opening.type == "ordered_list_open"
        return List(ordered, int(start) if start is not None else 1, tuple(items), tight)

    def _has_loose_paragraph(self, first: int) -> bool:
        level = self._tokens[first].level + 1
        return any(
            token.type == "paragraph_open" and token.level == level and not token.hidden
            for token in self._tokens[first : self._at]
        )

    def _table(self) -> Table:
        aligns: list[Align] = []
        rows: list[tuple[Inlines, ...]] = []
        row: list[Inlines] = []
        while self._at < len(self._tokens):
            token = self._next()
            if token.type == "table_close":
                break
            if token.type == "th_open":
                aligns.append(_ALIGNS.get(str(token.attrGet("style")), ""))
            elif token.type == "inline":
                row.append(inlines_of(token.children or []))
            elif token.type == "tr_close":
                rows.append(tuple(row))
                row = []
        return Table(tuple(aligns), tuple(rows))


def _cut(text: str) -> str:
    """Take the line break off the end that every code token carries."""
    return text.removesuffix("\n")
