"""The words that stand where a picture is not sent again, as a rule those of the chat. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

LONGEST: Final = 300
"""Characters of a caption made from a reply."""
_LOOKED_AT: Final = 2_000
"""Characters of a reply in which its first sentences are looked for."""
_SENTENCE_END: Final = re.compile(r"[.!?…。！？؟۔।][\"”’»)\]]*(?=\s|$)|[。！？]")
_LONGEST_NAME: Final = 80
NOT_SENT: Final = "[picture not sent again]"
"""All that is left of a message whose only content was a picture."""


def head_of(reply: str) -> str:
    """Return as much of a reply as a caption could be made from."""
    return reply[:_LOOKED_AT]


@lru_cache(maxsize=1024)
def caption_from(reply: str) -> str:
    """Return the first sentences of a reply as one line of plain text, at most 300 characters.

    Whole sentences as long as one fits, else words and an ellipsis; empty for an empty reply.
    """
    # The parser is large: it loads with the first caption, not with every start.
    from .markdown.flatten import pieces_of
    from .markdown.pieces import Line
    from .markdown.plain import piece_text

    words: list[str] = []
    length = 0
    for piece in pieces_of(head_of(reply)):
        if isinstance(piece, Line):
            words.append(one_line(piece_text(piece)))
            length += len(words[-1])
        if length > LONGEST:
            break
    return _first_sentences(" ".join(word for word in words if word))


def caption_words(name: str, caption: str) -> str:
    """Return what is sent in the place of a picture."""
    shown = one_line(name)
    if len(shown) > _LONGEST_NAME:
        shown = f"{shown[: _LONGEST_NAME - 1]}…"
    head = f"Picture {shown}" if shown else "Picture"
    said = one_line(caption)
    return f"[{head}, not sent again: {said}]" if said else f"[{head}, not sent again]"


def one_line(text: str) -> str:
    """Return a text as one line without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _first_sentences(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    ends = [found.end() for found in _SENTENCE_END.finditer(text, 0, LONGEST)]
    if ends:
        return text[: ends[-1]]
    cut = text[: LONGEST - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,;:") + "…"
