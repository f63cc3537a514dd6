"""Code as it is shown: nothing in it hidden, and words that run the other way each by themselves.

Without that, two Arabic names with a minus between them would change places, as they do in prose;
in code the first one stands on the left. Within such a word, or several with spaces between, the
letters run as they should.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from scout_desktop.chat.markdown.clean import masked_code

if TYPE_CHECKING:
    from collections.abc import Sequence

_TURNED = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_MARKS = "!-/:-@\\[-^`{-~"
_AWAY = re.compile(f"[{_TURNED}](?:[^{_MARKS}]*[{_TURNED}])?")
_OPEN, _CLOSE = "\u2067", "\u2069"


class Letters(NamedTuple):
    """`shown` is for the layout; places count the characters of the code."""

    shown: str
    masked: Sequence[int]
    """Places of characters that nobody could see."""
    units: Sequence[int]
    """The UTF-16 unit of `shown` at which each character begins, and where the last one ends."""

    is_turned: bool = False
    """Some of it runs from right to left."""


def letters_of(code: str) -> Letters:
    """Return how a part of a line is shown."""
    if code.isascii() and code.isprintable():
        return Letters(code, (), range(len(code) + 1))
    code, masked = masked_code(code)
    away = [found.span() for found in _AWAY.finditer(code)]
    if not away and (code.isascii() or max(code) <= "\uffff"):
        return Letters(code, masked, range(len(code) + 1))
    parts: list[str] = []
    units: list[int] = []
    at = unit = 0
    for start, end in [*away, (len(code), len(code))]:
        unit = _count(code[at:start], units, unit)
        parts.append(code[at:start])
        if start < end:
            unit = _count(code[start:end], units, unit + 1) + 1
            parts += _OPEN, code[start:end], _CLOSE
        at = end
    return Letters("".join(parts), masked, [*units, unit], bool(away))


def _count(part: str, units: list[int], unit: int) -> int:
    """Note the unit of each character, beginning with `unit`; return the one behind them."""
    for letter in part:
        units.append(unit)
        unit += 1 + (letter > "\uffff")
    return unit
