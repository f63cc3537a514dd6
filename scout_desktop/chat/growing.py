"""Text that grows by appending: a value, yet appending a token does not copy what is there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

_HALF: Final = re.compile("[\ud800-\udfff]")


def mend(text: str) -> str:
    """Join surrogate pairs and replace lone halves, so that the text can be stored as UTF-8."""
    if text.isascii() or not _HALF.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


@dataclass(frozen=True, slots=True)
class GrowingText:
    """The first `count` pieces of a buffer that later values may share and extend.

    A trailing high surrogate waits in `half` for the delta that completes it.
    """

    buffer: list[str] = field(default_factory=list)
    count: int = 0
    length: int = 0
    half: str = ""

    def plus(self, piece: str) -> GrowingText:
        """Return the text with `piece` behind it."""
        if not piece:
            return self
        piece, half = self.half + piece, ""
        if "\ud800" <= piece[-1] <= "\udbff":
            piece, half = piece[:-1], piece[-1]
        piece = mend(piece)
        if not piece:
            return GrowingText(self.buffer, self.count, self.length, half)
        # Only the newest value may append in place; an older one gets a buffer of its own.
        buffer = self.buffer if len(self.buffer) == self.count else self.buffer[: self.count]
        buffer.append(piece)
        return GrowingText(buffer, self.count + 1, self.length + len(piece), half)

    def since(self, length: int) -> str:
        """Return what came after the first `length` code points, walking back from the end."""
        wanted, pieces = self.length - length, []
        for index in range(self.count - 1, -1, -1):
            if wanted <= 0:
                break
            pieces.append(self.buffer[index][-wanted:] if wanted else "")
            wanted -= len(self.buffer[index])
        return "".join(reversed(pieces))

    def __str__(self) -> str:
        """The whole text; a half that never found its partner becomes U+FFFD."""
        return "".join(self.buffer[: self.count]) + ("\ufffd" if self.half else "")

    def __len__(self) -> int:
        """How many code points, a waiting half not counted."""
        return self.length

    def __eq__(self, other: object) -> bool:
        """Two growing texts are equal when they say the same."""
        return isinstance(other, GrowingText) and str(self) == str(other)

    def __hash__(self) -> int:
        """Equal texts hash alike."""
        return hash(str(self))
