"""Which messages can have a hit at all, told from their sources without taking them apart.

What Markdown leaves out of a paragraph are signs and spaces. So both sides are compared without
them, letter by letter; a message in which more than that may be missing or added (addresses of
links, entities, labels of pictures, numbers of footnotes) is always taken apart. What is let
through may still have no hit; what is held back has none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scout_desktop.ui.transcript.find.folding import folded
from scout_desktop.ui.transcript.selection.sources import is_growing, source_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scout_desktop.chat.message import Node

_SIGNS: Final = bytes(code for code in range(128) if not chr(code).isalnum())
_ENTITY: Final = re.compile(r"&#?\w{1,40};")


_LOOKS: Final = {
    "'": ("'", "\u2019", "\u2018"), '"': ('"', "\u201c", "\u201d"), "-": ("-", "\u2011"),
}  # fmt: skip
"""Signs that folding makes one."""


class Sieve:
    """The sources of a chat's messages as far as they were read, in order."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        """What was read."""
        self._sources: list[str] = []
        self._letters: list[bytes] = []
        self._tangled: list[bool] = []

    def add(self, nodes: Sequence[Node]) -> None:
        """Read the next messages."""
        for node in nodes:
            source, letters, tangled = _read(node)
            self.nodes.append(node)
            self._sources.append(source)
            self._letters.append(letters)
            self._tangled.append(tangled)

    def replace(self, message: int, node: Node) -> None:
        """Read another message in the place of one."""
        self.nodes[message] = node
        self._sources[message], self._letters[message], self._tangled[message] = _read(node)

    def keep_before(self, message: int) -> None:
        """Forget the messages from this index on."""
        for each in (self.nodes, self._sources, self._letters, self._tangled):
            del each[message:]

    def candidates(self, term: str) -> list[int]:
        """Return the messages in which `term` may be shown, whatever its case."""
        letters = _letters(term)
        if letters:
            tangled = self._tangled
            return [at for at, hay in enumerate(self._letters) if letters in hay or tangled[at]]
        signs = [_LOOKS.get(sign, (sign,)) for sign in set(folded(term)) - set(" \t\n")]
        if not signs:
            return []
        return [
            at
            for at, source in enumerate(self._sources)
            if self._tangled[at] or all(any(look in source for look in looks) for looks in signs)
        ]


def _read(node: Node) -> tuple[str, bytes, bool]:
    source = source_of(node)
    # The text of a reply on its way is not in its record.
    tangled = is_growing(node) or (node.role != "user" and _is_tangled(source))
    return source, _letters(source), tangled


def _letters(text: str) -> bytes:
    if text.isascii():
        return text.encode("ascii").lower().translate(None, _SIGNS)
    return folded(text).encode("utf-8", "surrogatepass").translate(None, _SIGNS)


def _is_tangled(source: str) -> bool:
    if "[" in source and any(sign in source for sign in ("](", "][", "![", "[^")):
        return True
    return "&" in source and _ENTITY.search(source) is not None
