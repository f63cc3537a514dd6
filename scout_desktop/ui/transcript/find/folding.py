"""When two texts are the same to somebody who searches, and where one stands in the other.

Small and capital letters are the same, also those that become two when folded (ß, ﬁ); so are the
Turkish ones with and without a dot, curved and straight quotation marks, and every kind of space.
Places are code points of the text as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from scout_desktop.ui.transcript.blocks.block import Span

_ALIKE: Final = (
    ("\u0130", "i"), ("\u0131", "i"), ("\u00a0", " "), ("\u202f", " "), ("\u2019", "'"),
    ("\u2018", "'"), ("\u201c", '"'), ("\u201d", '"'), ("\u2011", "-"),
)  # fmt: skip


def folded(text: str) -> str:
    """Return the text as it is compared when the case does not matter."""
    if text.isascii():
        return text.lower()
    return _alike(text).casefold()


def hits(text: str, needle: str, *, match_case: bool) -> list[Span]:
    """Return where `needle` stands in `text`, from left to right, none over another.

    Without `match_case`, the needle must be folded.
    """
    hay = _hay(text, match_case=match_case)
    at = hay.find(needle) if needle else -1
    found: list[Span] = []
    length = len(needle)
    while at >= 0:
        found.append((at, at + length))
        at = hay.find(needle, at + length)
    return found if len(hay) == len(text) else _unfolded(text, found)


def count(text: str, needle: str, *, match_case: bool) -> int:
    """Return how many `hits` there are."""
    hay = _hay(text, match_case=match_case)
    if len(hay) == len(text):
        return hay.count(needle) if needle else 0
    return len(hits(text, needle, match_case=match_case))


def _hay(text: str, *, match_case: bool) -> str:
    # A line may end anywhere: a reader searches across.
    text = text.replace("\n", " ").replace("\t", " ")
    return text if match_case else folded(text)


def _alike(text: str) -> str:
    for letter, other in _ALIKE:
        text = text.replace(letter, other)
    return text


def _unfolded(text: str, found: list[Span]) -> list[Span]:
    """Return the places in the text itself, where a letter became several when it was folded."""
    # No letter becomes none, so that texts of one length have their letters at the same places.
    places = [at for at, letter in enumerate(_alike(text)) for _ in letter.casefold()]
    spans: list[Span] = []
    for start, end in found:
        span = places[start], places[end - 1] + 1
        if not spans or span[0] >= spans[-1][1]:
            spans.append(span)
    return spans
