"""What was found so far: the hits of every message that was searched, and how many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from scout_desktop.ui.transcript.blocks.block import Span
    from scout_desktop.ui.transcript.selection.ground import Spot


_NEAR = 100
"""Messages whose hits are kept: more than are on any screen."""


class Hit(NamedTuple):
    """The `number`-th hit in a block of a message; hits compare in reading order."""

    message: int
    block: int
    number: int


class Findings:
    """Counts of all messages, and the hits themselves of those that are looked at."""

    def __init__(self, spans_of: Callable[[int], Mapping[int, Sequence[Span]]]) -> None:
        """`spans_of` searches a message once more: a common letter has too many hits to keep."""
        self._spans_of = spans_of
        self._counts: dict[int, int] = {}
        self._near: dict[int, Mapping[int, Sequence[Span]]] = {}
        self.count = 0
        """All hits."""

    def __contains__(self, message: int) -> bool:
        """Whether a message was searched."""
        return message in self._counts

    def put(self, message: int, count: int) -> None:
        """Take how many hits a message has."""
        self.count += count - self._counts.get(message, 0)
        self._counts[message] = count
        self._near.pop(message, None)

    def of(self, message: int) -> Mapping[int, Sequence[Span]]:
        """Return the hits of each block that has any, blocks in order."""
        if not self._counts.get(message):
            return {}
        found = self._near.get(message)
        if found is None:
            if len(self._near) >= _NEAR:
                self._near.clear()
            found = self._near[message] = self._spans_of(message)
        return found

    def forget(self, messages: Iterable[int]) -> None:
        """Take these messages for not searched."""
        for message in messages:
            self.count -= self._counts.pop(message, 0)
            self._near.pop(message, None)

    def keep_before(self, message: int) -> None:
        """Forget the messages from this index on."""
        self.forget([at for at in self._counts if at >= message])

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
