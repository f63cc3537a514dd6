"""A table for other programs: tabs for spreadsheets, HTML for text processors.

What is written here is complete and harmless: nothing of a cell gets through as a tag, and only
addresses of the web become links.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from scout_desktop.chat.markdown.clean import is_right_to_left
from scout_desktop.chat.markdown.inlines import Break, Text
from scout_desktop.chat.markdown.plain import plain_inlines

if TYPE_CHECKING:
    from scout_desktop.chat.markdown.inlines import Align, Inline, Inlines
    from scout_desktop.chat.markdown.pieces import TablePiece

_SAFE = ("https://", "http://", "mailto:")
_UNTABBED = str.maketrans({"\t": " ", "\n": " ", "\r": " "})


def table_tsv(piece: TablePiece) -> str:
    """Return cells parted by tabs and rows by line feeds; within a cell both become spaces."""
    return "\n".join(
        "\t".join(plain_inlines(cell).translate(_UNTABBED) for cell in row) for row in piece.rows
    )


def table_html(piece: TablePiece) -> str:
    """Return a `<table>` with its header, alignment, direction and the styles of its words."""
    head, *body = piece.rows or ((),)
    turned = ' dir="rtl"' if is_mirrored(piece) else ""
    rows = "".join(f"<tr>{_cells('td', row, piece.aligns)}</tr>" for row in body)
    first = f"<tr>{_cells('th', head, piece.aligns)}</tr>"
    return f"<table{turned}><thead>{first}</thead><tbody>{rows}</tbody></table>"


def is_mirrored(piece: TablePiece) -> bool:
    """Whether the table's first words run from right to left, and its columns so too.

    As in a paragraph, words tell before code does.
    """
    head = [inline for row in piece.rows[:2] for cell in row for inline in cell]
    words = [each.text for each in head if isinstance(each, Text) and not each.code]
    return is_right_to_left(" ".join([*words, plain_inlines(tuple(head))]))


def _cells(tag: str, row: tuple[Inlines, ...], aligns: tuple[Align, ...]) -> str:
    made = []
    for cell, align in zip(row, aligns, strict=False):
        style = f' style="text-align:{align}"' if align else ""
        made.append(f"<{tag}{style}>{''.join(map(_inline, cell))}</{tag}>")
    return "".join(made)


def _inline(inline: Inline) -> str:
    if isinstance(inline, Break):
        return "<br>" if inline.hard else " "
    if not isinstance(inline, Text):
        return escape(plain_inlines((inline,)))
    made = escape(inline.text)
    for styled, tag in (
        (inline.code, "code"), (inline.strike, "s"), (inline.emphasis, "em"),
        (inline.strong, "strong"),
    ):  # fmt: skip
        if styled:
            made = f"<{tag}>{made}</{tag}>"
    if inline.href is not None and inline.href.lower().startswith(_SAFE):
        made = f'<a href="{escape(inline.href)}">{made}</a>'
    return made
