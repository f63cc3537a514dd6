"""Blocks as plain text: what a screen reader says and what a copy without styles holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .blocks import (
    Break,
    Code,
    Heading,
    List,
    Math,
    NoteRef,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Table,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .blocks import Block, Inline, Inlines


def plain_text(blocks: Iterable[Block]) -> str:
    """Return the words of the blocks, lists with their marks, table cells parted by tabs."""
    return "\n\n".join(_lines(block) for block in blocks)


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


def _lines(block: Block) -> str:
    match block:
        case Paragraph() | Heading():
            return plain_inlines(block.inlines)
        case Code():
            return block.text
        case List():
            return _list(block)
        case Quote():
            return plain_text(block.blocks)
        case Table():
            return "\n".join("\t".join(plain_inlines(cell) for cell in row) for row in block.rows)
        case Rule():
            return "———"


def _list(block: List) -> str:
    marks = (f"{block.start + place}. " if block.ordered else "• " for place in range(10**9))
    items = []
    for mark, item in zip(marks, block.items, strict=False):
        inner = ("\n" if block.tight else "\n\n").join(_lines(each) for each in item)
        items.append(mark + inner.replace("\n", "\n" + " " * len(mark)))
    return "\n".join(items)
