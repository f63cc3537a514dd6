"""Pages of a document as people write them: "1-3, 7". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .errors import BadInput

_DASH = re.compile(r"\s*[-–—]\s*")
_PIECE = re.compile(r"(\d{1,6})(?:-(\d{1,6})?)?\Z", re.ASCII)


def read_pages(text: str, count: int) -> tuple[int, ...]:
    """Return the pages named, each once, in the order they are named; "4-" goes to the end.

    `count` is how many pages there are. BadInput with a sentence for what is no page.
    """
    found: dict[int, None] = {}
    for piece in re.split(r"[,;\s]+", _DASH.sub("-", text.strip())):
        match = _PIECE.match(piece)
        if match is None:
            raise BadInput(f"“{piece}” names no pages.", "Write them as 1-3, 7.")
        first = int(match[1])
        last = first if match[0].isdigit() else int(match[2] or count)
        for page in (first, last):
            if not 1 <= page <= count:
                raise BadInput(f"There is no page {page}.", f"The document has {_many(count)}.")
        step = 1 if last >= first else -1
        found |= dict.fromkeys(range(first, last + step, step))
    return tuple(found)


def write_pages(pages: Iterable[int]) -> str:
    """Return pages as one would write them: (1, 2, 3, 7) becomes "1-3, 7"."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def _many(count: int) -> str:
    return "1 page" if count == 1 else f"{count} pages"
