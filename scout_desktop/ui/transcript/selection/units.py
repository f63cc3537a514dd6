"""What a reader takes for one letter, one word and one line of a text.

Places are code points. Letters are what a reader sees as one: a family of emoji, a Hindi syllable.
Words follow Unicode, and for Thai the system's dictionary; Chinese and Japanese without one: signs
of the same script that stand together.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from PySide6.QtCore import QTextBoundaryFinder

if TYPE_CHECKING:
    from scout_desktop.ui.transcript.blocks.block import Span

_NEAR = 300
"""Code points on each side that are looked at: no word is longer."""


def letter_after(text: str, place: int) -> int:
    """Return where the letter at `place` ends; at the end, the end."""
    if place >= len(text):
        return len(text)
    bounds, at = _bounds(text, place, QTextBoundaryFinder.BoundaryType.Grapheme)
    return bounds[min(bisect_right(bounds, at), len(bounds) - 1)] + place - at


def letter_before(text: str, place: int) -> int:
    """Return where the letter before `place` begins; at the beginning, the beginning."""
    if place <= 0:
        return 0
    bounds, at = _bounds(text, place, QTextBoundaryFinder.BoundaryType.Grapheme)
    return bounds[max(bisect_left(bounds, at) - 1, 0)] + place - at


def word_at(text: str, place: int) -> Span:
    """Return the word that the letter behind `place` belongs to; spaces together are one, too."""
    if not text:
        return 0, 0
    place = min(place, len(text) - 1)
    bounds, at = _bounds(text, place, QTextBoundaryFinder.BoundaryType.Word)
    offset = place - at
    right = bisect_right(bounds, at)
    left = right - 1
    while left > 0 and _join(text, bounds[left] + offset):
        left -= 1
    while right < len(bounds) - 1 and _join(text, bounds[right] + offset):
        right += 1
    return bounds[left] + offset, bounds[right] + offset


def word_after(text: str, place: int) -> int:
    """Return where the next word begins, or the end of the text."""
    if place >= len(text):
        return len(text)
    place = word_at(text, place)[1]
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def word_before(text: str, place: int) -> int:
    """Return where the word before `place` begins, or the beginning of the text."""
    while place > 0 and text[place - 1].isspace():
        place -= 1
    return word_at(text, place - 1)[0] if place > 0 else 0


def line_at(text: str, place: int, ends: str = "\n") -> Span:
    """Return the stretch around `place` that lies between any two of `ends`."""
    start = max(text.rfind(end, 0, place) for end in ends) + 1
    found = [at for end in ends if (at := text.find(end, place)) >= 0]
    return start, min(found, default=len(text))


def _bounds(text: str, place: int, kind: QTextBoundaryFinder.BoundaryType) -> tuple[list[int], int]:
    """Return the boundaries near `place` and where `place` is among them."""
    start = max(place - _NEAR, 0)
    near = text[start : place + _NEAR]
    finder = QTextBoundaryFinder(kind, near)
    units, found = [0], finder.toNextBoundary()
    while found >= 0:
        units.append(found)
        found = finder.toNextBoundary()
    if near.isascii() or max(near) < "\U00010000":
        return units, place - start
    # Qt counts UTF-16 units; letters beyond the first plane take two.
    points, taken = [], 0
    at = {unit: index for index, unit in enumerate(units)}
    for index, letter in enumerate(near):
        if taken in at:
            points.append(index)
        taken += 1 + (letter > "\uffff")
    points.append(len(near))
    return points, place - start


def _join(text: str, place: int) -> bool:
    """Whether signs on both sides of `place` stand for one word as far as anybody can tell."""
    if not 0 < place < len(text):
        return False
    before, after = _script(text[place - 1]), _script(text[place])
    return before == after != ""


def _script(sign: str) -> str:
    code = ord(sign)
    if 0x3041 <= code <= 0x309F:
        return "hiragana"
    if 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFF:
        return "han"
    return "space" if sign in " \t\u00a0" else ""
