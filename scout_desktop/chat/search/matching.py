"""Where what is looked for stands in a text, and the line that shows it. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Final

from .folding import UNSPACED, clusters, fold, is_plain, marks_of_letters, words
from .query import Term

Marks = tuple[tuple[int, int], ...]
"""(start, end) in code points, in order, apart from one another."""

_BEFORE: Final = 40
_AFTER: Final = 140
_NEXT_SPACE: Final = 16
"""Code points to a space at which a line may rather be cut."""
_PIECE: Final = 256
_UNSEEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\\s]+")
_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the direction of what follows; cut in the middle they would turn the window."""


def marks(text: str, terms: Sequence[Term]) -> Marks:
    """Return where the terms stand in a short text, such as a title."""
    if text.isascii() or is_plain(text):
        return _joined(_places(fold(text), terms))
    letters = clusters(text)
    starts = list(accumulate((len(folded) for *_, folded in letters), initial=0))
    found = []
    for start, end in _places("".join(folded for *_, folded in letters), terms):
        first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
        found.append((letters[first][0], letters[last][1]))
    return _joined(found)


def has(text: str, term: Term) -> bool:
    """Whether a term stands in a text."""
    return next(_places(fold(text), (term,)), None) is not None


def snippet(text: str, terms: Sequence[Term]) -> tuple[str, Marks]:
    """Return one line of a text, around the first term that stands in it, and where terms stand."""
    at = _first(text, terms)
    start, end = max(0, at - _BEFORE), min(len(text), at + _AFTER)
    if start and (space := text.find(" ", start, start + _NEXT_SPACE)) >= 0:
        start = space + 1
    if end < len(text) and (space := text.rfind(" ", end - _NEXT_SPACE, end)) > at:
        end = space
    line = _UNSEEN.sub(" ", _TURNING.sub("", text[start:end])).strip()
    cut = "…" if start else ""
    found = marks(line, terms)
    if cut:
        found = tuple((begin + 1, stop + 1) for begin, stop in found)
    return f"{cut}{line}{'…' if end < len(text) else ''}", found


def _first(text: str, terms: Sequence[Term]) -> int:
    """Return about where in a text the first term stands; 0 where none does."""
    folded = fold(text)
    at = min((start for start, _ in _places(folded, terms)), default=0)
    if len(folded) == len(text):
        return at
    # Folding is longer or shorter here and there: counted piece by piece, and then by letters.
    pieces = range(0, len(text), _PIECE)
    ends = list(accumulate(len(fold(text[piece : piece + _PIECE])) for piece in pieces))
    piece = min(bisect_right(ends, at), len(ends) - 1)
    left = at - (ends[piece - 1] if piece else 0)
    for start, _, letter in clusters(text[piece * _PIECE : (piece + 1) * _PIECE]):
        if left < len(letter):
            return piece * _PIECE + start
        left -= len(letter)
    return min(len(text), (piece + 1) * _PIECE)


def _places(folded: str, terms: Sequence[Term]) -> Iterator[tuple[int, int]]:
    for term in terms:
        if (pattern := _pattern(term)) is not None:
            yield from (found.span() for found in pattern.finditer(folded))


@lru_cache(64)
def _pattern(term: Term) -> re.Pattern[str] | None:
    """Return how a term stands in folded text; None for one without a letter."""
    pieces = words(fold(term.text))
    if not pieces:
        return None
    letter = rf"[^\W_]|[{marks_of_letters()}]"
    other = rf"(?!{letter})[\s\S]"
    said = "" if pieces[0][1] else rf"(?:(?<=[{UNSPACED}])|(?<![^\W_])(?<![{marks_of_letters()}]))"
    for place, (piece, unspaced) in enumerate(pieces):
        if place:
            # A word ends where a run without spaces begins, and the other way round.
            said += rf"(?:{other}){'+' if unspaced == pieces[place - 1][1] else '*'}"
        said += re.escape(piece)
    if term.phrase and not pieces[-1][1]:
        said += rf"(?:(?=[{UNSPACED}])|(?!{letter}))"
    return re.compile(said)


def _joined(found: Sequence[tuple[int, int]] | Iterator[tuple[int, int]]) -> Marks:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)
