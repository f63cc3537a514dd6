"""What was found so far: the hits of every message that was searched, and how many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scout_desktop.ui.transcript.blocks.block import Span
    from scout_desktop.ui.transcript.selection.ground import Spot


class Hit(NamedTuple):
    """The `number`-th hit in a block of a message; hits compare in reading order."""

    message: int
    block: int
    number: int


class Findings:
    """Hits by message and block."""

    def __init__(self) -> None:
        self._found: dict[int, Mapping[int, Sequence[Span]]] = {}
        self._counts: dict[int, int] = {}

    def __contains__(self, message: int) -> bool:
        """Whether a message was searched."""
        return message in self._found

    @property
    def count(self) -> int:
        """All hits."""
        return sum(self._counts.values())

    def of(self, message: int) -> Mapping[int, Sequence[Span]]:
        """Return the hits of each block that has any."""
        return self._found.get(message, {})

    def put(self, message: int, found: Mapping[int, Sequence[Span]]) -> None:
        """Take what was found in a message, blocks in order."""
        self._found[message] = found
        count = sum(len(spans) for spans in found.values())
        if count:
            self._counts[message] = count
        else:
            self._counts.pop(message, None)

    def keep_before(self, message: int) -> None:
        """Forget the messages from this index on."""
        self._found = {at: found for at, found in self._found.items() if at < message}
        self._counts = {at: count for at, count in self._counts.items() if at < message}

    def number(self, hit: Hit) -> int:
        """Return which of all hits it is, from 1."""
        before = sum(count for at, count in self._counts.items() if at < hit.message)
        inside = self.of(hit.message).items()
        return before + sum(len(spans) for at, spans in inside if at < hit.block) + hit.number + 1

    def span(self, hit: Hit) -> Span | None:
        """Return where it stands in its block's text, None if it is gone."""
        spans = self.of(hit.message).get(hit.block, ())
        return spans[hit.number] if hit.number < len(spans) else None

    def first(self, message: int, step: int, goal: Spot | None = None) -> Hit | None:
        """Return the first hit in a message, from its end if `step` is -1; none before `goal`."""
        for block, spans in sorted(self.of(message).items(), reverse=step < 0):
            for number in range(len(spans))[::step]:
                if goal is None or (message, block, spans[number][1]) > goal:
                    return Hit(message, block, number)
        return None

    def beside(self, hit: Hit, step: int) -> Hit | None:
        """Return the next hit in the same message, or the one before."""
        spans = self.of(hit.message).get(hit.block, ())
        if 0 <= hit.number + step < len(spans):
            return hit._replace(number=hit.number + step)
        blocks = sorted(at for at in self.of(hit.message) if (at - hit.block) * step > 0)
        if not blocks:
            return None
        block = blocks[0] if step > 0 else blocks[-1]
        number = 0 if step > 0 else len(self.of(hit.message)[block]) - 1
        return Hit(hit.message, block, number)
