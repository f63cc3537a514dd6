"""Pages of a document as a person writes them, such as "1-3, 7". Pure."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from .errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence

_PART = re.compile(r"(\d{0,9})\s*([-–—−]?)\s*(\d{0,9})")
_BETWEEN = re.compile(r"[,;،、]|(?<=\d)\s+(?=\d)")


def read_pages(text: str, pages: int) -> tuple[int, ...]:
    """Return the pages named, from 1, each once and in order; () for an empty text.

    "-3" are the first three, "7-" is from 7 to the end. BadInput for what names no page.
    """
    found: set[int] = set()
    for part in filter(None, map(str.strip, _BETWEEN.split(text))):
        match = _PART.fullmatch(part)
        if match is None or not (match[1] or match[3]):
            raise BadInput(f"“{part[:20]}” is no page.", "Write pages like this: 1-3, 7.")
        first = int(match[1] or 1)
        last = int(match[3] or pages) if match[2] else first
        first, last = min(first, last), max(first, last)
        if first < 1:
            raise BadInput("The first page is 1.")
        if last > pages:
            raise BadInput(f"There is no page {last:,}: the last one is {pages:,}.")
        found.update(range(first, last + 1))
    return tuple(sorted(found))


def write_pages(pages: Sequence[int]) -> str:
    """Return pages in order as they are written."""
    if not pages:
        return ""
    starts = [pages[0], *(after for before, after in pairwise(pages) if after != before + 1)]
    ends = [*(before for before, after in pairwise(pages) if after != before + 1), pages[-1]]
    return ", ".join(
        str(first) if first == last else f"{first}-{last}"
        for first, last in zip(starts, ends, strict=True)
    )
