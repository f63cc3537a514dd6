"""Blocks of a text that is still arriving: closed ones are settled, only the open tail is parsed.

A block is closed when another one has begun behind it on a complete line. A link definition that
arrives after its use is the one thing that settles differently; parse the whole text at the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .parse import parse_lines, with_plain_line_ends

if TYPE_CHECKING:
    from .blocks import Block


class GrowingBlocks:
    """Takes a reply piece by piece; `settled` only ever grows, `opened` is replaced each time."""

    def __init__(self) -> None:
        self.settled: list[Block] = []
        self.opened: tuple[Block, ...] = ()
        self._pieces: list[str] = []
        self._tail = ""
        self._definitions: dict[str, Any] = {}

    def add(self, text: str) -> None:
        """Take the next piece; costs nothing until `settle`."""
        self._pieces.append(text)

    def settle(self) -> int:
        """Parse the tail with what was added; return how many blocks were settled by it."""
        waiting = "".join(self._pieces)
        # A carriage return may be the first half of a line end.
        held = "\r" if waiting.endswith("\r") else ""
        self._pieces = [held] if held else []
        self._tail += with_plain_line_ends(waiting.removesuffix(held))
        complete = self._tail.rfind("\n") + 1
        before = len(self.settled)
        if complete:
            self._commit(self._tail[:complete])
        scratch = {**self._definitions, "references": {**self._references()}}
        self.opened = tuple(block for _, block in parse_lines(self._tail, scratch))
        return len(self.settled) - before

    def _references(self) -> dict[str, Any]:
        found: dict[str, Any] = self._definitions.get("references", {})
        return found

    def _commit(self, lines: str) -> None:
        scratch = {**self._definitions, "references": {**self._references()}}
        blocks = parse_lines(lines, scratch)
        if len(blocks) < 2:
            return
        last = blocks[-1][0]
        self.settled += [block for _, block in blocks[:-1]]
        split = _offset_of_line(self._tail, last)
        # Those of the open tail come along; they are read again with it.
        self._definitions = scratch
        self._tail = self._tail[split:]


def _offset_of_line(text: str, line: int) -> int:
    offset = 0
    for _ in range(line):
        offset = text.index("\n", offset) + 1
    return offset
