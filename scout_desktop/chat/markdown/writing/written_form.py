"""Pieces as Markdown again: read back, it gives the same pieces. Pure.

For text that was cut or is still arriving; a whole message is copied as its source.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scout_desktop.chat.markdown.inlines import Break
from scout_desktop.chat.markdown.pieces import CodePiece, FormulaPiece, Line, RulePiece, TablePiece

from .nesting import Item, Listed, Quoted, is_tight, nested
from .written_inlines import written_inlines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scout_desktop.chat.markdown.inlines import Align, Inlines
    from scout_desktop.chat.markdown.pieces import Piece

    from .nesting import Nested

_ALIGNS: dict[Align, str] = {"": "---", "left": ":---", "center": ":---:", "right": "---:"}


def pieces_markdown(pieces: Iterable[Piece]) -> str:
    """Return the Markdown of the pieces, without a line break at the end."""
    return "\n".join(_written(nested(pieces), in_list=False))


def _written(inside: Sequence[Nested], *, in_list: bool) -> list[str]:
    lines: list[str] = []
    above: Nested | None = None
    other = False
    for one in inside:
        if above is not None and not (is_tight(one) and _may_touch(above, one)):
            lines.append("")
        # Two lists below each other are told apart by their signs.
        other = isinstance(above, Listed) and isinstance(one, Listed) and not other
        lines += _one(one, other=other, in_list=in_list)
        above = one
    return lines


def _may_touch(above: Nested, one: Nested) -> bool:
    """Whether without a blank line between them they are still two."""
    if isinstance(one, Line) and not one.level:
        return isinstance(above, CodePiece | FormulaPiece | RulePiece) or (
            isinstance(above, Line) and above.level > 0
        )
    return not isinstance(above, TablePiece)


def _one(one: Nested, *, other: bool, in_list: bool) -> list[str]:
    match one:
        case Line():
            return _line(one)
        case CodePiece():
            return _code(one)
        case TablePiece():
            return _table(one)
        case FormulaPiece():
            return ["$$", *one.source.split("\n"), "$$"]
        case RulePiece():
            # In a list, dashes would make a heading of words above, or one rule with its mark.
            return ["___" if in_list else "---"]
        case Quoted():
            return [f"> {line}".rstrip() for line in _written(one.inside, in_list=False)]
        case Listed():
            return _list(one, other=other)


def _line(one: Line) -> list[str]:
    # A heading of several rows can only be underlined.
    underlined = one.level in (1, 2) and any(isinstance(each, Break) for each in one.inlines)
    words = written_inlines(one.inlines, one_line=one.level > 0 and not underlined)
    lines = words.split("\n")
    if underlined and len(lines) > 1:
        lines.append("===" if one.level == 1 else "---")
    elif one.level:
        lines = [_heading(one.level, words)]
    note = one.place.note
    return _hung(f"[^{note}]: ", 4, lines) if note else lines


def _heading(level: int, words: str) -> str:
    # Signs at the end would be taken for the heading's own.
    return f"{'#' * level} {re.sub(r'(^|(?<= ))#+$', lambda end: chr(92) + end[0], words)}".rstrip()


def _code(piece: CodePiece) -> list[str]:
    sign = "~" if "`" in piece.language else "`"
    longest = max((len(run) for run in re.findall(f"{sign}+", piece.text)), default=0)
    fence = sign * max(longest + 1, 3)
    lines = piece.text.split("\n") if piece.text else []
    return [fence + piece.language, *lines, fence]


def _table(piece: TablePiece) -> list[str]:
    head, *body = (_row(row) for row in piece.rows)
    under = " | ".join(_ALIGNS[align] for align in piece.aligns)
    return [head, f"| {under} |", *body]


def _row(cells: tuple[Inlines, ...]) -> str:
    written = (written_inlines(cell, one_line=True).replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(written)} |"


def _list(one: Listed, *, other: bool) -> list[str]:
    lines: list[str] = []
    for at, item in enumerate(one.items):
        if at and not is_tight(item.inside[0]):
            lines.append("")
        lines += _item(item, other=other)
    return lines


def _item(item: Item, *, other: bool) -> list[str]:
    mark, inside = item.mark, item.inside
    if mark.number is None:
        sign = "* " if other else "- "
    else:
        sign = f"{mark.number}) " if other else f"{mark.number}. "
    width = len(sign)
    if mark.done is not None:
        sign += "[x] " if mark.done else "[ ] "
    # A mark on a line of its own takes up what follows.
    bare = isinstance(inside[0], Line) and not inside[0].inlines and len(inside) > 1
    return _hung(sign, width, _written(inside[1:] if bare else inside, in_list=True))


def _hung(sign: str, width: int, lines: list[str]) -> list[str]:
    first, *more = lines or [""]
    return [(sign + first).rstrip(), *(" " * width + line if line else "" for line in more)]
