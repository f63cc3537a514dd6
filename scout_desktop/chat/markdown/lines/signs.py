"""How a block announces itself at the beginning of a line; one function or pattern a kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from scout_desktop.chat.markdown.inlines import Align

    from .cursor import Cursor

FIRST: Final = frozenset("#>`~*+-_=0123456789[$\\")
"""No other character begins anything but text (and rows of a table)."""
HEADING: Final = re.compile(r"#{1,6}(?=[ \t]|$)")
UNDERLINE: Final = re.compile(r"(?:=+|-+)[ \t]*$")
RULE: Final = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})$")
FENCE: Final = re.compile(r"`{3,}(?=[^`]*$)|~{3,}")
FENCE_END: Final = re.compile(r"(`{3,}|~{3,})[ \t]*$")
NOTE: Final = re.compile(r"\[\^([^\]\[\s\\]{1,999})\]:")
TASK: Final = re.compile(r"\[([ xX])\](?:[ \t\n]+|$)")
_ITEM: Final = re.compile(r"(?:([*+-])|(\d{1,9})([.)]))(?=[ \t]|$)", re.ASCII)
_DELIMITERS: Final = re.compile(r"[|:-][|: \t-]+$")
_DELIMITER: Final = re.compile(r":?-+:?")
_TOKEN: Final = re.compile(r"\\.|\$\$", re.DOTALL)


class ItemSign(NamedTuple):
    """The mark of a list item; `number` is None for a bullet."""

    kind: str
    number: int | None
    length: int


def item_sign(cursor: Cursor, *, interrupting: bool) -> ItemSign | None:
    """Return the mark that stands next; a paragraph is interrupted by `1.` with text only."""
    found = _ITEM.match(cursor.line, cursor.next)
    if found is None:
        return None
    bullet, digits, delimiter = found.groups()
    number = None if bullet else int(digits)
    if interrupting and (
        (number is not None and number != 1) or not cursor.line[found.end() :].strip(" \t")
    ):
        return None
    return ItemSign(bullet or delimiter, number, found.end() - found.start())


def heading_words(line: str, start: int) -> str:
    """Return a heading's text: what stands behind its sign, without the signs that close it."""
    words = line[start:].strip(" \t")
    open_end = words.rstrip("#")
    return open_end.rstrip(" \t") if not open_end or open_end[-1] in " \t" else words


def cells_of(line: str) -> list[str]:
    """Return the cells of a table's row."""
    line = line.strip(" \t")
    if "\\" in line:
        # A text has no NUL in it: `plain_lines` takes care.
        cells = [cell.replace("\0", "|") for cell in re.sub(r"\\\|", "\0", line).split("|")]
    else:
        cells = line.split("|")
    if cells and not cells[0]:
        cells.pop(0)
    if cells and not cells[-1]:
        cells.pop()
    return [cell.strip(" \t") for cell in cells]


def aligns_of(line: str) -> tuple[Align, ...]:
    """Return how the columns are aligned if this is the line below a table's header, else ()."""
    if not _DELIMITERS.match(line) or (line[0] == "-" and line[1] in " \t"):
        return ()
    aligns: list[Align] = []
    cells = line.strip(" \t").split("|")
    for place, cell in enumerate(cells):
        column = cell.strip(" \t")
        if not column and place in (0, len(cells) - 1):
            continue
        if not _DELIMITER.fullmatch(column):
            return ()
        left, right = column[0] == ":", column[-1] == ":"
        aligns.append("center" if left and right else "left" if left else "right" if right else "")
    return tuple(aligns)


def formula_end(line: str) -> str | None:
    """Return what closes a displayed formula that begins with this line.

    None if none begins, "" if the line holds all of it.
    """
    if line.startswith("$$") and not line.startswith("$$$"):
        return closes(line[2:], "$$")
    if line.startswith("\\["):
        left = closes(line[2:], "\\]")
        if left == "" or line[2:3] in ("", " ", "\t", "\\"):
            return left
    return None


def closes(line: str, end: str) -> str | None:
    """Return "" if the line closes a formula with its last word, `end` if it goes on.

    None if it is none: it is closed amid the line, or another begins.
    """
    line = line.rstrip(" \t")
    for found in _TOKEN.finditer(line):
        if found.group() == end:
            return "" if found.end() == len(line) else None
        if found.group() in ("$$", "\\["):
            return None
    return end
