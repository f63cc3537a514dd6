"""Words of a search that begin with a dash, as `-draft` does, which leaves out: no options."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_MARK: Final = "\0"
"""No word of a command line holds one."""


def guarded(words: Sequence[str]) -> list[str]:
    """Return the command line with what a search leaves out marked as words."""
    if "search" not in words:
        return list(words)
    begin = words.index("search") + 1
    return [*words[:begin], *(_MARK + word if _is_word(word) else word for word in words[begin:])]


def as_typed(word: str) -> str:
    """Return a word without the mark."""
    return word.removeprefix(_MARK)


def _is_word(word: str) -> bool:
    return len(word) > 1 and word[0] == "-" and word[1] != "-" and word != "-h"
